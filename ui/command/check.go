package command

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"agtok/model"
	"agtok/model/admission"
	"agtok/model/config"
	"agtok/model/finding"
	"agtok/model/lifetime"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/model/reply"
)

// checked is what "check --json" prints.
type checked struct {
	admission.Verdict
	Findings []finding.Finding `json:"findings"`
	// Differences are what a token server gave otherwise than it was asked for; nil
	// if no server was asked.
	Differences *[]reply.Difference `json:"differences,omitempty"`
}

func (s *session) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [TOKEN]",
		Short: "Say whether a client that passes these values would be admitted",
		Long: `Say whether a client that passes exactly these values would be admitted with the
token, and if not, every reason with the code that each SDK shows. What is not given
is not compared. Without TOKEN, or with -, standard input is read.

A signature that can't be checked does not refuse, unless --require-signature is
given. --expect and --min-ttl make it a test for a build: they refuse what an SDK
would admit.

Exit code 0: admitted. 1: refused.`,
		Example: `  agtok check 007eJx… --channel lobby --uid 1234
  agtok check 007eJx… --product chat --user alice
  agtok check 007eJx… --channel lobby --uid 0 --expect subscriber --min-ttl 10m
  agtok check --url http://localhost:8082/fetch_rtc_token \
    --post '{"uid":7,"ChannelName":"lobby","role":1}' --channel lobby --uid 7 --expect publisher`,
		RunE: s.runCheck,
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.String("channel", "", "the channel `NAME` that the client joins")
	f.String("uid", "", "the uid `N` that the client joins with; 0 lets the SDK choose")
	f.String("account", "", "the user account `NAME` in place of the uid")
	f.String("product", "", "what for: `rtc`, rtm or chat (default: what the token is for)")
	f.String("user", "", "the user `NAME` who logs in, of rtm and chat")
	f.String("app-id", "", "the App `ID` that the client passes")
	f.String("expect", "", "refuse unless the token is a `publisher`'s or a subscriber's")
	f.String("min-ttl", "", "refuse unless the token admits, and the user stays, for this `LIFETIME`")
	f.Bool("require-signature", false, "refuse when the signature can't be checked")
	askFlags(cmd)
	return cmd
}

func (s *session) runCheck(cmd *cobra.Command, args []string) error {
	in, err := s.admissionInput(cmd)
	if err != nil {
		return err
	}
	q, err := s.questionOf(cmd, in)
	if err != nil {
		return err
	}
	found, differences, err := s.given(cmd, args, q)
	if err != nil {
		return err
	}
	settings, err := s.settings()
	if err != nil {
		return err
	}
	name, err := s.chosen(settings)
	if err != nil && !errors.Is(err, config.ErrNoProject) {
		return err
	}
	in.Projects = s.known(cmd.Context(), settings, name)
	in.Token, in.Err = found.Token, found.Err
	if in.Client.Product == "" {
		in.Client.Product = admission.ProductOf(found.Token)
	}
	if err := fitting(cmd, in.Client.Product); err != nil {
		return err
	}
	inspection := model.Inspector{Projects: in.Projects, Demo: name == project.DemoName}.Of(found, nil, in.Now)
	result := checked{admission.Check(in), inspection.Findings, differences}
	if err := s.printCheck(settings.UI.Theme, in, &result); err != nil {
		return err
	}
	if !result.Admitted || differences != nil && len(*differences) > 0 {
		return negative()
	}
	return nil
}

// fitting refuses what the client of a product does not pass: it would be compared
// with nothing, and admitted.
func fitting(cmd *cobra.Command, p admission.Product) error {
	own, others, said := []string{"channel", "uid", "account"}, []string{"user"}, false
	if p != admission.RTC {
		own, others = others, own
	}
	for _, name := range others {
		if cmd.Flags().Changed(name) {
			return usagef(cmd, "--%s says nothing of a client of %s: it passes --%s", name, p, strings.Join(own, ", --"))
		}
	}
	for _, name := range append(own, "app-id", "expect", "min-ttl") {
		said = said || cmd.Flags().Changed(name)
	}
	if !said {
		return usagef(cmd, "say what the client passes: --%s", strings.Join(own, ", --"))
	}
	return nil
}

