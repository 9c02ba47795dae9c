package errorline

// chatNative are the codes of the Chat SDKs for Android, iOS, Unity and Windows.
var chatNative = []entry{
	{sdk: ChatNative, kind: Failure, code: "100", name: "INVALID_APP_KEY", meaning: "The App Key (org#app) is not valid. It is not the App ID.", fix: "Copy the App Key from the Chat page of the project in Agora Console."},
	{sdk: ChatNative, kind: Failure, code: "101", name: "INVALID_USER_NAME", meaning: "The user name is not legal.", fix: fixUserName, look: lookName},
	{sdk: ChatNative, kind: Failure, code: "102", name: "INVALID_PASSWORD", meaning: "The password is not right. With a token no password is passed.", fix: "Log in with the call that takes a token."},
	{sdk: ChatNative, kind: Failure, code: "104", name: "INVALID_TOKEN", vague: true, weak: []string{"invalid token", "token is invalid", "token invalid"}, meaning: "The token is empty or not accepted.", fix: fixChat, look: lookChat},
	{sdk: ChatNative, kind: Failure, code: "105", name: "USER_NAME_TOO_LONG", meaning: "The user name is longer than 64 bytes.", fix: fixUserName, look: lookName},
	{sdk: ChatNative, kind: Failure, code: "108", name: "TOKEN_EXPIRED", vague: true, weak: []string{"token expired", "token has expired", "token is expired"}, meaning: "The token has expired, and the user is logged out.", fix: "Fetch a new token and log in again.", look: lookExpired},
	{sdk: ChatNative, kind: Event, code: "109", name: "TOKEN_WILL_EXPIRE", meaning: "Half of the token's lifetime is over. Nothing is wrong yet.", fix: "Fetch a new token and pass it to renewToken.", look: lookExpired},
	{sdk: ChatNative, kind: Failure, code: "200", name: "USER_ALREADY_LOGIN", meaning: "The user is logged in already.", fix: fixCalls},
	{sdk: ChatNative, kind: Failure, code: "201", name: "USER_NOT_LOGIN", meaning: "Nobody is logged in.", fix: fixCalls},
	{sdk: ChatNative, kind: Failure, code: "202", name: "USER_AUTHENTICATION_FAILED", meaning: "The login was refused: the token is not valid or has expired, or it is for another user.", fix: fixChat,
		look: &look{append([]string{"expired"}, lookChat.checks...), lookChat.findings}},
	{sdk: ChatNative, kind: Failure, code: "203", name: "USER_ALREADY_EXIST", meaning: "The user is registered already.", fix: "Log in: it is not about the token."},
	{sdk: ChatNative, kind: Failure, code: "204", name: "USER_NOT_FOUND", meaning: "The user is not registered.", fix: "Register the user over REST with an app token first.", look: lookName},
	{sdk: ChatNative, kind: Failure, code: "206", name: "USER_LOGIN_ANOTHER_DEVICE", meaning: "The user logged in on another device.", fix: "It is not about the token."},
	{sdk: ChatNative, kind: Failure, code: "207", name: "USER_REMOVED", meaning: "The user was deleted.", fix: "Register the user again: it is not about the token."},
	{sdk: ChatNative, kind: Failure, code: "208", name: "USER_REG_FAILED", meaning: "Registration is closed to clients.", fix: "Register users over REST with an app token."},
	{sdk: ChatNative, kind: Failure, code: "214", name: "USER_LOGIN_TOO_MANY_DEVICES", meaning: "The user is on too many devices.", fix: "It is not about the token."},
	{sdk: ChatNative, kind: Failure, code: "216", name: "USER_KICKED_BY_CHANGE_PASSWORD", meaning: "The user's password was changed.", fix: "Log in again."},
	{sdk: ChatNative, kind: Failure, code: "217", name: "USER_KICKED_BY_OTHER_DEVICE", meaning: "Another device or the console logged the user out.", fix: "Log in again."},
	{sdk: ChatNative, kind: Failure, code: "218", name: "USER_ALREADY_LOGIN_ANOTHER", meaning: "Another user is logged in on this device.", fix: fixCalls},
	{sdk: ChatNative, kind: Failure, code: "220", name: "USER_DEVICE_CHANGED", meaning: "The user's device changed.", fix: "Log in again."},
	{sdk: ChatNative, kind: Failure, code: "305", name: "SERVER_SERVING_DISABLED", meaning: "The app is banned.", fix: "Look at the project's state in Agora Console: it is not about the token."},
	{sdk: ChatNative, kind: Event, name: "onTokenWillExpire", meaning: "Half of the token's lifetime is over. Nothing is wrong yet.", fix: "Fetch a new token and pass it to renewToken.", look: lookExpired},
	{sdk: ChatNative, kind: Event, name: "onTokenDidExpire", meaning: "The token has expired, and the user is logged out.", fix: "Fetch a new token and log in again.", look: lookExpired},
}

// chatWeb are the codes of the Chat SDK for Web, which are its own.
var chatWeb = []entry{
	{sdk: ChatWeb, kind: Failure, code: "1", name: "WEBIM_CONNCTION_OPEN_ERROR", meaning: "The login failed: the request for a token did not succeed.", fix: fixChat, look: lookChat},
	{sdk: ChatWeb, kind: Failure, code: "2", name: "WEBIM_CONNCTION_AUTH_ERROR", meaning: "The App Key was not verified, or the login token is not accepted.", fix: fixChat, look: lookChat},
	{sdk: ChatWeb, kind: Failure, code: "27", name: "WEBIM_CONNCTION_APPKEY_NOT_ASSIGN_ERROR", meaning: "No App Key was given.", fix: "Copy the App Key from the Chat page of the project in Agora Console."},
	{sdk: ChatWeb, kind: Failure, code: "28", name: "WEBIM_CONNCTION_TOKEN_NOT_ASSIGN_ERROR", meaning: "No token was passed to the login.", fix: "Pass the token as accessToken (agoraToken in older versions).", look: lookNone},
	{sdk: ChatWeb, kind: Failure, code: "40", meaning: "The user was not authenticated.", fix: fixChat, look: lookChat},
	{sdk: ChatWeb, kind: Failure, code: "700", meaning: "The token or the App Key is missing or not right.", fix: fixChat, look: lookChat},
}

// chatREST are the answers of the Chat REST API about its token.
var chatREST = []entry{
	{sdk: ChatREST, kind: Failure, code: "401", phrases: []string{"registration is not open"}, meaning: "Users were to be registered without an app token that is valid.", fix: "Send Authorization: Bearer and an app token (buildAppToken) with the request.", look: lookREST},
	{sdk: ChatREST, kind: Failure, code: "401", phrases: []string{"unable to authenticate due to expired access token", "expired token"}, meaning: "The app token is missing or has expired.", fix: "Send a new app token.", look: lookExpired},
	{sdk: ChatREST, kind: Failure, code: "401", name: "auth_bad_access_token", phrases: []string{"unable to authenticate due to corrupt access token"}, meaning: "The token's text is damaged.", fix: "Send the app token as it was built, in full.", look: lookREST},
	{sdk: ChatREST, kind: Failure, code: "401", phrases: []string{"unable to authenticate"}, generic: true, meaning: "The token is well formed, and not for this server and app.", fix: "Make sure that the REST host and the App Key belong to the App ID of the token, and that the primary certificate signed it.", look: lookREST},
}

var lookREST = &look{
	[]string{"not-a-token", "wrong-service", "app-id-mismatch", "signature-invalid"},
	[]string{"repaired", "signed-by-secondary", "chat-app-with-user", "chat-app-and-user", "expired"},
}
