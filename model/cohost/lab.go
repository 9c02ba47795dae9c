package cohost

import (
	"fmt"
	"math"
	"slices"

	"agtok/token"
)

// Media is a kind of media that a client publishes.
type Media int

// The kinds of media, in the order of their privileges.
const (
	Audio Media = iota
	Video
	Data
	mediaCount
)

// String gives the name for people.
func (m Media) String() string { return [mediaCount]string{"audio", "video", "data"}[m] }

// Privilege gives the privilege that publishing m needs.
func (m Media) Privilege() token.Privilege { return token.PublishAudioStream + token.Privilege(m) }

// AllMedia lists the kinds.
func AllMedia() [3]Media { return [mediaCount]Media{Audio, Video, Data} }

// Term is what a token says of one privilege.
type Term struct {
	Granted bool
	Seconds uint32 // after the issue time; 0: no end of its own
}

// For grants a privilege for some seconds.
func For(seconds uint32) Term { return Term{true, seconds} }

// Pass describes a token of AccessToken2 for one channel: how long it is valid,
// and what it grants.
type Pass struct {
	Expire uint32 // seconds after the issue time; the service counts at most 86400, and 0 as that
	Join   Term
	Media  [mediaCount]Term
}

// Publisher is a pass that grants everything for as long as it is valid.
func Publisher(seconds uint32) Pass {
	all := For(seconds)
	return Pass{seconds, all, [mediaCount]Term{all, all, all}}
}

// Subscriber is a pass that grants joining only.
func Subscriber(seconds uint32) Pass { return Pass{Expire: seconds, Join: For(seconds)} }

// TokenRole is the role that a token was built with, as its privileges tell.
type TokenRole string

// The token roles. Sources: AgoraIO/Tools rtctokenbuilder2.
const (
	RolePublisher  TokenRole = "publisher"
	RoleSubscriber TokenRole = "subscriber"
	RoleCustom     TokenRole = "custom"
)

// Role gives the role whose builder writes these privileges.
func (p Pass) Role() TokenRole {
	n := 0
	for _, m := range p.Media {
		if m.Granted {
			n++
		}
	}
	switch {
	case p.Join.Granted && n == int(mediaCount):
		return RolePublisher
	case p.Join.Granted && n == 0:
		return RoleSubscriber
	}
	return RoleCustom
}

// Action is something that a participant does.
type Action string

// The actions. Renew takes a new token, in the channel by renewToken.
const (
	Join    Action = "join"
	Leave   Action = "leave"
	Renew   Action = "renew"
	SetRole Action = "set-role"
)

// Step is an action at its time.
type Step struct {
	After int64 // seconds after the start
	Do    Action
	Role  ClientRole // of SetRole
	Pass  Pass       // of Renew: the token, issued at the step's second
	Salt  uint32     // of Renew
}

// Participant is one client with its token and what it does.
type Participant struct {
	Name   string // any text
	UID    string // of the token; any text
	Role   ClientRole
	Pass   Pass
	Issued int64 // when the token is issued, in seconds after the start
	Salt   uint32
	Steps  []Step // in order of time
	// Brought is what the token said that came from elsewhere, see [Lab.Bring]; nil
	// for one of the lab's own.
	Brought *token.AccessToken2
}

// Switch is a click on co-host authentication in the project's settings. It takes
// effect [SettleTime] later.
type Switch struct {
	After int64 // seconds after the start
	On    bool
}

// SettleTime is how long a switch takes to have an effect, in seconds: about five
// minutes. Source: co-host authentication, and every page that tells of it.
const SettleTime = 5 * 60

// Lab is a channel with its participants and their script.
type Lab struct {
	Title   string
	Tells   Telling // what the scenario that it began as is about
	Channel string
	Start   int64 // Unix second
	// CoHostAuthentication is the project's setting at the start, which has been in
	// effect for long.
	CoHostAuthentication bool
	Switches             []Switch // in order of time
	Profile              Profile
	Participants         []Participant
}

// The bounds of what can be added to a script.
const (
	maxSteps = 64
	maxAhead = 366 * 24 * 3600 // seconds after the start
)

