package sandbox_test

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
	"agtok/token"
)

const (
	appID      = "970CA35de60c44645bbae8a215061b33"
	otherAppID = "00000000000000000000000000000001"
	org, app   = "61116", "13538"
	users      = "/" + org + "/" + app + "/users"
)

// start is the instant that all tests begin at.
func start() time.Time { return time.UnixMilli(1542795196515) }

func certificate(t testing.TB, digit string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(strings.Repeat(digit, 32))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// counter gives bytes that never repeat, without a random source.
func counter() func([]byte) {
	var mu sync.Mutex
	var n uint64
	return func(b []byte) {
		mu.Lock()
		defer mu.Unlock()
		n++
		clear(b)
		binary.BigEndian.PutUint64(b[8:], n)
	}
}

func options(t testing.TB) sandbox.Options {
	return sandbox.Options{
		AppID: appID, Certificates: []token.Certificate{certificate(t, "a"), certificate(t, "b")},
		Org: org, App: app, Now: start, Random: counter(),
	}
}

// appToken is a valid app token, which tests change to their needs.
func appToken() token.AccessToken2 {
	return token.AccessToken2{
		AppID: appID, IssueTs: uint32(start().Unix()), Expire: 600, Salt: 1,
		Services: []token.Service{{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 600}}}},
	}
}

func sign(t testing.TB, a token.AccessToken2, c token.Certificate) string {
	t.Helper()
	text, err := token.Sign(&a, c)
	if err != nil {
		t.Fatal(err)
	}
	return "Bearer " + text
}

func bearer(t testing.TB) string { return sign(t, appToken(), certificate(t, "a")) }

// request makes one with a valid token and, with a body, the right Content-Type.
func request(t testing.TB, method, target, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", bearer(t))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// ask sends one and decodes the answer.
func ask(t testing.TB, s http.Handler, method, target, body string) (int, map[string]any) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, request(t, method, target, body))
	return w.Code, object(t, w.Body.Bytes())
}

func object(t testing.TB, b []byte) map[string]any {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatalf("body %q: %v", b, err)
	}
	return got
}

// expect asks and compares the status and, where code is not "", the error's code.
func expect(t testing.TB, s http.Handler, method, target, body string, status int, code string) map[string]any {
	t.Helper()
	got, answer := ask(t, s, method, target, body)
	if got != status {
		t.Fatalf("%s %s: status %d, want %d: %v", method, target, got, status, answer)
	}
	if code != "" && answer["error"] != code {
		t.Fatalf("%s %s: error %v, want %s", method, target, answer["error"], code)
	}
	return answer
}

func names(users []sandbox.User) string {
	var list []string
	for _, u := range users {
		list = append(list, u.Username)
	}
	return strings.Join(list, " ")
}

// entityNames gives the user names in an answer's entities.
func entityNames(t testing.TB, answer map[string]any) string {
	t.Helper()
	list, ok := answer["entities"].([]any)
	if !ok {
		t.Fatalf("no entities in %v", answer)
	}
	var found []string
	for _, e := range list {
		found = append(found, e.(map[string]any)["username"].(string))
	}
	return strings.Join(found, " ")
}

// listen serves s on loopback until the test is over.
func listen(t testing.TB, s *sandbox.Server) (url string) {
	t.Helper()
	url, stop, err := s.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return url
}

// send asks a listening service through a client that follows no redirect and
// keeps no connection.
func send(t testing.TB, url, method, target, body string) (*http.Response, []byte, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", bearer(t))
	r.Header.Set("Content-Type", "application/json")
	r.Close = true
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	return resp, b, err
}
