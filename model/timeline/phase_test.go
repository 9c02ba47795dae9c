package timeline_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// word writes an ability shortly: + may, - may not, ? not certain.
func word(a timeline.Ability) string {
	mark := map[bool]string{true: "+", false: "-"}[a.May]
	if !a.Certain {
		mark = "?" + mark
	}
	for _, w := range [...][2]string{
		{"issued", "issued"}, {"publish audio", "audio"}, {"publish video", "video"}, {"publish data", "data"}, {"the channel", "stay"}, {"join", "join"},
		{"log in to Signaling", "login"}, {"in to Signaling", "in"}, {"out of Signaling", "in"},
		{"log in to Chat", "chat"}, {"in to Chat", "user"}, {"out of Chat", "user"}, {"REST", "rest"},
	} {
		if strings.Contains(a.Text, w[0]) {
			return mark + w[1]
		}
	}
	return mark + a.Text
}

// stretch writes a phase: when it begins, in seconds after issue, and what holds.
func stretch(p timeline.Phase) string {
	parts := []string{rel(p.From) + ":"}
	for _, a := range p.Abilities {
		parts = append(parts, word(a))
	}
	return strings.Join(parts, " ")
}

func phases(tl *timeline.Timeline) string {
	var parts []string
	for _, p := range tl.Phases() {
		parts = append(parts, stretch(p))
	}
	return strings.Join(parts, " | ")
}

func chat(lifetimes ...token.Grant) token.Service {
	return token.Service{Type: token.Chat, Privileges: lifetimes}
}

func at(issue uint32, t *token.Token) *token.Token {
	t.AccessToken2.IssueTs = issue
	return t
}

// boundary is a token and what holds in each of its phases. The rule is the line of
// the specification of times that the case is about: e is the token's lifetime, T
// its end, P a privilege's own end, W the end of a 006 token's window.
type boundary struct {
	rule, name string
	tok        *token.Token
	want       string
}

