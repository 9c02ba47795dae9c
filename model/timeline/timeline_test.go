package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

const issued = 1_700_000_000

// rtc gives a 007 token for RTC with the lifetimes of join, audio, video, data;
// a negative one is not granted.
func rtc(expire uint32, lifetimes ...int64) *token.Token {
	s := token.Service{Type: token.RTC, ChannelName: "lobby"}
	for i, l := range lifetimes {
		if l >= 0 {
			s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(l)})
		}
	}
	return with(expire, s)
}

func with(expire uint32, services ...token.Service) *token.Token {
	return &token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{IssueTs: issued, Expire: expire, Services: services}}
}

func service(t token.ServiceType, grants ...token.Grant) token.Service {
	return token.Service{Type: t, Privileges: grants}
}

func login(t token.ServiceType, expire uint32) token.Service {
	return token.Service{Type: t, Privileges: []token.Grant{{Privilege: token.Login, Expire: expire}}}
}

func old(ts uint32, grants ...token.Grant) *token.Token {
	return &token.Token{Format: token.Format006, AccessToken: &token.AccessToken{Ts: ts, Privileges: grants}}
}

// rel writes an instant as seconds after issue.
func rel(i timeline.Instant) string {
	if i == timeline.Never {
		return "never"
	}
	return fmt.Sprint(int64(i) - issued)
}

