// Package alarm tells a person who looks elsewhere that something happened: by the
// terminal's bell, or as a notification of the desktop that the terminal shows and in
// the title of its window.
package alarm

import (
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"agtok/model/visible"
)

// The ways of telling, as ui.alerts of the configuration names them.
const (
	Toast    = "toast" // a line of the console's own
	Bell     = "bell"
	Terminal = "terminal"
)

// Alarm is how the user wants to be told. The zero value is silent.
type Alarm struct {
	Means    []string
	Out      io.Writer // the terminal, behind the lock that the screen uses too
	InTmux   bool
	Protocol Protocol
}

// Protocol is the escape sequence by which a terminal shows a notification.
type Protocol int

// The protocols. OSC 9 is iTerm2's and most others'; OSC 777 that of rxvt-unicode,
// foot and terminals made of VTE.
const (
	OSC9 Protocol = iota
	OSC777
)

// ProtocolOf gives the protocol of the terminal in this environment. It asks the
// terminal nothing.
func ProtocolOf(getenv func(string) (string, bool)) Protocol {
	term, _ := getenv("TERM")
	_, vte := getenv("VTE_VERSION")
	if vte || strings.HasPrefix(term, "rxvt") || strings.HasPrefix(term, "foot") {
		return OSC777
	}
	return OSC9
}

// Wants reports whether the user wants to be told in this way.
func (a Alarm) Wants(means string) bool { return slices.Contains(a.Means, means) }

// Bounds of what is shown elsewhere than on the screen, in characters.
const (
	maxText  = 120 // of a notification
	maxTitle = 60
)

// Terminals keep a stack of titles (xterm's control sequences, "window
// manipulation"). Those that know none leave the title as it is.
const (
	pushTitle = "\x1b[22;2t"
	popTitle  = "\x1b[23;2t"
)

// Ring gives the sequence that tells text, "" if the user wants neither bell nor
// notification.
func (a Alarm) Ring(text string) string {
	var b strings.Builder
	if a.Wants(Bell) {
		b.WriteByte('\a')
	}
	if a.Wants(Terminal) {
		b.WriteString(a.notification(visible.Line(text, maxText)))
		b.WriteString(ansi.SetWindowTitle("! " + visible.Line(text, maxTitle) + " - agtok"))
	}
	return b.String()
}

// Seen gives the sequence that takes from the title what that of [Alarm.Ring] put
// there, "" if that put nothing there.
func (a Alarm) Seen() string {
	if a.Wants(Terminal) {
		return ansi.SetWindowTitle("agtok")
	}
	return ""
}

// Open notes the title that the window has; [Alarm.Close] puts it back.
func (a Alarm) Open() {
	if a.Wants(Terminal) {
		a.Write(pushTitle)
	}
}

// Close puts the title back that was there at [Alarm.Open].
func (a Alarm) Close() {
	if a.Wants(Terminal) {
		a.Write(popTitle)
	}
}

// Write writes sequences to the terminal: it belongs into a command, as Open and
// Close belong before and after all commands.
func (a Alarm) Write(sequence string) {
	if a.Out != nil && sequence != "" {
		_, _ = io.WriteString(a.Out, sequence) // a terminal that is gone ends the program elsewhere
	}
}

// notification is the sequence that shows text, which is printable. The program's
// name stands first: a digit there would be a command to some terminals (OSC 9;4 is
// ConEmu's progress bar). tmux hands on only what is wrapped for it (and where
// allow-passthrough is on).
func (a Alarm) notification(text string) string {
	sequence := ansi.Notify("agtok: " + text)
	if a.Protocol == OSC777 {
		sequence = "\x1b]777;notify;agtok;" + strings.ReplaceAll(text, ";", ",") + "\a"
	}
	if a.InTmux {
		return ansi.TmuxPassthrough(sequence)
	}
	return sequence
}
