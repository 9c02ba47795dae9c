package decode

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/admission"
	"agtok/model/errorline"
	"agtok/model/paste"
	"agtok/model/renewal"
	"agtok/model/reply"
	"agtok/model/visible"
	"agtok/ui/detail"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// View draws the field and what is in it: side by side, one above the other, or
// one of them.
func (p *Pane) View(env pane.Env, w, h int) []string {
	switch layout.Of(w, h+2) {
	case layout.Wide:
		left, right := split(w)
		return widget.Beside(p.inputSide(env, left, h), p.resultBox(env, right, h), left)
	case layout.Medium:
		top := p.inputHeight(h)
		return append(p.inputSide(env, w, top), p.resultBox(env, w, h-top)...)
	}
	return p.half(env, w, h)
}

func split(w int) (input, result int) { return layout.Split(w, 38, 44) }

// inputHeight is the height of the field's box where it stands above.
func (p *Pane) inputHeight(h int) int {
	top := 4 + p.listHeight()
	if p.text.Text() == "" {
		top = 6
	}
	return min(top, h/2)
}

// room is what there is within the box of the result.
func (p *Pane) room(env pane.Env) (w, h int) {
	switch layout.Of(env.Width, env.Height+2) {
	case layout.Wide:
		_, right := split(env.Width)
		return right - 4, env.Height - 2
	case layout.Medium:
		return env.Width - 4, env.Height - p.inputHeight(env.Height) - 2
	}
	return env.Width - 4, env.Height - 3
}

func (p *Pane) half(env pane.Env, w, h int) []string {
	chosen, box := 1, p.resultBox
	if p.input {
		chosen, box = 0, p.inputSide
	}
	strip := widget.Sides(env.Theme, chosen, [2]string{"text", "what it is"}, p.note(env), w)
	return append([]string{strip}, box(env, w, h-1)...)
}

// listHeight is the room that the list of several tokens asks for.
func (p *Pane) listHeight() int {
	extra := 0
	if p.asks() {
		extra = int(p.fields())
	}
	if len(p.found) < 2 {
		return extra
	}
	return min(len(p.found), 5) + 1 + extra
}

// fields is the first field of the client that is not shown: App ID and moment are
// for admission alone.
func (p *Pane) fields() focus {
	if p.tab == tabClient {
		return focusCount
	}
	return onAppID
}

func (p *Pane) inputSide(env pane.Env, w, h int) []string {
	t := env.Theme
	inner := w - 4
	var below []string
	if p.asks() {
		below = append(below, widget.Rule(t, "what the client passes", inner))
		for f := onChannel; f < p.fields(); f++ {
			below = append(below, p.field(t, f, inner))
		}
	}
	if len(p.found) > 1 {
		below = append(below, p.list(env, inner, min(len(p.found), max(h-4-len(below), 1)))...)
	}
	room := max(h-2-len(below), 1)
	lines := widget.Fit(p.textLines(env, inner, room), inner, room)
	return widget.Box{Title: "Paste anything", Focused: p.editing}.Draw(t, append(lines, below...), w, h)
}

func (p *Pane) textLines(env pane.Env, w, h int) []string {
	if p.text.Text() != "" {
		return p.text.Lines(env.Theme, p.editing && p.focus == onText, w, h)
	}
	lines := widget.Wrap("A token, a log with tokens in it, a JSON reply, a header line, an Authorization or what looks like one. It is read here and sent nowhere.", w)
	for i := range lines {
		lines[i] = env.Theme.Label.Render(lines[i])
	}
	if p.editing {
		return append([]string{env.Theme.Marked.Render(" ")}, lines...)
	}
	return lines
}

// field is one of the texts that say what the client passes.
func (p *Pane) field(t *theme.Theme, f focus, w int) string {
	const labels = 10
	editing := p.focus == f && p.editing
	lead := t.Label.Render(widget.Pad(" "+f.label(), labels))
	if editing {
		lead = t.Accent.Render(widget.Pad(t.Glyphs.Chosen+f.label(), labels))
	}
	in := &p.client.inputs[f]
	if in.Value() == "" && !editing {
		return lead + t.Label.Render(f.empty())
	}
	return lead + widget.Input(t, in, editing, w-labels)
}

// list is what was found, a row each, around the chosen one.
func (p *Pane) list(env pane.Env, w, h int) []string {
	t := env.Theme
	lines := []string{widget.Rule(t, fmt.Sprintf("%d found", len(p.found)), w)}
	first := max(0, min(p.chosen-h/2, len(p.found)-h))
	for i := first; i < min(first+h, len(p.found)); i++ {
		f := &p.found[i]
		row := fmt.Sprintf("%d  not readable: %s", i+1, visible.Line(f.Found.Input, 24))
		if f.Found.Token != nil {
			row = fmt.Sprintf("%d  %s %s", i+1, f.Found.Token.Format, visible.Line(f.Found.Token.Text, 24))
		}
		if i == p.chosen {
			row = t.Marked.Render(widget.Pad(t.Glyphs.Chosen+row, w))
		} else {
			row = " " + row
		}
		lines = append(lines, row)
	}
	return lines
}

// note is the state of what is shown, for the edge of its box.
func (p *Pane) note(env pane.Env) string {
	i := p.current()
	switch {
	case i == nil:
		return ""
	case i.Found.Token == nil:
		return env.Theme.Bad.Render(env.Theme.Glyphs.Error + " not a token")
	}
	if detail.Older(i.Found.Token) {
		return env.Theme.Warn.Render("? only read: older than 006")
	}
	return detail.Summary(env.Theme, i.Status(now(env)), &i.Timeline, now(env))
}

