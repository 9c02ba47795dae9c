package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// changes gives all changes from one second before issue on.
func changes(tl *timeline.Timeline) string {
	var parts []string
	for now := int64(tl.IssuedAt) - 1; len(parts) < 50; {
		at := tl.NextChange(now)
		if at == timeline.Never {
			break
		}
		parts = append(parts, rel(at))
		now = int64(at)
	}
	return strings.Join(parts, " ")
}

func TestNextChange(t *testing.T) {
	for _, c := range []struct {
		name string
		tok  *token.Token
		want string
	}{
		{"the event's second and the one after the end", rtc(3600, 3600, 3600), "0 3570 3600 3601"},
		{"each end of its own", rtc(600, 3600, 900), "0 600 601 870 900 901 3570 3600 3601"},
		{"no end after the token's", rtc(600, 0), "0 600 601"},
		{"half-life", with(601, chat(token.Grant{Privilege: token.ChatUser, Expire: 601})), "0 300 601 602"},
		{"an end without an event", with(600, chat(token.Grant{Privilege: token.ChatApp, Expire: 600})), "0 601"},
		{"nothing", with(600), "0"},
		{"006 RTM", old(issued+timeline.Day, token.Grant{Privilege: token.RTMLogin}), "0 86401"},
	} {
		tl := timeline.Of(c.tok)
		if got := changes(&tl); got != c.want {
			t.Errorf("%s: changes at %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNextChangeAllocatesNothing(t *testing.T) {
	tl := timeline.Of(rtc(600, 3600, 900, 900, 900))
	var sum timeline.Instant
	if n := testing.AllocsPerRun(100, func() {
		sum += tl.NextChange(issued+650) + tl.NextEvent(issued).At + tl.PreviousEvent(issued+3600).At
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if want := timeline.Instant(101 * (3*issued + 870 + 600 + 3570)); sum != want {
		t.Errorf("the sum is %d, want %d", sum, want)
	}
}

func TestNeighbouringEvents(t *testing.T) {
	tl := timeline.Of(rtc(600, 3600, 900))
	describe := func(e *timeline.Event) string {
		if e == nil {
			return "none"
		}
		return fmt.Sprintf("%s@%s", e.Event, rel(e.At))
	}
	for _, c := range []struct {
		after          int64
		previous, next string
	}{
		{-1, "none", "rejoin-closed@600"},
		{600, "none", "will-expire@870"},
		{601, "rejoin-closed@600", "will-expire@870"},
		{3570, "publish-ends@900", "expired@3600"},
		{3600, "will-expire@3570", "none"},
		{3601, "removed@3600", "none"},
	} {
		if got := describe(tl.PreviousEvent(issued + c.after)); got != c.previous {
			t.Errorf("before %d: %s, want %s", c.after, got, c.previous)
		}
		if got := describe(tl.NextEvent(issued + c.after)); got != c.next {
			t.Errorf("after %d: %s, want %s", c.after, got, c.next)
		}
	}
	empty := timeline.Of(with(60))
	if empty.NextEvent(0) != nil || empty.PreviousEvent(1<<40) != nil {
		t.Error("a token without events has one")
	}
}

func BenchmarkNextChange(b *testing.B) {
	tl := timeline.Of(rtc(600, 3600, 900, 900, 900))
	b.ReportAllocs()
	for b.Loop() {
		if tl.NextChange(issued+650) != issued+870 {
			b.Fatal("another second")
		}
	}
}

func BenchmarkPhaseAt(b *testing.B) {
	tl := timeline.Of(rtc(600, 3600, 900, 900, 900))
	b.ReportAllocs()
	for b.Loop() {
		if tl.PhaseAt(issued+650).From != issued+601 {
			b.Fatal("another phase")
		}
	}
}
