package detail

import (
	"strings"

	"agtok/model/admission"
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// Admission says what is asked: the product, and when.
func (v View) Admission(in admission.Input) string {
	what := map[admission.Product]string{admission.RTC: "join with it in RTC", admission.RTM: "log in with it to Signaling", admission.Chat: "log in with it to Chat"}
	return v.Theme.Label.Render("may the client "+what[in.Client.Product]+" at "+in.Now.In(v.Now.Location()).Format("2006-01-02 15:04:05")+"?") +
		"  " + v.Theme.Key.Render("alt+r") + " product"
}

// Verdict says whether a client is let in, and every reason why not, with the
// code that each SDK shows.
func (v View) Verdict(d admission.Verdict) []string {
	t := v.Theme
	lines := []string{t.Good.Render(t.Glyphs.Valid + " admitted"), ""}
	if !d.Admitted {
		lines[0] = t.Bad.Render(t.Glyphs.Error + " refused")
	}
	if d.Admitted && d.AdmitUntil != timeline.Never {
		lines = append(lines, v.parts("until", append([]string{Left(d.AdmitUntil, v.Now.Unix())}, v.instant(d.AdmitUntil)...)...)...)
	}
	for _, r := range d.Reasons {
		lines = append(lines, v.bullet(t.Bad.Render(t.Glyphs.Error), r.Message)...)
		if r.Near != "" {
			lines = append(lines, v.rows("  near", r.Near)...)
		}
		lines = append(lines, v.parts("  codes", codes(r.Codes)...)...)
		for _, show := range r.Shows {
			lines = append(lines, v.rows("  logs say", show)...)
		}
		if r.Fix != "" {
			lines = append(lines, v.rows("  fix", r.Fix)...)
		}
	}
	for _, note := range d.Notes {
		lines = append(lines, v.bullet(t.Info.Render(t.Glyphs.Info), note)...)
	}
	return lines
}

// bullet writes text behind a sign, over as many lines as it takes.
func (v View) bullet(sign, text string) []string {
	var lines []string
	for i, line := range widget.Wrap(text, v.Width-2) {
		if i > 0 {
			sign = " "
		}
		lines = append(lines, sign+" "+line)
	}
	return lines
}

func codes(c admission.Codes) (parts []string) {
	for _, p := range []struct {
		sdk  string
		list []string
	}{{"native", c.Native}, {"Web", c.Web}, {"Signaling", c.Signaling}, {"Chat", c.Chat}} {
		if len(p.list) > 0 {
			parts = append(parts, p.sdk+" "+strings.Join(p.list, ", "))
		}
	}
	if len(parts) == 0 {
		return []string{"no SDK refuses for this"}
	}
	return parts
}
