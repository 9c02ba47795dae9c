package watch

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model"
	"agtok/model/paste"
	"agtok/model/renewal"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/ask"
	"agtok/ui/pane"
)

// renew asks for the token that is to take the chosen one's place.
func (p *Pane) renew(pane.Env) pane.Effect {
	i := p.chosen
	return p.prompt.Ask(ask.Question{Title: "Renew with", Help: "paste the new token; ⏎ alone signs the same fields afresh, issued now; esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			next, wrong := p.next(env, i, strings.TrimSpace(text))
			if wrong != "" {
				return pane.Effect{}, wrong
			}
			return p.judge(env, i, next), ""
		}}, "")
}

// next reads the new token, or signs one.
func (p *Pane) next(env pane.Env, i int, text string) (t *token.Token, wrong string) {
	list := &env.Workspace.Watched
	if i >= list.Len() {
		return nil, "the row is gone"
	}
	if text == "" {
		t, err := list.Row(i).Afresh(env.Workspace.Projects, env.Now, env.Salt())
		if err != nil {
			return nil, err.Error()
		}
		return t, ""
	}
	found := paste.Read(text)
	if len(found) > 1 {
		return nil, fmt.Sprintf("%d tokens are in it: one is wanted", len(found))
	}
	if found[0].Token == nil {
		return nil, "that is not a token: " + found[0].Err.Message
	}
	return found[0].Token, ""
}

// judge renews the row and says how the SDK would answer. In pretended time it is a
// rehearsal.
func (p *Pane) judge(env pane.Env, i int, next *token.Token) pane.Effect {
	return p.change(env, func() news {
		list := &env.Workspace.Watched
		name, gone, renew := list.Row(i).Name, out(&list.Row(i).Timeline, env.Now.Unix()), list.Renew
		if env.Pretend {
			renew = list.Rehearse
		}
		d := renew(i, next, env.Workspace.Projects, env.Now)
		text := verdict(d, &list.Row(i).Timeline, env.Workspace.Platform)
		if d.Renewal.Accepted && gone {
			text += "; the user was out by then and has to join or log in again"
		}
		if d.Renewal.Accepted && env.Pretend {
			text = "in pretended time only: " + text
		}
		list.Judged(i, model.Entry{At: env.Now.Unix(), Pretend: env.Pretend, Text: text})
		if d.Renewal.Accepted && env.Pretend {
			text += "; u takes it back"
		}
		return news{said: name + ": " + text, bad: !d.Renewal.Accepted || d.GainsNothing(), same: !d.Renewal.Accepted}
	})
}

// out reports whether a user of the token is in nothing any more.
func out(tl *timeline.Timeline, now int64) bool {
	for _, s := range tl.Services {
		if !s.StaysUntil.Passed(now) {
			return false
		}
	}
	return true
}

// verdict says what becomes of a renewal. The codes are those of the native RTC
// SDKs from 4.6.0 on; the others' answers are not documented.
func verdict(d renewal.Diff, tl *timeline.Timeline, p timeline.Platform) string {
	rtc := slices.ContainsFunc(tl.Services, func(s timeline.Service) bool { return s.Type == token.RTC })
	switch {
	case !d.Renewal.Accepted && rtc && p != timeline.Web:
		return fmt.Sprintf("renewal refused, onRenewTokenResult %d: %s", d.Renewal.Code, d.Renewal.Reason)
	case !d.Renewal.Accepted:
		return "renewal refused: " + d.Renewal.Reason
	case d.GainsNothing():
		return "renewal accepted, but it gains no time"
	}
	return "renewal accepted"
}
