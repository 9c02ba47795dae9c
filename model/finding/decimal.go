package finding

import (
	"strconv"
	"strings"
)

// number is a uid read as a decimal number of any length.
type number struct {
	wrapped  uint32 // modulo 2^32, as a conversion in the signing server gives it
	negative bool
	outside  bool // of 0 … 4294967295
}

func parseNumber(text string) (number, bool) {
	var n number
	digits := strings.TrimPrefix(text, "-")
	n.negative = digits != text
	if !allDigits(digits) {
		return n, false
	}
	for _, c := range []byte(digits) {
		n.wrapped = n.wrapped*10 + uint32(c-'0')
	}
	if n.negative {
		n.wrapped = -n.wrapped
	}
	_, err := strconv.ParseUint(digits, 10, 32)
	n.outside = n.negative || err != nil
	return n, true
}

// canonicalUID reports whether text is a number from 1 to 4294967295 as libraries
// write it.
func canonicalUID(text string) bool {
	if text == "" || text[0] == '0' || len(text) > 10 || !allDigits(text) {
		return false
	}
	_, err := strconv.ParseUint(text, 10, 32)
	return err == nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func allDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}
