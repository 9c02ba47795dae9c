package errorline

// rtcNative are the codes of the native RTC SDKs and of what is built on them.
var rtcNative = []entry{
	{sdk: Native, kind: Failure, code: "2", name: "ERR_INVALID_ARGUMENT", meaning: "An argument is malformed: the channel name, the options or the token's text. joinChannel and renewToken return it as -2.",
		fix: "Look at the token's text (whole, without quotes or line breaks) and at the channel name.", look: &look{[]string{"not-a-token"}, []string{"repaired", "channel-too-long", "channel-illegal-character"}}},
	{sdk: Native, kind: Failure, code: "7", name: "ERR_NOT_INITIALIZED", meaning: "The engine is not initialised; renewToken returns it as -7.", fix: fixCalls},
	{sdk: Native, kind: Failure, code: "101", name: "ERR_INVALID_APP_ID", meaning: "No project has this App ID.", fix: fixAppID, look: lookAppID},
	{sdk: Native, kind: Failure, code: "102", name: "ERR_INVALID_CHANNEL_NAME", meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: Native, kind: Failure, code: "109", name: "ERR_TOKEN_EXPIRED", weak: []string{"token expired", "token has expired", "token is expired"},
		meaning: "The token had expired when the client joined, or its join privilege ended in the channel.", fix: fixExpired, look: lookExpired},
	{sdk: Native, kind: Failure, code: "110", name: "ERR_INVALID_TOKEN", weak: []string{"invalid token", "token is invalid", "token invalid"},
		meaning: "The token is not accepted: App ID, channel or uid are not the token's, a number stands for an account, the certificate is another one, or the project has a certificate and no token was passed, or the reverse.",
		fix:     fixInvalid, look: lookInvalid},
	{sdk: Native, kind: Failure, code: "115", name: "ERR_DYNAMIC_TOKEN_BUT_USE_STATIC_KEY", meaning: "The project has a certificate and the client passed no token (RTSA SDK for devices).", fix: fixNoToken, look: lookNone},
	{sdk: Native, kind: Failure, code: "119", name: "ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED", meaning: "Switching the client role failed. With co-host authentication on, a host needs a token that grants publishing.",
		fix: "With co-host authentication on, renew with a publisher's token, then switch the role.", look: lookRole},
	{sdk: Native, kind: Failure, code: "121", name: "ERR_INVALID_USER_ID", meaning: "The uid is not legal.", fix: "Use a uid from 1 to 4294967295.", look: lookUID},
	{sdk: Native, kind: Failure, code: "123", name: "ERR_CLIENT_IS_BANNED_BY_SERVER", meaning: "The user is banned from the channel.", fix: "Lift the ban: it is not about the token."},
	{sdk: Native, kind: Failure, code: "134", name: "ERR_INVALID_USER_ACCOUNT", meaning: "The user account is not legal.", fix: "Use 1 to 255 bytes of the 89 allowed characters.", look: lookUID},

	{sdk: Native, kind: Reason, code: "6", name: "CONNECTION_CHANGED_INVALID_APP_ID", meaning: "No project has this App ID.", fix: fixAppID, look: lookAppID},
	{sdk: Native, kind: Reason, code: "7", name: "CONNECTION_CHANGED_INVALID_CHANNEL_NAME", meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: Native, kind: Reason, code: "8", name: "CONNECTION_CHANGED_INVALID_TOKEN", meaning: "The token is not accepted: App ID, channel or uid are not the token's, the certificate is another one, or a token is missing where the project has a certificate.",
		fix: fixInvalid, look: lookInvalid},
	{sdk: Native, kind: Reason, code: "9", name: "CONNECTION_CHANGED_TOKEN_EXPIRED", meaning: "The token had expired when the client joined, or its join privilege ended in the channel.", fix: fixExpired, look: lookExpired},
	{sdk: Native, kind: Reason, code: "10", name: "CONNECTION_CHANGED_REJECTED_BY_SERVER", meaning: "The server turned the client away, for instance because it is in the channel already.", fix: fixCalls},
	{sdk: Native, kind: Reason, code: "12", name: "CONNECTION_CHANGED_RENEW_TOKEN", meaning: "The token was renewed. Nothing is wrong.", fix: "There is nothing to do."},
	{sdk: Native, kind: Reason, code: "19", name: "CONNECTION_CHANGED_SAME_UID_LOGIN", meaning: "Another device joined with the same uid.", fix: "Give each device a uid, and a token, of its own.", look: lookUID},
	{sdk: Native, kind: Reason, code: "20", name: "CONNECTION_CHANGED_TOO_MANY_BROADCASTERS", meaning: "The channel has its most hosts.", fix: "It is not about the token: join as audience."},
	{sdk: Native, kind: Reason, code: "23", name: "CONNECTION_CHANGED_STREAM_CHANNEL_NOT_AVAILABLE", meaning: "Stream channels are not available to this project.", fix: "Ask Agora to enable stream channels."},
	{sdk: Native, kind: Reason, code: "24", name: "CONNECTION_CHANGED_INCONSISTENT_APPID", meaning: "The App ID is not the token's.", fix: fixAppID, look: lookAppID},

	{sdk: Native, kind: Renewal, code: "0", name: "RENEW_TOKEN_SUCCESS", meaning: "The renewal was accepted.", fix: "There is nothing to do."},
	{sdk: Native, kind: Renewal, code: "1", name: "RENEW_TOKEN_FAILURE", meaning: "The renewal failed, for no reason that is given.", fix: fixRetry},
	{sdk: Native, kind: Renewal, code: "2", name: "RENEW_TOKEN_TOKEN_EXPIRED", meaning: "The new token has already expired.", fix: fixRenew, look: lookExpired},
	{sdk: Native, kind: Renewal, code: "3", name: "RENEW_TOKEN_INVALID_TOKEN", meaning: "The new token is not accepted: it is missing, or for another uid, or its signature is wrong.", fix: fixRenew, look: lookInvalid},
	{sdk: Native, kind: Renewal, code: "4", name: "RENEW_TOKEN_INVALID_CHANNEL_NAME", meaning: "The new token is for another channel.", fix: fixRenew, look: lookChannel},
	{sdk: Native, kind: Renewal, code: "5", name: "RENEW_TOKEN_INCONSISTENT_APPID", meaning: "The new token is for another App ID.", fix: fixRenew, look: lookAppID},
	{sdk: Native, kind: Renewal, code: "6", name: "RENEW_TOKEN_CANCELED_BY_NEW_REQUEST", meaning: "A newer call of renewToken took this one's place.", fix: "There is nothing to do."},

	{sdk: Native, kind: Event, name: "onTokenPrivilegeWillExpire", meaning: "A privilege ends in 30 s.", fix: fixRenew, look: lookExpired},
	{sdk: Native, kind: Event, name: "onRequestToken", meaning: "The join privilege has ended, and the user is out of the channel.", fix: fixExpired, look: lookExpired},
}

