// Package decode is the pane that takes any paste and says what it is: which
// tokens are in it, what each admits, who signed it, and what is wrong.
package decode

import (
	"github.com/charmbracelet/bubbles/textinput"

	"agtok/model"
	"agtok/token"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// maxText bounds what the field takes, in bytes: a log of a few hundred tokens.
// Terminals hand over longer pastes so slowly that keys would wait.
const maxText = 64 << 10

// Pane is Decode. Its view state: the text as pasted and what was found in it.
type Pane struct {
	text    widget.TextBox
	before  string // the text that a paste or clearing replaced
	editing bool
	focus   focus
	channel textinput.Model // what a 006 token does not carry
	uid     textinput.Model
	given   bool // the two are known, though they may be empty
	found   []model.Inspection
	chosen  int
	tab     tab
	scroll  int
	at      int  // in the bytes: the one that the cursor is on
	input   bool // on a narrow screen: show the field, not the inspection
}

// focus is where typed characters go.
type focus int

const (
	onText focus = iota
	onChannel
	onUID
	focusCount
)

// tab is what the lower part of the inspection shows.
type tab int

const (
	tabFields tab = iota
	tabBytes
	tabJSON
	tabCount
)

func (t tab) String() string { return [...]string{"fields", "bytes", "json"}[t] }

// New makes the pane, empty.
func New() *Pane {
	p := &Pane{editing: true, input: true, channel: textinput.New(), uid: textinput.New()}
	p.channel.Prompt, p.uid.Prompt = "", ""
	p.channel.CharLimit, p.uid.CharLimit = 1024, 1024
	return p
}

// Title names the pane.
func (p *Pane) Title() string { return "Decode" }

// Capturing reports whether typed characters go into a text.
func (p *Pane) Capturing() bool { return p.editing }

// Counting reports whether the chosen token counts down.
func (p *Pane) Counting(pane.Env) bool { return p.token() != nil }

// current gives the inspection that is shown.
func (p *Pane) current() *model.Inspection {
	if p.chosen < len(p.found) {
		return &p.found[p.chosen]
	}
	return nil
}

// token gives the token that is shown, nil when there is none.
func (p *Pane) token() *token.Token {
	if i := p.current(); i != nil {
		return i.Found.Token
	}
	return nil
}

// missing gives what was typed of what a 006 token does not carry, nil when
// nothing was.
func (p *Pane) missing() *token.Missing {
	if !p.given && p.channel.Value() == "" && p.uid.Value() == "" {
		return nil
	}
	return &token.Missing{Channel: p.channel.Value(), UID: p.uid.Value()}
}

// read inspects the text anew.
func (p *Pane) read(env pane.Env) {
	p.found, p.scroll = nil, 0
	if p.text.Text() != "" {
		p.found = env.Workspace.Inspector().Inspect(p.text.Text(), p.missing(), env.Now)
	}
	if p.chosen >= len(p.found) {
		p.chosen = 0
	}
	if t := p.token(); t == nil || !t.NeedsMissing() {
		p.focus = onText
	}
}

// needs reports whether the token shown needs channel and uid to be verified.
func (p *Pane) needs() bool { return p.token() != nil && p.token().NeedsMissing() }

// refresh judges what is shown anew: findings change with time.
func (p *Pane) refresh(env pane.Env) {
	if i := p.current(); i != nil {
		*i = env.Workspace.Inspector().Refresh(*i, env.Now)
	}
}

func now(env pane.Env) int64 { return env.Now.Unix() }
