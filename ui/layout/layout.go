// Package layout is the arithmetic of the screen: pure functions of its size.
package layout

// Class says how much a screen of some width can show at once.
type Class int

// The classes. Below MinWidth × MinHeight nothing useful fits.
const (
	Tiny   Class = iota // a message and the next expiry
	Narrow              // one part of a pane at a time
	Medium              // parts of a pane one above the other
	Wide                // parts of a pane side by side
)

// The sizes at which the classes begin, in cells.
const (
	MinWidth    = 40
	MinHeight   = 12
	MediumWidth = 80
	WideWidth   = 120
)

// Of gives the class of a screen.
func Of(w, h int) Class {
	switch {
	case w < MinWidth || h < MinHeight:
		return Tiny
	case w < MediumWidth:
		return Narrow
	case w < WideWidth:
		return Medium
	}
	return Wide
}

// Split cuts n cells into a first part of about share percent, at least least
// and leaving at least least for the second; with too few cells the first part
// gets what there is.
func Split(n, share, least int) (first, second int) {
	first = max(n*share/100, least)
	first = min(first, max(n-least, 0))
	return first, n - first
}
