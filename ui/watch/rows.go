package watch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// cellView is what a cell is drawn with.
type cellView struct {
	*theme.Theme
	now  int64
	loc  *time.Location
	room int // cells that a text may take
}

// fit gives the first of the texts that there is room for, else the last.
func (v cellView) fit(texts ...string) string {
	for _, text := range texts {
		if widget.Width(text) <= v.room {
			return text
		}
	}
	return texts[len(texts)-1]
}

// brief gives a countdown without its smaller unit.
func brief(text string) string {
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		return text[:i]
	}
	return text
}

// state is the token's status as sign and word.
func state(v cellView, r *model.Watched) string {
	switch s := r.Status(v.now); {
	case s == model.Expired:
		return v.Bad.Render(v.Glyphs.Ended + " expired")
	case int64(r.Timeline.UsableUntil) == v.now:
		return v.Warn.Render(v.Glyphs.Soon + " ends now")
	case s == model.ExpiresSoon:
		return v.Warn.Render(v.Glyphs.Soon + " soon")
	}
	return v.Good.Render(v.Glyphs.Valid + " valid")
}

// whole gives what is said of a row in place of its countdowns: why it lets nobody
// in, that it is not issued yet, or since when all is over; "" where they count.
func whole(v cellView, r *model.Watched) string {
	why, tl := r.Unusable(), &r.Timeline
	switch {
	case why != "":
		sign := v.Glyphs.Unusable + " unusable"
		return v.Bad.Render(v.fit(sign+": "+why, sign))
	case !r.Issued(v.now):
		in := lifetime.Relative(int64(tl.IssuedAt), v.now)
		v.room -= 2 // the sign
		return v.Warn.Render(v.Glyphs.Off + " " + v.fit("not yet: issued "+in, "issued "+in, in))
	case over(tl, v.now):
		v.room -= 2
		return v.Bad.Render(v.Glyphs.Ended + " " + v.fit(lifetime.Countdown(int64(tl.UsableUntil), v.now), "expired"))
	}
	return ""
}

// over reports whether nothing in the token counts any more and nothing will happen.
func over(tl *timeline.Timeline, now int64) bool {
	if !tl.Over(now) || tl.NextEvent(now-1) != nil {
		return false
	}
	return !slices.ContainsFunc(tl.Services, func(s timeline.Service) bool {
		return slices.ContainsFunc(s.Grants, func(g timeline.Grant) bool { return !g.Until.Passed(now) })
	})
}

// entry counts down what lets a user in. Where that ends at different times it names
// each, or what lasts if there is no room for all.
func entry(v cellView, r *model.Watched) string {
	doors := doorsOf(&r.Timeline)
	if len(doors) == 0 {
		return v.Label.Render("–")
	}
	last, from := doors[0], r.Timeline.IssuedAt
	for _, d := range doors[1:] {
		if d.Until > last.Until {
			last = d
		}
	}
	apart := slices.ContainsFunc(doors, func(d door) bool { return d.Until != last.Until })
	if apart && !last.Until.Passed(v.now) {
		one := v.left(last.Grant, from, false)
		return v.fit(v.doors(doors, from, false), v.doors(doors, from, true), last.name+" "+one, one)
	}
	return v.countdown(last.Grant, from)
}

// door is a privilege that lets a user in.
type door struct {
	*timeline.Grant
	name string
}

// doorsOf gives a token's doors. Those that are called alike are named by their
// service, and are one if they end together.
func doorsOf(tl *timeline.Timeline) (doors []door) {
	for i := range tl.Services {
		s := &tl.Services[i]
		for k := range s.Grants {
			g := &s.Grants[k]
			if !g.Admits || g.Repeated || len(doors) == maxDoors {
				continue
			}
			name := g.Title
			if at := slices.IndexFunc(doors, func(d door) bool { return d.Title == g.Title }); at >= 0 {
				if doors[at].Until == g.Until {
					continue
				}
				name = s.Type.Title()
			}
			doors = append(doors, door{g, name})
		}
	}
	return doors
}

// maxDoors bounds the privileges that are looked at of a hostile token's thousands.
const maxDoors = 20

// doors names privileges with what is left of each.
func (v cellView) doors(doors []door, from timeline.Instant, short bool) string {
	var parts []string
	for _, d := range doors {
		parts = append(parts, d.name+" "+v.left(d.Grant, from, short))
	}
	return strings.Join(parts, v.Label.Render(" "+v.Glyphs.Dot+" "))
}

// left says how long a privilege lasts, short without the smaller unit.
func (v cellView) left(g *timeline.Grant, from timeline.Instant, short bool) string {
	d := int64(g.Until) - v.now
	text := lifetime.Short(max(d, 0))
	switch {
	case g.Until == timeline.Never:
		return "no end"
	case d < 0:
		return v.Bad.Render("ended")
	case d == 0:
		return v.Warn.Render("ends now")
	case short:
		text = brief(text)
	}
	return v.style(g.Until, from).Render(text)
}

// style is the colour of a countdown to end that began at from.
func (v cellView) style(end, from timeline.Instant) lipgloss.Style {
	if end.Soon(from, v.now) {
		return v.Warn
	}
	return v.Good
}

// publish is a column about one of the publish privileges of RTC.
func publish(p token.Privilege) func(cellView, *model.Watched) string {
	return func(v cellView, r *model.Watched) string {
		for i := range r.Timeline.Services {
			s := &r.Timeline.Services[i]
			for k := range s.Grants {
				if s.Type == token.RTC && s.Grants[k].Privilege == p {
					return v.countdown(&s.Grants[k], r.Timeline.IssuedAt)
				}
			}
		}
		return v.Label.Render("–")
	}
}

