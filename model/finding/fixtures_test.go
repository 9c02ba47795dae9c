package finding_test

import (
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/token"
)

func crc(text string) uint32 { return crc32.ChecksumIEEE([]byte(text)) }

// change is an edit of the clean input.
type change func(*finding.Input)

// fixture is a rule with a token that breaks it and tokens that come close.
type fixture struct {
	id       string
	fires    change
	field    string
	says     []string         // in the message
	severity finding.Severity // if not the rule's own
	silent   []change
}

func nothing(*finding.Input) {}

// rtc edits the token's RTC service.
func rtc(edit func(*token.Service)) change {
	return func(in *finding.Input) { edit(&in.Token.AccessToken2.Services[0]) }
}

func uid(text string) change     { return rtc(func(s *token.Service) { s.UID = text }) }
func channel(name string) change { return rtc(func(s *token.Service) { s.ChannelName = name }) }

// grants sets the lifetimes of join, audio, video and data; a negative one is not
// granted.
func grants(lifetimes ...int64) change {
	return rtc(func(s *token.Service) { s.Privileges = list(lifetimes) })
}

func list(values []int64) []token.Grant {
	var all []token.Grant
	for i, v := range values {
		if v >= 0 {
			all = append(all, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(v)})
		}
	}
	return all
}

// with puts other services in place of the RTC one.
func with(services ...token.Service) change {
	return func(in *finding.Input) { in.Token.AccessToken2.Services = services }
}

func service(t token.ServiceType, user string, privileges ...token.Privilege) token.Service {
	s := token.Service{Type: t, UserID: user}
	for _, p := range privileges {
		s.Privileges = append(s.Privileges, token.Grant{Privilege: p, Expire: 3600})
	}
	return s
}

func expire(seconds uint32) change {
	return func(in *finding.Input) { in.Token.AccessToken2.Expire = seconds }
}

// old006 puts a 006 token in place of the 007 one.
func old006(edit func(*token.AccessToken)) change {
	return func(in *finding.Input) {
		in.Token = publisher006()
		edit(in.Token.AccessToken)
	}
}

func uid006(text string) change { return old006(func(a *token.AccessToken) { a.UIDCRC32 = crc(text) }) }

// given is old006 of a channel and a uid that are known.
func given(channel, uid string) change {
	return func(in *finding.Input) {
		old006(func(a *token.AccessToken) { a.ChannelCRC32, a.UIDCRC32 = crc(channel), crc(uid) })(in)
		in.Missing = &token.Missing{Channel: channel, UID: uid}
	}
}

func grants006(values ...int64) change {
	return old006(func(a *token.AccessToken) { a.Privileges = list(values) })
}

func rtm006(value uint32, uid string) change {
	return old006(func(a *token.AccessToken) {
		a.Privileges, a.UIDCRC32 = []token.Grant{{Privilege: token.RTMLogin, Expire: value}}, crc(uid)
	})
}

// after sets the time to so many seconds after issue.
func after(seconds int64) change {
	return func(in *finding.Input) { in.Now = time.Unix(issued+seconds, 0).UTC() }
}

func signed(r signer.Result) change { return func(in *finding.Input) { in.Signer = r } }

func wrong(a token.Accident) change {
	return signed(signer.Result{Status: signer.Invalid, Project: "mine", Role: project.Secondary, Accident: a, Known: true, Tried: 1})
}

// all makes several changes.
func all(changes ...change) change {
	return func(in *finding.Input) {
		for _, c := range changes {
			c(in)
		}
	}
}

var (
	invalid = signer.Result{Status: signer.Invalid, Known: true, Tried: 3}
	other   = signer.Result{Status: signer.Invalid, Project: "yours", Role: project.Primary, Known: true, Other: true, Tried: 3}
)

const (
	f0   = "services[0]."
	uuid = "0ffe2d80-ed76-11e8-8d66-279e3e1c214b"
)

var fixtures = slices.Concat(encodingFixtures, serviceFixtures, nameFixtures, uidFixtures, channelFixtures, userFixtures,
	numberFixtures, timeFixtures, roleFixtures, signatureFixtures)

