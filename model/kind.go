package model

import (
	"strings"

	"agtok/token"
)

// Kind names a sort of token that can be built: the KIND of "agtok new".
type Kind string

// The kinds, named after what the official builders make. Streaming, FCDN, ConvoAI
// and STT have no builder: they are the service as the access token class packs
// it.
const (
	KindRTC               Kind = "rtc"
	KindRTCRTM            Kind = "rtc+rtm"
	KindRTCRTM2           Kind = "rtc+rtm2"
	KindRTM               Kind = "rtm"
	KindRTMStream         Kind = "rtm-stream"
	KindRTM2              Kind = "rtm2"
	KindChat              Kind = "chat-user"
	KindChatApp           Kind = "chat-app"
	KindAPaaSRoomUser     Kind = "apaas-room-user"
	KindAPaaSUser         Kind = "apaas-user"
	KindAPaaSApp          Kind = "apaas-app"
	KindEducationRoomUser Kind = "education-room-user"
	KindEducationUser     Kind = "education-user"
	KindEducationApp      Kind = "education-app"
	KindFPA               Kind = "fpa"
	KindStreaming         Kind = "streaming"
	KindFCDN              Kind = "fcdn"
	KindConvoAI           Kind = "convoai"
	KindSTT               Kind = "stt"
	KindCustom            Kind = "custom"
	KindRTC006            Kind = "rtc-006"
	KindRTM006            Kind = "rtm-006"
)

// Field is one of the things that a person fills in to describe a token.
type Field int

// The fields of a draft. Which of them a kind has is in its [Spec].
const (
	FieldChannel Field = iota
	FieldUser          // uid or user account; RTM, Chat and APaaS user ID
	FieldRole
	FieldExpire
	FieldJoin // the lifetimes of the four RTC privileges
	FieldAudio
	FieldVideo
	FieldData
	FieldRTMUser    // of the RTM service beside an RTC one
	FieldRTMExpire  // its login's lifetime
	FieldAllow      // permissions of RTM2: resource:access:names, one a line
	FieldRoom       // APaaS
	FieldRoomRole   // APaaS: a number
	FieldAccount    // Streaming and FCDN
	FieldPrivileges // privileges by number: ID=LIFETIME, one a line
	FieldServices   // any services, in JSON as descriptions have them
	FieldIssueTime
	FieldSalt
	fieldCount
)

// Name gives the flag that sets f in "agtok new", without its dashes.
func (f Field) Name() string { return f.names()[0] }

// Label gives the name of f in a form.
func (f Field) Label() string { return f.names()[1] }

func (f Field) names() [2]string {
	return [fieldCount][2]string{
		{"channel", "Channel"}, {"uid", "User"}, {"role", "Role"}, {"expire", "Lifetime"},
		{"join", "join"}, {"audio", "publish audio"}, {"video", "publish video"}, {"data", "publish data"},
		{"rtm-user", "RTM user"}, {"rtm-expire", "RTM login"}, {"allow", "Allow"}, {"room", "Room"},
		{"role", "Role no."}, {"account", "Account"}, {"privilege", "Privileges"}, {"services", "Services"},
		{"issue-time", "Issue time"}, {"salt", "Salt"},
	}[f]
}

// IsList reports whether f holds several entries, one a line.
func (f Field) IsList() bool { return f == FieldAllow || f == FieldPrivileges }

// Privilege gives the RTC privilege whose lifetime f is.
func (f Field) Privilege() token.Privilege {
	return token.JoinChannel + token.Privilege(f-FieldJoin)
}

// IsPrivilege reports whether f is the lifetime of an RTC privilege.
func (f Field) IsPrivilege() bool { return FieldJoin <= f && f <= FieldData }

// Role is the role that an RTC builder takes; it decides which privileges are
// written. Sources: AgoraIO/Tools go/src/rtctokenbuilder2 and RtcTokenBuilder.
type Role string

// The roles. Attendee and Admin exist in 006 only and write what Publisher does.
const (
	Publisher  Role = "publisher"
	Subscriber Role = "subscriber"
	Attendee   Role = "attendee"
	Admin      Role = "admin"
)

// publishes reports whether the role's builder writes the publish privileges.
func (r Role) publishes() bool { return r != Subscriber }

// Spec describes a kind: what it is called, what it takes, what it is good for.
type Spec struct {
	Kind   Kind
	Title  string
	About  string // one line
	Format token.Format
	Fields []Field // in the order in which a form shows them
	Roles  []Role
	User   string // label of FieldUser; "" when there is none

	build func(d *Draft, m *minter)
}

// Has reports whether the kind takes f.
func (s *Spec) Has(f Field) bool {
	for _, have := range s.Fields {
		if have == f {
			return true
		}
	}
	return false
}