// rtcWeb are the exceptions of the Web SDK 4.x. A number is that of its gateway:
// 201 × 10000 and the reason.
var rtcWeb = []entry{
	{sdk: Web, kind: Failure, name: "CAN_NOT_GET_GATEWAY_SERVER", generic: true, meaning: "The gateway turned the client away. Why stands in the message behind it.",
		fix: "Read the message behind the colon, and paste the whole line.", look: lookInvalid},
	{sdk: Web, kind: Failure, code: "2010005", name: "INVALID_VENDOR_KEY", phrases: []string{"invalid vendor key", "can not find appid"}, meaning: "No project has this App ID, or it is disabled.", fix: fixAppID, look: lookAppID},
	{sdk: Web, kind: Failure, code: "2010007", name: "INVALID_CHANNEL_NAME", phrases: []string{"invalid channel name"}, meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: Web, kind: Failure, code: "2010009", name: "NO_AUTHORIZED", phrases: []string{"invalid token authorized failed", "authorized failed"},
		meaning: "The token is not accepted: its signature, channel, uid or App ID are not the client's. Joining with no uid counts as another uid than the token's.", fix: fixInvalid, look: lookInvalid},
	{sdk: Web, kind: Failure, code: "2010010", name: "DYNAMIC_KEY_TIMEOUT", phrases: []string{"dynamic key or token timeout", "token timeout"},
		meaning: "The token's own lifetime is over, or 24 h have passed since it was issued.", fix: fixExpired, look: lookExpired},
	{sdk: Web, kind: Failure, code: "2010011", name: "NO_ACTIVE_STATUS", phrases: []string{"no active status"}, meaning: "The project is not active.", fix: "Enable the project in Agora Console, and look whether the account is suspended.", look: lookAppID},
	{sdk: Web, kind: Failure, code: "2010013", name: "DYNAMIC_KEY_EXPIRED", phrases: []string{"dynamic key expired"}, meaning: "A privilege of the token has ended.", fix: fixExpired, look: lookExpired},
	{sdk: Web, kind: Failure, code: "2010014", name: "STATIC_USE_DYNAMIC_KEY", phrases: []string{"static use dynamic key", "static use dynamic"}, meaning: "A token was passed, and the project has no certificate enabled.", fix: fixNoCert},
	{sdk: Web, kind: Failure, code: "2010015", name: "DYNAMIC_USE_STATIC_KEY", phrases: []string{"dynamic use static key", "dynamic use static"}, meaning: "The project has a certificate, and no token was passed.", fix: fixNoToken, look: lookNone},
	{sdk: Web, kind: Failure, name: "INVALID_PARAMS", phrases: []string{"if you don not use token set it to null", "if you do not use token set it to null"},
		meaning: "An argument is malformed. With the words Invalid token: an empty text was passed as token.", fix: "Pass the token, or null for a project without a certificate. An empty text comes of a builder whose App ID or certificate was not 32 hexadecimal digits.", look: lookNone},
	{sdk: Web, kind: Failure, name: "INVALID_OPERATION", phrases: []string{"audience can not publish stream"}, meaning: "The call is not allowed now: an audience publishes, or the client has joined already.",
		fix: "Set the client role to host before publishing; with co-host authentication on the token must grant publishing too.", look: lookRole},
	{sdk: Web, kind: Renewal, code: "110", phrases: []string{"error to verify token permission"}, meaning: "renewToken was refused: the new token is not for this channel and uid, or does not grant what the client does.", fix: fixRenew, look: lookInvalid},
	{sdk: Web, kind: Event, phrases: []string{"token privilege will expire"}, meaning: "A privilege ends in 30 s.", fix: fixRenew, look: lookExpired},
	{sdk: Web, kind: Event, phrases: []string{"token privilege did expire"}, meaning: "The join privilege has ended, and the user is out of the channel.", fix: "Fetch a new token and call join again: renewToken does not help here.", look: lookExpired},
}