func boundaries() []boundary {
	const day, most = timeline.Day, 1<<32 - 1
	g := func(p token.Privilege, at uint32) token.Grant { return token.Grant{Privilege: p, Expire: at} }
	all := func(e, p int64) *token.Token { return rtc(uint32(e), p, p) }
	lasting := func(n int) string {
		return fmt.Sprintf("0: +join +stay +audio | %d: -join -stay -audio", n+1)
	}
	return []boundary{
		{"§1 admit until = min(T, P), stays until = P of join", "ordinary", rtc(3600, 3600, 3600, 3600, 3600),
			"0: +join +stay +audio +video +data | 3601: -join -stay -audio -video -data"},
		{"§1 until of K = min(stays until, P of K)", "publish shorter than join", rtc(3600, 3600, 600, 900),
			"0: +join +stay +audio +video | 601: +join +stay ?-audio +video | 901: +join +stay ?-audio ?-video | 3601: -join -stay -audio -video"},
		{"§1 until of K = min(stays until, P of K)", "join shorter than publish", rtc(3600, 600, 3600), "0: +join +stay +audio | 601: -join -stay -audio"},
		{"§1 until of K: the token's own end does not count", "token shorter than its privileges", rtc(600, 3600, 1800),
			"0: +join +stay +audio | 601: -join +stay +audio | 1801: -join +stay ?-audio | 3601: -join -stay -audio"},
		{"§1 admit until = min(T, P)", "token longer than its privileges", rtc(7200, 3600, 3600), lasting(3600)},
		{"§1 P = I + cap(p); p = 0: no end of its own", "privileges 0", rtc(600, 0, 0), "0: +join +stay +audio | 601: -join +stay +audio"},
		{"§1 until of K = min(stays until, P of K)", "join 0, publish not", rtc(600, 0, 60), "0: +join +stay +audio | 61: +join +stay ?-audio | 601: -join +stay ?-audio"},
		{"§1 e = 0 counts as 86400; the other reading: at once", "lifetimes 0", all(0, 0), "0: ?+join +stay +audio | 86401: ?-join +stay +audio"},
		{"§1 e = 0 counts as 86400; the other reading: at once", "token 0, privileges not", all(0, 600), "0: ?+join +stay +audio | 601: ?-join -stay -audio"},
		{"§1 the second itself still holds", "1 s", all(1, 1), lasting(1)},
		{"§2 would fall before I", "29 s", all(29, 29), lasting(29)},
		{"§2 would fall at I", "30 s", all(30, 30), lasting(30)},
		{"§2 falls after I", "31 s", all(31, 31), lasting(31)},
		{"§1 cap(x) = min(x, 86400)", "a day", all(day, day), lasting(day)},
		{"§1 cap(x) = min(x, 86400)", "a day and a second", all(day+1, day+1), lasting(day)},
		{"§1 cap(x) = min(x, 86400)", "the most that is written", all(most, most), lasting(day)},
		{"§1 cap(x) = min(x, 86400)", "token a day, join beyond", all(60, most), "0: +join +stay +audio | 61: -join +stay +audio | 86401: -join -stay -audio"},
		{"§1 T and P are sums beyond 32 bits", "issued at the end of 32 bits", at(most, all(3600, 3600)), lasting(3600)},
		{"§1 T and P are sums beyond 32 bits", "issued at second 0", at(0, all(3600, 3600)), lasting(3600)},
		{"§4 no-join", "without join", rtc(600, -1, 600), "0: -join -audio"},
		{"§1 RTM: stays until = min(T, P of login)", "RTM", with(3600, login(token.RTM, 600)), "0: +login +in | 601: -login -in"},
		{"§1 RTM: stays until = min(T, P of login)", "RTM ended by the token", with(600, login(token.RTM2, 3600)), "0: +login +in | 601: -login -in"},
		{"§1 RTM: p = 0", "RTM login 0", with(600, login(token.RTM, 0)), "0: +login +in | 601: -login -in"},
		{"§1 Chat user: stays until = min(T, P of user)", "Chat user, odd", with(3601, chat(g(token.ChatUser, 3601))), "0: +chat +user | 3602: -chat -user"},
		{"§1 Chat user: stays until = min(T, P of user)", "Chat user, 1 s", with(60, chat(g(token.ChatUser, 1))), "0: +chat +user | 2: -chat -user"},
		{"§1 admit until: REST calls", "Chat app", with(600, chat(g(token.ChatApp, 900))), "0: +rest | 601: -rest"},
		{"§1 until of a privilege that admits: its admit until", "Chat user and app", with(600, chat(g(token.ChatUser, 300), g(token.ChatApp, 0))),
			"0: +chat +user +rest | 301: -chat -user +rest | 601: -chat -user -rest"},
		{"§1 over all services", "RTC and RTM", with(900, rtc(0, 1800).AccessToken2.Services[0], login(token.RTM, 600)),
			"0: +join +stay +login +in | 601: +join +stay -login -in | 901: -join +stay -login -in | 1801: -join -stay -login -in"},
		{"§1 until of a privilege that admits: its admit until", "FPA", with(day, login(token.FPA, 0)),
			"0: +holds FPA login | 86401: -no longer holds FPA login: the token's lifetime is over"},
		{"§4 no-services", "nothing", with(600), "0:"},
		{"§1 006: v = 0, no end of its own", "006, privilege 0", old(issued+day, g(1, 0), g(2, 0)), "0: +join +stay +audio | 86401: -join ?+stay +audio"},
		{"§1 006: P = min(v, W)", "006 before ts", old(issued+day, g(1, issued+600), g(2, issued+300)),
			"0: +join +stay +audio | 301: +join +stay ?-audio | 601: -join -stay -audio"},
		{"§1 006: P = min(v, W)", "006 at ts", old(issued+day, g(1, issued+day)), "0: +join +stay | 86401: -join -stay"},
		{"§1 006: P = min(v, W)", "006 beyond ts", old(issued+day, g(1, issued+day+1)), "0: +join +stay | 86401: -join -stay"},
		{"§1 006: P = min(v, W)", "006 with a lifetime for a second", old(issued+day, g(1, 3600), g(2, 3600)), "0: -join -stay -audio"},
		{"§1 006 RTM: the value has no effect, W counts", "006 RTM", old(issued+day, g(token.RTMLogin, 5)), "0: +login +in | 86401: -login ?-in"},
		{"§1 006: I ≈ ts − 86400", "006 with ts 0", old(0, g(1, 0)), fmt.Sprintf("%d: +join +stay | %d: -join ?+stay", -day-issued, 1-issued)},
		{"§1 006: I ≈ ts − 86400", "006 with the last ts", old(most, g(1, most)), fmt.Sprintf("%d: +join +stay | %d: -join -stay", most-day-issued, most+1-issued)},
	}
}

