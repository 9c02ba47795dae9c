package ask

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// Consent asks whether to do something that can't be undone.
type Consent struct {
	Title string
	About []string // what will be done, where, to whom
	Do    func(pane.Env) pane.Effect
	// Back asks anew for what was typed for it, so that esc loses none of it; nil:
	// esc leaves it as n does.
	Back func(pane.Env) pane.Effect
}

// update takes the answer: y does it, n and esc do not. Who agrees must have read
// all of it.
func (c *Consent) update(env pane.Env, msg tea.KeyMsg) (e pane.Effect, over bool) {
	switch msg.String() {
	case "y", "Y":
		if !c.fits(env) {
			return pane.Ask(intent.Say{Text: "make the window larger first: not all of it is to be read", Bad: true}), false
		}
		return c.Do(env), true
	case "esc":
		if c.Back != nil {
			return c.Back(env), true
		}
		return pane.Effect{}, true
	case "n", "N", "q":
		return pane.Effect{}, true
	}
	return pane.Effect{}, false
}

// fits reports whether a box as large as the pane shows all of it.
func (c *Consent) fits(env pane.Env) bool {
	return len(c.lines(env.Theme, env.Width-4)) <= env.Height-2
}

func (c *Consent) actions(press func(tea.KeyMsg) pane.Effect) []pane.Action {
	key := func(r rune) func() pane.Effect {
		return func() pane.Effect { return press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}) }
	}
	list := []pane.Action{
		{ID: "ask.yes", Title: "Do it", Short: "do it", Keys: []string{"y"}, Run: key('y')},
		{ID: "ask.no", Title: "Leave it", Short: "leave it", Keys: []string{"n", "esc"}, Run: key('n')},
	}
	if c.Back != nil {
		list[1].Keys = list[1].Keys[:1]
		list = append(list, pane.Action{ID: "ask.back", Title: "Go back to what was typed", Short: "back", Keys: []string{"esc"},
			Run: func() pane.Effect { return press(tea.KeyMsg{Type: tea.KeyEsc}) }})
	}
	return list
}

func (c *Consent) lines(t *theme.Theme, w int) []string {
	var lines []string
	for i, line := range widget.Wrap(c.Title, w-2) {
		lead := "  "
		if i == 0 {
			lead = t.Warn.Render(t.Glyphs.Warning) + " "
		}
		lines = append(lines, lead+t.Title.Render(line))
	}
	for _, text := range c.About {
		for _, line := range widget.Wrap(text, w-2) {
			lines = append(lines, "  "+line)
		}
	}
	keys := "  " + t.Key.Render("y") + " do it   " + t.Key.Render("n") + " leave it"
	if c.Back != nil {
		keys += "   " + t.Key.Render("esc") + " back"
	}
	return append(lines, keys)
}
