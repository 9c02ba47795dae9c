package model

import (
	"crypto/md5"
	"encoding/hex"
	"math"
	"strconv"
	"strings"

	"agtok/token"
)

// The builders of the rarer services. Source: AgoraIO/Tools go/src/rtctokenbuilder2
// (BuildTokenWithRtm2), rtmtokenbuilder2, apaastokenbuilder, educationtokenbuilder2,
// fpatokenbuilder; AgoraIO-Community/go-tokenbuilder for the stream channel.

func buildRTCRTM2(d *Draft, m *minter) {
	rtc := m.rtc(d)
	user := d.Text[FieldRTMUser]
	if user == "" {
		m.warn(FieldRTMUser, "empty: nobody can log in to Signaling")
	} else if len(user) > 64 {
		m.warn(FieldRTMUser, "%d bytes: Signaling takes user IDs of at most 64", len(user))
	}
	m.services = append(m.services, rtc, token.Service{Type: token.RTM, UserID: user,
		Privileges: []token.Grant{{Privilege: token.Login, Expire: m.lifetime(FieldRTMExpire, m.expire)}}})
}

func buildRTMStream(d *Draft, m *minter) {
	user := m.user(d)
	m.rtmLength(user)
	m.channel(d)
	grants := []token.Grant{{Privilege: token.JoinChannel, Expire: m.expire}, {Privilege: token.PublishDataStream, Expire: m.expire}}
	m.services = append(m.services,
		token.Service{Type: token.RTC, ChannelName: d.Text[FieldChannel], UID: user, Privileges: grants},
		token.Service{Type: token.RTM, UserID: user, Privileges: []token.Grant{{Privilege: token.Login, Expire: m.expire}}})
}

func buildRTM2(d *Draft, m *minter) {
	user := m.user(d)
	m.rtmLength(user)
	m.services = append(m.services, token.Service{Type: token.RTM2, UserID: user, Permissions: m.permissions(),
		Privileges: []token.Grant{{Privilege: token.Login, Expire: m.expire}}})
}

// permissions reads the entries of FieldAllow: resource:access:name,name.
func (m *minter) permissions() []token.Resource {
	var tree []token.Resource
	for _, entry := range Entries(m.d.Text[FieldAllow]) {
		parts := strings.SplitN(entry, ":", 3)
		if len(parts) != 3 || parts[2] == "" {
			m.fail(FieldAllow, "%q is not resource:access:names, as in messageChannels:read:a,b", entry)
			return nil
		}
		resource, ok := token.ResourceType(parts[0])
		if !ok {
			m.fail(FieldAllow, "%q is no resource: messageChannels, streamChannels, groupChannels, serverGroups, users", parts[0])
			return nil
		}
		access, ok := token.PermissionType(parts[1])
		if !ok {
			m.fail(FieldAllow, "%q is neither read nor write", parts[1])
			return nil
		}
		tree = token.Allow(tree, resource, access, strings.Split(parts[2], ",")...)
	}
	return tree
}

// Entries gives the entries of a list field: its lines, or its words where it is
// one line, as it was typed into a form.
func Entries(text string) []string {
	if strings.Contains(text, "\n") {
		var lines []string
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				lines = append(lines, line)
			}
		}
		return lines
	}
	return strings.Fields(text)
}

func buildAPaaSRoomUser(d *Draft, m *minter) {
	user := m.user(d)
	if d.Text[FieldRoom] == "" {
		m.warn(FieldRoom, "empty: the room's UUID belongs here")
	}
	sum := md5.Sum([]byte(user)) // what the official builders make a Chat user name of
	grant := []token.Grant{{Privilege: token.Login, Expire: m.expire}}
	m.services = append(m.services,
		token.Service{Type: token.RTM, UserID: user, Privileges: grant},
		token.Service{Type: token.Chat, UserID: hex.EncodeToString(sum[:]), Privileges: grant},
		token.Service{Type: token.APaaS, RoomUUID: d.Text[FieldRoom], UserUUID: user, Role: m.roomRole(), Privileges: grant})
}

// roomRole reads a role's number, -1 where none is typed.
func (m *minter) roomRole() int16 {
	text := strings.TrimSpace(m.d.Text[FieldRoomRole])
	if text == "" {
		return -1
	}
	n, err := strconv.ParseInt(text, 10, 16)
	if err != nil {
		m.fail(FieldRoomRole, "a role is a number from %d to %d", math.MinInt16, math.MaxInt16)
	}
	return int16(n)
}

func buildAPaaSUser(d *Draft, m *minter) {
	m.services = append(m.services, token.Service{Type: token.APaaS, UserUUID: m.user(d), Role: -1,
		Privileges: []token.Grant{{Privilege: token.APaaSUser, Expire: m.expire}}})
}

func buildAPaaSApp(_ *Draft, m *minter) {
	m.services = append(m.services, token.Service{Type: token.APaaS, Role: -1,
		Privileges: []token.Grant{{Privilege: token.APaaSApp, Expire: m.expire}}})
}

func buildFPA(_ *Draft, m *minter) {
	m.expire = issueWindow
	m.services = append(m.services, token.Service{Type: token.FPA, Privileges: []token.Grant{{Privilege: token.Login}}})
}

func buildStreaming(d *Draft, m *minter) { m.cast(d, token.Streaming) }

func buildFCDN(d *Draft, m *minter) { m.cast(d, token.FCDN) }

func (m *minter) cast(d *Draft, t token.ServiceType) {
	m.channel(d)
	m.services = append(m.services, token.Service{Type: t, ChannelName: d.Text[FieldChannel], Account: d.Text[FieldAccount],
		Privileges: m.numbered(t)})
}

func buildConvoAI(_ *Draft, m *minter) { m.bare(token.ConvoAI) }

func buildSTT(_ *Draft, m *minter) { m.bare(token.STT) }

func (m *minter) bare(t token.ServiceType) {
	m.services = append(m.services, token.Service{Type: t, Privileges: m.numbered(t)})
}

// buildCustom takes services as descriptions have them.
func buildCustom(d *Draft, m *minter) {
	description := `{"version":"007","appId":"","issueTs":0,"expire":0,"salt":0,"services":` + d.Text[FieldServices] + `}`
	parsed, err := token.ParseDescription([]byte(description), token.Override{})
	if err != nil {
		m.fail(FieldServices, "%v", err)
		return
	}
	m.services = parsed.AccessToken2.Services
}

// numbered reads the entries of FieldPrivileges: a number or a name, and after
// "=" a lifetime; without one it is the token's.
func (m *minter) numbered(t token.ServiceType) []token.Grant {
	var grants []token.Grant
	for _, entry := range Entries(m.d.Text[FieldPrivileges]) {
		name, text, own := strings.Cut(entry, "=")
		id, ok := t.Privilege(name)
		if !ok {
			m.fail(FieldPrivileges, "%q is not ID or ID=LIFETIME, as in 1=10m", entry)
			return nil
		}
		expire := m.expire
		if own {
			expire = m.entry(FieldPrivileges, text)
		}
		grants = token.Grants(grants, id, expire)
	}
	return grants
}
