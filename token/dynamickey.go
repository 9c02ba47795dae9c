package token

import (
	"crypto/hmac"
	"crypto/sha1"
	"strconv"
)

// DynamicKey is the content of a key of the formats 001 to 005, the tokens of
// the years before AccessToken. They are read and verified, never written.
type DynamicKey struct {
	AppID     string     // as written; of a 005 key its 16 bytes in lower-case hexadecimal
	Service   KeyService // 005
	UnixTs    uint32     // Unix second of creation
	Random    uint32
	UID       uint32     // 002 and 003
	ExpiredTs uint32     // Unix second at which the key ends, 0 for none; not in 001
	Extra     []KeyExtra // 005, in the key's order

	// TrailingBytes follow the last field of a 005 key. No signature covers them.
	TrailingBytes []byte
}

// KeyService says what a 005 key is for. The signature of a 004 key depends on
// it too, but the key does not carry it.
type KeyService uint16

// The services of 005 keys. Source: AgoraIO/Tools cpp/src/DynamicKey5.h.
const (
	KeyMediaChannel    KeyService = 1
	KeyRecording       KeyService = 2
	KeyPublicSharing   KeyService = 3
	KeyInChannelRights KeyService = 4
)

// Title gives the service's name for people.
func (s KeyService) Title() string {
	switch s {
	case KeyMediaChannel:
		return "media channel"
	case KeyRecording:
		return "recording"
	case KeyPublicSharing:
		return "public sharing"
	case KeyInChannelRights:
		return "in-channel permission"
	}
	return "service " + strconv.Itoa(int(s))
}

// KeyExtra is an entry of the map in a 005 key. Key 1 says whether the user may
// upload: "0" nothing, "3" audio and video.
type KeyExtra struct {
	Key   uint16
	Value string
}

// Characters that the fields of the keys 001 to 004 take.
const (
	keySignatureLen = 2 * sha1.Size // hexadecimal digits
	keyDecimalLen   = 10            // a decimal number, filled up with zeros
	keyRandomLen    = 8             // hexadecimal digits
	keyCommonLen    = hexLen + keyDecimalLen + keyRandomLen
)

// plainKey is the form of the keys that are text with fields of fixed width:
// prefix, signature, App ID, time of creation, random number, uid, end.
type plainKey struct {
	format       Format
	prefix       string
	uid, expired bool // whether the format has these two
}

// plainKeyOf gives the form of one of the formats 001 to 004.
func plainKeyOf(f Format) *plainKey {
	switch f {
	case Format004:
		return &plainKey{format: f, prefix: string(f), expired: true}
	case Format003:
		return &plainKey{format: f, prefix: string(f), uid: true, expired: true}
	case Format002:
		return &plainKey{format: f, uid: true, expired: true}
	}
	return &plainKey{format: Format001}
}

func (k *plainKey) len() int {
	n := len(k.prefix) + keySignatureLen + keyCommonLen
	if k.uid {
		n += keyDecimalLen
	}
	if k.expired {
		n += keyDecimalLen
	}
	return n
}

// parseBareKey reads text as a key of the two formats that have no prefix; nil
// if it is none. They begin with any hexadecimal digits, so the length and every
// character must fit.
func parseBareKey(text string) *Token {
	for _, f := range [...]Format{Format002, Format001} {
		if len(text) == plainKeyOf(f).len() {
			if t, err := parsePlainKey(text, f); err == nil {
				return t
			}
		}
	}
	return nil
}

func parsePlainKey(text string, f Format) (*Token, *Error) {
	if want := plainKeyOf(f).len(); len(text) != want {
		return nil, failf(StageLength, min(len(text), want), "characters were lost or added on the way",
			"a %s key has %d characters; this has %d", f, want, len(text))
	}
	t := &Token{Format: f, Text: text, payload: text}
	if err := t.readPlainKey(nil); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Token) readPlainKey(layout *[]Span) *Error {
	k := plainKeyOf(t.Format)
	r := &reader{data: t.payload, stage: StageSignature, service: -1, layout: layout}
	if k.prefix != "" {
		r.plain("version", len(k.prefix))
	}
	t.setSum(r.hexDigits("signature", keySignatureLen), upperHex)
	t.signed = r.off
	r.stage = StageHeader
	d := &DynamicKey{AppID: r.hexDigits("appId", hexLen), UnixTs: r.decimal("unixTs"), Random: r.hex32("random")}
	if k.uid {
		d.UID = r.decimal("uid")
	}
	if k.expired {
		d.ExpiredTs = r.decimal("expiredTs")
	}
	t.DynamicKey = d
	return r.err
}

// verifyPlainKey tells whether c signed a key of 001 to 004. What is signed is
// the key's own characters with the channel, and in 004 the uid, among them.
// Sources: AgoraIO/Tools go/src/DynamicKey, DynamicKey3, DynamicKey4 and
// cpp/src/DynamicKey2.h.
func (t *Token) verifyPlainKey(c Certificate, m Missing) bool {
	common, rest := t.payload[t.signed:t.signed+keyCommonLen], t.payload[t.signed+keyCommonLen:]
	if t.Format != Format004 {
		return hmac.Equal(hmacSHA1([]byte(c.key()), common, m.Channel, rest), t.Signature)
	}
	uid, ok := uidOf(m)
	number := []byte("0000000000")
	digits := strconv.AppendUint(nil, uint64(uid), 10)
	copy(number[len(number)-len(digits):], digits)
	for _, service := range [...]string{"ACS", "ARS", "APSS"} { // media channel, recording, public sharing
		if hmac.Equal(hmacSHA1([]byte(c.key()), service, common, m.Channel, string(number), rest), t.Signature) {
			return ok
		}
	}
	return false
}

// uidOf gives the number that the old keys are signed with: the empty text is 0,
// as for a client that is given no uid.
func uidOf(m Missing) (uint32, bool) {
	if m.UID == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(m.UID, 10, 32)
	return uint32(n), err == nil && strconv.FormatUint(n, 10) == m.UID
}

func hmacSHA1(key []byte, messages ...string) []byte {
	h := hmac.New(sha1.New, key)
	for _, m := range messages {
		h.Write([]byte(m))
	}
	return h.Sum(nil)
}
