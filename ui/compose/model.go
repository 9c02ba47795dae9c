// Package compose is the pane in which a token is described and seen to change:
// a form on one side, the token that it comes to on the other.
package compose

import (
	"time"

	"github.com/charmbracelet/bubbles/textinput"

	"agtok/model"
	"agtok/ui/pane"
)

// Pane is Compose. Its view state: the draft as typed, where the cursor is, and
// the token that was minted at the last change.
type Pane struct {
	draft    model.Draft
	inputs   map[model.Field]*textinput.Model
	shown    map[model.Field]string // what the inputs made of the draft's texts
	focus    int                    // among the stops
	editing  bool                   // typed characters go into the focused text
	minted   model.Minted
	seen     model.Inspection // of the minted token
	issuedAt time.Time        // of the last change
	salt     uint32
	tab      tab
	result   bool // on a narrow screen: show the token, not the form
	scroll   int
	undo     *model.Draft // before the form was cleared or filled
}

// tab is what the lower part of the token's side shows.
type tab int

const (
	tabFields tab = iota
	tabBytes
	tabCommand
	tabCount
)

func tabNames() []string { return []string{"fields", "bytes", "command"} }

// New makes the pane with the draft that a newcomer sees.
func New() *Pane {
	p := &Pane{draft: model.NewDraft(), inputs: map[model.Field]*textinput.Model{}, shown: map[model.Field]string{}}
	p.focus, p.editing = 1, true // the channel name
	p.load()
	return p
}

// Title names the pane.
func (p *Pane) Title() string { return "Compose" }

// Capturing reports whether a text is being edited.
func (p *Pane) Capturing() bool { return p.editing && (p.at().text || p.at().choice == chooseUserAs) }

// Counting reports whether there is a token to count down.
func (p *Pane) Counting(pane.Env) bool { return p.minted.Token != nil }

// load puts the draft's texts into the inputs.
func (p *Pane) load() {
	spec := p.draft.Spec()
	for _, f := range spec.Fields {
		if f == model.FieldRole {
			continue
		}
		in := p.inputs[f]
		if in == nil {
			made := textinput.New()
			made.Prompt, made.CharLimit = "", 70_000
			in = &made
			p.inputs[f] = in
		}
		in.SetValue(p.draft.Text[f])
		in.CursorEnd()
		p.shown[f] = in.Value()
	}
	p.focusInput()
}

// focusInput gives the keyboard to the input under the cursor.
func (p *Pane) focusInput() {
	for f, in := range p.inputs {
		if p.Capturing() && p.at().field == f {
			in.Focus()
		} else {
			in.Blur()
		}
	}
}

// mint makes the token afresh from the form, issued now.
func (p *Pane) mint(env pane.Env) {
	p.issuedAt = env.Now
	if p.salt == 0 {
		p.salt = env.Salt()
	}
	p.remint(env)
}

// remint makes the token for the issue time that it has.
func (p *Pane) remint(env pane.Env) {
	project := env.Workspace.Project()
	certificate, err := project.Signing()
	p.minted = model.Mint(p.draft, p.issuedAt, p.salt, model.Signer{AppID: project.AppID, Certificate: certificate})
	if err != nil && !p.minted.Failed() {
		p.minted.Err = err
	}
	p.seen = model.Inspection{}
	if p.minted.Token != nil {
		missing := p.minted.Description.Missing
		p.seen = env.Workspace.Inspector().Inspect(p.minted.Text, &missing, env.Now)[0]
	}
}

// change takes over what was typed and makes the token.
func (p *Pane) change(env pane.Env) {
	spec := p.draft.Spec()
	for _, f := range spec.Fields {
		// An input can't hold every text that a token can: one that was not touched
		// stays as it is in the draft.
		if in := p.inputs[f]; in != nil && f != model.FieldRole && in.Value() != p.shown[f] {
			p.draft.Text[f], p.shown[f] = in.Value(), in.Value()
		}
	}
	p.mint(env)
}

// stop is a place that the cursor can be at.
type stop struct {
	choice choice
	field  model.Field
	text   bool // characters can be typed
}

// choice is a stop at which one of a few values is chosen.
type choice int

const (
	noChoice choice = iota
	chooseKind
	chooseUserAs
	chooseRole
)

// stops gives the places in the order in which they stand on the screen.
func (p *Pane) stops() []stop {
	list := []stop{{choice: chooseKind}}
	spec := p.draft.Spec()
	for _, f := range spec.Fields {
		switch {
		case f == model.FieldRole:
			list = append(list, stop{choice: chooseRole})
		case f == model.FieldUser && spec.User == "User":
			list = append(list, stop{choice: chooseUserAs}, stop{field: f, text: true})
		default:
			list = append(list, stop{field: f, text: true})
		}
	}
	return list
}

func (p *Pane) at() stop {
	list := p.stops()
	return list[min(p.focus, len(list)-1)]
}
