package cohost

import (
	"slices"
	"strings"
	"testing"
)

// publishing lists the answer to every case of the usual standing, worked out by
// hand from these sentences:
//
//	out   who is not in the channel publishes nothing
//	free  off: the token's publish privileges are not enforced, only the client
//	      role counts (AgoraIO/Tools, comments on roles; issue 83)
//	role  an audience member does not publish, whatever the token says (issue 83)
//	both  on: client role host and a publish privilege (Docs: co-host authentication)
//	lack  on: without the privilege the role is not enough (the same)
//	gone  on: the privilege ended in the channel; no page says what happens (inferred)
//	send  data: an audience member who calls sendStreamMessage may be switched to a
//	      host by one page; by another that applies to hosts only
//	talk  communication: all users may talk, roles have no effect (API reference:
//	      CHANNEL_PROFILE_TYPE, setClientRole); off: see free (inferred)
//	mute  communication, on: documented nowhere
//
// The columns: joined, profile, client role, co-host authentication, privilege.
const publishing = `
in  live          host     on  running     both yes documented
in  live          host     on  over        gone no inferred
in  live          host     on  not-granted lack no documented
in  live          host     off running     free yes documented
in  live          host     off over        free yes documented
in  live          host     off not-granted free yes documented
in  live          audience on  running     role no documented
in  live          audience on  over        role no documented
in  live          audience on  not-granted role no documented
in  live          audience off running     role no documented
in  live          audience off over        role no documented
in  live          audience off not-granted role no documented
in  communication host     on  running     mute unknown undocumented
in  communication host     on  over        mute unknown undocumented
in  communication host     on  not-granted mute unknown undocumented
in  communication host     off running     talk yes inferred
in  communication host     off over        talk yes inferred
in  communication host     off not-granted talk yes inferred
in  communication audience on  running     mute unknown undocumented
in  communication audience on  over        mute unknown undocumented
in  communication audience on  not-granted mute unknown undocumented
in  communication audience off running     talk yes inferred
in  communication audience off over        talk yes inferred
in  communication audience off not-granted talk yes inferred
out live          host     on  running     out no documented
out live          host     on  over        out no documented
out live          host     on  not-granted out no documented
out live          host     off running     out no documented
out live          host     off over        out no documented
out live          host     off not-granted out no documented
out live          audience on  running     out no documented
out live          audience on  over        out no documented
out live          audience on  not-granted out no documented
out live          audience off running     out no documented
out live          audience off over        out no documented
out live          audience off not-granted out no documented
out communication host     on  running     out no documented
out communication host     on  over        out no documented
out communication host     on  not-granted out no documented
out communication host     off running     out no documented
out communication host     off over        out no documented
out communication host     off not-granted out no documented
out communication audience on  running     out no documented
out communication audience on  over        out no documented
out communication audience on  not-granted out no documented
out communication audience off running     out no documented
out communication audience off over        out no documented
out communication audience off not-granted out no documented
`

// standings lists the answers that another standing changes; they are those of a
// host in a live channel with co-host authentication on, where alone the token is
// looked at.
//
//	faq   switching on does not mute who publishes; once the token has expired, a
//	      publisher token is needed (Docs: co-host authentication, first FAQ)
//	past  by that FAQ a publisher token is needed then; by another page a user whose
//	      token has ended can continue to send streams (Docs: deploy a token server)
//	hole  that FAQ does not say what a publish privilege counts that ends before
//	wait  the switch takes about 5 minutes, so who came in between may or may not
//	      have been checked
//	turn  one page has setClientRole before renewToken, another lets the server
//	      check the token at setClientRole
//	back  no page tells of a publish privilege that comes back
//	less  one page has the server check the token at setClientRole, none at
//	      renewToken, so that a renewal without the privilege ends it is inferred
const standings = `
early   running     both yes documented
early   over        hole unknown undocumented
early   not-granted faq  yes documented
ended   running     both yes documented
ended   over        gone no inferred
ended   not-granted past no disagreed
between running     both yes documented
between over        wait unknown undocumented
between not-granted wait unknown undocumented
forward running     turn yes disagreed
forward over        gone no inferred
forward not-granted less no inferred
lapsed  running     back yes inferred
lapsed  over        gone no inferred
lapsed  not-granted less no inferred
dropped running     back yes inferred
dropped over        gone no inferred
dropped not-granted less no inferred
`

