package errorline

import "slices"

// SDK names who says it.
type SDK string

// The SDKs, in the order in which meanings are given.
const (
	Native     SDK = "rtc-native"
	Web        SDK = "rtc-web"        // 4.x
	WebLegacy  SDK = "rtc-web-legacy" // 2.x and 3.x
	Recording  SDK = "cloud-recording"
	Signaling2 SDK = "signaling-2"
	RTM1       SDK = "rtm-1"
	ChatNative SDK = "chat-native"
	ChatWeb    SDK = "chat-web"
	ChatREST   SDK = "chat-rest"
)

// Kind says what is reported.
type Kind string

// The kinds.
const (
	Failure Kind = "error"   // an error code or an exception
	Reason  Kind = "reason"  // of a change of the connection or link state
	Renewal Kind = "renewal" // the result of renewToken
	Event   Kind = "event"   // a callback
)

// Meaning is one reading of a line.
type Meaning struct {
	SDK     SDK    `json:"sdk"`
	Title   string `json:"title"`   // the SDK's name for people
	Product string `json:"product"` // rtc, rtm or chat, as in package admission
	Kind    Kind   `json:"kind"`
	Code    string `json:"code"`    // as the SDK prints it; "" where it has none
	Name    string `json:"name"`    // the constant's name, or the message; "" if neither is known
	Meaning string `json:"meaning"` // what happened
	// Checks are the reasons of package admission that lead to this, and Findings the
	// rules of package finding: what to look for in the token at hand.
	Checks   []string `json:"checks"`
	Findings []string `json:"findings"`
	Fix      string   `json:"fix"`
	Source   string   `json:"source"`
}

// entry is a row of the table.
type entry struct {
	sdk     SDK
	kind    Kind
	code    string
	name    string   // a single word: looked for as it is, letter case aside
	phrases []string // messages, as [words] writes them
	weak    []string // the same, for texts in which nothing else is found
	// vague marks a name that other SDKs use in their messages.
	vague bool
	// generic marks what an SDK says for many causes: another entry of it is better.
	generic bool

	meaning, fix string
	look         *look
}

// look is what to look for in a token.
type look struct{ checks, findings []string }

// sdkRow is what the entries of an SDK share.
type sdkRow struct {
	sdk            SDK
	title, product string
	// hints begin words that tell that a text is this SDK's, as [words] writes them.
	hints  []string
	source string
}

var sdks = [...]sdkRow{
	{Native, "RTC SDK, native", "rtc", []string{"onerror", "joinchannel", "rtcengine", "irtcengine", "didoccurerror", "rtc error", "rtc sdk", "native"},
		"API reference: ERROR_CODE_TYPE, CONNECTION_CHANGED_REASON_TYPE, RENEW_TOKEN_ERROR_CODE"},
	{Web, "RTC SDK for Web 4.x", "rtc", []string{"agorartc", "gateway", "webrtc"},
		"Docs: Web error codes; AgoraIO/API-Examples-Web issues 82 and 86; the numbers are third-party knowledge"},
	{WebLegacy, "RTC SDK for Web 2.x and 3.x", "rtc", []string{"agorartc", "web"},
		"Docs FAQ: token errors (markdown/FAQ/token_error.md); names are third-party knowledge"},
	{Recording, "Cloud Recording", "rtc", []string{"recording", "erroruint32"}, "Docs FAQ: error 101 (markdown/FAQ/101_error.md)"},
	{Signaling2, "Signaling SDK 2.x", "rtm", []string{"signaling", "rtm", "agorartm", "linkstate", "link state"},
		"Docs: Signaling, troubleshooting; Linux C++ API reference, RTM_LINK_STATE_CHANGE_REASON"},
	{RTM1, "RTM SDK 1.x", "rtm", []string{"rtm", "agorartm", "login"}, "RTM 1.x API reference: LoginError, ConnectionChangeReason, RENEW_TOKEN_ERR_CODE"},
	{ChatNative, "Chat SDK", "chat", []string{"chat", "agorachat", "easemob", "emerror", "em error"}, "Docs: Chat error codes (Android, iOS, Unity)"},
	{ChatWeb, "Chat SDK for Web", "chat", []string{"chat", "agorachat", "webim", "easemob"}, "Docs: Chat error codes (Web)"},
	{ChatREST, "Chat REST API", "chat", []string{"chat", "rest", "easemob"}, "Docs: Chat REST, HTTP status codes"},
}

func rowOf(s SDK) sdkRow {
	for _, row := range sdks {
		if row.sdk == s {
			return row
		}
	}
	return sdkRow{sdk: s}
}

