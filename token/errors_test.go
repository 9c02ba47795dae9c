package token_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"agtok/token"
)

// damage is a text and the whole of what is said about it.
type damage struct {
	name, text string
	want       token.Error
}

func TestErrors(t *testing.T) {
	table := damages(t)
	if len(table) < 30 {
		t.Fatalf("%d rows: the table is cut", len(table))
	}
	for _, row := range table {
		_, err := token.Parse(row.text)
		var e *token.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: was read", row.name)
			continue
		}
		if *e != row.want {
			t.Errorf("%s:\ngot  %#v\nwant %#v", row.name, *e, row.want)
		}
	}
}

// splice gives b with n bytes at off replaced.
func splice(b []byte, off, n int, by ...byte) []byte {
	return append(append(bytes.Clone(b[:off]), by...), b[off+n:]...)
}

func u16(n int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(n)) }

// place gives the span of a field.
func place(t testing.TB, tok *token.Token, path string) token.Span {
	t.Helper()
	for _, s := range tok.Layout() {
		if s.Path == path {
			return s
		}
	}
	t.Fatalf("there is no field %s", path)
	return token.Span{}
}

// sample006 is a 006 token for channel lobby and uid 1234.
func sample006() *token.AccessToken {
	return &token.AccessToken{AppID: sampleAppID, Salt: 1, Ts: 1700086400, Privileges: []token.Grant{
		{Privilege: token.JoinChannel, Expire: 1700003600}, {Privilege: token.PublishAudioStream, Expire: 1700003600},
	}}
}

