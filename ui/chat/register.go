package chat

import (
	"context"
	"fmt"
	"strings"

	"agtok/chatapi"
	"agtok/model/registration"
	"agtok/model/visible"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// register asks for names and registers them: one user in a request of its own, many
// in batches.
func (p *Pane) register(pane.Env) pane.Effect {
	return p.prompt.Ask(p.whom(), "")
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
		func(env pane.Env) pane.Effect { return p.registerMany(env, names, len(good)) }), ""
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
		return p.prompt.AskAgain(p.whom(), "@"+msg.path, wrong)
	}
	return e
}

// askPassword asks for the password of a user to register, which may be none.
func (p *Pane) askPassword(env pane.Env, name string) pane.Effect {
	return p.prompt.Ask(ask.Question{Title: "Password of " + name, Secret: true,
		Help: "⏎ alone registers without one, as Agora's current pages do; esc leaves it",
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			user, err := newUser(name, text)
			if err != nil {
				return pane.Effect{}, err.Error()
			}
			return p.confirm(env, "Register "+name+"?", "POST", "/users", name, func(env pane.Env) pane.Effect { return p.registerOne(env, user) }), ""
		}}, "")
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
		return outcome{user: &u, choose: true, done: u.Username + " is registered: c makes a token for the user"}
	}})
}

func (p *Pane) registerMany(env pane.Env, names []string, good int) pane.Effect {
	users := make([]chatapi.NewUser, len(names))
	for i, name := range names {
		users[i].Username = name
	}
	feed, now := p.feed, p.services.Now
	return p.start(env, task{fmt.Sprintf("register %d users", good), true, calls{chatapi.OpRegisterMany, chatapi.OpGet}, func(ctx context.Context, c *chatapi.Client) outcome {
		report := registration.Run(ctx, c, users, registration.Options{Now: now}, feed.progress)
		return outcome{report: &report}
	}})
}

// some names a few of many.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
