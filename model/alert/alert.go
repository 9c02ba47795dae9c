package alert

import (
	"cmp"
	"math"
	"slices"
	"time"

	"agtok/model/timeline"
)

// Subject is a row that can alert.
type Subject struct {
	Name     string
	Timeline *timeline.Timeline // nothing is due of a row without one
}

// Alert is one thing to tell.
type Alert struct {
	At     timeline.Instant // when it is to be told: Event.At less Before
	Name   string           // of the row, as it is
	Event  timeline.Event   // the weightiest of those that fall together
	Before time.Duration    // how far ahead of the event; 0 at the event itself
	Count  int              // events folded into it, at least 1
}

// maxDue bounds what [Due] gives of a clock that leaps over years of many rows.
const maxDue = 100_000

// Due gives what falls into (from, to], in order of time, then of name, then with
// what weighs most first: each event, and each end as far ahead of it as the
// durations say. Those count in whole seconds; below 1 s they count for nothing, and
// what would be told before the token's issue is left out. Events of a row at one
// instant are one alert: those that happen at it, and those whose end is told by one
// and the same duration. Of more than 100 000 alerts the last are given, as they are
// the nearest to to. Where from is not before to, as on a clock that was set back,
// nothing is due.
func Due(subjects []Subject, ahead []time.Duration, from, to int64) []Alert {
	if from >= to {
		return nil
	}
	q, before := queue{subjects: subjects}, newThresholds(ahead)
	for i := range subjects {
		if tl := subjects[i].Timeline; tl != nil {
			q.row(i, tl, before, timeline.Instant(from), timeline.Instant(to))
		}
	}
	return q.alerts()
}

// Next gives the first instant after now at which [Due] would give something,
// [timeline.Never] if there is none.
func Next(subjects []Subject, ahead []time.Duration, now int64) timeline.Instant {
	first, before := timeline.Never, newThresholds(ahead)
	for i := range subjects {
		if tl := subjects[i].Timeline; tl != nil {
			first = min(first, next(tl, before, timeline.Instant(now), first))
		}
	}
	return first
}

// next gives the first instant after now that is due of one token, or anything
// not before limit.
func next(tl *timeline.Timeline, before thresholds, now, limit timeline.Instant) timeline.Instant {
	for i := range tl.Events {
		e := &tl.Events[i]
		if e.At > before.reach(limit) {
			break
		}
		if e.At <= now || !told(e) {
			continue
		}
		limit = min(limit, e.At)
		if !isEnd(e.Event) {
			continue
		}
		for _, d := range before {
			if at := e.At - d; at > now && at >= tl.IssuedAt {
				limit = min(limit, at)
			}
		}
	}
	return limit
}

// thresholds are how many seconds ahead of an end to tell of it: above 0, in
// descending order, each once.
type thresholds []timeline.Instant

func newThresholds(ahead []time.Duration) thresholds {
	before := make(thresholds, 0, len(ahead))
	for _, d := range ahead {
		if s := timeline.Instant(d / time.Second); s > 0 {
			before = append(before, s)
		}
	}
	slices.SortFunc(before, func(a, b timeline.Instant) int { return cmp.Compare(b, a) })
	return slices.Compact(before)
}

// reach gives the last instant whose events can be told at or before to.
func (t thresholds) reach(to timeline.Instant) timeline.Instant {
	if len(t) == 0 {
		return to
	}
	if to > math.MaxInt64-t[0] {
		return timeline.Never
	}
	return to + t[0]
}

// told reports whether an event is told at all.
func told(e *timeline.Event) bool { return !e.Before && e.At != timeline.Never }

// isEnd reports whether a kind of event is told ahead of it. Warnings are not:
// they are early themselves.
func isEnd(k timeline.Kind) bool {
	switch k {
	case timeline.Expired, timeline.Removed, timeline.RejoinClosed, timeline.PublishEnds:
		return true
	}
	return false
}

// weight orders kinds of events: of those that fall together the lowest is told.
func weight(k timeline.Kind) int {
	switch k {
	case timeline.Expired:
		return 0
	case timeline.Removed:
		return 1
	case timeline.RejoinClosed:
		return 2
	case timeline.PublishEnds:
		return 3
	}
	return 4
}
