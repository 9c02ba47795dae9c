package timeline

import (
	"math"

	"agtok/token"
)

// Day is the longest that a token or a privilege counts, in seconds.
const Day = 24 * 60 * 60

// Instant is a Unix second, or [Never].
type Instant int64

// Never is the instant of what has no end of its own. It is later than any other.
const Never Instant = math.MaxInt64

// Passed reports whether i is over at now.
func (i Instant) Passed(now int64) bool { return now > int64(i) }

// Soon reports whether i is near at now and not over: less than a tenth of the time
// since from, or less than a minute, is left.
func (i Instant) Soon(from Instant, now int64) bool {
	if i == Never || i.Passed(now) {
		return false
	}
	left := int64(i) - now
	return left < 60 || left*10 < int64(i-from)
}

// Cause says what ends a privilege.
type Cause string

// The causes. ByToken is the end of the token's lifetime or window, ByCap the
// 24 h that nothing outlasts.
const (
	ByOwn   Cause = "own"
	ByJoin  Cause = "join"
	ByToken Cause = "token"
	ByCap   Cause = "cap"
	ByNone  Cause = "none"
)

// Grant is a privilege in time.
type Grant struct {
	Privilege token.Privilege
	Name      string // as in descriptions
	Title     string // for people
	Expire    uint32 // as written
	EndsAt    Instant
	Until     Instant // when it is really over
	EndedBy   Cause
	Admits    bool // it is what lets a user in, not what a user may do inside
	// Repeated marks an entry that a later one of the same privilege replaces, as in
	// all official libraries but C++: no end of the token comes from it.
	Repeated bool
}

// Service is a service in time.
type Service struct {
	Type       token.ServiceType
	Admits     bool    // it grants a privilege that lets a user in
	AdmitUntil Instant // join, log in, REST calls
	StaysUntil Instant // of a user who is in
	Grants     []Grant
}

// Timeline is a token in time.
type Timeline struct {
	IssuedAt     Instant
	Inferred     bool    // IssuedAt is not written in the token (006)
	ExpiresAt    Instant // issue + expire as written; ts of a 006 token
	TokenEnd     Instant // the same, as the service counts it
	UsableUntil  Instant // the latest AdmitUntil; IssuedAt - 1 when nothing admits
	EffectiveEnd Instant // the earliest end of anything granted
	EndedBy      Grant   // the grant whose end is EffectiveEnd
	Services     []Service
	Events       []Event
}

// Of gives the timeline of a token of format 007 or 006. A token of another
// format grants nothing that this package knows.
func Of(t *token.Token) Timeline {
	var tl Timeline
	switch {
	case t.AccessToken2 != nil:
		tl = of007(t.AccessToken2)
	case t.AccessToken != nil:
		tl = of006(t.AccessToken)
	default:
		return Timeline{ExpiresAt: Never, TokenEnd: Never, UsableUntil: Never, EffectiveEnd: Never}
	}
	tl.summarise()
	tl.foresee(t.Format == token.Format007)
	return tl
}

func of007(a *token.AccessToken2) Timeline {
	issued := Instant(a.IssueTs)
	tl := Timeline{IssuedAt: issued, ExpiresAt: issued + Instant(a.Expire), TokenEnd: issued + Day}
	tokenCause := ByCap
	if a.Expire > 0 && a.Expire <= Day {
		tl.TokenEnd, tokenCause = tl.ExpiresAt, ByToken
	}
	tl.Services = make([]Service, 0, len(a.Services))
	for i := range a.Services {
		s := &a.Services[i]
		grants := make([]Grant, 0, len(s.Privileges))
		for _, g := range s.Privileges {
			ends, cause := own007(issued, g.Expire)
			grants = append(grants, Grant{Privilege: g.Privilege, Name: s.Type.PrivilegeName(g.Privilege),
				Title: s.Type.PrivilegeTitle(g.Privilege), Expire: g.Expire, EndsAt: ends, EndedBy: cause})
		}
		tl.Services = append(tl.Services, settle(s.Type, grants, tl.TokenEnd, tokenCause))
	}
	return tl
}

// own007 gives a privilege's own end.
func own007(issued Instant, expire uint32) (Instant, Cause) {
	switch {
	case expire == 0:
		return Never, ByNone
	case expire > Day:
		return issued + Day, ByCap
	}
	return issued + Instant(expire), ByOwn
}

func of006(a *token.AccessToken) Timeline {
	window := Instant(a.Ts)
	tl := Timeline{IssuedAt: window - Day, Inferred: true, ExpiresAt: window, TokenEnd: window}
	var rtc, rtm []Grant
	for _, g := range a.Privileges {
		grant := Grant{Privilege: g.Privilege, Name: token.PrivilegeName006(g.Privilege),
			Title: token.PrivilegeTitle006(g.Privilege), Expire: g.Expire}
		if g.Privilege == token.RTMLogin {
			grant.EndsAt, grant.EndedBy = Never, ByNone // the value has no effect
			rtm = append(rtm, grant)
			continue
		}
		grant.EndsAt, grant.EndedBy = own006(window, g.Expire)
		rtc = append(rtc, grant)
	}
	if len(rtc) > 0 || len(rtm) == 0 {
		tl.Services = append(tl.Services, settle(token.RTC, rtc, window, ByToken))
	}
	if len(rtm) > 0 {
		tl.Services = append(tl.Services, settle(token.RTM, rtm, window, ByToken))
	}
	return tl
}

