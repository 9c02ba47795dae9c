package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"agtok/chatapi"
	"agtok/model/chatservice"
	"agtok/model/config"
	"agtok/model/project"
)

// chatting is one run of a command that calls the Chat service.
type chatting struct {
	*session
	trace, curl, yes bool

	settings config.Settings
	project  project.Project
	service  *chatservice.Service
	client   *chatapi.Client
	table    table
	tally    tally
	waits    waiting
	changes  bool // something on the service
	asked    bool // standard input is taken: there is nobody to ask
}

func (s *session) chatCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "chat",
		Short: "Register, look up, list, ban and delete the users of the Chat service",
		Long: `Register, look up, list, ban and delete the users of the project's Chat service over
its REST API.

The project says where its service is: host and app_key in [project.chat], or
AGORA_CHAT_HOST and AGORA_CHAT_APP_KEY. App tokens are minted with its primary
certificate as they are needed. What changes something asks first, on a terminal, or
wants --yes; ui.confirm = false does not ask, ui.read_only = true allows no changes.

Services judge tokens by the real time, so --now changes nothing here.

With --demo the service is a sandbox in this process, which ends with the command:
every command finds the same four users. For one that stays see agtok help chat
sandbox.

Results go to standard output: with --json one object a user. Exit code 0: every user
ended as asked. 1: some did not. 4: the service could not be used at all.`,
		Example: `  agtok chat list --demo
  agtok chat register alice bob --if-missing
  agtok chat register --from names.txt --yes --json >registered.jsonl
  agtok chat get alice --json | jq -r .uuid
  agtok chat ban mallory --trace --curl`,
		RunE: choose("a command of chat"),
	}
	c := &chatting{session: s}
	c.waits.c = c
	root.AddCommand(c.registerCommand(), c.getCommand(), c.listCommand(), c.deleteCommand(), c.passwordCommand(),
		c.banCommand(), c.unbanCommand(), c.disconnectCommand(), c.statusCommand(), s.chatSandboxCommand())
	return root
}

// remote makes cmd a command that calls the service.
func (c *chatting) remote(cmd *cobra.Command, run func(ctx context.Context, cmd *cobra.Command, args []string) error) *cobra.Command {
	f := cmd.Flags()
	f.BoolVar(&c.trace, "trace", false, "say each exchange on standard error: method, URL, status, duration, attempt, and the beginning of the bodies, secrets masked")
	f.BoolVar(&c.curl, "curl", false, "say the curl command of each exchange on standard error; secrets are variables in it")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, stop := context.WithCancel(cmd.Context())
		defer stop()
		if err := c.open(ctx); err != nil {
			return err
		}
		if err := c.withoutCertificates(cmd, args); err != nil {
			return err
		}
		defer c.client.CloseIdleConnections()
		defer c.waits.watch(ctx)()
		return run(ctx, cmd, args)
	}
	return cmd
}

// writing is remote for what changes something.
func (c *chatting) writing(cmd *cobra.Command, run func(ctx context.Context, cmd *cobra.Command, args []string) error) *cobra.Command {
	cmd.Flags().BoolVar(&c.yes, "yes", false, "do not ask")
	return c.remote(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		c.changes = true
		return run(ctx, cmd, args)
	})
}

// open finds the project and its service. Nothing is sent yet.
func (c *chatting) open(ctx context.Context) (err error) {
	if c.settings, err = c.session.settings(); err != nil {
		return err
	}
	if c.project, err = c.signing(ctx); err != nil {
		return err
	}
	w := &c.world
	c.service = chatservice.New(ctx, chatservice.Options{
		Now: w.Now, Salt: w.Salt, Random: w.Random, Jitter: w.Jitter, Sleep: c.wait,
		Client: []chatapi.Option{chatapi.WithTrace(c.traced), chatapi.WithProgress(c.waits.begin)},
	})
	c.client, err = c.service.Connect(ctx, c.project)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, chatservice.ErrNoService), errors.Is(err, project.ErrNoCertificate):
		return configurationf("%w", err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return remotef("%w", err)
}

// withoutCertificates refuses texts that hold an App Certificate of the project: they
// would be sent, and printed.
func (c *chatting) withoutCertificates(cmd *cobra.Command, texts []string) error {
	for i, text := range texts {
		if project.CertificateIn(text, c.project) != "" {
			return usagef(cmd, "an App Certificate stands in name or nickname %d of %d: it is shown nowhere, and nothing was sent", i+1, len(texts))
		}
	}
	return nil
}

// oneOrMore is for commands that take user names.
func oneOrMore(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef(cmd, "name at least one user")
	}
	return nil
}
