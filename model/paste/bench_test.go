package paste_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model/paste"
	"agtok/token"
)

// BenchmarkParse is what ReadLine is to be compared with.
func BenchmarkParse(b *testing.B) {
	tok := encoded(b)[0].Token
	var d token.Decoder
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Parse(tok); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadLine(b *testing.B) {
	tok := encoded(b)[0].Token
	for _, c := range []struct{ name, line string }{
		{"clean", tok}, {"quoted", `"` + tok + `"`}, {"json", `{"token":"` + strings.ReplaceAll(tok, "/", `\/`) + `"}`}, {"none", strings.Repeat("some words ", 20)},
	} {
		b.Run(c.name, func(b *testing.B) {
			var r paste.Reader
			b.ReportAllocs()
			for b.Loop() {
				if f := r.ReadLine(c.line); (f.Token == nil) != (c.name == "none") {
					b.Fatal(f.Err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	s := samples(b)
	log := fmt.Sprintf(console, strings.ReplaceAll(s[1], "/", `\/`), s[2], s[3])
	for _, c := range []struct{ name, text string }{
		{"token", s[0]}, {"log", log}, {"1 MiB of log", strings.Repeat(log, (1<<20)/len(log))}, {"1 MiB of prose", strings.Repeat("some words, 007 of them, ", 1<<20/25)},
	} {
		b.Run(c.name, func(b *testing.B) {
			var r paste.Reader
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				r.Read(c.text)
			}
		})
	}
}