func own006(window Instant, expire uint32) (Instant, Cause) {
	switch at := Instant(expire); {
	case expire == 0:
		return Never, ByNone
	case at > window:
		return window, ByCap
	default:
		return at, ByOwn
	}
}

// settle works out a service's instants from its grants' own ends and the
// token's end.
func settle(t token.ServiceType, grants []Grant, end Instant, cause Cause) Service {
	s := Service{Type: t, AdmitUntil: Never, StaysUntil: Never, Grants: grants}
	markRepeated(grants)
	for i := range grants {
		g := &grants[i]
		g.Admits = admits(t, g.Privilege)
		if !g.Admits {
			continue
		}
		g.cut(end, cause)
		if !g.Repeated && (!s.Admits || g.Until > s.AdmitUntil) {
			s.Admits, s.AdmitUntil = true, g.Until
		}
	}
	stays, cause := s.stay()
	s.StaysUntil = stays
	for i := range grants {
		if g := &grants[i]; !g.Admits {
			g.cut(stays, cause)
		}
	}
	return s
}

// cut ends g at end at the latest.
func (g *Grant) cut(end Instant, cause Cause) {
	g.Until = min(end, g.EndsAt)
	if end < g.EndsAt {
		g.EndedBy = cause
	}
}

// markRepeated marks the entries that a later one of the same privilege replaces.
func markRepeated(grants []Grant) {
	rising := true
	for i := 1; i < len(grants); i++ {
		rising = rising && grants[i-1].Privilege < grants[i].Privilege
	}
	if rising {
		return // as every library writes them
	}
	later := make(map[token.Privilege]bool, len(grants))
	for i := len(grants) - 1; i >= 0; i-- {
		grants[i].Repeated = later[grants[i].Privilege]
		later[grants[i].Privilege] = true
	}
}

// stay works out until when a user who is in stays, and what ends that for what the
// user may do inside. In RTC the join privilege alone decides, not the token; in Chat
// the user's privilege, if there is one.
func (s *Service) stay() (until Instant, cause Cause) {
	door := s.door()
	switch {
	case door == nil:
		return Never, ByNone
	case s.Type == token.RTC:
		return door.EndsAt, ByJoin
	case door.EndedBy == ByOwn:
		return door.Until, ByJoin
	}
	return door.Until, door.EndedBy
}

// door gives the privilege that keeps a user in, nil if there is none.
func (s *Service) door() (door *Grant) {
	for i := range s.Grants {
		g := &s.Grants[i]
		switch {
		case !g.Admits || g.Repeated:
		case s.Type == token.Chat && g.Privilege == token.ChatUser:
			return g
		case g.Until == s.AdmitUntil:
			door = g
		}
	}
	return door
}

// admits reports whether p is a privilege that lets a user in. In RTC the others
// are about what a user may do inside; RTM and Chat know their own doors only;
// elsewhere each privilege that the service has opens a door of its own.
func admits(t token.ServiceType, p token.Privilege) bool {
	switch t {
	case token.RTC:
		return p == token.JoinChannel
	case token.RTM:
		return p == token.Login || p == token.RTMLogin // the latter in 006
	}
	return t.HasPrivilege(p)
}

// summarise fills in what holds for the token as a whole.
func (tl *Timeline) summarise() {
	tl.EffectiveEnd, tl.EndedBy = Never, Grant{EndedBy: ByNone}
	admission := Instant(math.MinInt64)
	for _, s := range tl.Services {
		if s.Admits {
			admission = max(admission, s.AdmitUntil)
		}
		for _, g := range s.Grants {
			if !g.Repeated && g.Until < tl.EffectiveEnd {
				tl.EffectiveEnd, tl.EndedBy = g.Until, g
			}
		}
	}
	tl.UsableUntil = tl.IssuedAt - 1
	if tl.Admits() {
		tl.UsableUntil = admission
	}
}

// Admits reports whether anything in the token lets a user in at all.
func (tl *Timeline) Admits() bool {
	for _, s := range tl.Services {
		if s.Admits {
			return true
		}
	}
	return false
}

// Over reports whether nothing admits any more at now.
func (tl *Timeline) Over(now int64) bool { return tl.UsableUntil.Passed(now) }

// Soon reports whether the end of admission is near at now.
func (tl *Timeline) Soon(now int64) bool { return tl.UsableUntil.Soon(tl.IssuedAt, now) }
