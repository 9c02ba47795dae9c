package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// about writes events with what each is about.
func about(list []timeline.Event) string {
	var parts []string
	for i := range list {
		parts = append(parts, fmt.Sprintf("%s: %s", list[i].Event, list[i].Ending()))
	}
	return strings.Join(parts, " | ")
}

func TestEventsKnowWhatEnds(t *testing.T) {
	audio, both := rtc(0, -1, 300).AccessToken2.Services[0], rtc(0, 600, 300, 300).AccessToken2.Services[0]
	for _, c := range []struct {
		name         string
		tok          *token.Token
		want, merged string
	}{
		{"all alike", rtc(3600, 3600, 3600, 3600, 3600),
			"will-expire: join, publish audio, video, data end | expired: join ends | removed: join ends | publish-ends: publish audio ends | publish-ends: publish video ends | publish-ends: publish data ends",
			"will-expire: join, publish audio, video, data end | expired: join ends | removed: join ends | publish-ends: publish audio, video, data end"},
		{"those that end together stand apart", rtc(3600, 3600, 600, 3600, 600),
			"will-expire: publish audio, data end | publish-ends: publish audio ends | publish-ends: publish data ends | will-expire: join, publish video end | expired: join ends | removed: join ends | publish-ends: publish video ends",
			"will-expire: publish audio, data end | publish-ends: publish audio, data end | will-expire: join, publish video end | expired: join ends | removed: join ends | publish-ends: publish video ends"},
		{"the token first", rtc(600, 3600), "rejoin-closed: the token ends | will-expire: join ends | expired: join ends | removed: join ends", ""},
		{"Signaling", with(600, login(token.RTM, 300)), "will-expire: login ends | will-expire: login ends | expired: login ends | expired: login ends", ""},
		{"Chat", with(600, login(token.Chat, 600)), "half-life: login ends | expired: login ends", ""},
		{"two services", with(600, audio, both),
			"will-expire: publish audio ends | will-expire: publish audio, video end | publish-ends: publish audio ends | publish-ends: publish audio ends | publish-ends: publish video ends | will-expire: join ends | expired: join ends | removed: join ends",
			"will-expire: publish audio, video end | publish-ends: publish audio, video end | will-expire: join ends | expired: join ends | removed: join ends"},
	} {
		tl := timeline.Of(c.tok)
		if got := about(tl.Events); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		var merged []timeline.Event
		for i := range tl.Events {
			e := &tl.Events[i]
			if !slices.ContainsFunc(merged, func(o timeline.Event) bool { return o.At == e.At && o.Event == e.Event }) {
				merged = append(merged, tl.Merged(e))
			}
		}
		if got := about(merged); c.merged != "" && got != c.merged {
			t.Errorf("%s, merged:\n got %s\nwant %s", c.name, got, c.merged)
		}
	}
}

// TestWhatEndsOfMany holds the words and the cost of a token with thousands of
// privileges, every other of which ends with join.
func TestWhatEndsOfMany(t *testing.T) {
	s := token.Service{Type: token.RTC}
	for i := range 10_000 {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(600 + i%2)})
	}
	tl := timeline.Of(with(700, s))
	const want = "join, publish video, privilege 5, privilege 7, privilege 9, privilege 11 and 4994 more"
	if e := tl.Events[0]; len(e.Grants) != 5000 || e.Ending() != want+" end" {
		t.Errorf("%d end: %s", len(e.Grants), e.Ending())
	}
	for i, g := range tl.Services[0].Grants {
		if g.Privilege != token.Privilege(i+1) {
			t.Fatalf("privilege %d of the service is %d", i+1, g.Privilege)
		}
	}
}

func TestEnding(t *testing.T) {
	twice := token.Service{Type: token.RTC, Privileges: []token.Grant{{Privilege: 1, Expire: 60}, {Privilege: 1, Expire: 60}}}
	for want, tok := range map[string]*token.Token{
		"join ends":               rtc(600, 60),
		"join, publish audio end": rtc(600, 60, 60),
		"publish video, data end": rtc(600, -1, -1, 60, 60),
		"the token ends":          rtc(600, 0),
		"login ends":              with(600, login(token.RTM, 60)),
		"privilege 77 ends":       with(600, token.Service{Type: token.RTC, Privileges: []token.Grant{{Privilege: 77, Expire: 60}}}),
	} {
		if tl := timeline.Of(tok); tl.Events[0].Ending() != want {
			t.Errorf("%q, want %q", tl.Events[0].Ending(), want)
		}
	}
	if tl := timeline.Of(with(600, twice)); tl.Events[0].Ending() != "join ends" {
		t.Errorf("a privilege that is there twice: %q", tl.Events[0].Ending())
	}
}

// TestHappens holds the words of each kind of event, and what is not certain of it.
func TestHappens(t *testing.T) {
	for _, c := range []struct {
		tok  *token.Token
		want string
	}{
		{rtc(600, 3600, 900), "the token ends: the user stays, but can't rejoin () | warning: publish audio ends in 30 s (inferred) | " +
			"publish audio ends, if co-host authentication is on (inferred) | warning: join ends in 30 s () | join ends () | the user is out of the channel ()"},
		{rtc(3600, 20, 3600), "warning: join ends in 30 s (at once or never: undocumented) | join ends () | the user is out of the channel () | publish audio ends with it ()"},
		{with(600, login(token.RTM, 600)), "warning: login ends in 30 s () | warning: login ends in 30 s () | login ends () | login ends ()"},
		{with(600, login(token.Chat, 600)), "warning at half of the lifetime () | login ends ()"},
	} {
		tl := timeline.Of(c.tok)
		var parts []string
		for i := range tl.Events {
			parts = append(parts, tl.Events[i].Happens()+" ("+tl.Events[i].Doubt()+")")
		}
		if got := strings.Join(parts, " | "); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
