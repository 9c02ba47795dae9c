package candidate_test

import (
	"context"
	"errors"
	"hash/crc32"
	"slices"
	"strconv"
	"testing"

	"agtok/model/candidate"
	"agtok/model/project"
	"agtok/token"
)

const (
	appID  = "0123456789abcdef0123456789abcdef"
	secret = "5CFd2fd1755d40ecb72977518be15d3b"
)

func crc(text string) uint32 { return crc32.ChecksumIEEE([]byte(text)) }

func certificate(t testing.TB, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func projects(t testing.TB, id string) []project.Project {
	t.Helper()
	return []project.Project{{Name: "other", AppID: "ffffffffffffffffffffffffffffffff", Keys: []project.Key{{Role: project.Primary, Certificate: certificate(t, secret)}}},
		{Name: "mine", AppID: id, Keys: []project.Key{{Role: project.Secondary, Certificate: certificate(t, "00112233445566778899aabbccddeeff")}, {Role: project.Primary, Certificate: certificate(t, secret)}}}}
}

func made(t testing.TB, channel, uid string) *token.Token {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: appID, Salt: 1, Ts: 1_700_086_400, Privileges: []token.Grant{{Privilege: 1}}},
		token.Missing{Channel: channel, UID: uid}, certificate(t, secret))
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func ignore(uint64) {}

// TestNumbers compares with trying each number for itself.
func TestNumbers(t *testing.T) {
	for _, r := range []candidate.Range{
		{From: 0, To: 0}, {From: 0, To: 30000}, {From: 7, To: 9999}, {From: 9999, To: 10000}, {From: 10000, To: 19999}, {From: 12345, To: 67890},
		{Prefix: "room-", From: 0, To: 25000}, {Prefix: "é\x00", From: 99990, To: 100010},
	} {
		for _, n := range []uint64{r.From, r.To, (r.From + r.To) / 2} {
			text := r.Prefix + strconv.FormatUint(n, 10)
			got, err := candidate.Numbers(context.Background(), crc(text), r, ignore)
			var want []string
			for k := r.From; k <= r.To; k++ {
				if s := r.Prefix + strconv.FormatUint(k, 10); crc(s) == crc(text) {
					want = append(want, s)
				}
			}
			if err != nil || !slices.Equal(got, want) || !slices.Contains(got, text) {
				t.Errorf("%+v, %s: %v, %v; want %v", r, text, got, err, want)
			}
		}
	}
}

func TestNumbersAtTheEdges(t *testing.T) {
	for _, n := range []uint64{1, 9, 10, 4294967295, 4294960000, 2882341273} {
		text := strconv.FormatUint(n, 10)
		got, err := candidate.Numbers(context.Background(), crc(text), candidate.UIDs(), ignore)
		if err != nil || !slices.Contains(got, text) {
			t.Errorf("%d is not found among all uids: %v, %v", n, got, err)
		}
		for _, s := range got {
			if crc(s) != crc(text) {
				t.Errorf("%s is no candidate", s)
			}
		}
		below := candidate.Range{From: n + 1, To: n + 5}
		if got, err := candidate.Numbers(context.Background(), crc(text), below, ignore); err != nil || len(got) > 0 {
			t.Errorf("%d is found outside of its range: %v, %v", n, got, err)
		}
	}
	last := strconv.FormatUint(candidate.MaxNumber, 10)
	if got, err := candidate.Numbers(context.Background(), crc(last), candidate.Range{From: candidate.MaxNumber - 10, To: candidate.MaxNumber}, ignore); err != nil || !slices.Equal(got, []string{last}) {
		t.Errorf("the last number: %v, %v", got, err)
	}
}

func TestRange(t *testing.T) {
	for _, r := range []candidate.Range{{From: 2, To: 1}, {From: 0, To: candidate.MaxNumber + 1}, {From: 0, To: candidate.MaxSpan}, {From: 0, To: 1<<64 - 1}} {
		if r.Check() == nil {
			t.Errorf("%+v is taken", r)
		}
		if _, err := candidate.Numbers(context.Background(), 1, r, ignore); err == nil {
			t.Errorf("%+v is searched", r)
		}
		if _, err := candidate.Find(context.Background(), candidate.Input{Token: made(t, "a", "1"), UIDRange: &r}, nil); err == nil {
			t.Errorf("%+v is searched by Find", r)
		}
	}
}

