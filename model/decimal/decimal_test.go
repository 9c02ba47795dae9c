package decimal_test

import (
	"math/big"
	"testing"

	"agtok/model/decimal"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text    string
		want    string
		wrapped uint32
		isUID   bool
	}{
		{"0", "0", 0, true}, {"7", "7", 7, true}, {"007", "7", 7, true}, {"000", "0", 0, true}, {"-0", "0", 0, true},
		{"4294967295", "4294967295", 4294967295, true}, {"4294967296", "4294967296", 0, false}, {"4294967303", "4294967303", 7, false},
		{"-5", "-5", 4294967291, false}, {"-4294967295", "-4294967295", 1, false}, {"99999999999999999999", "99999999999999999999", 1661992959, false},
	} {
		n, ok := decimal.Parse(c.text)
		if !ok || n.Text() != c.want || n.Wrapped != c.wrapped || n.IsUID != c.isUID {
			t.Errorf("%q: %+v, %v", c.text, n, ok)
		}
	}
	for _, text := range []string{"", "-", "--5", "+5", " 5", "5 ", "5a", "٣", "0x5", "5.0"} {
		if n, ok := decimal.Parse(text); ok {
			t.Errorf("%q is %+v", text, n)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("4294967303")
	f.Add("-00012")
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := decimal.Parse(text)
		if !ok {
			return
		}
		want, valid := new(big.Int).SetString(text, 10)
		if !valid || want.String() != n.Text() {
			t.Fatalf("%q is %q, want %v", text, n.Text(), want)
		}
		if wrapped := new(big.Int).And(want, big.NewInt(1<<32-1)); wrapped.Uint64() != uint64(n.Wrapped) {
			t.Errorf("%q wraps to %d, want %v", text, n.Wrapped, wrapped)
		}
		if n.IsUID != (want.Sign() >= 0 && want.BitLen() <= 32) {
			t.Errorf("%q: a uid is %v", text, n.IsUID)
		}
	})
}