// Do gives the lab in which participant who takes step s, and none of those that
// the script holds for it after that second; a renewal takes the place of one at
// that second. The lab itself stays as it is. An error says why the step can't be
// taken.
func (l *Lab) Do(who int, s Step) (Lab, error) {
	switch {
	case who < 0 || who >= len(l.Participants):
		return Lab{}, errNobody(who)
	case s.After < 0:
		return Lab{}, errBefore()
	case s.After > maxAhead:
		return Lab{}, errAhead()
	}
	next := l.clone()
	p := &next.Participants[who]
	p.Steps = slices.DeleteFunc(p.Steps, func(old Step) bool {
		return old.After > s.After || old.After == s.After && old.Do == Renew && s.Do == Renew
	})
	if len(p.Steps) >= maxSteps {
		return Lab{}, fmt.Errorf("%d steps are taken, more are not: restart the scenario", maxSteps)
	}
	p.Steps = append(p.Steps, s)
	return next, nil
}

// Throughout gives the lab in which co-host authentication is on, or off, all the
// time: set so long before the start, and never switched.
func (l *Lab) Throughout(on bool) Lab {
	next := l.clone()
	next.CoHostAuthentication, next.Switches = on, nil
	return next
}

// Switch gives the lab in which co-host authentication is switched the other way
// after so many seconds, and stays so: none of the script's later switches is made,
// and one of the same second is taken back. An error says why it can't be.
func (l *Lab) Switch(after int64) (Lab, error) {
	switch {
	case after < 0:
		return Lab{}, errBefore()
	case after > maxAhead:
		return Lab{}, errAhead()
	}
	next := l.clone()
	was, _ := next.setting(l.Start + after)
	next.Switches = slices.DeleteFunc(next.Switches, func(s Switch) bool { return s.After >= after })
	if is, _ := next.setting(l.Start + after); is == was {
		next.Switches = append(next.Switches, Switch{after, !was})
	}
	if len(next.Switches) > maxSteps {
		return Lab{}, fmt.Errorf("%d switches are made, more are not: restart the scenario", maxSteps)
	}
	return next, nil
}

func (l *Lab) clone() Lab {
	next := *l
	next.Switches = slices.Clone(l.Switches)
	next.Participants = slices.Clone(l.Participants)
	for i := range next.Participants {
		next.Participants[i].Steps = slices.Clone(next.Participants[i].Steps)
	}
	return next
}

// Authentication tells how co-host authentication is set at now, and whether the
// setting is so new that it may not be in effect yet.
func (l *Lab) Authentication(now int64) (set, settling bool) {
	set, since := l.setting(now)
	return set, since != math.MinInt64 && now < since+SettleTime
}

// setting gives the setting at now, and since when it has been so.
func (l *Lab) setting(now int64) (set bool, since int64) {
	set, since = l.CoHostAuthentication, math.MinInt64
	for _, s := range l.Switches {
		if at := l.Start + s.After; at <= now && s.On != set {
			set, since = s.On, at
		}
	}
	return set, since
}

// Issue is a token that a participant has in the course of the script.
type Issue struct {
	At   int64 // Unix second
	Pass Pass
	Salt uint32
}

// Issues gives the tokens of participant who in the order in which it has them;
// the first is there from the start.
func (l *Lab) Issues(who int) []Issue {
	p := &l.Participants[who]
	list := []Issue{{l.Start + p.Issued, p.Pass, p.Salt}}
	for _, s := range p.Steps {
		if s.Do == Renew {
			list = append(list, Issue{l.Start + s.After, s.Pass, s.Salt})
		}
	}
	return list
}

// content gives what a token says of its channel, with its issue time brought within what a token
// holds.
func (l *Lab) content(who int, i Issue, appID string) token.AccessToken2 {
	s := token.Service{Type: token.RTC, ChannelName: l.ChannelOf(who), UID: l.Participants[who].UID}
	if i.Pass.Join.Granted {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: token.JoinChannel, Expire: i.Pass.Join.Seconds})
	}
	for _, m := range AllMedia() {
		if term := i.Pass.Media[m]; term.Granted {
			s.Privileges = append(s.Privileges, token.Grant{Privilege: m.Privilege(), Expire: term.Seconds})
		}
	}
	return token.AccessToken2{AppID: appID, IssueTs: uint32(min(max(i.At, 0), math.MaxUint32)), Expire: i.Pass.Expire,
		Salt: i.Salt, Services: []token.Service{s}}
}

// Sign gives token n of participant who, counted as in [Lab.Issues], as a project
// signs it. An error tells of the App ID or the certificate, never their values.
func (l *Lab) Sign(who, n int, appID string, c token.Certificate) (string, error) {
	a := l.written(who, n, appID)
	return token.Sign(&a, c)
}
