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
// yet have no place of their own: fillers, selectors, in which a text can be
// smuggled, and what melts into the character before it in some terminals and not
// in others, so that nobody knows how wide the text is.
func hidden(c rune) bool {
	return c >= 0x34f && (unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || melts(c))
}

// melts reports whether terminals disagree on how many cells c takes behind another
// character: one more, or none. (Unicode Standard Annex 29, extended grapheme
// clusters, against the width of each character alone, which tmux goes by.)
func melts(c rune) bool {
	return unicode.In(c, unicode.Mc, melting)
}

// melting holds what melts beside the spacing marks.
var melting = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x094d, 0x0d4d, 0x80}, // viramas of India, which make one of two consonants
		{0x0e33, 0x0eb3, 0x80}, // SARA AM of Thai and Lao
		{0x1039, 0x1039, 1},    // Burmese virama
		{0x1100, 0x11ff, 1},    // parts of Hangul syllables
		{0x17d2, 0x17d2, 1},    // Khmer coeng
		{0x1a60, 0x1a60, 1},    // Tai Tham sakot
		{0xa960, 0xa97f, 1},    // parts of Hangul syllables
		{0xa9c0, 0xa9c0, 1},    // Javanese pangkon
		{0xd7b0, 0xd7ff, 1},    // parts of Hangul syllables
	},
	R32: []unicode.Range32{
		{0x10a3f, 0x10a3f, 1}, // Kharoshthi virama
		{0x11133, 0x11133, 1}, // Chakma virama
		{0x1f1e6, 0x1f1ff, 1}, // the letters that flags are made of
		{0x1f3fb, 0x1f3ff, 1}, // skin tones
	},
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
