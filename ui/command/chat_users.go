package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"agtok/chatapi"
)

func (c *chatting) getCommand() *cobra.Command {
	return c.remote(&cobra.Command{
		Use:   "get NAME…",
		Short: "Look users up, by name or UUID",
		Long: `Look users up, by name or UUID, and say whether they are there: UUID, state, time of
registration, nickname.

Exit code 0: all were found. 1: some are missing. 4: the service could not be used.`,
		Example: `  agtok chat get user1 user9 --demo
  agtok chat get alice --json | jq -r .uuid`,
		Args: oneOrMore,
	}, func(ctx context.Context, _ *cobra.Command, names []string) error {
		return c.each(ctx, names, func(ctx context.Context, name string) (userRow, error) {
			u, err := c.client.Get(ctx, name)
			return rowOf(u, userFound), err
		})
	})
}

func (c *chatting) deleteCommand() *cobra.Command {
	return c.writing(&cobra.Command{
		Use:   "delete NAME… --yes",
		Short: "Delete users, and the groups and chat rooms that they own",
		Long: `Delete users, and the groups and chat rooms that they own. It can't be undone.

In JSON, "answerLost":true is of one whose first answer was lost and who was not there
on the next attempt: deleted, unless it was missing before.

Exit code 0: all were deleted. 1: some were not, or were missing. 4: the service could
not be used.`,
		Example: `  agtok chat delete alice bob
  agtok chat delete alice --yes`,
		Args: oneOrMore,
	}, func(ctx context.Context, cmd *cobra.Command, names []string) error {
		what := change{operation: chatapi.OpDelete, names: names, besides: " and the groups and chat rooms they own"}
		if err := c.allow(ctx, cmd, what); err != nil {
			return err
		}
		return c.each(ctx, names, c.deleted)
	})
}

func (c *chatting) deleted(ctx context.Context, name string) (userRow, error) {
	u, err := c.client.Delete(ctx, name)
	if errors.Is(err, chatapi.ErrNotFound) && errors.Is(err, chatapi.ErrOutcomeUnknown) {
		c.say("%s: an answer was lost, and on the next attempt the user was not there: deleted, unless it was missing before", name)
		return userRow{Username: name, Result: userDeleted, AnswerLost: true}, nil
	}
	row := rowOf(u, userDeleted)
	row.Activated = nil // the service says false of every deleted user
	return row, err
}

func (c *chatting) banCommand() *cobra.Command {
	return c.writing(&cobra.Command{
		Use:   "ban NAME…",
		Short: "Log users out and keep them from logging in",
		Long: `Log users out and keep them from logging in, until unban.

Exit code 0: all are banned. 1: some are not, or are missing. 4: the service could not
be used.`,
		Args: oneOrMore,
	}, c.changing(change{operation: chatapi.OpBan}, func(ctx context.Context, name string) (userRow, error) {
		u, err := c.client.Ban(ctx, name)
		row := rowOf(u, userChanged)
		if err != nil {
			row, err = userRow{Username: name, Result: userChanged, Activated: new(bool)}, c.unlessSo(ctx, name, false, err)
		}
		return row, err
	}))
}

func (c *chatting) unbanCommand() *cobra.Command {
	return c.writing(&cobra.Command{
		Use:   "unban NAME…",
		Short: "Let banned users log in again",
		Long: `Let banned users log in again.

Exit code 0: all may. 1: some may not, or are missing. 4: the service could not be used.`,
		Args: oneOrMore,
	}, c.changing(change{operation: chatapi.OpUnban}, func(ctx context.Context, name string) (userRow, error) {
		active := true
		return userRow{Username: name, Result: userChanged, Activated: &active}, c.unlessSo(ctx, name, active, c.client.Unban(ctx, name))
	}))
}

// unlessSo looks up whether a change was made when its answer makes no sense, and
// then gives no error.
func (c *chatting) unlessSo(ctx context.Context, name string, active bool, err error) error {
	if !errors.Is(err, chatapi.ErrBadReply) {
		return err
	}
	if u, lookup := c.client.Get(ctx, name); lookup == nil && u.Activated == active {
		return nil
	}
	return err
}

func (c *chatting) disconnectCommand() *cobra.Command {
	return c.writing(&cobra.Command{
		Use:   "disconnect NAME…",
		Short: "Log users out on all devices; they may log in again",
		Long: `Log users out on all devices. They may log in again at once.

Agora's page of this call shows GET, its overview POST; GET is sent.

Exit code 0: all are offline. 1: some are not, or are missing. 4: the service could not
be used.`,
		Args: oneOrMore,
	}, c.changing(change{operation: chatapi.OpDisconnect}, func(ctx context.Context, name string) (userRow, error) {
		c.table.brief = true
		return userRow{Username: name, Result: userChanged}, c.client.Disconnect(ctx, name)
	}))
}

// changing asks, and does one thing with every user.
func (c *chatting) changing(what change, do func(ctx context.Context, name string) (userRow, error)) func(context.Context, *cobra.Command, []string) error {
	return func(ctx context.Context, cmd *cobra.Command, names []string) error {
		what := what
		what.names = names
		if err := c.allow(ctx, cmd, what); err != nil {
			return err
		}
		return c.each(ctx, names, do)
	}
}

func (c *chatting) passwordCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "password NAME --password-stdin",
		Short: "Give a user another password",
		Long: `Give a user another password, read from standard input: 1 to 64 bytes, a line break at
the end left out. The old one is not asked for. Since standard input is taken, a real
project wants --yes.

Exit code 0: it is changed. 1: it is not, or the user is missing. 4: the service could
not be used.`,
		Example: `  pass show chat/alice | agtok chat password alice --password-stdin --yes`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef(cmd, "name one user")
			}
			return nil
		},
	}
	stdin := cmd.Flags().Bool("password-stdin", false, "read the password from standard input")
	return c.writing(cmd, func(ctx context.Context, cmd *cobra.Command, names []string) error {
		if !*stdin {
			return usagef(cmd, "give the password on standard input, with --password-stdin")
		}
		password, err := c.password(cmd)
		if err != nil {
			return err
		}
		what := change{operation: chatapi.OpSetPassword}
		return c.changing(what, func(ctx context.Context, name string) (userRow, error) {
			c.table.brief = true
			return userRow{Username: name, Result: userChanged}, c.client.SetPassword(ctx, name, password)
		})(ctx, cmd, names)
	})
}
