package token_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agtok/token"
)

const (
	header007 = `"version":"007","appId":"970CA35de60c44645bbae8a215061b33","issueTs":1,"expire":2,"salt":3`
	header006 = `"version":"006","appId":"970CA35de60c44645bbae8a215061b33","ts":1,"salt":3,"channelName":"lobby","uid":"1234"`
)

// of007 is a description with these services, of006 one with these privileges.
func of007(services string) string   { return `{` + header007 + `,"services":[` + services + `]}` }
func of006(privileges string) string { return `{` + header006 + `,"privileges":` + privileges + `}` }

func TestDescriptionErrors(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"nothing", ``, "an object {…} is wanted"},
		{"a list", `[]`, "an object {…} is wanted"},
		{"null", `null`, "an object {…} is wanted"},
		{"cut", `{"version":"007"`, "the JSON text ends early"},
		{"cut in a text", `{"version":"0`, "the JSON text ends early"},
		{"two objects", of007(``) + of007(``), "something follows the end of the JSON object"},
		{"a bracket too many", of007(``) + `}`, "something follows the end of the JSON object"},
		{"a comma too many", `{"version":"007",}`, "invalid character '}'"},
		{"not UTF-8", "{\"version\":\"\xff\"}", "the description is not UTF-8"},
		{"no version", `{}`, "version is missing"},
		{"a version that is null", `{"version":null}`, `version: a text is wanted, or {"hex":"…"} for bytes that are not UTF-8`},
		{"an old version", `{"version":"005"}`, `version "005" can't be signed: only 007 and 006 can`},
		{"a hostile version", `{"version":"\u001b]0;x\u0007` + strings.Repeat("a", 99) + `"}`, `version "\u001b]0;x\u0007aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" can't be signed: only 007 and 006 can`},
		{"no App ID", `{"version":"007"}`, "appId is missing"},
		{"a key twice", `{"version":"007","version":"006"}`, `the key "version" stands twice`},
		{"another letter case", strings.Replace(of007(``), "salt", "Salt", 1), "salt is missing"},
		{"an unknown key", `{` + header007 + `,"services":[],"x\u202e":1}`, `a 007 description has no key "x\u202e"`},
		{"a key of the other version", `{` + header007 + `,"services":[],"ts":1}`, `a 007 description has no key "ts"`},
		{"the other way round", strings.Replace(of006(`{}`), `"salt"`, `"issueTs":1,"salt"`, 1), `a 006 description has no key "issueTs"`},
		{"no services", `{` + header007 + `}`, "services is missing"},
		{"services that are null", `{` + header007 + `,"services":null}`, "services: a list […] is wanted"},
		{"a number too large", strings.Replace(of007(``), `"salt":3`, `"salt":4294967296`, 1), "salt: a whole number from 0 to 4294967295 is wanted"},
		{"a number below", strings.Replace(of007(``), `"salt":3`, `"salt":-1`, 1), "salt: a whole number from 0 to 4294967295 is wanted"},
		{"a fraction", strings.Replace(of007(``), `"salt":3`, `"salt":3.0`, 1), "salt: a whole number from 0 to 4294967295 is wanted"},
		{"an exponent", strings.Replace(of007(``), `"salt":3`, `"salt":3e0`, 1), "salt: a whole number from 0 to 4294967295 is wanted"},
		{"a text for a number", strings.Replace(of007(``), `"salt":3`, `"salt":"3"`, 1), "salt: a whole number from 0 to 4294967295 is wanted"},
		{"a number for a text", `{"version":7}`, `version: a text is wanted, or {"hex":"…"} for bytes that are not UTF-8`},
		{"an odd trailing text", `{` + header007 + `,"services":[],"trailingHex":"abc"}`, "trailingHex: an even number of hexadecimal digits is wanted"},
		{"trailing null", `{` + header007 + `,"services":[],"trailingHex":null}`, "trailingHex: a text of hexadecimal digits is wanted"},
		{"fewer announced than listed", `{` + header007 + `,"services":[{"type":"fpa","privileges":{}}],"serviceCount":0}`, "serviceCount: a whole number from 1 to 65535 is wanted"},
		{"a service that is none", of007(`{"type":"x"}`), `services[0]: type "x" is no service`},
		{"a service without type", of007(`{}`), `services[0]: type is missing`},
		{"a field missing", of007(`{"type":"rtc","channelName":"a","privileges":{}}`), `services[0]: uid is missing`},
		{"a field of another service", of007(`{"type":"rtm","userId":"a","uid":"","privileges":{}}`), `services[0]: a service of type rtm has no key "uid"`},
		{"no privileges", of007(`{"type":"fpa"}`), `services[0]: privileges is missing`},
		{"privileges that are null", of007(`{"type":"fpa","privileges":null}`), `services[0]: privileges: an object {…} is wanted`},
		{"a privilege that is none", of007(`{"type":"fpa","privileges":{"log\u200bin":1}}`), `services[0]: privileges: "log\u200bin" is no privilege of this service`},
		{"a privilege twice", of007(`{"type":"fpa","privileges":{"login":1,"1":2}}`), `services[0]: privileges: number 1 stands twice; a list [[number, …], …] can hold that`},
		{"a privilege by a long number", of007(`{"type":"fpa","privileges":{"01":2}}`), `services[0]: privileges: "01" is no privilege of this service`},
		{"a privilege out of range", of007(`{"type":"fpa","privileges":{"65536":2}}`), `services[0]: privileges: "65536" is no privilege of this service`},
		{"a lifetime out of range", of007(`{"type":"fpa","privileges":{"login":-2}}`), `services[0]: privileges: "login": a whole number from 0 to 4294967295 is wanted`},
		{"a triple for a pair", of007(`{"type":"fpa","privileges":[[1,2,3]]}`), `services[0]: privileges: entry 0: a pair [number, expire] is wanted`},
		{"a single for a pair", of007(`{"type":"fpa","privileges":[[1,2],[1]]}`), `services[0]: privileges: entry 1: a pair [number, expire] is wanted`},
		{"a pair out of range", of007(`{"type":"fpa","privileges":[[65536,2]]}`), `services[0]: privileges: entry 0: a whole number from 0 to 65535 is wanted`},
		{"a pair's lifetime out of range", of007(`{"type":"fpa","privileges":[[1,-1]]}`), `services[0]: privileges: entry 0: a whole number from 0 to 4294967295 is wanted`},
		{"a triple's number out of range", of007(`{"type":"rtm2","userId":"","permissions":[[0,65536,[]]],"privileges":{}}`), `services[0]: permissions: entry 0: a whole number from 0 to 65535 is wanted`},
		{"names that are none", of007(`{"type":"rtm2","userId":"","permissions":[[0,0,{}]],"privileges":{}}`), `services[0]: permissions: entry 0: names: a list […] is wanted`},
		{"a resource that is null", of007(`{"type":"rtm2","userId":"","permissions":{"users":null},"privileges":{}}`), `services[0]: permissions: "users": an object {…} is wanted`},
		{"a role out of range", of007(`{"type":"apaas","roomUuid":"","userUuid":"","role":32768,"privileges":{}}`), `services[0]: role: a whole number from -32768 to 32767 is wanted`},
		{"a hex text with more", of007(`{"type":"rtm","userId":{"hex":"ff","x":1},"privileges":{}}`), `services[0]: userId: a text has no key "x"`},
		{"a hex text without", of007(`{"type":"rtm","userId":{},"privileges":{}}`), `services[0]: userId: hex is missing`},
		{"a resource that is none", of007(`{"type":"rtm2","userId":"","permissions":{"x":{}},"privileges":{}}`), `services[0]: permissions: "x" is no resource type`},
		{"a resource twice", of007(`{"type":"rtm2","userId":"","permissions":{"users":{},"4":{}},"privileges":{}}`), `services[0]: permissions: number 4 stands twice; a list [[number, …], …] can hold that`},
		{"a permission twice", of007(`{"type":"rtm2","userId":"","permissions":{"users":{"read":[],"0":[]}},"privileges":{}}`), `services[0]: permissions: number 0 stands twice; a list [[number, …], …] can hold that`},
		{"a permission that is none", of007(`{"type":"rtm2","userId":"","permissions":{"users":{"x":[]}},"privileges":{}}`), `services[0]: permissions: "x" is neither read nor write`},
		{"a name that is null", of007(`{"type":"rtm2","userId":"","permissions":{"users":{"read":[null]}},"privileges":{}}`), `services[0]: permissions: names: a text is wanted, or {"hex":"…"} for bytes that are not UTF-8`},
		{"a pair for a triple", of007(`{"type":"rtm2","userId":"","permissions":[[0,0]],"privileges":{}}`), `services[0]: permissions: entry 0: [resource, permission, names] is wanted, or [resource] alone`},
		{"an unknown service that is known", of007(`{"type":"unknown","typeId":1,"rawHex":""}`), `services[0]: typeId 1 is the service rtc, not an unknown one`},
		{"an unknown service without a number", of007(`{"type":"unknown","rawHex":""}`), `services[0]: typeId is missing`},
		{"an unknown service without its bytes", of007(`{"type":"unknown","typeId":0}`), `services[0]: rawHex is missing`},
		{"a 006 without channel", `{"version":"006","appId":"","ts":1,"salt":1}`, "channelName is missing"},
		{"a 006 with another channel's CRC", strings.Replace(of006(`{}`), `"salt"`, `"channelCrc32":1,"salt"`, 1),
			"channelCrc32 is not the CRC-32 of channelName, which is 3437516279: correct one of them or leave channelCrc32 out"},
		{"too long", strings.Repeat(" ", token.MaxDescription+1), "a description of 1048577 bytes: the limit is 1048576"},
	} {
		d, err := token.ParseDescription([]byte(row.in), token.Override{})
		switch {
		case err == nil:
			t.Errorf("%s: was read as %+v", row.name, d)
		case err.Error() != row.want && !strings.HasPrefix(err.Error(), row.want+" "):
			t.Errorf("%s: got\n%s\nwant\n%s", row.name, err, row.want)
		}
	}
}

