package token

import (
	"fmt"
	"io"
	"log/slog"
)

// Masked is what a [Certificate] shows wherever it is printed.
const Masked = "••••"

// Certificate is an App Certificate: the project's signing secret, 32
// hexadecimal digits. It cannot be printed, logged or marshalled: every such
// attempt gives [Masked]. The zero value is no certificate; it signs and
// verifies nothing.
type Certificate struct {
	// A pointer, because package fmt prints unexported fields of foreign structs
	// without asking their methods: of a pointer it shows only the address.
	text *string
}

// ParseCertificate takes the text of an App Certificate, which must be exactly
// 32 hexadecimal digits. The error never echoes the text.
func ParseCertificate(text string) (Certificate, error) {
	if at := hexProblem(text); at != "" {
		return Certificate{}, fmt.Errorf("app certificate %s", at)
	}
	return Certificate{text: &text}, nil
}

// IsZero reports whether c is no certificate at all.
func (c Certificate) IsZero() bool { return c.text == nil }

// Equal reports whether c and d are the same text, letter case included: the
// signature is made with the text, so case matters.
func (c Certificate) Equal(d Certificate) bool {
	if c.IsZero() || d.IsZero() {
		return c.IsZero() && d.IsZero()
	}
	return *c.text == *d.text
}

// String gives [Masked].
func (c Certificate) String() string { return Masked }

// GoString gives [Masked].
func (c Certificate) GoString() string { return Masked }

// Format writes [Masked] for every verb.
func (c Certificate) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Masked) }

// MarshalText gives [Masked], so that no encoder writes the secret.
func (c Certificate) MarshalText() ([]byte, error) { return []byte(Masked), nil }

// LogValue gives [Masked] to package log/slog.
func (c Certificate) LogValue() slog.Value { return slog.StringValue(Masked) }

// key is the text as HMAC uses it.
func (c Certificate) key() string { return *c.text }

// CheckAppID tells what is wrong with an App ID that is not 32 hexadecimal
// digits, and nil if it is. Letter case does not matter.
func CheckAppID(text string) error {
	if at := hexProblem(text); at != "" {
		return fmt.Errorf("app ID %s", at)
	}
	return nil
}

// hexProblem says in words why text is not 32 hexadecimal digits, without
// repeating it; it gives "" when text is right.
func hexProblem(text string) string {
	for i := range len(text) {
		switch c := text[i]; {
		case isHex(c):
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			return fmt.Sprintf("holds white space at position %d; it must be exactly 32 hexadecimal digits", i+1)
		default:
			return fmt.Sprintf("holds something other than a hexadecimal digit at position %d", i+1)
		}
	}
	if len(text) != hexLen {
		return fmt.Sprintf("has %d characters; it must be 32 hexadecimal digits", len(text))
	}
	return ""
}

// hexLen is the length of an App ID and of an App Certificate.
const hexLen = 32

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