// countdown is how long a privilege lasts, after a bar if there is room for one.
func (v cellView) countdown(g *timeline.Grant, from timeline.Instant) string {
	d := int64(g.Until) - v.now
	switch {
	case g.Until == timeline.Never:
		return "no end"
	case d < 0:
		ended := v.Glyphs.Ended + " ended"
		return v.Bad.Render(v.fit(ended+" "+lifetime.Relative(int64(g.Until), v.now), ended))
	case d == 0:
		return v.Warn.Render(v.fit("ends now", "now"))
	}
	style, text := v.style(g.Until, from), lifetime.Short(d)
	const least, most, count = 4, 12, 8 // cells of a bar, and of a countdown with the space before it
	if bar := min(v.room-count, most); bar >= least {
		return widget.Bar(v.Theme, style, d, int64(g.Until-from), bar) + " " + style.Render(text)
	}
	return style.Render(v.fit(text, brief(text)))
}

// next says what happens next; where no SDK will report anything, until when the
// token lets a user in.
func next(v cellView, r *model.Watched) string {
	if text := detail.Next(&r.Timeline, v.now); text != "" {
		words := strings.Fields(text)
		return v.fit(text, briefNext(words), strings.Join(words[max(len(words)-2, 0):], " "))
	}
	at := r.Timeline.UsableUntil
	switch {
	case at == timeline.Never:
		return "no end"
	case at.Passed(v.now):
		return ""
	}
	clock := lifetime.Clock(int64(at), v.now, v.loc)
	short := brief(clock) // of a date the day, of a time the minute
	if short == clock {
		short = clock[:len("15:04")]
	}
	return v.fit("until "+clock, "until "+short, short)
}

// briefNext leaves out the smaller unit of an event's countdown, if it has two.
func briefNext(words []string) string {
	if n := len(words); n > 2 && isDigit(words[n-1][0]) && isDigit(words[n-2][0]) {
		words = words[:n-1]
	}
	return strings.Join(words, " ")
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func products(r *model.Watched) string {
	var names []string
	for _, s := range r.Timeline.Services {
		names = append(names, s.Type.Title())
	}
	return strings.Join(names, "+")
}

func channel(_ cellView, r *model.Watched) string {
	channels, _ := r.Subjects()
	return named(r, channels)
}

func user(_ cellView, r *model.Watched) string {
	_, users := r.Subjects()
	return named(r, users)
}

// named names channels or users, "–" where the token's services have none.
func named(r *model.Watched, texts []string) string {
	const most, longest = 4, 40
	var names []string
	for _, text := range texts[:min(len(texts), most)] {
		if text == "" {
			text = "any"
		}
		names = append(names, visible.Line(r.Masked(text), longest))
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// window gives the places of the rows that are on a screen with room for so many:
// those about the chosen one.
func (p *Pane) window(room int) (first, last int) {
	room = max(room, 1)
	first = max(0, min(p.place()-room/2, len(p.shown)-room))
	return first, min(first+room, len(p.shown))
}

// list draws the rows about the chosen one in h lines of at most w cells.
func (p *Pane) list(env pane.Env, w, h int) []string {
	t, rows := env.Theme, &env.Workspace.Watched
	cols := columns(w)
	head := "  "
	for _, c := range cols {
		head += widget.Pad(c.title, c.width)
	}
	lines := []string{t.Label.Render(head)}
	first, last := p.window(max(h-1, 1))
	for _, i := range p.shown[first:last] {
		if i < rows.Len() {
			lines = append(lines, p.listed(env, cols, rows.Row(i), i == p.chosen))
		}
	}
	if len(p.shown) == 0 {
		lines = append(lines, fmt.Sprintf("  No row has %q in it; / changes the filter.", visible.Line(p.filter, 30)))
	}
	return lines
}

// listed draws a row: cell by cell, but for those whose place one text takes.
func (p *Pane) listed(env pane.Env, cols []column, row *model.Watched, chosen bool) string {
	t := env.Theme
	line, v := "  ", cellView{Theme: t, now: env.Now.Unix(), loc: env.Now.Location()}
	if chosen {
		line = t.Accent.Render(t.Glyphs.Chosen) + " "
	}
	for k := 0; k < len(cols); {
		width, n := cols[k].width, 1
		cell := v.cell(cols[k], row)
		if text, over := v.instead(cols[k:], row); over > 0 {
			cell, n, width = text, over, wide(cols[k:k+over])
		}
		cell = widget.Pad(widget.Cut(cell, width-1), width)
		if chosen && k == 0 {
			cell = t.Accent.Render(cell)
		}
		line, k = line+cell, k+n
	}
	return line
}

func (v cellView) cell(c column, row *model.Watched) string {
	v.room = c.width - 1
	return c.cell(v, row)
}

// instead gives the text that takes the place of the first n of these columns, 0 if
// each is drawn. What comes next is told even of a token that is not issued yet.
func (v cellView) instead(cols []column, row *model.Watched) (text string, n int) {
	if cols[0].part != inState {
		return "", 0
	}
	n = len(cols)
	if cols[n-1].part == inNext && !row.Issued(v.now) && row.Unusable() == "" {
		n--
	}
	v.room = wide(cols[:n]) - 1
	if text = whole(v, row); text == "" {
		return "", 0
	}
	return text, n
}

func wide(cols []column) (w int) {
	for _, c := range cols {
		w += c.width
	}
	return w
}
