package admission

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// How near a token's name can be to the client's. Those of this list can come
// together: "another letter case and white space around". See [NearLiteral] too.
const (
	NearCase      = "another letter case"
	NearSpace     = "white space around"
	NearForm      = "another Unicode form"
	NearInvisible = "characters that do not show"
	NearQuotes    = "quotation marks around"
	NearPercent   = "percent-encoding"
	NearColon     = "a colon in front"
)

// forms are ways to write a name that look like no difference. plain takes one
// off; spoil gives names that a careless program makes of a right one, which is
// all that can be tried on a CRC-32.
var forms = [...]struct {
	near  string
	plain func(string) string
	spoil func(string) []string
}{
	{NearCase, strings.ToLower, func(s string) []string { return []string{strings.ToLower(s), strings.ToUpper(s)} }},
	{NearSpace, strings.TrimSpace, func(s string) []string {
		return []string{strings.TrimSpace(s), s + "\n", s + " ", " " + s, s + "\r\n", s + "\r"}
	}},
	{NearForm, norm.NFC.String, func(s string) []string { return []string{norm.NFC.String(s), norm.NFD.String(s)} }},
	{NearInvisible, visibleOnly, func(s string) []string {
		return []string{visibleOnly(s), "\ufeff" + s, "\u200b" + s, s + "\u200b", s + "\x00"}
	}},
	{NearQuotes, unquote, func(s string) []string { return []string{unquote(s), `"` + s + `"`, "'" + s + "'"} }},
	{NearPercent, unescape, func(s string) []string { return []string{unescape(s), url.PathEscape(s), url.QueryEscape(s)} }},
	{NearColon, uncolon, func(s string) []string { return []string{uncolon(s), ":" + s} }},
}

func visibleOnly(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && !unicode.IsSpace(c) || unicode.In(c, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return c
	}, s)
}

func unquote(s string) string {
	if n := len(s); n > 1 && s[0] == s[n-1] && (s[0] == '"' || s[0] == '\'') {
		return s[1 : n-1]
	}
	return s
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// uncolon undoes what comes of a route's ":channel" typed as it stands.
func uncolon(s string) string { return strings.TrimPrefix(s, ":") }

// maxNear bounds the names that are looked at for likeness, in bytes.
const maxNear = 1 << 10

// likeness says by which forms two names differ that are the same without them;
// "" if there are none. fits compares what is left.
func likeness(in, wanted string, fits func(in, wanted string) bool) string {
	const all = 1<<len(forms) - 1
	set := all
	if len(in) > maxNear || len(wanted) > maxNear || !fits(plain(in, set), plain(wanted, set)) {
		return ""
	}
	for i := range forms { // leave out what makes no difference
		if less := set &^ (1 << i); fits(plain(in, less), plain(wanted, less)) {
			set = less
		}
	}
	return formNames(set)
}

// plain takes the forms of set off a name, twice because one can hide another.
func plain(s string, set int) string {
	for range 2 {
		for i := range forms {
			if set&(1<<i) != 0 {
				s = forms[i].plain(s)
			}
		}
	}
	return s
}

// likenessByCRC is [likeness] where only fits can tell whether a name is the one
// that stands in the token. It tries one form, then two together.
func likenessByCRC(wanted string, fits func(string) bool) string {
	if len(wanted) > maxNear {
		return ""
	}
	for i := range forms {
		for _, s := range forms[i].spoil(wanted) {
			if fits(s) {
				return formNames(1 << i)
			}
		}
	}
	for i := range forms {
		for _, s := range forms[i].spoil(wanted) {
			for k := range forms[:i] {
				for _, both := range forms[k].spoil(s) {
					if fits(both) {
						return formNames(1<<i | 1<<k)
					}
				}
			}
		}
	}
	return ""
}

func formNames(set int) string {
	var list []string
	for i := range forms {
		if set&(1<<i) != 0 {
			list = append(list, forms[i].near)
		}
	}
	return strings.Join(list, " and ")
}
