package sdkversion_test

import (
	"strings"
	"testing"
	"unicode"

	"agtok/model/sdkversion"
	"agtok/token"
)

func services(list ...token.Service) *token.Token {
	return &token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{Services: list}}
}

func rtc(channel, uid string) token.Service {
	return token.Service{Type: token.RTC, ChannelName: channel, UID: uid}
}

func a006(privileges ...token.Privilege) *token.Token {
	a := &token.AccessToken{}
	for _, p := range privileges {
		a.Privileges = append(a.Privileges, token.Grant{Privilege: p})
	}
	return &token.Token{Format: token.Format006, AccessToken: a}
}

// short writes rows as "product first".
func short(rows []sdkversion.Row) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Product+" "+r.First)
	}
	return strings.Join(list, ", ")
}

const rtc007 = "RTC 3.5.2, RTC 4.2.0, RTC 4.0.0, RTC 6.0.0, RTC 4.8.0, RTC none, Cloud Recording, Media Push , Real-time STT all"

func TestFor(t *testing.T) {
	many := make([]token.Service, 20000)
	for _, c := range []struct {
		name  string
		token *token.Token
		want  string
	}{
		{"RTC", services(rtc("lobby", "7")), rtc007},
		{"RTC for anyone", services(rtc("lobby", "")), rtc007},
		{"RTC twice", services(rtc("lobby", "7"), rtc("hall", "8")), rtc007},
		{"RTC with a wildcard", services(rtc("*", "7")), rtc007 + ", RTC 4.2.2"},
		{"RTC with a blank channel", services(rtc("", "7")), rtc007 + ", RTC 4.2.2"},
		{"RTC with a uid wildcard", services(rtc("lobby", "*")), rtc007 + ", RTC 4.2.2"},
		{"RTC with an account", services(rtc("lobby", "alice")), rtc007 + ", RTC 2.8.0, RTC 2.5.0"},
		{"RTM", services(token.Service{Type: token.RTM}), "RTM 1.x 1.5.0, RTM 1.x 1.5.0, Signaling 2.x all"},
		{"RTM2", services(token.Service{Type: token.RTM2}), "Signaling 2.x "},
		{"Chat", services(token.Service{Type: token.Chat}), "Chat all"},
		{"classroom", services(token.Service{Type: token.APaaS}, token.Service{Type: token.Chat}), "Chat all, Flexible Classroom "},
		{"FPA", services(token.Service{Type: token.FPA}), "Streaming, FPA, FCDN, Conversational AI, STT "},
		{"unknown", services(token.Service{Type: 99}), "Streaming, FPA, FCDN, Conversational AI, STT "},
		{"very many", services(many...), "Streaming, FPA, FCDN, Conversational AI, STT "},
		{"nothing", services(), ""},
		{"006", a006(1, 2, 3, 4), "RTC 2.1.0, RTC 2.4.0, RTC 2.1.0, RTC 2.2.0"},
		{"006 RTM", a006(1000), "RTM 1.x all, Signaling 2.x "},
		{"006 both", a006(1, 1000), "RTC 2.1.0, RTC 2.4.0, RTC 2.1.0, RTC 2.2.0, RTM 1.x all, Signaling 2.x "},
		{"004", &token.Token{Format: token.Format004, DynamicKey: &token.DynamicKey{}}, "RTC 1.3.0"},
		{"signaling", &token.Token{Format: token.FormatSignaling, Signaling: &token.SignalingToken{}}, "Signaling (before RTM) all"},
		{"no token", &token.Token{}, ""},
	} {
		rows := sdkversion.For(c.token)
		if got := short(rows); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		for _, r := range rows {
			printable(t, r.Product, r.For, r.Source, r.Product+r.Platform+r.First+r.Note)
		}
	}
}

func TestMove(t *testing.T) {
	count := func(tok *token.Token, where sdkversion.Where, word string) (n int) {
		for _, s := range sdkversion.Move(tok) {
			printable(t, s.What, s.Source)
			if s.Where == where && strings.Contains(s.What, word) {
				n++
			}
		}
		return n
	}
	rtc, rtm, both := a006(1, 2), a006(1000), a006(1, 1000)
	for _, c := range []struct {
		name  string
		token *token.Token
		where sdkversion.Where
		word  string
		want  int
	}{
		{"RTC", rtc, sdkversion.Server, "RtcTokenBuilder2", 1}, {"RTC", rtc, sdkversion.Server, "RtmTokenBuilder2", 0},
		{"RTC", rtc, sdkversion.Client, "", 2}, {"RTC", rtc, sdkversion.Server, "seconds from now", 1}, {"RTC", rtc, sdkversion.Server, "Attendee", 1},
		{"RTM", rtm, sdkversion.Server, "RtmTokenBuilder2", 1}, {"RTM", rtm, sdkversion.Server, "RtcTokenBuilder2", 0}, {"RTM", rtm, sdkversion.Client, "onTokenPrivilegeWillExpire", 1},
		{"both", both, sdkversion.Server, "TokenBuilder2", 2},
		{"007", services(token.Service{Type: token.RTC}), sdkversion.Server, "", 0},
		{"004", &token.Token{DynamicKey: &token.DynamicKey{}}, sdkversion.Server, "", 0},
	} {
		if got := count(c.token, c.where, c.word); got != c.want {
			t.Errorf("%s: %d steps of the %s with %q, want %d", c.name, got, c.where, c.word, c.want)
		}
	}
	if sdkversion.Move(services()) == nil {
		t.Error("no list in JSON")
	}
}

func printable(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if s == "" || strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) }) {
			t.Errorf("empty or not printable: %q", s)
		}
	}
}
