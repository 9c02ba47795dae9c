package command

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"agtok/ui/widget"
)

// indent stands before all lines of a paragraph but its first: what a token holds
// can't begin a line that looks like an event.
const indent = "  "

// laid tells of a token's events in lines of at most width cells: of each when it
// comes, what happens and what is called, and below it what to do and the note. A
// note that comes again is only referred to.
func (t telling) laid(o *observed, rows []row, notes []string, width int) []string {
	head := t.head(o)
	if len(rows) > 0 {
		head = append(head, "callbacks of "+t.platform.Title())
	}
	lines := styled(t.theme.Title, flowed(head, t.dot(), width))
	if len(rows) == 0 {
		return append(lines, widget.Wrap(eventless, width)...)
	}
	told := 0
	for i := range rows {
		r := &rows[i]
		text := t.theme.Text
		if r.behind {
			text = t.theme.Label
		}
		event := flowed([]string{r.when, r.fromNow, r.product + ": " + r.happens, r.called}, t.dot(), width)
		lines = append(lines, styled(text, append(event, hung("", r.todo, width)...))...)
		if r.note == 0 {
			continue
		}
		note := "as above"
		if r.note > told {
			told, note = r.note, notes[r.note-1]
		}
		lines = append(lines, styled(t.theme.Label, hung(mark(r.note)+" ", note, width))...)
	}
	return lines
}

func styled(style lipgloss.Style, lines []string) []string {
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	return lines
}

// flowed puts parts on lines of at most width cells, as many on each as fit. Only a
// part that is longer than a line is broken.
func flowed(parts []string, separator string, width int) []string {
	var lines []string
	line, used := "", 0
	for i, part := range parts {
		n := widget.Width(separator + part)
		if i > 0 && used+n <= width {
			line, used = line+separator+part, used+n
			continue
		}
		before := ""
		if i > 0 {
			lines, before = append(lines, line), indent
		}
		broken := widget.Wrap(part, width-len(indent))
		for _, whole := range broken[:len(broken)-1] {
			lines, before = append(lines, before+whole), indent
		}
		line = before + broken[len(broken)-1]
		used = widget.Width(line)
	}
	return append(lines, line)
}

// hung gives text as indented lines of at most width cells, the first behind mark
// and the others below its text. Without text there are none.
func hung(mark, text string, width int) []string {
	if text == "" {
		return nil
	}
	lines := widget.Wrap(text, width-len(indent)-len(mark))
	for i, line := range lines {
		before := mark
		if i > 0 {
			before = strings.Repeat(" ", len(mark))
		}
		lines[i] = indent + before + line
	}
	return lines
}
