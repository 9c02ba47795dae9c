package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// fired is an event as JSON output has it.
type fired struct {
	timeline.Event
	Callback string `json:"callback,omitempty"` // of the platform that was asked for
	Token    int    `json:"token,omitempty"`    // from 1; 0 when there is only one
}

func (t telling) fired(o *observed, e *timeline.Event) fired {
	f := fired{Event: *e, Callback: e.Callback(t.platform)}
	if t.several {
		f.Token = o.number
	}
	return f
}

// todo says what the app should do at an event.
func (t telling) todo(s *story, e *timeline.Event) string {
	if s.moot(e) {
		return ""
	}
	return e.Todo(t.platform)
}

// called says by which callback the platform's SDK reports an event.
func (t telling) called(e *timeline.Event) string {
	if name := e.Callback(t.platform); name != "" {
		return name
	}
	return "no callback"
}

// fromNow says how far an event is.
func fromNow(at timeline.Instant, now int64) string {
	switch left := int64(at) - now; {
	case left > 0:
		return "in " + lifetime.Short(left)
	case left == 0:
		return "now"
	default:
		return lifetime.Ago(-left) + " ago"
	}
}

// table prints a token's events for people, a row each, and below them the notes
// that their numbers refer to.
func (t telling) table(o *observed, tl *timeline.Timeline, utc, first bool) error {
	th := newPrinter(t.session, t.theme, false).view.Theme
	lines := []string{th.Title.Render(t.head(o, th))}
	if !first {
		lines = slices.Insert(lines, 0, "")
	}
	rows, notes := t.rows(storyOf(tl), utc)
	for i, line := range aligned(rows) {
		if i == 0 || strings.HasSuffix(rows[i][1], " ago") {
			line = th.Label.Render(line)
		}
		lines = append(lines, line)
	}
	if len(tl.Events) == 0 {
		lines = append(lines[:len(lines)-1], "Nothing that an SDK would report.")
	}
	for i, note := range notes {
		lines = append(lines, fmt.Sprintf("[%d] %s", i+1, note))
	}
	return t.printf("%s\n", strings.Join(lines, "\n"))
}

// rows gives the table's cells, its head first, and the notes.
func (t telling) rows(s *story, utc bool) (rows [][]string, notes []string) {
	now := t.now()
	zone, layout := now.Location(), time.DateTime
	if utc {
		zone, layout = time.UTC, "2006-01-02 15:04:05Z"
	}
	rows = append(rows, []string{"when", "from now", "product", "what happens", "called on " + t.platform.Title(), "what to do", ""})
	for i := range s.Events {
		e, mark := &s.Events[i], ""
		if !s.moot(e) {
			mark, notes = marked(notes, e.Note(t.platform))
		}
		row := []string{time.Unix(int64(e.At), 0).In(zone).Format(layout), fromNow(e.At, now.Unix()), e.ProductTitle(), s.words(e), t.called(e), t.todo(s, e), mark}
		if !slices.Equal(row, rows[len(rows)-1]) { // services that repeat end alike
			rows = append(rows, row)
		}
	}
	return rows, notes
}

// head says which token the rows are about.
func (t telling) head(o *observed, th *theme.Theme) string {
	parts := []string{o.label, "format " + string(o.token.Format)}
	if t.several {
		parts = slices.Insert(parts, 0, "token "+strconv.Itoa(o.number))
	}
	return strings.Join(parts, " "+th.Glyphs.Dot+" ")
}

// marked gives the mark of a note and the notes with it.
func marked(notes []string, note string) (string, []string) {
	if note == "" {
		return "", notes
	}
	i := slices.Index(notes, note)
	if i < 0 {
		i, notes = len(notes), append(notes, note)
	}
	return "[" + strconv.Itoa(i+1) + "]", notes
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
