package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// palette is the list of everything that can be done now, with its keys: help to
// read, and a menu to search and run from.
type palette struct {
	input   textinput.Model
	actions []pane.Action
	chosen  int
}

func (s *Shell) openPalette() pane.Effect {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = 64
	in.Focus()
	s.overlay = &palette{input: in, actions: append(s.focused().Actions(s.env()), s.actions()...)}
	return pane.Effect{}
}

// key moves, searches or does what is chosen.
func (p *palette) key(s *Shell, msg tea.KeyMsg) tea.Cmd {
	found := p.found()
	switch msg.String() {
	case "esc", "ctrl+p":
		s.overlay = nil
	case "up", "ctrl+k":
		p.chosen = max(p.chosen-1, 0)
	case "down", "ctrl+j":
		p.chosen = min(p.chosen+1, max(len(found)-1, 0))
	case "pgup":
		p.chosen = max(p.chosen-10, 0)
	case "pgdown":
		p.chosen = min(p.chosen+10, max(len(found)-1, 0))
	case "enter":
		s.overlay = nil
		if p.chosen < len(found) {
			return s.runByID(found[p.chosen].ID)
		}
	default:
		p.input, _ = p.input.Update(msg) // its commands only blink a cursor
		p.chosen = 0
	}
	return nil
}

// runByID does the action of this name as it is now: the one in the palette may
// be as old as the palette.
func (s *Shell) runByID(id string) tea.Cmd {
	for _, a := range append(s.focused().Actions(s.env()), s.actions()...) {
		if a.ID == id {
			return s.run(a)
		}
	}
	return nil
}

// found gives the actions that hold every word that was typed.
func (p *palette) found() []pane.Action {
	words := strings.Fields(strings.ToLower(p.input.Value()))
	var list []pane.Action
	for _, a := range p.actions {
		text := strings.ToLower(a.Title + " " + a.ID + " " + strings.Join(a.Keys, " "))
		all := true
		for _, w := range words {
			all = all && strings.Contains(text, w)
		}
		if all {
			list = append(list, a)
		}
	}
	return list
}

func (p *palette) footer() []pane.Action {
	return []pane.Action{
		{Keys: []string{"enter"}, Short: "do it"},
		{Keys: []string{"down"}, Short: "next"},
		{Keys: []string{"esc"}, Short: "back"},
	}
}

func (p *palette) view(t *theme.Theme, w, h int) []string {
	inner := w - 4
	find := t.Label.Render("find ") + widget.Input(t, &p.input, true, inner-5)
	lines := []string{find, widget.Rule(t, "what can be done here", inner)}
	found := p.found()
	rows := max(h-2-len(lines), 1)
	first := max(0, min(p.chosen-rows/2, len(found)-rows))
	for i := first; i < min(first+rows, len(found)); i++ {
		lines = append(lines, p.row(t, found[i], i == p.chosen, inner))
	}
	if len(found) == 0 {
		lines = append(lines, "Nothing is called that. Esc goes back.")
	}
	return widget.Box{Title: "All keys", Focused: true}.Draw(t, lines, w, h)
}

func (p *palette) row(t *theme.Theme, a pane.Action, chosen bool, w int) string {
	var keys []string
	for _, k := range a.Keys {
		keys = append(keys, keyLabel(k))
	}
	label := widget.Pad(strings.Join(keys, " "), 14)
	mark, title := "  ", a.Title
	if a.Disabled != "" {
		title += " " + t.Glyphs.Dot + " not now: " + a.Disabled
	}
	switch {
	case chosen:
		return t.Marked.Render(widget.Pad(t.Glyphs.Chosen+" "+label+" "+title, w))
	case a.Disabled != "":
		return t.Label.Render(widget.Cut(mark+label+" "+title, w))
	}
	return mark + t.Key.Render(label) + " " + title
}
