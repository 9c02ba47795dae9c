// Package travel is the time travel that panes with a timeline share: the keys
// that pause the console's clock, speed it up and take it to an event.
package travel

import (
	"fmt"
	"time"

	"agtok/model/clock"
	"agtok/model/timeline"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// The steps by which the clock is moved by hand.
const (
	step  = 10 * time.Second
	leap  = 5 * time.Minute
	giant = time.Hour
)

// Stops are the events that the clock can be taken to: the first one after now and
// the last one before; [timeline.Never] where there is none. They are looked up
// only when asked for.
type Stops struct {
	Next, Previous func(now int64) timeline.Instant
	None           string                    // why there are none at all, "" if there may be some
	Arrive         func(at timeline.Instant) // tells that the clock is taken to one; nil: nobody wants to know
}

// Actions gives what can be done with the clock.
func Actions(env pane.Env, s Stops) []pane.Action {
	pause, space, noReal, slowest, fastest := "Let the clock stand still", "pause", "", "", ""
	if env.Clock.Paused() {
		pause, space = "Let the clock run on", "go on"
	}
	if env.Clock.Faster(env.Real, 1) == env.Clock {
		fastest = "the clock runs as fast as it can"
	}
	if env.Clock.Faster(env.Real, -1) == env.Clock {
		slowest = "the clock runs no slower than the real time"
	}
	if !env.Clock.Travels() {
		noReal = "the clock shows the real time"
	}
	return []pane.Action{
		{ID: "time.pause", Title: pause, Short: space, Keys: []string{" "}, Run: func() pane.Effect { return set(env.Clock.Pause(env.Real)) }},
		{ID: "time.faster", Title: "Let the clock run faster: ×10, ×60, ×600", Keys: []string{"+", "="}, Disabled: fastest, Run: func() pane.Effect { return set(env.Clock.Faster(env.Real, 1)) }},
		{ID: "time.slower", Title: "Let the clock run slower", Keys: []string{"-"}, Disabled: slowest, Run: func() pane.Effect { return set(env.Clock.Faster(env.Real, -1)) }},
		{ID: "time.next", Title: "Take the clock to the next event", Short: "next event", Keys: []string{"n"}, Disabled: s.None, Run: func() pane.Effect { return s.goTo(env, s.Next, "no event comes after this moment") }},
		{ID: "time.previous", Title: "Take the clock to the event before", Keys: []string{"b"}, Disabled: s.None, Run: func() pane.Effect { return s.goTo(env, s.Previous, "no event lies before this moment") }},
		{ID: "time.now", Title: "Take the clock back to now", Short: "real time", Keys: []string{"0"}, Disabled: noReal, Run: func() pane.Effect { return set(clock.Clock{}) }},
		{ID: "time.forward", Title: "Move the clock 10 s forward", Keys: []string{"right"}, Run: move(env, step)},
		{ID: "time.back", Title: "Move the clock 10 s back", Keys: []string{"left"}, Run: move(env, -step)},
		{ID: "time.leap-forward", Title: "Move the clock 5 min forward", Keys: []string{"shift+right"}, Run: move(env, leap)},
		{ID: "time.leap-back", Title: "Move the clock 5 min back", Keys: []string{"shift+left"}, Run: move(env, -leap)},
		{ID: "time.hour-forward", Title: "Move the clock 1 h forward", Keys: []string{"]"}, Run: move(env, giant)},
		{ID: "time.hour-back", Title: "Move the clock 1 h back", Keys: []string{"["}, Run: move(env, -giant)},
	}
}

func set(c clock.Clock) pane.Effect { return pane.Ask(intent.Clock{Set: c}) }

// move stops the clock and moves it: who looks for a moment wants to see it.
func move(env pane.Env, d time.Duration) func() pane.Effect {
	return func() pane.Effect { return still(env, env.Now.Add(d)) }
}

// goTo takes the clock to the stop that find gives, and says none if there is none.
func (s Stops) goTo(env pane.Env, find func(int64) timeline.Instant, none string) pane.Effect {
	at := timeline.Never
	if find != nil {
		at = find(env.Now.Unix())
	}
	if at == timeline.Never {
		return pane.Ask(intent.Say{Text: none, Bad: true})
	}
	if s.Arrive != nil {
		s.Arrive(at)
	}
	return still(env, time.Unix(int64(at), 0))
}

// still sets the clock to a moment within what the calendar of tokens knows, and
// stops it there.
func still(env pane.Env, t time.Time) pane.Effect {
	const first, last = -1 << 31, 1 << 33 // 1901 and 2242: tokens are issued from 1970 to 2106
	c := env.Clock
	if !c.Paused() {
		c = c.Pause(env.Real)
	}
	return set(c.At(env.Real, time.Unix(min(max(t.Unix(), first), last), int64(t.Nanosecond()))))
}

// Label says how the clock runs, as in "×60" or "paused, then ×60"; "" for the real
// time at its own speed.
func Label(c clock.Clock) string {
	switch {
	case c.Paused() && c.Speed() > 1:
		return fmt.Sprintf("paused, then ×%d", c.Speed())
	case c.Paused():
		return "paused"
	case c.Speed() > 1:
		return fmt.Sprintf("×%d", c.Speed())
	}
	return ""
}
