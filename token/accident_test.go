package token_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/token"
)

const (
	accidentAppID = "970CA35de60c44645bbae8a215061b33"
	accidentCert  = "5CFd2fd1755d40ecb72977518be15d3b"
)

// forged gives a token whose App ID field holds appID, signed with whatever text
// c holds.
func forged(t testing.TB, appID string, c token.Certificate) *token.Token {
	t.Helper()
	text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: 1_700_000_000, Expire: 3600, Salt: 1, Services: []token.Service{
		{Type: token.RTC, ChannelName: "lobby", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}}},
	}}, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// forged006 is forged for a 006 token of lobby and 7.
func forged006(t testing.TB, appID string, c token.Certificate) *token.Token {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: appID, Salt: 1, Ts: 1_700_000_000, Privileges: []token.Grant{{Privilege: 1}}},
		token.Missing{Channel: "lobby", UID: "7"}, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestAccidentsAreToldApart(t *testing.T) {
	c := certificate(t, accidentCert)
	all := map[token.Accident]token.Certificate{}
	for accident, bad := range c.Accidents() {
		if _, twice := all[accident]; twice {
			t.Errorf("%s comes twice", accident)
		}
		all[accident] = bad
	}
	if len(all) != 9 {
		t.Fatalf("%d accidents, want 9: %v", len(all), all)
	}
	for made, bad := range all {
		tok := forged(t, accidentAppID, bad)
		if tok.Verify(c) {
			t.Errorf("%s: verifies with the right certificate", made)
		}
		for tried, other := range all {
			if got := tok.Verify(other); got != (made == tried) {
				t.Errorf("signed with %s: %s verifies: %v", made, tried, got)
			}
		}
	}
}

func TestAccidentsChangeSomething(t *testing.T) {
	for text, gone := range map[string]token.Accident{
		strings.ToLower(accidentCert):      token.AccidentLower,
		strings.ToUpper(accidentCert):      token.AccidentUpper,
		"00000000000000000000000000000000": token.AccidentUpper,
	} {
		c, n := certificate(t, text), 0
		for accident, bad := range c.Accidents() {
			n++
			if accident == gone || bad.Equal(c) {
				t.Errorf("%s gives the certificate that it is meant to change", accident)
			}
		}
		if n < 7 {
			t.Errorf("only %d accidents", n)
		}
	}
	for accident := range (token.Certificate{}).Accidents() {
		t.Errorf("no certificate has the accident %s", accident)
	}
}

func TestAccidentsStop(t *testing.T) {
	n := 0
	for range certificate(t, accidentCert).Accidents() {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d accidents after leaving at the second", n)
	}
}

func TestAccidentsDoNotPrint(t *testing.T) {
	n := 0
	for accident, bad := range certificate(t, accidentCert).Accidents() {
		n++
		out := fmt.Sprintf("%v %+v %#v %s %q %x %v", bad, bad, bad, bad, bad, bad, struct{ c token.Certificate }{bad})
		if strings.Contains(strings.ToLower(out), strings.ToLower(accidentCert)) {
			t.Errorf("%s prints its certificate", accident)
		}
	}
	if n == 0 {
		t.Error("no accidents")
	}
}

func TestVerifySwapped(t *testing.T) {
	c, appIDAsCert := certificate(t, accidentCert), certificate(t, accidentAppID)
	m := token.Missing{Channel: "lobby", UID: "7"}
	for _, test := range []struct {
		name    string
		appID   string // in the token
		key     token.Certificate
		project string // whose App ID is asked about
		cert    token.Certificate
		want    token.Accident
	}{
		{"right", accidentAppID, c, accidentAppID, c, ""},
		{"each in the other's place", accidentCert, appIDAsCert, accidentAppID, c, token.AccidentSwapped},
		{"the App ID twice", accidentAppID, appIDAsCert, accidentAppID, c, token.AccidentAppIDTwice},
		{"the App ID twice, no certificate known", accidentAppID, appIDAsCert, accidentAppID, token.Certificate{}, token.AccidentAppIDTwice},
		{"the App ID twice, in the server's letter case", strings.ToLower(accidentAppID), certificate(t, strings.ToLower(accidentAppID)), accidentAppID, c, token.AccidentAppIDTwice},
		{"the certificate twice", accidentCert, c, accidentAppID, c, token.AccidentCertificateTwice},
		{"swapped, no certificate known", accidentCert, appIDAsCert, accidentAppID, token.Certificate{}, ""},
		{"the certificate for an App ID, signed by a stranger", accidentCert, certificate(t, strings.Repeat("1", 32)), accidentAppID, c, ""},
		{"a stranger's App ID", strings.Repeat("a", 32), appIDAsCert, accidentAppID, c, ""},
		{"a project whose App ID is none", accidentCert, appIDAsCert, "x", c, ""},
		{"a project without an App ID", accidentAppID, appIDAsCert, "", c, ""},
	} {
		if got := forged(t, test.appID, test.key).VerifySwapped(test.project, test.cert, token.Missing{}); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		old := forged006(t, test.appID, test.key)
		if got := old.VerifySwapped(test.project, test.cert, m); got != test.want {
			t.Errorf("006, %s: %q, want %q", test.name, got, test.want)
		}
		if got := old.VerifySwapped(test.project, test.cert, token.Missing{Channel: "other"}); got != "" {
			t.Errorf("006, %s, of another channel: %q", test.name, got)
		}
	}
}

func TestDisclosing(t *testing.T) {
	for a, want := range map[token.Accident]bool{
		"": false, token.AccidentUpper: false, token.AccidentAppIDTwice: false,
		token.AccidentSwapped: true, token.AccidentCertificateTwice: true,
	} {
		if a.Disclosing() != want {
			t.Errorf("%q: disclosing is %v", a, !want)
		}
	}
}
