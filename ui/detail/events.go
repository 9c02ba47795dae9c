package detail

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// Events lists a token's events with the callback that the platform's SDK reports
// each by, what the app is to do then, and what the documents leave open.
func (v View) Events(tl *timeline.Timeline, p timeline.Platform) []string {
	events := told(tl)
	if len(events) == 0 {
		return widget.Wrap(v.quiet(tl), v.Width)
	}
	var lines []string
	times := v.whens(events)
	for i := range events {
		e := &events[i]
		style := v.Theme.Text
		if int64(e.At) < v.Now.Unix() {
			style = v.Theme.Label
		}
		head := widget.Letter(i) + "  " + times[i] + "  "
		lines = append(lines, hanging(style, head, v.event(e, p), v.Width)...)
		for _, more := range []string{e.Todo(p), e.Note(p)} {
			if more != "" {
				lines = append(lines, hanging(v.Theme.Label, "   ", more, v.Width)...)
			}
		}
	}
	return lines
}

// hanging writes text behind head, and what does not fit on lines of its own under
// the text; where that leaves too little room, all of the text stands under head.
func hanging(style lipgloss.Style, head, text string, w int) []string {
	const indent, least = 3, 24
	under := widget.Width(head)
	if w-under < least && under > indent {
		lines := []string{style.Render(widget.Cut(head, w))}
		return append(lines, hanging(style, strings.Repeat(" ", indent), text, w)...)
	}
	var lines []string
	for _, line := range widget.Wrap(text, max(w-under, 1)) {
		lines = append(lines, style.Render(head+line))
		head = strings.Repeat(" ", under)
	}
	return lines
}

// whens says of each event when it is and how far away that is, in two columns.
func (v View) whens(events []lettered) []string {
	now, clocks, away := v.Now.Unix(), 0, 0
	list := make([][2]string, len(events))
	for i, e := range events {
		list[i] = [2]string{lifetime.Clock(int64(e.At), now, v.Now.Location()), lifetime.Relative(int64(e.At), now)}
		clocks, away = max(clocks, len(list[i][0])), max(away, len(list[i][1]))
	}
	out := make([]string, len(events))
	for i, at := range list {
		out[i] = widget.Pad(at[0], clocks+2) + widget.Pad(at[1], away)
	}
	return out
}

// quiet says of a token without events what there is to say of its end.
func (v View) quiet(tl *timeline.Timeline) string {
	text := "Nothing happens that an SDK would report."
	if tl.Admits() && tl.UsableUntil != timeline.Never {
		now := v.Now.Unix()
		text += fmt.Sprintf(" The token admits until %s: %s.", lifetime.Clock(int64(tl.UsableUntil), now, v.Now.Location()), lifetime.Countdown(int64(tl.UsableUntil), now))
	}
	return text
}

// event says what happens and what the SDK calls.
func (v View) event(e *lettered, p timeline.Platform) string {
	text := e.Product.Title() + ": " + e.Happens()
	if name := e.Callback(p); name != "" {
		text += v.dot() + name
	} else if e.Event.Event == timeline.RejoinClosed {
		text += v.dot() + "no callback"
	}
	if e.with != "" {
		text += v.dot() + e.with
	}
	if doubt := e.Doubt(); doubt != "" {
		text += " (" + doubt + ")"
	}
	return text
}

// Next is the line that says what comes next, for a row of a list.
func Next(tl *timeline.Timeline, now int64) string {
	e := tl.NextEvent(now - 1)
	if e == nil {
		return ""
	}
	word, left := "ends", lifetime.Short(int64(e.At)-now)
	switch e.Event {
	case timeline.WillExpire, timeline.HalfLife:
		word = "warns"
	case timeline.RejoinClosed:
		word = "closes"
	case timeline.PublishEnds:
		all := tl.Merged(e)
		word = strings.TrimPrefix(all.Ending(), "publish ")
		left, _, _ = strings.Cut(left, " ") // there is little room
	}
	if int64(e.At) == now {
		left = "now"
	}
	return word + " " + left
}
