package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/clock"
	"agtok/ui/alarm"
	"agtok/ui/clipboard"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/theme"
)

// Deps is what the console needs of the world.
type Deps struct {
	Context   context.Context  // ends what runs in the background; Run gives its own
	Now       func() time.Time // in the local zone
	Salt      func() uint32    // 1 … 99999998, as the official Go library draws
	Theme     *theme.Theme
	Clipboard clipboard.Board
	Alarm     alarm.Alarm
	Workspace *model.Workspace // what the console works with at first
	Pretend   bool             // Now is not the real time
	// After gives a command that yields msg when d has passed; nil for real time.
	After func(d time.Duration, msg tea.Msg) tea.Cmd
	// Load resolves the projects' certificates; it may read files. nil: nothing to load.
	Load func(context.Context) Loaded
	// Keep writes what is watched to where it survives the program; it is called in
	// the background, with a generation that grows, and waits for nothing once ctx is
	// done. nil: nothing is kept.
	Keep func(ctx context.Context, generation uint64, s model.Snapshot) error
}

// Loaded is what [Deps.Load] found.
type Loaded struct {
	Workspace *model.Workspace // what the console works with from then on
}

// Shell is the root of the console, a Bubble Tea model.
type Shell struct {
	deps      Deps
	panes     []pane.Pane
	workspace *model.Workspace
	focus     int
	overlay   overlay // nil when none is open
	w, h      int
	now       time.Time // what the clock shows
	real      time.Time
	toast     toast
	clock     clock.Clock
	ticks     int       // generation of the tick that is under way
	due       time.Time // when it comes, by the console's clock
	keeper    keeper
	muted     bool
	bell      bell
	leaving   bool // the user was asked whether to quit with work under way
}

// New makes the console with these panes; the first has the focus.
func New(d Deps, panes []pane.Pane) *Shell {
	now := d.Now()
	s := &Shell{deps: d, panes: panes, workspace: d.Workspace, now: now, real: now, keeper: keeper{write: d.Keep, ready: d.Load == nil}}
	s.openNotices()
	s.deliver(pane.Reloaded{}) // their commands have nothing to do before there is a program
	return s
}

// Init starts the ticker and resolves the projects.
func (s *Shell) Init() tea.Cmd {
	cmds := []tea.Cmd{s.tick()}
	if s.deps.Load != nil {
		ctx, load := s.deps.Context, s.deps.Load
		cmds = append(cmds, func() tea.Msg { return load(ctx) })
	}
	return tea.Batch(cmds...)
}

// Update takes every message there is.
func (s *Shell) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	s.real = s.deps.Now()
	s.now = s.clock.Now(s.real)
	cmd := s.handle(msg)
	return s, tea.Batch(cmd, s.sooner())
}

func (s *Shell) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.w, s.h = msg.Width, msg.Height
		return nil
	case tea.KeyMsg:
		return tea.Batch(s.seen(), s.key(msg))
	case tickMsg:
		return s.ticked(msg)
	case toastOver:
		s.toast.end(msg)
		return nil
	case clipboard.Copied:
		return s.say(copied(msg))
	case Loaded:
		return s.loaded(msg.Workspace)
	case kept:
		return s.wasKept(msg)
	case rung:
		return s.wasRung()
	case tea.ResumeMsg:
		return tea.Batch(tea.ClearScreen, s.tick())
	}
	return s.deliver(msg)
}

// loaded goes on in the workspace w, into which it takes what was done until now.
func (s *Shell) loaded(w *model.Workspace) tea.Cmd {
	more := len(w.Notices) > len(s.workspace.Notices)
	w.Adopt(s.workspace)
	s.workspace, s.keeper.ready = w, true
	if more {
		s.openNotices()
	}
	return tea.Batch(s.deliver(pane.Reloaded{}), s.keepAgain())
}

// deliver offers a message to every pane: its owner knows it by its type.
func (s *Shell) deliver(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for i, p := range s.panes {
		env := s.env()
		env.Shown = i == s.focus
		cmds = append(cmds, s.do(p.Update(env, msg)))
	}
	return tea.Batch(cmds...)
}

func (s *Shell) focused() pane.Pane { return s.panes[s.focus] }

func (s *Shell) env() pane.Env {
	w, h := s.bodySize()
	return pane.Env{Context: s.deps.Context, Now: s.now, Clock: s.clock, Real: s.real, Pretend: s.pretends(), Theme: s.deps.Theme, Workspace: s.workspace, Salt: s.deps.Salt, Shown: true, Muted: s.muted, Width: w, Height: h}
}

// do sees to an effect.
func (s *Shell) do(e pane.Effect) tea.Cmd {
	cmds := []tea.Cmd{e.Cmd}
	for _, i := range e.Intents {
		cmds = append(cmds, s.route(i))
	}
	return tea.Batch(cmds...)
}

// turnTo shows a pane, which may have slept through some time.
func (s *Shell) turnTo(i int) tea.Cmd {
	if s.focus == i {
		return nil
	}
	s.focus = i
	return s.do(s.focused().Update(s.env(), pane.Tick{}))
}

// route sees to an intent, or finds the pane that does.
func (s *Shell) route(i intent.Intent) tea.Cmd {
	switch i := i.(type) {
	case intent.Copy:
		return s.copy(i)
	case intent.Say:
		return s.say(i)
	case intent.Clock:
		return s.setClock(i.Set)
	case intent.Alert:
		return s.alert(i)
	case intent.Keep:
		return s.keep()
	}
	for at, p := range s.panes {
		e, ok, focus := p.Receive(s.env(), i)
		if !ok {
			continue
		}
		if focus {
			return tea.Batch(s.turnTo(at), s.do(e))
		}
		return s.do(e)
	}
	return nil
}

// copy puts text on the clipboard in the background.
func (s *Shell) copy(i intent.Copy) tea.Cmd {
	ctx, board := s.deps.Context, s.deps.Clipboard
	return func() tea.Msg { return board.Copy(ctx, i.Text, i.What) }
}

func copied(msg clipboard.Copied) intent.Say {
	if msg.Err != nil {
		return intent.Say{Text: "nothing copied: " + msg.Err.Error(), Bad: true}
	}
	return intent.Say{Text: msg.What + " " + msg.Route}
}
