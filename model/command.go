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
	args := []string{"agtok", "new", string(d.Kind)}
	flag := func(name, value string) { args = append(args, "--"+name, quoteArg(value)) }
	spec := d.Spec()
	for _, f := range spec.Fields {
		text := d.Text[f]
		switch {
		case f == FieldIssueTime:
			flag(f.Name(), fmt.Sprintf("@%d", m.IssuedAt.Unix()))
		case f == FieldSalt:
			flag(f.Name(), strconv.FormatUint(uint64(m.Salt), 10))
		case f == FieldUser:
			flag(d.userFlag(&spec), d.userText(&spec))
		case f == FieldRole && d.Role == Publisher: // as without the flag
		case f == FieldRole:
			flag(f.Name(), string(d.Role))
		case f == FieldExpire && d.RawExpire != "":
			flag("raw-expire", d.RawExpire)
		case f.IsPrivilege():
			args = append(args, d.grantFlags(f)...)
		case f.IsList():
			for _, entry := range Entries(text) {
				flag(f.Name(), entry)
			}
		case text != "" || f == FieldChannel:
			flag(f.Name(), trimLifetime(f, text))
		}
	}
	if project == "--demo" {
		return strings.Join(append(args, project), " ")
	}
	flag("project", project)
	return strings.Join(args, " ")
}

func (d *Draft) userFlag(spec *Spec) string {
	switch {
	case spec.User == userID:
		return "user"
	case d.ByAccount:
		return "account"
	}
	return "uid"
}

func (d *Draft) userText(spec *Spec) string {
	if d.userFlag(spec) == "uid" {
		return strings.TrimSpace(d.Text[FieldUser])
	}
	return d.Text[FieldUser]
}

func trimLifetime(f Field, text string) string {
	if f == FieldExpire || f == FieldRTMExpire {
		return strings.TrimSpace(text)
	}
	return text
}

// grantFlags is how a privilege that is not as the role and the token's lifetime
// have it is asked for.
func (d *Draft) grantFlags(f Field) []string {
	text := strings.TrimSpace(d.Text[f])
	granted, state := d.Granted(f), d.Grants[f-FieldJoin]
	switch {
	case !granted && state == Off:
		return []string{"--no-" + f.Name()}
	case granted && text != "":
		return []string{"--" + f.Name(), quoteArg(text)}
	case granted && state == On && d.RawExpire != "":
		return []string{"--" + f.Name(), quoteArg(d.RawExpire)}
	case granted && state == On:
		return []string{"--" + f.Name(), quoteArg(strings.TrimSpace(d.Text[FieldExpire]))}
	}
	return nil
}
