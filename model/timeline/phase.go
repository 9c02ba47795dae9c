package timeline

import (
	"math"
	"slices"

	"agtok/token"
)

// Ability is what a user of the token can or cannot do during a phase.
type Ability struct {
	Service int // the index in Services; -1 when it is about the whole token
	Type    token.ServiceType
	Text    string // as in "may publish audio"; no instants in it
	May     bool
	Certain bool   // false: inferred, disputed or not documented
	Why     string // what ends it or has ended it; of an uncertain one, what makes it so
}

// Phase is a stretch of time in which nothing changes. From and Until are the
// first and the last second of it; Until is [Never] for the last one.
type Phase struct {
	From, Until Instant
	Abilities   []Ability
}

// maxLanes bounds what phases tell of, as a token of 64 KiB can hold thousands of
// privileges that each end at a second of their own.
const maxLanes = 128

// Phases gives all phases in order, without gaps: the first begins with the issue
// time, the last has no end. There are at most 129 of them with at most 130
// abilities each.
func (tl *Timeline) Phases() []Phase {
	lanes, more := tl.lanes()
	turns := []Instant{tl.IssuedAt}
	for i := range lanes {
		if at := lanes[i].turn(); at != Never && at > tl.IssuedAt {
			turns = append(turns, at)
		}
	}
	slices.Sort(turns)
	turns = slices.Compact(turns)
	phases := make([]Phase, len(turns))
	for i, from := range turns {
		phases[i] = Phase{From: from, Until: Never, Abilities: abilities(lanes, more, from)}
		if i+1 < len(turns) {
			phases[i].Until = turns[i+1] - 1
		}
	}
	return phases
}

// PhaseAt gives the phase that the Unix second now is in. Before the issue time it
// is one from the beginning of time, in which nothing is certain: no source says
// how far ahead of its clock the service accepts a token.
func (tl *Timeline) PhaseAt(now int64) Phase {
	if Instant(now) < tl.IssuedAt {
		return Phase{From: math.MinInt64, Until: tl.IssuedAt - 1, Abilities: []Ability{{Service: -1,
			Text: "is not yet issued by this clock: whether it is accepted is not documented",
			Why:  "the issue time is ahead of the clock, and no page says how much of that is tolerated"}}}
	}
	lanes, more := tl.lanes()
	p := Phase{From: tl.IssuedAt, Until: Never}
	for i := range lanes {
		switch at := lanes[i].turn(); {
		case at == Never:
		case int64(at) <= now:
			p.From = max(p.From, at)
		default:
			p.Until = min(p.Until, at-1)
		}
	}
	p.Abilities = abilities(lanes, more, p.From)
	return p
}

// lane is one ability through all time: it holds until a second, and never again.
type lane struct {
	service int
	kind    token.ServiceType
	until   Instant
	barred  bool // it holds at no second at all
	may     string
	over    string
	ending  string // what has come about when it is over, or what bars it
	// doubt, where there is one, is what makes the lane uncertain after doubted;
	// cleared is the end of the doubt.
	doubt            string
	doubted, cleared Instant
	gone             string // in place of over when the doubt is cleared
}

// turn gives the first second at which it is over, Never if there is none.
func (l *lane) turn() Instant {
	if l.barred || l.until == Never {
		return Never
	}
	return l.until + 1
}

func (l *lane) at(now Instant) Ability {
	a := Ability{Service: l.service, Type: l.kind, Text: l.may, May: true, Certain: true, Why: l.ending}
	switch {
	case l.barred || now > l.until:
		a.Text, a.May = l.over, false
	case l.until != Never:
		a.Why = "until " + l.ending
	}
	switch {
	case l.doubt != "" && now > l.doubted && now <= l.cleared:
		a.Certain, a.Why = false, l.doubt
	case l.gone != "" && now > l.cleared:
		a.Text, a.Why = l.gone, "the join privilege is over"
	}
	return a
}

func abilities(lanes []lane, more bool, now Instant) []Ability {
	all := make([]Ability, 0, len(lanes)+1)
	for i := range lanes {
		all = append(all, lanes[i].at(now))
	}
	if more {
		all = append(all, Ability{Service: -1, Text: "holds more privileges than are told of here", Why: "there are too many to list"})
	}
	return all
}
