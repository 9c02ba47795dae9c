package ui_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"agtok/chatapi"
	"agtok/chatapi/sandbox"
)

// noneOf checks that a frame is plain, and that no secret of the house is in it, in
// what was copied last or in an exchange.
func noneOf(t *testing.T, u *user, h *house, more ...string) {
	t.Helper()
	plain(t, u)
	secrets := append(append(h.wire.keys(), h.secret), more...)
	texts := map[string]string{"the frame": u.frame(), "the frame without its lines": strings.NewReplacer("\n", "", " ", "", "│", "").Replace(u.frame()), "what was copied": u.lastCopied()}
	for i, e := range h.exchanges() {
		texts[fmt.Sprint("exchange ", i)] = fmt.Sprintf("%+v\n%s", e, chatapi.Curl(e))
	}
	for what, text := range texts {
		for _, secret := range secrets {
			if len(secret) < 8 {
				t.Fatalf("a secret is %q", secret)
			}
			if strings.Contains(text, secret) {
				t.Fatalf("%s holds a secret:\n%s", what, text)
			}
		}
	}
}

// password is one that is recognised wherever it stands.
const password = "Zq7-pa55word-Kiwi"

// TestAServerThatSaysEverythingBack answers each request with the request.
func TestAServerThatSaysEverythingBack(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l")
	h.wire.mirror = func() bool { return true }
	for _, keys := range []string{"l", "g", "o", "b y", "d y", "x y", "p " + password + " enter y", "r carol enter " + password + " enter y", "r a,b enter y"} {
		u.play(keys)
		noneOf(t, u, h, password)
		for range 4 {
			u.press("t", "u")
			noneOf(t, u, h, password)
		}
		u.press("esc")
	}
	if sent := strings.Join(h.wire.requests(), "\n"); strings.Count(sent, password) != 2 {
		t.Errorf("the password was not sent twice:\n%s", sent)
	}
}

// TestTheChatWalks presses keys at random, on a service of which every fifth
// request fails and every tenth is said back.
func TestTheChatWalks(t *testing.T) {
	steps := 3_000
	if testing.Short() {
		steps = 600
	}
	h := build(t, crowdOf(60)...)
	other := h.project
	other.Name = "other"
	random := rand.New(rand.NewPCG(5, 6))
	h.SetScript(sandbox.AnyOperation, faultyFifth(9))
	h.wire.mirror = func() bool { return random.IntN(10) == 0 }
	u := open(t, 120, 36, h.in(other)).press("f4", "l")
	w := chatWalk{user: u, h: h, random: random, keys: strings.Fields("l l m / g o r r r p p b d x t t u y Y c C f w j k pgdown pgup shift+down shift+up enter esc alt+p , . delete"),
		typed: []string{"u-0001", "zoe", "zoe,yves{1..3}", "qa-{1..70}", "Bad", "\u202e", "@/nowhere", "漢字", "{", h.secret}}
	for range steps {
		w.step(t)
	}
	sent := strings.Join(h.wire.requests(), "\n")
	if u.quit {
		t.Fatal("the walk left the console")
	}
	if w.passwords < 3 || len(h.wire.keys()) < 3 || !strings.Contains(sent, password) || strings.Count(sent, "POST /acme/talk/users [") < 2 {
		t.Errorf("the walk saw little: %d passwords, %d tokens, %d bytes sent", w.passwords, len(h.wire.keys()), len(sent))
	}
}

// chatWalk is somebody who presses anything in the pane Chat.
type chatWalk struct {
	*user
	h         *house
	random    *rand.Rand
	keys      []string
	typed     []string
	passwords int
}

// step does one thing, and looks at the screen at five sizes in turn.
func (w *chatWalk) step(t *testing.T) {
	t.Helper()
	sizes := [][2]int{{40, 12}, {60, 20}, {80, 24}, {120, 36}, {200, 60}}
	did := ""
	switch {
	case w.secret() && w.random.IntN(2) == 0:
		did, w.passwords = "password", w.passwords+1
		w.press("ctrl+u").write(password)
		w.see(t, did)
		w.press("enter")
	case contains(w.user, "y do it") && w.random.IntN(2) == 0:
		did = "y"
		w.press("y")
	case w.asked() && !w.secret() && !contains(w.user, "y do it") && w.random.IntN(3) > 0:
		did = "a paste"
		w.press("ctrl+u").paste(w.typed[w.random.IntN(len(w.typed))])
		w.see(t, did)
		if w.press("enter"); w.asked() && contains(w.user, "✗") {
			w.press("esc")
		}
	case contains(w.user, "read-only") && !w.asked() && w.random.IntN(3) == 0:
		did = "w"
		w.press("w")
	case !w.asked() && w.random.IntN(10) == 0:
		size := sizes[w.random.IntN(len(sizes))]
		did = fmt.Sprint(size)
		w.resize(size[0], size[1])
	default:
		did = w.keys[w.random.IntN(len(w.keys))]
		w.press(did)
	}
	w.see(t, did)
	if !contains(w.user, "4 Chat ") || !contains(w.user, "Chat") || strings.ContainsAny(did, "cC") || did == "enter" {
		w.back()
	}
}

// asked reports whether a question is open.
func (w *chatWalk) asked() bool { return contains(w.user, "leave it") }

// secret reports whether a password is asked for.
func (w *chatWalk) secret() bool {
	return w.asked() && (contains(w.user, " Password of ") || contains(w.user, "New password of "))
}

// back goes to the pane Chat.
func (w *chatWalk) back() { w.press("f4") }

// see looks at everything there is to see.
func (w *chatWalk) see(t *testing.T, did string) {
	t.Helper()
	if noneOf(t, w.user, w.h, password); t.Failed() {
		t.Fatalf("after %s", did)
	}
}