// table holds all entries, SDK by SDK.
var table = slices.Concat(rtcNative, rtcWeb, rtcWebLegacy, recording, signaling2, rtm1, chatNative, chatWeb, chatREST)

// All gives every meaning that [Explain] can give, in its order.
func All() []Meaning {
	all := make([]Meaning, len(table))
	for i := range table {
		all[i] = table[i].meaningOf()
	}
	return all
}

func (e entry) meaningOf() Meaning {
	row := rowOf(e.sdk)
	m := Meaning{SDK: e.sdk, Title: row.title, Product: row.product, Kind: e.kind, Code: e.code, Name: e.name,
		Meaning: e.meaning, Checks: []string{}, Findings: []string{}, Fix: e.fix, Source: row.source}
	if m.Name == "" && len(e.phrases) > 0 {
		m.Name = e.phrases[0]
	}
	if e.look != nil {
		m.Checks, m.Findings = append(m.Checks, e.look.checks...), append(m.Findings, e.look.findings...)
	}
	return m
}

// What to look for in the token, by sort of error.
var (
	lookInvalid = &look{
		[]string{"not-a-token", "wrong-service", "app-id-mismatch", "channel-mismatch", "uid-mismatch", "no-privilege", "signature-invalid"},
		[]string{"repaired", "uid-literal-zero", "uid-bad-literal", "uid-leading-zero", "uid-out-of-range", "certificate-case", "certificate-whitespace", "certificate-swapped", "signed-by-other-project", "sample-app-id"},
	}
	lookUser = &look{
		[]string{"not-a-token", "wrong-service", "app-id-mismatch", "user-mismatch", "no-privilege", "signature-invalid"},
		[]string{"repaired", "rtm-006-layout", "certificate-case", "certificate-whitespace", "certificate-swapped", "signed-by-other-project", "sample-app-id"},
	}
	lookChat = &look{
		[]string{"not-a-token", "wrong-service", "app-id-mismatch", "user-mismatch", "no-privilege", "signature-invalid"},
		[]string{"repaired", "chat-user-missing", "chat-user-illegal", "chat-app-with-user", "chat-subject-unverified", "certificate-case", "certificate-whitespace"},
	}
	lookExpired = &look{
		[]string{"expired", "ttl-too-short"},
		[]string{"expired", "expire-looks-absolute", "privilege-looks-absolute", "privilege-looks-relative", "expire-over-24h", "expire-zero", "short-lived", "issued-in-future", "token-outlived-by-privilege"},
	}
	lookAppID   = &look{[]string{"app-id-mismatch"}, []string{"app-id-format", "sample-app-id"}}
	lookChannel = &look{[]string{"channel-mismatch"}, []string{"channel-too-long", "channel-illegal-character", "channel-edge-space", "control-characters"}}
	lookUID     = &look{[]string{"uid-mismatch"}, []string{"uid-literal-zero", "uid-bad-literal", "uid-out-of-range", "account-uid", "account-too-long"}}
	lookName    = &look{[]string{"user-mismatch"}, []string{"rtm-user-too-long", "chat-user-illegal", "control-characters"}}
	lookRole    = &look{[]string{"role-mismatch"}, []string{"subscriber-not-enforced", "partial-publish", "publish-needs-cohost"}}
	lookNone    = &look{[]string{"not-a-token"}, nil}
)

// The fixes that many entries share.
const (
	fixInvalid  = "Compare App ID, channel and uid as the client passes them with those of the token, and the certificate that signed it."
	fixUser     = "Compare App ID and user as the client passes them with those of the token, and make sure that the token has an RTM service: a token for RTC does not log in."
	fixChat     = "Log in with the user that the token is for, and a token built by ChatTokenBuilder2.buildUserToken. An app token is for REST calls only."
	fixExpired  = "Fetch a new token and join or log in again. If the token was new, look at its lifetimes (seconds in 007, a Unix time in 006), at the signing server's clock, and whether the end is computed only once, when it starts."
	fixNoToken  = "The project has a certificate, so every client needs a token. Fetch one from the signing server and pass it; after a certificate was enabled it takes up to an hour."
	fixNoCert   = "The project has no certificate enabled, so pass no token (null); or enable the primary certificate in Agora Console."
	fixAppID    = "Pass the App ID from Agora Console, 32 hexadecimal digits, and make sure that the project is enabled and not deleted."
	fixRetry    = "It is not about the token's content. Try again, and look at the network."
	fixRenew    = "Fetch a new token at the will-expire callback, for the same App ID, channel and uid, and pass that one to renewToken."
	fixCalls    = "It is not about the token: look at the order of the calls."
	fixUserName = "Use a legal user name: it is not about the token."
)
