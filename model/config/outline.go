package config

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of what is handed to the TOML parser, whose time and memory grow with
// the square of these. No configuration comes near them.
const (
	maxNesting = 16    // lists and inline tables within one another
	maxParts   = 8     // parts of a dotted key
	maxPart    = 256   // bytes of such a part
	maxKeys    = 10000 // keys in all
)

// position is a place in a text: line and column from 1, the column in
// characters.
type position struct{ line, column int }

// place is where a key stands. The path is its full name, as in
// "project[1].chat.host": elements of a list of tables at the top are counted.
type place struct {
	path string
	at   int // byte offset
	position
}

// outline is what there is to know of a TOML text before it is parsed: where its
// keys are, and whether it is fit to be parsed at all. Of a text that is not TOML
// it holds the keys up to the first error, more or less.
type outline struct {
	keys   []place             // in the order of the text
	places map[string]position // the first place of each path and of the tables it implies

	excess string   // which limit the text goes beyond; "" if none
	where  position // of the excess
}

// join makes the path of a key in a table.
func join(table, key string) string {
	if strings.IndexFunc(key, func(r rune) bool { return r > '~' || !isBare(byte(r)) }) >= 0 || key == "" {
		key = strconv.Quote(key)
	}
	if table == "" {
		return key
	}
	return table + "." + key
}

// element makes the path of an element of a list.
func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func isBare(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// unquote reads a quoted key. One that Go reads otherwise than TOML is no key of
// agtok's, and only its place is wanted.
func unquote(text string) string {
	if len(text) >= 2 && text[0] == '"' {
		if plain, err := strconv.Unquote(text); err == nil {
			return plain
		}
	}
	return strings.Trim(text, `"'`)
}

// trimIndex takes the number out of a path such as project[2].name.
func trimIndex(path string) string {
	head, rest, ok := strings.Cut(path, "[")
	_, tail, closed := strings.Cut(rest, "]")
	if !ok || !closed || strings.Contains(head, `"`) {
		return path
	}
	return head + tail
}

// positionOf gives the position of a byte offset.
func positionOf(text string, at int) position {
	before := text[:at]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return position{strings.Count(before, "\n") + 1, utf8.RuneCountInString(line) + 1}
}