var encodingFixtures = []fixture{
	{id: "repaired", fires: func(in *finding.Input) { in.Repairs = []string{"quotes", "json", "percent", "\x1b[31m"} },
		says: []string{"quotes around it, JSON", `percent-encoding and "\x1b[31m"`}, silent: []change{nothing}},
	{id: "non-canonical", fires: func(in *finding.Input) { in.Token.NonCanonical = true },
		says:   []string{"carry nothing"},
		silent: []change{nothing}},
	{id: "legacy-format", fires: old006(func(*token.AccessToken) {}), field: "version",
		says:   []string{"006", "007"},
		silent: []change{nothing}},
	{id: "legacy-format", fires: dynamicKey(func(*token.DynamicKey) {}), field: "version",
		says:   []string{`"005"`},
		silent: []change{nothing}},
	{id: "trailing-bytes", fires: dynamicKey(func(k *token.DynamicKey) { k.TrailingBytes = []byte{1} }), field: "trailing",
		says:   []string{"1 byte"},
		silent: []change{dynamicKey(func(*token.DynamicKey) {})}},
	{id: "trailing-bytes", fires: func(in *finding.Input) { in.Token.Trailing = 3 },
		says:   []string{"3 bytes follow", "compressed"},
		silent: []change{nothing}},
	{id: "trailing-bytes", fires: func(in *finding.Input) { in.Token.AccessToken2.TrailingBytes = []byte{1} }, field: "trailing",
		says:   []string{"1 byte follows", "last field"},
		silent: []change{nothing}},
	{id: "trailing-bytes", fires: old006(func(a *token.AccessToken) { a.AfterMessage = []byte{1, 2} }), field: "afterMessage",
		says:   []string{"2 bytes", "no signature"},
		silent: []change{uid006("8")}},
	{id: "trailing-bytes", fires: old006(func(a *token.AccessToken) { a.TrailingBytes = []byte{1, 2} }), field: "trailing",
		says:   []string{"2 bytes", "last privilege"},
		silent: []change{uid006("8")}},
}

// dynamicKey puts a token of the format 005 in place of the 007 one.
func dynamicKey(edit func(*token.DynamicKey)) change {
	return func(in *finding.Input) {
		in.Token = &token.Token{Format: token.Format005, DynamicKey: &token.DynamicKey{AppID: appID}}
		edit(in.Token.DynamicKey)
	}
}

var serviceFixtures = []fixture{
	{id: "unknown-service", fires: with(token.Service{Type: 77, Raw: []byte{1, 2, 3}}), field: f0 + "type",
		says:   []string{"77", "3 bytes"},
		silent: []change{nothing, with(service(token.STT, "", 1))}},
	{id: "unknown-service", fires: func(in *finding.Input) {
		with(token.Service{Type: 0})(in)
		in.Token.AccessToken2.MoreServices = 2
	}, field: f0 + "type", says: []string{"type 0", "2 services"}, silent: []change{nothing}},
	{id: "unknown-privilege", fires: with(service(token.RTM, "u", 1, 9)), field: f0 + "privileges.9",
		says:   []string{"RTM has no privilege 9"},
		silent: []change{with(service(token.ConvoAI, "", 9)), with(service(token.STT, "", 1))}},
	{id: "unknown-privilege", fires: old006(func(a *token.AccessToken) {
		a.Privileges = append(a.Privileges, token.Grant{Privilege: 5, Expire: issued + 60})
	}), field: "privileges.5", says: []string{"privilege 5", "5 to 12"}, silent: []change{rtm006(0, "")}},
	{id: "duplicate-privilege", fires: rtc(func(s *token.Service) { s.Privileges = append(s.Privileges, token.Grant{Privilege: 2, Expire: 70}) }),
		field: f0 + "privileges.publishAudioStream", says: []string{"publish audio", "3600 and 70"},
		silent: []change{rtc(func(s *token.Service) { slices.Reverse(s.Privileges) })}},
	{id: "duplicate-privilege", fires: old006(func(a *token.AccessToken) { a.Privileges = append(a.Privileges, a.Privileges[0]) }), field: "privileges.joinChannel",
		says:   []string{`"join" stands twice`},
		silent: []change{rtm006(0, "")}},
	{id: "duplicate-privilege", fires: with(permissions(token.Resource{Type: 0, Permissions: []token.Permission{{Type: 1, Names: []string{"a"}}}}, token.Resource{Type: 0, Permissions: []token.Permission{{Type: 1, Names: []string{"b\n", "c"}}}})),
		field: f0 + "permissions", says: []string{"permission 1 of resource type 0", `"a" and "b\n" and 1 more`},
		silent: []change{with(permissions(token.Resource{Type: 0, Permissions: []token.Permission{{Type: 1}, {Type: 0}}}, token.Resource{Type: 0}, token.Resource{Type: 1, Permissions: []token.Permission{{Type: 1}}}))}},
	{id: "no-services", fires: with(), field: "services",
		says:   []string{"no service"},
		silent: []change{nothing, old006(func(a *token.AccessToken) { a.Privileges = nil })}},
	{id: "empty-privileges", fires: with(service(token.Chat, "u")), field: f0 + "privileges",
		says:   []string{"Chat"},
		silent: []change{nothing, with(token.Service{Type: 77})}},
	{id: "empty-privileges", fires: old006(func(a *token.AccessToken) { a.Privileges = nil }), field: "privileges",
		says:   []string{"RTC"},
		silent: []change{rtm006(0, "")}},
}

