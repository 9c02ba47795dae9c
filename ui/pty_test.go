//go:build unix

package ui_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"agtok/model"
	"agtok/ui"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/theme"
)

// patience bounds how long anything may take before a test gives up. Only the
// start has a limit of its own, since a query to the terminal costs five seconds.
const (
	patience   = 20 * time.Second
	startLimit = 4 * time.Second
)

// binary builds the program once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "agtok")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "agtok")
	out, err := exec.Command("go", "build", "-o", path, "agtok").CombinedOutput()
	if err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return path, nil
})

// terminal is a program on a terminal that answers nothing.
type terminal struct {
	t       testing.TB
	cmd     *exec.Cmd
	ptmx    *os.File
	tty     *os.File
	before  *unix.Termios
	started time.Time

	mu   sync.Mutex
	out  bytes.Buffer
	more chan struct{}
}

// launch runs the program with these arguments on a silent terminal of 120 × 36, in
// an environment with nothing but these variables in it.
func launch(t testing.TB, env []string, args ...string) *terminal {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return launchCommand(t, exec.Command(path, args...), env)
}

func launchCommand(t testing.TB, cmd *exec.Cmd, env []string) *terminal {
	t.Helper()
	home := t.TempDir()
	cmd.Env = append([]string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + home, "XDG_CONFIG_HOME=" + home, "PATH=" + os.Getenv("PATH")}, env...)
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal to be had:", err)
	}
	x := &terminal{t: t, cmd: cmd, ptmx: ptmx, tty: tty, more: make(chan struct{}, 1)}
	x.resize(120, 36)
	x.before = x.termios()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	x.started = time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go x.listen()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = tty.Close()
		_ = ptmx.Close()
	})
	return x
}

func (x *terminal) listen() {
	b := make([]byte, 64<<10)
	for {
		n, err := x.ptmx.Read(b)
		x.mu.Lock()
		x.out.Write(b[:n])
		x.mu.Unlock()
		select {
		case x.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// written gives everything that the program wrote so far.
func (x *terminal) written() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.out.String()
}

// until waits for text in what the program wrote after the first from bytes, and
// gives the time that it took from the start.
func (x *terminal) until(from int, text string) time.Duration {
	x.t.Helper()
	limit := time.After(patience)
	for !strings.Contains(x.written()[from:], text) {
		select {
		case <-x.more:
		case <-limit:
			x.t.Fatalf("never saw %q; the program wrote %q", text, x.written()[from:])
		}
	}
	return time.Since(x.started)
}

// press sends keys and waits for text to be drawn after them.
func (x *terminal) press(keys, text string) {
	x.t.Helper()
	from := len(x.written())
	if _, err := x.ptmx.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
	x.until(from, text)
}

func (x *terminal) send(keys string) {
	x.t.Helper()
	if _, err := x.ptmx.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
}

func (x *terminal) resize(w, h int) {
	if err := pty.Setsize(x.ptmx, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		x.t.Fatal(err)
	}
}

func (x *terminal) termios() *unix.Termios {
	t, err := unix.IoctlGetTermios(int(x.tty.Fd()), ioctlGetTermios)
	if err != nil {
		x.t.Fatal(err)
	}
	return t
}

// end waits for the program and gives its exit code, -1 after a signal.
func (x *terminal) end() int {
	x.t.Helper()
	done := make(chan error, 1)
	go func() { done <- x.cmd.Wait() }()
	select {
	case <-done:
		time.Sleep(50 * time.Millisecond) // what it wrote last is on its way
		return x.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		x.t.Fatalf("the program does not end; it wrote %q", x.written())
		return 0
	}
}

// restored checks that the terminal is as it was before.
func (x *terminal) restored() {
	x.t.Helper()
	out := x.written()
	on := strings.LastIndex(out, "\x1b[?1049h")
	for _, mode := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l"} {
		if strings.LastIndex(out, mode) < on {
			x.t.Errorf("%q was not written at the end", mode)
		}
	}
	for _, mode := range []string{"1000", "1002", "1003", "1006"} {
		if strings.LastIndex(out, "\x1b[?"+mode+"h") > strings.LastIndex(out, "\x1b[?"+mode+"l") {
			x.t.Errorf("mouse mode %s is left on", mode)
		}
	}
	if after := x.termios(); *after != *x.before {
		x.t.Errorf("the terminal's settings are %+v, they were %+v", after, x.before)
	}
}

// queries are what programs ask terminals with; answers come late or never, and
// are then typed into a form.
var queries = regexp.MustCompile(`\x1b\](?:4;[0-9]+|1[0-9]|52;[a-z]*);\?|\x1b\[[>=?]?[0-9;]*[cn]|\x1b\[\?[0-9]+\$p|\x1bP\+q|\x1b\[>[0-9]*q|\x1b\[1[468]t`)

func (x *terminal) asksNothing() {
	x.t.Helper()
	if q := queries.FindString(x.written()); q != "" {
		x.t.Errorf("the program asked the terminal %q", q)
	}
}

const (
	keyF1, keyF2, keyF3 = "\x1bOP", "\x1bOQ", "\x1bOR"
	ctrlP, ctrlC, ctrlY = "\x10", "\x03", "\x19"
	escKey              = "\x1b"
)

func TestPtyStartsAtOnceAndAsksNothing(t *testing.T) {
	x := launch(t, nil)
	if took := x.until(0, "all keys"); took > startLimit {
		t.Errorf("the first full frame took %v", took)
	}
	x.until(0, "007eJx")
	x.press(keyF2, "Nothing to read")
	x.press("\x1b[200~"+vectorToken(t, "descriptions.jsonl", 0)+"\x1b[201~", "AccessToken2 (007)")
	x.press(keyF3, "Nothing is watched")
	x.press(ctrlP, "what can be done here")
	x.press(escKey, "Nothing is watched")
	x.press(keyF1, "Channel")
	x.send(ctrlC)
	if code := x.end(); code != 0 {
		t.Errorf("ctrl+c ends the console with %d", code)
	}
	x.asksNothing()
	x.restored()
}

func TestPtyVersionAsksNothing(t *testing.T) {
	x := launch(t, nil, "version")
	if code := x.end(); code != 0 || !strings.HasPrefix(x.written(), "agtok ") {
		t.Errorf("ends with %d and wrote %q", code, x.written())
	}
	if took := time.Since(x.started); took > startLimit {
		t.Errorf("took %v", took)
	}
	x.asksNothing()
}

func TestPtyTerminalIsRestored(t *testing.T) {
	for name, c := range map[string]struct {
		leave func(*terminal)
		codes []int
	}{
		"q":       {func(x *terminal) { x.press(escKey, "?"); x.send("q") }, []int{0}},
		"ctrl+c":  {func(x *terminal) { x.send(ctrlC) }, []int{0}},
		"SIGTERM": {func(x *terminal) { _ = x.cmd.Process.Signal(syscall.SIGTERM) }, []int{130, 143}},
		"SIGHUP":  {func(x *terminal) { _ = x.cmd.Process.Signal(syscall.SIGHUP) }, []int{130, 129}},
		"SIGINT":  {func(x *terminal) { _ = x.cmd.Process.Signal(syscall.SIGINT) }, []int{130}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := launch(t, nil)
			x.until(0, "all keys")
			c.leave(x)
			code := x.end()
			known := false
			for _, want := range c.codes {
				known = known || code == want
			}
			if !known {
				t.Errorf("ended with %d, want one of %v", code, c.codes)
			}
			x.restored()
		})
	}
}

