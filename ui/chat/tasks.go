package chat

import (
	"context"
	"fmt"
	"strings"

	"agtok/chatapi"
	"agtok/model"
	"agtok/model/registration"
	"agtok/model/visible"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// pageSize is how many users are fetched at once.
const pageSize = 50

// list fetches the first users, or those after the ones that are shown, and who of
// them is online.
func (p *Pane) list(env pane.Env, first bool) pane.Effect {
	cursor, title := p.cursor, "list more users"
	if first {
		cursor, title = "", "list the users"
	}
	return p.start(env, title, false, func(ctx context.Context, c *chatapi.Client) outcome {
		page, err := c.List(ctx, pageSize, cursor)
		if err != nil {
			return outcome{err: err}
		}
		o := outcome{page: &page, first: first}
		o.presences, o.err = presencesOf(ctx, c, page.Users)
		return o
	})
}

func presencesOf(ctx context.Context, c *chatapi.Client, users []chatapi.User) ([]chatapi.Presence, error) {
	if len(users) == 0 {
		return nil, nil
	}
	names := make([]string, len(users))
	for i, u := range users {
		names[i] = u.Username
	}
	return c.StatusMany(ctx, names)
}

// lookUp asks for a name and fetches that user.
func (p *Pane) lookUp(env pane.Env) pane.Effect {
	p.prompt = ask.Text(ask.Question{Title: "Look up", Help: "a user name; ⏎ looks it up, esc leaves it", Done: func(env pane.Env, text string) (pane.Effect, string) {
		name := strings.TrimSpace(text)
		if err := chatapi.CheckUsername(name); err != nil {
			return pane.Effect{}, err.Error()
		}
		return p.fetch(env, name), ""
	}}, "")
	return pane.Effect{}
}

func (p *Pane) fetch(env pane.Env, name string) pane.Effect {
	return p.start(env, "look up "+name, false, func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Get(ctx, name)
		if err != nil {
			return outcome{err: err}
		}
		o := outcome{user: &u}
		o.presences, o.err = presencesOf(ctx, c, []chatapi.User{u})
		return o
	})
}

// register asks for names and registers them: one user in a request of its own, many
// in batches.
func (p *Pane) register(env pane.Env) pane.Effect {
	p.prompt = ask.Text(ask.Question{Title: "Register",
		Help: "one name, or many: alice bob, qa-{1..50}, or @FILE with a name a line; ⏎ goes on, esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			text = strings.TrimSpace(text)
			if path, ok := strings.CutPrefix(text, "@"); ok {
				return pane.Effect{Cmd: readFile(path)}, ""
			}
			names, err := parseNames(text)
			if err == nil && len(names) == 1 {
				err = chatapi.CheckUsername(names[0])
			}
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.registerThese(env, names), ""
		}}, "")
	return pane.Effect{}
}

// registerThese registers names that were typed, or read from a file.
func (p *Pane) registerThese(env pane.Env, names []string) pane.Effect {
	if len(names) == 1 {
		return p.askPassword(env, names[0])
	}
	return p.confirm(env, fmt.Sprintf("Register %d users?", len(names)), "POST", "/users",
		fmt.Sprintf("%s, in requests of up to %d", visible.Line(some(names), 200), chatapi.MaxRegister), func(env pane.Env) pane.Effect { return p.registerMany(env, names) })
}

// read goes on with the names of a file.
func (p *Pane) read(env pane.Env, msg namesRead) pane.Effect {
	if msg.err != nil {
		return pane.Ask(intent.Say{Text: msg.err.Error(), Bad: true})
	}
	if p.Capturing() || p.job != nil {
		return pane.Ask(intent.Say{Text: "the file of names was read too late: something else is under way", Bad: true})
	}
	return p.registerThese(env, msg.names)
}

