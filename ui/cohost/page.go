package cohost

import (
	"fmt"

	"agtok/model/cohost"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// page shows all there is to the chosen answer and to the story, line by line.
func (p *Pane) page(env pane.Env, w, h int) []string {
	shown, foot := widget.Scroll(env.Theme, p.text(env, w-4), p.scroll, h-2)
	title := p.name(p.who) + " " + env.Theme.Glyphs.Dot + " " + p.point.Title() + "?"
	return widget.Box{Title: title, Foot: foot, Focused: true}.Draw(env.Theme, shown, w, h)
}

// text is what the page says.
func (p *Pane) text(env pane.Env, w int) []string {
	r := p.row(env)
	lines := widget.Wrap(fmt.Sprintf("client role %s", r.Role), w)
	lines = append(append(lines, p.answer(env, w)...), p.rests(env, "", w)...)
	for _, part := range p.more(env, w) {
		lines = append(lines, part...)
	}
	for _, report := range r.Cell(p.point).Shows {
		lines = append(lines, widget.Wrap(fmt.Sprintf("%s: %s: %s", report.Text, report.Certainty, report.Source), w)...)
	}
	lines = append(lines, "", widget.Rule(env.Theme, "What to look at", w))
	for _, sentence := range p.told.Look {
		lines = append(lines, widget.Wrap(sentence, w)...)
	}
	lines = append(lines, "", widget.Rule(env.Theme, "What happens when", w))
	for _, e := range p.events {
		lines = append(lines, p.wholeEvent(env, e, w)...)
	}
	return lines
}

// wholeEvent tells all there is to an event.
func (p *Pane) wholeEvent(env pane.Env, e cohost.Event, w int) []string {
	text := fmt.Sprintf("%-7s %s: %s", cohost.Offset(e.At-p.lab.Start), p.name(e.Who), e.Text)
	if sdk := reports(env, e); sdk != "" {
		text += " " + env.Theme.Glyphs.Dot + " " + sdk
	}
	if e.Certainty != cohost.Documented {
		text += fmt.Sprintf(" (%s: %s)", e.Certainty, e.Source)
	}
	lines := widget.Wrap(text, w-8)
	for i := range lines[min(1, len(lines)):] {
		lines[i+1] = "        " + lines[i+1]
	}
	return lines
}

// pageActions are what can be done on the page.
func (p *Pane) pageActions(env pane.Env) []pane.Action {
	scroll := func(by int) func() pane.Effect {
		return func() pane.Effect {
			last := len(p.text(env, env.Width-4)) - (env.Height - 2)
			p.scroll = max(0, min(p.scroll+by, last))
			return pane.Effect{}
		}
	}
	leaf := max(env.Height-3, 1)
	return []pane.Action{
		{ID: "cohost.page-close", Title: "Close the whole reason", Short: "back", Keys: []string{"esc", "v"}, Run: func() pane.Effect { p.reading = false; return pane.Effect{} }},
		{ID: "cohost.page-leaf", Title: "Read on", Short: "on", Keys: []string{"pgdown", " "}, Run: scroll(leaf)},
		{ID: "cohost.page-leaf-back", Title: "Read what was before", Short: "before", Keys: []string{"pgup"}, Run: scroll(-leaf)},
		{ID: "cohost.page-down", Title: "Scroll down", Keys: []string{"down", "j"}, Run: scroll(1)},
		{ID: "cohost.page-up", Title: "Scroll up", Keys: []string{"up", "k"}, Run: scroll(-1)},
		{ID: "cohost.page-answer", Title: "Read about the next answer", Short: "next answer", Keys: []string{"tab"}, Run: func() pane.Effect { return p.turn(1) }},
		{ID: "cohost.page-answer-back", Title: "Read about the previous answer", Keys: []string{"shift+tab"}, Run: func() pane.Effect { return p.turn(-1) }},
	}
}

// open opens the page.
func (p *Pane) open() pane.Effect {
	p.reading, p.scroll = true, 0
	return pane.Effect{}
}