// sketch writes a timeline's instants: for each service admit and stay, then
// each grant's until and cause.
func sketch(tl timeline.Timeline) string {
	var parts []string
	for _, s := range tl.Services {
		part := rel(s.AdmitUntil) + "/" + rel(s.StaysUntil)
		for _, g := range s.Grants {
			part += fmt.Sprintf(" %s:%s", rel(g.Until), g.EndedBy)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " | ")
}

func TestInstants(t *testing.T) {
	const day = timeline.Day
	g := func(p token.Privilege, at uint32) token.Grant { return token.Grant{Privilege: p, Expire: at} }
	for _, c := range []struct {
		name      string
		tok       *token.Token
		want      string
		effective string
	}{
		{"all alike", rtc(3600, 3600, 3600), "3600/3600 3600:own 3600:own", "3600"},
		{"audio ends early", rtc(3600, 3600, 600), "3600/3600 3600:own 600:own", "600"},
		{"audio outlives join", rtc(3600, 3600, 7200), "3600/3600 3600:own 3600:join", "3600"},
		{"token ends first: stays, can't rejoin", rtc(600, 3600, 3600), "600/3600 600:token 3600:own", "600"},
		{"join without an end", rtc(600, 0, 300), "600/never 600:token 300:own", "300"},
		{"nothing has an own end", rtc(600, 0, 0), "600/never 600:token never:none", "600"},
		{"expire 0 counts as a day", rtc(0, 0), "86400/never 86400:cap", "86400"},
		{"privilege over a day", rtc(day, day+1), "86400/86400 86400:cap", "86400"},
		{"everything over a day", rtc(7*day, 7*day, 7*day), "86400/86400 86400:cap 86400:cap", "86400"},
		{"a date for a lifetime", rtc(1_795_000_000, 1_795_000_000), "86400/86400 86400:cap", "86400"},
		{"no join", rtc(600, -1, 600), "never/never 600:own", "600"},
		{"RTM", with(3600, login(token.RTM, 600)), "600/600 600:own", "600"},
		{"RTM ended by the token", with(600, login(token.RTM, 3600)), "600/600 600:token", "600"},
		{"FPA as its builder writes it", with(86400, login(token.FPA, 0)), "86400/86400 86400:token", "86400"},
		{"two services", with(3600, rtc(0, 3600).AccessToken2.Services[0], login(token.RTM, 600)), "3600/3600 3600:own | 600/600 600:own", "600"},
		{"no services", with(3600), "", "never"},
		{"006", old(issued+day, g(1, issued+600), g(2, issued+300)), "600/600 600:own 300:own", "300"},
		{"006 with 0", old(issued+day, g(1, 0), g(2, 0)), "86400/never 86400:token never:none", "86400"},
		{"006 beyond its window", old(issued+day, g(1, issued+2*day)), "86400/86400 86400:cap", "86400"},
		{"006 RTM", old(issued+day, g(1000, 5)), "86400/86400 86400:token", "86400"},
		{"006 without privileges", old(issued + day), "never/never", "never"},
		{"006 that ended before its issue", old(issued+day, g(1, issued-600)), "-600/-600 -600:own", "-600"},
		{"an unknown privilege opens no door", with(3600, service(token.FPA, g(77, 600))), "never/never 600:own", "600"},
		{"beside a known one", with(3600, service(token.APaaS, g(1, 100), g(77, 3000))), "100/100 100:own 100:join", "100"},
		{"ConvoAI's have no names", with(3600, service(token.ConvoAI, g(77, 600))), "600/600 600:own", "600"},
		{"what the token ends is not ended by join", with(60, service(token.Chat, g(2, 3600), g(9, 3600))), "60/60 60:token 60:token", "60"},
		{"a Chat user beside the app", with(3600, service(token.Chat, g(1, 20), g(2, 3600))), "3600/20 20:own 3600:own", "20"},
		{"twice, the last counts", with(3600, service(token.RTC, g(1, 300), g(1, 100))), "100/100 300:own 100:own", "100"},
		{"twice, the last is later", with(3600, service(token.Chat, g(1, 100), g(1, 300))), "300/300 100:own 300:own", "300"},
	} {
		tl := timeline.Of(c.tok)
		if got := sketch(tl); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
		if got := rel(tl.EffectiveEnd); got != c.effective {
			t.Errorf("%s: effective end %s, want %s", c.name, got, c.effective)
		}
	}
}

func TestUsableUntil(t *testing.T) {
	for _, c := range []struct {
		name            string
		tok             *token.Token
		usable, expires string
	}{
		{"by the token", rtc(600, 3600), "600", "600"},
		{"by join", rtc(3600, 600), "600", "3600"},
		{"the longest of two services", with(3600, rtc(0, 300).AccessToken2.Services[0], login(token.RTM, 900)), "900", "3600"},
		{"never, without join", rtc(3600, -1, 600), "-1", "3600"},
		{"as written and as counted", rtc(200_000, 0), "86400", "200000"},
		{"over before it was issued", old(issued+timeline.Day, token.Grant{Privilege: token.JoinChannel, Expire: issued - 600}), "-600", "86400"},
	} {
		tl := timeline.Of(c.tok)
		if got := rel(tl.UsableUntil); got != c.usable {
			t.Errorf("%s: usable until %s, want %s", c.name, got, c.usable)
		}
		if got := rel(tl.ExpiresAt); got != c.expires {
			t.Errorf("%s: expires at %s, want %s", c.name, got, c.expires)
		}
	}
}

func TestPassedAroundTheSecond(t *testing.T) {
	for now, want := range map[int64]bool{issued - 1: false, issued: false, issued + 1: true} {
		if got := timeline.Instant(issued).Passed(now); got != want {
			t.Errorf("%d s after: passed is %v", now-issued, got)
		}
	}
	if timeline.Never.Passed(1 << 60) {
		t.Error("never has passed")
	}
}

func TestSoon(t *testing.T) {
	for _, c := range []struct {
		from, end, now int64
		want           bool
	}{
		{0, 3600, 3240, false}, {0, 3600, 3241, true}, {0, 3600, 3600, true}, {0, 3600, 3601, false},
		{0, 90, 30, false}, {0, 90, 31, true}, {0, 30, -40, false}, {0, 30, 0, true}, {100, 50, 40, true}, {100, 50, 51, false},
	} {
		if got := timeline.Instant(c.end).Soon(timeline.Instant(c.from), c.now); got != c.want {
			t.Errorf("%d … %d at %d: soon is %v", c.from, c.end, c.now, got)
		}
	}
	if timeline.Never.Soon(0, 1<<62) {
		t.Error("never is soon")
	}
}

func TestEvents(t *testing.T) {
	for _, c := range []struct {
		name string
		tok  *token.Token
		want string
	}{
		{"one warning for one instant", rtc(3600, 3600, 3600), "will-expire@3570 expired@3600 removed@3600 publish-ends@3600?"},
		{"audio first", rtc(3600, 3600, 600), "will-expire@570? publish-ends@600? will-expire@3570 expired@3600 removed@3600"},
		{"no warning after removal", rtc(3600, 3600, 7200), "will-expire@3570 expired@3600 removed@3600 publish-ends@3600?"},
		{"rejoin closes silently", rtc(600, 3600), "rejoin-closed@600 will-expire@3570 expired@3600 removed@3600"},
		{"stays for ever", rtc(600, 0), "rejoin-closed@600"},
		{"shorter than the warning", rtc(20, 20), "will-expire@-10! expired@20 removed@20"},
		{"RTM in both lines", with(600, login(token.RTM, 600)), "will-expire@570 will-expire@570 expired@600 expired@600"},
		{"Chat user at half its life", with(600, login(token.Chat, 600)), "half-life@300 expired@600"},
		{"006 RTM says nothing", old(issued+timeline.Day, token.Grant{Privilege: token.RTMLogin}), ""},
	} {
		tl := timeline.Of(c.tok)
		if got := events(&tl); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestIssueNearTheEndOf32Bits(t *testing.T) {
	tok := rtc(3600, 3600)
	tok.AccessToken2.IssueTs = 4294967295
	if tl := timeline.Of(tok); tl.UsableUntil != 4294967295+3600 {
		t.Errorf("usable until %d: the sum wrapped", tl.UsableUntil)
	}
}
