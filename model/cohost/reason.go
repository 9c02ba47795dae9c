package cohost

import (
	"fmt"
	"slices"
	"strings"
)

// Answer says whether something is possible.
type Answer string

// The answers. Unknown is for what no page of Agora's leads to an answer for.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Certainty says what an answer or an event rests on.
type Certainty string

// The certainties. Inferred: the pages lead to it without saying it; Disagreed:
// two pages are at odds.
const (
	Documented   Certainty = "documented"
	Inferred     Certainty = "inferred"
	Disagreed    Certainty = "disagreed"
	Undocumented Certainty = "undocumented"
	// ThirdParty is of what an SDK reports: users tell of it, no page does.
	ThirdParty Certainty = "third party"
)

// certainties lists them, the surest first.
var certainties = []Certainty{Documented, Inferred, Disagreed, Undocumented}

// lessCertain gives the reason that is less sure: r of two that are alike.
func lessCertain(r, other Reason) Reason {
	if slices.Index(certainties, other.Certainty) > slices.Index(certainties, r.Certainty) {
		return other
	}
	return r
}

// ReasonID names a reason.
type ReasonID string

// The reasons of answers about joining.
const (
	MayJoin           ReasonID = "may-join"
	MayJoinZero       ReasonID = "may-join-zero"
	OpensAnother      ReasonID = "opens-another"
	NotIssued         ReasonID = "not-issued"
	JoinNotGranted    ReasonID = "join-not-granted"
	JoinOver          ReasonID = "join-over"
	TokenOver         ReasonID = "token-over"
	TokenAndJoinOver  ReasonID = "token-and-join-over"
	UIDTaken          ReasonID = "uid-taken"
	InAnother         ReasonID = "in-another"
	InChannel         ReasonID = "in-channel"
	StaysWithoutToken ReasonID = "stays-without-token"
	RenewedAway       ReasonID = "renewed-without-join"
	NotJoined         ReasonID = "not-joined"
	HasLeft           ReasonID = "has-left"
	WasRemoved        ReasonID = "was-removed"
	WasRefused        ReasonID = "was-refused"
	RefusedBefore     ReasonID = "refused-before"
)

// The reasons of answers about publishing.
const (
	Outside          ReasonID = "outside"
	NotEnforced      ReasonID = "not-enforced"
	IsAudience       ReasonID = "is-audience"
	IsAudienceData   ReasonID = "audience-data"
	Granted          ReasonID = "granted"
	NotGranted       ReasonID = "not-granted"
	PublishOver      ReasonID = "publish-over"
	BeforeSwitch     ReasonID = "published-before-switch"
	BeforeSwitchOver ReasonID = "before-switch-publish-over"
	TimeGivenOver    ReasonID = "before-switch-token-over"
	CameBetween      ReasonID = "came-while-settling"
	RoleFirst        ReasonID = "role-before-token"
	GrantedAgain     ReasonID = "granted-again"
	RenewedWithout   ReasonID = "renewed-without-publish"
	CommunicationOff ReasonID = "communication-off"
	CommunicationOn  ReasonID = "communication-on"
	Settling         ReasonID = "switch-settling"
	Adrift           ReasonID = "adrift"
)

// Reason is an answer with what it rests on. All of it is printable.
type Reason struct {
	ID        ReasonID
	Answer    Answer
	Word      string // the answer in one or two words, for a cell of a table
	Text      string // the answer in a sentence or two
	Shows     Reports
	Certainty Certainty
	Source    string
}

// Report is what an SDK reports, with what that rests on.
type Report struct {
	Text      string
	Certainty Certainty
	Source    string
}

// Reports are what the SDKs report of one thing, none if nothing.
type Reports []Report

// String writes them in a line, each with how sure it is.
func (r Reports) String() string {
	var list []string
	for _, report := range r {
		list = append(list, fmt.Sprintf("%s (%s)", report.Text, report.Certainty))
	}
	return strings.Join(list, "; ")
}

// The pages that reasons rest on. "Docs" are pages of docs.agora.io.
const (
	srcDeploy   = "Docs: deploy a token server"
	srcCoHost   = "Docs: co-host authentication"
	srcFAQ      = "Docs: co-host authentication, first FAQ"
	srcBuilder  = "AgoraIO/Tools RtcTokenBuilder2, comments on roles"
	srcIssue    = "AgoraIO/Tools issue 83"
	srcIssues   = "Docs: token-related issues"
	srcCodes    = "API reference: ERROR_CODE_TYPE, CONNECTION_CHANGED_REASON_TYPE"
	srcProfiles = "Docs: differences between the profiles"
	srcProfile  = "API reference: CHANNEL_PROFILE_TYPE, setClientRole"
)

