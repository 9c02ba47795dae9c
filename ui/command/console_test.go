package command_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agtok/ui/command"
)

// open runs the console in a terminal and gives what it was started with.
func open(t *testing.T, env map[string]string, args ...string) command.Console {
	t.Helper()
	var got *command.Console
	f := fake{terminal: true, env: env, console: func(c command.Console) error { got = &c; return nil }}
	if r := f.run(args...); r.code != 0 || r.out != "" || r.err != "" {
		t.Fatalf("%v: ends with %d, prints %q, says %q", args, r.code, r.out, r.err)
	}
	if got == nil {
		t.Fatalf("%v: the console is not opened", args)
	}
	return *got
}

func TestConsoleProject(t *testing.T) {
	path, env := twoProjects(t)
	for _, c := range []struct {
		env  map[string]string
		args string
		want string
	}{
		{nil, "", "demo"}, {own(), "", "env"}, {own(), "--demo", "demo"}, {own(), "--project env", "env"}, {own(), "--project demo", "demo"},
		{env, "", "demo"}, {env, "--project b", "b"}, {nil, "--config " + path + " --project c", "c"},
	} {
		if got := open(t, c.env, strings.Fields(c.args)...); got.Project != c.want || len(got.Problems) != 0 {
			t.Errorf("%q starts in the project %q with %v, want %q", c.args, got.Project, got.Problems, c.want)
		}
	}
	got := open(t, map[string]string{"AGTOK_PROJECT": "nobody"})
	if got.Project != "demo" || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Message, `no project is named "nobody" (of $AGTOK_PROJECT)`) {
		t.Errorf("with a wrong AGTOK_PROJECT: project %q, problems %v", got.Project, got.Problems)
	}
	if got := open(t, map[string]string{"AGORA_APP_ID": "x"}); got.Project != "demo" || len(got.Problems) != 1 {
		t.Errorf("with a wrong AGORA_APP_ID: project %q, problems %v", got.Project, got.Problems)
	}
	fake{terminal: true}.run("--project", "nobody").check(t, 3, `no project is named "nobody" (of --project)`)
}

func TestConsoleOpensWithABadConfiguration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte("[ui]\nfps = 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := open(t, nil, "--config", path); len(got.Problems) != 1 || got.Problems[0].Line != 2 || got.Settings.UI.FPS != 30 || got.Inputs.File != path {
		t.Errorf("problems %v, settings %+v, inputs %+v", got.Problems, got.Settings.UI, got.Inputs)
	}
	if got := open(t, nil, "--config", path+"x"); len(got.Problems) != 1 || !got.Problems[0].Fatal {
		t.Errorf("a file that is not there: problems %v", got.Problems)
	}
}

func TestConsoleClock(t *testing.T) {
	if got := open(t, nil); got.Pretend || !got.Now().Equal(noon) {
		t.Errorf("without --now: pretend %t, %v", got.Pretend, got.Now())
	}
	clock, args := noon, []string{"--now", "@1700000000"}
	var got command.Console
	w := fake{terminal: true, console: func(c command.Console) error { got = c; return nil }}.world(args, nil, nil)
	w.Stdout, w.Stderr = os.Stdout, os.Stderr
	w.Now = func() time.Time { return clock }
	if code := command.Run(context.Background(), w); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	clock = clock.Add(90 * time.Second)
	if at := got.Now().Unix(); !got.Pretend || at != 1700000090 {
		t.Errorf("90 s after the start it is %d, want 1700000090; pretend %t", at, got.Pretend)
	}
}

func TestConsoleColour(t *testing.T) {
	for _, c := range []struct {
		env   map[string]string
		args  string
		none  bool
		theme string
	}{
		{nil, "", false, "auto"}, {nil, "--no-color", true, "mono"},
		{map[string]string{"NO_COLOR": "1"}, "", true, "mono"},
	} {
		if got := open(t, c.env, strings.Fields(c.args)...); got.NoColor != c.none || got.Settings.UI.Theme != c.theme {
			t.Errorf("%v %s: no colour %t, theme %s", c.env, c.args, got.NoColor, got.Settings.UI.Theme)
		}
	}
}

func TestConsoleEnds(t *testing.T) {
	fail := func(command.Console) error { return errors.New("the terminal is gone") }
	fake{terminal: true, console: fail}.run().check(t, 1, "agtok: the terminal is gone\n")
	ctx, cancel := context.WithCancel(context.Background())
	w := fake{terminal: true, console: func(command.Console) error { cancel(); return nil }}.world(nil, os.Stdout, os.Stderr)
	if code := command.Run(ctx, w); code != 130 {
		t.Errorf("interrupted: exit code %d, want 130", code)
	}
}

func TestConsoleNeedsATerminalAtBothEnds(t *testing.T) {
	for _, in := range []bool{true, false} {
		w := fake{terminal: true, console: func(command.Console) error { t.Error("the console is opened"); return nil }}.world(nil, os.Stdout, &strings.Builder{})
		w.StdinIsTerminal, w.StdoutIsTerminal = in, !in
		if code := command.Run(context.Background(), w); code != 2 {
			t.Errorf("exit code %d, want 2", code)
		}
	}
}
