package finding

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"agtok/token"
)

// sampleAppID stands in the samples and tests of every official library.
const sampleAppID = "970CA35de60c44645bbae8a215061b33"

// nameRules look at the characters of names and at the App ID.
var nameRules = []Rule{
	{
		ID: "control-characters", Severity: Warning, check: controlCharacters,
		Summary: "a name holds control, bidirectional or invisible characters, or is not UTF-8",
		Source:  srcJoin,
	},
	{
		ID: "app-id-format", Severity: Error, check: appIDFormat,
		Summary: "the App ID is not hexadecimal",
		Source:  srcTools,
	},
	{
		ID: "sample-app-id", Severity: Warning, check: sampleAppIDUsed,
		Summary: "the App ID is the public sample of Agora's documentation",
		Source:  "AgoraIO/Tools issue 260",
	},
}

func controlCharacters(s *subject) {
	if s.Token.AccessToken2 == nil {
		for i := range s.bound {
			s.hidden(s.field(0, "channelName"), s.bound[i].channel.text)
			s.hidden(s.field(0, "uid"), s.bound[i].user.text)
		}
		s.hidden(s.field(0, "userId"), s.rtmUser.text)
		return
	}
	services := s.services()
	for i := range services {
		v := &services[i]
		for _, f := range [...]struct{ name, text string }{
			{"channelName", v.ChannelName}, {"uid", v.UID}, {"account", v.Account},
			{"userId", v.UserID}, {"roomUuid", v.RoomUUID}, {"userUuid", v.UserUUID},
		} {
			if hasHidden(f.text) {
				s.hidden(s.field(i, f.name), f.text)
			}
		}
		s.hiddenPermissions(i, v.Permissions)
	}
}

func (s *subject) hiddenPermissions(i int, tree []token.Resource) {
	for _, resource := range tree {
		for _, p := range resource.Permissions {
			for _, name := range p.Names {
				if hasHidden(name) {
					s.hidden(s.field(i, "permissions"), name)
				}
			}
		}
	}
}

// hidden reports the characters of text that do not show, up to four of them.
func (s *subject) hidden(field, text string) {
	if !hasHidden(text) {
		return
	}
	const most = 4
	var list []string
	n, at := 0, 0
	for i, c := range text {
		at++
		size := utf8.RuneLen(c)
		if c == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		if shows(c) && !(c == utf8.RuneError && size == 1) {
			continue
		}
		if n++; n <= most {
			list = append(list, fmt.Sprintf("%s at character %d", codePoint(c, text[i:i+size]), at))
		}
	}
	if n > most {
		list = append(list, fmt.Sprintf("%d more", n-most))
	}
	s.add(field,
		fmt.Sprintf("The name %s holds what does not show: %s. A client must pass the very same bytes, and names that look alike differ.", quote(text), and(list)),
		"Take these characters out where the name comes from, in the signing server and in the client.")
}

func codePoint(c rune, raw string) string {
	if c == utf8.RuneError && len(raw) == 1 {
		return fmt.Sprintf("the byte %02x, which is not UTF-8,", raw[0])
	}
	return fmt.Sprintf("U+%04X", c)
}

// hasHidden reports whether text holds anything that does not show.
func hasHidden(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] > '~' {
			return !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return !shows(c) })
		}
	}
	return false
}

// shows reports whether a character can be seen. Fillers and selectors count as
// printable and are not to be seen; the two selectors that choose between a text
// and an emoji form stand in ordinary names.
func shows(c rune) bool {
	switch {
	case !unicode.IsPrint(c):
		return false
	case c < 0x34f || c == 0xfe0e || c == 0xfe0f:
		return true
	}
	return !unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func appIDFormat(s *subject) {
	id := s.Token.AppID()
	if err := token.CheckAppID(id); err != nil {
		s.add("appId",
			fmt.Sprintf("The token's App ID %s %s. No project has such an App ID.", quote(id), strings.TrimPrefix(err.Error(), "app ID ")),
			"Set the App ID from Agora Console on the signing server.")
	}
}

func sampleAppIDUsed(s *subject) {
	if !s.Demo && strings.EqualFold(s.Token.AppID(), sampleAppID) {
		s.add("appId",
			"The App ID "+sampleAppID+" is the sample of Agora's documentation. Its certificate is published too, so anybody can sign such a token.",
			"Set your own project's App ID and certificate on the signing server, and look for other sample values that are left in.")
	}
}
