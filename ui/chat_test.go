package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/token"
)

// TestANewcomerSeesTheDemosUsers goes through the demo project as somebody who has
// never seen the pane.
func TestANewcomerSeesTheDemosUsers(t *testing.T) {
	u := open(t, 120, 36).press("f4").reads("sandbox in this process", "Nothing is sent before you ask for it").sees("l list", "look up", "register", "No user is chosen")
	u.press("m").sees("there are no more users").press("c").sees("no user is on the screen: l lists them").press("x").sees("no user is on the screen")
	u.press("l").sees("4 users", "user1", "● online", "○ offline", "⊘ banned", "0ffe2d80-ed76-11e8-8d66-279e3e1c214b")
	u.press("down").sees("278bac80-e27b-11e8-b192-73e4cd5078a5").press("j", "j", "j", "j").sees("fef7f250-e983-11e8-ba39-0fed7dcc3cdd").press("k", "up").sees("278bac80")
	u.press("pgup").sees("0ffe2d80").press("pgdown").sees("fef7f250")
	u.press("t").sees("200 GET", "/demo/agtok/users").press("t").sees("curl -sS -X POST", "$AGORA_CHAT_APP_TOKEN").press("t").sees("No batch was registered yet").press("t").sees("registered")
}

func TestTheDemoRegistersAndDeletes(t *testing.T) {
	u := open(t, 120, 36).press("f4", "r").write("carol").press("enter", "enter")
	u.reads("Register carol?", "POST /demo/agtok/users", "sandbox in this process", "App Key demo#agtok", "project demo").press("y")
	u.sees("carol is registered").press("l").sees("5 users", "carol")
	u.press("x").sees("Delete user1?", "DELETE /demo/agtok/users/user1", "can't be undone").press("y").sees("user1 is deleted").misses("0ffe2d80")
	u.press("l").sees("4 users").misses("user1 ")
}

func TestLookedUp(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "/").write("bob").press("enter").sees("▸ bob", "○ offline", h.user("bob").UUID)
	u.press("/").write("nobody").press("enter").sees("could not look up nobody", "there is no such user", "404", "service_resource_not_found", "Check the spelling")
	u.press("f1").press("esc", "f4").sees("could not look up nobody").press("esc").misses("could not look up").sees("▸ bob")
	h.SetOnline("bob", true)
	u.press("g").sees("● online")
	h.SetOnline("bob", false)
	u.press("o").sees("○ offline")
	if got := len(h.wire.requests()); got != 6 {
		t.Errorf("%d requests: %q", got, h.wire.requests())
	}
}

// TestAnIllegalNameIsSaidBeforeAnythingIsSent types names that the service would
// refuse; what was typed stays, to be put right.
func TestAnIllegalNameIsSaidBeforeAnythingIsSent(t *testing.T) {
	h := build(t, trio()...)
	for keys, empty := range map[string]string{"/": "the user name is empty", "r": "type a name, or several"} {
		for name, want := range map[string]string{
			"Alice": `nearest legal name is "alice"`, "bob@x": "allowed are a-z", "..": "dot", strings.Repeat("n", 65): "65 characters",
			"müller": "at place 2", "": empty,
		} {
			u := open(t, 120, 36, h.in()).press("f4", keys).write(name).press("enter").reads("✗ ", want, name[max(0, len(name)-20):])
			u.press("backspace").write("z").misses("✗", want).press("esc").sees("No user is chosen")
		}
	}
	if sent := h.wire.requests(); len(sent) != 0 {
		t.Errorf("sent %q", sent)
	}
}

// TestAPasswordIsNeverShown registers with a password, which shows as dots, and
// changes it.
func TestAPasswordIsNeverShown(t *testing.T) {
	const first, second = "Sesame-1-Öffne", "Kiwi-2-Banane"
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r").write("carol").press("enter").sees("Password of carol").write(first)
	u.sees(strings.Repeat("•", len([]rune(first)))).press("backspace").write("e").press("enter").sees("Register carol?", "POST /acme/talk/users").press("y").sees("carol is registered")
	u.press("p").sees("New password of carol").press("enter").sees("the password is empty").write(second).press("enter")
	u.sees("Change the password of carol?", "PUT /acme/talk/users/carol/password").press("y").sees("the password of carol is changed")
	sent := strings.Join(h.wire.requests(), "\n")
	if !strings.Contains(sent, `"password":"`+first) || !strings.Contains(sent, second) {
		t.Errorf("what was typed did not go out:\n%s", sent)
	}
	for range 4 {
		u.press("u", "t")
		for text := range strings.SplitSeq(first+"\n"+second+"\nSesame\nBanane", "\n") {
			if contains(u, text) || strings.Contains(u.lastCopied(), text) {
				t.Errorf("%q is to be seen:\n%s\n%s", text, u.frame(), u.lastCopied())
			}
		}
	}
	if !strings.Contains(u.lastCopied(), "CHAT_NEW_PASSWORD") {
		t.Errorf("the command is %s", u.lastCopied())
	}
}

