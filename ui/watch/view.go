package watch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/ui/detail"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/travel"
	"agtok/ui/widget"
)

// View draws the rows and under them the chosen one.
func (p *Pane) View(env pane.Env, w, h int) []string {
	if env.Workspace.Watched.Len() == 0 {
		return p.empty(env, w, h)
	}
	top := p.top(h)
	list := widget.Box{Title: p.title(env), Note: p.clock(env), Foot: p.foot(env, top-3), Focused: true}.Draw(env.Theme, p.list(env, w-4, top-2), w, top)
	return append(list, p.chosenBox(env, w, h-top)...)
}

// top is how many lines the rows take: at most half, less when there are few.
func (p *Pane) top(h int) int { return min(max(len(p.shown), 1)+3, max(h*2/5, 5)) }

func (p *Pane) empty(env pane.Env, w, h int) []string {
	lines := []string{}
	for _, text := range []string{
		"Nothing is watched.",
		"Press ^w on a token in Compose (F1) or Decode (F2): it counts down here by the second, the token and each of its privileges, with the callbacks that the SDK will make.",
		"Press g to look at five examples: a host, an audience, a token that is about to end, a Chat user, and a token that has ended.",
	} {
		lines = append(append(lines, widget.Wrap(text, w-4)...), "")
	}
	return widget.Box{Title: "Watch", Note: p.clock(env), Focused: true}.Draw(env.Theme, lines, w, h)
}

func (p *Pane) title(env pane.Env) string {
	n := env.Workspace.Watched.Len()
	text := fmt.Sprintf("%d tokens", n)
	if n == 1 {
		text = "1 token"
	}
	if p.filter != "" {
		text = fmt.Sprintf("%d of %s with %q", len(p.shown), text, visible.Line(p.filter, 20))
	}
	return "Watch " + env.Theme.Glyphs.Dot + " " + text
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
	dot := " " + env.Theme.Glyphs.Dot + " "
	if env.Width < 60 { // there is no room for more
		return env.Theme.Warn.Render(strings.Replace(how, ", then", ",", 1))
	}
	if env.Width < layout.MediumWidth {
		return env.Theme.Warn.Render(how) + dot + "0 real time"
	}
	key := "space pauses"
	if env.Clock.Paused() {
		key = "space goes on"
	}
	return env.Theme.Warn.Render("clock "+how) + dot + key + dot + "0 real time"
}

// foot says which of the rows are on the screen, when not all are, and their order.
func (p *Pane) foot(env pane.Env, room int) string {
	var parts []string
	if first, last := p.window(room); last-first < len(p.shown) {
		parts = append(parts, fmt.Sprintf("%d–%d of %d", first+1, last, len(p.shown)))
	}
	if p.order != model.ByAddition {
		parts = append(parts, "sorted by "+string(p.order))
	}
	if env.Muted {
		parts = append(parts, "alerts are muted")
	}
	return strings.Join(parts, ", ")
}

// chosenBox shows the chosen row by the chosen tab, or asks for a text.
func (p *Pane) chosenBox(env pane.Env, w, h int) []string {
	t, now := env.Theme, env.Now.Unix()
	box := widget.Box{Title: "no row is chosen"}
	row := p.row(env)
	switch {
	case p.tab == tabLog:
		box.Title = "log of all rows"
	case row != nil:
		box.Title = row.Name + " " + t.Glyphs.Dot + " " + env.Workspace.Platform.Title()
		box.Note = detail.Summary(t, row.Status(now), &row.Timeline, now)
	}
	head, body := p.content(env, w-4, h-2)
	shown, foot := widget.Scroll(t, body, p.scroll, h-2-len(head))
	if foot != "" && !p.prompt.Active() {
		box.Foot = t.Glyphs.Down + " more: ⇧↓"
	}
	return box.Draw(t, append(head, shown...), w, h)
}

// content gives what stands in the box in w cells: the lines that stay, and those
// that scroll under them where there are more than h.
func (p *Pane) content(env pane.Env, w, h int) (head, body []string) {
	if p.prompt.Active() {
		head = append(p.prompt.Lines(env.Theme, w), "")
	}
	tabs := widget.Tabs
	if p.prompt.Active() {
		tabs = widget.TabNames
	}
	head = append(head, tabs(env.Theme, int(p.tab), "timeline", "events", "phases", "log"))
	return head, p.body(env, p.row(env), w, h-len(head))
}

// scrollBy scrolls the body as far as there is anything.
func (p *Pane) scrollBy(env pane.Env, n int) pane.Effect {
	h := env.Height - p.top(env.Height) - 2
	head, body := p.content(env, env.Width-4, h)
	p.scroll = min(max(p.scroll+n, 0), max(len(body)+len(head)-h, 0))
	return pane.Effect{}
}

// body gives the lines of the chosen tab.
func (p *Pane) body(env pane.Env, row *model.Watched, w, h int) []string {
	v := detail.View{Theme: env.Theme, Now: env.Now, Width: w}
	switch {
	case p.tab == tabLog:
		return logLines(env, w)
	case row == nil:
		return []string{"No row is chosen."}
	case p.tab == tabEvents:
		return v.Events(&row.Timeline, env.Workspace.Platform)
	case p.tab == tabPhases:
		return phases(v, &row.Timeline)
	}
	return p.timeline(env, v, row, h)
}

