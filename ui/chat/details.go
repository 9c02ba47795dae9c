package chat

import (
	"fmt"
	"time"

	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// detailBox is what is known of the chosen user, or what went over the wire; in
// front of it a question, what is under way, and what went wrong.
func (p *Pane) detailBox(env pane.Env, w, h int) []string {
	t := env.Theme
	head, body := p.content(env, w-4)
	shown, foot := widget.Scroll(t, body, p.scroll, max(h-2-len(head), 0))
	switch {
	case p.Capturing():
		foot = "" // no key scrolls now
	case foot != "":
		foot = t.Glyphs.Down + " more: ⇧↓"
	}
	return widget.Box{Title: p.heading(), Foot: foot}.Draw(t, append(head, shown...), w, h)
}

// heading names what the details are about.
func (p *Pane) heading() string {
	switch r := p.users.current(); {
	case p.tab == tabReport:
		return "the last batch"
	case r != nil:
		return r.Username
	}
	return "Chat user"
}

// content gives the lines that stay, and those that scroll under them.
func (p *Pane) content(env pane.Env, w int) (head, body []string) {
	head = p.head(env, w)
	switch {
	case narrow(env): // the strip above has the names
	case p.Capturing():
		head = append(head, widget.TabNames(env.Theme, int(p.tab), tabNames[:]...))
	default:
		head = append(head, widget.Tabs(env.Theme, int(p.tab), tabNames[:]...))
	}
	return head, p.body(env, w)
}

// head is a question, what is under way and what went wrong, with a line under them.
func (p *Pane) head(env pane.Env, w int) []string {
	lines := append(p.prompt.Lines(env.Theme, w), p.underWay(env, w)...)
	if lines = append(lines, p.trouble(env, w)...); len(lines) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// scrollBy scrolls the body as far as there is anything.
func (p *Pane) scrollBy(env pane.Env, n int) pane.Effect {
	w, h := p.detailSize(env, env.Width, env.Height)
	head, body := p.content(env, w)
	p.scroll = min(max(p.scroll+n, 0), max(len(body)+len(head)-h, 0))
	return pane.Effect{}
}

// underWay says what is being done once it takes longer than one notices.
func (p *Pane) underWay(env pane.Env, w int) []string {
	j := p.job
	if j == nil || env.Real.Sub(j.started) < patience {
		return nil
	}
	text := fmt.Sprintf("%s: %.1f s", j.title, env.Real.Sub(j.started).Seconds())
	if n := j.progress.Total; n > 0 {
		text += fmt.Sprintf(", %d of %s", j.progress.Done, counted(n, "user"))
	}
	if j.live.Attempt > 0 {
		text += fmt.Sprintf(", attempt %d of %d", j.live.Attempt, j.live.Attempts)
	}
	if j.live.Wait > 0 && j.live.Started.IsZero() {
		text += fmt.Sprintf(", waits %.1f s", j.live.Wait.Seconds())
	}
	if j.cancelled {
		text += "; is being cancelled"
	} else {
		text += "; esc cancels it"
	}
	var lines []string
	for _, line := range widget.Wrap(text, w) {
		lines = append(lines, env.Theme.Info.Render(line))
	}
	return lines
}

// trouble is the last error, until it is dismissed.
func (p *Pane) trouble(env pane.Env, w int) []string {
	f, t := p.failure, env.Theme
	if f == nil {
		return nil
	}
	lines := []string{t.Bad.Render(t.Glyphs.Error + " " + widget.Cut(visible.Text(f.title), w-2))}
	for _, text := range []string{f.text, f.advice} {
		if text != "" {
			for _, line := range widget.Wrap(visible.Text(text), w-2) {
				lines = append(lines, "  "+line)
			}
		}
	}
	return lines
}

// body gives the lines of the chosen tab.
func (p *Pane) body(env pane.Env, w int) []string {
	switch p.tab {
	case tabExchanges:
		return p.wire(env, w)
	case tabCurl:
		return p.curl(w)
	case tabReport:
		return reported(env.Theme, p.batch, w)
	}
	return p.user(env, w)
}

// labels is how wide the labels of a user are.
const labels = 12

// user draws the chosen user, and what can be done about it.
func (p *Pane) user(env pane.Env, w int) []string {
	r, t, room := p.users.current(), env.Theme, w-labels
	if r == nil {
		return []string{"No user is chosen."}
	}
	lines := append(field(env, "user name", widget.Chop(r.Username, room)), field(env, "UUID", widget.Chop(visible.Text(r.UUID), room))...)
	if r.Nickname != "" {
		lines = append(lines, field(env, "nickname", widget.Chop(visible.Line(r.Nickname, 100), room))...)
	}
	lines = append(lines, t.Label.Render(widget.Pad("account", labels))+r.account(t)+", "+r.online(t))
	if !r.Created.IsZero() {
		lines = append(lines, field(env, "registered", widget.Wrap(registeredAt(env, r.Created), room))...)
	}
	lines = append(lines, "")
	keys := "c token for the name, C for the UUID (Agora's pages differ); p password, b " + r.banning() + ", d log out, x delete, g asks again, o who is online, y copies the UUID"
	for _, line := range widget.Wrap(keys, w) {
		lines = append(lines, t.Label.Render(line))
	}
	return lines
}

// banning is what the key b does.
func (r *row) banning() string {
	if r.Activated {
		return "ban"
	}
	return "unban"
}

// field puts a label before the lines of a text.
func field(env pane.Env, label string, text []string) (lines []string) {
	for _, part := range text {
		lines = append(lines, env.Theme.Label.Render(widget.Pad(label, labels))+part)
		label = ""
	}
	return lines
}

// registeredAt is a time here, and as the service writes it.
func registeredAt(env pane.Env, created time.Time) string {
	here := created.In(env.Now.Location())
	text := here.Format("2006-01-02 15:04:05 MST")
	if zone, offset := here.Zone(); zone != "UTC" || offset != 0 {
		text += ", " + created.UTC().Format(time.RFC3339)
	}
	return text
}