func permissions(tree ...token.Resource) token.Service {
	s := service(token.RTM2, "u", token.Login)
	s.Permissions = tree
	return s
}

var nameFixtures = []fixture{
	{id: "control-characters", fires: channel("a\x1b]0;b\u202ec"), field: f0 + "channelName",
		says:   []string{`"a\x1b]0;b\u202ec"`, "U+001B at character 2", "U+202E at character 7"},
		silent: []change{channel("größe 频道 e\u0301"), uid("❤\ufe0f")}},
	{id: "control-characters", fires: uid("u\xff\u200b\u3164\t\n"), field: f0 + "uid",
		says:   []string{`"u\xff\u200b\u3164\t\n"`, "the byte ff", "U+200B at character 3, U+3164 at character 4, U+0009 at character 5 and 1 more"},
		silent: []change{uid("\ufffd")}},
	{id: "control-characters", fires: with(permissions(token.Resource{Permissions: []token.Permission{{Names: []string{"ok", "x\u00a0"}}}})), field: f0 + "permissions",
		says:   []string{"U+00A0"},
		silent: []change{with(permissions(token.Resource{Permissions: []token.Permission{{Names: []string{"ok"}}}}))}},
	{id: "control-characters", fires: given("a\tb", "7"), field: "channelCrc32",
		says:   []string{"U+0009"},
		silent: []change{given("ab", "7")}},
	{id: "app-id-format", fires: func(in *finding.Input) { in.Token.AccessToken2.AppID = strings.Repeat("\u202e", 10) + "ab" }, field: "appId",
		says:   []string{`\u202e`, "position 1"},
		silent: []change{func(in *finding.Input) { in.Token.AccessToken2.AppID = strings.ToUpper(appID) }}},
	{id: "sample-app-id", fires: sample, field: "appId",
		says:   []string{"970CA35de60c44645bbae8a215061b33"},
		silent: []change{nothing, all(sample, func(in *finding.Input) { in.Demo = true })}},
}

func sample(in *finding.Input) { in.Token.AccessToken2.AppID = "970ca35DE60c44645bbae8a215061b33" }

