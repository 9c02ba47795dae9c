package ask

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Secret bool   // what is typed does not show
	Lines  bool   // a paste keeps its lines: see [lineBreak]
	Max    int    // characters of an answer; 0: 65536
	Long   string // what to do instead of a paste that is too long; "" where nothing helps
	// Hides reports that a text can hold a secret, so that it does not show either;
	// nil: none can.
	Hides func(text string) bool
	// Take says what the key does that takes the answer, Short the same in a word or
	// two, Leave what the key does that leaves the question; "" where that goes
	// without saying.
	Take, Short, Leave string
	// Live sees every change; nil: nobody does. Back undoes what Live did when the
	// question is left without an answer.
	Live func(env pane.Env, text string)
	Back func(env pane.Env)
	// Done takes the answer, or says what is wrong with it. The env of all three is
	// that of the moment: time passes while a question is open, and projects load.
	Done func(env pane.Env, text string) (e pane.Effect, wrong string)
}

// maxText bounds an answer, in characters.
const maxText = 64 << 10

// lineBreak stands in the place of a line's end while the answer is in its one line.
const lineBreak = "⏎"

// entry is a question that is open, with what is typed.
type entry struct {
	Question
	wrong     string // with the last answer
	untouched bool   // the value is the one that it began with
	input     textinput.Model
}

func newEntry(q Question, value string) *entry {
	q.Take, q.Short, q.Leave = cmp.Or(q.Take, "Take what was typed"), cmp.Or(q.Short, "take it"), cmp.Or(q.Leave, "Leave it")
	q.Max = cmp.Or(q.Max, maxText)
	in := textinput.New()
	in.CharLimit = q.Max
	in.SetValue(strings.ReplaceAll(value, "\n", lineBreak))
	in.CursorEnd()
	in.Focus()
	return &entry{Question: q, untouched: value != "", input: in}
}

// update takes what was typed or pasted.
func (q *entry) update(env pane.Env, msg tea.KeyMsg) (e pane.Effect, over bool) {
	switch msg.Type {
	case tea.KeyEsc:
		if q.Back != nil {
			q.Back(env)
		}
		return pane.Effect{}, true
	case tea.KeyEnter:
		e, q.wrong = q.Done(env, q.answer())
		return e, q.wrong == ""
	}
	before := q.input.Value()
	q.wrong = ""
	if msg.Paste {
		q.paste(env, string(msg.Runes))
	} else {
		q.clear(msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace || msg.Type == tea.KeyBackspace)
		q.input, _ = q.input.Update(msg) // its command only lets a cursor blink
	}
	if env.Workspace.HoldsCertificate(q.input.Value()) {
		q.input.SetValue("")
		q.wrong = pane.NoCertificate
	}
	if q.Live != nil && q.input.Value() != before {
		q.Live(env, q.input.Value())
	}
	return pane.Effect{}, false
}

// answer gives what was typed and pasted, with its lines.
func (q *entry) answer() string {
	if q.Lines {
		return strings.ReplaceAll(q.input.Value(), lineBreak, "\n")
	}
	return q.input.Value()
}

// clear makes room for what is typed in the place of a value that nobody has
// touched.
func (q *entry) clear(replaces bool) {
	if q.untouched && replaces {
		q.input.SetValue("")
	}
	q.untouched = false
}

// paste takes a paste as one line, or says why not: what does not fit is refused as
// a whole, since half of it would be another answer.
func (q *entry) paste(env pane.Env, text string) {
	text = q.line(text)
	switch n, room := utf8.RuneCountInString(text), q.room(); {
	case n > room:
		q.wrong = fmt.Sprintf("this paste of %d characters is too long: there is room for %d", n, room)
		if q.Long != "" {
			q.wrong += "; " + q.Long
		}
	case q.Secret && strings.ContainsFunc(text, unicode.IsControl):
		q.wrong = "this paste has a line break or another control character in it, and was not taken"
	case env.Workspace.HoldsCertificate(text):
		q.wrong = pane.NoCertificate
	default:
		q.clear(true)
		q.input, _ = q.input.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	}
}

// line makes one line of a paste. Of a secret every character counts but the end of
// the line that was copied with it.
func (q *entry) line(text string) string {
	switch {
	case q.Secret:
		return strings.TrimRight(text, "\r\n")
	case q.Lines:
		return strings.NewReplacer("\r\n", lineBreak, "\r", lineBreak, "\n", lineBreak).Replace(strings.TrimRight(text, "\r\n"))
	}
	return strings.Join(strings.Fields(text), " ")
}

// room gives how many characters can be pasted: those that a paste replaces take
// none away.
func (q *entry) room() int {
	if q.untouched {
		return q.Max
	}
	return q.Max - utf8.RuneCountInString(q.input.Value())
}

// hidden reports whether what is typed must not show.
func (q *entry) hidden() bool { return q.Secret || q.Hides != nil && q.Hides(q.input.Value()) }

// lines draws the question. A value that the first key replaces stands out.
func (q *entry) lines(t *theme.Theme, w int) []string {
	title := widget.Cut(q.Title, w/2) + " " // a long name must not hide what is typed
	shown := q.input
	if q.hidden() {
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

func (q *entry) actions(press func(tea.KeyMsg) pane.Effect) []pane.Action {
	key := func(k tea.KeyType) func() pane.Effect {
		return func() pane.Effect { return press(tea.KeyMsg{Type: k}) }
	}
	return []pane.Action{
		{ID: "ask.take", Title: q.Take, Short: q.Short, Keys: []string{"enter"}, Run: key(tea.KeyEnter)},
		{ID: "ask.leave", Title: q.Leave, Short: "leave it", Keys: []string{"esc"}, Run: key(tea.KeyEsc)},
	}
}
