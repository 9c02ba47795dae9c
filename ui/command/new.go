package command

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"agtok/model"
	"agtok/model/finding"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/token"
)

func (s *session) newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new KIND",
		Short: "Build a token and print it",
		Long: `Build a token and print it.

It is made for the project that --project or AGTOK_PROJECT names, else of
AGORA_APP_ID and AGORA_APP_CERTIFICATE, else for default_project of the config file
or the only project there. --demo takes the public sample project. The certificate
is never an argument.

A lifetime is 3600, 90s, 10m, 1h30m or 2d from the issue time, or the moment at
which it ends: 14:30, 2026-11-22, @1700000000.

Warnings go to standard error; the token stands alone on standard output.`,
		Example: `  agtok new rtc --channel lobby --uid 1234
  agtok new rtc --channel lobby --account alice --role subscriber --expire 10m
  agtok new rtc --channel lobby --uid 1234 --audio 10m --no-data
  agtok new rtm --user alice --expire 2d
  agtok new chat-app --demo | agtok decode --demo`,
		RunE: choose("a kind"),
	}
	cmd.AddGroup(&cobra.Group{ID: kinds, Title: "Kinds:"})
	for _, spec := range model.Kinds() {
		cmd.AddCommand(s.kindCommand(spec))
	}
	return cmd
}

// kinds is the group under which help lists the commands below "new".
const kinds = "kinds"

// kindCommand makes the command of one kind of token: its flags are the fields
// that the kind has.
func (s *session) kindCommand(spec model.Spec) *cobra.Command {
	title := spec.Title
	if spec.Format == token.Format006 {
		title += ", AccessToken 006"
	}
	form := newForm(spec)
	cmd := &cobra.Command{
		Use:     string(spec.Kind),
		Short:   title + ": " + spec.About,
		GroupID: kinds,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := form.draft(cmd)
			if err != nil {
				return err
			}
			return s.build(cmd, d, form)
		},
	}
	if q := spec.Quirk(); q != "" {
		cmd.Long = cmd.Short + ".\n\nThis is what the official Go library builds. Other languages differ:\n" + q
	}
	form.flags(cmd)
	if spec.Format == token.Format007 { // the others are not compressed
		cmd.Flags().Bool(flagCompact, false, aboutCompact)
	}
	return cmd
}

const (
	flagCompact  = "compact"
	aboutCompact = "write a shorter text of the same content, not byte for byte the official Go library's"
)

// build makes the token of d and prints it.
func (s *session) build(cmd *cobra.Command, d model.Draft, form *form) error {
	now, salt := s.now(), s.world.Salt()
	if now.Unix() < 0 || now.Unix() > math.MaxUint32 {
		return usagef(cmd, "a token can't be issued at %s: it holds times from 1970 to 2106", now.UTC().Format(time.DateOnly))
	}
	// What is wrong with the arguments is said before the project is looked for.
	if tried := model.Mint(d, now, salt, model.Signer{}); tried.Failed() {
		return form.wrong(cmd, &tried)
	}
	p, err := s.signing(cmd.Context())
	if err != nil {
		return err
	}
	certificate, err := p.Signing()
	if err != nil {
		return configurationf("%w", err)
	}
	m := model.Mint(d, now, salt, model.Signer{AppID: p.AppID, Certificate: certificate})
	if value(cmd, flagCompact) == "true" && m.Err == nil {
		m.Err = shorten(&m, certificate)
	}
	if m.Err != nil {
		return usagef(cmd, "this token can't be built: %v", m.Err)
	}
	for _, n := range m.Notes {
		s.say("warning: --%s: %s", form.flagOf(n.Field), n.Message)
	}
	return s.printNew(&m, p, now)
}

// shorten puts the compact text of the same content in m.
func shorten(m *model.Minted, c token.Certificate) error {
	text, err := m.Description.SignCompact(new(token.Encoder), c)
	if err != nil {
		return err
	}
	m.Text = text
	m.Token, err = token.Parse(text)
	return err
}

// built is a new token in JSON.
type built struct {
	Token       string            `json:"token"`
	Description json.RawMessage   `json:"description"`
	Findings    []finding.Finding `json:"findings"`
}

func (s *session) printNew(m *model.Minted, p project.Project, now time.Time) error {
	if !s.json {
		return s.printf("%s\n", m.Text)
	}
	var missing *token.Missing
	if m.Token.NeedsMissing() {
		missing = &m.Description.Missing
	}
	in := model.Inspector{Projects: []project.Project{p}, Demo: p.Demo}
	i := in.Of(paste.Found{Input: m.Text, End: len(m.Text), Token: m.Token}, missing, now)
	findings := append([]finding.Finding{}, i.Findings...) // a list, also when there are none
	return s.printJSON(built{m.Text, m.Token.AppendDescription(nil), findings})
}

// wrong says what is wrong with the first field that stops the build.
func (f *form) wrong(cmd *cobra.Command, m *model.Minted) error {
	for _, n := range m.Notes {
		if !n.Warning {
			return usagef(cmd, "--%s: %s", f.flagOf(n.Field), strings.TrimSpace(n.Message))
		}
	}
	return usagef(cmd, "this token can't be built: %v", m.Err)
}
