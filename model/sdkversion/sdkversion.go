package sdkversion

import (
	"slices"

	"agtok/model/decimal"
	"agtok/model/wildcard"
	"agtok/token"
)

// Row is the first version of one SDK that takes a token.
type Row struct {
	Product  string `json:"product"`  // for people, as in "RTC"
	Platform string `json:"platform"` // as in "Android, iOS, macOS, Windows"
	First    string `json:"first"`    // version, as in "4.8.0"; "all"; "none"; "" where no page says
	For      string `json:"for"`      // what the version is needed for, as in "007"
	Note     string `json:"note,omitempty"`
	Source   string `json:"source"`
}

// The First of rows without a version.
const (
	All  = "all"
	None = "none"
)

// need is what a token asks of an SDK.
type need string

// The needs.
const (
	rtc007    need = "rtc-007"
	rtc006    need = "rtc-006"
	rtcOld    need = "rtc-005"
	wild      need = "wildcard"
	account   need = "account"
	rtm007    need = "rtm-007"
	rtm006    need = "rtm-006"
	rtm2      need = "rtm2"
	chat      need = "chat"
	classroom need = "apaas"
	unnamed   need = "unnamed" // services of which no page names a version
	signaling need = "signaling"
)

// The sources.
const (
	srcUpgrade   = "Docs: update the token-based authentication mechanism (AccessToken2)"
	srcDeploy    = "Docs: deploy a token server, compatibility"
	srcGenerate  = "Docs: generate a token (006)"
	srcRTM       = "Docs: RTM 1.x, upgrade to AccessToken2"
	srcSignaling = "Docs: Signaling 2.x, which knows 007 only (inferred)"
	srcChat      = "Docs: Chat, secure authentication with tokens (inferred: it never had 006)"
	srcTools     = "AgoraIO/Tools README"
	srcNone      = "no page names a version"
)

// tableRow is a row with the need that it answers.
type tableRow struct {
	need need
	Row
}

var table = [...]tableRow{
	{rtc007, Row{"RTC", "native, Electron, Unity, React Native (3.x)", "3.5.2", "007", "", srcUpgrade}},
	{rtc007, Row{"RTC", "Flutter (the old plugin)", "4.2.0", "007", "", srcUpgrade}},
	{rtc007, Row{"RTC", "Android, iOS, macOS, Windows, Electron, Unity, React Native, Unreal (4.x)", "4.0.0", "007", "", srcDeploy}},
	{rtc007, Row{"RTC", "Flutter (6.x)", "6.0.0", "007", "", srcDeploy}},
	{rtc007, Row{"RTC", "Web", "4.8.0", "007", "", srcUpgrade + "; " + srcDeploy}},
	{rtc007, Row{"RTC", "WeChat Mini Program", None, "007", "Give it a 006 token: the two kinds of user meet in one channel.", srcUpgrade}},
	{rtc007, Row{"Cloud Recording, Media Push", "REST", "", "007", "The upgrade page asks to contact support first; the current recording pages use 007 freely.", srcUpgrade + "; Docs: Cloud Recording, integrate token generation"}},
	{rtc007, Row{"Real-time STT", "REST", All, "007", "It takes no 006.", "Docs: Real-time STT, enable the service"}},
	{wild, Row{"RTC", "native (4.x)", "4.2.2", "wildcard channel or uid", "On the Web call AgoraRTC.setParameter(\"USE_NEW_TOKEN\", true) for a wildcard channel.", "Docs: release notes of the native SDK; " + srcDeploy}},
	{account, Row{"RTC", "native", "2.8.0", "user accounts", "Cloud recording and REST calls do not take user accounts.", "Docs FAQ: string user accounts"}},
	{account, Row{"RTC", "Web", "2.5.0", "user accounts", "Pass the account as a string.", "Docs FAQ: string user accounts"}},
	{rtc006, Row{"RTC", "native", "2.1.0", "006", "Versions that take 007 still take 006.", srcGenerate + "; " + srcUpgrade}},
	{rtc006, Row{"RTC", "Web", "2.4.0", "006", "Versions that take 007 still take 006.", srcGenerate + "; " + srcUpgrade}},
	{rtc006, Row{"RTC", "on-premise recording", "2.1.0", "006", "", srcGenerate}},
	{rtc006, Row{"RTC", "gaming", "2.2.0", "006", "", srcGenerate}},
	{rtm007, Row{"RTM 1.x", "Android, iOS, macOS, Windows, Linux", "1.5.0", "007", "", srcRTM}},
	{rtm007, Row{"RTM 1.x", "Web", "1.5.0", "007", "Another page says 1.4.6.", srcRTM + "; token007/token_server_rtm_en.md"}},
	{rtm007, Row{"Signaling 2.x", "all", All, "007", "", srcSignaling}},
	{rtm006, Row{"RTM 1.x", "all", All, "006", "", srcRTM}},
	{rtm006, Row{"Signaling 2.x", "all", "", "006", "Its pages know 007 only.", srcSignaling}},
	{rtm2, Row{"Signaling 2.x", "all", "", "the service RTM2 with permissions", "It needs Agora's help to be used.", "AgoraIO/Tools go/src/rtmtokenbuilder2"}},
	{chat, Row{"Chat", "all", All, "007", "", srcChat}},
	{classroom, Row{"Flexible Classroom", "all", "", "007", "007 since 2022-08-18, by date and not by version.", "Docs: Flexible Classroom, authentication workflow"}},
	{unnamed, Row{"Streaming, FPA, FCDN, Conversational AI, STT", "", "", "the token's other services", "", srcNone}},
	{rtcOld, Row{"RTC", "native", "1.3.0", "005 or 004", "In-channel permission needs 1.7.0; 003 came with 1.2.3. Version 2.1.0 brought 006 in their place.", srcTools}},
	{signaling, Row{"Signaling (before RTM)", "all", All, "its own token", "RTM and Signaling 2.x do not take it.", "AgoraIO/Tools go/src/SignalingToken (inferred)"}},
}

