package ui_test

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/project"
)

// live is a console whose commands run each in a goroutine of its own, as those of
// Bubble Tea do.
type live struct {
	*user
	msgs  chan tea.Msg
	ended chan struct{}
}

// openLive opens the console in h's project, with the pane Chat.
func (h *house) openLive(w, hgt int, others ...project.Project) *live {
	later := func(d *setting) { d.After = func(time.Duration, tea.Msg) tea.Cmd { return nil } }
	l := &live{user: open(h.t, w, hgt, h.in(others...), later), msgs: make(chan tea.Msg, 1000), ended: make(chan struct{})}
	h.t.Cleanup(func() { close(l.ended) })
	l.press("f4")
	return l
}

func (l *live) tell(msg tea.Msg) {
	_, cmd := l.shell.Update(msg)
	l.begin(cmd)
}

func (l *live) begin(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, c := range batch {
				l.begin(c)
			}
			return
		}
		if msg == nil {
			return
		}
		select {
		case l.msgs <- msg:
		case <-l.ended:
		}
	}()
}

// hear takes one message of a command, if one comes soon.
func (l *live) hear() {
	l.t.Helper()
	select {
	case msg := <-l.msgs:
		if _, ok := msg.(tea.QuitMsg); ok {
			l.left()
			return
		}
		l.tell(msg)
	case <-time.After(20 * time.Second): // nothing hangs on how long it takes
		l.t.Fatalf("nothing is heard any more:\n%s", l.frame())
	}
}

// tap presses keys, without waiting for what they begin.
func (l *live) tap(names ...string) *live {
	l.t.Helper()
	for _, name := range names {
		l.tell(key(l.t, name))
	}
	return l
}

// types types text, without waiting for what that begins.
func (l *live) types(text string) *live {
	for _, r := range text {
		l.tell(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	return l
}

// hears takes up to n messages, until none has come for longer than a request's
// listener waits. It gives their number.
func (l *live) hears(n int) (heard int) {
	for ; heard < n && !l.quit; heard++ {
		select {
		case msg := <-l.msgs:
			l.msgs <- msg // there is room: hear takes it
			l.hear()
		case <-time.After(1200 * time.Millisecond):
			return heard
		}
	}
	return heard
}

func (l *live) sees(texts ...string) *live   { l.t.Helper(); l.user.sees(texts...); return l }
func (l *live) misses(texts ...string) *live { l.t.Helper(); l.user.misses(texts...); return l }

// until takes messages until the screen shows all the texts.
func (l *live) until(texts ...string) *live {
	l.t.Helper()
	for _, text := range texts {
		for !contains(l.user, text) {
			l.hear()
		}
	}
	return l
}

// arrived waits for a request to come to where it is held.
func (h *house) arrived() string {
	h.t.Helper()
	select {
	case path := <-h.wire.waiting:
		return path
	case <-time.After(20 * time.Second):
		h.t.Fatal("no request was sent")
		return ""
	}
}

// reads checks texts that may be broken over the lines of a box.
func (u *user) reads(texts ...string) *user {
	u.t.Helper()
	all := flat(u.frame())
	for _, text := range texts {
		if !strings.Contains(all, text) {
			u.t.Fatalf("the screen does not say %q:\n%s", text, u.frame())
		}
	}
	return u
}