// sinceIssue puts a 007 token's issue time where [rel] counts from, so that the
// cases with other issue times read like the rest.
func sinceIssue(b boundary) string {
	tl := timeline.Of(b.tok)
	if a := b.tok.AccessToken2; a != nil && a.IssueTs != issued {
		var parts []string
		for _, p := range tl.Phases() {
			p.From += issued - timeline.Instant(a.IssueTs)
			parts = append(parts, stretch(p))
		}
		return strings.Join(parts, " | ")
	}
	return phases(&tl)
}

func TestPhases(t *testing.T) {
	for _, b := range boundaries() {
		if got := sinceIssue(b); got != b.want {
			t.Errorf("%s (%s):\n got %s\nwant %s", b.name, b.rule, got, b.want)
		}
	}
}

// TestAroundEverySecond looks at each boundary one second before, at it and one
// second after. At the second itself a thing still holds.
func TestAroundEverySecond(t *testing.T) {
	looked := 0
	for _, b := range boundaries() {
		tl := timeline.Of(b.tok)
		ends := []timeline.Instant{tl.IssuedAt, tl.TokenEnd, tl.UsableUntil, tl.EffectiveEnd}
		for _, s := range tl.Services {
			ends = append(ends, s.AdmitUntil, s.StaysUntil)
			for _, g := range s.Grants {
				ends = append(ends, g.Until, g.EndsAt)
			}
		}
		for i := range tl.Events {
			ends = append(ends, tl.Events[i].At)
		}
		for _, end := range ends {
			if end == timeline.Never {
				continue
			}
			for now := int64(end) - 1; now <= int64(end)+1; now++ {
				looked++
				checkSecond(t, b.name, &tl, end, now)
			}
		}
	}
	if looked < 500 {
		t.Errorf("only %d seconds were looked at", looked)
	}
}

// checkSecond holds what the timeline says at a second against its instants.
func checkSecond(t *testing.T, name string, tl *timeline.Timeline, end timeline.Instant, now int64) {
	t.Helper()
	if got := end.Passed(now); got != (now > int64(end)) {
		t.Errorf("%s: %s has passed at %d is %v", name, rel(end), now-issued, got)
	}
	if got := tl.Over(now); got != (now > int64(tl.UsableUntil)) {
		t.Errorf("%s: over at %d is %v", name, now-issued, got)
	}
	p := tl.PhaseAt(now)
	if int64(p.From) > now || p.Until.Passed(now) {
		t.Errorf("%s: the phase at %d is from %s until %s", name, now-issued, rel(p.From), rel(p.Until))
	}
	issuedBy := now >= int64(tl.IssuedAt)
	for _, a := range p.Abilities {
		if !issuedBy {
			if a.May || a.Certain || word(a) != "?-issued" || a.Why == "" {
				t.Errorf("%s: before issue %+v", name, a)
			}
			continue
		}
		if want, known := may(tl.Services[a.Service], a, now); known && a.May != want {
			t.Errorf("%s: at %d %q, and it is %v that it holds", name, now-issued, a.Text, want)
		}
		if a.Why == "" || a.Text == "" {
			t.Errorf("%s: at %d an ability without words: %+v", name, now-issued, a)
		}
	}
	for i := range tl.Events {
		if e := &tl.Events[i]; e.At == timeline.Instant(now) {
			checkFiring(t, name, tl, e)
		}
	}
}

// may says from the instants of the service whether an ability holds.
func may(s timeline.Service, a timeline.Ability, now int64) (holds, known bool) {
	switch word(timeline.Ability{Text: a.Text, Certain: true})[1:] {
	case "join", "login":
		return s.Admits && now <= int64(s.AdmitUntil), true
	case "stay", "in":
		if s.Type == token.RTC && strings.Contains(a.Text, "publish") {
			return false, false
		}
		return s.Admits && now <= int64(s.StaysUntil), true
	case "chat", "user":
		return now <= int64(s.StaysUntil), true
	case "audio":
		for _, g := range s.Grants {
			if g.Privilege == token.PublishAudioStream {
				return s.Admits && now <= int64(g.Until), true
			}
		}
	}
	return false, false
}

// checkFiring looks at the second before an event and at the second itself.
func checkFiring(t *testing.T, name string, tl *timeline.Timeline, e *timeline.Event) {
	t.Helper()
	if next := tl.NextEvent(int64(e.At) - 1); next == nil || next.At != e.At {
		t.Errorf("%s: one second before %s at %s the next event is %v", name, e.Event, rel(e.At), next)
	}
	if previous := tl.PreviousEvent(int64(e.At) + 1); previous == nil || previous.At != e.At {
		t.Errorf("%s: one second after %s at %s the previous event is %v", name, e.Event, rel(e.At), previous)
	}
	if next := tl.NextEvent(int64(e.At)); next != nil && next.At <= e.At {
		t.Errorf("%s: the event at %s is next at its own second", name, rel(next.At))
	}
	if previous := tl.PreviousEvent(int64(e.At)); previous != nil && previous.At >= e.At {
		t.Errorf("%s: the event at %s is the previous one at its own second", name, rel(previous.At))
	}
}

