// Package wildcard says which channels and users a name in a 007 token admits. A
// channel name may be a pattern, whose every "*" stands for any run of characters,
// the empty one included; a blank name is one for every channel. Of users there
// are only one and any. 006 tokens have no wildcards.
//
// Source: Docs: deploy a token server, wildcard tokens.
package wildcard

import "strings"

// Channels reports whether a channel name in a token holds for more than the
// channel of that name: it is blank or has a "*".
func Channels(name string) bool { return name == "" || strings.Contains(name, "*") }

// AnyUser reports whether a uid in a token admits any user: it is empty or "*".
func AnyUser(uid string) bool { return uid == "" || uid == "*" }

// Match reports whether a token with this channel name admits to channel. Names
// are compared byte for byte. It takes time in proportion to both lengths.
func Match(pattern, channel string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	switch {
	case pattern == "":
		return true
	case !star:
		return pattern == channel
	case !strings.HasPrefix(channel, head):
		return false
	}
	channel = channel[len(head):]
	for {
		part, more, star := strings.Cut(rest, "*")
		if !star {
			return strings.HasSuffix(channel, part)
		}
		at := strings.Index(channel, part)
		if at < 0 {
			return false
		}
		channel, rest = channel[at+len(part):], more
	}
}

// Covers reports whether a token with the channel name wide admits to every
// channel that one with the name narrow does.
func Covers(wide, narrow string) bool {
	if narrow == "" {
		narrow = "*"
	}
	// A "*" of narrow is no character that a channel name can have, so only a "*" of
	// wide takes it in.
	return Match(wide, narrow)
}

// CoversUser is [Covers] for uids.
func CoversUser(wide, narrow string) bool { return AnyUser(wide) || wide == narrow }
