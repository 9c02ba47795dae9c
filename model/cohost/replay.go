package cohost

import (
	"math"
	"slices"

	"agtok/model/timeline"
	"agtok/token"
)

// actor is a participant while the script is played.
type actor struct {
	lab      *Lab
	who      int
	role     ClientRole
	tl       timeline.Timeline // of the token that it has
	used     int               // which of its tokens that is
	issues   []Issue
	steps    []Step   // still to be taken
	effects  []effect // still to come
	in       bool
	since    int64
	absent   ReasonID         // why it is not in the channel
	took     int64            // when it took the client role that it has in the channel
	checked  [mediaCount]bool // what the token granted then
	standing [mediaCount]Standing
	pending  []Event // what the token will bring, if nothing is done about it
	events   []Event // what came to pass
}

// enter gives participant who before anything has happened.
func (l *Lab) enter(who int) *actor {
	a := &actor{lab: l, who: who, role: l.Participants[who].Role, absent: NotJoined,
		issues: l.Issues(who), steps: l.Participants[who].Steps, effects: l.effects()}
	a.take(0)
	return a
}

// play has participant who act until now.
func (l *Lab) play(who int, now int64) *actor {
	a := l.enter(who)
	a.advance(now)
	return a
}

// advance has the participant act until now, which must not be before the last
// time. What happens at the second now itself has been done, what ends at it still
// holds.
func (a *actor) advance(now int64) {
	for len(a.steps) > 0 && a.lab.Start+a.steps[0].After <= now {
		s, at := a.steps[0], a.lab.Start+a.steps[0].After
		a.steps = a.steps[1:]
		a.settle(at)
		a.pass(at, false)
		a.do(s, at)
	}
	a.settle(now)
	a.pass(now, now == math.MaxInt64)
}

// effect is the moment at which a switch has its effect.
type effect struct {
	made, at int64
	on       bool
}

func (l *Lab) effects() []effect {
	var list []effect
	set := l.CoHostAuthentication
	for i, s := range l.Switches {
		at := l.Start + s.After + SettleTime
		again := i+1 < len(l.Switches) && l.Start+l.Switches[i+1].After < at
		if s.On != set && !again { // one that is taken back in time has none
			list = append(list, effect{l.Start + s.After, at, s.On})
		}
		set = s.On
	}
	return list
}

// settle lets the switches have their effect that do so until at.
func (a *actor) settle(at int64) {
	for len(a.effects) > 0 && a.effects[0].at <= at {
		e := a.effects[0]
		a.effects = a.effects[1:]
		a.pass(e.at, false)
		standing := Usual
		if e.on {
			standing = a.beside(e.made)
		}
		a.standing = [mediaCount]Standing{standing, standing, standing}
	}
}

// beside tells how the participant stands beside a switch that was made at a
// second: who was host before is not muted by it.
func (a *actor) beside(made int64) Standing {
	switch {
	case !a.in || a.role != Host:
		return Usual
	case a.took < made:
		return Early
	}
	return Between
}

// take has the participant use token n.
func (a *actor) take(n int) {
	content := a.lab.content(a.who, a.issues[n], "")
	a.tl = timeline.Of(&token.Token{Format: token.Format007, AccessToken2: &content})
	a.used = n
	a.foresee(max(a.issues[n].At, a.lab.Start)) // what ended before the story is no part of it
}

func (a *actor) service() *timeline.Service { return &a.tl.Services[0] }

// grant gives what the token says of a privilege, nil if it does not grant it.
func (a *actor) grant(p token.Privilege) *timeline.Grant {
	list := a.service().Grants
	if i := slices.IndexFunc(list, func(g timeline.Grant) bool { return g.Privilege == p }); i >= 0 {
		return &list[i]
	}
	return nil
}

