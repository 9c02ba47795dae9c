package model

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoteArg writes an argument as a POSIX shell takes it, control characters as
// the escapes of bash and zsh.
func quoteArg(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+:/@=,%"
	switch {
	case s != "" && strings.Trim(s, plain) == "":
		return s
	case !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) }) && utf8.ValidString(s):
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	b := []byte("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'' || c == '\\':
			b = append(b, '\\', c)
		case ' ' <= c && c <= '~':
			b = append(b, c)
		default:
			b = fmt.Appendf(b, `\x%02x`, c)
		}
	}
	return string(append(b, '\''))
}

// Command gives the "agtok new" command that makes the same bytes: project names
// the project, or is "--demo".
func (d *Draft) Command(project string, m *Minted) string {
	spec := d.Spec()
	args := []string{"agtok", "new", string(d.Kind)}
	flag := func(name, value string) { args = append(args, "--"+name, quoteArg(value)) }
	if spec.Has(FieldChannel) {
		flag("channel", d.Text[FieldChannel])
	}
	switch {
	case !spec.Has(FieldUser):
	case spec.User == "User ID":
		flag("user", d.Text[FieldUser])
	case d.ByAccount:
		flag("account", d.Text[FieldUser])
	default:
		flag("uid", strings.TrimSpace(d.Text[FieldUser]))
	}
	if len(spec.Roles) > 0 && d.Role != Publisher {
		flag("role", string(d.Role))
	}
	if d.RawExpire != "" {
		flag("raw-expire", d.RawExpire)
	} else {
		flag("expire", strings.TrimSpace(d.Text[FieldExpire]))
	}
	if spec.Has(FieldJoin) {
		args = append(args, d.grantFlags()...)
	}
	flag("issue-time", fmt.Sprintf("@%d", m.IssuedAt.Unix()))
	flag("salt", strconv.FormatUint(uint64(m.Salt), 10))
	if project == "--demo" {
		return strings.Join(append(args, project), " ")
	}
	flag("project", project)
	return strings.Join(args, " ")
}

func (d *Draft) grantFlags() []string {
	var args []string
	for f := FieldJoin; f <= FieldData; f++ {
		text := strings.TrimSpace(d.Text[f])
		switch granted := d.Granted(f); {
		case !granted && d.Grants[f-FieldJoin] == Off:
			args = append(args, "--no-"+f.Name())
		case granted && text != "":
			args = append(args, "--"+f.Name(), quoteArg(text))
		case granted && d.Grants[f-FieldJoin] == On:
			args = append(args, "--"+f.Name(), quoteArg(strings.TrimSpace(d.Text[FieldExpire])))
		}
	}
	return args
}
