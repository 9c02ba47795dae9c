package command

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"agtok/model/config"
	"agtok/model/timeline"
	"agtok/ui/theme"
)

func (s *session) timelineCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "timeline [TOKEN…]",
		Short: "List all that will happen to a token's user, past and to come",
		Long: `List every event in a token's life in order: when it comes, what it is, which
callback of the SDK reports it, and what the app should do then. What the documents
leave open or disagree on stands below.

The input is text in which every token is found, as for decode: the arguments, else
standard input. A token that is there several times is listed once. A 006 token
needs neither its channel nor its uid for this.

On a terminal the lines are as wide as it is. Elsewhere they form a table with a row
for each event.

With --json every event is a line as decode has it under "events", with the
platform's own name as "callback" and, of several tokens, the number of its token as
"token".

Exit code 0: all tokens were read. 1: there is none, or one that can't be read.`,
		Example: `  agtok timeline 007eJx…
  agtok timeline --platform web --utc 007eJx…
  agtok timeline --json <server.log | jq -r 'select(.event=="expired") | .at'`,
		RunE: s.runTimeline,
	}
	platformFlag(cmd)
	cmd.Flags().Bool("utc", false, "write times in UTC, not in local time")
	return cmd
}

// platformFlag adds the flag that says whose callbacks are named.
func platformFlag(cmd *cobra.Command) {
	names := platformNames()
	cmd.Flags().String("platform", "", "name the callbacks of this SDK's `PLATFORM`: "+strings.Join(names, ", ")+" (default: ui.platform of the configuration)")
	// What flags suggest is a convenience: without it they still work.
	_ = cmd.RegisterFlagCompletionFunc("platform", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
}

// telling is how events are told of: for whom, and in which words.
type telling struct {
	*session
	platform timeline.Platform
	theme    *theme.Theme
	several  bool // tokens, so that each event says whose it is
}

// telling reads the configuration and --platform.
func (s *session) telling(cmd *cobra.Command) (telling, error) {
	settings, err := s.settings()
	if err != nil {
		return telling{}, err
	}
	// No certificate is needed, but a mistyped project is still said.
	if _, err := s.chosen(settings); err != nil && !errors.Is(err, config.ErrNoProject) {
		return telling{}, err
	}
	t := telling{session: s, platform: timeline.Platform(settings.UI.Platform)}
	t.theme = newPrinter(s, settings.UI.Theme, false).view.Theme
	flag := cmd.Flags().Lookup("platform")
	if !flag.Changed {
		return t, nil
	}
	for _, p := range timeline.Platforms() {
		if t.platform = p; string(p) == flag.Value.String() {
			return t, nil
		}
	}
	return t, usagef(cmd, "--platform: %q is none of %s", shown(flag.Value.String()), strings.Join(platformNames(), ", "))
}

func platformNames() []string {
	var names []string
	for _, p := range timeline.Platforms() {
		names = append(names, string(p))
	}
	return names
}

func (s *session) runTimeline(cmd *cobra.Command, args []string) error {
	t, err := s.telling(cmd)
	if err != nil {
		return err
	}
	tokens, unread, err := s.observe(cmd, args)
	if err != nil {
		return err
	}
	t.several = len(tokens) > 1
	utc, _ := cmd.Flags().GetBool("utc") // a switch: cobra has read it
	for i := range tokens {
		if err := t.whole(&tokens[i], utc, i == 0); err != nil {
			return err
		}
	}
	for _, text := range unread {
		s.say("%s", text)
	}
	if len(unread) > 0 {
		return negative()
	}
	return nil
}

// whole prints all events of a token.
func (t telling) whole(o *observed, utc, first bool) error {
	tl := timeline.Of(o.token)
	if !t.json {
		return t.inWords(o, &tl, utc, first)
	}
	for i := range tl.Events {
		if err := t.printJSON(t.fired(o, &tl.Events[i])); err != nil {
			return err
		}
	}
	return nil
}
