package cohost

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/ui/ask"
	"agtok/ui/pane"
)

// question is a text that is being asked for, with what its two ends are called.
type question struct {
	*ask.Question
	take, short, leave string
}

// ask puts a question whose answer is at first value.
func (p *Pane) ask(q question, value string) pane.Effect {
	q.Question = ask.Text(*q.Question, value)
	p.question = &q
	return pane.Effect{}
}

// askLifetime asks how long what is chosen is to last in the next token, which is
// issued when the answer is there, not when it was asked for.
func (p *Pane) askLifetime(env pane.Env) pane.Effect {
	pass, value := p.row(env).Pass, ""
	if t := p.term(&pass); t.Granted {
		value = lifetime.Typed(t.Seconds)
	}
	help := "⏎ renews with it; empty (^u): not granted; 0: no end of its own; esc leaves it"
	if p.point == cohost.PointChannel {
		help = "⏎ renews with it; esc leaves it"
	}
	return p.ask(question{take: "Renew with the lifetime that was typed", short: "renew", leave: "Leave the lifetime as it is", Question: &ask.Question{
		Title: fmt.Sprintf("Lifetime of %s for %s", p.subject(), p.name(p.who)),
		Help:  help,
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			t, err := p.read(env, text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.renew(env, p.with(p.row(env).Pass, t)), ""
		},
	}}, value)
}

// read reads a lifetime as it was typed, for a token that is issued now.
func (p *Pane) read(env pane.Env, text string) (cohost.Term, error) {
	if strings.TrimSpace(text) == "" && p.point != cohost.PointChannel {
		return cohost.Term{}, nil
	}
	seconds, err := lifetime.Parse(text, env.Now)
	return cohost.For(seconds), err
}

// askName asks what the chosen participant is to be called.
func (p *Pane) askName(pane.Env) pane.Effect {
	return p.ask(question{take: "Give the name that was typed", short: "name", leave: "Leave the name as it is", Question: &ask.Question{
		Title: "Name of " + p.name(p.who),
		Help:  fmt.Sprintf("⏎ gives it: at most %d characters; esc leaves it", cohost.MaxName),
		Done: func(_ pane.Env, text string) (pane.Effect, string) {
			next, err := p.lab.Rename(p.who, text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			was := p.name(p.who)
			if next.NameOf(p.who) == p.lab.NameOf(p.who) {
				return pane.Effect{}, ""
			}
			p.change(next)
			return say("%s is %s from now on", was, p.name(p.who)), ""
		},
	}}, p.lab.NameOf(p.who))
}

// typed takes a key while a text is asked for.
func (p *Pane) typed(env pane.Env, msg tea.KeyMsg) pane.Effect {
	if p.question == nil {
		return pane.Effect{}
	}
	e, over := p.question.Update(env, msg)
	if over {
		p.question = nil
	}
	return e
}

// questionActions end the question.
func (p *Pane) questionActions(env pane.Env) []pane.Action {
	press := func(k tea.KeyType) func() pane.Effect {
		return func() pane.Effect { return p.typed(env, tea.KeyMsg{Type: k}) }
	}
	return []pane.Action{
		{ID: "cohost.take", Title: p.question.take, Short: p.question.short, Keys: []string{"enter"}, Run: press(tea.KeyEnter)},
		{ID: "cohost.leave", Title: p.question.leave, Short: "leave it", Keys: []string{"esc"}, Run: press(tea.KeyEsc)},
	}
}
