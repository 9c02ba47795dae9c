package reply_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"agtok/model/reply"
	"agtok/token"
)

const (
	issued = 1_700_000_000
	appID  = "0123456789abcdef0123456789abcdef"
	secret = "5CFd2fd1755d40ecb72977518be15d3b"
)

func ptr[T any](v T) *T { return &v }

func certificate(t testing.TB) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// made signs a token for an hour, issued after so many seconds.
func made(t testing.TB, after, expire uint32, services ...token.Service) string {
	t.Helper()
	text, err := token.Sign(&token.AccessToken2{AppID: appID, IssueTs: issued + after, Expire: expire, Salt: 1 + after, Services: services}, certificate(t))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func old(t testing.TB, channel, uid string, grants ...token.Grant) string {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: appID, Salt: uint32(len(uid)) + 1, Ts: issued + 86400, Privileges: grants}, token.Missing{Channel: channel, UID: uid}, certificate(t))
	if err != nil {
		t.Fatal(err)
	}
	return text
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

func ids(list []reply.Difference) string {
	var all []string
	for _, d := range list {
		all = append(all, string(d.ID))
	}
	return strings.Join(all, " ")
}

// body is a reply as a server writes it.
func body(key, text string) string {
	data, _ := json.Marshal(map[string]string{key: text, "code": "200"})
	return string(data)
}

func sane(t testing.TB, list []reply.Difference) {
	t.Helper()
	for _, d := range list {
		for _, text := range []string{d.Path, d.Asked, d.Got, d.Message, d.Fix, d.Source} {
			if strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) || len(text) > 2000 {
				t.Errorf("%s: not printable, or long: %q", d.ID, text)
			}
			if strings.Contains(text, secret) {
				t.Errorf("%s: a certificate shows in %q", d.ID, text)
			}
		}
		if d.Message == "" || d.Fix == "" || d.Source == "" || d.Asked == "" || d.Got == "" {
			t.Errorf("not complete: %+v", d)
		}
	}
}

