package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"agtok/model/config"
	"agtok/model/timeline"
	"agtok/ui/command"
)

// told is what is looked at of a line of events.
type told struct {
	At                                int64
	Event, Product, Subject, Callback string
	Token                             int
}

func eventLines(t *testing.T, text string) []told {
	t.Helper()
	var list []told
	for line := range strings.Lines(text) {
		var e told
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		list = append(list, e)
	}
	return list
}

// kinds are tokens of one's own project with events of every product.
func kinds(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"rtc":     newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "1h", "--join", "2h", "--audio", "10m", "--no-video", "--no-data"),
		"short":   newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "20s"),
		"rtm":     newToken(t, "rtm", "--user", "alice", "--expire", "90s"),
		"chat":    newToken(t, "chat-user", "--user", "alice", "--expire", "601s"),
		"rtc-006": newToken(t, "rtc-006", "--channel", "lobby", "--uid", "1", "--privilege-expire", "1h"),
	}
}

func TestTimelineHasDecodesEvents(t *testing.T) {
	for name, text := range kinds(t) {
		var decoded struct{ Events []json.RawMessage }
		if err := json.Unmarshal([]byte(run("decode", "--json", text).must(t)), &decoded); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(run("timeline", "--json", text).must(t), "\n")
		lines = lines[:len(lines)-1]
		if len(lines) != len(decoded.Events) || len(lines) == 0 {
			t.Fatalf("%s: %d lines for %d events", name, len(lines), len(decoded.Events))
		}
		for i, line := range lines {
			// All keys of decode stand first; what is added stands behind them.
			if want := strings.TrimSuffix(string(decoded.Events[i]), "}"); !strings.HasPrefix(line, want) || strings.Contains(line, `"token"`) {
				t.Errorf("%s: prints %s, decode has %s", name, line, decoded.Events[i])
			}
		}
	}
}

func TestTimelineOfSeveralTokens(t *testing.T) {
	all := kinds(t)
	text := "first " + all["rtm"] + "\nagain " + all["rtm"] + "\nthen " + all["chat"] + "\n"
	for name, r := range map[string]result{
		"arguments":      run("timeline", "--json", all["rtm"], all["chat"]),
		"one argument":   run("timeline", "--json", text),
		"standard input": fake{stdin: text}.run("timeline", "--json"),
		"a dash":         fake{stdin: all["chat"]}.run("timeline", "--json", all["rtm"], "-"),
	} {
		var numbers strings.Builder
		for _, e := range eventLines(t, r.must(t)) {
			numbers.WriteString(e.Product + string(rune('0'+e.Token)) + " ")
		}
		if want := "rtm11 signaling21 rtm11 signaling21 chat2 chat2 "; numbers.String() != want {
			t.Errorf("%s: events are %s, want %s", name, numbers.String(), want)
		}
	}
	heads := run("timeline", all["rtm"], all["chat"]).must(t)
	if !strings.Contains(heads, "token 1 · RTM alice · format 007\n") || !strings.Contains(heads, "\n\ntoken 2 · Chat alice · format 007\n") {
		t.Errorf("prints\n%s", heads)
	}
}

func TestTimelineTable(t *testing.T) {
	text := kinds(t)["rtc"]
	got := run("timeline", text, "--now", "2026-11-22T12:20:00+01:00").must(t)
	want := `RTC lobby, 1 · format 007
when                 from now     product  what happens                                                    called on Android           what to do
2026-11-22 12:09:30  10m 30s ago  RTC      warning: publish audio ends in 30 s (inferred)                  onTokenPrivilegeWillExpire  Fetch a new token and call renewToken.                                                      [1]
2026-11-22 12:10:00  10m 00s ago  RTC      publish audio ends, if co-host authentication is on (inferred)  no callback                 To publish on, call renewToken with a token that grants it.                                 [2]
2026-11-22 13:00:00  in 40m 00s   RTC      the token ends: the user stays, but can't rejoin                no callback                 Fetch a new token and call renewToken: with this one a dropped user can't come back.        [3]
2026-11-22 13:59:30  in 1h 39m    RTC      warning: join ends in 30 s                                      onTokenPrivilegeWillExpire  Fetch a new token and call renewToken.                                                      [4]
2026-11-22 14:00:00  in 1h 40m    RTC      join ends                                                       onRequestToken              Fetch a new token and call renewToken; with several channels, updateChannelMediaOptionsEx.  [5]
2026-11-22 14:00:00  in 1h 40m    RTC      the user is out of the channel                                  no callback
`
	table, notes, _ := strings.Cut(got, "[1] ")
	if table != want {
		t.Errorf("prints\n%s\nwant\n%s", table, want)
	}
	if !strings.HasPrefix(notes, "That the end of a publish privilege") || strings.Count(notes, "\n[") != 4 {
		t.Errorf("the notes are\n%s", notes)
	}
	utc := run("timeline", "--utc", "--platform", "web", text).must(t)
	for _, part := range []string{"2026-11-22 11:09:30Z  ", "called on Web", "token-privilege-did-expire", "client.join again, not renewToken."} {
		if !strings.Contains(utc, part) {
			t.Errorf("%q is missing in\n%s", part, utc)
		}
	}
	if app := run("timeline", newToken(t, "chat-app")).must(t); app != "Chat · format 007\nNothing that an SDK would report.\n" {
		t.Errorf("of a token without events it prints %q", app)
	}
}