// TestPtyTitleIsPutBack has notifications on, which use the window's title.
func TestPtyTitleIsPutBack(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte("[ui]\nalerts = [\"terminal\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := launch(t, []string{"AGTOK_CONFIG=" + config})
	x.until(0, "all keys")
	x.send(ctrlC)
	x.end()
	x.restored()
	if out := x.written(); strings.Count(out, "\x1b[22;2t") != 1 || strings.Count(out, "\x1b[23;2t") != 1 || strings.Index(out, "\x1b[22;2t") > strings.Index(out, "\x1b[23;2t") {
		t.Errorf("the title is not noted and put back: %q", out)
	}
}

// faulty is a pane that fails.
type faulty struct{ pane.Pane }

func (faulty) Title() string                    { return "Faulty" }
func (faulty) Actions(pane.Env) []pane.Action   { return nil }
func (faulty) Capturing() bool                  { return false }
func (faulty) Counting(pane.Env) bool           { return false }
func (faulty) View(pane.Env, int, int) []string { return []string{"about to fail"} }
func (faulty) Receive(pane.Env, intent.Intent) (pane.Effect, bool, bool) {
	return pane.Effect{}, false, false
}

func (faulty) Update(_ pane.Env, msg tea.Msg) pane.Effect {
	if _, ok := msg.(tea.KeyMsg); ok {
		panic("the pane failed")
	}
	return pane.Effect{}
}

// TestPtyFaultyConsole is the console with a pane that fails, for the test below,
// which runs this binary again.
func TestPtyFaultyConsole(t *testing.T) {
	if os.Getenv("AGTOK_TEST_FAULTY") == "" {
		t.Skip("only run by another test")
	}
	p, _ := mine(t)
	d := ui.Deps{Now: time.Now, Salt: func() uint32 { return 1 }, Workspace: model.NewWorkspace(nil),
		Theme: ui.NewTheme(theme.Auto, false, os.LookupEnv)}
	d.Workspace.Projects = append(d.Workspace.Projects, p)
	err := ui.Run(context.Background(), ui.Screen{In: os.Stdin, Out: os.Stdout, FPS: 30}, d, []pane.Pane{faulty{}})
	if err == nil {
		t.Error("the console does not report that it failed")
	}
}

func TestPtyTerminalIsRestoredAfterAPanic(t *testing.T) {
	_, secret := mine(t)
	x := launchCommand(t, exec.Command(os.Args[0], "-test.run=^TestPtyFaultyConsole$"), []string{"AGTOK_TEST_FAULTY=1"})
	x.until(0, "about to fail")
	x.send("x")
	x.end()
	x.restored()
	if !strings.Contains(x.written(), "the pane failed") {
		t.Errorf("nothing says what failed: %q", x.written())
	}
	if strings.Contains(x.written(), secret) {
		t.Error("the certificate is in what a panic leaves behind")
	}
}

func TestPtyCopiesThroughTheTerminalOverSSH(t *testing.T) {
	x := launch(t, []string{"SSH_CONNECTION=10.0.0.1 1 10.0.0.2 22"})
	x.until(0, "all keys")
	x.press(ctrlY, "OSC 52")
	found := regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)\x07`).FindAllStringSubmatch(x.written(), -1)
	if len(found) != 1 {
		t.Fatalf("%d texts were copied", len(found))
	}
	text, err := base64.StdEncoding.DecodeString(found[0][1])
	if err != nil || !strings.HasPrefix(string(text), "007eJx") || strings.ContainsAny(string(text), "\r\n") {
		t.Errorf("copied %q (%v)", text, err)
	}
}

func TestPtyCertificateIsNeverWritten(t *testing.T) {
	const id, secret = "fedcba9876543210fedcba9876543210", "0123456789abcdef0123456789ABCDEF"
	config := filepath.Join(t.TempDir(), "config.toml")
	text := "[[project]]\nname = \"own\"\napp_id = \"" + id + "\"\ncertificate = \"" + secret + "\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][]string{
		"environment": {"AGORA_APP_ID=" + id, "AGORA_APP_CERTIFICATE=" + secret},
		"file":        {"AGTOK_CONFIG=" + config},
	} {
		t.Run(name, func(t *testing.T) {
			x := launch(t, env)
			if name == "file" {
				x.until(0, "Before you begin") // a certificate in the file itself is warned of
				x.press(escKey, "Channel")
			}
			x.until(0, "signed by")
			x.press("\x14", "bytes")
			x.press("\x04", "What this is")
			x.press(ctrlP, "what can be done here")
			x.send(ctrlC)
			x.end()
			if strings.Contains(strings.ToLower(x.written()), strings.ToLower(secret)) {
				t.Error("the certificate was written to the terminal")
			}
		})
	}
}

func TestPtyResizeStorm(t *testing.T) {
	x := launch(t, nil)
	x.until(0, "all keys")
	x.press("zz", "lobbyzz")
	for i := range 200 {
		x.resize(30+i%120, 8+i%40)
	}
	x.resize(120, 36)
	from := len(x.written())
	x.send("\x0c") // draw afresh
	for _, text := range []string{"agtok", "lobbyzz", "Token", "all keys"} {
		x.until(from, text)
	}
	x.send(ctrlC)
	x.end()
	x.restored()
}

func TestPtyStoppedAndContinued(t *testing.T) {
	x := launch(t, []string{"TZ=UTC"}, "--now", "2026-11-22T10:00:00Z")
	x.until(0, "10:00:0")
	if err := x.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2500 * time.Millisecond) // the time that passes is what is tested
	from := len(x.written())
	if err := x.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	x.until(from, "59m 5")
	if strings.Contains(x.written()[from:], "59m 59s left") {
		t.Error("the first frame after the stop shows a time from before it")
	}
}

func TestPtyUnterminatedPasteLeavesKeysWorking(t *testing.T) {
	x := launch(t, nil)
	x.until(0, "all keys")
	x.send("\x1b[200~abc") // its end never comes
	x.until(0, "lobbyabc")
	x.send(ctrlC)
	if code := x.end(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestPtySplitKeyIsOneKey(t *testing.T) {
	x := launch(t, nil)
	x.until(0, "all keys")
	x.press("zz", "lobbyzz")
	x.send("\x1b")
	x.send("[A") // up
	x.press("\x0c", "lobbyzz")
	if strings.Contains(x.written(), "[A") && strings.Contains(x.written(), "lobbyzz[A") {
		t.Error("half of a key was typed")
	}
	x.send(ctrlC)
	x.end()
}

func TestPtyNeedsATerminal(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path).CombinedOutput()
	exit, ok := err.(*exec.ExitError)
	if !ok || exit.ExitCode() != 2 || !strings.Contains(string(out), "agtok decode") {
		t.Errorf("without a terminal it ends with %v and says %q", err, out)
	}
}

// BenchmarkFirstFrame measures from the start of the process to the whole of the
// first frame, on a terminal that answers nothing.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		x := launch(b, nil)
		x.until(0, "all keys")
		x.send(ctrlC)
		b.StopTimer()
		x.end()
		b.StartTimer()
	}
}

// BenchmarkVersion measures the whole of "agtok version" on such a terminal.
func BenchmarkVersion(b *testing.B) {
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cmd := exec.Command(path, "version")
		cmd.Env = []string{"TERM=xterm-256color"}
		ptmx, tty, err := pty.Open()
		if err != nil {
			b.Fatal(err)
		}
		cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		_, _ = ptmx.Close(), tty.Close()
	}
}
