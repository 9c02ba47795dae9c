package decode

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/paste"
	"agtok/token"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Update takes typed characters, pastes, the tick and the news that the project
// is another.
func (p *Pane) Update(env pane.Env, msg tea.Msg) pane.Effect {
	switch msg := msg.(type) {
	case pane.Reloaded:
		p.read(env)
	case tea.KeyMsg:
		return p.key(env, msg)
	case searched:
		return p.took(env, msg)
	default:
		if env.Shown {
			p.refresh(env)
		}
	}
	return pane.Effect{}
}

func (p *Pane) key(env pane.Env, msg tea.KeyMsg) pane.Effect {
	switch {
	case !p.editing:
		return pane.Effect{}
	case msg.Paste && (p.focus == onText || paste.Read(string(msg.Runes))[0].Token != nil):
		p.focus = onText // no field of the client takes a token
		return p.paste(env, string(msg.Runes))
	case p.focus != onText:
		p.client.key(p.focus, msg)
		p.judge(env)
		return pane.Effect{}
	case msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace:
		if len(p.text.Text())+len(msg.Runes) <= maxText {
			p.text.Insert(string(msg.Runes))
			p.read(env)
		}
	default:
		before := p.text.Text()
		if p.text.Key(msg.String()); p.text.Text() != before {
			p.read(env)
		}
	}
	return pane.Effect{}
}

// paste replaces the text: who pastes again wants the new text read.
func (p *Pane) paste(env pane.Env, text string) pane.Effect {
	if text == "" {
		return pane.Effect{}
	}
	if env.Workspace.HoldsCertificate(text) {
		return pane.Ask(intent.Say{Text: pane.NoCertificate, Bad: true})
	}
	if len(text) > maxText {
		return pane.Ask(intent.Say{Text: fmt.Sprintf("the paste has %d bytes, %d are taken: use agtok decode <FILE", len(text), maxText), Bad: true})
	}
	p.show(env, text, nil)
	switch n := p.tokens(); {
	case n > 1:
		return pane.Ask(intent.Say{Text: fmt.Sprintf("%d tokens found: ^n goes through them", n)})
	case p.before != "":
		return pane.Ask(intent.Say{Text: "replaced the text before; alt+u brings it back"})
	}
	return pane.Effect{}
}

// show puts another text into the field and reads it.
func (p *Pane) show(env pane.Env, text string, m *token.Missing) {
	p.before = p.text.Text()
	p.text.Set(text)
	if m != nil || p.hand == nil || paste.Read(text)[0].Token != nil {
		p.client.fill(m) // an error message is about the client of the token before
	}
	p.chosen, p.at, p.focus, p.input = 0, 0, onText, text == ""
	p.read(env)
}

// tokens counts what could be read.
func (p *Pane) tokens() int {
	n := 0
	for i := range p.found {
		if p.found[i].Found.Token != nil {
			n++
		}
	}
	return n
}

// Receive shows a text from another pane.
func (p *Pane) Receive(env pane.Env, i intent.Intent) (pane.Effect, bool, bool) {
	open, ok := i.(intent.OpenInDecode)
	if !ok {
		return pane.Effect{}, false, false
	}
	p.editing = false
	if len(open.Text) > maxText {
		return p.paste(env, open.Text), true, true
	}
	p.show(env, open.Text, open.Missing)
	p.editing = open.More
	return pane.Effect{}, true, true
}

func (p *Pane) step(env pane.Env, n int) pane.Effect {
	if len(p.found) > 0 {
		p.chosen = (p.chosen + n + len(p.found)) % len(p.found)
		p.scroll, p.at = 0, 0
		p.forget()
		p.judge(env)
	}
	return pane.Effect{}
}

// compose opens the token's draft in the form.
func (p *Pane) compose() pane.Effect {
	d, _ := model.DraftOf(p.token(), p.missing())
	return pane.Ask(intent.OpenInCompose{Draft: d, Lossy: !d.Keeps(p.token())})
}

func (p *Pane) watch() pane.Effect {
	return pane.Ask(intent.Watch{Token: p.token(), Missing: p.missing()})
}

// watchAll sends all tokens that were found to Watch.
func (p *Pane) watchAll() pane.Effect {
	var tokens []*token.Token
	for i := range p.found {
		if t := p.found[i].Found.Token; t != nil {
			tokens = append(tokens, t)
		}
	}
	return pane.Ask(intent.WatchAll{Tokens: tokens})
}

func (p *Pane) clear(env pane.Env) pane.Effect {
	p.show(env, "", nil)
	p.editing = true
	return pane.Ask(intent.Say{Text: "cleared; alt+u brings the text back"})
}

func (p *Pane) undo(env pane.Env) pane.Effect {
	p.show(env, p.before, nil)
	return pane.Effect{}
}

// json is what "agtok decode --json" prints for what is shown.
func (p *Pane) json(env pane.Env) string {
	return strings.TrimSpace(string(p.current().AppendJSON(nil, env.Now.Unix())))
}
