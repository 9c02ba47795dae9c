package watch

import (
	"fmt"
	"slices"

	"agtok/model"
	"agtok/model/timeline"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/travel"
)

// Actions gives what can be done in Watch now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	if p.prompt.Active() {
		return p.prompt.Actions(env)
	}
	clock := p.clockActions(env)
	if env.Workspace.Watched.Len() == 0 {
		return append(p.fillActions(env, ""), append(clock, p.fileActions(env)...)...)
	}
	list := append(p.rowActions(env), clock...)
	list = append(list, p.listActions(env)...)
	list = append(list, p.fileActions(env)...)
	list = append(list, p.fillActions(env, "examples are for an empty list: X takes out all rows that are shown, u brings them back")...)
	switch {
	case env.Clock.Travels(): // then the keys of the clock are worth more
		setShort(list, "watch.renew", "")
		setShort(list, "watch.decode", "")
		setShort(list, "time.faster", "faster")
	case p.tab == tabEvents:
		setShort(list, "watch.decode", "")
		setShort(list, "watch.platform", "platform")
	}
	return list
}

// clockActions are about the clock. Where nothing counts there is no need to name
// them, but for the way back.
func (p *Pane) clockActions(env pane.Env) []pane.Action {
	list := travel.Actions(env, p.stops(env))
	if env.Workspace.Watched.Len() == 0 {
		setShort(list, "time.pause", "")
		setShort(list, "time.next", "")
	}
	return list
}

// setShort has the footer name an action by this word, or not at all.
func setShort(list []pane.Action, id, word string) {
	for i := range list {
		if list[i].ID == id {
			list[i].Short = word
		}
	}
}

// rowActions are about the chosen row.
func (p *Pane) rowActions(env pane.Env) []pane.Action {
	row := p.row(env)
	none, noText, noForm := "", "", ""
	if row == nil {
		none = "no row is chosen"
	}
	if noText = none; row != nil && !row.Kept() {
		noText = "the token itself was not kept, only what it says: c signs it again in Compose"
	}
	if noForm = none; row != nil {
		if _, ok := model.DraftOf(row.Token, row.Missing); !ok {
			noForm = "Compose has no form for a token with these services"
		}
	}
	return []pane.Action{
		{ID: "watch.down", Title: "Go to the next row", Keys: []string{"down", "j"}, Disabled: none, Run: func() pane.Effect { return p.move(1) }},
		{ID: "watch.up", Title: "Go to the previous row", Keys: []string{"up", "k"}, Disabled: none, Run: func() pane.Effect { return p.move(-1) }},
		{ID: "watch.page-down", Title: "Go ten rows down", Keys: []string{"pgdown"}, Disabled: none, Run: func() pane.Effect { return p.move(10) }},
		{ID: "watch.page-up", Title: "Go ten rows up", Keys: []string{"pgup"}, Disabled: none, Run: func() pane.Effect { return p.move(-10) }},
		{ID: "watch.first", Title: "Go to the first row", Keys: []string{"home"}, Disabled: none, Run: func() pane.Effect { return p.move(-model.MaxWatched) }},
		{ID: "watch.last", Title: "Go to the last row", Keys: []string{"end", "G"}, Disabled: none, Run: func() pane.Effect { return p.move(model.MaxWatched) }},
		{ID: "watch.tab", Title: "Show more of the row: timeline, events, phases, log", Short: "more", Keys: []string{"ctrl+t", "t"}, Run: p.nextTab},
		{ID: "watch.renew", Title: "Renew the token, and judge the renewal", Short: "renew", Keys: []string{"r"}, Disabled: none, Run: func() pane.Effect { return p.renew(env) }},
		{ID: "watch.decode", Title: "Open the token in Decode", Short: "decode", Keys: []string{"enter", "d", "ctrl+d"}, Disabled: noText,
			Run: func() pane.Effect { return pane.Ask(intent.OpenInDecode{Text: row.Token.Text, Missing: row.Missing}) }},
		{ID: "watch.compose", Title: "Change it in Compose and sign it again", Keys: []string{"c"}, Disabled: noForm, Run: func() pane.Effect { return p.compose(env) }},
		{ID: "watch.copy", Title: "Copy the token", Keys: []string{"y", "ctrl+y", "Y"}, Disabled: noText,
			Run: func() pane.Effect { return pane.Ask(intent.Copy{Text: row.Token.Text, What: "token"}) }},
		{ID: "watch.rename", Title: "Give the row another name", Keys: []string{"R"}, Disabled: none, Run: func() pane.Effect { return p.rename(env) }},
		{ID: "watch.remove", Title: "Take the row out", Keys: []string{"x", "delete"}, Disabled: none, Run: func() pane.Effect { return p.remove(env) }},
		{ID: "watch.scroll-down", Title: "Scroll what is shown of the row", Keys: []string{"shift+down"}, Run: func() pane.Effect { return p.scrollBy(env, 1) }},
		{ID: "watch.scroll-up", Title: "Scroll it back", Keys: []string{"shift+up"}, Run: func() pane.Effect { return p.scrollBy(env, -1) }},
	}
}

