package command

import (
	"context"
	"errors"
	"fmt"

	"agtok/chatapi"
)

// errNotTried is of users that nothing was sent for, because the service could not
// be used for those before them.
var errNotTried = errors.New("not tried: the service can't be used")

// errLeft is of users that nothing was sent for before the run was interrupted.
var errLeft = errors.New("not tried: the run was interrupted before")

// each does one thing with every user, in order.
func (c *chatting) each(ctx context.Context, names []string, do func(ctx context.Context, name string) (userRow, error)) error {
	c.table.names(names...)
	var ended error
	for i, name := range names {
		if ctx.Err() != nil && ended == nil {
			ended = errLeft
		}
		if len(names) > 1 {
			c.waits.tell(fmt.Sprintf(", %s of %s", grouped(i+1, ""), grouped(len(names), "user")))
		}
		row, err := userRow{}, ended
		if ended == nil {
			row, err = do(ctx, name)
			c.tally.note(err)
		}
		if broken := c.ended(name, row, err); broken != nil {
			if !c.changes {
				return broken
			}
			c.say("%d of %s were seen to", i+1, grouped(len(names), "user"))
			return unread(broken)
		}
		if endsAll(err) {
			ended = errNotTried
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.verdict()
}

// ended prints how a user ended.
func (c *chatting) ended(name string, row userRow, err error) error {
	switch {
	case errors.Is(err, chatapi.ErrNotFound):
		row = userRow{Username: name, Result: userMissing}
		c.tally.short++
	case err != nil:
		row = c.failedRow(name, err)
		c.tally.short++
		c.tally.complain(name, err)
	}
	if err := c.print(row); err != nil {
		return err
	}
	return c.out.Flush()
}

// failedRow is the row of a user for whom something was not done, or only perhaps.
func (c *chatting) failedRow(name string, err error) userRow {
	unknown := errors.Is(err, chatapi.ErrOutcomeUnknown)
	row := failedRow(name, err, unknown)
	if errors.Is(err, errNotTried) || errors.Is(err, errLeft) || c.changes && errors.Is(err, context.Canceled) && !unknown {
		row.Tried = new(bool)
	}
	return row
}

// endsAll reports whether there is no use in asking for another user.
func endsAll(err error) bool {
	return errors.Is(err, chatapi.ErrUnauthorized) || errors.Is(err, chatapi.ErrUnknownApp) || errors.Is(err, chatapi.ErrUnreachable) ||
		errors.Is(err, chatapi.ErrLongWait)
}