var uidFixtures = []fixture{
	{id: "uid-literal-zero", fires: uid("0"), field: f0 + "uid",
		says:   []string{`The uid is "0"`},
		silent: []change{uid(""), uid("00"), uid("-0"), uid("10"), with(token.Service{Type: token.FCDN, Account: "0"})}},
	{id: "uid-literal-zero", fires: uid006("0"), field: "uidCrc32",
		says:   []string{`The uid's CRC-32 is that of "0"`},
		silent: []change{uid006(""), uid006("7"), rtm006(0, "0")}},
	{id: "uid-bad-literal", fires: uid("undefined"), field: f0 + "uid",
		says:   []string{`The uid is "undefined"`},
		silent: []change{uid("Undefined"), uid("nan"), uid("nobody")}},
	{id: "uid-bad-literal", fires: uid006("[object Object]"), field: "uidCrc32",
		says:   []string{`CRC-32 is that of "[object Object]"`},
		silent: []change{uid006("alice")}},
	{id: "uid-out-of-range", fires: uid("4294967303"), field: f0 + "uid",
		says:   []string{`"4294967303"`, "wraps to 7."},
		silent: []change{uid("4294967295"), uid("0"), uid("-"), uid("-x"), uid("1e10"), uid("٣")}},
	{id: "uid-out-of-range", fires: uid("-1412626023"), field: f0 + "uid",
		says:   []string{"negative", "2882341273"},
		silent: []change{uid("2882341273")}},
	{id: "uid-out-of-range", fires: uid("7177308569"), field: f0 + "uid",
		says:   []string{"wraps to 2882341273, or -1412626023"},
		silent: []change{uid("1")}},
	{id: "uid-out-of-range", fires: uid("1" + strings.Repeat("0", 60000)), field: f0 + "uid",
		says:   []string{"… (60001 bytes)", "wraps to 0."},
		silent: []change{uid("1000000000")}},
	{id: "uid-out-of-range", fires: given("lobby", "4294967296"), field: "uidCrc32",
		says:   []string{"wraps to 0"},
		silent: []change{given("lobby", "8"), uid006("4294967296")}},
	{id: "uid-leading-zero", fires: uid("007"), field: f0 + "uid",
		says:   []string{`"007" has a leading zero`, `"7"`},
		silent: []change{uid("7"), uid("00x"), uid(" x"), uid("")}},
	{id: "uid-leading-zero", fires: uid(" 7\n"), field: f0 + "uid",
		says:   []string{`" 7\n" has white space`},
		silent: []change{uid("0")}},
	{id: "uid-leading-zero", fires: uid("000"), field: f0 + "uid",
		says:   []string{`the number, "0"`},
		silent: []change{uid(" ")}},
	{id: "uid-any", fires: uid(""), field: f0 + "uid",
		says:   []string{"The uid is empty: any user"},
		silent: []change{uid("7"), with(service(token.RTM, "", 1)), with(token.Service{Type: token.Streaming})}},
	{id: "uid-any", fires: uid("*"), field: f0 + "uid",
		says:   []string{`"*": any user`},
		silent: []change{given("lobby", "*"), uid("1*")}},
	{id: "uid-any", fires: uid006(""), field: "uidCrc32",
		says:   []string{"CRC-32 is 0"},
		silent: []change{uid006("7"), rtm006(0, "")}},
	{id: "account-uid", fires: uid("al\x07ice"), field: f0 + "uid",
		says:   []string{`"al\aice"`, "user account"},
		silent: []change{uid("7"), uid(""), uid("*"), uid("4294967295")}},
	{id: "account-uid", fires: uid(" alice"), field: f0 + "uid",
		says:   []string{"white space around it"},
		silent: []change{uid("1")}},
	{id: "account-uid", fires: given("lobby", "alice"), field: "uidCrc32",
		says:   []string{`"alice"`},
		silent: []change{uid006("alice")}},
	{id: "account-too-long", fires: uid(strings.Repeat("a", 256)), field: f0 + "uid",
		says:   []string{"256 bytes"},
		silent: []change{uid(strings.Repeat("a", 255))}},
	{id: "account-too-long", fires: with(token.Service{Type: token.FCDN, Account: strings.Repeat("é", 200)}), field: f0 + "account",
		says:   []string{"400 bytes"},
		silent: []change{with(service(token.RTM, strings.Repeat("a", 300), 1))}},
}

const allSigns = " !#$%&()+-:;<=.>?@[]^_{}|~,"

var channelFixtures = []fixture{
	{id: "channel-wildcard", fires: channel("*"), field: f0 + "channelName",
		says:   []string{`"*": the token holds for every channel`},
		silent: []change{nothing, with(token.Service{Type: token.Streaming, Account: "7"})}},
	{id: "channel-wildcard", fires: channel(""), field: f0 + "channelName",
		says:   []string{"channel name is empty", "every channel"},
		silent: []change{channel("lobby"), given("", "7")}},
	{id: "channel-wildcard", fires: channel("1*a*2"), field: f0 + "channelName",
		says:   []string{`"1*a*2"`, "pattern"},
		silent: []change{given("a*", "7")}},
	{id: "channel-wildcard", fires: all(channel("a*"), uid("")), field: f0 + "channelName",
		says: []string{"for any user"}, severity: finding.Warning,
		silent: []change{uid("")}},
	{id: "channel-too-long", fires: channel(strings.Repeat("é", 33)), field: f0 + "channelName",
		says:   []string{"66 bytes", "ééé"},
		silent: []change{channel(strings.Repeat("a", 63))}},
	{id: "channel-too-long", fires: channel(strings.Repeat("a", 64)), field: f0 + "channelName",
		says: []string{"64 bytes"}, severity: finding.Warning,
		silent: []change{channel(strings.Repeat("a", 63))}},
	{id: "channel-too-long", fires: given(strings.Repeat("a", 65), "7"), field: "channelCrc32",
		says:   []string{"65 bytes"},
		silent: []change{given("lobby", "7")}},
	{id: "channel-illegal-character", fires: channel(`a/b"c\d'e/` + "`\xff"), field: f0 + "channelName",
		says:   []string{`"/" at character 2, "\"" at character 4`, "and 2 more"},
		silent: []change{channel("azAZ09" + allSigns), channel("*"), channel("a*b")}},
	{id: "channel-illegal-character", fires: channel("a*\x1bé"), field: f0 + "channelName",
		says:   []string{`"\x1b" at character 3 and "é" at character 4`},
		silent: []change{channel("")}},
	{id: "channel-illegal-character", fires: with(token.Service{Type: token.FCDN, ChannelName: "a\\b"}), field: f0 + "channelName",
		says:   []string{`"\\" at character 2`},
		silent: []change{with(service(token.RTM, "a/b", 1))}},
	{id: "channel-illegal-character", fires: given("a*", "7"), field: "channelCrc32",
		says:   []string{`"*" at character 2`},
		silent: []change{given("a", "7")}},
	{id: "channel-edge-space", fires: channel("lobby "), field: f0 + "channelName",
		says:   []string{`"lobby "`},
		silent: []change{channel("a b")}},
	{id: "channel-edge-space", fires: channel(" lobby"), field: f0 + "channelName",
		says:   []string{`" lobby"`},
		silent: []change{channel("")}},
}

