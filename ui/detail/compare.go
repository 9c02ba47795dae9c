package detail

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/admission"
	"agtok/model/errorline"
	"agtok/model/finding"
	"agtok/model/renewal"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/widget"
)

// Compare says what differs between two tokens, and whether renewing the first
// with the second would be accepted.
// Texts that are secret are masked; empty ones are none.
func (v View) Compare(d renewal.Diff, secrets ...string) []string {
	t := v.Theme
	verdict := t.Good.Render(t.Glyphs.Valid+" renewToken accepts it") + ": "
	if !d.Renewal.Accepted {
		verdict = t.Bad.Render(fmt.Sprintf("%s renewToken refuses it with code %d", t.Glyphs.Error, d.Renewal.Code)) + ": "
	}
	lines := widget.Wrap(verdict+d.Renewal.Reason, v.Width)
	lines = append(lines, "")
	lines = append(lines, v.Findings(d.Findings)...)
	if len(d.Changes) == 0 {
		return append(lines, "Nothing differs.")
	}
	name := min(36, max(v.Width/2, 16))
	lines = append(lines, t.Label.Render(widget.Pad("field", name)+"first "+t.Glyphs.Right+" second"))
	for _, c := range d.Changes {
		value := visible.Text(string(c.Old)) + " " + t.Glyphs.Right + " " + visible.Text(string(c.New))
		for _, secret := range secrets {
			if secret != "" {
				value = strings.ReplaceAll(value, secret, token.Masked)
			}
		}
		for i, line := range widget.Wrap(value, max(v.Width-name, 8)) {
			label := c.Field
			if i > 0 {
				label = ""
			}
			lines = append(lines, widget.Pad(visible.Text(label), name)+line)
		}
	}
	return lines
}

// Meanings says what an SDK's message can mean, and which of its causes are there
// in the token at hand, of which verdict and findings are given; nil without one.
func (v View) Meanings(list []errorline.Meaning, verdict *admission.Verdict, findings []finding.Finding) []string {
	t := v.Theme
	var lines []string
	for _, m := range list {
		name := m.Code
		if m.Name != "" {
			name = m.Name
			if m.Code != "" {
				name += " (" + m.Code + ")"
			}
		}
		lines = append(lines, widget.Cut(t.Title.Render(m.Title)+v.dot()+t.Title.Render(name), v.Width))
		lines = append(lines, v.rows("  means", m.Meaning)...)
		if m.Fix != "" {
			lines = append(lines, v.rows("  fix", m.Fix)...)
		}
		lines = append(lines, v.causes(m, verdict, findings)...)
		lines = append(lines, "")
	}
	return lines
}

// causes runs a meaning's checks on the token at hand.
func (v View) causes(m errorline.Meaning, verdict *admission.Verdict, findings []finding.Finding) []string {
	if verdict == nil {
		return nil
	}
	var lines []string
	for _, r := range verdict.Reasons {
		if slices.Contains(m.Checks, string(r.ID)) {
			lines = append(lines, v.rows("  here", r.Message)...)
		}
	}
	for _, f := range findings {
		if slices.Contains(m.Findings, f.ID) {
			lines = append(lines, v.rows("  here", f.Message)...)
		}
	}
	if lines == nil && len(m.Checks)+len(m.Findings) > 0 {
		lines = v.rows("  here", "nothing of this shows in the token that was looked at before")
	}
	return lines
}