func TestCompare(t *testing.T) {
	channel, publisher := ptr("lobby"), reply.Publisher
	number := func(n string) reply.Asked { return reply.Asked{Channel: channel, UID: &n} }
	account := func(n string) reply.Asked { return reply.Asked{Channel: channel, Account: &n} }
	login := func(p reply.Product, u string) reply.Asked { return reply.Asked{Product: p, User: &u} }
	seen := map[reply.ID]bool{}
	for _, c := range []struct {
		name  string
		asked reply.Asked
		token string
		again string
		want  string
	}{
		{"as asked", reply.Asked{Channel: channel, UID: ptr("7"), Role: publisher, Expire: 3600, AppID: ptr(appID)}, made(t, 0, 3600, rtc("lobby", "7")), made(t, 2, 3600, rtc("lobby", "7")), ""},
		{"nothing asked", reply.Asked{}, made(t, 0, 3600, rtc("lobby", "7")), "", ""},
		{"another App ID", reply.Asked{AppID: ptr(strings.Repeat("f", 32))}, made(t, 0, 3600, rtc("lobby", "7")), "", "app-id-differs"},
		{"a channel", number("7"), made(t, 0, 3600, rtc(":channel", "7")), "", "channel-differs"},
		{"any channel", number("7"), made(t, 0, 3600, rtc("", "7")), "", "channel-any"},
		{"a star was asked for", reply.Asked{Channel: ptr("*")}, made(t, 0, 3600, rtc("*", "7")), "", ""},
		{"any uid", number("0"), made(t, 0, 3600, rtc("lobby", "")), "", ""},
		{"uid 0 became an account", number("0"), made(t, 0, 3600, rtc("lobby", "0")), "", "uid-became-account"},
		{"uid 0 became a uid", number("0"), made(t, 0, 3600, rtc("lobby", "7")), "", "uid-differs"},
		{"uid with zeros", number("007"), made(t, 0, 3600, rtc("lobby", "7")), "", ""},
		{"negative uid", number("-5"), made(t, 0, 3600, rtc("lobby", "4294967291")), "", ""},
		{"negative uid as text", number("-5"), made(t, 0, 3600, rtc("lobby", "-5")), "", "uid-became-account"},
		{"uid wrapped", number("4294967303"), made(t, 0, 3600, rtc("lobby", "7")), "", "uid-wrapped"},
		{"uid wrapped to any", number("4294967296"), made(t, 0, 3600, rtc("lobby", "")), "", "uid-wrapped"},
		{"uid too large as text", number("4294967303"), made(t, 0, 3600, rtc("lobby", "4294967303")), "", "uid-became-account"},
		{"uid became a word", number("7"), made(t, 0, 3600, rtc("lobby", "user-7")), "", "uid-became-account"},
		{"uid is lost", number("7"), made(t, 0, 3600, rtc("lobby", "")), "", "uid-any"},
		{"another uid", number("7"), made(t, 0, 3600, rtc("lobby", "8")), "", "uid-differs"},
		{"no number asked", number("alice"), made(t, 0, 3600, rtc("lobby", "alice")), "", ""},
		{"endless number", number(strings.Repeat("9", 5000)), made(t, 0, 3600, rtc("lobby", "8")), "", "uid-differs"},
		{"account", account("alice"), made(t, 0, 3600, rtc("lobby", "alice")), "", ""},
		{"another account", account("alice"), made(t, 0, 3600, rtc("lobby", "bob")), "", "uid-differs"},
		{"account became a uid", account("007"), made(t, 0, 3600, rtc("lobby", "7")), "", "account-became-uid"},
		{"account 0 became any", account("0"), made(t, 0, 3600, rtc("lobby", "")), "", "account-became-uid"},
		{"account wrapped", account("4294967303"), made(t, 0, 3600, rtc("lobby", "7")), "", "uid-wrapped"},
		{"account is lost", account("alice"), made(t, 0, 3600, rtc("lobby", "*")), "", "uid-any"},
		{"subscriber", reply.Asked{Role: publisher}, made(t, 0, 3600, rtc("lobby", "7", 1)), "", "role-subscriber"},
		{"audio only", reply.Asked{Role: publisher}, made(t, 0, 3600, rtc("lobby", "7", 1, 2)), "", "role-subscriber"},
		{"publisher", reply.Asked{Role: reply.Subscriber}, made(t, 0, 3600, rtc("lobby", "7")), "", "role-publisher"},
		{"subscriber as asked", reply.Asked{Role: reply.Subscriber}, made(t, 0, 3600, rtc("lobby", "7", 1)), "", ""},
		{"lifetime", reply.Asked{Expire: 600}, made(t, 0, 3600, rtc("lobby", "7")), "", "lifetime-differs"},
		{"lifetime of the token", reply.Asked{Expire: 3600}, made(t, 0, 60, rtc("lobby", "7")), "", "lifetime-differs"},
		{"lifetime over a day", reply.Asked{Expire: 604800}, made(t, 0, 604800, token.Service{Type: token.RTC, Privileges: []token.Grant{{Privilege: 1, Expire: 604800}}}), "", ""},
		{"lifetime almost", reply.Asked{Expire: 3602}, made(t, 0, 3600, rtc("lobby", "7")), "", ""},
		{"lifetime as a time", reply.Asked{Expire: 3600}, made(t, 0, issued+3600, rtc("lobby", "7")), "", "lifetime-absolute"},
		{"lifetime as a time, none asked", reply.Asked{}, made(t, 0, issued+3600, rtc("lobby", "7")), "", "lifetime-absolute"},
		{"the same token", reply.Asked{}, made(t, 0, 3600, rtc("lobby", "7")), made(t, 0, 3600, rtc("lobby", "7")), "same-token"},
		{"the same time", reply.Asked{}, made(t, 0, 3600, rtc("lobby", "7")), made(t, 0, 3600, rtc("lobby", "8")), "same-time"},
		{"RTM from RTC", login(reply.RTM, "alice"), made(t, 0, 3600, rtc("lobby", "7")), "", "service-missing"},
		{"RTM", login(reply.RTM, "alice"), made(t, 0, 3600, user(token.RTM, "alice", 1)), "", ""},
		{"RTM beside RTC", login(reply.RTM, "alice"), made(t, 0, 3600, rtc("lobby", "alice"), user(token.RTM, "alice", 1)), "", ""},
		{"RTM of another", login(reply.RTM, "alice"), made(t, 0, 3600, user(token.RTM, "Alice", 1)), "", "user-differs"},
		{"Chat", login(reply.Chat, "alice"), made(t, 0, 3600, user(token.Chat, "alice", 1)), "", ""},
		{"Chat of another", login(reply.Chat, "alice"), made(t, 0, 3600, user(token.Chat, "bob", 1)), "", "user-differs"},
		{"Chat with a UUID", login(reply.Chat, "alice"), made(t, 0, 3600, user(token.Chat, "0ffe2d80-ed76-11e8-8d66-279e3e1c214b", 1)), "", ""},
		{"Chat app token", login(reply.Chat, "alice"), made(t, 0, 3600, user(token.Chat, "", 2)), "", "app-token"},
		{"no service", reply.Asked{}, made(t, 0, 3600), "", "service-missing"},
		{"every value", reply.Asked{AppID: ptr("x"), Channel: ptr("hall"), UID: ptr("9"), Role: publisher, Expire: 60}, made(t, 0, 3600, rtc("lobby", "7", 1)), made(t, 0, 3600, rtc("lobby", "7", 1)),
			"app-id-differs channel-differs uid-differs role-subscriber lifetime-differs same-token"},

		{"006", number("7"), old(t, "lobby", "7", token.Grant{Privilege: 1}), "", "old-format"},
		{"006, another channel", number("7"), old(t, "hall", "7", token.Grant{Privilege: 1}), "", "old-format channel-differs"},
		{"006, wrapped", number("4294967303"), old(t, "lobby", "7", token.Grant{Privilege: 1}), "", "old-format uid-wrapped"},
		{"006, the text 0", number("0"), old(t, "lobby", "0", token.Grant{Privilege: 1}), "", "old-format uid-became-account"},
		{"006, any", number("7"), old(t, "lobby", "", token.Grant{Privilege: 1}), "", "old-format uid-any"},
		{"006, the same end", reply.Asked{}, old(t, "lobby", "7", token.Grant{Privilege: 1, Expire: issued + 60}), old(t, "lobby", "77", token.Grant{Privilege: 1, Expire: issued + 60}), "old-format same-time"},
		{"006, no end", reply.Asked{}, old(t, "lobby", "7", token.Grant{Privilege: 1}), old(t, "lobby", "77", token.Grant{Privilege: 1}), "old-format"},
		{"006 RTM", login(reply.RTM, "alice"), old(t, "alice", "", token.Grant{Privilege: token.RTMLogin}), "", "old-format"},
		{"006 RTM of another", login(reply.RTM, "alice"), old(t, "bob", "", token.Grant{Privilege: token.RTMLogin}), "", "old-format user-differs"},
		{"a key of old", reply.Asked{}, "1:" + appID + ":1700000000:0123456789abcdef0123456789abcdef", "", "old-format service-missing"},
	} {
		var again *reply.Reply
		if c.again != "" {
			again = ptr(reply.Read(body("token", c.again)))
		}
		list := reply.Compare(c.asked, reply.Read(body("token", c.token)), again)
		if got := ids(list); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		sane(t, list)
		for _, d := range list {
			seen[d.ID] = true
			if d.Path != "token" {
				t.Errorf("%s: the token stands at %q", c.name, d.Path)
			}
		}
	}
	for _, id := range reply.IDs() {
		if !seen[id] && id != reply.NoToken && id != reply.EmptyToken && id != reply.NotReadable {
			t.Errorf("no row shows %s", id)
		}
	}
}

