package detail

import (
	"strings"
	"testing"

	"agtok/token"
)

// TestMeaning reads the fields of a token whose texts have the length of numbers.
func TestMeaning(t *testing.T) {
	c, err := token.ParseCertificate("0123456789abcdef0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign(&token.AccessToken2{AppID: strings.Repeat("a", 32), IssueTs: 1_700_000_000, Expire: 600, Salt: 7, Services: []token.Service{
		{Type: token.RTC, ChannelName: "ab", UID: "", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 60}}},
		{Type: token.RTC, ChannelName: "abcd", UID: "\x1b[2J"},
		{Type: token.APaaS, RoomUUID: "r", UserUUID: "u", Role: -1},
		{Type: token.RTM2, UserID: "u", Permissions: []token.Resource{{Type: 1, Permissions: []token.Permission{{Type: 0, Names: []string{"x", "yz"}}}}}},
	}}, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range tok.Layout() {
		got[s.Path] = meaning(s, tok.Payload()[s.Start:s.End])
	}
	for path, want := range map[string]string{
		"signature":                              "34 bytes, HMAC",
		"appId":                                  strings.Repeat("a", 32),
		"issueTs":                                "1700000000",
		"services":                               "4",
		"services[0].type":                       "1",
		"services[0].channelName":                "ab",
		"services[0].uid":                        "",
		"services[1].channelName":                "abcd",
		"services[1].uid":                        `\x1b[2J`,
		"services[2].role":                       "-1",
		"services[0].privileges.joinChannel":     "1: 60",
		"services[3].permissions":                "1",
		"services[3].permissions.streamChannels": "1: 1 kind of access",
		"services[3].permissions.streamChannels.read": "0: x, yz",
	} {
		if v, ok := got[path]; !ok || v != want {
			t.Errorf("%s says %q, want %q", path, v, want)
		}
	}
}