func TestDescriptionForms(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"any order of keys", of007(`{"privileges":{"publishAudioStream":2,"joinChannel":1},"uid":"","channelName":"","type":"rtc"}`),
			of007(`{"type":"rtc","channelName":"","uid":"","privileges":{"joinChannel":1,"publishAudioStream":2}}`)},
		{"numbers for names", of007(`{"type":"rtm2","userId":"","permissions":{"0":{"1":["a"]},"9":{}},"privileges":{"1":1}}`),
			of007(`{"type":"rtm2","userId":"","permissions":{"messageChannels":{"write":["a"]},"9":{}},"privileges":{"login":1}}`)},
		{"lists where objects would do", of007(`{"type":"rtm2","userId":"","permissions":[[0,0,["a"]],[1]],"privileges":[[1,1]]}`),
			of007(`{"type":"rtm2","userId":"","permissions":{"messageChannels":{"read":["a"]},"streamChannels":{}},"privileges":{"login":1}}`)},
		{"escapes", of007(`{"type":"rtm","userId":{"hex":"61"},"privileges":{}}`), of007(`{"type":"rtm","userId":"a","privileges":{}}`)},
		{"invisible text", of007(`{"type":"rtm","userId":"` + "\u3164\u115f\ufe0f\u2800\u034f\U000e0100\u00ad\u202e\u2028\u007f" + `é用","privileges":{}}`),
			of007(`{"type":"rtm","userId":"\u3164\u115f\ufe0f\u2800\u034f\udb40\udd00\u00ad\u202e\u2028\u007fé用","privileges":{}}`)},
	} {
		d, err := token.ParseDescription([]byte(row.in), token.Override{})
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		if got := string(d.AccessToken2.AppendJSON(nil)); got != row.want {
			t.Errorf("%s: got\n%s\nwant\n%s", row.name, got, row.want)
		}
	}
}