var userFixtures = []fixture{
	{id: "rtm-user-too-long", fires: with(service(token.RTM, strings.Repeat("u", 256), 1)), field: f0 + "userId",
		says:   []string{"256 bytes"},
		silent: []change{with(service(token.RTM, strings.Repeat("u", 64), 1)), with(service(token.Chat, strings.Repeat("u", 300), 2))}},
	{id: "rtm-user-too-long", fires: with(service(token.RTM2, strings.Repeat("u", 65), 1)), field: f0 + "userId",
		says: []string{"65 bytes"}, severity: finding.Warning,
		silent: []change{with(service(token.RTM2, "u", 1))}},
	{id: "rtm-user-too-long", fires: all(rtm006(0, ""), func(in *finding.Input) {
		in.Missing = &token.Missing{Channel: strings.Repeat("u", 65)}
		in.Token.AccessToken.ChannelCRC32 = crc(in.Missing.Channel)
	}), field: "channelCrc32", says: []string{"65 bytes"}, severity: finding.Warning, silent: []change{rtm006(0, "")}},
	{id: "rtm-006-layout", fires: rtm006(0, "test_user"), field: "uidCrc32",
		says:   []string{"uid field is not empty"},
		silent: []change{rtm006(0, ""), uid006("7")}},
	{id: "chat-user-missing", fires: with(service(token.Chat, "", token.ChatUser)), field: f0 + "userId",
		says:   []string{"user id is empty"},
		silent: []change{with(service(token.Chat, "", token.ChatApp)), with(service(token.Chat, "u", token.ChatUser))}},
	{id: "chat-app-with-user", fires: with(service(token.Chat, "u\n", token.ChatApp)), field: f0 + "userId",
		says:   []string{`"u\n"`},
		silent: []change{with(service(token.Chat, "", token.ChatApp)), with(service(token.Chat, "u", token.ChatUser))}},
	{id: "chat-app-and-user", fires: with(service(token.Chat, "u", token.ChatUser, token.ChatApp)), field: f0 + "privileges",
		says:   []string{`"u"`, "both"},
		silent: []change{with(service(token.Chat, "u", token.ChatUser), service(token.Chat, "", token.ChatApp))}},
	{id: "chat-user-illegal", fires: with(service(token.Chat, "Alice@example.com", token.ChatUser)), field: f0 + "userId",
		says:   []string{`"Alice@example.com"`},
		silent: []change{with(service(token.Chat, "al.ice_1-x", token.ChatUser)), with(service(token.Chat, uuid, token.ChatUser)), with(service(token.Chat, strings.ToUpper(uuid), token.ChatUser)), with(service(token.Chat, "", token.ChatApp))}},
	{id: "chat-user-illegal", fires: with(service(token.Chat, strings.Repeat("a", 65), token.ChatUser)), field: f0 + "userId",
		says:   []string{"aaa"},
		silent: []change{with(service(token.Chat, strings.Repeat("a", 64), token.ChatUser)), with(service(token.RTM, "Alice", 1))}},
	{id: "chat-subject-unverified", fires: with(service(token.Chat, uuid, token.ChatUser)), field: f0 + "userId",
		says:   []string{uuid, "looks like a UUID"},
		silent: []change{with(service(token.Chat, "", token.ChatApp)), with(service(token.Chat, "Alice", token.ChatUser)), nothing}},
	{id: "chat-subject-unverified", fires: with(service(token.Chat, "alice", token.ChatUser)), field: f0 + "userId",
		says:   []string{"looks like a user name"},
		silent: []change{with(service(token.Chat, "alice", token.ChatApp))}},
}

const date = 1_795_325_616 // 2026-11-22, as a lifetime

