package command

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"agtok/model"
	"agtok/model/paste"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/detail"
)

// observed is a token whose events are told of.
type observed struct {
	number int // from 1, in the order of the input
	label  string
	token  *token.Token
}

// observe finds the tokens of the arguments, else of standard input, each once, and
// says of everything else what it is and where it stands.
func (s *session) observe(cmd *cobra.Command, args []string) (tokens []observed, unread []string, err error) {
	if len(args) == 0 {
		if s.world.StdinIsTerminal {
			return nil, nil, usagef(cmd, "there is no token: give tokens as arguments or pipe text in")
		}
		args = []string{"-"}
	}
	seen := map[string]bool{}
	for i, arg := range args {
		text, place := arg, fmt.Sprintf("argument %d", i+1)
		if arg == "-" {
			place = "standard input"
			data, err := io.ReadAll(io.LimitReader(s.stdin, paste.MaxText+2))
			if err != nil {
				return nil, nil, err
			}
			text = string(withoutBreak(data))
			if strings.TrimSpace(text) == "" { // what an empty token means is said of arguments
				unread = append(unread, "standard input is empty, there is nothing to read: give a token as an argument, or pipe one in")
				continue
			}
		}
		if len(text) > paste.MaxText {
			unread = append(unread, fmt.Sprintf("%s has more than %d bytes: give the part that holds the tokens", place, paste.MaxText))
			continue
		}
		for _, f := range paste.Read(text) {
			switch {
			case f.Token == nil:
				unread = append(unread, unreadable(place, &f))
			case detail.Older(f.Token):
				unread = append(unread, fmt.Sprintf("%s holds a token of format %s: it is read (agtok decode), but what happens to its user in time is not known", place, f.Token.Format))
			case !seen[f.Token.Text]:
				seen[f.Token.Text] = true
				tokens = append(tokens, observed{len(tokens) + 1, labelOf(f.Token), f.Token})
			}
		}
	}
	return tokens, unread, nil
}

// unreadable says what is wrong with a text in which no token could be read.
func unreadable(place string, f *paste.Found) string {
	what := "is not a token"
	if f.Recognised == "" {
		what = "holds a token that can't be read"
	}
	text := fmt.Sprintf("%s %s: %s", place, what, f.Err.Message)
	switch hint := f.Err.Hint; {
	case hint == "":
		return text
	case unicode.IsUpper(rune(hint[0])): // a sentence
		return text + ". " + hint
	default:
		return text + "; " + hint
	}
}

// labelOf tells tokens apart for people, as in "RTC lobby, 1234". Names in tokens
// can be of any length and hold anything. A 006 token has only their CRC-32s.
func labelOf(t *token.Token) string {
	const mostServices, mostName = 4, 24
	switch {
	case isRTM(t):
		return "RTM"
	case t.AccessToken2 == nil:
		return "RTC"
	}
	var services []string
	for i := range min(len(t.AccessToken2.Services), mostServices) {
		services = append(services, t.AccessToken2.Services[i].Type.Title())
	}
	channel, user := model.Subject(t, nil)
	names := make([]string, 0, 2)
	for _, name := range [...]string{channel, user} {
		if name != "" {
			names = append(names, visible.Line(name, mostName))
		}
	}
	return strings.TrimSpace(strings.Join(services, "+") + " " + strings.Join(names, ", "))
}
