package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/alarm"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// alert tells of an event by the means that are configured, unless it is muted.
func (s *Shell) alert(a intent.Alert) tea.Cmd {
	if s.muted {
		return nil
	}
	ring := s.deps.Alarm
	s.titled = true
	cmds := []tea.Cmd{func() tea.Msg { ring.Ring(a.Text); return nil }}
	if ring.Wants(alarm.Toast) {
		cmds = append(cmds, s.say(intent.Say{Text: a.Text, Alert: true}))
	}
	return tea.Batch(cmds...)
}

// seen takes an alert out of the window's title: who presses a key looks.
func (s *Shell) seen() tea.Cmd {
	if !s.titled {
		return nil
	}
	s.titled = false
	ring := s.deps.Alarm
	return func() tea.Msg { ring.Seen(); return nil }
}

// mute stops the alerts, or lets them come again.
func (s *Shell) mute() pane.Effect {
	if s.muted = !s.muted; s.muted {
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
