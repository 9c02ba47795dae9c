package compose

import (
	"agtok/ui/detail"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// View draws the form and the token: side by side, one above the other, or one
// of them.
func (p *Pane) View(env pane.Env, w, h int) []string {
	switch layout.Of(w, h+2) {
	case layout.Wide:
		left, right := split(w)
		return widget.Beside(p.formBox(env, left, h), p.tokenBox(env, right, h), left)
	case layout.Medium:
		top := p.formHeight(env, w, h)
		if h < halfHeight {
			return p.half(env, w, h)
		}
		return append(p.formBox(env, w, top), p.tokenBox(env, w, h-top)...)
	}
	return p.half(env, w, h)
}

// halfHeight is the height below which only one side fits on a medium screen.
const halfHeight = 18

func split(w int) (form, token int) { return layout.Split(w, 45, 54) }

func (p *Pane) formHeight(env pane.Env, w, h int) int {
	return min(len(p.form(env, w-4).lines)+2, h-6)
}

// tokenWidth and tokenRows are the room within the token's box.
func (p *Pane) tokenWidth(env pane.Env) int {
	if layout.Of(env.Width, env.Height+2) == layout.Wide {
		_, w := split(env.Width)
		return w - 4
	}
	return env.Width - 4
}

func (p *Pane) tokenRows(env pane.Env) int {
	switch layout.Of(env.Width, env.Height+2) {
	case layout.Wide:
		return env.Height - 2
	case layout.Medium:
		if env.Height >= halfHeight {
			return env.Height - p.formHeight(env, env.Width, env.Height) - 2
		}
	}
	return env.Height - 3
}

// half is what fits where only one side does, under a strip that says so.
func (p *Pane) half(env pane.Env, w, h int) []string {
	chosen, box := 0, p.formBox
	if p.result {
		chosen, box = 1, p.tokenBox
	}
	strip := widget.Sides(env.Theme, chosen, [2]string{"form", "token"}, p.note(env), w)
	return append([]string{strip}, box(env, w, h-1)...)
}

// note is the token's state, for the edge of its box.
func (p *Pane) note(env pane.Env) string {
	t := env.Theme
	if p.minted.Token == nil {
		return t.Bad.Render(t.Glyphs.Unusable + " no token")
	}
	now := env.Now.Unix()
	return detail.Summary(t, p.seen.Status(now), &p.seen.Timeline, now)
}
