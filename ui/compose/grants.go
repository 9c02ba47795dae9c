package compose

import (
	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// The columns of the table of privileges, from the left.
const (
	grantName = 17
	grantLife = 10
	leftWidth = 66 // of a form that has room for the countdowns
)

func (p *Pane) grantHead(t *theme.Theme, w int) string {
	left := "so until"
	if w >= leftWidth {
		left = widget.Pad(left, ends+4) + "left"
	}
	return t.Label.Render(widget.Cut(widget.Pad(" Privilege", grantName)+widget.Pad("lifetime", grantLife)+
		widget.Pad("ends", ends)+left, w))
}

func (p *Pane) grantLine(env pane.Env, f model.Field, focused bool, w int) string {
	t := env.Theme
	granted := p.draft.Granted(f)
	sign := t.Glyphs.Off
	if granted {
		sign = t.Glyphs.On
	}
	title := token.RTC.PrivilegeTitle(f.Privilege())
	lead := widget.Pad(" "+sign+" "+title, grantName)
	if focused {
		lead = t.Accent.Render(widget.Pad(t.Glyphs.Chosen+sign+" "+title, grantName))
	}
	life := widget.Input(t, p.inputs[f], focused && p.editing, grantLife-1)
	if p.inputs[f].Value() == "" && !(focused && p.editing) {
		life = t.Label.Render("as token")
	}
	if !granted {
		return widget.Cut(lead+t.Label.Render("not granted"), w)
	}
	return widget.Cut(lead+widget.Pad(life, grantLife)+p.grantEnds(env, f, w), w)
}

// grantEnds is a privilege's own end, the end that it really has, and how far
// that is.
func (p *Pane) grantEnds(env pane.Env, f model.Field, w int) string {
	if p.minted.Token == nil || len(p.seen.Timeline.Services) == 0 {
		return ""
	}
	now, loc := env.Now.Unix(), env.Now.Location()
	for _, g := range p.seen.Timeline.Services[0].Grants {
		if g.Privilege != f.Privilege() {
			continue
		}
		own, until := "no end", "no end"
		if g.EndsAt != timeline.Never {
			own = lifetime.Brief(int64(g.EndsAt), now, loc)
		}
		if g.Until != timeline.Never {
			until = lifetime.Brief(int64(g.Until), now, loc)
		}
		mark := ""
		if g.Until != g.EndsAt {
			mark = env.Theme.Warn.Render(" " + env.Theme.Glyphs.Warning)
		}
		until += mark
		if w >= leftWidth {
			until = widget.Pad(until, ends+4) + detail.Left(g.Until, now)
		}
		return widget.Pad(own, ends) + until
	}
	return ""
}
