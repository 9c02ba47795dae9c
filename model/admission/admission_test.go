package admission_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"agtok/model/admission"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

const (
	issued = 1_700_000_000 // 2023-11-14 22:13:20 UTC
	appID  = "0123456789abcdef0123456789abcdef"
	other  = "ffffffffffffffffffffffffffffffff"
	secret = "5CFd2fd1755d40ecb72977518be15d3b"
	second = "00112233445566778899aabbccddeeff"
)

func certificate(t testing.TB, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mine(t testing.TB, id, cert string, role project.Role) project.Project {
	return project.Project{Name: "mine", AppID: id, Keys: []project.Key{{Role: role, Certificate: certificate(t, cert)}}}
}

func ptr[T any](v T) *T { return &v }

func grants(lifetimes ...int64) []token.Grant {
	var all []token.Grant
	for i, v := range lifetimes {
		if v >= 0 {
			all = append(all, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(v)})
		}
	}
	return all
}

// made is a token as its builder was asked for it.
type made struct {
	services []token.Service
	expire   uint32
	old      *token.AccessToken // with channel and uid, a 006 token
	missing  token.Missing
	appID    string
	secret   string
}

func rtc(channel, uid string, lifetimes ...int64) made {
	if lifetimes == nil {
		lifetimes = []int64{3600, 3600, 3600, 3600}
	}
	return made{services: []token.Service{{Type: token.RTC, ChannelName: channel, UID: uid, Privileges: grants(lifetimes...)}}}
}

func user(t token.ServiceType, id string, privileges ...token.Privilege) made {
	s := token.Service{Type: t, UserID: id}
	for _, p := range privileges {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: p, Expire: 3600})
	}
	return made{services: []token.Service{s}}
}

func old(channel, uid string, privileges ...token.Grant) made {
	if privileges == nil {
		privileges = grants(issued+3600, issued+3600, issued+3600, issued+3600)
	}
	return made{old: &token.AccessToken{Salt: 1, Ts: issued + timeline.Day, Privileges: privileges}, missing: token.Missing{Channel: channel, UID: uid}}
}

func oldRTM(channel, uid string) made {
	return old(channel, uid, token.Grant{Privilege: token.RTMLogin})
}

func (m made) and(n made) made { m.services = append(m.services, n.services...); return m }

