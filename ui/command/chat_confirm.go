package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"agtok/chatapi"
	"agtok/model/visible"
)

// change is what a command is about to do on the service.
type change struct {
	operation chatapi.Operation
	names     []string
	illegal   []string // of the names that were given: they are not sent
	besides   string   // what else it brings about; "" for nothing
}

// allow asks whether a change is wanted, unless nothing real is changed or nobody
// wants to be asked. An error says why it is not to be made.
func (c *chatting) allow(ctx context.Context, cmd *cobra.Command, what change) error {
	if c.settings.UI.ReadOnly {
		return configurationf("ui.read_only is true (%s), so nothing is changed on the Chat service: set it to false to allow that", c.settings.Origins["ui.read_only"])
	}
	if c.yes || !c.settings.UI.Confirm || c.project.Demo && c.project.ChatHost == "" {
		return nil
	}
	if what.names, what.illegal = c.judged(what.names); len(what.names) == 0 {
		return nil // nothing is sent: the rows say why
	}
	text := c.inWords(what)
	if c.asked || !c.world.StdinIsTerminal || !c.world.StderrIsTerminal {
		return usagef(cmd, "this would %s; there is no terminal to ask on: add --yes if that is wanted", text)
	}
	return c.ask(ctx, "this will "+text+". Go on? [y/N] ")
}

// judged tells names that are sent from those that are not legal.
func (c *chatting) judged(names []string) (legal, illegal []string) {
	for _, name := range names {
		if chatapi.CheckUsername(name) == nil || chatapi.IsUUID(name) && !c.table.makes {
			legal = append(legal, name)
		} else {
			illegal = append(illegal, name)
		}
	}
	return legal, illegal
}

// inWords tells of a change, and where it is made.
func (c *chatting) inWords(what change) string {
	host, appKey := c.service.Where(c.project)
	org, app, _ := strings.Cut(appKey, "#")
	method, path := what.operation.Request("{username}")
	return visible.Line(fmt.Sprintf("%s %s%s with %s /%s/%s%s at %s, project %q", what.operation.Verb(), what.whom(), what.besides, method, org, app, path, host, c.project.Name), 500)
}

// whom tells whose change it is: of how many, the first few by name.
func (what *change) whom() string {
	good, all := len(what.names), len(what.names)+len(what.illegal)
	switch {
	case all == 1:
		return what.names[0]
	case good == all:
		return fmt.Sprintf("%d users (%s)", all, few(what.names))
	}
	are := "are no legal names"
	if len(what.illegal) == 1 {
		are = "is no legal name"
	}
	return fmt.Sprintf("%d of %d users (%s; not %s, which %s)", good, all, few(what.names), few(what.illegal), are)
}

// few names the first of many.
func few(names []string) string {
	const most = 5
	if len(names) <= most {
		return visible.Line(strings.Join(names, ", "), 200)
	}
	return visible.Line(strings.Join(names[:most], ", "), 200) + ", …"
}

// ask asks on the terminal. Everything but y and yes is a no.
func (c *chatting) ask(ctx context.Context, question string) error {
	c.talk.progress("")
	// Nobody is left to ask when this fails: then there is no answer either.
	_, _ = io.WriteString(c.world.Stderr, "agtok: "+question)
	answer, err := bufio.NewReader(io.LimitReader(c.stdin, 1024)).ReadString('\n')
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, io.EOF):
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return negativef("nothing was changed")
}
