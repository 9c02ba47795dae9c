package ui_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"agtok/chatapi"
	"agtok/model"
	"agtok/model/chatservice"
	"agtok/model/project"
	"agtok/ui"
	"agtok/ui/chat"
	"agtok/ui/clipboard"
	"agtok/ui/pane"
	"agtok/ui/theme"
)

// start is the moment at which every test's console opens: 1700000000.
var start = time.Date(2023, 11, 14, 23, 13, 20, 0, time.FixedZone("CET", 3600))

// user sits before a console without a terminal: presses keys, lets time pass,
// looks at the screen.
type user struct {
	t       testing.TB
	shell   *ui.Shell
	now     time.Time
	w, h    int
	copied  bytes.Buffer // what went to the terminal's clipboard, as OSC 52
	pending []later
	salt    uint32
	quit    bool
	end     context.CancelFunc // what [ui.Run] does once the program has ended
}

// later is a message that a command will yield when its time has come.
type later struct {
	at  time.Time
	msg tea.Msg
}

// setting is what a console is made of.
type setting struct {
	ui.Deps
	services chat.Services
	feed     *chat.Feed
	wrap     func(pane.Pane) pane.Pane // stands between the shell and each pane; nil for none
}

func (s *setting) shell() *ui.Shell {
	panes := ui.Panes(s.services, s.feed)
	for i := range panes {
		if s.wrap != nil {
			panes[i] = s.wrap(panes[i])
		}
	}
	return ui.New(s.Deps, panes)
}

// option changes the console before it opens.
type option func(*setting)

func projects(list ...project.Project) option {
	return func(d *setting) { d.Workspace = model.NewWorkspace(list) }
}

func colour(d *setting) { d.Theme = paint(theme.Auto, termenv.ANSI) }

func paint(name theme.Name, p termenv.Profile) *theme.Theme {
	r := lipgloss.NewRenderer(&bytes.Buffer{})
	r.SetHasDarkBackground(true)
	r.SetColorProfile(p)
	return theme.New(r, name, false)
}

// open opens a console of w × h cells in the demo project.
func open(t testing.TB, w, h int, options ...option) *user {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	u := &user{t: t, now: start, salt: 4711, end: end}
	d := setting{feed: chat.NewFeed(), Deps: ui.Deps{
		Context:   ctx,
		Now:       func() time.Time { return u.now },
		Salt:      func() uint32 { u.salt++; return u.salt },
		Theme:     paint(theme.Mono, termenv.Ascii),
		Clipboard: clipboard.Board{Mode: clipboard.OSC52, Terminal: &u.copied},
		Workspace: model.NewWorkspace(nil),
		After: func(d time.Duration, msg tea.Msg) tea.Cmd {
			at := u.now.Add(d)
			return func() tea.Msg {
				u.pending = append(u.pending, later{at, msg})
				return nil
			}
		},
	}}
	d.services = chatservice.New(t.Context(), chatservice.Options{
		Now: func() time.Time { return u.now }, Salt: d.Salt, Random: func(b []byte) { u.salt++; b[0], b[1] = byte(u.salt), byte(u.salt>>8) },
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Client: []chatapi.Option{chatapi.WithTrace(d.feed.Add), chatapi.WithProgress(d.feed.Add)},
	})
	for _, o := range options {
		o(&d)
	}
	u.shell = d.shell()
	u.run(u.shell.Init())
	u.resize(w, h)
	return u
}

// run does what a command does, and what follows from it, at once.
func (u *user) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			u.run(c)
		}
	case tea.QuitMsg:
		u.left()
	default:
		u.send(msg)
	}
}

func (u *user) left() {
	u.quit = true
	u.end()
}

func (u *user) send(msg tea.Msg) {
	_, cmd := u.shell.Update(msg)
	u.run(cmd)
}

func (u *user) resize(w, h int) *user {
	u.w, u.h = w, h
	u.send(tea.WindowSizeMsg{Width: w, Height: h})
	return u
}

// press presses keys by the names that Bubble Tea gives them.
func (u *user) press(names ...string) *user {
	u.t.Helper()
	for _, name := range names {
		u.send(key(u.t, name))
	}
	return u
}

// write types text character by character.
func (u *user) write(text string) *user {
	for _, r := range text {
		if r == ' ' {
			u.send(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{r}})
			continue
		}
		u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	return u
}

// replace empties the field under the cursor and types text.
func (u *user) replace(text string) *user { return u.press("ctrl+e", "ctrl+u").write(text) }

func (u *user) paste(text string) *user {
	u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	return u
}

// wait lets time pass; what is due on the way happens in its order.
func (u *user) wait(d time.Duration) *user {
	end := u.now.Add(d)
	for {
		slices.SortStableFunc(u.pending, func(a, b later) int { return a.at.Compare(b.at) })
		if len(u.pending) == 0 || u.pending[0].at.After(end) {
			break
		}
		next := u.pending[0]
		u.pending = u.pending[1:]
		if next.at.After(u.now) { // else it comes late: the machine slept
			u.now = next.at
		}
		u.send(next.msg)
	}
	u.now = end
	return u
}

// frame is the screen without colours.
func (u *user) frame() string { return ansi.Strip(u.shell.View()) }

func (u *user) sees(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if !strings.Contains(u.frame(), text) {
			u.t.Fatalf("the screen does not show %q:\n%s", text, u.frame())
		}
	}
	return u
}

func (u *user) misses(texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if strings.Contains(u.frame(), text) {
			u.t.Fatalf("the screen shows %q:\n%s", text, u.frame())
		}
	}
	return u
}

// fits checks the contract of every frame: as many lines as the screen has, none
// wider.
func (u *user) fits() error {
	view := u.shell.View()
	lines := strings.Split(view, "\n")
	if len(lines) != u.h {
		return fmt.Errorf("%d×%d: %d lines", u.w, u.h, len(lines))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n > u.w {
			return fmt.Errorf("%d×%d: line %d is %d cells wide: %q", u.w, u.h, i, n, line)
		}
		if strings.ContainsFunc(ansi.Strip(line), func(r rune) bool { return r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 }) {
			return fmt.Errorf("%d×%d: line %d holds a control character: %q", u.w, u.h, i, line)
		}
	}
	return nil
}

// key makes the message of a key from its name.
func key(t testing.TB, name string) tea.KeyMsg {
	t.Helper()
	alt := strings.HasPrefix(name, "alt+")
	bare := strings.TrimPrefix(name, "alt+")
	if name == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	if len([]rune(bare)) == 1 {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(bare), Alt: alt}
	}
	for k := tea.KeyType(-200); k < 200; k++ {
		if k != tea.KeyRunes && (tea.KeyMsg{Type: k}).String() == bare && bare != "" {
			return tea.KeyMsg{Type: k, Alt: alt}
		}
	}
	t.Fatalf("no key is called %q", name)
	return tea.KeyMsg{}
}

// long skips a test of many frames where time is short, as under the race detector:
// nothing in it runs at the same time as anything else.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("many frames, one after the other")
	}
}
