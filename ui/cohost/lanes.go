package cohost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// laneName is the least width of the names before the lanes.
const laneName = 10

// laneWidth gives the width of the names before the lanes: of all of the longest
// one where there is room.
func (p *Pane) laneWidth(w int) int {
	if w < layout.MediumWidth {
		return laneName
	}
	return max(p.nameWidth()+1, laneName)
}

// axis spreads the story over w cells, with a little left after its end. A story
// that goes on far beyond the scenario is cut there, and beyond gives in some cells
// to when; "" if it is not cut.
func (p *Pane) axis(env pane.Env, w int) (a widget.TimeAxis, beyond string) {
	last, to := p.last(), p.horizon(env.Now.Unix())
	cells := w - p.laneWidth(w) - 1
	if to < last {
		beyond = "→ " + cohost.Offset(last-p.lab.Start)
		cells -= widget.Width(beyond)
	}
	scale := layout.Scale{From: p.lab.Start, To: to + (to-p.lab.Start)/20 + 1, Cells: max(cells, 2)}
	return widget.TimeAxis{Theme: env.Theme, Scale: scale, Now: env.Now.Unix()}, beyond
}

// horizon gives the last second that the time line has to show: of the events, the
// last one in twice the scenario's time, or a little later where that is short, so
// that a token of an hour does not leave a story of minutes a few cells. Once that is
// over, the last second there is.
func (p *Pane) horizon(now int64) int64 {
	const least = cohost.SettleTime + 60 // a switch of now is to have its effect on it
	ends := slices.MaxFunc(p.told.Marks, func(a, b cohost.Mark) int { return cmp.Compare(a.To, b.To) }).To
	limit := p.lab.Start + ends + max(ends, least)
	to := p.lab.Start + ends
	for _, e := range p.events {
		if seen := e.Seen(); seen <= limit {
			to = max(to, seen)
		}
	}
	if now > to {
		return p.last()
	}
	return to
}

// timeTitle names the time line, with what as many of its marks mean as there is
// room for.
func (p *Pane) timeTitle(env pane.Env, w int) string {
	g := env.Theme.Glyphs
	short := fmt.Sprintf("%s publishes %s perhaps ", g.Full, g.Doubtful)
	return widest(w-4,
		fmt.Sprintf("time line   %s may publish   %s perhaps, or for now   %s in the channel   ? not known   %s now", g.Full, g.Doubtful, g.Empty, g.Now),
		fmt.Sprintf("%s may publish  %s perhaps, or for now  %s in channel  ? unknown  %s now", g.Full, g.Doubtful, g.Empty, g.Now),
		short+fmt.Sprintf("%s in channel ? unknown %s now", g.Empty, g.Now),
		short+"? unknown",
	)
}

// widest gives the first of the texts that fits into w cells, else the last.
func widest(w int, texts ...string) string {
	for _, text := range texts {
		if widget.Width(text) <= w {
			return text
		}
	}
	return texts[len(texts)-1]
}

// time draws the time line in h lines: the ruler, a lane for each of so many
// participants, those of the chosen one's media that say more than its own where
// there is room for them and some events, and the events.
func (p *Pane) time(env pane.Env, w, h, lanes int) []string {
	t, names := env.Theme, p.laneWidth(w)
	axis, beyond := p.axis(env, w)
	moments, before := p.moments(), strings.Repeat(" ", names+1)
	lines := []string{before + p.ruler(axis, moments) + t.Label.Render(beyond)}
	split := h >= lanes+9
	first, end := p.window(lanes)
	for who := first; who < end; who++ {
		name := widget.Pad("  "+p.name(who), names)
		if who == p.who {
			name = t.Accent.Render(widget.Pad(t.Glyphs.Chosen+" "+p.name(who), names))
		}
		lines = append(lines, name+" "+p.lane(axis, p.remark(who), func(m *cohost.Matrix) mark { return whole(&m.Rows[who]) }))
		if who != p.who || !split {
			continue
		}
		for _, media := range p.apart() {
			lines = append(lines, t.Label.Render(widget.Pad("    "+media.String(), names))+" "+
				p.lane(axis, "", func(m *cohost.Matrix) mark { return part(&m.Rows[who], media) }))
		}
	}
	if h-len(lines) >= 4 {
		lines = append(lines, before+axis.Letters(seconds(moments)))
	}
	return append(lines, p.eventLines(env, moments, w, h-len(lines))...)
}

