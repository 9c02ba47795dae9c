package command

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"agtok/chatapi"
)

func (c *chatting) statusCommand() *cobra.Command {
	return c.remote(&cobra.Command{
		Use:   "status NAME…",
		Short: "Say whether users are online",
		Long: `Say whether users are online.

Several users are asked for in batches of 100, and in those the service tells of users
that it does not know that they are offline. agtok chat get tells them apart; so does
status for a single user.

Exit code 0: all are known. 1: some could not be asked for, or the one is missing. 4: the
service could not be used.`,
		Example: `  agtok chat status user1 user2 --demo`,
		Args:    oneOrMore,
	}, func(ctx context.Context, _ *cobra.Command, names []string) error {
		if c.table.brief = true; len(names) > 1 {
			return c.statusOfMany(ctx, names)
		}
		return c.each(ctx, names, func(ctx context.Context, name string) (userRow, error) {
			online, err := c.client.Status(ctx, name)
			return presence(name, online), err
		})
	})
}

func presence(name string, online bool) userRow {
	return userRow{Username: name, Result: map[bool]string{true: userOnline, false: userOffline}[online]}
}

// statusOfMany asks in batches. The names that are not legal would spoil a whole one.
func (c *chatting) statusOfMany(ctx context.Context, names []string) error {
	online, faults := map[string]bool{}, map[string]error{}
	var legal []string
	for _, name := range names {
		if err := chatapi.CheckUsername(name); err != nil {
			faults[name] = err
		} else {
			legal = append(legal, name)
		}
	}
	slices.Sort(legal)
	var ended error
	for batch := range slices.Chunk(slices.Compact(legal), chatapi.MaxStatus) {
		list, err := []chatapi.Presence(nil), ended
		if ended == nil {
			list, err = c.client.StatusMany(ctx, batch)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && endsAll(err) {
			ended = errNotTried
		}
		for _, name := range batch {
			faults[name] = err
		}
		for _, p := range list {
			online[p.Username] = p.Online
		}
	}
	return c.printStatus(ctx, names, online, faults)
}

func (c *chatting) printStatus(ctx context.Context, names []string, online map[string]bool, faults map[string]error) error {
	offline := false
	err := c.each(ctx, names, func(_ context.Context, name string) (userRow, error) {
		if faults[name] == nil && !online[name] {
			offline = true
		}
		return presence(name, online[name]), faults[name]
	})
	if offline {
		c.say("offline may also mean that there is no such user: agtok chat get tells")
	}
	return err
}
