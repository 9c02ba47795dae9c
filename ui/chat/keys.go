package chat

import (
	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// Actions gives what can be done in Chat now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	if p.prompt.Active() {
		return p.prompt.Actions(env)
	}
	list := append(p.stopActions(env), p.userActions(env)...)
	list = append(list, p.readActions(env)...)
	list = append(list, p.writeActions(env)...)
	return append(list, p.viewActions(env)...)
}

// stopActions end what is under way, or on the screen.
func (p *Pane) stopActions(env pane.Env) []pane.Action {
	nothing := "nothing is under way"
	if p.job != nil {
		nothing = ""
	}
	list := []pane.Action{{ID: "chat.cancel", Title: "Cancel what is under way", Short: "cancel", Keys: []string{"esc"}, Disabled: nothing, Run: p.leave}}
	if p.job == nil && p.failure != nil {
		list[0] = pane.Action{ID: "chat.dismiss", Title: "Take the error off the screen", Short: "dismiss", Keys: []string{"esc"},
			Run: func() pane.Effect { p.failure = nil; return pane.Effect{} }}
	}
	if p.job == nil && p.failure == nil && p.aside && narrow(env) {
		list[0] = pane.Action{ID: "chat.back", Title: "Show the users again", Short: "users", Keys: []string{"esc"},
			Run: func() pane.Effect { p.aside = false; return pane.Effect{} }}
	}
	return list
}

// readActions change nothing on the service.
func (p *Pane) readActions(env pane.Env) []pane.Action {
	busy, noMore, noUsers := first(p.noService(env), p.busy()), "there are no more users", "no user is on the screen: l lists them"
	if p.cursor != "" {
		noMore = busy
	}
	if len(p.users.rows) > 0 {
		noUsers = busy
	}
	short := "list"
	if p.users.current() != nil {
		short = "" // the footer has room for a few only
	}
	return []pane.Action{
		{ID: "chat.list", Title: "List the users", Short: short, Keys: []string{"l"}, Disabled: busy, Run: func() pane.Effect { return p.fetchPage(env, true) }},
		{ID: "chat.more", Title: "List the next users", Short: "more", Keys: []string{"m"}, Disabled: noMore, Run: func() pane.Effect { return p.fetchPage(env, false) }},
		{ID: "chat.look-up", Title: "Look a user up", Short: "look up", Keys: []string{"/"}, Disabled: busy, Run: func() pane.Effect { return p.lookUp(env) }},
		{ID: "chat.settle", Title: "Look up the users that the last batch perhaps made", Keys: []string{"v"}, Disabled: first(p.noUnknown(), busy), Run: func() pane.Effect { return p.settle(env) }},
		{ID: "chat.online", Title: "Ask who of the users is online", Keys: []string{"o"}, Disabled: noUsers, Run: func() pane.Effect { return p.presenceOfAll(env) }},
	}
}

// userActions are about the chosen user: they come first, since the footer has room
// for a few only.
func (p *Pane) userActions(env pane.Env) []pane.Action {
	none := p.noRow()
	no := first(none, p.noWrite(env))
	title, short := "Ban the user: no login, and out now", "ban"
	if r := p.users.current(); r != nil && !r.Activated {
		title, short = "Let the banned user log in again", "unban"
	}
	return []pane.Action{
		{ID: "chat.compose", Title: "Make the user's token in Compose, with the user name", Short: "token", Keys: []string{"c", "enter"}, Disabled: none, Run: func() pane.Effect { return p.compose(false) }},
		{ID: "chat.compose-uuid", Title: "Make the user's token in Compose, with the UUID", Keys: []string{"C"}, Disabled: none, Run: func() pane.Effect { return p.compose(true) }},
		{ID: "chat.password", Title: "Change the user's password", Keys: []string{"p"}, Disabled: no, Run: func() pane.Effect { return p.password(env) }},
		{ID: "chat.ban", Title: title, Short: short, Keys: []string{"b"}, Disabled: no, Run: func() pane.Effect { return p.ban(env) }},
		{ID: "chat.delete", Title: "Delete the user", Short: "delete", Keys: []string{"x", "delete"}, Disabled: no, Run: func() pane.Effect { return p.remove(env) }},
		{ID: "chat.disconnect", Title: "Log the user out on all devices", Keys: []string{"d"}, Disabled: no, Run: func() pane.Effect { return p.disconnect(env) }},
		{ID: "chat.refresh", Title: "Ask again about the chosen user", Keys: []string{"g"}, Disabled: first(none, p.noService(env), p.busy()), Run: func() pane.Effect { return p.refresh(env) }},
	}
}

// writeActions change something on the service, or how.
func (p *Pane) writeActions(env pane.Env) []pane.Action {
	return []pane.Action{
		{ID: "chat.register", Title: "Register one user or many", Short: "register", Keys: []string{"r"}, Disabled: p.noWrite(env), Run: func() pane.Effect { return p.register(env) }},
		{ID: "chat.fresh-token", Title: "Mint a fresh app token for the next request", Keys: []string{"f"}, Run: func() pane.Effect { return p.fresh(env) }},
		{ID: "chat.read-only", Title: readOnlyTitle(env), Keys: []string{"w"}, Run: func() pane.Effect { return p.readOnly(env) }},
	}
}

