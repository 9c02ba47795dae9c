// Package signer tells who signed a token: which project, with which of its
// certificates, and what the signing server did wrong if none of them matches as
// it is.
//
// It trusts nothing but a signature that it has recomputed over the bytes that
// were received. It says nothing of whether the token admits anyone.
package signer

import (
	"strings"

	"agtok/model/project"
	"agtok/token"
)

// Status says what is known of a signature.
type Status string

// The statuses. Unchecked comes with a Reason.
const (
	Valid     Status = "valid"
	Invalid   Status = "invalid" // a certificate for this App ID was tried
	Unchecked Status = "unchecked"
)

// The reasons for which a signature is not checked.
const (
	NoCertificate      = "no-certificate"        // none is known for the token's App ID, and no other matches
	NeedsChannelAndUID = "needs-channel-and-uid" // the format leaves out what the signature covers
	NotKept            = "not-kept"              // only what the token says was kept, without its signature
)

// Result says who signed a token.
type Result struct {
	Status Status
	Reason string // of [Unchecked]: [NoCertificate], [NeedsChannelAndUID] or, for whom the token is lost, [NotKept]

	// Project is the name of the project whose certificate matched, or matches with
	// the Accident; "" if there is none. Role is that certificate's; it is "" where
	// the accident needed no certificate.
	Project string
	Role    project.Role
	// Accident is what the signing server did to the certificate. It is "" when a
	// certificate matched as it is, and leaves the status Invalid otherwise.
	Accident token.Accident

	Known bool // a project with the token's App ID is known
	Other bool // Project has another App ID than the token
	Tried int  // how many certificates were tried as they are
}

// Find tells who signed t. m holds what formats other than 007 leave out; nil if
// that is not known.
//
// The certificates of projects with the token's App ID (letter case aside) come
// first, then all others. If one of another project matches, the token is Valid
// when no certificate for its App ID is known, else Invalid. The accidents come
// last: they cost about ten times a certificate.
func Find(t *token.Token, m *token.Missing, projects []project.Project) Result {
	s := search{token: t, appID: t.AppID(), projects: projects}
	for i := range projects {
		s.Known = s.Known || s.owns(i)
	}
	if m != nil {
		s.missing = *m
	} else if t.NeedsMissing() {
		return Result{Status: Unchecked, Reason: NeedsChannelAndUID, Known: s.Known}
	}
	s.run()
	return s.Result
}

// search is one run of [Find]; Result is what it has found so far.
type search struct {
	Result
	token    *token.Token
	appID    string
	missing  token.Missing
	projects []project.Project
}

func (s *search) run() {
	if s.plain(true) {
		s.Status = Valid
		return
	}
	s.Status, s.Reason = Unchecked, NoCertificate
	checked := s.Tried > 0
	if checked {
		s.Status, s.Reason = Invalid, ""
	}
	switch {
	case s.plain(false):
		if s.Reason = ""; !checked && s.Accident == "" {
			s.Status = Valid
		} else {
			s.Status = Invalid
		}
	case s.accidents(), s.swapped():
		s.Status, s.Reason = Invalid, ""
	}
}

// owns reports whether the project at i has the token's App ID.
func (s *search) owns(i int) bool { return strings.EqualFold(s.projects[i].AppID, s.appID) }

// plain tries certificates as they are: those of the token's App ID, or all the
// others.
func (s *search) plain(own bool) bool {
	for i := range s.projects {
		if s.owns(i) != own {
			continue
		}
		for _, k := range s.projects[i].Keys {
			if k.Certificate.IsZero() {
				continue
			}
			s.Tried++
			if !s.token.VerifyFor(k.Certificate, s.missing) {
				continue
			}
			if !own { // the certificate may stand in the token for its App ID
				s.Accident = s.token.VerifySwapped(s.projects[i].AppID, k.Certificate, s.missing)
			}
			return s.found(i, k.Role)
		}
	}
	return false
}

// accidents tries the certificates of the token's App ID as a server has them
// whose copy was changed by mistake.
func (s *search) accidents() bool {
	for i := range s.projects {
		if !s.owns(i) {
			continue
		}
		for _, k := range s.projects[i].Keys {
			for accident, bad := range k.Certificate.Accidents() {
				if s.token.VerifyFor(bad, s.missing) {
					s.Accident = accident
					return s.found(i, k.Role)
				}
			}
		}
	}
	return false
}

// swapped tries whether App ID and certificate of any project were put in each
// other's places.
func (s *search) swapped() bool {
	for i := range s.projects {
		p := &s.projects[i]
		if s.owns(i) { // here only the App ID can be in both places
			if s.Accident = s.token.VerifySwapped(p.AppID, token.Certificate{}, s.missing); s.Accident != "" {
				return s.found(i, "")
			}
			continue
		}
		for _, k := range p.Keys {
			if s.Accident = s.token.VerifySwapped(p.AppID, k.Certificate, s.missing); s.Accident != "" {
				return s.found(i, k.Role)
			}
		}
	}
	return false
}

func (s *search) found(i int, role project.Role) bool {
	s.Project, s.Role, s.Other = s.projects[i].Name, role, !s.owns(i)
	return true
}
