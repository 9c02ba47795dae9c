package chatapi_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi"
)

const (
	host   = "a41.chat.agora.io"
	appKey = "org#app"
	bearer = "007eJxTYLAbYLTUvWSZ5pHVS6QXPrgp1sxssXJ2qWmQ8xUQ"
	uuid1  = "0ffe2d80-ed76-11e8-8d66-279e3e1c214b"
)

// user1 is how the service describes a user.
const user1 = `{"uuid":"` + uuid1 + `","type":"user","created":1542795196504,"modified":1542795196604,"username":"user1","activated":true,"nickname":"testuser"}`

const oneUser = `{"action":"get","entities":[` + user1 + `],"count":1}`

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// clock is a time that passes only in waits.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.waits = c.at.Add(d), append(c.waits, d)
	return ctx.Err()
}

// source gives tokens, and counts the fresh ones.
type source struct {
	token string
	err   error
	asked []bool
}

func (s *source) AppToken(_ context.Context, fresh bool) (string, error) {
	s.asked = append(s.asked, fresh)
	return s.token, s.err
}

// step is one answer of a scripted service.
type step func(*http.Request) (*http.Response, error)

// service answers with its steps in turn, with the last one for ever.
type service struct {
	steps    []step
	requests []*http.Request
	bodies   []string
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(b)
	}
	s.requests, s.bodies = append(s.requests, r), append(s.bodies, body)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return s.steps[min(len(s.requests), len(s.steps))-1](r)
}

// rig is a client of a scripted service with all that is around it.
type rig struct {
	*chatapi.Client
	service   *service
	clock     *clock
	source    *source
	exchanges []chatapi.Exchange
	notices   []chatapi.Exchange
}

func newRig(t testing.TB, steps ...step) *rig {
	t.Helper()
	return newRigFor(t, appKey, steps...)
}

func newRigFor(t testing.TB, appKey string, steps ...step) *rig {
	t.Helper()
	r := &rig{service: &service{steps: steps}, clock: &clock{at: epoch}, source: &source{token: bearer}}
	c, err := chatapi.New(host, appKey, r.source, chatapi.WithHTTPTransport(r.service), chatapi.WithClock(r.clock.now, r.clock.sleep),
		chatapi.WithTrace(func(e chatapi.Exchange) { r.exchanges = append(r.exchanges, e) }),
		chatapi.WithProgress(func(e chatapi.Exchange) { r.notices = append(r.notices, e) }))
	if err != nil {
		t.Fatal(err)
	}
	r.Client = c
	return r
}

// reply answers with status, body and the headers, given as names and texts.
func reply(status int, body string, header ...string) step {
	return func(r *http.Request) (*http.Response, error) {
		return response(r, status, io.NopCloser(strings.NewReader(body)), header...), nil
	}
}

func response(r *http.Request, status int, body io.ReadCloser, header ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Status: strconv.Itoa(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: body, ContentLength: -1, Request: r}
}

// broken fails without an answer.
func broken(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// cut answers with a body that ends in the middle.
func cut(status int, body string) step {
	return func(r *http.Request) (*http.Response, error) {
		return response(r, status, io.NopCloser(io.MultiReader(strings.NewReader(body), failing{}))), nil
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func fault(code, description string) string {
	return `{"error":"` + code + `","exception":"java.lang.Exception","error_description":"` + description + `","timestamp":1,"duration":0}`
}

func password(t testing.TB, text string) chatapi.Password {
	t.Helper()
	p, err := chatapi.NewPassword(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// failure takes the error of a call, which must be an *Error.
func failure(t testing.TB, err error) *chatapi.Error {
	t.Helper()
	var e *chatapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
	return e
}

// sentinels are all that an error can match.
var sentinels = map[string]error{
	"unauthorized": chatapi.ErrUnauthorized, "closed": chatapi.ErrRegistrationClosed, "missing": chatapi.ErrNotFound,
	"unknown app": chatapi.ErrUnknownApp, "duplicate": chatapi.ErrDuplicate, "rate": chatapi.ErrRateLimited, "plan": chatapi.ErrPlanLimit,
	"unreachable": chatapi.ErrUnreachable, "bad reply": chatapi.ErrBadReply, "open": chatapi.ErrOutcomeUnknown,
	"illegal": chatapi.ErrIllegalArgument, "illegal name": chatapi.ErrIllegalUsername,
	"cancelled": context.Canceled, "deadline": context.DeadlineExceeded,
}

// checkKinds holds that err matches exactly these, by their names above.
func checkKinds(t testing.TB, err error, want ...string) {
	t.Helper()
	for name, sentinel := range sentinels {
		wanted := false
		for _, w := range want {
			if sentinels[w] == nil {
				t.Fatalf("no sentinel is called %q", w)
			}
			wanted = wanted || w == name
		}
		if errors.Is(err, sentinel) != wanted {
			t.Errorf("%q is %q: %v", err, name, !wanted)
		}
	}
}

// operation makes one call of a kind, with arguments that are right.
type operation struct {
	name   chatapi.Operation
	method string
	path   string
	good   string // a reply of success
	writes bool
	once   bool
	call   func(context.Context, *chatapi.Client, string) error // about the user of that name
}

var (
	operations = []operation{
		{chatapi.OpRegister, "POST", "/org/app/users", oneUser, true, true, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Register(ctx, chatapi.NewUser{Username: name})
			return err
		}},
		{chatapi.OpRegisterMany, "POST", "/org/app/users", oneUser, true, true, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, _, err := c.RegisterMany(ctx, []chatapi.NewUser{{Username: name}})
			return err
		}},
		{chatapi.OpGet, "GET", "/org/app/users/user1", oneUser, false, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Get(ctx, name)
			return err
		}},
		{chatapi.OpDelete, "DELETE", "/org/app/users/user1", oneUser, true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Delete(ctx, name)
			return err
		}},
		{chatapi.OpSetPassword, "PUT", "/org/app/users/user1/password", `{"action":"set user password","duration":1}`, true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			p, err := chatapi.NewPassword("hunter-22")
			if err != nil {
				return err
			}
			return c.SetPassword(ctx, name, p)
		}},
		{chatapi.OpBan, "POST", "/org/app/users/user1/deactivate", strings.Replace(oneUser, "true", "false", 1), true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Ban(ctx, name)
			return err
		}},
		{chatapi.OpUnban, "POST", "/org/app/users/user1/activate", `{"action":"activate user","duration":1}`, true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			return c.Unban(ctx, name)
		}},
		{chatapi.OpDisconnect, "GET", "/org/app/users/user1/disconnect", `{"data":{"result":true}}`, true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			return c.Disconnect(ctx, name)
		}},
		{chatapi.OpStatus, "GET", "/org/app/users/user1/status", `{"data":{"user1":"online"}}`, false, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Status(ctx, name)
			return err
		}},
		{chatapi.OpStatusMany, "POST", "/org/app/users/batch/status", `{"data":[{"user1":"online"}]}`, false, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.StatusMany(ctx, []string{name})
			return err
		}},
		{chatapi.OpSetNickname, "PUT", "/org/app/users/user1", oneUser, true, false, func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.SetNickname(ctx, name, "testuser")
			return err
		}},
		{chatapi.OpList, "GET", "/org/app/users", oneUser, false, false, func(ctx context.Context, c *chatapi.Client, _ string) error {
			_, err := c.List(ctx, 10, "")
			return err
		}},
	}
)

func operationNamed(t testing.TB, name chatapi.Operation) operation {
	t.Helper()
	for _, o := range operations {
		if o.name == name {
			return o
		}
	}
	t.Fatalf("no operation is called %q", name)
	return operation{}
}
