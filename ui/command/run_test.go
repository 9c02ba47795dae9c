package command_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode"

	"agtok/ui/command"
)

// noon is 2026-11-22 12:00:00 in a zone an hour east of UTC.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CET", 3600))

// A project of one's own: nothing in it is the public sample.
const (
	ownAppID       = "5f3a0d1c2b4e6f708192a3b4c5d6c91e"
	ownCertificate = "1234567890abcdef1234567890fedcba"
	demoAppID      = "970CA35de60c44645bbae8a215061b33"
)

// fake is a world without a terminal, with an environment and standard input.
type fake struct {
	env      map[string]string
	stdin    string
	terminal bool
	instant  bool      // no wait takes any time
	draws    []float64 // of the jitter, in turn; then, and without any, 0
	console  func(command.Console) error
}

// result is what a run came to.
type result struct {
	code     int
	out, err string
}

func (f fake) world(args []string, out, errs io.Writer) command.World {
	w := command.World{
		Args: args, Stdin: strings.NewReader(f.stdin), Stdout: out, Stderr: errs,
		StdinIsTerminal: f.terminal, StdoutIsTerminal: f.terminal, StderrIsTerminal: f.terminal,
		Getenv: func(name string) (string, bool) { v, ok := f.env[name]; return v, ok },
		Now:    func() time.Time { return noon },
		Salt:   func() uint32 { return 4711 },
		Random: counting(), Jitter: drawing(f.draws),
		Build: command.Build{Version: "v1.2.3", Commit: "abcdef0", Go: "go1.26", OS: "plan9", Arch: "mips"},
		Console: func(_ context.Context, c command.Console) error {
			if f.console == nil {
				return errors.New("no console in this test")
			}
			return f.console(c)
		},
	}
	if f.instant {
		w.After = func(time.Duration) <-chan time.Time {
			over := make(chan time.Time)
			close(over)
			return over
		}
	}
	return w
}

// drawing gives these numbers, then 0.
func drawing(numbers []float64) func() float64 {
	var mu sync.Mutex
	return func() float64 {
		mu.Lock()
		defer mu.Unlock()
		if len(numbers) == 0 {
			return 0
		}
		n := numbers[0]
		numbers = numbers[1:]
		return n
	}
}

// counting fills with a number that grows from call to call.
func counting() func([]byte) {
	var n byte
	return func(b []byte) {
		n++
		for i := range b {
			b[i] = n
		}
	}
}

func (f fake) run(args ...string) result {
	var out, errs bytes.Buffer
	code := command.Run(context.Background(), f.world(args, &out, &errs))
	return result{code, out.String(), errs.String()}
}

// run runs agtok in an empty world.
func run(args ...string) result { return fake{}.run(args...) }

// own is the environment that makes the project "env".
func own() map[string]string {
	return map[string]string{"AGORA_APP_ID": ownAppID, "AGORA_APP_CERTIFICATE": ownCertificate}
}

// must gives the output of a run that ends well.
func (r result) must(t *testing.T) string {
	t.Helper()
	if r.code != 0 {
		t.Fatalf("ends with %d: %s", r.code, r.err)
	}
	return r.out
}

func (r result) check(t *testing.T, code int, stderr string) {
	t.Helper()
	if r.code != code || !strings.Contains(r.err, stderr) {
		t.Errorf("ends with %d and says %q; want %d and %q", r.code, r.err, code, stderr)
	}
}

