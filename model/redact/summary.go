package redact

import (
	"slices"
	"time"

	"agtok/model/admission"
	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// Input is what is known of a token.
type Input struct {
	Token    *token.Token // nil if the text was not read
	Err      *token.Error // why Token is nil
	Timeline timeline.Timeline
	Signer   signer.Result
	Repairs  []string // what had to be mended, by the names of package paste
	Findings []finding.Finding
	Verdict  *admission.Verdict // nil if nobody asked
	Now      time.Time
}

// Summary is what may be shown. Every text in it is printable.
type Summary struct {
	At        int64        `json:"at"` // Unix second
	Format    token.Format `json:"format,omitempty"`
	Problem   *Problem     `json:"problem,omitempty"` // of a text that was not read
	AppID     string       `json:"appId,omitempty"`   // four characters at each end
	Signature string       `json:"signature,omitempty"`
	Signed    string       `json:"certificate,omitempty"` // primary, secondary or retired
	Times     *Times       `json:"times,omitempty"`
	Services  []Service    `json:"services"`
	Repairs   []string     `json:"repairs"`
	Findings  []Finding    `json:"findings"`
	Verdict   *Verdict     `json:"verdict,omitempty"`
}

// Problem says why a text was not read.
type Problem struct {
	Stage   token.Stage `json:"stage"`
	Path    string      `json:"path"`
	Message string      `json:"message"`
}

// Times are the token's instants, as in package timeline.
type Times struct {
	IssuedAt     timeline.Instant `json:"issuedAt"`
	ExpiresAt    timeline.Instant `json:"expiresAt"`
	UsableUntil  timeline.Instant `json:"usableUntil"`
	EffectiveEnd timeline.Instant `json:"effectiveEnd"`
}

// Service is a service with its names reduced.
type Service struct {
	Type       string           `json:"type"`
	Names      []Name           `json:"names,omitempty"`
	AdmitUntil timeline.Instant `json:"admitUntil"`
	Grants     []Grant          `json:"grants"`
}

// Grant is a privilege, as in package timeline.
type Grant struct {
	Privilege string           `json:"privilege"`
	Expire    uint32           `json:"expire"`
	Until     timeline.Instant `json:"until"`
}

// Finding is a finding without its values.
type Finding struct {
	ID       string           `json:"id"`
	Severity finding.Severity `json:"severity"`
	Field    string           `json:"field"`
	Summary  string           `json:"summary"` // of the rule
}

// Verdict is that of package admission without its values.
type Verdict struct {
	Admitted bool     `json:"admitted"`
	Reasons  []Reason `json:"reasons"`
}

// Reason is a reason without its values.
type Reason struct {
	ID    admission.ID    `json:"id"`
	Near  string          `json:"near"`
	Codes admission.Codes `json:"codes"`
}

// Of gives the summary.
func Of(in Input) Summary {
	s := Summary{At: in.Now.Unix(), Services: []Service{}, Repairs: slices.Concat([]string{}, in.Repairs), Findings: []Finding{}}
	if s.Repairs == nil {
		s.Repairs = []string{}
	}
	if in.Err != nil {
		s.Problem = &Problem{in.Err.Stage, in.Err.Path, in.Err.Message}
	}
	if in.Token != nil {
		s.token(&in)
	}
	rules := finding.Catalogue()
	for _, f := range in.Findings {
		out := Finding{ID: f.ID, Severity: f.Severity, Field: f.Field}
		if i := slices.IndexFunc(rules, func(r finding.Rule) bool { return r.ID == f.ID }); i >= 0 {
			out.Summary = rules[i].Summary
		}
		s.Findings = append(s.Findings, out)
	}
	if v := in.Verdict; v != nil {
		s.Verdict = &Verdict{Admitted: v.Admitted, Reasons: []Reason{}}
		for _, r := range v.Reasons {
			s.Verdict.Reasons = append(s.Verdict.Reasons, Reason{r.ID, r.Near, r.Codes})
		}
	}
	return s
}

func (s *Summary) token(in *Input) {
	s.Format = in.Token.Format
	s.AppID = project.Short(in.Token.AppID())
	if in.Signer.Accident.Disclosing() {
		s.AppID = token.Masked // the certificate stands there
	}
	s.Signature = string(in.Signer.Status)
	if in.Signer.Status == signer.Valid {
		s.Signed = string(in.Signer.Role)
	}
	tl := &in.Timeline
	if in.Token.AccessToken2 == nil && in.Token.AccessToken == nil {
		return
	}
	s.Times = &Times{tl.IssuedAt, tl.ExpiresAt, tl.UsableUntil, tl.EffectiveEnd}
	if !tl.Admits() {
		s.Times.UsableUntil = timeline.Never
	}
	const most = 32 // of services; a hostile token holds thousands
	for i := range min(len(tl.Services), most) {
		s.Services = append(s.Services, service(in.Token, &tl.Services[i], i))
	}
}

func service(t *token.Token, v *timeline.Service, i int) Service {
	const most = 32 // of privileges
	s := Service{Type: v.Type.Name(), AdmitUntil: v.AdmitUntil, Grants: []Grant{}}
	for k := range min(len(v.Grants), most) {
		g := &v.Grants[k]
		s.Grants = append(s.Grants, Grant{g.Name, g.Expire, g.Until})
	}
	if a := t.AccessToken; a != nil { // its CRC-32s stay out, but for that of nobody's name
		if v.Type == token.RTC && a.UIDCRC32 == 0 {
			s.Names = []Name{shorten("uid", "")}
		}
		return s
	}
	for _, f := range t.AccessToken2.Services[i].Fields() {
		switch f.Name {
		case "permissions", "role", "privileges":
		default:
			s.Names = append(s.Names, shorten(f.Name, f.Text))
		}
	}
	return s
}
