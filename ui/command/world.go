package command

import (
	"context"
	"io"
	"strings"
	"time"

	"agtok/model/config"
)

// World is what a run of the program is given.
type World struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	StdinIsTerminal, StdoutIsTerminal, StderrIsTerminal bool

	// Width gives the cells of a line of the terminal behind Stdout as it is now; nil,
	// or less than 1: unknown.
	Width func() int

	Getenv              func(string) (string, bool) // as os.LookupEnv
	Home, UserConfigDir string                      // "" if unknown

	Now func() time.Time // in the local zone; several goroutines call it
	// After is time.After for whoever replaces Now; nil waits by the real clock.
	After func(time.Duration) <-chan time.Time
	Salt  func() uint32 // draws a salt for a new token

	Random func(b []byte) // fills b
	Jitter func() float64 // draws from [0,1); several goroutines call it

	Build Build

	// Console opens the full-screen console and returns when it is closed.
	Console func(ctx context.Context, c Console) error
}

// Build says what the program was built from.
type Build struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// Console is what the console starts with.
type Console struct {
	Settings config.Settings // the flags are applied
	Problems []config.Problem
	Inputs   config.Inputs
	Project  string // the name of the one to use; "demo" when none is known
	Now      func() time.Time
	Pretend  bool // Now is not the real time
	NoColor  bool
}

func (w *World) env(name string) string {
	if w.Getenv == nil {
		return ""
	}
	value, _ := w.Getenv(name)
	return value
}

// colourless reports whether the environment asks for no colour. Source of
// NO_COLOR: no-color.org.
func (w *World) colourless() bool { return w.env("NO_COLOR") != "" || w.env("TERM") == "dumb" }

// ascii reports whether the locale says that a terminal shows nothing but ASCII.
// Without any locale nothing is known, and nearly every terminal takes UTF-8.
func (w *World) ascii() bool {
	for _, name := range [...]string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(w.env(name)); locale != "" {
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return false
}
