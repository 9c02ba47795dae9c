package finding

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"agtok/token"
)

// maxChannel is the longest channel name that no page of Agora's allows more
// than, in bytes; some pages want names to be shorter than that.
const maxChannel = 64

// channelSigns are the characters of channel names and user accounts besides
// a-z, A-Z and 0-9: 27 of the 89.
const channelSigns = " !#$%&()+-:;<=.>?@[]^_{}|~,"

// channelRules look at channel names.
var channelRules = []Rule{
	{
		// It supersedes nothing: channel-illegal-character lets the "*" of a 007 token
		// pass, and other characters beside it are still worth a word.
		ID: "channel-wildcard", Severity: Info, check: channelWildcard,
		Summary: "the token holds for many channels; a warning if it is for any user too",
		Source:  srcDeploy + ", wildcard tokens",
	},
	{
		ID: "channel-too-long", Severity: Error, check: channelTooLong,
		Summary: "the channel name is longer than 64 bytes; a warning at 64, where Agora's pages disagree",
		Source:  srcJoin,
	},
	{
		ID: "channel-illegal-character", Severity: Error, check: channelIllegalCharacter,
		Summary: "the channel name holds characters other than the 89 that it may have",
		Source:  srcJoin,
	},
	{
		ID: "channel-edge-space", Severity: Warning, check: channelEdgeSpace,
		Summary: "the channel name starts or ends with a space",
		Source:  srcJoin,
	},
}

func channelWildcard(s *subject) {
	if s.Token.AccessToken2 == nil {
		return
	}
	for i := range s.bound {
		b := &s.bound[i]
		name := b.channel.text
		if b.kind != token.RTC || name != "" && !strings.Contains(name, "*") {
			continue
		}
		m, severity := "the token holds for every channel", Info
		if strings.Trim(name, "*") != "" {
			m = "a pattern, and the token holds for every channel that fits it"
		}
		fix := "Give such a token to the audience only (role subscriber), and name the channel where one is meant."
		if open(s, b.user) {
			severity, m = Warning, m+", and for any user"
			fix = "Name the channel or the user: with neither, whoever has the token joins anything as anybody."
		}
		s.addAs(severity, s.field(b.service, "channelName"), b.channel.is("channel name")+": "+m+".", fix)
	}
}

func channelTooLong(s *subject) {
	for i := range s.bound {
		b := &s.bound[i]
		field, fix := "channelName", "Use a channel name of at most 63 bytes."
		switch n := len(b.channel.text); {
		case n > maxChannel:
			s.add(s.field(b.service, field),
				fmt.Sprintf("The channel name %s is %d bytes long. The SDKs refuse names of more than %d.", short(b.channel.text), n, maxChannel), fix)
		case n == maxChannel:
			s.addAs(Warning, s.field(b.service, field),
				fmt.Sprintf("The channel name %s is %d bytes long. Some of Agora's pages allow up to %d bytes, others fewer than %d.", short(b.channel.text), n, maxChannel, maxChannel), fix)
		}
	}
}

func channelIllegalCharacter(s *subject) {
	for i := range s.bound {
		b := &s.bound[i]
		if list := s.illegal(b.channel.text); len(list) > 0 {
			s.add(s.field(b.service, "channelName"),
				fmt.Sprintf("The channel name %s holds characters that no channel name may have: %s.", quote(b.channel.text), and(list)),
				"Use only a-z, A-Z, 0-9, space and "+strings.TrimSpace(channelSigns)+" in channel names.")
		}
	}
}

// illegal names the characters of a channel name that it may not have, and where
// each stands first; of many, four.
func (s *subject) illegal(name string) []string {
	const most = 4
	var list []string
	var seen map[string]bool
	at := 0
	for i, c := range name {
		at++
		if s.legal(c) {
			continue
		}
		_, size := utf8.DecodeRuneInString(name[i:])
		raw := name[i : i+size]
		if seen[raw] {
			continue
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		if seen[raw] = true; len(seen) <= most {
			list = append(list, fmt.Sprintf("%s at character %d", quote(raw), at))
		}
	}
	if n := len(seen) - most; n > 0 {
		list = append(list, fmt.Sprintf("%d more", n))
	}
	return list
}

// legal reports whether a channel name may have c. The "*" of a 007 token makes
// it a wildcard.
func (s *subject) legal(c rune) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '*':
		return s.Token.AccessToken2 != nil
	}
	return strings.ContainsRune(channelSigns, c)
}

func channelEdgeSpace(s *subject) {
	for i := range s.bound {
		b := &s.bound[i]
		if name := b.channel.text; strings.HasPrefix(name, " ") || strings.HasSuffix(name, " ") {
			s.add(s.field(b.service, "channelName"),
				fmt.Sprintf("The channel name %s starts or ends with a space. A client must pass that space too, and forms and configuration files often drop it.", quote(name)),
				"Trim the channel name in the signing server and in the client.")
		}
	}
}
