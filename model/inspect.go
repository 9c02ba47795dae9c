package model

import (
	"strings"
	"time"

	"agtok/model/finding"
	"agtok/model/paste"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Status is what a token comes to, in one word.
type Status string

// The statuses; the first that applies holds.
const (
	Unusable    Status = "unusable" // signature invalid, or nothing in it admits anyone
	Expired     Status = "expired"
	ExpiresSoon Status = "expires-soon"
	Valid       Status = "valid"
)

// WorksFor says what a token admits to at some moment, by any of its services. A
// signature that can't be checked does not count against it.
type WorksFor struct {
	RTCJoin       bool `json:"rtcJoin"`
	RTMLogin      bool `json:"rtmLogin"`
	StreamChannel bool `json:"streamChannel"`
	ChatUser      bool `json:"chatUser"`
	ChatREST      bool `json:"chatRest"`
}

// Inspection is all that is known of a token, or of a text that is none.
type Inspection struct {
	Found    paste.Found
	Missing  *token.Missing // what a 006 token does not carry; nil when not known
	Signer   signer.Result
	Timeline timeline.Timeline
	Findings []finding.Finding

	secret string // a known certificate that stands in the token
}

// Inspector knows what tokens are held against.
type Inspector struct {
	Projects []project.Project
	Demo     bool // the demo project is in use
}

// Inspect reads text and says all that is known of every token in it at now,
// whose location is the local zone. There is at least one inspection.
func (in Inspector) Inspect(text string, m *token.Missing, now time.Time) []Inspection {
	found := paste.Read(text)
	all := make([]Inspection, len(found))
	for i := range found {
		all[i] = in.Of(found[i], m, now)
	}
	return all
}

// Of says all that is known of one thing that was found.
func (in Inspector) Of(f paste.Found, m *token.Missing, now time.Time) Inspection {
	out := Inspection{Found: f, Missing: m}
	if f.Token == nil {
		return out
	}
	out.Signer = signer.Find(f.Token, m, in.Projects)
	out.Timeline = timeline.Of(f.Token)
	if len(in.Projects) > 1 || len(in.Projects) == 1 && !in.Projects[0].Demo {
		out.secret = project.CertificateIn(string(f.Token.Payload()), in.Projects...)
	}
	out.Findings = in.findings(&out, now)
	return out
}

// findings holds the inspection against the rules at now.
func (in Inspector) findings(i *Inspection, now time.Time) []finding.Finding {
	repairs := make([]string, len(i.Found.Repairs))
	for k, r := range i.Found.Repairs {
		repairs[k] = string(r)
	}
	list := finding.Check(finding.Input{
		Token: i.Found.Token, Timeline: i.Timeline, Repairs: repairs, Signer: i.Signer, Missing: i.Missing, Now: now, Demo: in.Demo,
	})
	if i.secret != "" {
		for k := range list {
			list[k].Message = strings.ReplaceAll(list[k].Message, i.secret, token.Masked)
			list[k].Fix = strings.ReplaceAll(list[k].Fix, i.secret, token.Masked)
		}
	}
	return list
}

// Refresh gives i with its findings as they are at now: they are all that
// changes by time alone.
func (in Inspector) Refresh(i Inspection, now time.Time) Inspection {
	if i.Found.Token != nil {
		i.Findings = in.findings(&i, now)
	}
	return i
}

// Secret gives the text in the token that is a certificate and must not be shown,
// "" if there is none: some signing servers write it where the App ID or a name
// belongs.
func (i *Inspection) Secret() string {
	if i.Found.Token != nil && i.Signer.Accident.Disclosing() {
		return i.Found.Token.AppID()
	}
	return i.secret
}

// Status gives the token's status at the Unix second now.
func (i *Inspection) Status(now int64) Status { return StatusOf(&i.Timeline, i.Signer.Status, now) }

// StatusOf gives the status of a token with this timeline and signature.
func StatusOf(tl *timeline.Timeline, s signer.Status, now int64) Status {
	switch {
	case s == signer.Invalid || !tl.Admits():
		return Unusable
	case tl.Over(now):
		return Expired
	case tl.Soon(now):
		return ExpiresSoon
	}
	return Valid
}

// WorksFor gives what the token admits to at the Unix second now.
func (i *Inspection) WorksFor(now int64) WorksFor {
	var w WorksFor
	if i.Signer.Status == signer.Invalid {
		return w
	}
	for k := range i.Timeline.Services {
		s := &i.Timeline.Services[k]
		for n := range s.Grants {
			g := &s.Grants[n]
			if !g.Admits || g.Until.Passed(now) {
				continue
			}
			switch {
			case s.Type == token.RTC:
				w.RTCJoin = true
			case s.Type == token.RTM || s.Type == token.RTM2 && g.Privilege == token.Login:
				w.RTMLogin = true
			case s.Type == token.Chat && g.Privilege == token.ChatUser:
				w.ChatUser = true
			case s.Type == token.Chat && g.Privilege == token.ChatApp:
				w.ChatREST = true
			}
		}
	}
	w.StreamChannel = w.RTCJoin && w.RTMLogin && i.Found.Token.Format == token.Format007
	return w
}
