package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// TerminalWidth gives the cells of a line of the console that f is, as it is now; 0
// when f is none. The terminals of Cygwin and MSYS are pipes: they have no width
// that could be asked for.
func TerminalWidth(f *os.File) int {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info); err != nil {
		return 0
	}
	// The buffer can be wider than the window.
	return int(info.Window.Right) - int(info.Window.Left) + 1
}
