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
		Long: `Say whether users are online, by name or UUID.

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

// answers is what was found out of users who are asked for together.
type answers struct {
	online map[string]bool
	faults map[string]error
	ended  error // why nobody else is asked for
}

// take notes the answer about some users.
func (a *answers) take(list []chatapi.Presence, err error, names ...string) {
	for _, name := range names {
		a.faults[name] = err
	}
	for _, p := range list {
		a.online[p.Username], a.faults[p.Username] = p.Online, nil
	}
	if err != nil && endsAll(err) {
		a.ended = errNotTried
	}
}

// statusOfMany asks in batches. The names that are not legal would spoil a whole one,
// and UUIDs are no names there.
func (c *chatting) statusOfMany(ctx context.Context, names []string) error {
	a := &answers{online: map[string]bool{}, faults: map[string]error{}}
	var legal []string
	for _, name := range names {
		if chatapi.IsUUID(name) {
			c.askOne(ctx, a, name)
		} else if err := chatapi.CheckUsername(name); err != nil {
			a.faults[name] = err
		} else {
			legal = append(legal, name)
		}
	}
	slices.Sort(legal)
	for batch := range slices.Chunk(slices.Compact(legal), chatapi.MaxStatus) {
		if a.ended != nil {
			a.take(nil, a.ended, batch...)
			continue
		}
		list, err := c.client.StatusMany(ctx, batch)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.take(list, err, batch...)
	}
	return c.printStatus(ctx, names, a.online, a.faults)
}

// askOne asks for a user in a request of its own.
func (c *chatting) askOne(ctx context.Context, a *answers, name string) {
	if a.ended != nil {
		a.take(nil, a.ended, name)
		return
	}
	online, err := c.client.Status(ctx, name)
	a.online[name] = online
	a.take(nil, err, name)
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
