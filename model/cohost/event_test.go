package cohost_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agtok/model/cohost"
)

// told writes events: seconds after the start, who, what, how sure.
func told(l *cohost.Lab) string {
	var b strings.Builder
	for _, e := range l.Events() {
		fmt.Fprintf(&b, "%d %s %s %s\n", e.At-l.Start, l.NameOf(e.Who), e.Kind, e.Certainty)
	}
	return b.String()
}

func TestEvents(t *testing.T) {
	for _, c := range []struct{ id, want string }{
		{"publish-ends", `
5 Hana joins documented
10 Ben joins documented
90 Hana will-expire inferred
120 Hana publish-ends inferred
270 Hana will-expire documented
270 Ben will-expire documented
300 Hana expired documented
300 Hana removed documented
300 Ben expired documented
300 Ben removed documented`},
		{"join-ends", `
5 Hana joins documented
10 Ben joins documented
90 Hana will-expire documented
120 Hana expired documented
120 Hana removed documented
130 Hana refused documented
270 Ben will-expire documented
300 Ben expired documented
300 Ben removed documented`},
		{"token-ends", `
5 Hana joins documented
10 Ben joins documented
120 Hana rejoin-closed documented
180 Hana leaves documented
190 Hana refused documented
330 Ben will-expire documented
360 Ben expired documented
360 Ben removed documented`},
		{"renewal", `
1 Hana joins documented
2 Rolf joins documented
15 Hana will-expire documented
15 Rolf will-expire documented
17 Hana renews documented
32 Hana will-expire documented
33 Hana renews documented
45 Rolf expired documented
45 Rolf removed documented
48 Hana will-expire documented
78 Hana expired documented
78 Hana removed documented`},
		{"upgrade", `
5 Hana joins documented
10 Ben joins documented
15 Cleo joins documented
60 Ben renews documented
60 Cleo role disagreed
65 Ben role documented
65 Cleo renews documented
570 Hana will-expire documented
600 Hana expired documented
600 Hana removed documented
630 Ben will-expire documented
635 Cleo will-expire documented
660 Ben expired documented
660 Ben removed documented
665 Cleo expired documented
665 Cleo removed documented`},
		{"switched", `
5 Sami joins documented
60 project switched documented
360 project in-effect documented
380 Noor joins documented
480 Sami rejoin-closed documented
480 Sami publish-ends disagreed
870 Sami will-expire documented
870 Noor will-expire documented
900 Sami expired documented
900 Sami removed documented
900 Noor expired documented
900 Noor removed documented`},
	} {
		l := scenario(t, c.id)
		if got, want := told(&l), strings.TrimSpace(c.want)+"\n"; got != want {
			t.Errorf("%s:\n%s\nnot\n%s", c.id, got, want)
		}
	}
}

// TestLateWarning holds that who joins within the last 30 s is told that the
// warning comes at once or never, which is not documented; and that who stays out
// learns when the token opens the channel no longer.
func TestLateWarning(t *testing.T) {
	l := cohost.Lab{Start: start, Profile: cohost.Live, Participants: []cohost.Participant{
		{Name: "late", Role: cohost.Host, Pass: cohost.Publisher(60), Steps: []cohost.Step{{After: 40, Do: cohost.Join}}},
		{Name: "out", Role: cohost.Host, Pass: cohost.Publisher(60)},
	}}
	want := "40 late joins documented\n40 late will-expire undocumented\n60 late expired documented\n60 late removed documented\n60 out admit-closed documented\n"
	if got := told(&l); got != want {
		t.Error(got)
	}
}

// TestShortPublishPrivileges holds that the warning of a publish privilege of no more
// than 30 s comes at once or never, which is not documented.
func TestShortPublishPrivileges(t *testing.T) {
	for seconds, want := range map[uint32]string{20: "warning that publish audio, video, data end, at once or never", 30: "warning that publish audio, video, data end, at once or never", 32: "warning: publish audio, video, data end in 30 s"} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, Participants: []cohost.Participant{{Name: "x", Role: cohost.Host,
			Pass: cohost.Pass{Expire: 900, Join: cohost.For(900), Media: cohost.Publisher(seconds).Media}, Steps: []cohost.Step{{Do: cohost.Join}}}}}
		sure := cohost.Undocumented
		if seconds > 30 {
			sure = cohost.Inferred
		}
		if e := l.Events()[1]; e.Kind != cohost.WillExpire || e.Text != want || e.Certainty != sure {
			t.Errorf("%d s: %+v", seconds, e)
		}
	}
}

// TestSettingTheRole holds what is said of setClientRole, by profile and token.
func TestSettingTheRole(t *testing.T) {
	for _, c := range []struct {
		profile cohost.Profile
		pass    cohost.Pass
		want    string
		sure    cohost.Certainty
		role    cohost.ClientRole
	}{
		{cohost.Live, cohost.Publisher(900), "setClientRole(host)", cohost.Documented, cohost.Host},
		{cohost.Live, cohost.Subscriber(900), "setClientRole(host): one page has it checked now, one lets the token follow", cohost.Disagreed, cohost.Host},
		{cohost.Communication, cohost.Publisher(900), "setClientRole(host): no effect in this profile", cohost.Documented, cohost.Audience},
	} {
		l := cohost.Lab{Start: start, Profile: c.profile, CoHostAuthentication: true, Participants: []cohost.Participant{{Name: "x", Role: cohost.Audience, Pass: c.pass,
			Steps: []cohost.Step{{After: 1, Do: cohost.Join}, {After: 2, Do: cohost.SetRole, Role: cohost.Host}}}}}
		e := l.Events()[1]
		if e.Kind != cohost.Role || e.Text != c.want || e.Certainty != c.sure || (e.Source == "") != (e.Text == "setClientRole(host)") {
			t.Errorf("%+v", e)
		}
		if r := l.At(start + 3).Rows[0]; r.Role != c.role {
			t.Errorf("%s: the role is %s", c.want, r.Role)
		}
	}
}

