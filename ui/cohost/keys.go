package cohost

import (
	"fmt"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/cohost"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/travel"
)

// Actions gives what can be done in Co-host now.
func (p *Pane) Actions(env pane.Env) []pane.Action {
	switch {
	case p.prompt.Active():
		return p.prompt.Actions(env)
	case p.picking:
		return p.pickActions(env)
	case p.reading:
		return p.pageActions(env)
	}
	run := func(f func(pane.Env) pane.Effect) func() pane.Effect { return func() pane.Effect { return f(env) } }
	noUndo, noGrant := "", ""
	if len(p.undo) == 0 {
		noUndo = "nothing was changed"
	}
	if p.point == cohost.PointChannel {
		noGrant = "go to a privilege first, with tab: this column stands on the token's own lifetime"
	}
	full, alone := "", ""
	switch len(p.lab.Participants) {
	case cohost.MaxParticipants:
		full = fmt.Sprintf("%d participants are in: take one out first", cohost.MaxParticipants)
	case 1:
		alone = "nobody else is in the story: add someone first"
	}
	list := []pane.Action{
		{ID: "cohost.scenarios", Title: "Choose a scenario from the list", Short: "scenarios", Keys: []string{"s"}, Run: p.pick},
		{ID: "cohost.authentication", Title: "Set co-host authentication on or off for the whole story", Keys: []string{"a"}, Run: run(p.setAuthentication)},
		{ID: "cohost.switch", Title: "Switch co-host authentication on or off at this moment of the story", Keys: []string{"S"}, Run: run(p.switchAuthentication)},
	}
	list = append(list, p.travel(env)...)
	list = append(list, []pane.Action{
		{ID: "cohost.profile", Title: "Switch between the live broadcasting and the communication profile", Keys: []string{"p"}, Run: p.toggleProfile},
		{ID: "cohost.next-scenario", Title: "Go to the next scenario", Keys: []string{"pgdown", ">"}, Run: func() pane.Effect { return p.play(env, p.scenario+1) }},
		{ID: "cohost.previous-scenario", Title: "Go to the previous scenario", Keys: []string{"pgup", "<"}, Run: func() pane.Effect { return p.play(env, p.scenario-1) }},
		{ID: "cohost.restart", Title: "Restart the scenario", Keys: []string{"home"}, Run: func() pane.Effect { return p.play(env, p.scenario) }},
		{ID: "cohost.down", Title: "Go to the next participant", Keys: []string{"down", "j"}, Run: func() pane.Effect { return p.choose(1) }},
		{ID: "cohost.up", Title: "Go to the previous participant", Keys: []string{"up", "k"}, Run: func() pane.Effect { return p.choose(-1) }},
		{ID: "cohost.next-answer", Title: "Go to the next answer of the participant", Short: "next answer", Keys: []string{"tab"}, Run: func() pane.Effect { return p.turn(1) }},
		{ID: "cohost.previous-answer", Title: "Go to the previous answer of the participant", Keys: []string{"shift+tab"}, Run: func() pane.Effect { return p.turn(-1) }},
		{ID: "cohost.page", Title: "Read the whole reason, and all that happens", Keys: []string{"v"}, Run: p.open},
		{ID: "cohost.role", Title: "Call setClientRole: host or audience", Keys: []string{"r"}, Run: run(p.setRole)},
		{ID: "cohost.token", Title: "Renew with the other kind of token: publisher or subscriber", Keys: []string{"t"}, Run: run(p.otherToken)},
		{ID: "cohost.renew", Title: "Renew with a token like the present one", Keys: []string{"i"}, Run: run(p.renewAlike)},
		{ID: "cohost.grant", Title: "Renew with or without the chosen privilege", Keys: []string{"g"}, Disabled: noGrant, Run: run(p.grant)},
		{ID: "cohost.lifetime", Title: "Renew with another lifetime of what is chosen", Keys: []string{"l"}, Run: run(p.askLifetime)},
		{ID: "cohost.join", Title: "Join or leave the channel", Keys: []string{"x"}, Run: run(p.joinOrLeave)},
		{ID: "cohost.add", Title: "Add a participant: audience with a subscriber token", Keys: []string{"A", "insert"}, Disabled: full, Run: run(p.add)},
		{ID: "cohost.rename", Title: "Give the participant another name", Keys: []string{"R"}, Run: run(p.askName)},
		{ID: "cohost.remove", Title: "Take the participant out of the story", Keys: []string{"X", "delete"}, Disabled: alone, Run: p.remove},
		{ID: "cohost.undo", Title: "Undo the last change of the story", Keys: []string{"u", "alt+u"}, Disabled: noUndo, Run: p.undoLast},
	}...)
	return append(list, p.tokenActions(env)...)
}

