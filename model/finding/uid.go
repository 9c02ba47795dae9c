package finding

import (
	"fmt"
	"slices"
	"strings"

	"agtok/token"
)

// badLiterals are what languages write for a value that is not there or of
// another type.
var badLiterals = []string{"undefined", "null", "NaN", "None", "nil", "[object Object]", "true", "false"}

// telling are the uids that are recognised in a 006 token, by their CRC-32.
var telling = append([]string{"", "0"}, badLiterals...)

// maxAccount is the longest user account, in bytes.
const maxAccount = 255

// uidRules look at the uid or user account of RTC services, and at the account of
// Streaming and FCDN.
var uidRules = []Rule{
	{
		ID: "uid-literal-zero", Severity: Error, check: uidLiteralZero,
		Summary:    `the uid is the text "0", which admits a user of that name and not anyone`,
		Supersedes: []string{"uid-leading-zero", "account-uid"},
		Source:     "AgoraIO/Tools issue 322",
	},
	{
		ID: "uid-bad-literal", Severity: Error, check: uidBadLiteral,
		Summary:    "the uid is what a language writes for a value that is not there",
		Supersedes: []string{"account-uid"},
		Source:     "AgoraIO/Tools nodejs/src/RtcTokenBuilder2.js",
	},
	{
		ID: "uid-out-of-range", Severity: Warning, check: uidOutOfRange,
		Summary:    "the uid is a number below 0 or beyond 4294967295",
		Supersedes: []string{"account-uid"},
		Source:     srcTools + ", " + srcJoin,
	},
	{
		ID: "uid-leading-zero", Severity: Warning, check: uidLeadingZero,
		Summary:    "the uid is a number with a leading zero or with white space around",
		Supersedes: []string{"account-uid"},
		Source:     srcTools,
	},
	{
		ID: "uid-any", Severity: Info, check: uidAny,
		Summary: "any user may use the token",
		Source:  srcDeploy + ", wildcard tokens",
	},
	{
		ID: "account-uid", Severity: Info, check: accountUID,
		Summary: "the uid is a user account, not a number",
		Source:  "Docs FAQ: string user accounts",
	},
	{
		ID: "account-too-long", Severity: Error, check: accountTooLong,
		Summary: "a user account is longer than 255 bytes",
		Source:  srcAccount,
	},
}

// uids calls do for each uid that is known.
func (s *subject) uids(do func(field int, uid value)) {
	for i := range s.bound {
		if b := &s.bound[i]; b.kind == token.RTC && b.user.known {
			do(b.service, b.user)
		}
	}
}

func uidLiteralZero(s *subject) {
	s.uids(func(i int, uid value) {
		if uid.text == "0" {
			s.add(s.field(i, "uid"),
				uid.is("uid")+", a text and not the number 0: it admits only a user account of that name, where the number 0 (an empty uid) admits any user.",
				"Pass the number 0 to the builder and not the text, or better the uid with which the client joins.")
		}
	})
}

func uidBadLiteral(s *subject) {
	s.uids(func(i int, uid value) {
		if slices.Contains(badLiterals, uid.text) {
			s.add(s.field(i, "uid"),
				uid.is("uid")+": the signing server had no uid, or one of the wrong type. It admits only a user account of that name.",
				"Look where the signing server takes the uid from, and let it refuse a request without one.")
		}
	})
}

func uidOutOfRange(s *subject) {
	s.uids(func(i int, uid value) {
		n, ok := parseNumber(uid.text)
		if !ok || !n.outside {
			return
		}
		m := fmt.Sprintf(" is beyond 4294967295. As a user account it is right; as a number it wraps to %d", n.wrapped)
		if n.negative {
			m = fmt.Sprintf(" is negative. As a user account it is right; as a number the token must hold its unsigned form, %d", n.wrapped)
		} else if int32(n.wrapped) < 0 {
			m += fmt.Sprintf(", or %d where numbers are signed", int32(n.wrapped))
		}
		s.add(s.field(i, "uid"), "The uid "+quote(uid.text)+m+".",
			"Use a uid from 1 to 4294967295 in the token and in the client, or join with the user account call.")
	})
}

func uidLeadingZero(s *subject) {
	s.uids(func(i int, uid value) {
		text := strings.TrimSpace(uid.text)
		zero := len(text) > 1 && text[0] == '0'
		if !allDigits(text) || !zero && text == uid.text {
			return
		}
		what := "has white space around it"
		if zero {
			what = "has a leading zero"
		}
		plain := strings.TrimLeft(text, "0")
		if plain == "" {
			plain = "0"
		}
		s.add(s.field(i, "uid"),
			fmt.Sprintf("The uid %s %s. Uids are compared as text, so a client that joins with the number, %s, is refused.", quote(uid.text), what, quote(plain)),
			"Turn the uid into a number before it is passed to the builder.")
	})
}

func uidAny(s *subject) {
	s.uids(func(i int, uid value) {
		if open(s, uid) {
			s.add(s.field(i, "uid"), uid.is("uid")+": any user may join with this token.",
				"If one user is meant, build the token with the uid with which that user joins.")
		}
	})
}

// open reports whether a uid admits any user. 006 knows no "*".
func open(s *subject, uid value) bool {
	return uid.known && (uid.text == "" || uid.text == "*" && s.Token.AccessToken2 != nil)
}

func accountUID(s *subject) {
	s.uids(func(i int, uid value) {
		if open(s, uid) || canonicalUID(uid.text) {
			return
		}
		around := ""
		if strings.TrimSpace(uid.text) != uid.text {
			around = " There is white space around it."
		}
		s.add(s.field(i, "uid"),
			uid.is("uid")+", a user account and not a number: joining takes the user account call, and cloud recording and REST calls do not take it."+around,
			"Join with joinChannelWithUserAccount, on the Web with a string; or build the token with a number if a recorder or a REST call needs it.")
	})
}

func accountTooLong(s *subject) {
	for i := range s.bound {
		b := &s.bound[i]
		if n := len(b.user.text); n > maxAccount {
			name := "account"
			if b.kind == token.RTC {
				name = "uid"
			}
			s.add(s.field(b.service, name),
				fmt.Sprintf("The user account %s is %d bytes long. The SDKs take at most %d.", short(b.user.text), n, maxAccount),
				"Use a shorter user account, such as a number or a UUID.")
		}
	}
}
