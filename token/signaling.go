package token

import (
	"crypto/hmac"
	"crypto/md5"
	"strings"
)

// SignalingToken is the content of a token of the Signaling SDK that came before
// RTM. It is read and verified, never written.
type SignalingToken struct {
	AppID     string // as written
	ExpiredTs uint32 // Unix second at which the token ends
}

// signalingStart begins every Signaling token: a version and its separator.
const signalingStart = "1:"

// isSignaling tells a Signaling token by its version and the App ID behind it,
// since "1:" alone begins many texts.
func isSignaling(text string) bool {
	rest, versioned := strings.CutPrefix(text, signalingStart)
	appID, _, found := strings.Cut(rest, ":")
	return versioned && found && hexProblem(appID) == ""
}

// parseSignaling reads 1:appId:expiredTs:md5. Source: AgoraIO/Tools
// go/src/SignalingToken.
func parseSignaling(text string) (*Token, *Error) {
	t := &Token{Format: FormatSignaling, Text: text, payload: text}
	if err := t.readSignaling(nil); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Token) readSignaling(layout *[]Span) *Error {
	r := &reader{data: t.payload, stage: StageHeader, service: -1, layout: layout}
	r.plain("version", len(signalingStart))
	s := &SignalingToken{AppID: r.upToColon("appId")}
	written := r.upToColon("expiredTs")
	s.ExpiredTs = r.decimalOf("expiredTs", written, len(written)+1)
	t.NonCanonical = strings.HasPrefix(written, "0") && written != "0"
	r.stage = StageSignature
	if n := r.left(); n != 2*md5.Size {
		r.fail("md5", "the end of the token was lost, or something was added to it", "%d characters belong here and there are %d", 2*md5.Size, n)
		return r.err
	}
	t.setSum(r.hexDigits("md5", r.left()), upperHex)
	t.Signaling = s
	return r.err
}

// verifySignaling tells whether c signed a Signaling token for the account that
// m has as its UID.
func (t *Token) verifySignaling(c Certificate, m Missing) bool {
	fields := strings.Split(t.payload, ":")
	sum := md5.Sum([]byte(m.UID + fields[1] + c.key() + fields[2]))
	return hmac.Equal(sum[:], t.Signature)
}

// appendJSON writes s's description; see [Token.AppendDescription].
func (s *SignalingToken) appendJSON(b []byte, sum []byte) []byte {
	b = appendText(append(b, `{"version":"signaling","appId":`...), s.AppID)
	b = appendUint(append(b, `,"expiredTs":`...), s.ExpiredTs)
	return append(appendHexField(b, "md5", sum), '}')
}
