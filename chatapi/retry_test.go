package chatapi_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agtok/chatapi"
)

var (
	reset  = &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	dialed = &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	noName = &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
)

// TestTriedAgain holds the table of the package's documentation: how many
// attempts each call makes when every one ends so, and what its error matches.
func TestTriedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		step   step
		once   int // attempts of what must not be repeated
		others int
		open   bool // for a change
		kinds  []string
	}{
		"401":              {reply(401, ""), 2, 2, false, []string{"unauthorized"}},
		"403":              {reply(403, ""), 1, 1, false, nil},
		"404 page":         {reply(404, "<html>"), 1, 1, false, nil},
		"408":              {reply(408, ""), 1, 5, true, nil},
		"429":              {reply(429, fault("reach_limit", "x")), 5, 5, false, []string{"rate"}},
		"429 page":         {reply(429, "<html>"), 5, 5, false, []string{"rate"}},
		"429 plan":         {reply(429, fault("resource_limited", "x")), 1, 1, false, []string{"plan"}},
		"500":              {reply(500, ""), 1, 5, true, nil},
		"501":              {reply(501, ""), 1, 5, true, nil},
		"503 date":         {reply(503, "", "Retry-After", "Fri, 02 Jan 2026 03:00:00 GMT"), 1, 5, true, nil},
		"no connection":    {broken(dialed), 5, 5, false, []string{"unreachable"}},
		"no such host":     {broken(noName), 1, 1, false, []string{"unreachable"}},
		"certificate":      {broken(x509.UnknownAuthorityError{}), 1, 1, false, []string{"unreachable"}},
		"reset":            {broken(reset), 1, 5, true, []string{"unreachable"}},
		"something":        {broken(errors.New("something")), 1, 5, true, []string{"unreachable"}},
		"end":              {broken(io.EOF), 1, 5, true, []string{"unreachable"}},
		"too slow":         {broken(context.DeadlineExceeded), 1, 5, true, []string{"unreachable", "deadline?"}},
		"200 cut":          {cut(200, `{"entities":[`), 1, 5, true, []string{"bad reply"}},
		"500 cut":          {cut(500, `{"error":`), 1, 5, true, nil},
		"400 cut":          {cut(400, `{"error":`), 1, 1, false, nil},
		"200 page":         {reply(200, "<html>"), 1, 1, true, []string{"bad reply"}},
		"200 wrong types":  {reply(200, `{"entities":7,"action":7,"data":7}`), 1, 1, true, []string{"bad reply"}},
		"301":              {reply(301, "", "Location", "https://x.example/"), 1, 1, true, []string{"bad reply"}},
		"429 come later":   {reply(429, "", "Retry-After", "31"), 1, 1, false, []string{"rate"}},
		"429 come soon":    {reply(429, "", "Retry-After", "30"), 5, 5, false, []string{"rate"}},
		"429 far too late": {reply(429, "", "Retry-After", "99999999999999999999999"), 1, 1, false, []string{"rate"}},
	} {
		for _, op := range operations {
			r := newRig(t, c.step)
			err := op.call(context.Background(), r.Client, "user1")
			want, kinds := c.others, slices.DeleteFunc(slices.Clone(c.kinds), func(k string) bool { return k == "deadline?" })
			if op.once {
				want = c.once
			}
			if op.writes && c.open {
				kinds = append(kinds, "open")
			}
			if len(r.service.requests) != want {
				t.Errorf("%s, %s: %d attempts, want %d", name, op.name, len(r.service.requests), want)
			}
			checkKinds(t, err, kinds...)
			checkTold(t, r, want, failure(t, err))
		}
	}
}

// checkTold holds that every attempt was told, with its number and its wait.
func checkTold(t *testing.T, r *rig, attempts int, e *chatapi.Error) {
	t.Helper()
	if len(r.exchanges) != attempts || e.Attempts != attempts {
		t.Fatalf("told %d, in the error %d of %d attempts", len(r.exchanges), e.Attempts, attempts)
	}
	var waited []time.Duration
	for i, x := range r.exchanges {
		if x.Attempt != i+1 || x.Attempts != 5 || x.Call != r.exchanges[0].Call || x.Err == "" || !x.Done || x.Started.IsZero() || i == 0 && x.Wait != 0 {
			t.Errorf("attempt %d: %+v", i+1, x)
		}
		if x.Wait > 0 {
			waited = append(waited, x.Wait)
		}
	}
	if !slices.Equal(waited, r.clock.waits) {
		t.Errorf("waited %v, told %v", r.clock.waits, waited)
	}
}

// TestRecovers holds that a call goes on after what it tries again.
func TestRecovers(t *testing.T) {
	for name, first := range map[string]step{"401": reply(401, ""), "429": reply(429, ""), "no connection": broken(dialed), "500": reply(500, ""), "reset": broken(reset), "cut": cut(200, "{")} {
		for _, op := range operations {
			if op.once && (name == "500" || name == "reset" || name == "cut") {
				continue
			}
			r := newRig(t, first, reply(200, op.good))
			if err := op.call(context.Background(), r.Client, "user1"); err != nil || len(r.service.requests) != 2 {
				t.Errorf("%s, %s: %v behind %d attempts", name, op.name, err, len(r.service.requests))
			}
			if len(r.service.bodies) == 2 && r.service.bodies[0] != r.service.bodies[1] {
				t.Errorf("%s, %s: the second attempt sent another body", name, op.name)
			}
		}
	}
}

