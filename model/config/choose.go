package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"agtok/model/project"
)

// ErrNoProject is what the error of [Settings.Choose] matches when nothing says
// which project to use.
var ErrNoProject = errors.New("no project is chosen")

// Choose gives the name of the project to use: that of the flag --project, else
// of $AGTOK_PROJECT, else "env" if the environment makes one, else
// default_project, else the only project there is. The name "demo" is that of the
// demo project, which is never chosen unless it is named.
//
// A name that is not known, or whose project can't be used, is an error: another
// project must not pass for the one that was meant. When there is no name at all
// the error matches [ErrNoProject].
func (s Settings) Choose(flag string, getenv func(string) (string, bool)) (name string, err error) {
	switch fromEnv := (Inputs{Getenv: getenv}).env("AGTOK_PROJECT"); {
	case flag != "":
		return s.named(flag, "--project")
	case fromEnv != "":
		return s.named(fromEnv, "$AGTOK_PROJECT")
	case s.has(EnvName) || s.refusal(EnvName) != nil:
		return s.named(EnvName, "$"+appIDVariable)
	case s.DefaultProject != "":
		return s.named(s.DefaultProject, "default_project")
	case len(s.Projects) == 1 && len(s.refused) == 0:
		return s.Projects[0].Name, nil
	}
	return "", fmt.Errorf("%w: %s", ErrNoProject, s.howToChoose())
}

func (s Settings) howToChoose() string {
	var said []string
	if len(s.refused) > 0 {
		said = append(said, s.refused[0].why)
	}
	if len(s.Projects) > 0 {
		said = append(said, "name one with --project, AGTOK_PROJECT or default_project", "known are "+strings.Join(quotedAll(s.names()), ", "))
	}
	if said == nil {
		return "declare a [[project]] in the config file, or set " + appIDVariable + " and " + certificateVariable
	}
	return strings.Join(said, "; ")
}

// named gives a name that something asks for, if it can be used.
func (s Settings) named(name, by string) (string, error) {
	if name == project.DemoName || s.has(name) {
		return name, nil
	}
	if r := s.refusal(name); r != nil {
		return "", fmt.Errorf("the project %s (of %s) can't be used: %s", quoted(name), by, r.why)
	}
	hint := "no project is known"
	if near := nearest(name, s.names()); name == EnvName {
		hint = appIDVariable + " is not set, which would make it"
	} else if near != "" {
		hint = "did you mean " + quoted(near) + "?"
	} else if len(s.Projects) > 0 {
		hint = "known are " + strings.Join(quotedAll(s.names()), ", ")
	}
	return "", fmt.Errorf("no project is named %s (of %s): %s", quoted(name), by, hint)
}

func (s Settings) has(name string) bool {
	return slices.ContainsFunc(s.Projects, func(d Declared) bool { return d.Name == name })
}

// refusal gives why the project of that name was left out, nil if it was not.
func (s Settings) refusal(name string) *refusal {
	for i := range s.refused {
		if s.refused[i].name == name && !s.has(name) {
			return &s.refused[i]
		}
	}
	return nil
}

func (s Settings) names() []string {
	names := make([]string, len(s.Projects))
	for i, d := range s.Projects {
		names[i] = d.Name
	}
	return names
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = quoted(n)
	}
	return all
}
