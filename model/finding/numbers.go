package finding

import (
	"fmt"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
)

// looksAbsolute is the number from which a lifetime is taken for a Unix time, and
// below which a Unix time is taken for a lifetime: 31 years, or September 2001.
const looksAbsolute = 1_000_000_000

const fixSeconds = "Pass the number of seconds from now to the builder, as in 3600, and not a time."

// numberRules look at the numbers that lifetimes were written as.
var numberRules = []Rule{
	{
		ID: "expire-looks-absolute", Severity: Error, check: expireLooksAbsolute,
		Summary:    "the token's lifetime is a Unix time",
		Supersedes: []string{"expire-over-24h", "token-outlived-by-privilege", "privilege-before-token"},
		Source:     srcTools + "; " + srcAT2 + " tells it wrong",
	},
	{
		ID: "privilege-looks-absolute", Severity: Error, check: privilegeLooksAbsolute,
		Summary:    "a privilege's lifetime is a Unix time",
		Supersedes: []string{"privilege-over-24h"},
		Source:     srcTools + "; " + srcAT2 + " tells it wrong",
	},
	{
		ID: "privilege-looks-relative", Severity: Error, check: privilegeLooksRelative,
		Summary:    "a 006 privilege ends at a number of seconds where a Unix time belongs; a warning for RTM",
		Supersedes: []string{"expired"},
		Source:     "AgoraIO/Tools go/src/RtcTokenBuilder",
	},
	{
		ID: "expire-over-24h", Severity: Warning, check: expireOver24h,
		Summary: "the token's lifetime is more than the 24 h that count",
		Source:  srcDeploy,
	},
	{
		ID: "privilege-over-24h", Severity: Warning, check: privilegeOver24h,
		Summary: "a privilege's lifetime is more than the 24 h that count",
		Source:  "AgoraIO/Tools go/src/rtctokenbuilder2",
	},
	{
		ID: "expire-zero", Severity: Warning, check: expireZero,
		Summary: "the token's lifetime is 0, which Agora's pages read in two ways",
		Source:  srcAT2,
	},
	{
		ID: "privilege-zero", Severity: Info, check: privilegeZero,
		Summary: "a privilege has no end of its own",
		Source:  srcDeploy + "; AgoraIO/Tools parse.py shows it as expired",
	},
}

// grants calls do for every privilege of the token.
func (s *subject) grants(do func(i int, g *timeline.Grant)) {
	for i := range s.Timeline.Services {
		grants := s.Timeline.Services[i].Grants
		for k := range grants {
			do(i, &grants[k])
		}
	}
}

// bothReadings says what a lifetime of n s that looks like a Unix time is as a
// date, as a lifetime, and as the service counts it.
func (s *subject) bothReadings(n uint32, counted timeline.Instant) string {
	return fmt.Sprintf("%d s. As a date that is %s, so a Unix time was probably passed where seconds from the issue time belong. As a lifetime it would end in the year %d; the service counts at most 24 h, until %s.",
		n, date(n), year(int64(s.Timeline.IssuedAt)+int64(n)), s.clock(counted))
}

func expireLooksAbsolute(s *subject) {
	if a := s.Token.AccessToken2; a != nil && a.Expire >= looksAbsolute {
		s.add("expire", "The token's lifetime is "+s.bothReadings(a.Expire, s.Timeline.TokenEnd), fixSeconds)
	}
}

func privilegeLooksAbsolute(s *subject) {
	if s.Token.AccessToken2 == nil {
		return
	}
	s.grants(func(i int, g *timeline.Grant) {
		if g.Expire >= looksAbsolute {
			s.add(s.grantField(i, g), "The lifetime of the privilege "+quote(g.Title)+" is "+s.bothReadings(g.Expire, g.EndsAt), fixSeconds)
		}
	})
}

func privilegeLooksRelative(s *subject) {
	if s.Token.AccessToken == nil {
		return
	}
	s.grants(func(i int, g *timeline.Grant) {
		switch {
		case g.Expire == 0 || g.Expire >= looksAbsolute:
		case g.Privilege == token.RTMLogin:
			s.addAs(Warning, s.grantField(i, g),
				fmt.Sprintf("The privilege %s ends at %d, as a Unix time %s. RTM tokens are said to last 24 h whatever this says, but people saw \"expired\" with a small number.", quote(g.Title), g.Expire, date(g.Expire)),
				fmt.Sprintf("Pass 0, or the current Unix time plus %d, to the builder.", g.Expire))
		default:
			s.add(s.grantField(i, g),
				fmt.Sprintf("The privilege %s ends at %d, as a Unix time %s: it was over before the token was made. A 006 token takes a Unix time and not a number of seconds from now.", quote(g.Title), g.Expire, date(g.Expire)),
				fmt.Sprintf("Pass the current Unix time plus %d to the builder, or build a 007 token with %d.", g.Expire, g.Expire))
		}
	})
}

func expireOver24h(s *subject) {
	if a := s.Token.AccessToken2; a != nil && a.Expire > timeline.Day {
		s.add("expire",
			fmt.Sprintf("The token's lifetime is %s. The service counts at most 24 h, so it ends at %s.", seconds(a.Expire), s.clock(s.Timeline.TokenEnd)),
			"Write at most 86400 s, and renew the token before it ends.")
	}
}

func privilegeOver24h(s *subject) {
	s.grants(func(i int, g *timeline.Grant) {
		switch {
		case s.Token.AccessToken2 != nil && g.Expire > timeline.Day:
			s.add(s.grantField(i, g),
				fmt.Sprintf("The lifetime of the privilege %s is %s. At most 24 h count, so it ends at %s.", quote(g.Title), seconds(g.Expire), s.clock(g.EndsAt)),
				"Write at most 86400 s, and renew the token before it ends.")
		case s.Token.AccessToken != nil && g.Privilege != token.RTMLogin && timeline.Instant(g.Expire) > s.Timeline.TokenEnd:
			s.add(s.grantField(i, g),
				fmt.Sprintf("The privilege %s ends %s after the token's window of 24 h, which ends at %s: the window counts.",
					quote(g.Title), lifetime.Short(int64(timeline.Instant(g.Expire)-s.Timeline.TokenEnd)), s.clock(s.Timeline.TokenEnd)),
				"Pass a Unix time within 24 h from now, and renew the token before it ends.")
		}
	})
}

func expireZero(s *subject) {
	if a := s.Token.AccessToken2; a != nil && a.Expire == 0 {
		s.add("expire",
			fmt.Sprintf("The token's lifetime is 0. One page of Agora's counts that as 24 h, until %s, as is done here; Signaling's page has the token end at once.", s.clock(s.Timeline.TokenEnd)),
			"Write the lifetime that is meant, in seconds: 86400 for 24 h.")
	}
}

func privilegeZero(s *subject) {
	s.grants(func(i int, g *timeline.Grant) {
		if g.Expire == 0 && (s.Token.AccessToken2 != nil || g.Privilege != token.RTMLogin) {
			s.add(s.grantField(i, g),
				fmt.Sprintf("The privilege %s has the value 0: it has no end of its own. Agora's guide says so, though its own parser shows such a privilege as expired.", quote(g.Title)),
				"Nothing to do if that is meant; else give the privilege a lifetime.")
		}
	})
}
