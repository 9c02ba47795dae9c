package alert

import (
	"cmp"
	"slices"

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

// Weightiest gives the alert of those at the last instant that weighs most: what is
// certain more than what is inferred, an end more than its warning, what happens now
// more than what is ahead. The list must not be empty.
func Weightiest(list []Alert) Alert {
	last := list[len(list)-1].At
	return slices.MinFunc(list, func(a, b Alert) int {
		return cmp.Or(order(a.At != last, b.At != last), order(!a.Event.Certain, !b.Event.Certain),
			cmp.Compare(weight(a.Event.Event), weight(b.Event.Event)), order(a.Before > 0, b.Before > 0))
	})
}

// order sorts what is false before what is true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
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
