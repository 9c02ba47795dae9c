package sdkversion

import "agtok/token"

// Where says on which side a step is taken.
type Where string

// The sides.
const (
	Server Where = "server"
	Client Where = "client"
)

// Step is one thing to change on the way from 006 to 007.
type Step struct {
	Where  Where  `json:"where"`
	What   string `json:"what"`
	Source string `json:"source"`
}

// stepRow is a step with the services that it concerns.
type stepRow struct {
	rtc, rtm bool
	Step
}

var steps = [...]stepRow{
	{true, true, Step{Client, "Upgrade the SDKs first, to the versions listed for 007. They take 006 too, so the server can follow later, and users with 006 and 007 tokens meet in one channel.", srcUpgrade}},
	{true, false, Step{Client, "Keep the calls as they are: join and renewToken take the new token in place of the old one.", srcUpgrade}},
	{true, false, Step{Server, "Take RtcTokenBuilder2 (npm agora-token, not agora-access-token; folder accesstoken2 and rtctokenbuilder2 in Go) in place of RtcTokenBuilder.", "AgoraIO/Tools"}},
	{false, true, Step{Server, "Take RtmTokenBuilder2 in place of RtmTokenBuilder: the user goes into the user field, no longer into the channel field, and there is no role.", "AgoraIO/Tools"}},
	{true, true, Step{Server, "Pass lifetimes in seconds from now, as in 3600, where the old builder took a Unix time. Several of Agora's pages and samples get this wrong.", "AgoraIO/Tools go/src/rtctokenbuilder2 and API-Examples"}},
	{true, false, Step{Server, "Pass two lifetimes, that of the token and that of the privileges; make them equal. A privilege of 0 has no end of its own.", srcDeploy}},
	{true, false, Step{Server, "Take the role publisher (1) or subscriber (2). Attendee (0) and admin (101) are gone; in 007 they would give join alone.", "AgoraIO/Tools go/src/rtctokenbuilder2"}},
	{true, false, Step{Server, "Call it BuildTokenWithUserAccount for user accounts: the old builder says WithAccount in some languages.", "AgoraIO/Tools"}},
	{true, true, Step{Server, "One 007 token can carry RTC and RTM together, and Chat too: clients that fetched two tokens can fetch one.", "AgoraIO/Tools go/src/accesstoken2"}},
	{true, false, Step{Server, "Send REST calls the header Authorization: agora token=… in place of x-agora-token and x-agora-uid.", "Docs: RESTful authentication with tokens"}},
	{false, true, Step{Client, "Expect the token to end while connected: with 007 RTM 1.x calls onTokenPrivilegeWillExpire 30 s before, and aborts the connection at the end; with 006 it did neither.", srcRTM}},
}

// Move gives the steps from a 006 token to the 007 token that takes its place, in
// order; none for other formats, older ones included.
func Move(t *token.Token) []Step {
	list := []Step{}
	if t.AccessToken == nil {
		return list
	}
	_, rtm := token.Expire(t.AccessToken.Privileges, token.RTMLogin)
	rtc := !rtm || len(t.AccessToken.Privileges) > 1
	for _, s := range steps {
		if s.rtc && rtc || s.rtm && rtm {
			list = append(list, s.Step)
		}
	}
	return list
}
