package command

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"agtok/model/config"
	"agtok/model/visible"
	"agtok/ui/widget"
)

func (s *session) configCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "config",
		Short: "Say where the configuration is, whether it is right, and what is in force",
		Long: `Say where the configuration is, whether it is right, and what is in force.

Later wins: the defaults, the file, the environment, the flags. The file is the one
that --config or AGTOK_CONFIG names, else agtok/config.toml under XDG_CONFIG_HOME,
~/.config or the platform's own folder, the first that exists.`,
		RunE: choose("a command of config"),
	}
	root.AddCommand(
		&cobra.Command{Use: "path", Short: "Print the path of the file, also when it is not there yet", Args: noArguments, RunE: s.runConfigPath},
		&cobra.Command{Use: "check", Short: "List what is wrong with the configuration; also tries to get every secret", Args: noArguments, RunE: s.runConfigCheck},
		&cobra.Command{Use: "show", Short: "List all settings in force and where each came from, secrets masked", Args: noArguments, RunE: s.runConfigShow},
	)
	return root
}

func (s *session) runConfigPath(*cobra.Command, []string) error {
	paths := config.Paths(s.inputs())
	if len(paths) == 0 {
		return configurationf("no place for a config file is known: set HOME, or name a file with --config or AGTOK_CONFIG")
	}
	path, exists := paths[0], false
	for _, p := range paths {
		if _, err := os.Stat(p); err == nil {
			path, exists = p, true
			break
		}
	}
	if s.json {
		return s.printJSON(struct {
			Path   string   `json:"path"`
			Exists bool     `json:"exists"`
			Tried  []string `json:"tried"`
		}{path, exists, paths})
	}
	if !exists {
		s.say("there is no config file; this is where one would be read")
	}
	return s.printf("%s\n", visible.Text(path))
}

// problem is a [config.Problem] in JSON.
type problem struct {
	Severity string `json:"severity"` // error or warning
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Key      string `json:"key"`
	Message  string `json:"message"`
	Fix      string `json:"fix"`
}

func (s *session) runConfigCheck(cmd *cobra.Command, _ []string) error {
	settings, problems := s.load()
	if _, err := settings.Choose(s.project, s.world.Getenv); err != nil && s.project != "" {
		problems = append(problems, config.Problem{Message: err.Error()})
	}
	problems = append(problems, s.secrets(cmd.Context(), settings)...)
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	wrong := 0
	for _, p := range problems {
		if !p.Warning {
			wrong++
		}
		if err := s.printProblem(p); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return &failure{exitConfiguration, errSaid}
	}
	if s.json {
		return nil
	}
	file := settings.Path
	if file == "" {
		file = "no config file"
	}
	return s.printf("%s: ok, %s\n", visible.Text(file), count(len(settings.Projects), "project"))
}

// secrets tries to get every secret and gives what can't be had.
func (s *session) secrets(ctx context.Context, settings config.Settings) []config.Problem {
	var problems []config.Problem
	for _, p := range config.Resolve(ctx, settings.Projects, s.inputs()) {
		if p.Problem != "" {
			problems = append(problems, config.Problem{Key: "project." + p.Name, Message: fmt.Sprintf("project %q: %s", p.Name, p.Problem)})
		}
	}
	if _, err := settings.Server.AccessKey.Fetch(ctx, s.inputs()); err != nil {
		problems = append(problems, config.Problem{Key: "server.access_key", Message: "server.access_key: " + err.Error()})
	}
	return problems
}

func (s *session) printProblem(p config.Problem) error {
	severity := "error"
	if p.Warning {
		severity = "warning"
	}
	if s.json {
		return s.printJSON(problem{severity, p.File, p.Line, p.Column, p.Key, p.Message, p.Fix})
	}
	if p.Warning {
		return s.printf("%s (a warning)\n", visible.Text(inWords(p)))
	}
	return s.printf("%s\n", visible.Text(inWords(p)))
}

// runConfigShow shows what is in force also when something else was left out.
func (s *session) runConfigShow(*cobra.Command, []string) error {
	settings, _ := s.load()
	print := s.printTable
	if s.json {
		print = s.printValues
	}
	if err := print(settings.Values()); err != nil {
		return err
	}
	_, err := s.settings()
	return err
}

func (s *session) printValues(values []config.Value) error {
	for _, v := range values {
		if err := s.printJSON(v); err != nil {
			return err
		}
	}
	return nil
}

// printTable writes values as the file has them, in columns.
func (s *session) printTable(values []config.Value) error {
	const most = 40 // a longer text moves its own line only
	rows, widths := make([][3]string, len(values)), [3]int{}
	for i, v := range values {
		text, err := json.Marshal(v.Value)
		if err != nil {
			return err
		}
		rows[i] = [3]string{visible.Text(v.Key), visible.Text(string(text)), visible.Text(v.Origin)}
		for k, cell := range rows[i] {
			if n := widget.Width(cell); n <= most {
				widths[k] = max(widths[k], n)
			}
		}
	}
	for _, r := range rows {
		if err := s.printf("%-*s = %-*s  # %s\n", widths[0], r[0], widths[1], r[1], r[2]); err != nil {
			return err
		}
	}
	return nil
}
