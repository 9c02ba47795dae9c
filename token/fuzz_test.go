package token_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agtok/token"
)

var stages = []token.Stage{token.StageEmpty, token.StagePrefix, token.StageLength, token.StageBase64, token.StageZlib, token.StageChecksum,
	token.StageSignature, token.StageHeader, token.StageService, token.StageLimit}

// FuzzParse reads any text. The corpus has a token of every format and of every
// kind of damage.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) { checkParsed(t, text) })
}

// FuzzPayload reads any payload: a text that is changed blindly seldom gets past
// its checksum.
func FuzzPayload(f *testing.F) {
	f.Fuzz(func(t *testing.T, payload []byte) { checkParsed(t, pack(payload)) })
}

func checkParsed(t *testing.T, text string) {
	t.Helper()
	tok, err := token.Parse(text)
	if err != nil {
		checkError(t, text, err)
		return
	}
	checkLayout(t, tok)
	if c := certificate(t, sampleCertificate); tok.VerifyFor(token.Certificate{}, token.Missing{}) || tok.NeedsMissing() && tok.Verify(c) {
		t.Error("verifies with less than is needed")
	}
	if tok.Format == token.Format007 && token.CheckAppID(tok.AppID()) == nil && len(text) < token.MaxText/2 {
		checkDescribed(t, "fuzzed", tok)
	}
	checkPrintable(t, string(tok.AppendDescription(nil)))
}

func checkError(t *testing.T, text string, err error) {
	t.Helper()
	var e *token.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
	if !slices.Contains(stages, e.Stage) || e.Message == "" || e.Hint == "" || e.Offset < 0 {
		t.Errorf("%#v", e)
	}
	if e.Offset > len(text) && e.Stage != token.StageService && e.Stage != token.StageHeader {
		t.Errorf("a place behind the end of %d bytes: %#v", len(text), e)
	}
	checkPrintable(t, e.Error()+e.Hint)
}

func checkPrintable(t *testing.T, s string) {
	t.Helper()
	if i := strings.IndexFunc(s, func(c rune) bool { return !strconv.IsPrint(c) }); i >= 0 {
		t.Errorf("byte %d of %q does not print", i, s)
	}
}

// checkLayout holds that the spans tile the payload.
func checkLayout(t testing.TB, tok *token.Token) {
	t.Helper()
	end := 0
	for _, s := range tok.Layout() {
		if s.Start != end || s.End <= s.Start || s.Path == "" {
			t.Errorf("after byte %d: %+v", end, s)
		}
		end = s.End
	}
	if end != len(tok.Payload()) {
		t.Errorf("the layout ends at %d of %d bytes", end, len(tok.Payload()))
	}
}

// FuzzParseDescription reads any text as a description, and signs what it says.
func FuzzParseDescription(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := token.ParseDescription(data, token.Override{})
		if err != nil {
			checkPrintable(t, err.Error())
			return
		}
		checkAgainstJSON(t, data, d)
		text, err := d.Sign(new(token.Encoder), certificate(t, sampleCertificate))
		if err != nil {
			checkPrintable(t, err.Error())
			return
		}
		tok := parsed(t, text)
		if !tok.VerifyFor(certificate(t, sampleCertificate), d.Missing) {
			t.Error("what was signed does not verify")
		}
		if d.AccessToken2 == nil {
			if got, want := tok.AccessToken.AppendJSON(nil), d.AccessToken.AppendJSON(nil); string(got) != string(want) {
				t.Errorf("signed\n%s\nreads back as\n%s", want, got)
			}
			return
		}
		if got, want := tok.AccessToken2.AppendJSON(nil), d.AccessToken2.AppendJSON(nil); string(got) != string(want) {
			t.Errorf("signed\n%s\nreads back as\n%s", want, got)
		}
	})
}

// checkAgainstJSON holds that a description that was read is JSON, and that package
// json finds the same in it.
func checkAgainstJSON(t *testing.T, data []byte, d token.Description) {
	t.Helper()
	type text = any // a text, or {"hex":"…"}
	var want struct {
		AppID        text `json:"appId"`
		Salt         uint32
		Expire, Ts   uint32
		ChannelName  text
		UID          text
		Services     []map[string]json.RawMessage
		ServiceCount *int
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatalf("%q was read and is not JSON: %v", data, err)
	}
	same := func(what, got string, want text) {
		if in, ok := want.(string); ok && got != in {
			t.Errorf("%s of %s is %q, want %q", what, data, got, in)
		}
	}
	same("App ID", d.AppID(), want.AppID)
	if a := d.AccessToken; a != nil {
		same("channel", d.Missing.Channel, want.ChannelName)
		same("uid", d.Missing.UID, want.UID)
		if a.Salt != want.Salt || a.Ts != want.Ts {
			t.Errorf("%s is read as %+v", data, a)
		}
		return
	}
	a := d.AccessToken2
	if a.Salt != want.Salt || a.Expire != want.Expire || len(a.Services) != len(want.Services) {
		t.Fatalf("%s is read as %+v", data, a)
	}
	for i := range a.Services {
		for _, f := range a.Services[i].Fields() {
			var in text
			if err := json.Unmarshal(want.Services[i][f.Name], &in); err != nil {
				t.Errorf("%s: service %d has no %s: %v", data, i, f.Name, err)
			}
			if f.Name != "permissions" && f.Name != "role" {
				same(f.Name, f.Text, in)
			}
		}
	}
}
