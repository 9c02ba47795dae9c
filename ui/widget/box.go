package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"agtok/ui/theme"
)

// Box is a frame with a title and a note in its upper edge.
type Box struct {
	Title   string
	Note    string // at the right end of the upper edge; may be styled
	Foot    string // at the right end of the lower edge
	Focused bool
}

// Draw puts lines into the frame, in all w × h cells. Below three lines or four
// columns there is no room for one, and the lines stand alone.
func (b Box) Draw(t *theme.Theme, lines []string, w, h int) []string {
	if h < 3 || w < 4 {
		return Fit(lines, w, h)
	}
	edge := t.Label
	if b.Focused {
		edge = t.Accent
	}
	out := make([]string, 0, h)
	out = append(out, b.top(t, w))
	down := edge.Render(t.Borders.Down)
	for _, line := range Fit(lines, w-4, h-2) {
		out = append(out, down+" "+Pad(line, w-4)+" "+down)
	}
	return append(out, b.bottom(t, edge, w))
}

func (b Box) bottom(t *theme.Theme, edge lipgloss.Style, w int) string {
	foot := ""
	if b.Foot != "" && w > 12 {
		foot = Cut(" "+b.Foot+" ", w-6)
	}
	line := t.Borders.BottomLeft + strings.Repeat(t.Borders.Across, w-3-Width(foot))
	return edge.Render(line) + foot + edge.Render(t.Borders.Across+t.Borders.BottomRight)
}

// top is the upper edge: ╭ Title ───── Note ╮. A focused box is told by its title
// in reverse too, for screens without colour.
func (b Box) top(t *theme.Theme, w int) string {
	edge, title := t.Label, t.Title
	if b.Focused {
		edge, title = t.Accent, t.Accent.Reverse(true)
	}
	name, note := "", ""
	room := w - 4
	if b.Title != "" {
		text := Cut(" "+b.Title+" ", room)
		name, room = title.Render(text), room-Width(text)
	}
	if b.Note != "" && room > 6 {
		text := Cut(b.Note, room-3)
		note, room = " "+text+" ", room-Width(text)-2
	}
	return edge.Render(t.Borders.TopLeft+t.Borders.Across) + name +
		edge.Render(strings.Repeat(t.Borders.Across, max(room, 0))) + note +
		edge.Render(t.Borders.Across+t.Borders.TopRight)
}

// Rule is a line across a box that names what is under it.
func Rule(t *theme.Theme, title string, w int) string {
	text := Cut(title, w-4)
	rest := max(w-Width(text)-3, 0)
	return t.Label.Render(t.Borders.Across) + " " + text + " " + t.Label.Render(strings.Repeat(t.Borders.Across, rest))
}

// Beside puts two columns of lines next to each other; left is wl cells wide.
func Beside(left, right []string, wl int) []string {
	out := make([]string, max(len(left), len(right)))
	for i := range out {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out[i] = Pad(l, wl) + r
	}
	return out
}

// Bar shows part of whole in w cells, in a style of its own.
func Bar(t *theme.Theme, style lipgloss.Style, part, whole int64, w int) string {
	full := 0
	if whole > 0 && part > 0 {
		full = max(int(min(part, whole)*int64(w)/whole), 1)
	}
	return style.Render(strings.Repeat(t.Glyphs.Full, full)) + t.Label.Render(strings.Repeat(t.Glyphs.Empty, w-full))
}

// Scroll gives the h lines of a text from first on, and what a box says in its
// lower edge where lines are left over. first is brought within the text.
func Scroll(t *theme.Theme, lines []string, first, h int) (shown []string, foot string) {
	first = max(0, min(first, len(lines)-h))
	rest := len(lines) - first - h
	if rest > 0 {
		foot = fmt.Sprintf("%s %d more, pgdn", t.Glyphs.Down, rest)
	}
	return lines[first:], foot
}
