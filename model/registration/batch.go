package registration

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"agtok/chatapi"
)

// batch sees to the users of one batch, and tells of the progress.
func (n *run) batch(ctx context.Context, batch []int) {
	n.try(ctx, batch)
	n.mu.Lock()
	defer n.mu.Unlock()
	failed := 0
	for _, i := range batch {
		if n.entries[i].Result == Failed {
			failed++
		}
	}
	n.judge(failed == len(batch), n.entries[batch[0]].Err)
	n.tell(batch)
	n.shown.Batch++
	n.shown.Done += len(batch)
	n.shown.Failed += failed
	if n.progress != nil {
		n.progress(n.shown)
	}
}

// judge ends the run when batches fail one after another. The caller holds the lock.
func (n *run) judge(failed bool, err error) {
	if !failed {
		n.fails = 0
		return
	}
	if n.fails++; n.fails >= hopeless && n.err == nil {
		n.err = err
	}
}

// try registers users in one request, and again those whom it leaves open. Every
// one of them has a result then.
func (n *run) try(ctx context.Context, todo []int) {
	var last error
	for range maxRequests {
		if err := n.ended(ctx); err != nil {
			n.leave(todo, err)
			return
		}
		todo, last = n.request(ctx, todo, last)
		if todo = n.look(ctx, todo); len(todo) == 0 {
			return
		}
		if last == nil {
			break // an answer that leaves users out will not be another one next time
		}
	}
	if last == nil {
		last = errors.New("the answer did not tell of the user")
	}
	n.giveUp(todo, notThere(last))
}

// notThere is the error of a user that a request left open.
func notThere(last error) error {
	return fmt.Errorf("the user was not there when looked up afterwards: %w", last)
}

// request sends one request, which last says to be a repetition, and settles whom it
// tells of. It gives those that are to be looked up, and the error that left them
// open, if that is the reason.
func (n *run) request(ctx context.Context, todo []int, last error) (open []int, err error) {
	sent := n.now()
	made, refused, err := n.send(ctx, todo, last)
	n.take(todo, made, refused, sent)
	todo = n.unsettled(todo)
	switch {
	case err == nil, errors.Is(err, chatapi.ErrOutcomeUnknown):
		n.open(todo, sent, err)
		return todo, err
	case ctx.Err() != nil:
		n.leave(todo, ctx.Err())
	case errors.Is(err, chatapi.ErrDuplicate) && len(todo) == 1:
		n.entries[todo[0]].there = true
		return todo, err
	case isRefusal(err) && !endsAll(err):
		n.divide(ctx, todo, err)
	case last != nil:
		n.giveUp(todo, notThere(err))
	default:
		n.giveUp(todo, err)
	}
	return nil, err
}

func (n *run) send(ctx context.Context, todo []int, last error) ([]chatapi.User, []chatapi.Refusal, error) {
	if last == nil {
		return n.service.RegisterMany(ctx, n.pick(todo))
	}
	return n.service.RegisterAgain(ctx, n.pick(todo), last)
}

// ended tells why nothing more is to be begun; nil if there is no reason.
func (n *run) ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.err
}

func (n *run) pick(indices []int) []chatapi.NewUser {
	users := make([]chatapi.NewUser, len(indices))
	for k, i := range indices {
		users[k] = n.users[i]
	}
	return users
}

// take settles the users that an answer tells of. Those that exist are looked up
// later, since a request before may have made them.
func (n *run) take(todo []int, made []chatapi.User, refused []chatapi.Refusal, sent time.Time) {
	at := make(map[string]int, len(todo))
	for _, i := range todo {
		at[n.users[i].Username] = i
	}
	for _, u := range made {
		if i, ok := at[u.Username]; ok {
			n.entries[i].Result, n.entries[i].User = Registered, u
			n.learn(sent, u.Created)
		}
	}
	for _, r := range refused {
		i, ok := at[r.Username]
		switch {
		case !ok:
		case r.Exists():
			n.entries[i].there = true
		default:
			n.settle(i, Failed, fmt.Errorf("the service did not register the user: %s", r.Reason))
		}
	}
}

// learn takes what a definite answer tells of the service's clock.
func (n *run) learn(sent, created time.Time) {
	answered := n.now()
	if created.IsZero() {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ahead = n.ahead.And(chatapi.AheadOf(created, grain(created), sent, answered))
}

func (n *run) unsettled(indices []int) (left []int) {
	for _, i := range indices {
		if n.entries[i].Result == "" {
			left = append(left, i)
		}
	}
	return left
}

// open notes that a request may have made these users.
func (n *run) open(indices []int, sent time.Time, err error) {
	for _, i := range indices {
		e := &n.entries[i]
		if e.there {
			continue
		}
		e.open, e.Err = true, err
		if e.opened.IsZero() {
			e.opened = sent
		}
	}
}

// isRefusal reports whether the service, or the client for it, refused a batch for
// what is in it. An answer without a code may be anybody's.
func isRefusal(err error) bool {
	var e *chatapi.Error
	if !errors.As(err, &e) {
		return false
	}
	return errors.Is(err, chatapi.ErrIllegalArgument) || e.Status == http.StatusRequestEntityTooLarge ||
		e.Status == http.StatusBadRequest && e.Code != ""
}

// divide finds out for whom a batch was refused.
func (n *run) divide(ctx context.Context, todo []int, err error) {
	if len(todo) == 1 {
		n.settle(todo[0], Failed, err)
		return
	}
	n.try(ctx, todo[:len(todo)/2])
	n.try(ctx, todo[len(todo)/2:])
}

// giveUp settles the users of a batch that the service did not take.
func (n *run) giveUp(todo []int, err error) {
	for _, i := range todo {
		n.settle(i, Failed, err)
	}
	n.stopOn(err)
}

// stopOn ends the run when there is no use in going on.
func (n *run) stopOn(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.err == nil && endsAll(err) {
		n.err = err
	}
}

// endsAll reports whether every other request would fail in the same way.
func endsAll(err error) bool {
	return errors.Is(err, chatapi.ErrUnauthorized) || errors.Is(err, chatapi.ErrUnknownApp) || errors.Is(err, chatapi.ErrPlanLimit) ||
		errors.Is(err, chatapi.ErrLongWait)
}

// leave settles users of whom nothing more is to be learned, because the run ends.
func (n *run) leave(todo []int, err error) {
	for _, i := range todo {
		switch e := &n.entries[i]; {
		case e.there:
			n.settle(i, Exists, err)
		case e.opened.IsZero():
			n.settle(i, NotTried, err)
		default:
			n.settle(i, Failed, err)
		}
	}
}

func (n *run) settle(i int, result Result, err error) {
	e := &n.entries[i]
	if e.Err != nil && e.open {
		err = fmt.Errorf("%w; then: %w", e.Err, err)
	}
	e.Result, e.Err, e.Unknown = result, err, result == Failed && e.open
}