// listActions are about all rows.
func (p *Pane) listActions(env pane.Env) []pane.Action {
	noFilter, noRows := "there is no filter", ""
	if p.filter != "" {
		noFilter = ""
	}
	if len(p.shown) == 0 {
		noRows = hidesAll
	}
	return []pane.Action{
		{ID: "watch.clear-filter", Title: "Show all rows again", Keys: []string{"esc"}, Disabled: noFilter, Run: func() pane.Effect { return p.clear(env) }},
		{ID: "watch.filter", Title: "Show only rows with these words", Keys: []string{"/"}, Run: func() pane.Effect { return p.askFilter(env) }},
		{ID: "watch.sort", Title: "Sort the rows: as added, by next event, end, name, status", Keys: []string{"s"}, Run: func() pane.Effect { return p.sort(env) }},
		{ID: "watch.remove-shown", Title: "Take out all rows that are shown", Keys: []string{"X"}, Disabled: noRows, Run: func() pane.Effect { return p.removeShown(env) }},
		{ID: "watch.markdown", Title: "Export the rows as Markdown, without tokens", Keys: []string{"e"}, Disabled: noRows, Run: func() pane.Effect { return p.export(env, false) }},
		{ID: "watch.json", Title: "Export the rows as JSON, without tokens", Keys: []string{"E"}, Disabled: noRows, Run: func() pane.Effect { return p.export(env, true) }},
	}
}

// fileActions hold with and without rows.
func (p *Pane) fileActions(env pane.Env) []pane.Action {
	noUndo := ""
	if _, ok := env.Workspace.Watched.CanUndo(); !ok {
		noUndo = "nothing was taken out or renewed"
	}
	keep := "Keep the tokens themselves between runs, not only what they say"
	if env.Workspace.Watched.KeepTokens {
		keep = "Keep only what the tokens say between runs"
	}
	return []pane.Action{
		{ID: "watch.undo", Title: "Undo what was taken out or renewed last", Keys: []string{"u", "alt+u"}, Disabled: noUndo, Run: func() pane.Effect { return p.undo(env) }},
		{ID: "watch.platform", Title: "Name the callbacks of the next platform", Keys: []string{"v"}, Run: func() pane.Effect { return p.platform(env, 1) }},
		{ID: "watch.platform-back", Title: "Name the callbacks of the platform before", Keys: []string{"V"}, Run: func() pane.Effect { return p.platform(env, -1) }},
		{ID: "watch.keep-tokens", Title: keep, Keys: []string{"K"}, Run: func() pane.Effect { return p.keepTokens(env) }},
	}
}

func (p *Pane) fillActions(env pane.Env, no string) []pane.Action {
	return []pane.Action{{ID: "watch.examples", Title: "Watch examples of the demo project", Short: "examples", Keys: []string{"g"}, Disabled: no,
		Run: func() pane.Effect { return p.examples(env) }}}
}

func (p *Pane) move(n int) pane.Effect {
	if len(p.shown) > 0 {
		p.choose(p.shown[min(max(p.place()+n, 0), len(p.shown)-1)])
	}
	return pane.Effect{}
}

// choose chooses a row, and forgets which one a filter has hidden.
func (p *Pane) choose(row int) {
	if row != p.chosen {
		p.scroll = 0
	}
	p.chosen, p.unfiltered = row, noRow
}

func (p *Pane) nextTab() pane.Effect {
	p.tab, p.scroll = (p.tab+1)%tabCount, 0
	return pane.Effect{}
}

func (p *Pane) compose(env pane.Env) pane.Effect {
	row := p.row(env)
	d, _ := model.DraftOf(row.Token, row.Missing)
	return pane.Ask(intent.OpenInCompose{Draft: d, Lossy: !d.Keeps(row.Token)})
}

// remove takes the chosen row out; the one that comes into its place is chosen.
func (p *Pane) remove(env pane.Env) pane.Effect {
	return p.takeOut(env, []int{p.chosen}, fmt.Sprintf("%q is out; u puts it back", p.row(env).Name))
}

// removeShown takes out every row that is shown.
func (p *Pane) removeShown(env pane.Env) pane.Effect {
	said := fmt.Sprintf("%d rows are out; u puts them back", len(p.shown))
	if len(p.shown) == 1 {
		said = "1 row is out; u puts it back"
	}
	return p.takeOut(env, p.shown, said)
}

