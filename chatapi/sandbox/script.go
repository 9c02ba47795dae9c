package sandbox

import "sync"

// Script decides which fault each request meets. It may be shared by several
// operations and is safe for use by several goroutines at once.
type Script struct {
	mu    sync.Mutex
	steps []Fault // in order, each once
	draw  func() float64
	odds  []Odds
}

// Odds is a fault with its probability, 0 to 1.
type Odds struct {
	Probability float64
	Fault       Fault
}

// Ordered gives the first request the first fault, the second the second, and
// lets everything pass when they are used up. A zero Fault lets one pass.
func Ordered(faults ...Fault) *Script {
	return &Script{steps: append([]Fault(nil), faults...)}
}

// Random draws once for each request, a number from 0 up to but not 1, and gives
// it one of the faults or none; the probabilities together should be at most 1.
// Calls of draw do not overlap within one script.
func Random(draw func() float64, odds ...Odds) *Script {
	return &Script{draw: draw, odds: append([]Odds(nil), odds...)}
}

// Left gives the number of faults of an ordered script that no request has met.
func (s *Script) Left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.steps)
}

// next gives the fault of one request; a nil script has none.
func (s *Script) next() Fault {
	if s == nil {
		return Fault{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draw != nil {
		return s.drawn()
	}
	if len(s.steps) == 0 {
		return Fault{}
	}
	f := s.steps[0]
	s.steps = s.steps[1:]
	return f
}

func (s *Script) drawn() Fault {
	at := s.draw()
	for _, o := range s.odds {
		if at < o.Probability {
			return o.Fault
		}
		at -= o.Probability
	}
	return Fault{}
}
