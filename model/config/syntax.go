package config

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// syntaxProblem says why a text is not TOML, and where. The parser's own words
// are not shown: they quote the text, and the text may hold a secret.
func syntaxProblem(err error, text, path string, o outline) Problem {
	p := Problem{File: path, Line: 1, Column: 1, Fatal: true}
	what := "this is not TOML"
	var parse toml.ParseError
	if errors.As(err, &parse) {
		at := min(max(parse.Position.Start, 0), len(text))
		where := positionOf(text, at)
		p.Line, p.Column = where.line, where.column
		what = inWords(parse.Message)
		if i := lastBefore(o.keys, at); i >= 0 && o.keys[i].line == p.Line {
			p.Key = trimIndex(o.keys[i].path)
		}
	}
	if p.Key != "" {
		what += " (at " + visible(p.Key) + ")"
	}
	p.Message = what + "; the whole file is ignored"
	p.Fix = `keys and values look like theme = "dark", mouse = true, fps = 30, alerts = ["bell"]`
	return p
}

// inWords translates what the parser says.
func inWords(message string) string {
	for _, t := range [...]struct{ part, words string }{
		{"already been defined", "this key stands in the file twice"},
		{"already created", "this name stands for two different things"},
		{"NULL bytes", "the file is not UTF-8 text"},
		{"UTF-8", "the file is not UTF-8 text"},
		{"control characters", "a control character, which TOML does not allow, stands here"},
		{"strings cannot contain newlines", "a text is not closed on its line: a quote is missing"},
		{`expected '"`, "a text is not closed: a quote is missing"},
		{`expected "'`, "a text is not closed: a quote is missing"},
		{"escape", `a backslash in a text starts an escape: write \\ for one, or put the text in 'single quotes'`},
		{"hexadecimal digits after", `a backslash in a text starts an escape: write \\ for one, or put the text in 'single quotes'`},
		{"expected value", "a value is missing here, or is a text without quotes"},
		{"expected a top-level item to end", "the value should end here: a text needs quotes, and the next key its own line"},
		{"expected '.' or '='", "a key is followed by = and its value"},
		{"key separator", "a key is followed by = and its value"},
		{"key name", "a key is missing here"},
		{"comma", "a list or an inline table lacks a comma here, or has one too many, or is not closed"},
		{"unexpected '", "a key is followed by = and its value"},
		{"table", "the name of a table is [name], or [[name]] for one of several"},
		{"integer", "this number is malformed: a text needs quotes"},
		{"float", "this number is malformed: a text needs quotes"},
		{"digit", "this number is malformed: a text needs quotes"},
		{"number", "this number is malformed: a text needs quotes"},
		{"out of range", "this number is too large"},
		{"datetime", "this is neither a date nor a number: a text needs quotes"},
	} {
		if strings.Contains(message, t.part) {
			return t.words
		}
	}
	return "this is not TOML"
}

// lastBefore gives the index of the last key that starts at or before an offset,
// -1 if there is none.
func lastBefore(keys []place, at int) int {
	last := -1
	for i, k := range keys {
		if k.at <= at {
			last = i
		}
	}
	return last
}
