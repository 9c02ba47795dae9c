package command_test

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"agtok/ui/command"
)

// TestMain makes the test binary run as agtok when it is called by that name, so
// that the scripts have real processes and pipes.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"agtok": agtok})
}

// agtok runs the commands on the process's own input and output. There is no
// terminal in a script.
func agtok() {
	signal.Ignore(syscall.SIGPIPE) // as main does
	ctx, stop := signal.NotifyContext(context.Background(), command.Signals()...)
	defer stop()
	home, _ := os.UserHomeDir()
	os.Exit(command.Run(ctx, command.World{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.LookupEnv, Home: home,
		Now: time.Now, Salt: func() uint32 { return 1 },
		Random: func(b []byte) { _, _ = rand.Read(b) }, Jitter: func() float64 { return 0 },
		Build: command.Build{Version: "v0.0.0", Commit: "abc", Go: "go1", OS: "os", Arch: "arch"},
	}))
}

func TestScripts(t *testing.T) {
	const dir = "../../testdata/scripts"
	if scripts, err := filepath.Glob(dir + "/*.txtar"); err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts in %s (%v)", dir, err)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("GORACE", "atexit_sleep_ms=0") // else each run waits a second for races that it has not seen
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":        exits,
			"descriptions": descriptions,
		},
		RequireExplicitExec: true,
	})
}
