package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
)

const signatureLen = sha256.Size

// Missing holds what a token is bound to but does not carry. In the formats 006
// to 001 Channel and UID are the texts that the builder was given: for a token
// that admits anyone UID is "", for a 006 RTM token Channel is the user and UID
// is "". Only 006, 005 and 004 leave out the uid. For a Signaling token UID is
// the account.
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
// out, and is not looked at beyond that. For a 006 token both CRC-32s must match
// too, since the signature does not cover them. For 005 and 004 a UID that is not
// a decimal number below 2^32 gives false, and "" is 0.
func (t *Token) VerifyFor(c Certificate, m Missing) bool {
	if c.IsZero() || t.payload == "" {
		return false
	}
	switch t.Format {
	case Format007:
		sum := sign007(c, t.AccessToken2.IssueTs, t.AccessToken2.Salt, t.payload[t.signed:])
		return hmac.Equal(sum[:], t.Signature)
	case Format006:
		return t.verify006(c, m)
	case Format005:
		return t.verify005(c, m)
	case FormatSignaling:
		return t.verifySignaling(c, m)
	}
	return t.verifyPlainKey(c, m)
}

func (t *Token) verify006(c Certificate, m Missing) bool {
	channel, uid := t.AccessToken.Consistent(m)
	end := len(t.payload) - len(t.AccessToken.AfterMessage)
	sum := sign006(c, t.AccessToken.AppID, m, t.payload[t.signed:end])
	return hmac.Equal(sum[:], t.Signature) && channel && uid
}

// Consistent reports whether m's channel and uid have the CRC-32s that a carries.
// Different texts can share a CRC-32, so true means "may be".
func (a *AccessToken) Consistent(m Missing) (channel, uid bool) {
	channelSum, uidSum := checksums(m)
	return channelSum == a.ChannelCRC32, uidSum == a.UIDCRC32
}

// checksums gives the CRC-32s that a 006 token for m carries.
func checksums(m Missing) (channel, uid uint32) {
	return checksum(m.Channel), checksum(m.UID)
}

// checksum is crc32.ChecksumIEEE without the copy that package crc32 would need
// of a string: for texts this short the copy takes longer than the sum.
func checksum(s string) uint32 {
	sum := ^uint32(0)
	for i := range len(s) {
		sum = crc32.IEEETable[byte(sum)^s[i]] ^ sum>>8
	}
	return ^sum
}

func sign007[T text](c Certificate, issueTs, salt uint32, signed T) [sha256.Size]byte {
	var issue, salted [4]byte
	binary.LittleEndian.PutUint32(issue[:], issueTs)
	binary.LittleEndian.PutUint32(salted[:], salt)
	k1 := hmacSum(issue[:], c.key())
	k2 := hmacSum(salted[:], k1[:])
	return hmacSum(k2[:], signed)
}

func sign006[T text](c Certificate, appID string, m Missing, message T) [sha256.Size]byte {
	var stack [hmacStack]byte
	inner := appendPad(stack[:0], []byte(c.key()), innerPad)
	inner = append(append(append(inner, appID...), m.Channel...), m.UID...)
	return hmacOuter([]byte(c.key()), append(inner, message...))
}

// text is what bytes can stand in; those of a parsed payload are a string.
type text interface{ string | []byte }

// hmacSum is HMAC-SHA256. It is written over sha256.Sum256 because crypto/hmac
// allocates two hashes a call, which is most of the time that a token of this
// size takes. The key is at most one block long. Source: RFC 2104.
func hmacSum[T text](key []byte, message T) [sha256.Size]byte {
	var stack [hmacStack]byte
	return hmacOuter(key, append(appendPad(stack[:0], key, innerPad), message...))
}

// hmacOuter makes the HMAC of what follows the pad in inner.
func hmacOuter(key, inner []byte) [sha256.Size]byte {
	sum := sha256.Sum256(inner)
	var outer [sha256.BlockSize + sha256.Size]byte
	return sha256.Sum256(append(appendPad(outer[:0], key, outerPad), sum[:]...))
}

// hmacStack is room for the bytes that all but the longest tokens sign.
const hmacStack = 512

// The pads of RFC 2104, a word of each.
const (
	innerPad = 0x3636363636363636
	outerPad = 0x5c5c5c5c5c5c5c5c
)

// appendPad writes one block: the key, filled up with zeros, xor eight times pad.
func appendPad(b, key []byte, pad uint64) []byte {
	var block [sha256.BlockSize]byte
	copy(block[:], key)
	for i := 0; i < len(block); i += 8 {
		b = binary.LittleEndian.AppendUint64(b, binary.LittleEndian.Uint64(block[i:])^pad)
	}
	return b
}
