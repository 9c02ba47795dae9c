package watch

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// column is a column of the list.
type column struct {
	title string
	width int
	cell  func(v cellView, row *model.Watched) string
}

// cellView is what a cell is drawn with.
type cellView struct {
	*theme.Theme
	now int64
	bar int // cells of the bar before a countdown; 0 for none
}

// columns gives what the list shows in w cells. Where there is little room the
// status is the word alone and only what lets a user in has a bar, then the publish
// privileges go; where there is much, the name takes it.
func columns(w int) []column {
	name := column{"name", 12, func(_ cellView, r *model.Watched) string { return r.Name }}
	status := column{"token", 11, state(false)}
	kind := column{"for", 8, func(_ cellView, r *model.Watched) string { return products(r) }}
	who := column{"user", 10, func(_ cellView, r *model.Watched) string { return user(r) }}
	next := column{"next event", 14, func(v cellView, r *model.Watched) string { return detail.Next(&r.Timeline, v.now) }}
	join := countdown("join/login", 13, entry, true)
	media := func(title string, p token.Privilege, wide bool) column {
		if wide {
			return countdown(title, 13, publish(p), true)
		}
		return countdown(title, 8, publish(p), false)
	}
	wide := w >= 114
	var all []column
	switch {
	case wide:
		status.width, status.cell, next.width = 16, state(true), 16
		all = []column{name, status, kind, who}
	case w >= 94:
		all = []column{name, status, kind, who}
	default:
		all = []column{name, status}
	}
	if all = append(all, join); w >= 75 {
		all = append(all, media("audio", token.PublishAudioStream, wide), media("video", token.PublishVideoStream, wide),
			media("data", token.PublishDataStream, wide))
	}
	return stretch(append(all, next), w-2)
}

// stretch gives the next event, then the name, what room is left.
func stretch(all []column, w int) []column {
	const nextEvent, name = 19, 28 // more than that is not needed
	for _, c := range all {
		w -= c.width
	}
	last := &all[len(all)-1]
	more := min(max(w, 0), max(nextEvent-last.width, 0))
	last.width += more
	all[0].width = min(all[0].width+max(w-more, 0), name)
	return all
}

// state is the token's status as sign and word, with the time that is left if there
// is room for it.
func state(timed bool) func(cellView, *model.Watched) string {
	return func(v cellView, r *model.Watched) string {
		s := r.Status(v.now)
		text, style := v.status(s), detail.StatusStyle(v.Theme, s)
		switch left := int64(r.Timeline.UsableUntil) - v.now; {
		case s == model.Unusable || s == model.Expired:
		case v.now < int64(r.Timeline.IssuedAt):
			text, style = v.Glyphs.Off+" not yet", v.Warn
			if timed {
				text = v.Glyphs.Off + " in " + lifetime.Short(int64(r.Timeline.IssuedAt)-v.now)
			}
		case left == 0:
			text = v.Glyphs.Soon + " ends now"
		case timed:
			text += " " + lifetime.Short(left)
		}
		return style.Render(text)
	}
}

func (v cellView) status(s model.Status) string {
	switch s {
	case model.Unusable:
		return v.Glyphs.Unusable + " unusable"
	case model.Expired:
		return v.Glyphs.Ended + " expired"
	case model.ExpiresSoon:
		return v.Glyphs.Soon + " soon"
	}
	return v.Glyphs.Valid + " valid"
}

// grant finds the grant of a row that a column is about.
type grant func(r *model.Watched) (g *timeline.Grant, from timeline.Instant)

// countdown is a column in which a privilege runs down, with a bar if there is room
// for one.
func countdown(title string, width int, find grant, bar bool) column {
	return column{title, width, func(v cellView, r *model.Watched) string {
		if bar {
			v.bar = 4
		}
		g, from := find(r)
		if g == nil {
			return v.Label.Render("–")
		}
		return left(v, g, int64(from))
	}}
}

// entry finds the privilege that lets a user in; of several, the first to end, since
// that is when something happens.
func entry(r *model.Watched) (found *timeline.Grant, from timeline.Instant) {
	for i := range r.Timeline.Services {
		s := &r.Timeline.Services[i]
		for k := range s.Grants {
			if g := &s.Grants[k]; g.Admits && (found == nil || g.Until < found.Until) {
				found = g
			}
		}
	}
	return found, r.Timeline.IssuedAt
}

// publish finds one of the publish privileges of RTC.
func publish(p token.Privilege) grant {
	return func(r *model.Watched) (*timeline.Grant, timeline.Instant) {
		for i := range r.Timeline.Services {
			s := &r.Timeline.Services[i]
			for k := range s.Grants {
				if s.Type == token.RTC && s.Grants[k].Privilege == p {
					return &s.Grants[k], r.Timeline.IssuedAt
				}
			}
		}
		return nil, 0
	}
}

func left(v cellView, g *timeline.Grant, from int64) string {
	d, whole, style := int64(g.Until)-v.now, int64(g.Until)-from, v.Good
	switch {
	case g.Until == timeline.Never:
		return "no end"
	case d < 0:
		return v.Bad.Render(v.Glyphs.Ended + " ended")
	case d == 0:
		return v.Warn.Render("ends now")
	case d < 60 || d*10 < whole:
		style = v.Warn
	}
	text := lifetime.Short(d)
	if v.bar > 0 {
		return widget.Bar(v.Theme, style, d, whole, v.bar) + " " + style.Render(text)
	}
	return style.Render(text)
}

func products(r *model.Watched) string {
	var names []string
	for _, s := range r.Timeline.Services {
		names = append(names, s.Type.Title())
	}
	return strings.Join(names, "+")
}

func user(r *model.Watched) string {
	_, u := model.Subject(r.Token, r.Missing)
	if u == "" {
		return "any"
	}
	return visible.Line(r.Masked(u), 40)
}

// window gives the places of the rows that are on a screen with room for so many:
// those about the chosen one.
func (p *Pane) window(room int) (first, last int) {
	room = max(room, 1)
	first = max(0, min(p.place()-room/2, len(p.shown)-room))
	return first, min(first+room, len(p.shown))
}

// list draws the rows about the chosen one in h lines of at most w cells.
func (p *Pane) list(env pane.Env, w, h int) []string {
	t, rows := env.Theme, env.Workspace.Watched.Rows
	cols := columns(w)
	head := "  "
	for _, c := range cols {
		head += widget.Pad(c.title, c.width)
	}
	lines := []string{t.Label.Render(head)}
	first, last := p.window(max(h-1, 1))
	for _, i := range p.shown[first:last] {
		if i < len(rows) {
			lines = append(lines, p.listed(env, cols, &rows[i], i == p.chosen))
		}
	}
	if len(p.shown) == 0 {
		lines = append(lines, fmt.Sprintf("  No row has %q in it; / changes the filter.", visible.Line(p.filter, 30)))
	}
	return lines
}

func (p *Pane) listed(env pane.Env, cols []column, row *model.Watched, chosen bool) string {
	t := env.Theme
	line, v := "  ", cellView{Theme: t, now: env.Now.Unix()}
	if chosen {
		line = t.Accent.Render(t.Glyphs.Chosen) + " "
	}
	for k, c := range cols {
		cell := widget.Pad(widget.Cut(c.cell(v, row), c.width-1), c.width)
		if chosen && k == 0 {
			cell = t.Accent.Render(cell)
		}
		line += cell
	}
	return line
}
