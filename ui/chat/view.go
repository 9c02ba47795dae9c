package chat

import (
	"fmt"
	"strings"
	"time"

	"agtok/model/visible"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// View draws the users and beside or under them what is known of the chosen one. A
// question or an error that does not fit there has the whole pane: who agrees must
// have read it.
func (p *Pane) View(env pane.Env, w, h int) []string {
	inner, room := p.detailSize(w, h)
	switch {
	case p.prompt.Confirms() && len(p.prompt.Lines(env.Theme, inner)) > room:
		return widget.Box{Title: p.Title(), Focused: true}.Draw(env.Theme, p.prompt.Lines(env.Theme, w-4), w, h)
	case p.failure != nil && !p.Capturing() && len(p.trouble(env, inner)) > room-2:
		return widget.Box{Title: p.Title(), Focused: true}.Draw(env.Theme, p.trouble(env, w-4), w, h)
	}
	if layout.Of(w, h+2) == layout.Wide {
		left, right := layout.Split(w, 46, 44)
		return widget.Beside(p.usersBox(env, left, h), p.detailBox(env, right, h), left)
	}
	top := p.top(w, h)
	return append(p.usersBox(env, w, top), p.detailBox(env, w, h-top)...)
}

// top is how many lines the users take where they stand above: at most two fifths,
// and with no user as many as the welcome has.
func (p *Pane) top(w, h int) int {
	if len(p.users.rows) == 0 {
		return min(max(320/max(w-4, 1)+5, 7), h/2)
	}
	return min(max(len(p.users.rows), 3)+3, max(h*2/5, 5))
}

// detailSize is the room within the box beside or under the users.
func (p *Pane) detailSize(w, h int) (inner, lines int) {
	if layout.Of(w, h+2) == layout.Wide {
		_, right := layout.Split(w, 46, 44)
		return right - 4, h - 2
	}
	return w - 4, h - p.top(w, h) - 2
}

// usersBox is the list of users.
func (p *Pane) usersBox(env pane.Env, w, h int) []string {
	host, key := p.services.Where(env.Workspace.Project())
	if key == "" {
		host = ""
	}
	title := "Chat"
	if key != "" {
		title += " " + env.Theme.Glyphs.Dot + " " + visible.Line(key, 40)
	}
	box := widget.Box{Title: title, Focused: true}
	if env.Workspace.ReadOnly {
		box.Note = env.Theme.Warn.Render("read-only")
	}
	box.Foot = p.count()
	return box.Draw(env.Theme, p.roll(env, host, w-4, h-2), w, h)
}

// count says how many users are on the screen, and what is not.
func (p *Pane) count() string {
	var parts []string
	if p.listed || len(p.users.rows) > 0 {
		parts = append(parts, fmt.Sprintf("%d users", len(p.users.rows)))
	}
	if p.cursor != "" {
		parts = append(parts, "m lists more")
	}
	if p.left > 0 {
		parts = append(parts, fmt.Sprintf("%d left out: no legal name", p.left))
	}
	return strings.Join(parts, ", ")
}

func (p *Pane) roll(env pane.Env, host string, w, h int) []string {
	t := env.Theme
	if len(p.users.rows) == 0 {
		return p.welcome(env, host, w)
	}
	name := min(max(w-42, 14), 30)
	lines := []string{t.Label.Render("  " + widget.Pad("user name", name) + widget.Pad("online", 11) + widget.Pad("account", 11) + "registered")}
	room := max(h-1, 1)
	first := max(0, min(p.users.chosen-room/2, len(p.users.rows)-room))
	for i := first; i < min(first+room, len(p.users.rows)); i++ {
		r, lead := &p.users.rows[i], "  "
		cell := widget.Pad(r.Username, name-1) + " "
		if i == p.users.chosen {
			lead, cell = t.Accent.Render(t.Glyphs.Chosen)+" ", t.Accent.Render(cell)
		}
		lines = append(lines, lead+cell+widget.Pad(r.online(t), 11)+widget.Pad(r.account(t), 11)+t.Label.Render(day(env, r.Created)))
	}
	return lines
}

// welcome says what this pane is for before anything was fetched.
func (p *Pane) welcome(env pane.Env, host string, w int) []string {
	where := "This project has no Chat service: set host and app_key under its [project.chat], or AGORA_CHAT_HOST and AGORA_CHAT_APP_KEY."
	if host != "" {
		where = "The users of this project's Chat service at " + visible.Line(host, 60) + ". Nothing is sent before you ask for it."
		if env.Workspace.Project().Demo && env.Workspace.Project().ChatHost == "" {
			where = "A Chat service to try things on, the sandbox in this process: nothing leaves this machine, and its users are gone when agtok ends. Nothing is sent before you ask for it."
		}
	}
	if p.listed {
		where = "There are no users. r registers one, or many."
	}
	var lines []string
	for _, text := range []string{where, "l lists them, / looks one up, r registers one or many. c makes the chosen user's token in Compose."} {
		lines = append(append(lines, widget.Wrap(text, w)...), "")
	}
	return lines
}

func (r *row) online(t *theme.Theme) string {
	switch r.presence {
	case online:
		return t.Good.Render(t.Glyphs.On + " online")
	case offline:
		return t.Glyphs.Off + " offline"
	}
	return t.Label.Render("? unknown")
}

func (r *row) account(t *theme.Theme) string {
	if r.Activated {
		return "active"
	}
	return t.Bad.Render(t.Glyphs.Unusable + " banned")
}

func day(env pane.Env, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(env.Now.Location()).Format("2006-01-02")
}

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
	title := "Chat user"
	if r := p.users.current(); p.tab == tabReport {
		title = "the last batch"
	} else if r != nil {
		title = r.Username
	}
	return widget.Box{Title: title, Foot: foot}.Draw(t, append(head, shown...), w, h)
}

