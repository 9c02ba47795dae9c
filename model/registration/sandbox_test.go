package registration_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model/registration"
	"agtok/token"
)

// The public sample of Agora's documentation.
const (
	appID       = "970CA35de60c44645bbae8a215061b33"
	certificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// ticking is a clock for all sides that goes on when somebody looks.
type ticking struct{ n atomic.Int64 }

func (c *ticking) now() time.Time { return start.Add(time.Duration(c.n.Add(1)) * time.Millisecond) }

// pass gives the same app token always.
type pass string

func (p pass) AppToken(context.Context, bool) (string, error) { return string(p), nil }

// service is a sandbox behind HTTP with a client that never waits.
type service struct {
	*sandbox.Server
	client *chatapi.Client
	clock  *ticking
	stop   func() error
}

// trouble is what a request meets, one of five.
func trouble(rng *rand.Rand) *sandbox.Script {
	odds := []sandbox.Odds{
		{Probability: 0.05, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultError}},
		{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, After: true}},
		{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultReset}},
		{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset, After: true}},
		{Probability: 0.01, Fault: sandbox.Fault{Kind: sandbox.FaultCutBody}},
	}
	return sandbox.Random(rng.Float64, odds...)
}

func serve(t *testing.T, users []sandbox.User) service {
	t.Helper()
	key, err := token.ParseCertificate(certificate)
	if err != nil {
		t.Fatal(err)
	}
	clock := &ticking{}
	rng := rand.New(rand.NewPCG(1, 2))
	s := sandbox.New(sandbox.Options{
		AppID: appID, Certificates: []token.Certificate{key}, Org: "org", App: "app", Now: clock.now, Users: users,
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(rng.Uint32())
			}
		},
	})
	url, stop, err := s.Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stop() })
	text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: uint32(start.Unix()), Expire: 86400, Salt: 1,
		Services: []token.Service{{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 86400}}}}}, key)
	if err != nil {
		t.Fatal(err)
	}
	client, err := chatapi.New(url, "org#app", pass(text),
		chatapi.WithClock(clock.now, func(ctx context.Context, _ time.Duration) error { return ctx.Err() }))
	if err != nil {
		t.Fatal(err)
	}
	return service{s, client, clock, func() error {
		client.CloseIdleConnections() // else the end waits for some that were never used
		return stop()
	}}
}

// before are users that are there already: every tenth.
func before(users []chatapi.NewUser) (list []sandbox.User) {
	for i := 0; i < len(users); i += 10 {
		list = append(list, sandbox.User{Username: users[i].Username, Created: start.Add(-time.Hour)})
	}
	return list
}

// compare holds a report against what the service has in the end.
func compare(t *testing.T, s service, r registration.Report, old []sandbox.User) {
	t.Helper()
	if err := s.stop(); err != nil { // what is under way ends
		t.Fatal(err)
	}
	there, told := map[string]sandbox.User{}, map[string]bool{}
	for _, u := range s.Users() {
		if _, twice := there[u.Username]; twice {
			t.Errorf("%s is there twice", u.Username)
		}
		there[u.Username] = u
	}
	was := map[string]bool{}
	for _, u := range old {
		was[u.Username] = true
	}
	for _, o := range r.Outcomes {
		told[o.Username] = true
		u, found := there[o.Username]
		switch {
		case o.Unknown && o.Result == registration.Failed:
		case o.Result == registration.Registered && (!found || was[o.Username] || u.UUID != o.User.UUID),
			o.Result == registration.Exists && (!was[o.Username] || o.Err == nil && u.UUID != o.User.UUID),
			(o.Result == registration.Failed || o.Result == registration.NotTried) && found != was[o.Username]:
			t.Errorf("%s: %s (%v); there: %t, before: %t", o.Username, o.Result, o.Err, found, was[o.Username])
		}
	}
	for name := range there {
		if !told[name] && !was[name] {
			t.Errorf("%s is there, and nobody tells of it", name)
		}
	}
}

