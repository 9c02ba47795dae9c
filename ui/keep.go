package ui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/ui/intent"
)

// keeper writes what is watched to where it survives the program: one write at a
// time, and of what changed meanwhile only the last state.
type keeper struct {
	write      func(ctx context.Context, generation uint64, s model.Snapshot) error // nil: nothing is kept
	ready      bool                                                                 // what was kept before has been read
	busy       bool
	again      bool // something changed since the write that is under way began
	failed     bool // the last write
	generation uint64
	said       string // the last failure, which is not said again
}

// kept says how a write ended.
type kept struct{ err error }

// keep writes the list in the background, or later when a write is under way.
func (s *Shell) keep() tea.Cmd {
	k := &s.keeper
	if k.write == nil {
		return nil
	}
	if k.busy || !k.ready {
		k.again = true
		return nil
	}
	k.busy, k.again = true, false
	k.generation++
	ctx, write, generation, snapshot := s.deps.Context, k.write, k.generation, s.workspace.Watched.Snapshot()
	return func() tea.Msg { return kept{write(ctx, generation, snapshot)} }
}

// wasKept goes on with what changed during a write.
func (s *Shell) wasKept(msg kept) tea.Cmd {
	k := &s.keeper
	k.busy, k.failed = false, msg.err != nil
	if msg.err == nil {
		k.said = ""
		return s.keepAgain()
	}
	if k.said == msg.err.Error() {
		return s.keepAgain()
	}
	k.said = msg.err.Error()
	return tea.Batch(s.keepAgain(), s.say(intent.Say{Text: "the watched tokens are not kept: " + k.said, Bad: true}))
}

func (s *Shell) keepAgain() tea.Cmd {
	if s.keeper.again {
		return s.keep()
	}
	return nil
}

// lastWait is how long the write at the end may wait for another console: as long
// as that one's write takes, and too short for a person to wonder.
const lastWait = 250 * time.Millisecond

// flush writes at the end of the program what is not written yet. The write that may
// still be under way waits for nothing by then.
func (s *Shell) flush() error {
	k := &s.keeper
	if k.write != nil && !k.ready && k.again {
		return errors.New("the console was closed before those kept from another run had been read")
	}
	if k.write == nil || !k.ready || !k.busy && !k.again && !k.failed {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastWait) // all others are over
	defer cancel()
	k.generation++
	return k.write(ctx, k.generation, s.workspace.Watched.Snapshot())
}