func (p *Pane) takeOut(env pane.Env, rows []int, said string) pane.Effect {
	place := p.place()
	e := p.change(env, func() news {
		env.Workspace.Watched.RemoveAll(rows)
		return news{said: said}
	})
	if len(p.shown) > 0 {
		p.chosen = p.shown[min(place, len(p.shown)-1)]
	}
	return e
}

func (p *Pane) undo(env pane.Env) pane.Effect {
	return p.change(env, func() news {
		u := env.Workspace.Watched.Undo()
		p.chosen = u.Place
		name := env.Workspace.Watched.Row(u.Place).Name
		switch {
		case u.Renewal:
			return news{said: fmt.Sprintf("%q has the token from before its renewal again", name)}
		case u.Rows > 1:
			return news{said: fmt.Sprintf("%d rows are back", u.Rows)}
		}
		return news{said: fmt.Sprintf("%q is back", name)}
	})
}

func (p *Pane) rename(env pane.Env) pane.Effect {
	i := p.chosen
	return p.prompt.Ask(ask.Question{Title: "Name", Help: "⏎ takes it, esc leaves it as it was", Done: func(env pane.Env, text string) (pane.Effect, string) {
		wrong := ""
		e := p.change(env, func() news {
			if err := env.Workspace.Watched.Rename(i, text); err != nil {
				wrong = err.Error()
			}
			return news{same: wrong != ""}
		})
		return e, wrong
	}}, p.row(env).Name)
}

func (p *Pane) askFilter(pane.Env) pane.Effect {
	was, chosen := p.filter, p.chosen
	if was == "" {
		p.unfiltered = chosen
	}
	set := func(env pane.Env, text string) { p.filter = text; p.arrange(env) }
	return p.prompt.Ask(ask.Question{Title: "Filter", Max: maxFilter, Help: "name, channel, user, service or status; ⏎ keeps it, empty shows all, esc goes back",
		Live: set, Back: func(env pane.Env) { p.chosen = chosen; set(env, was) },
		Done: func(env pane.Env, text string) (pane.Effect, string) { set(env, text); return pane.Effect{}, "" }}, p.filter)
}

// sort goes on to the next order, and to the first row of it.
func (p *Pane) sort(env pane.Env) pane.Effect {
	orders := model.Orders()
	p.order = orders[(slices.Index(orders, p.order)+1)%len(orders)]
	p.arrange(env)
	p.move(-model.MaxWatched)
	if p.order == model.ByAddition {
		return pane.Ask(intent.Say{Text: "as the rows were added"})
	}
	return pane.Ask(intent.Say{Text: "sorted by " + string(p.order)})
}

// maxFilter bounds a filter, in characters: it is looked for in every row, every
// second.
const maxFilter = 200

// clear takes the filter away, and goes back to the row that was chosen before it if
// none was chosen since.
func (p *Pane) clear(env pane.Env) pane.Effect {
	if p.filter = ""; p.unfiltered != noRow {
		p.chosen = p.unfiltered
	}
	p.unfiltered = noRow
	p.arrange(env)
	return pane.Effect{}
}

func (p *Pane) platform(env pane.Env, step int) pane.Effect {
	all := timeline.Platforms()
	w := env.Workspace
	w.Platform = all[(slices.Index(all, w.Platform)+step+len(all))%len(all)]
	return pane.Ask(intent.Say{Text: "callbacks as " + w.Platform.Title() + " names them"})
}

func (p *Pane) keepTokens(env pane.Env) pane.Effect {
	return p.change(env, func() news {
		list := &env.Workspace.Watched
		if list.KeepTokens = !list.KeepTokens; list.KeepTokens {
			return news{said: "the tokens themselves are kept between runs, in a file that only you can read"}
		}
		return news{said: "what the tokens say is kept between runs, the tokens themselves are not"}
	})
}

func (p *Pane) examples(env pane.Env) pane.Effect {
	return p.change(env, func() news {
		p.chosen = 0
		for _, x := range model.Examples(env.Now, env.Salt) {
			env.Workspace.Watched.AddNamed(x.Name, x.Token, env.Workspace.Projects)
		}
		return news{said: "examples of the demo project: n goes to the next event, 0 back to now"}
	})
}

func (p *Pane) export(env pane.Env, asJSON bool) pane.Effect {
	list, of := &env.Workspace.Watched, model.Moment{Now: env.Now, Platform: env.Workspace.Platform}
	if env.Clock.Travels() {
		of.Real = env.Real
	}
	if asJSON {
		return pane.Ask(intent.Copy{Text: list.JSON(p.shown, of), What: "JSON"})
	}
	return pane.Ask(intent.Copy{Text: list.Markdown(p.shown, of), What: "Markdown"})
}