// TestRegisterTenThousand has a fifth of all requests fail, before or after their
// work was done.
func TestRegisterTenThousand(t *testing.T) {
	seeds, n := 3, 10_000
	if testing.Short() {
		seeds, n = 1, 2_000
	}
	for seed := range seeds {
		users := many(n)
		old := before(users)
		s := serve(t, old)
		s.SetScript(sandbox.AnyOperation, trouble(rand.New(rand.NewPCG(uint64(seed), 7))))
		r := registration.Run(context.Background(), s.client, users, registration.Options{Now: s.clock.now, InFlight: 4}, nil)
		compare(t, s, r, old)
		registered, exist := r.Count(registration.Registered), r.Count(registration.Exists)
		// Everybody is registered or reported. That a user can't even be looked up takes
		// a row of failures that chance allows for one in thousands.
		reported := 0
		for _, o := range r.Outcomes {
			if o.Result == registration.Failed && o.Err != nil {
				reported++
			}
		}
		if registered+exist+reported != n || reported > n/1000 || r.Err != nil {
			t.Errorf("seed %d: %d registered, %d exist, %d failed, %d unknown, %v", seed, registered, exist, r.Count(registration.Failed), r.Unknown(), r.Err)
		}
	}
}

// TestCancelledHalfWay compares the report with the service when the run is
// cancelled in the middle of it.
func TestCancelledHalfWay(t *testing.T) {
	sawUnknown, sawSkipped := false, false
	for seed := range 4 {
		users := many(3_000)
		old := before(users)
		s := serve(t, old)
		s.SetScript(sandbox.AnyOperation, trouble(rand.New(rand.NewPCG(uint64(seed), 8))))
		ctx, cancel := context.WithCancel(context.Background())
		registrar := &interrupting{Registrar: s.client, cancel: cancel}
		registrar.left.Store(int64(15 + 9*seed))
		r := registration.Run(ctx, registrar, users, registration.Options{Now: s.clock.now, InFlight: 4}, nil)
		compare(t, s, r, old)
		if !errors.Is(r.Err, context.Canceled) || r.Count(registration.Registered) == 0 {
			t.Errorf("seed %d: %d registered, %v", seed, r.Count(registration.Registered), r.Err)
		}
		sawUnknown = sawUnknown || r.Unknown() > 0
		sawSkipped = sawSkipped || r.Count(registration.NotTried) > 0
		cancel()
	}
	if !sawUnknown || !sawSkipped {
		t.Errorf("unknown seen: %t, not tried seen: %t", sawUnknown, sawSkipped)
	}
}

// interrupting cancels while a request is under way.
type interrupting struct {
	registration.Registrar
	cancel context.CancelFunc
	left   atomic.Int64
}

func (i *interrupting) RegisterMany(ctx context.Context, users []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
	if i.left.Add(-1) == 0 {
		go i.cancel()
	}
	return i.Registrar.RegisterMany(ctx, users)
}

// TestServiceGone has nobody answer.
func TestServiceGone(t *testing.T) {
	s := serve(t, nil)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	r := registration.Run(context.Background(), s.client, many(1_000), registration.Options{Now: s.clock.now}, nil)
	if !errors.Is(r.Err, chatapi.ErrUnreachable) || r.Unknown() > 0 || r.Count(registration.NotTried) < 700 {
		t.Errorf("%v, %d unknown, %d not tried", r.Err, r.Unknown(), r.Count(registration.NotTried))
	}
}

// TestFullPlan has room for a part of them.
func TestFullPlan(t *testing.T) {
	s := serve(t, nil)
	s.SetScript(sandbox.RegisterMany, sandbox.Ordered(sandbox.Fault{}, sandbox.Fault{Kind: sandbox.FaultError, Status: 429, Code: "resource_limited"}))
	r := registration.Run(context.Background(), s.client, many(600), registration.Options{Now: s.clock.now, InFlight: 1}, nil)
	compare(t, s, r, nil)
	if !errors.Is(r.Err, chatapi.ErrPlanLimit) || r.Count(registration.Registered) != 60 || r.Count(registration.NotTried) != 480 {
		t.Errorf("%v, %d registered, %d not tried", r.Err, r.Count(registration.Registered), r.Count(registration.NotTried))
	}
}
