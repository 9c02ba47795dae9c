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
// line here. Services connects to the projects' Chat services, feed is what their
// clients tell their exchanges to.
func Panes(services chat.Services, feed *chat.Feed) []pane.Pane {
	return []pane.Pane{
		compose.New(),
		decode.New(),
		watch.New(),
		chat.New(services, feed),
		cohost.New(),
	}
}
