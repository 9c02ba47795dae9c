// Package watch is the pane in which tokens count down: a row each, and under
// them the chosen one with each of its privileges.
package watch

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/ui/detail"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Pane is Watch. Its view state is the row that is chosen; the rows are the
// workspace's.
type Pane struct {
	chosen int
}

// New makes the pane.
func New() *Pane { return &Pane{} }

// Title names the pane.
func (p *Pane) Title() string { return "Watch" }

// Capturing is false: nothing is typed here.
func (p *Pane) Capturing() bool { return false }

// Counting reports whether there is a row.
func (p *Pane) Counting(env pane.Env) bool { return env.Workspace.Counting() }

// Update takes the news that the workspace is another.
func (p *Pane) Update(env pane.Env, _ tea.Msg) pane.Effect {
	p.chosen = min(p.chosen, max(len(env.Workspace.Watched)-1, 0))
	return pane.Effect{}
}

// Receive adds a token, and leaves the pane that sent it on the screen.
func (p *Pane) Receive(env pane.Env, i intent.Intent) (pane.Effect, bool, bool) {
	w, ok := i.(intent.Watch)
	if !ok {
		return pane.Effect{}, false, false
	}
	if detail.Older(w.Token) {
		return pane.Ask(intent.Say{Text: "a token this old is read, and not watched: what it admits to is not known", Bad: true}), true, false
	}
	name, added := env.Workspace.Watch(w.Token, w.Missing)
	switch {
	case added:
		p.chosen = len(env.Workspace.Watched) - 1
		return pane.Ask(intent.Say{Text: fmt.Sprintf("watching %q: F3 shows it", name)}), true, false
	case name == "":
		return pane.Ask(intent.Say{Text: fmt.Sprintf("%d tokens are watched, more are not", model.MaxWatched), Bad: true}), true, false
	}
	return pane.Ask(intent.Say{Text: fmt.Sprintf("%q is watched already: F3 shows it", name)}), true, false
}

func (p *Pane) row(env pane.Env) *model.Watched {
	if p.chosen < len(env.Workspace.Watched) {
		return &env.Workspace.Watched[p.chosen]
	}
	return nil
}

// Actions gives what can be done in Watch now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	row, none, noUndo, noForm := p.row(env), "", "", ""
	if row == nil {
		none = "nothing is watched: press ^w on a token in Compose or Decode"
	}
	if !env.Workspace.CanRewatch() {
		noUndo = "nothing was taken out"
	}
	if noForm = none; row != nil {
		if _, ok := model.DraftOf(row.Token, row.Missing); !ok {
			noForm = "Compose has no form for a token with these services"
		}
	}
	count := len(env.Workspace.Watched)
	return []pane.Action{
		{ID: "watch.down", Title: "Go to the next row", Short: "next", Keys: []string{"down", "j"}, Disabled: none, Run: func() pane.Effect { return p.move(1, count) }},
		{ID: "watch.up", Title: "Go to the previous row", Keys: []string{"up", "k"}, Disabled: none, Run: func() pane.Effect { return p.move(-1, count) }},
		{ID: "watch.page-down", Title: "Go ten rows down", Keys: []string{"pgdown"}, Disabled: none, Run: func() pane.Effect { return p.move(10, count) }},
		{ID: "watch.page-up", Title: "Go ten rows up", Keys: []string{"pgup"}, Disabled: none, Run: func() pane.Effect { return p.move(-10, count) }},
		{ID: "watch.decode", Title: "Open the token in Decode", Short: "decode", Keys: []string{"enter", "d", "ctrl+d"}, Disabled: none,
			Run: func() pane.Effect { return pane.Ask(intent.OpenInDecode{Text: row.Token.Text, Missing: row.Missing}) }},
		{ID: "watch.compose", Title: "Change it in Compose and sign it again", Short: "compose", Keys: []string{"c"}, Disabled: noForm, Run: func() pane.Effect { return p.compose(env) }},
		{ID: "watch.copy", Title: "Copy the token", Short: "copy", Keys: []string{"y", "ctrl+y", "Y"}, Disabled: none,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: row.Token.Text, What: "token"}) }},
		{ID: "watch.remove", Title: "Take the row out", Short: "take out", Keys: []string{"x", "delete"}, Disabled: none, Run: func() pane.Effect { return p.remove(env) }},
		{ID: "watch.undo", Title: "Put back the row that was taken out last", Keys: []string{"u", "alt+u"}, Disabled: noUndo, Run: func() pane.Effect { p.chosen = env.Workspace.Rewatch(); return pane.Effect{} }},
	}
}

func (p *Pane) move(n, count int) pane.Effect {
	p.chosen = min(max(p.chosen+n, 0), max(count-1, 0))
	return pane.Effect{}
}

func (p *Pane) compose(env pane.Env) pane.Effect {
	row := p.row(env)
	d, _ := model.DraftOf(row.Token, row.Missing)
	return pane.Ask(intent.OpenInCompose{Draft: d, Lossy: !d.Keeps(row.Token)})
}

func (p *Pane) remove(env pane.Env) pane.Effect {
	name := p.row(env).Name
	env.Workspace.Unwatch(p.chosen)
	p.chosen = min(p.chosen, max(len(env.Workspace.Watched)-1, 0))
	return pane.Ask(intent.Say{Text: fmt.Sprintf("%q is out; u puts it back", name)})
}