func (m made) token(t testing.TB) *token.Token {
	t.Helper()
	id, cert := m.appID, m.secret
	if id == "" {
		id = appID
	}
	if cert == "" {
		cert = secret
	}
	var text string
	var err error
	if m.old != nil {
		m.old.AppID = id
		text, err = token.Sign006(m.old, m.missing, certificate(t, cert))
	} else {
		if m.expire == 0 {
			m.expire = 3600
		}
		text, err = token.Sign(&token.AccessToken2{AppID: id, IssueTs: issued, Expire: m.expire, Salt: 1, Services: m.services}, certificate(t, cert))
	}
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func uid(channel string, n uint32) admission.Client {
	return admission.Client{Product: admission.RTC, AppID: ptr(appID), Channel: &channel, UID: &n}
}

func account(channel, name string) admission.Client {
	return admission.Client{Product: admission.RTC, AppID: ptr(appID), Channel: &channel, Account: &name}
}

func login(p admission.Product, name string) admission.Client {
	return admission.Client{Product: p, AppID: ptr(appID), User: &name}
}

// row is a token, what a client passes, and the reasons.
type row struct {
	name   string
	made   made
	client admission.Client
	edit   func(*admission.Input)
	want   string // IDs, with the near value of each behind a colon
}

var rows = []row{
	{name: "admitted", made: rtc("lobby", "7"), client: uid("lobby", 7)},
	{name: "as an account", made: rtc("lobby", "7"), client: account("lobby", "7")},
	{name: "any uid", made: rtc("lobby", ""), client: uid("lobby", 7)},
	{name: "any uid, none chosen", made: rtc("lobby", ""), client: uid("lobby", 0)},
	{name: "any uid, a star", made: rtc("lobby", "*"), client: uid("lobby", 7)},
	{name: "no star in a uid", made: rtc("lobby", "7*"), client: uid("lobby", 77), want: "uid-mismatch:an account for an int"},
	{name: "any channel, blank", made: rtc("", "7"), client: uid("lobby", 7)},
	{name: "any channel, a star", made: rtc("*", "7"), client: uid("lobby", 7)},
	{name: "a pattern", made: rtc("1*a*2", "7"), client: uid("1xax2", 7)},
	{name: "out of the pattern", made: rtc("1*a*2", "7"), client: uid("1xax3", 7), want: "channel-mismatch:"},
	{name: "out of the pattern by case", made: rtc("Room-*", "7"), client: uid("room-1", 7), want: "channel-mismatch:another letter case"},

	{name: "another channel", made: rtc("lobby", "7"), client: uid("hall", 7), want: "channel-mismatch:"},
	{name: "case", made: rtc("Lobby", "7"), client: uid("lobby", 7), want: "channel-mismatch:another letter case"},
	{name: "space", made: rtc("lobby\n", "7"), client: uid("lobby", 7), want: "channel-mismatch:white space around"},
	{name: "form", made: rtc("cafe\u0301", "7"), client: uid("café", 7), want: "channel-mismatch:another Unicode form"},
	{name: "invisible", made: rtc("lob\u200bby", "7"), client: uid("lobby", 7), want: "channel-mismatch:characters that do not show"},
	{name: "quotes", made: rtc(`"lobby"`, "7"), client: uid("lobby", 7), want: "channel-mismatch:quotation marks around"},
	{name: "percent", made: rtc("a%20b", "7"), client: uid("a b", 7), want: "channel-mismatch:percent-encoding"},
	{name: "colon", made: rtc(":lobby", "7"), client: uid("lobby", 7), want: "channel-mismatch:a colon in front"},
	{name: "two forms", made: rtc(" LOBBY", "7"), client: uid("lobby", 7), want: "channel-mismatch:another letter case and white space around"},
	{name: "undefined", made: rtc("undefined", "7"), client: uid("lobby", 7), want: `channel-mismatch:the text "undefined"`},
	{name: "changed places", made: rtc("7", "lobby"), client: uid("lobby", 7), want: "channel-mismatch:the client's uid uid-mismatch:the client's channel"},
	{name: "no channel name", made: rtc("*", "7"), client: uid("", 7), want: "channel-mismatch:"},

	{name: "another uid", made: rtc("lobby", "44"), client: uid("lobby", 7), want: "uid-mismatch:"},
	{name: "uid chosen by the SDK", made: rtc("lobby", "44"), client: uid("lobby", 0), want: "uid-mismatch:"},
	{name: "literal zero", made: rtc("lobby", "0"), client: uid("lobby", 0), want: `uid-mismatch:the text "0"`},
	{name: "literal null", made: rtc("lobby", "null"), client: uid("lobby", 7), want: `uid-mismatch:the text "null"`},
	{name: "literal object", made: rtc("lobby", "[object Object]"), client: account("lobby", "a"), want: `uid-mismatch:the text "[object Object]"`},
	{name: "zeros", made: rtc("lobby", "007"), client: uid("lobby", 7), want: "uid-mismatch:the same number written otherwise"},
	{name: "wrapped", made: rtc("lobby", "4294967303"), client: uid("lobby", 7), want: "uid-mismatch:another number with the same 32 bits"},
	{name: "negative", made: rtc("lobby", "-5"), client: uid("lobby", 4294967291), want: "uid-mismatch:another number with the same 32 bits"},
	{name: "account cut to 32 bits", made: rtc("lobby", "7"), client: account("lobby", "4294967303"), want: "uid-mismatch:another number with the same 32 bits"},
	{name: "int for account", made: rtc("lobby", "7"), client: account("lobby", "alice"), want: "uid-mismatch:an int for an account"},
	{name: "account for int", made: rtc("lobby", "alice"), client: uid("lobby", 7), want: "uid-mismatch:an account for an int"},
	{name: "account's case", made: rtc("lobby", "Alice"), client: account("lobby", "alice"), want: "uid-mismatch:another letter case"},

	{name: "another App ID", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: clientAppID(other), want: "app-id-mismatch:"},
	{name: "App ID's case", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: clientAppID(strings.ToUpper(appID)), want: "app-id-mismatch:another letter case"},
	{name: "App ID and space", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: clientAppID(appID + " "), want: "app-id-mismatch:white space around"},
	{name: "App ID mistyped", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: clientAppID(appID[:31] + "e"), want: "app-id-mismatch:one character differs"},

	{name: "RTM token in RTC", made: user(token.RTM, "alice", 1), client: uid("lobby", 7), want: "wrong-service:"},
	{name: "RTC token in RTM", made: rtc("lobby", "7"), client: login(admission.RTM, "alice"), want: "wrong-service:"},
	{name: "no service", made: made{services: []token.Service{}}, client: uid("lobby", 7), want: "wrong-service:"},
	{name: "unknown service", made: made{services: []token.Service{{Type: 99, Raw: []byte("x")}}}, client: uid("lobby", 7), want: "wrong-service:"},
	{name: "one of two services", made: rtc("hall", "7").and(rtc("lobby", "7")), client: uid("lobby", 7)},
	{name: "the nearer of two services", made: rtc("hall", "8").and(rtc("lobby", "8")), client: uid("lobby", 7), want: "uid-mismatch:"},

	{name: "no join", made: rtc("lobby", "7", -1, 3600), client: uid("lobby", 7), want: "no-privilege:"},
	{name: "no privilege at all", made: rtc("lobby", "7", -1), client: uid("lobby", 7), want: "no-privilege:"},
	{name: "over", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: at(3601), want: "expired:"},
	{name: "at the second itself", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: at(3600)},
	{name: "join is over", made: rtc("lobby", "7", 60, 3600), client: uid("lobby", 7), edit: at(61), want: "expired:"},
	{name: "nothing outlasts a day", made: func() made { m := rtc("lobby", "7", 0); m.expire = 604800; return m }(), client: uid("lobby", 7), edit: at(timeline.Day + 1), want: "expired:"},

	{name: "RTM", made: user(token.RTM, "alice", 1), client: login(admission.RTM, "alice")},
	{name: "RTM2", made: user(token.RTM2, "alice", 1), client: login(admission.RTM, "alice")},
	{name: "RTM of another user", made: user(token.RTM, "alice", 1), client: login(admission.RTM, "bob"), want: "user-mismatch:"},
	{name: "RTM of a number", made: user(token.RTM, "7", 1), client: login(admission.RTM, "007"), want: "user-mismatch:the same number written otherwise"},
	{name: "RTM of nobody", made: user(token.RTM, "", 1), client: login(admission.RTM, "alice"), want: "user-mismatch:"},
	{name: "RTM without a name", made: user(token.RTM, "", 1), client: login(admission.RTM, ""), want: "user-mismatch:"},
	{name: "RTM without login", made: user(token.RTM, "alice"), client: login(admission.RTM, "alice"), want: "no-privilege:"},

	{name: "Chat", made: user(token.Chat, "alice", token.ChatUser), client: login(admission.Chat, "alice")},
	{name: "Chat user's case", made: user(token.Chat, "Alice", token.ChatUser), client: login(admission.Chat, "alice"), want: "user-mismatch:another letter case"},
	{name: "Chat app token", made: user(token.Chat, "", token.ChatApp), client: login(admission.Chat, "alice"), want: "user-mismatch: no-privilege:"},
	{name: "Chat UUID", made: user(token.Chat, "0ffe2d80-ed76-11e8-8d66-279e3e1c214b", token.ChatUser), client: login(admission.Chat, "alice")},
	{name: "Chat UUID of another", made: user(token.Chat, "0ffe2d80-ed76-11e8-8d66-279e3e1c214b", token.ChatUser), client: login(admission.Chat, "1ffe2d80-ed76-11e8-8d66-279e3e1c214b"), want: "user-mismatch:"},
	{name: "Chat MD5", made: user(token.Chat, "6384e2b2184bcbf58eccf10ca7a6563c", token.ChatUser), client: login(admission.Chat, "alice"), want: "user-mismatch:the MD5 of the user"},

	{name: "006", made: old("lobby", "7"), client: uid("lobby", 7)},
	{name: "006 any uid", made: old("lobby", ""), client: uid("lobby", 7)},
	{name: "006 has no star", made: old("*", "7"), client: uid("lobby", 7), want: "channel-mismatch:"},
	{name: "006 has no blank", made: old("", "7"), client: uid("lobby", 7), want: "channel-mismatch:"},
	{name: "006 another channel", made: old("hall", "7"), client: uid("lobby", 7), want: "channel-mismatch:"},
	{name: "006 case", made: old("LOBBY", "7"), client: uid("lobby", 7), want: "channel-mismatch:another letter case"},
	{name: "006 space", made: old("lobby\n", "7"), client: uid("lobby", 7), want: "channel-mismatch:white space around"},
	{name: "006 form", made: old("cafe\u0301", "7"), client: uid("café", 7), want: "channel-mismatch:another Unicode form"},
	{name: "006 two forms", made: old("%22LOBBY%22", "7"), client: uid("\"lobby\"", 7), want: "channel-mismatch:another letter case and percent-encoding"},
	{name: "006 another uid", made: old("lobby", "44"), client: uid("lobby", 7), want: "uid-mismatch:"},
	{name: "006 uid chosen by the SDK", made: old("lobby", "44"), client: uid("lobby", 0), want: "uid-mismatch:"},
	{name: "006 literal zero", made: old("lobby", "0"), client: uid("lobby", 7), want: `uid-mismatch:the text "0"`},
	{name: "006 negative, as Java writes", made: old("lobby", "-5"), client: uid("lobby", 4294967291), want: "uid-mismatch:another number with the same 32 bits"},
	{name: "006 zeros", made: old("lobby", "0000000007"), client: uid("lobby", 7), want: "uid-mismatch:the same number written otherwise"},
	{name: "006 changed places", made: old("7", "lobby"), client: uid("lobby", 7), want: "channel-mismatch:the client's uid uid-mismatch:the client's channel"},
	{name: "006 window", made: old("lobby", "7", grants(0)...), client: uid("lobby", 7), edit: at(timeline.Day + 1), want: "expired:"},
	{name: "006 privilege", made: old("lobby", "7"), client: uid("lobby", 7), edit: at(3601), want: "expired:"},
	{name: "006 in Chat", made: old("lobby", "7"), client: login(admission.Chat, "alice"), want: "wrong-service:"},
	{name: "006 RTM", made: oldRTM("alice", ""), client: login(admission.RTM, "alice")},
	{name: "006 RTM of another", made: oldRTM("alice", ""), client: login(admission.RTM, "bob"), want: "user-mismatch:"},
	{name: "006 RTM in the uid field", made: oldRTM("lobby", "alice"), client: login(admission.RTM, "alice"), want: "user-mismatch:the user in the uid field"},
	{name: "006 RTM in both fields", made: oldRTM("alice", "7"), client: login(admission.RTM, "alice"), want: "user-mismatch:"},
	{name: "006 RTM in RTC", made: oldRTM("alice", ""), client: uid("lobby", 7), want: "wrong-service:"},

	{name: "another certificate", made: func() made { m := rtc("lobby", "7"); m.secret = second; return m }(), client: uid("lobby", 7), want: "signature-invalid:"},
	{name: "006 another certificate", made: func() made { m := old("lobby", "7"); m.secret = second; return m }(), client: uid("lobby", 7), want: "signature-invalid:"},
	{name: "006 of another channel is not judged", made: func() made { m := old("hall", "7"); m.secret = second; return m }(), client: uid("lobby", 7), want: "channel-mismatch:"},
	{name: "certificate in lower case", made: func() made { m := rtc("lobby", "7"); m.secret = strings.ToLower(secret); return m }(), client: uid("lobby", 7), want: "signature-invalid:"},
	{name: "certificate as App ID", made: func() made { m := rtc("lobby", "7"); m.appID, m.secret = secret, appID; return m }(), client: uid("lobby", 7), want: "app-id-mismatch: signature-invalid:"},
	{name: "another project's certificate", made: func() made { m := rtc("lobby", "7"); m.appID = other; return m }(), client: uid("lobby", 7), edit: clientAppID(other), want: "signature-invalid:"},
	{name: "unknown certificate", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: noProjects},
	{name: "unknown certificate, signature required", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: both(noProjects, func(in *admission.Input) { in.RequireSignature = true }), want: "signature-invalid:"},
	{name: "signature required", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: func(in *admission.Input) { in.RequireSignature = true }},

	{name: "publisher", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: expect(admission.Publisher)},
	{name: "no publisher", made: rtc("lobby", "7", 3600), client: uid("lobby", 7), edit: expect(admission.Publisher), want: "role-mismatch:"},
	{name: "half a publisher", made: rtc("lobby", "7", 3600, 3600), client: uid("lobby", 7), edit: expect(admission.Publisher), want: "role-mismatch:"},
	{name: "a publisher no more", made: rtc("lobby", "7", 3600, 60, 60, 60), client: uid("lobby", 7), edit: both(expect(admission.Publisher), at(61)), want: "role-mismatch:"},
	{name: "a publisher until the end", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: both(expect(admission.Publisher), at(3700)), want: "expired:"},
	{name: "subscriber", made: rtc("lobby", "7", 3600), client: uid("lobby", 7), edit: expect(admission.Subscriber)},
	{name: "no subscriber", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: expect(admission.Subscriber), want: "role-mismatch:"},
	{name: "no role in RTM", made: user(token.RTM, "alice", 1), client: login(admission.RTM, "alice"), edit: expect(admission.Publisher)},

	{name: "long enough", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: ttl(3600)},
	{name: "too short", made: rtc("lobby", "7"), client: uid("lobby", 7), edit: ttl(3601), want: "ttl-too-short:"},
	{name: "admits too short", made: func() made { m := rtc("lobby", "7", 0); m.expire = 60; return m }(), client: uid("lobby", 7), edit: ttl(600), want: "ttl-too-short:"},
	{name: "stays too short", made: rtc("lobby", "7", 60), client: uid("lobby", 7), edit: ttl(600), want: "ttl-too-short:"},
	{name: "every reason", made: func() made { m := rtc("Hall", "44", 60); m.secret = second; return m }(), client: uid("lobby", 7),
		edit: both(both(clientAppID(other), at(61)), both(expect(admission.Publisher), ttl(60))),
		want: "app-id-mismatch: channel-mismatch: uid-mismatch: expired: signature-invalid: role-mismatch: ttl-too-short:"},

	{name: "nothing known of the client", made: rtc("lobby", "7"), client: admission.Client{}},
	{name: "006, nothing known of the client", made: old("lobby", "7"), client: admission.Client{}},
}

func clientAppID(id string) func(*admission.Input) {
	return func(in *admission.Input) { in.Client.AppID = &id }
}

func at(seconds int64) func(*admission.Input) {
	return func(in *admission.Input) { in.Now = time.Unix(issued+seconds, 0).UTC() }
}

func expect(r admission.Role) func(*admission.Input) {
	return func(in *admission.Input) { in.Expect = r }
}

func ttl(seconds uint32) func(*admission.Input) {
	return func(in *admission.Input) { in.MinTTL = seconds }
}

func noProjects(in *admission.Input) { in.Projects = nil }

func both(a, b func(*admission.Input)) func(*admission.Input) {
	return func(in *admission.Input) { a(in); b(in) }
}

func (r *row) input(t testing.TB) admission.Input {
	in := admission.Input{Token: r.made.token(t), Client: r.client, Now: time.Unix(issued, 0).UTC(),
		Projects: []project.Project{mine(t, appID, secret, project.Primary)}}
	if r.edit != nil {
		r.edit(&in)
	}
	return in
}

func reasons(v admission.Verdict) string {
	var list []string
	for _, r := range v.Reasons {
		list = append(list, string(r.ID)+":"+r.Near)
	}
	return strings.Join(list, " ")
}

func TestCheck(t *testing.T) {
	seen := map[admission.ID]bool{admission.NotAToken: true} // see TestNotAToken
	near := map[string]bool{}
	for _, r := range rows {
		v := admission.Check(r.input(t))
		if got := reasons(v); got != r.want {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
		if v.Admitted != (len(v.Reasons) == 0) || v.Reasons == nil {
			t.Errorf("%s: admitted %v, reasons %v", r.name, v.Admitted, v.Reasons)
		}
		sane(t, r.name, v)
		for _, reason := range v.Reasons {
			seen[reason.ID] = true
			for _, part := range strings.Split(reason.Near, " and ") {
				near[part] = true
			}
		}
	}
	for _, id := range admission.IDs() {
		if !seen[id] {
			t.Errorf("no row is refused for %s", id)
		}
	}
	for _, n := range []string{admission.NearNumber, admission.NearWrapped, admission.NearIntForAccount, admission.NearAccountForInt, admission.NearChannel,
		admission.NearUID, admission.NearUIDField, admission.NearMD5, admission.NearOneCharacter, admission.NearCase, admission.NearSpace, admission.NearForm,
		admission.NearInvisible, admission.NearQuotes, admission.NearPercent, admission.NearColon, admission.NearLiteral("0")} {
		if !near[n] || !slices.Contains(admission.Nears(), n) {
			t.Errorf("no row is near by %q, or the list of nears lacks it", n)
		}
	}
}

// sane holds what is so of every verdict.
func sane(t testing.TB, name string, v admission.Verdict) {
	t.Helper()
	nears := append(admission.Nears(), "")
	texts := slices.Clone(v.Notes)
	for _, r := range v.Reasons {
		texts = append(texts, r.Message, r.Near, r.Fix, r.Source)
		texts = slices.Concat(texts, r.Shows, r.Codes.Native, r.Codes.Web, r.Codes.Signaling, r.Codes.Chat)
		if r.Message == "" || r.Fix == "" || r.Source == "" || len(r.Message) > 1500 {
			t.Errorf("%s: not complete, or too long: %+v", name, r)
		}
		for _, part := range strings.Split(r.Near, " and ") {
			if !slices.Contains(nears, part) {
				t.Errorf("%s: near %q is not in the list", name, r.Near)
			}
		}
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) {
			t.Errorf("%s: not printable: %q", name, text)
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret[4:28])) {
			t.Errorf("%s: a certificate shows in %q", name, text)
		}
	}
	if v.Signature != signer.Valid && v.Signature != signer.Invalid && v.Signature != signer.Unchecked {
		t.Errorf("%s: signature %q", name, v.Signature)
	}
}