// mark is what a lane shows at a second.
type mark int

const (
	outside mark = iota
	inside
	unsure
	perhaps // may publish, but no page says so for certain, or for good
	publishes
)

// whole sums a participant up.
func whole(r *cohost.Row) mark {
	best := outside
	if r.Channel.Answer == cohost.Yes {
		best = inside
	}
	for _, m := range cohost.AllMedia() {
		best = max(best, part(r, m))
	}
	return best
}

// apart lists the media of which the chosen participant's lane does not tell all.
func (p *Pane) apart() []cohost.Media {
	var list []cohost.Media
	for _, media := range cohost.AllMedia() {
		if slices.ContainsFunc(p.story, func(m cohost.Matrix) bool { return part(&m.Rows[p.who], media) != whole(&m.Rows[p.who]) }) {
			list = append(list, media)
		}
	}
	return list
}

func part(r *cohost.Row, m cohost.Media) mark {
	switch {
	case doubtful(r.Publishes[m]):
		return perhaps
	case r.Publishes[m].Answer == cohost.Yes:
		return publishes
	case r.Publishes[m].Answer == cohost.Unknown:
		return unsure
	case r.Channel.Answer == cohost.Yes:
		return inside
	}
	return outside
}

func (m mark) look(t *theme.Theme) (string, *lipgloss.Style) {
	switch m {
	case inside:
		return t.Glyphs.Empty, &t.Label
	case unsure:
		return "?", &t.Warn
	case perhaps:
		return t.Glyphs.Doubtful, &t.Warn
	case publishes:
		return t.Glyphs.Full, &t.Good
	}
	return " ", nil
}

// remark is what a participant's lane says beside its marks: that these are of another
// channel than the story's, or of a token that opens others too.
func (p *Pane) remark(who int) string {
	switch {
	case p.lab.Elsewhere(who):
		return " elsewhere "
	case p.lab.Wildcard(who):
		return " wildcard "
	}
	return ""
}

// lane draws a line of the time line, with a remark where it is not in the way of now.
func (p *Pane) lane(axis widget.TimeAxis, remark string, of func(*cohost.Matrix) mark) string {
	strip := widget.NewStrip(axis.Scale.Cells)
	for col := range axis.Scale.Cells {
		glyph, style := of(p.story.At(axis.Scale.At(col))).look(axis.Theme)
		strip.Set(col, glyph, style)
	}
	n := len(remark)
	from := max(axis.Scale.Column(axis.Now), 0) + 2
	if from+n > axis.Scale.Cells {
		from = min(from-2, axis.Scale.Cells) - 1 - n
	}
	strip.Set(from, remark, &axis.Theme.Warn)
	line := axis.Cross(strip)
	if end := axis.Scale.To; end < p.last() && of(p.story.At(end)) != outside {
		line += axis.Theme.Label.Render("→")
	}
	return line
}

// ruler writes now, the start and the moments above their columns.
func (p *Pane) ruler(axis widget.TimeAxis, list []moment) string {
	offset := func(at int64) string { return cohost.Offset(at - p.lab.Start) }
	return axis.Labels(offset, append([]int64{p.lab.Start}, seconds(list)...))
}

// moment is the events of one second.
type moment struct {
	at     int64
	events []cohost.Event
}

// moments gathers the events by their second.
func (p *Pane) moments() []moment {
	var list []moment
	for _, e := range p.events {
		if n := len(list); n == 0 || list[n-1].at != e.At {
			list = append(list, moment{at: e.At})
		}
		last := &list[len(list)-1]
		last.events = append(last.events, e)
	}
	return list
}

// seconds gives when the moments are.
func seconds(list []moment) []int64 {
	at := make([]int64, len(list))
	for i, m := range list {
		at[i] = m.at
	}
	return at
}

// eventLines tells the events in at most h lines, each of them whole: from the last
// one that is over, when not all fit.
func (p *Pane) eventLines(env pane.Env, list []moment, w, h int) []string {
	if h <= 0 {
		return nil
	}
	var blocks [][]string
	next := 0
	for _, l := range letters(list) {
		blocks = append(blocks, p.eventLine(env, l.letter, l.event, w, h))
		if l.event.At < env.Now.Unix() {
			next = len(blocks)
		}
	}
	first := max(0, min(next-h/4, len(blocks)-1))
	for first > 0 && len(slices.Concat(blocks[first-1:]...)) <= h {
		first--
	}
	return firstOf(env, blocks[first:], h)
}

