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
	"agtok/token"
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

// TestPastes holds that a paste is counted in characters, as the answer is, and not
// together with a value that it replaces; and that it is taken whole or not at all.
func TestPastes(t *testing.T) {
	secret := "0123456789abcdef0123456789ABCDEF"
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	mine := project.Project{Name: "mine", Keys: []project.Key{{Role: project.Primary, Certificate: c}}}
	han := func(n int) string { return strings.Repeat("漢", n) }
	for name, c := range map[string]struct {
		max                        int
		secret                     bool
		value, typed, paste, taken string
		wrong                      string
	}{
		"characters of three bytes":       {max: 200, paste: han(200), taken: han(200)},
		"one too many":                    {max: 200, paste: han(201), wrong: "this paste of 201 characters is too long: there is room for 200"},
		"in the place of a value":         {max: 6, value: "before", paste: "behind", taken: "behind"},
		"in the place of a longer one":    {max: 6, value: "before", paste: "x", taken: "x"},
		"too many for a value's place":    {max: 6, value: "before", paste: "between", wrong: "7 characters is too long: there is room for 6", taken: "before"},
		"behind what was typed":           {max: 6, typed: "abc", paste: "déf", taken: "abcdéf"},
		"too many behind what was typed":  {max: 6, typed: "漢字漢", paste: "défg", wrong: "4 characters is too long: there is room for 3", taken: "漢字漢"},
		"behind what the first key left":  {max: 6, value: "before", typed: "ab", paste: "cdef", taken: "abcdef"},
		"a full answer":                   {max: 2, typed: "ab", paste: "c", wrong: "there is room for 0", taken: "ab"},
		"any number of characters":        {paste: han(64 << 10), taken: han(64 << 10)},
		"nearly any":                      {paste: han(64<<10 + 1), wrong: "too long: there is room for 65536"},
		"several lines":                   {max: 9, paste: "\tone\r\n\n two \n", taken: "one two"},
		"a secret's spaces":               {max: 9, secret: true, paste: " a  b \r\n", taken: " a  b "},
		"a secret of several lines":       {secret: true, typed: "x", paste: "a\nb", wrong: "a line break", taken: "x"},
		"a certificate":                   {value: "before", paste: "key=" + secret, wrong: pane.NoCertificate, taken: "before"},
		"the second half of one":          {typed: secret[:20], paste: secret[20:], wrong: pane.NoCertificate},
		"half a character of another set": {paste: "a\xffb", taken: "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			d, taken := newDesk(t, mine), ""
			q := named(&taken)
			q.Max, q.Secret = c.max, c.secret
			d.Ask(q, c.value)
			d.write(c.typed)
			d.paste(c.paste)
			if d.sees(c.wrong); c.wrong == "" {
				d.sees(q.Help)
			}
			if d.key(tea.KeyEnter); taken != c.taken {
				t.Errorf("took %.60q, want %.60q", taken, c.taken)
			}
		})
	}
}

// TestAPasteKeepsItsLines holds it where a question asks for lines: each end of a line
// shows, and the answer has them.
func TestAPasteKeepsItsLines(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		d, taken := newDesk(t), ""
		q := named(&taken)
		q.Lines = true
		d.Ask(q, "")
		d.paste("# two of us" + end + end + "a b" + end + "c" + end)
		d.sees("# two of us⏎⏎a b⏎c")
		if d.key(tea.KeyEnter); taken != "# two of us\n\na b\nc" {
			t.Errorf("took %q", taken)
		}
		d.AskAgain(q, taken, "no")
		if d.sees("⏎a b⏎c"); d.key(tea.KeyEnter).Cmd == nil && taken != "# two of us\n\na b\nc" {
			t.Errorf("took %q", taken)
		}
	}
}

// TestWhatCanHoldASecretIsHidden holds it from the key on that makes it so.
func TestWhatCanHoldASecretIsHidden(t *testing.T) {
	d, taken := newDesk(t), ""
	q := named(&taken)
	q.Hides = func(text string) bool { return strings.Contains(text, `"`) }
	d.Ask(q, "")
	d.write("abc")
	d.sees("Name abc")
	d.write(`"secret`)
	d.sees("Name " + strings.Repeat("•", 10))
	if strings.Contains(strings.Join(d.Lines(d.env.Theme, 80), "\n"), "secret") {
		t.Error("it shows")
	}
	if d.key(tea.KeyEnter); taken != `abc"secret` {
		t.Errorf("took %q", taken)
	}
}

// TestAPasteThatIsTooLongSaysWhatHelps names the way around, if there is one.
func TestAPasteThatIsTooLongSaysWhatHelps(t *testing.T) {
	d, taken := newDesk(t), ""
	q := named(&taken)
	q.Max, q.Long = 3, "put it into a file"
	d.Ask(q, "")
	d.paste("four")
	d.sees("there is room for 3; put it into a")
}

// TestEscGoesBackToWhatWasTyped holds it for a consent that a text has led to, and
// that n leaves both.
func TestEscGoesBackToWhatWasTyped(t *testing.T) {
	d, taken := newDesk(t), ""
	c := ask.Consent{Title: "Sure?", Back: func(pane.Env) pane.Effect { return d.AskAgain(named(&taken), "typed", "") }}
	d.Confirm(c)
	d.sees("y do it   n leave it   esc back")
	if d.key(tea.KeyEsc); d.Confirms() || !d.Active() {
		t.Fatal("esc does not go back")
	}
	d.write("s")
	d.sees("Name typeds")
	d.Confirm(c)
	if actions := d.Actions(d.env); len(actions) != 3 || actions[2].Run().Cmd != nil || d.Confirms() {
		t.Errorf("offers %v", actions)
	}
	d.Confirm(c)
	if d.write("n"); d.Active() {
		t.Error("n does not leave it")
	}
}
