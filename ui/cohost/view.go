package cohost

import (
	"fmt"

	"agtok/model/cohost"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/travel"
	"agtok/ui/widget"
)

// View draws the story: what it is about, who may do what now, why, and the time
// line.
func (p *Pane) View(env pane.Env, w, h int) []string {
	if p.picking {
		return p.list(env, w, h)
	}
	title := fmt.Sprintf("%d/%d %s", p.scenario+1, len(cohost.Scenarios()), p.told.Title)
	if w >= layout.MediumWidth {
		title = "Co-host lab " + env.Theme.Glyphs.Dot + " " + title
	}
	box := widget.Box{Title: title, Note: p.clock(env), Foot: p.foot(env), Focused: true}
	return box.Draw(env.Theme, p.body(env, w-4, h-2), w, h)
}

// clock says how the clock runs when it does not show the real time.
func (p *Pane) clock(env pane.Env) string {
	if !env.Clock.Travels() {
		return ""
	}
	how := travel.Label(env.Clock)
	if how == "" {
		how = "×1"
	}
	return env.Theme.Warn.Render("clock " + how)
}

// foot says that the story was changed, and that another project signs.
func (p *Pane) foot(env pane.Env) string {
	text := ""
	if p.changed {
		text = "changed: u undoes, home restarts"
	}
	if _, own := signer(env); !own {
		if text != "" {
			text += " " + env.Theme.Glyphs.Dot + " "
		}
		text += env.Theme.Warn.Render("this project has no certificate: the demo project signs")
	}
	return text
}

// body gives h lines: the parts get what they need in the order in which they
// matter, and the events what is left.
func (p *Pane) body(env pane.Env, w, h int) []string {
	s := p.share(h)
	look, table, why := p.look(w), p.table(env, w, s.rows), p.why(env, w)
	room := h - s.fixed() - s.rows - s.lanes
	grant := func(n int) int {
		n = max(min(n, room), 0)
		room -= n
		return n
	}
	whys := grant(min(len(why), leastWhy))
	looks := grant(len(look))
	grant(1) // an event
	whys += grant(len(why) - whys)
	if 0 < looks && looks < len(look) {
		look[looks-1] = widget.Cut(look[looks-1]+" "+look[looks], w)
	}
	air := make([]string, s.air)

	lines := append([]string{}, look[:looks]...)
	lines = append(lines, p.switches(env, w))
	lines = append(append(lines, air...), table...)
	lines = append(append(lines, air...), widget.Rule(env.Theme, p.whyTitle(env), w))
	lines = append(lines, why[:whys]...)
	lines = append(append(lines, air...), widget.Rule(env.Theme, p.timeTitle(env, w), w))
	return append(lines, p.time(env, w, h-len(lines), s.lanes)...)
}

// shares is how many lines the parts about the participants get.
type shares struct {
	rows, lanes int
	air         int // lines of air before each part
}

// leastWhy is how many lines the reason of an answer gets before others do.
const leastWhy = 3

// fixed counts the lines that are always there: the switches, the table's head, two
// rules, the ruler, and the air before three parts.
func (s shares) fixed() int { return 5 + 3*s.air }

// share divides h lines. Where not everyone fits, the reason keeps its lines, and
// the table gets a little more than the lanes.
func (p *Pane) share(h int) shares {
	n := len(p.lab.Participants)
	s := shares{rows: n, lanes: n}
	if h >= 24+2*n {
		s.air = 1
	}
	least := 3
	if p.prompt.Active() {
		least = 1 // what is being asked has to be seen
	}
	if room := h - s.fixed() - leastWhy; room < 2*n {
		s.rows = min(n, max(room*3/5, least))
		s.lanes = max(min(n, room-s.rows), 0)
	}
	return s
}

// look says what to look at; the first of its two sentences alone where there is
// little room.
func (p *Pane) look(w int) []string {
	s := p.told
	switch {
	case w >= 110:
		return append(widget.Wrap(s.Look[0], w), widget.Wrap(s.Look[1], w)...)
	case w < 70:
		return widget.Wrap(s.Look[0], w)
	}
	return widget.Wrap(s.Look[0]+" "+s.Look[1], w)
}

// switches shows the project's switches with their keys, and where in the story we
// are.
func (p *Pane) switches(env pane.Env, w int) string {
	t := env.Theme
	m := p.story.At(env.Now.Unix())
	glyph, style := t.Glyphs.Off, t.Title
	if m.Authentication {
		glyph, style = t.Glyphs.On, t.Good.Bold(true)
	}
	word := onOff(m.Authentication)
	if m.Settling {
		word, style = "switched "+word+", not in effect yet", t.Warn
	}
	name, profile := "co-host authentication", string(p.lab.Profile)
	if w < 100 {
		name = "co-host auth."
		if p.lab.Profile == cohost.Live {
			profile = "live"
		}
	}
	left := t.Key.Render("a") + " " + name + " " + style.Render(glyph+" "+word) + "   " + t.Key.Render("p") + " profile " + t.Title.Render(profile)
	return widget.Between(left, p.position(env, w-widget.Width(left)-2), w)
}

// position says in at most w cells where in the story we are, and what is to be
// seen there.
func (p *Pane) position(env pane.Env, w int) string {
	now := env.Now.Unix()
	switch {
	case now < p.lab.Start:
		return env.Theme.Warn.Render("not started: home starts it")
	case now > p.last():
		return env.Theme.Warn.Render("over: home restarts it")
	}
	at := env.Theme.Accent.Render(cohost.Offset(now - p.lab.Start))
	text := ""
	if m, ok := p.told.MarkAt(now - p.lab.Start); ok {
		text = m.Text + "  "
	}
	if p.changed || widget.Width(text)+widget.Width(at) > w {
		return at
	}
	return text + at
}

// list shows the scenarios to choose from, with what each is about.
func (p *Pane) list(env pane.Env, w, h int) []string {
	t := env.Theme
	all := cohost.Scenarios()
	var about []string
	for _, text := range all[p.picked].Look {
		about = append(about, widget.Wrap(text, w-4)...)
	}
	if h > len(all)+len(about)+2+len(all[p.picked].Marks)+2 {
		about = append(about, "")
		for _, m := range all[p.picked].Marks {
			about = append(about, t.Label.Render(fmt.Sprintf("%7s", cohost.Offset(m.After)))+"  "+m.Text)
		}
	}
	room := max(h-2-len(about)-1, 1)
	first := max(0, min(p.picked-room/2, len(all)-room))
	var lines []string
	for i := first; i < min(first+room, len(all)); i++ {
		text := fmt.Sprintf("  %d  %s", i+1, all[i].Title)
		if i == p.picked {
			text = t.Accent.Render(fmt.Sprintf("%s %d  %s", t.Glyphs.Chosen, i+1, all[i].Title))
		}
		lines = append(lines, text)
	}
	lines = append(append(lines, ""), about...)
	return widget.Box{Title: "Choose a scenario", Foot: fmt.Sprintf("1-%d: play it at once", len(all)), Focused: true}.Draw(t, lines, w, h)
}
