package chat

import (
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// View draws the users, and beside or under them what is known of the chosen one; on
// a narrow screen one of the two. A question or an error that does not fit there has
// the whole pane: who agrees must have read it.
func (p *Pane) View(env pane.Env, w, h int) []string {
	env.Width, env.Height = w, h
	inner, room := p.detailSize(env, w, h)
	switch {
	case p.prompt.Confirms() && len(p.prompt.Lines(env.Theme, inner)) > room:
		return widget.Box{Title: p.Title(), Focused: true}.Draw(env.Theme, p.prompt.Lines(env.Theme, w-4), w, h)
	case p.failure != nil && !p.Capturing() && len(p.trouble(env, inner)) > room-2:
		return widget.Box{Title: p.Title(), Focused: true}.Draw(env.Theme, p.trouble(env, w-4), w, h)
	}
	switch layout.Of(w, h+2) {
	case layout.Wide:
		left, right := layout.Split(w, 46, 44)
		return widget.Beside(p.usersBox(env, nil, left, h), p.detailBox(env, right, h), left)
	case layout.Medium:
		top := p.top(env, w, h)
		return append(p.usersBox(env, nil, w, top), p.detailBox(env, w, h-top)...)
	}
	return append([]string{p.strip(env, w)}, p.one(env, w, h-1)...)
}

// one draws the part that a narrow screen shows.
func (p *Pane) one(env pane.Env, w, h int) []string {
	if p.aside {
		return p.detailBox(env, w, h)
	}
	return p.usersBox(env, p.head(env, w-4), w, h)
}

// narrow reports whether only one part is shown.
func narrow(env pane.Env) bool { return layout.Of(env.Width, env.Height+2) == layout.Narrow }

// tabNames are the parts that the details can be.
var tabNames = [tabCount]string{"user", "exchanges", "curl", "report"}

// strip names the parts of a narrow screen, the one that is shown marked.
func (p *Pane) strip(env pane.Env, w int) string {
	chosen, names := 0, append([]string{"users"}, tabNames[:]...)
	if p.aside {
		chosen = 1 + int(p.tab)
	}
	if line := widget.Tabs(env.Theme, chosen, names...); !p.Capturing() && widget.Width(line) <= w {
		return line
	}
	return widget.Cut(widget.TabNames(env.Theme, chosen, names...), w)
}

// nextTab shows the next part.
func (p *Pane) nextTab(env pane.Env) pane.Effect {
	p.scroll = 0
	switch {
	case narrow(env) && !p.aside:
		p.tab, p.aside = tabUser, true
	case narrow(env) && p.tab == tabCount-1:
		p.tab, p.aside = tabUser, false
	default:
		p.tab = (p.tab + 1) % tabCount
	}
	return pane.Effect{}
}

// turnTo shows a part of the details.
func (p *Pane) turnTo(t tab) { p.tab, p.aside, p.scroll = t, true, 0 }

// top is how many lines the users take where they stand above: what the details leave
// them, but not less than two fifths, and not more than they need.
func (p *Pane) top(env pane.Env, w, h int) int {
	if len(p.users.rows) == 0 {
		return min(len(p.welcome(env, w-4))+2, h/2)
	}
	head, body := p.content(env, w-4)
	const edges, heading, least = 2, 1, 3
	needed := max(len(p.users.rows), least) + heading + edges
	return min(needed, max(h-len(head)-len(body)-edges, h*2/5, least+edges))
}

// detailSize is the room within the box of the details.
func (p *Pane) detailSize(env pane.Env, w, h int) (inner, lines int) {
	switch layout.Of(w, h+2) {
	case layout.Wide:
		_, right := layout.Split(w, 46, 44)
		return right - 4, h - 2
	case layout.Medium:
		return w - 4, h - p.top(env, w, h) - 2
	}
	return w - 4, h - 3
}
