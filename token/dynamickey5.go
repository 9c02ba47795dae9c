package token

import (
	"crypto/hmac"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// parse005 reads DynamicKey 5. Source: AgoraIO/Tools go/src/DynamicKey5.
func (d *Decoder) parse005(text string) (*Token, *Error) {
	const start = len(Format005)
	if len(text) == start {
		return nil, failf(StageLength, start, "the key is cut off", "nothing follows the version")
	}
	stray, err := d.unpack(text, start)
	if err != nil {
		return nil, err
	}
	t := &Token{Format: Format005, Text: text, NonCanonical: stray, payload: string(d.packed)}
	if err := t.read005(nil); err != nil {
		return nil, err
	}
	return t, nil
}

// Places in the content of a 005 key, whose first fields have one length only.
const (
	key5Signed  = 2 + 2 + keySignatureLen // behind service and signature
	key5Expired = key5Signed + 2 + hexLen/2 + 4 + 4
)

func (t *Token) read005(layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageHeader, service: -1, layout: layout}
	d := &DynamicKey{Service: KeyService(r.u16("service"))}
	r.stage = StageSignature
	t.setSum(r.onlyHex("signature", r.fixed("signature", keySignatureLen, hintNoSignature)), lowerHex)
	r.stage = StageHeader
	d.AppID = hex.EncodeToString([]byte(r.fixed("appId", hexLen/2, hintNoAppID)))
	d.UnixTs, d.Random, d.ExpiredTs = r.u32("unixTs"), r.u32("random"), r.u32("expiredTs")
	for n := r.count("extra", 4); n > 0 && r.err == nil; n-- {
		start := r.off
		e := KeyExtra{r.rawU16("extra"), r.rawStr("extra")}
		r.markNamed("extra", nil, e.Key, start, KeyText)
		d.Extra = append(d.Extra, e)
	}
	d.TrailingBytes = r.rest("trailing")
	t.DynamicKey = d
	return r.err
}

// verify005 tells whether c signed a 005 key: with the bytes that its text stands
// for, so that its letter case does not matter. The channel, with its length
// before it, and the uid stand among the key's own bytes in what is signed.
func (t *Token) verify005(c Certificate, m Missing) bool {
	key, err := hex.DecodeString(c.key())
	uid, ok := uidOf(m)
	if err != nil || !ok || len(m.Channel) > 0xffff {
		return false
	}
	bound := binary.LittleEndian.AppendUint32(appendStr(nil, m.Channel), uid)
	end := len(t.payload) - len(t.DynamicKey.TrailingBytes)
	sum := hmacSHA1(key, t.payload[:2], t.payload[key5Signed:key5Expired], string(bound), t.payload[key5Expired:end])
	return hmac.Equal(sum, t.Signature)
}

// appendJSON writes d's description; see [Token.AppendDescription].
func (d *DynamicKey) appendJSON(b []byte, f Format, signature []byte) []byte {
	b = append(append(append(b, `{"version":"`...), f...), `","appId":`...)
	b = appendText(b, d.AppID)
	if f == Format005 {
		b = appendUint(append(b, `,"service":`...), uint32(d.Service))
	}
	b = appendUint(append(b, `,"unixTs":`...), d.UnixTs)
	b = appendUint(append(b, `,"random":`...), d.Random)
	if f == Format003 || f == Format002 {
		b = appendUint(append(b, `,"uid":`...), d.UID)
	}
	if f != Format001 {
		b = appendUint(append(b, `,"expiredTs":`...), d.ExpiredTs)
	}
	if f == Format005 {
		b = appendExtra(append(b, `,"extra":`...), d.Extra)
	}
	b = appendHexField(b, "signatureHex", signature)
	b = appendHexField(b, "trailingHex", d.TrailingBytes)
	return append(b, '}')
}

// appendExtra writes an object by number where it says everything, else a list
// of pairs, as for privileges.
func appendExtra(b []byte, extra []KeyExtra) []byte {
	asObject := ascending(len(extra), func(i int) uint16 { return extra[i].Key })
	open, end := byte('['), byte(']')
	if asObject {
		open, end = '{', '}'
	}
	b = append(b, open)
	for i, e := range extra {
		if i > 0 {
			b = append(b, ',')
		}
		if asObject {
			b = appendText(appendKey(b, strconv.Itoa(int(e.Key))), e.Value)
			continue
		}
		b = appendUint(append(b, '['), uint32(e.Key))
		b = append(appendText(append(b, ','), e.Value), ']')
	}
	return append(b, end)
}
