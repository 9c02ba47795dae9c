package timeline_test

import (
	"fmt"
	"testing"

	"agtok/model/timeline"
)

func TestNeighbouringEventsAllocateNothing(t *testing.T) {
	tl := timeline.Of(rtc(600, 3600, 900, 900, 900))
	var sum timeline.Instant
	if n := testing.AllocsPerRun(100, func() {
		sum += tl.NextEvent(issued).At + tl.PreviousEvent(issued+3600).At
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if want := timeline.Instant(101 * (2*issued + 600 + 3570)); sum != want {
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

func BenchmarkPhaseAt(b *testing.B) {
	tl := timeline.Of(rtc(600, 3600, 900, 900, 900))
	b.ReportAllocs()
	for b.Loop() {
		if tl.PhaseAt(issued+650).From != issued+601 {
			b.Fatal("another phase")
		}
	}
}
