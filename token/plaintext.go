package token

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// The formats before AccessToken are wholly or partly written as text. These
// methods take such fields.

// plain takes n characters.
func (r *reader) plain(name string, n int) string {
	start := r.off
	s := r.take(name, n)
	r.mark(name, start, ASCII)
	return s
}

// upToColon takes the characters up to the next colon, and the colon.
func (r *reader) upToColon(name string) string {
	s, _, found := strings.Cut(r.data[r.off:], ":")
	if !found {
		r.fail(name, "the end of the token was lost", "no colon ends this field")
		return ""
	}
	r.plain(name, len(s)+1)
	return s
}

// decimal takes a number that is filled up with zeros to ten digits.
func (r *reader) decimal(name string) uint32 {
	return r.decimalOf(name, r.plain(name, keyDecimalLen), keyDecimalLen)
}

// decimalOf reads text, which begins back characters before the reader's place.
func (r *reader) decimalOf(name, text string, back int) uint32 {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil && r.err == nil {
		r.off -= back
		r.fail(name, hintChanged, "a whole number from 0 to 4294967295 belongs here, in decimal digits")
	}
	return uint32(n)
}

const hintChanged = "a character was changed, or one before this was lost or added"

// hexDigits takes n hexadecimal digits as they are.
func (r *reader) hexDigits(name string, n int) string {
	return r.onlyHex(name, r.plain(name, n))
}

// onlyHex gives back text, which the reader has just taken, and fails at its
// start if anything else than hexadecimal digits is in it.
func (r *reader) onlyHex(name, text string) string {
	for i := range len(text) {
		if !isHex(text[i]) && r.err == nil {
			r.off -= len(text)
			r.fail(name, hintChanged, "%d hexadecimal digits belong here", len(text))
		}
	}
	return text
}

func (r *reader) hex32(name string) uint32 {
	n, _ := strconv.ParseUint(r.hexDigits(name, keyRandomLen), 16, 32) // digits only
	return uint32(n)
}

// setSum decodes a signature from hexadecimal digits. The letters of other are
// those that no builder writes: the same bytes come of them.
func (t *Token) setSum(digits, other string) {
	t.Signature, _ = hex.DecodeString(digits) // digits only
	t.NonCanonical = t.NonCanonical || strings.ContainsAny(digits, other)
}

const (
	upperHex = "ABCDEF"
	lowerHex = "abcdef"
)
