package admission

// The sources of rules and codes. "Docs" are pages of docs.agora.io.
const (
	srcToken = "Docs: deploy a token server" // channel, uid, validity, wildcards
	srcRTC   = "; API reference: ERROR_CODE_TYPE, CONNECTION_CHANGED_REASON_TYPE; Docs: Web error codes, and API-Examples-Web issues 82 and 86 for the messages"
	srcRTM   = "Docs: Signaling, troubleshooting; RTM 1.x API reference: LoginError"
	srcChat  = "Docs: Chat, secure authentication with tokens; Chat error codes"
	srcSign  = "AgoraIO/Tools go/src/accesstoken2, AccessToken"
	srcTools = "AgoraIO/Tools README and issue 70 of AgoraIO/RTM"
)

// What the RTC SDKs write beside their codes. The numbers of the Web's gateway are
// third-party knowledge.
var (
	showsInvalid = []string{"connection state reason 8 (invalid token)", "Web: invalid token, authorized failed (2010009)"}
	showsRTM     = []string{"RTM 1.x: LOGIN_ERR_INVALID_TOKEN = 5", "2.x: link state reason 16 (invalid token)"}
	showsChat    = []string{"Chat for Web: 2 or 40 (authentication failed)"}
)

const gateway = "CAN_NOT_GET_GATEWAY_SERVER"

// codeRow is what the SDKs of a product report for a reason. variant tells cases
// of one reason apart; the row without one holds for all others.
type codeRow struct {
	product Product
	id      ID
	variant string
	codes   Codes
	shows   []string
	source  string
}

// The variants.
const (
	variantEmpty = "empty" // an empty text in a token's place
	variantNoID  = "no-id" // the client's App ID can't be one
	variantOwn   = "own"   // a privilege's own end, not the token's
	variantBoth  = "both"  // both ends
	variantAsked = "asked" // refused because [Input.RequireSignature] asks for it
)

