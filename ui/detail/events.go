package detail

import (
	"fmt"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// Events lists a token's events with the callbacks that an SDK reports them by.
func (v View) Events(tl *timeline.Timeline) []string {
	now := v.Now.Unix()
	var lines []string
	last := ""
	for i := range tl.Events {
		if len(lines) == maxRows {
			return append(lines, "and more: see the JSON")
		}
		e := &tl.Events[i]
		when := "in " + lifetime.Short(int64(e.At)-now)
		if int64(e.At) <= now {
			when = lifetime.Ago(now-int64(e.At)) + " ago"
		}
		text := fmt.Sprintf("%-13s %-15s %s", lifetime.Clock(int64(e.At), now, v.Now.Location()), when, v.event(e))
		if text == last {
			continue // several privileges end alike
		}
		last = text
		if int64(e.At) < now {
			text = v.Theme.Label.Render(text)
		}
		lines = append(lines, widget.Cut(text, v.Width))
	}
	if len(lines) == 0 {
		lines = append(lines, "Nothing that an SDK would report.")
	}
	return lines
}

func (v View) event(e *timeline.Event) string {
	text := e.Product + ": "
	switch e.Event {
	case timeline.WillExpire, timeline.HalfLife:
		text += "warning"
	case timeline.Expired:
		text += "expired"
	case timeline.Removed:
		text += "out of the channel"
	case timeline.RejoinClosed:
		text += "stays, but can't come back; no callback"
	case timeline.PublishEnds:
		text += "publishing ends, with co-host authentication on (inferred)"
	}
	if name := e.Callbacks["native"]; name != "" {
		text += v.dot() + name
	}
	if name := e.Callbacks["web"]; name != "" && name != e.Callbacks["native"] {
		text += v.dot() + "Web " + name
	}
	if e.Before {
		text += " (at once or never: undocumented)"
	}
	return text
}
