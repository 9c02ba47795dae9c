package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode"
	"unicode/utf8"

	"agtok/model/visible"
)

// printableJSON gives v as one line of JSON in which everything that is not
// printable stands as an escape. Keys and values of maps and texts are the only
// places where such characters can be.
func printableJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	line := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if bytes.IndexFunc(line, hidden) < 0 {
		return line, nil
	}
	out := make([]byte, 0, len(line)+16)
	for len(line) > 0 {
		c, n := utf8.DecodeRune(line)
		switch {
		case !hidden(c):
			out = append(out, line[:n]...)
		case c > 0xffff:
			c -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+c>>10, 0xdc00+c&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, c)
		}
		line = line[n:]
	}
	return out, nil
}

func hidden(c rune) bool { return !unicode.IsPrint(c) }

// maxShown bounds what a message repeats of an argument, in characters.
const maxShown = 40

// shown makes an argument fit for a message.
func shown(arg string) string { return visible.Line(arg, maxShown) }

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
