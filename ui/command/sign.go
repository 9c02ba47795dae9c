package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"agtok/model/config"
	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/token"
)

// sign is one run of the command.
type sign struct {
	*session
	ctx      context.Context
	override token.Override
	settings config.Settings
	chosen   string
	fetched  map[string]project.Project // by App ID in small letters
	encoder  token.Encoder
}

func (s *session) signCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sign",
		Short: "Sign the token descriptions on standard input, one a line",
		Long: `Sign the token descriptions on standard input, one a line.

A description is what agtok decode --json prints under "description". Each is signed
by the known project with its appId; the demo project signs with --demo only. A 006
description needs channelName and uid beside what decode prints, since the token
does not carry them.

A line that can't be signed gives a message with its number on standard error, no
line of output, and the exit code 1.`,
		Example: `  agtok decode --json 007eJx… | jq -c '.description | .expire=60' | agtok sign
  agtok sign --issue-time 14:30 <descriptions.jsonl`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return (&sign{session: s, ctx: cmd.Context(), fetched: map[string]project.Project{}}).run(cmd)
		},
	}
	cmd.Flags().String("issue-time", "", "issue the tokens at this `TIME`, whatever the descriptions say")
	cmd.Flags().String("salt", "", "use this salt `N`, whatever the descriptions say")
	return cmd
}

func (s *sign) run(cmd *cobra.Command) (err error) {
	if err = s.overrides(cmd); err != nil {
		return err
	}
	if s.world.StdinIsTerminal {
		return usagef(cmd, "there is nothing to sign: pipe descriptions in, as from agtok decode --json")
	}
	if s.settings, err = s.session.settings(); err != nil {
		return err
	}
	s.chosen, err = s.session.chosen(s.settings)
	if err != nil && (len(s.settings.Projects) == 0 || !errors.Is(err, config.ErrNoProject)) {
		return err
	}
	return s.everyLine()
}

// overrides reads --issue-time and --salt.
func (s *sign) overrides(cmd *cobra.Command) error {
	if cmd.Flags().Changed("issue-time") {
		at, err := lifetime.ParseInstant(value(cmd, "issue-time"), s.now())
		if err != nil {
			return usagef(cmd, "--issue-time: %v", err)
		}
		if at.Unix() < 0 || at.Unix() > math.MaxUint32 {
			return usagef(cmd, "--issue-time: a token holds times from 1970 to 2106")
		}
		t := uint32(at.Unix())
		s.override.IssueTs = &t
	}
	if cmd.Flags().Changed("salt") {
		n, err := strconv.ParseUint(value(cmd, "salt"), 10, 32)
		if err != nil {
			return usagef(cmd, "--salt: a salt is a number from 0 to %d", uint32(math.MaxUint32))
		}
		salt := uint32(n)
		s.override.Salt = &salt
	}
	return nil
}

func (s *sign) everyLine() error {
	l := newLines(flushing{s.stdin, s.out}, token.MaxDescription)
	signed, failed := false, false
	for {
		line, long, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			if failed {
				return negative()
			}
			if !signed {
				return negativef("there is no description on standard input")
			}
			return nil
		case err != nil:
			return err
		case !long && len(bytes.TrimSpace(line)) == 0:
			continue
		}
		text, err := s.line(line, long)
		if err != nil {
			failed = true
			s.say("line %d: %v", l.number, err)
			continue
		}
		signed = true
		if err := s.printToken(text); err != nil {
			return err
		}
	}
}

func (s *sign) printToken(text string) error {
	if s.json {
		return s.printJSON(struct {
			Token string `json:"token"`
		}{text})
	}
	return s.printf("%s\n", text)
}

// line signs one description.
func (s *sign) line(line []byte, long bool) (string, error) {
	if long {
		return "", fmt.Errorf("longer than a description can be, %d bytes", token.MaxDescription)
	}
	d, err := token.ParseDescription(line, s.override)
	if err != nil {
		if bytes.Contains(line, []byte(`"description"`)) {
			return "", fmt.Errorf("%w; this looks like the whole output of decode: pass on its .description only", err)
		}
		return "", err
	}
	p, err := s.project(d.AppID())
	if err != nil {
		return "", err
	}
	certificate, err := p.Signing()
	if err != nil {
		return "", err
	}
	return d.Sign(&s.encoder, certificate)
}

// project gives the project that signs for an App ID. Its certificate is fetched
// once: that may run a command.
func (s *sign) project(appID string) (project.Project, error) {
	key := strings.ToLower(appID)
	if p, ok := s.fetched[key]; ok {
		return p, nil
	}
	p, err := s.find(appID)
	if err == nil {
		s.fetched[key] = p
	}
	return p, err
}

// find looks for the project of an App ID: the one in use if it is of that App ID,
// else the first that is.
func (s *sign) find(appID string) (project.Project, error) {
	demo := project.Demo()
	if s.chosen == project.DemoName && strings.EqualFold(demo.AppID, appID) {
		return demo, nil
	}
	of := slices.DeleteFunc(slices.Clone(s.settings.Projects), func(d config.Declared) bool { return !strings.EqualFold(d.AppID, appID) })
	if at := slices.IndexFunc(of, func(d config.Declared) bool { return d.Name == s.chosen }); at > 0 {
		of[0], of[at] = of[at], of[0]
	}
	if len(of) > 0 {
		return config.Resolve(s.ctx, of[:1], s.inputs())[0], nil
	}
	hint := "add it to the config file as a [[project]], or set AGORA_APP_ID and AGORA_APP_CERTIFICATE"
	if strings.EqualFold(demo.AppID, appID) {
		hint = "it is the demo project's, which signs with --demo"
	}
	return project.Project{}, fmt.Errorf("no known project has the App ID %s: %s", project.Short(appID), hint)
}
