package timeline

// Product is whose SDK an event comes from.
type Product string

// The products: RTC, the two lines of the SDK of RTM, and Chat.
const (
	RTC        Product = "rtc"
	RTM1       Product = "rtm1" // 1.x
	Signaling2 Product = "signaling2"
	Chat       Product = "chat"
)

// Title gives the product's name for people. A name that is none of these stays as
// it is.
func (p Product) Title() string {
	switch p {
	case RTC:
		return "RTC"
	case RTM1:
		return "RTM 1.x"
	case Signaling2:
		return "Signaling 2.x"
	case Chat:
		return "Chat"
	}
	return string(p)
}

// Callback names what the product's SDK for a platform calls at a kind of event. It
// is "" when nothing is called, and when no page names the SDK for the platform.
func (p Product) Callback(k Kind, on Platform) string {
	n := p.names(on)
	switch k {
	case WillExpire, HalfLife:
		return n.warns
	case Expired:
		return n.ends
	}
	return ""
}

// native gives the platform whose name stands for those of all native SDKs. For
// Signaling 2.x that is iOS, not Android: scripts know its tokenPrivilegeWillExpire,
// which the Web has too. Android, C++ and React Native put "on" before it. Source: as
// of rtm2Names.
func (p Product) native() Platform {
	if p == Signaling2 {
		return IOS
	}
	return Android
}

func (p Product) names(on Platform) names {
	switch p {
	case RTC:
		return rtcNames(on)
	case RTM1:
		return rtm1Names(on)
	case Signaling2:
		return rtm2Names(on)
	case Chat:
		return chatNames(on)
	}
	return names{}
}
