package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agtok/model/timeline"
	"agtok/token"
)

var (
	usualSizes = [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}}
	// waysToTravel are the keys after which the clock shows another time than the
	// real one, and what Watch calls that.
	waysToTravel = []struct{ keys, says string }{
		{"space", "clock paused"}, {"+", "clock ×10"}, {"+ +", "clock ×60"}, {"+ + + +", "clock ×600"}, {"+ -", "clock ×1"}, {"n", "clock paused"}, {"right space", "clock ×1"}, {"+ space", "clock paused"}, {"space + +", "clock paused"},
	}
)

// travel presses keys that are parted by spaces.
func (u *user) travel(keys string) *user {
	u.t.Helper()
	for _, k := range strings.Fields(keys) {
		if k == "space" {
			k = " "
		}
		u.press(k)
	}
	return u
}

// header is the first line of the screen.
func (u *user) header() string { return strings.SplitN(u.frame(), "\n", 2)[0] }

// TestPretendedTimeIsSaidEverywhere holds that no pane at any size shows a time that
// is not the real one without saying so.
func TestPretendedTimeIsSaidEverywhere(t *testing.T) {
	for _, size := range usualSizes {
		for _, way := range waysToTravel {
			t.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], way.keys), func(t *testing.T) {
				u := examples(t, 120, 36).resize(size[0], size[1])
				if strings.Contains(u.frame(), "pretend") {
					t.Fatal("the real time is called pretended")
				}
				u.travel(way.keys).sees(strings.TrimPrefix(way.says, "clock "))
				for _, p := range panes() {
					p.play(u)
					if !strings.Contains(u.header(), "pretend") {
						t.Errorf("the header of %s: %q", p.name, u.header())
					}
				}
				if u.press("f3", "0"); strings.Contains(u.header(), "pretend") || strings.Contains(u.frame(), "real time") {
					t.Errorf("back to the real time:\n%s", u.frame())
				}
			})
		}
	}
}

// TestPretendedFromTheStart opens a console whose time is given on the command line.
func TestPretendedFromTheStart(t *testing.T) {
	for _, size := range usualSizes {
		u := open(t, size[0], size[1], func(d *setting) { d.Pretend = true })
		for _, p := range panes() {
			p.play(u)
			if !strings.Contains(u.header(), "pretend") {
				t.Errorf("%v, %s: %q", size, p.name, u.header())
			}
		}
	}
}

func TestAPausedClockSendsNoTick(t *testing.T) {
	u := examples(t, 120, 36).travel("space").wait(10 * time.Second)
	if n := len(u.pending); n != 0 {
		t.Errorf("%d timers are under way: %v", n, u.pending)
	}
	before := u.frame()
	if u.wait(time.Hour); u.frame() != before || !strings.Contains(u.header(), "23:13:20") {
		t.Errorf("a paused clock moves:\n%s", u.frame())
	}
	for _, p := range panes() {
		p.play(u)
	}
	u.press("f3", "down", "up", "s", "s", "s", "s", "s").resize(80, 24).resize(120, 36).wait(time.Minute)
	if n := u.ticks(); n != 0 {
		t.Errorf("after keys %d ticks are under way", n)
	}
	u.travel("space").wait(2 * time.Second)
	if n := u.ticks(); n != 1 || !strings.Contains(u.header(), "23:13:22") {
		t.Errorf("it goes on with %d ticks: %s", n, u.header())
	}
}

func TestTheClockRunsAtItsSpeed(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"", "23:13:30"}, {"+", "23:15:00"}, {"=", "23:15:00"}, {"+ +", "23:23:20"}, {"+ + +", "00:53:20"}, {"+ + + + +", "00:53:20"}, {"+ -", "23:13:30"},
		{"-", "23:13:30"}, {"space +", "23:13:20"}, {"space + space", "23:15:00"}, {"]", "00:13:20"}, {"] space", "00:13:30"}, {"shift+left", "23:08:20"}, {"[ [ shift+right right left left", "21:18:10"},
	} {
		u := examples(t, 120, 36).travel(c.keys).wait(10 * time.Second)
		if !strings.Contains(u.header(), c.want) {
			t.Errorf("%q: %s, want %s", c.keys, u.header(), c.want)
		}
		u.wait(10 * time.Second)
		if n := u.ticks(); n > 2 {
			t.Errorf("%q: %d ticks are under way", c.keys, n)
		}
		if u.press("0").wait(3 * time.Second); !strings.Contains(u.header(), "23:13:43") || u.ticks() != 1 {
			t.Errorf("%q, then back: %s, %d ticks", c.keys, u.header(), u.ticks())
		}
	}
}

// TestEventByEvent walks through all events of the examples and back again.
func TestEventByEvent(t *testing.T) {
	u := examples(t, 120, 36)
	walk := func(key, end string) (times []string) {
		for range 30 {
			if u.press(key); contains(u, end) {
				return times
			}
			if err := u.fits(); err != nil {
				t.Fatal(err)
			}
			clock := strings.Fields(strings.SplitAfter(u.header(), "paused ")[1])[0]
			times = append(times, clock)
		}
		t.Fatalf("%s never ends", key)
		return nil
	}
	there := walk("n", "no event comes after this moment")
	back := walk("b", "no event lies before this moment")
	if len(there) != 10 || there[0] != "23:13:35" || there[1] != "23:14:05" || there[2] != "23:20:50" {
		t.Errorf("forward %v", there)
	}
	if len(back) != 11 || back[0] != there[8] || back[8] != there[0] {
		t.Errorf("forward %v, back %v", there, back) // and on to those of the token that has ended
	}
	u.press("n", "0").wait(time.Second).misses("pretend")
}

