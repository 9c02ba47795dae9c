package candidate

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
)

// MaxNumber is the last number that a [Range] can hold: eighteen digits, enough
// for times in microseconds.
const MaxNumber = 999_999_999_999_999_999

// MaxSpan is the most numbers of one [Range]. They take about a second, and more
// would give more wrong candidates than anybody reads.
const MaxSpan = 1_000_000_000_000

// MaxCandidates is the most that is kept of what fits, for each field.
const MaxCandidates = 100

// Range is a range of numbers, written in decimal behind a prefix, as in room-1 …
// room-9999.
type Range struct {
	Prefix   string
	From, To uint64 // both are tried; at most [MaxNumber]
}

// UIDs is the range of all uids but 0, which stands for none.
func UIDs() Range { return Range{From: 1, To: 1<<32 - 1} }

// Len gives how many numbers are in r.
func (r Range) Len() uint64 { return r.To - r.From + 1 }

// Check tells what is wrong with a range.
func (r Range) Check() error {
	switch {
	case r.From > r.To:
		return fmt.Errorf("the range starts at %d, after its end %d", r.From, r.To)
	case r.To > MaxNumber:
		return fmt.Errorf("the range ends at %d, beyond %d", r.To, uint64(MaxNumber))
	case r.Len() > MaxSpan:
		return fmt.Errorf("the range has %d numbers, at most %d are tried at once", r.Len(), uint64(MaxSpan))
	}
	return nil
}

// errFull ends a search that has found enough.
var errFull = errors.New("more candidates than are kept")

const (
	tailDigits = 4
	tails      = 10_000 // numbers of so many digits
	checkEvery = 1000   // heads between two looks at the context
	steps      = 100    // most calls of a progress function in one range
)

// Progress is told how many texts were tried, of how many. It is called at most
// some hundred times.
type Progress func(done, total uint64)

// Numbers gives the texts of r whose CRC-32 is sum, in order. It calls step with
// the numbers done since the last call, from the same goroutine. The error is the
// context's, or that of [Range.Check]; what was found until then is given too.
func Numbers(ctx context.Context, sum uint32, r Range, step func(done uint64)) ([]string, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	s := newSearch(sum, r)
	head, last := r.From/tails, r.To/tails
	perStep := max(checkEvery, (last-head)/steps+1)
	for ; head <= last; head++ {
		if (head-r.From/tails)%checkEvery == 0 {
			if err := ctx.Err(); err != nil {
				return s.found, err
			}
		}
		s.block(head)
		if len(s.found) >= MaxCandidates {
			return s.found, errFull
		}
		if n := head - r.From/tails + 1; n%perStep == 0 && head < last {
			step(perStep * tails)
		}
	}
	step(r.Len() - min(r.Len(), (last-r.From/tails)/perStep*perStep*tails))
	return s.found, nil
}

// search is a run of [Numbers].
type search struct {
	Range
	want  uint32            // what the CRC register must end with
	start uint32            // the register after the prefix
	tail  map[uint32]uint16 // by the register from which it leads to want
	seen  [filterBits / 64]uint64
	found []string

	base   uint32 // the register after baseOf, a head without its last two digits
	baseOf uint64
}

// filterBits is the size of a set of the lowest bits of the registers in the map:
// most registers are in neither, and it fits the fastest cache.
const filterBits = 1 << 18

func newSearch(sum uint32, r Range) *search {
	s := &search{Range: r, start: ^crc32.ChecksumIEEE([]byte(r.Prefix)), want: ^sum, tail: make(map[uint32]uint16, tails)}
	back := inverse()
	for n := range tails {
		register := s.want
		for i, rest := 0, n; i < tailDigits; i, rest = i+1, rest/10 {
			at := back[register>>24]
			register = (register^crc32.IEEETable[at])<<8 | uint32(at^byte('0'+rest%10))
		}
		s.tail[register] = uint16(n) // four bytes lead from each register to another one
		s.seen[register%filterBits/64] |= 1 << (register % 64)
	}
	return s
}

// inverse gives the place of each first byte in the CRC table, by which the CRC is
// run backwards.
func inverse() (place [256]byte) {
	for i, sum := range crc32.IEEETable {
		place[sum>>24] = byte(i)
	}
	return place
}

// feed gives the CRC register after text.
func feed(register uint32, text []byte) uint32 {
	for _, c := range text {
		register = crc32.IEEETable[byte(register)^c] ^ register>>8
	}
	return register
}

// block tries the ten thousand numbers that start with head. Without a head they
// have fewer digits, each its own.
func (s *search) block(head uint64) {
	if head == 0 {
		for n := s.From; n <= min(s.To, tails-1); n++ {
			if feed(s.start, decimal(n)) == s.want {
				s.add(n)
			}
		}
		return
	}
	register := s.after(head)
	if s.seen[register%filterBits/64]&(1<<(register%64)) == 0 {
		return
	}
	if tail, ok := s.tail[register]; ok {
		if n := head*tails + uint64(tail); s.From <= n && n <= s.To {
			s.add(n)
		}
	}
}

func decimal(n uint64) []byte { return strconv.AppendUint(nil, n, 10) }

// after gives the register after the prefix and head. A hundred heads share all
// digits but the last two.
func (s *search) after(head uint64) uint32 {
	rest := head / 100
	if rest == 0 {
		return feed(s.start, decimal(head))
	}
	if rest != s.baseOf {
		s.base, s.baseOf = feed(s.start, decimal(rest)), rest
	}
	last := [2]byte{'0' + byte(head/10%10), '0' + byte(head%10)}
	return feed(s.base, last[:])
}

func (s *search) add(n uint64) {
	s.found = append(s.found, s.Prefix+strconv.FormatUint(n, 10))
}
