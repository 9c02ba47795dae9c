package detail

import (
	"strconv"
	"strings"

	"agtok/model/candidate"
	"agtok/model/sdkversion"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/widget"
)

// Candidates lists the channels and uids that a 006 token may have been made for.
func (v View) Candidates(r candidate.Result) []string {
	t := v.Theme
	if c := r.Confirmed; c != nil {
		return []string{t.Good.Render(t.Glyphs.Valid+" channel "+strconv.Quote(visible.Text(c.Channel))+", uid "+strconv.Quote(visible.Text(c.UID))) +
			": confirmed by the signature of " + visible.Line(c.Project, 24)}
	}
	lines := v.rows("channel", listed(r.Channels))
	lines = append(lines, v.rows("uid", listed(r.UIDs))...)
	note := "No certificate for this App ID is known, so nothing confirms them: of four thousand million texts one fits by chance."
	if r.Confirmable {
		note = "The known certificate confirms no pair of them: at least one of the two is another."
	}
	return append(lines, widget.Wrap(note, v.Width)...)
}

// listed quotes some names; more than a few help nobody.
func listed(names []string) string {
	const most = 8
	var parts []string
	for i, n := range names {
		if i == most {
			parts = append(parts, "and "+strconv.Itoa(len(names)-most)+" more")
			break
		}
		parts = append(parts, strconv.Quote(visible.Text(n)))
	}
	if parts == nil {
		return "none so far"
	}
	return strings.Join(parts, ", ")
}

// SDKs lists the first versions of the SDKs that take a token, and for a 006 token
// what to change on the way to 007.
func (v View) SDKs(t *token.Token) []string {
	const product = 16
	lines := []string{v.Theme.Label.Render(widget.Pad("SDK", product) + widget.Pad("from", 7) + "on, and for what")}
	for _, r := range sdkversion.For(t) {
		first := r.First
		if first == "" {
			first = "?"
		}
		text := r.Platform + ": " + r.For
		if r.Note != "" {
			text += " (" + r.Note + ")"
		}
		lead := widget.Pad(r.Product, product) + widget.Pad(first, 7)
		for _, line := range widget.Wrap(text, max(v.Width-product-7, 10)) {
			lines = append(lines, lead+line)
			lead = strings.Repeat(" ", product+7)
		}
	}
	steps := sdkversion.Move(t)
	if len(steps) > 0 {
		lines = append(lines, widget.Rule(v.Theme, "from 006 to 007", v.Width))
	}
	for _, s := range steps {
		lines = append(lines, v.rows(string(s.Where), s.What)...)
	}
	return lines
}
