package ui_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/project"
	"agtok/ui/pane"
)

// look has every pane looked at, on the screen or not.
type look struct{}

// looked is a pane that is looked at twice when a [look] comes.
type looked struct {
	pane.Pane
	t     testing.TB
	drawn *int // how many salts the console has drawn
}

func (l looked) Update(env pane.Env, msg tea.Msg) pane.Effect {
	if _, ok := msg.(look); !ok {
		return l.Pane.Update(env, msg)
	}
	drawn := *l.drawn
	l.twice(env)
	if *l.drawn != drawn {
		l.t.Errorf("%s draws a salt when it is looked at", l.Title())
	}
	return pane.Effect{}
}

func (l looked) Wake(env pane.Env) (at time.Time, ok bool) {
	if w, wakes := l.Pane.(pane.Waker); wakes {
		return w.Wake(env)
	}
	return time.Time{}, false
}

func (l looked) Busy() string {
	if b, ok := l.Pane.(pane.Busy); ok {
		return b.Busy()
	}
	return ""
}

// twice looks at all that there is to see, elsewhere, and again.
func (l looked) twice(env pane.Env) {
	frame, actions := l.View(env, env.Width, env.Height), named(l.Actions(env))
	l.View(env, env.Width/2, env.Height/2)
	if again := l.View(env, env.Width, env.Height); !slices.Equal(frame, again) {
		l.t.Errorf("%s looks different the second time:\n%q\n%q", l.Title(), frame, again)
	}
	if again := named(l.Actions(env)); actions != again {
		l.t.Errorf("%s offers different actions the second time:\n%s\n%s", l.Title(), actions, again)
	}
}

// named writes actions without what they do.
func named(list []pane.Action) string {
	text := ""
	for _, a := range list {
		a.Run = nil
		text += fmt.Sprintf("%+v\n", a)
	}
	return text
}

// openLooked opens a console whose panes can be looked at by a [look].
func openLooked(t testing.TB, options ...option) *user {
	drawn := 0
	counted := func(d *setting) {
		draw := d.Salt
		d.Salt = func() uint32 { drawn++; return draw() }
		d.wrap = func(p pane.Pane) pane.Pane { return looked{p, t, &drawn} }
	}
	return open(t, 120, 36, append(options, counted)...)
}

// TestLookingChangesNothing holds that View and Actions of every pane are functions
// of its state: on every screen that is pinned, and anywhere on a random walk.
func TestLookingChangesNothing(t *testing.T) {
	long(t)
	for _, scene := range scenes {
		u := openLooked(t)
		u.send(look{})
		scene.play(u)
		u.send(look{})
	}
	p, _ := mine(t)
	u := openLooked(t, projects(p, project.Demo()))
	random, names := rand.New(rand.NewPCG(7, 8)), keyNames(u)
	for range 400 {
		u.press(names[random.IntN(len(names))])
		u.send(look{})
	}
}