// TestTheEventsOfTheRowsShownAreTheStops holds that a filter narrows what n and b
// stop at.
func TestTheEventsOfTheRowsShownAreTheStops(t *testing.T) {
	u := examples(t, 120, 36).press("/").write("chat").press("enter", "n")
	if !strings.Contains(u.header(), "11:13:20") {
		t.Errorf("the next event of the Chat user: %s", u.header())
	}
	u.sees("warns now")
}

// TestFarAndFurther takes the clock out of every calendar and back.
func TestFarAndFurther(t *testing.T) {
	u := examples(t, 120, 36)
	for _, key := range []string{"]", "[", "shift+right", "shift+left", "+", "n", "b", "-", " "} {
		for range 300 {
			u.press(key)
		}
		if err := u.wait(time.Minute).fits(); err != nil {
			t.Fatal(err)
		}
	}
	if u.press("0"); strings.Contains(u.header(), "pretend") || u.ticks() > 2 {
		t.Errorf("%d ticks; %s", u.ticks(), u.header())
	}
}

// TestASleepOfTheMachine holds that the frame after it is right at once.
func TestASleepOfTheMachine(t *testing.T) {
	u := examples(t, 120, 36)
	u.now = u.now.Add(2 * time.Hour) // no timer came meanwhile
	u.press("down")
	if !strings.Contains(u.header(), "01:13:20") || !strings.Contains(u.lineWith("audience  "), "expired") {
		t.Errorf("the first frame after it:\n%s", u.frame())
	}
	u.wait(time.Second)
	if n := u.ticks(); n != 1 {
		t.Errorf("%d ticks are under way", n)
	}
}

// TestCountdownsTurnWithTheSecond looks at every pane around the second at which a
// token ends.
func TestCountdownsTurnWithTheSecond(t *testing.T) {
	words := []string{"3s left", "2s left", "1s left", "ends now", "expired 00:00:01 ago", "expired 00:00:02 ago"}
	ends := map[string]struct {
		begin func(u *user)
		says  []string
	}{
		"Compose": {func(u *user) { u.press("f1", "tab", "tab", "tab", "tab").replace("3s") }, words},
		"Decode":  {func(u *user) { u.paste(lasting(t, 3, 3, 1).Text) }, words},
		"Watch":   {func(u *user) { u.press("f3") }, words},
		"Chat":    {func(u *user) { u.press("f4") }, nil}, // has no countdown
		"Co-host": {func(u *user) { toCoHost(u).press("pgdown", "pgdown", "pgdown").wait(27 * time.Second) },
			[]string{"◐ yes 3s", "◐ yes 2s", "◐ yes 1s", "◐ yes ends now", "✗ ended", "✗ ended"}},
	}
	for _, p := range panes() {
		t.Run(p.name, func(t *testing.T) {
			c, ok := ends[p.name]
			if !ok {
				t.Fatal("nothing is known of its countdowns")
			}
			u := open(t, 120, 36, rows(lasting(t, 3, 3, 1)))
			p.play(u)
			c.begin(u)
			for _, want := range c.says {
				u.sees(want).wait(time.Second)
			}
			before := u.frame()
			if c.says == nil && u.wait(10*time.Second).frame() != before {
				t.Errorf("without a countdown it moves:\n%s", u.frame())
			}
		})
	}
	open(t, 120, 36, rows(lasting(t, 3, 3, 1))).press("f3").wait((timeline.Day + 6) * time.Second).sees("expired 1d 0h ago")
}

// TestIssuedInTheFuture holds what is shown before a token's first second.
func TestIssuedInTheFuture(t *testing.T) {
	u := open(t, 120, 36, rows(watched(t, func(a *token.AccessToken2) { a.IssueTs += 100 }))).press("f3").sees("─ ○ not yet: issued in 1m 40s ─")
	u.press("b").sees("no event lies before").press("[").sees("─ ○ not yet: issued in 1h 01m ─")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

// TestTheRealTimeIsNotSlowedDown holds that - does not make it a pretended one.
func TestTheRealTimeIsNotSlowedDown(t *testing.T) {
	examples(t, 120, 36).press("-").sees("the clock runs no slower than the real time").misses("pretend")
	u := examples(t, 120, 36).travel("space + +").sees("clock paused, then ×60")
	u.resize(80, 24).sees("paused, then ×60").resize(40, 12).sees("paused, ×60 ")
	examples(t, 120, 36).press("+", "+", "+", "+").sees("the clock runs as fast as it can", "×600")
}

// TestTheRowOfTheEventIsChosen walks from event to event: the timeline that is shown
// is that of the event.
func TestTheRowOfTheEventIsChosen(t *testing.T) {
	u := examples(t, 120, 36)
	for _, want := range []string{"renewal", "renewal", "host", "host", "audience"} {
		if line := u.press("n").lineWith("▸ "); !strings.Contains(line, want) {
			t.Errorf("%s: an event of %s, chosen is %s", u.header(), want, line)
		}
	}
	u.press("b").sees("host · Android")
}
