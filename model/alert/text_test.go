package alert_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"agtok/model/alert"
	"agtok/model/timeline"
)

// alertOf gives the alert at the first event of a kind.
func alertOf(t *testing.T, s alert.Subject, k timeline.Kind) alert.Alert {
	t.Helper()
	for _, a := range alert.Due([]alert.Subject{s}, nil, 0, issued+2*timeline.Day) {
		if a.Event.Event == k {
			return a
		}
	}
	t.Fatalf("%s is not among the alerts", k)
	return alert.Alert{}
}

// TestText holds the words ahead of each event, at it, and when they come late.
func TestText(t *testing.T) {
	for _, c := range []struct {
		subject alert.Subject
		kind    timeline.Kind
		after   int64 // the event, in seconds
		want    string
	}{
		{row("lobby", 3600, 3600), timeline.Expired, -30, "lobby: join ends in 30s"},
		{row("lobby", 3600, 3600), timeline.Expired, -1, "lobby: join ends in 1s"},
		{row("lobby", 3600, 3600), timeline.Expired, 0, "lobby: join ends now, onRequestToken"},
		{row("lobby", 3600, 3600), timeline.Expired, 1, "lobby: join ended 1s ago, onRequestToken"},
		{signaling("u", 3600), timeline.Expired, -5400, "u: login ends in 1h 30m (Signaling)"},
		{chat("u", 3600), timeline.Expired, -86401, "u: login ends in 1d 0h (Chat)"},
		{chat("u", 3600), timeline.Expired, 1, "u: login ended 1s ago (Chat), onTokenExpired"},
		{row("u", 600, 3600), timeline.RejoinClosed, -3601, "u: the token ends in 1h 00m: the user stays, but can't rejoin"},
		{row("u", 600, 3600), timeline.RejoinClosed, 3601, "u: the token ended 1h 00m ago: the user stays, but can't rejoin"},
		{row("u", 3600, 3600, 600), timeline.PublishEnds, -60, "u: publish audio ends in 1m 00s, if co-host authentication is on"},
		{row("u", 3600, 3600, 600, 600), timeline.PublishEnds, -61, "u: publish audio, video end in 1m 01s, if co-host authentication is on"},
		{row("u", 3600, 3600, -1, 600), timeline.PublishEnds, 10, "u: publish video ended 10s ago, if co-host authentication is on"},
		{row("lobby", 3600, 3600, 600), timeline.WillExpire, 0, "lobby: warning: publish audio ends in 30s, onTokenPrivilegeWillExpire"},
		{row("lobby", 3600, 3600, 3600), timeline.WillExpire, 91, "lobby: warning: join, publish audio ended 1m 01s ago, onTokenPrivilegeWillExpire"},
		{signaling("u", 3600), timeline.WillExpire, 10, "u: warning: login ends in 20s (Signaling), onTokenPrivilegeWillExpire"},
		{chat("u", 600), timeline.HalfLife, 0, "u: warning at half of the lifetime: login ends in 5m 00s (Chat), onTokenWillExpire"},
		{row("", 3600, 3600), timeline.Expired, -30, "token: join ends in 30s"},
	} {
		a := alertOf(t, c.subject, c.kind)
		if got := a.Text(timeline.Android, int64(a.At)+c.after); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
	if got := alertOf(t, row("u", 60, 60), timeline.Expired).Text("no such platform", issued+60); got != "u: join ends now" {
		t.Errorf("without a callback it says %q", got)
	}
}

func TestTextOfHostileNames(t *testing.T) {
	for _, name := range []string{strings.Repeat("x", 1<<20), "\x1b]0;owned\x07", "a\nb\u202ec", "\xff\xfe", strings.Repeat("\x1b", 99)} {
		got := alert.Alert{Name: name, Event: timeline.Event{Event: timeline.Expired}, Count: 1}.Text(timeline.Android, 0)
		if strings.ContainsAny(got, "\x1b\x07\n\u202e") || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 60 || !strings.HasSuffix(got, ": the token ends now") {
			t.Errorf("%.20q gives %.200q", name, got)
		}
	}
}

func TestWeightiest(t *testing.T) {
	at := func(at timeline.Instant, kind timeline.Kind, certain bool, before time.Duration) alert.Alert {
		return alert.Alert{At: at, Before: before, Event: timeline.Event{Event: kind, Certain: certain}}
	}
	for _, c := range []struct {
		name string
		list []alert.Alert
		want timeline.Kind
	}{
		{"an end more than its warning", []alert.Alert{at(1, timeline.Expired, true, 0), at(2, timeline.WillExpire, true, 0), at(2, timeline.Expired, true, 0)}, timeline.Expired},
		{"the last instant alone", []alert.Alert{at(1, timeline.Expired, true, 0), at(2, timeline.PublishEnds, false, 0)}, timeline.PublishEnds},
		{"what is certain more than what is inferred", []alert.Alert{at(2, timeline.PublishEnds, false, 5*time.Second), at(2, timeline.WillExpire, true, 0)}, timeline.WillExpire},
	} {
		if got := alert.Weightiest(c.list); got.Event.Event != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
