package token_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"agtok/token"
)

// original is a token with everything that verifying it takes.
type original struct {
	place, text string
	c           token.Certificate
	m           token.Missing
}

// originals gives every vector that verifies; of the generated 007 rows, which
// are many and much alike, every tenth.
func originals(t *testing.T) []original {
	t.Helper()
	var all []original
	add := func(place, text, cert string, m token.Missing) {
		if cert == "" {
			return // of these the official sources give no certificate
		}
		o := original{place, text, certificate(t, cert), m}
		if tok := parsed(t, text); tok.VerifyFor(o.c, m) {
			all = append(all, o)
		}
	}
	for _, v := range rows(t, "official.jsonl", has("007")) {
		add(v.place, v.Token, v.AppCertificate, token.Missing{})
	}
	for i, v := range rows(t, "generated.jsonl", has("007")) {
		if i%10 == 0 {
			add(v.place, v.Token, v.AppCertificate, token.Missing{})
		}
	}
	for _, v := range both(t, has("006")) {
		add(v.place, v.Token, v.AppCertificate, token.Missing{Channel: v.Channel, UID: v.UID})
	}
	for _, version := range []string{"005", "004", "003", "002", "001", "signaling"} {
		for _, v := range oldRows(t, version) {
			add(v.place, v.Token, v.AppCertificate, v.missing())
		}
	}
	if len(all) < 250 {
		t.Fatalf("only %d tokens to damage", len(all))
	}
	return all
}

// outcome says what became of a changed token. Only deceived is a fault: another
// description that verifies and bears no mark.
type outcome int

const (
	refused outcome = iota
	unsigned
	marked
	same
	deceived
)

func (o *original) after(text string, description []byte) outcome {
	tok, err := token.Parse(text)
	switch {
	case err != nil:
		return refused
	case !tok.VerifyFor(o.c, o.m):
		return unsigned
	case hasMark(tok):
		return marked
	case bytes.Equal(tok.AppendDescription(nil), description):
		return same
	}
	return deceived
}

// hasMark reports whether tok says of itself that its text was tampered with.
func hasMark(tok *token.Token) bool {
	switch {
	case tok.AccessToken != nil && len(tok.AccessToken.AfterMessage) > 0:
		return true
	case tok.DynamicKey != nil && len(tok.DynamicKey.TrailingBytes) > 0:
		return true
	}
	return tok.Trailing > 0 || tok.NonCanonical
}

// decoded splits a token into the text that stands as it is and the bytes behind
// it, which join encodes again.
func decoded(t *testing.T, text string) (head string, data []byte, join func([]byte) string) {
	t.Helper()
	tok := parsed(t, text)
	n := map[token.Format]int{token.Format007: 3, token.Format006: 35, token.Format005: 3}[tok.Format]
	if n == 0 {
		return "", []byte(text), func(b []byte) string { return string(b) }
	}
	data, err := base64.StdEncoding.DecodeString(text[n:])
	if err != nil {
		t.Fatal(err)
	}
	return text[:n], data, packBase64
}

// TestBitFlips turns every bit of every token's decoded form, one at a time, and
// those of the text before it.
func TestBitFlips(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	var count [deceived + 1]int
	for _, o := range originals(t) {
		description := parsed(t, o.text).AppendDescription(nil)
		head, data, join := decoded(t, o.text)
		flip := func(b []byte, text func() string) {
			for i := range 8 * len(b) {
				b[i/8] ^= 1 << (i % 8)
				got := o.after(text(), description)
				if count[got]++; got == deceived {
					t.Errorf("%s: with bit %d turned it verifies as another token\n%s", o.place, i, text())
				}
				b[i/8] ^= 1 << (i % 8)
			}
		}
		tail, prefix := join(data), []byte(head)
		flip(prefix, func() string { return string(prefix) + tail })
		flip(data, func() string { return head + join(data) })
	}
	t.Logf("refused %d, not signed %d, marked %d, the same %d", count[refused], count[unsigned], count[marked], count[same])
	if count[refused] == 0 || count[unsigned] == 0 || count[marked] == 0 || count[same] > count[refused]/100 {
		t.Error("the outcomes are not what damage gives")
	}
}

// TestTextFlips turns every bit of the texts themselves, of one token in ten.
func TestTextFlips(t *testing.T) {
	for i, o := range originals(t) {
		if i%10 != 0 {
			continue
		}
		description := parsed(t, o.text).AppendDescription(nil)
		text := []byte(o.text)
		for i := range 8 * len(text) {
			text[i/8] ^= 1 << (i % 8)
			if o.after(string(text), description) == deceived {
				t.Errorf("%s: with bit %d turned it verifies as another token", o.place, i)
			}
			text[i/8] ^= 1 << (i % 8)
		}
	}
}

// TestCutsAndAdditions cuts every token's decoded form at every length and puts
// something behind it and behind the text.
func TestCutsAndAdditions(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	for _, o := range originals(t) {
		description := parsed(t, o.text).AppendDescription(nil)
		head, data, join := decoded(t, o.text)
		for n := range data {
			if got := o.after(head+join(data[:n]), description); got > unsigned {
				t.Errorf("%s: cut to %d bytes it verifies", o.place, n)
			}
		}
		for n := range o.text {
			if got := o.after(o.text[:n], description); got > unsigned {
				t.Errorf("%s: its first %d characters verify", o.place, n)
			}
		}
		for b := range 256 {
			if got := o.after(head+join(append(bytes.Clone(data), byte(b))), description); got > marked {
				t.Errorf("%s: byte %d behind it bears no mark", o.place, b)
			}
		}
		for _, more := range []string{"A", "AA", "AAA", "AAAA", "=", "====", " ", "\n", "\x00", "0", o.text} {
			if got := o.after(o.text+more, description); got > marked {
				t.Errorf("%s: %q behind it bears no mark", o.place, more)
			}
		}
	}
}

// Test006Checksums holds that a change to what a 006 signature leaves out shows
// as soon as channel and uid are known.
func Test006Checksums(t *testing.T) {
	n := 0
	for _, v := range both(t, has("006")) {
		if v.Divergence != nil || v.AppCertificate == "" {
			continue
		}
		n++
		head, data, join := decoded(t, v.Token)
		for _, path := range []string{"channelCrc32", "uidCrc32"} {
			changed := bytes.Clone(data)
			changed[place(t, parsed(t, v.Token), path).Start] ^= 1
			tok := parsed(t, head+join(changed))
			m := token.Missing{Channel: v.Channel, UID: v.UID}
			channel, uid := tok.AccessToken.Consistent(m)
			if channel == (path == "channelCrc32") || uid == (path == "uidCrc32") || tok.VerifyFor(certificate(t, v.AppCertificate), m) {
				t.Errorf("%s: a changed %s does not show", v.place, path)
			}
		}
	}
	if n == 0 {
		t.Fatal("no 006 row has a certificate")
	}
}
