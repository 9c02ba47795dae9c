package command

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/widget"
)

// fired is an event as JSON output has it.
type fired struct {
	event    *timeline.Event
	platform timeline.Platform // whose callback it names
	token    int               // from 1; 0 when there is only one
}

// MarshalJSON writes the event with the number of its token as token.
func (f fired) MarshalJSON() ([]byte, error) {
	b := f.event.AppendJSON(nil, f.platform)
	if f.token == 0 {
		return b, nil
	}
	b = append(b[:len(b)-1], `,"token":`...)
	return append(strconv.AppendInt(b, int64(f.token), 10), '}'), nil
}

func (t telling) fired(o *observed, e *timeline.Event) fired {
	f := fired{event: e, platform: t.platform}
	if t.several {
		f.token = o.number
	}
	return f
}

// words says what happens at an event, and why that is not certain.
func words(e *timeline.Event) string {
	if doubt := e.Doubt(); doubt != "" {
		return e.Happens() + " (" + doubt + ")"
	}
	return e.Happens()
}

// called says by which callback the platform's SDK reports an event.
func (t telling) called(e *timeline.Event) string {
	if name := e.Callback(t.platform); name != "" {
		return name
	}
	return "no callback"
}

// inWords prints a token's events for people.
func (t telling) inWords(o *observed, tl *timeline.Timeline, utc, first bool) error {
	rows, notes := t.rows(tl, utc)
	var lines []string
	switch {
	case t.world.StdoutIsTerminal:
		lines = t.laid(o, rows, notes, t.width())
	case len(rows) == 0:
		lines = []string{t.theme.Title.Render(strings.Join(t.head(o), t.dot())), eventless}
	default:
		lines = append([]string{t.theme.Title.Render(strings.Join(t.head(o), t.dot()))}, t.table(rows, notes)...)
	}
	if !first {
		lines = slices.Insert(lines, 0, "")
	}
	return t.printf("%s\n", strings.Join(lines, "\n"))
}

// eventless is said of a token without events.
const eventless = "Nothing that an SDK would report."

// dot stands between the parts of a line.
func (t telling) dot() string { return " " + t.theme.Glyphs.Dot + " " }

// row is an event in words.
type row struct {
	when, fromNow, product, happens, called, todo string

	note   int  // its number from 1; 0 when there is none
	behind bool // the event lies behind
}

// rows gives a token's events and the notes on them.
func (t telling) rows(tl *timeline.Timeline, utc bool) (rows []row, notes []string) {
	now := t.now()
	zone, layout := now.Location(), time.DateTime
	if utc {
		zone, layout = time.UTC, "2006-01-02 15:04:05Z"
	}
	for i := range tl.Events {
		e := &tl.Events[i]
		r := row{
			when: time.Unix(int64(e.At), 0).In(zone).Format(layout), fromNow: lifetime.Relative(int64(e.At), now.Unix()),
			product: e.Product.Title(), happens: words(e), called: t.called(e), todo: e.Todo(t.platform),
			behind: int64(e.At) < now.Unix(),
		}
		r.note, notes = numbered(notes, e.Note(t.platform))
		if len(rows) == 0 || r != rows[len(rows)-1] { // services that repeat end alike
			rows = append(rows, r)
		}
	}
	return rows, notes
}

// table gives a line for each event, and below them the notes that their numbers
// refer to. Its lines are as wide as they need be.
func (t telling) table(rows []row, notes []string) []string {
	cells := [][]string{{"when", "from now", "product", "what happens", "called on " + t.platform.Title(), "what to do", ""}}
	for i := range rows {
		r := &rows[i]
		cells = append(cells, []string{r.when, r.fromNow, r.product, r.happens, r.called, r.todo, mark(r.note)})
	}
	lines := aligned(cells)
	for i := range lines {
		if i == 0 || rows[i-1].behind {
			lines[i] = t.theme.Label.Render(lines[i])
		}
	}
	for i, note := range notes {
		lines = append(lines, mark(i+1)+" "+note)
	}
	return lines
}

// head says which token the rows are about.
func (t telling) head(o *observed) []string {
	parts := []string{o.label, "format " + string(o.token.Format)}
	if t.several {
		parts = slices.Insert(parts, 0, "token "+strconv.Itoa(o.number))
	}
	return parts
}

// numbered gives the number of a note, 0 for none, and the notes with it.
func numbered(notes []string, note string) (int, []string) {
	if note == "" {
		return 0, notes
	}
	i := slices.Index(notes, note)
	if i < 0 {
		i, notes = len(notes), append(notes, note)
	}
	return i + 1, notes
}

// mark writes the number of a note.
func mark(number int) string {
	if number == 0 {
		return ""
	}
	return "[" + strconv.Itoa(number) + "]"
}

// aligned pads the cells of each column to one width.
func aligned(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for k, cell := range row {
			widths[k] = max(widths[k], widget.Width(cell))
		}
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		var b strings.Builder
		for k, cell := range row {
			b.WriteString(widget.Pad(cell, widths[k]+2))
		}
		lines[i] = strings.TrimRight(b.String(), " ")
	}
	return lines
}
