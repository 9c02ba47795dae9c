package command

import (
	"strings"

	"agtok/model/timeline"
)

// story is a token's timeline in words.
type story struct {
	*timeline.Timeline
	titles map[string]string         // of privileges, by name
	out    map[timeline.Instant]bool // when the user is removed
}

func storyOf(tl *timeline.Timeline) *story {
	s := &story{tl, map[string]string{}, map[timeline.Instant]bool{}}
	for i := range tl.Services {
		for k := range tl.Services[i].Grants {
			g := &tl.Services[i].Grants[k]
			s.titles[g.Name] = g.Title
		}
	}
	for i := range tl.Events {
		if e := &tl.Events[i]; e.Event == timeline.Removed {
			s.out[e.At] = true
		}
	}
	return s
}

// moot reports whether e is about publishing of a user who is out of the channel in
// the same second.
func (s *story) moot(e *timeline.Event) bool { return e.Event == timeline.PublishEnds && s.out[e.At] }

// words says what happens at an event.
func (s *story) words(e *timeline.Event) string {
	text := ""
	switch what := s.ending(e); e.Event {
	case timeline.WillExpire:
		text = "warning: " + what + " ends in 30 s"
		if !e.Certain {
			text += " (inferred)"
		}
	case timeline.HalfLife:
		text = "warning: half of the lifetime is over"
	case timeline.Expired:
		text = what + " ends"
	case timeline.Removed:
		text = "the user is out of the channel"
	case timeline.RejoinClosed:
		text = "the token ends: the user stays, but can't come back"
	case timeline.PublishEnds:
		text = what + " ends, with co-host authentication on (inferred)"
		if s.moot(e) {
			text = what + " ends with it"
		}
	}
	if e.Before {
		text += " (at once or never: undocumented)"
	}
	return text
}

// ending names for people the privilege whose end an event is about.
func (s *story) ending(e *timeline.Event) string {
	name := e.Subject[strings.LastIndexByte(e.Subject, '.')+1:]
	switch title := s.titles[name]; {
	case e.Product == timeline.Chat:
		return "the user's login"
	case title != "":
		return title
	}
	return name
}
