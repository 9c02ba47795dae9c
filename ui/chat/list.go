package chat

import (
	"fmt"
	"strings"
	"time"

	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// usersBox is the list of users, under the lines of head.
func (p *Pane) usersBox(env pane.Env, head []string, w, h int) []string {
	title := "Chat"
	if _, key := p.services.Where(env.Workspace.Project()); key != "" {
		title += " " + env.Theme.Glyphs.Dot + " " + visible.Line(key, 40)
	}
	box := widget.Box{Title: title, Focused: true, Foot: p.count()}
	if env.Workspace.ReadOnly {
		box.Note = env.Theme.Warn.Render("read-only")
	}
	return box.Draw(env.Theme, append(head, p.list(env, w-4, h-2-len(head))...), w, h)
}

// count says how many users are on the screen, and what is not.
func (p *Pane) count() string {
	var parts []string
	if p.listed || len(p.users.rows) > 0 {
		parts = append(parts, counted(len(p.users.rows), "user"))
	}
	if p.cursor != "" {
		parts = append(parts, "m lists more")
	}
	if p.left > 0 {
		parts = append(parts, fmt.Sprintf("%d left out: no legal name", p.left))
	}
	return strings.Join(parts, ", ")
}

// list draws the users around the chosen one.
func (p *Pane) list(env pane.Env, w, h int) []string {
	t := env.Theme
	if len(p.users.rows) == 0 {
		return p.welcome(env, w)
	}
	name := min(max(w-42, 14), 30)
	lines := []string{t.Label.Render("  " + widget.Pad("user name", name) + widget.Pad("online", 11) + widget.Pad("account", 11) + "registered")}
	room := max(h-1, 1)
	first := max(0, min(p.users.chosen-room/2, len(p.users.rows)-room))
	for i := first; i < min(first+room, len(p.users.rows)); i++ {
		lines = append(lines, p.users.rows[i].line(env, name, i == p.users.chosen))
	}
	return lines
}

// line draws the user, with a name of so many cells.
func (r *row) line(env pane.Env, name int, chosen bool) string {
	t, lead, cell := env.Theme, "  ", widget.Pad(r.Username, name-1)+" "
	if chosen {
		lead, cell = t.Accent.Render(t.Glyphs.Chosen)+" ", t.Accent.Render(cell)
	}
	return lead + cell + widget.Pad(r.online(t), 11) + widget.Pad(r.account(t), 11) + t.Label.Render(day(env, r.Created))
}

// welcome says what this pane is for before anything was fetched.
func (p *Pane) welcome(env pane.Env, w int) []string {
	lines := widget.Wrap(p.about(env), w)
	if p.noService(env) != "" {
		return lines
	}
	return append(append(lines, ""), widget.Wrap("l lists them, / looks one up, r registers one or many. c makes the chosen user's token in Compose.", w)...)
}

// about says whose users they are.
func (p *Pane) about(env pane.Env) string {
	host, _ := p.services.Where(env.Workspace.Project())
	switch project := env.Workspace.Project(); {
	case p.noService(env) != "":
		return "This project has no Chat service: set host and app_key under its [project.chat], or AGORA_CHAT_HOST and AGORA_CHAT_APP_KEY."
	case p.listed:
		return "There are no users. r registers one, or many."
	case project.Demo && project.ChatHost == "":
		return "A Chat service to try things on, the sandbox in this process: nothing leaves this machine, and its users are gone when agtok ends. Nothing is sent before you ask for it."
	}
	return "The users of this project's Chat service at " + visible.Line(host, 60) + ". Nothing is sent before you ask for it."
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
