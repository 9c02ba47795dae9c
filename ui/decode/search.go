package decode

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/candidate"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

// search looks for the channel and the uid that a 006 token was made for. It goes
// in steps, each a command of its own, so that it says how far it is and ends when
// it is cancelled.
type search struct {
	generation int
	step       int
	running    bool
	cancel     context.CancelFunc
	result     candidate.Result
}

// searched is what a step of a search found.
type searched struct {
	generation int
	result     candidate.Result
}

// tenMillion is the last of the numbers that are tried as channel names.
const tenMillion = 10_000_000

// steps are what is tried one after another: the usual names, every uid, numbers,
// and numbers behind the usual prefixes.
func (p *Pane) steps() []candidate.Input {
	uids := candidate.UIDs()
	typed := strings.Fields(p.client.value(onChannel) + " " + p.client.value(onUser))
	list := []candidate.Input{
		{Channels: append(candidate.UsualChannels(), typed...), UIDs: append(candidate.UsualUIDs(), typed...), UIDRange: &uids},
		{ChannelRange: &candidate.Range{To: tenMillion}},
	}
	for _, prefix := range []string{"room", "room-", "channel", "channel-", "test", "live"} {
		list = append(list, candidate.Input{ChannelRange: &candidate.Range{Prefix: prefix, To: tenMillion}})
	}
	return list
}

// find starts a search for the token that is shown.
func (p *Pane) find(env pane.Env) pane.Effect {
	p.stop()
	p.search = search{generation: p.search.generation, running: true}
	p.tab = tabClient
	return pane.Effect{Cmd: p.searchStep(p.search.begin(env.Context), env.Workspace.Projects)}
}

// begin gives a step a context that ends with the search, and ends that of the step
// before.
func (s *search) begin(parent context.Context) context.Context {
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(parent)
	s.cancel = cancel
	return ctx
}

// searchStep is the command of the step that is next. Uids and channels found
// before go into it, so that a signature can confirm them together.
func (p *Pane) searchStep(ctx context.Context, projects []project.Project) tea.Cmd {
	in := p.steps()[p.search.step]
	in.Token, in.Projects = p.token(), projects
	in.UIDs = append(in.UIDs, p.search.result.UIDs...)
	in.Channels = append(in.Channels, p.search.result.Channels...)
	generation := p.search.generation
	return func() tea.Msg {
		result, _ := candidate.Find(ctx, in, nil) // its only error here is that it was cancelled
		return searched{generation, result}
	}
}

// took takes over what a step found and starts the next, unless a signature has
// confirmed a pair or nothing is left to try. What comes late is dropped.
func (p *Pane) took(env pane.Env, msg searched) pane.Effect {
	if msg.generation != p.search.generation || !p.search.running {
		return pane.Effect{}
	}
	p.search.result = msg.result
	p.search.step++
	if msg.result.Confirmed != nil || p.search.step == len(p.steps()) {
		p.stop()
		return pane.Ask(intent.Say{Text: "the search is done"})
	}
	return pane.Effect{Cmd: p.searchStep(p.search.begin(env.Context), env.Workspace.Projects)}
}

// stop ends the search that is under way and makes what it may still bring stale.
func (p *Pane) stop() {
	if p.search.cancel != nil {
		p.search.cancel()
	}
	p.search.running, p.search.cancel = false, nil
	p.search.generation++
}

// forget drops a search and what it found: the token is another.
func (p *Pane) forget() {
	p.stop()
	p.search = search{generation: p.search.generation}
}

func (p *Pane) stopSearch() pane.Effect {
	p.stop()
	return pane.Ask(intent.Say{Text: "the search is stopped; what it found stays"})
}

// take puts the confirmed pair, or the first candidates, into the fields.
func (p *Pane) take(env pane.Env) pane.Effect {
	r := p.search.result
	m := token.Missing{}
	switch {
	case r.Confirmed != nil:
		m = token.Missing{Channel: r.Confirmed.Channel, UID: r.Confirmed.UID}
	default:
		if len(r.Channels) > 0 {
			m.Channel = r.Channels[0]
		}
		if len(r.UIDs) > 0 {
			m.UID = r.UIDs[0]
		}
	}
	p.client.fill(&m)
	p.judge(env)
	return pane.Effect{}
}

// candidates lists what the search found.
func (p *Pane) candidates(v detail.View) []string {
	s := &p.search
	if !s.running && s.step == 0 {
		return nil
	}
	lines := []string{widget.Rule(v.Theme, "candidates, by CRC-32", v.Width)}
	if s.running {
		lines = append(lines, v.Theme.Warn.Render(fmt.Sprintf("searching, step %d of %d; esc stops", s.step+1, len(p.steps()))))
	}
	return append(lines, v.Candidates(s.result)...)
}
