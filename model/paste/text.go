package paste

import (
	"strings"
	"unicode/utf8"

	"agtok/token"
)

// clip cuts s at MaxInput characters.
func clip(s string) string {
	if len(s) <= MaxInput {
		return s
	}
	end := 0
	for n := 0; n < MaxInput && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

// shown gives the Found.Input of a text in which no token was read.
func shown(text string) string {
	// Masking shortens: this much still leaves MaxInput characters.
	return clip(redact(text[:min(len(text), 16*MaxInput)]))
}

// redact masks every 32 hexadecimal digits that stand alone in s: an App
// Certificate is such a text, and nothing tells it from an App ID.
func redact(s string) string {
	var out strings.Builder
	kept := 0
	for i := 0; i < len(s); {
		if n := escapeLen(s[i:]); n > 0 {
			i += n
			continue
		}
		end := wordEnd(s, i)
		if isHex32(s[i:end]) {
			out.WriteString(s[kept:i])
			out.WriteString(token.Masked)
			kept = end
		}
		i = max(end, i+1)
	}
	if kept == 0 {
		return s
	}
	return out.String() + s[kept:]
}

// escapeLen gives the length of the escape that s starts with, 0 if there is none:
// %XX, a backslash escape, or a terminal's colour sequence. Its letters and digits
// are no part of the word behind it.
func escapeLen(s string) int {
	switch {
	case s[0] == '%':
		n := 1
		for n < 7 && strings.HasPrefix(s[n:], "25") {
			n += 2
		}
		if _, ok := hexNumber(s[n:], 2); ok {
			return n + 2
		}
	case s[0] == '\\' && len(s) > 1:
		for _, esc := range [...]string{"u001b[", "x1b[", "033[", "e["} {
			if strings.HasPrefix(s[1:], esc) {
				return colourEnd(s, 1+len(esc))
			}
		}
		if _, ok := hexNumber(s[2:], 4); ok && s[1] == 'u' {
			return 6
		}
		if strings.IndexByte("nrtbf", s[1]) >= 0 {
			return 2
		}
	case s[0] == 0x1b && len(s) > 1 && s[1] == '[':
		return colourEnd(s, 2)
	}
	return 0
}

// colourEnd gives the end of the colour sequence whose parameters start at i.
func colourEnd(s string, i int) int {
	for n := 0; n < 32 && i < len(s) && ('0' <= s[i] && s[i] <= '9' || s[i] == ';'); n++ {
		i++
	}
	return min(i+1, len(s))
}

// wordEnd gives the end of the letters and digits at i.
func wordEnd(s string, i int) int {
	for i < len(s) && isAlnum(s[i]) {
		i++
	}
	return i
}

// isHex32 reports whether s is in the form of an App ID or a certificate.
func isHex32(s string) bool {
	if len(s) != 32 {
		return false
	}
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}