func TestRead(t *testing.T) {
	rtcToken, rtmToken := made(t, 0, 3600, rtc("lobby", "7")), made(t, 0, 3600, user(token.RTM, "alice", 1))
	for _, c := range []struct{ name, body, paths, message string }{
		{"Agora's sample", fmt.Sprintf(`{"token":%q,"code":"200"}`, rtcToken), "token", ""},
		{"the image", fmt.Sprintf(`{"code":0,"message":"Success","data":{"token":%q}}`, rtcToken), "data.token", ""},
		{"the community's", fmt.Sprintf(`{"rtcToken":%q,"rtmToken":%q}`, rtcToken, rtmToken), "rtcToken rtmToken", ""},
		{"the demo server", fmt.Sprintf(`{"key":%q}`, rtcToken), "key", ""},
		{"any key", fmt.Sprintf(`{"credentials":[{"value":%q}]}`, rtcToken), "credentials[0].value", ""},
		{"plain text", rtcToken + "\n", "", ""},
		{"a JSON text", `"` + rtcToken + `"`, "", ""},
		{"a list", fmt.Sprintf(`[%q]`, rtcToken), "[0]", ""},
		{"an error", `{"error":"appId is required","status":400}`, "-", "appId is required"},
		{"an error in words", "role must be publisher or subscriber", "-", "role must be publisher or subscriber"},
		{"a page", "<html>\x1b[2J not found</html>", "-", `<html>\x1b[2J not found</html>`},
		{"an error with a certificate", `{"message":"bad certificate ` + secret + `"}`, "-", "bad certificate ••••"},
		{"nothing", "", "", ""},
		{"a number", "42", "-", ""},
		{"hostile keys", `{"\u202e\u0000token":"x"}`, `\u202e\x00token`, ""},
	} {
		r := reply.Read(c.body)
		var paths []string
		for _, f := range r.Tokens {
			paths = append(paths, f.Path)
			if (f.Token == nil) == (f.Err == nil) {
				t.Errorf("%s: neither a token nor an error, or both: %+v", c.name, f)
			}
		}
		got := strings.Join(paths, " ")
		if len(r.Tokens) == 0 {
			got = "-"
		}
		if got != c.paths || r.Message != c.message {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, got, r.Message, c.paths, c.message)
		}
		sane(t, reply.Compare(reply.Asked{}, r, nil))
	}
}

