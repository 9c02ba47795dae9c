package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"agtok/chatapi"
)

func (c *chatting) listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List users, the first registered first",
		Long: `List users, the first registered first. They are fetched in pages of up to 100, and
printed page by page.

Exit code 0: all that was asked for is printed. 1: the list broke off. 4: the service
could not be used.`,
		Example: `  agtok chat list --demo
  agtok chat list --all --json | jq -r .username`,
		Args: noArguments,
	}
	f := cmd.Flags()
	f.String("limit", "100", "list at most `N` users")
	all := f.Bool("all", false, "list all users")
	return c.remote(cmd, func(ctx context.Context, cmd *cobra.Command, _ []string) error {
		limit, err := strconv.Atoi(f.Lookup("limit").Value.String())
		switch {
		case *all && f.Changed("limit"):
			return usagef(cmd, "--limit and --all ask for different lists: give one of them")
		case err != nil || limit < 1:
			return usagef(cmd, "--limit: how many users to list is a number from 1")
		case *all:
			limit = -1
		}
		return c.list(ctx, limit)
	})
}

// list prints users until limit is reached, which a negative one never is.
func (c *chatting) list(ctx context.Context, limit int) error {
	shown, dropped, cursor := 0, 0, ""
	seen := map[string]bool{}
	watch := c.pace()
	defer watch.end()
	for more := true; more && shown != limit; {
		size := chatapi.MaxPage
		if limit >= 0 {
			size = min(size, limit-shown)
		}
		page, err := c.client.List(ctx, size, cursor)
		if err != nil {
			return c.brokeOff(ctx, shown, err)
		}
		users := page.Users[:min(len(page.Users), size)]
		if err := c.printPage(users); err != nil {
			return err
		}
		shown, dropped, cursor = shown+len(users), dropped+page.Dropped, page.Cursor
		watch.tell(func() string { return grouped(shown, "user") })
		if seen[cursor] {
			return negativef("the list goes in a circle: the service sends a cursor that it has sent before")
		}
		more = cursor != "" && len(users)+page.Dropped > 0
		seen[cursor] = true
	}
	watch.end()
	if dropped > 0 {
		c.say("left out: %s whose name or UUID is not legal", count(dropped, "user"))
	}
	if cursor != "" {
		c.say("there are more users: --all lists them all")
	}
	return nil
}

func (c *chatting) printPage(users []chatapi.User) error {
	for _, u := range users {
		c.table.names(u.Username)
	}
	for _, u := range users {
		if err := c.print(rowOf(u, userFound)); err != nil {
			return err
		}
	}
	return c.out.Flush()
}

// brokeOff ends a list that an error cut short.
func (c *chatting) brokeOff(ctx context.Context, shown int, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case shown > 0:
		return negativef("the list breaks off after %s: %s", count(shown, "user"), sentence("", err))
	}
	return remotef("%s", sentence("", err))
}
