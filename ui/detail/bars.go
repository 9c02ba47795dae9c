package detail

import (
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// maxRows is the most rows that a list shows of a hostile token's thousands.
const maxRows = 100

// Bars shows the token and each privilege as a bar that runs down, with its
// countdown.
func (v View) Bars(tl *timeline.Timeline) []string {
	var lines []string
	whole := v.longest(tl)
	if tl.Admits() {
		lines = append(lines, v.bar("token", tl.IssuedAt, tl.TokenEnd, whole, len(tl.Services)))
	}
	for _, s := range tl.Services {
		for _, g := range s.Grants {
			if len(lines) == maxRows {
				return append(lines, "and more: see the JSON")
			}
			title := g.Title
			if len(tl.Services) > 1 {
				title = s.Type.Title() + " " + title
			}
			lines = append(lines, v.bar(title, tl.IssuedAt, g.Until, whole, len(tl.Services)))
		}
	}
	return lines
}

// barName is the width of the names before the bars: those of several services
// name the service too.
func (v View) barName(services int) int {
	if services > 1 {
		return min(24, max(14, v.Width/3))
	}
	return 14
}

// longest is the time from issue to the last end, to which all bars are drawn.
func (v View) longest(tl *timeline.Timeline) int64 {
	last := tl.TokenEnd
	for _, s := range tl.Services {
		for _, g := range s.Grants {
			if g.Until != timeline.Never {
				last = max(last, g.Until)
			}
		}
	}
	return int64(last - tl.IssuedAt)
}

func (v View) bar(title string, from, until timeline.Instant, whole int64, services int) string {
	name, count := v.barName(services), 22
	now := v.Now.Unix()
	text := Left(until, now)
	if until == timeline.Never {
		return v.Theme.Label.Render(widget.Pad(title, name)) + text
	}
	room := v.Width - name - count
	if room < 4 {
		return v.Theme.Label.Render(widget.Pad(title, name)) + text
	}
	style, w := v.leftStyle(until, from), min(room, 40)
	return v.Theme.Label.Render(widget.Pad(title, name)) +
		widget.Bar(v.Theme, style, int64(until)-now, whole, w) + "  " + style.Render(text)
}
