package command_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"strings"
	"testing"

	"agtok/ui/command"
)

// runningSandbox is "agtok chat sandbox" under way.
type runningSandbox struct {
	url, appKey string
	lines       <-chan string // of standard output, behind the first
	errs        *bytes.Buffer
	end         func() int // ctrl+c; gives the exit code
}

func startSandbox(t *testing.T, f fake, args ...string) runningSandbox {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	r := runningSandbox{lines: linesOf(in), errs: &bytes.Buffer{}}
	code := make(chan int, 1)
	go func() {
		code <- command.Run(ctx, f.world(append([]string{"chat", "sandbox", "--json", "--listen", "127.0.0.1:0"}, args...), out, r.errs))
		_ = out.Close()
	}()
	r.end = func() int {
		cancel()
		return <-code
	}
	t.Cleanup(func() { cancel() })
	var first struct{ URL, Users, AppKey, AppID string }
	begin := r.next(t)
	if json.Unmarshal([]byte(begin), &first) != nil {
		t.Fatalf("begins with %q", begin)
	}
	if first.Users != first.URL+"/"+strings.Replace(first.AppKey, "#", "/", 1)+"/users" || first.AppID == "" {
		t.Errorf("begins with %q", begin)
	}
	r.url, r.appKey = first.URL, first.AppKey
	return r
}

func (r runningSandbox) world() fake {
	f := fake{env: own(), instant: true}
	f.env["AGORA_CHAT_HOST"], f.env["AGORA_CHAT_APP_KEY"] = r.url, r.appKey
	return f
}

// next gives a line of the access log.
func (r runningSandbox) next(t *testing.T) string {
	t.Helper()
	line, ok := <-r.lines
	if !ok {
		t.Fatal("the log ends")
	}
	return line
}

// linesOf gives lines as they come, and never makes the writer wait.
func linesOf(in io.Reader) <-chan string {
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return lines
}

func TestChatSandbox(t *testing.T) {
	r := startSandbox(t, fake{env: own()})
	if r.appKey != "demo#agtok" {
		t.Errorf("the App Key is %s", r.appKey)
	}
	r.world().run("chat", "register", "amy", "--yes").must(t)
	if want, got := `{"at":1795345200,"method":"POST","path":"/demo/agtok/users","operation":"register-many","status":200,"durationMs":0}`, r.next(t); got != want {
		t.Errorf("logs %s, want %s", got, want)
	}
	if got := r.world().run("chat", "list", "--json"); results(t, got.out) != "amy found" { // it stays, and begins empty
		t.Errorf("lists %s; %s", got.out, got.err)
	}
	r.next(t)
	stranger := r.world()
	stranger.env["AGORA_APP_CERTIFICATE"] = strings.Repeat("ab", 16)
	stranger.run("chat", "list").check(t, 4, "HTTP 401")
	if got := r.next(t); !strings.Contains(got, `"status":401`) {
		t.Errorf("logs %s", got)
	}
	r.next(t) // with a fresh token
	if code := r.end(); code != 0 {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
	for _, text := range []string{"agtok: the Chat sandbox is at " + r.url + ", App Key demo#agtok, App ID " + ownAppID + "; ctrl+c ends it\n",
		"\n  AGORA_CHAT_APP_TOKEN=$(agtok new chat-app --project 'env')\n", "\n  curl -sS -X GET '" + r.url + `/demo/agtok/users?limit=10' -H "Authorization: Bearer $AGORA_CHAT_APP_TOKEN"`} {
		if !strings.Contains(r.errs.String(), text) {
			t.Errorf("says %q, which lacks %q", r.errs, text)
		}
	}
	if strings.Contains(r.errs.String(), ownCertificate) || strings.Contains(r.errs.String(), "007eJ") {
		t.Errorf("a secret is in %s", r.errs)
	}
}

func TestChatSandboxFaults(t *testing.T) {
	r := startSandbox(t, fake{env: own()}, "--fault", "reach-limit", "--rate", "0.5")
	r.world().run("chat", "get", "amy").check(t, 4, "HTTP 429") // the tests draw 0, which any probability is more than
	if got := r.next(t); !strings.Contains(got, `"status":429`) || !strings.Contains(got, `"fault":"reach-limit"`) {
		t.Errorf("logs %s", got)
	}
	for range 4 {
		r.next(t)
	}
	if code := r.end(); code != 0 {
		t.Errorf("ends with %d", code)
	}
	never := startSandbox(t, fake{env: own()}, "--fault", "reach-limit", "--rate", "0")
	never.world().run("chat", "get", "amy").check(t, 1, "")
	never.next(t)
	never.end()
}

// TestChatSandboxMixesFaults draws each of three.
func TestChatSandboxMixesFaults(t *testing.T) {
	f := fake{env: own(), draws: []float64{0.1, 0.5, 0.9, 0.1}}
	r := startSandbox(t, f, "--fault", "reach-limit", "--fault", "server-error,resource-not-found", "--rate", "1")
	r.world().run("chat", "get", "amy").check(t, 1, "")
	for _, want := range []string{`"status":429,"durationMs":0,"fault":"reach-limit"`, `"status":500,"durationMs":0,"fault":"server-error"`, `"status":404,"durationMs":0,"fault":"resource-not-found"`} {
		if got := r.next(t); !strings.Contains(got, want) {
			t.Errorf("logs %s, want %s", got, want)
		}
	}
	r.end()
}

// TestChatSandboxAtAnotherTime has its clock run ahead of the tokens.
func TestChatSandboxAtAnotherTime(t *testing.T) {
	r := startSandbox(t, fake{env: own()}, "--now", "2026-11-22 14:00")
	r.world().run("chat", "get", "amy").check(t, 4, "HTTP 401")
	r.next(t)
	r.next(t)
	if code := r.end(); code != 0 {
		t.Errorf("ends with %d: %s", code, r.errs)
	}
}

func TestChatSandboxForPeople(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in, out := io.Pipe()
	var errs bytes.Buffer
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	taken := fake{env: own()}.run("chat", "sandbox", "--listen", address)
	taken.check(t, 2, "--listen: ")
	_ = ln.Close()
	code := make(chan int, 1)
	go func() {
		code <- command.Run(ctx, fake{env: own()}.world([]string{"chat", "sandbox", "--listen", address}, out, &errs))
		_ = out.Close()
	}()
	f := fake{env: own(), instant: true}
	f.env["AGORA_CHAT_HOST"], f.env["AGORA_CHAT_APP_KEY"] = "http://"+address, "demo#agtok"
	got := make(chan result)
	go func() {
		for {
			r := f.run("chat", "get", "amy")
			if r.code != 4 { // it listens by now
				got <- r
				return
			}
		}
	}()
	if line := <-linesOf(in); line != "12:00:00  404    GET     /demo/agtok/users/amy  0s" {
		t.Errorf("logs %q", line)
	}
	if r := <-got; r.code != 1 {
		t.Errorf("get ends with %d: %s", r.code, r.err)
	}
	cancel()
	if c := <-code; c != 0 {
		t.Errorf("ends with %d: %s", c, errs.String())
	}
}
