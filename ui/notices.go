package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// overlay is what stands in front of the panes and gets every key.
type overlay interface {
	key(s *Shell, msg tea.KeyMsg) tea.Cmd
	view(t *theme.Theme, w, h int) []string
	footer() []pane.Action
}

// notices lists what went wrong on the way in. It stays until it is closed, and
// the palette opens it again.
type notices struct {
	list   []string
	scroll int
}

// openNotices shows the workspace's notices, if there are any.
func (s *Shell) openNotices() pane.Effect {
	if list := s.workspace.Notices; len(list) > 0 {
		s.overlay = &notices{list: list}
	}
	return pane.Effect{}
}

func (n *notices) key(s *Shell, msg tea.KeyMsg) tea.Cmd {
	switch msg.String() {
	case "esc", "enter", "q", " ":
		s.overlay = nil
	case "down", "pgdown", "j":
		n.scroll++
	case "up", "pgup", "k":
		n.scroll = max(n.scroll-1, 0)
	}
	return nil
}

func (n *notices) footer() []pane.Action {
	return []pane.Action{{Keys: []string{"esc"}, Short: "go on"}, {Keys: []string{"down"}, Short: "scroll"}}
}

func (n *notices) view(t *theme.Theme, w, h int) []string {
	lines := []string{"The console works all the same, without what is said here.", ""}
	for _, text := range n.list {
		for i, line := range widget.Wrap(visible.Text(text), w-6) {
			lead := "  "
			if i == 0 {
				lead = t.Warn.Render(t.Glyphs.Warning) + " "
			}
			lines = append(lines, lead+line)
		}
		lines = append(lines, "")
	}
	shown, foot := widget.Scroll(t, lines, n.scroll, h-2)
	return widget.Box{Title: "Before you begin", Foot: foot, Focused: true}.Draw(t, shown, w, h)
}
