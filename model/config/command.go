package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

const (
	// commandLimit is how long a command that gives a secret may take.
	commandLimit = 5 * time.Second
	// commandGrace is how long its output may stay open after its end.
	commandGrace = 500 * time.Millisecond
)

// runCommand gives what a command writes to its standard output, less one line
// break at the end. The command gets no input, and what it writes to standard
// error is thrown away: it may hold the secret, and the screen is not its own.
func runCommand(ctx context.Context, command string, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := shell(ctx, command)
	cmd.WaitDelay = commandGrace
	out := &bounded{left: maxSecret}
	cmd.Stdout = out
	err := cmd.Run()
	var status *exec.ExitError
	switch {
	case out.excess:
		return "", fmt.Errorf("the command wrote more than %d bytes", maxSecret)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("the command took longer than %s", limit)
	case ctx.Err() != nil:
		return "", errors.New("cancelled")
	case errors.As(err, &status):
		return "", fmt.Errorf("the command ended with status %d", status.ExitCode())
	case err != nil:
		return "", errors.New("the command can't be run: " + escaped(err.Error()))
	}
	return trimNewline(out.text.String()), nil
}

// bounded keeps what is written to it, up to a limit.
type bounded struct {
	text   bytes.Buffer
	left   int
	excess bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(p) > b.left {
		b.excess = true
		return 0, io.ErrShortWrite
	}
	b.left -= len(p)
	return b.text.Write(p)
}
