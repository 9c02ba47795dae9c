package ui_test

import (
	"strings"
	"testing"

	"agtok/chatapi/sandbox"
)

// TestTheListHasTheRoom holds how many of fifty users show at once.
func TestTheListHasTheRoom(t *testing.T) {
	for size, want := range map[[2]int]int{{120, 36}: 31, {80, 24}: 8, {60, 20}: 14, {40, 12}: 6} {
		h := build(t, crowdOf(50)...)
		u := open(t, size[0], size[1], h.in()).press("f4", "l")
		if got := strings.Count(u.frame(), "  ○ offline  active"); got < want {
			t.Errorf("%v: %d users show, want %d:\n%s", size, got, want, u.frame())
		}
	}
}

// TestANarrowScreenShowsOnePart goes through the parts with one key, and back to the
// users with esc.
func TestANarrowScreenShowsOnePart(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 60, 20, h.in()).press("f4", "l").sees("users  user  exchanges  curl  report", "▸ alice").misses(h.user("alice").UUID)
	u.press("t").sees(h.user("alice").UUID).misses("bob").press("down").sees(h.user("bob").UUID)
	u.press("t").sees("200 POST /users/batch/status").press("t").sees("curl -sS").press("t").sees("No batch").press("t").sees("▸ bob", "alice")
	u.press("/").sees("Look up", "▸ bob").write("alice").press("enter").sees(h.user("alice").UUID).misses("bob").press("esc").sees("▸ alice", "bob")
	u.press("/").write("nobody").press("enter").sees("could not look up nobody").press("esc", "r").write("zoe yves").press("enter", "y").sees("2 names: 2 registered").press("esc").sees("▸ yves")
}

// TestALongNameIsReadInFull has one as long as the service allows.
func TestALongNameIsReadInFull(t *testing.T) {
	name := strings.Repeat("abcdefgh", 8)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}} {
		h := build(t, sandbox.User{Username: name, Created: start})
		u := open(t, size[0], size[1], h.in()).press("f4", "/").write(name).press("enter")
		text := u.frame()
		if _, right, ok := strings.Cut(flat(text), "\n"); ok && size[0] >= 120 {
			text = right
		}
		if !strings.Contains(strings.NewReplacer(" ", "", "│", "", "\n", "").Replace(text), name) {
			t.Errorf("%v: the name is not to be read:\n%s", size, u.frame())
		}
	}
}

// TestAnExchangeShowsItsPath holds that the line of an exchange has room for what
// differs, and that the address is under it.
func TestAnExchangeShowsItsPath(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		h := build(t, trio()...)
		h.SetScript(sandbox.AnyOperation, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 429}, sandbox.Fault{}))
		u := open(t, size[0], size[1], h.in()).press("f4", "l", "t")
		if size[0] < 80 {
			u.press("t")
		}
		u.sees("429 GET /users?limit=50", "200 GET /users?limit=50", "0 ms, attempt 2 of 5", "▸ 200 POST /users/batch/status", "POST "+h.project.ChatHost[:16])
	}
}

// TestWhatAPasswordsVariableHolds tells how the command is made the same request.
func TestWhatAPasswordsVariableHolds(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l").press("t", "t").misses("variable holds")
	u.press("p").write(password).press("enter", "y").reads("CHAT_NEW_PASSWORD", `variable holds it as JSON writes it: \" for a quote`)
}

// TestOneUserIsOneUser counts in plain words.
func TestOneUserIsOneUser(t *testing.T) {
	h := build(t, trio()[:1]...)
	open(t, 120, 36, h.in()).press("f4", "l").sees(" 1 user ").misses("1 users").press("r").write("zoe Zoe").press("enter").sees("Register 1 of 2 names?")
}

// TestWhatToPress holds that the keys of the chosen user are on the screen, and that a
// project without a service is not told to list.
func TestWhatToPress(t *testing.T) {
	h := build(t, trio()...)
	open(t, 120, 36, h.in()).press("f4").sees("l list", "/ look up", "r register").press("l").sees("c token  b ban  x delete  / look up  r register").
		reads("p password, b ban, d log out, x delete, g asks again, o who is online").press("G").sees("b unban")
	bare, _ := mine(t)
	open(t, 120, 36, projects(bare)).press("f4").reads("no Chat service").misses("l lists", "l list")
}

// TestAnotherPaneShowsThatABatchRuns has a mark at the pane's name.
func TestAnotherPaneShowsThatABatchRuns(t *testing.T) {
	h := build(t)
	for _, width := range []int{120, 60} {
		l := h.openLive(width, 24)
		release := h.wire.hold()
		l.tap("r").types("a,b").tap("enter", "y")
		h.arrived()
		l.misses("4 Chat…").tap("f1").sees(map[int]string{120: "4 Chat… ", 60: "4… "}[width])
		release()
		l.tap("f4").until("2 names")
		l.tap("f1").misses("4 Chat…", "4… ")
	}
}