// timeline draws the row to scale under what is to be known of it, and says what its
// user can do: in every stretch of time if there is room for that, else now.
func (p *Pane) timeline(env pane.Env, v detail.View, row *model.Watched, h int) []string {
	head := judged(v, row)
	if row.Rehearsed() {
		head = append(head, env.Theme.Warn.Render("?")+" renewed in pretended time: what is kept is the token from before")
	}
	if !row.Kept() {
		head = append(head, env.Theme.Warn.Render("?")+" the token itself was not kept, only what it says; K keeps tokens")
	}
	h -= len(head)
	all := phases(v, &row.Timeline)
	if lanes := v.Lanes(&row.Timeline, env.Workspace.Platform, h); len(lanes)+len(all)+1 <= h {
		return slices.Concat(head, lanes, []string{widget.Rule(env.Theme, "what a user can do", v.Width)}, all)
	}
	now := v.Abilities(row.Timeline.PhaseAt(env.Now.Unix()), "now")
	return slices.Concat(head, v.Lanes(&row.Timeline, env.Workspace.Platform, h-len(now)), now)
}

// judged says how the row's last renewal was judged.
func judged(v detail.View, row *model.Watched) []string {
	e := row.Verdict
	if e.Text == "" {
		return nil
	}
	lines := widget.Wrap(moment(e.At, v.Now)+" "+e.Text, v.Width)
	if e.Pretend {
		for i := range lines {
			lines[i] = v.Theme.Warn.Render(lines[i])
		}
	}
	return lines
}

// phases lists what a user can and cannot do in each stretch of time.
func phases(v detail.View, tl *timeline.Timeline) []string {
	now, loc := v.Now.Unix(), v.Now.Location()
	var lines []string
	for _, ph := range tl.Phases() {
		end := "on"
		if ph.Until != timeline.Never {
			end = "to " + lifetime.Clock(int64(ph.Until), now, loc)
		}
		head := fmt.Sprintf("%s %s", lifetime.Clock(int64(ph.From), now, loc), end)
		if int64(ph.From) <= now && !ph.Until.Passed(now) {
			head = v.Theme.Accent.Render(v.Theme.Glyphs.Chosen + " " + head + " (now)")
		}
		lines = append(append(lines, head), v.Abilities(ph, "")...)
	}
	return lines
}

// logLines shows the log, the newest line first.
func logLines(env pane.Env, w int) []string {
	entries := env.Workspace.Watched.Log
	if len(entries) == 0 {
		return []string{"Nothing has happened yet: events are written here as they come, and how renewals were judged."}
	}
	var lines []string
	for i := len(entries) - 1; i >= 0; i-- {
		lines = append(lines, logged(env, entries[i], w)...)
	}
	return lines
}

// logged writes an entry in lines of at most w cells, behind its time.
func logged(env pane.Env, e model.Entry, w int) (lines []string) {
	const gap = 2
	at, text := moment(e.At, env.Now), e.Text
	if e.Pretend {
		text += " (pretend)"
	}
	indent := len(at) + gap
	for i, line := range widget.Wrap(text, w-indent) {
		head := ""
		if i == 0 {
			head = at
		}
		lines = append(lines, env.Theme.Label.Render(widget.Pad(head, indent))+line)
	}
	return lines
}

// moment writes a second of the clock, with its day where that is another than today.
func moment(at int64, now time.Time) string {
	t := time.Unix(at, 0).In(now.Location())
	switch {
	case t.Year() != now.Year():
		return t.Format("2006-01-02 15:04:05")
	case t.YearDay() != now.YearDay():
		return t.Format("01-02 15:04:05")
	}
	return t.Format("15:04:05")
}

// stops finds the events of the rows that are shown, for the clock to be taken to.
func (p *Pane) stops(env pane.Env) travel.Stops {
	rows := &env.Workspace.Watched
	best := func(pick func(*model.Watched) *timeline.Event, better func(a, b timeline.Instant) bool) timeline.Instant {
		at := timeline.Never
		for _, i := range p.shown {
			if e := pick(rows.Row(i)); e != nil && (at == timeline.Never || better(e.At, at)) {
				at = e.At
			}
		}
		return at
	}
	return travel.Stops{
		None:   p.noStops(env),
		Arrive: func(at timeline.Instant) { p.chooseAt(env, at) },
		Next: func(now int64) timeline.Instant {
			return best(func(w *model.Watched) *timeline.Event { return w.NextEvent(now) }, func(a, b timeline.Instant) bool { return a < b })
		},
		Previous: func(now int64) timeline.Instant {
			return best(func(w *model.Watched) *timeline.Event { return w.PreviousEvent(now) }, func(a, b timeline.Instant) bool { return a > b })
		},
	}
}

func (p *Pane) noStops(env pane.Env) string {
	switch {
	case env.Workspace.Watched.Len() == 0:
		return "nothing is watched"
	case len(p.shown) == 0:
		return hidesAll
	}
	return ""
}

// hidesAll is why nothing can be done with the rows that are shown.
const hidesAll = "the filter hides every row: esc shows all"

// chooseAt chooses a row to which something happens at that instant: the one that is
// chosen already if it is one of them, else the first.
func (p *Pane) chooseAt(env pane.Env, at timeline.Instant) {
	rows := &env.Workspace.Watched
	for _, i := range append([]int{p.chosen}, p.shown...) {
		if e := rows.Row(i).NextEvent(int64(at) - 1); e != nil && e.At == at {
			p.choose(i)
			return
		}
	}
}
