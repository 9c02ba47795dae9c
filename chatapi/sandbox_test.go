package chatapi_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
	"agtok/token"
)

// minter signs app tokens as an app server does.
type minter struct {
	t           testing.TB
	certificate token.Certificate
}

func (m minter) AppToken(context.Context, bool) (string, error) {
	return token.Sign(&token.AccessToken2{
		AppID: strings.Repeat("0", 32), IssueTs: uint32(epoch.Unix()), Expire: 3600, Salt: 1,
		Services: []token.Service{{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 3600}}}},
	}, m.certificate)
}

// inSandbox makes a client of a sandbox that listens.
func inSandbox(t *testing.T, users ...sandbox.User) (*chatapi.Client, *sandbox.Server) {
	t.Helper()
	certificate, err := token.ParseCertificate(strings.Repeat("a", 32))
	if err != nil {
		t.Fatal(err)
	}
	var drawn uint64
	server := sandbox.New(sandbox.Options{
		AppID: strings.Repeat("0", 32), Certificates: []token.Certificate{certificate}, Org: "org", App: "app", Users: users,
		Now: func() time.Time { return epoch },
		Random: func(b []byte) {
			drawn++
			binary.BigEndian.PutUint64(b[len(b)-8:], drawn)
		},
	})
	url, stop, err := server.Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k := &clock{at: epoch}
	c, err := chatapi.New(url, appKey, minter{t, certificate}, chatapi.WithClock(k.now, k.sleep))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.CloseIdleConnections()
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return c, server
}

// TestLifeOfAUser makes every call once, in an order that makes sense.
func TestLifeOfAUser(t *testing.T) {
	ctx := context.Background()
	c, server := inSandbox(t, sandbox.User{Username: "user0"})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Get(ctx, "user1")
	checkKinds(t, err, "missing")
	u, err := c.Register(ctx, chatapi.NewUser{Username: "user1", Password: password(t, "123"), Nickname: "first"})
	must(err)
	_, err = c.Register(ctx, chatapi.NewUser{Username: "user1"})
	checkKinds(t, err, "duplicate")
	made, refused, err := c.RegisterMany(ctx, []chatapi.NewUser{{Username: "user1"}, {Username: "user2"}})
	must(err)
	if len(made) != 1 || made[0].Username != "user2" || len(refused) != 1 || !refused[0].Exists() {
		t.Errorf("%+v, %+v", made, refused)
	}
	renamed, err := c.SetNickname(ctx, "user1", "second")
	must(err)
	if renamed.Nickname != "second" || renamed.UUID != u.UUID {
		t.Errorf("%+v of %+v", renamed, u)
	}
	must(c.SetPassword(ctx, "user1", password(t, "456")))
	server.SetOnline("user1", true)
	list, err := c.StatusMany(ctx, []string{"user2", "user1", "nobody"})
	must(err)
	if fmt.Sprint(list) != "[{user2 false} {user1 true} {nobody false}]" {
		t.Error(list)
	}
	must(c.Disconnect(ctx, "user1"))
	if online, err := c.Status(ctx, "user1"); err != nil || online {
		t.Error(online, err)
	}
	banned, err := c.Ban(ctx, "user1")
	must(err)
	must(c.Unban(ctx, "user1"))
	again, err := c.Get(ctx, "user1")
	must(err)
	if banned.Activated || !again.Activated {
		t.Errorf("%+v, %+v", banned, again)
	}
	checkPages(t, c, 3)
	_, err = c.Delete(ctx, "user1")
	must(err)
	_, err = c.Delete(ctx, "user1")
	checkKinds(t, err, "missing")
}

// checkPages goes through the list two users at a time.
func checkPages(t *testing.T, c *chatapi.Client, want int) {
	t.Helper()
	seen := map[string]bool{}
	for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
		p, err := c.List(context.Background(), 2, cursor)
		if err != nil || pages > want {
			t.Fatalf("page %d: %v", pages, err)
		}
		for _, u := range p.Users {
			seen[u.Username] = true
		}
		cursor = p.Cursor
	}
	if len(seen) != want {
		t.Errorf("the pages have %d of %d users", len(seen), want)
	}
}

// TestFaultsOfTheSandbox holds that none is taken for success or for a missing
// user, and that all can be shown.
func TestFaultsOfTheSandbox(t *testing.T) {
	c, server := inSandbox(t, sandbox.User{Username: "user1"})
	faults := []sandbox.Fault{{Kind: sandbox.FaultHuge, Size: 2 << 20}, {Kind: sandbox.FaultDeep}, {Kind: sandbox.FaultControl}, {Kind: sandbox.FaultPage}, {Kind: sandbox.FaultRedirect},
		{Kind: sandbox.FaultCutBody}, {Kind: sandbox.FaultReset}, {Kind: sandbox.FaultError}}
	for _, name := range sandbox.FaultNames() {
		if f, ok := sandbox.FaultNamed(name); ok && f.Delay == 0 && f.Pause == 0 && f.Size == 0 && name != "resource-not-found" {
			faults = append(faults, f)
		}
	}
	if len(faults) < 10 {
		t.Fatalf("%d faults", len(faults))
	}
	for _, f := range faults {
		if f.Kind == sandbox.FaultNone {
			continue
		}
		server.SetScript(sandbox.AnyOperation, sandbox.Ordered(slices.Repeat([]sandbox.Fault{f}, 12)...)) // the transport sends some anew
		_, err := c.Get(context.Background(), "user1")
		if err == nil || errors.Is(err, chatapi.ErrNotFound) {
			t.Errorf("%+v: %v", f, err)
			continue
		}
		checkPrintable(t, "error", err.Error()+chatapi.Advice(err))
	}
}

// TestRegisterThroughFaults registers users one by one, of whom each ends up
// registered exactly once: after an open outcome the user is looked up first.
func TestRegisterThroughFaults(t *testing.T) {
	const users, workers = 400, 8
	c, server := inSandbox(t)
	draw := rand.New(rand.NewPCG(1, 2))
	server.SetScript(sandbox.Register, sandbox.Random(draw.Float64,
		sandbox.Odds{Probability: 0.05, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 500}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 500, After: true}},
		sandbox.Odds{Probability: 0.03, Fault: sandbox.Fault{Kind: sandbox.FaultReset}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset, After: true}}))
	names := make(chan string, users)
	for i := range users {
		names <- fmt.Sprintf("user%d", i)
	}
	close(names)
	var group sync.WaitGroup
	var mu sync.Mutex
	var open int
	for range workers {
		group.Go(func() {
			for name := range names {
				n, err := registerSurely(c, name)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				mu.Lock()
				open += n
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if got := len(server.Users()); got != users || open == 0 {
		t.Errorf("%d of %d users, %d open outcomes", got, users, open)
	}
}

// registerSurely counts the open outcomes on its way. A name that is taken would
// tell of a registration that was repeated.
func registerSurely(c *chatapi.Client, name string) (open int, err error) {
	for range 20 {
		_, err = c.Register(context.Background(), chatapi.NewUser{Username: name})
		if !errors.Is(err, chatapi.ErrOutcomeUnknown) {
			return open, err
		}
		open++
		if _, err = c.Get(context.Background(), name); !errors.Is(err, chatapi.ErrNotFound) {
			return open, err
		}
	}
	return open, err
}
