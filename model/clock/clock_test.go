package clock

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func TestClock(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock Clock
		real  time.Time // when it is looked at
		want  time.Time
		speed int
		still bool
	}{
		{"the real time", Clock{}, after(5), after(5), 1, false},
		{"set ahead it runs on", Clock{}.At(noon, after(3600)), after(5), after(3605), 1, false},
		{"set back", Clock{}.At(noon, after(-3600)), after(5), after(-3595), 1, false},
		{"paused", Clock{}.Pause(noon), after(500), noon, 1, true},
		{"paused and on again", Clock{}.Pause(noon).Pause(after(100)), after(103), after(3), 1, false},
		{"ten times as fast", Clock{}.Faster(noon, 1), after(3), after(30), 10, false},
		{"no faster than the fastest", Clock{}.Faster(noon, 9), after(1), after(600), 600, false},
		{"no slower than the real time", Clock{}.Faster(noon, -1), after(1), after(1), 1, false},
		{"slower again keeps where it is", Clock{}.Faster(noon, 2).Faster(after(10), -1), after(11), after(610), 10, false},
		{"a jump keeps the speed", Clock{}.Faster(noon, 2).At(after(10), after(0)), after(11), after(60), 60, false},
		{"a jump of a paused clock", Clock{}.Pause(noon).At(after(7), after(90)), after(1000), after(90), 1, true},
		{"a speed chosen while paused", Clock{}.Pause(noon).Faster(after(1), 1), after(9), noon, 10, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.clock.Now(c.real); !got.Equal(c.want) {
				t.Errorf("shows %v, not %v", got, c.want)
			}
			if c.clock.Speed() != c.speed || c.clock.Paused() != c.still {
				t.Errorf("speed %d, paused %v", c.clock.Speed(), c.clock.Paused())
			}
			if c.clock.Travels() != (c.clock != Clock{}) {
				t.Errorf("travels: %v", c.clock.Travels())
			}
		})
	}
}

// TestReal holds how long a tick waits.
func TestReal(t *testing.T) {
	if d, ok := (Clock{}).Real(time.Second); d != time.Second || !ok {
		t.Errorf("the real time: %v, %v", d, ok)
	}
	if d, ok := (Clock{}).Faster(noon, 1).Real(time.Second); d != 100*time.Millisecond || !ok {
		t.Errorf("ten times as fast: %v, %v", d, ok)
	}
	if _, ok := (Clock{}).Pause(noon).Real(time.Second); ok {
		t.Error("a clock that stands still moves on")
	}
}

// TestLocation holds that the zone on the screen stays the user's.
func TestLocation(t *testing.T) {
	cet := time.FixedZone("CET", 3600)
	c := Clock{}.At(noon, time.Unix(1700000000, 0).UTC())
	if got := c.Now(noon.In(cet)).Location(); got != cet {
		t.Errorf("location %v", got)
	}
}

// TestNoSlowerThanTheRealTime holds that what changes nothing does not make the real
// time a pretended one.
func TestNoSlowerThanTheRealTime(t *testing.T) {
	if c := (Clock{}).Faster(noon, -1); c.Travels() {
		t.Error("it travels")
	}
	fastest := Clock{}.Faster(noon, 9)
	if fastest.Faster(after(1), 1) != fastest {
		t.Error("faster than the fastest it is another clock")
	}
}