func TestWordsOfPublishingThatEndsWithJoin(t *testing.T) {
	got := run("timeline", lobby(t)).must(t)
	if strings.Count(got, "publish audio ends with it") != 1 || strings.Contains(got, "To publish on") {
		t.Errorf("prints\n%s", got)
	}
	short := run("timeline", kinds(t)["short"]).must(t)
	if !strings.Contains(short, "warning: join, publish audio, video, data end in 30 s (at once or never: undocumented)") {
		t.Errorf("prints\n%s", short)
	}
}

func TestTimelinePlatform(t *testing.T) {
	var names []string
	for _, p := range timeline.Platforms() {
		names = append(names, string(p))
	}
	if got, want := strings.Join(names, " "), strings.Join(config.Platforms(), " "); got != want || got == "" {
		t.Errorf("platforms are %q, the configuration has %q", got, want)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[ui]\nplatform = \"ios\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "onTokenPrivilegeWillExpire"},
		{[]string{"--config", file}, "rtcEngine:tokenPrivilegeWillExpire:"},
		{[]string{"--config", file, "--platform", "web"}, "token-privilege-will-expire"},
		{[]string{"--platform", "unity"}, "OnTokenPrivilegeWillExpire"},
	} {
		got := eventLines(t, run(append([]string{"timeline", "--json", lobby(t)}, c.args...)...).must(t))
		if len(got) == 0 || got[0].Callback != c.want {
			t.Errorf("%v: %+v, want %s", c.args, got, c.want)
		}
	}
	for _, name := range []string{"timeline", "watch"} {
		r := run("__complete", name, "--platform", "")
		if !strings.Contains(r.out, "android\nios\n") || strings.Count(r.out, "\n") != len(names)+1 {
			t.Errorf("%s --platform suggests %q", name, r.out)
		}
	}
}

func TestTimelineRefusals(t *testing.T) {
	good, signaling := lobby(t), "1:970CA35de60c44645bbae8a215061b33:1446455471:0123456789abcdef0123456789abcdef"
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{good, "nothing here"}, 1, "agtok: argument 2 is not a token: "},
		{[]string{good[:100], good}, 1, "agtok: argument 1 holds a token that can't be read: "},
		{[]string{good, signaling}, 1, "agtok: argument 2 holds a token of format signaling: it is read (agtok decode), but what happens to its user in time is not known"},
		{[]string{good, strings.Repeat("x", 4<<20) + "xxx"}, 1, "agtok: argument 2 has more than 4194304 bytes: give the part that holds the tokens"},
		{[]string{"--platform", "symbian", good}, 2, `--platform: "symbian" is none of android, ios, macos, `},
		{[]string{"--platform=", good}, 2, `--platform: "" is none of android`},
		{[]string{"--config", "/nowhere/config.toml", good}, 3, "does not exist"},
		{[]string{"--project", "nobody", good}, 3, `no project is named "nobody"`},
	} {
		r := run(append([]string{"timeline", "--json"}, c.args...)...)
		r.check(t, c.code, c.says)
		if printed := r.out != ""; printed != (c.code == 1) {
			t.Errorf("%.60q: %d bytes are printed", c.args, len(r.out))
		}
	}
	fake{terminal: true}.run("timeline").check(t, 2, "there is no token: give tokens as arguments or pipe text in")
	for _, empty := range []string{"", "\n", " \r\n\t\n"} {
		for _, args := range [][]string{{"timeline"}, {"timeline", "-"}, {"watch"}, {"watch", good, "-"}} {
			r := fake{stdin: empty}.run(args...)
			if r.code != 1 || r.out != "" || r.err != "agtok: standard input is empty, there is nothing to read: give a token as an argument, or pipe one in\n" {
				t.Errorf("%q of %q: ends with %d and says %q", args, empty, r.code, r.err)
			}
		}
	}
	fake{stdin: "x"}.run("timeline").check(t, 1, "standard input is not a token")
	run("timeline", "").check(t, 1, "argument 1 is not a token: there is no text")
}

func TestHostileNamesInEvents(t *testing.T) {
	text := newToken(t, "rtc", "--channel", "a\x1b]0;x\x07\u202e", "--account", strings.Repeat("\u009b31m", 50))
	for _, args := range [][]string{{"timeline", text}, {"timeline", "--json", text}, {"timeline", hostile}, {"timeline", "--platform", hostile, text},
		{"watch", hostile}, {"watch", "--until", hostile, text}, {"watch", "--speed", hostile, text}} {
		r := run(args...)
		if r.out+r.err == "" {
			t.Errorf("%q: not a word", args)
		}
		checkPrintable(t, args, r.out+r.err)
	}
}

func TestTimelineBrokenOutput(t *testing.T) {
	for _, args := range [][]string{{"timeline", lobby(t)}, {"timeline", "--json", lobby(t)}} {
		var errs bytes.Buffer
		w := fake{}.world(args, &broken{err: syscall.EPIPE}, &errs)
		if code := command.Run(context.Background(), w); code != 0 || errs.Len() > 0 {
			t.Errorf("%v: exit code %d, says %q", args[0], code, errs.String())
		}
	}
}

func TestTimelineInterrupted(t *testing.T) {
	for _, name := range []string{"timeline", "watch"} {
		ctx, cancel := context.WithCancel(context.Background())
		w := fake{}.world([]string{name}, io.Discard, io.Discard)
		in := blocked{make(chan struct{})}
		w.Stdin = in
		go func() {
			<-in.begun
			cancel()
		}()
		if code := command.Run(ctx, w); code != 130 {
			t.Errorf("%s: exit code %d, want 130", name, code)
		}
	}
}