// What the SDKs report. The page on Web error codes says of CAN_NOT_GET_GATEWAY_SERVER
// only that no server address is given; that it comes with these words is told in
// issues.
var (
	showsTimeout = Reports{
		{"native 109, connection state reason 9", Documented, srcCodes},
		{"Web CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout", ThirdParty, "AgoraIO/API-Examples-Web issue 86"}}
	showsExpired = Reports{
		{"native 109, connection state reason 9", Documented, srcCodes},
		{"Web CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired", ThirdParty, "AgoraIO-Community/AgoraWebSDK-NG issue 134"}}
	showsInvalid = Reports{
		{"native 110, connection state reason 8", Documented, srcCodes},
		{"Web CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed", ThirdParty, "csdn.net 118735986"}}
	showsRemoved = Reports{
		{"native onRequestToken, connection state reason 9", Documented, srcCodes},
		{"Web token-privilege-did-expire", Documented, "Docs: use tokens"}}
	showsUIDTaken = Reports{{"native connection state reason 19", Inferred, "API reference: CONNECTION_CHANGED_REASON_TYPE"}}
	showsAudience = Reports{{"Web INVALID_OPERATION: audience can not publish stream", ThirdParty, srcIssue}}
	showsRole     = Reports{{"native onClientRoleChangeFailed reason 2 NOT_AUTHORIZED, error 119", Inferred, "API reference: CLIENT_ROLE_CHANGE_FAILED_REASON, ERROR_CODE_TYPE"}}
)

