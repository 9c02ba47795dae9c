package token_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"runtime"
	"strings"
	"testing"

	"agtok/token"
)

const (
	sampleAppID       = "970CA35de60c44645bbae8a215061b33"
	sampleCertificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// sample is a token with every kind of field.
func sample() *token.AccessToken2 {
	return &token.AccessToken2{AppID: sampleAppID, IssueTs: 1700000000, Expire: 3600, Salt: 1, Services: []token.Service{
		{Type: token.RTC, ChannelName: "lobby", UID: "1234", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}, {Privilege: token.PublishAudioStream, Expire: 600}}},
		{Type: token.APaaS, RoomUUID: "room", UserUUID: "user", Role: -1, Privileges: []token.Grant{{Privilege: token.APaaSUser, Expire: 3600}}},
		{Type: token.RTM2, UserID: "user", Privileges: []token.Grant{{Privilege: token.Login, Expire: 3600}}, Permissions: []token.Resource{
			{Type: 0, Permissions: []token.Permission{{Type: 0, Names: []string{"a", "b"}}, {Type: 1, Names: []string{"a"}}}},
		}},
	}}
}

func sampleToken(t testing.TB) *token.Token {
	t.Helper()
	text, err := token.Sign(sample(), certificate(t, sampleCertificate))
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, text)
}

func parsed(t testing.TB, text string) *token.Token {
	t.Helper()
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatalf("%.80s: %v", text, err)
	}
	return tok
}

// pack is the text of a 007 token with this payload, whatever it is.
func pack(payload []byte) string { return packStream(deflated(payload)) }

func packStream(stream []byte) string { return "007" + packBase64(stream) }

func packBase64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

func deflated(payload []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(payload) // into memory: can't fail
	_ = z.Close()
	return b.Bytes()
}

// zeros is a zlib stream of n MiB of zeros, made of copies of one block so that
// building the largest takes no longer than the smallest.
func zeros(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	var ends []int
	for range 2 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := z.Flush(); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, b.Len())
	}
	first, again := b.Bytes()[:ends[0]], b.Bytes()[ends[0]:]
	stream := append([]byte{0x78, 0xda}, first...)
	stream = append(stream, bytes.Repeat(again, n-1)...)
	stream = append(stream, 0x03, 0x00) // an empty last block
	sum := uint32(n<<20%65521)<<16 | 1  // Adler-32 of zeros: a stays 1, b counts them
	return binary.BigEndian.AppendUint32(stream, sum)
}

// allocated gives the bytes that f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestBombs holds the memory that hostile texts cost: time follows from it,
// since nothing is looked at that was not stored before.
func TestBombs(t *testing.T) {
	header := sampleToken(t).Payload()[:34+34+12]
	many := func(count uint16, entries []byte) string {
		p := append(bytes.Clone(header), 1, 0, byte(token.FPA), 0)
		return pack(append(binary.LittleEndian.AppendUint16(p, count), entries...))
	}
	var empty []byte
	for range (token.MaxPayload - len(header) - 2) / 4 {
		empty = append(empty, byte(token.FPA), 0, 0, 0)
	}
	services := binary.LittleEndian.AppendUint16(bytes.Clone(header), uint16(len(empty)/4))
	for _, row := range []struct {
		name, text string
		most       uint64 // bytes allocated
		want       token.Stage
	}{
		{"10 MiB of zeros", packStream(zeros(t, 10)), 512 << 10, token.StageLimit},
		{"1 GiB of zeros", packStream(zeros(t, 1024)), 4 << 10, token.StageLimit},
		{"as many zeros as the text can hold", packStream(zeros(t, 48)), 512 << 10, token.StageLimit},
		{"4 MiB of base64", "007" + strings.Repeat("AAAA", 1<<20), 4 << 10, token.StageLimit},
		{"4 MiB of base64 as 006", "006" + strings.Repeat("AAAA", 1<<20), 4 << 10, token.StageLimit},
		{"4 MiB of nothing", strings.Repeat(" ", 4<<20), 4 << 10, token.StageLimit},
		{"65535 privileges", many(65535, make([]byte, 65535*6)), 512 << 10, token.StageLimit},
		{"65535 privileges announced", many(65535, nil), 128 << 10, token.StageService},
		{"10000 privileges", many(10000, make([]byte, 60000)), 1 << 20, ""},
		{"16363 services", pack(append(services, empty...)), 24 << 20, ""},
		{"65535 services announced", pack(append(bytes.Clone(header), 0xff, 0xff)), 128 << 10, token.StageHeader},
	} {
		var err error
		if got := allocated(func() { _, err = token.Parse(row.text) }); got > row.most {
			t.Errorf("%s: reading it allocates %d bytes, more than %d", row.name, got, row.most)
		}
		var e *token.Error
		if row.want == "" && err != nil || row.want != "" && (!errors.As(err, &e) || e.Stage != row.want) {
			t.Errorf("%s: %v, want stage %q", row.name, err, row.want)
		}
	}
}

// TestZerosAreZlib holds that the bombs are what they pretend to be.
func TestZerosAreZlib(t *testing.T) {
	if got := inflate(t, packStream(zeros(t, 3))); !bytes.Equal(got, make([]byte, 3<<20)) {
		t.Errorf("the stream holds %d bytes that are not 3 MiB of zeros", len(got))
	}
}

// TestBombsReuse holds that a Decoder goes on working after every kind of failure.
func TestBombsReuse(t *testing.T) {
	good := sampleToken(t)
	var d token.Decoder
	for _, bad := range []string{"", "007", "007AAAA", packStream(zeros(t, 2)), good.Text[:60], pack(nil), pack(make([]byte, 100)), good.Text + "A"} {
		if _, err := d.Parse(bad); err == nil {
			t.Errorf("%.20s… was read", bad)
		}
		tok, err := d.Parse(good.Text)
		if err != nil || !bytes.Equal(tok.Payload(), good.Payload()) {
			t.Errorf("after %.20s…: %v", bad, err)
		}
	}
}

// TestCuts holds that no beginning of a token is a token.
func TestCuts(t *testing.T) {
	for _, v := range both(t, has("007"))[:60] {
		refuseCuts(t, v.place, v.Token)
	}
	for _, v := range both(t, has("006"))[:60] {
		refuseCuts(t, v.place, v.Token)
	}
}

func refuseCuts(t *testing.T, place, text string) {
	t.Helper()
	for n := range text {
		if _, err := token.Parse(text[:n]); err == nil {
			t.Errorf("%s: its first %d characters are read as a token", place, n)
		}
	}
}

// TestPayloadCuts holds that a payload that ends anywhere is refused there.
func TestPayloadCuts(t *testing.T) {
	payload := sampleToken(t).Payload()
	for n := range payload {
		_, err := token.Parse(pack(payload[:n]))
		var e *token.Error
		if !errors.As(err, &e) {
			t.Fatalf("the first %d bytes of a payload are read as one", n)
		}
		if e.Offset > n || e.Path == "" || e.Hint == "" {
			t.Errorf("%d bytes: %+v", n, e)
		}
	}
}
