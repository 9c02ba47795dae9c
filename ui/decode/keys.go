package decode

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/admission"
	"agtok/model/redact"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/intent"
	"agtok/ui/layout"
	"agtok/ui/pane"
)

// Actions gives what can be done in Decode now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	run := func(f func(pane.Env) pane.Effect) func() pane.Effect { return func() pane.Effect { return f(env) } }
	none, few, noForm, noText, noUndo := "", "", "", "", ""
	if p.token() == nil {
		none = "there is no token here: paste one"
	}
	if len(p.found) < 2 {
		few = "there is one thing here"
	}
	if p.token() == nil {
		noForm = none
	} else if _, ok := model.DraftOf(p.token(), p.missing()); !ok {
		noForm = "Compose has no form for a token with these services"
	}
	if p.text.Text() == "" {
		noText = "there is no text"
	}
	if p.before == "" {
		noUndo = "no text was replaced"
	}
	list := p.editActions(env)
	if p.search.running {
		list = append([]pane.Action{{ID: "decode.stop-search", Title: "Stop the search", Short: "stop", Keys: []string{"esc"}, Run: p.stopSearch}}, list...)
	}
	if p.asks() {
		list = append(list,
			pane.Action{ID: "decode.field", Title: "Go to the next field: text, channel, user, App ID, moment", Short: "channel, user", Keys: []string{"tab"}, Run: func() pane.Effect { return p.nextField(1) }},
			pane.Action{ID: "decode.field-back", Title: "Go to the field before", Keys: []string{"shift+tab"}, Run: func() pane.Effect { return p.nextField(-1) }},
			pane.Action{ID: "decode.product", Title: "Let the client use it for another product: RTC, RTM, Chat", Keys: []string{"alt+r"},
				Run: func() pane.Effect { p.client.next(p.token()); return pane.Effect{} }})
	}
	if few == "" {
		list = append(list, pane.Action{ID: "decode.next", Title: "Show the next token", Short: fmt.Sprintf("%d of %d", p.chosen+1, len(p.found)), Keys: []string{"ctrl+n", "n"}, Run: func() pane.Effect { return p.step(env, 1) }},
			pane.Action{ID: "decode.watch-all", Title: "Watch every token that was found", Keys: []string{"alt+w", "W"}, Run: p.watchAll},
			pane.Action{ID: "decode.previous", Title: "Show the previous token", Keys: []string{"alt+n", "N"}, Run: func() pane.Effect { return p.step(env, -1) }})
	}
	list = append(list, p.twinActions()...)
	return append(list,
		pane.Action{ID: "decode.compose", Title: "Change it in Compose and sign it again", Short: "fix in Compose", Keys: []string{"ctrl+d", "d"}, Disabled: noForm, Run: p.compose},
		pane.Action{ID: "decode.watch", Title: "Watch the token count down", Short: "watch", Keys: []string{"ctrl+w", "w"}, Disabled: none, Run: p.watch},
		pane.Action{ID: "decode.tab", Title: "Show fields, bytes, JSON, the client, another token or the SDKs", Short: p.nextTabName(), Keys: []string{"ctrl+t", "t"}, Disabled: none, Run: run(p.nextTab)},
		pane.Action{ID: "decode.copy", Title: "Copy the token, mended where it was damaged", Short: "copy", Keys: []string{"ctrl+y", "y", "Y"}, Disabled: none,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.token().Text, What: "token"}) }},
		pane.Action{ID: "decode.redact", Title: "Copy a summary for a support thread: no token, no signature, no names", Keys: []string{"alt+s", "s"}, Disabled: noText, Run: run(p.redact)},
		pane.Action{ID: "decode.find", Title: "Find the channel and uid that a 006 token was made for", Keys: []string{"alt+f", "f"}, Disabled: p.noSearch(), Run: run(p.find)},
		pane.Action{ID: "decode.take", Title: "Put what was found into the fields", Keys: []string{"alt+i"}, Disabled: p.nothingFound(), Run: run(p.take)},
		pane.Action{ID: "decode.keep", Title: "Keep this token, to compare the next with it", Keys: []string{"alt+k", "="}, Disabled: none, Run: p.keep},
		pane.Action{ID: "decode.copy-json", Title: "Copy what is known of it as JSON", Keys: []string{"alt+c", "c"}, Disabled: noText,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.json(env), What: "JSON"}) }},
		pane.Action{ID: "decode.side", Title: "Show the text or what it is", Keys: []string{"ctrl+o", "o"}, Disabled: p.bothSides(env),
			Run: func() pane.Effect { p.input = !p.input; return pane.Effect{} }},
		pane.Action{ID: "decode.scroll-down", Title: "Scroll down", Keys: []string{"pgdown"}, Run: func() pane.Effect { return p.roll(env, 5) }},
		pane.Action{ID: "decode.scroll-up", Title: "Scroll up", Keys: []string{"pgup"}, Run: func() pane.Effect { return p.roll(env, -5) }},
		pane.Action{ID: "decode.clear", Title: "Clear the text", Keys: p.clearKeys(), Disabled: noText, Run: run(p.clear)},
		pane.Action{ID: "decode.undo", Title: "Bring back the text before", Keys: []string{"alt+u"}, Disabled: noUndo, Run: run(p.undo)},
	)
}

