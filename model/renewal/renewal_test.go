package renewal_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"agtok/model/renewal"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

const (
	issued = 1_700_000_000 // 2023-11-14 22:13:20 UTC
	appID  = "0123456789abcdef0123456789abcdef"
	secret = "5CFd2fd1755d40ecb72977518be15d3b"
)

func certificate(t testing.TB) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parse(t testing.TB, text string, err error) *token.Token {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// a007 makes a token, issued after so many seconds.
func a007(t testing.TB, after uint32, services ...token.Service) *token.Token {
	t.Helper()
	text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: issued + after, Expire: 3600, Salt: 1 + after, Services: services}, certificate(t))
	return parse(t, text, err)
}

func a006(t testing.TB, after uint32, channel, uid string, grants ...token.Grant) *token.Token {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: appID, Ts: issued + after + timeline.Day, Salt: 1, Privileges: grants}, token.Missing{Channel: channel, UID: uid}, certificate(t))
	return parse(t, text, err)
}

func rtc(channel, uid string, privileges ...token.Privilege) token.Service {
	s := token.Service{Type: token.RTC, ChannelName: channel, UID: uid}
	if privileges == nil {
		privileges = []token.Privilege{1, 2, 3, 4}
	}
	for _, p := range privileges {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: p, Expire: 3600})
	}
	return s
}

func user(kind token.ServiceType, id string, privileges ...token.Privilege) token.Service {
	s := rtc("", "", privileges...)
	s.Type, s.UserID = kind, id
	return s
}

var join = token.Grant{Privilege: token.JoinChannel}