// TestWithoutAPassword sends a name alone, in a request of its own.
func TestWithoutAPassword(t *testing.T) {
	h := build(t)
	open(t, 120, 36, h.in()).press("f4", "r").write("  dave ").press("enter", "enter", "y").sees("dave is registered", "▸ dave")
	if sent := h.wire.requests(); len(sent) != 1 || sent[0] != `POST /acme/talk/users {"username":"dave"}` {
		t.Errorf("sent %q", sent)
	}
}

// TestAPasswordIsTakenAsItIs pastes one with two spaces in it: another one must not
// be set in its place.
func TestAPasswordIsTakenAsItIs(t *testing.T) {
	h := build(t)
	u := open(t, 120, 36, h.in()).press("f4", "r").write("carol").press("enter").paste("two  spaces and a third ").press("enter")
	u.sees("Register carol?").press("y").sees("carol is registered")
	if sent := h.wire.requests(); len(sent) != 1 || !strings.Contains(sent[0], `"two  spaces and a third "`) {
		t.Errorf("sent %q", sent)
	}
}

// changes are the writes about a chosen user: what is pressed, what is asked, and
// what holds for the service once it is done.
func changes() map[string]struct {
	keys, asked string
	done        func(h *house) bool
} {
	return map[string]struct {
		keys, asked string
		done        func(h *house) bool
	}{
		"ban":        {"b", "POST /acme/talk/users/alice/deactivate", func(h *house) bool { return h.user("alice").Banned }},
		"disconnect": {"d", "GET /acme/talk/users/alice/disconnect", func(h *house) bool { return !h.user("alice").Online }},
		"delete":     {"x", "DELETE /acme/talk/users/alice", func(h *house) bool { return !strings.Contains(h.names(), "alice") }},
		"password":   {"p sesame enter", "PUT /acme/talk/users/alice/password", func(h *house) bool { return len(h.wire.requests()) == 3 }},
		"register":   {"r zoe enter enter", "POST /acme/talk/users", func(h *house) bool { return strings.Contains(h.names(), "zoe") }},
		"many":       {"r zoe,yves enter", "POST /acme/talk/users", func(h *house) bool { return strings.Contains(h.names(), "zoe yves") }},
	}
}

// play presses keys, and types what is no key.
func (u *user) play(keys string) *user {
	u.t.Helper()
	for _, k := range strings.Fields(keys) {
		if len(k) > 1 && k != "enter" && k != "esc" {
			u.write(k)
			continue
		}
		u.press(k)
	}
	return u
}

// TestWritesAskFirst leaves every change undone with n, esc and a pasted y, and
// does it with y.
func TestWritesAskFirst(t *testing.T) {
	for name, c := range changes() {
		t.Run(name, func(t *testing.T) {
			h := build(t, trio()...)
			u := open(t, 120, 36, h.in()).press("f4", "l")
			before := fmt.Sprint(h.Users())
			for _, no := range []string{"n", "N", "esc", "q"} {
				u.play(c.keys).reads(c.asked, h.project.ChatHost, "App Key acme#talk", "project mine", "y do it").press(no).misses("y do it").press("esc", "esc")
			}
			u.play(c.keys).paste("y").press("enter", "tab", " ", "x").sees("y do it").press("n")
			if sent := h.wire.requests(); len(sent) != 2 || fmt.Sprint(h.Users()) != before || u.quit {
				t.Fatalf("something was done without consent: %q", sent)
			}
			u.play(c.keys).press("y")
			if !c.done(h) {
				t.Errorf("it was not done: %q\n%s", h.wire.requests(), u.frame())
			}
		})
	}
}

func TestWithoutConfirmationNothingIsAsked(t *testing.T) {
	for name, c := range changes() {
		t.Run(name, func(t *testing.T) {
			h := build(t, trio()...)
			u := open(t, 120, 36, h.in(), func(d *setting) { d.Workspace.Confirm = false }).press("f4", "l").play(c.keys)
			if u.misses("y do it"); !c.done(h) {
				t.Errorf("it was not done: %q\n%s", h.wire.requests(), u.frame())
			}
		})
	}
}

