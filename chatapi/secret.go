package chatapi

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Masked is what stands in place of a secret wherever one would be shown.
const Masked = "••••"

// MaxPassword is the length of a user's password, in bytes of UTF-8
// (DS:shared/chat-sdk/restful-api/_user-system-registration.mdx).
const MaxPassword = 64

// Password is a Chat user's password. It cannot be printed, logged or
// marshalled: every such attempt gives [Masked]. The zero value is no password.
type Password struct {
	// A pointer, because package fmt prints unexported fields of foreign structs
	// without asking their methods: of a pointer it shows only the address.
	text *string
}

// NewPassword takes the text of a password: 1 to [MaxPassword] bytes of UTF-8
// without control characters. The error matches [ErrIllegalArgument] and never
// echoes the text.
func NewPassword(text string) (Password, error) {
	switch {
	case text == "":
		return Password{}, illegal("the password is empty")
	case len(text) > MaxPassword:
		return Password{}, illegal(fmt.Sprintf("the password has %d bytes; at most %d are allowed", len(text), MaxPassword))
	case !utf8.ValidString(text):
		return Password{}, illegal("the password is not UTF-8")
	case strings.IndexFunc(text, unicode.IsControl) >= 0:
		return Password{}, illegal("the password holds a control character, perhaps the end of a line")
	}
	return Password{text: &text}, nil
}

// IsZero reports whether p is no password at all.
func (p Password) IsZero() bool { return p.text == nil }

// String gives [Masked].
func (p Password) String() string { return Masked }

// GoString gives [Masked].
func (p Password) GoString() string { return Masked }

// Format writes [Masked] for every verb.
func (p Password) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Masked) }

// MarshalText gives [Masked], so that no encoder writes the secret.
func (p Password) MarshalText() ([]byte, error) { return []byte(Masked), nil }

// MarshalJSON gives [Masked] as a JSON string.
func (p Password) MarshalJSON() ([]byte, error) { return []byte(`"` + Masked + `"`), nil }

// LogValue gives [Masked] to package log/slog.
func (p Password) LogValue() slog.Value { return slog.StringValue(Masked) }

// reveal is the text for the request's body, and for finding it in a reply.
func (p Password) reveal() string {
	if p.IsZero() {
		return ""
	}
	return *p.text
}

// checkBearer tells what keeps a token out of a header. The error never echoes it.
func checkBearer(text string) error {
	switch {
	case text == "":
		return errors.New("the app token is empty")
	case len(text) > maxBearer:
		return fmt.Errorf("the app token has more than %d bytes", maxBearer)
	case !consistsOf(text, func(c byte) bool { return '!' <= c && c <= '~' }):
		return errors.New("the app token holds white space or other characters that no token has")
	}
	return nil
}

// maxBearer is more than any token has, and what a server takes as a header.
const maxBearer = 8 << 10
