package command_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"agtok/token"
	"agtok/ui/command"
)

// describe gives the description that decode prints for a token, with keys set.
func describe(t *testing.T, text string, set map[string]any) string {
	t.Helper()
	var description map[string]any
	o := objects(t, run("decode", "--json", text).out)
	if err := json.Unmarshal(o[0].Description, &description); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for k, v := range set {
		description[k] = v
	}
	line, err := json.Marshal(description)
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}

func TestSignGivesTheTokenBack(t *testing.T) {
	a, b := lobby(t), newToken(t, "rtc-006", "--channel", "lobby", "--uid", "1234")
	in := describe(t, a, nil) + "\n\n" + describe(t, b, map[string]any{"channelName": "lobby", "uid": "1234"})
	if got := (fake{env: own(), stdin: in}).run("sign").must(t); got != a+"\n"+b+"\n" {
		t.Errorf("signs\n%swant\n%s\n%s", got, a, b)
	}
	want := fmt.Sprintf("{\"token\":%q}\n{\"token\":%q}\n", a, b)
	if got := (fake{env: own(), stdin: in}).run("sign", "--json").must(t); got != want {
		t.Errorf("signs\n%swant\n%s", got, want)
	}
}

// signed signs a description with one's own certificate.
func signed(t *testing.T, description string) string {
	t.Helper()
	c, err := token.ParseCertificate(ownCertificate)
	if err != nil {
		t.Fatal(err)
	}
	d, err := token.ParseDescription([]byte(description), token.Override{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := d.Sign(new(token.Encoder), c)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSignStreams sends so many lines that they are worked on in several batches.
func TestSignStreams(t *testing.T) {
	const lines = 1000
	good := describe(t, lobby(t), nil)
	var in, out, errs strings.Builder
	for i := range lines {
		switch {
		case i%100 == 42:
			in.WriteString("{}\n")
			fmt.Fprintf(&errs, "agtok: line %d: version is missing\n", i+1)
		case i%10 == 3:
			in.WriteString("\n")
		default:
			line := strings.Replace(good, `"salt":4711`, fmt.Sprintf(`"salt":%d`, i), 1)
			in.WriteString(line + "\n")
			out.WriteString(signed(t, line) + "\n")
		}
	}
	r := fake{env: own(), stdin: in.String()}.run("sign")
	if r.code != 1 || r.out != out.String() || r.err != errs.String() {
		t.Errorf("exit code %d, %d of %d bytes; says\n%s", r.code, len(r.out), out.Len(), r.err)
	}
}

func TestSignCompact(t *testing.T) {
	a, b := lobby(t), newToken(t, "rtc-006", "--channel", "lobby", "--uid", "1234")
	in := describe(t, a, nil) + "\n" + describe(t, b, map[string]any{"channelName": "lobby", "uid": "1234"})
	got := strings.Fields(fake{env: own(), stdin: in}.run("sign", "--compact").must(t))
	if len(got) != 2 || len(got[0]) >= len(a) || got[1] != b {
		t.Fatalf("signs\n%s\nfrom\n%s\n%s", strings.Join(got, "\n"), a, b)
	}
	compact := newToken(t, "rtc", "--channel", "lobby", "--uid", "1234", "--compact")
	if !bytes.Equal(payload(t, compact), payload(t, a)) || compact != got[0] {
		t.Errorf("new --compact makes %s, want %s", compact, got[0])
	}
	for _, text := range got {
		o := objects(t, fake{env: own()}.run("decode", "--json", "--channel", "lobby", "--uid", "1234", text).must(t))[0]
		if o.Signature.Status != "valid" || len(o.Repairs) > 0 {
			t.Errorf("%s: %+v", text, o)
		}
	}
	if r := (fake{env: own()}).run("new", "chat-app", "--compact", "--json"); !strings.Contains(r.must(t), `"token":"007eJ`) {
		t.Errorf("new --compact --json prints %s", r.out)
	}
	run("new", "rtm-006", "--user", "a", "--compact").check(t, 2, "there is no flag --compact")
}

func TestSignOverrides(t *testing.T) {
	in := describe(t, lobby(t), map[string]any{"issueTs": 1, "salt": 1})
	if got := (fake{env: own(), stdin: in}).run("sign", "--issue-time", "@1795345200", "--salt", "4711").must(t); got != lobby(t)+"\n" {
		t.Errorf("signs\n%swant\n%s", got, lobby(t))
	}
}

func TestSignAppIDInAnyLetterCase(t *testing.T) {
	in := describe(t, lobby(t), map[string]any{"appId": strings.ToUpper(ownAppID)})
	out := fake{env: own(), stdin: in}.run("sign").must(t)
	if tok, err := token.Parse(strings.TrimSpace(out)); err != nil || tok.AppID() != strings.ToUpper(ownAppID) {
		t.Errorf("signs %q (%v), want the App ID as it was given", out, err)
	}
}

func TestSignRefusesLines(t *testing.T) {
	good := describe(t, lobby(t), nil)
	for bad, want := range map[string]string{
		"x":                            "an object {…} is wanted",
		"{}":                           "version is missing",
		`{"description":` + good + `}`: "pass on its .description only",
		describe(t, lobby(t), map[string]any{"appId": demoAppID}):                          "no known project has the App ID 970C…1b33: it is the demo project's, which signs with --demo",
		describe(t, lobby(t), map[string]any{"appId": "0123456789abcdef0123456789abcdef"}): "no known project has the App ID 0123…cdef: add it to the config file as a [[project]], or set AGORA_APP_ID and AGORA_APP_CERTIFICATE",
		describe(t, lobby(t), map[string]any{"appId": hostile}):                            "no known project has the App ID ",
		describe(t, lobby(t), map[string]any{"expire": -1}):                                "expire: a whole number from 0 to 4294967295 is wanted",
		describe(t, lobby(t), map[string]any{hostile: 1}):                                  "has no key",
		describe(t, newToken(t, "rtm-006", "--user", "a"), nil):                            "channelName is missing",
		strings.Repeat(" ", token.MaxDescription) + good:                                   "longer than a description can be",
	} {
		r := fake{env: own(), stdin: good + "\n" + bad + "\n" + good + "\n"}.run("sign")
		r.check(t, 1, want)
		if r.out != lobby(t)+"\n"+lobby(t)+"\n" || !strings.HasPrefix(r.err, "agtok: line 2: ") || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%.60q: prints %q and says %q", bad, r.out, r.err)
		}
		checkPrintable(t, []string{bad}, r.err)
	}
}

func TestSignWithoutAProject(t *testing.T) {
	in := describe(t, lobby(t), nil)
	fake{stdin: in}.run("sign").check(t, 3, "agtok: no project is chosen: ")
	fake{stdin: in}.run("sign", "--demo").check(t, 1, "line 1: no known project has the App ID 5f3a…c91e")
	fake{env: own(), stdin: in}.run("sign", "--project", "nobody").check(t, 3, `no project is named "nobody"`)
	fake{env: own()}.run("sign").check(t, 1, "there is no description on standard input")
}

func TestSignDemo(t *testing.T) {
	text := run("new", "chat-app", "--demo").must(t)
	in := describe(t, strings.TrimSpace(text), nil)
	for _, args := range []string{"sign --demo", "sign --project demo"} {
		if got := (fake{stdin: in}).run(strings.Fields(args)...).must(t); got != text {
			t.Errorf("%s gives %s, want %s", args, got, text)
		}
	}
	if got := (fake{stdin: in, env: map[string]string{"AGTOK_PROJECT": "demo"}}).run("sign").must(t); got != text {
		t.Errorf("with AGTOK_PROJECT=demo sign gives %s, want %s", got, text)
	}
}

// twoProjects writes a config file with two projects of one App ID and a third.
func twoProjects(t *testing.T) (path string, env map[string]string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "config.toml")
	var b strings.Builder
	for name, appID := range map[string]string{"a": ownAppID, "b": ownAppID, "c": "0123456789abcdef0123456789abcdef"} {
		fmt.Fprintf(&b, "[[project]]\nname = %q\napp_id = %q\ncertificate = \"env:%s\"\n", name, appID, strings.ToUpper(name))
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, map[string]string{"AGTOK_CONFIG": path, "A": ownCertificate, "B": strings.Repeat("b", 32), "C": strings.Repeat("c", 32)}
}

func TestSignPrefersTheProjectInUse(t *testing.T) {
	_, env := twoProjects(t)
	in := describe(t, lobby(t), nil)
	for _, name := range []string{"a", "b"} {
		text := fake{env: env, stdin: in}.run("sign", "--project", name).must(t)
		if got := objects(t, fake{env: env}.run("decode", "--json", "--project", name, text).must(t))[0].Signature; got.Project != name {
			t.Errorf("--project %s: signed by %s", name, got.Project)
		}
	}
	other := describe(t, lobby(t), map[string]any{"appId": "0123456789abcdef0123456789abcdef"})
	text := fake{env: env, stdin: other}.run("sign", "--project", "a").must(t)
	if got := objects(t, fake{env: env}.run("decode", "--json", text).must(t))[0].Signature; got.Project != "c" {
		t.Errorf("a description of c's App ID is signed by %q", got.Project)
	}
}

func TestSignWithoutACertificate(t *testing.T) {
	_, env := twoProjects(t)
	delete(env, "C")
	in := describe(t, lobby(t), map[string]any{"appId": "0123456789abcdef0123456789abcdef"})
	fake{env: env, stdin: in}.run("sign").check(t, 1, `line 1: project "c": no certificate to sign with: certificate (env:C): the environment variable C is not set`)
	fake{env: env}.run("new", "chat-app", "--project", "c").check(t, 3, `project "c": no certificate to sign with`)
	fake{env: env}.run("new", "chat-app").check(t, 3, `no project is chosen: name one with --project`)
}

func TestSignInConstantMemory(t *testing.T) {
	line := describe(t, lobby(t), nil) + "\n"
	grown := func(lines int) uint64 {
		w := fake{env: own()}.world([]string{"sign"}, io.Discard, &bytes.Buffer{})
		w.Stdin = &repeated{line: line, n: lines}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if code := command.Run(t.Context(), w); code != 0 {
			t.Fatalf("exit code %d", code)
		}
		runtime.ReadMemStats(&after)
		return after.Sys - before.Sys
	}
	grown(100)
	if n := grown(5_000); n > 32<<20 {
		t.Errorf("5000 lines take %d bytes more of the system", n)
	}
}
