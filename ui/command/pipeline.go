package command

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"time"
)

// A pipeline works on the lines of a stream on all cores and keeps their order:
// one goroutine reads batches of lines, as many as there are cores make output of
// them, and the caller's writes it down. The number of batches is fixed and the
// output that waits is bounded, so memory is constant whatever comes in.

// line is one line of a stream.
type line struct {
	text   []byte // without its break; of one that is too long the beginning
	long   bool
	number int       // from 1
	now    time.Time // when it was read
}

// sheet is what comes of lines.
type sheet struct {
	out    []byte // for standard output
	said   []byte // for standard error, whole lines
	tokens int    // read or signed
	failed bool
}

// work makes output of a line. It keeps nothing of the line's text. Each goroutine
// has its own, so that its buffers need no lock.
type work func(l *line, s *sheet)

// The bounds of a batch. It is handed over before it is full when the next line
// has not come yet: whoever feeds one line at a time sees its answer at once.
const (
	batchLines = 64
	batchBytes = chunk     // of lines
	pieceBytes = 256 << 10 // of output, beyond which a part of it is written
)

// batch is some lines and what comes of them.
type batch struct {
	text  []byte
	ends  []int  // where each line ends in text
	long  []bool // by line
	first int    // the number of the first line
	now   time.Time

	sheet
	last  bool          // the sheet holds the rest of the output
	ready chan struct{} // the sheet may be written
	again chan struct{} // the sheet was written and is free for the next part
}

func newBatch() *batch {
	return &batch{ready: make(chan struct{}, 1), again: make(chan struct{})}
}

// fill reads lines: at least one, unless there is an error.
func (b *batch) fill(in *lines) (err error) {
	b.text, b.ends, b.long = kept(b.text), b.ends[:0], b.long[:0]
	for len(b.ends) < batchLines && len(b.text) < batchBytes {
		if len(b.ends) > 0 && !in.ready() {
			return nil
		}
		var long bool
		if b.text, long, err = in.next(b.text); err != nil {
			return err
		}
		b.ends, b.long = append(b.ends, len(b.text)), append(b.long, long)
	}
	return nil
}

// kept empties a buffer for its next use. One that a rare line has blown up goes.
func kept(buf []byte) []byte {
	if cap(buf) > 4*pieceBytes {
		return nil
	}
	return buf[:0]
}

// do works on every line. Where much comes of them, it waits until a part of it is
// written: few bytes can inflate to many.
func (b *batch) do(w work) {
	l := line{now: b.now}
	start := 0
	for i, end := range b.ends {
		l.text, l.long, l.number = b.text[start:end:end], b.long[i], b.first+i
		w(&l, &b.sheet)
		if start = end; len(b.out)+len(b.said) > pieceBytes && i < len(b.ends)-1 {
			b.ready <- struct{}{}
			<-b.again
		}
	}
	b.last = true
	b.ready <- struct{}{}
}

// pipeline is one run over a stream.
type pipeline struct {
	now   func() time.Time
	free  chan *batch
	todo  chan *batch   // for whoever works
	order chan *batch   // the same batches for the writer
	quit  chan struct{} // closed when nobody wants the rest
	lines int           // that were read, known when order is closed
	err   error         // of reading; the same
}

func newPipeline(now func() time.Time, workers int) *pipeline {
	n := 2*workers + 2 // enough that reading and writing hardly make anybody wait
	p := &pipeline{now: now, free: make(chan *batch, n), todo: make(chan *batch, n), order: make(chan *batch, n), quit: make(chan struct{})}
	for range n {
		p.free <- newBatch()
	}
	return p
}

// everyLine has the work of newWork done on every line of in, each at most limit
// bytes long, and hands what comes of them to write, in order. An error of write
// ends it; then stop makes a Read of in return.
func everyLine(in io.Reader, stop func(), limit int, now func() time.Time, newWork func() work, write func(*sheet) error) (lines int, err error) {
	workers := runtime.GOMAXPROCS(0)
	p := newPipeline(now, workers)
	var running sync.WaitGroup
	for range workers {
		w := newWork()
		running.Go(func() {
			for b := range p.todo {
				b.do(w)
			}
		})
	}
	running.Go(func() { p.read(newLines(in, limit)) })
	err = p.write(write, func() { close(p.quit); stop() })
	running.Wait()
	if err == nil && !errors.Is(p.err, io.EOF) {
		err = p.err
	}
	return p.lines, err
}

// read fills batches until the input ends.
func (p *pipeline) read(in *lines) {
	defer close(p.order)
	defer close(p.todo)
	for p.err == nil {
		select {
		case <-p.quit:
			return
		case b := <-p.free:
			p.err = b.fill(in)
			b.first, b.now, b.last = p.lines+1, p.now(), false
			if p.lines += len(b.ends); len(b.ends) > 0 {
				p.order <- b
				p.todo <- b
			}
		}
	}
}

// write hands the sheets on in order. After an error it goes on taking them, so
// that nobody waits for it for ever.
func (p *pipeline) write(write func(*sheet) error, stop func()) (err error) {
	for b := range p.order {
		for last := false; !last; {
			<-b.ready
			last = b.last
			if err == nil {
				if err = write(&b.sheet); err != nil {
					stop()
				}
			}
			b.sheet = sheet{out: kept(b.out), said: kept(b.said)}
			if !last {
				b.again <- struct{}{}
			}
		}
		p.free <- b
	}
	return err
}

// hand writes a sheet to standard output and standard error.
func (s *session) hand(done *sheet, shown *progress) error {
	if len(done.said) > 0 {
		s.talk.say(string(done.said))
	}
	if len(done.out) > 0 {
		shown.writes()
		// After an error the writer gives it again and again.
		_, _ = s.out.Write(done.out)
		if err := s.out.Flush(); err != nil {
			return err
		}
	}
	shown.add(done.tokens)
	return nil
}
