package chatapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"agtok/chatapi"
)

// TestCalls holds of every call what it sends, and that it takes a good reply.
func TestCalls(t *testing.T) {
	for _, op := range operations {
		r := newRig(t, reply(200, op.good))
		if err := op.call(context.Background(), r.Client, "user1"); err != nil {
			t.Errorf("%s: %v", op.name, err)
			continue
		}
		got := r.service.requests[0]
		if len(r.service.requests) != 1 || got.Method != op.method || got.URL.Path != op.path || got.URL.Host != host || got.URL.Scheme != "https" {
			t.Errorf("%s: %s %s", op.name, got.Method, got.URL)
		}
		if got.Header.Get("Authorization") != "Bearer "+bearer || got.Header.Get("Accept") != "application/json" {
			t.Errorf("%s: %v", op.name, got.Header)
		}
		if len(r.exchanges) != 1 || len(r.notices) != 1 || r.exchanges[0].Err != "" || !r.exchanges[0].Done || r.notices[0].Done || r.exchanges[0].Operation != op.name {
			t.Errorf("%s: told %+v, before %+v", op.name, r.exchanges, r.notices)
		}
	}
}

// TestIllegalNames holds that no call sends a name that is not legal.
func TestIllegalNames(t *testing.T) {
	for name, near := range map[string]string{
		"": "", "User1": "user1", "user one": "user_one", "müller": "m_ller", "a/b": "a_b", "../x": ".._x", ".": "", "..": "",
		"x\x1b[31m": "x_31m", "\u202e": "", strings.Repeat("a", 65): strings.Repeat("a", 64), "\xff": "", " user1\n": "user1", "%2e%2e": "2e_2e",
		strings.Repeat("🙂", 500): "",
	} {
		for _, op := range operations {
			if op.name == chatapi.OpList {
				continue
			}
			r := newRig(t, reply(200, op.good))
			err := op.call(context.Background(), r.Client, name)
			checkKinds(t, err, "illegal", "illegal name")
			checkPrintable(t, "error", err.Error())
			if len(r.service.requests) != 0 || failure(t, err).Operation != op.name || chatapi.Advice(err) == "" {
				t.Errorf("%s of %q: %d requests, %+v", op.name, name, len(r.service.requests), err)
			}
			if has := strings.Contains(err.Error(), `nearest legal name is "`+near+`"`); has != (near != "") {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
	for _, name := range []string{"a", "...", "user1", uuid1, "-", strings.Repeat("z", 64), "0_.-"} {
		if err := chatapi.CheckUsername(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestIllegalArguments(t *testing.T) {
	ctx := context.Background()
	user := func(name string) chatapi.NewUser { return chatapi.NewUser{Username: name} }
	r := newRig(t, reply(200, oneUser))
	for name, call := range map[string]func() error{
		"limit 0":          func() error { _, err := r.List(ctx, 0, ""); return err },
		"limit 101":        func() error { _, err := r.List(ctx, 101, ""); return err },
		"limit -1":         func() error { _, err := r.List(ctx, -1, ""); return err },
		"cursor":           func() error { _, err := r.List(ctx, 1, "a b\n"); return err },
		"long cursor":      func() error { _, err := r.List(ctx, 1, strings.Repeat("a", 1025)); return err },
		"no password":      func() error { return r.SetPassword(ctx, "user1", chatapi.Password{}) },
		"no nickname":      func() error { _, err := r.SetNickname(ctx, "user1", ""); return err },
		"long nickname":    func() error { _, err := r.SetNickname(ctx, "user1", strings.Repeat("ä", 101)); return err },
		"control nickname": func() error { _, err := r.SetNickname(ctx, "user1", "a\x1b"); return err },
		"bidi nickname":    func() error { _, err := r.SetNickname(ctx, "user1", "a\u202eb"); return err },
		"broken nickname":  func() error { _, err := r.SetNickname(ctx, "user1", "\xff"); return err },
		"register":         func() error { _, err := r.Register(ctx, chatapi.NewUser{Username: "a", Nickname: "\x00"}); return err },
		"no users":         func() error { _, _, err := r.RegisterMany(ctx, nil); return err },
		"61 users":         func() error { _, _, err := r.RegisterMany(ctx, manyUsers(61)); return err },
		"twice":            func() error { _, _, err := r.RegisterMany(ctx, []chatapi.NewUser{user("a"), user("a")}); return err },
		"no states":        func() error { _, err := r.StatusMany(ctx, nil); return err },
		"101 states":       func() error { _, err := r.StatusMany(ctx, make([]string, 101)); return err },
	} {
		err := call()
		checkKinds(t, err, "illegal")
		if len(r.service.requests) != 0 || failure(t, err).Operation == "" {
			t.Errorf("%s: %d requests, %v", name, len(r.service.requests), err)
		}
	}
	_, _, err := r.RegisterMany(ctx, []chatapi.NewUser{user("a"), user("B")})
	if !errors.Is(err, chatapi.ErrIllegalUsername) || !strings.Contains(err.Error(), "user 2") {
		t.Error(err)
	}
}

// TestCancelled ends every call before it is sent, while it is under way, and in
// the wait for another attempt.
func TestCancelled(t *testing.T) {
	for _, op := range operations {
		done, cancel := context.WithCancel(context.Background())
		cancel()
		r := newRig(t, reply(200, op.good))
		err := op.call(done, r.Client, "user1")
		checkKinds(t, err, "cancelled")
		if len(r.service.requests) != 0 || chatapi.Advice(err) == "" {
			t.Errorf("%s: sent %d, %v", op.name, len(r.service.requests), err)
		}

		ctx, cancel := context.WithCancel(context.Background())
		r = newRig(t, func(q *http.Request) (*http.Response, error) { cancel(); return nil, q.Context().Err() })
		err = op.call(ctx, r.Client, "user1")
		kinds := []string{"cancelled"}
		if op.writes {
			kinds = append(kinds, "open")
		}
		checkKinds(t, err, kinds...)
		checkShowable(t, r, err)

		ctx, cancel = context.WithCancel(context.Background())
		r = newRig(t, func(q *http.Request) (*http.Response, error) { cancel(); return reply(429, "")(q) })
		err = op.call(ctx, r.Client, "user1")
		checkKinds(t, err, "cancelled")
		if len(r.service.requests) != 1 {
			t.Errorf("%s: %d requests, %v", op.name, len(r.service.requests), err)
		}
	}
}

func TestTokenSource(t *testing.T) {
	own := errors.New("no certificate\x1b[31m")
	for name, s := range map[string]*source{
		"its error": {err: own}, "empty": {}, "a line break": {token: bearer + "\n"}, "a header": {token: "a\r\nX: y"}, "long": {token: strings.Repeat("a", 9000)},
	} {
		r := newRig(t, reply(200, oneUser))
		*r.source = *s
		_, err := r.Get(context.Background(), "user1")
		checkKinds(t, err)
		checkShowable(t, r, err)
		if len(r.service.requests) != 0 || errors.Is(err, own) != (s.err != nil) || s.token != "" && strings.Contains(err.Error(), s.token) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNew(t *testing.T) {
	c := &clock{at: epoch}
	make := func(host, key string) (*chatapi.Client, error) {
		return chatapi.New(host, key, &source{}, chatapi.WithClock(c.now, c.sleep))
	}
	for host, want := range map[string]string{
		"a41.chat.agora.io": "a41.chat.agora.io", "https://a41.chat.agora.io": "a41.chat.agora.io", "https://a41.chat.agora.io/": "a41.chat.agora.io",
		"a41.chat.agora.io:8443": "a41.chat.agora.io:8443", "http://127.0.0.1:80": "127.0.0.1:80", "http://127.9.9.9": "127.9.9.9",
		"http://[::1]:8080": "[::1]:8080", "http://localhost:1": "localhost:1", "[2001:db8::1]:443": "[2001:db8::1]:443",
	} {
		if got, err := make(host, appKey); err != nil || got.Host() != want || got.AppKey() != appKey {
			t.Errorf("%q: %v, %v", host, got, err)
		}
	}
	for _, host := range []string{"", "http://a41.chat.agora.io", "ftp://localhost", "a41.chat.agora.io/path", "https://u:p@h", "h:", "h:0", "h:99999", "h?x", "h#", "a b", "-\x1b",
		"http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://[fe80::1%25eth0]", "http://0.0.0.0", "h\n", "https://", "a..b"} {
		got, err := make(host, appKey)
		if err == nil {
			t.Errorf("%q: %v", host, got)
			continue
		}
		checkPrintable(t, host, err.Error())
	}
	for _, key := range []string{"", "org", "org#", "#app", "org#app#x", "org/x#app", "..#app", "org#.", "ö#app", "org#a b", "org#\x1b", strings.Repeat("a", 129) + "#b"} {
		if got, err := make(host, key); err == nil {
			t.Errorf("%q: %v", key, got)
		}
	}
	if _, err := chatapi.New(host, appKey, &source{}); err == nil {
		t.Error("made without a clock")
	}
	if _, err := chatapi.New(host, appKey, nil, chatapi.WithClock(c.now, c.sleep)); err == nil {
		t.Error("made without a token source")
	}
}

func manyUsers(n int) (list []chatapi.NewUser) {
	for i := range n {
		list = append(list, chatapi.NewUser{Username: "u" + strings.Repeat("x", i)[:min(i, 50)] + string(rune('a'+i%26)) + string(rune('a'+i/26))})
	}
	return list
}

// TestRequest holds that what is said of a call is what it sends.
func TestRequest(t *testing.T) {
	for _, op := range operations {
		r := newRig(t, reply(200, op.good))
		_ = op.call(context.Background(), r.Client, "user1")
		method, path := op.name.Request("user1")
		sent := r.service.requests[0]
		if sent.Method != method || sent.URL.Path != "/org/app"+path || op.method != method || op.path != "/org/app"+path || op.name.Verb() == "" {
			t.Errorf("%s: says %s %s, sends %s %s", op.name, method, path, sent.Method, sent.URL.Path)
		}
	}
}
