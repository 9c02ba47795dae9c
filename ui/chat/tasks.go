package chat

import (
	"context"
	"errors"
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
	return p.start(env, task{title, false, calls{chatapi.OpList, chatapi.OpStatusMany}, func(ctx context.Context, c *chatapi.Client) outcome {
		page, err := c.List(ctx, pageSize, cursor)
		if err != nil {
			return outcome{err: err}
		}
		o := outcome{page: &page, first: first, done: "the users are listed"}
		o.presences, o.after = presencesOf(ctx, c, page.Users)
		return o
	}})
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
	return p.start(env, task{"look up " + name, false, calls{chatapi.OpGet, chatapi.OpStatusMany}, func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Get(ctx, name)
		if err != nil {
			return outcome{err: err}
		}
		o := outcome{user: &u, done: u.Username + " is there"}
		o.presences, o.after = presencesOf(ctx, c, []chatapi.User{u})
		return o
	}})
}

// register asks for names and registers them: one user in a request of its own, many
// in batches.
func (p *Pane) register(pane.Env) pane.Effect {
	p.prompt = ask.Text(p.whom(), "")
	return pane.Effect{}
}

// whom is the question for the names of new users.
func (p *Pane) whom() ask.Question {
	return ask.Question{Title: "Register",
		Help: "one name, or many: alice bob, qa-{1..50}, or @FILE with a name a line; ⏎ goes on, esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			text = strings.TrimSpace(text)
			if path, ok := strings.CutPrefix(text, "@"); ok {
				return p.readFile(env, path), ""
			}
			names, err := parseNames(text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.registerThese(env, names)
		}}
}

// registerThese registers names that were typed, or read from a file, or says what
// is wrong with all of them.
func (p *Pane) registerThese(env pane.Env, names []string) (e pane.Effect, wrong string) {
	if len(names) == 1 {
		if err := chatapi.CheckUsername(names[0]); err != nil {
			return pane.Effect{}, err.Error()
		}
		return p.askPassword(env, names[0]), ""
	}
	good, bad := usable(names)
	if len(good) == 0 {
		return pane.Effect{}, "none of the names can be registered: " + bad[0]
	}
	title, whom := fmt.Sprintf("Register %d users?", len(good)), some(good)
	if len(bad) > 0 {
		title = fmt.Sprintf("Register %d of %d names?", len(good), len(names))
		whom += fmt.Sprintf("; %d can't be: %s", len(bad), some(bad))
	}
	return p.confirm(env, title, "POST", "/users", fmt.Sprintf("%s, in requests of up to %d", visible.Line(whom, 300), chatapi.MaxRegister),
		func(env pane.Env) pane.Effect { return p.registerMany(env, names) }), ""
}

// readFile reads a file of names in the background.
func (p *Pane) readFile(env pane.Env, path string) pane.Effect {
	p.reading++
	return pane.Effect{Cmd: readFile(env.Context, path, p.reading)}
}

// read goes on with the names of a file, or asks again.
func (p *Pane) read(env pane.Env, msg namesRead) pane.Effect {
	switch {
	case msg.reading != p.reading:
		return pane.Effect{}
	case p.Capturing() || p.noWrite(env) != "":
		return pane.Ask(intent.Say{Text: first(p.noWrite(env), "the file of names was read too late: something else is being asked"), Bad: true})
	}
	e, wrong := pane.Effect{}, ""
	if msg.err != nil {
		wrong = msg.err.Error()
	} else {
		e, wrong = p.registerThese(env, msg.names)
	}
	if wrong != "" {
		p.prompt = ask.Again(p.whom(), "@"+msg.path, wrong)
	}
	return e
}

