package ui_test

import (
	"strings"
	"testing"

	"agtok/model/project"
)

// TestAProjectThatLacksSomething says what to set and where, before one has typed
// a password for nothing.
func TestAProjectThatLacksSomething(t *testing.T) {
	bare, _ := mine(t)
	u := open(t, 120, 36, projects(bare)).press("f4").reads("no Chat service", "[project.chat]", "AGORA_CHAT_HOST", "AGORA_CHAT_APP_KEY")
	for _, k := range []string{"l", "/", "r"} {
		u.press(k).sees("this project has no Chat service: set host and app_key under its [project.chat]").misses("could not", "///users", "esc leaves it")
	}
	half := bare
	half.ChatHost = "a41.chat.agora.io"
	open(t, 120, 36, projects(half)).press("f4").reads("no Chat service").press("l").sees("app_key")
	unsigned := project.Project{Name: "unsigned", AppID: bare.AppID, ChatHost: "127.0.0.1:1", ChatAppKey: "acme#talk"}
	u = open(t, 120, 36, projects(unsigned)).press("f4", "l").reads("could not list the users", "no certificate to sign with", "AGORA_APP_CERTIFICATE")
	u.press("esc").misses("no certificate to sign with").sees("Chat")
}

// TestAHostileConfigurationShowsNothing puts control and bidi characters where the
// configuration names the service.
func TestAHostileConfigurationShowsNothing(t *testing.T) {
	p, _ := mine(t)
	p.Name, p.ChatHost, p.ChatAppKey = "mi\x1b[31mne\u202e", "ho\x1b]0;st\x07\u202e.example", "ac\u202eme\x1b[2J#ta\u2066lk"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}} {
		u := open(t, size[0], size[1], projects(p)).press("f4")
		plain(t, u)
		plain(t, u.press("l"))
		plain(t, u.press("esc", "r").write("carol").press("enter"))
		plain(t, u.press("enter"))
		plain(t, u.press("y"))
	}
}

// plain checks that a frame fits, and that nothing steers the terminal or the
// direction of a line in it.
func plain(t *testing.T, u *user) {
	t.Helper()
	if err := u.fits(); err != nil {
		t.Errorf("%v\n%q", err, u.shell.View())
	}
	if i := strings.IndexAny(u.shell.View(), "\x1b\a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"); i >= 0 {
		t.Errorf("a character of theirs is on the screen: %q", u.shell.View()[i:min(len(u.shell.View()), i+30)])
	}
}
