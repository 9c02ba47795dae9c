package compose

import (
	"fmt"

	"agtok/model"
	"agtok/model/cohost"
	"agtok/ui/intent"
	"agtok/ui/layout"
	"agtok/ui/pane"
)

// Actions gives what can be done in Compose now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	s := p.at()
	noToken, noChoice, noGrant, noEdit, noUndo := "", "", "", "", ""
	if p.minted.Token == nil {
		noToken = "there is no token: see what is wrong in the form"
	}
	if s.text {
		noChoice = "nothing to choose here: type"
	}
	if !s.text || !s.field.IsPrivilege() {
		noGrant = "go to a privilege first"
	}
	if !s.text {
		noEdit = "nothing to type here: choose with ← →"
	}
	if p.undo == nil {
		noUndo = "nothing was cleared or filled"
	}
	noLab := noToken
	if noToken == "" {
		noLab = p.unplayable()
	}
	run := func(f func(pane.Env) pane.Effect) func() pane.Effect { return func() pane.Effect { return f(env) } }
	list := []pane.Action{
		{ID: "compose.next", Title: "Go to the next field", Short: "next", Keys: []string{"tab", "down", "enter"}, Run: func() pane.Effect { return p.move(1) }},
		{ID: "compose.previous", Title: "Go to the previous field", Keys: []string{"shift+tab", "up"}, Run: func() pane.Effect { return p.move(-1) }},
	}
	if !s.text {
		list = append(list,
			pane.Action{ID: "compose.choose-next", Title: "Choose the next value", Short: "choose", Keys: []string{"right", " ", "l"}, Disabled: noChoice, Run: func() pane.Effect { return p.choose(env, 1) }},
			pane.Action{ID: "compose.choose-previous", Title: "Choose the previous value", Keys: []string{"left", "h"}, Disabled: noChoice, Run: func() pane.Effect { return p.choose(env, -1) }})
	}
	list = append(list, pane.Action{ID: "compose.grant", Title: "Grant the privilege or not", Short: grantShort(noGrant), Keys: grantKeys(noGrant), Disabled: noGrant, Run: run(p.toggle)})
	if p.editing && s.text {
		list = append(list, pane.Action{ID: "compose.leave", Title: "Stop typing, so that letters and digits are shortcuts", Short: "stop typing", Keys: []string{"esc"}, Run: p.leave})
	} else {
		list = append(list, pane.Action{ID: "compose.edit", Title: "Type into this field", Keys: []string{"i", "e"}, Disabled: noEdit, Run: p.edit})
	}
	narrow := "both sides are on the screen"
	if env.Width < layout.MediumWidth || env.Height < halfHeight {
		narrow = ""
	}
	list = append(list,
		pane.Action{ID: "compose.copy", Title: "Copy the token", Short: "copy token", Keys: []string{"ctrl+y", "Y"}, Disabled: noToken,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.minted.Text, What: "token"}) }},
		pane.Action{ID: "compose.decode", Title: "Open the token in Decode", Short: "decode", Keys: []string{"ctrl+d", "d"}, Disabled: noToken, Run: p.decode},
		pane.Action{ID: "compose.watch", Title: "Watch the token count down", Short: "watch", Keys: []string{"ctrl+w", "w"}, Disabled: noToken, Run: p.watch},
		pane.Action{ID: "compose.rehearse", Title: "Join with the token in the co-host lab", Keys: []string{"alt+l", "L"}, Disabled: noLab,
			Run: func() pane.Effect { return pane.Ask(intent.Rehearse{Token: p.minted.Token}) }},
		pane.Action{ID: "compose.side", Title: "Show the other side: form or token", Keys: []string{"ctrl+o", "o"}, Disabled: narrow,
			Run: func() pane.Effect { p.result = !p.result; return pane.Effect{} }},
		pane.Action{ID: "compose.tab", Title: "Show fields, bytes or the command", Keys: []string{"ctrl+t", "t"}, Run: run(p.nextTab)},
		pane.Action{ID: "compose.fresh", Title: "Issue the token now, with a new salt", Keys: []string{"ctrl+r", "r"}, Run: run(p.freshen)},
		pane.Action{ID: "compose.copy-field", Title: "Copy the value of the field", Keys: []string{"alt+y", "y"}, Disabled: noToken, Run: run(p.copyField)},
		pane.Action{ID: "compose.copy-command", Title: "Copy the command that makes the same bytes", Keys: []string{"alt+c", "c"}, Disabled: noToken,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.command(env), What: "command"}) }},
		pane.Action{ID: "compose.scroll-down", Title: "Scroll the token's side down", Keys: []string{"pgdown"}, Run: func() pane.Effect { return p.roll(env, 5) }},
		pane.Action{ID: "compose.scroll-up", Title: "Scroll the token's side up", Keys: []string{"pgup"}, Run: func() pane.Effect { return p.roll(env, -5) }},
		pane.Action{ID: "compose.clear", Title: "Set the form back", Keys: []string{"alt+x"}, Run: run(p.clear)},
		pane.Action{ID: "compose.undo", Title: "Undo setting back or filling the form", Keys: []string{"alt+u"}, Disabled: noUndo, Run: run(p.undoLast)},
	)
	return append(list, p.kindActions(env)...)
}

