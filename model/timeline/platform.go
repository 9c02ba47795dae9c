package timeline

// Platform is an SDK's platform, as ui.platform of the configuration has it.
type Platform string

// The platforms.
const (
	Android     Platform = "android"
	IOS         Platform = "ios"
	MacOS       Platform = "macos"
	Windows     Platform = "windows"
	Web         Platform = "web"
	Flutter     Platform = "flutter"
	ReactNative Platform = "react-native"
	Electron    Platform = "electron"
	Unity       Platform = "unity"
	Unreal      Platform = "unreal"
	HarmonyOS   Platform = "harmonyos"
)

// Platforms gives all platforms, Android, the default, first.
func Platforms() []Platform {
	return []Platform{Android, IOS, MacOS, Windows, Web, Flutter, ReactNative, Electron, Unity, Unreal, HarmonyOS}
}

// Title gives the platform's name for people. A name that is not in [Platforms]
// stays as it is.
func (p Platform) Title() string {
	switch p {
	case Android:
		return "Android"
	case IOS:
		return "iOS"
	case MacOS:
		return "macOS"
	case Windows:
		return "Windows"
	case Web:
		return "Web"
	case Flutter:
		return "Flutter"
	case ReactNative:
		return "React Native"
	case Electron:
		return "Electron"
	case Unity:
		return "Unity"
	case Unreal:
		return "Unreal"
	case HarmonyOS:
		return "HarmonyOS"
	}
	return string(p)
}

// names are the callbacks of one SDK: ahead of an end, and at it.
type names struct{ warns, ends string }

// Callback names what the SDK of a platform calls at e. It is "" when nothing is
// called, and when no page names the product's SDK for the platform, of which
// [Event.Note] tells.
func (e *Event) Callback(p Platform) string { return e.Product.Callback(e.Event, p) }

// Callbacks names what the native SDKs and the Web SDK call at e, as JSON output has
// them: one name for all native platforms, of which [Event.Callback] has each one's.
// Both are "" when nothing is called.
func (e *Event) Callbacks() (native, web string) {
	return e.Callback(e.Product.native()), e.Callback(Web)
}

// Sources: agora_doc_source, RTC-NG/API, callback_irtcengineeventhandler_
// ontokenprivilegewillexpire.dita and _onrequesttoken.dita; for the Web
// Docs-Source, use-tokens/project-implementation/web.mdx. Blueprint of Unreal has
// Unity's spelling.
func rtcNames(p Platform) names {
	switch p {
	case Web:
		return names{"token-privilege-will-expire", "token-privilege-did-expire"}
	case IOS, MacOS:
		return names{"rtcEngine:tokenPrivilegeWillExpire:", "rtcEngineRequestToken:"}
	case Unity:
		return names{"OnTokenPrivilegeWillExpire", "OnRequestToken"}
	case Android, Windows, Flutter, ReactNative, Electron, Unreal, HarmonyOS:
		return names{"onTokenPrivilegeWillExpire", "onRequestToken"}
	}
	return names{}
}

// Sources: agora_doc_source, Real-time-Messaging/token007/token_server_rtm_en.md,
// and its release notes of RTM 1.5.0 for iOS and macOS; the type declarations of
// npm agora-rtm-sdk 1.5 for the Web, which Electron uses too.
func rtm1Names(p Platform) names {
	switch p {
	case Web, Electron:
		return names{"TokenPrivilegeWillExpire", "TokenExpired"}
	case IOS, MacOS:
		return names{"rtmKitTokenPrivilegeWillExpire:", "rtmKitTokenDidExpire:"}
	case Android, Windows:
		return names{"onTokenPrivilegeWillExpire", "onTokenExpired"}
	}
	return names{}
}

// Source: Docs-Source, signaling/reference/api-ref/shared/_configuration.mdx. No
// callback of its own tells of the end: the state of the link does.
func rtm2Names(p Platform) names {
	const failed = "link state FAILED"
	switch p {
	case Web, IOS, MacOS:
		return names{"tokenPrivilegeWillExpire", failed}
	case Unity:
		return names{"OnTokenPrivilegeWillExpire", failed}
	case Flutter:
		return names{"token", failed}
	case Android, Windows, ReactNative:
		return names{"onTokenPrivilegeWillExpire", failed}
	}
	return names{}
}

// Source: Docs-Source, chat-sdk/develop/token-authentication/implementation.
func chatNames(p Platform) names {
	switch p {
	case Android, Web:
		return names{"onTokenWillExpire", "onTokenExpired"}
	case IOS:
		return names{"tokenWillExpire:", "tokenDidExpire:"}
	case Flutter, ReactNative:
		return names{"onTokenWillExpire", "onTokenDidExpire"}
	case Unity, Windows:
		return names{"OnTokenWillExpire", "OnTokenExpired"}
	}
	return names{}
}
