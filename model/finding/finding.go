package finding

import (
	"slices"
	"strings"
	"time"

	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Severity says how bad a finding is.
type Severity string

// The severities: an Error keeps the token from doing what it is for, a Warning
// is likely a mistake, an Info explains.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// rank is the severity's place, worst first.
func (s Severity) rank() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// Finding is one thing to know about a token. Every text in it is printable.
type Finding struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Field    string   `json:"field"`   // its path, as in "services[0].privileges.joinChannel"; "" for the whole text
	Message  string   `json:"message"` // what is so and why it matters, with the values
	Fix      string   `json:"fix"`     // what to do
	Source   string   `json:"source"`  // the page or file that says so
}

// Input is all that the rules look at.
type Input struct {
	Token    *token.Token
	Timeline timeline.Timeline // of Token
	Repairs  []string          // what had to be mended before Token could be read
	Signer   signer.Result     // the zero value: nobody has looked
	Missing  *token.Missing    // what a 006 token leaves out; nil when not known
	Now      time.Time         // its location is the local zone of the messages
	Demo     bool              // the demo project is in use
}

// Check holds a token against every rule of the catalogue. It gives all findings,
// worst first, then in the catalogue's order, then in the token's, without those
// that another one makes superfluous; nil if there are none.
func Check(in Input) []Finding {
	s := subject{Input: in, now: in.Now.Unix()}
	s.bind()
	for _, rule := range catalogue {
		s.rule = rule
		rule.check(&s)
	}
	return s.settle()
}

// claim says that findings of a rule are superfluous: those on a field, or all.
type claim struct {
	id, field string
	all       bool
}

// report collects what the rules find.
type report struct {
	rule   Rule // the one whose check is running
	found  []Finding
	claims []claim
}

func (r *report) add(field, message, fix string) { r.addAs(r.rule.Severity, field, message, fix) }

// addAs is add for rules whose severity depends on the case.
func (r *report) addAs(severity Severity, field, message, fix string) {
	r.found = append(r.found, Finding{r.rule.ID, severity, field, message, fix, r.rule.Source})
	for _, id := range r.rule.Supersedes {
		r.claims = append(r.claims, claim{id: id, field: field}, claim{id: id, all: !inService(field)})
	}
}

// inService reports whether field belongs to one service or privilege. What is
// found there makes nothing superfluous elsewhere.
func inService(field string) bool {
	return strings.HasPrefix(field, "services[") || strings.HasPrefix(field, "privileges")
}

// settle takes out what is superfluous and puts the rest in order.
func (r *report) settle() []Finding {
	if len(r.claims) > 0 {
		gone := make(map[claim]bool, len(r.claims))
		for _, c := range r.claims {
			gone[c] = true
		}
		r.found = slices.DeleteFunc(r.found, func(f Finding) bool {
			return gone[claim{id: f.ID, field: f.Field}] || gone[claim{id: f.ID, all: true}]
		})
	}
	slices.SortStableFunc(r.found, func(a, b Finding) int { return a.Severity.rank() - b.Severity.rank() })
	return r.found
}
