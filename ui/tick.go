package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/clock"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// tickMsg is the console's one ticker. A tick of an older generation is stale: it
// changes nothing and starts no other.
type tickMsg struct{ generation int }

// fastest is the shortest time between two ticks of a clock that runs faster than
// the real one.
const fastest = 100 * time.Millisecond

// tick starts the ticker anew. While the clock stands still there is none.
func (s *Shell) tick() tea.Cmd {
	s.ticks++
	s.due = s.nextTick()
	wait, ok := s.clock.Real(s.due.Sub(s.now))
	if !ok {
		return nil
	}
	if s.clock.Speed() > 1 {
		wait = max(wait, fastest)
	}
	return s.after(wait, tickMsg{s.ticks})
}

// nextTick gives the moment of the next tick by the console's clock: the next full
// second while something counts down, else the next full minute, since the clock
// shows no seconds then; earlier when a pane wants to be woken.
func (s *Shell) nextTick() time.Time {
	step := time.Minute
	if s.counting() {
		step = time.Second
	}
	at := s.now.Add(step - time.Duration(s.now.UnixNano())%step)
	for _, p := range s.panes {
		if w, ok := p.(pane.Waker); ok {
			if wake, ok := w.Wake(s.env()); ok && wake.Before(at) {
				at = wake
			}
		}
	}
	return at
}

// sooner starts the ticker anew when a tick is wanted before the one under way.
func (s *Shell) sooner() tea.Cmd {
	if !s.clock.Paused() && s.nextTick().Before(s.due) {
		return s.tick()
	}
	return nil
}

// setClock sets the clock, or goes back to the real time.
func (s *Shell) setClock(c clock.Clock) tea.Cmd {
	if s.toast.Alert { // it was about another moment
		s.toast.Say = intent.Say{}
	}
	s.clock = c
	s.now = c.Now(s.real)
	return tea.Batch(s.tick(), s.deliver(pane.Tick{}))
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
	return tea.Batch(s.deliver(pane.Tick{}), s.tick())
}

// counting reports whether anything on the screen changes by the second.
func (s *Shell) counting() bool {
	if s.tiny() {
		_, _, ok := s.workspace.NextEnd(s.now.Unix())
		return ok
	}
	return s.focused().Counting(s.env())
}

// toast is a line at the foot of the screen that goes away by itself.
type toast struct {
	intent.Say
	at         time.Time // the real time
	generation int
}

// toastOver ends the toast of its generation; a newer one stays.
type toastOver struct{ generation int }

// toastTime is how long a toast stays.
const toastTime = 5 * time.Second

// say shows a toast. What is said together with an alert does not take its place.
func (s *Shell) say(m intent.Say) tea.Cmd {
	if s.toast.Alert && !m.Alert && s.toast.at.Equal(s.real) {
		return nil
	}
	s.toast = toast{Say: m, at: s.real, generation: s.toast.generation + 1}
	generation := s.toast.generation
	return s.after(toastTime, toastOver{generation})
}

func (t *toast) end(msg toastOver) {
	if msg.generation == t.generation {
		t.Say = intent.Say{}
	}
}
