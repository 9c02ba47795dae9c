package finding_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model/finding"
	"agtok/model/timeline"
	"agtok/token"
)

func dated(t *token.Token, text string) finding.Dated {
	t.Text = text
	return finding.Dated{Token: t, Timeline: timeline.Of(t)}
}

func TestCompare(t *testing.T) {
	a007 := func(text string, edit func(*token.AccessToken2)) finding.Dated {
		tok := publisher()
		edit(tok.AccessToken2)
		return dated(tok, text)
	}
	a006 := func(text string, edit func(*token.AccessToken)) finding.Dated {
		tok := publisher006()
		edit(tok.AccessToken)
		return dated(tok, text)
	}
	same007, same006 := func(*token.AccessToken2) {}, func(*token.AccessToken) {}
	later := func(a *token.AccessToken2) { a.IssueTs += 60 }
	nobody := func(a *token.AccessToken2) { a.IssueTs, a.Services = a.IssueTs-60, nil }
	for _, c := range []struct {
		name      string
		was, next finding.Dated
		want      string
	}{
		{"renewed", a007("a", same007), a007("b", later), ""},
		{"the same text", a007("a", same007), a007("a", same007), "identical"},
		{"built in the same second", a007("a", same007), a007("b", same007), "same-expiry renewal-not-later"},
		{"older", a007("a", later), a007("b", same007), "renewal-not-later"},
		{"later, with a shorter lifetime", a007("a", same007), a007("b", func(a *token.AccessToken2) { a.IssueTs, a.Expire = a.IssueTs+60, 600 }), "renewal-not-later"},
		{"later, with other privileges", a007("a", same007), a007("b", func(a *token.AccessToken2) { a.Services[0].Privileges = list([]int64{3600}) }), "renewal-not-later"},
		{"006 with an end computed once", a006("a", same006), a006("b", func(a *token.AccessToken) { a.Ts += 500 }), "same-expiry renewal-not-later"},
		{"006 renewed", a006("a", same006), a006("b", func(a *token.AccessToken) { a.Privileges = list([]int64{issued + 9000}) }), ""},
		{"006 without ends", a006("a", func(a *token.AccessToken) { a.Privileges = list([]int64{0}) }), a006("b", func(a *token.AccessToken) { a.Ts, a.Privileges = a.Ts+9, list([]int64{0}) }), ""},
		{"006 for 007", a006("a", same006), a007("b", same007), "renewal-not-later"},
		{"one that admits nobody", a007("a", same007), a007("b", nobody), ""},
	} {
		got := finding.Compare(c.was, c.next, time.Unix(issued+60, 0).UTC())
		if all := strings.Join(ids(got), " "); all != c.want {
			t.Errorf("%s: %q, want %q", c.name, all, c.want)
		}
		for _, f := range got {
			if f.Message == "" || f.Fix == "" || f.Source == "" || f.Severity != finding.Warning {
				t.Errorf("%s: not complete: %+v", c.name, f)
			}
		}
	}
	got := finding.Compare(a007("a", later), a007("b", same007), time.Unix(issued+60, 0).UTC())
	if !slices.ContainsFunc(got, func(f finding.Finding) bool {
		return strings.Contains(f.Message, "until 23:13:20, no later than the old one until 23:14:20")
	}) {
		t.Errorf("the instants are missing: %+v", got)
	}
}
