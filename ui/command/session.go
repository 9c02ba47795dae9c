package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"agtok/model/config"
	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/visible"
)

// session is one run of the program.
type session struct {
	world World
	stdin *interruptible
	out   *bufio.Writer
	talk  talk
	now   func() time.Time // frozen with --now

	// The global flags.
	config, envFile, project, pretend string
	demo, json, noColor               bool
}

// say writes a line to standard error.
func (s *session) say(format string, args ...any) { s.talk.say(message(format, args...)) }

// printJSON writes v as a line to standard output.
func (s *session) printJSON(v any) error {
	line, err := visible.JSON(v)
	if err != nil {
		return err
	}
	_, err = s.out.Write(append(line, '\n'))
	return err
}

// printf writes to standard output.
func (s *session) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(s.out, format, args...)
	return err
}

// width gives how wide lines on a terminal may be, in cells: at least 20, below which
// no layout helps, and 80 when it is unknown.
func (s *session) width() int {
	const usual, least = 80, 20
	if s.world.Width == nil {
		return usual
	}
	w := s.world.Width()
	if w < 1 {
		return usual
	}
	return max(w, least)
}

// globals looks at the global flags before any command runs.
func (s *session) globals(cmd *cobra.Command, _ []string) error {
	for _, name := range [...]string{"config", "env-file", "project", "now"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed && f.Value.String() == "" {
			return usagef(cmd, "--%s is empty: give a value, or leave it out", name)
		}
	}
	if s.demo && s.project != "" && s.project != project.DemoName {
		return usagef(cmd, "--demo and --project name two projects: give one of them")
	}
	s.now = s.world.Now
	if s.pretend == "" {
		return nil
	}
	at, err := lifetime.ParseInstant(s.pretend, s.world.Now())
	if err != nil {
		return usagef(cmd, "--now: %v", err)
	}
	s.now = func() time.Time { return at }
	return nil
}

func (s *session) inputs() config.Inputs {
	w := &s.world
	return config.Inputs{File: s.config, EnvFile: s.envFile, Getenv: w.Getenv, Home: w.Home, UserConfigDir: w.UserConfigDir}
}

// load reads the configuration and applies the flags to it.
func (s *session) load() (config.Settings, []config.Problem) {
	settings, problems := config.Load(s.inputs())
	if s.noColor {
		settings.UI.Theme = "mono"
		settings.Origins["ui.theme"] = "--no-color"
	}
	return settings, problems
}

// settings reads the configuration for a command that works with none but a right
// one: a mistyped key must not sign with another project.
func (s *session) settings() (config.Settings, error) {
	settings, problems := s.load()
	problems = slices.DeleteFunc(problems, func(p config.Problem) bool { return p.Warning })
	if len(problems) == 0 {
		return settings, nil
	}
	more := ""
	if n := len(problems) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more: agtok config check lists all)", n)
	}
	return settings, configurationf("%s%s", inWords(problems[0]), more)
}

func inWords(p config.Problem) string {
	if p.Fix == "" {
		return p.Error()
	}
	return p.Error() + "; " + p.Fix
}

// chosen gives the name of the project to use. When there is none the error
// matches [config.ErrNoProject].
func (s *session) chosen(settings config.Settings) (string, error) {
	if s.demo {
		return project.DemoName, nil
	}
	name, err := settings.Choose(s.project, s.world.Getenv)
	switch {
	case errors.Is(err, config.ErrNoProject):
		return "", configurationf("%w; or try --demo, the public sample project of Agora's documentation", err)
	case err != nil:
		return "", configurationf("%w", err)
	}
	return name, nil
}

// known gives the projects that tokens are held against: all that are configured,
// their certificates fetched, and the demo project when it is the one in use.
func (s *session) known(ctx context.Context, settings config.Settings, name string) []project.Project {
	var all []project.Project
	if name == project.DemoName {
		all = append(all, project.Demo())
	}
	for _, p := range config.Resolve(ctx, settings.Projects, s.inputs()) {
		if p.Problem != "" && ctx.Err() == nil {
			s.say("warning: project %q can't verify all of its tokens: %s", p.Name, p.Problem)
		}
		all = append(all, p)
	}
	return all
}

// signing gives the project that new tokens are made for.
func (s *session) signing(ctx context.Context) (project.Project, error) {
	settings, err := s.settings()
	if err != nil {
		return project.Project{}, err
	}
	name, err := s.chosen(settings)
	switch {
	case err != nil:
		return project.Project{}, err
	case name == project.DemoName:
		return project.Demo(), nil
	}
	at := slices.IndexFunc(settings.Projects, func(d config.Declared) bool { return d.Name == name })
	p := config.Resolve(ctx, settings.Projects[at:at+1], s.inputs())[0]
	if _, err := p.Signing(); err != nil {
		return project.Project{}, configurationf("%w", err)
	}
	return p, nil
}
