//go:build unix

package config

import (
	"context"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestCommands(t *testing.T) {
	tests := []struct{ command, want, err string }{
		{"echo a", "a", ""},
		{"printf 'a\\n\\n'", "a\n", ""},
		{"printf 'a\\r\\n'", "a", ""},
		{"true", "", ""},
		{"cat; echo 'no input'", "no input", ""},
		{"printf %4096d 7", strings.Repeat(" ", 4095) + "7", ""},
		{"printf %4097d 7", "", "the command wrote more than 4096 bytes"},
		{"yes", "", "the command wrote more than 4096 bytes"},
		{"echo spill; echo spill >&2; exit 3", "", "the command ended with status 3"},
		{"no-such-command-spill", "", "the command ended with status 127"},
		{"kill -9 $$", "", "the command ended with status -1"},
	}
	for _, tt := range tests {
		text, err := runCommand(t.Context(), tt.command, time.Hour)
		if text != tt.want || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
			t.Errorf("%s gives %q and %v, want %q and %s", tt.command, text, err, tt.want, tt.err)
		}
	}
}

func TestCommandsGiveCertificates(t *testing.T) {
	const certificate = "5CFd2fd1755d40ecb72977518be15d3b"
	ref := func(text string) Ref {
		r, faults := parseRef(text, source{}, checkCertificate)
		if faults != nil {
			t.Fatal(faults)
		}
		return r
	}
	d := Declared{Name: "p", AppID: strings.Repeat("a", 32), Certificate: ref("cmd:echo " + certificate), Secondary: ref("cmd:echo spill")}
	p := d.resolve(t.Context(), Inputs{}, time.Hour)
	const want = "secondary_certificate (cmd:echo spill): app certificate holds something other than a hexadecimal digit at position 1"
	if _, err := p.Signing(); err != nil || p.Problem != want {
		t.Errorf("the problem is %s, signing gives %v", p.Problem, err)
	}
}

func TestCommandsEnd(t *testing.T) {
	// The shell's child holds the output open: it has to go too.
	_, err := runCommand(t.Context(), "sleep 3600; echo late", 20*time.Millisecond)
	if err == nil || err.Error() != "the command took longer than 20ms" {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err = runCommand(ctx, "sleep 3600", time.Hour); err == nil || err.Error() != "cancelled" {
		t.Errorf("the error is %v", err)
	}
}

func TestPipesAreNotOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	_, problems := Load(Inputs{File: path})
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Error(), "pipe: the config file is not a regular file") {
		t.Errorf("problems are %q", problems)
	}
}
