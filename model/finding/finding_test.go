package finding_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

const (
	issued = 1_700_000_000 // 2023-11-14 22:13:20 UTC
	appID  = "0123456789abcdef0123456789abcdef"
	day    = timeline.Day
)

// publisher gives a 007 token with which nothing is wrong.
func publisher() *token.Token {
	return &token.Token{Format: token.Format007, Text: "007x", AccessToken2: &token.AccessToken2{AppID: appID, IssueTs: issued, Expire: 3600, Salt: 1,
		Services: []token.Service{{Type: token.RTC, ChannelName: "lobby", UID: "7", Privileges: list([]int64{3600, 3600, 3600, 3600})}}}}
}

// publisher006 is its like in the older format, of channel lobby and uid 7.
func publisher006() *token.Token {
	const end = issued + 3600
	return &token.Token{Format: token.Format006, Text: "006x", AccessToken: &token.AccessToken{AppID: appID, Ts: issued + day, Salt: 1,
		ChannelCRC32: crc("lobby"), UIDCRC32: crc("7"), Privileges: list([]int64{end, end, end, end})}}
}

// input is what is known of t a minute after it was issued, by the project that
// signed it.
func input(t *token.Token) finding.Input {
	return finding.Input{Token: t, Now: time.Unix(issued+60, 0).UTC(),
		Signer: signer.Result{Status: signer.Valid, Project: "mine", Role: project.Primary, Known: true, Tried: 1}}
}

// check holds in against the rules, with the timeline of its token.
func check(in finding.Input) []finding.Finding {
	in.Timeline = timeline.Of(in.Token)
	return finding.Check(in)
}

func ids(all []finding.Finding) []string {
	list := []string{}
	for _, f := range all {
		list = append(list, f.ID)
	}
	return list
}

func TestCleanTokensHaveNoFindings(t *testing.T) {
	if got := check(input(publisher())); got != nil {
		t.Errorf("007: %+v, want nil", got)
	}
	if got := ids(check(input(publisher006()))); !slices.Equal(got, []string{"legacy-format"}) {
		t.Errorf("006: %v, want legacy-format alone", got)
	}
}

