// Package watch is the pane in which tokens count down: a row each, and under
// them the chosen one to scale, with what happens to it and when.
package watch

import (
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/token"
	"agtok/ui/ask"
	"agtok/ui/detail"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Pane is Watch. Its view state is which rows are shown in which order, and the one
// that is chosen; the rows are the workspace's.
type Pane struct {
	chosen int // the row, not its place on the screen
	// unfiltered is the row that was chosen before there was a filter, if none was
	// chosen since.
	unfiltered int
	shown      []int
	order      model.Order
	filter     string
	tab        tab
	scroll     int // of what is shown of the chosen row
	prompt     ask.Prompt
	alerts     alerts
	until      int64 // the Unix second after which nothing here changes by the second
}

// tab is what is shown of the chosen row.
type tab int

const (
	tabTimeline tab = iota
	tabEvents
	tabPhases
	tabLog
	tabCount
)

// New makes the pane.
func New() *Pane { return &Pane{order: model.ByAddition, unfiltered: noRow} }

// noRow is the row where there is none.
const noRow = -1

// Title names the pane.
func (p *Pane) Title() string { return "Watch" }

// Capturing reports whether something is being typed.
func (p *Pane) Capturing() bool { return p.prompt.Active() }

// Counting reports whether a row changes by the second.
func (p *Pane) Counting(env pane.Env) bool { return env.Now.Unix() <= p.until }

// Wake gives the time of the next alert.
func (p *Pane) Wake(pane.Env) (time.Time, bool) { return p.alerts.wake() }

// Update takes typed text, and the news that time has passed or that the workspace
// is another.
func (p *Pane) Update(env pane.Env, msg tea.Msg) pane.Effect {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return p.prompt.Key(env, msg)
	case pane.Reloaded:
		e := p.alert(env)
		p.changed(env)
		return e
	case pane.Tick:
		if p.moves() {
			p.arrange(env)
		}
		return p.alert(env)
	}
	return pane.Effect{}
}

// moves reports whether the order of the rows can change by time alone.
func (p *Pane) moves() bool {
	return p.order == model.ByNext || p.order == model.ByStatus || p.filter != ""
}

// changed sees to what depends on the rows.
func (p *Pane) changed(env pane.Env) {
	list := &env.Workspace.Watched
	p.unfiltered = noRow // the rows may be others
	p.chosen = min(p.chosen, max(list.Len()-1, 0))
	p.until = lastChange(list)
	p.alerts.plan(env)
	p.arrange(env)
}

// lastChange gives the second until which what is said of the rows changes by the
// second: a day after the last of them has ended.
func lastChange(list *model.Watchlist) (until int64) {
	for _, row := range list.All() {
		if row.Unusable() != "" {
			continue
		}
		tl := &row.Timeline
		last := int64(tl.TokenEnd)
		if n := len(tl.Events); n > 0 {
			last = max(last, int64(tl.Events[n-1].At))
		}
		until = max(until, last+24*60*60)
	}
	return until
}

// news is what there is to say of a change.
type news struct {
	said string
	bad  bool
	same bool // nothing has changed, so that there is nothing to keep
}

// change changes the rows, after it was told what is due of them as they are, and
// keeps them.
func (p *Pane) change(env pane.Env, change func() news) pane.Effect {
	e := p.alert(env)
	n := change()
	if p.changed(env); !n.same {
		e.Intents = append(e.Intents, intent.Keep{})
	}
	if n.said != "" {
		e.Intents = append(e.Intents, intent.Say{Text: n.said, Bad: n.bad})
	}
	return e
}

// arrange finds out which rows are shown, and keeps the chosen one among them.
func (p *Pane) arrange(env pane.Env) {
	p.shown = env.Workspace.Watched.Arrange(p.order, p.filter, env.Now.Unix())
	if len(p.shown) > 0 && p.place() < 0 {
		p.chosen = p.shown[0]
	}
}

// place gives the place of the chosen row on the screen, -1 if it is not shown.
func (p *Pane) place() int { return slices.Index(p.shown, p.chosen) }

// Receive adds a token, and leaves the pane that sent it on the screen.
func (p *Pane) Receive(env pane.Env, i intent.Intent) (pane.Effect, bool, bool) {
	switch w := i.(type) {
	case intent.WatchAll:
		return p.change(env, func() news { return p.addAll(env, w.Tokens) }), true, false
	case intent.Watch:
		if detail.Older(w.Token) {
			return pane.Ask(intent.Say{Text: "a token this old is read, and not watched: what it admits to is not known", Bad: true}), true, false
		}
		return p.change(env, func() news { return p.add(env, w) }), true, false
	}
	return pane.Effect{}, false, false
}

// addAll adds many rows and says how many are new.
func (p *Pane) addAll(env pane.Env, tokens []*token.Token) news {
	list, n := &env.Workspace.Watched, 0
	for _, t := range tokens {
		if detail.Older(t) {
			continue
		}
		if _, added := list.Add(t, nil, env.Workspace.Projects); added {
			n++
		}
	}
	said, full := fmt.Sprintf("watching %d more of %d tokens: F3 shows them", n, len(tokens)), list.Len() >= model.MaxWatched
	if full {
		said = fmt.Sprintf("watching %d more of %d tokens: %d tokens are watched, more are not", n, len(tokens), model.MaxWatched)
	}
	return news{said: said, bad: full, same: n == 0}
}

// add adds a row and says how that went.
func (p *Pane) add(env pane.Env, w intent.Watch) news {
	list := &env.Workspace.Watched
	name, added := "", false
	if w.Name != "" {
		name, added = list.AddNamed(w.Name, w.Token, env.Workspace.Projects)
	} else {
		name, added = list.Add(w.Token, w.Missing, env.Workspace.Projects)
	}
	switch {
	case added:
		p.chosen = list.Len() - 1
		return news{said: fmt.Sprintf("watching %q: F3 shows it", name)}
	case name == "":
		return news{said: fmt.Sprintf("%d tokens are watched, more are not", model.MaxWatched), bad: true, same: true}
	}
	return news{said: fmt.Sprintf("%q is watched already: F3 shows it", name)}
}

// row gives the chosen row, nil if none is shown.
func (p *Pane) row(env pane.Env) *model.Watched {
	if list := &env.Workspace.Watched; p.place() >= 0 && p.chosen < list.Len() {
		return list.Row(p.chosen)
	}
	return nil
}