// unplayable says why the co-host lab can't play the token, "" if it can.
func (p *Pane) unplayable() string {
	if err := cohost.Playable(p.minted.Token); err != nil {
		return err.Error()
	}
	return ""
}

// kindActions choose a kind or a preset by its name, in the list of all actions.
func (p *Pane) kindActions(env pane.Env) []pane.Action {
	var list []pane.Action
	for _, k := range model.Kinds() {
		list = append(list, pane.Action{ID: "compose.kind-" + string(k.Kind), Title: fmt.Sprintf("Make a token of kind %s, %s: %s", k.Title, k.Format, k.About),
			Run: func() pane.Effect { return p.setKind(env, k.Kind) }})
	}
	for _, preset := range model.Presets() {
		list = append(list, pane.Action{ID: "compose.preset-" + preset.ID, Title: fmt.Sprintf("Preset %s: %s", preset.Title, preset.About),
			Run: func() pane.Effect { return p.setPreset(env, preset) }})
	}
	return list
}

func (p *Pane) setPreset(env pane.Env, preset model.Preset) pane.Effect {
	p.keep()
	p.draft = preset.Apply(p.draft)
	p.focus, p.editing = 0, false
	p.fill(env)
	return pane.Ask(intent.Say{Text: preset.Title + "; alt+u brings back the form before"})
}

func (p *Pane) setKind(env pane.Env, k model.Kind) pane.Effect {
	p.draft.SetKind(k)
	p.focus, p.editing = 0, false
	p.load()
	p.change(env)
	return pane.Effect{}
}

func grantShort(disabled string) string {
	if disabled != "" {
		return ""
	}
	return "on/off"
}

// grantKeys has the space bar where it can't be meant for anything else.
func grantKeys(disabled string) []string {
	if disabled != "" {
		return []string{"ctrl+g"}
	}
	return []string{"ctrl+g", " "}
}

func (p *Pane) leave() pane.Effect {
	p.editing = false
	p.focusInput()
	return pane.Effect{}
}

func (p *Pane) edit() pane.Effect {
	p.editing = true
	p.focusInput()
	return pane.Effect{}
}

// nextTab shows the next of the tabs, from its first line if the tabs are below
// what the screen shows.
func (p *Pane) nextTab(env pane.Env) pane.Effect {
	p.tab = (p.tab + 1) % tabCount
	p.result = true
	if _, tabs := p.tokenBody(env, p.tokenWidth(env)); tabs > p.scroll+p.tokenRows(env)/2 || tabs < p.scroll {
		p.scroll = tabs
	}
	return pane.Effect{}
}

// roll scrolls the token's side; the end is where its last line shows.
func (p *Pane) roll(env pane.Env, n int) pane.Effect {
	body, _ := p.tokenBody(env, p.tokenWidth(env))
	p.scroll = min(max(p.scroll+n, 0), max(len(body)-p.tokenRows(env), 0))
	return pane.Effect{}
}
