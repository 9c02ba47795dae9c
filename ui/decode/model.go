// Package decode is the pane that takes any paste and says what it is: which
// tokens are in it, what each admits, who signed it, and what is wrong.
package decode

import (
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
	client  clientForm
	found   []model.Inspection
	hand    *model.Inspection // the token that was shown last
	kept    *model.Inspection // the token that others are compared with
	chosen  int
	search  search
	tab     tab
	scroll  int
	at      int  // in the bytes: the one that the cursor is on
	input   bool // on a narrow screen: show the field, not the inspection
}

// tab is what the lower part of the inspection shows.
type tab int

const (
	tabFields tab = iota
	tabBytes
	tabJSON
	tabClient
	tabCompare
	tabSDKs
	tabCount
)

func tabNames() []string {
	return []string{"fields", "bytes", "json", "client", "compare", "SDKs"}
}

// New makes the pane, empty.
func New() *Pane {
	return &Pane{editing: true, input: true, client: newClientForm()}
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

// missing gives what is known of what a 006 token does not carry, nil when
// nothing is.
func (p *Pane) missing() *token.Missing { return p.client.missing(p.token()) }

// read inspects the text anew.
func (p *Pane) read(env pane.Env) {
	p.found, p.scroll = nil, 0
	p.forget()
	if p.text.Text() != "" {
		p.found = env.Workspace.Inspector().Inspect(p.text.Text(), nil, env.Now)
	}
	if p.chosen >= len(p.found) {
		p.chosen = 0
	}
	p.judge(env)
}

// judge holds the token that is shown against what the client is said to pass.
func (p *Pane) judge(env pane.Env) {
	if i := p.current(); i != nil && i.Found.Token != nil {
		*i = env.Workspace.Inspector().Of(i.Found, p.missing(), env.Now)
		hand := *i
		p.hand = &hand
	}
	if !p.asks() || p.focus >= p.fields() {
		p.focus = onText
	}
}

// asks reports whether the fields of the client are on the screen: where a token
// can't be verified without them, and where admission is looked at.
func (p *Pane) asks() bool {
	return p.token() != nil && (p.token().NeedsMissing() || p.tab == tabClient)
}

// refresh judges what is shown anew: findings change with time.
func (p *Pane) refresh(env pane.Env) {
	if i := p.current(); i != nil {
		*i = env.Workspace.Inspector().Refresh(*i, env.Now)
	}
	if p.hand != nil {
		*p.hand = env.Workspace.Inspector().Refresh(*p.hand, env.Now)
	}
}

func now(env pane.Env) int64 { return env.Now.Unix() }
