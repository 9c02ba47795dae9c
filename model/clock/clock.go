// Package clock holds the console's time travel: a clock that can stand still, run
// faster than the real one and be set to any moment. It is a value; the real time
// is always an argument.
package clock

import "time"

// Clock turns the real time into the console's. The zero value shows the real
// time itself.
type Clock struct {
	travels bool
	still   bool
	speed   int
	real    time.Time // when it was last set
	shown   time.Time // what it showed then
}

// Speeds gives how many times as fast as the real time a clock can run.
func Speeds() []int { return []int{1, 10, 60, 600} }

// Now gives the console's time at this real time, in its location. What counts of
// the real time is the calendar's, so that the hours in which a machine slept are
// not lost.
func (c Clock) Now(real time.Time) time.Time {
	switch {
	case !c.travels:
		return real
	case c.still:
		return c.shown.In(real.Location())
	}
	return c.shown.Add(real.Round(0).Sub(c.real) * time.Duration(c.speed)).In(real.Location())
}

// Travels reports whether the clock shows anything but the real time.
func (c Clock) Travels() bool { return c.travels }

// Paused reports whether the clock stands still.
func (c Clock) Paused() bool { return c.still }

// Speed gives how many times as fast as the real time the clock runs, or will run
// once it is no longer paused: at least 1.
func (c Clock) Speed() int { return max(c.speed, 1) }

// Real gives how long it takes until the clock has moved on by d; ok is false when
// it never does, because it stands still.
func (c Clock) Real(d time.Duration) (real time.Duration, ok bool) {
	return d / time.Duration(c.Speed()), !c.still
}

// At sets the clock to t; it stands still or runs on as before.
func (c Clock) At(real, t time.Time) Clock {
	return Clock{travels: true, still: c.still, speed: c.Speed(), real: real.Round(0), shown: t.Round(0)}
}

// Pause lets the clock stand still, or run again.
func (c Clock) Pause(real time.Time) Clock {
	c = c.At(real, c.Now(real))
	c.still = !c.still
	return c
}

// Faster gives the clock its next speed, by steps of [Speeds]: up with 1, down with
// -1. A clock that stands still stays so; one that is at the end of them stays as it is.
func (c Clock) Faster(real time.Time, steps int) Clock {
	at := 0
	for i, s := range Speeds() {
		if s <= c.Speed() {
			at = i
		}
	}
	at = min(max(at+steps, 0), len(Speeds())-1)
	if Speeds()[at] == c.Speed() {
		return c // the real time stays what it is
	}
	c = c.At(real, c.Now(real))
	c.speed = Speeds()[at]
	return c
}
