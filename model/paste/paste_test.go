package paste_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"agtok/model/paste"
	"agtok/token"
)

// samples gives one token of each kind that reads differently: three 007 with zero,
// one and two characters of padding and with + and /, and a 006.
func samples(t testing.TB) (toks []string) {
	t.Helper()
	all := encoded(t)
	for _, fits := range []func(string) bool{
		func(s string) bool { return strings.HasPrefix(s, "007") && !strings.HasSuffix(s, "=") },
		func(s string) bool {
			return strings.HasPrefix(s, "007") && !strings.HasSuffix(s, "==") && strings.HasSuffix(s, "=")
		},
		func(s string) bool { return strings.HasPrefix(s, "007") && strings.HasSuffix(s, "==") },
		func(s string) bool { return strings.HasPrefix(s, "006") },
	} {
		i := slices.IndexFunc(all, func(r row) bool {
			return fits(r.Token) && strings.ContainsAny(r.Token, "+") && strings.Contains(r.Token[40:], "/")
		})
		if i < 0 {
			t.Fatal("the vectors lack a kind of token")
		}
		toks = append(toks, all[i].Token)
	}
	return toks
}

// want is what should be found: a token's text, or "!" and what the error's text
// starts with.
type want struct {
	text    string
	repairs []paste.Repair
}

func clean(toks ...string) (w []want) {
	for _, tok := range toks {
		w = append(w, want{text: tok})
	}
	return w
}

func checkFound(t *testing.T, text string, wants []want) {
	t.Helper()
	found := paste.Read(text)
	if len(found) != len(wants) {
		t.Errorf("%q:\n%d found, want %d", text, len(found), len(wants))
		return
	}
	for i, w := range wants {
		f := found[i]
		switch message, damaged := strings.CutPrefix(w.text, "!"); {
		case damaged && (f.Token != nil || f.Recognised != "" || !strings.HasPrefix(f.Err.Error(), message)):
			t.Errorf("%q:\nno. %d is %v, %v, %q; want the error %q", text, i, f.Token, f.Err, f.Recognised, message)
		case damaged:
		case f.Token == nil:
			t.Errorf("%q:\nno. %d can't be read: %v", text, i, f.Err)
		case f.Token.Text != w.text || !slices.Equal(f.Repairs, w.repairs):
			t.Errorf("%q:\nno. %d is %q with %v, want %q with %v", text, i, f.Token.Text, f.Repairs, w.text, w.repairs)
		}
	}
}

func TestSeveralTokens(t *testing.T) {
	s := samples(t)
	a, b, c, d := s[0], s[1], s[2], s[3]
	quoted := func(tok string) want { return want{tok, []paste.Repair{paste.Quotes}} }
	inJSON := func(tok string) want { return want{tok, []paste.Repair{paste.JSON}} }
	broken := func(tok string) want { return want{tok, []paste.Repair{paste.LineBreaks}} }
	lines := folded(64, "\n")
	for _, c := range []struct {
		text string
		want []want
	}{
		{a + "\n" + b, clean(a, b)},
		{a + "\n" + b + "\r\n" + c + "\n" + d + "\n", clean(a, b, c, d)},
		{a + "\r" + d + "\r" + a, clean(a, d, a)},
		{a + " " + a + "\t" + a, clean(a, a, a)},
		{a + "," + b + ";" + c + "|" + d, clean(a, b, c, d)},
		{b + c + a, clean(b, c, a)}, // the padding ends a token
		{a + `\n` + b + `\n`, clean(a, b)},
		{"'" + a + "' '" + d + "'", []want{quoted(a), quoted(d)}},
		{`["` + a + `", "` + b + `"]`, []want{quoted(a), quoted(b)}},
		{`{"rtcToken":"` + a + `","rtmToken":"` + d + `"}`, []want{inJSON(a), inJSON(d)}},
		{`{"rtcToken":"","rtmToken":"` + d + `"}`, []want{inJSON(d)}},
		{"https://example.com/?rtc=" + a + "&rtm=" + d, clean(a, d)},
		{"old " + a + "\nnew " + b, clean(a, b)},
		{"-" + a + "\n+" + b, clean(a, b)}, // a diff
		{lines(a) + "\n" + lines(b), []want{broken(a), broken(b)}},
		{lines(a) + "\n\n" + lines(d) + "\n", []want{broken(a), broken(d)}},
		{lines(d) + "\n" + lines(d), []want{broken(d), broken(d)}},
		{lines(a) + "\n" + b, append([]want{broken(a)}, clean(b)...)},
		{a + "\n" + lines(b), append(clean(a), broken(b))},
		{a + "\n" + b[:70] + "\n" + c, []want{{text: a}, {text: "!zlib: the compressed stream ends early"}, {text: c}}},
		{a[:len(a)-9] + "\n" + b, []want{{text: "!zlib: the compressed stream ends early"}, {text: b}}},
		{d[:90] + "\n" + a, []want{{text: "!header: 4 bytes belong here"}, {text: a}}},
		{"rtc:\n  " + a + "\nrtm:\n  " + d + "\n", clean(a, d)},
		{"export A='" + a + "'\nexport B=\"" + d + "\"\n", []want{quoted(a), quoted(d)}},
		{"007\n" + a, clean(a)},
		{"007/" + a, clean(a)},
		{"1,lobby,17," + a + ",3600\n2,lobby,18," + b + ",3600\n", clean(a, b)},
	} {
		checkFound(t, c.text, c.want)
	}
}

