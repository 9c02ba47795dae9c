package timeline

import "sort"

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
