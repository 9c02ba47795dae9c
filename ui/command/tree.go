package command

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"agtok/model/project"
)

// tree builds the commands. Each command is a row here and a file of its own.
func (s *session) tree() *cobra.Command {
	root := &cobra.Command{
		Use:   "agtok",
		Short: "Compose, read, check and watch Agora tokens",
		Long: `agtok composes, reads and watches tokens of Agora's real-time services.

Without a command it opens the console. Nothing needs an account: with no project
configured the console works in a demo project.`,
		Example: `  agtok                                        the console
  agtok decode 007eJx…                         what a token says
  agtok new rtc --channel lobby --uid 1234     a new token`,
		Args:              s.onlyCommands,
		PersistentPreRunE: s.globals,
		RunE:              s.runConsole,
		SilenceErrors:     true,
		SilenceUsage:      true,
	}
	s.globalFlags(root.PersistentFlags())
	// What flags suggest is a convenience: without it they still work.
	_ = root.RegisterFlagCompletionFunc("project", s.completeProject)
	root.SetFlagErrorFunc(badFlag)
	root.SetArgs(append([]string{}, s.world.Args...))
	root.SetIn(s.stdin)
	root.SetOut(s.out)
	root.SetErr(s.world.Stderr)
	root.AddCommand(s.decodeCommand(), s.checkCommand(), s.diffCommand(), s.timelineCommand(), s.watchCommand(), s.cohostCommand(), s.newCommand(), s.signCommand(), s.chatCommand(), s.configCommand(), s.versionCommand())
	root.SetHelpCommand(s.helpCommand())
	return root
}

func (s *session) globalFlags(f *pflag.FlagSet) {
	f.StringVar(&s.config, "config", "", "read this `FILE` as the configuration")
	f.StringVar(&s.envFile, "env-file", "", "read AGORA_APP_ID and AGORA_APP_CERTIFICATE from this `FILE` too, as .env.local")
	f.StringVar(&s.project, "project", "", "use the project of this `NAME`")
	f.BoolVar(&s.demo, "demo", false, "use the demo project, whose certificate is public")
	f.BoolVar(&s.json, "json", false, "print JSON lines")
	f.StringVar(&s.pretend, "now", "", "pretend that it is `TIME`: 14:30, 2026-11-22, RFC 3339 or @1700000000")
	f.BoolVar(&s.noColor, "no-color", false, "print and draw without colours")
}

// onlyCommands refuses arguments of agtok itself, which are mistyped commands or
// tokens.
func (s *session) onlyCommands(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case strings.HasPrefix(args[0], "007") || strings.HasPrefix(args[0], "006"):
		return usagef(cmd, "to read a token, say agtok decode %s", shown(args[0]))
	}
	return usagef(cmd, "there is no command %q: %s%s", shown(args[0]), nearest(cmd, args[0]), strings.Join(below(cmd), ", "))
}

// badFlag says what is wrong with a flag and, where it is not known, what is.
func badFlag(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		invalid *pflag.InvalidValueError
		bare    *pflag.ValueRequiredError
	)
	switch {
	case errors.As(err, &unknown) && cmd.HasParent() && cmd.HasAvailableSubCommands():
		return usagef(cmd, "%s can't stand here: first comes one of %s, then its flags", flagName(unknown), strings.Join(below(cmd), ", "))
	case errors.As(err, &unknown):
		return usagef(cmd, "there is no flag %s: %s takes %s", flagName(unknown), cmd.CommandPath(), flagsOf(cmd))
	case errors.As(err, &invalid): // all flags but the switches take any text
		return usagef(cmd, "--%s is a switch: it takes no value, or true or false", invalid.GetFlag().Name)
	case errors.As(err, &bare):
		return usagef(cmd, "--%s needs a value", shown(bare.GetSpecifiedName()))
	}
	return usagef(cmd, "%w", err)
}

func flagName(unknown *pflag.NotExistError) string {
	if unknown.GetSpecifiedShortnames() != "" {
		return "-" + shown(unknown.GetSpecifiedName())
	}
	return "--" + shown(unknown.GetSpecifiedName())
}

// flagsOf lists the flags of cmd itself, or the global ones when it has none.
func flagsOf(cmd *cobra.Command) string {
	var names []string
	list := func(f *pflag.Flag) {
		if f.Name != "help" {
			names = append(names, "--"+f.Name)
		}
	}
	if cmd.LocalFlags().VisitAll(list); len(names) == 0 {
		cmd.InheritedFlags().VisitAll(list)
	}
	return strings.Join(names, ", ")
}

// helpCommand replaces cobra's, which ends well when there is no such command.
func (s *session) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say what a command does and what it takes",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			about, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return below(about), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usagef(cmd.Root(), "there is no command %q", shown(strings.Join(args, " ")))
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// completeProject suggests the names of projects to a shell.
func (s *session) completeProject(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	settings, _ := s.load()
	names := []string{project.DemoName}
	for _, d := range settings.Projects {
		names = append(names, d.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
