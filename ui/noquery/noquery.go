// Package noquery keeps the program from asking the terminal for its background
// colour.
//
// Importing Bubble Tea v1 asks that question from an init function and waits up
// to five seconds for the answer, in every command of the binary. Telling lipgloss
// the answer first makes the question unnecessary. Go initialises packages that
// are ready in the order of their import paths, so this works because this
// package's path sorts before github.com/charmbracelet/bubbletea. The colours in
// use are the terminal's own sixteen, so the answer itself does not matter.
package noquery

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
