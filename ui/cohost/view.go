package cohost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
	if p.reading {
		return p.page(env, w, h)
	}
	title, note := p.titles(env, w)
	box := widget.Box{Title: title, Note: note, Foot: p.foot(env), Focused: true}
	return box.Draw(env.Theme, p.body(env, w-4, h-2), w, h)
}

// titles give the title and how the clock runs when it does not show the real time,
// the latter left out where there is no room for both.
func (p *Pane) titles(env pane.Env, w int) (title, note string) {
	short := fmt.Sprintf("%d/%d %s", p.scenario+1, len(cohost.Scenarios()), p.told.Title)
	long := short
	if w >= layout.MediumWidth {
		long = "Co-host lab " + env.Theme.Glyphs.Dot + " " + short
	}
	part, _, _ := strings.Cut(short, ", ")
	least, _, _ := strings.Cut(part, ": ")
	if !env.Clock.Travels() {
		return widest(w-6, long, short, part, least), ""
	}
	const edges = 9 // what a box has around a title and a note
	how := "clock " + cmp.Or(travel.Label(env.Clock), "×1")
	for _, c := range [][2]string{{long, how}, {short, how}, {short, strings.TrimPrefix(how, "clock ")}} {
		if widget.Width(c[0])+widget.Width(c[1])+edges <= w {
			return c[0], env.Theme.Warn.Render(c[1])
		}
	}
	return widest(w-6, short, part, least), ""
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
	table, needs := p.table(env, w, s.rows), len(p.why(env, w, h))
	room := h - s.fixed() - s.rows - s.lanes
	grant := func(n int) int {
		n = max(min(n, room), 0)
		room -= n
		return n
	}
	whys := grant(min(needs, leastWhy))
	event := min(room, 1)
	look := p.look(w, room-event)
	grant(len(look) + event)
	whys += grant(needs - whys)
	air := make([]string, s.air)

	lines := append([]string{}, look...)
	lines = append(lines, p.switches(env, w))
	lines = append(append(lines, air...), table...)
	lines = append(append(lines, air...), widget.Rule(env.Theme, p.whyTitle(env, w), w))
	lines = append(lines, p.why(env, w, whys)...)
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

// look says what to look at in at most n lines: two sentences, the first alone, or
// none.
func (p *Pane) look(w, n int) []string {
	first := widget.Wrap(p.told.Look[0], w)
	both := widget.Wrap(p.told.Look[0]+" "+p.told.Look[1], w)
	if w >= 110 {
		both = append(slices.Clone(first), widget.Wrap(p.told.Look[1], w)...)
	}
	switch {
	case w >= 70 && len(both) <= n:
		return both
	case len(first) <= n:
		return first
	}
	return nil
}

// switches shows the project's switches with their keys, and where in the story we
// are: in as many words as there is room for.
func (p *Pane) switches(env pane.Env, w int) string {
	at := widget.Width(p.position(env, 0))
	var left string
	words := 3
	if w < 100 {
		words = 2 // what is to be seen now is worth more
	}
	for ; words >= 0; words-- {
		left = p.settings(env, words)
		if widget.Width(left)+2+at <= w {
			break
		}
	}
	return widget.Between(left, p.position(env, w-widget.Width(left)-2), w)
}

// settings shows the switches: in full, with short names, with none for the profile,
// or co-host authentication alone.
func (p *Pane) settings(env pane.Env, words int) string {
	t, m := env.Theme, p.story.At(env.Now.Unix())
	glyph, style := t.Glyphs.Off, t.Title
	if m.Authentication {
		glyph, style = t.Glyphs.On, t.Good.Bold(true)
	}
	word := onOff(m.Authentication)
	if m.Settling {
		word, style = "switched "+word+", not in effect yet", t.Warn
		if words < 2 {
			word = strings.TrimPrefix(word, "switched ")
		}
	}
	name := [...]string{" co-host auth.", " co-host auth.", " co-host auth.", " co-host authentication"}[words]
	if words == 0 && m.Settling {
		name = ""
	}
	keys := t.Key.Render("a")
	if words >= 2 {
		keys += "/" + t.Key.Render("S") // for the whole story, and for this moment
	}
	text := keys + name + " " + style.Render(glyph+" "+word)
	if words == 0 {
		return text
	}
	profile, label := string(p.lab.Profile), " profile "
	if words < 3 && p.lab.Profile == cohost.Live {
		profile = "live"
	}
	if words < 2 {
		label = " "
	}
	return text + "   " + t.Key.Render("p") + label + t.Title.Render(profile)
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
