package token

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"io"
	"strings"
)

// unbase64 appends what text stands for to dst; text stands at offset at in the
// token. It is stricter than the standard library, which skips line breaks, and
// it says whether bits that carry nothing are set.
func unbase64(dst []byte, text string, at int) (data []byte, nonCanonical bool, err *Error) {
	data, e := base64.StdEncoding.AppendDecode(dst, []byte(text))
	if e != nil || strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\r') >= 0 {
		return nil, false, base64Problem(text, at, e)
	}
	return data, hasStrayBits(text), nil
}

// base64Problem says why text is not base64. e is what the standard library
// found, which knows the place of misplaced padding.
func base64Problem(text string, at int, e error) *Error {
	if i := strings.IndexFunc(text, func(c rune) bool { return !isBase64(c) }); i >= 0 {
		return badCharacter(text, i, at)
	}
	if body := strings.TrimRight(text, "="); len(body)%4 == 1 {
		return failf(StageBase64, at+len(body), "at least one character was lost on the way",
			"%d characters of base64: a length of 1 mod 4 can't occur", len(body))
	}
	offset := len(text)
	var corrupt base64.CorruptInputError
	if errors.As(e, &corrupt) {
		offset = int(corrupt)
	}
	return failf(StageBase64, at+offset, "padding is missing or misplaced: the end may be cut off",
		"base64 needs groups of four characters, filled up with '='")
}

func isBase64(c rune) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '='
}

func badCharacter(text string, i, at int) *Error {
	hint := "something was put into the token, or it was cut out of a longer text"
	switch c := text[i]; {
	case strings.TrimSpace(text[i:]) == "":
		hint = "white space stands behind the token"
	case c == '-' || c == '_':
		hint = "this is the url-safe alphabet; the services take the standard one, with + and /"
	case c == ' ':
		hint = "a form decoder turns + into a space"
	case c == '%':
		hint = "the token is percent-encoded"
	case c == '\\':
		hint = "JSON writes / as \\/; the token was taken out of JSON without decoding it"
	case c == '\r' || c == '\n' || c == '\t':
		hint = "the token was wrapped over several lines"
	case c >= 0x80:
		hint = "an ellipsis or an invisible character: copy the token again from its source"
	}
	return failf(StageBase64, at+i, hint, "a character that base64 does not have")
}

// hasStrayBits reports whether the bits of the last base64 group that decode to
// nothing are set.
func hasStrayBits(text string) bool {
	body := strings.TrimRight(text, "=")
	if body == "" {
		return false
	}
	spare := []int{0, 0, 4, 2}[len(body)%4]
	v := strings.IndexByte(base64Alphabet, body[len(body)-1])
	return v&(1<<spare-1) != 0
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// inflater reads zlib streams. It is flate with the frame of RFC 1950 around it,
// because compress/zlib does not say where a stream ends.
type inflater struct {
	in  bytes.Reader
	z   io.ReadCloser
	out []byte
}

// inflate gives the content of the zlib stream at the start of data and the
// number of bytes that follow it. The content is valid until the next call and
// at most MaxPayload long: one byte more is an error.
func (f *inflater) inflate(data []byte) (content []byte, trailing int, err *Error) {
	if err := zlibHeader(data); err != nil {
		return nil, 0, err
	}
	f.in.Reset(data[2:])
	if f.z == nil {
		f.z = flate.NewReader(&f.in)
	} else if e := f.z.(flate.Resetter).Reset(&f.in, nil); e != nil {
		return nil, 0, failf(StageZlib, 0, "", "the decompressor can't start: %v", e)
	}
	if err := f.drain(len(data)); err != nil {
		return nil, 0, err
	}
	end := len(data) - f.in.Len()
	if f.in.Len() < 4 {
		return nil, 0, failf(StageChecksum, end, "the end of the token is cut off",
			"the compressed stream ends before its four-byte checksum")
	}
	if binary.BigEndian.Uint32(data[end:]) != adler32.Checksum(f.out) {
		return nil, 0, failf(StageChecksum, end, "at least one character of the token was changed",
			"the content does not match its checksum (Adler-32)")
	}
	return f.out, f.in.Len() - 4, nil
}

// drain fills f.out with the whole content of the stream in f.in.
func (f *inflater) drain(size int) *Error {
	if cap(f.out) == 0 {
		f.out = make([]byte, 0, 1024)
	}
	f.out = f.out[:0]
	for {
		if len(f.out) == cap(f.out) {
			f.out = append(f.out, 0)[:len(f.out)]
		}
		room := f.out[len(f.out):min(cap(f.out), MaxPayload+1)]
		n, e := f.z.Read(room)
		f.out = f.out[:len(f.out)+n]
		switch {
		case len(f.out) > MaxPayload:
			return failf(StageLimit, size-f.in.Len(), "no token is this long: this is a decompression bomb, or not a token",
				"the content is longer than %d bytes", MaxPayload)
		case errors.Is(e, io.EOF):
			return nil
		case errors.Is(e, io.ErrUnexpectedEOF):
			return failf(StageZlib, size, "the end of the token is cut off", "the compressed stream ends early")
		case e != nil:
			return failf(StageZlib, size-f.in.Len(), "at least one character of the token was changed or lost",
				"the compressed stream is damaged")
		}
	}
}

// zlibHeader checks the two bytes of RFC 1950 before the deflate stream.
func zlibHeader(data []byte) *Error {
	const hint = "this is not the payload of a token, or its start is damaged"
	switch {
	case len(data) < 2:
		return failf(StageZlib, 0, "the token is cut off", "the compressed stream has no header")
	case data[0]&0x0f != 8 || data[0]>>4 > 7 || (int(data[0])<<8|int(data[1]))%31 != 0:
		return failf(StageZlib, 0, hint, "bytes %02x %02x do not start a zlib stream", data[0], data[1])
	case data[1]&0x20 != 0:
		return failf(StageZlib, 1, hint, "the stream asks for a preset dictionary, which tokens do not use")
	}
	return nil
}