func damages(t *testing.T) []damage {
	tok := sampleToken(t)
	text, payload := tok.Text, tok.Payload()
	stream := deflated(payload)
	at := func(path string) int { return place(t, tok, path).Start }
	six, err := token.Sign006(sample006(), token.Missing{Channel: "lobby", UID: "1234"}, certificate(t, sampleCertificate))
	if err != nil {
		t.Fatal(err)
	}
	return []damage{
		{"nothing", "", token.Error{Stage: token.StageEmpty,
			Message: "there is no text",
			Hint:    "builders give an empty text when App ID or certificate are not 32 hexadecimal digits"}},
		{"white space", " ", token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token",
			Hint:    "a token starts with its version, 007 or 006; older ones are known by their length"}},
		{"no token", "hello", token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token",
			Hint:    "a token starts with its version, 007 or 006; older ones are known by their length"}},
		{"another version", "008" + text[3:], token.Error{Stage: token.StagePrefix,
			Message: "this does not start like a token",
			Hint:    "a token starts with its version, 007 or 006; older ones are known by their length"}},
		{"version only", "007", token.Error{Stage: token.StageLength, Offset: 3,
			Message: "nothing follows the version",
			Hint:    "the token is cut off"}},
		{"too long", text + strings.Repeat("A", token.MaxText), token.Error{Stage: token.StageLimit, Offset: 65536,
			Message: "the text has 65759 bytes, the limit is 65536",
			Hint:    "no token is this long"}},
		{"a url-safe character", text[:20] + "-" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "this is the url-safe alphabet; the services take the standard one, with + and /"}},
		{"a space for a plus", text[:20] + " " + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "a form decoder turns + into a space"}},
		{"percent-encoded", text[:20] + "%2B" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "the token is percent-encoded"}},
		{"taken out of JSON", text[:20] + "\\/" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "JSON writes / as \\/; the token was taken out of JSON without decoding it"}},
		{"wrapped", text[:20] + "\r\n" + text[20:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "the token was wrapped over several lines"}},
		{"a line end behind it", text + "\n", token.Error{Stage: token.StageBase64, Offset: len(text),
			Message: "a character that base64 does not have",
			Hint:    "white space stands behind the token"}},
		{"shortened", text[:20] + "…", token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "an ellipsis or an invisible character: copy the token again from its source"}},
		{"a NUL", text[:20] + "\x00" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "something was put into the token, or it was cut out of a longer text"}},
		{"an escape sequence", text[:20] + "\x1b[31m" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "a character that base64 does not have",
			Hint:    "something was put into the token, or it was cut out of a longer text"}},
		{"its last group lost", strings.TrimRight(text, "=")[:len(text)-4], token.Error{Stage: token.StageChecksum, Offset: len(stream) - 4,
			Message: "the compressed stream ends before its four-byte checksum",
			Hint:    "the end of the token is cut off"}},
		{"one character lost", text[:20] + text[21:], token.Error{Stage: token.StageBase64, Offset: 220,
			Message: "217 characters of base64: a length of 1 mod 4 can't occur",
			Hint:    "at least one character was lost on the way"}},
		{"no padding", strings.TrimRight(text, "="), token.Error{Stage: token.StageBase64, Offset: 219,
			Message: "base64 needs groups of four characters, filled up with '='",
			Hint:    "padding is missing or misplaced: the end may be cut off"}},
		{"padding inside", text[:20] + "=" + text[21:], token.Error{Stage: token.StageBase64, Offset: 20,
			Message: "base64 needs groups of four characters, filled up with '='",
			Hint:    "padding is missing or misplaced: the end may be cut off"}},
		{"nothing but padding", "007====", token.Error{Stage: token.StageBase64, Offset: 3,
			Message: "base64 needs groups of four characters, filled up with '='",
			Hint:    "padding is missing or misplaced: the end may be cut off"}},
		{"a stream of one byte", packStream([]byte{0x78}), token.Error{Stage: token.StageZlib,
			Message: "the compressed stream has no header",
			Hint:    "the token is cut off"}},
		{"not compressed", packStream(payload), token.Error{Stage: token.StageZlib,
			Message: "bytes 20 00 do not start a zlib stream",
			Hint:    "this is not the payload of a token, or its start is damaged"}},
		{"a window that zlib does not have", packStream(splice(stream, 0, 1, 0x88)), token.Error{Stage: token.StageZlib,
			Message: "bytes 88 9c do not start a zlib stream",
			Hint:    "this is not the payload of a token, or its start is damaged"}},
		{"a JWT behind the version", "007eyJhbGciOiJIUzI1NiJ9", token.Error{Stage: token.StageZlib,
			Message: "bytes 7b 22 do not start a zlib stream",
			Hint:    "this is not the payload of a token, or its start is damaged"}},
		{"a preset dictionary", packStream(splice(stream, 1, 1, 0xbb)), token.Error{Stage: token.StageZlib, Offset: 1,
			Message: "the stream asks for a preset dictionary, which tokens do not use",
			Hint:    "this is not the payload of a token, or its start is damaged"}},
		{"the stream cut", packStream(stream[:len(stream)-20]), token.Error{Stage: token.StageZlib, Offset: len(stream) - 20,
			Message: "the compressed stream ends early",
			Hint:    "the end of the token is cut off"}},
		{"the stream cut behind its header", packStream(stream[:2]), token.Error{Stage: token.StageZlib, Offset: 2,
			Message: "the compressed stream ends early",
			Hint:    "the end of the token is cut off"}},
		{"the checksum cut", packStream(stream[:len(stream)-2]), token.Error{Stage: token.StageChecksum, Offset: len(stream) - 4,
			Message: "the compressed stream ends before its four-byte checksum",
			Hint:    "the end of the token is cut off"}},
		{"a block of a type that does not exist", packStream(splice(stream, 2, 1, 0x07)), token.Error{Stage: token.StageZlib, Offset: 3,
			Message: "the compressed stream is damaged",
			Hint:    "at least one character of the token was changed or lost"}},
		{"a wrong checksum", packStream(splice(stream, len(stream)-1, 1, ^stream[len(stream)-1])), token.Error{Stage: token.StageChecksum, Offset: len(stream) - 4,
			Message: "the content does not match its checksum (Adler-32)",
			Hint:    "at least one character of the token was changed"}},
		{"a bomb", packStream(zeros(t, 1)), token.Error{Stage: token.StageLimit, Offset: 113,
			Message: "the content is longer than 65536 bytes",
			Hint:    "no token is this long: this is a decompression bomb, or not a token"}},
		{"an empty payload", pack(nil), token.Error{Stage: token.StageSignature, Path: "signature",
			Message: "2 bytes belong here and 0 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"a signature of 16 bytes", pack(splice(payload, 0, 2, u16(16)...)), token.Error{Stage: token.StageSignature, Path: "signature",
			Message: "the length of this field must be 32 and is 16",
			Hint:    "these bytes are no token of this format, or they are damaged"}},
		{"a signature of 65535 bytes", pack(splice(payload, 0, 2, u16(65535)...)), token.Error{Stage: token.StageSignature, Path: "signature",
			Message: "the length of this field must be 32 and is 65535",
			Hint:    "these bytes are no token of this format, or they are damaged"}},
		{"the signature cut", pack(payload[:20]), token.Error{Stage: token.StageSignature, Path: "signature", Offset: 2,
			Message: "32 bytes belong here and 18 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"an App ID of 31 bytes", pack(splice(payload, 34, 2, u16(31)...)), token.Error{Stage: token.StageHeader, Path: "appId", Offset: 34,
			Message: "the length of this field must be 32 and is 31",
			Hint:    "an App ID is 32 hexadecimal digits: the builder was given something else"}},
		{"the header cut", pack(payload[:at("expire")+2]), token.Error{Stage: token.StageHeader, Path: "expire", Offset: 72,
			Message: "4 bytes belong here and 2 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"65535 services", pack(splice(payload, at("services"), 2, u16(65535)...)), token.Error{Stage: token.StageHeader, Path: "services", Offset: 80,
			Message: "65535 entries are announced here and the 92 bytes that follow hold at most 46",
			Hint:    "the end of the token was lost, or this count was changed"}},
		{"one service too few", pack(splice(payload, at("services"), 2, u16(4)...)), token.Error{Stage: token.StageService, Path: "services[3].type", Offset: 174,
			Message: "2 bytes belong here and 0 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"65535 privileges", pack(splice(payload, at("services[0].privileges"), 2, u16(65535)...)), token.Error{Stage: token.StageService, Path: "services[0].privileges", Offset: 84,
			Message: "65535 entries are announced here and the 88 bytes that follow hold at most 14",
			Hint:    "the end of the token was lost, or this count was changed"}},
		{"more privileges than there are", pack(splice(payload, at("services[0].privileges"), 2, u16(9)...)), token.Error{Stage: token.StageService, Path: "services[0].channelName", Offset: 140,
			Message: "4096 bytes are announced here and 32 follow",
			Hint:    "the end of the token was lost, or this length was changed"}},
		{"a channel name beyond the end", pack(splice(payload, at("services[0].channelName"), 2, u16(60000)...)), token.Error{Stage: token.StageService, Path: "services[0].channelName", Offset: 98,
			Message: "60000 bytes are announced here and 74 follow",
			Hint:    "the end of the token was lost, or this length was changed"}},
		{"the uid cut", pack(payload[:at("services[0].uid")+1]), token.Error{Stage: token.StageService, Path: "services[0].uid", Offset: 105,
			Message: "2 bytes belong here and 1 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"the role cut", pack(payload[:at("services[1].role")+1]), token.Error{Stage: token.StageService, Path: "services[1].role", Offset: 133,
			Message: "2 bytes belong here and 1 are left",
			Hint:    "the end of the token was lost, or a length before this was changed"}},
		{"65535 resources", pack(splice(payload, at("services[2].permissions"), 2, u16(65535)...)), token.Error{Stage: token.StageService, Path: "services[2].permissions", Offset: 151,
			Message: "65535 entries are announced here and the 21 bytes that follow hold at most 5",
			Hint:    "the end of the token was lost, or this count was changed"}},
		{"65535 names", pack(splice(payload, at("services[2].permissions.messageChannels.read")+2, 2, u16(65535)...)), token.Error{Stage: token.StageService, Path: "services[2].permissions", Offset: len(stream) - 4,
			Message: "65535 entries are announced here and the 13 bytes that follow hold at most 6",
			Hint:    "the end of the token was lost, or this count was changed"}},
		{"a name beyond the end", pack(splice(payload, at("services[2].permissions.messageChannels.read")+4, 2, u16(65535)...)), token.Error{Stage: token.StageService, Path: "services[2].permissions", Offset: 161,
			Message: "65535 bytes are announced here and 11 follow",
			Hint:    "the end of the token was lost, or this length was changed"}},
		{"006 and nothing else", "006", token.Error{Stage: token.StageLength, Offset: 3,
			Message: "a 006 token has 32 characters of App ID and its content behind the version; this has 3 characters in all",
			Hint:    "the token is cut off"}},
		{"006 and an App ID", "006" + sampleAppID, token.Error{Stage: token.StageLength, Offset: 35,
			Message: "a 006 token has 32 characters of App ID and its content behind the version; this has 35 characters in all",
			Hint:    "the token is cut off"}},
		{"a url-safe character in a 006", six[:50] + "-" + six[51:], token.Error{Stage: token.StageBase64, Offset: 50,
			Message: "a character that base64 does not have",
			Hint:    "this is the url-safe alphabet; the services take the standard one, with + and /"}},
		{"a 006 cut in its content", six[:40], token.Error{Stage: token.StageBase64, Offset: 40,
			Message: "5 characters of base64: a length of 1 mod 4 can't occur",
			Hint:    "at least one character was lost on the way"}},
		{"a 006 cut in its message", six[:len(six)-8], token.Error{Stage: token.StageHeader, Path: "message", Offset: 42,
			Message: "22 bytes are announced here and 16 follow",
			Hint:    "the end of the token was lost, or this length was changed"}},
		{"a 007 labelled 006", "006" + text[3:], token.Error{Stage: token.StageSignature, Path: "signature",
			Message: "the length of this field must be 32 and is 54244",
			Hint:    "these bytes are no token of this format, or they are damaged"}},
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]token.Error{
		"zlib: the stream is damaged (byte 7)":                   {Stage: token.StageZlib, Offset: 7, Message: "the stream is damaged", Hint: "h"},
		"service: 9 bytes belong here (services[0].uid, byte 9)": {Stage: token.StageService, Path: "services[0].uid", Offset: 9, Message: "9 bytes belong here"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