var numberFixtures = []fixture{
	{id: "expire-looks-absolute", fires: expire(date), field: "expire",
		says:   []string{"1795325616 s", "2026-11-22", "year 2080", "24 h", "11-15 22:13"},
		silent: []change{expire(999_999_999), old006(func(a *token.AccessToken) {})}},
	{id: "privilege-looks-absolute", fires: grants(date, 3600), field: f0 + "privileges.joinChannel",
		says:   []string{`"join"`, "1795325616 s", "2026-11-22", "year 2080"},
		silent: []change{grants(999_999_999), grants006(issued + 60)}},
	{id: "privilege-looks-relative", fires: grants006(3600), field: "privileges.joinChannel",
		says:   []string{`"join" ends at 3600`, "1970-01-01"},
		silent: []change{grants006(0), grants006(1_000_000_000), grants(3600)}},
	{id: "privilege-looks-relative", fires: rtm006(5, ""), field: "privileges.rtmLogin",
		says: []string{`"RTM login" ends at 5`}, severity: finding.Warning,
		silent: []change{rtm006(0, ""), rtm006(issued+60, "")}},
	{id: "expire-over-24h", fires: expire(day + 1), field: "expire",
		says:   []string{"86401 s (1d 0h)", "24 h"},
		silent: []change{expire(day), expire(date), expire(0)}},
	{id: "privilege-over-24h", fires: grants(3600, day+1), field: f0 + "privileges.publishAudioStream",
		says:   []string{`"publish audio" is 86401 s`},
		silent: []change{grants(day, date)}},
	{id: "privilege-over-24h", fires: grants006(issued + day + 1), field: "privileges.joinChannel",
		says:   []string{`"join" ends 1s after`, "11-15 22:13"},
		silent: []change{grants006(issued + day), rtm006(issued+2*day, "")}},
	{id: "expire-zero", fires: expire(0), field: "expire",
		says:   []string{"24 h", "end at once"},
		silent: []change{expire(1), grants(0)}},
	{id: "privilege-zero", fires: grants(0, 3600), field: f0 + "privileges.joinChannel",
		says:   []string{`"join" has the value 0`},
		silent: []change{grants(1), expire(0), rtm006(0, "")}},
	{id: "privilege-zero", fires: grants006(issued+60, 0), field: "privileges.publishAudioStream",
		says:   []string{`"publish audio"`},
		silent: []change{grants006(issued + 60)}},
}

