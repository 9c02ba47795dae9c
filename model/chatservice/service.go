package chatservice

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model/project"
	"agtok/token"
)

// ErrNoService is what errors of [Service.Connect] match when a project does not
// say where its Chat service is.
var ErrNoService = errors.New("no Chat service")

// The demo's service, as [Service.Where] names it.
const (
	DemoHost   = "sandbox in this process"
	DemoAppKey = "demo#agtok"
)

// Options is what a [Service] draws on.
type Options struct {
	Now    func() time.Time // the real time, which services judge tokens by; several goroutines call it
	Salt   func() uint32    // for app tokens: 1 … 99999998, as the official Go library draws
	Random func(b []byte)   // fills b, for the sandbox's UUIDs
	Jitter func() float64   // [0,1), spreads the waits between attempts; several goroutines call it

	// Sleep waits for d, or until ctx is done and then gives its error; several
	// goroutines call it.
	Sleep func(ctx context.Context, d time.Duration) error
	// Client goes to every client, as [chatapi.WithTrace].
	Client []chatapi.Option
}

// Service connects to the Chat services of projects. It may be used from several
// goroutines.
type Service struct {
	ctx context.Context // ends the sandbox
	o   Options

	mu      sync.Mutex
	clients map[string]connection // by the project's name
	demo    string                // the sandbox's URL; "" before it is needed
}

// connection is a client with the project that it was made for.
type connection struct {
	to     project.Project
	client *chatapi.Client
}

// New gives a Service. What runs in the background ends with ctx.
func New(ctx context.Context, o Options) *Service {
	return &Service{ctx: ctx, o: o, clients: map[string]connection{}}
}

// Connect gives the client of p's Chat service. It is made when first asked for,
// and anew when the project has changed; nothing is sent yet. For the demo project
// it starts the sandbox, whose users live as long as the Service.
//
// The error matches [ErrNoService] when p does not say where its service is, and
// [project.ErrNoCertificate] when its app tokens can't be signed. It says what to
// set.
func (s *Service) Connect(ctx context.Context, p project.Project) (*chatapi.Client, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.clients[p.Name]
	if ok && same(old.to, p) {
		return old.client, nil
	}
	client, err := s.connect(p)
	if err != nil {
		return nil, err
	}
	if ok {
		old.client.CloseIdleConnections()
	}
	s.clients[p.Name] = connection{p, client}
	return client, nil
}

// same reports whether two states of a project reach the same service in the same
// way.
func same(a, b project.Project) bool {
	one, errOne := a.Signing()
	two, errTwo := b.Signing()
	return errOne == nil && errTwo == nil && one.Equal(two) &&
		a.AppID == b.AppID && a.ChatHost == b.ChatHost && a.ChatAppKey == b.ChatAppKey && a.Demo == b.Demo
}

func (s *Service) connect(p project.Project) (*chatapi.Client, error) {
	host, appKey := p.ChatHost, p.ChatAppKey
	if usesSandbox(p) {
		host, appKey = s.demo, DemoAppKey
	} else if missing := missingKeys(p); missing != "" {
		return nil, fmt.Errorf("project %q: %w: %s", p.Name, ErrNoService, missing)
	}
	certificate, err := p.Signing()
	if err != nil {
		return nil, err
	}
	if host == "" {
		if host, err = s.startSandbox(p); err != nil {
			return nil, err
		}
	}
	tokens := &minter{appID: p.AppID, certificate: certificate, now: s.o.Now, salt: s.o.Salt}
	options := []chatapi.Option{chatapi.WithClock(s.o.Now, s.o.Sleep), chatapi.WithJitter(s.o.Jitter),
		chatapi.WithSecrets(func(text string) string { return project.CertificateIn(text, p) })}
	client, err := chatapi.New(host, appKey, tokens, append(options, s.o.Client...)...)
	if err != nil {
		return nil, fmt.Errorf("project %q: %w: %w", p.Name, ErrNoService, err)
	}
	return client, nil
}

// usesSandbox reports whether the sandbox stands in for p's service.
func usesSandbox(p project.Project) bool { return p.Demo && p.ChatHost == "" }

// missingKeys tells what p lacks to have a Chat service, and where to set it; ""
// if nothing.
func missingKeys(p project.Project) string {
	var keys, variables []string
	if p.ChatHost == "" {
		keys, variables = append(keys, "host"), append(variables, "AGORA_CHAT_HOST")
	}
	if p.ChatAppKey == "" {
		keys, variables = append(keys, "app_key"), append(variables, "AGORA_CHAT_APP_KEY")
	}
	if keys == nil {
		return ""
	}
	return fmt.Sprintf(`set %s in its [project.chat], or %s for the project "env"; Agora Console shows both on the project's Chat page`,
		strings.Join(keys, " and "), strings.Join(variables, " and "))
}

// startSandbox gives the URL of the sandbox of this process. Only the demo project
// has one, so it is started once.
func (s *Service) startSandbox(p project.Project) (url string, err error) {
	if err := s.ctx.Err(); err != nil {
		return "", err
	}
	certificate, err := p.Signing()
	if err != nil {
		return "", err
	}
	org, app, _ := strings.Cut(DemoAppKey, "#")
	server := sandbox.New(sandbox.Options{
		AppID: p.AppID, Certificates: []token.Certificate{certificate}, Org: org, App: app,
		Now: s.o.Now, Random: s.o.Random, Demo: true,
	})
	s.demo, _, err = server.Listen(s.ctx, "127.0.0.1:0")
	return s.demo, err
}

// Where says for screens and confirmations where p's requests go: its host and
// App Key, "" for what is not set; for the demo's sandbox [DemoHost] and
// [DemoAppKey].
func (s *Service) Where(p project.Project) (host, appKey string) {
	if usesSandbox(p) {
		return DemoHost, DemoAppKey
	}
	return p.ChatHost, p.ChatAppKey
}

// Now gives the real time, which services judge tokens by.
func (s *Service) Now() time.Time { return s.o.Now() }

// Forget drops p's client with its app token: the next one that is asked for mints
// a fresh one.
func (s *Service) Forget(p project.Project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.clients[p.Name]; ok {
		old.client.CloseIdleConnections()
		delete(s.clients, p.Name)
	}
}
