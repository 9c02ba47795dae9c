package cohost

import (
	"fmt"
	"strings"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/ui/ask"
	"agtok/ui/pane"
)

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
	return p.prompt.Ask(ask.Question{
		Take: "Renew with the lifetime that was typed", Short: "renew", Leave: "Leave the lifetime as it is",
		Title: fmt.Sprintf("Lifetime of %s for %s", p.subject(), p.name(p.who)),
		Help:  help,
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			t, err := p.read(env, text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.renew(env, p.with(p.row(env).Pass, t)), ""
		},
	}, value)
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
	return p.prompt.Ask(ask.Question{
		Take: "Give the name that was typed", Short: "name", Leave: "Leave the name as it is",
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
	}, p.lab.NameOf(p.who))
}
