package input

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// ErrGone is what reading ends with when the terminal has been closed. It is not
// io.EOF: Bubble Tea runs on after that, deaf.
var ErrGone = errors.New("the terminal has been closed")

// Reader is a terminal's input for Bubble Tea. It is the terminal's file in all
// but what it reads, so raw mode and the end of reading work as with the file.
//
// Bubble Tea waits until the file has input, or until it is to stop reading, and
// only then reads. So that nothing is ever left over that no input announces, Read
// returns only what is whole, and within a key or a paste only when more input is
// there already; else it waits for it, two seconds at the most.
type Reader struct {
	*os.File
	stream *stream // nil where input can't be waited for: the file is read as it is

	reading sync.Mutex // held by the one who reads
	mu      sync.Mutex // guards pastes
	pastes  []string
}

// New makes a reader of the terminal f. The clock now measures waiting only; it
// must go on and may be called from another goroutine.
//
// On Windows Bubble Tea reads the console's events and not f; the reader is f then.
func New(f *os.File, now func() time.Time) *Reader {
	r := &Reader{File: f}
	fd := f.Fd()
	if canWait(fd) {
		r.stream = &stream{file: f, now: now, wait: func(d time.Duration) bool { return wait(fd, d, now) }}
	}
	return r
}

// Read reads whole keys, and marks for the pastes that [Reader.Paste] gives. It may
// return nothing, and no error, when all that came is of no use.
func (r *Reader) Read(p []byte) (n int, err error) {
	r.reading.Lock()
	defer r.reading.Unlock()
	if r.stream == nil {
		n, err = r.File.Read(p)
	} else {
		n, err = r.stream.read(p)
		r.addPastes(r.stream.takePastes())
	}
	if errors.Is(err, io.EOF) {
		err = ErrGone
	}
	return n, err
}

func (r *Reader) addPastes(list []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pastes = append(r.pastes, list...)
}

// Paste gives the text of the next paste, for the next paste that Bubble Tea
// reports. It has at most [MaxPaste] bytes and may hold any. The answer is false
// when the report is of Bubble Tea's own and has the text in it.
func (r *Reader) Paste() (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.pastes) == 0 {
		return "", false
	}
	text := r.pastes[0]
	r.pastes = r.pastes[1:]
	return text, true
}

// stream reads a file through a filter.
type stream struct {
	file   io.Reader
	now    func() time.Time
	wait   func(time.Duration) bool // for input, or its end, to come within the time
	filter filter
	err    error // of the file, once all that came before it is given on
}

// read reads once and waits for the rest of what that leaves open.
func (s *stream) read(p []byte) (int, error) {
	f := &s.filter
	if len(f.out) == 0 && s.err == nil {
		s.fill(len(p))
	}
	for s.err == nil {
		at, open := f.deadline()
		if !open || s.wait(at.Sub(s.now())) {
			break
		}
		f.expire()
	}
	n := copy(p, f.out)
	f.out = f.out[n:]
	if n == 0 {
		return 0, s.err
	}
	return n, nil
}

// fill reads so much that what comes of it fits into size bytes and leaves one
// free: Bubble Tea takes a full buffer for an unfinished key.
func (s *stream) fill(size int) {
	const least = 16
	room := size - 1 - len(s.filter.held) - len(mark)
	b := make([]byte, max(room, least))
	n, err := s.file.Read(b)
	if n > 0 {
		s.filter.feed(s.now(), b[:n])
	}
	if err != nil {
		s.filter.expire()
		s.err = err
	}
}

// takePastes gives the pastes whose marks have been read.
func (s *stream) takePastes() []string {
	list := s.filter.pastes
	s.filter.pastes = nil
	return list
}
