package token_test

import (
	"bytes"
	"strings"
	"testing"

	"agtok/token"
)

// TestCompact holds that what is packed in the package's own way reads back
// through compress/zlib, and is not longer than what compress/zlib writes.
func TestCompact(t *testing.T) {
	var e token.Encoder
	packed, saved := 0, 0
	for _, v := range both(t, has("007")) {
		if v.AppCertificate == "" {
			continue
		}
		a, c := parsed(t, v.Token).AccessToken2, certificate(t, v.AppCertificate)
		full, err := e.Sign(a, c)
		if err != nil {
			t.Fatalf("%s: %v", v.place, err)
		}
		compact, err := e.SignCompact(a, c)
		if err != nil {
			t.Fatalf("%s: %v", v.place, err)
		}
		if len(compact) > len(full) {
			t.Errorf("%s: %d characters of compact text, %d else", v.place, len(compact), len(full))
		}
		if !bytes.Equal(inflate(t, compact), inflate(t, full)) || !parsed(t, compact).Verify(c) {
			t.Errorf("%s: the compact text holds another payload", v.place)
		}
		if short := len(inflate(t, full)) <= 256; short && compact != full {
			packed++
			saved += len(full) - len(compact)
		} else if !short && compact != full {
			t.Errorf("%s: a long payload takes another path than Sign's", v.place)
		}
	}
	t.Logf("%d tokens are %.1f characters shorter", packed, float64(saved)/float64(packed))
	if packed < 300 || saved == 0 {
		t.Errorf("%d of the vectors are packed, %d characters saved", packed, saved)
	}
}

// TestCompactLengths holds the package's deflate at every length, of what
// repeats at every distance and of what does not repeat at all.
func TestCompactLengths(t *testing.T) {
	var e token.Encoder
	c := certificate(t, sampleCertificate)
	for n := range 200 {
		for name, text := range map[string]string{
			"one byte":       strings.Repeat("a", n),
			"zeros":          strings.Repeat("\x00", n),
			"high bytes":     strings.Repeat("\xff", n),
			"no repetition":  counting(n),
			"apart":          counting(n/2) + counting(n/2),
			"three and gone": strings.Repeat("abcd", n/4),
		} {
			a := &token.AccessToken2{AppID: sampleAppID, IssueTs: uint32(n), Services: []token.Service{{Type: token.RTM, UserID: text}}}
			compact, err := e.SignCompact(a, c)
			if err != nil {
				t.Fatal(err)
			}
			full, err := e.Sign(a, c)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(inflate(t, compact), inflate(t, full)) || !parsed(t, compact).Verify(c) {
				t.Errorf("%s, %d bytes: another payload", name, n)
			}
		}
	}
}

// TestCompactRefuses holds that SignCompact refuses what Sign does.
func TestCompactRefuses(t *testing.T) {
	var e token.Encoder
	if text, err := e.SignCompact(sample(), token.Certificate{}); err == nil || text != "" {
		t.Errorf("without a certificate it gives %q", text)
	}
	if text, err := e.SignCompact(&token.AccessToken2{}, certificate(t, sampleCertificate)); err == nil || text != "" {
		t.Errorf("without an App ID it gives %q", text)
	}
}

// counting is n bytes, the first 256 of them different, from the highest down.
func counting(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(255 - i)
	}
	return string(b)
}

// FuzzSignCompact packs any texts.
func FuzzSignCompact(f *testing.F) {
	f.Fuzz(func(t *testing.T, channel, uid string, issue, salt uint32) {
		var e token.Encoder
		c := certificate(t, sampleCertificate)
		a := &token.AccessToken2{AppID: sampleAppID, IssueTs: issue, Salt: salt, Services: []token.Service{{Type: token.RTC, ChannelName: channel, UID: uid}}}
		full, err := e.Sign(a, c)
		compact, compactErr := e.SignCompact(a, c)
		if err != nil || compactErr != nil {
			return
		}
		if !bytes.Equal(inflate(t, compact), inflate(t, full)) || !parsed(t, compact).Verify(c) {
			t.Errorf("%q, %q: another payload", channel, uid)
		}
	})
}