// For gives the rows for a token: those of its format, its services and what they
// carry, in the table's order.
func For(t *token.Token) []Row {
	needs := needsOf(t)
	rows := []Row{}
	for _, r := range table {
		if slices.Contains(needs, r.need) {
			rows = append(rows, r.Row)
		}
	}
	return rows
}

func needsOf(t *token.Token) []need {
	switch {
	case t.AccessToken2 != nil:
		return needs007(t.AccessToken2)
	case t.AccessToken != nil:
		return needs006(t.AccessToken)
	case t.DynamicKey != nil:
		return []need{rtcOld}
	case t.Signaling != nil:
		return []need{signaling}
	}
	return nil
}

func needs007(a *token.AccessToken2) []need {
	var needs []need
	for i := range a.Services {
		s := &a.Services[i]
		switch s.Type {
		case token.RTC:
			needs = append(needs, rtc007)
			if wildcard.Channels(s.ChannelName) || s.UID == "*" {
				needs = append(needs, wild)
			}
			if !wildcard.AnyUser(s.UID) && !isNumber(s.UID) {
				needs = append(needs, account)
			}
		case token.RTM:
			needs = append(needs, rtm007)
		case token.RTM2:
			needs = append(needs, rtm2)
		case token.Chat:
			needs = append(needs, chat)
		case token.APaaS:
			needs = append(needs, classroom)
		default:
			needs = append(needs, unnamed)
		}
		if i > 100 {
			break // a hostile token; no builder writes so many
		}
	}
	return needs
}

// isNumber reports whether a uid is one of the numbers that SDKs take.
func isNumber(uid string) bool {
	n, ok := decimal.Parse(uid)
	return ok && n.IsUID && n.Digits == uid
}

func needs006(a *token.AccessToken) []need {
	var needs []need
	for _, g := range a.Privileges {
		if g.Privilege == token.RTMLogin {
			needs = append(needs, rtm006)
		} else {
			needs = append(needs, rtc006)
		}
	}
	return needs
}
