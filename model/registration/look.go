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
	for range maxPasses {
		var again []int
		for k, f := range n.lookUp(ctx, todo) {
			switch i := todo[k]; {
			case f.err == nil:
				n.found(i, f.user)
			case errors.Is(f.err, chatapi.ErrNotFound):
				n.entries[i].open, n.entries[i].there, n.entries[i].Err = false, false, nil
				absent = append(absent, i)
			default:
				again, last = append(again, i), f.err
			}
		}
		if todo = again; len(todo) == 0 || ctx.Err() != nil || endsAll(last) {
			break
		}
	}
	if len(todo) == 0 {
		return absent
	}
	n.stopOn(last)
	for _, i := range todo {
		if n.entries[i].there {
			n.settle(i, Exists, last)
		} else {
			n.settle(i, Failed, last)
		}
	}
	return absent
}

// found settles a user that is there. Whether this run made it, if one of its
// requests may have, is judged at the end.
func (n *run) found(i int, u chatapi.User) {
	e := &n.entries[i]
	e.User, e.Err, e.open = u, nil, false
	e.Result = Exists
	if !e.opened.IsZero() {
		e.Result, e.judged = Registered, true
	}
}

// finding is the answer of one lookup.
type finding struct {
	user chatapi.User
	err  error
}

// lookUp looks users up, several at once. When nothing but failures come it stops
// asking; the rest fails as the last one did.
func (n *run) lookUp(ctx context.Context, todo []int) []finding {
	findings := make([]finding, len(todo))
	var (
		wait  sync.WaitGroup
		mu    sync.Mutex
		next  int
		fails int // since the last answer
		last  error
	)
	take := func() (k int, skip error) {
		mu.Lock()
		defer mu.Unlock()
		if next++; fails >= lookups {
			skip = last
		}
		return next - 1, skip
	}
	tell := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		fails, last = fails+1, err
		if err == nil || errors.Is(err, chatapi.ErrNotFound) {
			fails = 0
		}
	}
	for range min(lookups, len(todo)) {
		wait.Go(func() {
			for k, skip := take(); k < len(todo); k, skip = take() {
				if findings[k].err = skip; skip != nil {
					continue
				}
				findings[k].user, findings[k].err = n.service.Get(ctx, n.users[todo[k]].Username)
				tell(findings[k].err)
			}
		})
	}
	wait.Wait()
	return findings
}
