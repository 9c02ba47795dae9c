package ui_test

import (
	"strings"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
)

// always is a script of the same fault, for more requests than a call makes.
func always(f sandbox.Fault) *sandbox.Script {
	list := make([]sandbox.Fault, 1000)
	for i := range list {
		list[i] = f
	}
	return sandbox.Ordered(list...)
}

func TestATokenThatIsRefusedOnceIsReplaced(t *testing.T) {
	h := build(t, trio()...)
	h.SetScript(sandbox.AnyOperation, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 401}))
	u := open(t, 200, 36, h.in()).press("f4", "l").sees("3 users").misses("could not").press("t").sees("401 GET", "200 GET", "attempt 2 of 5")
	if n := len(h.wire.keys()); n != 2 {
		t.Errorf("%d tokens were presented", n)
	}
	u.press("f").sees("the next request has a fresh app token").press("l")
	if n := len(h.wire.keys()); n != 3 {
		t.Errorf("%d tokens were presented after f", n)
	}
}

// TestAnErrorStaysUntilItIsDismissed has the token refused for good.
func TestAnErrorStaysUntilItIsDismissed(t *testing.T) {
	h := build(t, trio()...)
	h.SetScript(sandbox.AnyOperation, always(sandbox.Fault{Kind: sandbox.FaultError, Status: 401}))
	u := open(t, 120, 36, h.in()).press("f4", "l").reads("could not list the users", "the service refused the app token", "HTTP 401", "f mints a fresh app token for the next request", "Mint a fresh app token with the primary App Certificate")
	u.wait(time.Hour).press("t", "j", "f1", "f4", "y", "Y").sees("could not list the users").press("ctrl+p", "esc").sees("could not list the users")
	u.press("esc").misses("could not").press("t", "t", "t").misses("could not")
	if n := len(h.wire.keys()); n != 2 {
		t.Errorf("%d tokens were presented", n)
	}
}

// TestNoErrorHidesAQuestion asks for consent while an error is on the screen that
// would take all of a small one.
func TestNoErrorHidesAQuestion(t *testing.T) {
	f, _ := sandbox.FaultNamed("server-error")
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4", "l")
	h.SetScript(sandbox.AnyOperation, always(f))
	u.press("d", "y").reads("whether it was done is not known").press("x")
	for w := 40; w < 140; w += 4 {
		for height := 12; height < 40; height++ {
			u.resize(w, height).sees("Delete ")
		}
	}
}

// TestEveryFaultIsSaidInWords meets each fault for good, reading and writing: the
// screen says what happened and what to do next, and steers no terminal.
func TestEveryFaultIsSaidInWords(t *testing.T) {
	wants := map[string][]string{
		"reach-limit": {"rate limit is reached", "HTTP 429", "5 attempts", "Send fewer requests"}, "plan-limit": {"limit of the project's plan", "429 resource_limited", "raise the plan"},
		"unauthorized": {"refused the app token", "HTTP 401", "Mint a fresh"}, "timeout": {"timed out", "HTTP 408", "Try again"}, "too-large": {"HTTP 413"},
		"server-error": {"the service failed", "HTTP 500", "status page"}, "unavailable": {"HTTP 503"}, "page": {"HTTP 200", "sign-in page"}, "cut-body": {"HTTP 200"},
		"redirect": {"which was not followed", "HTTP 307", "proxy"}, "huge": {"HTTP 200"}, "deep": {"HTTP 200"}, "control": {"HTTP 400"}, "reset": {"did not answer", "Check the network"},
	}
	for name, want := range wants {
		f, ok := sandbox.FaultNamed(name)
		if !ok {
			t.Fatalf("no fault is called %s", name)
		}
		if name == "reach-limit" {
			f.RetryAfter = 0
		}
		for _, keys := range []string{"l", "r carol enter enter y"} {
			t.Run(name+" "+keys[:1], func(t *testing.T) {
				h := build(t, trio()...)
				h.SetScript(sandbox.AnyOperation, always(f))
				u := open(t, 120, 36, h.in()).press("f4").play(keys).reads("could not")
				if keys == "l" {
					u.reads(want...)
				} else if name == "reset" || name == "server-error" || name == "cut-body" || name == "timeout" {
					u.reads("whether it was done is not known", "Look the user up before sending it again")
				}
				if len(h.wire.hosts) != 1 {
					t.Errorf("the token went to %q", h.wire.hosts)
				}
				noneOf(t, u, h)
				for _, size := range [][2]int{{80, 24}, {60, 20}, {40, 12}, {200, 60}} {
					u.resize(size[0], size[1])
					noneOf(t, u, h)
				}
				for range 3 {
					u.press("t", "u")
					noneOf(t, u, h)
				}
			})
		}
	}
}

