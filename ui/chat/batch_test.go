package chat

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/model/project"
	"agtok/model/registration"
	"agtok/token"
)

// pass is an app token.
type pass string

func (p pass) AppToken(context.Context, bool) (string, error) { return string(p), nil }

// serve starts a service of which every fifth request meets something.
func serve(t *testing.T, seed uint64) (o *one, server *sandbox.Server, stop func() error) {
	t.Helper()
	demo := project.Demo()
	key, err := demo.Signing()
	if err != nil {
		t.Fatal(err)
	}
	o = &one{}
	uuids := rand.New(rand.NewPCG(seed, 1))
	server = sandbox.New(sandbox.Options{AppID: demo.AppID, Certificates: []token.Certificate{key}, Org: "org", App: "app", Now: o.Now,
		Users: []sandbox.User{{Username: "u-1", Created: noon.Add(-time.Hour)}},
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(uuids.Uint32())
			}
		}})
	server.SetScript(sandbox.AnyOperation, sandbox.Random(rand.New(rand.NewPCG(seed, 2)).Float64,
		sandbox.Odds{Probability: 0.06, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		sandbox.Odds{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultError}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, After: true}},
		sandbox.Odds{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultReset}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset, After: true}}))
	url, end, err := server.Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign(&token.AccessToken2{AppID: demo.AppID, IssueTs: uint32(noon.Unix()), Expire: 86400, Salt: 1,
		Services: []token.Service{{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 86400}}}}}, key)
	if err != nil {
		t.Fatal(err)
	}
	o.client, err = chatapi.New(url, "org#app", pass(text), chatapi.WithLimits(chatapi.Limits{PerSecond: 1e6, StatusPerSecond: 1e6}),
		chatapi.WithClock(o.Now, func(ctx context.Context, _ time.Duration) error { return ctx.Err() }))
	if err != nil {
		t.Fatal(err)
	}
	return o, server, func() error { o.client.CloseIdleConnections(); return end() }
}

// TestTheReportIsWhatTheServiceHas registers names, some of them twice, illegal or
// taken, and holds every line of the pane's report against the service.
func TestTheReportIsWhatTheServiceHas(t *testing.T) {
	text, seeds := "u-{1..9990} Bad u-7 u-8 bad!", uint64(2)
	if testing.Short() {
		text, seeds = "u-{1..596} Bad u-7 u-8 bad!", 1
	}
	users, wrong := parse(text)
	if wrong != "" {
		t.Fatal(wrong)
	}
	for seed := range seeds {
		o, server, stop := serve(t, seed)
		d := newDesk(t, o)
		d.act("chat.register")
		d.answer(text)
		run, _ := d.parts(d.yes())
		d.p.Update(d.env, run())
		if err := stop(); err != nil || d.p.batch == nil || d.p.batch.Err != nil {
			t.Fatalf("seed %d: %v, report %v", seed, err, d.p.batch)
		}
		compare(t, users, d.p, server)
	}
}

func compare(t *testing.T, users []chatapi.NewUser, p *Pane, server *sandbox.Server) {
	t.Helper()
	there := map[string]string{}
	for _, u := range server.Users() {
		if there[u.Username] != "" {
			t.Errorf("%s is there twice", u.Username)
		}
		there[u.Username] = u.UUID
	}
	if len(p.batch.Outcomes) != len(users) || len(there) < len(users)/2 {
		t.Fatalf("%d names, %d in the report, %d at the service", len(users), len(p.batch.Outcomes), len(there))
	}
	for i, o := range p.batch.Outcomes {
		uuid, found := there[o.Username]
		repeated := errors.Is(o.Err, registration.ErrRepeated)
		switch {
		case o.Username != users[i].Username:
			t.Errorf("number %d is %s and not %s", i+1, o.Username, users[i].Username)
		case o.Result == registration.Registered && (!found || uuid != o.User.UUID || o.Username == "u-1"),
			o.Result == registration.Exists && o.Username != "u-1",
			o.Result == registration.Failed && found && !o.Unknown && !repeated,
			o.Result == registration.NotTried:
			t.Errorf("%s: %s, %v; there: %t", o.Username, o.Result, o.Err, found)
		}
		if u := p.users.find(o.Username); found && o.Result == registration.Registered && (u == nil || u.UUID != uuid) {
			t.Errorf("%s is registered and not on the screen", o.Username)
		}
	}
}
