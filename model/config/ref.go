package config

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"agtok/token"
)

// Ref is a secret, or rather where it is to be had: env:NAME, file:PATH,
// cmd:COMMAND, keyring:SERVICE/USER, or the secret itself. Printed, logged or
// marshalled a reference shows as it was written and a secret as
// [token.Masked]. The zero value refers to nothing.
type Ref struct {
	// A pointer, for the reason that token.Certificate has one: package fmt prints
	// the unexported fields of foreign structs, but not what they point to.
	to *target
}

type target struct {
	kind refKind
	text string // the name, path, command or secret; for refused the reason
	base string // the folder that a relative path starts from
}

type refKind string

const (
	inEnv     refKind = "env"
	inFile    refKind = "file"
	byCommand refKind = "cmd"
	inKeyring refKind = "keyring"
	literal   refKind = "literal"
	refused   refKind = "refused" // a secret that was written down and must not be used
)

// IsZero reports whether r refers to nothing.
func (r Ref) IsZero() bool { return r.to == nil }

// String gives a reference as it was written, made safe for a terminal,
// [token.Masked] for a secret, and "" for the zero value.
func (r Ref) String() string {
	switch {
	case r.to == nil:
		return ""
	case r.to.kind == literal || r.to.kind == refused:
		return token.Masked
	}
	return string(r.to.kind) + ":" + masked(r.to.text, maxRef)
}

// Format writes [Ref.String] for every verb.
func (r Ref) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// MarshalText gives [Ref.String], so that no encoder writes a secret.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// LogValue gives [Ref.String] to package log/slog.
func (r Ref) LogValue() slog.Value { return slog.StringValue(r.String()) }

// source is where a value was read, as far as that bears on secrets.
type source struct {
	path    string
	base    string // the folder of path
	exposed bool   // others than the owner may read or write the file
	mode    uint32 // permission bits
}

const maxRef = 4096 // bytes

const preferReference = "write env:NAME, file:PATH or cmd:COMMAND in its place"

// parseRef takes the text of a secret reference. check judges a secret that
// stands there itself; its error must not hold the secret.
func parseRef(text string, from source, check func(string) error) (Ref, []fault) {
	kind, rest, found := strings.Cut(text, ":")
	switch {
	case text == "":
		return Ref{}, nil
	case len(text) > maxRef:
		return Ref{}, faulty("is longer than a reference or a secret can be", preferReference)
	case found && isKind(kind) && strings.TrimSpace(rest) == "":
		return Ref{}, faulty("says "+kind+": and nothing after it", "write what "+kind+": is to name")
	case found && isKind(kind) && strings.ContainsRune(rest, 0):
		return Ref{}, faulty("holds a NUL character", "")
	case found && refKind(kind) == inEnv && !isVariable(rest):
		return Ref{}, faulty("says env: and no name of an environment variable", "write env:NAME, with letters, digits and _")
	case found && isKind(kind):
		r := Ref{&target{refKind(kind), rest, from.base}}
		if refKind(kind) == inKeyring {
			return r, []fault{{message: "names a keyring: " + noKeyring, fix: preferReference}}
		}
		return r, nil
	}
	return parseLiteral(text, from, check)
}

const noKeyring = "this build has no keyring access"

// parseLiteral takes a secret that stands in the file itself.
func parseLiteral(text string, from source, check func(string) error) (Ref, []fault) {
	if err := check(text); err != nil {
		return refuse(err.Error(), "is wrong: "+err.Error(), "a reference starts with env:, file: or cmd:")
	}
	if from.exposed {
		why := fmt.Sprintf("is the secret itself, in a file that others can get at (mode %04o)", from.mode)
		return refuse("it "+why, why, "run chmod 600 on the file, or better: "+preferReference)
	}
	return Ref{&target{kind: literal, text: text}},
		[]fault{{message: "is the secret itself", fix: preferReference, warning: true}}
}

func refuse(why, message, fix string) (Ref, []fault) {
	return Ref{&target{kind: refused, text: why}}, faulty(message, fix)
}

func isKind(text string) bool {
	switch refKind(text) {
	case inEnv, inFile, byCommand, inKeyring:
		return true
	}
	return false
}

func isVariable(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c == '-' || !isBare(c) || i == 0 && '0' <= c && c <= '9' {
			return false
		}
	}
	return name != ""
}

// checkCertificate is the check of a certificate that stands in the file.
func checkCertificate(text string) error {
	_, err := token.ParseCertificate(text)
	return err
}

// checkAccessKey is the check of an access key: it has to fit into an HTTP header.
func checkAccessKey(text string) error {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return fmt.Errorf("access key holds a character other than a printable ASCII one at position %d", i+1)
		}
	}
	if text == "" {
		return fmt.Errorf("access key is empty")
	}
	return nil
}
