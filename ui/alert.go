package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/alarm"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// bell tells of alerts in the terminal, one write at a time: of two at once, that of
// a title which tells of an alert might come after that which takes it away.
type bell struct {
	titled bool // the window's title tells of an alert
	busy   bool
	rest   string // what is to be written after the write under way
}

// rung says that a write of the bell is over.
type rung struct{}

// alert tells of an event by the means that are configured, unless it is muted.
func (s *Shell) alert(a intent.Alert) tea.Cmd {
	if s.muted {
		return nil
	}
	s.bell.titled = s.deps.Alarm.Wants(alarm.Terminal)
	cmds := []tea.Cmd{s.ring(s.deps.Alarm.Ring(a.Text))}
	if s.deps.Alarm.Wants(alarm.Toast) {
		cmds = append(cmds, s.say(intent.Say{Text: a.Text, Alert: true}))
	}
	return tea.Batch(cmds...)
}

// seen takes an alert out of the window's title: who presses a key looks.
func (s *Shell) seen() tea.Cmd {
	if !s.bell.titled {
		return nil
	}
	s.bell.titled = false
	return s.ring(s.deps.Alarm.Seen())
}

// ring writes a sequence in the background, after those before it.
func (s *Shell) ring(sequence string) tea.Cmd {
	b := &s.bell
	b.rest += sequence
	if b.busy || b.rest == "" {
		return nil
	}
	a, text := s.deps.Alarm, b.rest
	b.busy, b.rest = true, ""
	return func() tea.Msg { a.Write(text); return rung{} }
}

// wasRung goes on with what came during a write.
func (s *Shell) wasRung() tea.Cmd {
	s.bell.busy = false
	return s.ring("")
}

// mute stops the alerts, or lets them come again.
func (s *Shell) mute() pane.Effect {
	s.muted = !s.muted
	if s.muted {
		return pane.Ask(intent.Say{Text: "alerts are muted; the log of Watch goes on"})
	}
	return pane.Ask(intent.Say{Text: "alerts come again"})
}

func (s *Shell) muteTitle() string {
	if s.muted {
		return "Let alerts come again"
	}
	return "Mute alerts"
}
