package token

import (
	"encoding/binary"
	"fmt"
)

// Span is the place of one field in a token's payload. The length before a text
// and the colon behind one belong to it.
type Span struct {
	Path     string // as in "services[2].uid" or "services[0].privileges.joinChannel"
	Start    int    // first byte
	End      int    // one past the last byte
	Encoding Encoding
}

// Encoding is how a field is written. Numbers are little-endian.
type Encoding uint8

// The encodings.
const (
	Bytes      Encoding = iota // without a meaning of their own
	Uint16                     // a number of 2 bytes
	Uint32                     // a number of 4 bytes
	Int16                      // a signed number of 2 bytes
	Text                       // its length as Uint16, then so many bytes
	ASCII                      // text without a length
	GrantEntry                 // a privilege as Uint16, its lifetime or instant as Uint32
	Branch                     // of RTM2's permissions: a resource type and a count, each Uint16
	Leaf                       // of RTM2's permissions: a permission type and a count, each Uint16, then so many Texts
	KeyText                    // of a 005 key's extra fields: a key as Uint16, then a Text
)

// reader takes fields off a payload. The first failure sticks; every later call
// gives zero, so that callers read straight on and ask once.
type reader struct {
	data    string
	off     int
	stage   Stage
	service int // index of the service being read, -1 before the first
	layout  *[]Span
	err     *Error
}

func (r *reader) left() int { return len(r.data) - r.off }

// take gives the next n bytes, which belong to the field name.
func (r *reader) take(name string, n int) string {
	if r.err != nil {
		return ""
	}
	if n > r.left() {
		r.fail(name, "the end of the token was lost, or a length before this was changed",
			"%d bytes belong here and %d are left", n, r.left())
		return ""
	}
	s := r.data[r.off : r.off+n]
	r.off += n
	return s
}

func (r *reader) fail(name, hint, format string, args ...any) {
	if r.err == nil {
		r.err = &Error{Stage: r.stage, Path: r.path(name), Offset: r.off, Hint: hint, Message: fmt.Sprintf(format, args...)}
	}
}

func (r *reader) path(name string) string {
	if r.service < 0 {
		return name
	}
	return fmt.Sprintf("services[%d].%s", r.service, name)
}

// mark records that the field name stands between start and the reader's place,
// if it has any bytes.
func (r *reader) mark(name string, start int, e Encoding) {
	if r.layout != nil && r.err == nil && r.off > start {
		*r.layout = append(*r.layout, Span{r.path(name), start, r.off, e})
	}
}

// markNamed is mark for the entry id of name, which table has the names for.
func (r *reader) markNamed(name string, table []named, id uint16, start int, e Encoding) {
	if r.layout != nil {
		r.mark(name+"."+nameOf(table, id), start, e)
	}
}

func (r *reader) u16(name string) uint16 {
	start := r.off
	v := r.rawU16(name)
	r.mark(name, start, Uint16)
	return v
}

func (r *reader) i16(name string) int16 {
	start := r.off
	v := r.rawU16(name)
	r.mark(name, start, Int16)
	return int16(v)
}

func (r *reader) rawU16(name string) uint16 {
	b := r.take(name, 2)
	if len(b) < 2 {
		return 0
	}
	return uint16(b[0]) | uint16(b[1])<<8
}

func (r *reader) u32(name string) uint32 {
	start := r.off
	v := r.rawU32(name)
	r.mark(name, start, Uint32)
	return v
}

func (r *reader) rawU32(name string) uint32 {
	b := r.take(name, 4)
	if len(b) < 4 {
		return 0
	}
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (r *reader) str(name string) string {
	start := r.off
	s := r.rawStr(name)
	r.mark(name, start, Text)
	return s
}

func (r *reader) rawStr(name string) string { return r.take(name, r.rawLength(name)) }

// rawLength takes the length of what follows. When less follows it fails at the
// length, since that or the end of the payload is what is wrong.
func (r *reader) rawLength(name string) int {
	start := r.off
	n := int(r.rawU16(name))
	if left := r.left(); r.err == nil && n > left {
		r.off = start
		r.fail(name, "the end of the token was lost, or this length was changed",
			"%d bytes are announced here and %d follow", n, left)
		return 0
	}
	return n
}

// fixed takes a text whose length must be n, and fails at the length otherwise.
func (r *reader) fixed(name string, n int, hint string) string {
	start := r.off
	if got := int(r.rawU16(name)); r.err == nil && got != n {
		r.off = start
		r.fail(name, hint, "the length of this field must be %d and is %d", n, got)
		return ""
	}
	s := r.take(name, n)
	r.mark(name, start, Text)
	return s
}

// count takes a number of entries, each of at least size bytes, and fails when
// so many can't follow: nothing is allocated for entries that are not there.
func (r *reader) count(name string, size int) int {
	start := r.off
	n := r.rawCount(name, size)
	r.mark(name, start, Uint16)
	return n
}

func (r *reader) rawCount(name string, size int) int {
	start := r.off
	n := int(r.rawU16(name))
	if left := r.left(); r.err == nil && n*size > left {
		r.off = start
		r.fail(name, "the end of the token was lost, or this count was changed",
			"%d entries are announced here and the %d bytes that follow hold at most %d", n, left, left/size)
		return 0
	}
	return n
}

// rest takes what is left, nil if nothing is.
func (r *reader) rest(name string) []byte {
	if r.err != nil || r.left() == 0 {
		return nil
	}
	start := r.off
	b := []byte(r.take(name, r.left()))
	r.mark(name, start, Bytes)
	return b
}

// grants takes a map of privileges; table names them in the layout.
func (r *reader) grants(table []named) []Grant {
	n := r.count("privileges", grantLen)
	if n == 0 {
		return nil
	}
	grants := make([]Grant, n)
	for i := range grants {
		start := r.off
		grants[i] = Grant{Privilege(r.rawU16("privileges")), r.rawU32("privileges")}
		r.markNamed("privileges", table, uint16(grants[i].Privilege), start, GrantEntry)
	}
	return grants
}

// grantLen is the length of one entry of a privilege map.
const grantLen = 2 + 4

// appendStr and its siblings are the inverse of reader.

func appendStr(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(s))), s...)
}

func appendGrants(b []byte, grants []Grant) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(len(grants)))
	for _, g := range grants {
		b = binary.LittleEndian.AppendUint16(b, uint16(g.Privilege))
		b = binary.LittleEndian.AppendUint32(b, g.Expire)
	}
	return b
}
