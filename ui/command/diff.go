package command

import (
	"bytes"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"agtok/model"
	"agtok/model/config"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/model/renewal"
	"agtok/token"
)

func (s *session) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what differs between two tokens, and whether renewing is accepted",
		Long: `Say what differs between two tokens, field by field, and whether an SDK that was let
in with OLD would accept NEW from renewToken.

Exit code 0: the renewal would be accepted. 1: it would be refused.`,
		Example: `  agtok diff 007eJx… 007eJx…
  agtok diff --json 007eJx… 007eJx… | jq .renewal`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef(cmd, "two tokens are compared: give the old one and the new one")
			}
			return nil
		},
		RunE: s.runDiff,
	}
}

func (s *session) runDiff(cmd *cobra.Command, args []string) error {
	settings, err := s.settings()
	if err != nil {
		return err
	}
	name, err := s.chosen(settings)
	if err != nil && !errors.Is(err, config.ErrNoProject) {
		return err
	}
	inspector := model.Inspector{Projects: s.known(cmd.Context(), settings, name), Demo: name == project.DemoName}
	var pair [2]model.Inspection
	for i, arg := range args {
		found := paste.Read(arg)[0]
		if found.Token == nil {
			return negativef("the %s argument is not a token: %s", [...]string{"first", "second"}[i], found.Err.Message)
		}
		pair[i] = inspector.Of(found, nil, s.now())
	}
	d := renewal.Compare(renewal.Input{Old: pair[0].Found.Token, New: pair[1].Found.Token, Signer: pair[1].Signer, Now: s.now()})
	if err := s.printDiff(settings.UI.Theme, d, pair[0].Secret(), pair[1].Secret()); err != nil {
		return err
	}
	if !d.Renewal.Accepted {
		return negative()
	}
	return nil
}

func (s *session) printDiff(themeName string, d renewal.Diff, secrets ...string) error {
	if s.json {
		for i := range d.Changes {
			for _, secret := range secrets {
				if secret != "" {
					d.Changes[i].Old = bytes.ReplaceAll(d.Changes[i].Old, []byte(secret), []byte(token.Masked))
					d.Changes[i].New = bytes.ReplaceAll(d.Changes[i].New, []byte(secret), []byte(token.Masked))
				}
			}
		}
		return s.printJSON(d)
	}
	view := newPrinter(s, themeName, false).view
	view.Now = s.now()
	return s.printf("%s\n", strings.Join(view.Compare(d, secrets...), "\n"))
}
