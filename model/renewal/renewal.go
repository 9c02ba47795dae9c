package renewal

import (
	"time"

	"agtok/model/finding"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Code is the result that onRenewTokenResult reports.
type Code int

// The codes that a token is the cause of.
const (
	Success         Code = 0
	TokenExpired    Code = 2 // the new token has expired already
	InvalidToken    Code = 3 // another uid or user, a service less, a wrong signature
	InvalidChannel  Code = 4
	InconsistentApp Code = 5 // another App ID
)

// Input is the token in use and the one to take its place.
type Input struct {
	Old, New *token.Token
	// Signer says who signed New; the zero value: nobody has looked. A signature that
	// is not known to be wrong does not refuse.
	Signer signer.Result
	Now    time.Time // of renewal; its location is the local zone of the messages
}

// Diff is all that there is to say of two tokens. Every text in it is printable.
type Diff struct {
	Same     bool              `json:"same"` // to a service: format, content and signature are the same
	Changes  []Change          `json:"changes"`
	Renewal  Renewal           `json:"renewal"`
	Findings []finding.Finding `json:"findings"` // of [finding.Compare]

	later bool // the new token lets a user in for longer
}

// GainsNothing reports whether the new token lets a user in no longer than the old
// one: it was computed once and handed out again.
func (d Diff) GainsNothing() bool { return !d.later }

// Renewal is the answer of renewToken.
type Renewal struct {
	Accepted bool   `json:"accepted"`
	Code     Code   `json:"code"`
	Reason   string `json:"reason"` // in words, for an accepted one too
}

// Compare compares two tokens. Of formats before 006 it tells the changes; no SDK
// that has renewToken takes them.
func Compare(in Input) Diff {
	was := finding.Dated{Token: in.Old, Timeline: timeline.Of(in.Old)}
	next := finding.Dated{Token: in.New, Timeline: timeline.Of(in.New)}
	d := Diff{Same: same(in.Old, in.New), Changes: changes(in.Old, in.New), Findings: finding.Compare(was, next, in.Now)}
	if d.Findings == nil {
		d.Findings = []finding.Finding{}
	}
	d.later = next.Timeline.UsableUntil > was.Timeline.UsableUntil
	j := judge{Input: in, was: &was.Timeline, next: &next.Timeline, now: in.Now.Unix()}
	d.Renewal = j.answer()
	return d
}

func same(a, b *token.Token) bool {
	return a.Format == b.Format && string(a.Payload()) == string(b.Payload())
}
