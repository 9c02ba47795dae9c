package token_test

import (
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
