package ui_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/state"
	"agtok/ui"
)

// shelf stands for what survives the program.
type shelf struct {
	t           testing.TB
	generations []uint64
	list        state.List
	err         error // what the next writes end with
	fail        int   // how many writes will fail
	busy        bool
}

// keep is [ui.Deps.Keep].
func (s *shelf) keep(_ context.Context, generation uint64, snapshot model.Snapshot) error {
	if s.busy {
		s.t.Error("two writes at once")
	}
	if n := len(s.generations); n > 0 && generation <= s.generations[n-1] {
		s.t.Errorf("generation %d comes after %d", generation, s.generations[n-1])
	}
	s.generations = append(s.generations, generation)
	if s.fail--; s.fail >= 0 {
		return errors.New("the disk was busy")
	}
	if s.err != nil {
		return s.err
	}
	s.list = snapshot.List()
	return nil
}

// on opens the console on the shelf, as it does after what was kept was read.
func (s *shelf) on(d *setting) {
	s.generations = nil // they are counted anew in each run
	d.Keep = s.keep
	d.Load = func(context.Context) ui.Loaded {
		w := model.NewWorkspace(d.Workspace.Projects)
		w.Watched.Restore(s.list, w.Projects)
		return ui.Loaded{Workspace: w}
	}
}

func (s *shelf) names() string {
	var names []string
	for _, row := range s.list.Rows {
		names = append(names, row.Name)
	}
	return strings.Join(names, " ")
}

func TestEveryChangeIsKept(t *testing.T) {
	s := &shelf{t: t}
	u := open(t, 120, 36, s.on).press("f3")
	if len(s.generations) != 0 {
		t.Errorf("%d writes without a change", len(s.generations))
	}
	for _, c := range []struct{ keys, names string }{
		{"g", "host audience renewal chat user1 old build"}, {"down x", "host renewal chat user1 old build"}, {"u", "host audience renewal chat user1 old build"},
		{"R ctrl+u b enter", "host b renewal chat user1 old build"}, {"r enter", "host b renewal chat user1 old build"}, {"K", "host b renewal chat user1 old build"}, {"K", "host b renewal chat user1 old build"},
		{"end x x x x x", ""},
	} {
		writes := len(s.generations)
		u.travel(strings.ReplaceAll(c.keys, "ctrl+u b", "ctrl+e ctrl+u b"))
		if len(s.generations) == writes || s.names() != c.names {
			t.Errorf("after %s, %d writes: %q, want %q", c.keys, len(s.generations)-writes, s.names(), c.names)
		}
	}
	writes := len(s.generations)
	u.press("s", "v", "t", "n", "0", "e", "f1", "f3").wait(time.Minute)
	if len(s.generations) != writes {
		t.Errorf("%d writes of nothing new", len(s.generations)-writes)
	}
}

// TestARefusedRenewalKeepsNothing holds that what changes nothing writes nothing.
func TestARefusedRenewalKeepsNothing(t *testing.T) {
	s := &shelf{t: t}
	u := open(t, 120, 36, rows(watched(t, nil)), s.on).press("f3", "r").paste(vectorToken(t, "descriptions.jsonl", 0)).press("enter").sees("refused")
	if len(s.generations) != 0 {
		t.Errorf("%d writes:\n%s", len(s.generations), u.frame())
	}
}

func TestWhatIsNotKeptIsSaid(t *testing.T) {
	s := &shelf{t: t, err: errors.New("the disk is full\x1b[2J")}
	u := open(t, 120, 36, s.on).press("f3", "g").sees("the watched tokens are not kept: the disk is full", `\x1b[2J`)
	s.err = nil
	u.press("x")
	if s.names() != "audience renewal chat user1 old build" {
		t.Errorf("when there is room again: %q", s.names())
	}
}

// TestOneWriteAtATime changes rows while a write is under way: of what changed
// meanwhile the last state is written, once.
func TestOneWriteAtATime(t *testing.T) {
	s := &shelf{t: t}
	u := open(t, 120, 36, s.on).press("f3", "g")
	slow := u.hold(key(t, "x"))
	s.busy = true // as long as it is not done, none may begin
	u.press("x", "x", "x")
	if s.busy = false; s.names() != "host audience renewal chat user1 old build" {
		t.Fatalf("kept too early: %q", s.names())
	}
	u.run(slow)
	if got := s.names(); got != "old build" {
		t.Errorf("in the end %q is kept", got)
	}
	if n := len(s.generations); n != 3 {
		t.Errorf("%d writes: %v", n, s.generations)
	}
}

