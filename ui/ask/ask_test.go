package ask_test

import (
	"bytes"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"agtok/model"
	"agtok/model/project"
	"agtok/ui/ask"
	"agtok/ui/intent"
	"agtok/ui/pane"
	"agtok/ui/theme"
)

// desk is a prompt in a pane of 80 × 24 cells, with somebody before it.
type desk struct {
	ask.Prompt
	t   *testing.T
	env pane.Env
}

func newDesk(t *testing.T, projects ...project.Project) *desk {
	return &desk{t: t, env: pane.Env{Width: 80, Height: 24, Workspace: model.NewWorkspace(projects),
		Theme: theme.New(lipgloss.NewRenderer(&bytes.Buffer{}), theme.Mono, false)}}
}

func (d *desk) key(k tea.KeyType) pane.Effect { return d.Key(d.env, tea.KeyMsg{Type: k}) }

func (d *desk) write(text string) {
	for _, r := range text {
		d.Key(d.env, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
}

func (d *desk) paste(text string) {
	d.Key(d.env, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

func (d *desk) sees(texts ...string) {
	d.t.Helper()
	shown := ansi.Strip(strings.Join(d.Lines(d.env.Theme, d.env.Width), "\n"))
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			d.t.Errorf("%q does not show %q", shown, text)
		}
	}
}

// named asks for a name and notes it in taken; "no" is wrong.
func named(taken *string) ask.Question {
	return ask.Question{Title: "Name", Help: "of anything", Done: func(_ pane.Env, text string) (pane.Effect, string) {
		if text == "no" {
			return pane.Effect{}, "that is no name"
		}
		*taken = text
		return pane.Effect{}, ""
	}}
}

func TestNothingIsAskedAtFirst(t *testing.T) {
	d := newDesk(t)
	if d.Active() || d.Confirms() || d.Actions(d.env) != nil || d.Lines(d.env.Theme, 80) != nil {
		t.Error("an empty prompt asks something")
	}
	d.write("y")
	d.key(tea.KeyEnter)
}

func TestAnAnswerIsTakenOrRefused(t *testing.T) {
	d, taken := newDesk(t), ""
	d.Ask(named(&taken), "was")
	d.sees("Name was", "of anything")
	d.write("no")
	d.key(tea.KeyEnter)
	d.sees("Name no", "that is no name")
	d.write("body")
	d.sees("Name nobody", "of anything")
	if d.key(tea.KeyEnter); d.Active() || taken != "nobody" {
		t.Errorf("took %q", taken)
	}
	d.AskAgain(named(&taken), "@file", "there is no such file")
	d.sees("Name @file", "there is no such file")
	d.write("s")
	d.sees("Name @files")
	if d.key(tea.KeyEsc); d.Active() || taken != "nobody" {
		t.Errorf("took %q", taken)
	}
}

// TestAnAnswerMayLeadToAQuestion holds that what the answer puts in the question's
// place stays open, and that a question that was taken away does not come back.
func TestAnAnswerMayLeadToAQuestion(t *testing.T) {
	d, taken, done := newDesk(t), "", false
	first := named(&taken)
	first.Done = func(pane.Env, string) (pane.Effect, string) {
		return d.Confirm(ask.Consent{Title: "Sure?", Do: func(pane.Env) pane.Effect { done = true; return d.Ask(named(&taken), "") }}), ""
	}
	d.Ask(first, "")
	if d.key(tea.KeyEnter); !d.Confirms() {
		t.Fatal("the answer has led to nothing")
	}
	if d.write("y"); !done || !d.Active() || d.Confirms() {
		t.Fatal("agreeing has led to nothing")
	}
	if d.Drop(); d.Active() {
		t.Error("it is still asked")
	}
}

func TestWhatLiveDidIsUndone(t *testing.T) {
	d, live := newDesk(t), "a"
	q := ask.Question{Live: func(_ pane.Env, text string) { live = text }, Back: func(pane.Env) { live = "a" }}
	d.Ask(q, "a")
	if d.write("bc"); live != "bc" {
		t.Errorf("saw %q", live)
	}
	if d.key(tea.KeyEsc); live != "a" {
		t.Errorf("left with %q", live)
	}
}

func TestTheKeysThatEndAQuestion(t *testing.T) {
	d, taken := newDesk(t), ""
	titles := func() (text string) {
		for _, a := range d.Actions(d.env) {
			text += a.Keys[0] + " " + a.Title + " (" + a.Short + ") "
		}
		return text
	}
	q := named(&taken)
	d.Ask(q, "")
	if got := titles(); got != "enter Take what was typed (take it) esc Leave it (leave it) " {
		t.Errorf("offers %s", got)
	}
	q.Take, q.Short, q.Leave = "Give it", "give", "Keep it"
	d.Ask(q, "x")
	if got := titles(); got != "enter Give it (give) esc Keep it (leave it) " {
		t.Errorf("offers %s", got)
	}
	if d.Actions(d.env)[0].Run(); taken != "x" || d.Active() {
		t.Errorf("took %q", taken)
	}
}

// TestWhoAgreesHasReadIt holds that a consent is not given while the pane is too
// small to show all of it, and that everything else leaves it.
func TestWhoAgreesHasReadIt(t *testing.T) {
	d, done := newDesk(t), 0
	c := ask.Consent{Title: "Delete alice?", About: []string{"DELETE /users/alice", "this can't be undone"}, Do: func(pane.Env) pane.Effect { done++; return pane.Effect{} }}
	d.Confirm(c)
	d.sees("Delete alice?", "this can't be undone", "y do it")
	d.env.Height = 5
	e := d.Key(d.env, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")})
	if len(e.Intents) != 1 || !strings.Contains(e.Intents[0].(intent.Say).Text, "make the window larger") || done > 0 || !d.Active() {
		t.Errorf("said %v, done %d times", e.Intents, done)
	}
	d.env.Height = 6
	if d.write("Y"); done != 1 || d.Active() {
		t.Errorf("done %d times", done)
	}
	for _, no := range []string{"n", "N", "q"} {
		d.Confirm(c)
		d.paste("y")
		if d.write("x" + no); done != 1 || d.Active() {
			t.Errorf("after %s: done %d times", no, done)
		}
	}
}