// viewActions are about the screen.
func (p *Pane) viewActions(env pane.Env) []pane.Action {
	none, noExchange := p.noRow(), ""
	if len(p.exchanges) == 0 {
		noExchange = "nothing was sent yet"
	}
	return []pane.Action{
		{ID: "chat.down", Title: "Go to the next user", Keys: []string{"down", "j"}, Disabled: none, Run: func() pane.Effect { return p.move(1) }},
		{ID: "chat.up", Title: "Go to the previous user", Keys: []string{"up", "k"}, Disabled: none, Run: func() pane.Effect { return p.move(-1) }},
		{ID: "chat.page-down", Title: "Go ten users down", Keys: []string{"pgdown"}, Disabled: none, Run: func() pane.Effect { return p.move(10) }},
		{ID: "chat.page-up", Title: "Go ten users up", Keys: []string{"pgup"}, Disabled: none, Run: func() pane.Effect { return p.move(-10) }},
		{ID: "chat.first", Title: "Go to the first user", Keys: []string{"home"}, Disabled: none, Run: func() pane.Effect { return p.move(-len(p.users.rows)) }},
		{ID: "chat.last", Title: "Go to the last user", Keys: []string{"end", "G"}, Disabled: none, Run: func() pane.Effect { return p.move(len(p.users.rows)) }},
		{ID: "chat.copy-report", Title: "Copy the last batch's names, UUIDs and results as JSON lines", Keys: []string{"e"}, Disabled: p.noReport(),
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: rowsOf(p.batch), What: "report"}) }},
		{ID: "chat.tab", Title: "Show more: user, exchanges, curl, report", Keys: []string{"ctrl+t", "t"}, Run: func() pane.Effect { return p.nextTab(env) }},
		{ID: "chat.scroll-down", Title: "Scroll what is shown", Keys: []string{"shift+down"}, Run: func() pane.Effect { return p.scrollBy(env, 1) }},
		{ID: "chat.scroll-up", Title: "Scroll it back", Keys: []string{"shift+up"}, Run: func() pane.Effect { return p.scrollBy(env, -1) }},
		{ID: "chat.copy-uuid", Title: "Copy the user's UUID", Keys: []string{"y", "ctrl+y"}, Disabled: none, Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.users.current().UUID, What: "UUID"}) }},
		{ID: "chat.copy-name", Title: "Copy the user's name", Keys: []string{"Y"}, Disabled: none, Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: p.users.current().Username, What: "user name"}) }},
		{ID: "chat.older", Title: "Look at the exchange before", Keys: []string{","}, Disabled: noExchange, Run: func() pane.Effect { return p.look(1) }},
		{ID: "chat.newer", Title: "Look at the exchange after", Keys: []string{"."}, Disabled: noExchange, Run: func() pane.Effect { return p.look(-1) }},
		{ID: "chat.copy-curl", Title: "Copy the exchange as a curl command", Keys: []string{"u"}, Disabled: noExchange,
			Run: func() pane.Effect {
				return pane.Ask(intent.Copy{Text: chatapi.Curl(p.exchange()), What: "curl command"})
			}},
	}
}

// first gives the first reason that there is.
func first(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

// busy is the reason against a request while something is being written.
func (p *Pane) busy() string {
	if work := p.Busy(); work != "" {
		return work + " is under way: esc cancels it"
	}
	return ""
}

func (p *Pane) noRow() string {
	if p.users.current() == nil {
		return "no user is on the screen: l lists them, / looks one up"
	}
	return ""
}

func (p *Pane) noReport() string {
	if p.batch == nil {
		return "no batch was registered yet"
	}
	return ""
}

func (p *Pane) noUnknown() string {
	if p.batch == nil || p.batch.Unknown() == 0 {
		return "there is no user that was perhaps made by a batch"
	}
	return ""
}

// noWrite is the reason against writing.
func (p *Pane) noWrite(env pane.Env) string {
	if env.Workspace.ReadOnly {
		return "read-only: w turns it off"
	}
	return first(p.noService(env), p.busy())
}

// noService is the reason against any request of a project without a service.
func (p *Pane) noService(env pane.Env) string {
	if host, key := p.services.Where(env.Workspace.Project()); host == "" || key == "" {
		return "this project has no Chat service: set host and app_key under its [project.chat]"
	}
	return ""
}

func readOnlyTitle(env pane.Env) string {
	if env.Workspace.ReadOnly {
		return "Allow changes on the service again"
	}
	return "Read-only: refuse every change on the service"
}

// readOnly turns read-only on; it is turned off only by who agrees to what follows.
func (p *Pane) readOnly(env pane.Env) pane.Effect {
	if !env.Workspace.ReadOnly {
		env.Workspace.ReadOnly = true
		return pane.Ask(intent.Say{Text: "read-only: nothing is changed on the service"})
	}
	return p.prompt.Confirm(ask.Consent{Title: "Turn read-only off?", About: append([]string{"changes are sent then"}, append(p.where(env), "until agtok ends, or w turns it on again")...),
		Do: func(env pane.Env) pane.Effect {
			env.Workspace.ReadOnly = false
			return pane.Ask(intent.Say{Text: "changes on the service are allowed"})
		}})
}

func (p *Pane) move(n int) pane.Effect {
	p.users.move(n)
	return pane.Effect{}
}

// look goes to an older exchange, or with a negative n to a newer one.
func (p *Pane) look(n int) pane.Effect {
	p.looked, p.scroll = min(max(p.looked+n, 0), len(p.exchanges)-1), 0
	return pane.Effect{}
}

// exchange gives the one that is looked at. There is at least one.
func (p *Pane) exchange() chatapi.Exchange {
	return p.exchanges[max(len(p.exchanges)-1-p.looked, 0)]
}

func (p *Pane) fresh(env pane.Env) pane.Effect {
	services, project := p.services, env.Workspace.Project()
	e := pane.Ask(intent.Say{Text: "the next request has a fresh app token"})
	e.Cmd = func() tea.Msg { services.Forget(project); return nil }
	return e
}
