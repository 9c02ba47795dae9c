package registration

import (
	"context"
	"errors"
	"sync"

	"agtok/chatapi"
)

// look finds out who of the users is there. It settles all but those that are not,
// and gives these.
func (n *run) look(ctx context.Context, todo []int) (absent []int) {
	var last error
	why := map[int]error{} // of those that can't be looked up
	for range maxPasses {
		var again []int
		for k, f := range n.lookUp(ctx, todo) {
			switch i := todo[k]; {
			case f.err == nil:
				n.found(i, f.user)
			case errors.Is(f.err, chatapi.ErrNotFound) && n.entries[i].there:
				n.settle(i, Failed, ErrDamaged)
			case errors.Is(f.err, chatapi.ErrNotFound):
				n.entries[i].open, n.entries[i].Err = false, nil
				absent = append(absent, i)
			case errors.Is(f.err, chatapi.ErrBadReply): // it would be the same another time
				last = f.err
				n.unfound(i, f.err)
			default:
				again, last = append(again, i), f.err
				why[i] = f.err
			}
		}
		if todo = again; len(todo) == 0 || ctx.Err() != nil || endsAll(last) {
			break
		}
	}
	n.stopOn(last)
	for _, i := range todo {
		n.unfound(i, why[i])
	}
	return absent
}

// unfound settles a user that can't be looked up.
func (n *run) unfound(i int, err error) {
	if n.entries[i].there {
		n.settle(i, Exists, err)
	} else {
		n.settle(i, Failed, err)
	}
}

// found settles a user that is there. Its time of creation tells whether this run
// made it, if one of its requests may have.
func (n *run) found(i int, u chatapi.User) {
	e := &n.entries[i]
	e.User, e.Err, e.open = u, nil, false
	e.Result = Exists
	if e.opened.IsZero() {
		return
	}
	switch n.age(e.opened, u.Created) {
	case younger:
		e.Result = Registered
	case unclear:
		e.Undecided, e.Err = true, ErrUndecided
	}
}

// finding is the answer of one lookup.
type finding struct {
	user chatapi.User
	err  error
}

// lookUp looks users up, several at once.
func (n *run) lookUp(ctx context.Context, todo []int) []finding {
	q := queue{findings: make([]finding, len(todo))}
	var wait sync.WaitGroup
	for range min(lookups, len(todo)) {
		wait.Go(func() {
			for k := q.take(); k >= 0; k = q.take() {
				u, err := n.service.Get(ctx, n.users[todo[k]].Username)
				q.tell(k, finding{u, err})
			}
		})
	}
	wait.Wait()
	return q.findings
}

// queue hands lookups out.
type queue struct {
	mu       sync.Mutex
	findings []finding
	next     int
	fails    int // since the last answer
}

// take gives the next lookup to make, or -1. When nothing but failures came, the
// rest is not asked for: it fails like the last one.
func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.next == len(q.findings) || q.fails >= lookups {
		return -1
	}
	q.next++
	return q.next - 1
}

func (q *queue) tell(k int, f finding) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.findings[k] = f
	if f.err == nil || errors.Is(f.err, chatapi.ErrNotFound) {
		q.fails = 0
		return
	}
	if q.fails++; q.fails < lookups {
		return
	}
	for i := q.next; i < len(q.findings); i++ {
		q.findings[i].err = skippedError{f.err}
	}
}

// skippedError is that of a user who was not looked up, since no lookup before
// succeeded. Its text names no other user.
type skippedError struct{ cause error }

func (skippedError) Error() string {
	return "was not looked up: those before could not be looked up either"
}

func (e skippedError) Unwrap() error { return e.cause }
