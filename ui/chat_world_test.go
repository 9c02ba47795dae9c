package ui_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model"
	"agtok/model/chatservice"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
)

// handClock goes on only when a test lets it; any goroutine may look at it.
type handClock struct {
	mu   sync.Mutex
	at   time.Time
	step time.Duration // that it goes on with every look
}

func (c *handClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(c.step)
	return c.at
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// wire is the way to the service: it notes what goes over it, and holds requests
// back while a test wants that.
type wire struct {
	base *http.Transport

	mu      sync.Mutex
	sent    []string // "POST /acme/talk/users {…}", with all secrets
	bearers []string // every one that was presented, once
	held    chan struct{}
	waiting chan string   // the path of each request that is held
	let     chan struct{} // of each request that was held and has ended
}

// hold has each request wait until its context is done, or release is called.
func (w *wire) hold() (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	held := make(chan struct{})
	w.held, w.waiting, w.let = held, make(chan string, 100), make(chan struct{}, 100)
	return sync.OnceFunc(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.held = nil
		close(held)
	})
}

// RoundTrip notes and forwards.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	w.mu.Lock()
	w.sent = append(w.sent, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
	if b := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); !strings.Contains("\n"+strings.Join(w.bearers, "\n")+"\n", "\n"+b+"\n") {
		w.bearers = append(w.bearers, b)
	}
	held, waiting, let := w.held, w.waiting, w.let
	w.mu.Unlock()
	if held != nil {
		waiting <- r.URL.Path
		defer func() { let <- struct{}{} }()
		select {
		case <-held:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return w.base.RoundTrip(r)
}

// CloseIdleConnections closes them, so that the service can end at once.
func (w *wire) CloseIdleConnections() { w.base.CloseIdleConnections() }

func (w *wire) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.sent...)
}

// keys gives the bearers.
func (w *wire) keys() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.bearers...)
}

// house is a project of one's own with a Chat service, reached as a real one is.
type house struct {
	*sandbox.Server
	t       testing.TB
	project project.Project
	secret  string // the project's certificate
	clock   *handClock
	wire    *wire
	stop    func() error
	// sleep is what waits between attempts come to; at first they take no time.
	sleep func(context.Context, time.Duration) error
	log   []sandbox.Access
	mu    sync.Mutex // of log
}

// build starts the service, with users that are there before.
func build(t testing.TB, users ...sandbox.User) *house {
	t.Helper()
	p, secret := mine(t)
	certificate, err := p.Signing()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, secret: secret, clock: &handClock{at: start}, wire: &wire{base: &http.Transport{}},
		sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	random := rand.New(rand.NewPCG(11, 12))
	h.Server = sandbox.New(sandbox.Options{
		AppID: p.AppID, Certificates: []token.Certificate{certificate}, Org: "acme", App: "talk", Now: h.clock.now, Users: users,
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(random.Uint32())
			}
		},
		Log: func(a sandbox.Access) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.log = append(h.log, a)
		},
	})
	url, stop, err := h.Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.stop = func() error { h.wire.CloseIdleConnections(); return stop() }
	t.Cleanup(func() { _ = h.stop() })
	p.ChatHost, p.ChatAppKey = url, "acme#talk"
	h.project = p
	return h
}

// in opens the console in the house's project; others can be switched to.
func (h *house) in(others ...project.Project) option {
	return func(d *ui.Deps) {
		var salt atomic.Uint32
		d.Now = h.clock.now
		d.Workspace = model.NewWorkspace(append([]project.Project{h.project}, others...))
		d.Chat = chatservice.New(h.t.Context(), chatservice.Options{
			Now: h.clock.now, Salt: func() uint32 { return salt.Add(1) }, Random: func([]byte) {},
			Sleep: func(ctx context.Context, d time.Duration) error { return h.sleep(ctx, d) },
			Client: []chatapi.Option{chatapi.WithTrace(d.Wire.Add), chatapi.WithProgress(d.Wire.Add),
				chatapi.WithHTTPTransport(h.wire), chatapi.WithLimits(chatapi.Limits{PerSecond: 1e6, StatusPerSecond: 1e6})},
		})
	}
}

// names gives the users of the service, in order of registration.
func (h *house) names() string {
	var names []string
	for _, u := range h.Users() {
		names = append(names, u.Username)
	}
	return strings.Join(names, " ")
}

// user gives one user of the service.
func (h *house) user(name string) sandbox.User {
	h.t.Helper()
	for _, u := range h.Users() {
		if u.Username == name {
			return u
		}
	}
	h.t.Fatalf("the service has no user %s: %s", name, h.names())
	return sandbox.User{}
}

// trio are three users: one online, one offline, one banned.
func trio() []sandbox.User {
	return []sandbox.User{
		{Username: "alice", Nickname: "Alice", Created: start.Add(-72 * time.Hour), Online: true},
		{Username: "bob", Created: start.Add(-48 * time.Hour)},
		{Username: "mallory", Created: start.Add(-24 * time.Hour), Banned: true},
	}
}

// crowdOf are n users, u-0001 and so on.
func crowdOf(n int) (list []sandbox.User) {
	for i := range n {
		list = append(list, sandbox.User{Username: fmt.Sprintf("u-%04d", i+1), Created: start.Add(time.Duration(i-n) * time.Second)})
	}
	return list
}

// live is a console whose commands run each in a goroutine of its own, as those of
// Bubble Tea do.
type live struct {
	*user
	msgs  chan tea.Msg
	ended chan struct{}
}

// openLive opens the console in h's project, with the pane Chat.
func (h *house) openLive(w, hgt int, others ...project.Project) *live {
	later := func(d *ui.Deps) { d.After = func(time.Duration, tea.Msg) tea.Cmd { return nil } }
	l := &live{user: open(h.t, w, hgt, h.in(others...), later), msgs: make(chan tea.Msg, 1000), ended: make(chan struct{})}
	h.t.Cleanup(func() { close(l.ended) })
	l.press("f4")
	return l
}

func (l *live) tell(msg tea.Msg) {
	_, cmd := l.shell.Update(msg)
	l.begin(cmd)
}

func (l *live) begin(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if msg == nil {
			return
		}
		select {
		case l.msgs <- msg:
		case <-l.ended:
		}
	}()
}

// hear takes one message of a command, if one comes soon.
func (l *live) hear() {
	l.t.Helper()
	select {
	case msg := <-l.msgs:
		switch msg := msg.(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				l.begin(c)
			}
		case tea.QuitMsg:
			l.quit = true
		default:
			l.tell(msg)
		}
	case <-time.After(20 * time.Second): // nothing hangs on how long it takes
		l.t.Fatalf("nothing is heard any more:\n%s", l.frame())
	}
}

// tap presses keys, without waiting for what they begin.
func (l *live) tap(names ...string) *live {
	l.t.Helper()
	for _, name := range names {
		l.tell(key(l.t, name))
	}
	return l
}

// types types text, without waiting for what that begins.
func (l *live) types(text string) *live {
	for _, r := range text {
		l.tell(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	return l
}

// until takes messages until the screen shows all the texts.
func (l *live) until(texts ...string) *live {
	l.t.Helper()
	for _, text := range texts {
		for !contains(l.user, text) {
			l.hear()
		}
	}
	return l
}

// arrived waits for a request to come to where it is held.
func (h *house) arrived() string {
	h.t.Helper()
	select {
	case path := <-h.wire.waiting:
		return path
	case <-time.After(20 * time.Second):
		h.t.Fatal("no request was sent")
		return ""
	}
}
