package command

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// Signals are those that end a run in order, as ctrl+c does: what was done until then
// is told. One that is ignored from the start, as nohup has it, stays so.
func Signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}

// Run runs the command that w's arguments name and gives the program's exit code.
// When ctx is done the run ends with the code for an interruption, even while it
// waits for input; what it has found by then is written.
func Run(ctx context.Context, w World) (exit int) {
	s := &session{
		world: w,
		stdin: newInterruptible(ctx, w.Stdin),
		out:   bufio.NewWriterSize(w.Stdout, chunk),
		now:   w.Now,
		talk:  talk{w: w.Stderr},
	}
	defer s.stdin.stop() // of the value here
	err := s.tree().ExecuteContext(ctx)
	if flushed := s.out.Flush(); flushed != nil && !errors.Is(err, errUnread) {
		err = outputError{flushed}
	}
	// Package cobra keeps every session whose flags suggest values: not its buffers too.
	s.stdin, s.out = nil, nil
	return s.end(ctx, err)
}

// outputError is an error of writing to standard output.
type outputError struct{ error }

func (e outputError) Unwrap() error { return e.error }

// end says what went wrong and gives the exit code.
func (s *session) end(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		return exitInterrupted
	case isClosedPipe(err):
		return exitDone
	case errors.As(err, &outputError{}):
		s.say("the output can't be written: %v", err)
	case !errors.Is(err, errSaid):
		s.say("%v", err)
	}
	return exitCode(err)
}
