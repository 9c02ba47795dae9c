package chat

import (
	"context"
	"strings"

	"agtok/chatapi"
	"agtok/model"
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
	return p.start(env, task{title: title, calls: calls{chatapi.OpList, chatapi.OpStatusMany}, work: func(ctx context.Context, c *chatapi.Client) outcome {
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
	return p.prompt.Ask(ask.Question{Title: "Look up", Help: "a user name; ⏎ looks it up, esc leaves it", Done: func(env pane.Env, text string) (pane.Effect, string) {
		name := strings.TrimSpace(text)
		if err := chatapi.CheckUsername(name); err != nil {
			return pane.Effect{}, err.Error()
		}
		return p.fetch(env, name, true), ""
	}}, "")
}

func (p *Pane) fetch(env pane.Env, name string, choose bool) pane.Effect {
	return p.start(env, task{title: "look up " + name, calls: calls{chatapi.OpGet, chatapi.OpStatusMany}, work: func(ctx context.Context, c *chatapi.Client) outcome {
		u, err := c.Get(ctx, name)
		if err != nil {
			return outcome{err: err}
		}
		o := outcome{user: &u, choose: choose, done: u.Username + " is there"}
		o.presences, o.after = presencesOf(ctx, c, []chatapi.User{u})
		return o
	}})
}

// presenceOfAll asks who of the users on the screen is online.
func (p *Pane) presenceOfAll(env pane.Env) pane.Effect {
	users := make([]chatapi.User, len(p.rows))
	for i := range p.rows {
		users[i] = p.rows[i].User
	}
	return p.start(env, task{title: "ask who is online", calls: calls{chatapi.OpStatusMany}, work: func(ctx context.Context, c *chatapi.Client) (o outcome) {
		for len(users) > 0 && o.err == nil {
			n := min(len(users), chatapi.MaxStatus)
			var list []chatapi.Presence
			list, o.err = presencesOf(ctx, c, users[:n])
			o.presences, users = append(o.presences, list...), users[n:]
		}
		return o
	}})
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