func TestRenewal(t *testing.T) {
	old := a007(t, 0, rtc("lobby", "7"))
	both := a007(t, 0, rtc("lobby", "7"), user(token.RTM, "alice", 1))
	key := parse(t, "1:"+appID+":1700000000:0123456789abcdef0123456789abcdef", nil)
	other := a007(t, 60, rtc("lobby", "7"))
	other.AccessToken2.AppID = strings.Repeat("f", 32)
	for _, c := range []struct {
		name     string
		old, new *token.Token
		code     renewal.Code
		says     string
	}{
		{"renewed", old, a007(t, 60, rtc("lobby", "7")), 0, "App ID, channel, user and services fit, and the new token admits until 23:14:20. Its signature was not checked."},
		{"another App ID", old, other, 5, "another App ID"},
		{"another channel", old, a007(t, 60, rtc("hall", "7")), 4, `The new token is for the channel "hall", and the old one for "lobby".`},
		{"another uid", old, a007(t, 60, rtc("lobby", "8")), 3, `The new token is for the uid "8", and the old one for "7".`},
		{"another channel and uid", old, a007(t, 60, rtc("hall", "8")), 4, ""},
		{"another App ID and channel", old, func() *token.Token { o := a007(t, 60, rtc("hall", "7")); o.AccessToken2.AppID = "x"; return o }(), 5, ""},
		{"to any uid", old, a007(t, 60, rtc("lobby", "")), 0, ""},
		{"to any uid, a star", old, a007(t, 60, rtc("lobby", "*")), 0, ""},
		{"from any uid", a007(t, 0, rtc("lobby", "")), a007(t, 60, rtc("lobby", "7")), 3, `uid "7", and the old one for any`},
		{"any to any", a007(t, 0, rtc("*", "")), a007(t, 60, rtc("", "*")), 0, ""},
		{"to a pattern", old, a007(t, 60, rtc("lob*", "7")), 0, ""},
		{"to a pattern that it does not fit", old, a007(t, 60, rtc("hal*", "7")), 4, `"hal*"`},
		{"from a pattern to a wider one", a007(t, 0, rtc("room-1*", "7")), a007(t, 60, rtc("room-*", "7")), 0, ""},
		{"from a pattern to a narrower one", a007(t, 0, rtc("room-*", "7")), a007(t, 60, rtc("room-1*", "7")), 4, ""},
		{"from any channel", a007(t, 0, rtc("*", "7")), a007(t, 60, rtc("lobby", "7")), 4, ""},
		{"without a service", both, a007(t, 60, rtc("lobby", "7")), 3, "no service RTM"},
		{"another RTM user", both, a007(t, 60, rtc("lobby", "7"), user(token.RTM, "bob", 1)), 3, `the user "bob"`},
		{"with a service more", old, both, 0, ""},
		{"without join", old, a007(t, 60, rtc("lobby", "7", 2)), 3, "does not grant join"},
		{"a publisher becomes a subscriber", old, a007(t, 60, rtc("lobby", "7", 1)), 0, "It no longer grants publish audio, publish video, publish data."},
		{"a Chat user becomes an app", a007(t, 0, user(token.Chat, "", 1)), a007(t, 60, user(token.Chat, "", 2)), 3, "does not grant user"},
		{"expired", a007(t, 60, rtc("lobby", "7")), func() *token.Token {
			text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: issued - 7200, Expire: 3600, Salt: 1, Services: []token.Service{rtc("lobby", "7")}}, certificate(t))
			return parse(t, text, err)
		}(), 2, "The new token admitted until 21:13:20 (expired 01:02:00 ago)."},
		{"one of two services fits", old, a007(t, 60, rtc("hall", "7"), rtc("lobby", "7")), 0, ""},
		{"neither of two fits", old, a007(t, 60, rtc("hall", "7"), rtc("lobby", "8")), 3, ""},
		{"nothing to renew", a007(t, 0, rtc("lobby", "7", 2)), a007(t, 60, rtc("lobby", "7")), 3, "nothing to renew"},
		{"Streaming", a007(t, 0, token.Service{Type: token.Streaming, ChannelName: "a", Account: "b", Privileges: []token.Grant{join}}), a007(t, 0, token.Service{Type: token.Streaming, ChannelName: "a", Account: "c", Privileges: []token.Grant{join}}), 3, `the account "c"`},
		{"another room", a007(t, 0, token.Service{Type: token.APaaS, RoomUUID: "a", Privileges: []token.Grant{join}}), a007(t, 0, token.Service{Type: token.APaaS, RoomUUID: "b", Privileges: []token.Grant{join}}), 4, ""},

		{"006", a006(t, 0, "lobby", "7", join), a006(t, 60, "lobby", "7", join), 0, ""},
		{"006, another channel", a006(t, 0, "lobby", "7", join), a006(t, 60, "hall", "7", join), 4, "CRC-32"},
		{"006, another uid", a006(t, 0, "lobby", "7", join), a006(t, 60, "lobby", "8", join), 3, "CRC-32"},
		{"006, to any uid", a006(t, 0, "lobby", "7", join), a006(t, 60, "lobby", "", join), 0, ""},
		{"006, from any uid", a006(t, 0, "lobby", "", join), a006(t, 60, "lobby", "7", join), 3, "any"},
		{"006 to 007", a006(t, 0, "lobby", "7", join), a007(t, 60, rtc("lobby", "7")), 0, ""},
		{"006 to 007, another channel", a006(t, 0, "lobby", "7", join), a007(t, 60, rtc("hall", "7")), 4, ""},
		{"007 to 006", old, a006(t, 60, "lobby", "7", join), 0, ""},
		{"any channel to 006", a007(t, 0, rtc("", "7")), a006(t, 60, "", "7", join), 4, ""},
		{"006 RTM", a006(t, 0, "alice", "", token.Grant{Privilege: token.RTMLogin}), a007(t, 60, user(token.RTM, "alice", 1)), 0, ""},
		{"006 RTM of another", a006(t, 0, "alice", "", token.Grant{Privilege: token.RTMLogin}), a007(t, 60, user(token.RTM, "bob", 1)), 3, "CRC-32"},
		{"a key of old", key, old, 3, "before AccessToken"},
		{"to a key of old", old, key, 3, "before AccessToken"},
	} {
		d := renewal.Compare(renewal.Input{Old: c.old, New: c.new, Now: time.Unix(issued+120, 0).UTC()})
		if d.Renewal.Code != c.code || d.Renewal.Accepted != (c.code == 0) || !strings.Contains(d.Renewal.Reason, c.says) {
			t.Errorf("%s: %+v, want code %d with %q", c.name, d.Renewal, c.code, c.says)
		}
		sane(t, d)
	}
}