// state tells how the token stands with a privilege.
func (a *actor) state(p token.Privilege, now int64) State {
	switch g := a.grant(p); {
	case g == nil:
		return Withheld
	case g.EndsAt.Passed(now):
		return Over
	}
	return Running
}

// tokenState tells how the token stands with its own lifetime.
func (a *actor) tokenState(now int64) State {
	switch {
	case a.tl.TokenEnd.Passed(now):
		return Over
	case a.tl.ExpiresAt == a.tl.IssuedAt: // written as 0
		return Zero
	}
	return Running
}

// do takes a step.
func (a *actor) do(s Step, at int64) {
	switch s.Do {
	case Join:
		a.join(at)
	case Leave:
		if a.in {
			a.in, a.absent = false, HasLeft
			a.log(at, Leaves, "leaves the channel", Documented)
			a.foresee(at)
		}
	case Renew:
		a.renew(at)
	case SetRole:
		a.setRole(s.Role, at)
	}
}

func (a *actor) join(at int64) {
	if a.in {
		return
	}
	r := a.mayJoin(at)
	if r.Answer == No {
		a.absent = WasRefused
		a.events = append(a.events, Event{At: at, Who: a.who, Kind: Refused, Text: "tries to join and is refused: " + lowerFirst(r.Text), Shows: r.Shows, Certainty: r.Certainty, Source: r.Source})
		return
	}
	a.in, a.since = true, at
	a.log(at, Joins, "joins as "+string(a.role), Documented)
	a.check(at)
	a.foresee(at)
}

func (a *actor) mayJoin(at int64) Reason {
	if at < int64(a.tl.IssuedAt) {
		return reason(NotIssued)
	}
	return MayJoinWith(a.tokenState(at), a.state(token.JoinChannel, at))
}

// check notes what the token granted when the client took its role.
func (a *actor) check(at int64) {
	a.took = at
	for _, m := range AllMedia() {
		a.standing[m], a.checked[m] = Usual, a.state(m.Privilege(), at) == Running
	}
}

func (a *actor) setRole(role ClientRole, at int64) {
	if role == a.role {
		return
	}
	a.role = role
	text, sure := "setClientRole("+string(role)+")", Documented
	if a.in {
		a.check(at)
		if set, _ := a.lab.Authentication(at); set && role == Host && a.lab.Profile == Live && a.checked == [mediaCount]bool{} {
			text, sure = text+" without a publish privilege: checked here by one page, the token may follow by another", Disagreed
		}
	}
	a.log(at, Role, text, sure)
}

func (a *actor) renew(at int64) {
	enforced, _ := a.lab.Authentication(at)
	var were [mediaCount]State
	for _, m := range AllMedia() {
		were[m] = a.state(m.Privilege(), at)
	}
	what := "a " + string(a.issues[a.used+1].Pass.Role()) + " token"
	if !a.in {
		a.log(at, Renews, "gets "+what+" for the next join", Documented)
	} else {
		a.log(at, Renews, "renewToken with "+what, Documented)
	}
	a.take(a.used + 1)
	for _, m := range AllMedia() {
		switch {
		case !a.in || !enforced || a.role != Host:
		case a.standing[m] == Early || a.standing[m] == Between:
			a.standing[m], a.checked[m] = Usual, true
		case were[m] == Over:
			a.standing[m] = Lapsed
		case !a.checked[m]:
			a.standing[m] = Forward
		}
	}
}

// pass lets happen what the token brings before the second until, and with it
// warnings at that second; with through everything at that second too.
func (a *actor) pass(until int64, through bool) {
	for len(a.pending) > 0 {
		e := a.pending[0]
		if e.At > until || e.At == until && !through && e.Kind != WillExpire {
			return
		}
		a.pending = a.pending[1:]
		if e.Kind == PublishEnds {
			e = a.publishEnds(e)
		}
		a.events = append(a.events, e)
		if e.Kind == Removed {
			a.in, a.absent, a.pending = false, WasRemoved, nil
		}
	}
}
