package command_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"agtok/ui/command"
)

// object is what is looked at of an object that decode prints.
type object struct {
	Input       string
	OK          bool
	Format      string
	Token       string
	Repairs     []string
	Description json.RawMessage
	Signature   struct{ Status, Reason, Project, Certificate string }
	Status      string
	Error       struct {
		Stage, Message, Hint string
		Offset               int
	}
	Recognised string
	Findings   []struct{ ID, Severity string }
	Layout     []struct {
		Path       string
		Start, End int
		Hex        string
	}
}

// objects reads JSON lines.
func objects(t *testing.T, text string) []object {
	t.Helper()
	var list []object
	for line := range strings.Lines(text) {
		var o object
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		list = append(list, o)
	}
	return list
}

// newToken makes a token of one's own project, issued at noon.
func newToken(t *testing.T, args ...string) string {
	t.Helper()
	out := fake{env: own()}.run(append([]string{"new"}, args...)...).must(t)
	return strings.TrimSuffix(out, "\n")
}

func lobby(t *testing.T) string { return newToken(t, "rtc", "--channel", "lobby", "--uid", "1234") }

func TestDecodeFindsTokensInText(t *testing.T) {
	a, b := lobby(t), newToken(t, "rtm", "--user", "alice")
	reply := fmt.Sprintf("12:00:01 INFO {\"rtcToken\":\"%s\",\"rtmToken\":\"%s\"}\nbye\n", a, b)
	for name, r := range map[string]result{
		"argument":          run("decode", "--json", reply),
		"two arguments":     run("decode", "--json", a, "token="+b),
		"standard input":    fake{stdin: reply}.run("decode", "--json"),
		"a dash":            fake{stdin: reply}.run("decode", "--json", "-"),
		"a dash among them": fake{stdin: b + "\n"}.run("decode", "--json", a, "-"),
	} {
		got := objects(t, r.must(t))
		if len(got) != 2 || got[0].Token != a || got[1].Token != b {
			t.Errorf("%s: prints\n%s", name, r.out)
		}
	}
}

func TestDecodeExitCodes(t *testing.T) {
	good, damaged := lobby(t), lobby(t)[:100]
	for _, c := range []struct {
		args, stdin string
		code, count int
	}{
		{"", good, 0, 1}, {"", good + "\n", 0, 1}, {"", "see " + good + " there", 0, 1},
		{"", "", 1, 1}, {"", "nothing here", 1, 1}, {"", good + " " + damaged, 1, 2}, {"", damaged, 1, 1},
		{"--lines", good, 0, 1}, {"--lines", good + "\r\n" + good + "\r\n", 0, 2}, {"--lines", "", 1, 0},
		{"--lines", good + "\n\n" + good + "\n", 1, 3}, {"--lines", "a\nb\n" + good, 1, 3}, {"--lines", "see " + good + " and " + good, 1, 1},
	} {
		r := fake{stdin: c.stdin}.run(append([]string{"decode", "--json"}, strings.Fields(c.args)...)...)
		if got := objects(t, r.out); r.code != c.code || len(got) != c.count || r.err != "" {
			t.Errorf("%s <%q: exit code %d and %d objects (%s), want %d and %d", c.args, c.stdin, r.code, len(got), r.err, c.code, c.count)
		}
	}
}

func TestDecodeFraming(t *testing.T) {
	token := lobby(t)
	for text, repairs := range map[string]int{token: 0, token + "\n": 0, token + "\r\n": 0, token + "\n\n": 1, " " + token: 1} {
		got := objects(t, fake{stdin: text}.run("decode", "--json").must(t))
		if len(got[0].Repairs) != repairs {
			t.Errorf("%q: repairs %v, want %d", text, got[0].Repairs, repairs)
		}
	}
	if got := objects(t, run("decode", "--json", token+"\n").must(t)); len(got[0].Repairs) != 1 {
		t.Errorf("a line break in an argument is no framing: repairs %v", got[0].Repairs)
	}
}

func TestDecodeTerminalWithoutArguments(t *testing.T) {
	for _, args := range [][]string{{"decode"}, {"decode", "--lines"}} {
		fake{terminal: true}.run(args...).check(t, 2, "there is nothing to decode: give tokens as arguments or pipe text in, or open agtok and paste")
	}
	fake{terminal: true}.run("sign", "--demo").check(t, 2, "there is nothing to sign: pipe descriptions in")
	if r := (fake{terminal: true, stdin: lobby(t)}).run("decode", "-"); r.code != 0 {
		t.Errorf("a dash on a terminal: %d %s", r.code, r.err)
	}
}

