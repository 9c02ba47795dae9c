package token_test

import (
	"testing"

	"agtok/token"
)

// BenchmarkBomb reads a token that inflates to 10 MiB of zeros: it ends one byte
// past the limit.
func BenchmarkBomb(b *testing.B) {
	text := packStream(zeros(b, 10))
	var d token.Decoder
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Parse(text); err == nil {
			b.Fatal("a bomb was read")
		}
	}
}
