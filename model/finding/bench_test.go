package finding_test

import (
	"testing"

	"agtok/model/finding"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

func benchmark(b *testing.B, in finding.Input, want int) {
	in.Timeline = timeline.Of(in.Token)
	b.ReportAllocs()
	for b.Loop() {
		if got := finding.Check(in); len(got) != want {
			b.Fatal(ids(got))
		}
	}
}

// BenchmarkCheckClean holds a token against all rules of which none fires.
func BenchmarkCheckClean(b *testing.B) { benchmark(b, input(publisher()), 0) }

func BenchmarkCheckClean006(b *testing.B) { benchmark(b, input(publisher006()), 1) }

// BenchmarkCheckFiring is a token with five findings.
func BenchmarkCheckFiring(b *testing.B) {
	in := input(publisher())
	all(uid("0"), grants(3600, 7200, 600, -1))(&in)
	benchmark(b, in, 5)
}

// BenchmarkJudge is all that is done for a token whose certificate is known.
func BenchmarkJudge(b *testing.B) {
	c, err := token.ParseCertificate("5CFd2fd1755d40ecb72977518be15d3b")
	if err != nil {
		b.Fatal(err)
	}
	text, err := token.Sign(publisher().AccessToken2, c)
	if err != nil {
		b.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		b.Fatal(err)
	}
	projects := []project.Project{{Name: "mine", AppID: appID, Keys: []project.Key{{Role: project.Primary, Certificate: c}}}}
	in := input(tok)
	b.ReportAllocs()
	for b.Loop() {
		in.Timeline, in.Signer = timeline.Of(tok), signer.Find(tok, nil, projects)
		if got := finding.Check(in); got != nil {
			b.Fatal(ids(got))
		}
	}
}
