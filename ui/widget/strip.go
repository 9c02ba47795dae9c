package widget

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// Strip is a line of single cells, each with a style of its own.
type Strip struct {
	cells  []rune
	styles []*lipgloss.Style
}

// NewStrip makes a strip of w spaces.
func NewStrip(w int) *Strip {
	s := &Strip{cells: make([]rune, max(w, 0)), styles: make([]*lipgloss.Style, max(w, 0))}
	for i := range s.cells {
		s.cells[i] = ' '
	}
	return s
}

// Set writes text, of characters that take one cell each, from column at on; what
// is beyond the strip is left out.
func (s *Strip) Set(at int, text string, style *lipgloss.Style) {
	for _, r := range text {
		if at >= 0 && at < len(s.cells) {
			s.cells[at], s.styles[at] = r, style
		}
		at++
	}
}

// Fill writes mark into the columns from … to, both included.
func (s *Strip) Fill(from, to int, mark string, style *lipgloss.Style) {
	for at := max(from, 0); at <= min(to, len(s.cells)-1); at++ {
		s.Set(at, mark, style)
	}
}

// Free reports whether the columns from … to are spaces and within the strip.
func (s *Strip) Free(from, to int) bool {
	if from < 0 || to >= len(s.cells) {
		return false
	}
	for at := from; at <= to; at++ {
		if s.cells[at] != ' ' {
			return false
		}
	}
	return true
}

// String gives the line.
func (s *Strip) String() string {
	var b strings.Builder
	for from := 0; from < len(s.cells); {
		to := from + 1
		for to < len(s.cells) && s.styles[to] == s.styles[from] {
			to++
		}
		if text := string(s.cells[from:to]); s.styles[from] == nil {
			b.WriteString(text)
		} else {
			b.WriteString(s.styles[from].Render(text))
		}
		from = to
	}
	return b.String()
}
