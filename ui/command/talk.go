package command

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"agtok/model/visible"
)

// message is a line for standard error.
func message(format string, args ...any) string {
	return "agtok: " + visible.Text(fmt.Sprintf(format, args...)) + "\n"
}

// talk is what is written to standard error: messages and, in the last line of a
// terminal, how far the work is. Several goroutines may talk.
type talk struct {
	mu    sync.Mutex
	w     io.Writer
	shown int // characters of the line about the progress that is on the screen
}

// say writes messages, whole lines.
func (t *talk) say(lines string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rewrite("")
	// Nobody is left to tell when this fails.
	_, _ = io.WriteString(t.w, lines)
}

// progress puts text in the place of what was shown before; "" clears it.
func (t *talk) progress(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rewrite(text)
}

// rewrite works on terminals that know no escape sequences: blanks cover what was
// there.
func (t *talk) rewrite(text string) {
	if t.shown == 0 && text == "" {
		return
	}
	line := "\r" + text + strings.Repeat(" ", max(0, t.shown-len(text)))
	if text == "" {
		line += "\r"
	}
	t.shown = len(text)
	_, _ = io.WriteString(t.w, line) // as in say
}
