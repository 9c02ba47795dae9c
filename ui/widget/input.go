package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"

	"agtok/model/visible"
	"agtok/ui/theme"
)

// Input draws the text of an input in at most w cells, with the cursor in it
// while it is edited. What does not fit is cut off where the cursor is not. The
// cursor does not blink: nothing on the screen moves by itself but the time.
func Input(t *theme.Theme, in *textinput.Model, editing bool, w int) string {
	if !editing {
		return Cut(visible.Text(in.Value()), w)
	}
	runes, at := []rune(in.Value()), in.Position()
	under, after := " ", ""
	if at < len(runes) {
		under = visible.Text(string(runes[at]))
		after = visible.Text(string(runes[at+1 : min(len(runes), at+1+max(w, 0))]))
	}
	before := visible.Text(string(runes[max(0, at-max(w, 0)):at]))
	room := max(w-Width(under), 0)
	if Width(before) > room {
		before = cutLeft(before, room)
	}
	after = clip(after, room-Width(before))
	return Cut(before+t.Marked.Render(under)+after, w)
}

// cutLeft keeps the last w cells of s.
func cutLeft(s string, w int) string {
	runes := []rune(s)
	for len(runes) > 0 && Width(string(runes)) > w {
		runes = runes[1:]
	}
	return string(runes)
}

// clip keeps the first w cells of s, without a mark that something was cut.
func clip(s string, w int) string {
	var b strings.Builder
	for _, r := range s {
		if w -= Width(string(r)); w < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}
