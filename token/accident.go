package token

import (
	"iter"
	"strings"
)

// Accident names a mistake that a signing server can make with a certificate. Its
// tokens look right and are refused, since the signature is made with the
// certificate's text and not with the number that it stands for.
type Accident string

// The accidents that change the certificate's text, see [Certificate.Accidents].
// After a value stands white space that a file, a secret store or a shell left
// there.
const (
	AccidentUpper       Accident = "upper-case"
	AccidentLower       Accident = "lower-case"
	AccidentLFAfter     Accident = "line-feed-after"
	AccidentCRLFAfter   Accident = "carriage-return-line-feed-after"
	AccidentCRAfter     Accident = "carriage-return-after" // a CRLF file read line by line
	AccidentSpaceAfter  Accident = "space-after"
	AccidentLFBefore    Accident = "line-feed-before"
	AccidentCRLFBefore  Accident = "carriage-return-line-feed-before"
	AccidentSpaceBefore Accident = "space-before"
)

// The accidents that put App ID and certificate in each other's places, see
// [Token.VerifySwapped]. After the first and the last the certificate stands in
// the token, where everybody can read it.
const (
	AccidentSwapped          Accident = "swapped"           // each in the other's place
	AccidentAppIDTwice       Accident = "app-id-twice"      // the App ID in both places
	AccidentCertificateTwice Accident = "certificate-twice" // the certificate in both places
)

// Disclosing reports whether the token's App ID is the certificate's text, which
// must not be shown then.
func (a Accident) Disclosing() bool {
	return a == AccidentSwapped || a == AccidentCertificateTwice
}

// Accidents gives c as it stands on a server where its text was changed by
// mistake. What comes of it signs and verifies like a certificate and is none:
// most are not 32 characters long. The zero Certificate has no accidents.
func (c Certificate) Accidents() iter.Seq2[Accident, Certificate] {
	return func(yield func(Accident, Certificate) bool) {
		if c.IsZero() {
			return
		}
		key := c.key()
		for _, v := range [...]struct {
			accident Accident
			text     string
		}{
			{AccidentLFAfter, key + "\n"}, {AccidentLower, strings.ToLower(key)}, {AccidentUpper, strings.ToUpper(key)},
			{AccidentCRAfter, key + "\r"}, {AccidentCRLFAfter, key + "\r\n"}, {AccidentSpaceAfter, key + " "},
			{AccidentSpaceBefore, " " + key}, {AccidentLFBefore, "\n" + key}, {AccidentCRLFBefore, "\r\n" + key},
		} {
			if v.text != key && !yield(v.accident, Certificate{text: &v.text}) {
				return
			}
		}
	}
}

// VerifySwapped tells how whoever signed t put the App ID and the certificate of
// one project in each other's places; "" if they did not, or if appID is not 32
// hexadecimal digits. m is as for [Token.VerifyFor]. Without a certificate only
// [AccidentAppIDTwice] can be told.
func (t *Token) VerifySwapped(appID string, c Certificate, m Missing) Accident {
	written := t.AppID()
	switch {
	case CheckAppID(appID) != nil:
		return ""
	case strings.EqualFold(written, appID):
		if t.VerifyFor(Certificate{text: &written}, m) {
			return AccidentAppIDTwice
		}
	case c.IsZero() || !strings.EqualFold(written, c.key()):
		return ""
	case t.VerifyFor(Certificate{text: &appID}, m):
		return AccidentSwapped
	case t.VerifyFor(c, m):
		return AccidentCertificateTwice
	}
	return ""
}
