package signer_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"agtok/model/project"
	"agtok/model/signer"
	"agtok/token"
)

const (
	appA, appB, appC = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb02", "cccccccccccccccccccccccccccccc03"
	appBare          = "dddddddddddddddddddddddddddddd04" // of a project without a certificate
	certA, secondA   = "0A0B0c0d0e0f00000000000000000001", "0A0B0c0d0e0f00000000000000000002"
	retiredA, certB  = "0A0B0c0d0e0f00000000000000000003", "0A0B0c0d0e0f00000000000000000004"
	strange          = "0A0B0c0d0e0f00000000000000000009" // of no project
)

func certificate(t testing.TB, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// projects are two with certificates, and one without.
func projects(t testing.TB) []project.Project {
	return []project.Project{
		{Name: "a", AppID: appA, Keys: []project.Key{
			{Role: project.Primary, Certificate: certificate(t, certA)},
			{Role: project.Secondary, Certificate: certificate(t, secondA)},
			{Role: project.Retired, Certificate: certificate(t, retiredA)},
		}},
		{Name: "b", AppID: appB, Keys: []project.Key{{Role: project.Primary, Certificate: certificate(t, certB)}}},
		{Name: "bare", AppID: appBare, Keys: []project.Key{{Role: project.Primary}}},
	}
}

// made gives a 007 token whose App ID field holds appID, signed with c.
func made(t testing.TB, appID string, c token.Certificate) *token.Token {
	t.Helper()
	text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: 1_700_000_000, Expire: 3600, Salt: 1, Services: []token.Service{
		{Type: token.RTC, ChannelName: "lobby", UID: "7", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}}},
	}}, c)
	return parsed(t, text, err)
}

// made006 is made for a 006 token of channel lobby and uid 7.
func made006(t testing.TB, appID string, c token.Certificate) *token.Token {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: appID, Salt: 1, Ts: 1_700_000_000, Privileges: []token.Grant{{Privilege: 1}}},
		token.Missing{Channel: "lobby", UID: "7"}, c)
	return parsed(t, text, err)
}

