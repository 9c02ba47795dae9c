package command

import (
	"context"
	"errors"

	"agtok/chatapi"
)

// errNotTried is of users that nothing was sent for, because the service could not
// be used for those before them.
var errNotTried = errors.New("not tried: the service can't be used")

// each does one thing with every user, in order.
func (c *chatting) each(ctx context.Context, names []string, do func(ctx context.Context, name string) (userRow, error)) error {
	c.table.names(names...)
	var ended error
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := userRow{}, ended
		if ended == nil {
			row, err = do(ctx, name)
			c.tally.note(err)
		}
		if err := c.ended(name, row, err); err != nil {
			return err
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
		row = failedRow(name, err, errors.Is(err, chatapi.ErrOutcomeUnknown))
		c.tally.short++
		c.tally.complain(name, err)
	}
	if err := c.print(row); err != nil {
		return err
	}
	return c.out.Flush()
}

// endsAll reports whether there is no use in asking for another user.
func endsAll(err error) bool {
	return errors.Is(err, chatapi.ErrUnauthorized) || errors.Is(err, chatapi.ErrUnknownApp) || errors.Is(err, chatapi.ErrUnreachable)
}
