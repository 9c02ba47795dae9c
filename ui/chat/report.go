package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"agtok/chatapi"
	"agtok/model/registration"
	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// class is a result of a batch as the screen tells it: of those that failed, some may
// have been made, and of those that exist, some by this batch.
type class string

const (
	registered  class = "registered"
	thereBefore class = "there before"
	undecided   class = "there, perhaps made just now"
	perhapsMade class = "perhaps made"
	failed      class = "failed"
	notTried    class = "not tried"
)

var classes = [...]class{registered, thereBefore, undecided, perhapsMade, failed, notTried}

func classOf(o *registration.Outcome) class {
	switch {
	case o.Unknown:
		return perhapsMade
	case o.Undecided:
		return undecided
	case o.Result == registration.Registered:
		return registered
	case o.Result == registration.Exists:
		return thereBefore
	case o.Result == registration.NotTried:
		return notTried
	}
	return failed
}

// summary tells of a batch in a line: how many of each class.
func summary(b *batch) string {
	counts := map[class]int{}
	for i := range b.Outcomes {
		counts[classOf(&b.Outcomes[i])]++
	}
	var parts []string
	for _, c := range classes {
		if n := counts[c]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c))
		}
	}
	text := counted(len(b.Outcomes), "name") + ": " + strings.Join(parts, ", ")
	if errors.Is(b.Err, context.Canceled) {
		return "you stopped it; " + text
	}
	return text
}

// fate is what became of a user, and why.
type fate struct {
	class class
	cause string
}

// group is users with the same fate.
type group struct {
	fate
	names []string
	first int // place of the first of them in the list
	last  int
}

// groups parts the users that were not registered by what became of them.
func groups(b *batch) (list []*group) {
	known := map[fate]*group{}
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		f := fate{classOf(o), cause(o)}
		if f.class == registered {
			continue
		}
		g := known[f]
		if g == nil {
			g = &group{fate: f, first: i}
			known[f], list = g, append(list, g)
		}
		g.names, g.last = append(g.names, visible.Line(o.Username, chatapi.MaxUsername)), i
	}
	return list
}

// cause says why something became of a user, in words that are the same for others.
func cause(o *registration.Outcome) string {
	switch {
	case o.Err == nil || o.Result == registration.NotTried: // what ended the batch is told once
		return ""
	case errors.Is(o.Err, registration.ErrRepeated):
		return registration.ErrRepeated.Error()
	}
	text, _, _ := strings.Cut(o.Err.Error(), "; then: ") // what was tried afterwards did not help
	return strings.ReplaceAll(text, " "+o.Username+":", " the user:")
}

// text tells of the group: whom it is, how many, and what became of them.
func (g *group) text() string {
	n := len(g.names)
	who := some(g.names)
	if n > 2 && g.last-g.first == n-1 {
		who = g.names[0] + " … " + g.names[n-1]
	}
	if n > 1 {
		who += fmt.Sprintf(" (%d)", n)
	}
	if g.cause == "" {
		return who + ": " + string(g.class)
	}
	return who + ": " + string(g.class) + ": " + visible.Text(g.cause)
}

// verdict tells of a batch as a whole, and which keys go on from there.
func verdict(b *batch) []string {
	text := summary(b) + "."
	if b.Err != nil && !errors.Is(b.Err, context.Canceled) {
		text += " It ended early: " + visible.Text(b.Err.Error())
	}
	list := []string{text}
	if n := b.Unknown(); n > 0 {
		list = append(list, fmt.Sprintf("v looks up the %d that were perhaps made.", n))
	}
	return list
}

// maxGroups bounds what the screen tells of.
const maxGroups = 1000

// reported draws the report of the last batch in w cells.
func reported(t *theme.Theme, b *batch, w int) (lines []string) {
	if b == nil {
		return []string{"No batch was registered yet: r takes many names."}
	}
	for _, text := range verdict(b) {
		lines = append(lines, widget.Wrap(text, w-2)...)
	}
	lines = append(lines, "")
	list := groups(b)
	for _, g := range list[:min(len(list), maxGroups)] {
		for k, line := range widget.Wrap(g.text(), w-2) {
			lead := "  "
			if k == 0 {
				lead = t.Warn.Render(t.Glyphs.Warning) + " "
			}
			lines = append(lines, lead+line)
		}
	}
	if len(list) > maxGroups {
		lines = append(lines, "  and more")
	}
	if len(list) > 0 {
		lines = append(lines, "")
	}
	return append(lines, t.Label.Render("e copies every name with its UUID and result"))
}

// rowsOf gives the users of a batch as JSON, one a line.
func rowsOf(b *batch) string {
	lines := make([]string, 0, len(b.Outcomes))
	for i := range b.Outcomes {
		if line, err := visible.JSON(b.Outcomes[i].Row()); err == nil { // a row is made of texts and numbers
			lines = append(lines, string(line))
		}
	}
	return strings.Join(lines, "\n")
}

// settle looks up the users that were perhaps made.
func (p *Pane) settle(env pane.Env) pane.Effect {
	before := *p.batch
	return p.start(env, task{title: "look up " + counted(before.Unknown(), "user"), calls: calls{chatapi.OpGet}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		report, err := registration.Settle(ctx, c, before.Report, before.began)
		return outcome{err: err, report: &batch{report, before.began}}
	}})
}
