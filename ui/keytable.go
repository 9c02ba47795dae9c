package ui

import (
	"agtok/ui/pane"
)

// KeyRow is a row of the table of keys.
type KeyRow struct {
	Pane  string // "" for the keys that hold everywhere
	ID    string
	Title string
	Keys  []string // as Bubble Tea names them
}

// KeyTable gives every action that the console has now, with its keys: what the
// README lists and what the tests hold against each other.
func KeyTable(s *Shell) []KeyRow {
	var rows []KeyRow
	add := func(name string, actions []pane.Action) {
		for _, a := range actions {
			rows = append(rows, KeyRow{name, a.ID, a.Title, a.Keys})
		}
	}
	for _, p := range s.panes {
		add(p.Title(), p.Actions(s.env()))
	}
	add("", s.actions())
	return rows
}

// KeyLabel writes a key as people read it: ctrl+y is ^y, enter ⏎.
func KeyLabel(k string) string { return keyLabel(k) }
