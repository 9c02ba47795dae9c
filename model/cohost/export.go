package cohost

import (
	"fmt"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/model/visible"
)

// nameRoom is how many characters of a name are written.
const nameRoom = 40

// textRoom is how many characters of a text with a name in it are.
const textRoom = 500

// Export tells the story in Markdown, for an issue or a slide: the switches, the
// participants, how they stand at now, what happens when, and what is not
// documented. It holds no token, and of the App ID the ends only.
func Export(l *Lab, appID string, now time.Time) string {
	e := exporter{lab: l, now: now, zone: now.Location(), matrix: l.At(now.Unix())}
	e.line("# %s", plain(l.Title, 200))
	e.line("")
	e.head(appID)
	e.telling()
	e.participants()
	e.standing()
	e.story()
	e.open()
	return e.b.String()
}

// exporter writes the parts one after the other and remembers what they rest on.
type exporter struct {
	b      strings.Builder
	lab    *Lab
	now    time.Time
	zone   *time.Location
	matrix Matrix
	told   []Reason // in the order of first use
}

func (e *exporter) line(format string, args ...any) {
	fmt.Fprintf(&e.b, format+"\n", args...)
}

func (e *exporter) head(appID string) {
	set := onOff(e.matrix.Authentication)
	if e.matrix.Settling {
		set += " (switched less than 5 minutes ago)"
	}
	e.line("- Co-host authentication: %s", set)
	e.line("- Channel profile: %s", plain(string(e.lab.Profile), nameRoom))
	e.line("- App ID: %s", plain(project.Short(appID), nameRoom))
	e.line("- Moment: %s, %s", e.now.Format("2006-01-02 15:04:05 MST"), Offset(e.now.Unix()-e.lab.Start))
}

// telling writes what the scenario is about, as it was before it was changed.
func (e *exporter) telling() {
	t := e.lab.Tells
	if t.Title == "" {
		return
	}
	if e.lab.Title == t.Title {
		e.line("\n## What to look at\n")
	} else {
		e.line("\n## What to look at in the scenario before it was changed\n")
	}
	e.line("%s %s\n", t.Look[0], t.Look[1])
	for _, m := range t.Marks {
		e.line("- %s to %s: %s", Offset(m.After), Offset(m.To), m.Text)
	}
}

func (e *exporter) participants() {
	e.section("Participants", "participant", "client role", "token role", "token", "join", "audio", "video", "data")
	for _, r := range e.matrix.Rows {
		cells := []string{plain(r.Name, nameRoom), string(r.Role), string(r.Pass.Role()), span(Term{true, r.Pass.Expire}), span(r.Pass.Join)}
		for _, m := range AllMedia() {
			cells = append(cells, span(r.Pass.Media[m]))
		}
		e.row(cells...)
	}
	for _, r := range e.matrix.Rows {
		if notes := r.Pass.Notes(); len(notes) > 0 {
			e.line("\n%s: %s.", plain(r.Name, nameRoom), strings.Join(notes, "; "))
		}
	}
	e.brought()
}

// brought says whose tokens are for something else than the others'.
func (e *exporter) brought() {
	for who := range e.lab.Participants {
		if p := &e.lab.Participants[who]; p.Brought != nil {
			e.line("\n%s's token came from elsewhere: for %s, user %s.", plain(p.Name, nameRoom), plain(e.lab.ChannelTitle(who), textRoom), told(p.UID, "any"))
		}
	}
}

// told writes a text from elsewhere, or what it means that there is none.
func told(s, none string) string {
	if s == "" {
		return none
	}
	return plain(s, nameRoom)
}

// span writes a lifetime.
func span(t Term) string {
	switch {
	case !t.Granted:
		return "not granted"
	case t.Seconds == 0:
		return "0"
	}
	return lifetime.Typed(t.Seconds)
}

func (e *exporter) standing() {
	e.section("At this moment", "participant", "may join", "in the channel", "audio", "video", "data")
	for _, r := range e.matrix.Rows {
		cells := []string{plain(r.Name, nameRoom)}
		for _, p := range AllPoints() {
			cells = append(cells, e.cell(r.Cell(p)))
		}
		e.row(cells...)
	}
	e.line("")
	for i, r := range e.told {
		e.line("%d. %s (%s; %s)", i+1, r.Text, r.Certainty, r.Source)
		for _, shown := range r.Shows {
			e.line("    - SDK: %s (%s; %s)", shown.Text, shown.Certainty, shown.Source)
		}
	}
}

// cell writes an answer with the number of its reason.
func (e *exporter) cell(c Cell) string {
	n := 0
	for n < len(e.told) && (e.told[n].ID != c.ID || e.told[n].Text != c.Text) {
		n++
	}
	if n == len(e.told) {
		e.told = append(e.told, c.Reason)
	}
	until := ""
	if c.Until != timeline.Never {
		until = " until " + e.clock(int64(c.Until))
	}
	return fmt.Sprintf("%s%s (%d)", c.Word, until, n+1)
}

func (e *exporter) clock(at int64) string { return lifetime.Clock(at, e.now.Unix(), e.zone) }

func (e *exporter) story() {
	e.section("What happens when", "after", "time", "who", "what", "SDK", "certainty")
	for _, ev := range e.lab.Events() {
		e.row(Offset(ev.At-e.lab.Start), e.clock(ev.At), plain(e.lab.NameOf(ev.Who), nameRoom), plain(ev.Text, textRoom), ev.Shows, string(ev.Certainty))
	}
}

// NameOf gives the name of who an event is of, as it was given.
func (l *Lab) NameOf(who int) string {
	if who == Project {
		return "project"
	}
	return l.Participants[who].Name
}

// open lists what the story meets that the pages do not settle.
func (e *exporter) open() {
	var lines []string
	seen := map[string]bool{}
	add := func(text string, sure Certainty, source string) {
		if sure != Documented && !seen[text] {
			seen[text] = true
			lines = append(lines, fmt.Sprintf("- %s: %s (%s)", sure, plain(text, textRoom), source))
		}
	}
	for _, m := range e.lab.Moments() {
		for _, r := range m.Rows {
			for _, p := range AllPoints() {
				c := r.Cell(p)
				add(c.Text, c.Certainty, c.Source)
			}
		}
	}
	for _, ev := range e.lab.Events() {
		add(ev.Text, ev.Certainty, ev.Source)
	}
	if len(lines) > 0 {
		e.line("\n## Not settled by the documentation\n\n%s", strings.Join(lines, "\n"))
	}
}

func (e *exporter) section(title string, columns ...string) {
	e.line("\n## %s\n", title)
	e.row(columns...)
	e.line("|%s", strings.Repeat(" --- |", len(columns)))
}

func (e *exporter) row(cells ...string) { e.line("| %s |", strings.Join(cells, " | ")) }

// Offset writes seconds after the start, as in +1:05, or before it.
func Offset(seconds int64) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	if seconds >= 3600 {
		return fmt.Sprintf("%s%d:%02d:%02d", sign, seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%s%d:%02d", sign, seconds/60, seconds%60)
}

// plain makes a text from elsewhere printable and free of what Markdown reads as
// its own within a line, links included.
func plain(s string, room int) string {
	var b strings.Builder
	for _, r := range visible.Line(s, room) {
		if strings.ContainsRune("\\`*_[]<>|~&@/", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
