package timeline

import (
	"cmp"
	"fmt"
	"slices"

	"agtok/token"
)

// Kind names an event in a token's life.
type Kind string

// The events. WillExpire, Expired and HalfLife come as callbacks of an SDK;
// RejoinClosed comes without any.
const (
	WillExpire   Kind = "will-expire"
	Expired      Kind = "expired"
	Removed      Kind = "removed"
	RejoinClosed Kind = "rejoin-closed"
	PublishEnds  Kind = "publish-ends"
	HalfLife     Kind = "half-life"
)

// warning is how long before an end RTC and Signaling warn, in seconds.
const warning = 30

// Event is a moment at which something happens to a user of a token.
type Event struct {
	At        Instant           `json:"at"`
	Event     Kind              `json:"event"`
	Product   string            `json:"product"` // rtc, rtm1, signaling2, chat
	Subject   string            `json:"subject"` // the field whose end it is, as in "services[0].privileges.joinChannel"
	Certain   bool              `json:"certain"` // false: inferred, or not documented
	Callbacks map[string]string `json:"callbacks,omitempty"`
	// Before is set when the event would fall before the token was issued: it
	// fires at once or never, which is not documented.
	Before bool `json:"beforeIssue,omitempty"`
}

// events gives the token's events in order of time.
func (tl *Timeline) events(relative bool) []Event {
	var all []Event
	for i := range tl.Services {
		s, subject := &tl.Services[i], fmt.Sprintf("services[%d].privileges.", i)
		if !relative {
			subject = "privileges."
		}
		switch s.Type {
		case token.RTC:
			all = append(all, tl.rtc(s, subject)...)
		case token.RTM, token.RTM2:
			all = append(all, signaling(s, subject, relative)...)
		case token.Chat:
			all = append(all, tl.chat(s, subject)...)
		}
	}
	for i := range all {
		all[i].Before = all[i].At < tl.IssuedAt
	}
	slices.SortStableFunc(all, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return all
}

func rtcWillExpire() map[string]string {
	return map[string]string{"native": "onTokenPrivilegeWillExpire", "web": "token-privilege-will-expire"}
}

// rtc gives an RTC service's events: one warning for all privileges that end at
// one instant, the end of join, publish privileges that end before, and the
// moment from which a user who drops out can't come back.
func (tl *Timeline) rtc(s *Service, subject string) []Event {
	var all []Event
	warned := map[Instant]int{}
	for _, g := range s.Grants {
		if g.EndsAt == Never || g.EndsAt-warning > s.StaysUntil {
			continue // no end, or the user is out of the channel by then
		}
		if i, ok := warned[g.EndsAt]; ok {
			all[i].Certain = all[i].Certain || g.Admits
			if g.Admits {
				all[i].Subject = subject + g.Name
			}
			continue
		}
		warned[g.EndsAt] = len(all)
		all = append(all, Event{At: g.EndsAt - warning, Event: WillExpire, Product: "rtc", Subject: subject + g.Name,
			Certain: g.Admits, Callbacks: rtcWillExpire()})
	}
	for _, g := range s.Grants {
		switch {
		case g.Admits && g.EndsAt != Never:
			all = append(all,
				Event{At: g.EndsAt, Event: Expired, Product: "rtc", Subject: subject + g.Name, Certain: true,
					Callbacks: map[string]string{"native": "onRequestToken", "web": "token-privilege-did-expire"}},
				Event{At: g.EndsAt, Event: Removed, Product: "rtc", Subject: subject + g.Name, Certain: true})
		case !g.Admits && g.Until != Never:
			all = append(all, Event{At: g.Until, Event: PublishEnds, Product: "rtc", Subject: subject + g.Name})
		}
	}
	if s.Admits && s.StaysUntil > tl.TokenEnd {
		all = append(all, Event{At: tl.TokenEnd, Event: RejoinClosed, Product: "rtc", Subject: "expire", Certain: true})
	}
	return all
}

// signaling gives an RTM service's events in both lines of the SDK; RTM 1.x
// reports them for 007 tokens only.
func signaling(s *Service, subject string, relative bool) []Event {
	if !s.Admits || !relative {
		return nil
	}
	subject += s.Grants[0].Name
	var all []Event
	for _, p := range []struct{ product, will, expired string }{
		{"rtm1", "onTokenPrivilegeWillExpire", "onTokenExpired"},
		{"signaling2", "tokenPrivilegeWillExpire", "link state FAILED"},
	} {
		all = append(all,
			Event{At: s.StaysUntil - warning, Event: WillExpire, Product: p.product, Subject: subject, Certain: true, Callbacks: map[string]string{"native": p.will}},
			Event{At: s.StaysUntil, Event: Expired, Product: p.product, Subject: subject, Certain: true, Callbacks: map[string]string{"native": p.expired}})
	}
	return all
}

// chat gives a Chat user's events: the warning comes at half the lifetime.
func (tl *Timeline) chat(s *Service, subject string) []Event {
	for _, g := range s.Grants {
		if g.Privilege != token.ChatUser || s.Type != token.Chat {
			continue
		}
		half := tl.IssuedAt + (g.Until-tl.IssuedAt)/2
		return []Event{
			{At: half, Event: HalfLife, Product: "chat", Subject: subject + g.Name, Certain: true,
				Callbacks: map[string]string{"native": "onTokenWillExpire", "web": "onTokenWillExpire"}},
			{At: g.Until, Event: Expired, Product: "chat", Subject: subject + g.Name, Certain: true,
				Callbacks: map[string]string{"native": "onTokenExpired", "web": "onTokenExpired"}},
		}
	}
	return nil
}
