package model

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"agtok/model/visible"
	"agtok/token"
)

// channelMarks are the characters beside letters, digits and space that a
// channel name may have. Source: the API reference of joinChannel.
const channelMarks = "!#$%&()+-:;<=.>?@[]^_{}|~,"

func (m *minter) channel(d *Draft) {
	name := d.Text[FieldChannel]
	switch bad := strings.IndexFunc(name, func(c rune) bool { return !isChannelRune(c) }); {
	case name == "" && d.Spec().Format == token.Format006:
		m.warn(FieldChannel, "empty: a 006 token has no wildcard, so no client can join with it")
	case name == "":
		m.warn(FieldChannel, "empty: this token admits to every channel (wildcard, at most 24 h)")
	case len(name) > 64:
		m.warn(FieldChannel, "%d bytes: a channel name has at most 64", len(name))
	case len(name) == 64:
		m.warn(FieldChannel, "64 bytes: some of Agora's pages allow only 63")
	case strings.Contains(name, "*") && d.Spec().Format == token.Format007:
		m.warn(FieldChannel, "* is a wildcard: this token admits to every channel that fits the pattern")
	case bad >= 0:
		c, _ := utf8.DecodeRuneInString(name[bad:])
		m.warn(FieldChannel, "%s is not allowed in a channel name: letters, digits, space and %s", visible.Text(string(c)), channelMarks)
	case strings.TrimSpace(name) != name:
		m.warn(FieldChannel, "begins or ends with a space: clients must pass it too")
	}
}

func isChannelRune(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == ' ' || strings.ContainsRune(channelMarks, c)
}

// uid gives the text that stands in the token for the draft's user.
func (m *minter) uid(d *Draft) string {
	text := d.Text[FieldUser]
	if d.ByAccount {
		m.account(text)
		return text
	}
	text = strings.TrimSpace(text)
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case text == "":
		m.warn(FieldUser, "empty: any user may use this token")
		return ""
	case err != nil && !isDigits(text):
		m.fail(FieldUser, "a uid is a number from 0 to %d; text is a user account", uint32(math.MaxUint32))
		return ""
	case err != nil || n > math.MaxUint32 || n < math.MinInt32:
		m.fail(FieldUser, "out of range: a uid is a number from 0 to %d", uint32(math.MaxUint32))
		return ""
	case n == 0:
		m.warn(FieldUser, "0: any user may use this token")
		return ""
	case n < 0:
		m.warn(FieldUser, "negative: written as %d, which 32-bit signed clients show as %d", uint32(n), n)
	}
	return strconv.FormatUint(uint64(uint32(n)), 10)
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// badLiterals are texts that a program writes where it had no uid.
const badLiterals = "|undefined|null|NaN|None|nil|[object Object]|true|false|"

func (m *minter) account(text string) {
	switch {
	case text == "":
		m.warn(FieldUser, "empty: any user may use this token")
	case len(text) > 255:
		m.warn(FieldUser, "%d bytes: a user account has at most 255", len(text))
	case text == "0":
		m.warn(FieldUser, "the text 0 admits a user named \"0\", not anyone: for anyone leave it empty")
	case strings.Contains(badLiterals, "|"+text+"|"):
		m.warn(FieldUser, "%q looks like a missing value, not like a user", text)
	case isDigits(text):
		m.warn(FieldUser, "only digits: the same token as for this number as uid")
	}
}

// user gives the user ID of an RTM or Chat token, which must be there.
func (m *minter) user(d *Draft) string {
	text := d.Text[FieldUser]
	if text == "" {
		m.warn(FieldUser, "empty: a token of this kind is for one user, and nobody has no name")
	} else if strings.TrimSpace(text) != text {
		m.warn(FieldUser, "begins or ends with a space: clients must pass it too")
	}
	return text
}

func (m *minter) rtmLength(user string) {
	if len(user) > 64 {
		m.warn(FieldUser, "%d bytes: Signaling takes user IDs of at most 64", len(user))
	}
}

// isUUID reports whether s has the form 8-4-4-4-12 of lower-case hexadecimal.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && !strings.Contains("0123456789abcdef", s[i:i+1]) {
			return false
		}
	}
	return true
}

// isChatName reports whether s may be a Chat user name. Source: Agora's Chat
// REST reference, common parameters.
func isChatName(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == ""
}
