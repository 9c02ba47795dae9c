package token

import (
	"slices"
	"strconv"
)

// ServiceType is the number that a service carries on the wire.
type ServiceType uint16

// The services of AccessToken2. Sources: AgoraIO/Tools go/src/accesstoken2 for
// 1 … 8; npm agora-token 2.0.6 for 9 and 10, whose privileges it does not name.
const (
	RTC       ServiceType = 1
	RTM       ServiceType = 2
	Streaming ServiceType = 3
	FPA       ServiceType = 4
	Chat      ServiceType = 5
	FCDN      ServiceType = 6
	APaaS     ServiceType = 7
	RTM2      ServiceType = 8
	ConvoAI   ServiceType = 9
	STT       ServiceType = 10
)

// Privilege is the number of a privilege within its service.
type Privilege uint16

// The privileges by service. Source: AgoraIO/Tools, accesstoken2 and AccessToken.
const (
	JoinChannel        Privilege = 1
	PublishAudioStream Privilege = 2
	PublishVideoStream Privilege = 3
	PublishDataStream  Privilege = 4

	Login Privilege = 1 // RTM, FPA, RTM2

	PublishMixStream Privilege = 1 // Streaming
	PublishRawStream Privilege = 2

	ChatUser Privilege = 1
	ChatApp  Privilege = 2

	FCDNPublish Privilege = 1
	FCDNPlay    Privilege = 2

	APaaSRoomUser Privilege = 1
	APaaSUser     Privilege = 2
	APaaSApp      Privilege = 3

	Administrate Privilege = 101  // 006 only, C++ library
	RTMLogin     Privilege = 1000 // 006 only
)

// Grant is one entry of a privilege map: seconds after the issue time in a 007
// token (0: no end of its own), a Unix second in a 006 token.
type Grant struct {
	Privilege Privilege
	Expire    uint32
}

// Service is one service of a 007 token. Which fields have a meaning depends on
// Type; the others are zero.
type Service struct {
	Type       ServiceType
	Privileges []Grant // in the token's order, repeated ones included

	ChannelName string     // RTC, Streaming, FCDN
	UID         string     // RTC: decimal uid or user account; "" admits anyone
	Account     string     // Streaming, FCDN
	UserID      string     // RTM, Chat ("" in an app token), RTM2
	RoomUUID    string     // APaaS
	UserUUID    string     // APaaS
	Role        int16      // APaaS
	Permissions []Resource // RTM2

	// Raw holds everything after the type, to the end of the payload, of a service
	// whose type is not in the table.
	Raw []byte
}

// Resource is one branch of an RTM2 service's permission tree.
type Resource struct {
	Type        uint16 // 0 message channels, 1 stream channels, 2 group channels, 3 server groups, 4 users
	Permissions []Permission
}

// Permission lists the names that one kind of access is granted for.
type Permission struct {
	Type  uint16 // 0 read, 1 write
	Names []string
}

// Expire gives the value granted to p, the last one if p is repeated, and
// whether there is any.
func Expire(grants []Grant, p Privilege) (uint32, bool) {
	for i := len(grants) - 1; i >= 0; i-- {
		if grants[i].Privilege == p {
			return grants[i].Expire, true
		}
	}
	return 0, false
}

// Known reports whether the type is in the table, so that its fields can be read.
func (t ServiceType) Known() bool { return t != 0 && int(t) < len(services) }

// Name gives the service's name in descriptions, "unknown" outside the table.
func (t ServiceType) Name() string { return t.spec().name }

// Title gives the service's name for people.
func (t ServiceType) Title() string {
	if !t.Known() {
		return "service " + strconv.Itoa(int(t))
	}
	return t.spec().title
}

// HasPrivilege reports whether p means something to the service. Of ConvoAI and STT,
// whose privileges Agora has not published, any may.
func (t ServiceType) HasPrivilege(p Privilege) bool {
	table := t.spec().privileges
	return len(table) == 0 && t.Known() || slices.ContainsFunc(table, func(n named) bool { return n.id == uint16(p) })
}

// PrivilegeName gives p's name in descriptions: its decimal number if the
// service's table does not have it.
func (t ServiceType) PrivilegeName(p Privilege) string {
	return nameOf(t.spec().privileges, uint16(p))
}

// PrivilegeTitle gives p's name for people, as in "publish audio".
func (t ServiceType) PrivilegeTitle(p Privilege) string {
	return titleOf(t.spec().privileges, p)
}