// TestMessages holds some sentences whole: they name both values.
func TestMessages(t *testing.T) {
	for _, c := range []struct {
		row  string
		want string
	}{
		{"uid chosen by the SDK", `The token is for the uid "44", and the client joins with 0, for which the SDK chooses another uid.`},
		{"literal zero", `The token has the text "0", which a program writes for a value of the wrong type.`},
		{"case", `The token is for the channel "Lobby", and the client passes "lobby". The only difference is another letter case.`},
		{"space", `The token is for the channel "lobby\n", and`},
		{"join is over", "The token admitted until 22:14:20 (expired 00:00:01 ago): the privilege join has ended."},
		{"over", "the token's lifetime is over"},
		{"nothing outlasts a day", "nothing lasts longer than 24 h. Who is in the channel stays, and cannot come back in."},
		{"006 another channel", "whose CRC-32 is"},
		{"RTC token in RTM", "The token has the service RTC only. A client that wants to log in to Signaling needs RTM (Signaling)."},
		{"no join", "The service RTC grants publish audio and not join, without which nobody can join a channel."},
		{"another App ID", "The token is for the App ID 0123…cdef, and the client passes ffff…ffff."},
		{"too short", "The token admits until 23:13:20 (1h 00m left), and at least 1h 00m more were asked for."},
		{"stays too short", "The token admits until 22:14:20"},
		{"half a publisher", "A publisher was expected, and the token does not grant publish video, publish data."},
		{"another project's certificate", `The token is signed with the certificate of the project "mine", which has another App ID.`},
		{"certificate in lower case", "in another letter case"},
		{"certificate as App ID", "The token is for the App ID ••••, and the client passes 0123…cdef."},
	} {
		i := slices.IndexFunc(rows, func(r row) bool { return r.name == c.row })
		if i < 0 {
			t.Fatalf("no row %q", c.row)
		}
		v := admission.Check(rows[i].input(t))
		if !slices.ContainsFunc(v.Reasons, func(r admission.Reason) bool { return strings.Contains(r.Message, c.want) }) {
			t.Errorf("%s: %q is not in %+v", c.row, c.want, v.Reasons)
		}
	}
}

