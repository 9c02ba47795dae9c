package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sort says what a name looks like.
type Sort string

// The sorts, the first that fits.
const (
	Empty   Sort = "empty"
	Star    Sort = "star"    // "*" alone
	Literal Sort = "literal" // what a program writes for a missing value
	Pattern Sort = "pattern" // with a "*" in it
	Number  Sort = "number"
	UUID    Sort = "uuid"
	Hex     Sort = "hex" // 32 hexadecimal digits
	Mail    Sort = "mail"
	Plain   Sort = "text"
)

// Mark is something about a name's characters that makes trouble.
type Mark string

// The marks.
const (
	Upper    Mark = "upper-case"
	EdgeGap  Mark = "white space around"
	Gap      Mark = "white space inside"
	Hidden   Mark = "characters that do not show"
	NotASCII Mark = "beyond ASCII"
	NotUTF8  Mark = "not UTF-8"
	Zero     Mark = "zero in front"
)

// Name is a name as far as it is shown.
type Name struct {
	Field string `json:"field"` // as in descriptions: channelName, uid …
	Sort  Sort   `json:"sort"`
	Bytes int    `json:"bytes"`
	Shown string `json:"shown,omitempty"` // whole, or its first and last characters
	Marks []Mark `json:"marks,omitempty"`
}

// literals are shown whole.
var literals = []string{"0", "undefined", "null", "NaN", "None", "nil", "[object Object]", "true", "false"}

// shorten reduces a name.
func shorten(field, text string) Name {
	n := Name{Field: field, Sort: sortOf(text), Bytes: len(text), Marks: marksOf(text)}
	switch n.Sort {
	case Star, Literal:
		n.Shown = text
	case Empty, Pattern:
	default:
		n.Shown = ends(text)
	}
	return n
}

func sortOf(text string) Sort {
	digits := strings.Trim(strings.TrimPrefix(text, "-"), "0123456789") == ""
	switch {
	case text == "":
		return Empty
	case text == "*":
		return Star
	case slices.Contains(literals, text):
		return Literal
	case strings.Contains(text, "*"):
		return Pattern
	case digits && text != "-":
		return Number
	case len(text) == 36 && isHexBut(text, "-"):
		return UUID
	case len(text) == 32 && isHexBut(text, ""):
		return Hex
	case strings.Count(text, "@") == 1 && strings.Contains(text[strings.Index(text, "@"):], "."):
		return Mail
	}
	return Plain
}

func isHexBut(text, also string) bool {
	return strings.Trim(text, "0123456789abcdefABCDEF"+also) == "" && (also == "" || strings.Count(text, also) == 4)
}

func marksOf(text string) []Mark {
	var marks []Mark
	add := func(m Mark, has bool) {
		if has {
			marks = append(marks, m)
		}
	}
	trimmed := strings.TrimSpace(text)
	add(Upper, strings.ContainsFunc(text, unicode.IsUpper))
	add(EdgeGap, trimmed != text)
	add(Gap, strings.ContainsFunc(trimmed, unicode.IsSpace))
	add(Hidden, strings.ContainsFunc(text, hidden))
	add(NotASCII, strings.ContainsFunc(text, func(c rune) bool { return c > unicode.MaxASCII }))
	add(NotUTF8, !utf8.ValidString(text))
	add(Zero, len(text) > 1 && text[0] == '0' && sortOf(text) == Number)
	return marks
}

func hidden(c rune) bool {
	return !unicode.IsPrint(c) && !unicode.IsSpace(c) || c > 0x34e && unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// ends gives the first two characters of a long name and the last, of those that
// are plain letters, digits and signs.
func ends(text string) string {
	if len(text) < 8 {
		return ""
	}
	plain := strings.Map(func(c rune) rune {
		if c <= ' ' || c > '~' {
			return '?'
		}
		return c
	}, text)
	return plain[:2] + "…" + plain[len(plain)-1:]
}
