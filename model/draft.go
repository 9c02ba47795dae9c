package model

import (
	"slices"
	"strconv"

	"agtok/model/lifetime"
	"agtok/token"
)

// State says whether a privilege is written: as the role says, or as chosen.
type State int

// The states.
const (
	ByRole State = iota
	On
	Off
)

// Draft is a token that a person is describing, in the words that were typed. It
// is a value: a form holds one, the flags of "agtok new" make one.
type Draft struct {
	Kind      Kind
	Role      Role
	ByAccount bool // User is a user account, not a uid
	Text      [fieldCount]string
	Grants    [4]State // join, audio, video, data
	RawExpire string   // a number for expire that is written as it is, unless ""
}

// NewDraft gives the draft that a form starts with.
func NewDraft() Draft {
	d := Draft{Kind: KindRTC, Role: Publisher}
	d.Text[FieldChannel] = "lobby"
	d.Text[FieldUser] = "1234"
	d.Text[FieldExpire] = "1h"
	return d
}

// Spec gives the row of d's kind.
func (d *Draft) Spec() Spec {
	s, _ := SpecOf(d.Kind)
	return s
}

// Granted reports whether the privilege whose lifetime is field f is written.
func (d *Draft) Granted(f Field) bool {
	switch d.Grants[f-FieldJoin] {
	case On:
		return true
	case Off:
		return false
	}
	return f == FieldJoin || d.Role.publishes()
}

// Toggle turns the privilege of field f on or off.
func (d *Draft) Toggle(f Field) {
	state := On
	if d.Granted(f) {
		state = Off
	}
	d.Grants[f-FieldJoin] = ByRole
	if d.Granted(f) != (state == On) {
		d.Grants[f-FieldJoin] = state
	}
}

// SetRole chooses a role and with it the privileges that the role's builder
// writes.
func (d *Draft) SetRole(r Role) { d.Role, d.Grants = r, [4]State{} }

// Custom reports whether the privileges are others than the role's.
func (d *Draft) Custom() bool { return d.Grants != [4]State{} }

// SetKind changes the kind and keeps what the other kind takes too.
func (d *Draft) SetKind(k Kind) {
	d.Kind = k
	if spec := d.Spec(); len(spec.Roles) > 0 && !slices.Contains(spec.Roles, d.Role) {
		d.SetRole(Publisher)
	}
}

// DraftOf gives the draft that would build t again, and false when no kind that
// a form offers has these services. m tells what a 006 token does not carry.
func DraftOf(t *token.Token, m *token.Missing) (Draft, bool) {
	switch {
	case t.AccessToken2 != nil:
		return draft007(t.AccessToken2)
	case t.AccessToken != nil:
		return draft006(t.AccessToken, m)
	}
	return Draft{}, false
}

func draft007(a *token.AccessToken2) (Draft, bool) {
	d := Draft{Role: Publisher}
	d.setLifetime(FieldExpire, a.Expire)
	var types []token.ServiceType
	for i := range a.Services {
		s := &a.Services[i]
		types = append(types, s.Type)
		switch s.Type {
		case token.RTC:
			d.setRTC(s, a.Expire)
		case token.RTM, token.Chat:
			if len(a.Services) == 1 {
				d.Text[FieldUser] = s.UserID
			}
		}
	}
	switch {
	case slices.Equal(types, []token.ServiceType{token.RTC}):
		d.Kind = KindRTC
	case slices.Equal(types, []token.ServiceType{token.RTM}):
		d.Kind = KindRTM
	case slices.Equal(types, []token.ServiceType{token.RTC, token.RTM}) && a.Services[0].UID == a.Services[1].UserID:
		d.Kind, d.ByAccount = KindRTCRTM, true
	case slices.Equal(types, []token.ServiceType{token.Chat}):
		d.Kind = KindChat
		if _, app := token.Expire(a.Services[0].Privileges, token.ChatApp); app {
			d.Kind = KindChatApp
		}
	default:
		return Draft{}, false
	}
	return d, true
}

// setRTC takes over an RTC service: lifetimes that equal the token's are left to
// follow it.
func (d *Draft) setRTC(s *token.Service, expire uint32) {
	d.Text[FieldChannel] = s.ChannelName
	d.setUser(s.UID)
	_, audio := token.Expire(s.Privileges, token.PublishAudioStream)
	_, video := token.Expire(s.Privileges, token.PublishVideoStream)
	_, data := token.Expire(s.Privileges, token.PublishDataStream)
	if !audio && !video && !data {
		d.Role = Subscriber
	}
	for f := FieldJoin; f <= FieldData; f++ {
		value, granted := token.Expire(s.Privileges, f.Privilege())
		if granted != d.Granted(f) {
			d.Toggle(f)
		}
		if granted && value != expire {
			d.setLifetime(f, value)
		}
	}
}

// setUser takes over a uid's text: an account unless it is what a uid is
// written as.
func (d *Draft) setUser(text string) {
	n, err := strconv.ParseUint(text, 10, 32)
	d.Text[FieldUser] = text
	d.ByAccount = text != "" && (err != nil || n == 0 || strconv.FormatUint(n, 10) != text)
}

// setLifetime takes over a number of seconds; one that looks like a date can't be
// typed as a lifetime, so it stands as the date it reads as.
func (d *Draft) setLifetime(f Field, seconds uint32) {
	d.Text[f] = lifetime.Typed(seconds)
}

func draft006(a *token.AccessToken, m *token.Missing) (Draft, bool) {
	d := Draft{Kind: KindRTC006, Role: Publisher}
	if m != nil {
		d.Text[FieldChannel] = m.Channel
		d.setUser(m.UID)
	}
	end, login := token.Expire(a.Privileges, token.RTMLogin)
	if login {
		d.Kind = KindRTM006
		d.Text[FieldUser], d.ByAccount = d.Text[FieldChannel], false
		d.Text[FieldChannel] = ""
	} else {
		end, _ = token.Expire(a.Privileges, token.JoinChannel)
		if _, publishes := token.Expire(a.Privileges, token.PublishAudioStream); !publishes {
			d.Role = Subscriber
		}
	}
	issued := a.Ts - issueWindow
	if d.Text[FieldExpire] = "0"; end > issued && end-issued < 1_000_000_000 {
		d.setLifetime(FieldExpire, end-issued)
	}
	return d, true
}

// issueWindow is the time from a 006 token's issue to its ts, in seconds.
const issueWindow = 24 * 60 * 60
