package token_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"agtok/token"
)

// oldVector is a row of official.jsonl or generated.jsonl of a format before 006.
type oldVector struct {
	ID, API, Kind, Token, Version, AppCertificate, Channel string
	Impl                                                   any
	AppID                                                  string `json:"appId"`
	Ts, Salt, Expire                                       uint32
	UID                                                    json.RawMessage
	Extra                                                  map[string]string
	Args                                                   []json.RawMessage

	place string
}

// oldRows reads the rows of one version from both files; none is a failure.
func oldRows(t testing.TB, version string) []oldVector {
	t.Helper()
	var all []oldVector
	for _, name := range []string{"official.jsonl", "generated.jsonl"} {
		f, err := os.Open(filepath.Join(vectorDir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		found := 0
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			if !strings.Contains(lines.Text(), `"version": "`+version+`"`) {
				continue
			}
			v := oldVector{place: fmt.Sprintf("%s:%d", name, n)}
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				t.Fatalf("%s: %v", v.place, err)
			}
			v.place += fmt.Sprintf(" %s %s %v", version, v.ID, v.Impl)
			v.fill(t)
			all = append(all, v)
			found++
		}
		if err := lines.Err(); err != nil || found == 0 {
			t.Fatalf("%s: %d rows of %s, %v", name, found, version, err)
		}
	}
	return all
}

// fill puts what a generated row has as the builder's arguments in the places
// that the official rows name.
func (v *oldVector) fill(t testing.TB) {
	t.Helper()
	if v.Args == nil {
		return
	}
	places := []any{&v.Channel, &v.Ts, &v.Salt, &v.UID, &v.Expire}
	if v.Version == string(token.FormatSignaling) {
		places = []any{&v.Channel, &v.Expire}
	}
	for i, arg := range v.Args[:min(len(v.Args), len(places))] {
		if err := json.Unmarshal(arg, places[i]); err != nil {
			t.Fatalf("%s: argument %d: %v", v.place, i, err)
		}
	}
	v.Kind = v.API
	if len(v.Args) > len(places) {
		v.Extra = map[string]string{"1": strings.Trim(string(v.Args[len(places)]), `"`)}
	}
}

// want gives the key that a row asks for.
func (v *oldVector) want() *token.DynamicKey {
	k := &token.DynamicKey{AppID: v.AppID, UnixTs: v.Ts, Random: v.Salt}
	switch token.Format(v.Version) {
	case token.Format005:
		k.AppID = strings.ToLower(v.AppID)
		k.Service = map[string]token.KeyService{"dk5_media": token.KeyMediaChannel, "dk5_rec": token.KeyRecording,
			"dk5_ps": token.KeyPublicSharing, "dk5_perm": token.KeyInChannelRights}[v.Kind]
		if value, ok := v.Extra["1"]; ok {
			k.Extra = []token.KeyExtra{{Key: 1, Value: value}}
		}
	case token.Format003, token.Format002:
		n, _ := strconv.ParseUint(string(v.UID), 10, 32)
		k.UID = uint32(n)
	}
	if v.Version != string(token.Format001) {
		k.ExpiredTs = v.Expire
	}
	return k
}

func (v *oldVector) missing() token.Missing {
	if v.Version == string(token.FormatSignaling) {
		return token.Missing{UID: v.Channel} // the account
	}
	return token.Missing{Channel: v.Channel, UID: string(v.UID)}
}

func TestVectorsDynamicKey(t *testing.T) {
	for _, f := range []token.Format{token.Format005, token.Format004, token.Format003, token.Format002, token.Format001} {
		for _, v := range oldRows(t, string(f)) {
			tok, err := token.Parse(v.Token)
			if err != nil {
				t.Errorf("%s: %v", v.place, err)
				continue
			}
			if tok.Format != f || !reflect.DeepEqual(tok.DynamicKey, v.want()) {
				t.Errorf("%s: %s parsed\n%+v\nwant\n%+v", v.place, tok.Format, tok.DynamicKey, v.want())
			}
			checkOld(t, &v, tok)
		}
	}
}

func TestVectorsSignaling(t *testing.T) {
	for _, v := range oldRows(t, string(token.FormatSignaling)) {
		tok, err := token.Parse(v.Token)
		if err != nil {
			t.Errorf("%s: %v", v.place, err)
			continue
		}
		if want := (token.SignalingToken{AppID: v.AppID, ExpiredTs: v.Expire}); *tok.Signaling != want {
			t.Errorf("%s: parsed\n%+v\nwant\n%+v", v.place, *tok.Signaling, want)
		}
		checkOld(t, &v, tok)
	}
}

