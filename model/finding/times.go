package finding

import (
	"fmt"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
)

// timeRules look at what the token means in time, and at the time that it is.
var timeRules = []Rule{
	{
		ID: "short-lived", Severity: Warning, check: shortLived,
		Summary: "a service admits for 60 s or less in all",
		Source:  srcJoin + ", onTokenPrivilegeWillExpire",
	},
	{
		ID: "issued-in-future", Severity: Warning, check: issuedInFuture,
		Summary: "the issue time is ahead of the clock",
		Source:  srcTools,
	},
	{
		ID: "expired", Severity: Error, check: expired, Supersedes: []string{"expires-soon"},
		Summary: "nothing in the token admits any more",
		Source:  srcDeploy,
	},
	{
		ID: "expires-soon", Severity: Warning, check: expiresSoon,
		Summary: "less than 10 % of the time to admit, or less than 60 s, is left",
		Source:  srcDeploy,
	},
	{
		ID: "privilege-outlives-join", Severity: Warning, check: privilegeOutlivesJoin,
		Summary: "a publish privilege ends after the join privilege, when the user is out of the channel",
		Source:  "AgoraIO/Tools go/src/rtctokenbuilder2, " + srcAT2,
	},
	{
		ID: "token-outlived-by-privilege", Severity: Warning, check: tokenOutlivedByPrivilege,
		Summary: "the token ends before its join privilege: the user stays, cannot rejoin, and no callback says so",
		Source:  srcDeploy,
	},
	{
		ID: "privilege-before-token", Severity: Info, check: privilegeBeforeToken,
		Summary: "a privilege ends before the token",
		Source:  srcDeploy,
	},
}

// admitting gives the privilege of v that admits the longest, nil if none does.
func admitting(v *timeline.Service) *timeline.Grant { return endingAt(v, v.AdmitUntil) }

// endingAt gives the privilege of v that admits until end, nil if none does.
func endingAt(v *timeline.Service, end timeline.Instant) *timeline.Grant {
	for k := range v.Grants {
		if g := &v.Grants[k]; g.Admits && !g.Repeated && g.Until == end {
			return g
		}
	}
	return nil
}

// ending gives the field whose end is g's, a privilege that admits: its own, or
// the token's.
func (s *subject) ending(i int, g *timeline.Grant) string {
	switch {
	case g.EndsAt == g.Until:
		return s.grantField(i, g)
	case s.Token.AccessToken != nil:
		return "ts"
	}
	return "expire"
}

func shortLived(s *subject) {
	last := ""
	for i := range s.Timeline.Services {
		v := &s.Timeline.Services[i]
		end := min(v.AdmitUntil, v.StaysUntil)
		left := end - s.Timeline.IssuedAt
		if !v.Admits || left < 0 || left > 60 {
			continue
		}
		field := s.ending(i, endingAt(v, end))
		if field == last {
			continue // the token's end, said of the service before
		}
		last = field
		what, when := "admits", "The SDKs warn 30 s before an end, which leaves little room to renew."
		if v.Type == token.Chat {
			when = "Chat warns at half of that, which leaves little room to renew."
		}
		if end < v.AdmitUntil {
			what = "lets its user stay"
		}
		s.add(field, fmt.Sprintf("%s %s for %d s in all, until %s. %s", v.Type.Title(), what, left, s.clock(end), when),
			"Give the token and its privileges a longer lifetime, unless renewal is what is being tried.")
	}
}

func issuedInFuture(s *subject) {
	ahead := int64(s.Timeline.IssuedAt) - s.now
	if ahead <= 0 {
		return
	}
	field, how := "issueTs", ""
	if s.Timeline.Inferred {
		field, how = "ts", ", as its ts tells (issue time + 24 h)"
	}
	s.add(field, fmt.Sprintf("The token was issued at %s%s, %s ahead of this clock. What the services make of such a token is not documented.",
		s.clock(s.Timeline.IssuedAt), how, lifetime.Short(ahead)), "Set the clock of the signing server, or of this machine, by a time server.")
}