func TestOverride(t *testing.T) {
	issue, salt, late := uint32(1700000000), uint32(9), uint32(1<<32-1)
	d, err := token.ParseDescription([]byte(of007(``)), token.Override{IssueTs: &issue, Salt: &salt})
	if err != nil || d.AccessToken2.IssueTs != issue || d.AccessToken2.Salt != salt {
		t.Errorf("007: %+v, %v", d.AccessToken2, err)
	}
	d, err = token.ParseDescription([]byte(of006(`{}`)), token.Override{IssueTs: &issue, Salt: &salt})
	if err != nil || d.AccessToken.Ts != issue+86400 || d.AccessToken.Salt != salt {
		t.Errorf("006: %+v, %v", d.AccessToken, err)
	}
	if _, err = token.ParseDescription([]byte(of006(`{}`)), token.Override{IssueTs: &late}); err == nil {
		t.Error("006: a window's end beyond 32 bits is cut to them")
	}
}

func TestEmptyDescription(t *testing.T) {
	var d token.Description
	if _, err := d.Sign(new(token.Encoder), certificate(t, sampleCertificate)); err == nil || d.AppID() != "" {
		t.Error("nothing is signed")
	}
}

// TestSignRefuses holds that nothing is signed that reads back as something else.
func TestSignRefuses(t *testing.T) {
	long := strings.Repeat("x", 0x10000)
	fpa, raw := token.Service{Type: token.FPA}, token.Service{Type: 99, Raw: []byte{1}}
	for want, a := range map[string]*token.AccessToken2{
		"app ID has 0 characters; it must be 32 hexadecimal digits":                                     {},
		"app ID holds something other than a hexadecimal digit at position 1":                           {AppID: strings.Repeat("g", 32)},
		"65536 services: the format holds 65535":                                                        {AppID: sampleAppID, Services: make([]token.Service, 0x10000)},
		"services[0].userId: 65536 bytes long: the format holds 65535":                                  {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM, UserID: long}}},
		"services[0].privileges: 65536 of them: the format holds 65535":                                 {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM, Privileges: make([]token.Grant, 0x10000)}}},
		"services[0].permissions: a list or a name is longer than the format's 65535":                   {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM2, Permissions: make([]token.Resource, 0x10000)}}},
		"the token's content would be 65619 bytes; the limit is 65536":                                  {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM, UserID: long[:0xffff-4]}}},
		"services[0]: an unknown service runs to the end of the payload, so it must be the last":        {AppID: sampleAppID, Services: []token.Service{raw, fpa}},
		"2 services announced and 1 listed: only after an unknown service can more follow":              {AppID: sampleAppID, Services: []token.Service{fpa}, MoreServices: 1},
		"0 services announced and 1 listed: only after an unknown service can more follow":              {AppID: sampleAppID, Services: []token.Service{raw}, MoreServices: -1},
		"bytes after an unknown service are part of it, not trailing bytes":                             {AppID: sampleAppID, Services: []token.Service{raw}, TrailingBytes: []byte{1}},
		"services[0].permissions: a list or a name is longer than the format's 65535 (a name)":          {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM2, Permissions: []token.Resource{{Permissions: []token.Permission{{Names: []string{long}}}}}}}},
		"services[0].permissions: a list or a name is longer than the format's 65535 (a list of names)": {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM2, Permissions: []token.Resource{{Permissions: []token.Permission{{Names: make([]string, 0x10000)}}}}}}},
		"services[0].permissions: a list or a name is longer than the format's 65535 (a resource)":      {AppID: sampleAppID, Services: []token.Service{{Type: token.RTM2, Permissions: []token.Resource{{Permissions: make([]token.Permission, 0x10000)}}}}},
	} {
		want, _, _ = strings.Cut(want, " (")
		text, err := token.Sign(a, certificate(t, sampleCertificate))
		if err == nil || err.Error() != want {
			t.Errorf("got %.40q, %v\nwant %s", text, err, want)
		}
	}
}

