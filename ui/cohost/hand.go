package cohost

import (
	"errors"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// signer gives the project that signs the story's tokens: the one in use, or the
// demo project when that one has no certificate.
func signer(env pane.Env) (p project.Project, own bool) {
	p = env.Workspace.Project()
	if _, err := p.Signing(); err == nil {
		return p, true
	}
	return project.Demo(), false
}

// hand signs the chosen participant's token and hands it over. Who signs stands on
// the screen.
func (p *Pane) hand(env pane.Env, to func(*token.Token) pane.Effect) pane.Effect {
	by, _ := signer(env)
	t, err := p.sign(by, p.row(env).Token)
	if err != nil {
		return pane.Ask(intent.Say{Text: "no token: " + err.Error(), Bad: true})
	}
	return to(t)
}

func (p *Pane) sign(by project.Project, n int) (*token.Token, error) {
	c, err := by.Signing()
	if err != nil {
		return nil, err
	}
	text, err := p.lab.Sign(p.who, n, by.AppID, c)
	if err != nil {
		return nil, err
	}
	t, err := token.Parse(text)
	if err != nil {
		return nil, errors.Join(errors.New("what was signed can't be read back"), err)
	}
	return t, nil
}

func (p *Pane) decode(env pane.Env) pane.Effect {
	return p.hand(env, func(t *token.Token) pane.Effect { return pane.Ask(intent.OpenInDecode{Text: t.Text}) })
}

func (p *Pane) watch(env pane.Env) pane.Effect {
	return p.hand(env, func(t *token.Token) pane.Effect { return pane.Ask(intent.Watch{Name: p.name(p.who), Token: t}) })
}

func (p *Pane) copy(env pane.Env) pane.Effect {
	what := "token"
	if _, own := signer(env); !own {
		what = "token signed by the demo project"
	}
	return p.hand(env, func(t *token.Token) pane.Effect { return pane.Ask(intent.Copy{Text: t.Text, What: what}) })
}

func (p *Pane) compose(env pane.Env) pane.Effect {
	return p.hand(env, func(t *token.Token) pane.Effect {
		d, ok := model.DraftOf(t, nil)
		if !ok {
			return pane.Ask(intent.Say{Text: "Compose has no form for this token", Bad: true})
		}
		return pane.Ask(intent.OpenInCompose{Draft: d, Lossy: !d.Keeps(t)})
	})
}
