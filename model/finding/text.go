package finding

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"agtok/model/lifetime"
)

// quoteMax bounds what a message repeats of a text, in bytes.
const quoteMax = 80

// quote writes a text of the token's in double quotes: cut, and with everything
// that does not show as an escape. Of a cut text it says the length.
func quote(s string) string {
	if len(s) <= quoteMax {
		return short(s)
	}
	return short(s) + " (" + strconv.Itoa(len(s)) + " bytes)"
}

// short is quote for messages that say the length themselves.
func short(s string) string {
	end := min(len(s), quoteMax)
	for end < len(s) && end > quoteMax-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	b := append(make([]byte, 0, end+16), '"')
	for i := 0; i < end; {
		c, n := utf8.DecodeRuneInString(s[i:end])
		b = appendShown(b, c, s[i:i+n])
		i += n
	}
	if b = append(b, '"'); end < len(s) {
		b = append(b, "…"...)
	}
	return string(b)
}

// appendShown writes c, which stands in its text as raw. strconv.Quote alone will
// not do: to it fillers and selectors are printable.
func appendShown(b []byte, c rune, raw string) []byte {
	switch {
	case c == utf8.RuneError && len(raw) == 1:
		return append(b, fmt.Sprintf(`\x%02x`, raw[0])...)
	case c == '"' || c == '\\':
		return append(b, '\\', byte(c))
	case shows(c):
		return append(b, raw...)
	}
	escaped := strconv.QuoteRuneToASCII(c)
	return append(b, escaped[1:len(escaped)-1]...)
}

// date writes a Unix second as a day, in UTC because the number is no moment of
// anybody's: it was meant as something else.
func date(unix uint32) string { return time.Unix(int64(unix), 0).UTC().Format(time.DateOnly) }

func year(unix int64) int { return time.Unix(unix, 0).UTC().Year() }

// seconds writes a lifetime as the number in the token and in words.
func seconds(n uint32) string {
	if n < 60 {
		return strconv.Itoa(int(n)) + " s"
	}
	return strconv.Itoa(int(n)) + " s (" + lifetime.Short(int64(n)) + ")"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// and joins the parts of an enumeration, as in "a, b and c".
func and(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}