// letters gives the events with their letters.
func letters(list []moment) []lettered {
	var all []lettered
	for i, m := range list {
		for k, e := range m.events {
			mark := " "
			if k == 0 {
				mark = widget.Letter(i)
			}
			all = append(all, lettered{mark, e})
		}
	}
	return all
}

// firstOf gives as many of the blocks as fit into h lines, and how many are left.
func firstOf(env pane.Env, blocks [][]string, h int) []string {
	if lines := slices.Concat(blocks...); len(lines) <= h {
		return lines
	}
	room := h
	if h > 2 {
		room-- // for how many are left
	}
	var lines []string
	shown := 0
	for shown < len(blocks) && len(lines)+len(blocks[shown]) <= room {
		lines = append(lines, blocks[shown]...)
		shown++
	}
	if h > 2 {
		lines = append(lines, env.Theme.Label.Render(fmt.Sprintf("  and %d more", len(blocks)-shown)))
	}
	return lines
}

// lettered is an event with the letter of its moment, if it is the moment's first.
type lettered struct {
	letter string
	event  cohost.Event
}

// eventLine tells an event in w cells and at most h lines; where it needs more, in
// one line without how far away it is, and without its details.
func (p *Pane) eventLine(env pane.Env, letter string, e cohost.Event, w, h int) []string {
	when, away, sure := fmt.Sprintf(" %-7s", cohost.Offset(e.At-p.lab.Start)), "", ""
	if w >= 70 {
		away = widget.Pad(lifetime.Relative(e.At, env.Now.Unix()), 12)
	}
	if e.Certainty != cohost.Documented {
		sure = " " + string(e.Certainty)
	}
	who := widget.Pad(p.name(e.Who), max(p.laneWidth(w)-2, 8)) + " "
	lead, room := when+away+who, w-1-widget.Width(when+away+who+sure)
	texts := p.eventTexts(env, e, w, room)
	if len(texts) > h {
		lead, room = when+who, room+widget.Width(away)
		texts = []string{widest(room, e.Text, strings.TrimPrefix(e.Text, "warning: "), gist(e.Text))}
	}
	return told(env, letter, lead, texts, sure, e.At < env.Now.Unix(), w)
}

// told writes an event's texts under each other, behind its letter and what leads to
// them, with how certain it is at the right end; in one style when it is over.
func told(env pane.Env, letter, lead string, texts []string, sure string, over bool, w int) []string {
	t, before := env.Theme, strings.Repeat(" ", 1+widget.Width(lead))
	var lines []string
	for i, text := range texts {
		line := before + text
		if i == 0 && over {
			line = widget.Between(letter+lead+text, sure, w)
		} else if i == 0 {
			line = widget.Between(t.Key.Render(letter)+lead+text, t.Warn.Render(sure), w)
		}
		if over {
			line = t.Label.Render(line)
		}
		lines = append(lines, line)
	}
	return lines
}

// gist is what an event's text says before it goes into details.
func gist(text string) string {
	for _, stop := range []string{": ", "; ", " and "} {
		text, _, _ = strings.Cut(text, stop)
	}
	return text
}

// eventTexts say an event in lines of room cells, and on screens that are w wide what
// the SDK reports: behind it, or under it where that does not fit.
func (p *Pane) eventTexts(env pane.Env, e cohost.Event, w, room int) []string {
	texts, sdk := widget.Wrap(e.Text, room), reports(env, e)
	if w < 110 || sdk == "" || len(texts) == 0 {
		return texts
	}
	last := &texts[len(texts)-1]
	if with := *last + " " + env.Theme.Glyphs.Dot + " " + sdk; widget.Width(with) <= room {
		*last = with
		return texts
	}
	return append(texts, widget.Wrap(sdk, room)...)
}

// reports says what the SDK of the platform in use reports.
func reports(env pane.Env, e cohost.Event) string {
	if e.Kind == cohost.Refused {
		return e.Shows
	}
	return timeline.RTC.Callback(timeline.Kind(e.Kind), env.Workspace.Platform)
}
