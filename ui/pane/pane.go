// Package pane is the contract between the shell and the panes: what a pane is,
// what it is given and what it may ask for.
package pane

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/clock"
	"agtok/ui/intent"
	"agtok/ui/theme"
)

// Pane is one of the console's full screens. It is a plain struct behind a
// pointer and holds view state only; what the console knows is in the workspace.
type Pane interface {
	// Title names the pane in its tab.
	Title() string
	// Actions gives what can be done, with the reason where it can't be done now.
	// Dispatch, footer, help and the table of keys all come from it. Like View it
	// changes nothing: both are called as often as somebody looks.
	Actions(Env) []Action
	// Capturing reports whether typed characters go into a text, so that
	// shortcuts made of them stand back.
	Capturing() bool
	// Counting reports whether the pane shows something that changes by the second.
	Counting(Env) bool
	// Update takes a key that no action took, a paste, or a result of the pane's
	// own commands. Messages that are not for it leave it as it is.
	Update(Env, tea.Msg) Effect
	// Receive takes an intent; ok is false when it is for another pane, and focus
	// tells whether the pane wants to be shown for it.
	Receive(Env, intent.Intent) (e Effect, ok, focus bool)
	// View draws the pane as h lines of at most w cells.
	View(env Env, w, h int) []string
}

// Env is what the shell lends a pane for one call.
type Env struct {
	Context   context.Context // ends with the console
	Now       time.Time       // what the clock shows, in the local zone
	Clock     clock.Clock     // what makes Now of Real
	Real      time.Time
	Pretend   bool // Now is not the real time
	Theme     *theme.Theme
	Workspace *model.Workspace // changed only within Update, Receive and actions
	Salt      func() uint32    // draws a salt for a new token
	Muted     bool             // alerts are not told
	Shown     bool             // the pane is the one on the screen
	Width     int              // of the pane, in cells, as at the last drawing
	Height    int
}

// Reloaded tells the panes that the workspace, or the project in use, is another.
// It is the first message that a pane gets.
type Reloaded struct{}

// Tick tells the panes that time has passed, that the clock was set, and a pane
// that it is shown again.
type Tick struct{}

// Waker is a pane that has something to do at a certain time, on the screen or not.
type Waker interface {
	// Wake gives the time, by the console's clock, at which the pane wants its next
	// [Tick] at the latest; ok is false when it has nothing to wait for.
	Wake(Env) (at time.Time, ok bool)
}

// Busy is a pane that can have work under way which quitting would cut off.
type Busy interface {
	// Busy says what is under way, as in "register 60 users"; "" if nothing is that
	// would be lost.
	Busy() string
}

// Effect is what a pane wants done: a command to run, intents to see to.
type Effect struct {
	Cmd     tea.Cmd
	Intents []intent.Intent
}

// Ask makes an effect of intents.
func Ask(intents ...intent.Intent) Effect { return Effect{Intents: intents} }

// Action is something a person can do, as a value.
type Action struct {
	ID       string   // stable name, as in "compose.copy-token"
	Title    string   // what it does, as a short imperative
	Short    string   // one or two words for the footer; "" keeps it out of there
	Keys     []string // as Bubble Tea names them; the first is shown
	Disabled string   // why it can't be done now; "" when it can
	Run      func() Effect
}

// NoCertificate is what is said instead of taking a text that the workspace finds an
// App Certificate in.
const NoCertificate = "that holds an App Certificate: it is shown nowhere, and was not taken"