// TestDescribedPayloads holds that what is rare in tokens survives describing
// and signing: byte for byte the same payload.
func TestDescribedPayloads(t *testing.T) {
	header := sampleToken(t).Payload()[34 : 34+34+12]
	rest := map[string][]byte{
		"no services":                       {0, 0},
		"bytes behind no services":          {0, 0, 1, 2},
		"an unknown service":                {1, 0, 99, 0, 1, 2, 3},
		"an unknown service without bytes":  {1, 0, 0, 0},
		"more behind an unknown service":    {8, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"a privilege twice":                 {1, 0, 4, 0, 2, 0, 1, 0, 1, 0, 0, 0, 1, 0, 2, 0, 0, 0},
		"privileges descending":             {1, 0, 4, 0, 2, 0, 2, 0, 1, 0, 0, 0, 1, 0, 2, 0, 0, 0},
		"the same service three times":      {3, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0},
		"a resource twice":                  {1, 0, 8, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		"a resource twice, with names":      {1, 0, 8, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0},
		"an empty resource among two":       {1, 0, 8, 0, 0, 0, 0, 0, 3, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0},
		"permissions descending":            {1, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0},
		"a name that is not UTF-8":          {1, 0, 2, 0, 0, 0, 2, 0, 0xff, 0xfe},
		"a name of controls":                {1, 0, 2, 0, 0, 0, 4, 0, 0, 0x1b, 0x7f, '"'},
		"a name of half a surrogate":        {1, 0, 2, 0, 0, 0, 3, 0, 0xed, 0xa0, 0x80},
		"a name with a replacement in it":   {1, 0, 2, 0, 0, 0, 3, 0, 0xef, 0xbf, 0xbd},
		"the lowest and highest role":       {2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 7, 0, 0, 0, 0, 0, 0, 0, 0xff, 0x7f},
		"unknown privileges and resources":  {1, 0, 8, 0, 1, 0, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 1, 0, 0xff, 0xff, 1, 0, 0xff, 0xff, 0, 0},
		"names beyond ASCII, bidi controls": append([]byte{1, 0, 2, 0, 0, 0, 9, 0}, "用\u202e\u3164"...),
	}
	for name, tail := range rest {
		payload := append(append(append(u16(32), make([]byte, 32)...), header...), tail...)
		tok := parsed(t, pack(payload))
		checkDescribed(t, name, tok)
	}
}

// checkDescribed describes a 007 token and signs the description.
func checkDescribed(t testing.TB, name string, tok *token.Token) {
	t.Helper()
	described := tok.AppendDescription(nil)
	if !json.Valid(described) {
		t.Errorf("%s: not JSON: %s", name, described)
	}
	for _, c := range string(described) {
		if !strconv.IsPrint(c) {
			t.Errorf("%s: %U stands in the description", name, c)
		}
	}
	d, err := token.ParseDescription(described, token.Override{})
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, described)
		return
	}
	if !reflect.DeepEqual(d.AccessToken2, tok.AccessToken2) {
		t.Errorf("%s: describes\n%+v\nas\n%+v", name, tok.AccessToken2, d.AccessToken2)
	}
	text, err := d.Sign(new(token.Encoder), certificate(t, sampleCertificate))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if again := parsed(t, text); !bytes.Equal(again.Payload()[34:], tok.Payload()[34:]) {
		t.Errorf("%s: signing gives the payload\n%x\nnot\n%x", name, again.Payload()[34:], tok.Payload()[34:])
	}
}

