package timeline

import "agtok/token"

// always is earlier than any second: what is doubted from there on is doubted all
// the time.
const always Instant = -1 << 62

// lanes gives what the token lets do, at most maxLanes, and whether there is more.
func (tl *Timeline) lanes() (all []lane, more bool) {
	for i := range tl.Services {
		s := &tl.Services[i]
		if len(s.Grants) == 0 {
			continue
		}
		if len(all) >= maxLanes {
			return all[:maxLanes], true
		}
		switch s.Type {
		case token.RTC:
			all = tl.rtcLanes(all, i)
		case token.RTM, token.RTM2:
			all = tl.loginLanes(all, i)
		default:
			all = tl.otherLanes(all, i)
		}
	}
	if len(all) > maxLanes {
		return all[:maxLanes], true
	}
	return all, false
}

// told gives the part of a service's grants that there is room for.
func (s *Service) told() []Grant { return s.Grants[:min(len(s.Grants), maxLanes+1)] }

// rtcLanes: joining, staying, and each publish privilege.
func (tl *Timeline) rtcLanes(all []lane, i int) []lane {
	s := &tl.Services[i]
	if !s.Admits {
		all = append(all, lane{service: i, kind: s.Type, barred: true, over: "may not join", ending: "the join privilege is not granted"})
	} else {
		is := tl.is(s.cause())
		join := lane{service: i, kind: s.Type, until: s.AdmitUntil, may: "may join", over: "can no longer join: " + is, ending: is}
		stay := lane{service: i, kind: s.Type, until: s.StaysUntil, may: "stays in the channel once in",
			over: "is out of the channel: the join privilege is over", ending: "the join privilege is over"}
		if s.StaysUntil == Never {
			stay.ending = "the join privilege has no end of its own"
		}
		// A FAQ of 2020 has users of 006 tokens removed at either end.
		if tl.Inferred && s.StaysUntil > tl.TokenEnd {
			stay.doubt, stay.doubted, stay.cleared = "an older page has the user removed when the token's window is over", tl.TokenEnd, s.StaysUntil
		}
		all = append(all, tl.unsure(join), stay)
	}
	for _, g := range s.told() {
		if !g.Admits {
			all = append(all, tl.publishLane(i, &g))
		}
	}
	return all
}

// publishLane is about a privilege that is of use inside a channel. What its own
// end does is inferred; after the user is out there is nothing to infer.
func (tl *Timeline) publishLane(i int, g *Grant) lane {
	s := &tl.Services[i]
	l := lane{service: i, kind: s.Type, until: g.Until, ending: tl.is(g.EndedBy), may: "may " + g.Title,
		over: "may no longer " + g.Title + ", if co-host authentication is on (inferred)", gone: "can't " + g.Title + ": out of the channel",
		doubt: "no page says what happens when a publish privilege ends", doubted: g.Until, cleared: s.StaysUntil}
	if g.Privilege > token.PublishDataStream {
		l.may, l.over, l.gone = "holds "+g.Title, "no longer holds "+g.Title, "holds "+g.Title+" to no purpose: out of the channel"
		l.doubt, l.doubted = "what this privilege is for is not documented", always
	}
	if !s.Admits {
		l.barred, l.over, l.ending = true, "can't "+g.Title+": nobody can join", "the join privilege is not granted"
		l.doubt, l.gone = "", ""
	}
	return l
}

// loginLanes: logging in to Signaling, and staying so.
func (tl *Timeline) loginLanes(all []lane, i int) []lane {
	s := &tl.Services[i]
	if s.Admits {
		is := tl.is(s.cause())
		in := lane{service: i, kind: s.Type, until: s.AdmitUntil, may: "may log in to Signaling", over: "can no longer log in to Signaling: " + is, ending: is}
		stay := lane{service: i, kind: s.Type, until: s.StaysUntil, may: "stays logged in to Signaling", over: "is logged out of Signaling: " + is, ending: is}
		// RTM 1.x leaves a user of a 006 token connected: RTM 1.x/token_upgrade_rtm.md.
		if tl.Inferred {
			stay.doubt, stay.doubted, stay.cleared = "with a 006 token a connected user is left in until the connection drops", s.StaysUntil, Never
		}
		all = append(all, tl.unsure(in), tl.unsure(stay))
	}
	for _, g := range s.told() {
		if !g.Admits {
			all = append(all, tl.plainLane(i, &g, "holds "+g.Title, "no longer holds "+g.Title))
		}
	}
	return all
}

// otherLanes: each privilege opens a door of its own.
func (tl *Timeline) otherLanes(all []lane, i int) []lane {
	s := &tl.Services[i]
	for _, g := range s.told() {
		switch {
		case s.Type == token.Chat && g.Privilege == token.ChatUser:
			all = append(all, tl.plainLane(i, &g, "may log in to Chat", "can no longer log in to Chat"),
				tl.plainLane(i, &g, "stays logged in to Chat", "is logged out of Chat"))
		case s.Type == token.Chat && g.Privilege == token.ChatApp:
			all = append(all, tl.plainLane(i, &g, "may call the Chat REST API", "can no longer call the Chat REST API"))
		default:
			all = append(all, tl.plainLane(i, &g, "holds "+s.Type.Title()+" "+g.Title, "no longer holds "+s.Type.Title()+" "+g.Title))
		}
	}
	return all
}

func (tl *Timeline) plainLane(i int, g *Grant, may, over string) lane {
	is := tl.is(g.EndedBy)
	return tl.unsure(lane{service: i, kind: tl.Services[i].Type, until: g.Until, may: may, over: over + ": " + is, ending: is})
}

// cause gives what ends admission to s.
func (s *Service) cause() Cause {
	for i := range s.Grants {
		if g := &s.Grants[i]; g.Admits && g.Until == s.AdmitUntil {
			return g.EndedBy
		}
	}
	return ByNone
}

// unsure marks a lane that a token's lifetime limits, where that is 0: for one page
// it is 24 h, for another the token ends at once.
func (tl *Timeline) unsure(l lane) lane {
	if !tl.Inferred && tl.ExpiresAt == tl.IssuedAt {
		l.doubt, l.doubted, l.cleared = "one page takes the lifetime 0 for 24 h, another for an end at once", always, Never
	}
	return l
}

// is says that a cause has come about, in the words that follow a colon.
func (tl *Timeline) is(c Cause) string {
	switch {
	case c == ByOwn:
		return "its own lifetime is over"
	case c == ByJoin:
		return "the join privilege is over"
	case tl.Inferred && (c == ByToken || c == ByCap):
		return "the token's 24 h are over"
	case c == ByToken:
		return "the token's lifetime is over"
	case c == ByCap:
		return "24 h are over, the longest that counts"
	}
	return "it has no end of its own"
}
