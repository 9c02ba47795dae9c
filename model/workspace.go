package model

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
)

// Workspace is what one console knows: its projects and the tokens that it
// watches. It is changed only while a message is being handled.
type Workspace struct {
	Projects []project.Project // never empty
	Active   int
	Notices  []string // what went wrong on the way in, for the user to read
	Watched  []Watched

	removed *Watched // the last one that was taken out, with its place
	place   int
}

// NewWorkspace gives a workspace with these projects, the demo project if there
// are none.
func NewWorkspace(projects []project.Project) *Workspace {
	if len(projects) == 0 {
		projects = []project.Project{project.Demo()}
	}
	return &Workspace{Projects: projects}
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

// Watched is a token that counts down.
type Watched struct {
	Name     string
	Token    *token.Token
	Missing  *token.Missing
	Timeline timeline.Timeline
	Signer   signer.Result
}

// MaxWatched bounds the tokens that are watched at once.
const MaxWatched = 10_000

// Watch lets t count down. It gives the row's name, and false when t was there
// before: a token is watched once.
func (w *Workspace) Watch(t *token.Token, m *token.Missing) (name string, added bool) {
	for i := range w.Watched {
		if row := &w.Watched[i]; row.Token.Text == t.Text {
			if m != nil && row.Missing == nil { // more is known of it now
				w.Watched[i] = Watched{Token: t}
				w.Watched[i] = w.row(t, m)
			}
			return w.Watched[i].Name, false
		}
	}
	if len(w.Watched) >= MaxWatched {
		return "", false
	}
	row := w.row(t, m)
	w.Watched = append(w.Watched, row)
	return row.Name, true
}

func (w *Workspace) row(t *token.Token, m *token.Missing) Watched {
	return Watched{Name: w.freeName(t, m), Token: t, Missing: m, Timeline: timeline.Of(t), Signer: signer.Find(t, m, w.Projects)}
}

// Adopt takes over what was done in another workspace while this one's projects
// were being read: the tokens watched, which are held against these projects, and
// the project in use.
func (w *Workspace) Adopt(old *Workspace) {
	w.Use(old.Project().Name)
	w.Watched, w.removed, w.place = old.Watched, old.removed, old.place
	for i := range w.Watched {
		w.Watched[i].Signer = signer.Find(w.Watched[i].Token, w.Watched[i].Missing, w.Projects)
	}
}

// freeName names a token after its channel or user, with a number if that name
// is taken.
func (w *Workspace) freeName(t *token.Token, m *token.Missing) string {
	channel, user := Subject(t, m)
	base := visible.Line(channel, 16)
	if base == "" || base == Unknown {
		base = visible.Line(user, 16)
	}
	if base == "" || base == Unknown {
		base = "token"
	}
	name := base
	for n := 2; slices.ContainsFunc(w.Watched, func(x Watched) bool { return x.Name == name }); n++ {
		name = fmt.Sprintf("%s %d", base, n)
	}
	return name
}

// Unwatch takes row i out.
func (w *Workspace) Unwatch(i int) {
	if i < 0 || i >= len(w.Watched) {
		return
	}
	row := w.Watched[i]
	w.removed, w.place = &row, i
	w.Watched = slices.Delete(w.Watched, i, i+1)
}

// CanRewatch reports whether a row that was taken out can come back.
func (w *Workspace) CanRewatch() bool { return w.removed != nil }

// Rewatch puts back the row that was taken out last and gives its place.
func (w *Workspace) Rewatch() int {
	at := min(w.place, len(w.Watched))
	if w.removed != nil {
		w.Watched = slices.Insert(w.Watched, at, *w.removed)
		w.removed = nil
	}
	return at
}

// Counting reports whether any watched token changes by the second.
func (w *Workspace) Counting() bool { return len(w.Watched) > 0 }

// NextEnd gives the next end of a watched token's admission after now, and whose
// it is; ok is false when there is none.
func (w *Workspace) NextEnd(now int64) (name string, at timeline.Instant, ok bool) {
	at = timeline.Never
	for i := range w.Watched {
		if end := w.Watched[i].Timeline.UsableUntil; !end.Passed(now) && end < at {
			name, at, ok = w.Watched[i].Name, end, true
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

// IsCertificate reports whether text, white space around it aside, is a certificate
// of a project of the user's own. That of the demo project is public.
func (w *Workspace) IsCertificate(text string) bool {
	c, err := token.ParseCertificate(strings.TrimSpace(text))
	if err != nil {
		return false
	}
	for _, p := range w.Projects {
		for _, k := range p.Keys {
			if !p.Demo && k.Certificate.Equal(c) {
				return true
			}
		}
	}
	return false
}
