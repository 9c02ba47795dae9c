package timeline

import (
	"cmp"
	"slices"
	"strconv"

	"agtok/token"
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

// warning is how long before an end RTC and Signaling warn, in seconds.
const warning = 30

// Event is a moment at which something happens to a user of a token.
type Event struct {
	At      Instant
	Event   Kind
	Product Product
	Subject string // the field whose end it is, as in "services[0].privileges.joinChannel"
	Certain bool   // false: inferred, or not documented
	// Before is set when the event would fall before the token was issued: it
	// fires at once or never, which is not documented.
	Before bool
}

// foresee fills in the token's events in order of time.
func (tl *Timeline) foresee(relative bool) {
	tl.Events = slices.Grow([]Event(nil), tl.room())
	for i := range tl.Services {
		s := &tl.Services[i]
		switch s.Type {
		case token.RTC:
			tl.rtc(s, newPaths(i, relative, s.Grants))
		case token.RTM, token.RTM2:
			if relative { // RTM 1.x reports them for 007 tokens only
				tl.signaling(s, newPaths(i, relative, s.Grants))
			}
		case token.Chat:
			tl.chat(s, newPaths(i, relative, s.Grants))
		}
	}
	sorted := true
	for i := range tl.Events {
		e := &tl.Events[i]
		e.Before = e.At < tl.IssuedAt || e.At == tl.IssuedAt && e.Event == WillExpire
		sorted = sorted && (i == 0 || tl.Events[i-1].At <= tl.Events[i].At)
	}
	if !sorted {
		slices.SortStableFunc(tl.Events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	}
}

// room gives how many events there are of a token such as builders make.
func (tl *Timeline) room() (n int) {
	for i := range tl.Services {
		switch s := &tl.Services[i]; s.Type {
		case token.RTC:
			n += len(s.Grants) + 3
		case token.RTM, token.RTM2:
			n += 4
		case token.Chat:
			n += 2
		}
	}
	return n
}

func (tl *Timeline) add(e Event) { tl.Events = append(tl.Events, e) }

// paths holds the paths of a service's grants, one after the other in a single
// text that events have parts of.
type paths struct {
	text   string
	prefix int // how long each is without the grant's name
}

func newPaths(service int, relative bool, grants []Grant) paths {
	var prefixRoom [48]byte
	prefix := prefixRoom[:0]
	if relative {
		prefix = append(strconv.AppendInt(append(prefix, "services["...), int64(service), 10), "]."...)
	}
	prefix = append(prefix, "privileges."...)
	var room [512]byte
	all := room[:0]
	for i := range grants {
		all = append(append(all, prefix...), grants[i].Name...)
	}
	return paths{string(all), len(prefix)}
}

// next takes the path of g, which is the next of the grants.
func (p *paths) next(g *Grant) string {
	n := p.prefix + len(g.Name)
	path := p.text[:n]
	p.text = p.text[n:]
	return path
}

// rtc adds an RTC service's events: one warning for all privileges that end at
// one instant, the end of join, publish privileges that end before, and the
// moment from which a user who drops out can't come back.
func (tl *Timeline) rtc(s *Service, p paths) {
	again := p
	warned := map[Instant]int{}
	for i := range s.Grants {
		g := &s.Grants[i]
		path := p.next(g)
		if g.EndsAt == Never || g.EndsAt-warning > s.StaysUntil {
			continue // no end, or the user is out of the channel by then
		}
		if at, ok := warned[g.EndsAt]; ok {
			if g.Admits {
				tl.Events[at].Certain, tl.Events[at].Subject = true, path
			}
			continue
		}
		warned[g.EndsAt] = len(tl.Events)
		tl.add(Event{At: g.EndsAt - warning, Event: WillExpire, Product: RTC, Subject: path, Certain: g.Admits})
	}
	for i := range s.Grants {
		g := &s.Grants[i]
		path := again.next(g)
		switch {
		case g.Admits && g.EndsAt != Never:
			tl.add(Event{At: g.EndsAt, Event: Expired, Product: RTC, Subject: path, Certain: true})
			tl.add(Event{At: g.EndsAt, Event: Removed, Product: RTC, Subject: path, Certain: true})
		case !g.Admits && g.Until != Never:
			tl.add(Event{At: g.Until, Event: PublishEnds, Product: RTC, Subject: path})
		}
	}
	if s.Admits && s.StaysUntil > tl.TokenEnd {
		tl.add(Event{At: tl.TokenEnd, Event: RejoinClosed, Product: RTC, Subject: tl.endField(), Certain: true})
	}
}

// signaling adds an RTM service's events in both lines of the SDK.
func (tl *Timeline) signaling(s *Service, p paths) {
	if !s.Admits {
		return
	}
	path := p.next(&s.Grants[0])
	for _, line := range [...]Product{RTM1, Signaling2} {
		tl.add(Event{At: s.StaysUntil - warning, Event: WillExpire, Product: line, Subject: path, Certain: true})
		tl.add(Event{At: s.StaysUntil, Event: Expired, Product: line, Subject: path, Certain: true})
	}
}

// chat adds a Chat user's events: the warning comes at half the lifetime.
func (tl *Timeline) chat(s *Service, p paths) {
	for i := range s.Grants {
		g := &s.Grants[i]
		path := p.next(g)
		if g.Privilege != token.ChatUser {
			continue
		}
		half := tl.IssuedAt + (g.Until-tl.IssuedAt)/2
		tl.add(Event{At: half, Event: HalfLife, Product: Chat, Subject: path, Certain: true})
		tl.add(Event{At: g.Until, Event: Expired, Product: Chat, Subject: path, Certain: true})
		return
	}
}

// endField names the field that holds the token's end.
func (tl *Timeline) endField() string {
	if tl.Inferred {
		return "ts"
	}
	return "expire"
}
