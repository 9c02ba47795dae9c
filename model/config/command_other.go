//go:build !unix

package config

import (
	"context"
	"os/exec"
)

// shell makes the command that runs a line in the shell.
func shell(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "cmd", "/C", line)
}
