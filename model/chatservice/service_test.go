package chatservice_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model/chatservice"
	"agtok/model/project"
	"agtok/token"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const certificate = "1234567890abcdef1234567890fedcba"

func options() chatservice.Options {
	var n byte
	return chatservice.Options{
		Now:    func() time.Time { return noon },
		Salt:   func() uint32 { return 7 },
		Random: func(b []byte) { n++; b[0] = n },
		Jitter: func() float64 { return 0 },
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
}

func key(t *testing.T, text string) []project.Key {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return []project.Key{{Role: project.Primary, Certificate: c}}
}

func own(t *testing.T) project.Project {
	t.Helper()
	return project.Project{Name: "own", AppID: "5f3a0d1c2b4e6f708192a3b4c5d6c91e", Keys: key(t, certificate),
		ChatHost: "a41.chat.agora.io", ChatAppKey: "org#app"}
}

func TestDemo(t *testing.T) {
	s := chatservice.New(t.Context(), options())
	if host, key := s.Where(project.Demo()); host != "sandbox in this process" || key != "demo#agtok" {
		t.Errorf("the demo is at %q, %q", host, key)
	}
	client, err := s.Connect(t.Context(), project.Demo())
	if err != nil {
		t.Fatal(err)
	}
	u, err := client.Get(t.Context(), "user1")
	if err != nil || u.UUID != "0ffe2d80-ed76-11e8-8d66-279e3e1c214b" {
		t.Errorf("user1 is %+v, %v", u, err)
	}
	if _, err := client.Register(t.Context(), chatapi.NewUser{Username: "alice"}); err != nil {
		t.Error(err)
	}
	again, err := s.Connect(t.Context(), project.Demo())
	if err != nil || again != client {
		t.Errorf("another client the second time, or %v", err)
	}
	if _, err := again.Get(t.Context(), "alice"); err != nil {
		t.Errorf("alice is forgotten: %v", err)
	}
}

func TestOneClientForAll(t *testing.T) {
	s := chatservice.New(t.Context(), options())
	var wait sync.WaitGroup
	clients := make([]*chatapi.Client, 16)
	for i := range clients {
		wait.Go(func() { clients[i], _ = s.Connect(t.Context(), project.Demo()) })
	}
	wait.Wait()
	for _, c := range clients {
		if c == nil || c != clients[0] {
			t.Fatalf("clients %p and %p", c, clients[0])
		}
	}
}

// TestDemoAtAnotherHost has the demo project use a service that the caller names.
func TestDemoAtAnotherHost(t *testing.T) {
	p := project.Demo()
	p.ChatHost, p.ChatAppKey = "http://127.0.0.1:1", "a#b"
	s := chatservice.New(t.Context(), options())
	c, err := s.Connect(t.Context(), p)
	if host, _ := s.Where(p); err != nil || c.Host() != "127.0.0.1:1" || host != p.ChatHost {
		t.Errorf("%v, %v, %q", c, err, host)
	}
}

func TestWhatIsMissing(t *testing.T) {
	s := chatservice.New(t.Context(), options())
	for _, c := range []struct {
		change func(*project.Project)
		want   error
		texts  []string
	}{
		{func(p *project.Project) { p.ChatHost, p.ChatAppKey = "", "" }, chatservice.ErrNoService,
			[]string{`project "own"`, "set host and app_key in its [project.chat]", "AGORA_CHAT_HOST and AGORA_CHAT_APP_KEY"}},
		{func(p *project.Project) { p.ChatHost = "" }, chatservice.ErrNoService, []string{"set host in", "or AGORA_CHAT_HOST for"}},
		{func(p *project.Project) { p.ChatAppKey = "" }, chatservice.ErrNoService, []string{"set app_key in", "or AGORA_CHAT_APP_KEY for"}},
		{func(p *project.Project) { p.ChatHost = "http://a41.chat.agora.io" }, chatservice.ErrNoService, []string{"http is for loopback"}},
		{func(p *project.Project) { p.ChatAppKey = "org" }, chatservice.ErrNoService, []string{"app key: not of the form"}},
		{func(p *project.Project) { p.Keys = nil }, project.ErrNoCertificate, []string{"set certificate in its [[project]]"}},
		{func(p *project.Project) { p.Keys = nil; p.Problem = "certificate (env:X): not set" }, project.ErrNoCertificate, []string{"env:X"}},
		{func(p *project.Project) { p.Keys[0].Role = project.Secondary }, project.ErrNoCertificate, nil},
	} {
		p := own(t)
		c.change(&p)
		client, err := s.Connect(t.Context(), p)
		if client != nil || !errors.Is(err, c.want) {
			t.Errorf("gives %v, %v; want %v", client, err, c.want)
			continue
		}
		for _, text := range append(c.texts, `"own"`) {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%q lacks %q", err, text)
			}
		}
	}
	p := own(t)
	p.Name = "x\x1b[2J"
	p.ChatHost = ""
	if _, err := s.Connect(t.Context(), p); err == nil || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("a hostile name: %q", err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Connect(done, own(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAChangedProject(t *testing.T) {
	s := chatservice.New(t.Context(), options())
	first, err := s.Connect(t.Context(), own(t))
	if err != nil {
		t.Fatal(err)
	}
	if same, _ := s.Connect(t.Context(), own(t)); same != first {
		t.Error("the same project, read again, has another client")
	}
	for name, change := range map[string]func(*project.Project){
		"certificate": func(p *project.Project) { p.Keys = key(t, strings.Repeat("ab", 16)) },
		"host":        func(p *project.Project) { p.ChatHost = "a61.chat.agora.io" },
		"App Key":     func(p *project.Project) { p.ChatAppKey = "org#other" },
		"App ID":      func(p *project.Project) { p.AppID = strings.Repeat("0", 32) },
	} {
		p := own(t)
		change(&p)
		if c, err := s.Connect(t.Context(), p); err != nil || c == first {
			t.Errorf("another %s, and the same client (%v)", name, err)
		}
		if first, err = s.Connect(t.Context(), own(t)); err != nil {
			t.Fatal(err)
		}
	}
	if host, key := s.Where(own(t)); host != "a41.chat.agora.io" || key != "org#app" {
		t.Errorf("own is at %q, %q", host, key)
	}
}

func TestTheSandboxEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := chatservice.New(ctx, options())
	client, err := s.Connect(t.Context(), project.Demo())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil { // it ends in the background
		client.CloseIdleConnections()
		_, err = client.Get(t.Context(), "user1")
	}
	if !errors.Is(err, chatapi.ErrUnreachable) {
		t.Errorf("it still answers, or %v", err)
	}
	if _, err := chatservice.New(ctx, options()).Connect(t.Context(), project.Demo()); err == nil {
		t.Error("a sandbox is started when all is over")
	}
}

// bearers runs a sandbox that writes down the tokens of requests.
func bearers(t *testing.T, p *project.Project, o *chatservice.Options) (seen func() []string, server *sandbox.Server) {
	t.Helper()
	c, err := p.Signing()
	if err != nil {
		t.Fatal(err)
	}
	server = sandbox.New(sandbox.Options{AppID: p.AppID, Certificates: []token.Certificate{c}, Org: "org", App: "app",
		Now: func() time.Time { return o.Now() }, Random: func([]byte) {}, Demo: true})
	var (
		mu   sync.Mutex
		list []string
	)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		list = append(list, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		mu.Unlock()
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	p.ChatHost = web.URL
	return func() []string { mu.Lock(); defer mu.Unlock(); return list }, server
}

func TestAppTokens(t *testing.T) {
	now, o, p := noon, options(), own(t)
	o.Now = func() time.Time { return now }
	seen, server := bearers(t, &p, &o)
	client, err := chatservice.New(t.Context(), o).Connect(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		later time.Duration
		fresh bool // the service refuses the token once
		same  bool // as the one before
	}{
		{"first", 0, false, false},
		{"second", 0, false, true},
		{"54 minutes later, less a second", 54*time.Minute - time.Second, false, true},
		{"after nine tenths", time.Second, false, false},
		{"refused within the second", 0, true, false},
		{"refused again within the second", 0, true, false},
		{"used on", time.Minute, false, true},
		{"the clock put back", -time.Hour, false, false},
	} {
		now = now.Add(c.later)
		before := seen()
		if c.fresh {
			server.SetScript(sandbox.Lookup, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 401}))
		}
		if _, err := client.Get(t.Context(), "user1"); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		list := seen()
		last := list[len(list)-1]
		if got := len(before) > 0 && last == before[len(before)-1]; got != c.same {
			t.Errorf("%s: the same token as before: %t, want %t", c.what, got, c.same)
		}
		checkAppToken(t, last, p, now, c.same)
	}
}

func checkAppToken(t *testing.T, text string, p project.Project, now time.Time, old bool) {
	t.Helper()
	got, err := token.Parse(text)
	if err != nil || got.AccessToken2 == nil {
		t.Fatalf("not a token: %v", err)
	}
	a := got.AccessToken2
	if a.AppID != p.AppID || a.Expire != 3600 || !old && int64(a.IssueTs) != now.Unix() || !got.Verify(p.Keys[0].Certificate) {
		t.Errorf("App ID %s, lifetime %d, issued %d", a.AppID, a.Expire, a.IssueTs)
	}
	if len(a.Services) != 1 || a.Services[0].Type != token.Chat || a.Services[0].UserID != "" ||
		fmt.Sprint(a.Services[0].Privileges) != fmt.Sprint([]token.Grant{{Privilege: token.ChatApp, Expire: 3600}}) {
		t.Errorf("services: %+v", a.Services)
	}
}

func TestSharedToken(t *testing.T) {
	o, p := options(), own(t)
	var mu sync.Mutex
	salt := uint32(0)
	o.Salt = func() uint32 { mu.Lock(); defer mu.Unlock(); salt++; return salt }
	seen, _ := bearers(t, &p, &o)
	client, err := chatservice.New(t.Context(), o).Connect(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			if _, err := client.Get(t.Context(), "user1"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	list := seen()
	for _, text := range list {
		if text != list[0] {
			t.Fatal("callers at the same time have different tokens")
		}
	}
	if len(list) != 10 || salt != 1 {
		t.Errorf("%d requests, %d tokens", len(list), salt)
	}
}

func TestImpossibleClock(t *testing.T) {
	for _, at := range []time.Time{time.Unix(-1, 0), time.Unix(1<<32, 0)} {
		o, p := options(), own(t)
		o.Now = func() time.Time { return at }
		client, err := chatservice.New(t.Context(), o).Connect(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = client.Get(t.Context(), "user1"); err == nil || !strings.Contains(err.Error(), "the clock shows the year") {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestNoSecretIsPrinted(t *testing.T) {
	o, p := options(), own(t)
	seen, server := bearers(t, &p, &o)
	s := chatservice.New(t.Context(), o)
	client, err := s.Connect(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	server.SetScript(sandbox.AnyOperation, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 401}, sandbox.Fault{Kind: sandbox.FaultError, Status: 401}))
	_, failed := client.Get(t.Context(), "user1")
	if failed == nil || len(seen()) != 2 {
		t.Fatalf("%v after %d requests", failed, len(seen()))
	}
	texts := fmt.Sprintf("%v %+v %#v %v %+v %#v %v %+v", s, s, s, client, client, client, failed, chatapi.Advice(failed))
	for _, secret := range append(seen(), certificate) {
		if strings.Contains(texts, secret) || strings.Contains(texts, secret[:20]) {
			t.Errorf("%.8s… is in %s", secret, texts)
		}
	}
}
