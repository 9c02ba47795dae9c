package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What element gives beside the characters of a token.
const (
	nothing byte = 0    // shows nothing and stands for nothing
	blank   byte = ' '  // may stand for a lost +
	gap     byte = '\t' // other white space within a line
	newline byte = '\n'
)

// element reads one character of a token off the start of s, which must not be
// empty, in whatever form it stands there. It gives the character as the standard
// alphabet has it or one of the constants above, the number of bytes it takes, and
// what had to be mended. Zero bytes mean that no token goes on here.
func element(s string) (c byte, size int, m mends) {
	switch c := s[0]; {
	case isBase64(c) || c == '=':
		return c, 1, 0
	case c == '-':
		return '+', 1, mendURLSafe
	case c == '_':
		return '/', 1, mendURLSafe
	case c == ' ':
		return blank, 1, 0
	case c == '\t':
		return gap, 1, 0
	case '\n' <= c && c <= '\r':
		return newline, 1, 0
	case c == '%':
		return percent(s)
	case c == '\\':
		return escape(s)
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(s)
		return foreign(r, n)
	}
	return 0, 0, 0
}

// percent reads %XX.
func percent(s string) (byte, int, mends) {
	b, n := percentByte(s)
	if b == '\\' {
		return escape(s)
	}
	c, size, m := plain(b)
	if n == 0 || size == 0 {
		return 0, 0, 0
	}
	return c, n, m | mendPercent
}

// percentByte decodes %XX at the start of s, 0 bytes long if there is none. A
// percent sign that was itself encoded, once or more, stands as %25 and what is
// left of the inner sequence.
func percentByte(s string) (b rune, size int) {
	if s == "" || s[0] != '%' {
		return 0, 0
	}
	i := 1
	for rounds := 0; rounds < 3 && strings.HasPrefix(s[i:], "25"); rounds++ {
		i += 2
	}
	b, ok := hexNumber(s[i:], 2)
	if !ok || b >= utf8.RuneSelf {
		return 0, 0
	}
	return b, i + 2
}

// escape reads a JSON escape, in which backslash and slash may be percent-encoded.
// JSON within JSON doubles the backslash.
func escape(s string) (byte, int, mends) {
	i, m := 0, mends(0)
	for n := 0; n < 8; n++ {
		if b, size := percentByte(s[i:]); b == '\\' {
			i, m = i+size, mendPercent
		} else if i < len(s) && s[i] == '\\' {
			i++
		} else {
			break
		}
	}
	if b, size := percentByte(s[i:]); b == '/' {
		return '/', i + size, mendJSON | mendPercent
	}
	if i == len(s) {
		return 0, 0, 0
	}
	switch s[i] {
	case '/':
		return '/', i + 1, m | mendJSON
	case 'n', 'r':
		return newline, i + 1, m
	case 't':
		return gap, i + 1, m
	case 'u':
		if r, ok := hexNumber(s[i+1:], 4); ok {
			if c, size, decoded := plain(r); size != 0 {
				return c, i + 5, m | decoded | mendJSON
			}
		}
	}
	return 0, 0, 0
}

// plain is element for a character that stood encoded, so that no further
// encoding begins with it.
func plain(r rune) (byte, int, mends) {
	if r == '%' || r == '\\' {
		return 0, 0, 0
	}
	if r < utf8.RuneSelf {
		return element(string(r))
	}
	return foreign(r, utf8.RuneLen(r))
}

// foreign is element for a character of n bytes outside of ASCII.
func foreign(r rune, n int) (byte, int, mends) {
	switch {
	case r == '\u0085' || r == '\u2028' || r == '\u2029':
		return newline, n, 0
	case unicode.IsSpace(r):
		return gap, n, 0
	case invisible(r):
		return nothing, n, mendInvisible
	}
	return 0, 0, 0
}

// invisible reports whether r shows nothing: format characters such as the
// zero-width ones and the byte order mark, fillers, variation selectors.
func invisible(r rune) bool {
	return r >= 0xad && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// hexNumber reads the first n characters of s as a hexadecimal number.
func hexNumber(s string, n int) (rune, bool) {
	if len(s) < n {
		return 0, false
	}
	var v rune
	for i := range n {
		d := strings.IndexByte("0123456789abcdef", s[i]|0x20)
		if d < 0 || s[i] < '0' {
			return 0, false
		}
		v = v<<4 | rune(d)
	}
	return v, true
}

func isSpace(c byte) bool { return c == blank || c == gap || c == newline }

func isBase64(c byte) bool { return isAlnum(c) || c == '+' || c == '/' }

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
