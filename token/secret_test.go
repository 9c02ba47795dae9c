package token_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"agtok/token"
)

// holder has a certificate wherever a struct can have one.
type holder struct {
	Exported   token.Certificate
	unexported token.Certificate
	Nested     struct{ inner token.Certificate }
	Pointer    *token.Certificate
	List       []token.Certificate
	Map        map[string]token.Certificate
	Keyed      map[token.Certificate]int
	Any        any
}

func holderOf(c token.Certificate) holder {
	h := holder{Exported: c, unexported: c, Pointer: &c, List: []token.Certificate{c},
		Map: map[string]token.Certificate{"k": c}, Keyed: map[token.Certificate]int{c: 1}, Any: c}
	h.Nested.inner = h.unexported
	return h
}

// leaks reports whether out has the secret in it, as text or in hexadecimal.
func leaks(out string) bool {
	out = strings.ToLower(out)
	for _, form := range []string{sampleCertificate, fmt.Sprintf("%x", sampleCertificate), fmt.Sprintf("%q", sampleCertificate), fmt.Sprint([]byte(sampleCertificate))} {
		if strings.Contains(out, strings.ToLower(form)) {
			return true
		}
	}
	return false
}

func TestLeaksFinds(t *testing.T) {
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X"} {
		if !leaks(fmt.Sprintf(format, sampleCertificate)) {
			t.Errorf("a bare text printed with %s is not found", format)
		}
	}
}

func TestCertificateIsNotPrinted(t *testing.T) {
	c := certificate(t, sampleCertificate)
	h := holderOf(c)
	values := map[string]any{"itself": c, "a pointer": &c, "a struct": h, "a pointer to a struct": &h, "a list": []token.Certificate{c},
		"an array": [1]token.Certificate{c}, "a map": h.Map, "a map by it": h.Keyed, "a list of any": []any{c, h}, "an error": fmt.Errorf("with %v: %w", c, errors.New("x"))}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%t", "%08v", "%T"} {
			if out := fmt.Sprintf(verb, v); leaks(out) {
				t.Errorf("%s with %s: %s", name, verb, out)
			}
		}
		if out := fmt.Sprint(v) + fmt.Sprintln(v); leaks(out) {
			t.Errorf("%s printed: %s", name, out)
		}
	}
	if c.String() != token.Masked || c.GoString() != token.Masked {
		t.Errorf("as text %q, in Go's syntax %q", c.String(), c.GoString())
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb, c); got != token.Masked {
			t.Errorf("%s gives %q", verb, got)
		}
	}
}

func TestCertificateIsNotMarshalled(t *testing.T) {
	c := certificate(t, sampleCertificate)
	h := holderOf(c)
	h.Any = map[string]token.Certificate{"k": c}
	for name, v := range map[string]any{"itself": c, "a pointer": &c, "a struct": h, "a list": h.List, "a map": h.Map} {
		out, err := json.Marshal(v)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if leaks(string(out)) || !strings.Contains(string(out), token.Masked) {
			t.Errorf("%s as JSON: %s", name, out)
		}
	}
	if out, err := c.MarshalText(); err != nil || string(out) != token.Masked {
		t.Errorf("as text: %q, %v", out, err)
	}
	out, err := xml.Marshal(c)
	if err != nil || leaks(string(out)) {
		t.Errorf("as XML: %s, %v", out, err)
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(c); err == nil || leaks(b.String()+err.Error()) {
		t.Errorf("as gob: %q, %v", b.Bytes(), err)
	}
}

func TestCertificateIsNotLogged(t *testing.T) {
	c := certificate(t, sampleCertificate)
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		log := slog.New(handler(&b))
		log.With("with", c).Info("m", "bare", c, "pointer", &c, "struct", holderOf(c), "group", slog.GroupValue(slog.Any("c", c)))
		if b.Len() == 0 || leaks(b.String()) || !strings.Contains(b.String(), token.Masked) {
			t.Errorf("%s: %s", name, b.String())
		}
	}
}

// TestErrorsHideCertificates holds that no error repeats a text that was meant as
// a certificate, right or wrong, nor the one that signs.
func TestErrorsHideCertificates(t *testing.T) {
	for _, text := range []string{"", " ", sampleCertificate + "a", sampleCertificate[:31], sampleCertificate[:31] + "g", " " + sampleCertificate,
		sampleCertificate + "\n", "hunter2", "\x1b]0;x\a", strings.Repeat("z", 1<<16)} {
		c, err := token.ParseCertificate(text)
		if err == nil || !c.IsZero() {
			t.Errorf("%.40q is taken for a certificate", text)
			continue
		}
		if len(text) > 2 && strings.Contains(err.Error(), text) || leaks(err.Error()) || strings.Contains(err.Error(), "hunter") {
			t.Errorf("the error repeats the text: %v", err)
		}
		if !strings.HasPrefix(err.Error(), "app certificate ") {
			t.Errorf("the error does not name the field: %v", err)
		}
	}
	c := certificate(t, sampleCertificate)
	for _, a := range []*token.AccessToken2{{}, {AppID: sampleCertificate[:31]}, {AppID: sampleAppID, MoreServices: 1}} {
		if _, err := token.Sign(a, c); err == nil || leaks(err.Error()) {
			t.Errorf("signing %+v: %v", a, err)
		}
	}
}

func TestCertificateEqual(t *testing.T) {
	a, b := certificate(t, sampleCertificate), certificate(t, sampleCertificate)
	other, none := certificate(t, strings.ToLower(sampleCertificate)), token.Certificate{}
	if !a.Equal(b) || a.Equal(other) || a.Equal(none) || none.Equal(a) || !none.Equal(token.Certificate{}) {
		t.Error("certificates are equal where their texts are, letter case included")
	}
	if !none.IsZero() || a.IsZero() {
		t.Error("only the zero value is no certificate")
	}
	if _, err := token.Sign(sample(), none); err == nil {
		t.Error("no certificate signs")
	}
	if sampleToken(t).Verify(none) || sampleToken(t).Verify(other) {
		t.Error("a token verifies with a certificate that did not sign it")
	}
}