// TestReadOnlyRefusesEveryChange holds that reads go on, by configuration and by key.
func TestReadOnlyRefusesEveryChange(t *testing.T) {
	for name, c := range changes() {
		for _, confirm := range []bool{true, false} {
			h := build(t, trio()...)
			u := open(t, 120, 36, h.in(), func(d *setting) { d.Workspace.ReadOnly, d.Workspace.Confirm = true, confirm })
			u.press("f4").sees("read-only").press("l").sees("3 users").press(c.keys[:1]).sees("read-only: w turns it off").misses("y do it")
			u.press("g", "o", "/").write("bob").press("enter").sees("▸ bob").press("k")
			if n := len(h.wire.requests()); n != 7 {
				t.Errorf("%s: %q", name, h.wire.requests())
			}
			u.press("w").sees("Turn read-only off?", "App Key acme#talk", "y do it").press("n").sees("read-only ─").press("w", "y").sees("changes on the service are allowed").press("w").sees("read-only: nothing is changed").press(c.keys[:1]).sees("read-only: w turns it off")
			for _, r := range h.wire.requests() {
				if !strings.HasPrefix(r, "GET ") && !strings.Contains(r, "/batch/status") || strings.Contains(r, "/disconnect") {
					t.Errorf("%s: read-only sent %q", name, r)
				}
			}
		}
	}
}

func TestBannedAndLetInAgain(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l", "b").sees("Ban alice?").press("y").sees("⊘ banned")
	if a := h.user("alice"); !a.Banned || a.Online || strings.Count(u.frame(), "● online") != 0 {
		t.Errorf("banned: %+v\n%s", a, u.frame())
	}
	u.press("b").sees("Unban alice?", "/users/alice/activate").press("y")
	if h.user("alice").Banned || strings.Count(u.frame(), "⊘ banned") != 1 {
		t.Errorf("not let in again:\n%s", u.frame())
	}
	h.SetOnline("alice", true)
	u.press("g").sees("● online").press("d", "y").misses("● online")
}

func TestPageByPage(t *testing.T) {
	h := build(t, crowdOf(120)...)
	u := open(t, 120, 36, h.in()).press("f4", "l").sees("50 users, m lists more", "u-0001").press("m").sees("100 users, m lists more", "▸ u-0001")
	u.press("m").sees("120 users").misses("lists more").press("m").sees("there are no more users")
	for range 13 {
		u.press("pgdown")
	}
	u.sees("▸ u-0120").press("l").sees("50 users, m lists more", "▸ u-0001").press("/").write("u-0099").press("enter").sees("▸ u-0099", "51 users").press("m").sees("100 users")
	if got := len(h.wire.requests()); got != 12 {
		t.Errorf("%d requests: %q", got, h.wire.requests())
	}
}

func TestAUserBecomesATokenInCompose(t *testing.T) {
	h := build(t, trio()...)
	for _, k := range []string{"c", "C", "enter"} {
		u := open(t, 120, 36, h.in()).press("f4", "l", "down", k).sees("‹ Chat user ›", "valid", "signed by mine").press("ctrl+y")
		want := "bob"
		if k == "C" {
			want = h.user("bob").UUID
		}
		tok, err := token.Parse(u.lastCopied())
		own, _ := h.project.Signing()
		if err != nil || !tok.Verify(own) {
			t.Fatalf("%s: %v", k, err)
		}
		if s := tok.AccessToken2.Services; len(s) != 1 || s[0].Type != token.Chat || s[0].UserID != want || s[0].Privileges[0].Privilege != token.ChatUser {
			t.Errorf("%s: %+v", k, s)
		}
	}
}

func TestWhatIsCopied(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4").press("u").sees("nothing was sent yet").press("l", "down", "y").sees("UUID sent")
	for keys, want := range map[string]string{"y": h.user("bob").UUID, "ctrl+y": h.user("bob").UUID, "Y": "bob"} {
		if got := u.press(keys).lastCopied(); got != want {
			t.Errorf("%s copies %q, want %q", keys, got, want)
		}
	}
	u.press("u").sees("curl command sent")
	if got := u.lastCopied(); !strings.HasPrefix(got, "curl -sS -X POST "+h.project.ChatHost) || strings.Contains(got, "007eJ") || got != strings.TrimSpace(got) {
		t.Errorf("the command is %q", got)
	}
}

// TestAnyExchangeIsLookedAt goes back to the exchange before, as the tab says.
func TestAnyExchangeIsLookedAt(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l", "t").sees(", and . look at another one", "▸ 200 POST").press(",").sees("▸ 200 GET").press("u")
	if got := u.lastCopied(); !strings.Contains(got, "/users?limit=50") {
		t.Errorf("the command of the exchange before is %s", got)
	}
	u.press(",", ",").sees("▸ 200 GET").press(".").sees("▸ 200 POST").press(".", "t").reads("curl -sS -X POST")
}

// TestWhoIsLookedUpIsShown holds it whatever was shown before.
func TestWhoIsLookedUpIsShown(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l")
	for range 3 {
		u.press("t", "/").write("bob").press("enter").sees(h.user("bob").UUID).press("t")
	}
}