func sane(t testing.TB, d renewal.Diff) {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(data), d.Renewal.Reason} {
		if strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) {
			t.Errorf("not printable: %q", text)
		}
	}
	if d.Renewal.Reason == "" || d.Changes == nil || d.Findings == nil {
		t.Errorf("not complete: %+v", d)
	}
}

func TestSignature(t *testing.T) {
	in := renewal.Input{Old: a007(t, 0, rtc("lobby", "7")), New: a007(t, 60, rtc("lobby", "7")), Now: time.Unix(issued+120, 0).UTC()}
	for _, c := range []struct {
		signer signer.Result
		code   renewal.Code
		says   string
	}{
		{signer.Result{Status: signer.Invalid}, 3, "signature"},
		{signer.Result{Status: signer.Valid, Other: true}, 3, "signature"},
		{signer.Result{Status: signer.Valid}, 0, "until 23:14:20."},
		{signer.Result{Status: signer.Unchecked}, 0, "not checked"},
	} {
		in.Signer = c.signer
		if got := renewal.Compare(in).Renewal; got.Code != c.code || !strings.Contains(got.Reason, c.says) {
			t.Errorf("%+v: %+v, want %d", c.signer, got, c.code)
		}
	}
}

func TestChanges(t *testing.T) {
	list := func(old, new *token.Token) string {
		var all []string
		for _, c := range renewal.Compare(renewal.Input{Old: old, New: new, Now: time.Unix(issued, 0).UTC()}).Changes {
			all = append(all, c.Field+" "+string(c.Old)+" "+string(c.New))
		}
		return strings.Join(all, "; ")
	}
	old := a007(t, 0, rtc("lobby", "7"))
	edit := func(do func(a *token.AccessToken2)) *token.Token {
		a := *old.AccessToken2
		a.Services = slices.Clone(a.Services)
		do(&a)
		text, err := token.Sign(&a, certificate(t))
		return parse(t, text, err)
	}
	forged := edit(func(*token.AccessToken2) {})
	forged.Signature = slices.Clone(forged.Signature)
	forged.Signature[0] ^= 1
	for _, c := range []struct {
		name string
		new  *token.Token
		want string
	}{
		{"none", old, ""},
		{"expire", edit(func(a *token.AccessToken2) { a.Expire = 60 }), "expire 3600 60"},
		{"times and salt", a007(t, 60, rtc("lobby", "7")), "issueTs 1700000000 1700000060; salt 1 61"},
		{"names", edit(func(a *token.AccessToken2) { a.Services[0] = rtc("hall", "\u202e\xff") }), `services[0].channelName "lobby" "hall"; services[0].uid "7" {"hex":"e280aeff"}`},
		{"privileges", edit(func(a *token.AccessToken2) { a.Services[0] = rtc("lobby", "7", 1, 9) }),
			"services[0].privileges.publishAudioStream 3600 null; services[0].privileges.publishVideoStream 3600 null; services[0].privileges.publishDataStream 3600 null; services[0].privileges.9 null 3600"},
		{"a service more", edit(func(a *token.AccessToken2) { a.Services = append(a.Services, user(token.RTM, "alice", 1)) }),
			`services null {"type":"rtm","userId":"alice","privileges":{"login":3600}}`},
		{"another service", edit(func(a *token.AccessToken2) { a.Services[0] = user(token.FPA, "", 1) }),
			`services[0] {"type":"rtc","channelName":"lobby","uid":"7","privileges":{"joinChannel":3600,"publishAudioStream":3600,"publishVideoStream":3600,"publishDataStream":3600}} null; services null {"type":"fpa","privileges":{"login":3600}}`},
		{"a service before", edit(func(a *token.AccessToken2) {
			a.Services = []token.Service{rtc("hall", "7"), rtc("lobby", "7")}
		}), `services[0].channelName "lobby" "hall"; services null {"type":"rtc","channelName":"lobby","uid":"7","privileges":{"joinChannel":3600,"publishAudioStream":3600,"publishVideoStream":3600,"publishDataStream":3600}}`},
		{"the signature alone", forged, "signature"},
	} {
		if got := list(old, c.new); got != c.want && !(c.name == "the signature alone" && strings.HasPrefix(got, `signature "`)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := list(a006(t, 0, "a", "7", join), a006(t, 9, "b", "7", join)); !strings.Contains(got, "ts 1700086400 1700086409; channelCrc32 ") {
		t.Errorf("006: %s", got)
	}
	if got := list(a006(t, 0, "a", "7", join), old); !strings.Contains(got, `version "006" "007"`) || !strings.Contains(got, "services null") {
		t.Errorf("006 and 007: %s", got)
	}
}

// TestJSON holds the object that "agtok diff" prints.
func TestJSON(t *testing.T) {
	d := renewal.Compare(renewal.Input{Old: a007(t, 0, rtc("lobby", "7")), New: a007(t, 0, rtc("hall", "7")), Now: time.Unix(issued, 0).UTC()})
	got, err := json.Marshal(d)
	want := `{"same":false,"changes":[{"field":"services[0].channelName","old":"lobby","new":"hall"}],"renewal":{"accepted":false,"code":4,"reason":"The new token is for the channel \"hall\", and the old one for \"lobby\"."},"findings":[{"id":"same-expiry"`
	if err != nil || !strings.HasPrefix(string(got), want) {
		t.Errorf("%s, %v; want %s…", got, err, want)
	}
	one := a007(t, 0, rtc("lobby", "7"))
	d = renewal.Compare(renewal.Input{Old: one, New: one, Now: time.Unix(issued, 0).UTC()})
	if !d.Same || len(d.Changes) != 0 || len(d.Findings) != 1 || d.Findings[0].ID != "identical" || !d.Renewal.Accepted {
		t.Errorf("one token twice: %+v", d)
	}
	var e token.Encoder
	short, err := e.SignCompact(one.AccessToken2, certificate(t))
	if err != nil || short == one.Text {
		t.Fatalf("no other text of the same token: %v", err)
	}
	if d := renewal.Compare(renewal.Input{Old: one, New: parse(t, short, nil), Now: time.Unix(issued, 0).UTC()}); !d.Same {
		t.Errorf("the same content, compressed otherwise: %+v", d)
	}
}

// TestManyServices holds that a token of thousands of services costs no more than
// its size.
func TestManyServices(t *testing.T) {
	var many []token.Service
	for range 16000 {
		many = append(many, token.Service{Type: token.FPA})
	}
	a, b := a007(t, 0, many...), a007(t, 1, many[1:]...)
	d := renewal.Compare(renewal.Input{Old: a, New: b, Now: time.Unix(issued, 0).UTC()})
	if d.Renewal.Accepted || len(d.Changes) != 3 || d.Changes[2].Field != "services[15999]" {
		t.Errorf("%+v, %d changes", d.Renewal, len(d.Changes))
	}
}

// FuzzCompare holds that no two tokens break the comparison, and that each can take
// its own place while it admits.
func FuzzCompare(f *testing.F) {
	f.Add("lobby", "7", "hall", "8", uint32(3600), uint16(1))
	f.Add("*", "", "\x1b\u202e", "\xff", uint32(0), uint16(1000))
	f.Fuzz(func(t *testing.T, channel, uid, channel2, uid2 string, value uint32, number uint16) {
		make007 := func(channel, uid string) *token.Token {
			g := []token.Grant{{Privilege: 1, Expire: value}, {Privilege: token.Privilege(number), Expire: 7}}
			return &token.Token{Format: token.Format007, Text: channel, AccessToken2: &token.AccessToken2{AppID: appID, IssueTs: issued, Services: []token.Service{
				{Type: token.RTC, ChannelName: channel, UID: uid, Privileges: g}, {Type: token.ServiceType(number), UserID: uid, Privileges: g, Raw: []byte(channel)}}}}
		}
		a, b := make007(channel, uid), make007(channel2, uid2)
		c := &token.Token{Format: token.Format006, AccessToken: &token.AccessToken{AppID: channel, ChannelCRC32: value, Privileges: []token.Grant{{Privilege: token.Privilege(number), Expire: value}}}}
		for _, old := range []*token.Token{a, b, c} {
			for _, next := range []*token.Token{a, b, c} {
				d := renewal.Compare(renewal.Input{Old: old, New: next, Now: time.Unix(issued, 0).UTC()})
				sane(t, d)
				if old == next && len(d.Changes) > 0 {
					t.Errorf("a token differs from itself: %+v", d.Changes)
				}
			}
		}
	})
}