// why pairs the words of the tables with reasons.
var why = map[string]ReasonID{
	"out": Outside, "free": NotEnforced, "role": IsAudience, "both": Granted, "lack": NotGranted,
	"gone": PublishOver, "talk": CommunicationOff, "mute": CommunicationOn, "faq": BeforeSwitch,
	"hole": BeforeSwitchOver, "wait": CameBetween, "turn": RoleFirst, "less": RenewedWithout, "send": IsAudienceData, "past": TimeGivenOver, "back": GrantedAgain,
}

var (
	profiles = map[string]Profile{"live": Live, "communication": Communication}
	states   = map[string]state{"running": running, "over": over, "not-granted": withheld}
)

func rows(table string) [][]string {
	var list [][]string
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		list = append(list, strings.Fields(line))
	}
	return list
}

// expect compares an answer with the last three words of a row.
func expect(t *testing.T, got Reason, row []string) {
	t.Helper()
	want := row[len(row)-3:]
	if got.ID != why[want[0]] || string(got.Answer) != want[1] || string(got.Certainty) != want[2] {
		t.Errorf("%v: answered %s, %s, %s", row, got.ID, got.Answer, got.Certainty)
	}
}

// TestEveryCaseOfPublishing goes over all combinations there are: 48 of the usual
// standing from the first table; in the others, the second table where the token
// is looked at and the first everywhere else.
func TestEveryCaseOfPublishing(t *testing.T) {
	special := map[string][]string{}
	for _, r := range rows(standings) {
		special[r[0]+" "+r[1]] = r
	}
	seen := map[publishCase]bool{}
	for _, r := range rows(publishing) {
		c := publishCase{joined: r[0] == "in", profile: profiles[r[1]], role: ClientRole(r[2]), authentication: r[3] == "on", privilege: states[r[4]]}
		for _, s := range []standing{usual, early, ended, between, forward, lapsed, dropped} {
			c.standing = s
			want := r
			if row, ok := special[string(s)+" "+r[4]]; ok && r[0] == "in" && r[1] == "live" && r[2] == "host" && r[3] == "on" {
				want = row
			}
			expect(t, mayPublishIn(c), want)
			seen[c] = true
			c.data = true
			if len(want) == 8 && want[5] == "role" {
				want = append(slices.Clone(want[:5]), "send", "no", "disagreed")
			}
			expect(t, mayPublishIn(c), want)
			c.data = false
		}
	}
	if want := 2 * 2 * 2 * 2 * 3 * 7; len(seen) != want || len(special) != 6*3 {
		t.Errorf("%d cases and %d special ones: %d and 18 there are", len(seen), len(special), want)
	}
}

// TestEveryCaseOfJoining: the channel opens while the token and its join privilege
// both run (Docs: deploy a token server); a lifetime of 0 is 24 h by one page and
// nothing by another.
func TestEveryCaseOfJoining(t *testing.T) {
	for _, c := range []struct {
		token, join state
		want        ReasonID
		answer      Answer
		sure        Certainty
	}{
		{running, running, MayJoin, Yes, Documented},
		{running, over, JoinOver, No, Documented},
		{running, withheld, JoinNotGranted, No, Documented},
		{over, running, TokenOver, No, Documented},
		{over, over, TokenAndJoinOver, No, Documented},
		{over, withheld, JoinNotGranted, No, Documented},
		{zero, running, MayJoinZero, Yes, Disagreed},
		{zero, over, JoinOver, No, Documented},
		{zero, withheld, JoinNotGranted, No, Documented},
	} {
		if r := mayJoinWith(c.token, c.join); r.ID != c.want || r.Answer != c.answer || r.Certainty != c.sure {
			t.Errorf("token %s, join %s: %s, %s, %s", c.token, c.join, r.ID, r.Answer, r.Certainty)
		}
	}
}
