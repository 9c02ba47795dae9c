package finding

import (
	"fmt"

	"agtok/token"
)

// userRules look at the users of Signaling (RTM) and Chat.
var userRules = []Rule{
	{
		ID: "rtm-user-too-long", Severity: Error, check: rtmUserTooLong,
		Summary: "an RTM user id is longer than 255 bytes; a warning over 64",
		Source:  "AgoraIO/Tools go/src/rtmtokenbuilder2, Docs: Signaling limitations",
	},
	{
		ID: "rtm-006-layout", Severity: Error, check: rtm006Layout,
		Summary: "a 006 token for RTM whose uid field is not empty",
		Source:  "AgoraIO/Tools go/src/RtmTokenBuilder, issue 193",
	},
	{
		ID: "chat-user-missing", Severity: Error, check: chatUserMissing,
		Summary: "the Chat user privilege without a user id",
		Source:  srcChat,
	},
	{
		ID: "chat-app-with-user", Severity: Warning, check: chatAppWithUser,
		Summary: "the Chat app privilege together with a user id",
		Source:  srcChat,
	},
	{
		ID: "chat-app-and-user", Severity: Warning, check: chatAppAndUser,
		Summary: "the Chat app and user privileges in one service",
		Source:  srcChat,
	},
	{
		ID: "chat-user-illegal", Severity: Warning, check: chatUserIllegal,
		Summary: "the Chat user id is neither a UUID nor a user name",
		Source:  srcChatID,
	},
	{
		ID: "chat-subject-unverified", Severity: Info, check: chatSubjectUnverified,
		Summary: "whether a Chat token holds the UUID or the user name the sources disagree",
		Source:  srcChat + ", " + srcChatID,
	},
}

func rtmUserTooLong(s *subject) {
	report := func(i int, user string) {
		switch n := len(user); {
		case n > 255:
			s.add(s.field(i, "userId"),
				fmt.Sprintf("The RTM user id %s is %d bytes long. No builder allows more than 255, and Signaling takes 64.", short(user), n),
				"Use a user id of at most 64 bytes.")
		case n > 64:
			s.addAs(Warning, s.field(i, "userId"),
				fmt.Sprintf("The RTM user id %s is %d bytes long. Signaling takes 64, though some builders allow up to 255.", short(user), n),
				"Use a user id of at most 64 bytes.")
		}
	}
	report(0, s.rtmUser.text)
	services := s.services()
	for i := range services {
		if v := &services[i]; v.Type == token.RTM || v.Type == token.RTM2 {
			report(i, v.UserID)
		}
	}
}

func rtm006Layout(s *subject) {
	a := s.Token.AccessToken
	if a == nil || a.UIDCRC32 == 0 {
		return
	}
	if _, ok := token.Expire(a.Privileges, token.RTMLogin); ok {
		s.add("uidCrc32",
			fmt.Sprintf("The token grants RTM login and its uid field is not empty (CRC-32 %d). RTM takes the user from the channel field and wants the uid field empty, so it refuses the login.", a.UIDCRC32),
			"Build the token with RtmTokenBuilder; or pass the RTM user where the channel name goes, and an empty uid.")
	}
}

// chats calls do for each Chat service with which of its privileges it grants.
func (s *subject) chats(do func(i int, id string, user, app bool)) {
	services := s.services()
	for i := range services {
		if v := &services[i]; v.Type == token.Chat {
			_, user := token.Expire(v.Privileges, token.ChatUser)
			_, app := token.Expire(v.Privileges, token.ChatApp)
			do(i, v.UserID, user, app)
		}
	}
}

func chatUserMissing(s *subject) {
	s.chats(func(i int, id string, user, _ bool) {
		if user && id == "" {
			s.add(s.field(i, "userId"), "The Chat service grants the user privilege and its user id is empty, so nobody can log in with it.",
				"Pass the Chat user to buildUserToken; for REST calls use buildAppToken.")
		}
	})
}

func chatAppWithUser(s *subject) {
	s.chats(func(i int, id string, _, app bool) {
		if app && id != "" {
			s.add(s.field(i, "userId"),
				"The Chat service grants the app privilege, which is for REST calls and belongs to no user, and its user id is "+quote(id)+".",
				"Build a user token for the client and an app token, without a user, for REST calls.")
		}
	})
}

func chatAppAndUser(s *subject) {
	s.chats(func(i int, id string, user, app bool) {
		if user && app {
			s.add(s.field(i, "privileges"),
				"The Chat service grants both the user and the app privilege to "+quote(id)+". Whoever logs in with it can call the REST API for the whole app.",
				"Give clients a token with the user privilege alone, and keep the app privilege on the server.")
		}
	})
}

func chatUserIllegal(s *subject) {
	s.chats(func(i int, id string, user, _ bool) {
		if id != "" && !isUUID(id) && !isChatName(id) {
			s.add(s.field(i, "userId"),
				"The Chat user id "+quote(id)+" is neither a UUID nor a user name: those are 1 to 64 of a-z, 0-9, _ - and . with no capital letter.",
				"Pass the user name as it was registered, or the UUID that the registration returned.")
		}
	})
}

func chatSubjectUnverified(s *subject) {
	s.chats(func(i int, id string, user, _ bool) {
		is, other := "a user name", "the user's UUID"
		switch {
		case !user:
			return
		case isUUID(id):
			is, other = "a UUID", "the user name"
		case !isChatName(id):
			return
		}
		s.add(s.field(i, "userId"),
			fmt.Sprintf("The Chat user id %s looks like %s. Older pages of Agora's want the UUID in the token, the current ones the user name.", quote(id), is),
			"If Chat refuses the token, build it with "+other+"; log in with the user name either way.")
	})
}

// isUUID reports whether text is a UUID in RFC 4122's text form.
func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !isDigit(c) && !('a' <= c|0x20 && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// isChatName reports whether text can be a Chat user name.
func isChatName(text string) bool {
	for i := range len(text) {
		c := text[i]
		if !isDigit(c) && !('a' <= c && c <= 'z') && c != '_' && c != '-' && c != '.' {
			return false
		}
	}
	return 1 <= len(text) && len(text) <= 64
}
