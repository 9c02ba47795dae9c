package cohost

import (
	"fmt"
	"strings"

	"agtok/model/lifetime"
)

// mostSeconds is what the service counts of a lifetime at most. Source: Docs: deploy
// a token server; AgoraIO/Tools rtctokenbuilder2, comments.
const mostSeconds = 24 * 3600

// Notes says how the lab reads lifetimes that do not mean what they say: 0, and
// those beyond 24 hours; with the other reading where there is one. Sources: Docs:
// deploy a token server (a privilege of 0 never expires), AgoraIO/Tools parse.py
// (shows it as expired), AccessToken2 and the Signaling token server (a token of 0).
func (p Pass) Notes() []string {
	var list []string
	switch {
	case p.Expire == 0:
		list = append(list, "token 0: counts as 24 h (by another page: ends at once)")
	case p.Expire > mostSeconds:
		list = append(list, "token "+lifetime.Typed(p.Expire)+": counts as 24 h")
	}
	told := map[uint32]bool{}
	for _, g := range p.grants() {
		if g.seconds > 0 && g.seconds <= mostSeconds || told[g.seconds] {
			continue
		}
		told[g.seconds] = true
		list = append(list, fmt.Sprintf("%s %s", p.grantedFor(g.seconds), reading(g.seconds)))
	}
	return list
}

// reading says how a privilege's lifetime is read that does not mean what it says.
func reading(seconds uint32) string {
	if seconds == 0 {
		return "0: no end of its own (the official parser: expired)"
	}
	return lifetime.Typed(seconds) + ": counts as 24 h"
}

// grant is a privilege that a pass grants.
type grant struct {
	name    string
	seconds uint32
}

// grants lists what a pass grants.
func (p Pass) grants() []grant {
	var list []grant
	if p.Join.Granted {
		list = append(list, grant{"join", p.Join.Seconds})
	}
	for _, m := range AllMedia() {
		if t := p.Media[m]; t.Granted {
			list = append(list, grant{m.String(), t.Seconds})
		}
	}
	return list
}

// grantedFor names the privileges that are granted for so many seconds.
func (p Pass) grantedFor(seconds uint32) string {
	var names []string
	for _, g := range p.grants() {
		if g.seconds == seconds {
			names = append(names, g.name)
		}
	}
	return strings.Join(names, ", ")
}