func TestCatalogue(t *testing.T) {
	all := append(finding.Catalogue(), finding.Comparisons()...)
	if len(all) < 50 {
		t.Fatalf("only %d rules", len(all))
	}
	seen := map[string]bool{}
	for _, r := range all {
		if r.ID == "" || seen[r.ID] {
			t.Errorf("the ID %q is empty or stands twice", r.ID)
		}
		seen[r.ID] = true
		if r.Severity != finding.Error && r.Severity != finding.Warning && r.Severity != finding.Info {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		if r.Source == "" || r.Summary == "" || strings.ContainsAny(r.Summary, "\n") || strings.HasSuffix(r.Summary, ".") {
			t.Errorf("%s: summary %q, source %q", r.ID, r.Summary, r.Source)
		}
	}
	for _, r := range all {
		for _, id := range r.Supersedes {
			if !seen[id] || id == r.ID {
				t.Errorf("%s supersedes %q, which is no other rule", r.ID, id)
			}
		}
	}
}

// The order of the catalogue is part of what scripts see.
func TestCatalogueOrder(t *testing.T) {
	want := strings.Fields(`repaired non-canonical legacy-format trailing-bytes
		unknown-service unknown-privilege duplicate-privilege no-services empty-privileges
		control-characters app-id-format sample-app-id
		uid-literal-zero uid-bad-literal uid-out-of-range uid-leading-zero uid-any account-uid account-too-long
		channel-wildcard channel-too-long channel-illegal-character channel-edge-space
		rtm-user-too-long rtm-006-layout
		chat-user-missing chat-app-with-user chat-app-and-user chat-user-illegal chat-subject-unverified
		expire-looks-absolute privilege-looks-absolute privilege-looks-relative expire-over-24h privilege-over-24h expire-zero privilege-zero
		short-lived issued-in-future expired expires-soon privilege-outlives-join token-outlived-by-privilege privilege-before-token
		no-join partial-publish subscriber-not-enforced publish-needs-cohost
		signature-invalid signature-unchecked certificate-case certificate-whitespace certificate-swapped
		signed-by-secondary signed-by-retired signed-by-other-project`)
	var got []string
	for _, r := range finding.Catalogue() {
		got = append(got, r.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the catalogue is\n%v\nwant\n%v", got, want)
	}
}

// sane fails unless every finding can be shown as it is and stands in its place.
func sane(t *testing.T, all []finding.Finding) {
	t.Helper()
	rules := finding.Catalogue()
	place := func(f finding.Finding) int {
		severity := slices.Index([]finding.Severity{finding.Error, finding.Warning, finding.Info}, f.Severity)
		rule := slices.IndexFunc(rules, func(r finding.Rule) bool { return r.ID == f.ID })
		if severity < 0 || rule < 0 {
			t.Errorf("%s: severity %q; or it is not in the catalogue", f.ID, f.Severity)
		}
		return severity*1000 + rule
	}
	for i, f := range all {
		checkSuperseded(t, f, all, rules)
		if i > 0 && place(all[i-1]) > place(f) {
			t.Errorf("%s stands before %s", all[i-1].ID, f.ID)
		}
		if f.Message == "" || f.Fix == "" || f.Source == "" {
			t.Errorf("%s: a text is empty: %+v", f.ID, f)
		}
		for _, text := range []string{f.Message, f.Fix, f.Source, f.Field} {
			if !utf8.ValidString(text) || strings.ContainsFunc(text, hidden) {
				t.Errorf("%s: %q is not printable", f.ID, text)
			}
			if len(text) > 1500 {
				t.Errorf("%s: a text of %d bytes", f.ID, len(text))
			}
		}
	}
}

// hidden reports whether c is not printable or, though it counts as printable,
// not to be seen.
func hidden(c rune) bool {
	filler := unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	return !unicode.IsPrint(c) || filler && c != 0xfe0e && c != 0xfe0f
}

// checkSuperseded fails if a finding is left that f makes superfluous.
func checkSuperseded(t *testing.T, f finding.Finding, all []finding.Finding, rules []finding.Rule) {
	t.Helper()
	whole := !strings.HasPrefix(f.Field, "services[") && !strings.HasPrefix(f.Field, "privileges")
	for _, r := range rules {
		if r.ID != f.ID {
			continue
		}
		for _, g := range all {
			if slices.Contains(r.Supersedes, g.ID) && (whole || g.Field == f.Field) {
				t.Errorf("%s on %q stands beside %s, which it makes superfluous", g.ID, g.Field, f.ID)
			}
		}
	}
}

// TestSupersedesOnlyWhereItStands: what is wrong with one service or privilege
// makes nothing superfluous for another.
func TestSupersedesOnlyWhereItStands(t *testing.T) {
	two := func(first, second string) change {
		return func(in *finding.Input) {
			s := in.Token.AccessToken2.Services[0]
			s.UID = first
			in.Token.AccessToken2.Services = append([]token.Service{s}, s)
			in.Token.AccessToken2.Services[1].UID = second
		}
	}
	for _, c := range []struct {
		name string
		make change
		want []string
	}{
		{"uids of two services", two("0", "alice"), []string{"uid-literal-zero services[0].uid", "account-uid services[1].uid"}},
		{"negative, and an account", two("-5", "alice"), []string{"uid-out-of-range services[0].uid", "account-uid services[1].uid"}},
		{"out of range with a leading zero", uid("04294967303"), []string{"uid-out-of-range services[0].uid", "uid-leading-zero services[0].uid"}},
		{"a date, and two days", grants(date, 2*day, date, date), []string{
			"privilege-looks-absolute services[0].privileges.joinChannel", "privilege-looks-absolute services[0].privileges.publishVideoStream",
			"privilege-looks-absolute services[0].privileges.publishDataStream", "privilege-over-24h services[0].privileges.publishAudioStream",
			"token-outlived-by-privilege services[0].privileges.joinChannel"}},
		{"a date for the token's lifetime", all(expire(date), grants(600, 600, 600, 600)), []string{"expire-looks-absolute expire"}},
		{"no privileges", grants(), []string{"empty-privileges services[0].privileges"}},
		{"a wildcard and a character", channel("a/*"), []string{"channel-illegal-character services[0].channelName", "channel-wildcard services[0].channelName"}},
		{"006 join relative, long after", all(grants006(600, 600, 600, 600), after(2*day)), []string{
			"privilege-looks-relative privileges.joinChannel", "privilege-looks-relative privileges.publishAudioStream",
			"privilege-looks-relative privileges.publishVideoStream", "privilege-looks-relative privileges.publishDataStream", "legacy-format version"}},
		{"006 audio relative, long after", all(grants006(issued+600, 600, issued+600, issued+600), after(2*day)), []string{
			"privilege-looks-relative privileges.publishAudioStream", "expired privileges.joinChannel", "legacy-format version", "publish-needs-cohost privileges.publishAudioStream"}},
		{"certificate in lower case", wrong(token.AccidentLower), []string{"certificate-case signature"}},
		{"signed by another project", signed(other), []string{"signed-by-other-project signature"}},
	} {
		in := input(publisher())
		c.make(&in)
		var got []string
		for _, f := range check(in) {
			got = append(got, f.ID+" "+f.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestOrder takes a token with everything wrong: worst first, then the rules in
// their order, then the services in theirs, and always the same.
func TestOrder(t *testing.T) {
	messy := func() finding.Input {
		in := input(publisher())
		in.Repairs, in.Token.NonCanonical = []string{"quotes"}, true
		rtc := in.Token.AccessToken2.Services[0]
		rtc.UID, rtc.ChannelName, rtc.Privileges = "0", "a/b ", list([]int64{600, 700, -1, 300})
		in.Token.AccessToken2.Services = []token.Service{rtc, service(token.Chat, "A", token.ChatUser, token.ChatApp), rtc}
		return in
	}
	got := check(messy())
	sane(t, got)
	if len(got) < 15 {
		t.Fatalf("only %d findings: %v", len(got), ids(got))
	}
	first, last := "", ""
	for _, f := range got {
		if f.ID == "uid-literal-zero" {
			if first == "" {
				first = f.Field
			}
			last = f.Field
		}
	}
	if first != "services[0].uid" || last != "services[2].uid" {
		t.Errorf("uid-literal-zero is on %q first and on %q last", first, last)
	}
	for range 20 {
		if again := check(messy()); !slices.Equal(again, got) {
			t.Fatalf("%v\nthen %v", ids(got), ids(again))
		}
	}
}

// TestDisclosedCertificate: where the certificate stands in the token for its App
// ID, no finding repeats it.
func TestDisclosedCertificate(t *testing.T) {
	const secret = "5cfd2FD1755d40ecb72977518be15d3b"
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	appIDAsKey, err := token.ParseCertificate(appID)
	if err != nil {
		t.Fatal(err)
	}
	projects := []project.Project{{Name: "mine", AppID: appID, Keys: []project.Key{{Role: project.Primary, Certificate: c}}}}
	for _, key := range []token.Certificate{c, appIDAsKey} {
		a := publisher().AccessToken2
		a.AppID = secret
		text, err := token.Sign(a, key)
		if err != nil {
			t.Fatal(err)
		}
		tok, err := token.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, known := range [][]project.Project{projects, nil} {
			in := input(tok)
			in.Signer = signer.Find(tok, nil, known)
			all := check(in)
			if want := map[bool]string{true: "certificate-swapped", false: "signature-unchecked"}[known != nil]; !slices.Equal(ids(all), []string{want}) {
				t.Errorf("%v, want %s", ids(all), want)
			}
			for _, f := range all {
				if strings.Contains(strings.ToLower(f.Message+f.Fix), strings.ToLower(secret)) {
					t.Errorf("%s repeats the certificate: %s", f.ID, f.Message)
				}
			}
		}
	}
}

// TestManyServices bounds what a token full of faults comes to.
func TestManyServices(t *testing.T) {
	in := input(publisher())
	const n = 4000
	for i := 1; i < n; i++ {
		in.Token.AccessToken2.Services = append(in.Token.AccessToken2.Services, token.Service{Type: token.RTC, UID: "0", ChannelName: "/\x1b",
			Privileges: []token.Grant{{Privilege: 2, Expire: 1}, {Privilege: 2, Expire: 2}}})
	}
	got := check(in)
	if len(got) < n || len(got) > 12*n {
		t.Fatalf("%d findings for %d services", len(got), n)
	}
	size := 0
	for _, f := range got {
		size += len(f.Message) + len(f.Field)
	}
	if size > 600*len(got) {
		t.Errorf("%d findings come to %d bytes", len(got), size)
	}
}

// TestZone: instants in messages are local time.
func TestZone(t *testing.T) {
	in := input(publisher())
	in.Now = time.Unix(issued+3601, 0).In(time.FixedZone("CET", 3600))
	if got := check(in); len(got) != 1 || !strings.Contains(got[0].Message, "since 00:13:20 ") {
		t.Errorf("%+v, want 00:13:20 in it", got)
	}
}
