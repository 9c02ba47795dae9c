package chatapi_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agtok/chatapi"
)

// overWire makes a client that talks to a server by way of the real transport.
func overWire(t *testing.T, url string, limits chatapi.Limits) *rig {
	t.Helper()
	r := &rig{clock: &clock{at: epoch}, source: &source{token: bearer}}
	c, err := chatapi.New(url, appKey, r.source, chatapi.WithClock(r.clock.now, r.clock.sleep), chatapi.WithLimits(limits),
		chatapi.WithTrace(func(e chatapi.Exchange) { r.exchanges = append(r.exchanges, e) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	r.Client = c
	return r
}

// TestOverTheWire has a server that fails as networks do.
func TestOverTheWire(t *testing.T) {
	ctx := context.Background()
	var count atomic.Int32
	behaviour := func(w http.ResponseWriter, r *http.Request) {}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		behaviour(w, r)
	}))
	defer server.Close()
	hijacked := func(text string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, text)
			_ = conn.Close()
		}
	}
	good := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4096\r\n\r\n" + oneUser
	for name, c := range map[string]struct {
		behaviour func(http.ResponseWriter, *http.Request)
		attempts  int32 // of a registration
		kinds     []string
	}{
		"closed":    {hijacked(""), 1, []string{"unreachable", "open"}},
		"no HTTP":   {hijacked("\x1b[31mHELLO\r\n\r\n"), 1, []string{"unreachable", "open"}},
		"cut":       {hijacked(good), 1, []string{"bad reply", "open"}},
		"head only": {hijacked("HTTP/1.1 200 OK\r\n"), 1, []string{"unreachable", "open"}},
		"long head": {hijacked("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 100<<10) + "\r\n\r\n"), 1, []string{"unreachable", "open"}},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, 1, []string{"bad reply", "open"}},
		"rate":         {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }, 5, []string{"rate"}},
		"compressed":   {compressed, 1, []string{"bad reply", "open"}},
		"early hints":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(400) }, 1, nil},
		"wrong length": {hijacked("HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n"), 1, []string{"unreachable", "open"}},
	} {
		behaviour = c.behaviour
		r := overWire(t, server.URL, chatapi.Limits{})
		count.Store(0)
		_, err := r.Register(ctx, chatapi.NewUser{Username: "user1", Password: password(t, "hunter-22")})
		checkKinds(t, err, c.kinds...)
		checkShowable(t, r, err)
		if count.Load() != c.attempts {
			t.Errorf("%s: %d requests came, want %d: %v", name, count.Load(), c.attempts, err)
		}
	}
}

// compressed sends a small body that grows far beyond what is read.
func compressed(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = io.CopyN(z, zeros{}, 64<<20)
	_ = z.Close()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestIdleConnectionLost holds that the transport itself does not repeat a
// registration on a connection that the server closed.
func TestIdleConnectionLost(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	var posts atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveOnce(conn, &posts)
		}
	}()
	r := overWire(t, "http://"+listener.Addr().String(), chatapi.Limits{})
	if _, err := r.Get(context.Background(), "user1"); err != nil {
		t.Fatal(err)
	}
	_, err = r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	checkKinds(t, err, "unreachable", "open")
	if posts.Load() != 1 {
		t.Errorf("%d registrations came: %v", posts.Load(), err)
	}
}

// TestResentIsTold holds that what the transport repeats by itself is told.
func TestResentIsTold(t *testing.T) {
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if count.Add(1) == 2 {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, oneUser)
	}))
	defer server.Close()
	r := overWire(t, server.URL, chatapi.Limits{})
	for range 2 {
		if _, err := r.Get(context.Background(), "user1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.exchanges) != 2 || r.exchanges[0].Resent != 0 || r.exchanges[1].Resent != 1 || count.Load() != 3 {
		t.Errorf("%d requests came, told %+v", count.Load(), r.exchanges)
	}
}

// serveOnce answers the first request and takes the second without a word.
func serveOnce(conn net.Conn, posts *atomic.Int32) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	for {
		q, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, q.Body)
		if q.Method == http.MethodPost {
			posts.Add(1)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: "+strconv.Itoa(len(oneUser))+"\r\n\r\n"+oneUser)
	}
}

// TestNobodyListens holds that a registration is tried again before it is sent.
func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{"http://" + address, "https://" + address} {
		r := overWire(t, base, chatapi.Limits{})
		_, err = r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
		checkKinds(t, err, "unreachable")
		checkShowable(t, r, err)
		if failure(t, err).Attempts != 5 {
			t.Error(err)
		}
	}
}

// TestCertificates holds that a server that is not who it should be gets nothing.
func TestCertificates(t *testing.T) {
	came := false
	tls := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came = true }))
	tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	tls.StartTLS()
	defer tls.Close()
	plain := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came = true }))
	plain.Config.ErrorLog = log.New(io.Discard, "", 0)
	plain.Start()
	defer plain.Close()
	for _, base := range []string{tls.URL, strings.Replace(plain.URL, "http:", "https:", 1)} {
		r := overWire(t, base, chatapi.Limits{})
		_, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
		checkKinds(t, err, "unreachable")
		checkShowable(t, r, err)
		if failure(t, err).Attempts != 1 || !strings.Contains(chatapi.Advice(err), "certificate") {
			t.Errorf("%v (%s)", err, chatapi.Advice(err))
		}
	}
	if came {
		t.Error("a request was sent")
	}
}

// TestServerIsSilent holds that the wait for an answer's head is bounded.
func TestServerIsSilent(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	r := overWire(t, server.URL, chatapi.Limits{Header: 20 * time.Millisecond})
	_, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	checkKinds(t, err, "unreachable", "open")
}