// content gives the lines that stay, and those that scroll under them.
func (p *Pane) content(env pane.Env, w int) (head, body []string) {
	head = append(p.prompt.Lines(env.Theme, w), p.underWay(env, w)...)
	if head = append(head, p.trouble(env, w)...); len(head) > 0 {
		head = append(head, "")
	}
	tabs := widget.Tabs
	if p.Capturing() {
		tabs = widget.TabNames
	}
	return append(head, tabs(env.Theme, int(p.tab), "user", "exchanges", "curl", "report")), p.body(env, w)
}

// scrollBy scrolls the body as far as there is anything.
func (p *Pane) scrollBy(env pane.Env, n int) pane.Effect {
	w, h := p.detailSize(env.Width, env.Height)
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
	if j.progress.Total > 0 {
		text += fmt.Sprintf(", %d of %d users", j.progress.Done, j.progress.Total)
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

func (p *Pane) user(env pane.Env, w int) []string {
	r, t := p.users.current(), env.Theme
	if r == nil {
		return []string{"No user is chosen."}
	}
	line := func(label, text string) string { return widget.Cut(t.Label.Render(widget.Pad(label, 12))+text, w) }
	lines := []string{line("user name", r.Username), line("UUID", r.UUID)}
	if r.Nickname != "" {
		lines = append(lines, line("nickname", visible.Line(r.Nickname, 100)))
	}
	lines = append(lines, line("account", r.account(t)), line("online", r.online(t)))
	if !r.Created.IsZero() {
		at := r.Created.In(env.Now.Location()).Format("2006-01-02 15:04:05 MST")
		if zone, offset := r.Created.In(env.Now.Location()).Zone(); zone != "UTC" || offset != 0 {
			at += ", " + r.Created.UTC().Format(time.RFC3339)
		}
		lines = append(lines, line("registered", at))
	}
	note := "c makes a token for the user name, C for the UUID: Agora's current pages pass the name, its older ones the UUID, and neither was tried against the service here."
	lines = append(lines, "")
	for _, text := range widget.Wrap(note, w) {
		lines = append(lines, t.Label.Render(text))
	}
	return lines
}
