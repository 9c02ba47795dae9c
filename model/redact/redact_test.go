package redact_test

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"agtok/model/admission"
	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/redact"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

const (
	issued = 1_700_000_000
	appID  = "0123456789abcdef0123456789abcdef"
	secret = "5CFd2fd1755d40ecb72977518be15d3b"
)

// input is all that is known of a token, with a client that passes other names.
func input(t testing.TB, tok *token.Token, id, cert string) redact.Input {
	t.Helper()
	in := redact.Input{Token: tok, Timeline: timeline.Of(tok), Repairs: []string{"quotes"}, Now: time.Unix(issued+60, 0).UTC()}
	if c, err := token.ParseCertificate(cert); err == nil {
		in.Signer = signer.Find(tok, nil, []project.Project{{Name: "our-project", AppID: id, Keys: []project.Key{{Role: project.Primary, Certificate: c}}}})
	}
	in.Findings = finding.Check(finding.Input{Token: tok, Timeline: in.Timeline, Signer: in.Signer, Repairs: in.Repairs, Now: in.Now})
	channel, account := "the-clients-channel", "the-clients-account"
	v := admission.Check(admission.Input{Token: tok, Now: in.Now, Client: admission.Client{Product: admission.RTC, Channel: &channel, Account: &account}})
	in.Verdict = &v
	return in
}

// both gives the summary in its two forms.
func both(t testing.TB, in redact.Input) (text, data string) {
	t.Helper()
	s := redact.Of(in)
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	text = s.Text()
	for _, out := range []string{string(raw), strings.ReplaceAll(text, "\n", "")} {
		if strings.ContainsFunc(out, func(c rune) bool { return !unicode.IsPrint(c) }) {
			t.Errorf("not printable: %q", out)
		}
	}
	return text, string(raw)
}

