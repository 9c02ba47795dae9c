package cohost

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// columns are the widths of the table's columns; 0 leaves one out. Doors are the
// answers about joining, media those about publishing.
type columns struct{ name, role, token, door, media int }

// columnsFor divides w cells among the columns, of which the name's is at least
// name wide where there is room.
func columnsFor(w, name int) columns {
	short := min(name, 8) // what a short name leaves lets "audience" fit into a column of media
	c := columns{name: short, role: 9, token: 11}
	switch {
	case w >= layout.WideWidth-4:
		// Every answer fits into 16 cells, most tokens into 14.
		c = columns{role: 9, door: 16 + (w-layout.WideWidth+4)*2/3/len(cohost.AllPoints())}
		c.media = c.door
		room := w - 2 - c.role - len(cohost.AllPoints())*c.door
		c.name = min(max(name, 7), room-14)
		c.token = room - c.name
		return c
	case w < 62:
		c = columns{name: short}
	case w < 76:
		c = columns{name: short, role: 9}
	}
	room := w - 2 - c.name - c.role - c.token
	if c.door = room / len(cohost.AllPoints()); c.door < 11 { // the short words for joining are shorter
		c.door = 8
	}
	c.media = max((room-2*c.door)/3, 8)
	return c
}

// nameWidth gives how many cells the longest name takes, with one after it.
func (p *Pane) nameWidth() int {
	w := 0
	for who := range p.lab.Participants {
		w = max(w, widget.Width(p.name(who)))
	}
	if len(p.lab.Participants) > 9 {
		w = max(w, len("10-12/12")-2) // which of them are shown stands above the names
	}
	return max(min(w, nameRoom), len("2-3/3")-2) + 1
}

// of gives the width of a point's column.
func (c columns) of(p cohost.Point) int {
	if _, ok := p.Media(); ok {
		return c.media
	}
	return c.door
}

// table shows a row for each participant that has room in rows lines, the chosen
// one among them: what it is, and what it may do now.
func (p *Pane) table(env pane.Env, w, rows int) []string {
	t, c := env.Theme, columnsFor(w, p.nameWidth())
	heads := [...]string{"may join", "in channel", "audio", "video", "data"}
	if c.door < 11 {
		heads[0], heads[1] = "join", "in"
	}
	first, end := p.window(rows)
	head := widget.Pad(p.part(first, end), 2+c.name) + widget.Pad("client", c.role) + widget.Pad("token", c.token)
	if c.token > len("subscriber 5m") {
		head = widget.Pad(p.part(first, end), 2+c.name) + widget.Pad("client", c.role) + widget.Pad("token, valid", c.token)
	}
	for _, point := range cohost.AllPoints() {
		head += widget.Pad(heads[point], c.of(point))
	}
	lines := []string{t.Label.Render(head)}
	all := p.story.At(env.Now.Unix()).Rows
	for who := first; who < end; who++ {
		lines = append(lines, p.tableRow(env, who, &all[who], c))
	}
	return lines
}

// window gives the participants that n lines show: the chosen one is among them,
// in the middle where it can be.
func (p *Pane) window(n int) (first, end int) {
	count := len(p.lab.Participants)
	n = max(min(n, count), 0)
	first = max(0, min(p.who-n/2, count-n))
	return first, first + n
}

// part says which of the participants are shown when not all are.
func (p *Pane) part(first, end int) string {
	if count := len(p.lab.Participants); end-first < count {
		return fmt.Sprintf("%d-%d/%d", first+1, end, count)
	}
	return ""
}

func (p *Pane) tableRow(env pane.Env, who int, r *cohost.Row, c columns) string {
	t := env.Theme
	lead, name := "  ", widget.Pad(widget.Cut(p.name(who), c.name-1), c.name)
	if who == p.who {
		lead, name = t.Accent.Render(t.Glyphs.Chosen)+" ", t.Accent.Render(name)
	}
	line := lead + name + widget.Pad(string(r.Role), c.role) + widget.Pad(tokenText(t, &r.Pass, c.token-1), c.token)
	for _, point := range cohost.AllPoints() {
		cell := p.cell(who, r, point)
		room := c.of(point) - 1
		if point == cohost.PointData {
			room++ // nothing comes after it
		}
		text, style := answer(t, cell, env.Now.Unix(), room)
		if who == p.who && point == p.point {
			style = style.Reverse(true)
		}
		line += style.Render(text) + strings.Repeat(" ", max(c.of(point)-widget.Width(text), 0))
	}
	return line
}

