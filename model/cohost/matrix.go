package cohost

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"agtok/model/timeline"
)

// Cell is an answer with the last second at which it holds by what is in the
// token, [timeline.Never] when the token sets no end to it.
type Cell struct {
	Reason
	Until timeline.Instant
}

// Point names one of the answers about a participant.
type Point int

// The points, in the order of a table's columns.
const (
	PointJoin Point = iota
	PointChannel
	PointAudio
	PointVideo
	PointData
	pointCount
)

// AllPoints lists the points.
func AllPoints() []Point {
	return []Point{PointJoin, PointChannel, PointAudio, PointVideo, PointData}
}

// Title names the point for people.
func (p Point) Title() string {
	return [pointCount]string{"may join", "in the channel", "publish audio", "publish video", "publish data"}[p]
}

// Media gives the kind of media that the point is about; ok is false for the first
// two.
func (p Point) Media() (m Media, ok bool) { return Media(p - PointAudio), p >= PointAudio }

// Cell gives the answer to a point.
func (r *Row) Cell(p Point) Cell {
	switch p {
	case PointJoin:
		return r.Join
	case PointChannel:
		return r.Channel
	}
	return r.Publishes[p-PointAudio]
}

// Row is how a participant stands.
type Row struct {
	Name      string // as it was given: any text
	Role      ClientRole
	Token     int // which of its tokens it has, as in [Lab.Issues]
	Pass      Pass
	TokenEnd  timeline.Instant
	Join      Cell  // may it join, or come back
	Channel   Cell  // is it in the channel
	Since     int64 // of a stay in the channel; 0 outside
	Publishes [mediaCount]Cell
}

// Matrix is how everyone stands at one second.
type Matrix struct {
	Now            int64
	Authentication bool // as the project is set
	Settling       bool // the setting may not be in effect yet
	Rows           []Row
}

// At gives how everyone stands at now, a Unix second. What ends at now still
// holds.
func (l *Lab) At(now int64) Matrix {
	m := Matrix{Now: now}
	m.Authentication, m.Settling = l.Authentication(now)
	everyone := l.cast()
	everyone.advance(now)
	for _, a := range everyone {
		m.Rows = append(m.Rows, a.row(now))
	}
	return m
}

func (a *actor) row(now int64) Row {
	r := Row{Name: a.lab.Participants[a.who].Name, Role: a.role, Token: a.used, Pass: a.issues[a.used].Pass,
		TokenEnd: a.tl.TokenEnd, Channel: a.channel(now)}
	if r.Join = (Cell{a.mayJoin(now), timeline.Never}); r.Join.Answer == Yes {
		r.Join.Until = a.service().AdmitUntil
	}
	if a.in {
		r.Since = a.since
	}
	for _, m := range AllMedia() {
		r.Publishes[m] = a.mayPublish(m, now)
	}
	return r
}

// channel answers whether the participant is in the channel.
func (a *actor) channel(now int64) Cell {
	switch {
	case !a.in:
		return Cell{a.away(), timeline.Never}
	case !a.service().Admits:
		return Cell{reason(RenewedAway), timeline.Never}
	case a.tl.TokenEnd.Passed(now):
		return Cell{reason(StaysWithoutToken), a.service().StaysUntil}
	case a.elsewhere():
		return Cell{reason(InAnother), a.service().StaysUntil}
	}
	return Cell{reason(InChannel), a.service().StaysUntil}
}

// away says why the participant is not in the channel; of a refusal, for which
// reason.
func (a *actor) away() Reason {
	r := reason(a.absent)
	if r.ID == WasRefused {
		r.Text = strings.TrimSuffix(r.Text, ".") + ": " + lowerFirst(a.cause.Text)
		r.Shows, r.Certainty, r.Source = a.cause.Shows, a.cause.Certainty, a.cause.Source
	}
	return r
}

func (a *actor) mayPublish(m Media, now int64) Cell {
	if a.in && !a.service().Admits {
		return Cell{reason(Adrift), timeline.Never}
	}
	set, since := a.lab.setting(now)
	r := a.given(m, now, set)
	until := a.until(r, m)
	if _, settling := a.lab.Authentication(now); !settling {
		return Cell{r, until}
	}
	other := a.given(m, now, !set)
	if other.Answer != r.Answer && a.lab.Profile == Communication {
		return Cell{reason(CommunicationOn), timeline.Never}
	} else if other.Answer != r.Answer {
		return Cell{reason(Settling), timeline.Never}
	}
	if end := a.until(other, m); end < until && int64(end)+1 < since+SettleTime {
		until = end // from then on it matters whether the switch is in effect
	}
	return Cell{lessCertain(r, other), until}
}

// given answers whether the participant may publish, given how co-host
// authentication is in effect.
func (a *actor) given(m Media, now int64, authentication bool) Reason {
	c := publishCase{joined: a.in, profile: a.lab.Profile, role: a.role, data: m == Data, authentication: authentication,
		privilege: a.state(m.Privilege(), now), standing: a.standing[m]}
	if c.standing == early && a.tl.TokenEnd.Passed(now) {
		c.standing = ended
	}
	return mayPublishIn(c)
}

// until gives the last second of an answer that is yes.
func (a *actor) until(r Reason, m Media) timeline.Instant {
	switch {
	case r.Answer != Yes:
		return timeline.Never
	case r.ID == BeforeSwitch:
		return min(a.tl.TokenEnd, a.service().StaysUntil)
	case r.ID == NotEnforced || r.ID == CommunicationOff:
		return a.service().StaysUntil
	}
	return a.grant(m.Privilege()).Until
}

// Moments gives the story in pictures: how everyone stands from each second at
// which something may change, in order of time. Between one and the next nothing
// changes but the time.
func (l *Lab) Moments() Story {
	at := l.changes()
	list := make(Story, len(at))
	everyone := l.cast()
	for i, now := range at {
		m := Matrix{Now: now, Rows: make([]Row, len(everyone))}
		m.Authentication, m.Settling = l.Authentication(now)
		everyone.advance(now)
		for who, a := range everyone {
			m.Rows[who] = a.row(now)
		}
		list[i] = m
	}
	return list
}

// Story is a lab in pictures, the first of them for all time before the second.
type Story []Matrix

// At gives the picture that holds at now. Its own time is that of its beginning.
func (s Story) At(now int64) *Matrix {
	i, found := slices.BinarySearchFunc(s, now, func(m Matrix, now int64) int { return cmp.Compare(m.Now, now) })
	if !found {
		i--
	}
	return &s[i]
}

// changes lists the seconds at which something may change.
func (l *Lab) changes() []int64 {
	list := []int64{math.MinInt64, l.Start}
	for _, s := range l.Switches {
		list = append(list, l.Start+s.After, l.Start+s.After+SettleTime)
	}
	for who := range l.Participants {
		a := l.enter(who)
		for _, s := range l.Participants[who].Steps {
			list = append(list, l.Start+s.After)
		}
		for n := range a.issues {
			a.take(n)
			list = append(list, int64(a.tl.IssuedAt), int64(a.tl.TokenEnd)+1)
			for _, g := range a.service().Grants {
				if g.EndsAt != timeline.Never {
					list = append(list, int64(g.EndsAt)+1)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
