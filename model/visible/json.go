package visible

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// JSON gives v as one line of JSON in which everything that does not show
// stands as an escape. Keys and values of maps and texts are the only places where
// such characters can be.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	line := strings.TrimSuffix(b.String(), "\n")
	if Text(line) == line {
		return []byte(line), nil
	}
	out := make([]byte, 0, len(line)+16)
	for len(line) > 0 {
		c, n := utf8.DecodeRuneInString(line)
		switch raw := line[:n]; {
		case Text(raw) == raw:
			out = append(out, raw...)
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
