package chatapi_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agtok/chatapi"
)

// shell runs a command line with a curl that prints its arguments.
func shell(t *testing.T, line string, variables ...string) []string {
	t.Helper()
	sh, err := exec.LookPath("/bin/sh")
	if err != nil {
		t.Skip("there is no POSIX shell here")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte("#!/bin/sh\nfor a; do printf '%s\\0' \"$a\"; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sh, "-c", line)
	cmd.Env = append([]string{"PATH=" + dir}, variables...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, out, line)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// TestCurlSendsTheSame lets a shell read the command line of each call.
func TestCurlSendsTheSame(t *testing.T) {
	ctx := context.Background()
	secret := "it's $HOME `id` !"
	r := newRig(t, reply(200, oneUser))
	_, _ = r.Register(ctx, chatapi.NewUser{Username: "user1", Password: password(t, secret), Nickname: `a'b "$(id)" \ ` + "`id` $HOME !x"})
	_, _, _ = r.RegisterMany(ctx, []chatapi.NewUser{{Username: "a", Password: password(t, "first")}, {Username: "b"}, {Username: "c", Password: password(t, "second")}})
	_ = r.SetPassword(ctx, "user1", password(t, secret))
	_, _ = r.List(ctx, 5, "a'b[1-3]{x}&$HOME")
	_, _ = r.SetNickname(ctx, "user1", `","password":"`+chatapi.Masked+`","x":"`)
	_ = r.Disconnect(ctx, "user1")
	variables := []string{chatapi.TokenVariable + "=" + bearer, chatapi.PasswordVariable + "=" + secret, chatapi.NewPasswordVariable + "=" + secret,
		chatapi.PasswordVariable + "_1=first", chatapi.PasswordVariable + "_2=second"}
	if len(r.exchanges) != 6 {
		t.Fatalf("%d exchanges", len(r.exchanges))
	}
	for i, x := range r.exchanges {
		line := chatapi.Curl(x)
		if leaks(line, bearer, secret, "first", "second") != "" {
			t.Errorf("a secret in %s", line)
		}
		arguments := shell(t, line, variables...)
		q := r.service.requests[i]
		want := []string{"-sS", "-X", q.Method, q.URL.String(), "-H", "Authorization: Bearer " + bearer, "-H", "Accept: application/json"}
		if body := r.service.bodies[i]; body != "" {
			want = append(want, "-H", "Content-Type: application/json", "--data-raw", body)
		}
		if !slices.Equal(arguments, want) {
			t.Errorf("%s\ngives %q\nwant  %q", line, arguments, want)
		}
	}
}

func TestCurlOfHostileExchange(t *testing.T) {
	x := chatapi.Exchange{Method: "X'; touch pwned; '", URL: "https://h/$(touch pwned)'\n`id`", RequestBody: "@/etc/passwd'\n$(id)"}
	want := []string{"-sS", "-X", x.Method, x.URL, "-H", "Authorization: Bearer t", "-H", "Accept: application/json", "-H", "Content-Type: application/json", "--data-raw", x.RequestBody}
	if got := shell(t, chatapi.Curl(x), chatapi.TokenVariable+"=t"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestCurlIsReadable(t *testing.T) {
	r := newRig(t, reply(200, oneUser))
	if _, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1", Password: password(t, "123"), Nickname: "testuser"}); err != nil {
		t.Fatal(err)
	}
	want := `curl -sS -X POST https://a41.chat.agora.io/org/app/users -H "Authorization: Bearer $AGORA_CHAT_APP_TOKEN" -H 'Accept: application/json'` +
		` -H 'Content-Type: application/json' --data-raw '{"username":"user1","password":"'"$CHAT_PASSWORD"'","nickname":"testuser"}'`
	if got := chatapi.Curl(r.exchanges[0]); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
