// Package visible makes texts from elsewhere safe to show. A channel name or a
// line of a log can hold anything: escape sequences that set a window title or
// write to the clipboard, bidirectional marks that turn a line around, characters
// that take no room. None of them may reach a terminal as they are.
package visible

import (
	"unicode"
	"unicode/utf8"
)

// Ellipsis ends a text that [Line] has cut.
const Ellipsis = '…'

// Text gives s with every character that is not printable, and every byte that
// is not UTF-8, as a visible escape in Go's notation: \n, \x1b, \u202e, \xff.
// Printable text comes back as it is. The result is meant for eyes: a backslash
// stays a backslash, so that two texts can look the same.
func Text(s string) string {
	at := problem(s)
	if at < 0 {
		return s
	}
	return string(appendText(make([]byte, 0, len(s)+16), s, at))
}

// Line is [Text] of s for a place with room for limit characters: a longer text
// is cut and ends in [Ellipsis], which counts. No escape is cut in two. A limit
// below 1 gives "".
func Line(s string, limit int) string {
	if limit < 1 {
		return ""
	}
	if problem(s[:min(len(s), limit)]) < 0 && len(s) <= limit {
		return s
	}
	var (
		out   = make([]byte, 0, min(len(s), limit)+16)
		width int // characters in out
		fits  int // bytes of out that leave room for the ellipsis
	)
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		start := len(out)
		out = appendRune(out, c, s[i:i+n])
		width += utf8.RuneCount(out[start:])
		if width > limit {
			return string(utf8.AppendRune(out[:fits], Ellipsis))
		}
		if width < limit {
			fits = len(out)
		}
		i += n
	}
	return string(out)
}

// problem gives the place of the first character of s that can't be shown as it
// is, or -1.
func problem(s string) int {
	i := 0
	for i < len(s) && ' ' <= s[i] && s[i] <= '~' {
		i++
	}
	for i < len(s) {
		c, n := utf8.DecodeRuneInString(s[i:])
		if !shown(c, n) {
			return i
		}
		i += n
	}
	return -1
}

// shown reports whether c, which took n bytes, can be shown as it is.
func shown(c rune, n int) bool {
	if c == utf8.RuneError && n == 1 {
		return false
	}
	return unicode.IsPrint(c) && !hidden(c)
}

// hidden reports whether c is one of the characters that count as printable and
// yet show nothing: fillers, and the selectors in which a text can be smuggled.
// The two selectors that choose between a text and an emoji form stay.
func hidden(c rune) bool {
	if c < 0x34f || c == 0xfe0e || c == 0xfe0f {
		return false
	}
	return unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// appendText writes s behind b; up to at it is fine.
func appendText(b []byte, s string, at int) []byte {
	b = append(b, s[:at]...)
	for i := at; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		b = appendRune(b, c, s[i:i+n])
		i += n
	}
	return b
}

// appendRune writes c, which stands in its text as raw.
func appendRune(b []byte, c rune, raw string) []byte {
	switch {
	case shown(c, len(raw)):
		return append(b, raw...)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\t':
		return append(b, `\t`...)
	case c == '\r':
		return append(b, `\r`...)
	case c < utf8.RuneSelf:
		return appendHex(append(b, `\x`...), c, 2)
	case len(raw) == 1:
		return appendHex(append(b, `\x`...), rune(raw[0]), 2)
	case c > 0xffff:
		return appendHex(append(b, `\U`...), c, 8)
	}
	return appendHex(append(b, `\u`...), c, 4)
}

func appendHex(b []byte, c rune, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[c>>shift&15])
	}
	return b
}
