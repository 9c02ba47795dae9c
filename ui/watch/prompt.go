package watch

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"agtok/ui/pane"
	"agtok/ui/widget"
)

// prompt is a text that is being asked for.
type prompt struct {
	title string
	help  string
	wrong string // why the last answer was not taken
	input textinput.Model
	live  func(text string)                               // sees every change; nil: none wants to
	done  func(text string) (e pane.Effect, wrong string) // takes the answer, or says what is wrong with it
	back  func()                                          // undoes what live did; nil: nothing
}

// ask asks for a text that is at first value.
func (p *Pane) ask(q prompt, value string) pane.Effect {
	q.input = textinput.New()
	q.input.CharLimit = 64 << 10
	q.input.SetValue(value)
	q.input.CursorEnd()
	q.input.Focus()
	p.prompt = &q
	return pane.Effect{}
}

// typed takes what was typed or pasted while a text is asked for.
func (p *Pane) typed(_ pane.Env, msg tea.KeyMsg) pane.Effect {
	q := p.prompt
	if q == nil {
		return pane.Effect{}
	}
	switch msg.String() {
	case "esc":
		if p.prompt = nil; q.back != nil {
			q.back()
		}
		return pane.Effect{}
	case "enter":
		e, wrong := q.done(q.input.Value())
		if q.wrong = wrong; wrong == "" && p.prompt == q {
			p.prompt = nil
		}
		return e
	}
	if msg.Paste {
		msg.Runes = []rune(strings.Join(strings.Fields(string(msg.Runes)), " "))
	}
	q.input, _ = q.input.Update(msg) // its command only lets a cursor blink
	q.wrong = ""
	if q.live != nil {
		q.live(q.input.Value())
	}
	return pane.Effect{}
}

// lines draws the question in w cells.
func (q *prompt) lines(env pane.Env, w int) []string {
	title := q.title + " "
	lines := []string{env.Theme.Accent.Render(title) + widget.Input(env.Theme, &q.input, true, w-widget.Width(title))}
	if q.wrong != "" {
		for _, line := range widget.Wrap(env.Theme.Glyphs.Error+" "+q.wrong, w) {
			lines = append(lines, env.Theme.Bad.Render(line))
		}
		return lines
	}
	for _, line := range widget.Wrap(q.help, w) {
		lines = append(lines, env.Theme.Label.Render(line))
	}
	return lines
}
