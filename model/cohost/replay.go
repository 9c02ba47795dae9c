package cohost

import (
	"cmp"
	"math"
	"slices"

	"agtok/model/timeline"
	"agtok/model/wildcard"
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
	steps    []Step // still to be taken
	turns    []turn // still to come
	enforced bool   // co-host authentication is in effect, for certain
	in       bool
	since    int64
	absent   ReasonID // why it is not in the channel
	cause    Reason   // of its last refusal
	standing [mediaCount]standing
	pending  []Event // what the token will bring, if nothing is done about it
	events   []Event // what came to pass
}

// enter gives participant who before anything has happened.
func (l *Lab) enter(who int) *actor {
	a := &actor{lab: l, who: who, role: l.Participants[who].Role, absent: NotJoined,
		issues: l.Issues(who), steps: l.Participants[who].Steps, turns: l.turns(), enforced: l.CoHostAuthentication}
	a.take(0)
	return a
}

// cast is everyone while the script is played.
type cast []*actor

func (l *Lab) cast() cast {
	c := make(cast, len(l.Participants))
	for who := range c {
		c[who] = l.enter(who)
	}
	return c
}

// advance has everyone act until now, which must not be before the last time, in
// order of time and, at the same second, of the table. What happens at the second now
// itself has been done, what ends at it still holds.
func (c cast) advance(now int64) {
	for a := c.next(now); a != nil; a = c.next(now) {
		c.displace(a, a.step())
	}
	for _, a := range c {
		a.settle(now)
		a.pass(now, now == math.MaxInt64)
	}
}

// next gives who takes the next step until now, nil if nobody does.
func (c cast) next(now int64) (first *actor) {
	for _, a := range c {
		if len(a.steps) > 0 && a.due() <= now && (first == nil || a.due() < first.due()) {
			first = a
		}
	}
	return first
}

// displace takes those out of the channel who are in it with the uid of a, if a has
// just joined. Which of the two stays no page says: the later one does here.
func (c cast) displace(a *actor, at int64) {
	for _, o := range c {
		if o == a || !a.in || !a.lab.sameUser(o.who, a.who) {
			continue
		}
		o.settle(at)
		o.pass(at, false)
		if o.in {
			o.in, o.absent = false, UIDTaken
			r := reason(UIDTaken)
			o.events = append(o.events, Event{At: at, Who: o.who, Kind: Displaced, Text: "is removed: another has joined with the same uid", Shows: r.Shows.String(), Certainty: r.Certainty, Source: r.Source})
			o.foresee(at)
		}
	}
}

// sameUser reports whether the tokens of two are for one user in one channel.
func (l *Lab) sameUser(a, b int) bool {
	uid := l.Participants[a].UID
	return uid == l.Participants[b].UID && !wildcard.AnyUser(uid) && l.opens(a) == l.opens(b)
}

func (a *actor) due() int64 { return a.lab.Start + a.steps[0].After }

// step takes the next step, and gives its second.
func (a *actor) step() int64 {
	s, at := a.steps[0], a.due()
	a.steps = a.steps[1:]
	a.settle(at)
	a.pass(at, false)
	a.do(s, at)
	return at
}

// turn is a moment at which a switch is made, or has its effect.
type turn struct {
	at         int64
	on, effect bool
}

// turns lists them in order of time; at the same second an effect comes first, which
// is that of an earlier switch.
func (l *Lab) turns() []turn {
	list := l.effects()
	for _, s := range l.clicks() {
		list = append(list, turn{at: l.Start + s.After, on: s.On})
	}
	slices.SortStableFunc(list, func(a, b turn) int { return cmp.Compare(a.at, b.at) })
	return list
}

// clicks lists the switches that change the setting.
func (l *Lab) clicks() []Switch {
	var list []Switch
	set := l.CoHostAuthentication
	for _, s := range l.Switches {
		if s.On != set {
			list, set = append(list, s), s.On
		}
	}
	return list
}

// effects lists the moments at which switches have their effect; one that is taken
// back in time has none.
func (l *Lab) effects() []turn {
	var list []turn
	clicks := l.clicks()
	for i, s := range clicks {
		if i+1 == len(clicks) || clicks[i+1].After >= s.After+SettleTime {
			list = append(list, turn{l.Start + s.After + SettleTime, s.On, true})
		}
	}
	return list
}

// settle lets the switches be made and have their effect that do so until at.
func (a *actor) settle(at int64) {
	for len(a.turns) > 0 && a.turns[0].at <= at {
		t := a.turns[0]
		a.turns = a.turns[1:]
		a.pass(t.at, false)
		a.turn(t)
	}
}