var timeFixtures = []fixture{
	{id: "short-lived", fires: grants(60), field: f0 + "privileges.joinChannel",
		says:   []string{"RTC admits for 60 s", "22:14:20", "30 s"},
		silent: []change{grants(61), grants(3600, 30), with(service(token.RTM, "u", 9))}},
	{id: "short-lived", fires: all(expire(45), with(service(token.Chat, "u", token.ChatUser))), field: "expire",
		says:   []string{"45 s", "half"},
		silent: []change{expire(61)}},
	{id: "short-lived", fires: with(token.Service{Type: token.Chat, UserID: "u", Privileges: []token.Grant{{Privilege: token.ChatUser, Expire: 20}, {Privilege: token.ChatApp, Expire: 3600}}}), field: f0 + "privileges.user",
		says:   []string{"Chat lets its user stay for 20 s"},
		silent: []change{with(service(token.Chat, "u", token.ChatUser))}},
	{id: "short-lived", fires: grants006(issued + 45), field: "privileges.joinChannel",
		says:   []string{"45 s"},
		silent: []change{grants006(issued + 61), grants006(3600)}},
	{id: "issued-in-future", fires: after(-90), field: "issueTs",
		says:   []string{"22:13:20", "1m 30s ahead"},
		silent: []change{after(0), after(1)}},
	{id: "issued-in-future", fires: all(grants006(issued+60), after(-1)), field: "ts",
		says:   []string{"1s ahead", "ts"},
		silent: []change{all(grants006(issued+60), after(0))}},
	{id: "expired", fires: after(3601), field: f0 + "privileges.joinChannel",
		says:   []string{"23:13:20", "expired 00:00:01 ago", `"join" lasted 3600 s (1h 00m)`},
		silent: []change{after(3600), all(with(), after(9999)), all(grants(-1, 60), after(9999))}},
	{id: "expired", fires: all(expire(600), after(700)), field: "expire",
		says:   []string{"the token lasted 600 s", "stays"},
		silent: []change{all(expire(600), after(600))}},
	{id: "expired", fires: all(expire(600), grants(0), after(9_999_999)), field: "expire",
		says:   []string{"stays"},
		silent: []change{all(expire(600), grants(0), after(600))}},
	{id: "expired", fires: all(expire(9*day), grants(9*day), after(day+1)), field: f0 + "privileges.joinChannel",
		says:   []string{"24 h"},
		silent: []change{all(expire(9*day), grants(9*day), after(day))}},
	{id: "expired", fires: all(grants006(0), after(day+1)), field: "ts",
		says:   []string{"24 h from its issue", "stays"},
		silent: []change{all(grants006(0), after(day)), all(grants006(60), after(2*day))}},
	{id: "expired", fires: all(grants006(issued+60), after(61)), field: "privileges.joinChannel",
		says:   []string{`"join" ended`},
		silent: []change{all(grants006(issued+60), after(60))}},
	{id: "expires-soon", fires: after(3600 - 359), field: f0 + "privileges.joinChannel",
		says:   []string{"23:13:20", "5m 59s left of 1h 00m"},
		silent: []change{after(3600 - 360), after(3601)}},
	{id: "expires-soon", fires: all(expire(100), after(41)), field: "expire",
		says:   []string{"59s left of 1m 40s"},
		silent: []change{all(expire(100), after(40))}},
	{id: "privilege-outlives-join", fires: grants(3600, 7200), field: f0 + "privileges.publishAudioStream",
		says:   []string{`"publish audio" would end at 00:13:20`, "23:13:20", "1h 00m"},
		silent: []change{grants(3600, 3600), grants(3600, 0), grants(0, 7200), grants(9*day, 10*day), grants(-1, 7200)}},
	{id: "privilege-outlives-join", fires: grants006(issued+60, issued+61), field: "privileges.publishAudioStream",
		says:   []string{"last 1s of"},
		silent: []change{grants006(issued+60, issued+60)}},
	{id: "token-outlived-by-privilege", fires: all(expire(600), grants(3600)), field: f0 + "privileges.joinChannel",
		says:   []string{"22:23:20", "23:13:20"},
		silent: []change{all(expire(600), grants(600)), all(expire(600), with(service(token.RTM, "u", 1))), expire(date)}},
	{id: "token-outlived-by-privilege", fires: grants006(0), field: "privileges.joinChannel",
		says:   []string{"no end of its own"},
		silent: []change{grants006(issued + 9*day)}},
	{id: "privilege-before-token", fires: grants(3600, 600), field: f0 + "privileges.publishAudioStream",
		says:   []string{`"publish audio" ends at 22:23:20`, "23:13:20"},
		silent: []change{grants(3600, 7200), grants(0), grants006(issued + 60), all(expire(date), grants(600))}},
}

var roleFixtures = []fixture{
	{id: "no-join", fires: grants(-1, 3600), field: f0 + "privileges",
		says:   []string{"join"},
		silent: []change{grants(0), grants(), with(service(token.RTM, "u", 2))}},
	{id: "no-join", fires: grants006(-1, issued+60), field: "privileges",
		says:   []string{"join"},
		silent: []change{rtm006(0, "")}},
	{id: "partial-publish", fires: grants(3600, 3600, -1, 3600), field: f0 + "privileges",
		says:   []string{"publish audio and publish data and not publish video"},
		silent: []change{nothing, grants(3600)}},
	{id: "subscriber-not-enforced", fires: grants(3600), field: f0 + "privileges",
		says:   []string{"co-host authentication"},
		silent: []change{nothing, grants(3600, -1, 60), grants(-1)}},
	{id: "subscriber-not-enforced", fires: grants006(issued + 600), field: "privileges",
		says:   []string{"co-host authentication"},
		silent: []change{rtm006(0, "")}},
	{id: "publish-needs-cohost", fires: grants(3600, 3600, 600, 3600), field: f0 + "privileges.publishVideoStream",
		says:   []string{`"publish video" ends at 22:23:20`},
		silent: []change{nothing, grants(3600, 7200), grants(3600, 0), grants(-1, 600)}},
}

