package admission_test

import (
	"hash/crc32"
	"testing"
	"time"

	"agtok/model/admission"
	"agtok/token"
)

// FuzzCheck puts hostile names into a token of each format and into the client.
func FuzzCheck(f *testing.F) {
	f.Add("lobby", "7", "lobby", "7", uint32(3600), uint16(1), int64(issued))
	f.Add("1*a*2", "*", "1xax2", "", uint32(0), uint16(1), int64(issued+86401))
	f.Add("\x1b[2J\u202e%2A", "-99999999999999999999", "\"\u200b\"", "\xff\x00", uint32(4294967295), uint16(1000), int64(-1))
	f.Add(":Cafe\u0301\n", "0", "café", "4294967303", uint32(1), uint16(2), int64(1)<<60)
	f.Fuzz(func(t *testing.T, channel, uid, name, account string, value uint32, number uint16, now int64) {
		g := []token.Grant{{Privilege: token.Privilege(number), Expire: value}, {Privilege: 1, Expire: value}, {Privilege: token.Privilege(number), Expire: 7}}
		tokens := []*token.Token{
			nil,
			{Format: token.Format007, AccessToken2: &token.AccessToken2{AppID: channel, IssueTs: issued, Expire: value, Services: []token.Service{
				{Type: token.RTC, ChannelName: channel, UID: uid, Privileges: g},
				{Type: token.RTM, UserID: uid, Privileges: g}, {Type: token.Chat, UserID: channel, Privileges: g}}}},
			{Format: token.Format006, AccessToken: &token.AccessToken{AppID: appID, Ts: value, ChannelCRC32: crc32.ChecksumIEEE([]byte(channel)),
				UIDCRC32: crc32.ChecksumIEEE([]byte(uid)), Privileges: g}},
			{Format: token.Format005, DynamicKey: &token.DynamicKey{AppID: name}},
		}
		for _, tok := range tokens {
			for _, c := range []admission.Client{
				{Product: admission.RTC, AppID: &name, Channel: &name, Account: &account},
				{Product: admission.RTC, AppID: ptr(appID), Channel: &channel, Account: &uid},
				{Product: admission.RTC, Channel: &name, UID: &value},
				{Product: admission.RTM, User: &account}, {Product: admission.Chat, User: &name},
				{Product: admission.Product(name)},
			} {
				v := admission.Check(admission.Input{Token: tok, Client: c, Now: time.Unix(now, 0).UTC(), Expect: admission.Publisher, MinTTL: value})
				sane(t, "fuzz", v)
			}
		}
	})
}

// BenchmarkCheck is one keystroke in a form: a mismatch, with all likenesses
// tried.
func BenchmarkCheck(b *testing.B) {
	for _, r := range []row{
		{name: "007 admitted", made: rtc("lobby", "7"), client: uid("lobby", 7)},
		{name: "007 refused", made: rtc("hall", "44"), client: uid("lobby", 7)},
		{name: "006 refused", made: old("hall", "44"), client: uid("lobby", 7)},
	} {
		in := r.input(b)
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				admission.Check(in)
			}
		})
	}
}