// PrivilegeName006 gives the name of a 006 token's privilege in descriptions.
func PrivilegeName006(p Privilege) string { return nameOf(privileges006, uint16(p)) }

// PrivilegeTitle006 gives the name of a 006 token's privilege for people.
func PrivilegeTitle006(p Privilege) string { return titleOf(privileges006, p) }

// field is one of the fields that can follow a service's privileges.
type field uint8

const (
	fieldChannelName field = iota
	fieldUID
	fieldAccount
	fieldUserID
	fieldRoomUUID
	fieldUserUUID
	fieldRole
	fieldPermissions
)

var fieldNames = [...]string{
	fieldChannelName: "channelName", fieldUID: "uid", fieldAccount: "account", fieldUserID: "userId",
	fieldRoomUUID: "roomUuid", fieldUserUUID: "userUuid", fieldRole: "role", fieldPermissions: "permissions",
}

// text points at the text field f of s; nil for the fields that are no text.
func (s *Service) text(f field) *string {
	switch f {
	case fieldChannelName:
		return &s.ChannelName
	case fieldUID:
		return &s.UID
	case fieldAccount:
		return &s.Account
	case fieldUserID:
		return &s.UserID
	case fieldRoomUUID:
		return &s.RoomUUID
	case fieldUserUUID:
		return &s.UserUUID
	}
	return nil
}

// named is a number of the wire format with its names.
type named struct {
	id    uint16
	name  string // in descriptions
	title string // for people
}

// serviceSpec is a row of the table that the codec, the descriptions and the
// labels are made from.
type serviceSpec struct {
	name, title string
	privileges  []named
	fields      []field // in the order in which they stand on the wire
}

func (t ServiceType) spec() serviceSpec {
	if !t.Known() {
		return services[0]
	}
	return services[t]
}

var services = [...]serviceSpec{
	0: {name: "unknown", title: "unknown service"},
	RTC: {"rtc", "RTC", []named{
		{1, "joinChannel", "join"}, {2, "publishAudioStream", "publish audio"},
		{3, "publishVideoStream", "publish video"}, {4, "publishDataStream", "publish data"},
	}, []field{fieldChannelName, fieldUID}},
	RTM:       {"rtm", "RTM", []named{{1, "login", "login"}}, []field{fieldUserID}},
	Streaming: {"streaming", "Streaming", []named{{1, "publishMixStream", "publish mix"}, {2, "publishRawStream", "publish raw"}}, []field{fieldChannelName, fieldAccount}},
	FPA:       {"fpa", "FPA", []named{{1, "login", "login"}}, nil},
	Chat:      {"chat", "Chat", []named{{1, "user", "user"}, {2, "app", "app"}}, []field{fieldUserID}},
	FCDN:      {"fcdn", "FCDN", []named{{1, "publish", "publish"}, {2, "play", "play"}}, []field{fieldChannelName, fieldAccount}},
	APaaS:     {"apaas", "APaaS", []named{{1, "roomUser", "room user"}, {2, "user", "user"}, {3, "app", "app"}}, []field{fieldRoomUUID, fieldUserUUID, fieldRole}},
	RTM2:      {"rtm2", "RTM2", []named{{1, "login", "login"}}, []field{fieldUserID, fieldPermissions}},
	ConvoAI:   {"convoai", "ConvoAI", nil, nil},
	STT:       {"stt", "STT", nil, nil},
}

var privileges006 = append(append([]named(nil), services[RTC].privileges...),
	named{101, "administrateChannel", "administrate"}, named{1000, "rtmLogin", "RTM login"})

var resources = []named{
	{0, "messageChannels", "message channels"}, {1, "streamChannels", "stream channels"},
	{2, "groupChannels", "group channels"}, {3, "serverGroups", "server groups"}, {4, "users", "users"},
}

var permissions = []named{{0, "read", "read"}, {1, "write", "write"}}

func nameOf(table []named, id uint16) string {
	for i := range table {
		if table[i].id == id {
			return table[i].name
		}
	}
	return strconv.Itoa(int(id))
}

func titleOf(table []named, p Privilege) string {
	for i := range table {
		if table[i].id == uint16(p) {
			return table[i].title
		}
	}
	return "privilege " + strconv.Itoa(int(p))
}

// idOf is nameOf's inverse; it takes decimal numbers too.
func idOf(table []named, name string) (uint16, bool) {
	for i := range table {
		if table[i].name == name {
			return table[i].id, true
		}
	}
	n, err := strconv.ParseUint(name, 10, 16)
	return uint16(n), err == nil && strconv.Itoa(int(n)) == name
}
