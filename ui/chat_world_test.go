package ui_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model"
	"agtok/model/chatservice"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
	"agtok/ui/theme"
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

	mu   sync.Mutex
	told []chatapi.Exchange // all that the clients told
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
	return func(d *setting) {
		var salt atomic.Uint32
		feed := d.feed
		tell := func(e chatapi.Exchange) {
			h.mu.Lock()
			h.told = append(h.told, e)
			h.mu.Unlock()
			feed.Add(e)
		}
		d.Now = h.clock.now
		d.Workspace = model.NewWorkspace(append([]project.Project{h.project}, others...))
		d.services = chatservice.New(h.t.Context(), chatservice.Options{
			Now: h.clock.now, Salt: func() uint32 { return salt.Add(1) }, Random: func([]byte) {},
			Sleep: func(ctx context.Context, d time.Duration) error { return h.sleep(ctx, d) },
			Client: []chatapi.Option{chatapi.WithTrace(tell), chatapi.WithProgress(tell),
				chatapi.WithHTTPTransport(h.wire), chatapi.WithLimits(chatapi.Limits{PerSecond: 1e6, StatusPerSecond: 1e6})},
		})
	}
}

// exchanges gives what was told since the last time.
func (h *house) exchanges() []chatapi.Exchange {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.told
	h.told = nil
	return list
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

// plainLocale is a terminal without Unicode.
func plainLocale(d *setting) {
	d.Theme = ui.NewTheme(theme.Auto, true, func(name string) (string, bool) { return map[string]string{"LANG": "C"}[name], true })
}

// flat gives the text of a frame without its boxes: the left one's, a line end, and
// the right one's.
func flat(frame string) string {
	var left, right strings.Builder
	for line := range strings.SplitSeq(frame, "\n") {
		l, r, _ := strings.Cut(line, "││")
		left.WriteString(" " + strings.Trim(l, "│ "))
		right.WriteString(" " + strings.Trim(r, "│ "))
	}
	return strings.Join(strings.Fields(left.String()), " ") + "\n" + strings.Join(strings.Fields(right.String()), " ")
}
