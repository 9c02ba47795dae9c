package detail

import (
	"fmt"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// Events lists a token's events with the callback that the platform's SDK reports
// each by, what the app is to do then, and what the documents leave open.
func (v View) Events(tl *timeline.Timeline, p timeline.Platform) []string {
	now := v.Now.Unix()
	var lines []string
	events := told(tl)
	for i := range events {
		e := &events[i]
		text := fmt.Sprintf("%s  %-13s %-11s %s", widget.Letter(i), lifetime.Clock(int64(e.At), now, v.Now.Location()), lifetime.Away(int64(e.At), now), v.event(e, p))
		style := v.Theme.Text
		if int64(e.At) < now {
			style = v.Theme.Label
		}
		lines = append(lines, style.Render(widget.Cut(text, v.Width)))
		for _, more := range []string{e.Todo(p), e.Note(p)} {
			if more == "" {
				continue
			}
			for _, line := range widget.Wrap(more, v.Width-3) {
				lines = append(lines, "   "+v.Theme.Label.Render(line))
			}
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "Nothing happens that an SDK would report.")
	}
	return lines
}

// event says what happens and what the SDK calls.
func (v View) event(e *timeline.Event, p timeline.Platform) string {
	text := e.Product.Title() + ": " + happens(e)
	if name := e.Callback(p); name != "" {
		text += v.dot() + name
	} else if e.Event == timeline.RejoinClosed {
		text += v.dot() + "no callback"
	}
	switch {
	case e.Before:
		text += " (at once or never: undocumented)"
	case !e.Certain:
		text += " (inferred)"
	}
	return text
}

// happens says in a few words what an event is.
func happens(e *timeline.Event) string {
	switch e.Event {
	case timeline.WillExpire:
		return "warning for " + e.What()
	case timeline.HalfLife:
		return "warning at half its life"
	case timeline.Expired:
		if e.Product == timeline.RTC {
			return "join ends, removed from the channel"
		}
		return "expired"
	case timeline.Removed:
		return "removed from the channel"
	case timeline.RejoinClosed:
		return "stays, can't rejoin"
	}
	return e.What() + " ends, with co-host authentication on"
}

// Next is the line that says what comes next, for a row of a list.
func Next(tl *timeline.Timeline, now int64) string {
	e := tl.NextEvent(now - 1)
	if e == nil {
		return ""
	}
	word := "ends"
	switch e.Event {
	case timeline.WillExpire, timeline.HalfLife:
		word = "warns"
	case timeline.RejoinClosed:
		word = "closes"
	case timeline.PublishEnds:
		all := tl.Merged(e)
		word = strings.TrimPrefix(all.What(), "publish ")
		left, _, _ := strings.Cut(lifetime.Short(int64(e.At)-now), " ")
		if int64(e.At) > now {
			return word + " ends " + left
		}
	}
	if int64(e.At) == now {
		return word + " now"
	}
	return word + " " + lifetime.Short(int64(e.At)-now)
}
