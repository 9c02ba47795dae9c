package command

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"agtok/chatapi"
	"agtok/model/registration"
)

// registering is one run of the command.
type registering struct {
	*chatting
	from, nickname   string
	stdin, ifMissing bool
	broken           error // of writing to standard output
}

func (c *chatting) registerCommand() *cobra.Command {
	r := &registering{chatting: c}
	cmd := &cobra.Command{
		Use:   "register NAME…",
		Short: "Register users",
		Long: `Register users: the names given, and those of a list. A name has 1 to 64 of a-z, 0-9,
underscore, dot and hyphen.

A list has a user a line: a name, or {"username":"…","password":"…","nickname":"…"};
a line qa-{1..50} stands for fifty names; empty lines and those that begin with # do
not count. --password-stdin and --nickname are for all users whose line has none. A
password is needed only to log in without a token.

Users are registered in batches of 60. When an answer is lost, the users of that batch
are looked up before any is sent again; so every user is registered once, or it is said
why not. A user that was there before is "exists", which --if-missing takes for right.
In JSON, "unknown":true is of a failed one who may have been registered: look it up;
"tried":false of one that nothing was sent for; "undecided":true of one that is there
and may have been made by this run or by somebody else just before.

Each batch is printed as it is settled. When nobody reads standard output any more,
nothing further is sent.

Exit code 0: all are registered. 1: some are not. 4: the service could not be used.`,
		Example: `  agtok chat register alice bob --if-missing
  agtok chat register --from names.txt --yes
  pass show chat/alice | agtok chat register alice --password-stdin --nickname "Alice L." --yes`,
	}
	f := cmd.Flags()
	f.StringVar(&r.from, "from", "", "register the users that this `FILE` lists too; - is standard input")
	f.StringVar(&r.nickname, "nickname", "", "the `NAME` that push notifications show")
	f.BoolVar(&r.stdin, "password-stdin", false, "read the password from standard input")
	f.BoolVar(&r.ifMissing, "if-missing", false, "a user that is there already is all right")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0 && r.from == "":
			return usagef(cmd, "name at least one user, or a list of them with --from")
		case r.from == "-" && r.stdin:
			return usagef(cmd, "--from - and --password-stdin both read standard input: put the list into a file")
		}
		return nil
	}
	return c.writing(cmd, r.run)
}

func (r *registering) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	users, err := r.users(cmd, args)
	if err != nil {
		return err
	}
	users = r.merged(users)
	r.table.makes = true
	names, texts := make([]string, len(users)), []string{}
	for i, u := range users {
		names[i] = u.Username
		texts = append(texts, u.Username+" "+u.Nickname)
	}
	if err := r.withoutCertificates(cmd, texts); err != nil {
		return err
	}
	if err := r.allow(ctx, cmd, change{operation: chatapi.OpRegisterMany, names: names}); err != nil {
		return err
	}
	r.table.names(names...)
	sending, stop := context.WithCancel(ctx)
	defer stop()
	o := registration.Options{Now: r.world.Now, Settled: func(list []registration.Outcome) {
		if r.broken == nil {
			r.broken = r.settled(list)
		}
		if r.broken != nil {
			stop()
		}
	}}
	watch := r.pace()
	report := registration.Run(sending, r.client, users, o, func(p registration.Progress) {
		watch.tell(func() string {
			text := grouped(p.Done, "") + " of " + grouped(p.Total, "user")
			if p.Failed > 0 {
				text += ", " + grouped(p.Failed, "") + " failed"
			}
			return text
		})
	})
	watch.end()
	return r.report(ctx, report)
}

// users gives those of the command line and of the list.
func (r *registering) users(cmd *cobra.Command, args []string) (users []chatapi.NewUser, err error) {
	for _, name := range args {
		users = append(users, chatapi.NewUser{Username: name})
	}
	if r.from != "" {
		listed, err := r.listed(cmd, r.from)
		if err != nil {
			return nil, err
		}
		users = append(users, listed...)
	}
	if len(users) == 0 {
		return nil, usagef(cmd, "--from: the list is empty")
	}
	var password chatapi.Password
	if r.stdin {
		if password, err = r.password(cmd); err != nil {
			return nil, err
		}
	}
	for i := range users {
		if users[i].Password.IsZero() {
			users[i].Password = password
		}
		if users[i].Nickname == "" {
			users[i].Nickname = r.nickname
		}
	}
	return users, nil
}

// maxPasswordInput bounds what is read for a password, in bytes.
const maxPasswordInput = 4 << 10

// merged leaves out users that stand in the list before, just the same. Those that
// differ are left to be told apart.
func (r *registering) merged(users []chatapi.NewUser) []chatapi.NewUser {
	first := map[string]chatapi.NewUser{}
	var left []chatapi.NewUser
	var twice []string
	for _, u := range users {
		if before, ok := first[u.Username]; ok && before.Equal(u) {
			twice = append(twice, u.Username)
			continue
		}
		if _, ok := first[u.Username]; !ok {
			first[u.Username] = u
		}
		left = append(left, u)
	}
	if len(twice) > 0 {
		r.say("warning: named more than once, and registered once: %s", few(slices.Compact(twice)))
	}
	return left
}

// password reads a password from standard input.
func (c *chatting) password(cmd *cobra.Command) (chatapi.Password, error) {
	if c.world.StdinIsTerminal {
		return chatapi.Password{}, usagef(cmd, "--password-stdin: standard input is a terminal, which would show the password: pipe it in")
	}
	c.asked = true
	data, err := io.ReadAll(io.LimitReader(c.session.stdin, maxPasswordInput))
	if err != nil {
		return chatapi.Password{}, err
	}
	p, err := chatapi.NewPassword(string(withoutBreak(data)))
	if err != nil {
		return chatapi.Password{}, usagef(cmd, "--password-stdin: %w", err)
	}
	return p, nil
}

// settled prints what became of users.
func (r *registering) settled(list []registration.Outcome) error {
	for i := range list {
		if err := r.print(r.became(&list[i])); err != nil {
			return err
		}
	}
	return r.out.Flush()
}

// report sums up the run, whose rows are printed.
func (r *registering) report(ctx context.Context, report registration.Report) error {
	if n := len(report.Outcomes); n > 1 && !r.json || ctx.Err() != nil || r.broken != nil {
		r.say("%s", summary(report))
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case r.broken != nil:
		return unread(r.broken)
	}
	if r.tally.fault == nil {
		r.tally.fault = report.Err
	}
	return r.verdict()
}

// became gives the row of a user, and counts it.
func (r *registering) became(o *registration.Outcome) userRow {
	switch o.Result {
	case registration.Registered:
		r.tally.served = true
	case registration.Exists:
		r.tally.served = true
		switch {
		case r.ifMissing:
		case o.Undecided:
			r.tally.short++
			r.tally.complain(o.Username, o.Err)
		default:
			r.tally.short++
			r.tally.complain(o.Username, errors.New("there was such a user before; --if-missing takes that for right"))
		}
	case registration.NotTried:
		r.tally.short++
	default:
		r.tally.short++
		r.tally.note(o.Err)
		r.tally.complain(o.Username, o.Err)
	}
	return o.Row()
}

// summary counts the results.
func summary(report registration.Report) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, grouped(n, "")+" "+what)
		}
	}
	unknown := report.Unknown()
	add(report.Count(registration.Registered), "registered")
	add(report.Count(registration.Exists), "there before")
	add(report.Count(registration.Failed)-unknown, "failed")
	add(unknown, "perhaps made")
	add(report.Count(registration.NotTried), "not tried")
	return strings.Join(parts, ", ")
}
