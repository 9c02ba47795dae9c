package registration

import (
	"time"

	"agtok/chatapi"
)

// age is that of a user beside a request.
type age int

const (
	unclear age = iota
	older
	younger // made since the request was begun
)

// age compares a time of creation by the service's clock with that of a request by
// this machine's.
func (n *run) age(sent, created time.Time) age {
	if created.IsZero() {
		return unclear
	}
	ahead := n.clocks()
	latest := created.Add(grain(created)) // as the service may have cut it
	switch {
	case !latest.Before(sent.Add(ahead.Most)):
		return younger
	case latest.Before(sent.Add(ahead.Least)):
		return older
	case ahead.Most-ahead.Least <= moment:
		return younger // else somebody had made the same name in that very moment
	}
	return unclear
}

// moment is how well the service's clock has to be known to trust that a user who
// came to be within what is not known of it was made by this run.
const moment = 2 * time.Second

// clocks gives what is known of the service's clock. Users of this run tell of the
// very clock that writes times of creation, other answers perhaps of another one.
func (n *run) clocks() chatapi.Ahead {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ahead.Known {
		return n.ahead
	}
	if a := n.service.Ahead(); a.Known {
		return a
	}
	return chatapi.Ahead{Least: -ClockTolerance, Most: ClockTolerance}
}

// grain is the unit that a time was cut to: times of creation have milliseconds, and
// whole seconds where a service cuts them off.
func grain(t time.Time) time.Duration {
	if t.Nanosecond() == 0 {
		return time.Second
	}
	return time.Millisecond
}
