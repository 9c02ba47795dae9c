package token

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
)

// compactMax is the longest payload, in bytes, that [Encoder.SignCompact] packs
// its own way: most tokens with one or two services are shorter.
const compactMax = 256

// SignCompact is [Encoder.Sign] with a shorter text, in a fraction of the time. A
// payload of up to 256 bytes becomes one deflate block with the fixed Huffman
// codes, as zlib itself writes at this size; Go's package sets up a window and
// hash chains for 32 KiB and ends with an empty block. Every inflater reads it,
// but the text is not the one that the official Go library gives. Where the
// payload is longer or the fixed codes do not fit it, SignCompact is Sign.
func (e *Encoder) SignCompact(a *AccessToken2, c Certificate) (string, error) {
	if err := e.sign(a, c); err != nil {
		return "", err
	}
	if len(e.payload) > compactMax {
		return e.envelope()
	}
	e.stream = appendCompact(e.stream[:0], e.payload)
	if len(e.stream) > len(e.payload) {
		return e.envelope()
	}
	e.text = append(e.text[:0], Format007...)
	return e.finish(e.stream)
}

// appendCompact writes data, of up to compactMax bytes, behind b as a zlib stream
// (RFC 1950) of one block (RFC 1951, 3.2.6).
func appendCompact(b, data []byte) []byte {
	w := bitWriter{out: append(b, 0x78, 0x9c)} // the header that zlib writes by default
	w.put(1|1<<1, 3)                           // the last block, with fixed codes
	var h history
	for i := 0; i < len(data); {
		n, distance := h.longest(data, i)
		if n < minMatch {
			n = 1
			w.literal(data[i])
		} else {
			w.match(n, distance)
		}
		for end := i + n; i < end; i++ {
			h.add(data, i)
		}
	}
	w.put(0, 7) // the end of the block
	return binary.BigEndian.AppendUint32(w.flush(), adler32.Checksum(data))
}

// minMatch is the shortest repetition that deflate can express.
const minMatch = 3

// history finds where bytes stood before. Places are kept one higher, so that
// zero is none.
type history struct {
	last   [256]uint16        // by hash of the bytes at a place
	before [compactMax]uint16 // by place: the one before it with the same hash
}

func (h *history) add(data []byte, i int) {
	if i+minMatch <= len(data) {
		k := hash(data[i:])
		h.before[i], h.last[k] = h.last[k], uint16(i+1)
	}
}

// longest gives the longest repetition at i of what began in the last few places
// with the same hash. More places than these save hardly a byte.
func (h *history) longest(data []byte, i int) (n, distance int) {
	if i+minMatch > len(data) {
		return 0, 0
	}
	place := h.last[hash(data[i:])]
	for tries := 0; place > 0 && tries < 4; tries++ {
		from := int(place) - 1
		if m := common(data[from:], data[i:]); m > n {
			n, distance = m, i-from
		}
		place = h.before[from]
	}
	return n, distance
}

// hash maps the first three bytes of b to one, by multiplication with the golden
// ratio's fraction.
func hash(b []byte) uint8 {
	v := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	return uint8(v * 0x9e3779b1 >> 24)
}

// common counts the bytes that a and b begin with alike; b is the shorter one.
func common(a, b []byte) int {
	n := 0
	for n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// bitWriter packs bits from the lowest up, as deflate does.
type bitWriter struct {
	out     []byte
	waiting uint64
	n       uint // how many bits are waiting
}

func (w *bitWriter) put(v uint64, n uint) {
	w.waiting |= v << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.waiting))
		w.waiting >>= 8
	}
}

// flush fills the last byte up with zeros.
func (w *bitWriter) flush() []byte {
	if w.n > 0 {
		w.put(0, 8-w.n)
	}
	return w.out
}

// code writes a Huffman code, whose highest bit comes first.
func (w *bitWriter) code(v uint16, n uint) { w.put(uint64(bits.Reverse16(v)>>(16-n)), n) }

func (w *bitWriter) literal(c byte) {
	if c < 144 {
		w.code(0x30+uint16(c), 8)
	} else {
		w.code(0x190+uint16(c-144), 9)
	}
}

// match writes a repetition of n bytes, at most 257, from distance bytes back.
func (w *bitWriter) match(n, distance int) {
	symbol, rest, extra := ranged(uint(n-minMatch), 2)
	if symbol++; symbol < 24 { // 0 is the end of the block
		w.code(symbol, 7)
	} else {
		w.code(0xc0+symbol-24, 8)
	}
	w.put(rest, extra)
	symbol, rest, extra = ranged(uint(distance-1), 1)
	w.code(symbol, 5)
	w.put(rest, extra)
}

// ranged splits v as deflate does lengths and distances: a symbol for a range of
// values, and the place in the range in extra bits. Every 1<<step symbols the
// ranges double in width.
func ranged(v uint, step int) (symbol uint16, rest uint64, extra uint) {
	if n := bits.Len(v) - step - 1; n > 0 {
		extra = uint(n)
	}
	return uint16(extra<<step + v>>extra), uint64(v & (1<<extra - 1)), extra
}
