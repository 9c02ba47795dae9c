package chat

import (
	"context"
	"errors"

	"agtok/chatapi"
	"agtok/model/registration"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// finished takes what a job came to; one of an older generation changes nothing.
func (p *Pane) finished(msg finished) pane.Effect {
	if msg.generation != p.generation || p.job == nil {
		return pane.Effect{}
	}
	j := p.job
	p.job = nil
	j.cancel()
	p.note(p.feed.take())
	p.apply(msg.outcome)
	switch {
	case msg.err != nil:
		p.fail(j, "could not "+j.title, msg.err)
		return pane.Effect{}
	case msg.after != nil:
		p.fail(j, msg.done+"; could not look again", msg.after)
	case p.failure != nil && p.failure.job == j.title:
		p.failure = nil // this time it went well
	}
	if msg.report != nil {
		p.putReported(msg.report)
		p.report, p.tab, p.scroll = msg.report, tabReport, 0
		return pane.Ask(intent.Say{Text: summary(msg.report), Bad: msg.report.Count(registration.Failed) > 0})
	}
	if j.write && msg.done != "" {
		return pane.Ask(intent.Say{Text: msg.done})
	}
	return pane.Effect{}
}

// apply shows what a job has found out.
func (p *Pane) apply(o outcome) {
	if o.page != nil {
		if o.first {
			p.clear()
			p.left = 0
		}
		p.cursor, p.listed = o.page.Cursor, true
		p.left += o.page.Dropped
		for _, u := range o.page.Users {
			p.put(u)
		}
	}
	if o.user != nil {
		p.put(*o.user)
		if o.choose {
			p.choose(o.user.Username)
		}
	}
	if i, ok := p.places[o.about]; ok && o.activated != nil {
		p.rows[i].Activated = *o.activated
	}
	if o.dropped != "" {
		p.drop(o.dropped)
	}
	p.presences(o.presences)
}

// putReported shows the users that a batch has registered or found, and goes to the
// last of them.
func (p *Pane) putReported(r *registration.Report) {
	last := ""
	for i := range r.Outcomes {
		if u := r.Outcomes[i].User; u.Username != "" {
			p.put(u)
			last = u.Username
		}
	}
	p.choose(last)
}

func (p *Pane) fail(j *job, title string, err error) {
	if j.cancelled {
		title = "cancelled: " + j.title
	}
	text := err.Error()
	if own := new(chatapi.Error); errors.Is(err, context.Canceled) && !errors.As(err, &own) {
		text = "it was stopped before anything was sent"
	}
	p.failure = &failure{job: j.title, title: title, text: text, advice: chatapi.Advice(err)}
}