// clearKeys leave ctrl+u to a field of the client while one is edited.
func (p *Pane) clearKeys() []string {
	if p.editing && p.focus != onText {
		return []string{"alt+x"}
	}
	return []string{"ctrl+u", "alt+x"}
}

// twinActions make the tokens that go with the one shown; the first has a key.
func (p *Pane) twinActions() []pane.Action {
	if p.token() == nil {
		return nil
	}
	var list []pane.Action
	d, ok := model.DraftOf(p.token(), p.missing())
	lossy := ok && !d.Keeps(p.token())
	for i, twin := range model.Twins(p.token(), p.missing()) {
		a := pane.Action{ID: fmt.Sprintf("decode.twin-%d", i+1), Title: "Make " + twin.Title,
			Run: func() pane.Effect { return pane.Ask(intent.OpenInCompose{Draft: twin.Draft, Lossy: lossy}) }}
		if i == 0 {
			a.Keys = []string{"alt+t", "T"}
		}
		list = append(list, a)
	}
	return list
}

// editActions enter and leave the field; while there is nothing to look at there
// is nothing to scroll, so only then do the arrows move in the list.
func (p *Pane) editActions(env pane.Env) []pane.Action {
	if p.editing {
		return []pane.Action{{ID: "decode.leave", Title: "Stop typing, so that letters and digits are shortcuts", Keys: []string{"esc"},
			Run: func() pane.Effect { p.editing = false; return pane.Effect{} }}}
	}
	edit := pane.Action{ID: "decode.edit", Title: "Type into the text", Short: "type", Keys: []string{"i", "e", "enter"}, Run: p.edit}
	if p.tab == tabBytes && p.token() != nil {
		return []pane.Action{edit,
			{ID: "decode.next-field", Title: "Go to the next field of the bytes", Short: "field", Keys: []string{"down", "j"}, Run: func() pane.Effect { return p.fieldStep(env, 1) }},
			{ID: "decode.previous-field", Title: "Go to the previous field of the bytes", Keys: []string{"up", "k"}, Run: func() pane.Effect { return p.fieldStep(env, -1) }},
			{ID: "decode.next-byte", Title: "Go to the next byte", Short: "byte", Keys: []string{"right", "l"}, Run: func() pane.Effect { return p.byteStep(env, 1) }},
			{ID: "decode.previous-byte", Title: "Go to the previous byte", Keys: []string{"left", "h"}, Run: func() pane.Effect { return p.byteStep(env, -1) }},
		}
	}
	return []pane.Action{edit,
		{ID: "decode.down", Title: "Scroll down a line", Keys: []string{"down", "j"}, Run: func() pane.Effect { return p.roll(env, 1) }},
		{ID: "decode.up", Title: "Scroll up a line", Keys: []string{"up", "k"}, Run: func() pane.Effect { return p.roll(env, -1) }},
	}
}

