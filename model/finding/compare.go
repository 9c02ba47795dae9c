package finding

import (
	"fmt"
	"slices"
	"time"

	"agtok/model/timeline"
	"agtok/token"
)

// Dated is a token with its timeline.
type Dated struct {
	Token    *token.Token
	Timeline timeline.Timeline
}

// compareRules look at two tokens, of which the second is to take the first one's
// place.
var compareRules = []Rule{
	{
		ID: "identical", Severity: Warning, Supersedes: []string{"same-expiry", "renewal-not-later"},
		Summary: "the two tokens are the same text",
		Source:  "API reference: renewToken",
	},
	{
		ID: "same-expiry", Severity: Warning,
		Summary: "the two tokens differ and end at the same instants",
		Source:  "AgoraIO/Tools issues 69 and 278",
	},
	{
		ID: "renewal-not-later", Severity: Warning,
		Summary: "the second token admits no longer than the first",
		Source:  "API reference: renewToken",
	},
}

// Comparisons gives the rules of [Compare], in order.
func Comparisons() []Rule { return slices.Clone(compareRules) }

// Compare gives what there is to say of two tokens side by side, in the order of
// [Comparisons]; nil if nothing. What each says by itself [Check] tells. Instants
// are written as they are seen at now, in its zone.
func Compare(was, next Dated, now time.Time) []Finding {
	s := subject{Input: Input{Now: now}, now: now.Unix()}
	for i, check := range [...]func(s *subject, was, next *Dated){identical, sameExpiry, renewalNotLater} {
		s.rule = compareRules[i]
		check(&s, &was, &next)
	}
	return s.settle()
}

func identical(s *subject, was, next *Dated) {
	if was.Token.Text == next.Token.Text {
		s.add("", "Both tokens are the same text, so renewing one with the other changes nothing.",
			"Ask the token server for a new token. If it gave this one, it keeps tokens: let it build one for each request.")
	}
}

func sameExpiry(s *subject, was, next *Dated) {
	at, same := sameEnds(&was.Timeline, &next.Timeline)
	if !same {
		return
	}
	s.add("",
		fmt.Sprintf("The tokens differ, and everything in them ends at the same instants, the first at %s. If they were not built in the same second, the signing server computes the end once, when it starts.", s.clock(at)),
		"Compute the end for each request, from the time of the request.")
}

// sameEnds reports whether two tokens grant the same things until the same
// instants, and gives the earliest. The window of a 006 token always follows the
// time of building, so it does not count.
func sameEnds(a, b *timeline.Timeline) (first timeline.Instant, same bool) {
	if a.Inferred != b.Inferred || len(a.Services) != len(b.Services) || !a.Inferred && a.ExpiresAt != b.ExpiresAt {
		return 0, false
	}
	for i := range a.Services {
		v, w := a.Services[i].Grants, b.Services[i].Grants
		if a.Services[i].Type != b.Services[i].Type || len(v) != len(w) {
			return 0, false
		}
		for k := range v {
			if v[k].Privilege != w[k].Privilege || v[k].EndsAt != w[k].EndsAt {
				return 0, false
			}
			same = same || v[k].EndsAt != timeline.Never
		}
	}
	return min(a.EffectiveEnd, b.EffectiveEnd), same || !a.Inferred && a.EffectiveEnd != timeline.Never
}

func renewalNotLater(s *subject, was, next *Dated) {
	if !was.Timeline.Admits() || !next.Timeline.Admits() {
		return
	}
	if a, b := was.Timeline.UsableUntil, next.Timeline.UsableUntil; b <= a {
		s.add("", fmt.Sprintf("The new token admits until %s, no later than the old one until %s.", s.clock(b), s.clock(a)),
			"Build the new token at the time of renewal, with a full lifetime.")
	}
}