// TestFreshToken holds that one is asked for once in a call, whatever comes then.
func TestFreshToken(t *testing.T) {
	r := newRig(t, reply(500, ""), reply(401, ""), reply(500, ""), reply(401, ""), reply(200, oneUser))
	_, err := r.Get(context.Background(), "user1")
	checkKinds(t, err, "unauthorized")
	if !slices.Equal(r.source.asked, []bool{false, false, true, false}) {
		t.Errorf("fresh: %v", r.source.asked)
	}
	if slices.Contains(r.clock.waits, 0) || len(r.clock.waits) != 2 {
		t.Errorf("waits %v", r.clock.waits)
	}
}

// TestDeletedBefore holds that a user gone at the second attempt is told from one
// that there never was.
func TestDeletedBefore(t *testing.T) {
	gone := reply(404, fault("service_resource_not_found", "Service resource not found."))
	r := newRig(t, gone)
	_, err := r.Delete(context.Background(), "user1")
	checkKinds(t, err, "missing")
	r = newRig(t, reply(500, ""), gone)
	_, err = r.Delete(context.Background(), "user1")
	checkKinds(t, err, "missing", "open")
	r = newRig(t, reply(429, ""), gone)
	_, err = r.Delete(context.Background(), "user1")
	checkKinds(t, err, "missing")
}

func TestBackoff(t *testing.T) {
	for _, c := range []struct {
		chance float64
		want   []time.Duration
	}{
		{0, []time.Duration{250, 500, 1000, 2000}}, {1, []time.Duration{500, 1000, 2000, 4000}}, {0.5, []time.Duration{375, 750, 1500, 3000}},
		{math.NaN(), []time.Duration{250, 500, 1000, 2000}}, {-7, []time.Duration{250, 500, 1000, 2000}}, {math.Inf(1), []time.Duration{500, 1000, 2000, 4000}},
	} {
		k := &clock{at: epoch}
		client, err := chatapi.New(host, appKey, &source{token: bearer}, chatapi.WithClock(k.now, k.sleep),
			chatapi.WithHTTPTransport(&service{steps: []step{reply(503, "")}}), chatapi.WithJitter(func() float64 { return c.chance }))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = client.Get(context.Background(), "user1")
		for i := range k.waits {
			k.waits[i] /= time.Millisecond
		}
		if !slices.Equal(k.waits, c.want) {
			t.Errorf("chance %v: waits %v ms", c.chance, k.waits)
		}
	}
}

func TestLimitsAreTaken(t *testing.T) {
	k := &clock{at: epoch}
	s := &service{steps: []step{reply(503, "")}}
	client, err := chatapi.New(host, appKey, &source{token: bearer}, chatapi.WithClock(k.now, k.sleep), chatapi.WithHTTPTransport(s),
		chatapi.WithLimits(chatapi.Limits{Attempts: 9, FirstWait: time.Second, MaxWait: 3 * time.Second}))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = client.Get(context.Background(), "user1")
	if len(s.requests) != 9 || slices.Max(k.waits) > 3*time.Second {
		t.Errorf("%d attempts, waits %v", len(s.requests), k.waits)
	}
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, " 7 ": 7 * time.Second, "007": 7 * time.Second, "120": 2 * time.Minute,
		"Fri, 02 Jan 2026 03:00:00 GMT": 0, "0": 0, "": 0, "-5": 0, "1.5": 0, "soon": 0, "1e9": 0, "٧": 0,
		"18446744073709551617": 365 * 24 * time.Hour, "Fri, 31 Dec 9999 23:59:59 GMT": 365 * 24 * time.Hour,
	} {
		r := newRig(t, reply(429, "", "Retry-After", header))
		_, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
		if e := failure(t, err); e.RetryAfter != want {
			t.Errorf("%q: %v", header, e.RetryAfter)
		}
		switch {
		case want > 30*time.Second && (len(r.service.requests) != 1 || len(r.clock.waits) != 0):
			t.Errorf("%q: %d attempts, waits %v", header, len(r.service.requests), r.clock.waits)
		case want > 0 && want <= 30*time.Second && !slices.Equal(r.clock.waits, slices.Repeat([]time.Duration{want}, 4)):
			t.Errorf("%q: waits %v", header, r.clock.waits)
		case want == 0 && !slices.Equal(r.clock.waits, []time.Duration{250e6, 500e6, 1e9, 2e9}):
			t.Errorf("%q: waits %v", header, r.clock.waits)
		}
	}
}

