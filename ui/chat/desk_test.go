package chat

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"agtok/chatapi"
	"agtok/model"
	"agtok/model/project"
	"agtok/ui/pane"
	"agtok/ui/theme"
)

var noon = time.Date(2024, 5, 2, 12, 0, 0, 0, time.UTC)

// one is the only service there is, with a clock that goes on when it is looked at.
type one struct {
	client *chatapi.Client
	ticks  atomic.Int64
}

func (o *one) Connect(context.Context, project.Project) (*chatapi.Client, error) {
	return o.client, nil
}

func (o *one) Where(project.Project) (host, appKey string) { return "here", "org#app" }

func (o *one) Now() time.Time { return noon.Add(time.Duration(o.ticks.Add(1)) * time.Millisecond) }

func (o *one) Forget(project.Project) {}

// desk is a pane alone, whose commands are run when a test says so.
type desk struct {
	t   testing.TB
	p   *Pane
	env pane.Env
}

func newDesk(t testing.TB, s Services) *desk {
	r := lipgloss.NewRenderer(&bytes.Buffer{})
	r.SetColorProfile(termenv.Ascii)
	d := &desk{t, New(s, NewFeed()), pane.Env{Context: t.Context(), Now: noon, Real: noon, Theme: theme.New(r, theme.Mono, false),
		Workspace: model.NewWorkspace([]project.Project{{Name: "one"}, {Name: "two"}}), Shown: true, Width: 120, Height: 34}}
	d.p.Update(d.env, pane.Reloaded{})
	return d
}

// act does an action by its name.
func (d *desk) act(id string) tea.Cmd {
	d.t.Helper()
	for _, a := range d.p.Actions(d.env) {
		if a.ID == id {
			if a.Disabled != "" {
				d.t.Fatalf("%s can't be done: %s", id, a.Disabled)
			}
			return a.Run().Cmd
		}
	}
	d.t.Fatalf("there is no action %s", id)
	return nil
}

// answer pastes an answer, and takes it.
func (d *desk) answer(text string) tea.Cmd {
	d.p.Update(d.env, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	return d.p.Update(d.env, tea.KeyMsg{Type: tea.KeyEnter}).Cmd
}

// yes agrees.
func (d *desk) yes() tea.Cmd {
	return d.p.Update(d.env, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")}).Cmd
}

// parts gives the two commands of a request: what does it, and what listens.
func (d *desk) parts(cmd tea.Cmd) (run, listen tea.Cmd) {
	d.t.Helper()
	if cmd == nil {
		d.t.Fatalf("no request was begun:\n%s", d.frame(0))
	}
	batch, ok := cmd().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		d.t.Fatalf("a request begins with %d commands", len(batch))
	}
	return batch[0], batch[1]
}

// frame is the pane some time after noon.
func (d *desk) frame(after time.Duration) string {
	env := d.env
	env.Real = env.Real.Add(after)
	return strings.Join(d.p.View(env, 120, 34), "\n")
}
