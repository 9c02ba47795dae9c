package command

import (
	"context"
	"math"
	"time"
)

// maxSpeed is how fast a clock runs at most: a day in a second.
const maxSpeed = 86400

// rushing is the clock of the watch command: it starts at a moment and runs so many
// times as fast as the real one.
type rushing struct {
	real        func() time.Time
	start, from time.Time // the real time and the clock's at the beginning
	speed       int
}

// rushing gives a clock that starts with --now, else with the real time.
func (s *session) rushing(speed int) rushing {
	// Round drops the monotonic reading, which stands still while a machine sleeps.
	return rushing{real: s.world.Now, start: s.world.Now().Round(0), from: s.now().Round(0), speed: speed}
}

func (t rushing) now() time.Time {
	gone := t.real().Round(0).Sub(t.start)
	if gone > math.MaxInt64/time.Duration(t.speed) {
		gone = math.MaxInt64 / time.Duration(t.speed)
	}
	return t.from.Add(gone * time.Duration(t.speed))
}

// until gives the real time until the clock shows at, at least a nanosecond.
func (t rushing) until(at int64) time.Duration {
	left := time.Unix(at, 0).Sub(t.now())
	// Rounded up, so that the second has come when the wait is over.
	return max(left/time.Duration(t.speed)+1, 1)
}

// longestWait bounds one wait, in real time: timers stand still while a machine
// sleeps, and a clock can be set, so that it is looked at again and again.
const longestWait = 30 * time.Second

// wait returns when d is over, or with an error when ctx is done.
func (s *session) wait(ctx context.Context, d time.Duration) error {
	d = min(d, longestWait)
	if s.world.After != nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.world.After(d):
			return ctx.Err()
		}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