func expired(s *subject) {
	tl := &s.Timeline
	if !tl.Admits() || !tl.Over(s.now) {
		return
	}
	i, g := s.last()
	m := fmt.Sprintf("Nothing in this token has admitted anybody since %s (%s): %s.", s.clock(g.Until), lifetime.Countdown(int64(g.Until), s.now), s.because(g))
	for k := range tl.Services {
		if v := &tl.Services[k]; v.Type == token.RTC && v.Admits && !v.StaysUntil.Passed(s.now) {
			m += " Who is in the channel stays, and cannot come back in."
			break
		}
	}
	s.add(s.ending(i, g), m, "Ask the token server for a new token. If this one is new, look at the server's clock, at the lifetime that it passes, and whether it computes the end only once, when it starts.")
}

// last gives the privilege that admits the longest of all; there is one if
// anything admits.
func (s *subject) last() (service int, g *timeline.Grant) {
	for i := range s.Timeline.Services {
		if v := &s.Timeline.Services[i]; v.Admits && (g == nil || v.AdmitUntil > g.Until) {
			service, g = i, admitting(v)
		}
	}
	return service, g
}

// because says why g no longer admits.
func (s *subject) because(g *timeline.Grant) string {
	switch {
	case g.EndedBy == timeline.ByCap && s.Token.AccessToken2 != nil:
		return "nothing outlasts 24 h"
	case g.EndedBy == timeline.ByOwn && s.Token.AccessToken2 != nil:
		return fmt.Sprintf("the privilege %s lasted %s", quote(g.Title), seconds(g.Expire))
	case g.EndedBy == timeline.ByOwn:
		return fmt.Sprintf("the privilege %s ended then", quote(g.Title))
	case s.Token.AccessToken2 != nil:
		return "the token lasted " + seconds(s.Token.AccessToken2.Expire)
	}
	return "a 006 token admits for 24 h from its issue"
}

func expiresSoon(s *subject) {
	tl := &s.Timeline
	if !tl.Admits() || !tl.Soon(s.now) {
		return
	}
	i, g := s.last()
	of := ""
	if whole := int64(tl.UsableUntil - tl.IssuedAt); whole > 0 { // else a 006 token was over before it was issued
		of = " of " + lifetime.Short(whole) + " in all"
	}
	s.add(s.ending(i, g), fmt.Sprintf("The token admits until %s, %s%s.", s.clock(tl.UsableUntil),
		lifetime.Countdown(int64(tl.UsableUntil), s.now), of), "Renew it now.")
}

func privilegeOutlivesJoin(s *subject) {
	s.rtc(func(i int, v *timeline.Service, join *timeline.Grant) {
		if join == nil || join.EndsAt == timeline.Never {
			return
		}
		for k := range v.Grants {
			g := &v.Grants[k]
			if !publishes(g) || g.EndsAt == timeline.Never || g.EndsAt <= join.EndsAt {
				continue
			}
			over := int64(g.EndsAt - join.EndsAt)
			s.add(s.grantField(i, g),
				fmt.Sprintf("The privilege %s would end at %s, and join ends at %s. The user is out of the channel by then, so the last %s of it are moot.",
					quote(g.Title), s.clock(g.EndsAt), s.clock(join.EndsAt), lifetime.Short(over)),
				"Let join last at least as long, or give this privilege the lifetime of join.")
		}
	})
}

func tokenOutlivedByPrivilege(s *subject) {
	end := s.Timeline.TokenEnd
	s.rtc(func(i int, v *timeline.Service, join *timeline.Grant) {
		if join == nil || end >= join.EndsAt {
			return
		}
		until := "has no end of its own"
		if join.EndsAt != timeline.Never {
			until = "ends at " + s.clock(join.EndsAt)
		}
		s.add(s.grantField(i, join),
			fmt.Sprintf("The token ends at %s and its join privilege %s. Who is in the channel stays, but cannot rejoin after a dropped connection, and no callback says so.", s.clock(end), until),
			"Give the token and its privileges the same lifetime, or renew the token by "+s.clock(end)+" without waiting for a callback.")
	})
}

func privilegeBeforeToken(s *subject) {
	if s.Token.AccessToken2 == nil {
		return // a 006 token's window is 24 h whatever its privileges say
	}
	end := s.Timeline.TokenEnd
	s.grants(func(i int, g *timeline.Grant) {
		if g.EndsAt < end {
			s.add(s.grantField(i, g),
				fmt.Sprintf("The privilege %s ends at %s, before the token at %s.", quote(g.Title), s.clock(g.EndsAt), s.clock(end)),
				"Renew the token by "+s.clock(g.EndsAt)+", not by the token's own end.")
		}
	})
}