func made(t testing.TB, id, cert string, services ...token.Service) *token.Token {
	t.Helper()
	c, err := token.ParseCertificate(cert)
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign(&token.AccessToken2{AppID: id, IssueTs: issued, Expire: 3600, Salt: 77665544, Services: services}, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestText(t *testing.T) {
	tok := made(t, appID, secret, token.Service{Type: token.RTC, ChannelName: "team meeting", UID: "0", Privileges: []token.Grant{{Privilege: 1, Expire: 3600}, {Privilege: 2, Expire: 600}}})
	text, _ := both(t, input(t, tok, appID, secret))
	for _, want := range []string{
		"Agora token, redacted (no signature, no certificate, no full App ID, names shortened), 2023-11-14 22:14:20Z\n",
		"format 007, App ID 0123…cdef, signature valid (primary)\n",
		"issued 2023-11-14 22:13:20Z, expires 2023-11-14 23:13:20Z, admits until 2023-11-14 23:13:20Z, first end 2023-11-14 22:23:20Z\n",
		"service rtc, channelName: text \"te…g\", 12 bytes, white space inside, uid: literal \"0\", 1 byte\n",
		"  joinChannel 3600, until 2023-11-14 23:13:20Z\n  publishAudioStream 600, until 2023-11-14 22:23:20Z\n",
		"repaired: quotes\n",
		"error uid-literal-zero (services[0].uid): the uid is the text \"0\", which admits a user of that name and not anyone\n",
		"verdict: refused: channel-mismatch, codes native 110, Web CAN_NOT_GET_GATEWAY_SERVER, Signaling -10005; uid-mismatch (the text \"0\"), codes",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestJSON(t *testing.T) {
	tok := made(t, appID, secret, token.Service{Type: token.Chat, UserID: "Alice@example.com", Privileges: []token.Grant{{Privilege: 1}}})
	_, data := both(t, input(t, tok, appID, secret))
	for _, want := range []string{
		`{"at":1700000060,"format":"007","appId":"0123…cdef","signature":"valid","certificate":"primary","times":{"issuedAt":1700000000,"expiresAt":1700003600,`,
		`"services":[{"type":"chat","names":[{"field":"userId","sort":"mail","bytes":17,"shown":"Al…m","marks":["upper-case"]}],"admitUntil":1700003600,"grants":[{"privilege":"user","expire":0,"until":1700003600}]}]`,
		`"repairs":["quotes"]`, `"findings":[{"id":"`, `"verdict":{"admitted":false,"reasons":[{"id":"wrong-service","near":"","codes":{"native":["110"]`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
	admitted := admission.Verdict{Admitted: true}
	text, data := both(t, redact.Input{Err: &token.Error{Stage: token.StageZlib, Message: "the stream ends early"}, Verdict: &admitted})
	if !strings.Contains(data, `"problem":{"stage":"zlib","path":"","message":"the stream ends early"},"services":[],"repairs":[],"findings":[],"verdict":{"admitted":true,"reasons":[]}`) {
		t.Errorf("unread: %s", data)
	}
	if !strings.Contains(text, "not readable: zlib: the stream ends early\nverdict: admitted\n") {
		t.Errorf("unread: %s", text)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"", "empty"}, {"*", `star "*"`}, {"room-*", "pattern, 6 bytes"}, {"undefined", `literal "undefined"`}, {"[object Object]", "literal"},
		{"1234", "number, 4 bytes"}, {"12345678", `number "12…8", 8 bytes`}, {"007", "zero in front"}, {"-5", "number"}, {"-", "text"},
		{"0ffe2d80-ed76-11e8-8d66-279e3e1c214b", `uuid "0f…b"`}, {"7d72365eb983485397e3e3f9d460bdda", `hex "7d…a"`},
		{"alice@example.com", `mail "al…m"`}, {"alice", "text, 5 bytes"}, {"alice-in-wonderland", `text "al…d", 19 bytes`},
		{" lobby ", "white space around"}, {"a b", "white space inside"}, {"Lobby", "upper-case"}, {"caf\u00e9-au-lait", "beyond ASCII"},
		{"lob\u200bby", "characters that do not show"}, {"x\u202ey", "characters that do not show"}, {"x\u3164y", "characters that do not show"},
		{"a\xff", "not UTF-8"}, {"\x1b[2J\x1b]0;x\x07", `text "?[…?"`},
	} {
		tok := made(t, appID, secret, token.Service{Type: token.RTM, UserID: c.name, Privileges: []token.Grant{{Privilege: 1, Expire: 60}}})
		if text, _ := both(t, input(t, tok, appID, secret)); !strings.Contains(text, c.want) {
			t.Errorf("%q: %q is not in\n%s", c.name, c.want, text)
		}
	}
}

// TestOldToken holds that of a 006 token's names only "any uid" is told.
func TestOldToken(t *testing.T) {
	for crc, want := range map[uint32]string{0: "service rtc, uid: empty\n", 123456789: "service rtc\n"} {
		tok := &token.Token{Format: token.Format006, AccessToken: &token.AccessToken{AppID: appID, Ts: issued, ChannelCRC32: 987654321, UIDCRC32: crc, Privileges: []token.Grant{{Privilege: 1}}}}
		text, data := both(t, redact.Input{Token: tok, Timeline: timeline.Of(tok)})
		if !strings.Contains(text, want) || strings.Contains(data, "987654321") || strings.Contains(data, "123456789") {
			t.Errorf("%d: %s", crc, text)
		}
	}
}

// TestCertificateAsAppID holds that a certificate which stands in the App ID's
// place does not show, not even in part.
func TestCertificateAsAppID(t *testing.T) {
	tok := made(t, secret, appID, token.Service{Type: token.RTC, ChannelName: "lobby", UID: "7", Privileges: []token.Grant{{Privilege: 1}}})
	in := input(t, tok, appID, secret)
	if !in.Signer.Accident.Disclosing() {
		t.Fatalf("the accident is not told: %+v", in.Signer)
	}
	text, data := both(t, in)
	if strings.Contains(text+data, secret[:4]) || strings.Contains(text+data, secret[28:]) {
		t.Errorf("the certificate shows:\n%s\n%s", text, data)
	}
}

// TestManyServices holds that the summary of a hostile token stays short.
func TestManyServices(t *testing.T) {
	s := token.Service{Type: token.FPA}
	for i := range 100 {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(i)})
	}
	tok := made(t, appID, secret, slices.Repeat([]token.Service{s}, 90)...)
	in := input(t, tok, appID, secret)
	in.Findings, in.Verdict = nil, nil
	if text, _ := both(t, in); len(text) > 64<<10 || strings.Count(text, "service fpa") != 32 {
		t.Errorf("%d bytes", len(text))
	}
}

// TestNothingLeaks holds for every token of the vectors that nothing of it is in
// its summary which must not be.
func TestNothingLeaks(t *testing.T) {
	rows := 0
	for _, name := range []string{"official.jsonl", "generated.jsonl"} {
		f, err := os.Open(filepath.Join("../../testdata/vectors", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var row struct{ Token, AppID, AppCertificate string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			tok, err := token.Parse(row.Token)
			if err != nil {
				continue
			}
			rows++
			text, data := both(t, input(t, tok, row.AppID, row.AppCertificate))
			for _, s := range forbidden(tok, row.AppCertificate) {
				if strings.Contains(text, s) || strings.Contains(data, s) {
					t.Errorf("%.40s: %q leaks into\n%s", row.Token, s, text)
				}
			}
		}
		if lines.Err() != nil {
			t.Fatal(lines.Err())
		}
	}
	if rows < 700 {
		t.Errorf("only %d rows", rows)
	}
}

// forbidden gives the texts that must not be in a token's summary. A channel named
// "channel" is a word of every summary.
func forbidden(tok *token.Token, certificate string) []string {
	list := []string{tok.AppID(), hex.EncodeToString(tok.Signature)[:12], "the-clients-", "our-project"}
	for i := 3; i+12 <= len(tok.Text); i += 12 {
		list = append(list, tok.Text[i:i+12])
	}
	if certificate != "" {
		list = append(list, certificate, certificate[8:20])
	}
	if a := tok.AccessToken; a != nil {
		list = append(list, strconv.FormatUint(uint64(a.ChannelCRC32), 10))
		if a.UIDCRC32 > 1_000_000 {
			list = append(list, strconv.FormatUint(uint64(a.UIDCRC32), 10))
		}
	}
	if a := tok.AccessToken2; a != nil {
		for i := range a.Services {
			for _, f := range a.Services[i].Fields() {
				if len(f.Text) >= 5 && !strings.Contains("undefined [object Object] channel", f.Text) && f.Name != "role" {
					list = append(list, f.Text)
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return len(s) < 5 })
}
