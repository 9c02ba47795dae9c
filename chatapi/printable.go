package chatapi

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable makes text of a stranger fit to show: control, bidirectional and
// invisible characters and what is not UTF-8 become escapes, the white space
// that lays out a text becomes a plain space.
func printable(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !isVisible(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case isVisible(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		text = text[n:]
	}
	return b.String()
}

// isVisible reports whether r leaves a mark, or is a plain space. Unicode counts
// some characters as letters or marks that show nothing at all.
func isVisible(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsPrint(r) && r != brailleBlank &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// shorten cuts text behind at most limit bytes, between two characters.
func shorten(text string, limit int) (short string, cut bool) {
	if len(text) <= limit {
		return text, false
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit], true
}

// phrase makes a stranger's text fit for a sentence.
func phrase(text string, limit int) string {
	// What is cut off need not be escaped, and one byte can become eight.
	text, cut := shorten(text, limit)
	short, again := shorten(strings.TrimSpace(printable(text)), limit)
	if cut || again {
		short += "…"
	}
	return short
}
