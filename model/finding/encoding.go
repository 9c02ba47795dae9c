package finding

import (
	"fmt"

	"agtok/token"
)

// encodingRules look at the text and its bytes.
var encodingRules = []Rule{
	{
		ID: "repaired", Severity: Warning, check: repaired,
		Summary: "the text had to be repaired before the token in it could be read",
		Source:  "AgoraIO/Tools issue 228",
	},
	{
		ID: "non-canonical", Severity: Info, check: nonCanonical,
		Summary: "bits of the text that carry nothing are set",
		Source:  "RFC 4648 section 3.5",
	},
	{
		ID: "legacy-format", Severity: Warning, check: legacyFormat,
		Summary: "the token is of a format before 007",
		Source:  srcDeploy + ", compatibility",
	},
	{
		ID: "trailing-bytes", Severity: Warning, check: trailingBytes,
		Summary: "bytes follow the compressed stream or the last field",
		Source:  srcTools,
	},
}

// repairWords says what each repair mended.
func repairWords(repair string) string {
	switch repair {
	case "quotes":
		return "quotes around it"
	case "whitespace":
		return "white space around it"
	case "line-breaks":
		return "line breaks inside"
	case "prefix":
		return "a word in front of it"
	case "json":
		return "JSON around it or JSON escapes in it"
	case "percent":
		return "percent-encoding"
	case "plus":
		return "spaces in place of +"
	case "url-safe":
		return "the url-safe alphabet, - and _ in place of + and /"
	case "padding":
		return "missing = at the end"
	case "invisible":
		return "invisible characters"
	}
	return quote(repair)
}

func repaired(s *subject) {
	if len(s.Repairs) == 0 {
		return
	}
	words := make([]string, len(s.Repairs))
	for i, r := range s.Repairs {
		words[i] = repairWords(r)
	}
	s.add("", "The token could be read only after repairs: "+and(words)+". A client that sends the text as it was is refused.",
		"Give clients the token exactly as the server made it. What is shown here is the repaired token.")
}

func nonCanonical(s *subject) {
	if s.Token.NonCanonical {
		s.add("",
			"Bits of the text that carry nothing are set. No library writes them so: a character of the text was changed, and the content is the same.",
			"Copy the token again from where it was made.")
	}
}

func legacyFormat(s *subject) {
	const fix = "Build the same grant as a 007 token, with RtcTokenBuilder2 or RtmTokenBuilder2 of the official library."
	switch s.Token.Format {
	case token.Format007:
	case token.Format006:
		s.add("version",
			"This is a 006 token (AccessToken), the format before AccessToken2 (007). It knows no wildcards and no Chat, and it holds neither channel nor uid, only their CRC-32s.", fix)
	default:
		s.add("version",
			fmt.Sprintf("This is a token of the format %s. Only SDKs before 2.1.0 took it; 006 and then 007 came in its place.", quote(string(s.Token.Format))), fix)
	}
}

func trailingBytes(s *subject) {
	const fix = "Build the token with an official library, or copy it again: something was put behind its end."
	report := func(field string, n int, where string) {
		if n > 0 {
			s.add(field,
				fmt.Sprintf("%s the end of %s. Most services skip what stands there, and some may refuse the token.", plural(n, "byte follows", "bytes follow"), where), fix)
		}
	}
	report("", s.Token.Trailing, "the compressed content, where no signature covers it")
	if a := s.Token.AccessToken2; a != nil {
		report("trailing", len(a.TrailingBytes), "the last field")
	}
	if a := s.Token.AccessToken; a != nil {
		report("trailing", len(a.TrailingBytes), "the last privilege")
		report("afterMessage", len(a.AfterMessage), "the signed message, where no signature covers it")
	}
	if k := s.Token.DynamicKey; k != nil {
		report("trailing", len(k.TrailingBytes), "the last field, where no signature covers it")
	}
}
