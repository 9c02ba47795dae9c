package clipboard_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agtok/ui/clipboard"
)

func TestRoutes(t *testing.T) {
	t.Setenv("PATH", "") // neither tmux nor a clipboard program
	ctx := context.Background()
	folder := filepath.Join(t.TempDir(), "state")
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "clipboard.txt"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		board clipboard.Board
		text  string
		route string
		err   string
	}{
		{"off", clipboard.Board{Mode: clipboard.Off}, "x", "", "copying is off"},
		{"terminal", clipboard.Board{Mode: clipboard.OSC52, Terminal: &bytes.Buffer{}}, "x", "OSC 52", ""},
		{"no terminal", clipboard.Board{Mode: clipboard.OSC52}, "x", "", "no terminal"},
		{"too long for a terminal", clipboard.Board{Mode: clipboard.OSC52, Terminal: &bytes.Buffer{}}, strings.Repeat("x", 60_000), "", "too long"},
		{"file", clipboard.Board{Mode: clipboard.File, Folder: folder}, "secret", "clipboard.txt", ""},
		{"no folder", clipboard.Board{Mode: clipboard.File, Folder: "/dev/null/x"}, "x", "", "can't be made"},
		{"no tmux", clipboard.Board{Mode: clipboard.Tmux}, "x", "", "tmux 3.2"},
		{"auto over SSH", clipboard.Board{Mode: clipboard.Auto, OverSSH: true, Terminal: &bytes.Buffer{}}, "x", "OSC 52", ""},
		{"auto in a tmux that is gone", clipboard.Board{Mode: clipboard.Auto, InTmux: true, OverSSH: true, Terminal: &bytes.Buffer{}}, "x", "OSC 52", ""},
		{"auto with nothing at all", clipboard.Board{Mode: clipboard.Auto, OverSSH: true}, "x", "", `ui.clipboard = "file"`},
	} {
		got := c.board.Copy(ctx, c.text, "token")
		if got.What != "token" || !strings.Contains(got.Route, c.route) || (got.Err == nil) != (c.err == "") {
			t.Errorf("%s: %+v", c.name, got)
		}
		if got.Err != nil && !strings.Contains(got.Err.Error(), c.err) {
			t.Errorf("%s: %v, want %q", c.name, got.Err, c.err)
		}
	}
	info, err := os.Stat(filepath.Join(folder, "clipboard.txt"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of copies is %v, %v", info, err)
	}
}

func TestTheTerminalGetsExactlyTheText(t *testing.T) {
	var out bytes.Buffer
	clipboard.Board{Mode: clipboard.OSC52, Terminal: &out}.Copy(context.Background(), "007eJx", "token")
	if got := out.String(); got != "\x1b]52;c;MDA3ZUp4\x07" {
		t.Errorf("wrote %q", got)
	}
}

// TestTooLongForATerminalGoesToAFile holds that what no terminal takes is not lost.
func TestTooLongForATerminalGoesToAFile(t *testing.T) {
	folder := t.TempDir()
	b := clipboard.Board{Mode: clipboard.Auto, OverSSH: true, Terminal: &bytes.Buffer{}, Folder: folder}
	text := strings.Repeat("x", 60_000)
	got := b.Copy(t.Context(), text, "JSON")
	if got.Err != nil || !strings.Contains(got.Route, folder) {
		t.Fatalf("%+v", got)
	}
	if saved, err := os.ReadFile(filepath.Join(folder, "clipboard.txt")); err != nil || string(saved) != text {
		t.Errorf("saved %d bytes, %v", len(saved), err)
	}
	b.Folder = ""
	if got := b.Copy(t.Context(), text, "JSON"); got.Err == nil {
		t.Errorf("without a folder: %+v", got)
	}
}
