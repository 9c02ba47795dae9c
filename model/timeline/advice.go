package timeline

// Note says, where there is something, what the documents leave open or disagree
// on at this event for this platform. "" where there is nothing, as at what is moot.
func (e *Event) Note(p Platform) string {
	switch {
	case e.Moot:
		return ""
	case e.Before:
		return "It would fall no later than the issue of the token: it comes at once or never, which is undocumented."
	case e.mute(p):
		return "Agora's pages name no " + e.Product.Title() + " callback for " + p.Title() + "."
	}
	switch e.Product {
	case RTC:
		return e.rtcNote(p)
	case RTM1:
		return e.rtm1Note(p)
	case Signaling2:
		return e.rtm2Note(p)
	case Chat:
		return e.chatNote(p)
	}
	return ""
}

// mute reports whether other platforms have a callback at e and this one's is not
// documented.
func (e *Event) mute(p Platform) bool {
	return e.Callback(Android) != "" && e.Callback(p) == ""
}

// Sources: Docs-Source, token-authentication/deploy-token-server, against the
// use-tokens pages (what the 30 s count to) and FAQ token_usage_generation_
// description.md (whether a token's end removes); release-notes/web.mdx, 4.13.0;
// enum_connectionchangedreasontype.dita.
func (e *Event) rtcNote(p Platform) string {
	switch e.Event {
	case WillExpire:
		if !e.Certain {
			return "That the end of a publish privilege is warned of is inferred. The callback does not say which privilege ends."
		}
		return "The pages disagree on which end comes 30 s later, the token's or the privilege's: here it is the privilege's. The callback does not say which."
	case Expired:
		switch p {
		case Web:
			return "From Web SDK 4.13.0 on, when the device sleeps or is offline it comes on waking, at the attempt to reconnect."
		case Flutter, ReactNative, Electron:
			return "The connection state changes too, with reason 9. The pages disagree on what comes next: joining again, or renewToken."
		}
		return "The connection state changes too, with reason 9. The pages disagree on what comes next: renewToken, or leaving and joining again."
	case RejoinClosed:
		return "No callback tells of it, only a timer of the app's own. An older page (2020) has the user removed at this moment."
	case PublishEnds:
		return "Inferred: no page says what happens to a stream that is being published. Without co-host authentication nothing is enforced."
	}
	return ""
}

// Sources: agora_doc_source, Real-time-Messaging/token007/token_server_rtm_en.md
// and RTM 1.x/token_upgrade_rtm.md.
func (e *Event) rtm1Note(p Platform) string {
	switch {
	case e.Event == Expired:
		return "While connected, the state becomes ABORTED with reason 9; while reconnecting, the callback waits for the network."
	case p == Web || p == Electron:
		return "From which version on is disputed: one page says 1.4.6, the others 1.5.0."
	}
	return "From SDK 1.5.0 on."
}

// Sources: Docs-Source, signaling/release-notes/web.mdx, 2.2.3; project-
// implementation/{web,linux-cpp}.mdx; docs-portal, rtm_token_expiration.mdx.
func (e *Event) rtm2Note(p Platform) string {
	switch {
	case e.Event == Expired:
		return "There is no callback of its own: the link state event gives operation SERVER_REJECT, \"Ticket expired\". One page has a new client instance made before the next login."
	case p == Web:
		return "Before Web SDK 2.2.3 it came three times: 30, 20 and 10 s ahead."
	}
	return "An empty channel name in it means the Signaling token, any other that stream channel's RTC token."
}

// Sources: Docs-Source, chat-sdk/reference/error-codes and token-authentication/
// implementation.
func (e *Event) chatNote(p Platform) string {
	switch {
	case e.Event == HalfLife && p == IOS:
		return "At half the lifetime, error 109. The page for iOS names tokenDidExpire in its text here: a slip."
	case e.Event == HalfLife:
		return "At half the lifetime, not some seconds before the end. Error 109."
	case e.Event == Expired && (p == ReactNative || p == Unity || p == Web):
		return "Error 108. This platform's page calls renewToken here; the error table says to log in again."
	case e.Event == Expired:
		return "Error 108."
	}
	return ""
}

// Todo says in one short sentence what the app should do at this event on this
// platform, "" if nothing. Where pages differ it is what the platform's own page
// says, and [Event.Note] tells of the other.
func (e *Event) Todo(p Platform) string {
	const renew = "Fetch a new token and call renewToken."
	switch e.Event {
	case WillExpire, HalfLife:
		if p == Unity || p == Windows && e.Product == Chat {
			return "Fetch a new token and call RenewToken."
		}
		return renew
	case Expired:
		return e.again(p)
	case RejoinClosed:
		return "Fetch a new token and call renewToken: with this one a dropped user can't come back."
	case PublishEnds:
		if e.Moot {
			return ""
		}
		return "To publish on, call renewToken with a token that grants it."
	}
	return ""
}

// again gives what to do when a token or a privilege has ended. Sources for RTC:
// Docs-Source, use-tokens/project-implementation/{android,windows,swift,unreal,
// flutter,electron,react-native,web}.mdx; for RTM token_server_rtm_en.md; for
// Signaling project-implementation/{web,linux-cpp}.mdx; for Chat the error tables.
func (e *Event) again(p Platform) string {
	switch e.Product {
	case RTM1, Chat:
		return "Fetch a new token and log in again."
	case Signaling2:
		return "Log out, fetch a new token and log in."
	}
	switch p {
	case Web:
		return "Fetch a new token and call client.join again, not renewToken."
	case Flutter, ReactNative, Electron:
		return "Fetch a new token and call joinChannel again."
	case Unity:
		return "Fetch a new token and call RenewToken; with several channels, UpdateChannelMediaOptionsEx."
	}
	return "Fetch a new token and call renewToken; with several channels, updateChannelMediaOptionsEx."
}