// TestAChangeDuringAWriteThatFailsIsKept changes rows while a write is under way
// that will fail: what changed since is still to be written.
func TestAChangeDuringAWriteThatFailsIsKept(t *testing.T) {
	s := &shelf{t: t}
	u := open(t, 120, 36, s.on).press("f3", "g")
	slow := u.hold(key(t, "x"))
	u.press("x")
	s.fail = 1
	if u.run(slow); s.names() != "renewal chat user1 old build" {
		t.Errorf("after the failure nothing more is written: %q is kept", s.names())
	}
}

// hold sends a message and gives what would be done, not done yet.
func (u *user) hold(msg tea.Msg) tea.Cmd {
	_, cmd := u.shell.Update(msg)
	return cmd
}

// TestNothingIsKeptBeforeWhatWasThereIsRead holds that a list that was not read yet
// is not replaced, and that what was added meanwhile is kept with it.
func TestNothingIsKeptBeforeWhatWasThereIsRead(t *testing.T) {
	s := &shelf{t: t}
	open(t, 120, 36, rows(watched(t, nil)), s.on).press("f3", "K", "K")
	if s.names() != "lobby" {
		t.Fatalf("kept %q", s.names())
	}
	var d setting
	u := open(t, 120, 36, s.on, func(own *setting) { d = *own; d.Workspace = model.NewWorkspace(nil) })
	u.shell = d.shell() // and does not load yet
	u.press("f3", "g", "x")
	if len(s.generations) != 0 {
		t.Errorf("%d writes before what was kept is read", len(s.generations))
	}
	u.run(u.shell.Init())
	if s.names() != "audience renewal chat user1 old build lobby" || len(s.generations) != 1 {
		t.Errorf("%d writes: %q", len(s.generations), s.names())
	}
}

// TestARestartBringsTheRowsBack closes the console and opens it again.
func TestARestartBringsTheRowsBack(t *testing.T) {
	for _, keep := range []bool{false, true} {
		s := &shelf{t: t}
		u := open(t, 120, 36, s.on).press("f3", "g", "R").replace("mine").press("enter")
		if keep {
			u.press("K").sees("a file that only you can read")
		}
		data, err := json.Marshal(s.list)
		if err != nil || strings.Contains(string(data), "007eJ") != keep {
			t.Fatalf("keep %v: %v, %.300s", keep, err, data)
		}
		v := open(t, 120, 36, s.on).press("f3").sees("5 tokens", "mine", "58m 00s left", "chat user1", "old build")
		if keep {
			v.press("y").sees("token sent").press("enter").sees("What this is")
			continue
		}
		v.sees("● valid", "the token itself was not kept", "the token itself was not kept").press("y").sees("was not kept", "c signs it again").press("enter").misses("What this is")
		v.press("r", "enter").sees("renewal accepted").press("y").sees("token sent").press("t", "t", "t").sees("mine: renewal accepted")
	}
}

// TestTheSameTokenAfterARestart pastes a token of which only what it says was kept.
func TestTheSameTokenAfterARestart(t *testing.T) {
	tok := watched(t, nil)
	s := &shelf{t: t}
	open(t, 120, 36, rows(tok), s.on).press("f3", "R").replace("mine").press("enter")
	u := open(t, 120, 36, s.on).paste(tok.Text).press("esc", "f2", "esc", "w").sees(`"mine" is watched already`).press("f3").sees("1 token", "mine").misses("? valid", "not kept")
	u.press("y").sees("token sent")
}

// TestWhatIsNotKeptIsNothingThatAUserCanDo holds that the note stands above the
// timeline, apart from what a user can do.
func TestWhatIsNotKeptIsNothingThatAUserCanDo(t *testing.T) {
	s := &shelf{t: t}
	open(t, 120, 36, rows(watched(t, nil)), s.on).press("f3", "K", "K")
	frame := open(t, 120, 36, s.on).press("f3").frame()
	if note, can := strings.Index(frame, "the token itself was not kept"), strings.Index(frame, "what a user can do"); note < 0 || note > can {
		t.Errorf("the note is at %d, what a user can do at %d:\n%s", note, can, frame)
	}
}
