// Package clipboard puts text where the user can paste it from, by the route
// that works where the console runs: the desktop's clipboard, the terminal
// (OSC 52, which works over SSH), tmux, or a file.
package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/atotto/clipboard"
	"github.com/aymanbagabas/go-osc52/v2"
)

// Mode is how the configuration wants text to be copied.
type Mode string

// The modes. Auto is tmux inside tmux, the terminal over SSH, else the desktop
// and, where it has none, the terminal.
const (
	Auto   Mode = "auto"
	Native Mode = "native"
	OSC52  Mode = "osc52"
	Tmux   Mode = "tmux"
	File   Mode = "file"
	Off    Mode = "off"
)

// maxOSC52 is the most text that goes through the terminal, in bytes: more than
// 74 994 encoded bytes is cut or dropped by terminals in use (k9s, #3740).
const maxOSC52 = 74_994 / 4 * 3

// timeout bounds the programs that are started to copy.
const timeout = 2 * time.Second

// Copied says how copying ended.
type Copied struct {
	What  string // what was copied, as in "token"
	Route string // how, as in "copied to the tmux buffer"
	Err   error  // what failed and what to do about it
}

// Board is where text is copied to. Its functions are the world's; the zero
// value copies nothing.
type Board struct {
	Mode     Mode
	InTmux   bool
	OverSSH  bool
	Terminal io.Writer // the terminal, behind the lock that the screen uses too
	Folder   string    // for mode file
}

// Copy copies text. It waits for programs and files: it belongs into a command.
func (b Board) Copy(ctx context.Context, text, what string) Copied {
	route, err := b.copy(ctx, text)
	return Copied{What: what, Route: route, Err: err}
}

func (b Board) copy(ctx context.Context, text string) (route string, err error) {
	switch b.Mode {
	case Native:
		return native(ctx, text)
	case OSC52:
		return b.osc52(text)
	case Tmux:
		return tmux(ctx, text)
	case File:
		return b.file(text)
	case Off, "":
		return "", errors.New(`copying is off (ui.clipboard = "off" in the configuration)`)
	}
	return b.auto(ctx, text)
}

func (b Board) auto(ctx context.Context, text string) (route string, err error) {
	if b.InTmux {
		if route, err = tmux(ctx, text); err == nil {
			return route, nil
		}
	}
	if !b.OverSSH {
		if route, err = native(ctx, text); err == nil {
			return route, nil
		}
	}
	if len(text) > maxOSC52 && b.Folder != "" { // too long for a terminal: better a file than nothing
		return b.file(text)
	}
	if route, err = b.osc52(text); err == nil {
		return route, nil
	}
	return "", fmt.Errorf(`%w; ui.clipboard = "file" writes to a file instead`, err)
}

func native(ctx context.Context, text string) (string, error) {
	if clipboard.Unsupported {
		return "", errors.New("no clipboard program found: install xclip, xsel or wl-clipboard")
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- clipboard.WriteAll(text) }()
	select {
	case err := <-done:
		if err != nil {
			return "", errors.New("the desktop's clipboard program failed: is there a display?")
		}
		return "copied to the clipboard", nil
	case <-ctx.Done():
		return "", errors.New("the desktop's clipboard program does not answer")
	}
}

// osc52 hands text to the terminal, which does not say what it does with it.
func (b Board) osc52(text string) (string, error) {
	switch {
	case b.Terminal == nil:
		return "", errors.New("there is no terminal to copy through")
	case len(text) > maxOSC52:
		return "", fmt.Errorf("%d bytes are too long to copy through the terminal", len(text))
	}
	if _, err := osc52.New(text).WriteTo(b.Terminal); err != nil {
		return "", errors.New("the terminal could not be written to")
	}
	return "sent to the terminal's clipboard (OSC 52)", nil
}

// tmux loads tmux's own buffer and asks it to pass the text on (-w, tmux 3.2):
// tmux drops OSC 52 of programs inside it by default.
func tmux(ctx context.Context, text string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	cmd.Stdin = bytes.NewReader([]byte(text))
	if err := cmd.Run(); err != nil {
		return "", errors.New("tmux did not take the text: tmux 3.2 or later is needed")
	}
	return "copied to the tmux buffer", nil
}

// file writes text to a file of its own that only the user can read.
func (b Board) file(text string) (string, error) {
	if b.Folder == "" {
		return "", errors.New("there is no folder for copies: set AGTOK_STATE to one")
	}
	if err := os.MkdirAll(b.Folder, 0o700); err != nil {
		return "", fmt.Errorf("the folder for copies can't be made: %w", err)
	}
	path := filepath.Join(b.Folder, "clipboard.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("the copy can't be written: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil { // a file that was there before keeps its mode
		return "", fmt.Errorf("the copy in %s can be read by others: %w", path, err)
	}
	return "saved to " + path, nil
}
