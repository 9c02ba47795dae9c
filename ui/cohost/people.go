package cohost

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/cohost"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// add has somebody new join at this second.
func (p *Pane) add(env pane.Env) pane.Effect {
	next, err := p.lab.Add(p.after(env), env.Salt())
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true})
	}
	p.welcome(next)
	comes := fmt.Sprintf("%s comes, a subscriber for %s", p.name(p.who), span(cohost.For(p.lab.Participants[p.who].Pass.Expire)))
	return tell(env, false, comes+": R renames, u undoes", comes+": u undoes", comes)
}

// after gives how many seconds of the story have gone by.
func (p *Pane) after(env pane.Env) int64 { return env.Now.Unix() - p.lab.Start }

// welcome takes a lab with somebody new at its end, whom it chooses.
func (p *Pane) welcome(l cohost.Lab) {
	p.change(l)
	p.who = len(l.Participants) - 1
}

// remove takes the chosen participant out of the story.
func (p *Pane) remove() pane.Effect {
	next, err := p.lab.Remove(p.who)
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true})
	}
	name := p.name(p.who)
	p.change(next)
	return say("%s is out of the story; u undoes", name)
}

// Receive has somebody join with a token from another pane, whatever was being
// asked for here before.
func (p *Pane) Receive(env pane.Env, i intent.Intent) (pane.Effect, bool, bool) {
	r, ok := i.(intent.Rehearse)
	if !ok {
		return pane.Effect{}, false, false
	}
	p.begin(env)
	p.prompt.Drop()
	p.picking, p.reading = false, false
	next, err := p.lab.Bring(r.Token, p.after(env))
	if err != nil {
		return pane.Ask(intent.Say{Text: err.Error(), Bad: true}), true, true
	}
	p.welcome(next)
	return p.arrival(env), true, true
}

// arrival says how the newcomer's joining went.
func (p *Pane) arrival(env pane.Env) pane.Effect {
	if p.after(env) < 0 {
		return tell(env, false, p.name(p.who)+" joins with the form's token when the story begins; u undoes", p.name(p.who)+" joins when the story begins")
	}
	came := slices.IndexFunc(p.events, func(e cohost.Event) bool {
		return e.Who == p.who && (e.Kind == cohost.Joins || e.Kind == cohost.Refused)
	})
	e := p.events[came]
	if e.Kind == cohost.Refused {
		p.point = cohost.PointJoin
		what, _, _ := strings.Cut(e.Text, ": ")
		return tell(env, true, p.name(p.who)+" "+strings.TrimSuffix(e.Text, "."), p.name(p.who)+" "+what)
	}
	how := p.name(p.who) + " " + e.Text
	return tell(env, false, how+" with the form's token; u undoes", how+"; u undoes", how, p.name(p.who)+" joins")
}
