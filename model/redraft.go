package model

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/token"
)

// DraftOf gives the draft that would build t again, and false when no kind has
// these services. m tells what a 006 token does not carry, nil when that is not
// known.
func DraftOf(t *token.Token, m *token.Missing) (Draft, bool) {
	switch {
	case t.AccessToken2 != nil:
		return draft007(t.AccessToken2)
	case t.AccessToken != nil:
		return draft006(t.AccessToken, m)
	}
	return Draft{}, false
}

// Keeps reports whether d, with its fields right, comes to the services of t: a
// form does not hold repeated or unknown privileges, and the like.
func (d *Draft) Keeps(t *token.Token) bool {
	spec := d.Spec()
	if spec.Format != t.Format {
		return false
	}
	var issued int64
	if t.AccessToken2 != nil {
		issued = int64(t.AccessToken2.IssueTs)
	} else {
		issued = int64(t.AccessToken.Ts) - issueWindow
	}
	m := &minter{d: d, out: Minted{IssuedAt: time.Unix(issued, 0)}}
	if spec.Has(FieldExpire) {
		m.expire = m.lifetime(FieldExpire, 0)
	}
	if spec.build(d, m); m.out.Failed() {
		return true // the form will say what is wrong
	}
	if t.AccessToken2 == nil {
		return slices.Equal(m.grants, t.AccessToken.Privileges)
	}
	a := t.AccessToken2
	return reflect.DeepEqual(m.services, a.Services) && a.MoreServices == 0 && len(a.TrailingBytes) == 0
}

func draft007(a *token.AccessToken2) (Draft, bool) {
	d := Draft{Role: Publisher}
	d.setLifetime(FieldExpire, a.Expire)
	var types []token.ServiceType
	for i := range a.Services {
		types = append(types, a.Services[i].Type)
	}
	is := func(want ...token.ServiceType) bool { return slices.Equal(types, want) }
	fits := false
	switch {
	case len(types) == 1:
		fits = d.setOnly(&a.Services[0], a.Expire)
	case is(token.RTC, token.RTM):
		d.setBoth(&a.Services[0], &a.Services[1], a.Expire)
		fits = true
	case is(token.RTM, token.Chat, token.APaaS):
		fits = d.setRoomUser(&a.Services[0], &a.Services[1], &a.Services[2])
	}
	if fits && d.Keeps(&token.Token{Format: token.Format007, AccessToken2: a}) {
		return d, true
	}
	return custom(a), true
}

// custom gives the draft of a token that no builder makes.
func custom(a *token.AccessToken2) Draft {
	d := Draft{Kind: KindCustom, Role: Publisher}
	d.setLifetime(FieldExpire, a.Expire)
	var whole struct{ Services json.RawMessage }
	if err := json.Unmarshal(a.AppendJSON(nil), &whole); err == nil { // it was written a line ago
		d.Text[FieldServices] = string(whole.Services)
	}
	return d
}

// setOnly takes over the service of a token that has no other.
func (d *Draft) setOnly(s *token.Service, expire uint32) bool {
	d.Text[FieldUser] = s.UserID
	d.Text[FieldChannel], d.Text[FieldAccount] = s.ChannelName, s.Account
	_, app := token.Expire(s.Privileges, token.ChatApp)
	switch s.Type {
	case token.RTC:
		d.Kind = KindRTC
		d.setRTC(s, expire)
	case token.RTM:
		d.Kind = KindRTM
	case token.RTM2:
		d.Kind = KindRTM2
		return d.setAllow(s.Permissions)
	case token.Chat:
		if d.Kind = KindChat; app {
			d.Kind = KindChatApp
		}
	case token.APaaS:
		return d.setAPaaS(s)
	case token.FPA:
		d.Kind, d.Text[FieldExpire] = KindFPA, ""
		return expire == issueWindow
	case token.Streaming, token.FCDN, token.ConvoAI, token.STT:
		d.Kind = Kind(s.Type.Name())
		d.setNumbered(s, expire)
	default:
		return false
	}
	return true
}

// setBoth takes over RTC and RTM: one account for both where that is so.
func (d *Draft) setBoth(rtc, rtm *token.Service, expire uint32) {
	d.setRTC(rtc, expire)
	login, _ := token.Expire(rtm.Privileges, token.Login)
	if rtc.UID == rtm.UserID && login == expire {
		d.Kind, d.ByAccount = KindRTCRTM, true
		return
	}
	d.Kind, d.Text[FieldRTMUser] = KindRTCRTM2, rtm.UserID
	if login != expire {
		d.setLifetime(FieldRTMExpire, login)
	}
}

func (d *Draft) setRoomUser(rtm, chat, apaas *token.Service) bool {
	sum := md5.Sum([]byte(apaas.UserUUID))
	d.Kind = KindAPaaSRoomUser
	d.Text[FieldUser], d.Text[FieldRoom] = apaas.UserUUID, apaas.RoomUUID
	d.Text[FieldRoomRole] = strconv.Itoa(int(apaas.Role))
	return rtm.UserID == apaas.UserUUID && chat.UserID == hex.EncodeToString(sum[:])
}

func (d *Draft) setAPaaS(s *token.Service) bool {
	d.Kind, d.Text[FieldUser] = KindAPaaSUser, s.UserUUID
	if _, app := token.Expire(s.Privileges, token.APaaSApp); app {
		d.Kind = KindAPaaSApp
	}
	return s.RoomUUID == "" && s.Role == -1
}

// setAllow writes a permission tree as entries, and fails where a name would not
// be read back.
func (d *Draft) setAllow(tree []token.Resource) bool {
	var entries []string
	for _, res := range tree {
		for _, perm := range res.Permissions {
			for _, name := range perm.Names {
				if name == "" || strings.ContainsAny(name, ", \n\t") {
					return false
				}
			}
			entries = append(entries, token.ResourceName(res.Type)+":"+token.PermissionName(perm.Type)+":"+strings.Join(perm.Names, ","))
		}
	}
	d.Text[FieldAllow] = strings.Join(entries, " ")
	return true
}

func (d *Draft) setNumbered(s *token.Service, expire uint32) {
	var entries []string
	for _, g := range s.Privileges {
		entry := s.Type.PrivilegeName(g.Privilege)
		if g.Expire != expire {
			entry += "=" + lifetime.Typed(g.Expire)
		}
		entries = append(entries, entry)
	}
	d.Text[FieldPrivileges] = strings.Join(entries, " ")
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

// setLifetime takes over a number of seconds. One that looks like a date stands
// as the number: the form will say what is wrong with it.
func (d *Draft) setLifetime(f Field, seconds uint32) { d.Text[f] = lifetime.Typed(seconds) }

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
	if d.Text[FieldExpire] = "0"; end > issued {
		d.setLifetime(FieldExpire, end-issued)
	}
	return d, true
}

// issueWindow is the time from a 006 token's issue to its ts, in seconds.
const issueWindow = 24 * 60 * 60
