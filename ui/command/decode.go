package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
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
	ctx   context.Context
	lines bool
	bound bound

	settings  config.Settings
	chosen    string
	inspector *model.Inspector // nil until a token has been found
	reader    paste.Reader
	printer   printer
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
line is one token, or something that is not, and gives one object; so any number of
tokens can be read.

A 006 token carries neither channel nor uid, only their CRC-32s, but they are what
its signature is made over: give them with --channel and --uid or --account.

Exit code 0: at least one token was found, and all of them were read.`,
		Example: `  agtok decode 007eJx…
  pbpaste | agtok decode
  agtok decode --lines --json <tokens.txt
  agtok decode --json 007eJx… | jq -c '.description | .expire=60' | agtok sign`,
		RunE: func(cmd *cobra.Command, args []string) error {
			d.ctx = cmd.Context()
			return d.run(cmd, args)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&d.lines, "lines", false, "take one token a line, and say one thing a line")
	f.String("channel", "", "the channel `NAME` that a 006 token was made for")
	f.String("uid", "", "the uid `N` that a 006 token was made for; 0 for any")
	f.String("account", "", "the user account `NAME` in place of the uid; also an RTM user")
	return cmd
}

func (d *decode) run(cmd *cobra.Command, args []string) (err error) {
	if d.bound, err = boundBy(cmd); err != nil {
		return err
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
	d.printer = newPrinter(d.session, d.settings.UI.Theme)
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

// input reads an argument, or standard input where that is "-".
func (d *decode) input(arg string) error {
	in, text := io.Reader(flushing{d.stdin, d.out}), arg != "-"
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
	for _, f := range d.reader.Read(string(data)) {
		if len(data) > paste.MaxText {
			f.Err.Message = fmt.Sprintf("the text has more than %d bytes", paste.MaxText)
			f.Err.Hint = "give the part that holds the tokens, or one token a line with --lines"
		}
		if err := d.print(f, 0); err != nil {
			return err
		}
	}
	return nil
}

func (d *decode) everyLine(in io.Reader) error {
	l := newLines(in, maxLine)
	for {
		line, long, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		f := d.reader.ReadLine(string(line))
		if long {
			f = tooLong(f)
		}
		if err := d.print(f, l.number); err != nil {
			return err
		}
	}
}

// tooLong replaces what was found in the beginning of a line that is too long.
func tooLong(f paste.Found) paste.Found {
	return paste.Found{Input: f.Input, Start: f.Start, End: f.End, Err: &token.Error{
		Stage: token.StageLimit, Offset: maxLine,
		Message: fmt.Sprintf("the line has more than %d bytes", maxLine), Hint: "each line must be one token"}}
}

// print says all that is known of f, which stands on the line of that number.
func (d *decode) print(f paste.Found, line int) error {
	now := d.now()
	i := model.Inspection{Found: f}
	if f.Token == nil {
		d.unread = true
	} else {
		d.found = true
		i = d.inspect(f, now)
	}
	return d.printer.print(&i, line, now)
}

// inspect holds a token against all that is known. The certificates are fetched
// with the first token: that may run commands.
func (d *decode) inspect(f paste.Found, now time.Time) model.Inspection {
	if d.inspector == nil {
		d.inspector = &model.Inspector{
			Projects: d.session.known(d.ctx, d.settings, d.chosen),
			Demo:     d.chosen == project.DemoName,
		}
	}
	return d.inspector.Of(f, d.bound.missing(f.Token), now)
}
