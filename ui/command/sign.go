package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

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
	compact  bool
	settings config.Settings
	chosen   string

	mu      sync.Mutex
	fetched map[string]project.Project // by App ID in small letters
}

func (s *session) signCommand() *cobra.Command {
	c := &sign{session: s, fetched: map[string]project.Project{}}
	cmd := &cobra.Command{
		Use:   "sign",
		Short: "Sign the token descriptions on standard input, one a line",
		Long: `Sign the token descriptions on standard input, one a line.

A description is what agtok decode --json prints under "description". Each is signed
by the known project with its appId; the demo project signs with --demo only. A 006
description needs channelName and uid beside what decode prints, since the token
does not carry them.

With --compact the texts are shorter and made in a fraction of the time; every
service reads them, but the official Go library would compress differently. A 006
token is not compressed and stays the same.

A line that can't be signed gives a message with its number on standard error, no
line of output, and the exit code 1.`,
		Example: `  agtok decode --json 007eJx… | jq -c '.description | .expire=60' | agtok sign
  agtok sign --issue-time 14:30 <descriptions.jsonl`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c.ctx = cmd.Context()
			return c.run(cmd)
		},
	}
	cmd.Flags().BoolVar(&c.compact, flagCompact, false, aboutCompact)
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
	shown := s.session.progress()
	defer shown.end()
	signed, failed := false, false
	_, err := everyLine(s.stdin, s.stdin.stop, token.MaxDescription, s.now, s.signing, func(done *sheet) error {
		signed, failed = signed || done.tokens > 0, failed || done.failed
		return s.hand(done, shown)
	})
	switch {
	case err != nil:
		return err
	case failed:
		return negative()
	case !signed:
		return negativef("there is no description on standard input")
	}
	return nil
}

// signing makes the work of one goroutine.
func (s *sign) signing() work {
	p := pen{sign: s}
	return func(l *line, done *sheet) {
		if !l.long && len(bytes.TrimSpace(l.text)) == 0 {
			return
		}
		text, err := p.line(l)
		if err != nil {
			done.failed = true
			done.said = append(done.said, message("line %d: %v", l.number, err)...)
			return
		}
		done.tokens++
		done.out = s.appendToken(done.out, text)
	}
}

// appendToken writes a token behind b; nothing in it needs an escape in JSON.
func (s *sign) appendToken(b []byte, text string) []byte {
	if s.json {
		return append(append(append(b, `{"token":"`...), text...), "\"}\n"...)
	}
	return append(append(b, text...), '\n')
}

// pen signs descriptions one after another.
type pen struct {
	*sign
	encoder     token.Encoder
	appID       string // of the description before
	certificate token.Certificate
}

// line signs one description.
func (p *pen) line(l *line) (string, error) {
	if l.long {
		return "", fmt.Errorf("longer than a description can be, %d bytes", token.MaxDescription)
	}
	d, err := token.ParseDescription(l.text, p.override)
	if err != nil {
		if bytes.Contains(l.text, []byte(`"description"`)) {
			return "", fmt.Errorf("%w; this looks like the whole output of decode: pass on its .description only", err)
		}
		return "", err
	}
	if err := p.take(d.AppID()); err != nil {
		return "", err
	}
	if p.compact {
		return d.SignCompact(&p.encoder, p.certificate)
	}
	return d.Sign(&p.encoder, p.certificate)
}

// take finds the certificate that signs for an App ID.
func (p *pen) take(appID string) error {
	if appID == p.appID && !p.certificate.IsZero() {
		return nil
	}
	known, err := p.project(appID)
	if err != nil {
		return err
	}
	c, err := known.Signing()
	if err == nil {
		p.appID, p.certificate = strings.Clone(appID), c
	}
	return err
}

// project gives the project that signs for an App ID. Its certificate is fetched
// once: that may run a command.
func (s *sign) project(appID string) (project.Project, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
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
