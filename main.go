// Agtok is a terminal console for Agora tokens: it composes them, reads any that
// are pasted, says what they admit and why they would be refused, and watches
// them count down. Without arguments it opens the console; every pane has its
// command.
package main

import (
	"context"
	"crypto/rand"
	"math/big"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"agtok/model/chatservice"
	"agtok/ui"
	"agtok/ui/command"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a pipe that closes is an error to end with, not a sudden death
	ctx, stop := signal.NotifyContext(context.Background(), command.Signals()...)
	code := command.Run(ctx, world())
	stop()
	os.Exit(code)
}

// world is everything that the program takes from outside.
func world() command.World {
	home, _ := os.UserHomeDir()     // unknown: the config file is not looked for there
	config, _ := os.UserConfigDir() // the same
	return command.World{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdinIsTerminal:  isTerminal(os.Stdin),
		StdoutIsTerminal: isTerminal(os.Stdout),
		StderrIsTerminal: isTerminal(os.Stderr),
		Width:            func() int { return command.TerminalWidth(os.Stdout) },
		Getenv:           os.LookupEnv,
		Home:             home,
		UserConfigDir:    config,
		Now:              time.Now,
		Salt:             salt,
		Random:           random,
		Jitter:           jitter,
		Build:            build(),
		Console: func(ctx context.Context, c command.Console) error {
			return ui.Open(ctx, ui.Screen{In: os.Stdin, Out: os.Stdout, FPS: c.Settings.UI.FPS}, options(c))
		},
	}
}

func options(c command.Console) ui.Options {
	return ui.Options{
		Settings: c.Settings, Problems: c.Problems, Inputs: c.Inputs, Project: c.Project,
		Now: c.Now, Salt: salt, Sleep: sleep, Pretend: c.Pretend, NoColor: c.NoColor,
		Chat: chatservice.Options{Now: time.Now, Salt: salt, Random: random, Jitter: jitter, Sleep: sleep},
	}
}

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// salt draws from 1 … 99999998, as the official Go library does.
func salt() uint32 {
	n, err := rand.Int(rand.Reader, big.NewInt(99999998))
	if err != nil {
		panic(err) // crypto/rand does not fail on the systems that Go supports
	}
	return uint32(n.Int64()) + 1
}

// random fills b.
func random(b []byte) { _, _ = rand.Read(b) } // it ends the program rather than fail

// jitter draws from [0,1).
func jitter() float64 {
	const steps = 1 << 20
	n, err := rand.Int(rand.Reader, big.NewInt(steps))
	if err != nil {
		panic(err) // as above
	}
	return float64(n.Int64()) / steps
}

// sleep waits for d, or until ctx is done and then gives its error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// build is what the Go tool wrote into the binary.
func build() command.Build {
	b := command.Build{Version: "devel", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}
