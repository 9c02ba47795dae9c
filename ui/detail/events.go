package detail

import (
	"fmt"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/widget"
)

// Events lists a token's events with the callback that the platform's SDK reports
// each by, what the app is to do then, and what the documents leave open.
func (v View) Events(tl *timeline.Timeline, p timeline.Platform) []string {
	now := v.Now.Unix()
	var lines []string
	for i, e := range told(tl) {
		text := fmt.Sprintf("%s  %-13s %-11s %s", widget.Letter(i), lifetime.Clock(int64(e.At), now, v.Now.Location()), lifetime.Away(int64(e.At), now), v.event(tl, e, p))
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
func (v View) event(tl *timeline.Timeline, e *timeline.Event, p timeline.Platform) string {
	text := e.Product.Title() + ": " + happens(tl, e)
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

// happens says in a few words what an event is, with all the privileges that it is
// about.
func happens(tl *timeline.Timeline, e *timeline.Event) string {
	switch e.Event {
	case timeline.WillExpire:
		if of := privileges(tl, e); of != "" {
			return "warning for " + of
		}
		return "warning"
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
	return privileges(tl, e) + " ends, with co-host authentication on"
}

// privileges names the RTC privileges that an event is about: those that end at one
// instant share a warning, and end together.
func privileges(tl *timeline.Timeline, e *timeline.Event) string {
	const warning = 30 // seconds
	var names []string
	for i := range tl.Services {
		s := &tl.Services[i]
		for k := range s.Grants {
			g := &s.Grants[k]
			warned := e.Event == timeline.WillExpire && g.EndsAt == e.At+warning
			ended := e.Event == timeline.PublishEnds && !g.Admits && g.Until == e.At
			if s.Type == token.RTC && e.Product == timeline.RTC && (warned || ended) && len(names) < maxNamed {
				names = append(names, g.Title)
			}
		}
	}
	for k := range names { // publish audio, video, data
		if k > 1 || k == 1 && names[0] != "join" {
			names[k] = strings.TrimPrefix(names[k], "publish ")
		}
	}
	return strings.Join(names, ", ")
}

// maxNamed bounds the privileges that are named of a hostile token's thousands.
const maxNamed = 6

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
		word = strings.TrimPrefix(privileges(tl, e), "publish ")
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
