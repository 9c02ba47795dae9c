package alert

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"agtok/model/timeline"
)

// due is an alert before it is made: the smaller it is, the less a jump over
// many days costs.
type due struct {
	at, before     timeline.Instant
	subject, event int32
	count          int32
}

// queue collects what is due and keeps the last of it.
type queue struct {
	subjects []Subject
	dues     []due
}

// row adds what is due of a subject. Its events come in order of time.
func (q *queue) row(subject int, tl *timeline.Timeline, before thresholds, from, to timeline.Instant) {
	last := before.reach(to)
	for i := 0; i < len(tl.Events) && tl.Events[i].At <= last; {
		at, start := tl.Events[i].At, i
		for i < len(tl.Events) && tl.Events[i].At == at {
			i++
		}
		if at <= from {
			continue
		}
		if at <= to {
			q.fold(due{at: at, subject: int32(subject)}, start, i, false)
		}
		for _, d := range before {
			if t := at - d; from < t && t <= to && t >= tl.IssuedAt {
				q.fold(due{at: t, before: d, subject: int32(subject)}, start, i, true)
			}
		}
	}
}

// fold adds one alert for those of the subject's events in [start, end) that are
// told, if any: all of them, or ends only.
func (q *queue) fold(d due, start, end int, ends bool) {
	events := q.subjects[d.subject].Timeline.Events
	for i := start; i < end; i++ {
		e := &events[i]
		if !told(e) || ends && !isEnd(e.Event) {
			continue
		}
		if d.count == 0 || weight(e.Event) < weight(events[d.event].Event) {
			d.event = int32(i)
		}
		d.count++
	}
	if d.count > 0 {
		q.add(d)
	}
}

// add bounds what is held at twice what is wanted.
func (q *queue) add(d due) {
	q.dues = append(q.dues, d)
	if len(q.dues) >= 2*maxDue {
		q.cut()
	}
}

// cut keeps the last in order.
func (q *queue) cut() {
	slices.SortFunc(q.dues, q.compare)
	if more := len(q.dues) - maxDue; more > 0 {
		q.dues = append(q.dues[:0], q.dues[more:]...)
	}
}

func (q *queue) compare(a, b due) int {
	kind := func(d due) int { return weight(q.subjects[d.subject].Timeline.Events[d.event].Event) }
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	return cmp.Or(
		strings.Compare(q.subjects[a.subject].Name, q.subjects[b.subject].Name),
		cmp.Compare(kind(a), kind(b)),
		cmp.Compare(a.before, b.before),
		cmp.Compare(a.subject, b.subject))
}

// alerts gives what was collected.
func (q *queue) alerts() []Alert {
	q.cut()
	list := make([]Alert, len(q.dues))
	for i, d := range q.dues {
		s := q.subjects[d.subject]
		list[i] = Alert{At: d.at, Name: s.Name, Event: s.Timeline.Merged(&s.Timeline.Events[d.event]),
			Before: time.Duration(d.before) * time.Second, Count: int(d.count)}
	}
	return list
}
