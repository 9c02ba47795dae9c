package input

import (
	"bytes"
	"time"
)

const (
	// keyTime is how long the rest of a key may take. Escape alone waits as long.
	keyTime = 40 * time.Millisecond
	// replyTime is how long a reply, or a sequence that nobody types, may take in
	// all: keys that are pressed meanwhile are lost in it.
	replyTime = 500 * time.Millisecond
	// pasteTime is the silence after which a paste is over, its end mark or not.
	pasteTime = 2 * time.Second
	// quietTime is the silence after which ctrl+c that comes alone is a key even
	// within a paste: terminals send pastes in one go.
	quietTime = 200 * time.Millisecond
)

// MaxPaste is the most bytes of a paste that are kept; more are thrown away up to
// its end. It is twice what any part of the console takes, so that the part itself
// can say that the paste is too long.
const MaxPaste = 2 << 20

const interrupt = 0x03 // what ctrl+c sends in raw mode

// mark is what stands for a paste in the bytes that Bubble Tea reads: a paste of
// nothing.
const mark = pasteStart + pasteEnd

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// mode is what the input is in the middle of.
type mode int

const (
	inKeys mode = iota
	inReply
	inPaste
)

// filter turns what a terminal sends into what Bubble Tea can read: whole keys and
// marks for pastes. The zero value is ready.
type filter struct {
	out    []byte   // to be given on; never ends within a key
	pastes []string // what the marks in out stand for, in their order

	mode    mode
	held    []byte    // what the verdict is not yet known of
	content []byte    // of the open paste
	since   time.Time // when the held sequence, or the open reply, began
	last    time.Time // when input came last
}

// feed takes what was read at now.
func (f *filter) feed(now time.Time, b []byte) {
	if f.mode == inPaste && len(b) == 1 && b[0] == interrupt && now.Sub(f.last) >= quietTime {
		f.expire()
	}
	f.last = now
	if len(f.held) == 0 && f.mode == inKeys {
		f.since = now
	}
	f.held = append(f.held, b...)
	for len(f.held) > 0 && f.step() {
		f.since = now
	}
}

// step deals with what stands first in held; false: it takes more input.
func (f *filter) step() bool {
	switch f.mode {
	case inReply:
		return f.skipReply()
	case inPaste:
		return f.takePaste()
	}
	n, v := next(f.held)
	switch v {
	case more, rest:
		return false
	case pass:
		f.out = append(f.out, f.held[:n]...)
	case reply:
		f.mode = inReply
	case paste:
		f.mode = inPaste
	}
	f.held = f.held[n:]
	return true
}

// skipReply goes on to the end of a reply: BEL or ESC \. Any other control
// character, which no reply holds, ends it too and is a key.
func (f *filter) skipReply() bool {
	i := bytes.IndexFunc(f.held, func(r rune) bool { return r < ' ' || r == del })
	if i < 0 {
		f.held = nil
		return false
	}
	f.held = f.held[i:]
	switch {
	case f.held[0] == '\a':
		f.held = f.held[1:]
	case f.held[0] == escape && len(f.held) == 1:
		return false
	case f.held[0] == escape && f.held[1] == '\\':
		f.held = f.held[2:]
	}
	f.mode = inKeys
	return true
}

// takePaste keeps the paste up to its end, or all but what may be the beginning of
// its end.
func (f *filter) takePaste() bool {
	i := bytes.Index(f.held, []byte(pasteEnd))
	if i < 0 {
		n := len(f.held) - unfinished(f.held)
		f.keep(f.held[:n])
		f.held = f.held[n:]
		return false
	}
	f.keep(f.held[:i])
	f.held = f.held[i+len(pasteEnd):]
	f.closePaste()
	return true
}

// unfinished counts the bytes at the end of b that a paste's end begins with.
func unfinished(b []byte) int {
	for n := min(len(b), len(pasteEnd)-1); n > 0; n-- {
		if string(b[len(b)-n:]) == pasteEnd[:n] {
			return n
		}
	}
	return 0
}

func (f *filter) keep(b []byte) {
	f.content = append(f.content, b[:min(len(b), MaxPaste-len(f.content))]...)
}

func (f *filter) closePaste() {
	f.out = append(f.out, mark...)
	f.pastes = append(f.pastes, string(f.content))
	f.content = nil
	f.mode = inKeys
}

// deadline gives the time at which what is open must be given up; false: nothing
// is, and no more input need come.
func (f *filter) deadline() (time.Time, bool) {
	switch {
	case f.mode == inPaste:
		return f.last.Add(pasteTime), true
	case f.mode == inReply:
		return f.since.Add(replyTime), true
	case len(f.held) == 0:
		return time.Time{}, false
	}
	if _, v := next(f.held); v == rest {
		return f.since.Add(replyTime), true
	}
	return f.last.Add(keyTime), true
}

// expire gives up what is open: a paste is over, a key is what came of it, the
// rest is of no use.
func (f *filter) expire() {
	if f.mode == inPaste {
		f.closePaste()
	} else if f.mode == inKeys && len(f.held) > 0 {
		if _, v := next(f.held); v == more {
			f.out = append(f.out, f.held...)
		}
	}
	f.mode, f.held = inKeys, nil
}
