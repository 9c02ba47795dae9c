package errorline

// signaling2 are the codes of the Signaling SDK 2.x.
var signaling2 = []entry{
	{sdk: Signaling2, kind: Failure, code: "-10003", name: "RTM_ERROR_INVALID_APP_ID", meaning: "The App ID is not valid, or Signaling is not activated for the project.", fix: fixAppID, look: lookAppID},
	{sdk: Signaling2, kind: Failure, code: "-10005", name: "RTM_ERROR_INVALID_TOKEN", weak: []string{"invalid token", "token is invalid", "token invalid"},
		meaning: "The token is not accepted: it has no RTM service, or another user or App ID, or another certificate signed it. For a stream channel: the RTC part is for another channel or user.", fix: fixUser,
		look: &look{append([]string{"channel-mismatch", "uid-mismatch"}, lookUser.checks...), lookUser.findings}},
	{sdk: Signaling2, kind: Failure, code: "-10006", name: "RTM_ERROR_INVALID_USER_ID", meaning: "The user id is not legal.", fix: fixUserName, look: lookName},
	{sdk: Signaling2, kind: Failure, code: "-10008", name: "RTM_ERROR_INVALID_CHANNEL_NAME", meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: Signaling2, kind: Failure, code: "-10009", name: "RTM_ERROR_TOKEN_EXPIRED", weak: []string{"token expired", "token has expired", "token is expired"}, meaning: "The token has expired.", fix: fixExpired, look: lookExpired},
	{sdk: Signaling2, kind: Failure, code: "-10012", name: "RTM_ERROR_LOGIN_REJECTED", meaning: "The server rejected the login: Signaling is not activated for the project, or the token or the user is banned.",
		fix: "Activate Signaling for the project in Agora Console; it takes some minutes.", look: lookUser},
	{sdk: Signaling2, kind: Failure, code: "-10013", name: "RTM_ERROR_LOGIN_ABORTED", meaning: "The login was given up after an error that does not pass, for instance another login of the same user.", fix: fixUser, look: lookUser},
	{sdk: Signaling2, kind: Failure, code: "-10015", name: "RTM_ERROR_LOGIN_NOT_AUTHORIZED", meaning: "The project may not use Signaling: not enabled, not paid, or suspended.", fix: "Look at the project's state in Agora Console: it is not about the token."},
	{sdk: Signaling2, kind: Failure, code: "-10016", name: "RTM_ERROR_INCONSISTENT_APPID", meaning: "The App ID is not the token's.", fix: fixAppID, look: lookAppID},
	{sdk: Signaling2, kind: Failure, code: "-10026", name: "RTM_ERROR_RENEW_TOKEN_TIMEOUT", meaning: "renewToken had no answer in time.", fix: fixRetry},
	{sdk: Signaling2, kind: Failure, code: "-11007", name: "RTM_ERROR_CHANNEL_JOIN_FAILED", meaning: "The stream channel was not joined. It takes an RTC token for that channel and for the logged-in user.",
		fix:  "Pass a token whose RTC service has the channel's name and the Signaling user as account; one 007 token can hold RTM and RTC.",
		look: &look{[]string{"wrong-service", "channel-mismatch", "uid-mismatch", "no-privilege", "expired", "signature-invalid"}, lookInvalid.findings}},

	{sdk: Signaling2, kind: Reason, code: "16", name: "RTM_LINK_STATE_CHANGED_INVALID_TOKEN", meaning: "The token is not accepted.", fix: fixUser, look: lookUser},
	{sdk: Signaling2, kind: Reason, code: "17", name: "RTM_LINK_STATE_CHANGED_TOKEN_EXPIRED", phrases: []string{"ticket expired"}, meaning: "The token has expired: the link is FAILED by SERVER_REJECT.",
		fix: "Log out, fetch a new token, and log in again.", look: lookExpired},
	{sdk: Signaling2, kind: Reason, code: "18", name: "RTM_LINK_STATE_CHANGED_INCONSISTENT_APPID", meaning: "The App ID is not the token's.", fix: fixAppID, look: lookAppID},
	{sdk: Signaling2, kind: Reason, code: "19", name: "RTM_LINK_STATE_CHANGED_INVALID_CHANNEL_NAME", meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: Signaling2, kind: Reason, code: "20", name: "RTM_LINK_STATE_CHANGED_INVALID_USER_ID", meaning: "The user id is not legal.", fix: fixUserName, look: lookName},
	{sdk: Signaling2, kind: Event, name: "tokenPrivilegeWillExpire", meaning: "The token ends in 30 s: that of the login where no channel is named, else that of the stream channel.", fix: fixRenew, look: lookExpired},
}

