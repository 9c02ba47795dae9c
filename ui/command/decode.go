package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"agtok/model"
	"agtok/model/config"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/token"
)

// maxLine bounds a line of "decode --lines", in bytes: a token as long as tokens
// get, with percent-encoding and a wrapper around it.
const maxLine = 4 * token.MaxText

// decode is one run of the command.
type decode struct {
	*session
	lines, layout bool
	bound         bound

	settings  config.Settings
	chosen    string
	inspector func() *model.Inspector
	printed   int
	found     bool // a token
	unread    bool // something that is none
}

func (s *session) decodeCommand() *cobra.Command {
	d := &decode{session: s}
	cmd := &cobra.Command{
		Use:   "decode [TOKEN…]",
		Short: "Say all that is known of tokens: content, times, signature, findings",
		Long: `Say all that is known of tokens: content, times, signature, findings.

The input is text in which every token is found, such as a log or a JSON reply, and
other text is skipped. It is the arguments, else standard input. With --lines every
line is one token, or something that is not, and gives one object, in order; so any
number of tokens can be read, on all cores.

A 006 token carries neither channel nor uid, only their CRC-32s, but they are what
its signature is made over: give them with --channel and --uid or --account.

Exit code 0: at least one token was found, and all of them were read.`,
		Example: `  agtok decode 007eJx…
  pbpaste | agtok decode
  agtok decode --lines --json <tokens.txt
  agtok decode --json 007eJx… | jq -c '.description | .expire=60' | agtok sign`,
		RunE: d.run,
	}
	f := cmd.Flags()
	f.BoolVar(&d.lines, "lines", false, "take one token a line, and say one thing a line")
	f.BoolVar(&d.layout, "layout", false, "with --json: say where each field stands in the payload, and its bytes")
	f.String("channel", "", "the channel `NAME` that a 006 token was made for")
	f.String("uid", "", "the uid `N` that a 006 token was made for; 0 for any")
	f.String("account", "", "the user account `NAME` in place of the uid; also an RTM user")
	return cmd
}

func (d *decode) run(cmd *cobra.Command, args []string) (err error) {
	if d.bound, err = boundBy(cmd); err != nil {
		return err
	}
	if d.layout && !d.json {
		return usagef(cmd, "--layout is a part of the JSON output: give --json too")
	}
	if len(args) == 0 {
		if d.world.StdinIsTerminal {
			return usagef(cmd, "there is nothing to decode: give tokens as arguments or pipe text in, or open agtok and paste")
		}
		args = []string{"-"}
	}
	if d.settings, err = d.session.settings(); err != nil {
		return err
	}
	if d.chosen, err = d.session.chosen(d.settings); err != nil && !errors.Is(err, config.ErrNoProject) {
		return err
	}
	d.inspector = sync.OnceValue(func() *model.Inspector { return d.knowing(cmd.Context()) })
	for _, arg := range args {
		if err := d.input(arg); err != nil {
			return err
		}
	}
	if d.unread || !d.found {
		return negative()
	}
	return nil
}

// knowing gives what tokens are held against. It fetches certificates, which may
// run commands: it is called once, with the first token.
func (d *decode) knowing(ctx context.Context) *model.Inspector {
	return &model.Inspector{Projects: d.session.known(ctx, d.settings, d.chosen), Demo: d.chosen == project.DemoName}
}

// input reads an argument, or standard input where that is "-".
func (d *decode) input(arg string) error {
	in, text := io.Reader(d.stdin), arg != "-"
	if text {
		in = strings.NewReader(arg)
	}
	if d.lines {
		return d.everyLine(in)
	}
	data, err := io.ReadAll(io.LimitReader(in, paste.MaxText+2))
	if err != nil {
		return err
	}
	if !text {
		data = withoutBreak(data)
	}
	p := newPrinter(d.session, d.settings.UI.Theme, d.layout)
	for _, f := range paste.Read(string(data)) {
		if len(data) > paste.MaxText {
			f.Err.Message = fmt.Sprintf("the text has more than %d bytes", paste.MaxText)
			f.Err.Hint = "give the part that holds the tokens, or one token a line with --lines"
		}
		now := d.now()
		i := d.inspect(f, now)
		if _, err := d.out.Write(p.append(nil, &i, 0, d.printed == 0, now)); err != nil {
			return err
		}
		d.printed++
		d.found, d.unread = d.found || f.Token != nil, d.unread || f.Token == nil
	}
	return nil
}

// everyLine reads a token a line.
func (d *decode) everyLine(in io.Reader) error {
	shown := d.session.progress()
	defer shown.end()
	count, err := everyLine(in, d.stdin.stop, maxLine, d.now, d.reading, func(s *sheet) error {
		d.found, d.unread = d.found || s.tokens > 0, d.unread || s.failed
		return d.hand(s, shown)
	})
	d.printed += count
	return err
}

// reading makes the work of one goroutine.
func (d *decode) reading() work {
	var r paste.Reader
	p, before := newPrinter(d.session, d.settings.UI.Theme, d.layout), d.printed
	return func(l *line, s *sheet) {
		f := r.ReadLine(string(l.text))
		if l.long {
			f = tooLong(f)
		}
		i := d.inspect(f, l.now)
		s.out = p.append(s.out, &i, l.number, before+l.number == 1, l.now)
		if f.Token == nil {
			s.failed = true
			return
		}
		s.tokens++
	}
}

// tooLong replaces what was found in the beginning of a line that is too long.
func tooLong(f paste.Found) paste.Found {
	return paste.Found{Input: f.Input, Start: f.Start, End: f.End, Err: &token.Error{
		Stage: token.StageLimit, Offset: maxLine,
		Message: fmt.Sprintf("the line has more than %d bytes", maxLine), Hint: "each line must be one token"}}
}

// inspect says all that is known at now of what was found.
func (d *decode) inspect(f paste.Found, now time.Time) model.Inspection {
	if f.Token == nil {
		return model.Inspection{Found: f}
	}
	return d.inspector().Of(f, d.bound.missing(f.Token), now)
}
