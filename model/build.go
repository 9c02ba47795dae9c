package model

import (
	"math"

	"agtok/token"
)

// The builders write what the official Go library's builders write for the same
// parameters. Source: AgoraIO/Tools go/src/rtctokenbuilder2, rtmtokenbuilder2,
// chatTokenBuilder, RtcTokenBuilder and RtmTokenBuilder.

func buildRTC(d *Draft, m *minter) {
	m.services = append(m.services, m.rtc(d))
}

func buildRTCRTM(d *Draft, m *minter) {
	rtc := m.rtc(d)
	if rtc.UID == "" {
		m.warn(FieldUser, "empty: any user may join the channel, and nobody can log in to Signaling")
	}
	m.rtmLength(rtc.UID)
	m.services = append(m.services, rtc, token.Service{Type: token.RTM, UserID: rtc.UID,
		Privileges: []token.Grant{{Privilege: token.Login, Expire: m.expire}}})
}

func buildRTM(d *Draft, m *minter) {
	m.rtmLength(m.user(d))
	m.services = append(m.services, token.Service{Type: token.RTM, UserID: d.Text[FieldUser],
		Privileges: []token.Grant{{Privilege: token.Login, Expire: m.expire}}})
}

func buildChatUser(d *Draft, m *minter) {
	if user := m.user(d); user != "" && !isUUID(user) && !isChatName(user) {
		m.warn(FieldUser, "neither a UUID nor a Chat user name: a-z 0-9 _ - . and at most 64 of them")
	}
	m.services = append(m.services, token.Service{Type: token.Chat, UserID: d.Text[FieldUser],
		Privileges: []token.Grant{{Privilege: token.ChatUser, Expire: m.expire}}})
}

func buildChatApp(_ *Draft, m *minter) {
	m.services = append(m.services, token.Service{Type: token.Chat,
		Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: m.expire}}})
}

func buildRTC006(d *Draft, m *minter) {
	m.channel(d)
	m.missing = token.Missing{Channel: d.Text[FieldChannel], UID: m.uid(d)}
	for f := FieldJoin; f <= FieldData; f++ {
		if f == FieldJoin || d.Role.publishes() {
			m.grants = append(m.grants, token.Grant{Privilege: f.Privilege(), Expire: m.absolute()})
		}
	}
}

func buildRTM006(d *Draft, m *minter) {
	m.rtmLength(m.user(d))
	m.missing = token.Missing{Channel: d.Text[FieldUser]} // the user stands in the channel's place
	m.grants = []token.Grant{{Privilege: token.RTMLogin, Expire: m.absolute()}}
}

// absolute turns the lifetime into the Unix second that a 006 privilege holds; 0
// stays 0, "no end of its own".
func (m *minter) absolute() uint32 {
	at := m.out.IssuedAt.Unix() + int64(m.expire)
	switch {
	case m.expire == 0 || m.d.RawExpire != "":
		return m.expire
	case at > math.MaxUint32:
		if !m.out.Failed() {
			m.fail(FieldExpire, "this ends after 2106, where the format's 32 bits end")
		}
		return 0
	}
	return uint32(at)
}

func (m *minter) rtc(d *Draft) token.Service {
	m.channel(d)
	s := token.Service{Type: token.RTC, ChannelName: d.Text[FieldChannel], UID: m.uid(d)}
	for f := FieldJoin; f <= FieldData; f++ {
		if !d.Granted(f) {
			continue
		}
		s.Privileges = append(s.Privileges, token.Grant{Privilege: f.Privilege(), Expire: m.lifetime(f, m.expire)})
	}
	switch {
	case len(s.Privileges) == 0:
		m.warn(FieldJoin, "no privilege at all: this token admits nobody")
	case !d.Granted(FieldJoin):
		m.warn(FieldJoin, "without join nobody gets into the channel to use the other privileges")
	}
	return s
}
