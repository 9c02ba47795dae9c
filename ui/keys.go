package ui

import (
	"strconv"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/intent"
	"agtok/ui/layout"
	"agtok/ui/pane"
)

// key routes a key: emergency, overlay, paste, the focused pane's actions, its
// text, the shell's own actions.
func (s *Shell) key(msg tea.KeyMsg) tea.Cmd {
	if !s.toast.Alert {
		s.toast.Say = intent.Say{} // it was about the key before
	}
	if msg.Type == tea.KeyCtrlC {
		return s.quit()
	}
	if msg.String() != "q" {
		s.leaving = false
	}
	if s.tiny() { // nobody acts on what is not on the screen
		return s.tinyKey(msg)
	}
	if s.overlay != nil {
		return s.overlay.key(s, msg)
	}
	p := s.focused()
	if n := len(msg.Runes); n > 1 && msg.Type == tea.KeyRunes && !msg.Paste {
		switch {
		case n < unmarked || monotonous(msg.Runes):
			return s.each(msg)
		case !p.Capturing():
			return s.route(intent.OpenInDecode{Text: string(msg.Runes), More: true})
		}
		msg.Paste = true // else a text that is called like a key would be one
	}
	if msg.Paste {
		return s.paste(msg)
	}
	if a, ok := match(p.Actions(s.env()), msg, p.Capturing()); ok {
		return s.run(a)
	}
	if p.Capturing() && isText(msg) {
		return s.do(p.Update(s.env(), msg))
	}
	if a, ok := match(s.actions(), msg, p.Capturing()); ok {
		return s.run(a)
	}
	return s.do(p.Update(s.env(), msg))
}

// tiny reports whether the screen is too small to show a pane.
func (s *Shell) tiny() bool { return s.w > 0 && layout.Of(s.w, s.h) == layout.Tiny }

// tinyKey takes the keys that work on a screen too small for a pane.
func (s *Shell) tinyKey(msg tea.KeyMsg) tea.Cmd {
	if msg.String() == "q" && !s.focused().Capturing() || msg.Type == tea.KeyCtrlZ {
		if a, ok := match(s.actions(), msg, false); ok {
			return s.run(a)
		}
	}
	return nil
}

// unmarked is how many characters in one read are taken for a paste by a terminal
// that does not mark pastes: nobody presses so many shortcuts at once.
const unmarked = 8

// monotonous reports whether so few characters repeat that a key was held down: no
// token reads like that.
func monotonous(text []rune) bool {
	const most = 3
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen) <= most
}

// each takes the characters of one read as keys of their own: fast fingers press
// several between two reads.
func (s *Shell) each(msg tea.KeyMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, r := range msg.Runes {
		cmds = append(cmds, s.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}))
	}
	return tea.Batch(cmds...)
}

// paste goes into the text that is being edited, else Decode reads it.
func (s *Shell) paste(msg tea.KeyMsg) tea.Cmd {
	if s.focused().Capturing() {
		return s.do(s.focused().Update(s.env(), msg))
	}
	return s.route(intent.OpenInDecode{Text: string(msg.Runes)})
}

// match finds the action that a key stands for. While text is captured, keys
// that would type a character stand for none.
func match(actions []pane.Action, msg tea.KeyMsg, capturing bool) (pane.Action, bool) {
	name := msg.String()
	if capturing && isText(msg) {
		return pane.Action{}, false
	}
	for _, a := range actions {
		for _, k := range a.Keys {
			if k == name {
				return a, true
			}
		}
	}
	return pane.Action{}, false
}

func isText(msg tea.KeyMsg) bool {
	return !msg.Alt && (msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace)
}

// run does an action, or says why it can't be done.
func (s *Shell) run(a pane.Action) tea.Cmd {
	if a.Disabled != "" {
		return s.say(intent.Say{Text: a.Disabled, Bad: true})
	}
	return s.do(a.Run())
}

// quit ends the console; when that would cut off work, it takes asking twice.
func (s *Shell) quit() tea.Cmd {
	if work := s.work(); work != "" && !s.leaving {
		s.leaving = true
		return s.say(intent.Say{Text: work + " is under way: once more quits and leaves it half done", Bad: true})
	}
	return tea.Quit
}

