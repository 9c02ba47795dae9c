package detail

import "agtok/model/reply"

// Differences lists what a token server gave otherwise than it was asked for.
func (v View) Differences(list []reply.Difference) []string {
	t := v.Theme
	if len(list) == 0 {
		return []string{t.Good.Render(t.Glyphs.Valid + " the token server gave what was asked for")}
	}
	lines := []string{t.Bad.Render(t.Glyphs.Error + " the token server gave something else than was asked for")}
	for _, d := range list {
		lines = append(lines, v.bullet(t.Bad.Render(t.Glyphs.Error), d.Message)...)
		lines = append(lines, v.rows("  asked", d.Asked)...)
		lines = append(lines, v.rows("  got", d.Got)...)
		lines = append(lines, v.rows("  fix", d.Fix)...)
	}
	return lines
}