func (p *Pane) fieldStep(env pane.Env, n int) pane.Effect {
	p.at = detail.Step(p.token(), p.at, n)
	return p.follow(env)
}

func (p *Pane) byteStep(env pane.Env, n int) pane.Effect {
	p.at = min(max(p.at+n, 0), len(p.token().Payload())-1)
	return p.follow(env)
}

// follow scrolls so that the byte under the cursor can be seen.
func (p *Pane) follow(env pane.Env) pane.Effect {
	w, h := p.room(env)
	_, tabs := p.body(env, w)
	_, row := detail.View{Theme: env.Theme, Now: env.Now, Width: w}.Bytes(p.token(), p.at, "")
	if line := tabs + 1 + row; line < p.scroll+1 || line >= p.scroll+h-1 {
		p.scroll = max(line-h/3, 0)
	}
	return pane.Effect{}
}

func (p *Pane) noSearch() string {
	if p.token() == nil || p.token().Format != token.Format006 {
		return "only a 006 token hides its channel and uid"
	}
	return ""
}

func (p *Pane) nothingFound() string {
	if r := &p.search.result; r.Confirmed == nil && len(r.Channels)+len(r.UIDs) == 0 {
		return "nothing was found: alt+f searches"
	}
	return ""
}

// redact copies what may be shown in public.
func (p *Pane) redact(env pane.Env) pane.Effect {
	i := p.current()
	in := redact.Input{Token: i.Found.Token, Err: i.Found.Err, Timeline: i.Timeline, Signer: i.Signer, Findings: i.Findings, Now: env.Now}
	for _, r := range i.Found.Repairs {
		in.Repairs = append(in.Repairs, string(r))
	}
	if ask, wrong := p.client.input(env, i.Found.Token); i.Found.Token != nil && wrong == nil && p.client.asked() {
		verdict := admission.Check(ask)
		in.Verdict = &verdict
	}
	summary := redact.Of(in)
	return pane.Ask(intent.Copy{Text: strings.TrimSuffix(summary.Text(), "\n"), What: "summary"})
}

// keep holds on to the token that is shown.
func (p *Pane) keep() pane.Effect {
	kept := *p.current()
	p.kept, p.tab = &kept, tabCompare
	return pane.Ask(intent.Say{Text: "kept: paste another token to compare"})
}

func (p *Pane) bothSides(env pane.Env) string {
	if env.Width < layout.MediumWidth {
		return ""
	}
	return "both are on the screen"
}

func (p *Pane) edit() pane.Effect {
	p.editing, p.input, p.focus = true, true, onText
	return pane.Effect{}
}

func (p *Pane) nextField(n int) pane.Effect {
	p.focus = (p.focus + focus(n) + p.fields()) % p.fields()
	p.editing, p.input = true, true
	return pane.Effect{}
}

// nextTab shows the next of the tabs, from its first line if the tabs are below
// what the screen shows.
func (p *Pane) nextTab(env pane.Env) pane.Effect {
	p.tab, p.input = (p.tab+1)%tabCount, false
	p.judge(env) // the client's fields may be gone from the screen
	w, h := p.room(env)
	if _, tabs := p.body(env, w); tabs > p.scroll+h/2 || tabs < p.scroll {
		p.scroll = tabs
	}
	return pane.Effect{}
}

func (p *Pane) nextTabName() string { return tabNames()[(p.tab+1)%tabCount] }

func (p *Pane) roll(env pane.Env, n int) pane.Effect {
	w, h := p.room(env)
	body, _ := p.body(env, w)
	p.scroll = min(max(p.scroll+n, 0), max(len(body)-h, 0))
	return pane.Effect{}
}
