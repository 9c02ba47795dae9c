package model

import (
	"strings"

	"agtok/token"
)

// Kind names a sort of token that can be built: the KIND of "agtok new".
type Kind string

// The kinds, named after what the official builders make.
const (
	KindRTC     Kind = "rtc"
	KindRTCRTM  Kind = "rtc+rtm"
	KindRTM     Kind = "rtm"
	KindChat    Kind = "chat-user"
	KindChatApp Kind = "chat-app"
	KindRTC006  Kind = "rtc-006"
	KindRTM006  Kind = "rtm-006"
)

// Field is one of the things that a person fills in to describe a token.
type Field int

// The fields of a draft. Which of them a kind has is in its [Spec].
const (
	FieldChannel Field = iota
	FieldUser          // uid or user account; RTM and Chat user ID
	FieldRole
	FieldExpire
	FieldJoin // the lifetimes of the four RTC privileges
	FieldAudio
	FieldVideo
	FieldData
	FieldIssueTime
	FieldSalt
	fieldCount
)

// Name gives the flag that sets f in "agtok new", without its dashes.
func (f Field) Name() string {
	return [...]string{"channel", "uid", "role", "expire", "join", "audio", "video", "data", "issue-time", "salt"}[f]
}

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
	rtm := []Field{FieldUser, FieldExpire, FieldIssueTime, FieldSalt}
	app := []Field{FieldExpire, FieldIssueTime, FieldSalt}
	old := []Field{FieldChannel, FieldUser, FieldRole, FieldExpire, FieldIssueTime, FieldSalt}
	roles := []Role{Publisher, Subscriber}
	roles006 := []Role{Publisher, Subscriber, Attendee, Admin}
	return []Spec{
		{KindRTC, "RTC", "join a channel, publish in it", token.Format007, rtc, roles, "User", buildRTC},
		{KindRTCRTM, "RTC + RTM", "one token for a channel and for Signaling, one account for both", token.Format007, rtc, roles, "User", buildRTCRTM},
		{KindRTM, "RTM (Signaling)", "log in to Signaling", token.Format007, rtm, nil, "User ID", buildRTM},
		{KindChat, "Chat user", "log in to Chat in a client", token.Format007, rtm, nil, "User ID", buildChatUser},
		{KindChatApp, "Chat app", "call the Chat REST API; for servers only", token.Format007, app, nil, "", buildChatApp},
		{KindRTC006, "RTC", "for SDKs that do not take 007", token.Format006, old, roles006, "User", buildRTC006},
		{KindRTM006, "RTM (Signaling)", "for RTM 1.x SDKs that do not take 007", token.Format006, rtm, nil, "User ID", buildRTM006},
	}
}

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
