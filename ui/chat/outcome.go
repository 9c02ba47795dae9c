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
func (p *Pane) finished(env pane.Env, msg finished) pane.Effect {
	if msg.generation != p.generation || p.job == nil {
		return pane.Effect{}
	}
	j := p.job
	p.job = nil
	j.cancel()
	p.note(p.feed.take())
	p.apply(msg.outcome)
	if msg.err != nil {
		p.fail(j, msg.err)
		return pane.Effect{}
	}
	if p.failure != nil && p.failure.job == j.title {
		p.failure = nil // this time it went well
	}
	e := p.said(j, msg.outcome)
	if msg.next.title != "" {
		e.Cmd = p.start(env, msg.next).Cmd
	}
	return e
}

// said tells that something was changed.
func (p *Pane) said(j *job, o outcome) pane.Effect {
	switch {
	case o.report != nil:
		return pane.Ask(intent.Say{Text: summary(o.report), Bad: o.report.Count(registration.Failed) > 0}) // perhaps made ones too
	case j.write && o.done != "":
		return pane.Ask(intent.Say{Text: o.done})
	}
	return pane.Effect{}
}

// apply shows what a job has found out.
func (p *Pane) apply(o outcome) {
	if o.page != nil {
		p.show(o.page)
	}
	if o.users != nil {
		o.users(&p.users)
	}
	if o.shows != "" {
		p.users.choose(o.shows)
		p.turnTo(tabUser)
	}
	if o.report != nil {
		p.putReported(o.report)
		p.batch = o.report
		p.turnTo(tabReport)
	}
}

// show shows a page: the first in the place of all users, another one under them.
func (p *Pane) show(list *page) {
	if list.first {
		p.users.clear()
		p.left, p.aside = 0, false
	}
	p.cursor, p.listed = list.Cursor, true
	p.left += list.Dropped
	for _, u := range list.Users {
		p.users.put(u)
	}
}

// putReported shows the users that a batch has registered or found, and goes to the
// last of them.
func (p *Pane) putReported(r *batch) {
	last := ""
	for i := range r.Outcomes {
		if u := r.Outcomes[i].User; u.Username != "" {
			p.users.put(u)
			last = u.Username
		}
	}
	p.users.choose(last)
}

// fail shows that a job did not come to its end.
func (p *Pane) fail(j *job, err error) {
	title, text := "could not "+j.title, err.Error()
	if j.cancelled {
		title = "cancelled: " + j.title
	}
	if own := new(chatapi.Error); errors.Is(err, context.Canceled) && !errors.As(err, &own) {
		text = "it was stopped before anything was sent"
	}
	p.failure = &failure{job: j.title, title: title, text: text, advice: advice(j, err)}
}

// advice says what to do next, with the key that does it.
func advice(j *job, err error) string {
	text := chatapi.Advice(err)
	switch {
	case errors.Is(err, chatapi.ErrUnauthorized):
		return "f mints a fresh app token for the next request. " + text
	case j.about != "" && errors.Is(err, chatapi.ErrOutcomeUnknown):
		return "g asks how " + j.about + " is now. " + text
	case errors.Is(err, chatapi.ErrOutcomeUnknown):
		return "/ looks the user up. " + text
	}
	return text
}