// TestRetryAfterDate holds that a date counts from the client's time, which the
// waits bring nearer to it.
func TestRetryAfterDate(t *testing.T) {
	for _, header := range []string{"Fri, 02 Jan 2026 03:04:25 GMT", "Friday, 02-Jan-26 03:04:25 GMT", "Fri Jan  2 03:04:25 2026"} {
		r := newRig(t, reply(503, "", "Retry-After", header))
		_, err := r.Get(context.Background(), "user1")
		if e := failure(t, err); e.RetryAfter != 0 || !slices.Equal(r.clock.waits, []time.Duration{20e9, 500e6, 1e9, 2e9}) {
			t.Errorf("%q: waits %v, then %v", header, r.clock.waits, e.RetryAfter)
		}
	}
	r := newRig(t, reply(503, "", "Retry-After", "Fri, 02 Jan 2026 03:10:05 GMT"))
	_, err := r.Get(context.Background(), "user1")
	if e := failure(t, err); e.RetryAfter != 6*time.Minute || !strings.Contains(err.Error(), "after 6m0s") || !strings.HasPrefix(chatapi.Advice(err), "Wait 6m0s") {
		t.Errorf("%v (%s)", err, chatapi.Advice(err))
	}
}

// TestRates holds that no second sees more requests than documented, in a time
// that only the waits let pass.
func TestRates(t *testing.T) {
	for name, most := range map[chatapi.Operation]int{chatapi.OpGet: 90, chatapi.OpRegisterMany: 90, chatapi.OpStatusMany: 46} {
		op := operationNamed(t, name)
		r := newRig(t, reply(200, op.good))
		for range 300 {
			if err := op.call(context.Background(), r.Client, "user1"); err != nil {
				t.Fatal(err)
			}
		}
		if len(r.exchanges) != 300 {
			t.Fatalf("%d exchanges", len(r.exchanges))
		}
		for i, x := range r.exchanges[most:] {
			if d := x.Started.Sub(r.exchanges[i].Started); d < time.Second {
				t.Fatalf("%s: %d requests in %v", name, most, d)
			}
		}
		if total := r.clock.now().Sub(epoch); total > 10*time.Second {
			t.Errorf("%s: 300 requests take %v", name, total)
		}
	}
}

// TestExchangeTimeout has a service that never answers.
func TestExchangeTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := func(q *http.Request) (*http.Response, error) {
			<-q.Context().Done()
			return nil, q.Context().Err()
		}
		r := newRig(t, hangs)
		_, err := r.Get(context.Background(), "user1")
		checkKinds(t, err, "unreachable")
		if len(r.service.requests) != 5 {
			t.Errorf("%d attempts: %v", len(r.service.requests), err)
		}
		r = newRig(t, hangs)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_, err = r.Register(ctx, chatapi.NewUser{Username: "user1"})
		checkKinds(t, err, "deadline", "open")
	})
}

// TestNoticesOfAWait holds that a wait is told before it begins.
func TestNoticesOfAWait(t *testing.T) {
	r := newRig(t, reply(429, "", "Retry-After", "3"), reply(200, oneUser))
	if _, err := r.Get(context.Background(), "user1"); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, n := range r.notices {
		got += fmt.Sprintf("%d of %d after %v, sent %v, done %v\n", n.Attempt, n.Attempts, n.Wait, !n.Started.IsZero(), n.Done)
	}
	want := "1 of 5 after 0s, sent true, done false\n2 of 5 after 3s, sent false, done false\n2 of 5 after 3s, sent true, done false\n"
	if got != want {
		t.Error(got)
	}
}

// TestRegisterAgain holds that it goes on from the call before, and where it sends
// nothing.
func TestRegisterAgain(t *testing.T) {
	users := []chatapi.NewUser{{Username: "user1"}}
	r := newRig(t, reply(503, "", "Retry-After", "7"), reply(429, ""), reply(200, oneUser))
	_, _, last := r.RegisterMany(context.Background(), users)
	if list, _, err := r.RegisterAgain(context.Background(), users, last); err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	got := ""
	for _, x := range r.exchanges {
		got += fmt.Sprintf("%d of %d after %v\n", x.Attempt, x.Attempts, x.Wait)
	}
	if want := "1 of 5 after 0s\n2 of 8 after 7s\n3 of 8 after 500ms\n"; got != want {
		t.Errorf("%swant\n%s", got, want)
	}
	for name, c := range map[string]struct {
		step  step
		kinds []string
	}{
		"an hour":   {reply(503, "", "Retry-After", "3600"), nil},
		"page":      {reply(200, "<html>"), []string{"bad reply"}},
		"elsewhere": {reply(302, "", "Location", "https://x.example/"), []string{"bad reply"}},
	} {
		r := newRig(t, c.step)
		_, _, last := r.RegisterMany(context.Background(), users)
		_, _, err := r.RegisterAgain(context.Background(), users, last)
		checkKinds(t, err, c.kinds...)
		if len(r.service.requests) != 1 || len(r.clock.waits) > 0 || errors.Is(err, chatapi.ErrLongWait) != (name == "an hour") {
			t.Errorf("%s: %d requests, waits %v, %v", name, len(r.service.requests), r.clock.waits, err)
		}
	}
}
