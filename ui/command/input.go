package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// interruptible reads from r until ctx is done, even while r waits for input that
// never comes.
type interruptible struct {
	ctx     context.Context
	r       io.Reader
	buf     []byte // the reading goroutine's while there is one
	pending []byte // the part of buf that was read and not given out
	err     error
}

// chunk is how much is read at once, in bytes.
const chunk = 64 << 10

func newInterruptible(ctx context.Context, r io.Reader) *interruptible {
	return &interruptible{ctx: ctx, r: r, buf: make([]byte, chunk)}
}

func (i *interruptible) Read(p []byte) (int, error) {
	if len(i.pending) == 0 && i.err == nil {
		i.fill()
	}
	n := copy(p, i.pending)
	i.pending = i.pending[n:]
	if n == 0 && len(p) > 0 {
		return 0, i.err
	}
	return n, nil
}

// fill reads the next chunk. A goroutine that waits for input can't be stopped: it
// is left behind with the buffer when ctx is done, and ends with the program.
func (i *interruptible) fill() {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := i.r.Read(i.buf)
		done <- result{n, err}
	}()
	select {
	case <-i.ctx.Done():
		i.err = i.ctx.Err()
	case got := <-done:
		i.pending, i.err = i.buf[:got.n], got.err
	}
}

// flushing flushes w before it reads, and thus before it waits: whoever feeds one
// line at a time sees its answer before the next.
type flushing struct {
	r io.Reader
	w *bufio.Writer
}

func (f flushing) Read(p []byte) (int, error) {
	if err := f.w.Flush(); err != nil {
		return 0, err
	}
	return f.r.Read(p)
}

// lines reads lines of a bounded length in constant memory.
type lines struct {
	r      *bufio.Reader
	limit  int // bytes
	buf    []byte
	number int // of the line that was read last, from 1
}

func newLines(r io.Reader, limit int) *lines {
	return &lines{r: bufio.NewReaderSize(r, chunk), limit: limit}
}

// next gives the next line without its LF or CRLF, valid until the next call. Of a
// line beyond the limit it gives the beginning and long; io.EOF is the end.
func (l *lines) next() (line []byte, long bool, err error) {
	l.buf = l.buf[:0]
	read := false
	for {
		part, err := l.r.ReadSlice('\n')
		read = read || len(part) > 0
		if room := l.limit + len("\r\n") - len(l.buf); len(part) > room {
			part, long = part[:room], true
		}
		l.buf = append(l.buf, part...)
		switch {
		case err == nil, errors.Is(err, io.EOF) && read:
			l.number++
			line = withoutBreak(l.buf)
			return line[:min(len(line), l.limit)], long || len(line) > l.limit, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		}
	}
}

// withoutBreak takes one LF or CRLF off the end: it frames the line and is no part
// of what was sent.
func withoutBreak(text []byte) []byte {
	if line, ok := bytes.CutSuffix(text, []byte("\n")); ok {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return text
}