// TestWithoutToken holds what is said of replies in which there is none.
func TestWithoutToken(t *testing.T) {
	for _, c := range []struct{ body, want, says string }{
		{`{"error":"appId is required"}`, "no-token", "The server says: appId is required"},
		{`{}`, "no-token", "The reply holds no token."},
		{`{"token":""}`, "empty-token", "empty text"},
		{`{"token":"","error":"check appId or appCertificate"}`, "empty-token", "The server says: check appId"},
		{`{"token":"json: cannot unmarshal ` + secret + `","code":"400"}`, "not-readable", "It says: json: cannot unmarshal ••••."},
		{`{"token":"007eJx"}`, "not-readable", "What stands in the token's place is none: "},
		{``, "empty-token", "empty text"},
	} {
		list := reply.Compare(reply.Asked{}, reply.Read(c.body), nil)
		sane(t, list)
		if ids(list) != c.want || !strings.Contains(list[0].Message, c.says) {
			t.Errorf("%s: %+v, want %s with %q", c.body, list, c.want, c.says)
		}
	}
}

// TestPick holds that of several tokens the one for the product counts.
func TestPick(t *testing.T) {
	b := fmt.Sprintf(`{"aToken":"","rtcToken":%q,"rtmToken":%q}`, made(t, 0, 3600, rtc("lobby", "7")), made(t, 0, 3600, user(token.RTM, "bob", 1)))
	list := reply.Compare(reply.Asked{Product: reply.RTM, User: ptr("alice")}, reply.Read(b), nil)
	if ids(list) != "user-differs" || list[0].Path != "rtmToken" {
		t.Errorf("%+v", list)
	}
	if list := reply.Compare(reply.Asked{Channel: ptr("hall")}, reply.Read(b), ptr(reply.Read(`{}`))); ids(list) != "channel-differs" || list[0].Path != "rtcToken" {
		t.Errorf("%+v", list)
	}
}

// TestLimits holds that a reply can't be too much.
func TestLimits(t *testing.T) {
	many := "[" + strings.Repeat(`{"token":"x"},`, 5000) + `{"token":"x"}]`
	if n := len(reply.Read(many).Tokens); n != 16 {
		t.Errorf("%d tokens are kept", n)
	}
	deep := strings.Repeat(`{"token":`, 3000) + `"x"` + strings.Repeat("}", 3000)
	if r := reply.Read(deep); len(r.Tokens) != 0 {
		t.Errorf("%d tokens from the depth", len(r.Tokens))
	}
	if r := reply.Read(strings.Repeat("x ", reply.MaxBody)); len(r.Message) > 500 {
		t.Errorf("a message of %d bytes", len(r.Message))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"code":0,"data":{"token":"007eJx"}}`, "lobby", "7")
	f.Add(`["006",{"\u202e":{"rtmToken":"a b"}}]`, "", "-99999999999999999999")
	f.Add("\xff<html>", "\x1b", "007")
	f.Add(body("token", made(f, 0, 3600, rtc("lobby", "0"), user(token.Chat, "\u202e", 2))), "lobby", "0")
	f.Fuzz(func(t *testing.T, text, channel, uid string) {
		r := reply.Read(text)
		for _, p := range []reply.Product{reply.RTC, reply.RTM, reply.Chat} {
			sane(t, reply.Compare(reply.Asked{Product: p, AppID: &channel, Channel: &channel, UID: &uid, User: &channel, Role: reply.Publisher, Expire: 60}, r, &r))
			sane(t, reply.Compare(reply.Asked{Product: p, Account: &uid}, r, nil))
		}
	})
}
