package chatapi

import (
	"net/http"
	"time"
)

// Ahead bounds how far one clock is ahead of another. The zero value knows nothing.
type Ahead struct {
	Least, Most time.Duration
	Known       bool

	apart bool // what was learned contradicts itself: a clock was set, or there are several
}

// And is what is known when b holds too. Where the two can't both be right, it takes
// in both, and from then on only grows.
func (a Ahead) And(b Ahead) Ahead {
	switch {
	case !a.Known:
		return b
	case !b.Known:
		return a
	}
	a.apart = a.apart || b.apart || a.Least > b.Most || b.Least > a.Most
	if a.apart {
		a.Least, a.Most = min(a.Least, b.Least), max(a.Most, b.Most)
	} else {
		a.Least, a.Most = max(a.Least, b.Least), min(a.Most, b.Most)
	}
	return a
}

// AheadOf is what one reading of the other clock tells, made between two of this
// one's and cut to units of grain.
func AheadOf(reading time.Time, grain time.Duration, from, to time.Time) Ahead {
	return Ahead{Least: reading.Sub(to), Most: reading.Add(grain).Sub(from), Known: true}
}

// maxAhead bounds the difference of clocks that is believed: with more no app token
// would be admitted, so that the time is not the service's present.
const maxAhead = 24 * time.Hour

// Ahead tells how far the service's clock is ahead of this machine's, by all answers
// so far, errors too: their timestamp, or while none has had one the header Date.
func (c *Client) Ahead() Ahead {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byTimestamp.Known {
		return c.byTimestamp
	}
	return c.byDate
}

// learn takes the service's time from an answer.
func (c *Client) learn(a answer, sent, answered time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, err := a.json.milliseconds("timestamp"); err == nil && isNear(at, answered) {
		c.byTimestamp = c.byTimestamp.And(AheadOf(at, time.Millisecond, sent, answered))
	}
	if at, err := http.ParseTime(a.header.Get("Date")); err == nil && isNear(at, answered) {
		c.byDate = c.byDate.And(AheadOf(at, time.Second, sent, answered))
	}
}

func isNear(at, now time.Time) bool { return at.Sub(now).Abs() < maxAhead }