func TestDecodeSignatures(t *testing.T) {
	token, old := lobby(t), newToken(t, "rtc-006", "--channel", "lobby", "--uid", "1234")
	any006, rtm006 := newToken(t, "rtc-006", "--channel", "lobby", "--uid", "0"), newToken(t, "rtm-006", "--user", "alice")
	demo := strings.TrimSpace(run("new", "chat-app", "--demo").must(t))
	for _, c := range []struct {
		env         map[string]string
		args, token string
		want        string
	}{
		{own(), "", token, "valid env"},
		{nil, "", token, "unchecked no-certificate "},
		{own(), "", demo, "unchecked no-certificate "},
		{own(), "--demo", demo, "valid demo"},
		{own(), "--demo", token, "valid env"},
		{own(), "--project demo", demo, "valid demo"},
		{nil, "", demo, "unchecked no-certificate "},
		{own(), "", old, "unchecked needs-channel-and-uid "},
		{own(), "--channel lobby", old, "unchecked needs-channel-and-uid "},
		{own(), "--uid 1234", old, "unchecked needs-channel-and-uid "},
		{own(), "--channel lobby --uid 1234", old, "valid env"},
		{own(), "--channel lobby --account 1234", old, "valid env"},
		{own(), "--channel lobby --uid 1235", old, "invalid "},
		{own(), "--channel lobby --uid 0", any006, "valid env"},
		{own(), "--channel lobby --uid=", any006, "valid env"},
		{own(), "--channel lobby --account 0", any006, "invalid "},
		{own(), "--account alice", rtm006, "valid env"},
		{own(), "--channel alice", rtm006, "valid env"},
		{own(), "--channel alice --uid 0", rtm006, "valid env"},
		{own(), "--account bob", rtm006, "invalid "},
	} {
		r := fake{env: c.env}.run(append(strings.Fields("decode --json "+c.args), c.token)...)
		s := objects(t, r.must(t))[0].Signature
		got := s.Status + " " + s.Project
		if s.Reason != "" {
			got = s.Status + " " + s.Reason + " " + s.Project
		}
		if got != c.want {
			t.Errorf("%s %s: signature %s, want %s", c.args, c.token[:3], got, c.want)
		}
	}
}

func TestDecodeSampleAppID(t *testing.T) {
	token := strings.TrimSpace(run("new", "chat-app", "--demo").must(t))
	if r := run("decode", "--json", token); !strings.Contains(r.must(t), `"sample-app-id"`) {
		t.Errorf("the sample App ID is not noticed outside of the demo project")
	}
	if r := run("decode", "--json", "--demo", token); strings.Contains(r.must(t), `"sample-app-id"`) {
		t.Errorf("the sample App ID is noticed in the demo project")
	}
}

func TestDecodeNow(t *testing.T) {
	token := lobby(t)
	for at, want := range map[string]string{
		"@1795345200": "valid", "2026-11-22T12:59:01+01:00": "expires-soon", "13:00": "expires-soon", "13:00:01": "expired",
	} {
		if got := objects(t, fake{env: own()}.run("decode", "--json", "--now", at, token).must(t))[0].Status; got != want {
			t.Errorf("at %s the token is %s, want %s", at, got, want)
		}
	}
}

func TestDecodeLinesOneObjectALine(t *testing.T) {
	token := lobby(t)
	long := strings.Repeat("x", 300<<10)
	lines := []string{token, "", "see " + token, "Bearer " + token, "0123456789abcdef0123456789abcdef", long, token + token, "\xff\x1b", token}
	r := fake{stdin: strings.Join(lines, "\n")}.run("decode", "--json", "--lines")
	got := objects(t, r.out)
	if r.code != 1 || len(got) != len(lines) {
		t.Fatalf("exit code %d, %d objects for %d lines", r.code, len(got), len(lines))
	}
	for i, want := range []string{"ok", "empty", "prefix", "ok", "prefix", "limit", "", "prefix", "ok"} {
		if is := got[i].Error.Stage; got[i].OK != (want == "ok") || want != "" && want != "ok" && is != want {
			t.Errorf("line %d: ok %t, stage %q (%s); want %s", i+1, got[i].OK, is, got[i].Error.Message, want)
		}
	}
	if o := got[5]; o.Error.Offset != 256<<10 || o.Error.Message != "the line has more than 262144 bytes" || len(o.Input) != 4096 {
		t.Errorf("the long line gives %+v with an input of %d bytes", o.Error, len(o.Input))
	}
	if strings.Contains(r.out, "0123456789abcdef0123456789abcdef") {
		t.Errorf("what may be a certificate is repeated: %s", got[4].Input)
	}
}

