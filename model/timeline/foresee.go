package timeline

import (
	"cmp"
	"slices"
	"strconv"

	"agtok/token"
)

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

// rtc adds an RTC service's events: its warnings, the end of join, publish privileges
// that end before, and the moment from which a user who drops out can't come back.
func (tl *Timeline) rtc(s *Service, p paths) {
	tl.warn(s, p)
	for i := range s.Grants {
		g, about := &s.Grants[i], s.Grants[i:i+1:i+1]
		path := p.next(g)
		switch {
		case g.Repeated:
		case g.Admits && g.EndsAt != Never:
			tl.add(Event{At: g.EndsAt, Event: Expired, Product: RTC, Subject: path, Grants: about, Certain: true})
			tl.add(Event{At: g.EndsAt, Event: Removed, Product: RTC, Subject: path, Grants: about, Certain: true})
		case !g.Admits && g.Until != Never:
			tl.add(Event{At: g.Until, Event: PublishEnds, Product: RTC, Subject: path, Grants: about, Moot: g.Until == s.StaysUntil})
		}
	}
	if s.Admits && s.StaysUntil > tl.TokenEnd {
		tl.add(Event{At: tl.TokenEnd, Event: RejoinClosed, Product: RTC, Subject: tl.endField(), Certain: true})
	}
}

// warn adds an RTC service's warnings: one for all privileges that end at one
// instant.
func (tl *Timeline) warn(s *Service, p paths) {
	warned := map[Instant]int{}
	for i := range s.Grants {
		g := &s.Grants[i]
		path := p.next(g)
		if g.Repeated || g.EndsAt == Never || g.EndsAt-warning > s.StaysUntil {
			continue // it does not count, has no end, or the user is out of the channel by then
		}
		at, ok := warned[g.EndsAt]
		if !ok {
			warned[g.EndsAt] = len(tl.Events)
			tl.add(Event{At: g.EndsAt - warning, Event: WillExpire, Product: RTC, Subject: path, Grants: s.Grants[i : i+1 : i+1], Certain: g.Admits})
			continue
		}
		e := &tl.Events[at]
		e.Grants = joined(e.Grants, s.Grants, i)
		if g.Admits {
			e.Certain, e.Subject = true, path
		}
	}
}

// joined adds all[i] to part, which holds some of those before it. As long as they
// stand next to each other, as in nearly all tokens, nothing is copied.
func joined(part, all []Grant, i int) []Grant {
	if n := len(part); &part[n-1] == &all[i-1] {
		return all[i-n : i+1 : i+1]
	}
	return append(part, all[i])
}

// signaling adds an RTM service's events in both lines of the SDK.
func (tl *Timeline) signaling(s *Service, p paths) {
	door := s.door()
	for i := range s.Grants {
		g, about := &s.Grants[i], s.Grants[i:i+1:i+1]
		path := p.next(g)
		if g != door {
			continue
		}
		for _, line := range [...]Product{RTM1, Signaling2} {
			tl.add(Event{At: s.StaysUntil - warning, Event: WillExpire, Product: line, Subject: path, Grants: about, Certain: true})
			tl.add(Event{At: s.StaysUntil, Event: Expired, Product: line, Subject: path, Grants: about, Certain: true})
		}
		return
	}
}

// chat adds a Chat user's events: the warning comes at half the lifetime.
func (tl *Timeline) chat(s *Service, p paths) {
	for i := range s.Grants {
		g, about := &s.Grants[i], s.Grants[i:i+1:i+1]
		path := p.next(g)
		if g.Privilege != token.ChatUser || g.Repeated {
			continue
		}
		half := tl.IssuedAt + (g.Until-tl.IssuedAt)/2
		tl.add(Event{At: half, Event: HalfLife, Product: Chat, Subject: path, Grants: about, Certain: true})
		tl.add(Event{At: g.Until, Event: Expired, Product: Chat, Subject: path, Grants: about, Certain: true})
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
