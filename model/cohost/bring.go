package cohost

import (
	"errors"
	"slices"

	"agtok/model/visible"
	"agtok/model/wildcard"
	"agtok/token"
)

// Playable says why the lab can't play a token, nil if it can: it plays tokens of
// AccessToken2 whose one RTC service grants join.
func Playable(t *token.Token) error {
	if t.AccessToken2 == nil {
		return errors.New("the co-host lab plays AccessToken2 (007) only")
	}
	at, n := 0, 0
	for i := range t.AccessToken2.Services {
		if t.AccessToken2.Services[i].Type == token.RTC {
			at, n = i, n+1
		}
	}
	switch {
	case n == 0:
		return errors.New("the co-host lab plays tokens for RTC: this one opens no channel")
	case n > 1:
		return errors.New("the co-host lab plays tokens for one channel: this one has several RTC services")
	}
	if _, ok := token.Expire(t.AccessToken2.Services[at].Privileges, token.JoinChannel); !ok {
		return errors.New("nobody joins with this token: it does not grant join")
	}
	return nil
}

// Bring gives the lab with one participant more, its last, who has t as it is: its
// channel, user, lifetimes and issue time, and the services beside RTC. Its client
// role is host if t grants publishing; it is named after the user. It joins after so
// many seconds of the story; if that has not begun, once it has and t is issued. An
// error says why it can't be, see [Playable] too. The lab keeps t's content, which
// must not be changed from then on.
func (l *Lab) Bring(t *token.Token, after int64) (Lab, error) {
	if err := Playable(t); err != nil {
		return Lab{}, err
	}
	a := t.AccessToken2
	s := rtcOf(a)
	p := Participant{Name: l.nameFor(s.UID), UID: s.UID, Role: Audience, Pass: Pass{Expire: a.Expire, Join: termOf(s, token.JoinChannel)},
		Issued: int64(a.IssueTs) - l.Start, Salt: a.Salt, Brought: a}
	for _, m := range AllMedia() {
		if p.Pass.Media[m] = termOf(s, m.Privilege()); p.Pass.Media[m].Granted {
			p.Role = Host
		}
	}
	if after < 0 {
		after = p.Issued
	}
	return l.with(p, after)
}

// rtcOf gives the RTC service of a token that is playable.
func rtcOf(a *token.AccessToken2) *token.Service {
	return &a.Services[rtcAt(a)]
}

func rtcAt(a *token.AccessToken2) int {
	return slices.IndexFunc(a.Services, func(s token.Service) bool { return s.Type == token.RTC })
}

func termOf(s *token.Service, p token.Privilege) Term {
	seconds, ok := token.Expire(s.Privileges, p)
	return Term{ok, seconds}
}

// ChannelOf gives the channel that participant who's tokens are for: any text.
func (l *Lab) ChannelOf(who int) string {
	if a := l.Participants[who].Brought; a != nil {
		return rtcOf(a).ChannelName
	}
	return l.Channel
}

// opens gives the channel that participant who joins: the story's if the token admits
// to it, else that of the token.
func (l *Lab) opens(who int) string {
	if channel := l.ChannelOf(who); !wildcard.Match(channel, l.Channel) {
		return channel
	}
	return l.Channel
}

// Elsewhere reports whether participant who joins another channel than the story's.
func (l *Lab) Elsewhere(who int) bool { return l.opens(who) != l.Channel }

// Wildcard reports whether participant who's tokens open any channel, or all of a
// kind, the story's among them.
func (l *Lab) Wildcard(who int) bool {
	return !l.Elsewhere(who) && wildcard.Channels(l.ChannelOf(who))
}

// ChannelTitle names the channels that participant who's tokens are for, in printable
// text.
func (l *Lab) ChannelTitle(who int) string {
	switch channel := l.ChannelOf(who); {
	case channel == "" || channel == "*":
		return "any channel"
	case wildcard.Channels(channel):
		return "channels " + visible.Line(channel, channelRoom)
	default:
		return "channel " + visible.Line(channel, channelRoom)
	}
}

// channelRoom is how much of a channel name is shown.
const channelRoom = 20

// written gives all that token n of participant who says: of one that came from
// elsewhere also what the lab does not play.
func (l *Lab) written(who, n int, appID string) token.AccessToken2 {
	played, brought := l.content(who, l.Issues(who)[n], appID), l.Participants[who].Brought
	if brought == nil {
		return played
	}
	a := *brought
	a.AppID = appID
	if n > 0 { // a renewal: the same for the other services
		a.IssueTs, a.Expire, a.Salt = played.IssueTs, played.Expire, played.Salt
		a.Services = slices.Clone(a.Services)
		a.Services[rtcAt(&a)] = played.Services[0]
	}
	return a
}
