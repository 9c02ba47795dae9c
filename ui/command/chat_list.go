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

// maxEmptyPages bounds the pages without users in a row that are gone through: a
// service may filter its pages, but nobody learns anything from an endless row.
const maxEmptyPages = 50

// listing is how far a list is.
type listing struct {
	c              *chatting
	limit          int // users to list; negative: all
	shown, damaged int // users; the second are among the first
	empty          int // pages without users in a row
	cursor         string
	seen           map[string]bool // cursors
}

// list prints users until limit is reached, which a negative one never is.
func (c *chatting) list(ctx context.Context, limit int) error {
	l := &listing{c: c, limit: limit, seen: map[string]bool{}}
	watch := c.pace()
	defer watch.end()
	for more := true; more && l.shown != limit; {
		if err := l.page(ctx); err != nil {
			return err
		}
		watch.tell(func() string { return grouped(l.shown, "user") })
		more = l.cursor != ""
	}
	watch.end()
	if l.damaged > 0 {
		c.say("%s with a name or UUID that is not legal (\"legal\":false in JSON): what does not show in a name is escaped; address each by the other of the two", count(l.damaged, "user"))
	}
	if l.cursor != "" {
		c.say("there are more users: --all lists them all")
	}
	return nil
}

// page prints the next page.
func (l *listing) page(ctx context.Context) error {
	size := chatapi.MaxPage
	if l.limit >= 0 {
		size = min(size, l.limit-l.shown)
	}
	page, err := l.c.client.List(ctx, size, l.cursor)
	if err != nil {
		return l.c.brokeOff(ctx, l.shown, err)
	}
	users := page.Users[:min(len(page.Users), size)]
	damaged := page.Damaged[:min(len(page.Damaged), size-len(users))]
	if err := l.c.printPage(users, damaged); err != nil {
		return err
	}
	l.shown, l.damaged, l.cursor = l.shown+len(users)+len(damaged), l.damaged+len(damaged), page.Cursor
	return l.turn(len(users) + len(damaged))
}

// turn looks whether the list comes to an end, behind a page of so many users.
func (l *listing) turn(users int) error {
	if l.empty++; users > 0 {
		l.empty = 0
	}
	switch {
	case l.cursor == "":
		return nil
	case l.seen[l.cursor]:
		return negativef("the list goes in a circle: the service sends a cursor that it has sent before")
	case l.empty == maxEmptyPages:
		return negativef("the list breaks off after %s: the service sent %d pages without users in a row, and says that there are more", count(l.shown, "user"), maxEmptyPages)
	}
	l.seen[l.cursor] = true
	return nil
}

func (c *chatting) printPage(users []chatapi.User, damaged []chatapi.Damaged) error {
	for _, u := range users {
		c.table.names(u.Username)
	}
	for _, d := range damaged {
		c.table.names(d.Name)
	}
	for _, u := range users {
		if err := c.print(rowOf(u, userFound)); err != nil {
			return err
		}
	}
	for _, d := range damaged {
		if err := c.print(userRow{Username: d.Name, UUID: d.UUID, Result: userFound, Legal: new(bool)}); err != nil {
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
