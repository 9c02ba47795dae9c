package cohost

import (
	"fmt"
	"slices"
	"strings"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// allShown says how to read what there is no room for.
const allShown = "v shows all"

// why says in at most n lines what the chosen answer rests on, and what token it is
// about; or asks for something. How certain the answer is stands there even when the
// reason is longer than that.
func (p *Pane) why(env pane.Env, w, n int) []string {
	if p.prompt.Active() {
		lines := p.prompt.Lines(env.Theme, w)
		return lines[:min(n, len(lines))]
	}
	if whole := slices.Concat(append([][]string{p.answer(env, w), p.rests(env, "", w)}, p.more(env, w)...)...); len(whole) <= n {
		return whole
	}
	lines := p.answer(env, w)
	if over := len(lines) + 1 - n; over > 0 && n > 1 {
		lines = lines[:n-1]
		lines[n-2] = widget.Wrap(lines[n-2], w-2)[0] + " …"
	}
	last := p.rests(env, " "+env.Theme.Glyphs.Dot+" "+allShown, w)
	if len(lines)+len(last) > n {
		last = []string{p.certainty(env, w)}
	}
	lines = append(lines, last...)
	for _, part := range p.more(env, w) {
		if len(lines)+len(part) > n {
			break
		}
		lines = append(lines, part...)
	}
	return lines[:min(n, len(lines))]
}

// answer says the chosen answer, and why it is so.
func (p *Pane) answer(env pane.Env, w int) []string {
	c := p.row(env).Cell(p.point)
	glyph, style := sign(env.Theme, c, false)
	word := glyph + " " + c.Word + ":"
	lines := widget.Wrap(word+" "+c.Text, w)
	if len(lines) > 0 {
		lines[0] = style.Render(word) + strings.TrimPrefix(lines[0], word)
	}
	return lines
}

// rests says how long the answer holds, how certain it is and what it rests on, and
// end.
func (p *Pane) rests(env pane.Env, end string, w int) []string {
	r := p.row(env)
	c := r.Cell(p.point)
	lead, certainty := p.holds(env, r, c), string(c.Certainty)
	var lines []string
	for i, line := range widget.Wrap(lead+certainty+": "+c.Source+end, w) {
		if rest, ok := strings.CutPrefix(line, lead+certainty); ok && i == 0 {
			lines = append(lines, lead+p.sure(env, c)+env.Theme.Label.Render(rest))
		} else {
			lines = append(lines, env.Theme.Label.Render(line))
		}
	}
	return lines
}

// sure writes how certain an answer is.
func (p *Pane) sure(env pane.Env, c cohost.Cell) string {
	if c.Certainty != cohost.Documented {
		return env.Theme.Warn.Render(string(c.Certainty))
	}
	return env.Theme.Label.Render(string(c.Certainty))
}

// certainty says in one line how long the answer holds and how certain it is.
func (p *Pane) certainty(env pane.Env, w int) string {
	r := p.row(env)
	c := r.Cell(p.point)
	holds, sure, dot := p.holds(env, r, c), p.sure(env, c), " "+env.Theme.Glyphs.Dot+" "
	all := env.Theme.Label.Render(dot + allShown)
	return widest(w, holds+sure+all, holds+sure, sure+all, sure)
}

// more says the rest, in the order in which it matters: what token it is about, how
// the lab reads odd lifetimes, and what the SDK reports.
func (p *Pane) more(env pane.Env, w int) [][]string {
	t, r := env.Theme, p.row(env)
	parts := [][]string{p.pass(env, r, w)}
	for _, note := range r.Pass.Notes() {
		var lines []string
		for _, line := range widget.Wrap(note, w) {
			lines = append(lines, t.Warn.Render(line))
		}
		parts = append(parts, lines)
	}
	if shows := r.Cell(p.point).Shows; len(shows) > 0 {
		var lines []string
		for _, line := range widget.Wrap("SDK: "+shows.String(), w) {
			lines = append(lines, t.Label.Render(line))
		}
		parts = append(parts, lines)
	}
	return parts
}

// holds says from when to when an answer holds, where that is known.
func (p *Pane) holds(env pane.Env, r *cohost.Row, c cohost.Cell) string {
	text, now := "", env.Now.Unix()
	if p.point == cohost.PointChannel && c.Answer == cohost.Yes {
		text = "since " + cohost.Offset(r.Since-p.lab.Start) + ", "
	}
	if c.Until != timeline.Never {
		text += fmt.Sprintf("until %s (%s) ", cohost.Offset(int64(c.Until)-p.lab.Start), lifetime.Clock(int64(c.Until), now, env.Now.Location()))
	} else if text != "" {
		text += "no end "
	}
	if text == "" {
		return ""
	}
	return text + env.Theme.Glyphs.Dot + " "
}

// pass says what the chosen participant's token is.
func (p *Pane) pass(env pane.Env, r *cohost.Row, w int) []string {
	t := env.Theme
	text := fmt.Sprintf("token %d%s: valid %s %s join %s", r.Token+1, p.elsewhere(), span(cohost.For(r.Pass.Expire)), t.Glyphs.Dot, span(r.Pass.Join))
	for _, m := range cohost.AllMedia() {
		text += fmt.Sprintf(" %s %s %s", t.Glyphs.Dot, m, span(r.Pass.Media[m]))
	}
	by, _ := signer(env)
	text += " " + t.Glyphs.Dot + " signed by " + visible.Line(by.Name, 20)
	var lines []string
	for _, line := range widget.Wrap(text, w) {
		lines = append(lines, t.Label.Render(line))
	}
	return lines
}

// elsewhere says what the chosen participant's token is for if it is none of the
// lab's own.
func (p *Pane) elsewhere() string {
	who := &p.lab.Participants[p.who]
	if who.Brought == nil {
		return ""
	}
	user := who.UID
	if user == "" {
		user = "any user"
	}
	return fmt.Sprintf(" (%s, %s)", p.lab.ChannelTitle(p.who), visible.Line(user, 20))
}

// span writes a lifetime, or that it is not granted.
func span(term cohost.Term) string {
	if !term.Granted {
		return "no"
	}
	return lifetime.Typed(term.Seconds)
}