// TestProgress holds that steps add up, are few, and come from one goroutine.
func TestProgress(t *testing.T) {
	for _, r := range []candidate.Range{{From: 1, To: 1}, {From: 5, To: 123_456_789}, candidate.UIDs(), {From: 0, To: 9_999_999}} {
		var sum uint64
		calls := 0
		if _, err := candidate.Numbers(context.Background(), 1, r, func(n uint64) { sum += n; calls++ }); err != nil {
			t.Fatal(err)
		}
		if sum != r.Len() || calls > 101 {
			t.Errorf("%+v: %d of %d in %d calls", r, sum, r.Len(), calls)
		}
	}
	var last uint64
	_, err := candidate.Find(context.Background(), candidate.Input{Token: made(t, "a", "1"), Channels: []string{"x", "a"}, UIDs: []string{"y"},
		ChannelRange: &candidate.Range{From: 0, To: 50_000}, UIDRange: &candidate.Range{From: 0, To: 20_000}}, func(done, total uint64) {
		if done < last || done > total || total != 3+50_001+20_001 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil || last != 3+50_001+20_001 {
		t.Errorf("ended at %d, %v", last, err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	in := candidate.Input{Token: made(t, "a", "1"), Channels: []string{"a"}, UIDRange: &candidate.Range{From: 0, To: candidate.MaxSpan - 1}}
	r, err := candidate.Find(ctx, in, func(done, total uint64) {
		if calls++; calls == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || calls > 3 || !slices.Equal(r.Channels, []string{"a"}) {
		t.Errorf("%v after %d calls, %+v", err, calls, r)
	}
	in.UIDRange = nil
	if _, err := candidate.Find(ctx, in, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a list: %v", err)
	}
}

func TestFind(t *testing.T) {
	all := candidate.UIDs()
	r, err := candidate.Find(context.Background(), candidate.Input{Token: made(t, "testing", "2882341273"), Channels: append(candidate.UsualChannels(), "testing"),
		UIDs: candidate.UsualUIDs(), UIDRange: &all, Projects: projects(t, appID)}, nil)
	if err != nil || r.Confirmed == nil || *r.Confirmed != (candidate.Confirmed{Channel: "testing", UID: "2882341273", Project: "mine", Role: project.Primary}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if !slices.Equal(r.Channels, []string{"testing"}) || r.UIDs[0] != "2882341273" || !r.Confirmable || r.Full {
		t.Errorf("%+v", r)
	}
	// Among all uids others have the CRC-32 too: they are candidates, and not the one.
	for _, uid := range r.UIDs {
		if crc(uid) != crc("2882341273") {
			t.Errorf("%s is no candidate", uid)
		}
	}
	r, err = candidate.Find(context.Background(), candidate.Input{Token: made(t, "testing", ""), Channels: candidate.UsualChannels(), UIDRange: &all}, nil)
	if err != nil || !slices.Equal(r.UIDs, []string{""}) || r.Confirmed != nil || r.Confirmable {
		t.Errorf("for any uid, without a certificate: %+v, %v", r, err)
	}
	r, err = candidate.Find(context.Background(), candidate.Input{Token: made(t, "room-77", "7"), ChannelRange: &candidate.Range{Prefix: "room-", From: 1, To: 999},
		UIDRange: &candidate.Range{From: 1, To: 100}, Projects: projects(t, appID)}, nil)
	if err != nil || r.Confirmed == nil || r.Confirmed.Channel != "room-77" || r.Confirmed.UID != "7" {
		t.Errorf("by ranges: %+v, %v", r, err)
	}
	r, err = candidate.Find(context.Background(), candidate.Input{Token: made(t, "secret-name", "7"), Channels: candidate.UsualChannels(), UIDs: []string{"7"}, Projects: projects(t, appID)}, nil)
	if err != nil || len(r.Channels) != 0 || r.Channels == nil || r.Confirmed != nil || !r.Confirmable {
		t.Errorf("not found: %+v, %v", r, err)
	}
	if _, err := candidate.Find(context.Background(), candidate.Input{Token: &token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{}}}, nil); !errors.Is(err, candidate.ErrFormat) {
		t.Errorf("007: %v", err)
	}
}

// TestFull holds that candidates are bounded: of a million million numbers some
// two hundred fit.
func TestFull(t *testing.T) {
	if testing.Short() {
		t.Skip("half a million million numbers")
	}
	var done, total uint64
	tok := made(t, "a", "1")
	tok.AccessToken.UIDCRC32 = 12345
	r, err := candidate.Find(context.Background(), candidate.Input{Token: tok, Channels: []string{"a"},
		UIDRange: &candidate.Range{Prefix: "p", From: 0, To: candidate.MaxSpan - 1}}, func(d, n uint64) { done, total = d, n })
	if err != nil || len(r.UIDs) != candidate.MaxCandidates || !r.Full {
		t.Errorf("%d found, full: %v, %v", len(r.UIDs), r.Full, err)
	}
	if done != total || total != 1+candidate.MaxSpan {
		t.Errorf("the progress ends at %d of %d", done, total)
	}
}

func TestUsualListsAreCopies(t *testing.T) {
	candidate.UsualUIDs()[0], candidate.UsualChannels()[0] = "spoilt", "spoilt"
	if candidate.UsualUIDs()[0] == "spoilt" || candidate.UsualChannels()[0] == "spoilt" {
		t.Error("a caller can change the lists")
	}
}

// BenchmarkTenMillion tries ten million numbers.
func BenchmarkTenMillion(b *testing.B) {
	for b.Loop() {
		if _, err := candidate.Numbers(context.Background(), 1, candidate.Range{From: 1, To: 10_000_000}, ignore); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAllUIDs tries every uid that there is.
func BenchmarkAllUIDs(b *testing.B) {
	for b.Loop() {
		if _, err := candidate.Numbers(context.Background(), 1, candidate.UIDs(), ignore); err != nil {
			b.Fatal(err)
		}
	}
}
