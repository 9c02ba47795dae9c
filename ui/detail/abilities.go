package detail

import (
	"strings"

	"agtok/model/timeline"
	"agtok/ui/widget"
)

// Abilities says what a user can and cannot do in a phase, each with its sign; lead
// stands before the first, as in "now".
func (v View) Abilities(ph timeline.Phase, lead string) []string {
	indent := "  "
	if lead != "" {
		lead += ": "
		indent = strings.Repeat(" ", len(lead))
	}
	var lines []string
	line, width := v.Theme.Label.Render(lead), widget.Width(lead)
	if lead == "" {
		line, width = indent, len(indent)
	}
	start := width
	for _, a := range ph.Abilities {
		text := v.ability(a)
		n := widget.Width(text)
		if width > start && width+3+n > v.Width {
			lines = append(lines, line)
			line, width, start = indent, len(indent), len(indent)
		}
		if width > start {
			line, width = line+v.dot(), width+widget.Width(v.dot())
		}
		line, width = line+text, width+n
	}
	return append(lines, line)
}

func (v View) ability(a timeline.Ability) string {
	t := v.Theme
	sign := t.Bad.Render(t.Glyphs.Off)
	if a.May {
		sign = t.Good.Render(t.Glyphs.On)
	}
	if !a.Certain {
		sign += t.Warn.Render("?")
	}
	return sign + " " + a.Text
}
