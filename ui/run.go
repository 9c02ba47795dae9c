package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"agtok/ui/input"
	_ "agtok/ui/noquery" // before anything that imports Bubble Tea asks the terminal
	"agtok/ui/pane"
	"agtok/ui/theme"
)

// Screen is the terminal that the console runs on.
type Screen struct {
	In  *os.File
	Out *os.File
	FPS int // most frames a second, 1 … 120
}

// locked is a terminal that the screen and the clipboard can both write to: their
// sequences never mix.
type locked struct {
	*os.File
	mu   sync.Mutex
	over bool // the terminal is somebody else's again
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return 0, os.ErrClosed
	}
	return l.File.Write(p)
}

// leave has nothing written any more by what is still under way.
func (l *locked) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
}

// Run shows the console with these panes, as [New] takes them, until the user
// quits or ctx ends. However it ends, the terminal is as it was before.
func Run(ctx context.Context, screen Screen, d Deps, panes []pane.Pane) error {
	out := &locked{File: screen.Out}
	d.Clipboard.Terminal, d.Alarm.Out = out, out
	running, stop := context.WithCancel(ctx)
	defer stop()
	d.Context = running
	d.Alarm.Open()
	defer out.leave()
	defer d.Alarm.Close()
	shell := New(d, panes)
	err := run(running, screen, input.New(screen.In, d.Now), out, shell)
	stop() // what is under way makes room for the last write
	if kept := shell.flush(); kept != nil && err == nil {
		err = fmt.Errorf("the watched tokens are not kept: %w", kept)
	}
	return err
}

func run(ctx context.Context, screen Screen, in *input.Reader, out *locked, root tea.Model) error {
	program := tea.NewProgram(root, tea.WithAltScreen(), tea.WithInput(in), tea.WithOutput(out),
		tea.WithFPS(screen.FPS), tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFilter(pasting(in)))
	_, err := program.Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return context.Canceled // asked from outside: nothing went wrong
	}
	return err
}

// pasting puts into pastes the text that Bubble Tea's reader did not see.
func pasting(in *input.Reader) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		key, ok := msg.(tea.KeyMsg)
		if !ok || !key.Paste {
			return msg
		}
		if text, ok := in.Paste(); ok {
			key.Runes = []rune(strings.ToValidUTF8(text, ""))
		}
		return key
	}
}

// NewTheme makes the theme of a terminal in the environment that getenv reads. It
// asks the terminal nothing.
func NewTheme(name theme.Name, noColor bool, getenv func(string) (string, bool)) *theme.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetHasDarkBackground(true) // a renderer of its own would ask again
	if v, _ := getenv("NO_COLOR"); v != "" || noColor {
		name = theme.Mono
	}
	r.SetColorProfile(termenv.ANSI)
	if term, _ := getenv("TERM"); term == "dumb" {
		r.SetColorProfile(termenv.Ascii)
	}
	return theme.New(r, name, asciiOnly(getenv))
}

// asciiOnly reports whether the locale says that the terminal has no Unicode.
func asciiOnly(getenv func(string) (string, bool)) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v, _ := getenv(name); v != "" {
			v = strings.ToLower(v)
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return false
}
