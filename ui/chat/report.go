package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"agtok/model/registration"
	"agtok/model/visible"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// summary tells of a batch in a line: how many of each result.
func summary(r *batch) string {
	var parts []string
	for _, result := range []registration.Result{registration.Registered, registration.Exists, registration.Failed, registration.NotTried} {
		if n := r.Count(result); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words(result)))
		}
	}
	text := fmt.Sprintf("%d names: %s", len(r.Outcomes), strings.Join(parts, ", "))
	if errors.Is(r.Err, context.Canceled) {
		return "you stopped it; " + text
	}
	return text
}

func words(r registration.Result) string {
	switch r {
	case registration.Exists:
		return "there before"
	case registration.NotTried:
		return "not tried"
	}
	return string(r)
}

// paragraphs tells of a batch in full: the summary, what is not known, then each
// user that was not registered, with the reason.
func paragraphs(r *batch, most int) []string {
	text := summary(r) + "."
	if n := r.Unknown(); n > 0 {
		text += fmt.Sprintf(" Of %d it is not known whether they were made: look them up.", n)
	}
	if r.Err != nil && !errors.Is(r.Err, context.Canceled) {
		text += " It ended early: " + visible.Text(r.Err.Error())
	}
	list := []string{text}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Result == registration.Registered || o.Result == registration.NotTried {
			continue
		}
		if len(list) == most {
			return append(list, "and more: e copies all of them")
		}
		list = append(list, outcomeText(o))
	}
	return append(list, notTried(r)...)
}

func outcomeText(o *registration.Outcome) string {
	text := fmt.Sprintf("%s: %s", visible.Line(o.Username, 64), words(o.Result))
	if o.Unknown {
		text += ", perhaps made"
	}
	if o.Err != nil {
		text += ": " + visible.Text(o.Err.Error())
	}
	return text
}

// notTried names the users that no request held, as a few and a number.
func notTried(r *batch) []string {
	var names []string
	for i := range r.Outcomes {
		if o := &r.Outcomes[i]; o.Result == registration.NotTried {
			names = append(names, visible.Line(o.Username, 64))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"not tried: " + some(names)}
}

// maxReported bounds the users that the screen tells of.
const maxReported = 1000

// reported draws the report of the last batch in w cells.
func reported(t *theme.Theme, r *batch, w int) []string {
	if r == nil {
		return []string{"No batch was registered yet: r takes many names."}
	}
	var lines []string
	for i, text := range paragraphs(r, maxReported) {
		for k, line := range widget.Wrap(text, w-2) {
			switch {
			case i == 0:
			case k == 0:
				line = t.Warn.Render(t.Glyphs.Warning) + " " + line
			default:
				line = "  " + line
			}
			lines = append(lines, line)
		}
		if i == 0 {
			lines = append(lines, "")
		}
	}
	return lines
}

// reportText is the whole report, to be copied.
func reportText(r *batch) string {
	return strings.Join(paragraphs(r, len(r.Outcomes)+2), "\n")
}
