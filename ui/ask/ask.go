// Package ask is the question that a pane puts to the user in a line of its own: a
// text to type or to paste, or whether to go ahead.
package ask

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"agtok/model/visible"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// Question is a text that is being asked for.
type Question struct {
	Title  string
	Help   string
	Secret bool // what is typed does not show
	Max    int  // characters of an answer; 0: 65536
	// Live sees every change; nil: nobody does. Back undoes what Live did when the
	// question is left without an answer.
	Live func(env pane.Env, text string)
	Back func(env pane.Env)
	// Done takes the answer, or says what is wrong with it. The env of all three is
	// that of the moment: time passes while a question is open, and projects load.
	Done func(env pane.Env, text string) (e pane.Effect, wrong string)

	wrong     string // with the last answer
	untouched bool   // the value is the one that it began with
	input     textinput.Model
}

// maxText bounds an answer, in characters.
const maxText = 64 << 10

// Text puts a question whose answer is at first value; what is typed first takes
// its place.
func Text(q Question, value string) *Question {
	q.input = textinput.New()
	if q.Max == 0 {
		q.Max = maxText
	}
	q.input.CharLimit = q.Max
	q.input.SetValue(value)
	q.input.CursorEnd()
	q.input.Focus()
	q.untouched = value != ""
	return &q
}

// Again puts a question once more, with the answer that was wrong and why.
func Again(q Question, value, wrong string) *Question {
	again := Text(q, value)
	again.untouched, again.wrong = false, wrong
	return again
}

// Update takes what was typed or pasted. Over tells that the question is answered
// or was left.
func (q *Question) Update(env pane.Env, msg tea.KeyMsg) (e pane.Effect, over bool) {
	switch msg.Type {
	case tea.KeyEsc:
		if q.Back != nil {
			q.Back(env)
		}
		return pane.Effect{}, true
	case tea.KeyEnter:
		e, q.wrong = q.Done(env, q.input.Value())
		return e, q.wrong == ""
	}
	before := q.input.Value()
	if q.wrong = ""; msg.Paste {
		q.paste(env, string(msg.Runes))
	} else {
		q.clear(msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace || msg.Type == tea.KeyBackspace)
		q.input, _ = q.input.Update(msg) // its command only lets a cursor blink
	}
	if env.Workspace.HoldsCertificate(q.input.Value()) {
		q.input.SetValue("")
		q.wrong = "that holds an App Certificate: it is shown nowhere, and was not taken"
	}
	if q.Live != nil && q.input.Value() != before {
		q.Live(env, q.input.Value())
	}
	return pane.Effect{}, false
}

// clear makes room for what is typed in the place of a value that nobody has
// touched.
func (q *Question) clear(replaces bool) {
	if q.untouched && replaces {
		q.input.SetValue("")
	}
	q.untouched = false
}

// paste takes a paste as one line. What does not fit is refused as a whole, since
// half of it would be another answer; of a secret every character counts but the
// end of the line that was copied with it.
func (q *Question) paste(env pane.Env, text string) {
	if text = strings.TrimRight(text, "\r\n"); !q.Secret {
		text = strings.Join(strings.Fields(text), " ")
	}
	switch {
	case len(text)+len(q.input.Value()) > q.Max:
		q.wrong = fmt.Sprintf("this paste of %d characters is too long: %d are taken", len(text), q.Max)
		return
	case q.Secret && strings.ContainsFunc(text, unicode.IsControl):
		q.wrong = "this paste has a line break or another control character in it, and was not taken"
		return
	case env.Workspace.HoldsCertificate(text):
		q.wrong = "that holds an App Certificate: it is shown nowhere, and was not taken"
		return
	}
	q.clear(true)
	q.input, _ = q.input.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// Lines draws the question in w cells. A value that the first key replaces stands
// out.
func (q *Question) Lines(t *theme.Theme, w int) []string {
	title := widget.Cut(q.Title, w/2) + " " // a long name must not hide what is typed
	shown := q.input
	if q.Secret {
		at := shown.Position()
		shown.SetValue(strings.Repeat("•", len([]rune(shown.Value()))))
		shown.SetCursor(at)
	}
	text := widget.Input(t, &shown, true, w-widget.Width(title))
	if q.untouched {
		text = t.Marked.Render(widget.Input(t, &shown, false, w-widget.Width(title)))
	}
	lines := []string{t.Accent.Render(title) + text}
	if q.wrong != "" {
		return append(lines, styled(t.Bad.Render, t.Glyphs.Error+" "+q.wrong, w)...)
	}
	return append(lines, styled(t.Label.Render, q.Help, w)...)
}

func styled(render func(...string) string, text string, w int) []string {
	lines := widget.Wrap(visible.Text(text), w)
	for i := range lines {
		lines[i] = render(lines[i])
	}
	return lines
}

// Actions gives the keys that end the question, for the footer; press takes a key as
// if it had been pressed.
func (q *Question) Actions(press func(tea.KeyMsg) pane.Effect) []pane.Action {
	key := func(k tea.KeyType) func() pane.Effect {
		return func() pane.Effect { return press(tea.KeyMsg{Type: k}) }
	}
	return []pane.Action{
		{ID: "ask.take", Title: "Take what was typed", Short: "take it", Keys: []string{"enter"}, Run: key(tea.KeyEnter)},
		{ID: "ask.leave", Title: "Leave it", Short: "leave it", Keys: []string{"esc"}, Run: key(tea.KeyEsc)},
	}
}

// Consent asks whether to do something that can't be undone.
type Consent struct {
	Title string
	Lines []string // what will be done, where, to whom
	Do    func(pane.Env) pane.Effect
}

// Update takes the answer: y does it, n and esc do not.
func (c *Consent) Update(env pane.Env, msg tea.KeyMsg) (e pane.Effect, over bool) {
	switch msg.String() {
	case "y", "Y":
		return c.Do(env), true
	case "n", "N", "esc", "q":
		return pane.Effect{}, true
	}
	return pane.Effect{}, false
}

// Actions gives the keys that answer the question, for the footer.
func (c *Consent) Actions(press func(tea.KeyMsg) pane.Effect) []pane.Action {
	key := func(r rune) func() pane.Effect {
		return func() pane.Effect { return press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}) }
	}
	return []pane.Action{
		{ID: "ask.yes", Title: "Do it", Short: "do it", Keys: []string{"y"}, Run: key('y')},
		{ID: "ask.no", Title: "Leave it", Short: "leave it", Keys: []string{"n", "esc"}, Run: key('n')},
	}
}

// Draw draws the question in w cells.
func (c *Consent) Draw(t *theme.Theme, w int) []string {
	var lines []string
	for i, line := range widget.Wrap(c.Title, w-2) {
		lead := "  "
		if i == 0 {
			lead = t.Warn.Render(t.Glyphs.Warning) + " "
		}
		lines = append(lines, lead+t.Title.Render(line))
	}
	for _, text := range c.Lines {
		for _, line := range widget.Wrap(text, w-2) {
			lines = append(lines, "  "+line)
		}
	}
	return append(lines, "  "+t.Key.Render("y")+" do it   "+t.Key.Render("n")+" leave it")
}