// checkOld holds what is the same for every format before 006.
func checkOld(t *testing.T, v *oldVector, tok *token.Token) {
	t.Helper()
	if tok.NonCanonical || !tok.NeedsMissing() || !strings.EqualFold(tok.AppID(), v.AppID) {
		t.Errorf("%s: %+v", v.place, tok)
	}
	checkLayout(t, tok)
	if !json.Valid(tok.AppendDescription(nil)) {
		t.Errorf("%s: %s", v.place, tok.AppendDescription(nil))
	}
	c, m := certificate(t, v.AppCertificate), v.missing()
	if !tok.VerifyFor(c, m) {
		t.Errorf("%s: does not verify", v.place)
	}
	other := certificate(t, strings.Repeat("0", 32))
	if tok.Verify(c) || tok.VerifyFor(other, m) || tok.VerifyFor(c, token.Missing{Channel: m.Channel + "x", UID: m.UID + "1"}) {
		t.Errorf("%s: verifies with what did not sign it", v.place)
	}
}

// TestOldMissing holds which of channel and uid each format's signature covers.
func TestOldMissing(t *testing.T) {
	for f, covers := range map[token.Format]struct{ channel, uid bool }{
		token.Format005: {true, true}, token.Format004: {true, true}, token.Format003: {true, false},
		token.Format002: {true, false}, token.Format001: {true, false}, token.FormatSignaling: {false, true},
	} {
		v := oldRows(t, string(f))[0]
		tok, c, m := parsed(t, v.Token), certificate(t, v.AppCertificate), v.missing()
		if got := tok.VerifyFor(c, token.Missing{Channel: m.Channel + "x", UID: m.UID}); got == covers.channel {
			t.Errorf("%s: with another channel it verifies: %v", f, got)
		}
		for _, uid := range []string{"7", "07", "x", "-1", "4294967296", "", " "} {
			if got := tok.VerifyFor(c, token.Missing{Channel: m.Channel, UID: uid}); got == covers.uid {
				t.Errorf("%s: with uid %q it verifies: %v", f, uid, got)
			}
		}
	}
}

// TestUIDZero holds that no uid and the uid 0 are the same to the old builders.
func TestUIDZero(t *testing.T) {
	n := 0
	for _, f := range []token.Format{token.Format005, token.Format004} {
		for _, v := range oldRows(t, string(f)) {
			if string(v.UID) != "0" {
				continue
			}
			n++
			tok, c := parsed(t, v.Token), certificate(t, v.AppCertificate)
			if !tok.VerifyFor(c, token.Missing{Channel: v.Channel}) || tok.VerifyFor(c, token.Missing{Channel: v.Channel, UID: "00"}) {
				t.Errorf("%s: no uid is not the uid 0", v.place)
			}
		}
	}
	if n == 0 {
		t.Error("no row has the uid 0")
	}
}

const (
	old001    = "870588aad271ff47094eb622617e89d6b5b5a615970ca35de60c44645bbae8a215061b3314464554720383bbf5"
	old002    = "7666966591a93ee5a3f712e22633f31f0cbc8f13970ca35de60c44645bbae8a215061b3314464554720383bbf528823412731446455471"
	old004    = "0047f60ef0a65df9aad718eb6c4790a3e52a468313bb9b595bcfd72479d894abe7a8cf0c37e14464554720383bbf51446455471"
	old005    = "005BAAoADgyNEQxNDE4M0FGRDkyOEQ4REFFMUU1OTg5NTg2MzA3MTEyNjRGNzQQAJcMo13mDERkW7roohUGGzOwKDdW9buDA68oN1YBAAEAAQAw"
	signaling = "1:970CA35de60c44645bbae8a215061b33:1514219634:82539e1f3973bcfe3f0d0c8993e6c051"
)