// given gives the token of the arguments or of standard input, or that of a token
// server and what it gave otherwise than it was asked for.
func (s *session) given(cmd *cobra.Command, args []string, q *question) (paste.Found, *[]reply.Difference, error) {
	if q == nil {
		found, err := s.oneToken(cmd, args)
		return found, nil, err
	}
	if len(args) > 0 {
		return paste.Found{}, nil, usagef(cmd, "--url asks for the token, and here is one already")
	}
	first, again, err := q.ask(cmd.Context())
	if err != nil {
		return paste.Found{}, nil, err
	}
	differences := reply.Compare(q.asked, first, again)
	if differences == nil {
		differences = []reply.Difference{}
	}
	return firstToken(first), &differences, nil
}

func (s *session) printCheck(themeName string, in admission.Input, result *checked) error {
	if s.json {
		if result.Findings == nil {
			result.Findings = []finding.Finding{}
		}
		return s.printJSON(result)
	}
	view := newPrinter(s, themeName, false).view
	view.Now = in.Now
	lines := view.Verdict(result.Verdict)
	if result.Differences != nil {
		lines = append(view.Differences(*result.Differences), append([]string{""}, lines...)...)
	}
	return s.printf("%s\n", strings.Join(lines, "\n"))
}

// oneToken reads the token of the arguments, or of standard input.
func (s *session) oneToken(cmd *cobra.Command, args []string) (paste.Found, error) {
	switch {
	case len(args) > 1:
		return paste.Found{}, usagef(cmd, "one token at a time, and here are %d arguments", len(args))
	case len(args) == 1 && args[0] != "-":
		return paste.Read(args[0])[0], nil
	case s.world.StdinIsTerminal:
		return paste.Found{}, usagef(cmd, "there is no token: give one as argument, or pipe one in")
	}
	data, err := io.ReadAll(io.LimitReader(s.stdin, paste.MaxText+2))
	if err != nil {
		return paste.Found{}, err
	}
	return paste.Read(string(withoutBreak(data)))[0], nil
}

// admissionInput reads the flags.
func (s *session) admissionInput(cmd *cobra.Command) (in admission.Input, err error) {
	f := cmd.Flags()
	given := func(name string) *string {
		if !f.Changed(name) {
			return nil
		}
		text := f.Lookup(name).Value.String()
		return &text
	}
	in.Now = s.now()
	in.Client = admission.Client{AppID: given("app-id"), Channel: given("channel"), Account: given("account"), User: given("user")}
	in.RequireSignature, _ = f.GetBool("require-signature")
	if f.Changed("uid") && f.Changed("account") {
		return in, usagef(cmd, "--uid and --account name two users: give one of them")
	}
	if uid := given("uid"); uid != nil {
		if in.Client.UID, err = clientUID(cmd, *uid); err != nil {
			return in, err
		}
	}
	if in.Client.Product, err = oneOf(cmd, "product", admission.RTC, admission.RTM, admission.Chat); err != nil {
		return in, err
	}
	if in.Expect, err = oneOf(cmd, "expect", admission.Publisher, admission.Subscriber); err != nil {
		return in, err
	}
	if text := given("min-ttl"); text != nil {
		if in.MinTTL, err = lifetime.Parse(*text, in.Now); err != nil {
			return in, usagef(cmd, "--min-ttl: %v", err)
		}
	}
	return in, nil
}

// oneOf reads a flag that takes one of a few words, "" when it is not given.
func oneOf[T ~string](cmd *cobra.Command, name string, words ...T) (T, error) {
	value := T(cmd.Flags().Lookup(name).Value.String())
	if !cmd.Flags().Changed(name) || slices.Contains(words, value) {
		return value, nil
	}
	var list []string
	for _, w := range words {
		list = append(list, string(w))
	}
	return "", usagef(cmd, "--%s: %q is none of %s", name, shown(string(value)), strings.Join(list, ", "))
}

// clientUID reads a uid as a client passes it: 32-bit clients pass the upper half
// as negative numbers.
func clientUID(cmd *cobra.Command, text string) (*uint32, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < math.MinInt32 || n > math.MaxUint32 {
		return nil, usagef(cmd, "--uid: a uid is a number from 0 to %d; for text use --account", uint32(math.MaxUint32))
	}
	uid := uint32(n)
	return &uid, nil
}
