package finding_test

import (
	"testing"
	"time"

	"agtok/model/finding"
	"agtok/model/signer"
	"agtok/token"
)

// FuzzCheck puts hostile names and numbers into one token of each format.
func FuzzCheck(f *testing.F) {
	f.Add("lobby", "7", "user1", "quotes", uint32(3600), uint32(600), uint16(1), int64(issued+1))
	f.Add("\x1b[2J\u202e/*", "-99999999999999999999", "A\x00\xff", "\x07", uint32(0), uint32(date), uint16(77), int64(-1))
	f.Add(" ", "0", "", "", uint32(4294967295), uint32(5), uint16(1000), int64(1)<<61)
	f.Fuzz(func(t *testing.T, channel, uid, user, word string, expire, value uint32, number uint16, now int64) {
		grants := []token.Grant{{Privilege: 1, Expire: value}, {Privilege: token.Privilege(number), Expire: expire}, {Privilege: 1, Expire: expire}}
		a := &token.AccessToken2{AppID: word, IssueTs: value, Expire: expire, TrailingBytes: []byte(word), Services: []token.Service{
			{Type: token.RTC, ChannelName: channel, UID: uid, Privileges: grants},
			{Type: token.FCDN, ChannelName: channel, Account: user, Privileges: grants},
			{Type: token.Chat, UserID: user, Privileges: grants},
			{Type: token.RTM2, UserID: user, Privileges: grants, Permissions: []token.Resource{{Type: number, Permissions: []token.Permission{{Names: []string{user}}, {Names: []string{word, uid}}}}}},
			{Type: token.ServiceType(number), Raw: []byte(user)},
		}}
		in := finding.Input{Token: &token.Token{Format: token.Format007, AccessToken2: a}, Repairs: []string{word}, Now: time.Unix(now, 0).UTC(),
			Signer: signer.Result{Status: signer.Invalid, Project: word, Other: expire%2 == 0, Accident: token.Accident(word)}}
		sane(t, check(in))
		in.Missing = &token.Missing{Channel: channel, UID: uid}
		in.Token = &token.Token{Format: token.Format006, AccessToken: &token.AccessToken{AppID: word, Ts: value, ChannelCRC32: crc(channel), UIDCRC32: crc(uid), Privileges: grants}}
		sane(t, check(in))
	})
}

// FuzzCheckText goes the whole way from a text.
func FuzzCheckText(f *testing.F) {
	for i, r := range vectors(f) {
		if i%97 == 0 {
			f.Add(r.Token, int64(issued))
		}
	}
	f.Fuzz(func(t *testing.T, text string, now int64) {
		tok, err := token.Parse(text)
		if err != nil {
			return
		}
		in := finding.Input{Token: tok, Now: time.Unix(now, 0).UTC(), Signer: signer.Find(tok, nil, nil)}
		sane(t, check(in))
	})
}
