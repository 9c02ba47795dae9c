package chat

import (
	"context"
	"slices"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/model/registration"
	"agtok/ui/pane"
)

// patience is how long a request may take before it is worth a word.
const patience = 300 * time.Millisecond

// job is a request, or many, under way.
type job struct {
	generation int
	title      string
	write      bool
	about      string // the user on the screen that it changes
	calls      calls
	started    time.Time // the real time
	cancel     context.CancelFunc
	cancelled  bool
	live       chatapi.Exchange // what is under way
	progress   registration.Progress
}

// outcome is what became of a job. What is not set says nothing.
type outcome struct {
	err    error         // nothing was done, it is not known, or not all was done
	done   string        // what was done, as in "alice is banned"
	users  func(*roster) // shows what was learned of the users, on the screen's side
	shows  string        // the user that was asked for: go there
	page   *page
	report *batch
	next   task // to begin afterwards; without a title there is none
}

// page is users as they are listed.
type page struct {
	chatapi.Page
	first bool
}

// batch is what became of many users.
type batch struct {
	registration.Report
	began time.Time
}

// failure stays on the screen until it is dismissed.
type failure struct {
	job                 string // what was to be done
	title, text, advice string
}

// finished says how a job ended.
type finished struct {
	generation int
	outcome
}

// told is what was heard of a job while it is under way.
type told struct {
	generation int
	listen     tea.Cmd
	feed       feed
}

// Feed takes what the clients tell of their exchanges, from any goroutine, until
// the pane looks at it.
type Feed struct {
	mu   sync.Mutex
	feed feed
	wake chan struct{}
}

type feed struct {
	done     []chatapi.Exchange
	live     *chatapi.Exchange
	progress *registration.Progress
}

// NewFeed makes a feed.
func NewFeed() *Feed { return &Feed{wake: make(chan struct{}, 1)} }

// maxExchanges bounds the exchanges that are kept.
const maxExchanges = 100

// Add takes an exchange: one that is under way, or is done.
func (f *Feed) Add(e chatapi.Exchange) {
	f.add(func(feed *feed) {
		if !e.Done {
			feed.live = &e
			return
		}
		if feed.done = append(feed.done, e); len(feed.done) > maxExchanges {
			feed.done = feed.done[1:]
		}
	})
}

func (f *Feed) progress(p registration.Progress) { f.add(func(feed *feed) { feed.progress = &p }) }

func (f *Feed) add(change func(*feed)) {
	f.mu.Lock()
	change(&f.feed)
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default: // it is awake already
	}
}

// take gives what came in since the last time.
func (f *Feed) take() feed {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.feed
	f.feed = feed{}
	return out
}

// calls are what a task consists of.
type calls []chatapi.Operation

// task is work to do in the background. The title says what is done, as in "look up
// alice".
type task struct {
	title string
	write bool
	about string // the user on the screen that it changes
	calls calls
	work  func(context.Context, *chatapi.Client) outcome
}

// start begins a task; a read that is under way gives way to it.
func (p *Pane) start(env pane.Env, t task) pane.Effect {
	p.stop()
	p.note(p.feed.take()) // what is left there is of the job before
	p.generation++
	ctx, cancel := context.WithCancel(env.Context)
	p.job = &job{generation: p.generation, title: t.title, write: t.write, about: t.about, calls: t.calls, started: env.Real, cancel: cancel}
	services, project, generation := p.services, env.Workspace.Project(), p.generation
	run := func() tea.Msg {
		client, err := services.Connect(ctx, project)
		if err != nil {
			return finished{generation, outcome{err: err}}
		}
		return finished{generation, t.work(ctx, client)}
	}
	return pane.Effect{Cmd: tea.Batch(run, listen(ctx, p.feed, generation))}
}

// listen waits until there is something to hear of the job, or a while is over, so
// that the screen tells of a request that takes long.
func listen(ctx context.Context, f *Feed, generation int) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-f.wake:
		case <-timer.C:
		case <-ctx.Done():
		}
		return told{generation, listen(ctx, f, generation), f.take()}
	}
}

// heard takes what is told, whoever listened: a job that was left tells for a while
// yet, so that only what is of the present one's calls counts.
func (p *Pane) heard(msg told) pane.Effect {
	p.note(msg.feed)
	j := p.job
	if j == nil {
		return pane.Effect{}
	}
	if live := msg.feed.live; live != nil && slices.Contains(j.calls, live.Operation) {
		j.live = *live
	}
	if msg.feed.progress != nil && slices.Contains(j.calls, chatapi.OpRegisterMany) {
		j.progress = *msg.feed.progress
	}
	if j.generation != msg.generation {
		return pane.Effect{}
	}
	return pane.Effect{Cmd: msg.listen}
}

// note keeps the exchanges that are done.
func (p *Pane) note(f feed) {
	if len(f.done) > 0 {
		p.looked = 0
	}
	p.exchanges = append(p.exchanges, f.done...)
	if n := len(p.exchanges) - maxExchanges; n > 0 {
		p.exchanges = p.exchanges[n:]
	}
}

// stop ends the job that is under way: what it comes to is of an older generation
// unless it is waited for.
func (p *Pane) stop() {
	if p.job != nil {
		p.job.cancel()
	}
}

// leave cancels the job for the user, who waits for what it comes to.
func (p *Pane) leave() pane.Effect {
	p.job.cancelled = true
	p.stop()
	return pane.Effect{}
}
