package chat

import (
	"context"
	"slices"
	"strings"

	"agtok/chatapi"
	"agtok/model"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
)

// pageSize is how many users are fetched at once.
const pageSize = 50

// fetchPage fetches the first users, or those after the ones that are shown, and then who
// of them is online.
func (p *Pane) fetchPage(env pane.Env, first bool) pane.Effect {
	cursor, title := p.cursor, "list more users"
	if first {
		cursor, title = "", "list the users"
	}
	return p.start(env, task{title: title, calls: calls{chatapi.OpList}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		list, err := c.List(ctx, pageSize, cursor)
		if err != nil {
			return outcome{err: err}
		}
		return outcome{page: &page{list, first}, next: states(list.Users)}
	}})
}

// states asks who of the users is online; of nobody there is nothing to ask.
func states(users []chatapi.User) task {
	if len(users) == 0 {
		return task{}
	}
	names := make([]string, len(users))
	for i, u := range users {
		names[i] = u.Username
	}
	return task{title: "ask who is online", calls: calls{chatapi.OpStatusMany}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		var list []chatapi.Presence
		var err error
		for part := range slices.Chunk(names, chatapi.MaxStatus) {
			var more []chatapi.Presence
			if more, err = c.StatusMany(ctx, part); err != nil {
				break
			}
			list = append(list, more...)
		}
		return outcome{err: err, users: func(r *roster) { r.presences(list) }}
	}}
}

// lookUp asks for a name and fetches that user.
func (p *Pane) lookUp(env pane.Env) pane.Effect {
	return p.prompt.Ask(ask.Question{Title: "Look up", Help: "a user name; ⏎ looks it up, esc leaves it", Done: func(env pane.Env, text string) (pane.Effect, string) {
		name := strings.TrimSpace(text)
		if err := chatapi.CheckUsername(name); err != nil {
			return pane.Effect{}, err.Error()
		}
		return p.fetch(env, name), ""
	}}, "")
}

// fetch looks a user up.
func (p *Pane) fetch(env pane.Env, name string) pane.Effect { return p.start(env, look(name, name)) }

// refresh asks how a user is that is on the screen already.
func (p *Pane) refresh(env pane.Env) pane.Effect {
	return p.start(env, look(p.users.current().Username, ""))
}

// look looks a user up, then whether it is online. shows is the user to go to.
func look(name, shows string) task {
	return task{title: "look up " + name, calls: calls{chatapi.OpGet}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Get(ctx, name)
		if err != nil {
			return outcome{err: err}
		}
		return outcome{users: func(r *roster) { r.put(u) }, shows: shows, next: states([]chatapi.User{u})}
	}}
}

// presenceOfAll asks who of the users on the screen is online.
func (p *Pane) presenceOfAll(env pane.Env) pane.Effect {
	return p.start(env, states(p.users.users()))
}

// compose opens a token of the chosen user in Compose, with the user's name or UUID
// as its subject.
func (p *Pane) compose(uuid bool) pane.Effect {
	r := p.users.current()
	d := model.NewDraft()
	d.SetKind(model.KindChat)
	if d.Text[model.FieldUser] = r.Username; uuid {
		d.Text[model.FieldUser] = r.UUID
	}
	return pane.Ask(intent.OpenInCompose{Draft: d})
}