func TestPhasesOfATokenFullOfPrivileges(t *testing.T) {
	s := token.Service{Type: token.RTC}
	for i := range 10_000 {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(80_000 - i)})
	}
	tl := timeline.Of(with(timeline.Day, s, login(token.RTM, 60)))
	got := tl.Phases()
	if len(got) < 100 || len(got) > 129 {
		t.Fatalf("%d phases", len(got))
	}
	for _, p := range got {
		if n := len(p.Abilities); n != 129 {
			t.Fatalf("%d abilities at %s", n, rel(p.From))
		}
		if last := p.Abilities[128]; last.Service != -1 || last.Certain || !strings.Contains(last.Text, "more privileges") {
			t.Fatalf("the last one is %+v", last)
		}
	}
	if !reflect.DeepEqual(tl.PhaseAt(issued+79_000), got[0]) {
		t.Error("the phase at a second is another than in the list")
	}
}

func TestWordsOfAbilities(t *testing.T) {
	old006 := old(issued+timeline.Day, token.Grant{Privilege: 1}, token.Grant{Privilege: 2, Expire: issued + 60})
	for _, c := range []struct {
		tok     *token.Token
		service int
		after   int64
		ability int
		text    string
		why     string
	}{
		{rtc(600, 3600, 900), 0, 600, 0, "may join", "until the token's lifetime is over"},
		{rtc(600, 3600, 900), 0, 601, 0, "can no longer join: the token's lifetime is over", "the token's lifetime is over"},
		{rtc(3600, 600), 0, 601, 0, "can no longer join: its own lifetime is over", "its own lifetime is over"},
		{rtc(1<<31, 0), 0, timeline.Day + 1, 0, "can no longer join: 24 h are over, the longest that counts", "24 h are over, the longest that counts"},
		{rtc(600, 3600, 900), 0, 601, 1, "stays in the channel once in", "until the join privilege is over"},
		{rtc(600, 0), 0, 601, 1, "stays in the channel once in", "the join privilege has no end of its own"},
		{rtc(600, 600), 0, 601, 1, "is out of the channel: the join privilege is over", "the join privilege is over"},
		{rtc(600, 600, 60), 0, 60, 2, "may publish audio", "until its own lifetime is over"},
		{rtc(600, 600, 60), 0, 61, 2, "may no longer publish audio, if co-host authentication is on (inferred)", "no page says what happens when a publish privilege ends"},
		{rtc(600, 600, 60), 0, 601, 2, "can't publish audio: out of the channel", "the join privilege is over"},
		{rtc(600, -1, 60), 0, 0, 0, "may not join", "the join privilege is not granted"},
		{rtc(600, -1, 60), 0, 0, 1, "can't publish audio: nobody can join", "the join privilege is not granted"},
		{rtc(0, 600), 0, 0, 0, "may join", "one page takes the lifetime 0 for 24 h, another for an end at once"},
		{with(60, login(token.RTM, 60)), 0, 61, 0, "can no longer log in to Signaling: its own lifetime is over", "its own lifetime is over"},
		{with(60, chat(token.Grant{Privilege: token.ChatApp})), 0, 61, 0, "can no longer call the Chat REST API: the token's lifetime is over", "the token's lifetime is over"},
		{with(60, chat(token.Grant{Privilege: 77, Expire: 5})), 0, 6, 0, "no longer holds Chat privilege 77: its own lifetime is over", "its own lifetime is over"},
		{old006, 0, timeline.Day + 1, 0, "can no longer join: the token's 24 h are over", "the token's 24 h are over"},
		{old006, 0, timeline.Day + 1, 1, "stays in the channel once in", "an older page has the user removed when the token's window is over"},
	} {
		tl := timeline.Of(c.tok)
		a := tl.PhaseAt(issued + c.after).Abilities[c.ability]
		if a.Service != c.service || a.Text != c.text || a.Why != c.why {
			t.Errorf("after %d s: %+v, want %q, %q", c.after, a, c.text, c.why)
		}
	}
}
