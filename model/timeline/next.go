package timeline

import "sort"

// NextChange gives the first second after the Unix second now at which the token is
// issued, an event fires or something that held at now is over, [Never] if there is
// none. What ends at a second still holds then and is over one later, so both are
// changes.
func (tl *Timeline) NextChange(now int64) Instant {
	next := Never
	if now < int64(tl.IssuedAt) {
		next = tl.IssuedAt
	}
	if e := tl.NextEvent(now); e != nil {
		next = min(next, e.At)
	}
	for i := range tl.Services {
		s := &tl.Services[i]
		next = over(over(next, s.AdmitUntil, now), s.StaysUntil, now)
		for k := range s.Grants {
			next = over(next, s.Grants[k].Until, now)
		}
	}
	return next
}

// over gives the earlier of next and the second after end, if end is not past.
func over(next, end Instant, now int64) Instant {
	if end == Never || int64(end) < now {
		return next
	}
	return min(next, end+1)
}

// NextEvent gives the first event after the Unix second now, nil if there is none.
func (tl *Timeline) NextEvent(now int64) *Event {
	i := sort.Search(len(tl.Events), func(i int) bool { return int64(tl.Events[i].At) > now })
	if i == len(tl.Events) {
		return nil
	}
	return &tl.Events[i]
}

// PreviousEvent gives the last event before the Unix second now, nil if there is
// none. One that fires at now is neither before nor after it.
func (tl *Timeline) PreviousEvent(now int64) *Event {
	i := sort.Search(len(tl.Events), func(i int) bool { return int64(tl.Events[i].At) >= now })
	if i == 0 {
		return nil
	}
	return &tl.Events[i-1]
}
