package detail

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/layout"
	"agtok/ui/widget"
)

// maxLanes is the most lanes that are drawn of a hostile token's thousands.
const maxLanes = 24

// lane is a row of a timeline to scale.
type lane struct {
	title string
	until timeline.Instant
	mark  string // what is to be known of its end
	past  string // the word for what is over: "ended"
}

// Lanes draws a token's timeline to scale: the time on top, the token and each of
// its privileges as a lane, now as a line through all, the events as letters, and
// under it what the letters stand for, in at most h lines. Platform is whose
// callbacks are named.
func (v View) Lanes(tl *timeline.Timeline, p timeline.Platform, h int) []string {
	lanes := v.lanesOf(tl)
	name := 0
	for _, l := range lanes {
		name = max(name, utf8.RuneCountInString(l.title)+1)
	}
	name = min(name, v.Width/3)
	count := 20
	sc := layout.Scale{From: int64(tl.IssuedAt), To: last(tl), Cells: v.Width - name - count - 1}
	if sc.Cells < 12 {
		return v.Bars(tl)
	}
	events, axis := told(tl), widget.TimeAxis{Theme: v.Theme, Scale: sc, Now: v.Now.Unix()}
	lines := []string{strings.Repeat(" ", name) + v.ruler(axis, tl, events)}
	for _, l := range lanes {
		lines = append(lines, v.Theme.Label.Render(widget.Pad(l.title, name))+v.lane(axis, tl, l)+" "+v.end(l, tl.IssuedAt))
	}
	lines = append(lines, v.Theme.Label.Render(widget.Pad("events", name))+axis.Letters(seconds(events)))
	return append(lines, v.legend(tl, events, p, h-len(lines))...)
}

// lanesOf lists the token's own lifetime and its privileges.
func (v View) lanesOf(tl *timeline.Timeline) []lane {
	whole := lane{title: "token", until: tl.TokenEnd, past: "over"}
	switch {
	case tl.ExpiresAt > tl.TokenEnd:
		whole.mark = "24 h cap"
	case tl.ExpiresAt == tl.IssuedAt: // one page counts 0 as 24 h, another has the token end at once
		whole.mark = "0: 24 h?"
	}
	lanes := []lane{whole}
	for i, s := range tl.Services {
		for _, g := range s.Grants {
			if len(lanes) == maxLanes {
				return lanes
			}
			l := lane{title: g.Title, until: g.Until, past: "ended"}
			if len(tl.Services) > 1 {
				l.title = serviceTitle(tl, i) + " " + g.Title
			}
			switch g.EndedBy {
			case timeline.ByCap:
				l.mark = "24 h cap"
			case timeline.ByJoin:
				l.mark = "by join"
			case timeline.ByToken:
				l.mark = "by token"
			}
			lanes = append(lanes, l)
		}
	}
	return lanes
}

// serviceTitle names a service, with its number where there are several of its kind.
func serviceTitle(tl *timeline.Timeline, i int) string {
	kind, number, all := tl.Services[i].Type, 0, 0
	for k := range tl.Services {
		if tl.Services[k].Type != kind {
			continue
		}
		all++
		if k <= i {
			number++
		}
	}
	if all == 1 {
		return kind.Title()
	}
	return fmt.Sprintf("%s %d", kind.Title(), number)
}

// last gives the last instant that the timeline shows.
func last(tl *timeline.Timeline) int64 {
	end := int64(tl.TokenEnd)
	for _, s := range tl.Services {
		for _, g := range s.Grants {
			if g.Until != timeline.Never {
				end = max(end, int64(g.Until))
			}
		}
	}
	for _, e := range tl.Events {
		end = max(end, int64(e.At))
	}
	return max(end, int64(tl.IssuedAt)+1)
}

// lane draws from the issue time to the end: what has gone by thin, what is left
// thick, and now across.
func (v View) lane(axis widget.TimeAxis, tl *timeline.Timeline, l lane) string {
	t, sc := v.Theme, axis.Scale
	style, s := v.leftStyle(l.until, tl.IssuedAt), widget.NewStrip(sc.Cells)
	end, mark := sc.Column(int64(l.until)), t.Borders.TeeRight
	if l.until == timeline.Never {
		end, mark = sc.Cells-1, t.Glyphs.Right
	}
	if end < 0 { // it was over before it began
		return axis.Cross(s)
	}
	at := sc.Column(axis.Now)
	s.Fill(0, min(at, end), t.Glyphs.Empty, &t.Label)
	s.Fill(max(at, 0), end, t.Glyphs.Full, &style)
	s.Set(0, t.Borders.TeeLeft, &t.Label)
	s.Set(end, mark, &style)
	return axis.Cross(s)
}

