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
	return p.prompt.Ask(ask.Question{Title: "New password of " + name, Secret: true, Help: "at most 64 bytes; the old one is not asked for; esc leaves it",
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
	return p.prompt.Confirm(ask.Consent{Title: title, Do: allowed, About: []string{
		fmt.Sprintf("%s /%s/%s%s", method, visible.Line(org, 40), visible.Line(app, 40), path),
		fmt.Sprintf("to %s, App Key %s, project %s", visible.Line(host, 60), visible.Line(key, 60), visible.Line(env.Workspace.Project().Name, 24)),
		whom,
	}})
}