func TestOldDescriptions(t *testing.T) {
	for text, want := range map[string]string{
		old001:         `{"version":"001","appId":"970ca35de60c44645bbae8a215061b33","unixTs":1446455472,"random":58964981,"signatureHex":"870588aad271ff47094eb622617e89d6b5b5a615"}`,
		old002:         `{"version":"002","appId":"970ca35de60c44645bbae8a215061b33","unixTs":1446455472,"random":58964981,"uid":2882341273,"expiredTs":1446455471,"signatureHex":"7666966591a93ee5a3f712e22633f31f0cbc8f13"}`,
		"003" + old002: `{"version":"003","appId":"970ca35de60c44645bbae8a215061b33","unixTs":1446455472,"random":58964981,"uid":2882341273,"expiredTs":1446455471,"signatureHex":"7666966591a93ee5a3f712e22633f31f0cbc8f13"}`,
		old004:         `{"version":"004","appId":"b9b595bcfd72479d894abe7a8cf0c37e","unixTs":1446455472,"random":58964981,"expiredTs":1446455471,"signatureHex":"7f60ef0a65df9aad718eb6c4790a3e52a468313b"}`,
		old005:         `{"version":"005","appId":"970ca35de60c44645bbae8a215061b33","service":4,"unixTs":1446455472,"random":58964981,"expiredTs":1446455471,"extra":{"1":"0"},"signatureHex":"824d14183afd928d8dae1e598958630711264f74"}`,
		signaling:      `{"version":"signaling","appId":"970CA35de60c44645bbae8a215061b33","expiredTs":1514219634,"md5":"82539e1f3973bcfe3f0d0c8993e6c051"}`,
	} {
		if got := string(parsed(t, text).AppendDescription(nil)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestExtra(t *testing.T) {
	content := parsed(t, old005).Payload()
	head := content[:len(content)-7]
	pairs := append(append([]byte(nil), head...), 2, 0, 1, 0, 1, 0, '3', 1, 0, 2, 0, 0xff, 0x1b, 9)
	tok := parsed(t, "005"+packBase64(pairs))
	const want = `"extra":[[1,"3"],[1,{"hex":"ff1b"}]],"signatureHex":"824d14183afd928d8dae1e598958630711264f74","trailingHex":"09"}`
	if got := string(tok.AppendDescription(nil)); !strings.HasSuffix(got, want) {
		t.Errorf("got %s", got)
	}
	checkLayout(t, tok)
}

func TestOldErrors(t *testing.T) {
	content := parsed(t, old005).Payload()
	for _, row := range []damage{
		{"004 cut", old004[:99], token.Error{Stage: token.StageLength, Offset: 99,
			Message: "a 004 key has 103 characters; this has 99", Hint: "characters were lost or added on the way"}},
		{"003 with one more", "003" + old002 + "0", token.Error{Stage: token.StageLength, Offset: 113,
			Message: "a 003 key has 113 characters; this has 114", Hint: "characters were lost or added on the way"}},
		{"002 cut", old002[:109], token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token", Hint: "a token starts with its version, 007 or 006; older ones are known by their length"}},
		{"002 with a letter in its time", old002[:75] + "a" + old002[76:], token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token", Hint: "a token starts with its version, 007 or 006; older ones are known by their length"}},
		{"004 with a damaged signature", old004[:10] + "g" + old004[11:], token.Error{Stage: token.StageSignature, Path: "signature", Offset: 3,
			Message: "40 hexadecimal digits belong here", Hint: "a character was changed, or one before this was lost or added"}},
		{"004 with a damaged App ID", old004[:50] + "é" + old004[52:], token.Error{Stage: token.StageHeader, Path: "appId", Offset: 43,
			Message: "32 hexadecimal digits belong here", Hint: "a character was changed, or one before this was lost or added"}},
		{"004 with a letter in its time", old004[:80] + "a" + old004[81:], token.Error{Stage: token.StageHeader, Path: "unixTs", Offset: 75,
			Message: "a whole number from 0 to 4294967295 belongs here, in decimal digits", Hint: "a character was changed, or one before this was lost or added"}},
		{"004 that ends too late", old004[:93] + "4294967296", token.Error{Stage: token.StageHeader, Path: "expiredTs", Offset: 93,
			Message: "a whole number from 0 to 4294967295 belongs here, in decimal digits", Hint: "a character was changed, or one before this was lost or added"}},
		{"004 with a sign", old004[:93] + "+446455471", token.Error{Stage: token.StageHeader, Path: "expiredTs", Offset: 93,
			Message: "a whole number from 0 to 4294967295 belongs here, in decimal digits", Hint: "a character was changed, or one before this was lost or added"}},
		{"005 and nothing else", "005", token.Error{Stage: token.StageLength, Offset: 3,
			Message: "nothing follows the version", Hint: "the key is cut off"}},
		{"005 with a damaged signature", "005" + packBase64(splice(content, 10, 1, 'G')), token.Error{Stage: token.StageSignature, Path: "signature", Offset: 4,
			Message: "40 hexadecimal digits belong here", Hint: "a character was changed, or one before this was lost or added"}},
		{"005 with a longer App ID", "005" + packBase64(splice(content, 44, 1, 32)), token.Error{Stage: token.StageHeader, Path: "appId", Offset: 44,
			Message: "the length of this field must be 16 and is 32", Hint: "an App ID is 32 hexadecimal digits: the builder was given something else"}},
		{"005 with 65535 extras", "005" + packBase64(splice(content, 74, 2, 0xff, 0xff)), token.Error{Stage: token.StageHeader, Path: "extra", Offset: 74,
			Message: "65535 entries are announced here and the 5 bytes that follow hold at most 1", Hint: "the end of the token was lost, or this count was changed"}},
		{"Signaling without a sum", signaling[:46], token.Error{Stage: token.StageSignature, Path: "md5", Offset: 46,
			Message: "32 characters belong here and there are 0", Hint: "the end of the token was lost, or something was added to it"}},
		{"Signaling with a line end", signaling + "\n", token.Error{Stage: token.StageSignature, Path: "md5", Offset: 46,
			Message: "32 characters belong here and there are 33", Hint: "the end of the token was lost, or something was added to it"}},
		{"Signaling cut in its time", signaling[:40], token.Error{Stage: token.StageHeader, Path: "expiredTs", Offset: 35,
			Message: "no colon ends this field", Hint: "the end of the token was lost"}},
		{"Signaling with words for its time", signaling[:35] + "never" + signaling[45:], token.Error{Stage: token.StageHeader, Path: "expiredTs", Offset: 35,
			Message: "a whole number from 0 to 4294967295 belongs here, in decimal digits", Hint: "a character was changed, or one before this was lost or added"}},
		{"Signaling with a damaged sum", signaling[:77] + "g", token.Error{Stage: token.StageSignature, Path: "md5", Offset: 46,
			Message: "32 hexadecimal digits belong here", Hint: "a character was changed, or one before this was lost or added"}},
		{"Signaling with a damaged App ID", "1:g" + signaling[3:], token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token", Hint: "a token starts with its version, 007 or 006; older ones are known by their length"}},
	} {
		_, err := token.Parse(row.text)
		var e *token.Error
		if !errors.As(err, &e) || *e != row.want {
			t.Errorf("%s:\ngot  %#v\nwant %#v", row.name, err, row.want)
		}
	}
}

// TestBareKeys holds that a key without a prefix is told from those whose prefix
// its first digits happen to be.
func TestBareKeys(t *testing.T) {
	for _, prefix := range []string{"001", "003", "004", "005", "006", "007"} {
		for f, text := range map[token.Format]string{token.Format001: old001, token.Format002: old002} {
			if tok := parsed(t, prefix+text[3:]); tok.Format != f {
				t.Errorf("a %s key that begins with %s is taken for %s", f, prefix, tok.Format)
			}
		}
	}
}

// TestOddWriting holds that what decodes to the same bytes is marked.
func TestOddWriting(t *testing.T) {
	for name, text := range map[string]string{
		"001 in upper case":       strings.ToUpper(old001[:40]) + old001[40:],
		"005 in lower case":       "005" + packBase64([]byte(strings.Replace(string(parsed(t, old005).Payload()), "AFD", "afd", 1))),
		"Signaling in upper case": signaling[:46] + strings.ToUpper(signaling[46:]),
		"a zero before a number":  signaling[:35] + "0" + signaling[35:],
	} {
		if !parsed(t, text).NonCanonical {
			t.Errorf("%s: not marked", name)
		}
	}
}

// TestZeroToken holds that a Token that nobody parsed does no harm.
func TestZeroToken(t *testing.T) {
	c := certificate(t, sampleCertificate)
	for _, f := range []token.Format{"", token.Format007, token.Format006, token.Format005, token.Format004, token.Format001, token.FormatSignaling, "x"} {
		tok := token.Token{Format: f}
		if tok.AppID() != "" || tok.VerifyFor(c, token.Missing{}) || tok.Verify(c) || tok.Layout() != nil ||
			len(tok.Payload()) != 0 || string(tok.AppendDescription(nil)) != "null" {
			t.Errorf("%q: a zero token says something", f)
		}
	}
}
