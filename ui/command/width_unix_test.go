//go:build unix

package command_test

import (
	"os"
	"testing"

	"github.com/creack/pty"

	"agtok/ui/command"
)

func TestTerminalWidth(t *testing.T) {
	master, terminal, err := pty.Open()
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	defer master.Close()
	defer terminal.Close()
	for _, width := range []int{40, 80, 1234, 0} {
		if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: uint16(width)}); err != nil {
			t.Fatal(err)
		}
		if got := command.TerminalWidth(terminal); got != width {
			t.Errorf("a terminal of %d cells has %d", width, got)
		}
	}
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got := command.TerminalWidth(file); got != 0 {
		t.Errorf("a file has a width of %d", got)
	}
}
