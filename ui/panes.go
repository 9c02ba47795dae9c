package ui

import (
	"agtok/ui/chat"
	"agtok/ui/cohost"
	"agtok/ui/compose"
	"agtok/ui/decode"
	"agtok/ui/pane"
	"agtok/ui/watch"
)

// Panes gives the console's panes in the order of their tabs: a new pane is one
// line here.
func Panes(d Deps) []pane.Pane {
	return []pane.Pane{
		compose.New(),
		decode.New(),
		watch.New(),
		chat.New(d.Chat, d.Wire),
		cohost.New(),
	}
}
