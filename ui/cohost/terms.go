package cohost

import (
	"slices"
	"strings"

	"agtok/model/cohost"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// privilege is one of the four of a token, as its columns name it.
type privilege struct {
	name, letter string
	term         cohost.Term
}

func privileges(pass *cohost.Pass) []privilege {
	list := []privilege{{"join", "j", pass.Join}}
	for _, m := range cohost.AllMedia() {
		list = append(list, privilege{m.String(), m.String()[:1], pass.Media[m]})
	}
	return list
}

// leastToken is the room that a token's role with a lifetime takes.
const leastToken = len("subscriber 5m")

// tokenText says in at most w cells what a token is: its role, how long it is
// valid, and which privileges last for another time; those of a token of no role
// are all named.
func tokenText(t *theme.Theme, pass *cohost.Pass, w int) string {
	role := string(pass.Role())
	if w < leastToken {
		return widget.Cut(role, w)
	}
	short := map[cohost.TokenRole]string{cohost.RolePublisher: "pub ", cohost.RoleSubscriber: "sub "}[pass.Role()]
	all := pass.Role() == cohost.RoleCustom
	life, dot := span(cohost.For(pass.Expire)), " "+t.Glyphs.Dot+" "
	letters := life + strings.Join(groups(pass, all, func(p privilege) string { return p.letter }, " ", ""), "")
	for _, text := range []string{
		role + " " + life + strings.Join(groups(pass, all, func(p privilege) string { return p.name }, dot, ", "), ""),
		role + " " + letters,
		short + letters,
	} {
		if widget.Width(text) <= w {
			return text
		}
	}
	return widget.Cut(short+letters, w)
}

// groups writes the privileges that last as long as each other together: with all,
// those that last as long as the token first, else without those.
func groups(pass *cohost.Pass, all bool, name func(privilege) string, before, between string) []string {
	var list []string
	seen := []cohost.Term{{}}
	if !all {
		seen = append(seen, cohost.For(pass.Expire))
	}
	for _, first := range append([]privilege{{term: cohost.For(pass.Expire)}}, privileges(pass)...) {
		if slices.Contains(seen, first.term) {
			continue
		}
		seen = append(seen, first.term)
		var names []string
		for _, p := range privileges(pass) {
			if p.term == first.term {
				names = append(names, name(p))
			}
		}
		if len(names) == 0 {
			continue
		}
		text := before + strings.Join(names, between)
		if len(names) == 4 {
			text = before + "all"
		}
		if first.term.Seconds != pass.Expire {
			text += " " + span(first.term)
		}
		list = append(list, text)
	}
	return list
}
