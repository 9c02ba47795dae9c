package cohost

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// askLifetime asks how long what is chosen is to last in the next token.
func (p *Pane) askLifetime(env pane.Env) pane.Effect {
	pass, value := p.row(env).Pass, ""
	if t := p.term(&pass); t.Granted {
		value = lifetime.Typed(t.Seconds)
	}
	help := "⏎ renews with it; empty (^u): not granted; 0: no end of its own; esc leaves it"
	if p.point == cohost.PointChannel {
		help = "⏎ renews with it; esc leaves it"
	}
	p.question = ask.Text(ask.Question{
		Title: fmt.Sprintf("Lifetime of %s for %s", p.subject(), p.name(p.who)),
		Help:  help,
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			if _, err := p.read(env, text); err != nil {
				return pane.Effect{}, err.Error()
			}
			p.answer = &text
			return pane.Effect{}, ""
		},
	}, value)
	return pane.Effect{}
}

// read reads a lifetime as it was typed, for a token that is issued now.
func (p *Pane) read(env pane.Env, text string) (cohost.Term, error) {
	if strings.TrimSpace(text) == "" && p.point != cohost.PointChannel {
		return cohost.Term{}, nil
	}
	seconds, err := lifetime.Parse(text, env.Now)
	return cohost.For(seconds), err
}

// typed takes a key while a lifetime is asked for. The token is issued when the
// answer is there, not when it was asked for.
func (p *Pane) typed(env pane.Env, msg tea.KeyMsg) pane.Effect {
	e, over := p.question.Update(env, msg)
	if !over {
		return e
	}
	answer := p.answer
	p.question, p.answer = nil, nil
	if answer == nil {
		return e
	}
	t, err := p.read(env, *answer)
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true})
	}
	return p.renew(env, p.with(p.row(env).Pass, t))
}

// questionActions end the question.
func (p *Pane) questionActions(env pane.Env) []pane.Action {
	press := func(k tea.KeyType) func() pane.Effect {
		return func() pane.Effect { return p.typed(env, tea.KeyMsg{Type: k}) }
	}
	return []pane.Action{
		{ID: "cohost.take", Title: "Renew with the lifetime that was typed", Short: "renew", Keys: []string{"enter"}, Run: press(tea.KeyEnter)},
		{ID: "cohost.leave", Title: "Leave the lifetime as it is", Short: "leave it", Keys: []string{"esc"}, Run: press(tea.KeyEsc)},
	}
}
