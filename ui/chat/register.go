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
// in batches. What was typed before and left is there again.
func (p *Pane) register(pane.Env) pane.Effect { return p.prompt.Ask(p.whom(), p.draft) }

// whom is the question for the names of new users.
func (p *Pane) whom() ask.Question {
	return ask.Question{Title: "Register", Lines: true, Hides: holdsMore,
		Help: `one name, or many: alice bob, qa-{1..50}, or @FILE with a name or {"username":"…","password":"…"} a line; ⏎ goes on, esc leaves it`,
		Long: "put the names into a file, and type @FILE",
		Live: func(_ pane.Env, text string) { p.draft = text },
		Done: func(env pane.Env, text string) (pane.Effect, string) {
			if path, ok := strings.CutPrefix(strings.TrimSpace(text), "@"); ok {
				return p.readFile(env, path), ""
			}
			users, wrong := parse(text)
			if wrong != "" {
				return pane.Effect{}, wrong
			}
			return p.registerThese(env, users, text)
		}}
}

// registerThese registers the users that text stands for, which was typed, or says
// what is wrong with all of them.
func (p *Pane) registerThese(env pane.Env, users []chatapi.NewUser, text string) (e pane.Effect, wrong string) {
	if len(users) == 1 {
		return p.registerThis(env, users[0], text)
	}
	good, bad := usable(users)
	if len(good) == 0 {
		return pane.Effect{}, "none of the names can be registered: " + bad[0]
	}
	c := change{title: fmt.Sprintf("Register %s?", counted(len(good), "user")), op: chatapi.OpRegisterMany,
		about: append([]string{some(good), fmt.Sprintf("in requests of up to %d", chatapi.MaxRegister)}, unusable(bad)...),
		back:  p.again(text)}
	if len(bad) > 0 {
		c.title = fmt.Sprintf("Register %d of %d names?", len(good), len(users))
	}
	return p.confirm(env, c, func(env pane.Env) pane.Effect { return p.registerMany(env, users, len(good)) }), ""
}

// again asks once more for the names, with text as it was typed.
func (p *Pane) again(text string) func(pane.Env) pane.Effect {
	return func(pane.Env) pane.Effect { return p.prompt.AskAgain(p.whom(), text, "") }
}

// unusable says which names can't be registered, a few of them with the reason: who
// agrees must be able to read it all.
func unusable(bad []string) []string {
	const most = 2
	if len(bad) == 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("%d can't be registered:", len(bad))}
	for _, text := range bad[:min(len(bad), most)] {
		lines = append(lines, visible.Line(text, 120))
	}
	if n := len(bad) - most; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more, which the report names", n))
	}
	return lines
}

// readFile reads a file of names in the background.
func (p *Pane) readFile(env pane.Env, path string) pane.Effect {
	p.reading++
	return pane.Effect{Cmd: readFile(env.Context, path, p.reading)}
}

// read goes on with the names of a file, or asks again.
func (p *Pane) read(env pane.Env, msg listRead) pane.Effect {
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
		e, wrong = p.registerThese(env, msg.users, "@"+msg.path)
	}
	if wrong != "" {
		return p.prompt.AskAgain(p.whom(), "@"+msg.path, wrong)
	}
	return e
}

// registerThis registers one user; text was typed for it.
func (p *Pane) registerThis(env pane.Env, user chatapi.NewUser, text string) (e pane.Effect, wrong string) {
	if err := chatapi.CheckUsername(user.Username); err != nil {
		return pane.Effect{}, err.Error()
	}
	if user.Password.IsZero() {
		return p.prompt.Ask(p.itsPassword(user, text), ""), ""
	}
	return p.registerOne(env, user, p.again(text)), ""
}

// itsPassword is the question for the password of a new user, which may be none; text
// was typed for the user.
func (p *Pane) itsPassword(user chatapi.NewUser, text string) ask.Question {
	return ask.Question{Title: "Password of " + user.Username, Secret: true, Leave: "Go back to the name",
		Help: "⏎ alone registers without one, as Agora's current pages do; esc goes back to the name",
		Back: func(pane.Env) { p.prompt.AskAgain(p.whom(), text, "") },
		Done: func(env pane.Env, typed string) (pane.Effect, string) {
			with := user
			if typed != "" {
				secret, err := chatapi.NewPassword(typed)
				if err != nil {
					return pane.Effect{}, err.Error()
				}
				with.Password = secret
			}
			return p.registerOne(env, with, func(pane.Env) pane.Effect { return p.prompt.AskAgain(p.itsPassword(user, text), typed, "") }), ""
		}}
}

func (p *Pane) registerOne(env pane.Env, user chatapi.NewUser, back func(pane.Env) pane.Effect) pane.Effect {
	c := change{title: "Register " + user.Username + "?", op: chatapi.OpRegister, about: []string{user.Username}, back: back}
	return p.confirm(env, c, func(env pane.Env) pane.Effect {
		p.draft = ""
		return p.start(env, task{title: "register " + user.Username, write: true, calls: calls{chatapi.OpRegister}, work: func(ctx context.Context, c *chatapi.Client) outcome {
			u, err := c.Register(ctx, user)
			if err != nil {
				return outcome{err: err}
			}
			return outcome{users: func(r *roster) { r.put(u) }, shows: u.Username, done: u.Username + " is registered: c makes a token for the user"}
		}})
	})
}

func (p *Pane) registerMany(env pane.Env, users []chatapi.NewUser, good int) pane.Effect {
	feed, now := p.feed, p.services.Now
	p.draft = ""
	return p.start(env, task{title: "register " + counted(good, "user"), write: true, calls: calls{chatapi.OpRegisterMany, chatapi.OpGet}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		began := now()
		return outcome{report: &batch{registration.Run(ctx, c, users, registration.Options{Now: now}, feed.progress), began}}
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

// counted gives a number with what it counts, as in "1 user" and "2 users".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