// TestLongestDescription holds that what takes the most text a byte of payload
// can still be read back.
func TestLongestDescription(t *testing.T) {
	for name, s := range map[string]token.Service{
		"services":  {Type: token.ConvoAI},
		"texts":     {Type: token.APaaS, RoomUUID: strings.Repeat("\x1b", 2000), UserUUID: strings.Repeat("\u202e", 3000)},
		"bytes":     {Type: token.RTM, UserID: strings.Repeat("\xff", 10000)},
		"names":     {Type: token.RTM2, Permissions: []token.Resource{{Permissions: []token.Permission{{Names: make([]string, 30000)}}}}},
		"resources": {Type: token.RTM2, Permissions: make([]token.Resource, 16000)},
		"pairs":     {Type: token.RTC, Privileges: slices.Repeat([]token.Grant{{Privilege: 65535, Expire: 1<<32 - 1}}, 10000)},
	} {
		a := &token.AccessToken2{AppID: sampleAppID}
		for {
			more := &token.AccessToken2{AppID: sampleAppID, Services: append(slices.Clone(a.Services), slices.Repeat([]token.Service{s}, max(1, len(a.Services)))...)}
			if _, err := token.Sign(more, certificate(t, sampleCertificate)); err != nil {
				break
			}
			a = more
		}
		if len(a.Services) == 0 {
			t.Fatalf("%s: not one fits", name)
		}
		described := a.AppendJSON(nil)
		d, err := token.ParseDescription(described, token.Override{})
		if err != nil || string(d.AccessToken2.AppendJSON(nil)) != string(described) {
			t.Errorf("%s: a description of %d bytes does not read back: %v", name, len(described), err)
		}
	}
}

// TestHostileDescriptions holds what the worst texts of the longest length cost.
func TestHostileDescriptions(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	fill := func(start, part string) string {
		return start + strings.Repeat(part, (token.MaxDescription-len(start)-16)/len(part)) // room for an end
	}
	pairs := of007(`{"type":"fpa","privileges":[` + strings.Repeat("[0,0],", 170000) + `[0,0]]}`)
	for name, in := range map[string]string{
		"lists in lists":      fill(`{"version":`, "["),
		"objects in objects":  fill(``, `{"version":`),
		"objects of hex":      fill(`{"version":`, `{"hex":`),
		"keys":                fill(`{"version":"007"`, `,"a":0`),
		"other keys":          `{"version":"007"` + manyKeys() + `}`,
		"a long text":         fill(`{"version":"`, "a") + `"}`,
		"a long key":          fill(`{"`, "a"),
		"escapes":             fill(`{"version":"`, `\u0000`),
		"empty services":      fill(`{`+header007+`,"services":[`, `{},`) + `{}]}`,
		"services":            `{` + header007 + `,"services":[` + strings.Repeat(`{"type":"fpa","privileges":{}},`, 30000) + `0]}`,
		"pairs":               pairs,
		"numbers for entries": fill(`{`+header007+`,"services":[`, `0,`) + `0]}`,
	} {
		if got := allocated(func() { _, _ = token.ParseDescription([]byte(in), token.Override{}) }); got > 160<<20 {
			t.Errorf("%s: reading it allocates %d MiB", name, got>>20)
		}
	}
}