func TestNotAToken(t *testing.T) {
	_, broken := token.Parse("007eJx")
	_, empty := token.Parse("")
	key := &token.Token{Format: token.Format004, DynamicKey: &token.DynamicKey{AppID: appID}}
	for _, c := range []struct {
		name string
		in   admission.Input
		want string
		web  int
	}{
		{"damaged", admission.Input{Err: broken.(*token.Error)}, "What the client passes is not a token", 1},
		{"empty", admission.Input{Err: empty.(*token.Error)}, "the text is empty", 2},
		{"none", admission.Input{}, "the text is empty", 2},
		{"a key of old", admission.Input{Token: key}, "This is a key of the format 004", 1},
	} {
		for _, p := range []admission.Product{admission.RTC, admission.RTM, admission.Chat} {
			c.in.Client.Product = p
			v := admission.Check(c.in)
			if v.Admitted || reasons(v) != "not-a-token:" || !strings.Contains(v.Reasons[0].Message, c.want) || v.Signature != signer.Unchecked {
				t.Errorf("%s, %s: %+v", c.name, p, v)
			}
			if p == admission.RTC && len(v.Reasons[0].Codes.Web) != c.web {
				t.Errorf("%s: web codes %v", c.name, v.Reasons[0].Codes.Web)
			}
			sane(t, c.name, v)
		}
	}
}

