// Package ui is the console: a shell that routes and draws the frame around the
// panes, and knows nothing of any of them. Which there are stands in panes.go; Open
// makes them and gives them to the shell.
//
// Messages go one way. A key goes to the overlay, else to the focused pane's
// actions, else (when it is capturing text) to the pane, else to the shell's own
// actions. A command's result is offered to every pane, shown or not; the types
// of results are private to their panes. Panes ask upward by intents, which the
// shell sees to or offers to the panes until one takes it.
//
// View is a function of the state and the size; every frame has exactly as many
// lines as the screen, none wider than it.
package ui
