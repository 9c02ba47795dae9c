// Package decimal reads uids as decimal numbers of any length, since what a
// program does with one that is too large, negative or padded with zeros tells
// where a token went wrong.
package decimal

import (
	"math"
	"strconv"
	"strings"
)

// Number is a decimal number.
type Number struct {
	Digits   string // without sign and without zeros in front; "0" for none
	Negative bool
	Wrapped  uint32 // modulo 2^32, as a conversion to 32 bits gives it
	IsUID    bool   // it is from 0 to 4294967295
}

// Parse reads digits with at most a minus before them. ok is false for any other
// text, white space included.
func Parse(text string) (n Number, ok bool) {
	digits := strings.TrimPrefix(text, "-")
	n.Negative = digits != text
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return Number{}, false
	}
	for _, c := range []byte(digits) {
		n.Wrapped = n.Wrapped*10 + uint32(c-'0')
	}
	if n.Negative {
		n.Wrapped = -n.Wrapped
	}
	if n.Digits = strings.TrimLeft(digits, "0"); n.Digits == "" {
		n.Digits = "0"
	}
	value, err := strconv.ParseUint(n.Digits, 10, 64)
	n.IsUID = err == nil && value <= math.MaxUint32 && (!n.Negative || value == 0)
	return n, true
}

// Text gives the number's digits with its sign.
func (n Number) Text() string {
	if n.Negative && n.Digits != "0" {
		return "-" + n.Digits
	}
	return n.Digits
}