// askPassword asks for the password of a user to register, which may be none.
func (p *Pane) askPassword(env pane.Env, name string) pane.Effect {
	p.prompt = ask.Text(ask.Question{Title: "Password of " + name, Secret: true,
		Help: "⏎ alone registers without one, as Agora's current pages do; esc leaves it",
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
	return p.start(env, task{"register " + user.Username, true, calls{chatapi.OpRegister}, func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Register(ctx, user)
		if err != nil {
			return outcome{err: err}
		}
		return outcome{user: &u, done: u.Username + " is registered: c makes a token for the user"}
	}})
}

func (p *Pane) registerMany(env pane.Env, names []string) pane.Effect {
	users := make([]chatapi.NewUser, len(names))
	for i, name := range names {
		users[i].Username = name
	}
	feed, now := p.feed, p.services.Now
	return p.start(env, task{fmt.Sprintf("register %d users", len(users)), true, calls{chatapi.OpRegisterMany, chatapi.OpGet}, func(ctx context.Context, c *chatapi.Client) outcome {
		report := registration.Run(ctx, c, users, registration.Options{Now: now}, feed.progress)
		return outcome{report: &report}
	}})
}

// remove deletes the chosen user.
func (p *Pane) remove(env pane.Env) pane.Effect {
	name := p.row().Username
	return p.confirm(env, "Delete "+name+"?", "DELETE", "/users/"+name, name+", with the groups and chat rooms that the user owns; this can't be undone", func(env pane.Env) pane.Effect {
		return p.start(env, task{"delete " + name, true, calls{chatapi.OpDelete}, func(ctx context.Context, c *chatapi.Client) outcome {
			if _, err := c.Delete(ctx, name); err != nil {
				return outcome{err: err}
			}
			return outcome{dropped: name, done: name + " is deleted"}
		}})
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
		return p.start(env, task{strings.ToLower(title) + " " + name, true, calls{chatapi.OpBan, chatapi.OpUnban, chatapi.OpGet, chatapi.OpStatusMany}, func(ctx context.Context, c *chatapi.Client) outcome {
			var err error
			if banned {
				err = c.Unban(ctx, name)
			} else {
				_, err = c.Ban(ctx, name)
			}
			o := refreshed(ctx, c, name, err)
			o.activated, o.done = &banned, name+" is "+strings.ToLower(title)+"ned"
			return o
		}})
	})
}

// refreshed gives the user as it is after a change, which was made even if this
// fails.
func refreshed(ctx context.Context, c *chatapi.Client, name string, err error) outcome {
	if err != nil {
		return outcome{err: err}
	}
	o := outcome{about: name}
	u, err := c.Get(ctx, name)
	if err != nil {
		o.after = err
		return o
	}
	o.user = &u
	o.presences, o.after = presencesOf(ctx, c, []chatapi.User{u})
	return o
}

// disconnect logs the chosen user out everywhere.
func (p *Pane) disconnect(env pane.Env) pane.Effect {
	name := p.row().Username
	return p.confirm(env, "Log "+name+" out on all devices?", "GET", "/users/"+name+"/disconnect", name, func(env pane.Env) pane.Effect {
		return p.start(env, task{"log out " + name, true, calls{chatapi.OpDisconnect, chatapi.OpGet, chatapi.OpStatusMany}, func(ctx context.Context, c *chatapi.Client) outcome {
			o := refreshed(ctx, c, name, c.Disconnect(ctx, name))
			o.done = name + " is logged out"
			return o
		}})
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
				return p.start(env, task{"change the password of " + name, true, calls{chatapi.OpSetPassword}, func(ctx context.Context, c *chatapi.Client) outcome {
					return outcome{err: c.SetPassword(ctx, name, secret), done: "the password of " + name + " is changed"}
				}})
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
	return p.start(env, task{"ask who is online", false, calls{chatapi.OpStatusMany}, func(ctx context.Context, c *chatapi.Client) (o outcome) {
		for len(users) > 0 && o.err == nil {
			n := min(len(users), chatapi.MaxStatus)
			var list []chatapi.Presence
			list, o.err = presencesOf(ctx, c, users[:n])
			o.presences, users = append(o.presences, list...), users[n:]
		}
		return o
	}})
}

// confirm asks before something is written, unless the user does not want that.
func (p *Pane) confirm(env pane.Env, title, method, path, whom string, do func(pane.Env) pane.Effect) pane.Effect {
	allowed := func(env pane.Env) pane.Effect { // much can have happened since the question
		if no := p.noWrite(env); no != "" {
			return pane.Ask(intent.Say{Text: no, Bad: true})
		}
		return do(env)
	}
	if !env.Workspace.Confirm {
		return allowed(env)
	}
	host, key := p.services.Where(env.Workspace.Project())
	org, app, _ := strings.Cut(key, "#")
	p.consent = &ask.Consent{Title: title, Do: allowed, Lines: []string{
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
func (p *Pane) finished(msg finished) pane.Effect {
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
		p.fail(j, "could not "+j.title, msg.err)
		return pane.Effect{}
	case msg.after != nil:
		p.fail(j, msg.done+"; could not look again", msg.after)
	case p.failure != nil && p.failure.job == j.title:
		p.failure = nil // this time it went well
	}
	if msg.report != nil {
		p.putReported(msg.report)
		p.report, p.tab, p.scroll = msg.report, tabReport, 0
		return pane.Ask(intent.Say{Text: summary(msg.report), Bad: msg.report.Count(registration.Failed) > 0})
	}
	if j.write && msg.done != "" {
		return pane.Ask(intent.Say{Text: msg.done})
	}
	return pane.Effect{}
}

// apply shows what a job has found out.
func (p *Pane) apply(o outcome) {
	if o.page != nil {
		if o.first {
			p.clear()
			p.left = 0
		}
		p.cursor, p.listed = o.page.Cursor, true
		p.left += o.page.Dropped
		chosen := p.chosen
		for _, u := range o.page.Users {
			p.put(u)
		}
		p.chosen = min(chosen, max(len(p.rows)-1, 0))
	}
	if o.user != nil {
		p.put(*o.user)
	}
	if i, ok := p.places[o.about]; ok && o.activated != nil {
		p.rows[i].Activated = *o.activated
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

func (p *Pane) fail(j *job, title string, err error) {
	if j.cancelled {
		title = "cancelled: " + j.title
	}
	text := err.Error()
	if own := new(chatapi.Error); errors.Is(err, context.Canceled) && !errors.As(err, &own) {
		text = "it was stopped before anything was sent"
	}
	p.failure = &failure{job: j.title, title: title, text: text, advice: chatapi.Advice(err)}
}

// some names a few of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