// TestCodes holds every code that a reason shows, by product.
func TestCodes(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"another uid", `{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`},
		{"another channel", `{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`},
		{"RTM token in RTC", `{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`},
		{"no join", `{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`},
		{"another certificate", `{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`},
		{"another App ID", `{"native":["110","101"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10016","-10005"]}`},
		{"App ID and space", `{"native":["101"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10003"]}`},
		{"over", `{"native":["109"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10009"]}`},
		{"no publisher", `{}`},
		{"too short", `{}`},
		{"unknown certificate, signature required", `{}`},
		{"RTM of another user", `{"signaling":["-10005"]}`},
		{"RTC token in RTM", `{"signaling":["-10005"]}`},
		{"Chat user's case", `{"chat":["104","202"]}`},
		{"Chat app token", `{"chat":["104","202"]}`},
		{"006 in Chat", `{"chat":["104","202"]}`},
	} {
		i := slices.IndexFunc(rows, func(r row) bool { return r.name == c.row })
		if i < 0 {
			t.Fatalf("no row %q", c.row)
		}
		got, err := json.Marshal(admission.Check(rows[i].input(t)).Reasons[0].Codes)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.row, got, err, c.want)
		}
	}
	shows := func(m made, c admission.Client, seconds int64) string {
		r := row{made: m, client: c, edit: at(seconds)}
		return strings.Join(admission.Check(r.input(t)).Reasons[0].Shows, "; ")
	}
	if got := shows(rtc("lobby", "7", 60), uid("lobby", 7), 61); !strings.Contains(got, "2010013") || !strings.Contains(got, "reason 9") {
		t.Errorf("a privilege's end shows %q", got)
	}
	if got := shows(rtc("lobby", "7", 0), uid("lobby", 7), 3601); !strings.Contains(got, "2010010") || strings.Contains(got, "2010013") {
		t.Errorf("the token's end shows %q", got)
	}
	if got := shows(rtc("lobby", "7"), uid("lobby", 7), 3601); !strings.Contains(got, "2010010") || !strings.Contains(got, "2010013") {
		t.Errorf("both ends show %q", got)
	}
	for p, want := range map[admission.Product]string{admission.RTM: "-10009", admission.Chat: "108"} {
		kind := map[admission.Product]token.ServiceType{admission.RTM: token.RTM, admission.Chat: token.Chat}[p]
		r := row{made: user(kind, "alice", 1), client: login(p, "alice"), edit: at(3601)}
		codes := admission.Check(r.input(t)).Reasons[0].Codes
		if !slices.Contains(slices.Concat(codes.Signaling, codes.Chat), want) {
			t.Errorf("%s: %+v, want %s", p, codes, want)
		}
	}
}