var signatureFixtures = []fixture{
	{id: "signature-invalid", fires: signed(invalid), field: "signature",
		says:   []string{"3 certificates that were tried", "0123…cdef"},
		silent: []change{nothing, signed(signer.Result{}), wrong(token.AccidentUpper), signed(other)}},
	{id: "signature-invalid", fires: all(given("lobby", "7"), signed(invalid), func(in *finding.Input) { in.Missing.UID = "8" }), field: "signature",
		says:   []string{"not made for the uid that was given"},
		silent: []change{given("lobby", "7")}},
	{id: "signature-invalid", fires: all(given("lobby", "7"), signed(invalid), func(in *finding.Input) { *in.Missing = token.Missing{Channel: "x", UID: "8"} }), field: "signature",
		says:   []string{"not made for the channel and the uid that were given"},
		silent: []change{given("lobby", "7")}},
	{id: "signature-unchecked", fires: signed(signer.Result{Status: signer.Unchecked, Reason: signer.NoCertificate, Tried: 2}), field: "signature",
		says:   []string{"No project", "0123…cdef"},
		silent: []change{nothing, signed(signer.Result{}), signed(invalid)}},
	{id: "signature-unchecked", fires: signed(signer.Result{Status: signer.Unchecked, Reason: signer.NoCertificate, Known: true}), field: "signature",
		says:   []string{"certificate is not", "0123…cdef"},
		silent: []change{nothing}},
	{id: "signature-unchecked", fires: all(uid006("7"), signed(signer.Result{Status: signer.Unchecked, Reason: signer.NeedsChannelAndUID})), field: "signature",
		says:   []string{`"006"`},
		silent: []change{uid006("7")}},
	{id: "certificate-case", fires: wrong(token.AccidentLower), field: "signature",
		says:   []string{"secondary", `"mine"`, "lower case"},
		silent: []change{signed(invalid), wrong(token.AccidentSpaceAfter)}},
	{id: "certificate-case", fires: wrong(token.AccidentUpper), field: "signature",
		says:   []string{"upper case"},
		silent: []change{nothing}},
	{id: "certificate-whitespace", fires: wrong(token.AccidentLFAfter), field: "signature",
		says:   []string{"secondary", `"mine"`, `(\n) after`},
		silent: []change{signed(invalid), wrong(token.AccidentLower), wrong(token.AccidentSwapped)}},
	{id: "certificate-swapped", fires: wrong(token.AccidentSwapped), field: "signature",
		says:   []string{`"mine"`, "changed places"},
		silent: []change{signed(invalid), wrong(token.AccidentLower)}},
	{id: "certificate-swapped", fires: wrong(token.AccidentCertificateTwice), field: "signature",
		says:   []string{`"mine"`, "holds the certificate"},
		silent: []change{nothing}},
	{id: "certificate-swapped", fires: wrong(token.AccidentAppIDTwice), field: "signature",
		says:   []string{`"mine"`, "App ID"},
		silent: []change{nothing}},
	{id: "signed-by-secondary", fires: signed(signer.Result{Status: signer.Valid, Project: "mi\nne", Role: project.Secondary}), field: "signature",
		says:   []string{`"mi\nne"`},
		silent: []change{nothing, wrong(token.AccidentLower)}},
	{id: "signed-by-retired", fires: signed(signer.Result{Status: signer.Valid, Project: "mine", Role: project.Retired}), field: "signature",
		says:   []string{`"mine"`},
		silent: []change{nothing}},
	{id: "signed-by-other-project", fires: signed(other), field: "signature",
		says:   []string{`"yours"`, "0123…cdef"},
		silent: []change{nothing, signed(invalid)}},
}

// TestRules fires every rule with a fixture that breaks it, and holds it silent
// with those that come close.
func TestRules(t *testing.T) {
	covered := map[string]bool{}
	for _, f := range fixtures {
		covered[f.id] = true
		f.check(t)
	}
	for _, r := range finding.Catalogue() {
		if !covered[r.ID] {
			t.Errorf("%s has no fixture", r.ID)
		}
	}
}

func (f *fixture) check(t *testing.T) {
	t.Helper()
	in := input(publisher())
	f.fires(&in)
	got := check(in)
	sane(t, got)
	at := slices.IndexFunc(got, func(g finding.Finding) bool { return g.ID == f.id && g.Field == f.field })
	if at < 0 {
		t.Errorf("%s on %q does not fire: %+v", f.id, f.field, got)
		return
	}
	want := f.severity
	if want == "" {
		rules := finding.Catalogue()
		want = rules[slices.IndexFunc(rules, func(r finding.Rule) bool { return r.ID == f.id })].Severity
	}
	if got[at].Severity != want {
		t.Errorf("%s: severity %s, want %s", f.id, got[at].Severity, want)
	}
	for _, says := range f.says {
		if !strings.Contains(got[at].Message, says) {
			t.Errorf("%s says\n%s\nwithout %q", f.id, got[at].Message, says)
		}
	}
	if len(f.silent) == 0 || len(f.says) == 0 {
		t.Errorf("%s: the fixture is not complete", f.id)
	}
	for i, c := range f.silent {
		in := input(publisher())
		c(&in)
		if got := check(in); slices.Contains(ids(got), f.id) {
			t.Errorf("%s fires on its silent fixture %d: %+v", f.id, i, got)
		}
	}
}
