package timeline

import (
	"slices"
	"sort"
)

// Kind names an event in a token's life.
type Kind string

// The events. WillExpire, Expired and HalfLife come as callbacks of an SDK;
// RejoinClosed comes without any.
const (
	WillExpire   Kind = "will-expire"
	Expired      Kind = "expired"
	Removed      Kind = "removed"
	RejoinClosed Kind = "rejoin-closed"
	PublishEnds  Kind = "publish-ends"
	HalfLife     Kind = "half-life"
)

// warning is how long before an end RTC and Signaling warn, in seconds. Source: every
// page of Agora's on the use of tokens.
const warning = 30

// Event is a moment at which something happens to a user of a token.
type Event struct {
	At      Instant
	Event   Kind
	Product Product
	Subject string  // the field whose end it is, as in "services[0].privileges.joinChannel"
	Grants  []Grant // whose end it is, all of one service; none at the token's own end
	Certain bool    // false: inferred, or not documented
	// Before is set when the event would fall before the token was issued: it
	// fires at once or never, which is not documented.
	Before bool
	// Moot is set of the end of a publish privilege that comes with the end of join: who
	// is out of the channel publishes nothing anyway.
	Moot bool
}

// End gives the end that e is about: of a warning, the one that is still to come.
func (e *Event) End() Instant {
	switch {
	case e.Event == WillExpire:
		return e.At + warning
	case e.Event == HalfLife && len(e.Grants) > 0:
		return e.Grants[0].Until
	}
	return e.At
}

// Merged gives e as one with all events of its kind and product at its second, about
// the grants of all: publish privileges that end together make an event each, and so
// do services of which a token has several.
func (tl *Timeline) Merged(e *Event) Event {
	all, twins := *e, 0
	first := sort.Search(len(tl.Events), func(i int) bool { return tl.Events[i].At >= e.At })
	for i := first; i < len(tl.Events) && tl.Events[i].At == e.At; i++ {
		o := &tl.Events[i]
		if o.Event != e.Event || o.Product != e.Product {
			continue
		}
		all.Certain, all.Moot = all.Certain || o.Certain, all.Moot && o.Moot
		if twins++; twins == 1 {
			all.Grants = slices.Clip(o.Grants) // what is joined to them is a copy
			continue
		}
		all.Grants = append(all.Grants, o.Grants...)
	}
	return all
}
