package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"agtok/model/timeline"
)

// Order is what the rows of a list are sorted by.
type Order string

// The orders. Rows that are equal stay as they were added.
const (
	ByAddition Order = "as added"
	ByNext     Order = "next event"
	ByEnd      Order = "end"
	ByName     Order = "name"
	ByStatus   Order = "status"
)

// Orders gives the orders, the default first.
func Orders() []Order { return []Order{ByAddition, ByNext, ByEnd, ByName, ByStatus} }

// Arrange gives the places of the rows that fit filter, in order o at now. A row
// fits when each word of the filter stands in its name, channel, user, services or
// status; letter case does not count.
func (l *Watchlist) Arrange(o Order, filter string, now int64) []int {
	words := strings.Fields(strings.ToLower(filter))
	slices.Sort(words)
	words = slices.Compact(words)
	places := make([]int, 0, len(l.rows))
	for i := range l.rows {
		if len(words) == 0 || l.rows[i].fits(words, now) {
			places = append(places, i)
		}
	}
	if o == ByName {
		slices.SortStableFunc(places, func(a, b int) int { return byName(l.rows[a].Name, l.rows[b].Name) })
	}
	if key := keyOf(o); key != nil {
		keys := make([]int64, len(l.rows))
		for _, i := range places {
			keys[i] = key(&l.rows[i], now)
		}
		slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	}
	return places
}

// byName compares names as people read them: letter case and the length of a number
// at the end do not count, so that "lobby 9" comes before "lobby 10".
func byName(a, b string) int {
	headA, numberA := numbered(a)
	headB, numberB := numbered(b)
	return cmp.Or(cmp.Compare(headA, headB), cmp.Compare(numberA, numberB), cmp.Compare(a, b))
}

func numbered(name string) (head string, number int) {
	head = strings.ToLower(strings.TrimRight(name, "0123456789"))
	number, _ = strconv.Atoi(name[len(strings.TrimRight(name, "0123456789")):]) // no number, or one beyond all: 0
	return head, number
}

// keyOf gives the number that an order sorts by, nil for those that have none.
func keyOf(o Order) func(w *Watched, now int64) int64 {
	switch o {
	case ByNext:
		return func(w *Watched, now int64) int64 {
			if e := w.NextEvent(now - 1); e != nil {
				return int64(e.At)
			}
			return int64(timeline.Never)
		}
	case ByEnd:
		return func(w *Watched, _ int64) int64 { return int64(w.Timeline.UsableUntil) }
	case ByStatus:
		return func(w *Watched, now int64) int64 {
			return int64(slices.Index([]Status{Unusable, Expired, ExpiresSoon, Valid}, w.Status(now)))
		}
	}
	return nil
}

// fits reports whether every word stands somewhere in the row.
func (w *Watched) fits(words []string, now int64) bool {
	name, status := strings.ToLower(w.Name), string(w.Status(now))
	return !slices.ContainsFunc(words, func(word string) bool {
		return !strings.Contains(name, word) && !strings.Contains(status, word) && !strings.Contains(w.words, word)
	})
}
