package registration

import "time"

// clocks is what a run learned of how far the service's clock is ahead of this
// machine's: at least low, at most high.
type clocks struct {
	low, high time.Duration
	known     bool
}

// learn takes a user that was made between a request and its answer.
func (c *clocks) learn(sent, answered, created time.Time) {
	if created.IsZero() {
		return
	}
	low, high := created.Sub(answered), created.Sub(sent)
	if !c.known {
		c.low, c.high, c.known = low, high, true
		return
	}
	c.low, c.high = max(c.low, low), min(c.high, high)
}

// madeSince reports whether a user with this time of creation was made by a request
// begun at sent, and not before.
func (c clocks) madeSince(sent, created time.Time) bool {
	if created.IsZero() {
		return false
	}
	ahead := -ClockTolerance
	if c.known {
		// A clock that was set meanwhile makes the two cross. The second is for services
		// that cut the fraction off.
		ahead = min(c.low, c.high) - time.Second
	}
	return !created.Before(sent.Add(ahead))
}