// rtcWebLegacy are the errors of the Web SDK 2.x and 3.x.
var rtcWebLegacy = []entry{
	{sdk: WebLegacy, kind: Failure, code: "2", name: "K_TIMESTAMP_EXPIRED", meaning: "The key's time is over.", fix: fixExpired, look: lookExpired},
	{sdk: WebLegacy, kind: Failure, code: "3", name: "K_CHANNEL_PERMISSION_INVALID", meaning: "The key does not permit this channel.", fix: fixInvalid, look: lookChannel},
	{sdk: WebLegacy, kind: Failure, code: "4", name: "K_CERTIFICATE_INVALID", meaning: "The key is signed with another certificate.", fix: fixInvalid, look: lookInvalid},
	{sdk: WebLegacy, kind: Failure, code: "101", name: "ERR_INVALID_VENDOR_KEY", meaning: "No project has this App ID.", fix: fixAppID, look: lookAppID},
	{sdk: WebLegacy, kind: Failure, code: "102", name: "ERR_INVALID_CHANNEL_NAME", meaning: "The channel name is not legal.", fix: "Use 1 to 63 of the 89 allowed characters.", look: lookChannel},
	{sdk: WebLegacy, kind: Failure, code: "109", name: "ERR_DYNAMIC_KEY_TIMEOUT", meaning: "The token is older than a day.", fix: fixExpired, look: lookExpired},
	{sdk: WebLegacy, kind: Failure, code: "110", name: "ERR_NO_AUTHORIZED", meaning: "The token is not accepted: its signature, channel, uid or App ID are not the client's.", fix: fixInvalid, look: lookInvalid},
	{sdk: WebLegacy, kind: Failure, code: "116", name: "ERR_NO_ACTIVE_STATUS", meaning: "The project is not active.", fix: "Enable the project in Agora Console.", look: lookAppID},
	{sdk: WebLegacy, kind: Failure, code: "117", name: "ERR_INVALID_UID", meaning: "The uid is not legal.", fix: "Use a uid from 1 to 4294967295.", look: lookUID},
	{sdk: WebLegacy, kind: Failure, code: "118", name: "ERR_DYNAMIC_KEY_EXPIRED", meaning: "A privilege of the token has ended.", fix: fixExpired, look: lookExpired},
	{sdk: WebLegacy, kind: Failure, code: "119", name: "ERR_STATIC_USE_DYNAMIC_KEY", meaning: "A token was passed, and the project has no certificate enabled.", fix: fixNoCert},
	{sdk: WebLegacy, kind: Failure, code: "120", name: "ERR_DYNAMIC_USE_STATIC_KEY", meaning: "The project has a certificate, and no token was passed.", fix: fixNoToken, look: lookNone},
	{sdk: WebLegacy, kind: Event, name: "onTokenPrivilegeDidExpire", meaning: "The join privilege has ended, and the user is out of the channel.", fix: fixExpired, look: lookExpired},
}

// recording are the errors of Cloud Recording.
var recording = []entry{
	{sdk: Recording, kind: Failure, code: "101", name: "ErrorUint32", meaning: "The recorder could not join, mostly for its token: wrong, expired, or missing on one side.",
		fix: "Give the recorder a uid of its own (a number no user has) and a token for that uid and the very channel, with a lifetime as long as the recording.", look: lookInvalid},
}
