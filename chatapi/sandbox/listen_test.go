package sandbox_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
)

func TestListenOnLoopbackOnly(t *testing.T) {
	s := sandbox.New(options(t))
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:0", "127.0.0.1", ""} {
		if _, stop, err := s.Listen(t.Context(), addr); err == nil {
			t.Errorf("%q: listening", addr)
			_ = stop()
		}
	}
	o := options(t)
	o.Public = true
	url, stop, err := sandbox.New(o).Listen(t.Context(), ":0")
	if err != nil || !strings.HasPrefix(url, "http://") {
		t.Fatalf("%q, %v", url, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestListenTwice(t *testing.T) {
	s := sandbox.New(options(t))
	url := listen(t, s)
	if _, _, err := s.Listen(t.Context(), strings.TrimPrefix(url, "http://")); err == nil {
		t.Error("two listeners on one address")
	}
}

// TestStop: a request that is being delayed gets its answer, nobody after it does.
func TestStop(t *testing.T) {
	o := options(t)
	asleep := make(chan struct{})
	o.Sleep = func(ctx context.Context, _ time.Duration) {
		close(asleep)
		<-ctx.Done()
	}
	s := sandbox.New(o)
	s.SetScript(sandbox.List, sandbox.Ordered(sandbox.Fault{Delay: time.Hour}))
	ctx, cancel := context.WithCancel(t.Context())
	url, stop, err := s.Listen(ctx, "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", url+users, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", bearer(t))
	status := make(chan int, 1)
	go func() {
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			status <- 0
			return
		}
		_ = resp.Body.Close()
		status <- resp.StatusCode
	}()
	<-asleep
	cancel()
	if got := <-status; got != 200 {
		t.Errorf("status %d", got)
	}
	for range 2 {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://")); err == nil {
		_ = conn.Close()
		t.Error("still listening")
	}
}

func TestLog(t *testing.T) {
	var mu sync.Mutex
	var lines []sandbox.Access
	o := options(t)
	now := start()
	o.Now = func() time.Time { return now }
	o.Sleep = func(_ context.Context, d time.Duration) { now = now.Add(d) }
	o.Log = func(a sandbox.Access) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, a)
	}
	s := sandbox.New(o)
	s.SetScript(sandbox.Register, sandbox.Ordered(sandbox.Fault{Delay: time.Second, Kind: sandbox.FaultError}))
	ask(t, s, "POST", users+"?secret=query", `{"username":"user1","password":"hunter2"}`)
	ask(t, s, "GET", "/"+strings.Repeat("%1b", 300), "")
	want := []sandbox.Access{
		{Method: "POST", Path: users, Operation: sandbox.Register, Status: 500, Duration: time.Second, Fault: "error"},
		{Method: "GET", Path: "/" + strings.Repeat("%1b", 85), Status: 404},
	}
	if fmt.Sprint(lines) != fmt.Sprint(want) {
		t.Errorf("lines %+v, want %+v", lines, want)
	}
}

func TestResetIsLoggedWithoutStatus(t *testing.T) {
	lines := make(chan sandbox.Access, 1)
	o := options(t)
	o.Log = func(a sandbox.Access) { lines <- a }
	s := sandbox.New(o)
	s.SetScript(sandbox.List, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultReset}))
	if _, _, err := send(t, listen(t, s), "GET", users, ""); err == nil {
		t.Fatal("an answer")
	}
	if a := <-lines; a.Status != 0 || a.Fault != string(sandbox.FaultReset) {
		t.Errorf("%+v", a)
	}
}