// TestABanThatWorkedIsNotCalledFailed loses the question that follows a change:
// that the change was made must not be denied.
func TestABanThatWorkedIsNotCalledFailed(t *testing.T) {
	for keys, denied := range map[string]string{"b": "could not ban alice", "d": "could not log out alice"} {
		h := build(t, trio()...)
		u := open(t, 120, 36, h.in()).press("f4", "l")
		h.SetScript(sandbox.Lookup, always(sandbox.Fault{Kind: sandbox.FaultError, Status: 403}))
		u.press(keys, "y")
		if a := h.user("alice"); !a.Banned && a.Online {
			t.Fatalf("%s did nothing: %+v", keys, a)
		}
		if contains(u, denied) {
			t.Errorf("it was done, and the screen says %q:\n%s", denied, u.frame())
		}
	}
}

// TestAListWithoutPresencesIsAList fails only the question who is online.
func TestAListWithoutPresencesIsAList(t *testing.T) {
	h := build(t, trio()...)
	h.SetScript(sandbox.StatusMany, always(sandbox.Fault{Kind: sandbox.FaultError, Status: 403}))
	open(t, 120, 36, h.in()).press("f4", "l").sees("3 users", "? unknown", "online states").press("esc").sees("alice", "? unknown")
}

// TestAnErrorIsReadOnTheSmallestScreen holds that on the smallest screen that the
// console promises, an error shows its cause, and a question how it is answered.
func TestAnErrorIsReadOnTheSmallestScreen(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {40, 12}} {
		h := build(t, trio()...)
		u := open(t, size[0], size[1], h.in()).press("f4", "l")
		u.press("x")
		scrolled(t, u, "Delete alice?", "DELETE", "127.0.0.1", "acme#talk", "can't be undone", "y do it")
		u.press("n", "/").write("nobody").press("enter")
		scrolled(t, u, "could not look up nobody", "404", "Check the spelling")
	}
}

// scrolled checks that the texts are on the screen, or can be scrolled to.
func scrolled(t *testing.T, u *user, texts ...string) {
	t.Helper()
	first, all := u.frame(), flat(u.frame())
	for range 12 {
		all += flat(u.press("shift+down").frame())
	}
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%d×%d: %q is not to be seen, scrolled or not:\n%s", u.w, u.h, text, first)
		}
	}
}

// TestAnExchangeTellsHowLongItTook holds that the line of an exchange has room for
// its duration and its number of attempts at the usual sizes.
func TestAnExchangeTellsHowLongItTook(t *testing.T) {
	for _, size := range [][2]int{{200, 60}, {120, 36}, {80, 24}, {60, 20}} {
		h := build(t, trio()...)
		h.SetScript(sandbox.AnyOperation, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 429}, sandbox.Fault{}))
		u := open(t, size[0], size[1], h.in()).press("f4", "/").write("alice").press("enter", "t")
		scrolled(t, u, " ms", "attempt 2 of 5")
	}
}

// TestAPlainLocaleGetsPlainCharactersInChat holds it for questions, dots and boxes.
func TestAPlainLocaleGetsPlainCharactersInChat(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in(), plainLocale).press("f4")
	for _, keys := range []string{"l", "t", "t", "t", "t", "r", "a enter", "secret", "enter", "y", "p secret", "esc", "x", "n", "/ Bad enter", "esc", "/ zz enter", "esc", "r a b-{1..3} enter"} {
		u.play(keys)
		if i := strings.IndexFunc(u.frame(), func(r rune) bool { return r > '~' }); i >= 0 {
			t.Errorf("after %s: %q is beyond ASCII:\n%s", keys, u.frame()[i:i+3], u.frame())
		}
	}
}