const console = `[2026-11-22 10:00:01.007] [INFO ] agora 4.24.0 init appId 970C…1b33, area 006, pid 0071234
[2026-11-22 10:00:01.112] [DEBUG] POST /fetch_rtc_token {"uid":17,"ChannelName":"lobby","role":1} -> 200
[2026-11-22 10:00:01.240] [DEBUG] reply {"token":"%s","code":"200"}
[2026-11-22 10:00:01.241] [INFO ] join("lobby", token=%s, uid=17)
[2026-11-22 10:00:01.300] [WARN ] retry with Authorization: Bearer %s
[2026-11-22 10:00:31.006] [ERROR] AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed
`

func TestConsoleLog(t *testing.T) {
	s := samples(t)
	text := fmt.Sprintf(console, strings.ReplaceAll(s[1], "/", `\/`), s[2], s[3])
	checkFound(t, text, []want{
		{s[1], []paste.Repair{paste.JSON}}, {s[2], nil}, {s[3], []paste.Repair{paste.Prefix}},
	})
}

func TestFixedFormats(t *testing.T) {
	isFixed := func(v row) bool {
		return slices.Contains([]string{"001", "002", "003", "004", "signaling"}, v.Version)
	}
	for _, v := range rows(t, isFixed, "official.jsonl", "generated.jsonl") {
		tok := v.Token
		checkFound(t, tok+"\n"+tok, clean(tok, tok))
		checkFound(t, "key="+tok+"&uid=17 ", clean(tok))
		checkFound(t, " '"+tok+"'\n", []want{{tok, []paste.Repair{paste.Quotes, paste.Whitespace}}})
		checkFound(t, `{"key": "`+tok+`"}`, []want{{tok, []paste.Repair{paste.JSON}}})
	}
}

func TestDamaged(t *testing.T) {
	s := samples(t)
	a, b, d := s[0], s[1], s[3]
	changed := a[:len(a)-20] + "AAAA" + a[len(a)-16:]
	for _, c := range []struct{ text, err string }{
		{"007", "length: nothing follows"},
		{`"007"`, "length: nothing follows"},
		{"  006\n", "length: a 006 token has"},
		{"006" + appID, "length: a 006 token has"},
		{"Bearer 0071234", "zlib:"},
		{"00712345", "base64: 5 characters"},
		{"007eJx$TYD", "base64: a character that base64 does not have (byte 6)"},
		{a[3:], "prefix: this does not start with a version"},
		{"7" + a[3:], "prefix: this does not start with a version"},
		{"008" + a[3:], "prefix: this does not start with a version"},
		{a[:63], "zlib: the compressed stream ends early"},
		{a[:64], "base64: 61 characters of base64"},
		{a[:30] + a[31:], "zlib: the compressed stream is damaged"},
		{changed, "checksum:"},
		{strings.ToLower(a), "zlib:"},
		{a[:40] + "…", "base64: the token was shortened for display (byte 40)"},
		{a[:16] + "..." + a[len(a)-4:], "base64: the token was shortened for display (byte 16)"},
		{a[:16] + "****" + a[len(a)-4:], "base64: the token was shortened for display (byte 16)"},
		{d[:60] + "…", "base64: the token was shortened for display (byte 60)"},
		{folded(64, "\n")(changed), "checksum:"},
		{strings.ReplaceAll(b[:len(b)-9], "/", "%2F"), "zlib: the compressed stream ends early"},
		{d[:35] + d[36:], "signature:"},
		{"006" + a[3:], "signature:"},
		{d[:20] + "!" + d[21:], "header: the App ID holds characters"},
	} {
		for _, text := range []string{c.text, "'" + c.text + "'\n"} {
			checkFound(t, text, []want{{text: "!" + c.err}})
			if f := paste.Read(text)[0]; f.Input != text && f.Input != c.text {
				t.Errorf("%q: input %q", text, f.Input)
			}
		}
	}
	for _, c := range []struct{ text, span, err string }{
		{"token " + a[:63] + ", uid 7", a[:63], "zlib: the compressed stream ends early"},
		{"got token: " + a[:24] + "... (200 more)", a[:24] + "...", "base64: the token was shortened"},
		{"token=" + changed + ".", changed, "checksum:"},
		{`{"token":"` + d[:80] + `"}`, d[:80], "base64:"},
		{"is it " + a[:50] + "$" + a[50:] + "?", a[:50] + "$" + a[50:], "base64: a character that base64 does not have (byte 50)"},
	} {
		checkFound(t, c.text, []want{{text: "!" + c.err}})
		if f := paste.Read(c.text)[0]; f.Input != c.span || c.text[f.Start:f.End] != c.span {
			t.Errorf("%q: span %q, want %q", c.text, f.Input, c.span)
		}
	}
}

