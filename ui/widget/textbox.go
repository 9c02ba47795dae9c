package widget

import (
	"strings"
	"unicode/utf8"

	"agtok/model/visible"
	"agtok/ui/theme"
)

// TextBox holds a text of any length and content, as it was typed and pasted,
// and shows it wrapped wherever a line is full. Nothing of the text is changed;
// what is not printable is shown as an escape. The zero value is empty.
type TextBox struct {
	text string
	at   int // byte offset of the cursor, at the start of a rune
}

// Text gives the text as it is.
func (b *TextBox) Text() string { return b.text }

// Set replaces the text and puts the cursor at its end.
func (b *TextBox) Set(text string) { b.text, b.at = text, len(text) }

// Insert puts s at the cursor.
func (b *TextBox) Insert(s string) {
	b.text = b.text[:b.at] + s + b.text[b.at:]
	b.at += len(s)
}

// Key edits the text by the key of this name and reports whether it is one that
// edits or moves.
func (b *TextBox) Key(name string) bool {
	switch name {
	case "left", "ctrl+b":
		b.at -= b.before()
	case "right", "ctrl+f":
		b.at += b.after()
	case "home", "ctrl+a":
		b.at = 0
	case "end", "ctrl+e":
		b.at = len(b.text)
	case "backspace", "ctrl+h":
		n := b.before()
		b.text = b.text[:b.at-n] + b.text[b.at:]
		b.at -= n
	case "delete":
		b.text = b.text[:b.at] + b.text[b.at+b.after():]
	case "enter":
		b.Insert("\n")
	default:
		return false
	}
	return true
}

func (b *TextBox) before() int {
	_, n := utf8.DecodeLastRuneInString(b.text[:b.at])
	return n
}

func (b *TextBox) after() int {
	_, n := utf8.DecodeRuneInString(b.text[b.at:])
	return n
}

// Lines gives h lines of w cells of the text: those with the cursor while it is
// edited, else the first. Only a window around the cursor is looked at, so that a
// text of a megabyte costs no more than what is on the screen.
func (b *TextBox) Lines(t *theme.Theme, editing bool, w, h int) []string {
	if w <= 0 || h <= 0 {
		return nil
	}
	from, to := 0, min(len(b.text), 4*w*h)
	if editing && b.at > 2*w*h {
		from, to = b.at-2*w*h, min(len(b.text), b.at+2*w*h)
	}
	for from > 0 && !utf8.RuneStart(b.text[from]) {
		from--
	}
	for to < len(b.text) && !utf8.RuneStart(b.text[to]) {
		to++
	}
	lines, cursor := b.wrap(t, from, to, editing, w)
	first := 0
	if editing {
		first = max(0, min(cursor-h+1, len(lines)-h))
	}
	return Fit(lines[first:], w, h)
}

// wrap breaks the text between two offsets into lines and tells on which of them
// the cursor is.
func (b *TextBox) wrap(t *theme.Theme, from, to int, editing bool, w int) (lines []string, cursor int) {
	var line strings.Builder
	width := 0
	put := func(cell, raw string) {
		n := Width(raw)
		if width+n > w {
			lines = append(lines, line.String())
			line.Reset()
			width = 0
		}
		line.WriteString(cell)
		width += n
	}
	for i := from; i < to; {
		_, n := utf8.DecodeRuneInString(b.text[i:])
		cell := visible.Text(b.text[i : i+n])
		shown := cell
		if editing && i == b.at {
			shown = t.Marked.Render(cell)
		}
		put(shown, cell)
		if i == b.at {
			cursor = len(lines)
		}
		if b.text[i] == '\n' {
			lines = append(lines, line.String())
			line.Reset()
			width = 0
		}
		i += n
	}
	if editing && b.at == to {
		put(t.Marked.Render(" "), " ")
		cursor = len(lines)
	}
	return append(lines, line.String()), cursor
}
