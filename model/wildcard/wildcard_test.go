package wildcard_test

import (
	"regexp"
	"strings"
	"testing"

	"agtok/model/wildcard"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, channel string
		want             bool
	}{
		{"lobby", "lobby", true}, {"lobby", "Lobby", false}, {"lobby", "lobby ", false}, {"lobby", "", false},
		{"", "lobby", true}, {"", "", true}, {" ", "lobby", false}, {" ", " ", true},
		{"*", "lobby", true}, {"*", "", true}, {"**", "x", true},
		{"room-*", "room-7", true}, {"room-*", "room-", true}, {"room-*", "room", false}, {"room-*", "a room-7", false},
		{"*-7", "room-7", true}, {"*-7", "room-7 ", false},
		{"1*a*2", "1xxaxx2", true}, {"1*a*2", "1a2", true}, {"1*a*2", "12", false}, {"1*a*2", "1a", false}, {"1*a*2", "1a23", false},
		{"a*a", "a", false}, {"a*a", "aa", true}, {"ab*ba", "aba", false}, {"*ab*ab", "ab", false}, {"*ab*ab", "abab", true},
		{"\xff*", "\xff\x00", true}, {"é*", "e\u0301x", false},
	} {
		if got := wildcard.Match(c.pattern, c.channel); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.channel, got)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"lobby", "lobby", true}, {"*", "lobby", true}, {"", "lobby", true}, {"", "*", true}, {"*", "", true}, {"", "", true},
		{"lobby", "*", false}, {"lobby", "", false}, {"room-*", "room-1*", true}, {"room-1*", "room-*", false}, {"*a*", "b*a", true}, {"*a", "a*", false},
	} {
		if got := wildcard.Covers(c.wide, c.narrow); got != c.want {
			t.Errorf("Covers(%q, %q) = %v", c.wide, c.narrow, got)
		}
	}
}

func TestUsersAndChannels(t *testing.T) {
	for text, want := range map[string]bool{"": true, "*": true, "**": false, "7*": false, "0": false, " ": false} {
		if got := wildcard.AnyUser(text); got != want {
			t.Errorf("AnyUser(%q) = %v", text, got)
		}
	}
	for text, want := range map[string]bool{"": true, "*": true, "a*b": true, "a": false, " ": false} {
		if got := wildcard.Channels(text); got != want {
			t.Errorf("Channels(%q) = %v", text, got)
		}
	}
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{{"", "7", true}, {"*", "", true}, {"7", "7", true}, {"7", "", false}, {"7", "70", false}} {
		if got := wildcard.CoversUser(c.wide, c.narrow); got != c.want {
			t.Errorf("CoversUser(%q, %q) = %v", c.wide, c.narrow, got)
		}
	}
}

// TestMatchOfLongPatterns holds that no pattern of a hostile token costs more than
// its length: a search that goes back would take years on this one.
func TestMatchOfLongPatterns(t *testing.T) {
	pattern := strings.Repeat("*a", 15000) + "b"
	name := strings.Repeat("a", 60000)
	if wildcard.Match(pattern, name) {
		t.Error("a name without a b fits a pattern that ends in b")
	}
	if !wildcard.Match(pattern, name+"b") {
		t.Error("a name with a b at its end does not fit")
	}
}

// FuzzMatch compares with a regular expression, and holds that what a pattern
// covers it matches.
func FuzzMatch(f *testing.F) {
	f.Add("1*a*2", "1xxaxx2")
	f.Add("", "lobby")
	f.Add("a*a", "a")
	f.Add("*\n*", "x\n")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if len(pattern) > 100 || len(name) > 1000 || !isASCII(pattern+name) {
			return
		}
		got := wildcard.Match(pattern, name)
		if pattern != "" {
			like := regexp.MustCompile(`(?s)\A` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + `\z`)
			if want := like.MatchString(name); got != want {
				t.Errorf("Match(%q, %q) = %v, a regular expression says %v", pattern, name, got, want)
			}
		}
		if name != "" && wildcard.Covers(pattern, name) && !wildcard.Match(pattern, strings.ReplaceAll(name, "*", "")) {
			t.Errorf("%q covers %q and does not match its shortest name", pattern, name)
		}
	})
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c > 127 }) < 0
}
