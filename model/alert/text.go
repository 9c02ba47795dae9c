package alert

import (
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
)

// maxName bounds a row's name, in characters.
const maxName = 40

// Text says the alert in one line, as it is at the Unix second now: whose it is,
// what happens, in how long or how long ago, with the callback as the platform's
// SDK names it. It holds nothing of the token itself; the row's name is made
// printable and shortened to 40 characters.
func (a Alert) Text(p timeline.Platform, now int64) string {
	name := visible.Line(a.Name, maxName)
	if name == "" {
		name = "token"
	}
	e := &a.Event
	when := lifetime.Relative(int64(e.End()), now)
	return name + ": " + e.Tell(when, e.End().Passed(now)) + product(e.Product) + called(e, now, p)
}

// called says what the SDK of the platform has called; "" if nothing, or not yet.
func called(e *timeline.Event, now int64, p timeline.Platform) string {
	if name := e.Callback(p); name != "" && int64(e.At) <= now {
		return ", " + name
	}
	return ""
}

// Weightiest gives the alert of those at the last instant that weighs most: an end
// more than its warning. The list must not be empty.
func Weightiest(list []Alert) Alert {
	best := list[len(list)-1]
	for _, a := range list {
		if a.At == best.At && weight(a.Event.Event) < weight(best.Event.Event) {
			best = a
		}
	}
	return best
}

// product names the product whose token ends, where it is not RTC: a token can
// end for Signaling while a call goes on.
func product(p timeline.Product) string {
	switch p {
	case timeline.RTM1, timeline.Signaling2:
		return " (Signaling)"
	case timeline.Chat:
		return " (Chat)"
	}
	return ""
}
