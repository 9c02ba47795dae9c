// Package ask is the question that a pane puts to the user in a line of its own: a
// text to type or to paste, or whether to go ahead.
package ask

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/pane"
	"agtok/ui/theme"
)

// Prompt is where a pane asks: one question at a time. The zero value asks nothing.
type Prompt struct{ open asked }

// asked is a question that is open.
type asked interface {
	// update takes a key; over tells that the question is answered or was left.
	update(env pane.Env, msg tea.KeyMsg) (e pane.Effect, over bool)
	actions(press func(tea.KeyMsg) pane.Effect) []pane.Action
	lines(t *theme.Theme, w int) []string
}

// Ask asks for a text that is at first value; what is typed first takes its place.
func (p *Prompt) Ask(q Question, value string) pane.Effect {
	p.open = newEntry(q, value)
	return pane.Effect{}
}

// AskAgain asks once more, with the answer that was wrong and why.
func (p *Prompt) AskAgain(q Question, value, wrong string) pane.Effect {
	again := newEntry(q, value)
	again.untouched, again.wrong = false, wrong
	p.open = again
	return pane.Effect{}
}

// Confirm asks whether to go ahead.
func (p *Prompt) Confirm(c Consent) pane.Effect {
	p.open = &c
	return pane.Effect{}
}

// Drop takes the question away as if it had never been put.
func (p *Prompt) Drop() { p.open = nil }

// Active reports whether something is being asked.
func (p *Prompt) Active() bool { return p.open != nil }

// Confirms reports whether the question is one of whether to go ahead.
func (p *Prompt) Confirms() bool {
	_, ok := p.open.(*Consent)
	return ok
}

// Key takes what was typed or pasted. A question that the answer has led to stays
// open.
func (p *Prompt) Key(env pane.Env, msg tea.KeyMsg) pane.Effect {
	q := p.open
	if q == nil {
		return pane.Effect{}
	}
	e, over := q.update(env, msg)
	if over && p.open == q {
		p.open = nil
	}
	return e
}

// Actions gives the keys that end the question, for the footer.
func (p *Prompt) Actions(env pane.Env) []pane.Action {
	if p.open == nil {
		return nil
	}
	return p.open.actions(func(k tea.KeyMsg) pane.Effect { return p.Key(env, k) })
}

// Lines draws the question in w cells.
func (p *Prompt) Lines(t *theme.Theme, w int) []string {
	if p.open == nil {
		return nil
	}
	return p.open.lines(t, w)
}
