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
	for i, e := range told(tl) {
		text := fmt.Sprintf("%s  %-13s %-11s %s", letter(i), lifetime.Clock(int64(e.At), now, v.Now.Location()), v.when(e), v.event(e, p))
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
	text := product(e.Product) + ": " + Happens(e)
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

// product names an SDK.
func product(name string) string {
	switch name {
	case "rtc":
		return "RTC"
	case "rtm1":
		return "RTM 1.x"
	case "signaling2":
		return "Signaling 2.x"
	}
	return "Chat"
}

// Happens says in a few words what an event is.
func Happens(e *timeline.Event) string {
	switch e.Event {
	case timeline.WillExpire:
		if of := privilege(e); of != "" {
			return "warning for " + of
		}
		return "warning"
	case timeline.HalfLife:
		return "warning at half its life"
	case timeline.Expired:
		if e.Product == "rtc" {
			return "expired, removed from the channel"
		}
		return "expired"
	case timeline.Removed:
		return "removed from the channel"
	case timeline.RejoinClosed:
		return "stays, can't rejoin"
	}
	return strings.TrimSpace(privilege(e) + " ends, with co-host authentication on")
}

// privilege names the RTC privilege that an event is about, "" if there is none.
func privilege(e *timeline.Event) string {
	for name, title := range map[string]string{"joinChannel": "join", "publishAudioStream": "publish audio",
		"publishVideoStream": "publish video", "publishDataStream": "publish data"} {
		if strings.HasSuffix(e.Subject, "."+name) {
			return title
		}
	}
	return ""
}

// Next is the line that says what comes next, for a row of a list.
func Next(tl *timeline.Timeline, now int64) string {
	e := tl.NextEvent(now - 1)
	if e == nil {
		return ""
	}
	word := map[timeline.Kind]string{timeline.WillExpire: "warn", timeline.HalfLife: "half", timeline.PublishEnds: "stop",
		timeline.RejoinClosed: "shut"}[e.Event]
	if word == "" {
		word = "ends"
	}
	if int64(e.At) == now {
		return word + " now"
	}
	return word + " " + lifetime.Short(int64(e.At)-now)
}
