package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// interruptible reads from r until ctx is done or stop is called, even while r
// waits for input that never comes.
type interruptible struct {
	ctx     context.Context
	stop    context.CancelFunc
	r       io.Reader
	buf     []byte // the reading goroutine's while there is one
	pending []byte // the part of buf that was read and not given out
	err     error
}

// chunk is how much is read at once, in bytes.
const chunk = 64 << 10

func newInterruptible(ctx context.Context, r io.Reader) *interruptible {
	ctx, stop := context.WithCancel(ctx)
	return &interruptible{ctx: ctx, stop: stop, r: r, buf: make([]byte, chunk)}
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
	if i.err = i.ctx.Err(); i.err != nil {
		return // else input that never ends might win against the interruption
	}
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

// lines reads lines of a bounded length in constant memory.
type lines struct {
	r     *bufio.Reader
	limit int // bytes
}

func newLines(r io.Reader, limit int) *lines {
	return &lines{bufio.NewReaderSize(r, chunk), limit}
}

// next appends the next line to dst, without its LF or CRLF. Of a line beyond the
// limit it appends the beginning and gives long; io.EOF is the end.
func (l *lines) next(dst []byte) (out []byte, long bool, err error) {
	start, read := len(dst), false
	for {
		part, err := l.r.ReadSlice('\n')
		read = read || len(part) > 0
		if room := start + l.limit + len("\r\n") - len(dst); len(part) > room {
			part, long = part[:room], true
		}
		dst = append(dst, part...)
		switch {
		case err == nil, errors.Is(err, io.EOF) && read:
			n := len(withoutBreak(dst[start:]))
			return dst[:start+min(n, l.limit)], long || n > l.limit, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return dst[:start], false, err
		}
	}
}

// ready reports whether the next line has come in full, so that next need not wait
// for it.
func (l *lines) ready() bool {
	here, _ := l.r.Peek(l.r.Buffered()) // as much as there is: no error
	return bytes.IndexByte(here, '\n') >= 0
}

// withoutBreak takes one LF or CRLF off the end: it frames the line and is no part
// of what was sent.
func withoutBreak(text []byte) []byte {
	if line, ok := bytes.CutSuffix(text, []byte("\n")); ok {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return text
}
