package alert

import (
	"strconv"
	"strings"
	"time"

	"agtok/model/timeline"
	"agtok/model/visible"
)

// Bounds of what is taken over from elsewhere, in characters.
const (
	maxName     = 40
	maxCallback = 60
)

// Text says the alert in one line: whose it is, what happens, and in how long, with
// the callback as the platform's SDK names it. It holds nothing of the token itself; the row's name is made printable and
// shortened to 40 characters.
func (a Alert) Text(p timeline.Platform) string {
	name := visible.Line(a.Name, maxName)
	if name == "" {
		name = "token"
	}
	return name + ": " + a.what(in(a.Before), p)
}

// what says what happens at when, which is "now" or "in …".
func (a Alert) what(when string, p timeline.Platform) string {
	switch a.Event.Event {
	case timeline.Expired, timeline.Removed:
		return "expires " + when + product(a.Event.Product)
	case timeline.RejoinClosed:
		return "token ends " + when + "; who is in stays, and cannot rejoin"
	case timeline.PublishEnds:
		return "publishing " + a.media() + "ends " + when + ", if co-host authentication is on"
	case timeline.WillExpire, timeline.HalfLife:
		return "warning: " + callback(a.Event, p) + " " + when
	}
	return visible.Line(string(a.Event.Event), maxCallback) + " " + when
}

// product names the product whose token ends, where it is not RTC: a token can
// end for Signaling while a call goes on.
func product(p string) string {
	switch p {
	case "rtm1", "signaling2":
		return " (Signaling)"
	case "chat":
		return " (Chat)"
	}
	return ""
}

// media gives what is published, with a space behind it, where it is one thing.
func (a Alert) media() string {
	if a.Count != 1 {
		return ""
	}
	switch a.Event.Subject[strings.LastIndexByte(a.Event.Subject, '.')+1:] {
	case "publishAudioStream":
		return "audio "
	case "publishVideoStream":
		return "video "
	case "publishDataStream":
		return "data "
	}
	return ""
}

// callback names what the SDK of the platform calls.
func callback(e timeline.Event, p timeline.Platform) string {
	if name := e.Callback(p); name != "" {
		return visible.Line(name, maxCallback)
	}
	return "the SDK warns"
}

// in gives "now", or a length of time in at most its two largest units: "in 30 s",
// "in 1 h 30 min".
func in(d time.Duration) string {
	if d < time.Second {
		return "now"
	}
	text, units := "in", 0
	for _, u := range [...]struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		n := d / u.length
		d -= n * u.length
		if n > 0 {
			text += " " + strconv.FormatInt(int64(n), 10) + " " + u.name
		}
		if n > 0 || units > 0 {
			units++
		}
		if units == 2 {
			break
		}
	}
	return text
}
