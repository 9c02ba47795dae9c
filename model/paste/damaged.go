package paste

import (
	"strings"
	"unicode/utf8"

	"agtok/token"
)

// damaged records the token at i that a could not read, if it is one beyond
// reasonable doubt: logs are full of numbers that start with 007. It gives the end
// of its span, else 0.
func (s *scan) damaged(i int, a attempt) int {
	if end := s.gluedJWT(i); end > 0 {
		return s.miss(i, end, JWTWith007.err(), JWTWith007)
	}
	if !plausible(a.text) || startsInside(s.text[i:a.end]) {
		return 0
	}
	end := oddEnd(s.text, a.end)
	switch {
	case end == a.end && a.err == nil:
		_, a.err = s.parse(a.text)
	case end == a.end:
	case shortened(s.text[a.end:]) > 0:
		a.err = &token.Error{Stage: token.StageBase64, Offset: len(a.text),
			Message: "the token was shortened for display", Hint: "copy the whole token from its source"}
	default:
		_, a.err = s.parse(s.text[i:end])
	}
	if a.err == nil {
		return 0
	}
	return s.miss(i, end, a.err, "")
}

// gluedJWT gives the end of the JSON Web Token that stands behind the version at i,
// else 0. In a published sample 007 replaces the first three characters of one.
func (s *scan) gluedJWT(i int) int {
	if s.work < 0 || !strings.HasPrefix(s.text[i:], string(token.Format007)) {
		return 0
	}
	end, seen := jwtEnd(s.text[i+3:])
	if s.work -= seen; end == 0 {
		return 0
	}
	return i + 3 + end
}

// plausible reports whether text can hardly be anything but a damaged token: behind
// 007 stands the header of a zlib stream, behind 006 an App ID. Hashes and pieces of
// other base64 start with the versions too.
func plausible(text string) bool {
	const shortest = 12 // characters
	switch {
	case strings.HasPrefix(text, "007e"):
		return len(text) >= shortest && isZlib(text[3:])
	case strings.HasPrefix(text, string(token.Format006)):
		return len(text) > 3+appIDLen && isHex32(text[3:3+appIDLen]) && !hexadecimal(text)
	}
	return false
}

// isZlib reports whether text starts like base64 of a zlib stream with the usual
// window of 32 KiB, at one of its four levels.
func isZlib(text string) bool {
	return len(text) > 1 && text[0] == 'e' && strings.IndexByte("AFJN", text[1]) >= 0
}

func hexadecimal(text string) bool {
	for i := range len(text) {
		if !isHex(text[i]) {
			return false
		}
	}
	return true
}

// startsInside reports whether another token may start within span, which then is
// none itself: it is a path, or two of them.
func startsInside(span string) bool {
	for i := 1; i < len(span); i++ {
		if !isAlnum(span[i-1]) && startsToken(span[i:]) {
			return true
		}
	}
	return false
}

// oddEnd gives the end of the word that goes on at i with characters that no token
// has, as in 007eJx$Ty: i if none follows them.
func oddEnd(text string, i int) int {
	end, at := i, i
	for at < len(text) {
		n := shortened(text[at:])
		switch c := text[at]; {
		case n > 0:
			at += n
			end = at
		case startsToken(text[at:]) && at > i:
			return end
		case isBase64(c) || c == '=':
			at++
			end = at
		case c > ' ' && c < utf8.RuneSelf && strings.IndexByte("\"'`,;&<>(){}[]|\\", c) < 0:
			at++
		default:
			return end
		}
	}
	return end
}

// shortened gives the length of the dots or stars at the start of s that stand for
// left out characters, else 0.
func shortened(s string) int {
	for _, mark := range [...]string{"…", "...", "***", "••", "⋯", "[...]"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	return 0
}