func (p *Pane) resultBox(env pane.Env, w, h int) []string {
	body, _ := p.body(env, w-4)
	shown, foot := widget.Scroll(env.Theme, body, p.scroll, h-2)
	return widget.Box{Title: "What this is", Note: p.note(env), Foot: foot, Focused: !p.editing}.Draw(env.Theme, shown, w, h)
}

// body is everything there is to say, and the line on which its tabs begin; what
// does not fit is reached by scrolling.
func (p *Pane) body(env pane.Env, w int) (lines []string, tabs int) {
	i := p.current()
	if i == nil {
		return p.nothing(w), 0
	}
	if i.Found.Token == nil {
		v := detail.View{Theme: env.Theme, Now: env.Now, Width: w}
		if meanings := errorline.Explain(p.text.Text()); len(meanings) > 0 && (i.Found.Recognised == paste.ErrorLine || i.Found.Recognised == paste.PlainText) {
			return p.meanings(env, v, meanings), 0
		}
		return v.Damaged(i), 0
	}
	t := env.Theme
	v := detail.View{Theme: t, Now: env.Now, Width: w}
	lines = []string{v.Headline(i)}
	if !detail.Older(i.Found.Token) {
		lines = append(append(lines, v.WorksFor(i)...), "")
		lines = append(lines, v.Bars(&i.Timeline)...)
	}
	if found := v.Findings(i.Findings); len(found) > 0 {
		lines = append(append(lines, ""), found...)
	}
	tabs = len(lines)
	lines = append(lines, widget.Rule(t, widget.Tabs(t, int(p.tab), tabNames()...), w))
	switch p.tab {
	case tabBytes:
		dump, _ := v.Bytes(i.Found.Token, p.at, i.Secret())
		return append(lines, dump...), tabs
	case tabJSON:
		return append(lines, widget.Chop(visible.Text(p.json(env)), w)...), tabs
	case tabClient:
		return append(lines, p.admission(env, v)...), tabs
	case tabCompare:
		return append(lines, p.compare(env, v)...), tabs
	case tabSDKs:
		return append(lines, v.SDKs(i.Found.Token)...), tabs
	}
	return append(lines, v.Fields(i)...), tabs
}

// meanings says what an SDK's message means, and holds it against the token that
// was looked at before.
func (p *Pane) meanings(env pane.Env, v detail.View, list []errorline.Meaning) []string {
	if p.hand == nil {
		lines := v.Meanings(list, nil, nil)
		return append(lines, widget.Wrap("Paste the token that the client passes, then the message again: the causes are looked for in it.", v.Width)...)
	}
	in, wrong := p.client.input(env, p.hand.Found.Token)
	if wrong != nil {
		in.Now = env.Now
	}
	verdict := admission.Check(in)
	return v.Meanings(list, &verdict, p.hand.Findings)
}

// compare lays the token beside the one that was kept for it, or beside the other
// one that was pasted with it.
func (p *Pane) compare(env pane.Env, v detail.View) []string {
	first, second := p.pair()
	if first == nil {
		return widget.Wrap("Press = to keep this token, then paste another: here is what differs, and whether renewing the first with the second is accepted. Two tokens in one paste are compared at once.", v.Width)
	}
	return v.Compare(renewal.Compare(renewal.Input{Old: first.Found.Token, New: second.Found.Token, Signer: second.Signer, Now: env.Now}), first.Secret(), second.Secret())
}

// pair gives the two tokens to compare, nil when there are none.
func (p *Pane) pair() (first, second *model.Inspection) {
	second = p.current()
	if p.kept != nil {
		return p.kept, second
	}
	for i := range p.found {
		if other := &p.found[i]; other != second && other.Found.Token != nil {
			if i > p.chosen {
				return second, other
			}
			return other, second
		}
	}
	return nil, nil
}

// admission says whether the client would be let in, and why not.
func (p *Pane) admission(env pane.Env, v detail.View) []string {
	in, wrong := p.client.input(env, p.token())
	if wrong != nil {
		return []string{env.Theme.Bad.Render(env.Theme.Glyphs.Error + " moment: " + wrong.Error())}
	}
	lines := append(p.candidates(v), v.Admission(in))
	if !p.client.asked() && p.client.given == nil {
		return append(lines, widget.Wrap("Say what the client passes: tab goes to channel and user.", v.Width)...)
	}
	lines = append(lines, v.Verdict(admission.Check(in))...)
	if text := strings.TrimSpace(p.text.Text()); strings.HasPrefix(text, "{") && p.client.asked() {
		lines = append(lines, "", widget.Rule(env.Theme, "what the token server was asked for, if this is its reply", v.Width))
		lines = append(lines, v.Differences(reply.Compare(p.client.askedOf(in), reply.Read(text), nil))...)
	}
	return lines
}

func (p *Pane) nothing(w int) []string {
	var lines []string
	for _, text := range []string{
		"Nothing to read. Paste a token and this side says what it is, who signed it, what it admits to and until when, and what is wrong with it.",
		"Your terminal's own paste key works; several tokens at once are listed.",
	} {
		lines = append(append(lines, widget.Wrap(text, w)...), "")
	}
	return lines
}
