package registration_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
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
	waits  func() []time.Duration
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
	var mu sync.Mutex
	var waits []time.Duration
	client, err := chatapi.New(url, "org#app", pass(text), chatapi.WithLimits(chatapi.Limits{PerSecond: 1e6}),
		chatapi.WithClock(clock.now, func(ctx context.Context, d time.Duration) error {
			mu.Lock()
			defer mu.Unlock()
			if d > time.Second/10 { // and not for the rate
				waits = append(waits, d)
			}
			return ctx.Err()
		}))
	if err != nil {
		t.Fatal(err)
	}
	return service{s, client, clock, func() error {
		client.CloseIdleConnections() // else the end waits for some that were never used
		return stop()
	}, func() []time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return waits
	}}
}

// TestRepetitions holds what is sent again, behind which waits, when every answer
// leaves it open and nobody is there.
func TestRepetitions(t *testing.T) {
	half := time.Second / 2
	for name, c := range map[string]struct {
		fault    sandbox.Fault
		waits    []time.Duration
		attempts int
		ends     bool // the run
	}{
		"busy for an hour": {sandbox.Fault{Kind: sandbox.FaultError, Status: 503, RetryAfter: time.Hour}, nil, 1, true},
		"busy for a while": {sandbox.Fault{Kind: sandbox.FaultError, Status: 503, RetryAfter: 7 * time.Second}, slices.Repeat([]time.Duration{7 * time.Second}, 7), 8, false},
		"failed":           {sandbox.Fault{Kind: sandbox.FaultError}, []time.Duration{half / 2, half, 2 * half, 4 * half, 8 * half, 16 * half, 15 * time.Second}, 8, false},
		"lost":             {sandbox.Fault{Kind: sandbox.FaultReset}, []time.Duration{half / 2, half, 2 * half, 4 * half, 8 * half, 16 * half, 15 * time.Second}, 8, false},
		"a sign-in page":   {sandbox.Fault{Kind: sandbox.FaultPage, Status: 200}, nil, 1, false},
	} {
		s := serve(t, nil)
		s.SetScript(sandbox.RegisterMany, sandbox.Random(func() float64 { return 0 }, sandbox.Odds{Probability: 1, Fault: c.fault}))
		r := registration.Run(context.Background(), s.client, list("a", "b"), registration.Options{Now: s.clock.now}, nil)
		var e *chatapi.Error
		if !errors.As(r.Outcomes[0].Err, &e) || e.Attempts != c.attempts || r.Count(registration.Failed) != 2 || r.Unknown() > 0 {
			t.Errorf("%s: %+v", name, r.Outcomes)
		}
		if !slices.Equal(s.waits(), c.waits) || (r.Err != nil) != c.ends {
			t.Errorf("%s: waits %v, want %v; the run ends with %v", name, s.waits(), c.waits, r.Err)
		}
	}
}

// TestCancelledInAWait is cancelled before the second request.
func TestCancelledInAWait(t *testing.T) {
	s := serve(t, nil)
	s.SetScript(sandbox.RegisterMany, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError}))
	ctx, cancel := context.WithCancel(context.Background())
	r := registration.Run(ctx, leaving{s.client, cancel}, list("a"), registration.Options{Now: s.clock.now}, nil)
	if got := words(r); got != "a failed" || !errors.Is(r.Err, context.Canceled) || len(s.Users()) > 0 {
		t.Errorf("%s, %v", got, r.Err)
	}
}

// leaving cancels as a request is about to be repeated.
type leaving struct {
	registration.Registrar
	cancel context.CancelFunc
}

func (l leaving) RegisterAgain(ctx context.Context, users []chatapi.NewUser, last error) ([]chatapi.User, []chatapi.Refusal, error) {
	l.cancel()
	return l.Registrar.RegisterAgain(ctx, users, last)
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
		case o.Unknown && o.Result == registration.Failed, o.Undecided:
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
		reported, undecided := 0, 0
		for _, o := range r.Outcomes {
			if o.Undecided {
				undecided++
			}
			if o.Result == registration.Failed && o.Err != nil {
				reported++
			}
		}
		if registered+exist+reported != n || reported > n/1000 || undecided > 0 || r.Err != nil {
			t.Errorf("seed %d: %d registered, %d exist, %d undecided, %d failed, %d unknown, %v", seed, registered, exist, undecided, r.Count(registration.Failed), r.Unknown(), r.Err)
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