// leftStyle is the colour of what began at from and runs until an instant.
func (v View) leftStyle(until, from timeline.Instant) lipgloss.Style {
	switch now := v.Now.Unix(); {
	case until.Passed(now):
		return v.Theme.Bad
	case until.Soon(from, now):
		return v.Theme.Warn
	}
	return v.Theme.Good
}

// end says how far the end of a lane that begins at from is.
func (v View) end(l lane, from timeline.Instant) string {
	style, text := v.leftStyle(l.until, from), ""
	switch left := int64(l.until) - v.Now.Unix(); {
	case l.until == timeline.Never:
		text = "no end"
	case left == 0:
		text = "ends now"
	case left < 0:
		text = l.past
	default:
		text = lifetime.Short(left)
	}
	text = style.Render(text)
	if l.mark != "" {
		text += v.Theme.Label.Render(v.dot() + l.mark)
	}
	return text
}

// ruler writes above their columns the times that matter: now, the ends, and the
// events.
func (v View) ruler(axis widget.TimeAxis, tl *timeline.Timeline, events []lettered) string {
	clock := func(at int64) string { return lifetime.Clock(at, axis.Now, v.Now.Location()) }
	at := seconds(events)
	slices.Reverse(at)
	return axis.Labels(clock, append([]int64{axis.Scale.From, axis.Scale.To, int64(tl.TokenEnd)}, at...))
}

// letters is how many events can have one.
const letters = 26

// lettered is an event that is worth a letter.
type lettered struct {
	timeline.Event
	with string // what happens with it and has no letter of its own
}

// told lists the events that are worth a letter: those of a kind that fall together
// are one. What comes with the end of join goes without a letter: that the user is
// removed, and publishes no more.
func told(tl *timeline.Timeline) []lettered {
	var list []lettered
	for i := range tl.Events {
		e := &tl.Events[i]
		if e.Moot {
			continue
		}
		k := slices.IndexFunc(list, func(o lettered) bool {
			return o.At == e.At && o.Product == e.Product && (o.Event.Event == e.Event || o.Event.Event == timeline.Expired && e.Event == timeline.Removed)
		})
		switch {
		case k < 0 && len(list) == letters:
			return list
		case k < 0:
			list = append(list, lettered{Event: tl.Merged(e)})
		case e.Event == timeline.Removed:
			list[k].with = e.Happens()
		}
	}
	return list
}

// seconds gives when the events are.
func seconds(events []lettered) []int64 {
	at := make([]int64, len(events))
	for i, e := range events {
		at[i] = int64(e.At)
	}
	return at
}

// legend says in at most h lines what the letters stand for, from the next event
// on when not all fit.
func (v View) legend(tl *timeline.Timeline, events []lettered, p timeline.Platform, h int) []string {
	now, first := v.Now.Unix(), 0
	switch {
	case h <= 0:
		return nil
	case len(events) == 0:
		return []string{v.Theme.Label.Render(widget.Cut(v.quiet(tl), v.Width))}
	}
	for len(events)-first > h && int64(events[first].At) < now {
		first++
	}
	var lines []string
	times := v.whens(events)
	for i := first; i < len(events) && len(lines) < h; i++ {
		lines = append(lines, v.legendLine(i, times[i], &events[i], p))
	}
	if left := len(events) - first - len(lines); left > 0 {
		lines[len(lines)-1] = v.Theme.Label.Render(fmt.Sprintf("  and %d more: see events", left+1))
	}
	return lines
}

func (v View) legendLine(i int, when string, e *lettered, p timeline.Platform) string {
	text := when + "  " + v.event(e, p)
	mark := v.Theme.Key.Render(widget.Letter(i))
	if int64(e.At) < v.Now.Unix() {
		mark, text = v.Theme.Label.Render(widget.Letter(i)), v.Theme.Label.Render(text)
	}
	return widget.Cut(mark+" "+text, v.Width)
}
