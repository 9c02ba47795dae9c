// Package chat is the pane of the project's Chat users: look up, register, list,
// delete, ban, and what went over the wire for it.
package chat

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/model/project"
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

	users  roster
	cursor string // of the next page; "" when there is none
	listed bool   // the list was fetched
	left   int    // entries of it that can't be shown

	job        *job
	generation int
	reading    int    // which file of names was asked for
	service    string // where the users are
	failure    *failure
	batch      *batch             // the last one
	exchanges  []chatapi.Exchange // the newest last
	looked     int                // at which exchange, counted from the newest

	tab    tab
	aside  bool // on a narrow screen: the details are shown, and not the users
	scroll int
	prompt ask.Prompt
	draft  string // names that were typed and not registered yet
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

// New makes the pane. Feed is what the services' clients tell their exchanges to.
func New(s Services, f *Feed) *Pane { return &Pane{services: s, feed: f} }

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
		return p.finished(env, msg)
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
	p.users.clear()
	p.generation++
	p.reading++
	p.service, p.job, p.cursor, p.listed, p.left = service, nil, "", false, 0
	p.failure, p.batch = nil, nil
	p.prompt.Drop()
	p.draft = ""
}

// Busy says what is being changed on the service.
func (p *Pane) Busy() string {
	if p.job != nil && p.job.write {
		return p.job.title
	}
	return ""
}
