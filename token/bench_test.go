package token_test

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"testing"

	"agtok/token"
)

// benchRTC is what the builder for a publisher writes, the commonest token.
func benchRTC() *token.AccessToken2 {
	return &token.AccessToken2{AppID: sampleAppID, IssueTs: 1700000000, Expire: 3600, Salt: 12345678, Services: []token.Service{{
		Type: token.RTC, ChannelName: "7d72365eb983485397e3e3f9d460bdda", UID: "2882341273", Privileges: []token.Grant{
			{Privilege: token.JoinChannel, Expire: 3600}, {Privilege: token.PublishAudioStream, Expire: 3600},
			{Privilege: token.PublishVideoStream, Expire: 3600}, {Privilege: token.PublishDataStream, Expire: 3600},
		},
	}}}
}

func bench006() (*token.AccessToken, token.Missing) {
	return &token.AccessToken{AppID: sampleAppID, Salt: 12345678, Ts: 1700086400, Privileges: []token.Grant{
		{Privilege: token.JoinChannel, Expire: 1700003600}, {Privilege: token.PublishAudioStream, Expire: 1700003600},
		{Privilege: token.PublishVideoStream, Expire: 1700003600}, {Privilege: token.PublishDataStream, Expire: 1700003600},
	}}, token.Missing{Channel: "7d72365eb983485397e3e3f9d460bdda", UID: "2882341273"}
}

func benchToken(b *testing.B) (string, token.Certificate) {
	b.Helper()
	c := certificate(b, sampleCertificate)
	text, err := token.Sign(benchRTC(), c)
	if err != nil {
		b.Fatal(err)
	}
	return text, c
}

func BenchmarkBuildRTC(b *testing.B) {
	var e token.Encoder
	a, c := benchRTC(), certificate(b, sampleCertificate)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Sign(a, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildRTCCompact(b *testing.B) {
	var e token.Encoder
	a, c := benchRTC(), certificate(b, sampleCertificate)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.SignCompact(a, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var d token.Decoder
	text, _ := benchToken(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseVerify(b *testing.B) {
	var d token.Decoder
	text, c := benchToken(b)
	b.ReportAllocs()
	for b.Loop() {
		if tok, err := d.Parse(text); err != nil || !tok.Verify(c) {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild006(b *testing.B) {
	var e token.Encoder
	a, m := bench006()
	c := certificate(b, sampleCertificate)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Sign006(a, m, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseVerify006(b *testing.B) {
	var d token.Decoder
	a, m := bench006()
	c := certificate(b, sampleCertificate)
	text, err := token.Sign006(a, m, c)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if tok, err := d.Parse(text); err != nil || !tok.VerifyFor(c, m) {
			b.Fatal(err)
		}
	}
}

// The floors: what the work above is made of, done by the standard library and
// nothing else. Each is measured beside its benchmark in the same run.

// threeHMACs is the cryptography of a 007 token.
func threeHMACs(payload []byte) []byte {
	k1 := macOf(binary.LittleEndian.AppendUint32(nil, 1700000000), []byte(sampleCertificate))
	k2 := macOf(binary.LittleEndian.AppendUint32(nil, 12345678), k1)
	return macOf(k2, payload)
}

func macOf(key, message []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return h.Sum(nil)
}

func benchPayload(b *testing.B) []byte {
	text, _ := benchToken(b)
	return parsed(b, text).Payload()
}

func BenchmarkFloorHMAC007(b *testing.B) {
	payload := benchPayload(b)[34:]
	for b.Loop() {
		threeHMACs(payload)
	}
}

func BenchmarkFloorHMAC006(b *testing.B) {
	message := make([]byte, len(sampleAppID)+32+10+34)
	for b.Loop() {
		macOf([]byte(sampleCertificate), message)
	}
}

func BenchmarkFloorDeflate(b *testing.B) {
	payload := benchPayload(b)
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	for b.Loop() {
		out.Reset()
		z.Reset(&out)
		if _, err := z.Write(payload); err != nil {
			b.Fatal(err)
		}
		if err := z.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFloorInflate(b *testing.B) {
	text, _ := benchToken(b)
	stream, err := base64.StdEncoding.DecodeString(text[3:])
	if err != nil {
		b.Fatal(err)
	}
	in := bytes.NewReader(stream)
	z, err := zlib.NewReader(in)
	if err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 1024)
	for b.Loop() {
		in.Reset(stream)
		if err := z.(zlib.Resetter).Reset(in, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(z, buf); err != io.ErrUnexpectedEOF {
			b.Fatal(err)
		}
	}
}
