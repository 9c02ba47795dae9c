package ui_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// wire is the way to the service: it notes what goes over it, and holds requests
// back while a test wants that.
type wire struct {
	base *http.Transport

	mu      sync.Mutex
	sent    []string // "POST /acme/talk/users {…}", with all secrets
	bearers []string // every one that was presented, once
	hosts   []string // every one that was asked, once
	free    int      // requests that are not held
	held    chan struct{}
	mirror  func() bool   // whether a request gets itself as an answer, nil: never
	waiting chan string   // the path of each request that is held
	let     chan struct{} // of each request that was held and has ended
}

// hold has each request wait until its context is done, or release is called.
func (w *wire) hold() (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	held := make(chan struct{})
	w.held, w.waiting, w.let = held, make(chan string, 100), make(chan struct{}, 100)
	return sync.OnceFunc(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.held = nil
		close(held)
	})
}

// RoundTrip notes and forwards.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	w.mu.Lock()
	w.sent = append(w.sent, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
	if b := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); !slices.Contains(w.bearers, b) {
		w.bearers = append(w.bearers, b)
	}
	if !slices.Contains(w.hosts, r.URL.Host) {
		w.hosts = append(w.hosts, r.URL.Host)
	}
	held, waiting, let := w.held, w.waiting, w.let
	if w.free > 0 {
		w.free, held = w.free-1, nil
	}
	mirrored := w.mirror != nil && w.mirror()
	w.mu.Unlock()
	if mirrored {
		return mirrorOf(r, body), nil
	}
	if held != nil {
		waiting <- r.URL.Path
		defer func() { let <- struct{}{} }()
		select {
		case <-held:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return w.base.RoundTrip(r)
}

// mirrorOf answers with what was asked, in several spellings, as a server does that
// was built to debug.
func mirrorOf(r *http.Request, body []byte) *http.Response {
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	text, _ := json.Marshal(map[string]string{
		"error": "mirror " + bearer, "error_description": string(body) + " \x1b[2J\u202e " + hex.EncodeToString([]byte(bearer)),
		"exception": base64.StdEncoding.EncodeToString([]byte(bearer)), "request": fmt.Sprint(r.Header, string(body)),
	})
	return &http.Response{StatusCode: http.StatusBadRequest, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}, "Location": {"https://" + bearer + ".example/"}}, Body: io.NopCloser(bytes.NewReader(text))}
}

// CloseIdleConnections closes them, so that the service can end at once.
func (w *wire) CloseIdleConnections() { w.base.CloseIdleConnections() }

func (w *wire) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.sent...)
}

// keys gives the bearers.
func (w *wire) keys() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.bearers...)
}

// pass lets n of the requests through that would be held.
func (w *wire) pass(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.free = n
}