// Kinds gives the table of kinds, in the order in which a form offers them.
func Kinds() []Spec {
	rtc := []Field{FieldChannel, FieldUser, FieldRole, FieldExpire, FieldJoin, FieldAudio, FieldVideo, FieldData, FieldIssueTime, FieldSalt}
	both := []Field{FieldChannel, FieldUser, FieldRole, FieldExpire, FieldJoin, FieldAudio, FieldVideo, FieldData, FieldRTMUser, FieldRTMExpire, FieldIssueTime, FieldSalt}
	user := []Field{FieldUser, FieldExpire, FieldIssueTime, FieldSalt}
	stream := []Field{FieldChannel, FieldUser, FieldExpire, FieldIssueTime, FieldSalt}
	rtm2 := []Field{FieldUser, FieldAllow, FieldExpire, FieldIssueTime, FieldSalt}
	app := []Field{FieldExpire, FieldIssueTime, FieldSalt}
	room := []Field{FieldRoom, FieldUser, FieldRoomRole, FieldExpire, FieldIssueTime, FieldSalt}
	cast := []Field{FieldChannel, FieldAccount, FieldExpire, FieldPrivileges, FieldIssueTime, FieldSalt}
	bare := []Field{FieldExpire, FieldPrivileges, FieldIssueTime, FieldSalt}
	fixed := []Field{FieldIssueTime, FieldSalt}
	custom := []Field{FieldServices, FieldExpire, FieldIssueTime, FieldSalt}
	old := []Field{FieldChannel, FieldUser, FieldRole, FieldExpire, FieldIssueTime, FieldSalt}
	roles := []Role{Publisher, Subscriber}
	roles006 := []Role{Publisher, Subscriber, Attendee, Admin}
	return []Spec{
		{KindRTC, "RTC", "join a channel, publish in it", token.Format007, rtc, roles, "User", buildRTC},
		{KindRTCRTM, "RTC + RTM", "one token for a channel and for Signaling, one account for both", token.Format007, rtc, roles, "User", buildRTCRTM},
		{KindRTCRTM2, "RTC + RTM, each its own", "one token for a channel and for Signaling, each with its own user and lifetime", token.Format007, both, roles, "User", buildRTCRTM2},
		{KindRTM, "RTM (Signaling)", "log in to Signaling", token.Format007, user, nil, userID, buildRTM},
		{KindRTMStream, "RTM + stream channel", "log in to Signaling and join a stream channel", token.Format007, stream, nil, userID, buildRTMStream},
		{KindRTM2, "RTM with permissions", "log in to Signaling with permissions; needs Agora's help to be enabled", token.Format007, rtm2, nil, userID, buildRTM2},
		{KindChat, "Chat user", "log in to Chat in a client", token.Format007, user, nil, userID, buildChatUser},
		{KindChatApp, "Chat app", "call the Chat REST API; for servers only", token.Format007, app, nil, "", buildChatApp},
		{KindAPaaSRoomUser, "APaaS room user", "a user of a room, with Signaling and Chat", token.Format007, room, nil, userID, buildAPaaSRoomUser},
		{KindAPaaSUser, "APaaS user", "a user's own data", token.Format007, user, nil, userID, buildAPaaSUser},
		{KindAPaaSApp, "APaaS app", "the APaaS REST API; for servers only", token.Format007, app, nil, "", buildAPaaSApp},
		{KindEducationRoomUser, "Education room user", "the same as APaaS room user, by its older name", token.Format007, room, nil, userID, buildAPaaSRoomUser},
		{KindEducationUser, "Education user", "the same as APaaS user, by its older name", token.Format007, user, nil, userID, buildAPaaSUser},
		{KindEducationApp, "Education app", "the same as APaaS app, by its older name", token.Format007, app, nil, "", buildAPaaSApp},
		{KindFPA, "FPA", "log in to Full-Path Acceleration; 24 h, as its builder fixes it", token.Format007, fixed, nil, "", buildFPA},
		{KindStreaming, "Streaming", "publish mixed or raw streams", token.Format007, cast, nil, "", buildStreaming},
		{KindFCDN, "FCDN", "publish or play by Fusion CDN", token.Format007, cast, nil, "", buildFCDN},
		{KindConvoAI, "ConvoAI", "the conversational AI service alone", token.Format007, bare, nil, "", buildConvoAI},
		{KindSTT, "STT", "the speech-to-text service alone", token.Format007, bare, nil, "", buildSTT},
		{KindCustom, "Any services", "any services, repeated and unknown ones too, in JSON as agtok decode prints them", token.Format007, custom, nil, "", buildCustom},
		{KindRTC006, "RTC", "for SDKs that do not take 007", token.Format006, old, roles006, "User", buildRTC006},
		{KindRTM006, "RTM (Signaling)", "for RTM 1.x SDKs that do not take 007", token.Format006, user, nil, userID, buildRTM006},
	}
}

// userID is the label of a user who is told by a name, not by uid or account.
const userID = "User ID"

// SpecOf gives the row of a kind; ok is false for a kind that does not exist.
func SpecOf(k Kind) (spec Spec, ok bool) {
	for _, s := range Kinds() {
		if s.Kind == k {
			return s, true
		}
	}
	return Spec{}, false
}

// KindNames lists the kinds for messages.
func KindNames() string {
	var names []string
	for _, s := range Kinds() {
		names = append(names, string(s.Kind))
	}
	return strings.Join(names, ", ")
}