var codeRows = []codeRow{
	{RTC, NotAToken, "", Codes{Native: []string{"110", "2"}, Web: []string{gateway}, Signaling: []string{"-10005"}}, showsInvalid, srcToken + srcRTC},
	{RTC, NotAToken, variantEmpty, Codes{Native: []string{"110"}, Web: []string{gateway, "INVALID_PARAMS"}, Signaling: []string{"-10005"}},
		[]string{"connection state reason 8 (invalid token)", "Web: dynamic use static key (2010015), or Invalid token … set it to null"}, srcToken + srcRTC},
	{RTC, WrongService, "", invalidRTC(), showsInvalid, srcTools + srcRTC},
	{RTC, AppIDMismatch, "", Codes{Native: []string{"110", "101"}, Web: []string{gateway}, Signaling: []string{"-10016", "-10005"}},
		[]string{"connection state reason 8 (invalid token), or 6 if no project has the client's App ID", "Web: invalid token, authorized failed (2010009), or invalid vendor key, can not find appid (2010005)"}, srcToken + srcRTC},
	{RTC, AppIDMismatch, variantNoID, Codes{Native: []string{"101"}, Web: []string{gateway}, Signaling: []string{"-10003"}},
		[]string{"connection state reason 6 (invalid App ID)", "Web: invalid vendor key, can not find appid (2010005)"}, srcToken + srcRTC},
	{RTC, ChannelMismatch, "", invalidRTC(), showsInvalid, srcToken + srcRTC},
	{RTC, UIDMismatch, "", invalidRTC(), showsInvalid, srcToken + srcRTC},
	{RTC, NoPrivilege, "", invalidRTC(), showsInvalid, "AgoraIO/Tools issue 119" + srcRTC},
	{RTC, Expired, "", Codes{Native: []string{"109"}, Web: []string{gateway}, Signaling: []string{"-10009"}},
		[]string{"connection state reason 9 (token expired)", "Web: dynamic key or token timeout (2010010)"}, srcToken + srcRTC},
	{RTC, Expired, variantOwn, Codes{Native: []string{"109"}, Web: []string{gateway}, Signaling: []string{"-10009"}},
		[]string{"connection state reason 9 (token expired)", "Web: dynamic key expired (2010013)"}, srcToken + srcRTC},
	{RTC, Expired, variantBoth, Codes{Native: []string{"109"}, Web: []string{gateway}, Signaling: []string{"-10009"}},
		[]string{"connection state reason 9 (token expired)", "Web: dynamic key or token timeout (2010010), or dynamic key expired (2010013)"}, srcToken + srcRTC},
	{RTC, SignatureInvalid, "", invalidRTC(), showsInvalid, srcSign + srcRTC},
	{RTC, SignatureInvalid, variantAsked, Codes{}, nil, srcSign},
	{RTC, RoleMismatch, "", Codes{}, nil, "AgoraIO/Tools go/src/rtctokenbuilder2; Docs: co-host authentication"},
	{RTC, TTLTooShort, "", Codes{}, nil, srcToken},

	{RTM, NotAToken, "", invalidRTM(), showsRTM, srcRTM},
	{RTM, WrongService, "", invalidRTM(), showsRTM, srcTools + "; " + srcRTM},
	{RTM, AppIDMismatch, "", Codes{Signaling: []string{"-10016", "-10005"}}, append(showsRTM[:1:1], "2.x: link state reason 18 (inconsistent App ID)"), srcRTM},
	{RTM, AppIDMismatch, variantNoID, Codes{Signaling: []string{"-10003"}}, []string{"RTM 1.x: login error 4 (invalid App ID)"}, srcRTM},
	{RTM, UserMismatch, "", invalidRTM(), showsRTM, "AgoraIO/Tools go/src/rtmtokenbuilder2, RtmTokenBuilder; " + srcRTM},
	{RTM, NoPrivilege, "", invalidRTM(), showsRTM, srcRTM},
	{RTM, Expired, "", Codes{Signaling: []string{"-10009"}}, []string{"RTM 1.x: LOGIN_ERR_TOKEN_EXPIRED = 6", "2.x: link state reason 17 (token expired)"}, srcRTM},
	{RTM, SignatureInvalid, "", invalidRTM(), showsRTM, srcSign + "; " + srcRTM},
	{RTM, SignatureInvalid, variantAsked, Codes{}, nil, srcSign},
	{RTM, TTLTooShort, "", Codes{}, nil, srcToken},

	{Chat, NotAToken, "", invalidChat(), showsChat, srcChat},
	{Chat, WrongService, "", invalidChat(), showsChat, srcChat},
	{Chat, AppIDMismatch, "", invalidChat(), showsChat, srcChat},
	{Chat, UserMismatch, "", invalidChat(), showsChat, srcChat},
	{Chat, NoPrivilege, "", invalidChat(), showsChat, srcChat},
	{Chat, Expired, "", Codes{Chat: []string{"108", "202"}}, []string{"Chat for Web: 2 or 40 (authentication failed)"}, srcChat},
	{Chat, SignatureInvalid, "", invalidChat(), showsChat, srcSign + "; " + srcChat},
	{Chat, SignatureInvalid, variantAsked, Codes{}, nil, srcSign},
	{Chat, TTLTooShort, "", Codes{}, nil, srcChat},
}

func invalidRTC() Codes {
	return Codes{Native: []string{"110"}, Web: []string{gateway}, Signaling: []string{"-10005"}}
}

func invalidRTM() Codes  { return Codes{Signaling: []string{"-10005"}} }
func invalidChat() Codes { return Codes{Chat: []string{"104", "202"}} }

// codesOf gives the row of a reason; ok is false where no SDK refuses for it.
func codesOf(p Product, id ID, variant string) (found codeRow, ok bool) {
	for _, row := range codeRows {
		switch {
		case row.product != p || row.id != id:
		case row.variant == variant:
			return row, true
		case row.variant == "":
			found, ok = row, true
		}
	}
	return found, ok
}
