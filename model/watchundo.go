package model

import (
	"slices"

	"agtok/token"
)

// undo is what the last change has taken away; the zero value is nothing.
type undo struct {
	out     []taken      // rows, in the order of their places
	renewed *Watched     // a row as it was before its renewal,
	by      *token.Token // with this one
}

// taken is a row that was taken out.
type taken struct {
	row   Watched
	place int
	twin  bool // another row had the same token
}

// Undone is what [Watchlist.Undo] has brought back.
type Undone struct {
	Place   int // of the row, of the first one if there are several
	Rows    int
	Renewal bool // it is the token that a row had before it was renewed
}

// Remove takes row i out.
func (l *Watchlist) Remove(i int) { l.RemoveAll([]int{i}) }

// RemoveAll takes the rows at these places out; one [Watchlist.Undo] brings all back.
func (l *Watchlist) RemoveAll(places []int) {
	places = slices.DeleteFunc(slices.Clone(places), func(i int) bool { return i < 0 || i >= len(l.rows) })
	slices.Sort(places)
	places = slices.Compact(places)
	if len(places) == 0 {
		return
	}
	l.undo = undo{out: make([]taken, 0, len(places))}
	for _, i := range places {
		row := &l.rows[i]
		twin := l.texts[row.Token.Text] > 1 || !row.Kept() && l.said[string(describe(row.Token))] > 1
		l.undo.out = append(l.undo.out, taken{*row, i, twin})
	}
	for k := range l.undo.out {
		l.unindex(&l.undo.out[k].row)
	}
	i := -1
	l.rows = slices.DeleteFunc(l.rows, func(Watched) bool {
		i++
		_, out := slices.BinarySearch(places, i)
		return out
	})
}

// CanUndo says what [Watchlist.Undo] would bring back, ok is false if it is nothing.
func (l *Watchlist) CanUndo() (u Undone, ok bool) {
	if l.undo.renewed != nil {
		i := l.renewedBy(l.undo.by)
		return Undone{Place: i, Rows: 1, Renewal: true}, i >= 0
	}
	n := len(l.undo.out)
	return Undone{Rows: n}, n > 0 && len(l.rows)+n <= MaxWatched
}

// renewedBy gives the row that has t, -1 if there is none any more.
func (l *Watchlist) renewedBy(t *token.Token) int {
	return slices.IndexFunc(l.rows, func(w Watched) bool { return w.Token == t })
}

// Undo brings back what was taken out last, or the token that was renewed last. A
// name that another row has by then gets a number.
func (l *Watchlist) Undo() Undone {
	u, ok := l.CanUndo()
	if !ok {
		return Undone{}
	}
	last := l.undo
	l.undo = undo{}
	if u.Renewal {
		name := l.rows[u.Place].Name
		l.replace(u.Place, *last.renewed, name)
		return u
	}
	u.Place = l.putBack(last.out)
	return u
}

// putBack puts rows where they were, and gives the place of the first.
func (l *Watchlist) putBack(out []taken) (first int) {
	first = -1
	stayed := l.rows
	l.rows = make([]Watched, 0, len(stayed)+len(out))
	for _, t := range out {
		n := min(max(t.place-len(l.rows), 0), len(stayed))
		l.rows = append(l.rows, stayed[:n]...)
		stayed = stayed[n:]
		if l.watched(t.row.Token) && !t.twin {
			continue // it was added again meanwhile
		}
		if first < 0 {
			first = len(l.rows)
		}
		t.row.Name = l.freeName(t.row.Name)
		l.index(&t.row)
		l.rows = append(l.rows, t.row)
	}
	l.rows = append(l.rows, stayed...)
	if first < 0 {
		first = l.find(out[0].row.Token)
	}
	return first
}

// replace puts a row in the place of row i, under this name.
func (l *Watchlist) replace(i int, next Watched, name string) {
	l.unindex(&l.rows[i])
	next.Name = name
	l.rows[i] = next
	l.index(&l.rows[i])
}
