package watch

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/paste"
	"agtok/model/renewal"
	"agtok/token"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// renew asks for the token that is to take the chosen one's place.
func (p *Pane) renew(pane.Env) pane.Effect {
	i := p.chosen
	return p.ask(ask.Question{Title: "Renew with", Help: "paste the new token; ⏎ alone signs the same fields afresh, issued now; esc leaves it",
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
	if i >= len(list.Rows) {
		return nil, "the row is gone"
	}
	if text == "" {
		t, err := model.Afresh(&list.Rows[i], env.Workspace.Projects, env.Now, env.Salt())
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

// judge renews the row and says how the SDK would answer.
func (p *Pane) judge(env pane.Env, i int, next *token.Token) pane.Effect {
	list := &env.Workspace.Watched
	name := list.Rows[i].Name
	d := list.Renew(i, next, env.Workspace.Projects, env.Now)
	text := fmt.Sprintf("%s: %s", name, verdict(d))
	list.Log.Add(model.Entry{At: env.Now.Unix(), Pretend: env.Clock.Travels(), Text: text})
	e := p.kept(env, intent.Say{Text: text, Bad: !d.Renewal.Accepted || model.Identical(d)})
	if !d.Renewal.Accepted {
		e.Intents = e.Intents[1:] // nothing to keep
	}
	return e
}

func verdict(d renewal.Diff) string {
	switch {
	case !d.Renewal.Accepted:
		return fmt.Sprintf("renewal refused, onRenewTokenResult %d: %s", d.Renewal.Code, d.Renewal.Reason)
	case model.Identical(d):
		return "renewal accepted, but it gains no time"
	}
	return "renewal accepted"
}
