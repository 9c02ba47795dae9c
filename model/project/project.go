// Package project holds what the console knows of an Agora project: its App ID,
// the certificates that sign its tokens, its Chat service and its switches.
//
// Where a project comes from (the config file, the environment, the demo) is no
// matter of this package; nothing here does I/O.
package project

import (
	"errors"
	"fmt"
	"strings"

	"agtok/token"
)

// Role tells what a certificate is to its project.
type Role string

// The roles. A project has at most one primary and one secondary certificate;
// Agora's REST services take tokens of the primary only.
const (
	Primary   Role = "primary"
	Secondary Role = "secondary"
	Retired   Role = "retired" // signs nothing new, recognises old tokens
)

// Key is a certificate together with its role.
type Key struct {
	Role        Role
	Certificate token.Certificate
}

// Project is one Agora project. A project with no keys still describes: its
// tokens can be read, but neither verified nor signed.
type Project struct {
	Name  string
	AppID string // 32 hexadecimal digits
	Keys  []Key  // primary first; may be empty

	// Problem says in words why a certificate that was asked for could not be
	// had; "" if all is well. It never holds a secret.
	Problem string

	CoHostAuthentication bool
	ChatHost             string // as in "a41.chat.agora.io"; "" if there is none
	ChatAppKey           string // "org#app"; "" if there is none
	Demo                 bool   // the built-in project, whose certificate is public
}

// ErrNoCertificate is what errors of [Project.Signing] match.
var ErrNoCertificate = errors.New("no certificate to sign with")

// Signing gives the certificate that signs this project's tokens, the primary
// one. The error matches [ErrNoCertificate] and says what is missing and how to
// put it right.
func (p Project) Signing() (token.Certificate, error) {
	for _, k := range p.Keys {
		if k.Role == Primary && !k.Certificate.IsZero() {
			return k.Certificate, nil
		}
	}
	why := p.Problem
	if why == "" {
		why = `set certificate in its [[project]], or AGORA_APP_CERTIFICATE for the project "env"`
	}
	return token.Certificate{}, fmt.Errorf("project %q: %w: %s", p.Name, ErrNoCertificate, why)
}

// The public sample of Agora's own documentation and builders (AgoraIO/Tools,
// DynamicKey/AgoraDynamicKey, every language's sample). It is no secret.
const (
	demoAppID       = "970CA35de60c44645bbae8a215061b33"
	demoCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// DemoName is the name of [Demo]; no other project may have it.
const DemoName = "demo"

// Demo is the built-in project, which works without an account: App ID and
// certificate are the public sample of Agora's documentation. It has no Chat
// host until the caller gives it one.
func Demo() Project {
	p := Project{Name: DemoName, AppID: demoAppID, Demo: true}
	if c, err := token.ParseCertificate(demoCertificate); err == nil {
		p.Keys = []Key{{Role: Primary, Certificate: c}}
	}
	return p
}

// Short masks an App ID for screens: "970C…1b33". Any text is safe: what is not
// a printable ASCII character becomes "?", and of a text that is too short for
// both ends less than half is shown.
func Short(appID string) string {
	const end = 4
	plain := strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return '?'
		}
		return r
	}, appID)
	switch n := len(plain); {
	case n == 0:
		return ""
	case n <= 3*end:
		return plain[:min(end, n/2)] + "…"
	default:
		return plain[:end] + "…" + plain[n-end:]
	}
}