// work says what quitting would cut off, "" if nothing.
func (s *Shell) work() string {
	for _, p := range s.panes {
		if b, ok := p.(pane.Busy); ok && b.Busy() != "" {
			return b.Busy()
		}
	}
	return ""
}

// actions are the shell's own, which hold everywhere.
func (s *Shell) actions() []pane.Action {
	list := []pane.Action{
		{ID: "shell.help", Title: "Show all keys and find an action", Short: "all keys", Keys: s.helpKeys(), Run: s.openPalette},
		{ID: "shell.next-pane", Title: "Go to the next pane", Keys: []string{"ctrl+right", "alt+right"}, Run: func() pane.Effect { return s.show(s.focus + 1) }},
		{ID: "shell.previous-pane", Title: "Go to the previous pane", Keys: []string{"ctrl+left", "alt+left"}, Run: func() pane.Effect { return s.show(s.focus - 1) }},
		{ID: "shell.project", Title: "Use the next project", Keys: []string{"alt+p"}, Disabled: s.oneProject(), Run: s.nextProject},
		{ID: "shell.notices", Title: "Read again what was wrong at the start", Keys: []string{"alt+m"}, Disabled: s.noNotice(), Run: s.openNotices},
		{ID: "shell.mute", Title: s.muteTitle(), Keys: []string{"alt+a"}, Run: s.mute},
		{ID: "shell.quit", Title: "Quit", Keys: []string{"ctrl+c", "q"}, Run: func() pane.Effect { return pane.Effect{Cmd: s.quit()} }},
		{ID: "shell.suspend", Title: "Stop and go back to the shell (fg returns)", Keys: []string{"ctrl+z"}, Run: func() pane.Effect { return pane.Effect{Cmd: tea.Suspend} }},
		{ID: "shell.redraw", Title: "Draw the screen afresh", Keys: []string{"ctrl+l"}, Run: func() pane.Effect { return pane.Effect{Cmd: tea.ClearScreen} }},
	}
	for i, p := range s.panes {
		n := strconv.Itoa(i + 1)
		list = append(list, pane.Action{ID: "shell.pane-" + n, Title: "Go to " + p.Title(), Keys: []string{"f" + n, n},
			Run: func() pane.Effect { return s.show(i) }})
	}
	return list
}

// helpKeys puts first the key that works now.
func (s *Shell) helpKeys() []string {
	if s.focused().Capturing() {
		return []string{"ctrl+p", "?", ":"}
	}
	return []string{"?", "ctrl+p", ":"}
}

func (s *Shell) show(i int) pane.Effect {
	return pane.Effect{Cmd: s.turnTo((i + len(s.panes)) % len(s.panes))}
}

func (s *Shell) noNotice() string {
	if len(s.workspace.Notices) > 0 {
		return ""
	}
	return "nothing was wrong"
}

func (s *Shell) oneProject() string {
	if work := s.work(); work != "" {
		return work + " is under way in this project"
	}
	if len(s.workspace.Projects) > 1 {
		return ""
	}
	return "there is one project; others come from the configuration file"
}

func (s *Shell) nextProject() pane.Effect {
	s.workspace.NextProject()
	e := pane.Ask(intent.Say{Text: "project " + s.workspace.Project().Name})
	e.Cmd = s.deliver(pane.Reloaded{})
	return e
}

// keyLabel writes a key as people read it: ctrl+y is ^y, enter ⏎.
func keyLabel(k string) string {
	switch {
	case len(k) == len("ctrl+x") && k[:5] == "ctrl+":
		return "^" + k[5:]
	case len(k) > len("shift+") && k[:6] == "shift+":
		return "⇧" + keyLabel(k[6:])
	case k == "enter":
		return "⏎"
	case k == " ":
		return "space"
	case k == "up" || k == "down" || k == "left" || k == "right":
		return map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→"}[k]
	case len(k) == 2 && k[0] == 'f':
		return "F" + k[1:]
	case utf8.RuneCountInString(k) == 1:
		return k
	}
	return k
}
