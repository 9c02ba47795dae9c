// Package widget draws the parts that panes are made of. Everything that it
// gives is lines: no line holds a line break, and widths are counted in cells as
// the terminal shows them.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width gives the cells that s takes on the screen.
func Width(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return ansi.StringWidth(s)
		}
	}
	return len(s) // most text by far: looking for graphemes would take most of a frame's time
}

// Cut shortens s to w cells, with an ellipsis where something was cut off.
func Cut(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case Width(s) <= w:
		return s
	}
	return ansi.Truncate(s, w, "…")
}

// Pad makes s exactly w cells wide: cut, or filled with spaces.
func Pad(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = Cut(s, w)
	if n := w - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Fit makes lines exactly h lines of at most w cells.
func Fit(lines []string, w, h int) []string {
	out := make([]string, max(h, 0))
	for i := range out {
		if i < len(lines) {
			out[i] = Cut(lines[i], w)
		}
	}
	return out
}

// Between writes left and right at the two ends of w cells; left gives way.
func Between(left, right string, w int) string {
	right = Cut(right, w)
	room := w - Width(right)
	if room <= 1 {
		return Pad(right, w)
	}
	return Pad(left, room) + right
}

// Wrap breaks s at its spaces into lines of at most w cells; a word longer than
// that is broken within.
func Wrap(s string, w int) []string { return fill(strings.Split(s, " "), w, "") }

// WrapCommand breaks a command before its flags, with what a shell needs to read
// the lines as one.
func WrapCommand(s string, w int) []string {
	parts := strings.Split(s, " --")
	for i := range parts[1:] {
		parts[i+1] = "--" + parts[i+1]
	}
	return fill(parts, w, " \\")
}

// fill puts as many parts on each line as fit with the mark that the line goes on.
func fill(parts []string, w int, mark string) []string {
	room := w - len(mark)
	if room <= 0 {
		return nil
	}
	var lines []string
	line, width := "", 0
	for i, part := range parts {
		n := Width(part)
		if i > 0 && width+1+n <= room {
			line, width = line+" "+part, width+1+n
			continue
		}
		if i > 0 {
			lines = append(lines, line+mark)
		}
		line, width = part, n
		if n > room {
			broken := strings.Split(ansi.Hardwrap(part, room, true), "\n")
			lines = append(lines, broken[:len(broken)-1]...)
			line = broken[len(broken)-1]
			width = Width(line)
		}
	}
	return append(lines, line)
}

// Chop breaks s, which must be printable and in one style, into lines of exactly
// w cells wherever they end, as a token is shown.
func Chop(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Hardwrap(s, w, true), "\n")
}
