package admission

import (
	"strings"

	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/model/visible"
)

// nameMax bounds what a message repeats of a name, in characters.
const nameMax = 72

// quote writes a name in double quotes: cut, and with everything that does not
// show as an escape.
func quote(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s[:min(len(s), 4*nameMax)])
	return `"` + visible.Line(s, nameMax) + `"`
}

// clock writes an instant as local time.
func (c *check) clock(at timeline.Instant) string {
	return lifetime.Clock(int64(at), c.now, c.Now.Location())
}

// sentence makes text start with a capital letter and end with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
