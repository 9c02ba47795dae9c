package registration

import (
	"context"
	"errors"
	"slices"
	"time"

	"agtok/chatapi"
)

// ErrNotMade is the error of a user that may have been made, and was found not to be.
var ErrNotMade = errors.New("the user was not made: there is none when looked up")

// Settle looks up the users of a report of whom it is not known whether they were
// made, and gives the report with what it found. A user counts as made by the run if
// it is not older than its beginning. Whoever can't be looked up stays unknown; err is
// why the last of them could not.
func Settle(ctx context.Context, r Registrar, report Report, began time.Time) (settled Report, err error) {
	settled = Report{Outcomes: slices.Clone(report.Outcomes), Err: report.Err}
	var users []chatapi.NewUser
	var at []int // of the users in the report
	for i, o := range settled.Outcomes {
		if o.Unknown {
			users, at = append(users, chatapi.NewUser{Username: o.Username}), append(at, i)
		}
	}
	n := &run{service: r, users: users}
	for k, f := range n.lookUp(ctx, indices(len(users))) {
		o := &settled.Outcomes[at[k]]
		switch {
		case f.err == nil:
			*o = n.lateFound(o.Username, f.user, began)
		case errors.Is(f.err, chatapi.ErrNotFound):
			*o = Outcome{Username: o.Username, Result: Failed, Err: ErrNotMade}
		default:
			err = f.err
		}
	}
	return settled, err
}

// lateFound is what became of a user that is there after all.
func (n *run) lateFound(name string, u chatapi.User, began time.Time) Outcome {
	o := Outcome{Username: name, Result: Exists, User: u}
	switch n.age(began, u.Created) {
	case younger:
		o.Result = Registered
	case unclear:
		o.Undecided, o.Err = true, ErrUndecided
	}
	return o
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