func TestUsageErrors(t *testing.T) {
	for line, want := range map[string]string{
		"":                                 "the console needs a terminal; without one use agtok decode to read tokens and agtok new to make one (see agtok help)",
		"foo":                              `there is no command "foo": `,
		"decod":                            "did you mean decode?",
		"timline":                          `there is no command "timline": did you mean timeline? chat, `,
		"timelnie":                         "did you mean timeline?",
		"Wtch":                             "did you mean watch?",
		"sgn":                              "did you mean sign?",
		"sxxn":                             `there is no command "sxxn": chat, `,
		"nee":                              `there is no command "nee": chat, `,
		"007eJxTYBBbsMMnKq7p9":             "to read a token, say agtok decode 007eJxTYBBbsMMnKq7p9",
		"--bogus":                          "there is no flag --bogus: agtok takes --config, --demo, ",
		"-x":                               "there is no flag -x",
		"--config":                         "--config needs a value",
		"version --config=":                "--config is empty",
		"version --project=":               "--project is empty",
		"version --env-file=":              "--env-file is empty",
		"version --now=":                   "--now is empty",
		"version --now yesterday":          "--now: not a time",
		"version --json=maybe":             "--json is a switch",
		"version --demo --project staging": "--demo and --project name two projects",
		"version x":                        "version takes no arguments",
		"version --salt 1":                 "there is no flag --salt: agtok version takes --config, ",
		"help foo":                         `there is no command "foo"`,
		"help new foo":                     `there is no command "new foo"`,
		"config":                           "name a command of config: check, path, show",
		"config sho":                       `"sho" is not a command of config: did you mean show?`,
		"config show x":                    "config show takes no arguments",
		"new":                              "name a kind: apaas-app, apaas-room-user, ",
		"new rtd":                          `"rtd" is not a kind: apaas-app, `,
		"new rtc-007":                      `"rtc-007" is not a kind: apaas-app, `,
		"new rtm-06":                       `"rtm-06" is not a kind: did you mean rtm-006? `,
		"new chatuser":                     `"chatuser" is not a kind: did you mean chat-user? `,
		"new --no-audio rtc":               "--no-audio can't stand here: first comes one of ",
		"new rtm --uid 5":                  "there is no flag --uid: agtok new rtm takes --user, --expire, --raw-expire, --issue-time, --salt, --compact (see agtok help new rtm)",
		"decode --uid x T":                 "--uid: a uid is a number from 0 to 4294967295; for text use --account",
		"decode --uid 4294967296 T":        "--uid: a uid is a number",
		"decode --uid 1 --account a T":     "--uid and --account name two users",
		"sign --salt x":                    "--salt: a salt is a number from 0 to 4294967295",
		"sign --salt=":                     "--salt: a salt is a number",
		"sign --issue-time x":              "--issue-time: not a time",
		"sign --issue-time @4294967296":    "--issue-time: a token holds times from 1970 to 2106",
		"sign x":                           "sign takes no arguments",
	} {
		r := run(strings.Fields(line)...)
		r.check(t, 2, want)
		if lines := strings.Count(r.err, "\n"); r.out != "" || lines != 1 || !strings.HasPrefix(r.err, "agtok: ") || !strings.Contains(r.err, "agtok help") {
			t.Errorf("%q: not one line with a word of help, or something on standard output: %q, %q", line, r.err, r.out)
		}
	}
}

func TestHelp(t *testing.T) {
	for line, want := range map[string]string{
		"help":           "Available Commands:",
		"--help":         "Available Commands:",
		"help new":       "rtc+rtm             RTC + RTM: one token for a channel and for Signaling",
		"new --help":     "agtok new rtc --channel lobby --uid 1234",
		"help new rtc":   "--privilege-expire LIFETIME",
		"new rtm -h":     "--user NAME",
		"decode --help":  "--lines",
		"help sign":      "--issue-time TIME",
		"help config":    "XDG_CONFIG_HOME",
		"help version":   "--config FILE",
		"completion zsh": "#compdef agtok",
	} {
		r := run(strings.Fields(line)...)
		if r.code != 0 || r.err != "" || !strings.Contains(r.out, want) {
			t.Errorf("%q ends with %d, %q; the output lacks %q:\n%s", line, r.code, r.err, want, r.out)
		}
	}
}

func TestVersionNeedsNoConfiguration(t *testing.T) {
	f := fake{env: map[string]string{"AGTOK_CONFIG": "/nowhere/config.toml", "AGTOK_PROJECT": "nobody", "AGORA_APP_ID": "wrong"}}
	if got, want := f.run("version").must(t), "agtok v1.2.3 (abcdef0, go1.26, plan9/mips)\n"; got != want {
		t.Errorf("version prints %q, want %q", got, want)
	}
	want := `{"version":"v1.2.3","commit":"abcdef0","go":"go1.26","os":"plan9","arch":"mips"}` + "\n"
	if got := f.run("version", "--json").must(t); got != want {
		t.Errorf("version --json prints %q, want %q", got, want)
	}
}

