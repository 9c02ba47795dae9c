package cohost

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"agtok/model/timeline"
)

// Kind names an event.
type Kind string

// The events. Those up to RejoinClosed are the token's doing; AdmitClosed is
// RejoinClosed of who is not in the channel. Switched and InEffect are the
// project's.
const (
	WillExpire   Kind = "will-expire"
	PublishEnds  Kind = "publish-ends"
	Expired      Kind = "expired"
	Removed      Kind = "removed"
	RejoinClosed Kind = "rejoin-closed"
	AdmitClosed  Kind = "admit-closed"
	Joins        Kind = "joins"
	Refused      Kind = "refused"
	Displaced    Kind = "displaced"
	Leaves       Kind = "leaves"
	Renews       Kind = "renews"
	Role         Kind = "role"
	Switched     Kind = "switched"
	InEffect     Kind = "in-effect"
)

// Project is who an event is of that is nobody's: a switch of the project.
const Project = -1

// Event is something that happens. All of its texts are printable.
type Event struct {
	At        int64 // Unix second
	Who       int   // the participant's number, or [Project]
	Kind      Kind
	Text      string // without a subject, as in "leaves the channel"
	Shows     string // what the SDK reports; "" if nothing
	Certainty Certainty
	Source    string // "" for what the script says
}

// Seen gives the first second at which the event has shown its effect: what ends
// still holds at its last second.
func (e Event) Seen() int64 {
	switch e.Kind {
	case PublishEnds, Expired, Removed, RejoinClosed, AdmitClosed:
		return e.At + 1
	}
	return e.At
}

func (a *actor) log(at int64, k Kind, text string, sure Certainty) {
	a.events = append(a.events, Event{At: at, Who: a.who, Kind: k, Text: text, Certainty: sure})
}

// foresee works out what the token will bring from now on.
func (a *actor) foresee(now int64) {
	a.pending = a.pending[:0:0]
	s := a.service()
	if !a.in {
		if s.Admits && s.AdmitUntil != timeline.Never && int64(s.AdmitUntil) >= now {
			a.expect(int64(s.AdmitUntil), AdmitClosed, "may no longer join with this token", "", Documented)
		}
		return
	}
	a.warnings(now)
	a.endings(now)
	for i := range a.tl.Events {
		e := &a.tl.Events[i]
		if e.At.Passed(now) {
			continue
		}
		switch e.Event {
		case timeline.Expired:
			a.expect(int64(e.At), Expired, "the join privilege ends", calls(e)+", connection state reason 9", Documented)
		case timeline.Removed:
			a.expect(int64(e.At), Removed, "is removed from the channel", "", Documented)
		case timeline.RejoinClosed:
			a.expect(int64(e.At), RejoinClosed, "the token ends: stays in the channel and cannot come back; no callback", "", Documented)
		}
	}
	slices.SortStableFunc(a.pending, func(x, y Event) int { return cmp.Compare(x.At, y.At) })
}

func (a *actor) expect(at int64, k Kind, text, shows string, sure Certainty) {
	source := srcDeploy
	switch {
	case sure == Undocumented:
		source = "none"
	case k == WillExpire && sure == Inferred:
		source = "AgoraIO/Tools rtctokenbuilder2: any privilege; Docs: use tokens: the token's end only"
	}
	a.pending = append(a.pending, Event{At: at, Who: a.who, Kind: k, Text: text, Shows: shows, Certainty: sure, Source: source})
}

// warnings expects the callbacks before ends. One whose time has gone by when the
// client joins comes at once or never, which no page says.
func (a *actor) warnings(now int64) {
	for i := range a.tl.Events {
		e := &a.tl.Events[i]
		if e.Event != timeline.WillExpire || e.End().Passed(now) {
			continue
		}
		text := e.Happens()
		at, sure := int64(e.At), Documented
		switch {
		case e.Before || at < now:
			at, sure, text = max(at, now), Undocumented, "warning that "+e.Ending()+", at once or never"
		case !e.Certain:
			sure = Inferred
		}
		a.expect(at, WillExpire, text, calls(e), sure)
	}
}

// calls names what SDKs call at an event.
func calls(e *timeline.Event) string {
	native, web := e.Callbacks()
	return native + " (Web " + web + ")"
}

// endings expects the ends of publish privileges while the user stays, those at one
// second as one.
func (a *actor) endings(now int64) {
	last := timeline.Never
	for i := range a.tl.Events {
		e := &a.tl.Events[i]
		if e.Event != timeline.PublishEnds || e.Moot || e.At.Passed(now) || e.At == last {
			continue
		}
		last = e.At
		all := a.tl.Merged(e)
		a.expect(int64(e.At), PublishEnds, all.Ending(), "", Inferred)
	}
}

// endsText says what the end of a publish privilege comes to, by the answer about
// publishing after it.
var endsText = map[ReasonID]string{
	CommunicationOn:  ": what that does in this profile is not documented",
	CommunicationOff: ": nothing enforces it",
	IsAudienceData:   ": whether an audience member sends data is disputed",
	IsAudience:       ": an audience member does not publish anyway",
	Settling:         ": the switch may not be in effect yet",
	NotEnforced:      ": co-host authentication is off, nothing enforces it",
	BeforeSwitchOver: ": was publishing before the switch, what follows is not documented",
	CameBetween:      ": became host while the switch settled, what follows is not documented",
	PublishOver:      ": may no longer publish it, and stays in the channel",
	Adrift:           ": whether the user is still in the channel is not known",
}

// publishEnds says what the end of a publish privilege comes to when it is there.
func (a *actor) publishEnds(e Event) Event {
	for _, m := range AllMedia() {
		if g := a.grant(m.Privilege()); g != nil && int64(g.EndsAt) == e.At {
			r := a.mayPublish(m, e.Seen())
			e.Text, e.Certainty, e.Source = e.Text+endsText[r.ID], r.Certainty, r.Source
			break
		}
	}
	return e
}

// lose logs an event if it leaves the participant with less to publish, and says
// what that is; the end of a publish privilege has an event of its own.
func (a *actor) lose(e Event) {
	var names []string
	for _, m := range AllMedia() {
		before, after := a.mayPublish(m, e.Seen()-1), a.mayPublish(m, e.Seen())
		ends := a.state(m.Privilege(), e.Seen()-1) != a.state(m.Privilege(), e.Seen())
		if before.Answer != No && after.Answer == No && !ends {
			names = append(names, m.String())
			e.Certainty, e.Source = after.Certainty, after.Source
		}
	}
	if len(names) > 0 {
		e.Who, e.Text = a.who, e.Text+": may no longer publish "+strings.Join(names, ", ")
		a.events = append(a.events, e)
	}
}

// Events gives everything that happens, of all participants and the project, in
// order of time.
func (l *Lab) Events() []Event {
	list := l.switched()
	everyone := l.cast()
	everyone.advance(math.MaxInt64)
	for _, a := range everyone {
		list = append(list, a.events...)
	}
	slices.SortStableFunc(list, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return list
}

func (l *Lab) switched() []Event {
	var list []Event
	for _, s := range l.clicks() {
		list = append(list, Event{At: l.Start + s.After, Who: Project, Kind: Switched, Certainty: Documented, Source: srcCoHost,
			Text: "co-host authentication is switched " + onOff(s.On) + "; it takes about 5 minutes"})
	}
	for _, e := range l.effects() {
		list = append(list, Event{At: e.at, Who: Project, Kind: InEffect, Certainty: Documented, Source: srcCoHost,
			Text: "co-host authentication is in effect: " + onOff(e.on)})
	}
	return list
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
