package token

import "fmt"

// Stage names the step of reading at which a token turned out to be damaged.
type Stage string

// The stages, in the order in which a token passes them. Offset in an [*Error]
// counts bytes of the text up to StageBase64, bytes of the compressed stream in
// StageZlib and StageChecksum, and bytes of [Token.Payload] in StageSignature,
// StageHeader and StageService. In StageLimit it counts bytes of what is too
// long: of the text beyond [MaxText], else of the compressed stream, where the
// content outgrew [MaxPayload].
const (
	StageEmpty     Stage = "empty"
	StagePrefix    Stage = "prefix"
	StageLength    Stage = "length"
	StageBase64    Stage = "base64"
	StageZlib      Stage = "zlib"
	StageChecksum  Stage = "checksum"
	StageSignature Stage = "signature"
	StageHeader    Stage = "header"
	StageService   Stage = "service"
	StageLimit     Stage = "limit"
)

// Error says why a text could not be read as a token: where, what was expected
// and how it probably came about. It holds no part of the text.
type Error struct {
	Stage   Stage  // the step that failed
	Path    string // the field, as in "services[2].uid"; "" outside of fields
	Offset  int    // byte offset; see the stages for what it counts
	Message string // what is wrong
	Hint    string // how it probably came about, or what to do
}

// Error gives the message with its place.
func (e *Error) Error() string {
	if e.Path != "" {
		return fmt.Sprintf("%s: %s (%s, byte %d)", e.Stage, e.Message, e.Path, e.Offset)
	}
	return fmt.Sprintf("%s: %s (byte %d)", e.Stage, e.Message, e.Offset)
}

func failf(stage Stage, offset int, hint, format string, args ...any) *Error {
	return &Error{Stage: stage, Offset: offset, Hint: hint, Message: fmt.Sprintf(format, args...)}
}
