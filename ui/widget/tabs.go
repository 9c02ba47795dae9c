package widget

import (
	"strings"

	"agtok/ui/theme"
)

// TabNames names what a part of a pane can show, the one that it shows marked.
func TabNames(t *theme.Theme, chosen int, names ...string) string {
	return strings.Join(marked(t, chosen, names), "")
}

// Tabs is [TabNames] with the key that goes on to the next.
func Tabs(t *theme.Theme, chosen int, names ...string) string {
	return strings.Join(marked(t, chosen, names), "") + " " + t.Key.Render("^t")
}

// Sides names the two sides of a pane of which only one fits, the one that is shown
// marked; note stands at the other end of the w cells.
func Sides(t *theme.Theme, chosen int, names [2]string, note string, w int) string {
	return Between(" "+strings.Join(marked(t, chosen, names[:]), " ")+"  "+t.Key.Render("^o")+" other side", note, w)
}

func marked(t *theme.Theme, chosen int, names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		if list[i] = " " + name + " "; i == chosen {
			list[i] = t.Marked.Render(list[i])
		}
	}
	return list
}
