package model

import (
	"fmt"
	"strings"
	"time"

	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/model/visible"
	"agtok/token"
)

// Moment is when an export is made, and for whom.
type Moment struct {
	Now      time.Time // by the console's clock; its location is the user's
	Real     time.Time // zero when that is the real time
	Platform timeline.Platform
}

// JSON writes the rows at these places, an object a line, as they are at a moment:
// names, status, times, services and events with the platform's callbacks. Tokens,
// signatures and App IDs are left out.
func (l *Watchlist) JSON(places []int, m Moment) string {
	var b []byte
	for _, i := range places {
		b = append(b, l.rows[i].Masked(string(l.rows[i].appendJSON(nil, m)))...)
		b = append(b, '\n')
	}
	return string(b)
}

func (w *Watched) appendJSON(b []byte, m Moment) []byte {
	now, p := m.Now.Unix(), m.Platform
	channel, user := Subject(w.Token, w.Missing)
	i := Inspection{Timeline: w.Timeline, Signer: w.Signer}
	b = token.AppendQuoted(append(b, `{"name":`...), w.Name)
	b = appendWord(append(b, `,"format":`...), string(w.Token.Format))
	b = token.AppendQuoted(append(b, `,"channel":`...), channel)
	b = token.AppendQuoted(append(b, `,"user":`...), user)
	b = appendWord(append(b, `,"status":`...), string(w.Status(now)))
	b = appendWord(append(b, `,"signature":`...), string(w.Signer.Status))
	b = fmt.Appendf(b, `,"renewals":%d,"now":%d`, w.Renewals, now)
	if !m.Real.IsZero() {
		b = fmt.Appendf(b, `,"pretendTime":true,"realTime":%d`, m.Real.Unix())
	}
	b = append(b, `,"times":`...)
	b = append(i.appendTimes(b), `,"services":[`...)
	b = append(i.appendServices(b), `],"platform":`...)
	b = append(appendWord(b, string(p)), `,"events":[`...)
	for k := range w.Timeline.Events {
		b = w.Timeline.Events[k].AppendJSON(comma(b, k), p)
	}
	return append(b, `]}`...)
}

// Markdown writes the rows at these places as a table and, for each, its events,
// for an issue thread or a report. Tokens, signatures and App IDs but for their
// ends are left out.
func (l *Watchlist) Markdown(places []int, m Moment) string {
	var b strings.Builder
	now, p := m.Now, m.Platform
	fmt.Fprintf(&b, "Tokens at %s (%s)", now.Format("2006-01-02 15:04:05 MST"), now.UTC().Format(time.RFC3339))
	if !m.Real.IsZero() {
		fmt.Fprintf(&b, ", a pretended time: really it is %s", m.Real.UTC().Format(time.RFC3339))
	}
	b.WriteString("\n\n")
	b.WriteString("| name | token | for | App ID | channel | user | status | usable until |\n|---|---|---|---|---|---|---|---|\n")
	for _, i := range places {
		l.rows[i].row(&b, now)
	}
	for _, i := range places {
		l.rows[i].events(&b, now, p)
	}
	return b.String()
}

func (w *Watched) row(b *strings.Builder, now time.Time) {
	channels, users := w.Subjects()
	var services []string
	for _, s := range w.Timeline.Services {
		services = append(services, s.Type.Title())
	}
	until := "–"
	if w.Timeline.Admits() {
		until = utc(w.Timeline.UsableUntil)
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", cell(w.Masked(w.Name)), w.Token.Format, strings.Join(services, " + "),
		cell(w.appID()), cell(w.Masked(named(channels))), cell(w.Masked(named(users))), w.standing(now.Unix()), until)
}

// named lists channels or users for people.
func named(texts []string) string {
	for i, text := range texts {
		if text == "" {
			texts[i] = "any"
		}
	}
	return strings.Join(texts, ", ")
}

// standing is the status for people: before its first second a token is not valid yet.
func (w *Watched) standing(now int64) string {
	if s := w.Status(now); (s == Valid || s == ExpiresSoon) && !w.Issued(now) {
		return "not yet: issued in " + lifetime.Short(int64(w.Timeline.IssuedAt)-now)
	}
	return string(w.Status(now))
}

// appID gives the ends of the App ID, nothing of it when it is a certificate.
func (w *Watched) appID() string {
	if w.Masked(w.Token.AppID()) != w.Token.AppID() {
		return token.Masked
	}
	return project.Short(w.Token.AppID())
}

// events lists what happens to a token, each line with its second.
func (w *Watched) events(b *strings.Builder, now time.Time, p timeline.Platform) {
	fmt.Fprintf(b, "\n%s, callbacks of %s:\n\n", cell(w.Name), p.Title())
	if len(w.Timeline.Events) == 0 {
		b.WriteString("- nothing happens that an SDK would report\n")
	}
	for k := range w.Timeline.Events {
		e := &w.Timeline.Events[k]
		fmt.Fprintf(b, "- %s, %s: %s: %s", utc(e.At), lifetime.Relative(int64(e.At), now.Unix()), e.Product.Title(), e.Happens())
		if name := e.Callback(p); name != "" {
			fmt.Fprintf(b, " `%s`", name)
		}
		if doubt := e.Doubt(); doubt != "" {
			fmt.Fprintf(b, " (%s)", doubt)
		}
		b.WriteByte('\n')
	}
}

func utc(at timeline.Instant) string {
	if at == timeline.Never {
		return "no end"
	}
	return time.Unix(int64(at), 0).UTC().Format("2006-01-02 15:04:05Z")
}

// cell makes text fit for a cell of a Markdown table.
func cell(text string) string {
	if text == "" {
		return "–"
	}
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "'", "<", "&lt;", "[", `\[`, "*", `\*`, "_", `\_`).Replace(visible.Line(text, 64))
}
