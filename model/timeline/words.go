package timeline

import (
	"slices"
	"strconv"
	"strings"
)

// maxNamed bounds the privileges that are named of a hostile token's thousands.
const maxNamed = 6

// what names what ends at e, as in "join, publish audio, video".
func (e *Event) what() string {
	names, more := e.names()
	said := false
	for i, name := range names {
		rest, publishes := strings.CutPrefix(name, "publish ")
		if publishes && said {
			names[i] = rest
		}
		said = said || publishes
	}
	text := strings.Join(names, ", ")
	if more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text
}

// names gives the names of what ends at e, each once, and how many more grants there
// are than are named.
func (e *Event) names() (names []string, more int) {
	switch {
	case len(e.Grants) == 0:
		return []string{"the token"}, 0
	case e.Product == Chat:
		return []string{"login"}, 0 // the privilege is called user
	}
	for i := range e.Grants {
		if len(names) == maxNamed {
			return names, len(e.Grants) - i
		}
		if title := e.Grants[i].Title; !slices.Contains(names, title) {
			names = append(names, title)
		}
	}
	return names, 0
}

// Ending says what ends, with its verb: "join, publish audio end".
func (e *Event) Ending() string { return e.what() + e.verb(false) }

func (e *Event) verb(past bool) string {
	names, more := e.names()
	switch {
	case past:
		return " ended"
	case len(names)+more > 1:
		return " end"
	}
	return " ends"
}

// Happens says what happens at e, as it happens.
func (e *Event) Happens() string {
	switch {
	case e.Event == WillExpire:
		return e.Tell("in "+strconv.Itoa(warning)+" s", false)
	case e.Event == HalfLife:
		return "warning at half of the lifetime"
	case e.Event == Removed:
		return "the user is out of the channel"
	case e.Moot:
		return e.Ending() + " with it"
	}
	return e.Tell("", false)
}

// Tell says what ends at [Event.End], with when between the verb and what comes of it:
// "join ends in 30s". What is past "ended 30s ago".
func (e *Event) Tell(when string, past bool) string {
	lead, outcome := "", ""
	switch e.Event {
	case WillExpire:
		lead = "warning: "
	case HalfLife:
		lead = "warning at half of the lifetime: "
	case RejoinClosed:
		outcome = ": the user stays, but can't rejoin"
	case PublishEnds:
		outcome = ", if co-host authentication is on"
	}
	if when != "" {
		when = " " + when
	}
	return lead + e.what() + e.verb(past) + when + outcome
}

// Doubt says why e is not certain, "" if it is.
func (e *Event) Doubt() string {
	switch {
	case e.Before:
		return "at once or never: undocumented"
	case !e.Certain && !e.Moot:
		return "inferred"
	}
	return ""
}