func parsed(t testing.TB, text string, err error) *token.Token {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// changed is text's certificate with an accident.
func changed(t testing.TB, text string, accident token.Accident) token.Certificate {
	t.Helper()
	for a, c := range certificate(t, text).Accidents() {
		if a == accident {
			return c
		}
	}
	t.Fatalf("no accident %q", accident)
	return token.Certificate{}
}

type signed struct {
	name  string
	appID string
	key   token.Certificate
	want  signer.Result
}

func signatures(t testing.TB) []signed {
	const all = 4 // certificates of projects
	return []signed{
		{"primary", appA, certificate(t, certA), signer.Result{Status: signer.Valid, Project: "a", Role: project.Primary, Known: true, Tried: 1}},
		{"secondary", appA, certificate(t, secondA), signer.Result{Status: signer.Valid, Project: "a", Role: project.Secondary, Known: true, Tried: 2}},
		{"retired", appA, certificate(t, retiredA), signer.Result{Status: signer.Valid, Project: "a", Role: project.Retired, Known: true, Tried: 3}},
		{"App ID in another letter case", strings.ToUpper(appA), certificate(t, certA), signer.Result{Status: signer.Valid, Project: "a", Role: project.Primary, Known: true, Tried: 1}},
		{"nobody known", appA, certificate(t, strange), signer.Result{Status: signer.Invalid, Known: true, Tried: all}},
		{"other project", appA, certificate(t, certB), signer.Result{Status: signer.Invalid, Project: "b", Role: project.Primary, Known: true, Other: true, Tried: all}},
		{"unknown App ID, nobody known", appC, certificate(t, strange), signer.Result{Status: signer.Unchecked, Reason: signer.NoCertificate, Tried: all}},
		{"unknown App ID, known certificate", appC, certificate(t, certB), signer.Result{Status: signer.Valid, Project: "b", Role: project.Primary, Other: true, Tried: all}},
		{"known App ID without a certificate", appBare, certificate(t, strange), signer.Result{Status: signer.Unchecked, Reason: signer.NoCertificate, Known: true, Tried: all}},
		{"known App ID without a certificate, other project", appBare, certificate(t, certB), signer.Result{Status: signer.Valid, Project: "b", Role: project.Primary, Known: true, Other: true, Tried: all}},
		{"line feed", appA, changed(t, certA, token.AccidentLFAfter), signer.Result{Status: signer.Invalid, Project: "a", Role: project.Primary, Accident: token.AccidentLFAfter, Known: true, Tried: all}},
		{"secondary, lower-cased", appA, changed(t, secondA, token.AccidentLower), signer.Result{Status: signer.Invalid, Project: "a", Role: project.Secondary, Accident: token.AccidentLower, Known: true, Tried: all}},
		{"another project's with an accident is not looked for", appA, changed(t, certB, token.AccidentLower), signer.Result{Status: signer.Invalid, Known: true, Tried: all}},
		{"swapped", certB, certificate(t, appB), signer.Result{Status: signer.Invalid, Project: "b", Role: project.Primary, Accident: token.AccidentSwapped, Other: true, Tried: all}},
		{"App ID twice", appA, certificate(t, appA), signer.Result{Status: signer.Invalid, Project: "a", Accident: token.AccidentAppIDTwice, Known: true, Tried: all}},
		{"App ID twice, no certificate", appBare, certificate(t, appBare), signer.Result{Status: signer.Invalid, Project: "bare", Accident: token.AccidentAppIDTwice, Known: true, Tried: all}},
		{"certificate twice", certB, certificate(t, certB), signer.Result{Status: signer.Invalid, Project: "b", Role: project.Primary, Accident: token.AccidentCertificateTwice, Other: true, Tried: all}},
	}
}

func TestFind(t *testing.T) {
	for _, s := range signatures(t) {
		if got := signer.Find(made(t, s.appID, s.key), nil, projects(t)); got != s.want {
			t.Errorf("%s: %+v\nwant %+v", s.name, got, s.want)
		}
		m := &token.Missing{Channel: "lobby", UID: "7"}
		if got := signer.Find(made006(t, s.appID, s.key), m, projects(t)); got != s.want {
			t.Errorf("006, %s: %+v\nwant %+v", s.name, got, s.want)
		}
	}
}

func TestFindNeedsWhatTheTokenLeavesOut(t *testing.T) {
	for appID, known := range map[string]bool{appA: true, appC: false} {
		want := signer.Result{Status: signer.Unchecked, Reason: signer.NeedsChannelAndUID, Known: known}
		if got := signer.Find(made006(t, appID, certificate(t, certA)), nil, projects(t)); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	got := signer.Find(made006(t, appA, certificate(t, certA)), &token.Missing{Channel: "lobby", UID: "8"}, projects(t))
	if got.Status != signer.Invalid || got.Project != "" {
		t.Errorf("for another uid: %+v", got)
	}
}

func TestFindWithoutProjects(t *testing.T) {
	want := signer.Result{Status: signer.Unchecked, Reason: signer.NoCertificate}
	if got := signer.Find(made(t, appA, certificate(t, certA)), nil, nil); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestFindOfficial finds the signer of every official token of every format, with
// the certificate among others, and nobody without it.
func TestFindOfficial(t *testing.T) {
	data, err := os.ReadFile("../../testdata/vectors/official.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	formats := map[string]int{}
	for line := range strings.Lines(string(data)) {
		var r struct {
			Token, Version, AppID, AppCertificate, Channel string
			UID                                            any
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if r.AppCertificate == "" {
			continue // none was published
		}
		formats[r.Version]++
		tok, err := token.Parse(r.Token)
		if err != nil {
			t.Fatal(err)
		}
		m := &token.Missing{Channel: r.Channel}
		switch uid := r.UID.(type) {
		case string:
			m.UID = uid
		case float64:
			m.UID = strconv.FormatInt(int64(uid), 10)
		default: // a Signaling token's account stands under channel
			m.UID = r.Channel
		}
		own := project.Project{Name: "own", AppID: r.AppID, Keys: []project.Key{{Role: project.Primary, Certificate: certificate(t, r.AppCertificate)}}}
		got := signer.Find(tok, m, append(projects(t), own))
		if want := (signer.Result{Status: signer.Valid, Project: "own", Role: project.Primary, Known: true, Tried: 1}); got != want {
			t.Errorf("%s: %+v, want %+v", r.Version, got, want)
		}
		own.Keys[0].Certificate = certificate(t, strange)
		if got := signer.Find(tok, m, append(projects(t), own)); got.Status != signer.Invalid || got.Project != "" {
			t.Errorf("%s with a strange certificate: %+v", r.Version, got)
		}
	}
	if len(formats) != 8 {
		t.Errorf("tokens of the formats %v, want all eight", formats)
	}
}

// A certificate may stand in two projects: the one with the token's App ID is
// the signer, wherever it stands in the list.
func TestFindPrefersTheTokensProject(t *testing.T) {
	shared := projects(t)
	shared[1].Keys = shared[0].Keys
	if got := signer.Find(made(t, appB, certificate(t, certA)), nil, shared); got.Project != "b" || got.Status != signer.Valid || got.Other {
		t.Errorf("%+v, want project b", got)
	}
}

func TestResultShowsNoCertificate(t *testing.T) {
	n := 0
	for _, s := range signatures(t) {
		got := signer.Find(made(t, s.appID, s.key), nil, projects(t))
		data, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		out := strings.ToLower(fmt.Sprintf("%v %+v %#v %s", got, got, got, data))
		for _, secret := range []string{certA, secondA, retiredA, certB} {
			n++
			if strings.Contains(out, strings.ToLower(secret)) {
				t.Errorf("%s: the result shows a certificate", s.name)
			}
		}
	}
	if n == 0 {
		t.Error("nothing was looked at")
	}
}

// many gives ten projects of two certificates, of which none signed anything.
func many(t testing.TB) []project.Project {
	var all []project.Project
	for i := range 10 {
		all = append(all, project.Project{Name: fmt.Sprint(i), AppID: fmt.Sprintf("%032x", i+1), Keys: []project.Key{
			{Role: project.Primary, Certificate: certificate(t, fmt.Sprintf("aB%030x", 2*i))},
			{Role: project.Secondary, Certificate: certificate(t, fmt.Sprintf("aB%030x", 2*i+1))},
		}})
	}
	return all
}

func BenchmarkFindAtOnce(b *testing.B) {
	tok, all := made(b, appA, certificate(b, certA)), projects(b)
	b.ReportAllocs()
	for b.Loop() {
		if signer.Find(tok, nil, all).Status != signer.Valid {
			b.Fatal("not valid")
		}
	}
}

// BenchmarkFindNobody is the dearest case: all certificates of ten projects, then
// all accidents.
func BenchmarkFindNobody(b *testing.B) {
	all := many(b)
	tok := made(b, all[5].AppID, certificate(b, strange))
	b.ReportAllocs()
	for b.Loop() {
		if r := signer.Find(tok, nil, all); r.Status != signer.Invalid || r.Tried != 20 {
			b.Fatal(r)
		}
	}
}
