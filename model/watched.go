package model

import (
	"slices"
	"strings"

	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Status gives the row's status at now.
func (w *Watched) Status(now int64) Status { return StatusOf(&w.Timeline, w.Signer.Status, now) }

// Unusable says why the token lets nobody in, whatever the time is; "" if it may.
func (w *Watched) Unusable() string { return w.unusable }

// whyUnusable works it out.
func (w *Watched) whyUnusable() string {
	switch services := w.Timeline.Services; {
	case w.Signer.Status == signer.Invalid:
		return "the signature is not valid"
	case w.Timeline.Admits():
		return ""
	case len(services) == 1 && services[0].Type == token.RTC:
		return "join is not granted"
	}
	return "nothing in it lets a user in"
}

// searchable gives in small letters what a filter finds the row by, but for what
// changes: its name and its status.
func (w *Watched) searchable() string {
	channels, users := w.Subjects()
	texts := append(channels, users...)
	for _, s := range w.Timeline.Services {
		texts = append(texts, s.Type.Title())
	}
	return strings.ToLower(strings.Join(texts, "\n"))
}

// Issued reports whether the token's first second has come.
func (w *Watched) Issued(now int64) bool { return now >= int64(w.Timeline.IssuedAt) }

// NextEvent gives the first event after now, nil if there is none: where nobody is
// let in, nothing happens to anyone.
func (w *Watched) NextEvent(now int64) *timeline.Event {
	if w.Unusable() != "" {
		return nil
	}
	return w.Timeline.NextEvent(now)
}

// PreviousEvent gives the last event before now, nil if there is none.
func (w *Watched) PreviousEvent(now int64) *timeline.Event {
	if w.Unusable() != "" {
		return nil
	}
	return w.Timeline.PreviousEvent(now)
}

// Subjects gives the channels and the users that the row's services are for, each
// once, as texts that are not yet safe to show: "" stands for any, [Unknown] for
// what the token does not carry. Of services that have none there is none.
func (w *Watched) Subjects() (channels, users []string) {
	if w.Token.AccessToken2 == nil {
		return w.subjects006()
	}
	for i := range w.Token.AccessToken2.Services {
		s := &w.Token.AccessToken2.Services[i]
		switch s.Type {
		case token.RTC:
			channels, users = once(channels, s.ChannelName), once(users, s.UID)
		case token.Streaming, token.FCDN:
			channels, users = once(channels, s.ChannelName), once(users, s.Account)
		default:
			channels, users = present(channels, s.RoomUUID), present(users, s.UserID, s.UserUUID)
		}
	}
	return channels, users
}

// subjects006 does it for a 006 token: RTM has a user only, and no channel.
func (w *Watched) subjects006() (channels, users []string) {
	channel, user := Subject(w.Token, w.Missing)
	rtm := len(w.Timeline.Services) == 1 && w.Timeline.Services[0].Type == token.RTM
	if rtm && channel == "" {
		return nil, []string{user}
	}
	return []string{channel}, []string{user}
}

// present appends the texts that are not empty.
func present(list []string, texts ...string) []string {
	for _, t := range texts {
		if t != "" {
			list = once(list, t)
		}
	}
	return list
}

func once(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
