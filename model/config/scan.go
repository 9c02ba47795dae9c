package config

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner finds the keys of a TOML text. It is not a parser: it steps over values
// without reading them, and stops where it can't go on.
type scanner struct {
	text string
	at   int
	outline
	table  string         // the path of the table that keys belong to
	counts map[string]int // elements so far of the lists of tables at the top
	depth  int

	// Lines are counted as the offsets asked for go up.
	counted int
	position
}

func outlineOf(text string) outline {
	s := scanner{text: text, counts: map[string]int{}, position: position{1, 1}}
	s.places = map[string]position{}
	for s.blank(); s.at < len(text); s.blank() {
		ok := false
		if text[s.at] == '[' {
			ok = s.header()
		} else {
			ok = s.pair(s.table)
		}
		if !ok {
			break
		}
	}
	return s.outline
}

// locate gives the position of an offset, which must not be before the last one
// asked for.
func (s *scanner) locate(at int) position {
	passed := s.text[s.counted:at]
	if n := strings.Count(passed, "\n"); n > 0 {
		s.line += n
		s.column = 1
		passed = passed[strings.LastIndexByte(passed, '\n')+1:]
	}
	s.column += utf8.RuneCountInString(passed)
	s.counted = at
	return s.position
}

// header steps over [a.b] or [[a.b]] and makes it the current table.
func (s *scanner) header() bool {
	brackets := "["
	if strings.HasPrefix(s.text[s.at:], "[[") {
		brackets = "[["
	}
	s.at += len(brackets)
	s.spaces()
	start := s.at
	parts, ok := s.parts()
	if !ok {
		return false
	}
	if len(brackets) == 2 && len(parts) == 1 {
		s.counts[parts[0]]++
	}
	top := join("", parts[0])
	if len(brackets) == 2 {
		s.first(top, s.locate(start))
	}
	if n := s.counts[parts[0]]; n > 0 {
		top = element(top, n-1)
	}
	s.table = s.note(top, parts[1:], start)
	return s.take(strings.Repeat("]", len(brackets)))
}

// pair steps over key = value in the table of that path.
func (s *scanner) pair(table string) bool {
	start := s.at
	parts, ok := s.parts()
	if !ok {
		return false
	}
	path := s.note(join(table, parts[0]), parts[1:], start)
	return s.take("=") && s.value(path)
}

// note records the path made of a first part and the others, and what lies
// between.
func (s *scanner) note(path string, parts []string, at int) string {
	p := s.locate(at)
	s.first(path, p)
	for _, part := range parts {
		path = join(path, part)
		s.first(path, p)
	}
	s.keys = append(s.keys, place{path, at, p})
	if len(s.keys) > maxKeys {
		s.over("more than "+strconv.Itoa(maxKeys)+" keys", at)
	}
	return path
}

func (s *scanner) first(path string, p position) {
	if _, ok := s.places[path]; !ok {
		s.places[path] = p
	}
}

func (s *scanner) over(excess string, at int) {
	if s.excess == "" {
		s.excess, s.where = excess, s.locate(max(at, s.counted))
	}
}

// parts steps over a key, dotted or not, and gives its parts.
func (s *scanner) parts() (parts []string, ok bool) {
	for {
		s.spaces()
		part, ok := s.part()
		if !ok {
			return nil, false
		}
		if parts = append(parts, part); len(parts) > maxParts || len(part) > maxPart {
			s.over(fmt.Sprintf("a key of more than %d parts, or one of more than %d bytes", maxParts, maxPart), s.at)
			return nil, false
		}
		if !s.take(".") {
			return parts, s.excess == ""
		}
	}
}

func (s *scanner) part() (string, bool) {
	start := s.at
	if s.at < len(s.text) && (s.text[s.at] == '"' || s.text[s.at] == '\'') {
		ok := s.quoted(s.text[s.at : s.at+1])
		return unquote(s.text[start:s.at]), ok
	}
	for s.at < len(s.text) && isBare(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at], s.at > start
}

// value steps over a value, noting the keys of tables within. The path is that of
// the key it belongs to.
func (s *scanner) value(path string) bool {
	s.spaces()
	rest := s.text[s.at:]
	switch {
	case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, "'''"):
		return s.quoted(rest[:3])
	case strings.HasPrefix(rest, `"`), strings.HasPrefix(rest, "'"):
		return s.quoted(rest[:1])
	case strings.HasPrefix(rest, "["):
		return s.within("]", func(i int) bool {
			if s.table == "" && s.depth == 1 && !strings.Contains(path, ".") {
				return s.value(element(path, i))
			}
			return s.value(path)
		})
	case strings.HasPrefix(rest, "{"):
		return s.within("}", func(int) bool { return s.pair(path) })
	}
	start := s.at
	for s.at < len(s.text) && strings.IndexByte(",]}#\r\n", s.text[s.at]) < 0 {
		s.at++
	}
	return s.at > start
}

// within steps over the elements of a list or an inline table, up to its end.
func (s *scanner) within(end string, element func(i int) bool) bool {
	if s.depth++; s.depth > maxNesting {
		s.over("values nested more than "+strconv.Itoa(maxNesting)+" deep", s.at)
		return false
	}
	s.at++
	for i := 0; ; i++ {
		s.blank()
		if s.take(end) {
			s.depth--
			return true
		}
		if !element(i) {
			return false
		}
		s.blank()
		s.take(",")
	}
}

// quoted steps over a text between quotes, which stand at the current place.
func (s *scanner) quoted(quote string) bool {
	for s.at += len(quote); s.at < len(s.text); s.at++ {
		switch rest := s.text[s.at:]; {
		case strings.HasPrefix(rest, quote):
			s.at += len(quote)
			// A long text may end with up to two quotes of its own.
			for i := 0; len(quote) == 3 && i < 2 && strings.HasPrefix(s.text[s.at:], quote[:1]); i++ {
				s.at++
			}
			return true
		case rest[0] == '\\' && quote[0] == '"':
			s.at++
		case rest[0] == '\n' && len(quote) == 1:
			return false
		}
	}
	s.at = len(s.text)
	return false
}

// take steps over spaces and then what, if it is there.
func (s *scanner) take(what string) bool {
	s.spaces()
	if !strings.HasPrefix(s.text[s.at:], what) {
		return false
	}
	s.at += len(what)
	return true
}

func (s *scanner) spaces() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

// blank steps over white space, line breaks and comments.
func (s *scanner) blank() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '#':
			for s.at < len(s.text) && s.text[s.at] != '\n' {
				s.at++
			}
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}
