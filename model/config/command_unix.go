//go:build unix

package config

import (
	"context"
	"os/exec"
	"syscall"
)

// shell makes the command that runs a line in the shell. It gets a process group
// of its own: so nothing of it survives its end, and a program in it that would
// ask on the terminal is stopped instead of taking the console's keys.
func shell(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}