// travel gives what can be done with the clock. Going through the story in small
// steps is worth more here than the real time, and has its two keys in the footer.
func (p *Pane) travel(env pane.Env) []pane.Action {
	list := travel.Actions(env, p.stops())
	for i := range list {
		switch list[i].ID {
		case "time.forward":
			list[i].Short = "← 10 s" // behind its own key, →
		case "time.now":
			list[i].Short = ""
		}
	}
	return list
}

// tokenActions give the chosen participant's token to other panes.
func (p *Pane) tokenActions(env pane.Env) []pane.Action {
	return []pane.Action{
		{ID: "cohost.decode", Title: "Open the participant's token in Decode", Keys: []string{"enter", "d", "ctrl+d"}, Run: func() pane.Effect { return p.decode(env) }},
		{ID: "cohost.watch", Title: "Watch the participant's token count down", Keys: []string{"w", "ctrl+w"}, Run: func() pane.Effect { return p.watch(env) }},
		{ID: "cohost.compose", Title: "Change the participant's token in Compose", Keys: []string{"c"}, Run: func() pane.Effect { return p.compose(env) }},
		{ID: "cohost.copy", Title: "Copy the participant's token", Keys: []string{"y", "ctrl+y", "Y"}, Run: func() pane.Effect { return p.copy(env) }},
		{ID: "cohost.export", Title: "Copy the story as Markdown, without tokens", Keys: []string{"e"}, Run: func() pane.Effect {
			return pane.Ask(intent.Copy{Text: cohost.Export(&p.lab, env.Workspace.Project().AppID, env.Now), What: "scenario"})
		}},
	}
}

// pickActions choose from the list of scenarios.
func (p *Pane) pickActions(env pane.Env) []pane.Action {
	n := len(cohost.Scenarios())
	move := func(by int) func() pane.Effect {
		return func() pane.Effect {
			p.picked = min(max(p.picked+by, 0), n-1)
			return pane.Effect{}
		}
	}
	list := []pane.Action{
		{ID: "cohost.pick", Title: "Play the chosen scenario", Short: "play it", Keys: []string{"enter"}, Run: func() pane.Effect { return p.play(env, p.picked) }},
		{ID: "cohost.pick-down", Title: "Go to the next in the list", Short: "next", Keys: []string{"down", "j", "tab"}, Run: move(1)},
		{ID: "cohost.pick-up", Title: "Go to the previous in the list", Short: "previous", Keys: []string{"up", "k", "shift+tab"}, Run: move(-1)},
		{ID: "cohost.pick-close", Title: "Close the list", Short: "back", Keys: []string{"esc", "s"}, Run: func() pane.Effect { p.picking = false; return pane.Effect{} }},
	}
	for i, s := range cohost.Scenarios() {
		n := strconv.Itoa(i + 1) // its key is typed: see typed
		list = append(list, pane.Action{ID: "cohost.pick-" + n, Title: "Play scenario " + n + ": " + s.Title,
			Run: func() pane.Effect { return p.play(env, i) }})
	}
	return list
}

// typed takes what is typed into the list of scenarios: a number plays one, and the
// letters that move elsewhere move here. What is pasted is for Decode, as it is
// where nothing is typed.
func (p *Pane) typed(env pane.Env, msg tea.KeyMsg) pane.Effect {
	if msg.Paste {
		return pane.Ask(intent.OpenInDecode{Text: string(msg.Runes)})
	}
	if n, err := strconv.Atoi(msg.String()); err == nil && 0 < n && n <= len(cohost.Scenarios()) {
		return p.play(env, n-1)
	}
	for _, a := range p.pickActions(env) {
		if slices.Contains(a.Keys, msg.String()) {
			return a.Run()
		}
	}
	return pane.Effect{}
}

func (p *Pane) pick() pane.Effect {
	p.picking, p.picked = true, p.scenario
	return pane.Effect{}
}

func (p *Pane) choose(n int) pane.Effect {
	p.who = min(max(p.who+n, 0), len(p.lab.Participants)-1)
	return pane.Effect{}
}

// turn goes on to another answer, around the end.
func (p *Pane) turn(n int) pane.Effect {
	count := len(cohost.AllPoints())
	p.point = cohost.Point((int(p.point) + n + count) % count)
	return pane.Effect{}
}
