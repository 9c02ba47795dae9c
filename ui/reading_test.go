package ui_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/project"
	"agtok/token"
)

// TestNobodyActsOnWhatIsNotShown makes the window too small for a pane: no key of
// the pane acts, and nothing is agreed to.
func TestNobodyActsOnWhatIsNotShown(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 100, 24, h.in()).press("f4", "l").resize(30, 8).sees("agtok needs")
	before := len(h.wire.requests())
	u.press("x", "y", "f1", "b", "y")
	if n := len(h.wire.requests()); n != before || !strings.Contains(h.names(), "alice") {
		t.Errorf("%d requests were sent from a screen that shows nothing", n-before)
	}
	u.resize(100, 24).sees("4 Chat").press("x").sees("Delete alice?").resize(30, 8).press("y").resize(100, 24).sees("Delete alice?")
	if u.resize(30, 8).press("esc").resize(100, 24).press("n"); u.resize(30, 8).press("q").quit {
		return
	}
	t.Error("q does not end a console that is too small")
}

// TestATextThatIsCalledLikeAKey types what a key is called, all at once as an input
// method does: it is text.
func TestATextThatIsCalledLikeAKey(t *testing.T) {
	for _, text := range []string{"ctrl+c", "esc", "enter", "home", "delete", "backspace", "shift+tab", "ctrl+right"} {
		u := open(t, 120, 36).press("f3", "g", "R")
		u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)})
		if u.quit {
			t.Fatalf("%q ends the console", text)
		}
		u.sees("Name "+text, "take it")
	}
}

// TestACertificateInANameIsShownNowhere reads and watches a token in whose channel
// its server wrote the certificate.
func TestACertificateInANameIsShownNowhere(t *testing.T) {
	p, secret := mine(t)
	for name, channel := range map[string]string{"alone": secret, "inside": "x" + secret + "y"} {
		tok := watched(t, func(a *token.AccessToken2) { a.Services[0].ChannelName = channel })
		u := open(t, 120, 36, projects(project.Demo(), p)).press("f2").paste(tok.Text)
		for _, key := range []string{"esc", "t", "t", "t", "t", "t", "ctrl+w", "f3", "e", "E", "t", "t", "t"} {
			if u.press(key); strings.Contains(u.frame(), secret) {
				t.Fatalf("%s, after %s: the certificate is on the screen:\n%s", name, key, u.frame())
			}
			if key == "e" || key == "E" {
				if copied := u.lastCopied(); strings.Contains(copied, secret) || copied == "" {
					t.Errorf("%s: the export holds the certificate", name)
				}
			}
		}
		u.sees("1 token")
	}
}
