package ui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing with them")

const screenDir = "../testdata/screens"

// scene is a state of the console with what a user does to get there.
type scene struct {
	name string
	play func(*user)
}

// scenes are the screens that are pinned.
var scenes = []scene{
	{"compose", func(u *user) { u.wait(2 * time.Second) }},
	{"compose-privileges", func(u *user) {
		u.press("tab", "tab", "tab", "tab", "tab").write("1h").press("tab").write("10m").press("tab").write("2h").press("tab", "ctrl+g").wait(2 * time.Second)
	}},
	{"compose-wrong", func(u *user) { u.press("tab", "tab").replace("4294967296").press("tab") }},
	{"decode-empty", func(u *user) { u.press("f2") }},
	{"decode", func(u *user) { u.press("ctrl+d").wait(90 * time.Second) }},
	{"decode-bytes", func(u *user) { u.press("ctrl+d", "t") }},
	{"decode-006", func(u *user) {
		u.press("up", "left", "left", "ctrl+d")
	}},
	{"decode-005", func(u *user) {
		u.press("f2").paste("005AwAoADc0QTk5RTVEQjI4MDk0NUI0NzUwNTk0MUFDMjM4MDU2NzIwREY3QjAQAJcMo13mDERkW7roohUGGzOwKDdW9buDA68oN1YAAA==")
	}},
	{"decode-client", func(u *user) {
		u.press("ctrl+d", "t", "t", "t", "tab").write("Lobby").press("tab").write("0")
	}},
	{"decode-several", func(u *user) { u.press("f2").paste(logOfTwo(u.t)) }},
	{"decode-damaged", func(u *user) { u.press("f2").paste(cutToken(u.t)) }},
	{"decode-jwt", func(u *user) {
		u.press("f2").paste("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U")
	}},
	{"watch-empty", func(u *user) { u.press("f3") }},
	{"watch", func(u *user) {
		u.press("ctrl+w").press("tab", "tab", "tab").replace("45s").press("ctrl+w", "f3").wait(50 * time.Second)
	}},
	{"watch-examples", func(u *user) { u.press("f3", "g").wait(5 * time.Second) }},
	{"watch-travel", func(u *user) { u.press("f3", "g", "down", "n", "t") }},
	{"watch-phases", func(u *user) { u.press("f3", "g", "t", "t").wait(5 * time.Second) }},
	{"watch-renew", func(u *user) { u.press("f3", "g", "down", "down", "r").write("xyz").press("enter") }},
	{"chat-empty", func(u *user) { u.press("f4") }},
	{"chat-users", func(u *user) { u.press("f4", "l", "down").wait(2 * time.Second) }},
	{"chat-register", func(u *user) {
		u.press("f4", "l", "r").write("carol").press("enter").write("sesame").press("enter")
	}},
	{"chat-report", func(u *user) {
		u.press("f4", "r").write("carol, user2 qa-{01..03} Dave carol").press("enter", "y").wait(6 * time.Second)
	}},
	{"cohost", func(u *user) { toCoHost(u).wait(2 * time.Second) }},
	{"cohost-list", func(u *user) { toCoHost(u).press("s", "down", "down", "down") }},
	{"cohost-ends", func(u *user) { toCoHost(u).press("pgdown", "pgdown", "pgdown", "n") }},
	{"cohost-disputed", func(u *user) { toCoHost(u).press("pgdown", "pgdown", "n", "n", "down") }},
	{"cohost-unknown", func(u *user) { toCoHost(u).press("pgup").wait(time.Minute) }},
	{"cohost-typing", func(u *user) { toCoHost(u).press("l").write("7x").press("enter") }},
	{"cohost-changed", func(u *user) {
		toCoHost(u).press("a", "g", "shift+tab", "l").replace("90s").press("enter").wait(time.Second)
	}},
	{"help", func(u *user) { u.press("ctrl+p") }},
}

func TestScreens(t *testing.T) {
	for _, scene := range scenes {
		for _, size := range [][2]int{{80, 24}, {120, 36}, {60, 20}} {
			name := fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				plain := open(t, size[0], size[1])
				scene.play(plain)
				painted := open(t, size[0], size[1], colour)
				scene.play(painted)
				if err := plain.fits(); err != nil {
					t.Error(err)
				}
				if ansi.Strip(painted.shell.View()) != plain.shell.View() {
					t.Error("with and without colour the screen says different things")
				}
				golden(t, name+".txt", plain.shell.View())
				golden(t, name+".ansi", painted.shell.View())
			})
		}
	}
}

// golden compares text with a file, or writes it with -update.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(screenDir, name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s differs; go test ./ui -update writes it. Now:\n%s\nwas:\n%s", name, text, want)
	}
}
