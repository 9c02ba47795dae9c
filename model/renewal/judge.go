package renewal

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/model/wildcard"
	"agtok/token"
)

// judge holds the new token against what the old one admitted to.
type judge struct {
	Input
	was, next *timeline.Timeline
	now       int64 // Unix second
}

// order is the order in which causes count, if there are several.
var order = [...]Code{InconsistentApp, InvalidChannel, InvalidToken, TokenExpired}

func (j *judge) answer() Renewal {
	var all []Renewal
	refuse := func(code Code, reason string) { all = append(all, Renewal{Code: code, Reason: reason}) }
	if !isAccessToken(j.Old) || !isAccessToken(j.New) {
		refuse(InvalidToken, "One of the tokens is a key from the years before AccessToken, and the SDKs that renew do not take those.")
	}
	if j.Old.AppID() != j.New.AppID() {
		refuse(InconsistentApp, "The new token is for another App ID.")
	}
	if len(all) == 0 {
		all = j.services()
	}
	if r := j.Signer; r.Status == signer.Invalid || r.Status == signer.Valid && r.Other {
		refuse(InvalidToken, "The new token's signature is not by a certificate of its App ID.")
	}
	for _, code := range order {
		for _, r := range all {
			if r.Code == code {
				return r
			}
		}
	}
	return Renewal{Accepted: true, Reason: j.accepted()}
}

func isAccessToken(t *token.Token) bool { return t.AccessToken2 != nil || t.AccessToken != nil }

// maxServices bounds how many services of a token are looked at, since a hostile
// one holds thousands. No builder writes more than a few.
const maxServices = 64

// services gives what is amiss for each service that the old token admits to.
func (j *judge) services() []Renewal {
	var all []Renewal
	admits := false
	for i := range min(len(j.was.Services), maxServices) {
		if !j.was.Services[i].Admits {
			continue
		}
		admits = true
		if r := j.service(i); r.Code != Success {
			all = append(all, r)
		}
	}
	if !admits {
		all = append(all, Renewal{Code: InvalidToken, Reason: "The old token admits nobody to anything, so there is nothing to renew."})
	}
	return all
}

// service finds the service of the new token that comes nearest to taking the
// place of the old one's at i.
func (j *judge) service(i int) Renewal {
	s := &j.was.Services[i]
	best, steps := Renewal{Code: InvalidToken, Reason: "The new token has no service " + s.Type.Title() + ", which the old one has."}, -1
	for k := range min(len(j.next.Services), maxServices) {
		if j.next.Services[k].Type != s.Type {
			continue
		}
		if r, n := j.replaces(i, k); n > steps {
			best, steps = r, n
		}
	}
	return best
}

// replaces holds the new token's service at k against the old one's at i, and
// counts how many steps it passes.
func (j *judge) replaces(i, k int) (r Renewal, steps int) {
	s, t := &j.was.Services[i], &j.next.Services[k]
	was, next := binding(j.Old, s.Type, i), binding(j.New, t.Type, k)
	for _, b := range []struct {
		code      Code
		what      string
		was, next value
		covers    func(wide, narrow string) bool
	}{
		{InvalidChannel, "channel", was.channel, next.channel, wildcard.Covers},
		{InvalidToken, was.whose, was.user, next.user, was.coversUser},
	} {
		if !b.next.covers(b.was, b.covers) {
			return Renewal{Code: b.code, Reason: fmt.Sprintf("The new token is for the %s %s, and the old one for %s.", b.what, b.next, b.was)}, steps
		}
		steps++
	}
	for _, g := range s.Grants {
		if g.Admits && !slices.ContainsFunc(t.Grants, func(n timeline.Grant) bool { return login(n.Privilege) == login(g.Privilege) }) {
			return Renewal{Code: InvalidToken, Reason: fmt.Sprintf("The new token's service %s does not grant %s, which the old one does.", s.Type.Title(), g.Title)}, steps
		}
	}
	steps++
	if t.AdmitUntil.Passed(j.now) {
		return Renewal{Code: TokenExpired, Reason: fmt.Sprintf("The new token admitted until %s (%s).", j.clock(t.AdmitUntil), lifetime.Countdown(int64(t.AdmitUntil), j.now))}, steps
	}
	return Renewal{}, steps + 1
}

