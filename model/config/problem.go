package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"agtok/token"
)

// Problem is something in the configuration that can't be used, or should not be
// left as it is. Its texts hold no secret and are safe for a terminal.
type Problem struct {
	File    string // "" when it is about the environment
	Line    int    // from 1; 0 when it has no place
	Column  int    // from 1, in characters
	Key     string // as in "ui.theme" or "AGORA_APP_ID"; "" for a file as a whole
	Message string // what is wrong and what was left out
	Fix     string // what to do; may be ""

	// Fatal is set when a file as a whole could not be used.
	Fatal bool
	// Warning is set when nothing was left out: the configuration is in force as
	// it stands.
	Warning bool
}

// Error gives "file:line:column: message", without the parts that there are not.
func (p Problem) Error() string {
	switch {
	case p.File == "":
		return p.Message
	case p.Line == 0:
		return fmt.Sprintf("%s: %s", escaped(p.File), p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", escaped(p.File), p.Line, p.Column, p.Message)
}

// maxProblems bounds what is reported of one file.
const maxProblems = 100

// report collects problems.
type report struct {
	problems []Problem
	dropped  int
}

func (r *report) add(p Problem) {
	if len(r.problems) >= maxProblems {
		r.dropped++
		return
	}
	p.File, p.Key, p.Message, p.Fix = escaped(p.File), visible(p.Key), clean(p.Message), clean(p.Fix)
	r.problems = append(r.problems, p)
}

// full tells that further problems are only counted, so that the work of saying
// them well can be spared.
func (r *report) full() bool { return len(r.problems) >= maxProblems }

// sorted gives the problems by place, those without one first.
func (r *report) sorted() []Problem {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if r.dropped > 0 {
		r.problems = append(r.problems, Problem{Message: fmt.Sprintf("%d more problems are not listed", r.dropped)})
	}
	return r.problems
}

const (
	maxShown = 64 // characters of foreign text in a message
	minHex   = 16 // hexadecimal digits in a row that may be a part of a secret
)

// quoted gives foreign text for a message, between quotes.
func quoted(text string) string { return `"` + visible(text) + `"` }

// visible makes foreign text fit for a terminal and a log: it is [escaped], a run
// of hexadecimal digits that might be a secret becomes dots, and a long text is
// cut.
func visible(text string) string { return masked(text, maxShown) }

// masked is visible with a limit of its own, in characters.
func masked(text string, limit int) string {
	var b strings.Builder
	for ; text != ""; limit-- {
		if limit == 0 {
			b.WriteString("…")
			break
		}
		if n := hexRun(text); n >= minHex {
			b.WriteString(token.Masked)
			text = text[n:]
			continue
		}
		_, n := utf8.DecodeRuneInString(text)
		b.WriteString(escaped(text[:n]))
		text = text[n:]
	}
	return b.String()
}

// escaped replaces control, bidirectional and invisible characters, and what is
// not UTF-8, by escapes.
func escaped(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return !isVisible(r) || r == utf8.RuneError }) < 0 {
		return text
	}
	var b strings.Builder
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case isVisible(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%X}`, r)
		}
		text = text[n:]
	}
	return b.String()
}

// clean is the last line of defence for a message put together from parts that
// are fit to show already.
func clean(message string) string {
	return strings.Map(func(r rune) rune {
		if !isVisible(r) {
			return '?'
		}
		return r
	}, message)
}

func hexRun(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789abcdefABCDEF"))
}

// isVisible reports whether r leaves a mark, or is a plain space. Unicode counts
// some characters as letters or marks that show nothing at all.
func isVisible(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsPrint(r) && r != brailleBlank &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
