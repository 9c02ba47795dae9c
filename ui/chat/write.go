package chat

import (
	"context"
	"fmt"
	"strings"

	"agtok/chatapi"
	"agtok/model/visible"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// remove deletes the chosen user.
func (p *Pane) remove(env pane.Env) pane.Effect {
	name := p.users.current().Username
	c := change{title: "Delete " + name + "?", op: chatapi.OpDelete, user: name,
		about: []string{name + ", with the groups and chat rooms that the user owns;", "this can't be undone"}}
	return p.confirm(env, c, func(env pane.Env) pane.Effect {
		return p.start(env, task{title: "delete " + name, write: true, about: name, calls: calls{chatapi.OpDelete}, work: func(ctx context.Context, c *chatapi.Client) outcome {
			if _, err := c.Delete(ctx, name); err != nil {
				return outcome{err: err}
			}
			return outcome{users: func(r *roster) { r.drop(name) }, done: name + " is deleted"}
		}})
	})
}

// admission is a user's banning or its end.
type admission struct {
	verb, done string
	op         chatapi.Operation
	active     bool // what it makes the user's account
	call       func(context.Context, *chatapi.Client, string) error
}

// ban bans the chosen user, or lets a banned one in again.
func (p *Pane) ban(env pane.Env) pane.Effect {
	if p.users.current().Activated {
		return p.admit(env, admission{verb: "Ban", done: "banned", op: chatapi.OpBan, call: func(ctx context.Context, c *chatapi.Client, name string) error {
			_, err := c.Ban(ctx, name)
			return err
		}})
	}
	return p.admit(env, admission{verb: "Unban", done: "unbanned", op: chatapi.OpUnban, active: true, call: func(ctx context.Context, c *chatapi.Client, name string) error {
		return c.Unban(ctx, name)
	}})
}

func (p *Pane) admit(env pane.Env, a admission) pane.Effect {
	name := p.users.current().Username
	c := change{title: a.verb + " " + name + "?", op: a.op, user: name, about: []string{name}}
	return p.confirm(env, c, func(env pane.Env) pane.Effect {
		return p.start(env, task{title: strings.ToLower(a.verb) + " " + name, write: true, about: name, calls: calls{chatapi.OpBan, chatapi.OpUnban}, work: func(ctx context.Context, c *chatapi.Client) outcome {
			if err := a.call(ctx, c, name); err != nil {
				return outcome{err: err}
			}
			return outcome{users: func(r *roster) { r.admit(name, a.active) }, done: name + " is " + a.done, next: look(name, "")}
		}})
	})
}

// disconnect logs the chosen user out everywhere.
func (p *Pane) disconnect(env pane.Env) pane.Effect {
	name := p.users.current().Username
	c := change{title: "Log " + name + " out on all devices?", op: chatapi.OpDisconnect, user: name, about: []string{name}}
	return p.confirm(env, c, func(env pane.Env) pane.Effect {
		return p.start(env, task{title: "log out " + name, write: true, about: name, calls: calls{chatapi.OpDisconnect}, work: func(ctx context.Context, c *chatapi.Client) outcome {
			if err := c.Disconnect(ctx, name); err != nil {
				return outcome{err: err}
			}
			return outcome{done: name + " is logged out", next: look(name, "")}
		}})
	})
}

// password asks for the chosen user's new password.
func (p *Pane) password(pane.Env) pane.Effect {
	return p.prompt.Ask(p.newPassword(p.users.current().Username), "")
}

// newPassword is the question for a user's new password.
func (p *Pane) newPassword(name string) ask.Question {
	return ask.Question{Title: "New password of " + name, Secret: true, Help: "at most 64 bytes; the old one is not asked for; esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			secret, err := chatapi.NewPassword(text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			c := change{title: "Change the password of " + name + "?", op: chatapi.OpSetPassword, user: name, about: []string{name},
				back: func(pane.Env) pane.Effect { return p.prompt.AskAgain(p.newPassword(name), text, "") }}
			return p.confirm(env, c, func(env pane.Env) pane.Effect { return p.setPassword(env, name, secret) }), ""
		}}
}

func (p *Pane) setPassword(env pane.Env, name string, secret chatapi.Password) pane.Effect {
	return p.start(env, task{title: "change the password of " + name, write: true, calls: calls{chatapi.OpSetPassword}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		return outcome{err: c.SetPassword(ctx, name, secret), done: "the password of " + name + " is changed"}
	}})
}

// change is what is to be written, as it is asked about.
type change struct {
	title string
	op    chatapi.Operation
	user  string // whom the operation is about; "" for several
	about []string
	back  func(pane.Env) pane.Effect // asks anew for what was typed; nil: nothing was
}

// confirm asks before something is written, unless the user does not want that.
func (p *Pane) confirm(env pane.Env, c change, do func(pane.Env) pane.Effect) pane.Effect {
	allowed := func(env pane.Env) pane.Effect { // much can have happened since the question
		if no := p.noWrite(env); no != "" {
			return pane.Ask(intent.Say{Text: no, Bad: true})
		}
		return do(env)
	}
	if !env.Workspace.Confirm {
		return allowed(env)
	}
	_, key := p.services.Where(env.Workspace.Project())
	org, app, _ := strings.Cut(key, "#")
	method, path := c.op.Request(c.user)
	about := append([]string{fmt.Sprintf("%s /%s/%s%s", method, visible.Line(org, 40), visible.Line(app, 40), path)}, p.where(env)...)
	return p.prompt.Confirm(ask.Consent{Title: c.title, Do: allowed, Back: c.back, About: append(about, c.about...)})
}

// where says where a change goes.
func (p *Pane) where(env pane.Env) []string {
	project := env.Workspace.Project()
	host, key := p.services.Where(project)
	return []string{fmt.Sprintf("to %s, App Key %s, project %s", visible.Line(host, 60), visible.Line(key, 60), visible.Line(project.Name, 24))}
}