// repeated gives a line n times.
type repeated struct {
	line string
	n    int
	rest string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestDecodeLinesInConstantMemory(t *testing.T) {
	peak := func(lines int) uint64 {
		w := fake{env: own()}.world([]string{"decode", "--lines", "--json"}, io.Discard, io.Discard)
		w.Stdin = &repeated{line: lobby(t) + "\n", n: lines}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if code := command.Run(t.Context(), w); code != 0 {
			t.Fatalf("exit code %d", code)
		}
		runtime.ReadMemStats(&after)
		return after.Sys - before.Sys
	}
	peak(100)
	if grown := peak(20_000); grown > 32<<20 {
		t.Errorf("20000 lines take %d bytes more of the system", grown)
	}
}

// TestDecodeStreams sends so many lines that they are worked on in several batches:
// all come out, in order, and in words with one empty line between two.
func TestDecodeStreams(t *testing.T) {
	good := lobby(t)
	const lines = 1000
	var in strings.Builder
	for i := range lines {
		if i%7 == 3 {
			fmt.Fprintf(&in, "line %d\n", i)
		} else {
			in.WriteString(good + "\n")
		}
	}
	r := fake{env: own(), stdin: in.String()}.run("decode", "--lines", "--json")
	got := objects(t, r.out)
	if r.code != 1 || len(got) != lines {
		t.Fatalf("exit code %d, %d objects for %d lines", r.code, len(got), lines)
	}
	for i, o := range got {
		want := good
		if i%7 == 3 {
			want = fmt.Sprintf("line %d", i)
		}
		if o.Input != want || o.OK != (want == good) || o.OK && o.Signature.Project != "env" {
			t.Errorf("object %d: %+v", i, o)
		}
	}
	words := fake{env: own(), stdin: in.String()}.run("decode", "--lines").out
	at := 0
	for i := range lines {
		head := fmt.Sprintf("\n\nline %d: ", i+1)
		if i == 0 {
			head = "line 1: "
		}
		n := strings.Index(words[at:], head)
		if n < 0 || i == 0 && n > 0 {
			t.Fatalf("line %d does not follow the one before it", i+1)
		}
		at += n + len(head)
	}
	if strings.Contains(words, "\n\n\n") || strings.HasSuffix(words, "\n\n") {
		t.Error("there are two empty lines between two tokens, or one at the end")
	}
}

func TestDecodeSeveralStreams(t *testing.T) {
	good := lobby(t)
	r := fake{stdin: "x\n" + good + "\n"}.run("decode", "--lines", good, "-", "-")
	if !strings.HasPrefix(r.out, "line 1: 007") || strings.Count(r.out, "\n\nline 1: x") != 1 || strings.Count(r.out, "\n\nline 2: 007") != 1 || r.code != 1 {
		t.Errorf("exit code %d:\n%s", r.code, r.out)
	}
}

func TestDecodeLayout(t *testing.T) {
	good := lobby(t)
	o := objects(t, run("decode", "--json", "--layout", good).must(t))[0]
	checkLayout(t, "lobby", o)
	want := map[string]string{
		"services[0].channelName": "05006c6f626279", "services[0].uid": "040031323334",
		"services[0].privileges.publishDataStream": "0400100e0000", "expire": "100e0000",
	}
	for _, s := range o.Layout {
		if hex, ok := want[s.Path]; ok && s.Hex != hex {
			t.Errorf("%s is %s, want %s", s.Path, s.Hex, hex)
		}
		delete(want, s.Path)
	}
	if len(want) > 0 {
		t.Errorf("the layout lacks %v", want)
	}
	for _, args := range [][]string{{"decode", "--json", good}, {"decode", "--json", "--layout", "none"}} {
		if r := run(args...); strings.Contains(r.out, "layout") {
			t.Errorf("%q: there is a layout in %s", args, r.out)
		}
	}
	run("decode", "--layout", good).check(t, 2, "--layout is a part of the JSON output: give --json too (see agtok help decode)")
	if r := (fake{stdin: good + "\n"}).run("decode", "--json", "--layout", "--lines"); objects(t, r.must(t))[0].Layout == nil {
		t.Error("there is no layout with --lines")
	}
}

func TestDecodeTextTooLong(t *testing.T) {
	r := fake{stdin: strings.Repeat("nothing here\n", 1<<20)}.run("decode", "--json")
	got := objects(t, r.out)
	if r.code != 1 || len(got) != 1 || got[0].Error.Stage != "limit" || !strings.Contains(got[0].Error.Hint, "--lines") {
		t.Errorf("13 MiB of text: exit code %d, %+v", r.code, got)
	}
}

func TestDecodeInWords(t *testing.T) {
	token := newToken(t, "rtc", "--channel", "lob\x1bby", "--uid", "1234", "--audio", "10m", "--role", "subscriber")
	r := fake{env: own()}.run("decode", "--now", "12:08:20", "Bearer "+token)
	for _, want := range []string{
		"AccessToken2 (007)", "RTC", "signed by env", "primary", ownAppID, "51m 40s", "2026-11-22 12:00:00 CET", "11:00:00 UTC", "1795345200",
		`lob\x1bby`, "1234", "join", "publish audio", "12:10:00", "1m 40s", "RTC join", "yes", "mended before it could be read: prefix", "Fix: ", "control-characters",
	} {
		if !strings.Contains(r.must(t), want) {
			t.Errorf("the text lacks %q:\n%s", want, r.out)
		}
	}
	if strings.Contains(r.out, "\x1b") {
		t.Errorf("an escape gets through: %q", r.out)
	}
}

func TestDecodeInWordsWhatIsNone(t *testing.T) {
	for text, want := range map[string][]string{
		lobby(t)[:100]:                     {"can't be read", "base64", "byte ", "007eJ"},
		"CAN_NOT_GET_GATEWAY_SERVER":       {"an SDK's error message", "Paste the token that the client passed"},
		"":                                 {"there is no text", "32 hexadecimal digits"},
		"0123456789abcdef0123456789abcdef": {"an App ID or an App Certificate", "••••"},
	} {
		r := run("decode", text)
		for _, w := range want {
			if r.code != 1 || !strings.Contains(r.out, w) {
				t.Errorf("%q: exit code %d, the text lacks %q:\n%s", text, r.code, w, r.out)
			}
		}
	}
	r := fake{stdin: "x\n" + lobby(t) + "\n"}.run("decode", "--lines")
	if !strings.HasPrefix(r.out, "line 1: x (1 character)\n") || !strings.Contains(r.out, "\n\nline 2: 007eJ") {
		t.Errorf("the lines are not numbered:\n%s", r.out)
	}
}

func TestColourOnlyOnATerminal(t *testing.T) {
	token := lobby(t)
	for _, c := range []struct {
		f      fake
		args   string
		colour bool
	}{
		{fake{terminal: true}, "", true},
		{fake{}, "", false},
		{fake{terminal: true}, "--no-color", false},
		{fake{terminal: true, env: map[string]string{"NO_COLOR": "1"}}, "", false},
		{fake{terminal: true, env: map[string]string{"NO_COLOR": ""}}, "", true},
		{fake{terminal: true, env: map[string]string{"TERM": "dumb"}}, "", false},
		{fake{terminal: true}, "--json", false},
	} {
		r := c.f.run(append(strings.Fields("decode "+c.args), token)...)
		if got := strings.Contains(r.must(t), "\x1b["); got != c.colour {
			t.Errorf("%+v %s: colour %t, want %t", c.f, c.args, got, c.colour)
		}
		if strings.Contains(r.out, "\x1b]") || strings.Contains(r.out, "\x1b[6n") || strings.Contains(r.out, "\x1b[c") {
			t.Errorf("the terminal is asked something: %q", r.out)
		}
	}
}

func TestASCIILocale(t *testing.T) {
	r := fake{env: map[string]string{"LANG": "C"}}.run("decode", lobby(t))
	for _, c := range r.must(t) {
		if c > '~' && c != '…' { // the ellipsis of a text that was cut
			t.Errorf("%q in the C locale: %s", c, r.out)
			break
		}
	}
	if r := (fake{env: map[string]string{"LANG": "en_US.UTF-8"}}).run("decode", lobby(t)); !strings.Contains(r.must(t), "●") {
		t.Errorf("no signs in a UTF-8 locale: %s", r.out)
	}
}

func TestDecodeBadConfiguration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte("[ui]\ntheme = \"drak\"\nmuose = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"decode", lobby(t)}, {"new", "chat-app", "--demo"}, {"sign", "--demo"}, {"config", "show"}} {
		r := run(append(args, "--config", path)...)
		for _, want := range []string{"agtok: " + path + ":2:1: ui.theme is \"drak\"", `did you mean "dark"?`, " (1 more: agtok config check lists all)\n"} {
			r.check(t, 3, want)
		}
		if strings.Count(r.err, "\n") != 1 || args[0] != "config" && r.out != "" {
			t.Errorf("%v says %q and prints %q", args, r.err, r.out)
		}
	}
}

func TestDecodeSaysWhichCertificatesItLacks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	config := "[[project]]\nname = \"staging\"\napp_id = \"" + ownAppID + "\"\ncertificate = \"env:STAGING\"\n"
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	r := run("decode", "--config", path, "--json", lobby(t))
	r.check(t, 0, `agtok: warning: project "staging" can't verify all of its tokens: certificate (env:STAGING): the environment variable STAGING is not set, or empty`)
	if r := run("decode", "--config", path, "no token"); r.err != "" {
		t.Errorf("the certificate is fetched without a token: %s", r.err)
	}
}
