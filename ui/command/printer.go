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
	"agtok/model/errorline"
	"agtok/model/paste"
	"agtok/model/visible"
	"agtok/ui/detail"
	"agtok/ui/theme"
)

// printer writes inspections, as JSON lines or for people. It is not for use by
// several goroutines at once.
type printer struct {
	json, layout bool
	view         detail.View
}

// unwrapped is a width that breaks no line: a terminal does that by itself, and
// what searches the output wants whole sentences.
const unwrapped = 1 << 16

// newPrinter makes a printer with the colours of that theme, if the output is a
// terminal that shows them. With layout its JSON tells where every field stands.
func newPrinter(s *session, name string, layout bool) *printer {
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
	return &printer{json: s.json, layout: layout, view: detail.View{Theme: theme.New(r, theme.Name(name), w.ascii()), Width: unwrapped}}
}

// append writes i behind b as it is at now; line is the number of its line, 0 for
// none, and first says that nothing was printed before.
func (p *printer) append(b []byte, i *model.Inspection, line int, first bool, now time.Time) []byte {
	switch {
	case p.json && p.layout:
		return append(i.AppendJSONLayout(b, now.Unix()), '\n')
	case p.json:
		return append(i.AppendJSON(b, now.Unix()), '\n')
	}
	p.view.Now = now
	if !first {
		b = append(b, '\n')
	}
	if head := p.head(i, line); head != "" {
		b = append(append(b, head...), '\n')
	}
	return append(append(b, strings.Join(p.lines(i), "\n")...), '\n')
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
		lines := []string{v.Theme.Title.Render(f.Err.Message), f.Err.Hint}
		return append(lines, v.Meanings(errorline.Explain(f.Input), nil, nil)...)
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
