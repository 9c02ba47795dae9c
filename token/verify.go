package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
)

const signatureLen = sha256.Size

// Missing holds what a 006 token is bound to but does not carry. Channel and UID
// are the texts that its builder was given: for a token that admits anyone UID
// is "", for an RTM token Channel is the user and UID is "".
type Missing struct {
	Channel, UID string
}

// NeedsMissing reports whether verifying t takes more than a certificate.
func (t *Token) NeedsMissing() bool { return t.Format != Format007 }

// Verify reports whether c signed a 007 token, as it was received. It says
// nothing of whether the token admits anyone. A token of another format needs
// [Token.VerifyFor]; Verify gives false for it.
func (t *Token) Verify(c Certificate) bool {
	return !t.NeedsMissing() && t.VerifyFor(c, Missing{})
}

// VerifyFor is [Token.Verify] for every format: m holds what the format leaves
// out, and is not looked at for a 007 token. For a 006 token both CRC-32s must
// match too, since the signature does not cover them.
func (t *Token) VerifyFor(c Certificate, m Missing) bool {
	if c.IsZero() || t.payload == "" {
		return false
	}
	var sum [sha256.Size]byte
	if t.Format == Format007 {
		sum = sign007(c, t.AccessToken2.IssueTs, t.AccessToken2.Salt, t.payload[t.signed:])
	} else {
		channel, uid := t.AccessToken.Consistent(m)
		if !channel || !uid {
			return false
		}
		end := len(t.payload) - len(t.AccessToken.AfterMessage)
		sum = sign006(c, t.AccessToken.AppID, m, t.payload[t.signed:end])
	}
	return hmac.Equal(sum[:], t.Signature)
}

// Consistent reports whether m's channel and uid have the CRC-32s that a carries.
// Different texts can share a CRC-32, so true means "may be".
func (a *AccessToken) Consistent(m Missing) (channel, uid bool) {
	return crc32.ChecksumIEEE([]byte(m.Channel)) == a.ChannelCRC32, crc32.ChecksumIEEE([]byte(m.UID)) == a.UIDCRC32
}

func sign007(c Certificate, issueTs, salt uint32, signed string) [sha256.Size]byte {
	var issue, salted [4]byte
	binary.LittleEndian.PutUint32(issue[:], issueTs)
	binary.LittleEndian.PutUint32(salted[:], salt)
	k1 := hmacSum(issue[:], c.key())
	k2 := hmacSum(salted[:], string(k1[:]))
	return hmacSum(k2[:], signed)
}

func sign006(c Certificate, appID string, m Missing, message string) [sha256.Size]byte {
	return hmacSum([]byte(c.key()), appID, m.Channel, m.UID, message)
}

// hmacSum is HMAC-SHA256 of the messages one after another. It is written over
// sha256.Sum256 because crypto/hmac allocates two hashes a call, which is most
// of the time that a token of this size takes. The key is at most one block.
func hmacSum(key []byte, messages ...string) [sha256.Size]byte {
	size := sha256.BlockSize
	for _, m := range messages {
		size += len(m)
	}
	var stack [1024]byte
	inner := stack[:0]
	if size > len(stack) {
		inner = make([]byte, 0, size)
	}
	inner = appendPad(inner, key, 0x36)
	for _, m := range messages {
		inner = append(inner, m...)
	}
	sum := sha256.Sum256(inner)
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(outer[sha256.BlockSize:], sum[:])
	appendPad(outer[:0], key, 0x5c)
	return sha256.Sum256(outer[:])
}

func appendPad(b, key []byte, pad byte) []byte {
	for i := range sha256.BlockSize {
		k := pad
		if i < len(key) {
			k ^= key[i]
		}
		b = append(b, k)
	}
	return b
}