// TestSwitchingInTheCommunicationProfile holds that nothing is said to be documented
// of it, whatever the switch is doing.
func TestSwitchingInTheCommunicationProfile(t *testing.T) {
	l := cohost.Lab{Start: start, Profile: cohost.Communication, Switches: on(60), Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Pass: cohost.Publisher(900), Steps: []cohost.Step{{After: 1, Do: cohost.Join}}}}}
	for after, want := range map[int64]cohost.ReasonID{59: cohost.CommunicationOff, 60: cohost.CommunicationOn, 359: cohost.CommunicationOn, 360: cohost.CommunicationOn} {
		if c := l.At(start + after).Rows[0].Publishes[0]; c.ID != want || c.Certainty == cohost.Documented {
			t.Errorf("at %d: %s, %s", after, c.ID, c.Certainty)
		}
	}
}

// TestEndOfPublishingSaysWhatFollows holds the words by switch, profile and role.
func TestEndOfPublishingSaysWhatFollows(t *testing.T) {
	pass := cohost.Pass{Expire: 600, Join: cohost.For(600), Media: cohost.Publisher(100).Media}
	for _, c := range []struct {
		lab  cohost.Lab
		role cohost.ClientRole
		want string
		sure cohost.Certainty
	}{
		{cohost.Lab{Profile: cohost.Live, CoHostAuthentication: true}, cohost.Host, "publish audio, video, data end: may no longer publish it", cohost.Inferred},
		{cohost.Lab{Profile: cohost.Live}, cohost.Host, "nothing enforces it", cohost.Documented},
		{cohost.Lab{Profile: cohost.Live, CoHostAuthentication: true}, cohost.Audience, "does not publish anyway", cohost.Documented},
		{cohost.Lab{Profile: cohost.Communication, CoHostAuthentication: true}, cohost.Host, "not documented", cohost.Undocumented},
		{cohost.Lab{Profile: cohost.Communication}, cohost.Host, "nothing enforces it", cohost.Inferred},
		{cohost.Lab{Profile: cohost.Live, Switches: on(50)}, cohost.Host, "may not be in effect yet", cohost.Inferred},
	} {
		c.lab.Start = start
		c.lab.Participants = []cohost.Participant{{Name: "x", Role: c.role, Pass: pass, Steps: []cohost.Step{{After: 1, Do: cohost.Join}}}}
		found := false
		for _, e := range c.lab.Events() {
			if e.Kind == cohost.PublishEnds {
				found = true
				if !strings.Contains(e.Text, c.want) || e.Certainty != c.sure {
					t.Errorf("%q, %s", e.Text, e.Certainty)
				}
			}
		}
		if !found {
			t.Errorf("%q: no such event", c.want)
		}
	}
}

// TestTheEndOfTheTimeGiven holds that the events and the export say when a host of
// before the switch may publish no longer, and that two pages are at odds on it.
func TestTheEndOfTheTimeGiven(t *testing.T) {
	const words = ": may no longer publish audio, video, data"
	for _, c := range []struct {
		name     string
		expire   uint32
		publish  uint32
		kind     cohost.Kind
		at       int64
		last     cohost.Answer // before
		no       cohost.ReasonID
		silently bool
	}{
		{"the token ends after the effect", 480, 0, cohost.PublishEnds, 480, cohost.Yes, cohost.TimeGivenOver, false},
		{"it ends while the switch settles", 200, 0, cohost.InEffect, 360, cohost.Unknown, cohost.TimeGivenOver, false},
		{"it had ended before the switch", 40, 0, cohost.InEffect, 360, cohost.Unknown, cohost.TimeGivenOver, false},
		{"who has the privilege goes on", 480, 900, "", 480, cohost.Yes, cohost.Granted, true},
		{"a privilege that ends with the token has its own event", 480, 480, "", 480, cohost.Yes, cohost.PublishOver, true},
	} {
		pass := cohost.Pass{Expire: c.expire, Join: cohost.For(900)}
		if c.publish > 0 {
			pass.Media = cohost.Publisher(c.publish).Media
		}
		l := cohost.Lab{Title: "x", Start: start, Profile: cohost.Live, Switches: on(60), Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Pass: pass,
			Steps: []cohost.Step{{After: 5, Do: cohost.Join}}}}}
		var found []cohost.Event
		for _, e := range l.Events() {
			if strings.Contains(e.Text, words) {
				found = append(found, e)
			}
		}
		if c.silently {
			if len(found) > 0 || l.At(start + 481).Rows[0].Publishes[0].ID != c.no {
				t.Errorf("%s: %+v", c.name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Kind != c.kind || found[0].At != start+c.at || found[0].Certainty != cohost.Disagreed || !strings.Contains(found[0].Source, "FAQ") {
			t.Errorf("%s: %+v", c.name, found)
			continue
		}
		before, after := l.At(found[0].Seen() - 1).Rows[0].Publishes[0], l.At(found[0].Seen()).Rows[0].Publishes[0]
		if before.Answer != c.last || after.ID != c.no || after.Answer != cohost.No {
			t.Errorf("%s: %s, then %s", c.name, before.ID, after.ID)
		}
		if text := cohost.Export(&l, "", time.Unix(start, 0).UTC()); !strings.Contains(text, "- disagreed: "+found[0].Text) || !strings.Contains(text, "- disagreed: "+after.Text) {
			t.Errorf("%s: not among what is not settled:\n%s", c.name, text)
		}
	}
}