// rtm1 are the codes of the RTM SDK 1.x.
var rtm1 = []entry{
	{sdk: RTM1, kind: Failure, code: "1", name: "LOGIN_ERR_UNKNOWN", meaning: "The login failed, for no reason that is given.", fix: fixRetry},
	{sdk: RTM1, kind: Failure, code: "2", name: "LOGIN_ERR_REJECTED", meaning: "The server rejected the login.", fix: fixUser, look: lookUser},
	{sdk: RTM1, kind: Failure, code: "3", name: "LOGIN_ERR_INVALID_ARGUMENT", meaning: "An argument is malformed: the token's text or the user.", fix: "Look at the token's text and at the user: 1 to 64 bytes, not starting with a space.", look: lookName},
	{sdk: RTM1, kind: Failure, code: "4", name: "LOGIN_ERR_INVALID_APP_ID", meaning: "No project has this App ID.", fix: fixAppID, look: lookAppID},
	{sdk: RTM1, kind: Failure, code: "5", name: "LOGIN_ERR_INVALID_TOKEN", phrases: []string{"the vendor enabled the dynamic key but uses the static key"},
		meaning: "The token is not accepted: it is for RTC, or for another user or App ID, or missing where the project has a certificate. In a 006 token the user stands in the channel field.", fix: fixUser, look: lookUser},
	{sdk: RTM1, kind: Failure, code: "6", name: "LOGIN_ERR_TOKEN_EXPIRED", meaning: "The token has expired.", fix: fixExpired, look: lookExpired},
	{sdk: RTM1, kind: Failure, code: "7", name: "LOGIN_ERR_NOT_AUTHORIZED", meaning: "The project may not use RTM.", fix: "Look at the project's state in Agora Console: it is not about the token."},
	{sdk: RTM1, kind: Failure, code: "8", name: "LOGIN_ERR_ALREADY_LOGGED_IN", meaning: "The user is logged in already.", fix: fixCalls},
	{sdk: RTM1, kind: Failure, code: "9", name: "LOGIN_ERR_TIMEOUT", meaning: "The login had no answer in time.", fix: fixRetry},
	{sdk: RTM1, kind: Failure, code: "10", name: "LOGIN_ERR_TOO_OFTEN", meaning: "More than two logins a second.", fix: fixCalls},
	{sdk: RTM1, kind: Failure, code: "101", name: "LOGIN_ERR_NOT_INITIALIZED", meaning: "The SDK is not initialised.", fix: fixCalls},
	{sdk: RTM1, kind: Reason, code: "7", meaning: "The user is banned by the server.", fix: "Lift the ban: it is not about the token."},
	{sdk: RTM1, kind: Reason, code: "8", meaning: "The same user logged in on another device.", fix: "Log in with one device a user, or log the other one out."},
	{sdk: RTM1, kind: Reason, code: "9", meaning: "The token has expired, and the state is ABORTED.", fix: "Log in again with a new token.", look: lookExpired},
	{sdk: RTM1, kind: Renewal, code: "1", name: "RENEW_TOKEN_ERR_FAILURE", meaning: "The renewal failed, for no reason that is given.", fix: fixRetry},
	{sdk: RTM1, kind: Renewal, code: "2", name: "RENEW_TOKEN_ERR_INVALID_ARGUMENT", meaning: "The new token's text is malformed.", fix: fixRenew, look: lookNone},
	{sdk: RTM1, kind: Renewal, code: "4", name: "RENEW_TOKEN_ERR_TOO_OFTEN", meaning: "More than two renewals a second.", fix: fixCalls},
	{sdk: RTM1, kind: Renewal, code: "5", name: "RENEW_TOKEN_ERR_TOKEN_EXPIRED", meaning: "The new token has already expired.", fix: fixRenew, look: lookExpired},
	{sdk: RTM1, kind: Renewal, code: "6", name: "RENEW_TOKEN_ERR_INVALID_TOKEN", meaning: "The new token is not accepted.", fix: fixUser, look: lookUser},
	{sdk: RTM1, kind: Event, name: "onTokenExpired", meaning: "The token has expired. RTM 1.x reports it with a 006 token only while it reconnects; Chat uses the same name.", fix: "Log in again with a new token.", look: lookExpired},
}