func TestVerdict(t *testing.T) {
	check := func(name string) admission.Verdict {
		i := slices.IndexFunc(rows, func(r row) bool { return r.name == name })
		if i < 0 {
			t.Fatalf("no row %q", name)
		}
		return admission.Check(rows[i].input(t))
	}
	v := check("admitted")
	if v.Signature != signer.Valid || v.MatchedBy != admission.ByText || v.AdmitUntil != issued+3600 || v.StaysUntil != issued+3600 || v.Notes != nil {
		t.Errorf("admitted: %+v", v)
	}
	data, err := json.Marshal(check("literal zero"))
	if want := `{"admitted":false,"signature":"valid","reasons":[{"id":"uid-mismatch","message":"`; err != nil || !strings.HasPrefix(string(data), want) {
		t.Errorf("JSON: %s, %v", data, err)
	}
	for _, want := range []string{`"near":"the text \"0\""`, `"codes":{"native":["110"],"web":["CAN_NOT_GET_GATEWAY_SERVER"],"signaling":["-10005"]}`, `"admitUntil":1700003600`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("JSON lacks %s: %s", want, data)
		}
	}
	if v := check("006"); v.Signature != signer.Valid || v.MatchedBy != admission.BySignature {
		t.Errorf("006: %+v", v)
	}
	if v := check("006 of another channel is not judged"); v.Signature != signer.Unchecked || v.MatchedBy != "" || len(v.Notes) == 0 {
		t.Errorf("006 of another channel: %+v", v)
	}
	if v := check("unknown certificate"); v.Signature != signer.Unchecked || !strings.Contains(strings.Join(v.Notes, " "), "no certificate for the App ID 0123…cdef") {
		t.Errorf("unknown certificate: %+v", v)
	}
	if v := check("another project's certificate"); v.Signature != signer.Invalid {
		t.Errorf("another project's certificate: %+v", v)
	}
	if v := check("nothing known of the client"); !v.Admitted || v.MatchedBy != "" || len(v.Notes) != 2 {
		t.Errorf("nothing known: %+v", v)
	}
	if v := check("Chat UUID"); len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "UUID") {
		t.Errorf("Chat UUID: %+v", v)
	}
	old := row{made: rtc("lobby", "7"), client: uid("lobby", 7), edit: func(in *admission.Input) { in.Projects = []project.Project{mine(t, appID, secret, project.Retired)} }}
	if v := admission.Check(old.input(t)); !v.Admitted || len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "retired") {
		t.Errorf("retired: %+v", v)
	}
	blind := row{made: old006(), client: uid("lobby", 7), edit: noProjects}
	if v := admission.Check(blind.input(t)); !v.Admitted || v.MatchedBy != admission.ByCRC32 || len(v.Notes) != 2 {
		t.Errorf("006 without a certificate: %+v", v)
	}
}

// TestManyServices holds that a token of thousands of services costs little.
func TestManyServices(t *testing.T) {
	m := rtc("hall", "8")
	for range 1200 {
		m = m.and(rtc("hall", "8"))
	}
	r := row{made: m.and(rtc("lobby", "7")), client: uid("lobby", 7)}
	if v := admission.Check(r.input(t)); v.Admitted || reasons(v) != "channel-mismatch: uid-mismatch:" {
		t.Errorf("%s", reasons(v))
	}
}

func old006() made { return old("lobby", "7") }
