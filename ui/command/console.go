package command

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"agtok/model/config"
	"agtok/model/project"
)

// runConsole opens the console.
func (s *session) runConsole(cmd *cobra.Command, _ []string) error {
	if !s.world.StdinIsTerminal || !s.world.StdoutIsTerminal {
		return usagef(cmd, "the console needs a terminal; without one use agtok decode to read tokens and agtok new to make one")
	}
	if s.world.env("TERM") == "dumb" {
		return usagef(cmd, "this terminal (TERM=dumb) can't show the console; use agtok decode to read tokens and agtok new to make one")
	}
	c, err := s.console()
	if err != nil {
		return err
	}
	if err := s.world.Console(cmd.Context(), c); err != nil {
		return err
	}
	return cmd.Context().Err()
}

// console gives what the console starts with. A bad configuration is no reason not
// to start: the console says what was ignored. Only a project that was asked for
// on this very command line must be there.
func (s *session) console() (Console, error) {
	settings, problems := s.load()
	name, err := s.chosen(settings)
	switch {
	case err == nil:
	case errors.Is(err, config.ErrNoProject):
		name = project.DemoName
	case s.project != "":
		return Console{}, err
	default:
		name = project.DemoName
		if s.world.env("AGTOK_PROJECT") != "" { // else loading has found the same
			problems = append(problems, config.Problem{Key: "AGTOK_PROJECT", Message: err.Error() + "; the demo project is in use"})
		}
	}
	return Console{
		Settings: settings, Problems: problems, Inputs: s.inputs(), Project: name,
		Now: s.running(), Pretend: s.pretend != "", NoColor: s.noColor || s.world.colourless(),
	}, nil
}

// running gives the clock of the console: with --now it starts there and runs on.
func (s *session) running() func() time.Time {
	if s.pretend == "" {
		return s.world.Now
	}
	from, start, now := s.now(), s.world.Now(), s.world.Now
	return func() time.Time { return from.Add(now().Sub(start)) }
}
