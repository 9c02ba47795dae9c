package widget

import (
	"slices"

	"github.com/charmbracelet/lipgloss"

	"agtok/ui/layout"
	"agtok/ui/theme"
)

// TimeAxis draws lines that share a scale of Unix seconds, with now across them.
type TimeAxis struct {
	Theme *theme.Theme
	Scale layout.Scale
	Now   int64
}

// Cross draws the line that stands for now, if it is on the scale.
func (a TimeAxis) Cross(s *Strip) string {
	s.Set(a.Scale.Column(a.Now), a.Theme.Glyphs.Now, &a.Theme.Accent)
	return s.String()
}

// Labels writes instants about their columns, as many as there is room for: now
// first, then the others in their order.
func (a TimeAxis) Labels(name func(at int64) string, others []int64) string {
	s := NewStrip(a.Scale.Cells)
	a.label(s, name(a.Now), a.Now, &a.Theme.Accent)
	for _, at := range others {
		a.label(s, name(at), at, &a.Theme.Label)
	}
	return s.String()
}

// label writes text about a column where there is room with a space around it.
func (a TimeAxis) label(s *Strip, text string, at int64, style *lipgloss.Style) {
	col, cells := a.Scale.Column(at), a.Scale.Cells
	if col < 0 || col >= cells {
		return
	}
	from := min(max(col-len(text)/2, 0), cells-len(text))
	if s.Free(max(from-1, 0), min(from+len(text), cells-1)) {
		s.Set(from, text, style)
	}
}

// Letters writes the instants' letters into their columns; of several that share
// one, the first that is still to come.
func (a TimeAxis) Letters(list []int64) string {
	s := NewStrip(a.Scale.Cells)
	a.Cross(s)
	for i, at := range slices.Backward(list) {
		style := &a.Theme.Key
		if at < a.Now {
			style = &a.Theme.Label
		}
		if col := max(a.Scale.Column(at), 0); at >= a.Now || s.Free(col, col) {
			s.Set(col, Letter(i), style)
		}
	}
	return s.String()
}

// Letter names one of a list; after the alphabet there are no names left.
func Letter(i int) string {
	if i >= 26 {
		return " "
	}
	return string(rune('a' + i))
}
