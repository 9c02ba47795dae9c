package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model"
	"agtok/ui"
)

// panes gives each pane with the key that leads to it: a new one is among them by
// itself.
func panes() []scene {
	var list []scene
	for i, p := range ui.Panes(nil, nil) {
		list = append(list, scene{p.Title(), func(u *user) { u.press(fmt.Sprintf("f%d", i+1)) }})
	}
	return list
}

// states gives what can be open in the panes, and then every pane with nothing open.
func states() []scene {
	list := []scene{
		{"Compose, typing", func(*user) {}},
		{"Compose, choosing", func(u *user) { u.press("up") }},
		{"Compose, not typing", func(u *user) { u.press("esc") }},
		{"Compose, a privilege", func(u *user) { u.press("tab", "tab", "tab", "tab", "tab") }},
		{"Decode, several tokens", func(u *user) { u.press("f2").paste(logOfTwo(u.t)) }},
		{"Decode, a token", func(u *user) { u.press("f2").paste(vectorToken(u.t, "descriptions.jsonl", 25)).press("esc") }},
		{"Watch, a row", func(u *user) { u.press("ctrl+w", "f3") }},
		{"Co-host, the scenarios", func(u *user) { toCoHost(u).press("s") }},
		{"Co-host, the whole reason", func(u *user) { toCoHost(u).press("v") }},
		{"Co-host, a lifetime", func(u *user) { toCoHost(u).press("l") }},
		{"Co-host, a name", func(u *user) { toCoHost(u).press("R") }},
		{"Decode, bytes", func(u *user) { u.press("ctrl+d", "t") }},
		{"Decode, a client", func(u *user) { u.press("ctrl+d", "t", "t", "t", "tab") }},
		{"Decode, a search", func(u *user) {
			u.press("up", "left", "left", "ctrl+d").hold(key(u.t, "f"))
		}},
		{"Watch, examples", func(u *user) { u.press("f3", "g", "down") }},
		{"Watch, a name", func(u *user) { u.press("f3", "g", "R") }},
		{"Watch, a filter", func(u *user) { u.press("f3", "g", "/").write("host") }},
		{"Watch, a renewal", func(u *user) { u.press("f3", "g", "r").write("x").press("enter") }},
		{"Chat, users", func(u *user) { u.press("f4", "l", "down") }},
		{"Chat, a request", func(u *user) { u.press("f4").hold(key(u.t, "l")) }},
		{"Chat, an exchange", func(u *user) { u.press("f4", "l", "t") }},
		{"Chat, names", func(u *user) { u.press("f4", "r").write("carol") }},
		{"Chat, a password", func(u *user) { u.press("f4", "r").write("carol").press("enter").write("sesame") }},
		{"Chat, a consent", func(u *user) { u.press("f4", "l", "x").sees("Delete user1?") }},
		{"Chat, a failure", func(u *user) {
			u.press("f4", "/").write("nobody").press("enter").sees("could not look up nobody")
		}},
		{"Chat, a report", func(u *user) {
			u.press("f4", "r").write("carol Dave").press("enter", "y").reads("1 registered")
		}},
		{"all keys", func(u *user) { u.press("ctrl+p") }},
		{"notices", func(u *user) {
			w := model.NewWorkspace(nil)
			w.Notices = []string{"the configuration has a key that nobody knows"}
			u.send(ui.Loaded{Workspace: w})
		}},
	}
	for _, p := range panes() {
		list = append(list, scene{p.name, func(u *user) { p.play(u.press("esc")) }})
	}
	return list
}

// shown gives the name of the pane that is shown: the only one that is named where
// there is no room for all.
func (u *user) shown() string {
	header := u.resize(44, 20).header()
	for _, p := range panes() {
		if strings.Contains(header, p.name) {
			return p.name
		}
	}
	return ""
}

// TestStatesAreOfPanes holds that every pane has states of its own, and that each is
// of the pane that it is called after.
func TestStatesAreOfPanes(t *testing.T) {
	for _, p := range panes() {
		count := 0
		for _, s := range states() {
			if !strings.HasPrefix(s.name, p.name) {
				continue
			}
			u := open(t, 120, 36)
			s.play(u)
			count++
			if u.shown() != p.name {
				t.Errorf("%s: another pane is shown:\n%s", s.name, u.frame())
			}
		}
		if count < 2 {
			t.Errorf("nothing can be open in %s", p.name)
		}
	}
}
