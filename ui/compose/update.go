package compose

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/paste"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Update takes typed characters, pastes and the news that the project is another.
func (p *Pane) Update(env pane.Env, msg tea.Msg) pane.Effect {
	switch msg := msg.(type) {
	case pane.Reloaded:
		p.mint(env)
	case tea.KeyMsg:
		return p.key(env, msg)
	default:
		if env.Shown {
			p.refresh(env)
		}
	}
	return pane.Effect{}
}

// refresh judges the token anew: its findings change with time.
func (p *Pane) refresh(env pane.Env) {
	if p.minted.Token != nil {
		p.seen = env.Workspace.Inspector().Refresh(p.seen, env.Now)
	}
}

func (p *Pane) key(env pane.Env, msg tea.KeyMsg) pane.Effect {
	if !p.editing {
		return pane.Effect{}
	}
	if p.at().choice == chooseUserAs {
		p.move(1) // who types here means the user
	}
	s := p.at()
	if !s.text {
		return pane.Effect{}
	}
	in := p.inputs[s.field]
	before := in.Value()
	if msg.Paste {
		if len(msg.Runes) > token.MaxText {
			return pane.Ask(intent.Say{Text: "this paste is too long for a field", Bad: true})
		}
		if env.Workspace.HoldsCertificate(string(msg.Runes)) {
			return pane.Ask(intent.Say{Text: pane.NoCertificate, Bad: true})
		}
		if pasted := string(msg.Runes); paste.Read(pasted)[0].Token != nil {
			return pane.Ask(intent.OpenInDecode{Text: pasted}) // no field takes a token
		}
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.TrimSpace(string(msg.Runes))), Paste: true}
	}
	updated, _ := in.Update(msg) // its commands only blink a cursor
	*in = updated
	if in.Value() != before {
		if s.field.IsPrivilege() && !p.draft.Granted(s.field) {
			p.draft.Toggle(s.field)
		}
		p.change(env)
	}
	return pane.Effect{}
}

// Receive fills the form with a draft from another pane.
func (p *Pane) Receive(env pane.Env, i intent.Intent) (pane.Effect, bool, bool) {
	open, ok := i.(intent.OpenInCompose)
	if !ok {
		return pane.Effect{}, false, false
	}
	p.keep()
	p.draft = open.Draft
	for f := range p.undo.Text { // what the token says nothing of stays as it was
		if spec := p.draft.Spec(); !spec.Has(model.Field(f)) {
			p.draft.Text[f] = p.undo.Text[f]
		}
	}
	p.focus, p.editing = 0, false
	p.fill(env)
	if open.Lossy {
		return pane.Ask(intent.Say{Text: "the form can't hold all of that token: what it leaves out is not signed again", Bad: true}), true, true
	}
	return pane.Ask(intent.Say{Text: "the form is filled: change it and copy the new token"}), true, true
}

// keep remembers the draft for undo.
func (p *Pane) keep() {
	before := p.draft
	p.undo = &before
}

// fill shows the draft in the form and makes its token with a salt of its own.
func (p *Pane) fill(env pane.Env) {
	p.salt = env.Salt()
	p.load()
	p.mint(env)
}

// move puts the cursor n stops further and edits what is there.
func (p *Pane) move(n int) pane.Effect {
	count := len(p.stops())
	p.focus = (p.focus + n + count) % count
	p.editing = p.at().text || p.at().choice == chooseUserAs
	p.focusInput()
	return pane.Effect{}
}

// choose takes the next or previous value where one of a few is chosen.
func (p *Pane) choose(env pane.Env, n int) pane.Effect {
	switch p.at().choice {
	case chooseKind:
		kinds := model.Kinds()
		for i := range kinds {
			if kinds[i].Kind == p.draft.Kind {
				p.draft.SetKind(kinds[(i+n+len(kinds))%len(kinds)].Kind)
				break
			}
		}
		p.load()
	case chooseUserAs:
		p.draft.ByAccount = !p.draft.ByAccount
	case chooseRole:
		roles := p.draft.Spec().Roles
		for i, r := range roles {
			if r == p.draft.Role {
				p.draft.SetRole(roles[(i+n+len(roles))%len(roles)])
				break
			}
		}
	}
	p.change(env)
	return pane.Effect{}
}

func (p *Pane) toggle(env pane.Env) pane.Effect {
	p.draft.Toggle(p.at().field)
	p.change(env)
	return pane.Effect{}
}

// freshen issues the token now, with a new salt.
func (p *Pane) freshen(env pane.Env) pane.Effect {
	p.salt = env.Salt()
	p.change(env)
	return pane.Ask(intent.Say{Text: "issued now, with a new salt"})
}

func (p *Pane) clear(env pane.Env) pane.Effect {
	p.keep()
	kind := p.draft.Kind
	p.draft = model.NewDraft()
	p.draft.SetKind(kind)
	p.fill(env)
	return pane.Ask(intent.Say{Text: "the form is as at first; alt+u brings back what it was"})
}

func (p *Pane) undoLast(env pane.Env) pane.Effect {
	p.draft, p.undo = *p.undo, nil
	p.fill(env)
	return pane.Ask(intent.Say{Text: "the form is as before"})
}

// missing gives what the token is bound to and does not carry, nil if it carries
// everything.
func (p *Pane) missing() *token.Missing {
	if !p.minted.Token.NeedsMissing() {
		return nil
	}
	missing := p.minted.Description.Missing
	return &missing
}

func (p *Pane) decode() pane.Effect {
	return pane.Ask(intent.OpenInDecode{Text: p.minted.Text, Missing: p.missing()})
}

func (p *Pane) watch() pane.Effect {
	return pane.Ask(intent.Watch{Token: p.minted.Token, Missing: p.missing()})
}

func (p *Pane) copyField(env pane.Env) pane.Effect {
	s := p.at()
	if !s.text {
		return pane.Ask(intent.Copy{Text: p.minted.Text, What: "token"})
	}
	return pane.Ask(intent.Copy{Text: p.inputs[s.field].Value(), What: visible.Line(noteLabel(p.draft.Spec(), s.field), 20)})
}
