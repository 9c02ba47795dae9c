package command

import (
	"strconv"
	"time"
)

// progress says how far a stream is, when that takes time and somebody watches.
type progress struct {
	talk   *talk
	now    func() time.Time
	start  time.Time
	drawn  time.Time
	tokens int
	off    bool // standard error is no terminal
	clear  bool // what is written to standard output is seen in the same place
}

func (s *session) progress() *progress {
	w := &s.world
	p := &progress{talk: &s.talk, now: w.Now, off: !w.StderrIsTerminal, clear: w.StdoutIsTerminal}
	if !p.off {
		p.start = p.now()
		p.drawn = p.start
	}
	return p
}

// Work that takes less than patience is not worth a word, and nobody reads more
// than a few of them in a second.
const (
	patience = time.Second
	redraw   = 200 * time.Millisecond
)

// writes is called before anything is written to standard output.
func (p *progress) writes() {
	if p.clear {
		p.talk.progress("")
	}
}

// add counts tokens that are done.
func (p *progress) add(tokens int) {
	if p.off {
		return
	}
	p.tokens += tokens
	now := p.now()
	passed := now.Sub(p.start)
	if passed < patience || now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	rate := float64(p.tokens) / passed.Seconds()
	p.talk.progress(grouped(p.tokens, "token") + ", " + grouped(int(rate), "") + "/s")
}

// end clears the line.
func (p *progress) end() { p.talk.progress("") }

// grouped writes a number in groups of three digits, and of what it is.
func grouped(n int, thing string) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + " " + digits[i:]
	}
	switch {
	case thing == "":
		return digits
	case n == 1:
		return digits + " " + thing
	}
	return digits + " " + thing + "s"
}
