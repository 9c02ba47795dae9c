package config

import (
	"strings"
)

// variable is one assignment of a .env file.
type variable struct {
	value string
	line  int
}

// parseDotenv reads the lines NAME=VALUE of a .env file, in the dialect that
// dotenv libraries share: an optional "export", spaces around "=", comments, text
// between single quotes as it is, and between double quotes with escapes. Of
// several assignments of one name the last counts. wrong holds the numbers of the
// lines that are none of this.
func parseDotenv(text string) (vars map[string]variable, wrong []int) {
	d := dotenv{text: strings.TrimPrefix(text, "\ufeff"), line: 1}
	vars = map[string]variable{}
	for d.at < len(d.text) {
		line := d.line
		name, value, ok := d.assignment()
		switch {
		case !ok:
			wrong = append(wrong, line)
		case name != "":
			vars[name] = variable{value, line}
		}
		d.nextLine()
	}
	return vars, wrong
}

type dotenv struct {
	text string
	at   int
	line int
}

// assignment reads what stands on a line: an empty one gives an empty name.
func (d *dotenv) assignment() (name, value string, ok bool) {
	d.spaces()
	if d.atEnd() {
		return "", "", true
	}
	name = d.name()
	if name == "export" && d.at < len(d.text) && strings.IndexByte(" \t", d.text[d.at]) >= 0 {
		d.spaces()
		name = d.name()
	}
	d.spaces()
	if !isVariable(name) || d.at >= len(d.text) || d.text[d.at] != '=' {
		return "", "", false
	}
	d.at++
	d.spaces()
	value, ok = d.value()
	return name, value, ok
}

func (d *dotenv) name() string {
	start := d.at
	for d.at < len(d.text) && isBare(d.text[d.at]) {
		d.at++
	}
	return d.text[start:d.at]
}

// value reads a value with or without quotes. After closing quotes only a comment
// may follow.
func (d *dotenv) value() (string, bool) {
	if d.at < len(d.text) && (d.text[d.at] == '"' || d.text[d.at] == '\'') {
		value, ok := d.quoted(d.text[d.at])
		d.spaces()
		return value, ok && d.atEnd()
	}
	rest := d.text[d.at:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	for i := range len(rest) {
		if rest[i] == '#' && (i == 0 || rest[i-1] == ' ' || rest[i-1] == '\t') {
			rest = rest[:i]
			break
		}
	}
	return strings.TrimSpace(rest), true
}

// quoted reads a text between quotes, which may run over several lines.
func (d *dotenv) quoted(quote byte) (string, bool) {
	var b strings.Builder
	start, line := d.at, d.line
	for d.at++; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; {
		case c == quote:
			d.at++
			return b.String(), true
		case c == '\\' && quote == '"' && d.at+1 < len(d.text):
			d.at++
			b.WriteString(unescaped(d.text[d.at]))
		default:
			b.WriteByte(c)
		}
		if d.text[d.at] == '\n' {
			d.line++
		}
	}
	// A quote that is never closed spoils its own line only.
	d.at, d.line = start+1, line
	return "", false
}

// unescaped gives what \c stands for between double quotes.
func unescaped(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case '"', '\\', '$':
		return string(c)
	}
	return `\` + string(c)
}

func (d *dotenv) spaces() {
	for d.at < len(d.text) && strings.IndexByte(" \t\r", d.text[d.at]) >= 0 {
		d.at++
	}
}

// atEnd reports whether only a comment is left of the line.
func (d *dotenv) atEnd() bool {
	return d.at >= len(d.text) || d.text[d.at] == '\n' || d.text[d.at] == '#'
}

func (d *dotenv) nextLine() {
	i := strings.IndexByte(d.text[d.at:], '\n')
	if i < 0 {
		d.at = len(d.text)
		return
	}
	d.at += i + 1
	d.line++
}
