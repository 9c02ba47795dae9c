package command

import (
	"fmt"

	"agtok/model/visible"
)

// maxShown bounds what a message repeats of an argument, in characters.
const maxShown = 40

// shown makes an argument fit for a message.
func shown(arg string) string { return visible.Line(arg, maxShown) }

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