func TestReadLineIsAllOrNothing(t *testing.T) {
	s := samples(t)
	for _, line := range []string{
		s[0] + " " + s[1], "token " + s[0], s[0] + " expired", "uid=17&token=" + s[0], `{"token":"` + s[0] + `","uid":17}`,
		folded(64, "\n")(s[0]), folded(64, `\n`)(s[3]), folded(64, "\r")(s[0]), s[0] + "\n" + s[1],
		s[0] + "\n" + s[1][:70], "# " + s[0] + " #1",
	} {
		f := paste.ReadLine(line)
		if f.Token != nil || f.Err == nil || f.Start != 0 || f.End != len(line) {
			t.Errorf("%q: %+v", line, f)
		}
	}
	f := paste.ReadLine(s[0][:70])
	if f.Token != nil || f.Recognised != "" || f.Err.Stage == token.StagePrefix {
		t.Errorf("a damaged line: %+v", f)
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("x", paste.MaxText+1)
	for _, f := range append(paste.Read(long), paste.ReadLine(long), paste.ReadLine("007"+long)) {
		if f.Err == nil || f.Err.Stage != token.StageLimit {
			t.Errorf("a text of %d bytes: %v", len(long), f.Err)
		}
		if n := utf8.RuneCountInString(f.Input); n != paste.MaxInput {
			t.Errorf("the input has %d characters", n)
		}
	}
	tok := "007eJxT" + strings.Repeat("A", token.MaxText)
	for _, text := range []string{tok, "token " + tok + " end"} {
		found := paste.Read(text)
		if len(found) != 1 || found[0].Err == nil || found[0].Err.Stage != token.StageLimit || len(found[0].Input) != paste.MaxInput {
			t.Errorf("a token of %d bytes: %+v", len(tok), found[0].Err)
		}
	}
	wide := paste.Read(strings.Repeat("語", 3*paste.MaxInput))[0]
	if utf8.RuneCountInString(wide.Input) != paste.MaxInput || !utf8.ValidString(wide.Input) {
		t.Errorf("wide input has %d characters", utf8.RuneCountInString(wide.Input))
	}
}

// TestReaderKeepsNothing: a Reader gives the same after any other text.
func TestReaderKeepsNothing(t *testing.T) {
	var r paste.Reader
	texts := []string{"", "007eJx", strings.Join(samples(t), "\n"), `"` + samples(t)[3] + `"`}
	for _, c := range kinds {
		texts = append(texts, c.text)
	}
	for range 2 {
		for _, text := range texts {
			got, want := fmt.Sprintf("%+v", describe(r.Read(text))), fmt.Sprintf("%+v", describe(paste.Read(text)))
			if got != want {
				t.Errorf("%q: %s, then %s", text, want, got)
			}
		}
	}
}

// describe gives what can be compared of founds.
func describe(found []paste.Found) (out []string) {
	for _, f := range found {
		tok := ""
		if f.Token != nil {
			tok = f.Token.Text
		}
		out = append(out, fmt.Sprint(f.Start, f.End, f.Input, tok, f.Repairs, f.Err, f.Recognised))
	}
	return out
}
