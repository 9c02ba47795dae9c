// Package chat is the pane of the project's Chat users: look up, register, list,
// delete, ban, and what went over the wire for it.
package chat

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/model/project"
	"agtok/model/registration"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Services connects to the Chat services of projects.
type Services interface {
	// Connect gives the client of p's service, or says what is missing for one.
	Connect(ctx context.Context, p project.Project) (*chatapi.Client, error)
	// Where says where requests go.
	Where(p project.Project) (host, appKey string)
	// Now gives the real time, which services judge by; several goroutines call it.
	Now() time.Time
	// Forget drops the app token of p, so that the next request has a fresh one.
	Forget(p project.Project)
}

// Pane is Chat. The users are the service's: what is here is what it last said.
type Pane struct {
	services Services
	feed     *Feed

	rows   []row
	places map[string]int // of the rows, by user name
	chosen int
	cursor string // of the next page; "" when there is none
	listed bool   // the list was fetched
	left   int    // entries of it that can't be shown

	job        *job
	generation int
	reading    int    // which file of names was asked for
	service    string // where the users are
	failure    *failure
	report     *registration.Report
	exchanges  []chatapi.Exchange // the newest last
	looked     int                // at which exchange, counted from the newest

	tab    tab
	scroll int
	prompt ask.Prompt
}

// tab is what is shown beside the users.
type tab int

const (
	tabUser tab = iota
	tabExchanges
	tabCurl
	tabReport
	tabCount
)

// presence is what is known of a user's online state.
type presence int

const (
	presenceUnknown presence = iota
	online
	offline
)

// row is a user as last heard of.
type row struct {
	chatapi.User
	presence presence
}

// New makes the pane. Feed is what the services' clients tell their exchanges to.
func New(s Services, f *Feed) *Pane { return &Pane{services: s, feed: f, places: map[string]int{}} }

// Title names the pane.
func (p *Pane) Title() string { return "Chat" }

// Capturing reports whether something is being typed or answered.
func (p *Pane) Capturing() bool { return p.prompt.Active() }

// Counting reports whether a request is under way.
func (p *Pane) Counting(pane.Env) bool { return p.job != nil }

// Receive takes no intent of other panes.
func (p *Pane) Receive(pane.Env, intent.Intent) (e pane.Effect, ok, focus bool) {
	return pane.Effect{}, false, false
}

// Update takes typed text, what became of requests, and the news that another
// project is in use.
func (p *Pane) Update(env pane.Env, msg tea.Msg) pane.Effect {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return p.prompt.Key(env, msg)
	case told:
		return p.heard(msg)
	case finished:
		return p.finished(msg)
	case listRead:
		return p.read(env, msg)
	case pane.Reloaded:
		p.moved(env)
	}
	return pane.Effect{}
}

// moved leaves behind what is of another service.
func (p *Pane) moved(env pane.Env) {
	project := env.Workspace.Project()
	host, key := p.services.Where(project)
	service := project.Name + "\n" + project.AppID + "\n" + host + "\n" + key
	if service == p.service {
		return
	}
	p.stop()
	p.clear()
	p.generation++
	p.reading++
	p.service, p.job, p.cursor, p.listed, p.left = service, nil, "", false, 0
	p.failure, p.report = nil, nil
	p.prompt.Drop()
}

// Busy says what is being changed on the service.
func (p *Pane) Busy() string {
	if p.job != nil && p.job.write {
		return p.job.title
	}
	return ""
}

// row gives the chosen user, nil if there is none.
func (p *Pane) row() *row {
	if p.chosen < len(p.rows) {
		return &p.rows[p.chosen]
	}
	return nil
}

// choose goes to a user on the screen.
func (p *Pane) choose(username string) {
	if i, ok := p.places[username]; ok {
		p.chosen = i
	}
}

// put shows a user as it was last heard of.
func (p *Pane) put(u chatapi.User) {
	i, ok := p.places[u.Username]
	if !ok {
		i = len(p.rows)
		p.rows, p.places[u.Username] = append(p.rows, row{User: u}), i
	}
	p.rows[i].User = u
}

// clear takes all users off the screen.
func (p *Pane) clear() {
	p.rows, p.places, p.chosen = nil, map[string]int{}, 0
}

// drop takes a user off the screen.
func (p *Pane) drop(username string) {
	rows, chosen := p.rows, p.chosen
	p.clear()
	for _, r := range rows {
		if r.Username != username {
			p.places[r.Username] = len(p.rows)
			p.rows = append(p.rows, r)
		}
	}
	p.chosen = min(chosen, max(len(p.rows)-1, 0))
}

// presences notes who is online.
func (p *Pane) presences(list []chatapi.Presence) {
	for _, s := range list {
		i, ok := p.places[s.Username]
		if !ok {
			continue
		}
		if p.rows[i].presence = offline; s.Online {
			p.rows[i].presence = online
		}
	}
}