var reasons = []Reason{
	{MayJoin, Yes, "yes", "The token and its join privilege are running.", nil, Documented, srcDeploy},
	{MayJoinZero, Yes, "yes", "The token's lifetime is 0: it counts as 24 h by one page, and ends at once by another.", nil, Disagreed, "Docs: AccessToken2 (0 is 24 h); Docs: Signaling token server (0 ends at once)"},
	{OpensAnother, Yes, "elsewhere", "The token is for another channel than the story's, and opens that one. A client that passes the story's channel with it is refused.", showsInvalid, Documented, srcIssues + "; " + srcCodes},
	{NotIssued, No, "no token yet", "The token is not issued yet.", nil, Documented, srcDeploy},
	{JoinNotGranted, No, "not granted", "The token does not grant join: the channel does not open for it.", showsInvalid, Documented, "AgoraIO/Tools issue 119; " + srcCodes},
	{JoinOver, No, "join ended", "The join privilege is over.", showsExpired, Documented, srcDeploy + "; " + srcCodes},
	{TokenOver, No, "token ended", "The token is over, and nobody joins with it any more, although its join privilege is still running.", showsTimeout, Documented, srcDeploy + "; " + srcCodes},
	{TokenAndJoinOver, No, "ended", "The token and its join privilege are over.", showsTimeout, Documented, srcDeploy + "; " + srcCodes},
	{InChannel, Yes, "in", "In the channel, until the join privilege ends.", nil, Documented, srcDeploy},
	{InAnother, Yes, "elsewhere", "In the channel that the token is for, which is not the story's, until the join privilege ends. A client that passes the story's channel with this token is refused.", showsInvalid, Documented, srcIssues + "; " + srcDeploy},
	{StaysWithoutToken, Yes, "in, no return", "The token is over and the join privilege is not: the user stays, no callback tells of it, and whoever drops out cannot come back with this token.", nil, Documented, srcDeploy},
	{RenewedAway, Unknown, "unknown", "In the channel, renewed with a token that does not grant join. No page says what follows.", nil, Undocumented, "none"},
	{NotJoined, No, "not joined", "Has not joined.", nil, Documented, "the script"},
	{HasLeft, No, "left", "Has left the channel.", nil, Documented, "the script"},
	{WasRemoved, No, "removed", "The join privilege ended, and with it the stay in the channel.", showsRemoved, Documented, srcDeploy + "; AgoraIO/Tools rtctokenbuilder2"},
	{UIDTaken, No, "removed", "Another joined with the same uid, and a channel has room for one of that. That the later one stays is inferred: the page does not say which of the two is reported.", showsUIDTaken, Inferred, "API reference: CONNECTION_CHANGED_REASON_TYPE, 19"},
	{WasRefused, No, "refused", "Tried to join and was refused.", nil, Documented, srcDeploy},
	{RefusedBefore, No, "not joined", "Was refused with the token before, and has not tried to join with the new one.", nil, Documented, "the script"},

	{Outside, No, "outside", "Not in the channel.", nil, Documented, srcDeploy},
	{NotEnforced, Yes, "yes", "Co-host authentication is off: publish privileges are not enforced. The client role is host, and that is enough.", nil, Documented, srcBuilder + "; " + srcIssue},
	{IsAudience, No, "audience", "The client role is audience: it does not publish, whatever the token grants.", showsAudience, Documented, srcCoHost + "; " + srcIssue},
	{IsAudienceData, No, "audience?", "The client role is audience. By one page sendStreamMessage applies to hosts only; by another an audience member who calls it may be switched to host.", nil, Disagreed, "API reference 4.x: sendStreamMessage (hosts only); comments of the SDK: sendStreamMessage (may be switched)"},
	{Granted, Yes, "yes", "The client role is host, and the publish privilege is running.", nil, Documented, srcCoHost},
	{NotGranted, No, "not granted", "Co-host authentication is on, and the token does not grant this. The client role alone is not enough.", showsRole, Documented, srcCoHost},
	{PublishOver, No, "ended", "The publish privilege is over, while the user stays in the channel. That publishing stops then is inferred: no page says what exactly happens.", nil, Inferred, srcCoHost + "; " + srcBuilder},
	{BeforeSwitch, Yes, "yes, for now", "Was publishing when co-host authentication was switched on, and is not muted. Once this token ends, a publisher token is needed.", nil, Documented, srcFAQ},
	{BeforeSwitchOver, Unknown, "unknown", "Was publishing when co-host authentication was switched on; since then the publish privilege has ended, the token has not. No page says which of the two counts.", nil, Undocumented, "none; see " + srcFAQ},
	{TimeGivenOver, No, "no, disputed", "Was publishing when co-host authentication was switched on, and the token of then is over. By one page a publisher token is needed from then on; by another whoever stays after the token's end can continue to send streams.", nil, Disagreed, srcFAQ + " (publisher token needed); " + srcDeploy + " (can continue to send streams)"},
	{CameBetween, Unknown, "unknown", "Became host while the switch was on its way into effect. Whether the server had begun to check is not known.", nil, Undocumented, "none; see " + srcFAQ},
	{RoleFirst, Yes, "yes, disputed", "Became host before the token granted this. One page has that order, for viewers with wildcard tokens; by another the server checks the token at setClientRole, and by a third that alone does not take effect with a subscriber token. That the role has to be set again is this lab's conclusion.", nil, Disagreed, srcDeploy + ", wildcard tokens (role first); " + srcCoHost + " (token first); " + srcProfiles},
	{GrantedAgain, Yes, "yes, again", "The publish privilege had ended or had been taken away, and a renewal granted it again. That publishing may go on is inferred; the app may have to publish anew.", nil, Inferred, srcCoHost},
	{RenewedWithout, No, "not granted", "The token was renewed, and the new one does not grant this. That the renewal ends publishing is inferred: the page names setClientRole alone as the moment at which the server checks the token.", nil, Inferred, srcCoHost},
	{CommunicationOff, Yes, "yes", "In the communication profile everyone may publish, client roles have no effect, and with co-host authentication off the token's publish privileges are not enforced.", nil, Inferred, srcProfile + "; " + srcBuilder},
	{CommunicationOn, Unknown, "unknown", "Co-host authentication is described for the live broadcasting profile. What it does in the communication profile is documented nowhere.", nil, Undocumented, "none; see " + srcCoHost},
	{Settling, Unknown, "unknown", "Co-host authentication was switched a moment ago, and takes effect in about 5 minutes. That either answer is possible until then is inferred.", nil, Inferred, srcCoHost},
	{Adrift, Unknown, "unknown", "Whether the user is still in the channel is not known.", nil, Undocumented, "none"},
}

// Reasons gives all reasons there are, in a copy.
func Reasons() []Reason { return append([]Reason(nil), reasons...) }

// reason gives the row of id. Rules name rows that there are: a test holds that.
func reason(id ReasonID) Reason {
	for i := range reasons {
		if reasons[i].ID == id {
			return reasons[i]
		}
	}
	return Reason{ID: id, Answer: Unknown, Word: "unknown", Certainty: Undocumented}
}