func manyKeys() string {
	var b strings.Builder
	for i := range 100000 {
		b.WriteString(`,"` + strconv.Itoa(i) + `":0`)
	}
	return b.String()
}

// Test006Described holds that a 006 token's description, with what the token is
// bound to beside it, gives back the token.
func Test006Described(t *testing.T) {
	c, m := certificate(t, sampleCertificate), token.Missing{Channel: "lobby", UID: "1234"}
	for name, change := range map[string]func(*token.AccessToken){
		"as it is":               func(*token.AccessToken) {},
		"bytes in the message":   func(a *token.AccessToken) { a.TrailingBytes = []byte{1, 2} },
		"bytes behind it":        func(a *token.AccessToken) { a.AfterMessage = []byte{3} },
		"a privilege twice":      func(a *token.AccessToken) { a.Privileges = append(a.Privileges, a.Privileges[0]) },
		"no privileges":          func(a *token.AccessToken) { a.Privileges = nil },
		"a privilege of no name": func(a *token.AccessToken) { a.Privileges[0].Privilege = 0 },
	} {
		a := sample006()
		change(a)
		text, err := token.Sign006(a, m, c)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		described := parsed(t, text).AppendDescription(nil)
		bound := append(described[:len(described)-1], `,"channelName":"lobby","uid":"1234"}`...)
		d, err := token.ParseDescription(bound, token.Override{})
		if err != nil || d.AppID() != sampleAppID {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if again, err := d.Sign(new(token.Encoder), c); err != nil || again != text {
			t.Errorf("%s: signing gives %s, %v, not %s", name, again, err, text)
		}
	}
}

func TestSign006Refuses(t *testing.T) {
	c, m := certificate(t, sampleCertificate), token.Missing{}
	for want, a := range map[string]*token.AccessToken{
		"app ID has 0 characters; it must be 32 hexadecimal digits": {},
		"the message would be 65542 bytes; the format holds 65535":  {AppID: sampleAppID, Privileges: make([]token.Grant, 10922)},
		"the token would be 87443 characters; the limit is 65536":   {AppID: sampleAppID, TrailingBytes: make([]byte, 65500)},
		"the token would be 87507 characters; the limit is 65536":   {AppID: sampleAppID, AfterMessage: make([]byte, 65550)},
	} {
		if text, err := token.Sign006(a, m, c); err == nil || err.Error() != want {
			t.Errorf("got %.40q, %v, want %s", text, err, want)
		}
	}
}

// TestParseUnsigned holds that what is described without signature and names reads
// back as it was.
func TestParseUnsigned(t *testing.T) {
	for _, text := range []string{
		of007(`{"type":"rtc","channelName":"lobby","uid":"7","privileges":{"joinChannel":60}},{"type":"rtm2","userId":"a","permissions":{},"privileges":{"login":60}}`),
		`{"version":"006","appId":"970CA35de60c44645bbae8a215061b33","salt":3,"ts":86401,"channelCrc32":4,"uidCrc32":5,"privileges":{"joinChannel":9}}`,
	} {
		got, err := token.ParseUnsigned([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var again []byte
		if got.AccessToken2 != nil {
			again = got.AccessToken2.AppendJSON(nil)
		} else {
			again = got.AccessToken.AppendJSON(nil)
		}
		if back, err := token.ParseUnsigned(again); err != nil || !reflect.DeepEqual(got, back) {
			t.Errorf("%s\nreads back as\n%s: %v", text, again, err)
		}
		if got.Text != "" || got.Signature != nil {
			t.Errorf("%s: a text or a signature came from nowhere", text)
		}
	}
	for _, text := range []string{"", "[]", `{"version":"005"}`, `{"version":"006","appId":"a","salt":1,"ts":1,"channelName":"a","uid":"b","privileges":{}}`} {
		if _, err := token.ParseUnsigned([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