// login gives 006's privilege to log in to RTM the number that it has in 007.
func login(p token.Privilege) token.Privilege {
	if p == token.RTMLogin {
		return token.Login
	}
	return p
}

func (j *judge) clock(at timeline.Instant) string {
	return lifetime.Clock(int64(at), j.now, j.Now.Location())
}

// accepted says what an accepted renewal brings, and what it takes away.
func (j *judge) accepted() string {
	m := "App ID, channel, user and services fit"
	if end := j.next.UsableUntil; end != timeline.Never {
		m += ", and the new token admits until " + j.clock(end)
	}
	var lost []string
	for i := range min(len(j.was.Services), maxServices) {
		for _, g := range j.was.Services[i].Grants {
			if !g.Admits && !j.grants(j.was.Services[i].Type, g.Privilege) && !slices.Contains(lost, g.Title) && len(lost) < 4 {
				lost = append(lost, g.Title)
			}
		}
	}
	if len(lost) > 0 {
		m += ". It no longer grants " + strings.Join(lost, ", ")
	}
	if j.Signer.Status != signer.Valid {
		m += ". Its signature was not checked"
	}
	return m + "."
}

func (j *judge) grants(t token.ServiceType, p token.Privilege) bool {
	return slices.ContainsFunc(j.next.Services, func(s timeline.Service) bool {
		return s.Type == t && slices.ContainsFunc(s.Grants, func(g timeline.Grant) bool { return g.Privilege == p })
	})
}

// bound is what a service is bound to.
type bound struct {
	channel, user value
	whose         string // what user is
	coversUser    func(wide, narrow string) bool
}

// value is a name: as a text, or in a 006 token as a CRC-32. The zero value is for
// services without such a name.
type value struct {
	text  string
	crc   uint32
	byCRC bool
	any   bool // a wildcard
}

// binding gives what the service at i of the token's timeline, of type kind, is
// bound to. The RTM user of a 006 token stands in the channel field.
func binding(t *token.Token, kind token.ServiceType, i int) bound {
	exact := func(wide, narrow string) bool { return wide == narrow }
	if a := t.AccessToken; a != nil {
		channel, uid := value{crc: a.ChannelCRC32, byCRC: true}, value{crc: a.UIDCRC32, byCRC: true, any: a.UIDCRC32 == 0}
		if kind == token.RTM {
			return bound{user: channel, whose: "user", coversUser: exact}
		}
		return bound{channel: channel, user: uid, whose: "uid", coversUser: wildcard.CoversUser}
	}
	s := &t.AccessToken2.Services[i]
	switch s.Type {
	case token.RTC:
		return bound{value{text: s.ChannelName, any: wildcard.Covers(s.ChannelName, "*")}, value{text: s.UID, any: wildcard.AnyUser(s.UID)}, "uid", wildcard.CoversUser}
	case token.Streaming, token.FCDN:
		return bound{value{text: s.ChannelName}, value{text: s.Account}, "account", exact}
	case token.APaaS:
		return bound{value{text: s.RoomUUID}, value{text: s.UserUUID}, "user", exact}
	}
	return bound{user: value{text: s.UserID}, whose: "user", coversUser: exact}
}

// covers reports whether a token for v admits to all that one for old does.
func (v value) covers(old value, covers func(wide, narrow string) bool) bool {
	switch {
	case v.any || old.any:
		return v.any
	case !v.byCRC && !old.byCRC:
		return covers(v.text, old.text)
	}
	return v.sum() == old.sum()
}

func (v value) sum() uint32 {
	if v.byCRC {
		return v.crc
	}
	return crc32.ChecksumIEEE([]byte(v.text))
}

// String gives the name for a message: quoted and cut, and without anything that
// does not show.
func (v value) String() string {
	switch {
	case v.any && (v.byCRC || v.text == ""):
		return "any (it is empty)"
	case v.byCRC:
		return fmt.Sprintf("with the CRC-32 %d", v.crc)
	}
	s := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v.text[:min(len(v.text), 288)])
	return `"` + visible.Line(s, 72) + `"`
}