// askPassword asks for the password of a user to register, which may be none.
func (p *Pane) askPassword(env pane.Env, name string) pane.Effect {
	p.prompt = ask.Text(ask.Question{Title: "Password of " + name, Secret: true,
		Help: "⏎ alone sends none: the current page asks for the name only, older ones want a password too; esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			user, err := newUser(name, text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.confirm(env, "Register "+name+"?", "POST", "/users", name, func(env pane.Env) pane.Effect { return p.registerOne(env, user) }), ""
		}}, "")
	return pane.Effect{}
}

func newUser(name, password string) (chatapi.NewUser, error) {
	user := chatapi.NewUser{Username: name}
	if password == "" {
		return user, nil
	}
	secret, err := chatapi.NewPassword(password)
	user.Password = secret
	return user, err
}

func (p *Pane) registerOne(env pane.Env, user chatapi.NewUser) pane.Effect {
	return p.start(env, "register "+user.Username, true, func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Register(ctx, user)
		if err != nil {
			return outcome{err: err}
		}
		return outcome{user: &u, say: u.Username + " is registered: c makes a token for the user"}
	})
}

func (p *Pane) registerMany(env pane.Env, names []string) pane.Effect {
	users := make([]chatapi.NewUser, len(names))
	for i, name := range names {
		users[i].Username = name
	}
	feed, now := p.feed, p.services.Now
	return p.start(env, fmt.Sprintf("register %d users", len(users)), true, func(ctx context.Context, c *chatapi.Client) outcome {
		report := registration.Run(ctx, c, users, registration.Options{Now: now}, feed.progress)
		return outcome{report: &report}
	})
}

// remove deletes the chosen user.
func (p *Pane) remove(env pane.Env) pane.Effect {
	name := p.row().Username
	return p.confirm(env, "Delete "+name+"?", "DELETE", "/users/"+name, name+", with the groups and chat rooms that the user owns; this can't be undone", func(env pane.Env) pane.Effect {
		return p.start(env, "delete "+name, true, func(ctx context.Context, c *chatapi.Client) outcome {
			if _, err := c.Delete(ctx, name); err != nil {
				return outcome{err: err}
			}
			return outcome{dropped: name, say: name + " is deleted"}
		})
	})
}

// ban bans the chosen user, or lets a banned one in again.
func (p *Pane) ban(env pane.Env) pane.Effect {
	name, title, path := p.row().Username, "Ban", "/deactivate"
	banned := !p.row().Activated
	if banned {
		title, path = "Unban", "/activate"
	}
	return p.confirm(env, title+" "+name+"?", "POST", "/users/"+name+path, name, func(env pane.Env) pane.Effect {
		return p.start(env, strings.ToLower(title)+" "+name, true, func(ctx context.Context, c *chatapi.Client) outcome {
			var err error
			if banned {
				err = c.Unban(ctx, name)
			} else {
				_, err = c.Ban(ctx, name)
			}
			return refreshed(ctx, c, name, err)
		})
	})
}

// refreshed gives the user as it is after a change.
func refreshed(ctx context.Context, c *chatapi.Client, name string, err error) outcome {
	if err != nil {
		return outcome{err: err}
	}
	u, err := c.Get(ctx, name)
	if err != nil {
		return outcome{err: err}
	}
	o := outcome{user: &u}
	o.presences, o.err = presencesOf(ctx, c, []chatapi.User{u})
	return o
}

// disconnect logs the chosen user out everywhere.
func (p *Pane) disconnect(env pane.Env) pane.Effect {
	name := p.row().Username
	return p.confirm(env, "Log "+name+" out on all devices?", "GET", "/users/"+name+"/disconnect", name, func(env pane.Env) pane.Effect {
		return p.start(env, "log out "+name, true, func(ctx context.Context, c *chatapi.Client) outcome {
			return refreshed(ctx, c, name, c.Disconnect(ctx, name))
		})
	})
}

// password asks for the chosen user's new password.
func (p *Pane) password(env pane.Env) pane.Effect {
	name := p.row().Username
	p.prompt = ask.Text(ask.Question{Title: "New password of " + name, Secret: true, Help: "at most 64 bytes; the old one is not asked for; esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			secret, err := chatapi.NewPassword(text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.confirm(env, "Change the password of "+name+"?", "PUT", "/users/"+name+"/password", name, func(env pane.Env) pane.Effect {
				return p.start(env, "change the password of "+name, true, func(ctx context.Context, c *chatapi.Client) outcome {
					return outcome{err: c.SetPassword(ctx, name, secret), say: "the password of " + name + " is changed"}
				})
			}), ""
		}}, "")
	return pane.Effect{}
}

