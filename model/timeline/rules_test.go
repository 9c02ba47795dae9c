package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// events writes a timeline's events: ? for what is not certain, ! for what would
// fall before the issue of the token.
func events(tl *timeline.Timeline) string {
	var parts []string
	for i := range tl.Events {
		e := &tl.Events[i]
		mark := ""
		if !e.Certain {
			mark = "?"
		}
		if e.Before {
			mark += "!"
		}
		parts = append(parts, fmt.Sprintf("%s@%s%s", e.Event, rel(e.At), mark))
	}
	return strings.Join(parts, " ")
}

// TestEventRules goes through the table of events line by line.
func TestEventRules(t *testing.T) {
	const day = timeline.Day
	g := func(p token.Privilege, at uint32) token.Grant { return token.Grant{Privilege: p, Expire: at} }
	join := func(n int64) *token.Token { return rtc(uint32(n), n) }
	user := func(n uint32) *token.Token { return with(n, chat(g(token.ChatUser, n))) }
	for _, c := range []struct {
		line, name string
		tok        *token.Token
		want       string
	}{
		{"will-expire rtc: 30 s before the own end of a privilege", "join", join(3600), "will-expire@3570 expired@3600 removed@3600"},
		{"will-expire rtc: privileges that end at one instant make one event", "four at once", rtc(60, 60, 60, 60, 60),
			"will-expire@30 expired@60 removed@60 publish-ends@60? publish-ends@60? publish-ends@60?"},
		{"will-expire rtc: for publish privileges not certain", "audio first", rtc(60, 60, 40), "will-expire@10? will-expire@30 publish-ends@40? expired@60 removed@60"},
		{"will-expire rtc: p = 0 has no own end", "join 0", rtc(60, 0), "rejoin-closed@60"},
		{"expired, removed rtc: at the end of the join privilege", "a day and more", join(1 << 31), "will-expire@86370 expired@86400 removed@86400"},
		{"rejoin-closed rtc: at T, when the user stays longer", "token first", rtc(60, 90), "will-expire@60 rejoin-closed@60 expired@90 removed@90"},
		{"rejoin-closed rtc: at T, when the user stays longer", "token last", rtc(90, 60), "will-expire@30 expired@60 removed@60"},
		{"rejoin-closed rtc: at W", "006 with privilege 0", old(issued+day, g(1, 0)), "rejoin-closed@86400"},
		{"rejoin-closed rtc: at W", "006 up to W", old(issued+day, g(1, issued+day)), "will-expire@86370 expired@86400 removed@86400"},
		{"publish-ends rtc: at until of K", "006 audio first", old(issued+day, g(1, issued+900), g(2, issued+600)),
			"will-expire@570? publish-ends@600? will-expire@870 expired@900 removed@900"},
		{"will-expire, expired rtm1 and signaling2: 30 s before, and at, the end", "both lines", with(600, login(token.RTM, 90)),
			"will-expire@60 will-expire@60 expired@90 expired@90"},
		{"will-expire, expired rtm1: 007 only", "006 RTM", old(issued+day, g(token.RTMLogin, 0)), ""},
		{"half-life, expired chat user: half of I … admit until; its end", "even", user(600), "half-life@300 expired@600"},
		{"half-life, expired chat user: half of I … admit until; its end", "odd", user(601), "half-life@300 expired@601"},
		{"half-life, expired chat user: half of I … admit until; its end", "1 s", user(1), "half-life@0 expired@1"},
		{"half-life, expired chat user: half of I … admit until; its end", "by the token", with(100, chat(g(token.ChatUser, 900))), "half-life@50 expired@100"},
		{"half-life: of the user only", "Chat app", with(100, chat(g(token.ChatApp, 100))), ""},
		{"before I: at once or never", "0 s", rtc(1, 0), "rejoin-closed@1"},
		{"before I: at once or never", "1 s", join(1), "will-expire@-29! expired@1 removed@1"},
		{"before I: at once or never", "29 s", join(29), "will-expire@-1! expired@29 removed@29"},
		{"before I: at once or never", "30 s", join(30), "will-expire@0! expired@30 removed@30"},
		{"before I: at once or never", "31 s", join(31), "will-expire@1 expired@31 removed@31"},
		{"before I: at once or never", "a lifetime in a 006 token", old(issued+day, g(1, issued-5)), "will-expire@-35! expired@-5! removed@-5!"},
		{"of an entry that stands twice the last counts", "join", with(600, service(token.RTC, g(1, 300), g(1, 100), g(2, 300), g(2, 50))),
			"will-expire@20? publish-ends@50? will-expire@70 expired@100 removed@100"},
		{"of an entry that stands twice the last counts", "RTM", with(600, login(token.RTM, 300), service(token.RTM, g(1, 300), g(1, 100))),
			"will-expire@70 will-expire@70 expired@100 expired@100 will-expire@270 will-expire@270 expired@300 expired@300"},
		{"of an entry that stands twice the last counts", "Chat user", with(600, chat(g(1, 300), g(1, 100))), "half-life@50 expired@100"},
		{"several services: each its own", "RTC and Chat", with(600, rtc(0, 600).AccessToken2.Services[0], chat(g(token.ChatUser, 600))),
			"half-life@300 will-expire@570 expired@600 removed@600 expired@600"},
	} {
		tl := timeline.Of(c.tok)
		if got := events(&tl); got != c.want {
			t.Errorf("%s (%s):\n got %s\nwant %s", c.name, c.line, got, c.want)
		}
	}
}
