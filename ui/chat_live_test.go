package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
	"agtok/model/project"
)

// TestARequestThatTakesLongIsTold holds a request back: the screen tells how long it
// takes and which attempt it is, and another pane takes keys meanwhile.
func TestARequestThatTakesLongIsTold(t *testing.T) {
	h := build(t, trio()...)
	l := h.openLive(120, 36)
	release := h.wire.hold()
	defer release()
	l.tap("l")
	h.arrived()
	h.clock.pass(299 * time.Millisecond)
	l.tell(nil) // the screen is drawn anew after a message only
	l.misses("list the users: ")
	h.clock.pass(2701 * time.Millisecond)
	l.tell(nil)
	l.until("attempt 1 of 5").sees("list the users: 3.0 s, attempt 1 of 5; esc cancels it", "23:13:23")
	l.tap("f1").types("-later").sees("lobby-later").tap("f4").sees("list the users: 3.0 s")
	h.clock.pass(500 * time.Millisecond)
	l.tell(nil)
	l.sees("list the users: 3.5 s")
	release()
	l.until("3 users").misses("list the users:", "esc cancels")
}

// TestAWaitThatTheServiceAsksForIsTold answers 429 with Retry-After.
func TestAWaitThatTheServiceAsksForIsTold(t *testing.T) {
	h := build(t, trio()...)
	h.SetScript(sandbox.List, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 429, RetryAfter: 7 * time.Second}))
	waiting, over := make(chan time.Duration, 1), make(chan struct{})
	h.sleep = func(ctx context.Context, d time.Duration) error {
		waiting <- d
		select {
		case <-over:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	l := h.openLive(120, 36).tap("l")
	if d := <-waiting; d != 7*time.Second {
		t.Errorf("it waits %v", d)
	}
	h.clock.pass(time.Second)
	l.until("attempt 2 of 5").sees("list the users: 1.0 s, attempt 2 of 5, waits 7.0 s")
	close(over)
	l.until("3 users").misses("could not")
}

// TestEscEndsTheRequest holds a request back for good: esc ends it on the wire, and
// the screen says so.
func TestEscEndsTheRequest(t *testing.T) {
	for _, keys := range []string{"l", "/ bob enter", "r carol enter enter y", "r a,b enter y"} {
		h := build(t, trio()...)
		l := h.openLive(120, 36)
		release := h.wire.hold()
		for _, k := range strings.Fields(keys) {
			if len(k) > 1 && k != "enter" {
				l.types(k)
			} else {
				l.tap(k)
			}
		}
		h.arrived()
		l.tap("esc")
		select {
		case <-h.wire.let:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: esc does not end the request", keys)
		}
		if keys == "r a,b enter y" {
			l.until("2 names:")
		} else {
			l.until("cancelled: ").tap("esc").misses("cancelled: ")
		}
		release()
		if n := len(h.wire.requests()); n != 1 || len(h.Users()) != 3 {
			t.Errorf("%s: after esc there were %d requests; the service has %s", keys, n, h.names())
		}
		l.tap("l").until("3 users")
	}
}

// TestALateReplyChangesNothing lets the answer of a first request come after that of
// a second one.
func TestALateReplyChangesNothing(t *testing.T) {
	h := build(t, trio()...)
	u := open(t, 120, 36, h.in()).press("f4")
	first := u.hold(key(t, "l"))
	u.press("/").write("bob").press("enter").sees("▸ bob").misses("alice", "mallory")
	u.run(first)
	u.sees("▸ bob").misses("alice", "mallory", "could not", "cancelled", "3 users")
	late := u.hold(key(t, "g"))
	u.press("l").sees("3 users", "▸ alice")
	u.run(late)
	u.sees("3 users", "▸ alice").misses("could not", "cancelled")
}

// TestAnotherProjectDropsTheAnswer switches while the list is held back.
func TestAnotherProjectDropsTheAnswer(t *testing.T) {
	h := build(t, trio()...)
	l := h.openLive(120, 36, project.Demo())
	release := h.wire.hold()
	l.tap("l")
	h.arrived()
	l.tap("alt+p").sees("demo#agtok").misses("esc cancels")
	release()
	l.tap("l").until("user1").misses("alice", "mallory", "could not", "cancelled")
}

// TestABatchIsNotLeftForAnotherProject holds that its report is not lost by a key.
func TestABatchIsNotLeftForAnotherProject(t *testing.T) {
	h := build(t)
	l := h.openLive(120, 36, project.Demo())
	release := h.wire.hold()
	l.tap("r").types("a,b").tap("enter", "y")
	h.arrived()
	l.tap("alt+p").sees("acme#talk", "under way in this project")
	release()
	l.until("2 names: 2 registered")
}

// TestACancelledBatchTellsTheTruth ends a batch in the midst of it, and holds the
// report against the service.
func TestACancelledBatchTellsTheTruth(t *testing.T) {
	for _, answered := range []int{1, 3, 6} {
		h := build(t)
		h.clock.step = time.Millisecond
		l := h.openLive(120, 60).tap("r").types("qa-{0001..1200}").tap("enter")
		release := h.wire.hold()
		h.wire.pass(answered)
		l.tap("y")
		for range 2 {
			h.arrived()
		}
		l.tap("esc").until("1200 names:")
		release()
		_ = h.stop()
		total, registered, exist, failed, notTried, unknown := summary(t, l.user)
		if made := len(h.Users()); total != 1200 || registered+exist+failed+notTried+unknown != 1200 || exist != 0 || made < registered || made > registered+unknown || registered < 60*answered || notTried == 0 {
			t.Errorf("%d answered: %d made; told are %d: %d registered, %d there before, %d failed, %d not tried, %d not known", answered, made, total, registered, exist, failed, notTried, unknown)
		}
		l.reads("you stopped it")
	}
}

// TestCtrlCWithWorkUnderWay holds criterion 19: what is under way is cancelled or
// asked about first, so that its report is not lost; twice always quits.
func TestCtrlCWithWorkUnderWay(t *testing.T) {
	for _, k := range []string{"ctrl+c", "q"} {
		h := build(t)
		l := h.openLive(120, 36)
		release := h.wire.hold()
		l.tap("r").types("qa-{1..300}").tap("enter", "y")
		h.arrived()
		l.tap(k)
		if l.hears(10); l.quit {
			t.Errorf("%s ends the program at once, and with it the report of a batch under way", k)
		}
		if k == "ctrl+c" {
			l.tap(k)
			for heard := 0; heard < 500 && !l.quit; heard++ { // the batch goes on telling meanwhile
				l.hear()
			}
			if !l.quit {
				t.Error("pressed twice it does not quit")
			}
		}
		release()
	}
}

// TestNothingRunsOnAfterARequest holds that a request which has ended leaves no
// command behind that goes on for ever.
func TestNothingRunsOnAfterARequest(t *testing.T) {
	h := build(t, trio()...)
	l := h.openLive(120, 36).tap("l").until("3 users")
	if n := l.hears(20); n == 20 {
		t.Error("messages go on")
	}
}

// TestNamesComeBeforeStates holds the question who is online back: the names are there
// all the same, and stay when it fails or is cancelled.
func TestNamesComeBeforeStates(t *testing.T) {
	h := build(t, trio()...)
	l := h.openLive(120, 36)
	release := h.wire.hold()
	h.wire.pass(1)
	l.tap("l").until("3 users")
	if path := h.arrived(); !strings.HasSuffix(path, "/batch/status") {
		t.Fatalf("the request is %s", path)
	}
	l.sees("alice", "bob", "? unknown").misses("● online")
	l.tap("esc").until("cancelled: ask who is online").tap("esc").sees("3 users", "alice", "? unknown")
	release()
	l.tap("o").until("● online").sees("○ offline")
}

// TestACancelledWriteSaysWhatTellsItsOutcome names the key that looks at the user.
func TestACancelledWriteSaysWhatTellsItsOutcome(t *testing.T) {
	h := build(t, trio()...)
	l := h.openLive(120, 36).tap("l").until("● online")
	release := h.wire.hold()
	defer release()
	l.tap("x", "y")
	h.arrived()
	l.tap("esc").until("cancelled: delete alice").reads("g asks how alice is now")
}

// TestPerhapsMadeIsAClassOfItsOwn cancels a batch: who was perhaps made counts as that
// and not as failed, one line tells of all of them, and a key looks them up.
func TestPerhapsMadeIsAClassOfItsOwn(t *testing.T) {
	h := build(t)
	l := h.openLive(120, 36).tap("v").sees("no user that was perhaps made").tap("r").types("w-{001..480}").tap("enter")
	release := h.wire.hold()
	h.wire.pass(2)
	l.tap("y")
	for range 2 {
		h.arrived()
	}
	l.tap("esc").until("480 names:").reads("you stopped it; 480 names: 120 registered, 120 perhaps made, 240 not tried.", "v looks up the 120 that were perhaps made",
		"w-121 … w-240 (120): perhaps made: register 60 users: cancelled", "w-241 … w-480 (240): not tried").misses("failed")
	release()
	l.tap("v").until("120 failed").reads("480 names: 120 registered, 120 failed, 240 not tried.", "w-121 … w-240 (120): failed: the user was not made").misses("perhaps")
}