// presenceOfAll asks who of the users on the screen is online.
func (p *Pane) presenceOfAll(env pane.Env) pane.Effect {
	users := make([]chatapi.User, len(p.rows))
	for i := range p.rows {
		users[i] = p.rows[i].User
	}
	return p.start(env, "ask who is online", false, func(ctx context.Context, c *chatapi.Client) (o outcome) {
		for len(users) > 0 && o.err == nil {
			n := min(len(users), chatapi.MaxStatus)
			var list []chatapi.Presence
			list, o.err = presencesOf(ctx, c, users[:n])
			o.presences, users = append(o.presences, list...), users[n:]
		}
		return o
	})
}

// confirm asks before something is written, unless the user does not want that.
func (p *Pane) confirm(env pane.Env, title, method, path, whom string, do func(pane.Env) pane.Effect) pane.Effect {
	if !env.Workspace.Confirm {
		return do(env)
	}
	host, key := p.services.Where(env.Workspace.Project())
	org, app, _ := strings.Cut(key, "#")
	p.consent = &ask.Consent{Title: title, Do: do, Lines: []string{
		fmt.Sprintf("%s /%s/%s%s", method, visible.Line(org, 40), visible.Line(app, 40), path),
		fmt.Sprintf("to %s, App Key %s, project %s", visible.Line(host, 60), visible.Line(key, 60), visible.Line(env.Workspace.Project().Name, 24)),
		whom,
	}}
	return pane.Effect{}
}

// compose opens a token of the chosen user in Compose, with the user's name or UUID
// as its subject.
func (p *Pane) compose(uuid bool) pane.Effect {
	r := p.row()
	d := model.NewDraft()
	d.SetKind(model.KindChat)
	if d.Text[model.FieldUser] = r.Username; uuid {
		d.Text[model.FieldUser] = r.UUID
	}
	return pane.Ask(intent.OpenInCompose{Draft: d})
}

// finished takes what a job came to; one of an older generation changes nothing.
func (p *Pane) finished(env pane.Env, msg finished) pane.Effect {
	if msg.generation != p.generation || p.job == nil {
		return pane.Effect{}
	}
	j := p.job
	p.job = nil
	j.cancel()
	p.note(p.feed.take())
	p.apply(msg.outcome)
	switch {
	case msg.err != nil:
		p.fail(j, msg.err)
	case msg.report != nil:
		p.putReported(msg.report)
		p.report, p.tab, p.scroll = msg.report, tabReport, 0
	case msg.say != "":
		return pane.Ask(intent.Say{Text: msg.say})
	}
	return pane.Effect{}
}

// apply shows what a job has found out.
func (p *Pane) apply(o outcome) {
	if o.page != nil {
		if o.first {
			p.clear()
		}
		p.cursor, p.listed = o.page.Cursor, true
		chosen := p.chosen
		for _, u := range o.page.Users {
			p.put(u)
		}
		p.chosen = min(chosen, max(len(p.rows)-1, 0))
	}
	if o.user != nil {
		p.put(*o.user)
	}
	if o.dropped != "" {
		p.drop(o.dropped)
	}
	p.presences(o.presences)
}

// putReported shows the users that a batch has registered or found.
func (p *Pane) putReported(r *registration.Report) {
	for i := range r.Outcomes {
		if u := r.Outcomes[i].User; u.Username != "" {
			p.put(u)
		}
	}
}

func (p *Pane) fail(j *job, err error) {
	p.failure = &failure{title: "could not " + j.title, text: err.Error(), advice: chatapi.Advice(err)}
	if j.cancelled {
		p.failure.title = "cancelled: " + j.title
	}
}

// some names a few of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
