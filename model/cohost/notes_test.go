package cohost_test

import (
	"strings"
	"testing"
	"time"

	"agtok/model/cohost"
)

// TestNotes holds how lifetimes of 0 and beyond 24 h are read.
func TestNotes(t *testing.T) {
	const zero, over = "no end of its own (the official parser: expired)", "counts as 24 h"
	for _, c := range []struct {
		pass cohost.Pass
		want string
	}{
		{cohost.Publisher(600), ""},
		{cohost.Publisher(86400), ""},
		{cohost.Publisher(86401), "token 1d1s: " + over + "|join, audio, video, data 1d1s: " + over},
		{cohost.Publisher(48 * 3600), "token 2d: " + over + "|join, audio, video, data 2d: " + over},
		{cohost.Publisher(0), "token 0: counts as 24 h (by another page: ends at once)|join, audio, video, data 0: " + zero},
		{cohost.Pass{Expire: 600, Join: cohost.For(600), Media: [3]cohost.Term{cohost.For(0), {}, cohost.For(100_000)}}, "audio 0: " + zero + "|data 1d3h46m40s: " + over},
		{cohost.Subscriber(0), "token 0: counts as 24 h (by another page: ends at once)|join 0: " + zero},
	} {
		if got := strings.Join(c.pass.Notes(), "|"); got != c.want {
			t.Errorf("%+v: %q, not %q", c.pass, got, c.want)
		}
	}
	l := scenario(t, "subscriber-on")
	l.Participants[0].Pass = cohost.Publisher(0)
	if text := cohost.Export(&l, "", time.Unix(start+20, 0)); !strings.Contains(text, "\nHana: token 0: counts as 24 h (by another page: ends at once); join, audio, video, data 0: "+zero+".\n") {
		t.Error(text)
	}
}

// TestExportTellsTheScenario holds that what a scenario is about is exported as what
// it was when the story was changed.
func TestExportTellsTheScenario(t *testing.T) {
	s, _ := cohost.ScenarioByID("token-ends")
	l := s.Lab(start, salts())
	text := cohost.Export(&l, "", time.Unix(start+190, 0))
	for _, want := range []string{"## What to look at\n\n" + s.Look[0] + " " + s.Look[1], "- +3:00 to +3:09: Hana has dropped out", "SDK: native 109, connection state reason 9 (documented; ", "Tried to join and was refused: the token is over"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	l.Title += " (changed)"
	if text = cohost.Export(&l, "", time.Unix(start+190, 0)); !strings.Contains(text, "## What to look at in the scenario before it was changed") {
		t.Error(text)
	}
}