func TestNoArgumentsAreNotTheProcesss(t *testing.T) {
	w := fake{}.world(nil, io.Discard, io.Discard)
	if code := command.Run(context.Background(), w); code != 2 {
		t.Errorf("without arguments and without a terminal: exit code %d, want 2", code)
	}
}

// blocked is an input that never comes.
type blocked struct{ begun chan struct{} }

func (b blocked) Read([]byte) (int, error) {
	close(b.begun)
	select {}
}

func TestInterruptedWhileWaiting(t *testing.T) {
	for _, args := range [][]string{{"decode", "--demo"}, {"decode", "--demo", "--lines"}, {"sign", "--demo"}} {
		ctx, cancel := context.WithCancel(context.Background())
		var errs bytes.Buffer
		w := fake{}.world(args, io.Discard, &errs)
		in := blocked{make(chan struct{})}
		w.Stdin = in
		go func() {
			<-in.begun
			cancel()
		}()
		if code := command.Run(ctx, w); code != 130 || errs.Len() > 0 {
			t.Errorf("%v: exit code %d, want 130; says %q", args, code, errs.String())
		}
	}
}

func TestWhatWasFoundIsWrittenWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var out, errs bytes.Buffer
	w := fake{}.world([]string{"decode", "--lines", "--json"}, &out, &errs)
	in := blocked{make(chan struct{})}
	w.Stdin = io.MultiReader(strings.NewReader("x\n"), in)
	go func() {
		<-in.begun
		cancel()
	}()
	if code := command.Run(ctx, w); code != 130 || !strings.HasPrefix(out.String(), `{"input":"x"`) {
		t.Errorf("exit code %d, output %q; want 130 and the line that was read", code, out.String())
	}
}

// TestProgressOnATerminal runs streams that take long by the clock, with standard
// error on a terminal and not.
func TestProgressOnATerminal(t *testing.T) {
	text := lobby(t)
	for _, c := range []struct{ command, line string }{{"decode --lines --json", text}, {"sign", describe(t, text, nil)}} {
		for _, terminal := range []bool{true, false} {
			var out, errs bytes.Buffer
			w := fake{env: own()}.world(strings.Fields(c.command), &out, &errs)
			w.Stdin = strings.NewReader(strings.Repeat(c.line+"\n", 1000))
			w.StderrIsTerminal = terminal
			var looks atomic.Int64
			w.Now = func() time.Time { return noon.Add(time.Duration(looks.Add(1)) * 300 * time.Millisecond) }
			if code := command.Run(t.Context(), w); code != 0 || strings.Count(out.String(), "\n") != 1000 {
				t.Fatalf("%s: exit code %d, %d lines", c.command, code, strings.Count(out.String(), "\n"))
			}
			said := errs.String()
			if !terminal {
				if said != "" {
					t.Errorf("%s writes %q to what is no terminal", c.command, said)
				}
				continue
			}
			if !strings.Contains(said, " tokens, ") || !strings.Contains(said, "/s") || !strings.HasSuffix(said, " \r") || strings.ContainsAny(said, "\x1b\n") {
				t.Errorf("%s says %q", c.command, said)
			}
		}
	}
}

// broken is an output that fails after some bytes.
type broken struct {
	room int
	err  error
}

func (b *broken) Write(p []byte) (int, error) {
	if b.room -= len(p); b.room < 0 {
		return 0, b.err
	}
	return len(p), nil
}

