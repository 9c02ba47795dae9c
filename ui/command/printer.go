package command

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"agtok/model"
	"agtok/model/paste"
	"agtok/model/visible"
	"agtok/ui/detail"
	"agtok/ui/theme"
)

// printer writes inspections to standard output, as JSON lines or for people.
type printer struct {
	s       *session
	view    detail.View
	printed int
	buf     []byte
}

// unwrapped is a width that breaks no line: a terminal does that by itself, and
// what searches the output wants whole sentences.
const unwrapped = 1 << 16

// newPrinter makes a printer with the colours of that theme, if the output is a
// terminal that shows them.
func newPrinter(s *session, name string) printer {
	w := &s.world
	colours := w.StdoutIsTerminal && !s.noColor && !w.colourless()
	// The renderer writes nowhere and is told everything, so that it has no reason to
	// ask a terminal anything.
	r := lipgloss.NewRenderer(io.Discard, termenv.WithProfile(termenv.Ascii), termenv.WithUnsafe())
	r.SetHasDarkBackground(true)
	r.SetColorProfile(termenv.Ascii)
	if colours {
		r.SetColorProfile(termenv.ANSI)
	}
	return printer{s: s, view: detail.View{Theme: theme.New(r, theme.Name(name), w.ascii()), Width: unwrapped}}
}

// print writes i as it is at now; line is the number of its line, 0 for none.
func (p *printer) print(i *model.Inspection, line int, now time.Time) error {
	if p.s.json {
		p.buf = append(i.AppendJSON(p.buf[:0], now.Unix()), '\n')
		_, err := p.s.out.Write(p.buf)
		return err
	}
	p.view.Now = now
	lines := p.lines(i)
	if head := p.head(i, line); head != "" {
		lines = append([]string{head}, lines...)
	}
	if p.printed++; p.printed > 1 {
		lines = append([]string{""}, lines...)
	}
	return p.s.printf("%s\n", strings.Join(lines, "\n"))
}

// head says which text the following lines are about. Those about a damaged token
// show the text themselves.
func (p *printer) head(i *model.Inspection, line int) string {
	const most = 60
	f, head := &i.Found, ""
	if line > 0 {
		head = fmt.Sprintf("line %d", line)
	}
	if f.Token != nil || f.Recognised != "" && f.Input != "" {
		head = strings.TrimPrefix(fmt.Sprintf("%s: %s (%s)", head, visible.Line(f.Input, most), count(utf8.RuneCountInString(f.Input), "character")), ": ")
	}
	if head == "" {
		return ""
	}
	return p.view.Theme.Label.Render(head)
}

func (p *printer) lines(i *model.Inspection) []string {
	v, f := p.view, &i.Found
	switch {
	case f.Recognised != "":
		return []string{v.Theme.Title.Render(f.Err.Message), f.Err.Hint}
	case f.Token == nil:
		return v.Damaged(i)
	}
	now, lines := v.Now.Unix(), []string{v.Headline(i)}
	current := f.Token.AccessToken2 != nil || f.Token.AccessToken != nil
	if current {
		lines = append(lines, detail.Summary(v.Theme, i.Status(now), &i.Timeline, now))
	}
	lines = append(lines, v.Fields(i)...)
	if current {
		lines = append(lines, v.WorksFor(i)...)
	}
	if len(f.Repairs) > 0 {
		lines = append(lines, "", v.Theme.Warn.Render(v.Theme.Glyphs.Warning)+" mended before it could be read: "+repairs(f.Repairs))
	}
	if len(i.Findings) > 0 {
		lines = append(append(lines, ""), v.Findings(i.Findings)...)
	}
	return lines
}

func repairs(list []paste.Repair) string {
	names := make([]string, len(list))
	for k, r := range list {
		names[k] = string(r)
	}
	return strings.Join(names, ", ")
}