// turn lets a switch be made or have its effect. One that takes another back before
// that had an effect finds everyone checked all along.
func (a *actor) turn(t turn) {
	switch {
	case t.effect:
		if t.on && !a.enforced {
			a.lose(Event{At: t.at, Kind: InEffect, Text: "co-host authentication is in effect"})
		}
		a.enforced = t.on
	case t.on && !a.enforced && a.in && a.role == Host:
		a.stand(early)
	}
}

// stand gives all media one standing.
func (a *actor) stand(s standing) { a.standing = [mediaCount]standing{s, s, s} }

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
func (a *actor) state(p token.Privilege, now int64) state {
	switch g := a.grant(p); {
	case g == nil:
		return withheld
	case g.EndsAt.Passed(now):
		return over
	}
	return running
}

// tokenState tells how the token stands with its own lifetime.
func (a *actor) tokenState(now int64) state {
	switch {
	case a.tl.TokenEnd.Passed(now):
		return over
	case a.tl.ExpiresAt == a.tl.IssuedAt: // written as 0
		return zero
	}
	return running
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
		a.absent, a.cause = WasRefused, r
		a.events = append(a.events, Event{At: at, Who: a.who, Kind: Refused, Text: "tries to join and is refused: " + lowerFirst(r.Text), Shows: r.Shows.String(), Certainty: r.Certainty, Source: r.Source})
		return
	}
	a.in, a.since = true, at
	where := ""
	if a.elsewhere() {
		where = a.lab.ChannelTitle(a.who) + ", not the story's, "
	}
	a.log(at, Joins, "joins "+where+"as "+string(a.role), Documented)
	a.check(at)
	a.foresee(at)
}

func (a *actor) mayJoin(at int64) Reason {
	if at < int64(a.tl.IssuedAt) {
		return reason(NotIssued)
	}
	r := mayJoinWith(a.tokenState(at), a.state(token.JoinChannel, at))
	if r.ID == MayJoin && a.elsewhere() {
		return reason(OpensAnother)
	}
	return r
}

// elsewhere reports whether the token is for another channel than the story's.
func (a *actor) elsewhere() bool { return a.lab.Elsewhere(a.who) }

// check has the client take its role, which is when the server looks at the token
// if it does so already. Source: co-host authentication, modify the app logic, 5.
func (a *actor) check(at int64) {
	if set, _ := a.lab.setting(at); set && !a.enforced {
		a.stand(between)
		return
	}
	a.stand(usual)
}

// barren reports whether the token grants no publishing.
func (a *actor) barren(at int64) bool {
	return !slices.ContainsFunc(a.states(at), func(s state) bool { return s == running })
}

// states tells how the token stands with each kind of media.
func (a *actor) states(at int64) []state {
	list := make([]state, 0, mediaCount)
	for _, m := range AllMedia() {
		list = append(list, a.state(m.Privilege(), at))
	}
	return list
}

func (a *actor) setRole(role ClientRole, at int64) {
	if role == a.role {
		return
	}
	e := Event{At: at, Who: a.who, Kind: Role, Text: "setClientRole(" + string(role) + ")", Certainty: Documented}
	set, _ := a.lab.setting(at)
	switch {
	case a.lab.Profile == Communication:
		e.Text, e.Source = e.Text+": no effect in this profile", srcProfiles
	case a.in && set && role == Host && a.barren(at):
		r := reason(RoleFirst)
		e.Text += ": one page has it checked now, one lets the token follow"
		e.Certainty, e.Source = r.Certainty, r.Source
	}
	a.events = append(a.events, e)
	if a.lab.Profile == Live {
		a.role = role
		a.check(at)
	}
}

func (a *actor) renew(at int64) {
	what, had := "a "+string(a.issues[a.used+1].Pass.Role())+" token", a.states(at)
	if !a.in {
		a.log(at, Renews, "gets "+what+" for the next join", Documented)
		if a.absent == WasRefused {
			a.absent = RefusedBefore
		}
	} else {
		a.log(at, Renews, "renewToken with "+what, Documented)
	}
	a.take(a.used + 1)
	for m, has := range a.states(at) {
		a.standing[m] = renewed(a.standing[m], had[m], has)
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
		if e.Kind == RejoinClosed {
			a.lose(Event{At: e.At, Kind: PublishEnds, Text: "the token in use at the switch ends"})
		}
		if e.Kind == Removed {
			a.in, a.absent, a.pending = false, WasRemoved, nil
		}
	}
}
