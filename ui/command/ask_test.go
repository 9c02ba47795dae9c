package command_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// tokenServer is an app server on this machine that hands out what give says.
func tokenServer(t *testing.T, give func(body string) (status int, answer string)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		status, answer := give(r.Method + " " + string(body))
		w.WriteHeader(status)
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestCheckAsksATokenServer(t *testing.T) {
	asked := ""
	publisher, subscriber := lobby(t), newToken(t, "rtc", "--channel", "lobby", "--uid", "1234", "--role", "subscriber")
	for _, c := range []struct {
		name, answer string
		status, code int
		want, err    string
	}{
		{"as asked", `{"token":"` + publisher + `"}`, 200, 0, "gave what was asked for", ""},
		{"silently subscriber", `{"data":{"rtcToken":"` + subscriber + `"}}`, 200, 1, "role-subscriber", ""},
		{"an error", `{"error":"no such channel\u001b[2J"}`, 400, 4, "", "status 400"},
		{"no token", `<html>`, 200, 1, "no-token", ""},
	} {
		url := tokenServer(t, func(body string) (int, string) { asked = body; return c.status, c.answer })
		args := []string{"check", "--url", url, "--post", `{"channel":"lobby"}`, "--channel", "lobby", "--uid", "1234", "--expect", "publisher", "--once"}
		r := fake{env: own()}.run(args...)
		r.check(t, c.code, c.err)
		if strings.Contains(r.out+r.err, "\x1b") {
			t.Errorf("%s: an escape sequence of the server's is printed: %q %q", c.name, r.out, r.err)
		}
		if asked != `POST {"channel":"lobby"}` {
			t.Errorf("%s: the server was asked %q", c.name, asked)
		}
		if out := r.out + fake(fake{env: own()}).run(append(args, "--json")...).out; c.want != "" && !strings.Contains(out, c.want) {
			t.Errorf("%s: the output lacks %q:\n%s", c.name, c.want, out)
		}
	}
}

func TestCheckSeesATokenThatIsComputedOnce(t *testing.T) {
	answer := `{"token":"` + lobby(t) + `"}`
	url := tokenServer(t, func(string) (int, string) { return 200, answer })
	r := fake{env: own(), instant: true}.run("check", "--json", "--url", url, "--channel", "lobby")
	r.check(t, 1, "")
	if !strings.Contains(r.out, "same-token") {
		t.Errorf("the same token twice is not seen: %s", r.out)
	}
}

func TestCheckAsksThisMachineOnly(t *testing.T) {
	for args, want := range map[string]string{
		"check --url http://example.com/":               "example.com is not this machine",
		"check --url ftp://localhost/":                  "not an http or https URL",
		"check --url http://a:b@localhost/":             "a password in a URL",
		"check --url http://localhost:1/ T":             "here is one already",
		"check T --post {}":                             "--post goes with --url",
		"check --url http://localhost:1/ --expire soon": "--expire: not a lifetime",
	} {
		run(strings.Fields(args)...).check(t, 2, want)
	}
	run("check", "--once", "--channel", "c", "--url", "http://127.0.0.1:1/").check(t, 4, "does not answer")
}