// wildcardWord is what the table says of a token for more channels than one.
const wildcardWord = "wildcard"

// cell gives an answer as the table says it: that somebody may join says also with
// what token, if that is for more channels than the story's.
func (p *Pane) cell(who int, r *cohost.Row, point cohost.Point) cohost.Cell {
	c := r.Cell(point)
	if point == cohost.PointJoin && c.ID == cohost.MayJoin && p.lab.Wildcard(who) {
		c.Word = wildcardWord
	}
	return c
}

// lastMinute is how long before its end an answer counts down in a style of its
// own, in seconds.
const lastMinute = 60

// answer writes an answer in at most w cells: glyph, word, and how long it holds
// where there is room.
func answer(t *theme.Theme, c cohost.Cell, now int64, w int) (string, lipgloss.Style) {
	left := int64(c.Until) - now
	soon := c.Until != timeline.Never && left < lastMinute
	glyph, style := sign(t, c, soon)
	word := c.Word
	if widget.Width(glyph+" "+word) > w {
		word = brief(c)
	}
	text := glyph + " " + word
	if c.Until != timeline.Never {
		count := lifetime.Short(left)
		if left == 0 {
			count = "ends now"
		}
		if with := text + " " + count; widget.Width(with) <= w {
			text = with
		}
	}
	return widget.Cut(text, w), style
}

// sign gives an answer's glyph and style.
func sign(t *theme.Theme, c cohost.Cell, soon bool) (string, lipgloss.Style) {
	switch {
	case c.Answer == cohost.Unknown:
		return "?", t.Warn
	case c.Answer == cohost.Yes && soon:
		return t.Glyphs.Soon, t.Warn
	case doubtful(c), c.Answer == cohost.Yes && (c.ID == cohost.StaysWithoutToken || c.ID == cohost.OpensAnother || c.ID == cohost.InAnother):
		return t.Glyphs.Valid, t.Warn
	case c.Answer == cohost.Yes:
		return t.Glyphs.Valid, t.Good
	case idle(c.ID):
		return t.Glyphs.Off, t.Label
	}
	return t.Glyphs.Ended, t.Bad
}

// doubtful reports whether a yes is none that a page gives for certain and for good.
func doubtful(c cohost.Cell) bool {
	return c.Answer == cohost.Yes && (c.Certainty != cohost.Documented || c.ID == cohost.BeforeSwitch)
}

// idle reports whether a no is nobody's refusal: the client did not ask.
func idle(id cohost.ReasonID) bool {
	switch id {
	case cohost.Outside, cohost.NotJoined, cohost.RefusedBefore, cohost.HasLeft, cohost.IsAudience, cohost.IsAudienceData, cohost.NotIssued:
		return true
	}
	return false
}

// brief is an answer's word where there is little room.
func brief(c cohost.Cell) string {
	if c.Word == wildcardWord {
		return "wild"
	}
	switch c.ID {
	case cohost.JoinOver, cohost.TokenOver:
		return "ended"
	case cohost.OpensAnother, cohost.InAnother:
		return "other"
	case cohost.StaysWithoutToken:
		return "stays"
	case cohost.BeforeSwitch:
		return "still"
	case cohost.TimeGivenOver, cohost.IsAudienceData:
		return "no?"
	case cohost.MayJoinZero, cohost.RoleFirst, cohost.GrantedAgain, cohost.CommunicationOff:
		return "yes?"
	case cohost.NotJoined, cohost.RefusedBefore, cohost.HasLeft, cohost.WasRemoved, cohost.UIDTaken:
		return "out"
	case cohost.IsAudience:
		return "listens"
	case cohost.NotIssued:
		return "no"
	}
	return string(c.Answer)
}

// whyTitle names the chosen answer; where the table has no room for the client role
// and the token, these too.
func (p *Pane) whyTitle(env pane.Env, w int) string {
	dot, point := " "+env.Theme.Glyphs.Dot+" ", p.point.Title()+"?"
	if columnsFor(w, p.nameWidth()).role > 0 {
		return p.name(p.who) + dot + point
	}
	r := p.row(env)
	role := string(r.Role)
	room := w - 4 - widget.Width(p.name(p.who)+dot+role+dot+dot+point)
	return widest(w-4,
		strings.Join([]string{p.name(p.who), role, tokenText(env.Theme, &r.Pass, max(room, leastToken)), point}, dot),
		strings.Join([]string{visible.Line(p.name(p.who), 7), role, tokenText(env.Theme, &r.Pass, leastToken), point}, dot),
		p.name(p.who)+dot+point)
}
