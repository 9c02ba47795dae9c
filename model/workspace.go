package model

import (
	"slices"
	"time"

	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/token"
)

// Workspace is what one console knows: its projects and the tokens that it
// watches. It is changed only while a message is being handled.
type Workspace struct {
	Projects []project.Project // never empty
	Active   int
	Notices  []string // what went wrong on the way in, for the user to read
	Watched  Watchlist

	// Platform is whose callbacks the timelines name.
	Platform timeline.Platform
	// AlertBefore is how long before an end to tell of it.
	AlertBefore []time.Duration

	// Confirm has writes to a service asked for first, ReadOnly refuses them.
	Confirm, ReadOnly bool
}

// NewWorkspace gives a workspace with these projects, the demo project if there
// are none.
func NewWorkspace(projects []project.Project) *Workspace {
	if len(projects) == 0 {
		projects = []project.Project{project.Demo()}
	}
	return &Workspace{Projects: projects, Platform: timeline.Platforms()[0], Confirm: true}
}

// Project gives the project in use.
func (w *Workspace) Project() project.Project { return w.Projects[w.Active] }

// NextProject takes the next project into use.
func (w *Workspace) NextProject() { w.Active = (w.Active + 1) % len(w.Projects) }

// Use takes the project of this name into use, if there is one.
func (w *Workspace) Use(name string) {
	if i := slices.IndexFunc(w.Projects, func(p project.Project) bool { return p.Name == name }); i >= 0 {
		w.Active = i
	}
}

// Inspector gives what tokens are held against here.
func (w *Workspace) Inspector() Inspector {
	return Inspector{Projects: w.Projects, Demo: w.Project().Demo}
}

// Adopt takes over what was done in another workspace while this one's projects
// were being read: the project in use, and the tokens watched, which are held
// against these projects and stand before those that were kept from another run.
func (w *Workspace) Adopt(old *Workspace) {
	w.Use(old.Project().Name)
	w.Platform, w.AlertBefore, w.Confirm, w.ReadOnly = old.Platform, old.AlertBefore, old.Confirm, old.ReadOnly
	w.Watched.merge(old.Watched, w.Projects)
}

// NextEnd gives the next end of a watched token's admission after now, and whose
// it is; ok is false when there is none.
func (w *Workspace) NextEnd(now int64) (name string, at timeline.Instant, ok bool) {
	at = timeline.Never
	for _, r := range w.Watched.All() {
		if end := r.Timeline.UsableUntil; r.Unusable() == "" && !end.Passed(now) && end < at {
			name, at, ok = r.Name, end, true
		}
	}
	return name, at, ok
}

// Unknown stands for what a token does not carry.
const Unknown = "?"

// Subject gives the channel and the user that a token is for, as texts that are
// not yet safe to show; [Unknown] where the token does not carry it.
func Subject(t *token.Token, m *token.Missing) (channel, user string) {
	switch {
	case t.AccessToken2 != nil:
		for i := range t.AccessToken2.Services {
			s := &t.AccessToken2.Services[i]
			channel = firstOf(channel, s.ChannelName, s.RoomUUID)
			user = firstOf(user, s.UID, s.UserID, s.Account, s.UserUUID)
		}
		return channel, user
	case t.AccessToken == nil || m == nil:
		return Unknown, Unknown
	}
	if _, login := token.Expire(t.AccessToken.Privileges, token.RTMLogin); login {
		return "", m.Channel
	}
	return m.Channel, m.UID
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// HoldsCertificate reports whether a certificate of a project of the user's own
// stands anywhere in text. That of the demo project is public.
func (w *Workspace) HoldsCertificate(text string) bool {
	return project.CertificateIn(text, w.Projects...) != ""
}
