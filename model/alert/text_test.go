package alert_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"agtok/model/alert"
	"agtok/model/timeline"
)

func TestText(t *testing.T) {
	audio := "services[0].privileges.publishAudioStream"
	for _, c := range []struct {
		alert alert.Alert
		want  string
	}{
		{alert.Alert{Name: "lobby", Event: timeline.Event{Event: timeline.Expired, Product: "rtc"}, Before: 30 * time.Second, Count: 2}, "lobby: join ends in 30 s"},
		{alert.Alert{Name: "lobby", Event: timeline.Event{Event: timeline.Removed, Product: "rtc"}, Count: 1}, "lobby: join ends now"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.Expired, Product: "signaling2"}, Before: 90 * time.Minute, Count: 2}, "u: expires in 1 h 30 min (Signaling)"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.Expired, Product: "chat"}, Before: 24*time.Hour + time.Second, Count: 1}, "u: expires in 1 d (Chat)"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.RejoinClosed}, Before: time.Hour + time.Second, Count: 1}, "u: token ends in 1 h; who is in stays, and cannot rejoin"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.PublishEnds, Subject: audio}, Before: time.Minute, Count: 1}, "u: publishing audio ends in 1 min, if co-host authentication is on"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.PublishEnds, Subject: audio}, Before: 61 * time.Second, Count: 2}, "u: publishing ends in 1 min 1 s, if co-host authentication is on"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.PublishEnds, Subject: "privileges.99"}, Count: 1}, "u: publishing ends now, if co-host authentication is on"},
		{alert.Alert{Name: "lobby", Event: timeline.Event{Event: timeline.WillExpire, Product: "rtc"}, Before: 5 * time.Minute, Count: 1}, "lobby: warning: onTokenPrivilegeWillExpire in 5 min"},
		{alert.Alert{Name: "u", Event: timeline.Event{Event: timeline.HalfLife}, Count: 1}, "u: warning: the SDK warns now"},
		{alert.Alert{Name: "", Event: timeline.Event{Event: "\x1b[2J"}, Count: 1}, `token: \x1b[2J now`},
	} {
		if got := c.alert.Text(timeline.Android, -int64(c.alert.Before/time.Second)); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
}

func TestTextOfHostileNames(t *testing.T) {
	for _, name := range []string{strings.Repeat("x", 1<<20), "\x1b]0;owned\x07", "a\nb\u202ec", "\xff\xfe", strings.Repeat("\x1b", 99)} {
		got := alert.Alert{Name: name, Event: timeline.Event{Event: timeline.Expired}, Count: 1}.Text(timeline.Android, 0)
		if strings.ContainsAny(got, "\x1b\x07\n\u202e") || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 60 || !strings.HasSuffix(got, ": expires now") {
			t.Errorf("%.20q gives %.200q", name, got)
		}
	}
}

// TestTextThatComesLate holds that what is past is told as past.
func TestTextThatComesLate(t *testing.T) {
	for _, c := range []struct {
		event timeline.Event
		now   int64
		want  string
	}{
		{timeline.Event{At: 100, Event: timeline.Expired, Product: "rtc"}, 99, "x: join ends in 1 s"},
		{timeline.Event{At: 100, Event: timeline.Expired, Product: "rtc"}, 100, "x: join ends now, onRequestToken"},
		{timeline.Event{At: 100, Event: timeline.Expired, Product: "chat"}, 101, "x: expired 1 s ago (Chat), onTokenExpired"},
		{timeline.Event{At: 100, Event: timeline.RejoinClosed}, 3701, "x: token ended 1 h ago; who is in stays, and cannot rejoin"},
		{timeline.Event{At: 100, Event: timeline.WillExpire, Product: "rtc"}, 161, "x: warning: onTokenPrivilegeWillExpire 1 min 1 s ago"},
		{timeline.Event{At: 100, Event: timeline.PublishEnds, Subject: "a.publishVideoStream"}, 110, "x: publishing video ended 10 s ago, if co-host authentication is on"},
	} {
		a := alert.Alert{Name: "x", Event: c.event, Count: 1, Before: 300 * time.Second}
		if got := a.Text(timeline.Android, c.now); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
}

func TestWeightiest(t *testing.T) {
	at := func(at timeline.Instant, kind timeline.Kind) alert.Alert {
		return alert.Alert{At: at, Event: timeline.Event{Event: kind}}
	}
	got := alert.Weightiest([]alert.Alert{at(1, timeline.Expired), at(2, timeline.PublishEnds), at(2, timeline.Expired), at(2, timeline.WillExpire)})
	if got.At != 2 || got.Event.Event != timeline.Expired {
		t.Errorf("the weightiest is %+v", got)
	}
}