func TestBrokenOutput(t *testing.T) {
	full := errors.New("no space left on device")
	for _, c := range []struct {
		err  error
		code int
		says string
	}{
		{syscall.EPIPE, 0, ""}, {io.ErrClosedPipe, 0, ""}, {full, 1, "agtok: the output can't be written: no space left on device\n"},
	} {
		for _, args := range [][]string{{"version"}, {"decode", "--lines", "--json"}, {"decode", "--lines"}, {"help", "new"}} {
			var errs bytes.Buffer
			w := fake{}.world(args, &broken{err: c.err}, &errs)
			w.Stdin = strings.NewReader(strings.Repeat("nothing\n", 100_000))
			if code := command.Run(context.Background(), w); code != c.code || errs.String() != c.says {
				t.Errorf("%v, %v: exit code %d, says %q; want %d, %q", c.err, args, code, errs.String(), c.code, c.says)
			}
		}
	}
}

// hostile holds what must not reach a terminal: an escape sequence, a C1 control,
// a bidirectional mark, an invisible character, bytes that are not UTF-8.
const hostile = "\x1b]0;x\x07\u009b31m\u202e\u200b\xff\r\n"

func TestHostileArgumentsAreShownHarmless(t *testing.T) {
	for _, args := range [][]string{
		{hostile}, {"--" + hostile}, {"-" + hostile}, {"help", hostile}, {"new", hostile}, {"new", "rtc", hostile},
		{"new", "rtc", "--demo", "--channel", hostile, "--account", hostile, "--role", hostile},
		{"new", "rtc", "--demo", "--channel", hostile, "--uid", hostile},
		{"new", "rtc", "--demo", "--channel", hostile, "--account", hostile, "--expire", hostile},
		{"new", "rtc", "--demo", "--json", "--channel", hostile, "--account", hostile},
		{"new", "rtm", "--demo", "--json", "--user", hostile},
		{"decode", hostile}, {"decode", "--json", hostile}, {"decode", "--uid", hostile}, {"decode", "--lines", hostile},
		{"decode", "--config", hostile}, {"config", "path", "--config", hostile}, {"config", "path", "--json", "--config", hostile},
		{"config", "check", "--config", hostile}, {"config", "check", "--json", "--config", hostile},
		{"config", "show", "--config", hostile}, {"config", "show", "--json", "--env-file", hostile},
		{"version", "--now", hostile}, {"sign", "--demo", "--project", hostile}, {"config", "check", "--project", hostile},
	} {
		r := fake{stdin: hostile}.run(args...)
		if r.code == 0 && r.out == "" || r.code != 0 && r.out+r.err == "" {
			t.Errorf("%q: ends with %d without a word", args, r.code)
		}
		checkPrintable(t, args, r.out+r.err)
	}
}

func checkPrintable(t *testing.T, args []string, text string) {
	t.Helper()
	for _, c := range text {
		if c != '\n' && !unicode.IsPrint(c) {
			t.Errorf("%q: %q is in the output %q", args, c, text)
			return
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("decode\x00--json", "007eJxTYBBbsMMnKq7p9\r\n")
	f.Add("decode\x00--lines\x00--uid\x000", hostile)
	f.Add("new\x00rtc\x00--demo\x00--channel\x00a\x00--uid\x001\x00--audio\x0010m\x00--json", "")
	f.Add("new\x00rtm-006\x00--demo\x00--user\x00"+hostile, "")
	f.Add("sign\x00--demo\x00--salt\x001", `{"version":"007","appId":"`+demoAppID+`","issueTs":1,"expire":1,"salt":1,"services":[]}`)
	f.Fuzz(func(t *testing.T, line, stdin string) {
		args := strings.Split(line, "\x00")
		switch args[0] {
		case "decode", "new", "sign", "version", "help":
		default:
			return
		}
		for _, arg := range args {
			if strings.HasPrefix(arg, "--config") || strings.HasPrefix(arg, "--env-file") {
				return // would read this machine's files
			}
		}
		r := fake{stdin: stdin}.run(args...)
		if r.code < 0 || r.code > 3 {
			t.Errorf("%q ends with %d", args, r.code)
		}
		if r.code == 2 && r.out != "" {
			t.Errorf("%q: a usage error, and output: %q", args, r.out)
		}
		for _, c := range r.out + r.err {
			if c != '\n' && !unicode.IsPrint(c) {
				t.Fatalf("%q: %q is in the output %q", args, c, r.out+r.err)
			}
		}
	})
}
