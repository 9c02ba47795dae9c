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

// View draws the rows and under them the chosen one.
func (p *Pane) View(env pane.Env, w, h int) []string {
	rows := env.Workspace.Watched
	if len(rows) == 0 {
		return p.empty(env, w, h)
	}
	top := min(len(rows)+3, max(h/2, 5))
	title := fmt.Sprintf("Watch %s %d tokens", env.Theme.Glyphs.Dot, len(rows))
	if len(rows) == 1 {
		title = "Watch " + env.Theme.Glyphs.Dot + " 1 token"
	}
	list := widget.Box{Title: title, Focused: true}.Draw(env.Theme, p.list(env, w-4, top-2), w, top)
	return append(list, p.chosenBox(env, w, h-top)...)
}

func (p *Pane) empty(env pane.Env, w, h int) []string {
	lines := []string{}
	for _, text := range []string{
		"Nothing is watched.",
		"Press ^w on a token in Compose (F1) or Decode (F2): it counts down here by the second, the token and each of its privileges.",
	} {
		lines = append(append(lines, widget.Wrap(text, w-4)...), "")
	}
	return widget.Box{Title: "Watch", Focused: true}.Draw(env.Theme, lines, w, h)
}

// column is a column of the list; narrow screens leave out the last ones.
type column struct {
	title string
	width int
	cell  func(t *theme.Theme, row *model.Watched, now int64) string
}

func columns(w int) []column {
	all := []column{
		{"name", 15, func(_ *theme.Theme, r *model.Watched, _ int64) string { return r.Name }},
		{"token", 25, state},
		{"for", 10, func(_ *theme.Theme, r *model.Watched, _ int64) string { return products(r) }},
		{"channel", 11, func(_ *theme.Theme, r *model.Watched, _ int64) string { return subject(r, true) }},
		{"user", 11, func(_ *theme.Theme, r *model.Watched, _ int64) string { return subject(r, false) }},
		{"join/login", 11, func(t *theme.Theme, r *model.Watched, now int64) string { return entry(t, r, now) }},
		{"audio", 10, privilege(token.PublishAudioStream)},
		{"video", 10, privilege(token.PublishVideoStream)},
		{"data", 10, privilege(token.PublishDataStream)},
		{"next", 28, func(_ *theme.Theme, r *model.Watched, now int64) string { return detail.Next(&r.Timeline, now) }},
	}
	used, n := 2, 0
	for n < len(all) && used+all[n].width <= w {
		used += all[n].width
		n++
	}
	return all[:max(n, 2)]
}

func state(t *theme.Theme, r *model.Watched, now int64) string {
	s := model.StatusOf(&r.Timeline, r.Signer.Status, now)
	if s == model.Valid || s == model.ExpiresSoon {
		sign := t.Glyphs.Valid
		if s == model.ExpiresSoon {
			sign = t.Glyphs.Soon + " soon:"
		}
		return detail.StatusStyle(t, s).Render(sign + " " + detail.Left(r.Timeline.UsableUntil, now))
	}
	return detail.Summary(t, s, &r.Timeline, now)
}

// entry counts down the privilege that lets a user in.
func entry(t *theme.Theme, r *model.Watched, now int64) string {
	for _, s := range r.Timeline.Services {
		for _, g := range s.Grants {
			if g.Admits {
				return left(t, g, now)
			}
		}
	}
	return "none"
}

// privilege counts down one of the publish privileges of RTC.
func privilege(p token.Privilege) func(*theme.Theme, *model.Watched, int64) string {
	return func(t *theme.Theme, r *model.Watched, now int64) string {
		for _, s := range r.Timeline.Services {
			for _, g := range s.Grants {
				if s.Type == token.RTC && g.Privilege == p {
					return left(t, g, now)
				}
			}
		}
		return "none"
	}
}

func left(t *theme.Theme, g timeline.Grant, now int64) string {
	switch d := int64(g.Until) - now; {
	case g.Until == timeline.Never:
		return "no end"
	case d == 0:
		return t.Warn.Render("ends now")
	case d < 0:
		return t.Bad.Render("ended")
	default:
		return lifetime.Short(d)
	}
}

func products(r *model.Watched) string {
	var names []string
	for _, s := range r.Timeline.Services {
		names = append(names, s.Type.Title())
	}
	return strings.Join(names, "+")
}

func subject(r *model.Watched, channel bool) string {
	c, u := model.Subject(r.Token, r.Missing)
	if channel {
		return visible.Line(c, 40)
	}
	if u == "" {
		return "any"
	}
	return visible.Line(u, 40)
}

func (p *Pane) list(env pane.Env, w, h int) []string {
	t, rows, now := env.Theme, env.Workspace.Watched, env.Now.Unix()
	cols := columns(w)
	head := "  "
	for _, c := range cols {
		head += widget.Pad(c.title, c.width)
	}
	lines := []string{t.Label.Render(head)}
	room := max(h-1, 1)
	first := max(0, min(p.chosen-room/2, len(rows)-room))
	for i := first; i < min(first+room, len(rows)); i++ {
		lead := "  "
		if i == p.chosen {
			lead = t.Accent.Render(t.Glyphs.Chosen) + " "
		}
		line := lead
		for k, c := range cols {
			cell := widget.Pad(widget.Cut(c.cell(t, &rows[i], now), c.width-1), c.width)
			if i == p.chosen && k == 0 {
				cell = t.Accent.Render(cell)
			}
			line += cell
		}
		lines = append(lines, line)
	}
	return lines
}

func (p *Pane) chosenBox(env pane.Env, w, h int) []string {
	row := p.row(env)
	now := env.Now.Unix()
	v := detail.View{Theme: env.Theme, Now: env.Now, Width: w - 4}
	lines := v.Bars(&row.Timeline)
	lines = append(lines, "", widget.Rule(env.Theme, "what happens when", w-4))
	lines = append(lines, v.Events(&row.Timeline)...)
	note := detail.Summary(env.Theme, model.StatusOf(&row.Timeline, row.Signer.Status, now), &row.Timeline, now)
	return widget.Box{Title: row.Name, Note: note}.Draw(env.Theme, lines, w, h)
}
