package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/intent"
)

// tickMsg is the console's one ticker. A tick of an older generation is stale: it
// changes nothing and starts no other.
type tickMsg struct{ generation int }

// tick starts the ticker anew: at the next full second while something counts
// down, else at the next full minute, since the clock shows no seconds then.
func (s *Shell) tick() tea.Cmd {
	s.ticks++
	generation := s.ticks
	step := time.Minute
	if s.fast = s.counting(); s.fast {
		step = time.Second
	}
	wait := step - time.Duration(s.now.UnixNano())%step
	return s.after(wait, tickMsg{generation})
}

func (s *Shell) after(d time.Duration, msg tea.Msg) tea.Cmd {
	if s.deps.After != nil {
		return s.deps.After(d, msg)
	}
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

func (s *Shell) ticked(msg tickMsg) tea.Cmd {
	if msg.generation != s.ticks {
		return nil
	}
	return tea.Batch(s.tick(), s.deliver(msg))
}

// counting reports whether anything on the screen changes by the second.
func (s *Shell) counting() bool { return s.focused().Counting(s.env()) }

// toast is a line at the foot of the screen that goes away by itself.
type toast struct {
	intent.Say
	generation int
}

// toastOver ends the toast of its generation; a newer one stays.
type toastOver struct{ generation int }

// toastTime is how long a toast stays.
const toastTime = 5 * time.Second

func (s *Shell) say(m intent.Say) tea.Cmd {
	s.toast = toast{Say: m, generation: s.toast.generation + 1}
	generation := s.toast.generation
	return s.after(toastTime, toastOver{generation})
}

func (t *toast) end(msg toastOver) {
	if msg.generation == t.generation {
		t.Say = intent.Say{}
	}
}
