package reply

// rule is what is the same for all differences of an ID.
type rule struct {
	id          ID
	fix, source string
}

const (
	srcService = "AgoraIO-Community/agora-token-service"
	srcTools   = "AgoraIO/Tools"
	srcSamples = "Docs: integrate token generation"
)

var rules = [...]rule{
	{NoToken, "Look at the server's log and at the request: the path, the method and the names of the parameters.", srcService + " issues 22 and 11"},
	{EmptyToken, "Set App ID and certificate on the server, each exactly 32 hexadecimal digits without a line break: many builders return an empty text for anything else.", srcTools + " nodejs/src/AccessToken2.js"},
	{NotReadable, "Let the server return the token as it was built, unescaped and whole, and errors under a key of their own with a status of 400 or more.", srcSamples},
	{OldFormat, "Let the server build 007 with the current library: 006 has no lifetime of its own, no wildcards and no Chat.", srcTools},
	{AppIDDiffers, "Set the App ID of the client's project on the server, with that project's certificate.", srcTools + " issue 260"},
	{ServiceMissing, "Ask the server's route for this product: a token for RTC does not log in to Signaling or Chat.", "AgoraIO/RTM issue 70"},
	{AppToken, "Send the user with the request. Without one some servers build an app token, which opens the REST API of the whole app and must not reach a client.", srcService},
	{ChannelDiffers, "Send the channel name url-encoded, and look how the server decodes it; a route's :channel is a placeholder, colon included.", srcService + " issue 22"},
	{ChannelAny, "Look whether the server finds the channel under the name that the request has: the token holds for every channel.", "Docs: deploy a token server, wildcard tokens"},
	{UIDWrapped, "Ask for a uid from 1 to 4294967295, and let the server refuse any other: it cuts numbers to 32 bits.", srcService + " service/service.go: ParseUint with 64 bits, then uint32"},
	{UIDBecameAccount, "Let the server turn the uid into a number before it builds the token; as text 0 is an account and not any user.", srcService + "; " + srcTools + " issue 322"},
	{AccountBecameUID, "Ask for an account that is no number, or a route that builds by user account: the server takes digits for a uid.", srcService},
	{UIDAny, "Look whether the server finds the uid under the name that the request has: the token holds for any user.", srcService},
	{UIDDiffers, "Let the server build the token for the uid of the request, byte for byte.", srcService},
	{UserDiffers, "Let the server build the token for the user of the request, byte for byte.", srcService},
	{RoleSubscriber, "Send exactly the word or number that the server knows: many take every other role for subscriber. publisher for the community's service, 1 for the samples.", srcService + "; Docs-Source issue 1033"},
	{RolePublisher, "Send exactly the word or number that the server knows: some take every other role for publisher.", "Docs: Chat sample server, /rtc/{channel}/{uid}/{role}/token"},
	{LifetimeAbsolute, "Let the server pass seconds from now to the 007 builder, and not a time.", srcTools + " (ec37b0e); Docs: Signaling sample server"},
	{LifetimeDiffers, "Look under which name, and in which unit, the server takes the lifetime. Without one some use 3600 s, some 40 s, some 0.", srcService + "; " + srcSamples},
	{SameToken, "Let the server build a token for each request, and let nothing on the way keep replies.", srcTools + " issues 69 and 278"},
	{SameTime, "Compute the lifetime at each request and not once, when the server starts.", srcTools + " issues 69 and 278"},
}

func rowOf(id ID) rule {
	for _, r := range rules {
		if r.id == id {
			return r
		}
	}
	return rule{id: id}
}

// IDs gives all differences in their order.
func IDs() []ID {
	list := make([]ID, len(rules))
	for i := range rules {
		list[i] = rules[i].id
	}
	return list
}
