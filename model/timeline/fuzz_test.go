package timeline_test

import (
	"encoding/binary"
	"reflect"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// reading takes numbers off bytes, zeros when there are none left.
type reading []byte

func (r *reading) u32() uint32 {
	var four [4]byte
	*r = (*r)[copy(four[:], *r):]
	return binary.LittleEndian.Uint32(four[:])
}

func (r *reading) byte() byte {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

// grants reads up to 200 privileges, so that there can be more than phases tell of.
func (r *reading) grants() []token.Grant {
	var out []token.Grant
	for range r.byte() % 201 {
		p := token.Privilege(r.byte())
		if p == 255 {
			p = token.RTMLogin
		}
		out = append(out, token.Grant{Privilege: p, Expire: r.u32()})
	}
	return out
}

// any007 makes a token of whatever the bytes are.
func (r *reading) any007(issue uint32) *token.Token {
	a := &token.AccessToken2{IssueTs: issue, Expire: r.u32()}
	for len(*r) > 0 && len(a.Services) < 20 {
		a.Services = append(a.Services, token.Service{Type: token.ServiceType(r.byte() % 12), Privileges: r.grants()})
	}
	return &token.Token{Format: token.Format007, AccessToken2: a}
}

// FuzzPhases makes tokens of any numbers and holds what is said of their times
// against itself.
func FuzzPhases(f *testing.F) {
	f.Fuzz(func(t *testing.T, is006 bool, first uint32, rest []byte) {
		r := reading(rest)
		tok := old(first, r.grants()...)
		if !is006 {
			r = reading(rest)
			tok = r.any007(first)
		}
		tl := timeline.Of(tok)
		checkEvents(t, &tl)
		checkPhases(t, &tl)
	})
}

func checkEvents(t *testing.T, tl *timeline.Timeline) {
	for i := range tl.Events {
		e := &tl.Events[i]
		if e.At == timeline.Never || i > 0 && tl.Events[i-1].At > e.At {
			t.Fatalf("event %d of %d is at %d", i, len(tl.Events), e.At)
		}
		if e.Event != timeline.RejoinClosed && len(e.Grants) == 0 {
			t.Fatalf("%s %s is about no privilege", e.Product, e.Event)
		}
		for _, g := range e.Grants {
			if g.EndsAt != e.End() && g.Until != e.End() {
				t.Fatalf("%s %s at %d is about %s, which ends at %d and is over at %d", e.Product, e.Event, e.At, g.Name, g.EndsAt, g.Until)
			}
		}
		for _, p := range timeline.Platforms() {
			if e.Note(p) == "" != (e.Moot || e.Event == timeline.Removed && !e.Before) {
				t.Fatalf("%s %s has the note %q", e.Product, e.Event, e.Note(p))
			}
		}
	}
}

func checkPhases(t *testing.T, tl *timeline.Timeline) {
	all := tl.Phases()
	if len(all) == 0 || len(all) > 129 || all[0].From != tl.IssuedAt || all[len(all)-1].Until != timeline.Never {
		t.Fatalf("%d phases: %v", len(all), all)
	}
	for i, p := range all {
		if p.From > p.Until || i > 0 && (p.From != all[i-1].Until+1 || reflect.DeepEqual(p.Abilities, all[i-1].Abilities)) {
			t.Fatalf("phase %d is from %d until %d", i, p.From, p.Until)
		}
		for _, now := range [...]timeline.Instant{p.From, p.Until} {
			if got := tl.PhaseAt(int64(now)); !reflect.DeepEqual(got, p) {
				t.Fatalf("at %d it is phase %+v, in the list %+v", now, got, p)
			}
		}
	}
	before := tl.PhaseAt(int64(tl.IssuedAt) - 1)
	if before.Until != tl.IssuedAt-1 || len(before.Abilities) != 1 || !reflect.DeepEqual(tl.PhaseAt(-1<<63), before) {
		t.Fatalf("before issue: %+v", before)
	}
}
