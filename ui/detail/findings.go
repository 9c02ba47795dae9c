package detail

import (
	"agtok/model/finding"
	"agtok/ui/widget"
)

// Findings lists what there is to say about a token, worst first, each with what
// to do.
func (v View) Findings(list []finding.Finding) []string {
	var lines []string
	t := v.Theme
	for _, f := range list {
		sign, style := t.Glyphs.Info, t.Info
		switch f.Severity {
		case finding.Error:
			sign, style = t.Glyphs.Error, t.Bad
		case finding.Warning:
			sign, style = t.Glyphs.Warning, t.Warn
		}
		for i, line := range widget.Wrap(f.Message, v.Width-2) {
			lead := "  "
			if i == 0 {
				lead = style.Render(sign) + " "
			}
			lines = append(lines, lead+line)
		}
		if f.Fix != "" {
			for _, line := range widget.Wrap("Fix: "+f.Fix, v.Width-2) {
				lines = append(lines, "  "+line)
			}
		}
		for _, line := range widget.Wrap(f.ID+v.dot()+f.Source, v.Width-2) {
			lines = append(lines, "  "+t.Label.Render(line))
		}
	}
	return lines
}
