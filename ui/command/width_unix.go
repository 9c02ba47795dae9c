//go:build unix

package command

import (
	"os"

	"golang.org/x/sys/unix"
)

// TerminalWidth gives the cells of a line of the terminal that f is, as it is now;
// 0 when f is none, or one that does not know.
func TerminalWidth(f *os.File) int {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}
