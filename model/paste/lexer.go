package paste

// way says how white space inside a token is taken.
type way struct {
	lines  bool // line breaks are left out, with the blanks around them
	blanks blanks
}

type blanks uint8

const (
	blanksEnd     blanks = iota // the token ends before a blank
	blanksPlus                  // a blank was a + before a form was decoded
	blanksLeftOut               // blanks were put in
)

// lexer takes the characters of one token off a text and undoes what happened to
// them on the way.
type lexer struct {
	text string
	way  way
	pos  int    // behind the last character that belongs to the token
	out  []byte // the characters, in the standard alphabet
	done mends  // what was mended up to pos
	seen int    // behind the last character that was looked at
	stop byte   // the white space that ended the token, nothing if something else did
}

// read takes characters until no token goes on, or out holds limit of them. What
// stands behind the last one is left alone, and not counted as mended.
func (l *lexer) read(limit int) {
	at, ahead, plus := l.pos, mends(0), 0
	for at < len(l.text) && len(l.out) < limit {
		c, size, m := element(l.text[at:])
		l.seen = at + size
		switch {
		case size == 0:
			return
		case c == nothing:
			at, ahead = at+size, ahead|m
		case isSpace(c):
			run := l.space(at)
			if !run.inside {
				return
			}
			at, ahead, plus = run.end, ahead|run.done, run.plus
		case l.ended() && c != '=':
			return
		default:
			for ; plus > 0; plus-- {
				l.out = append(l.out, '+')
			}
			at += size
			l.out = append(l.out, c)
			l.pos, l.done, ahead = at, l.done|ahead|m, 0
		}
	}
}

// ended reports whether the padding has begun, behind which no token goes on.
func (l *lexer) ended() bool { return len(l.out) > 0 && l.out[len(l.out)-1] == '=' }

// lastPlus takes the blanks behind the token for the + that are missing in its last
// group, and reports whether there are as many.
func (l *lexer) lastPlus() bool {
	missing := 3 - len(l.out)%4
	at, encoded := l.pos, mends(0)
	for range missing {
		if at == len(l.text) {
			return false
		}
		c, size, m := element(l.text[at:])
		if c != blank || size == 0 {
			return false
		}
		at, encoded = at+size, encoded|m
	}
	if missing == 0 || l.ended() {
		return false
	}
	for range missing {
		l.out = append(l.out, '+')
	}
	l.pos, l.done = at, l.done|encoded|mendPlus
	return true
}

// maxPlus is how many + in a row a token can have lost.
const maxPlus = 4

// run is a stretch of white space.
type run struct {
	end    int
	inside bool  // the token may go on behind it
	done   mends // what is mended by going on
	plus   int   // how many + stood there
}

// space looks at the white space at the place at.
func (l *lexer) space(at int) run {
	kind, spaces, m := blank, 0, mends(0)
	for at < len(l.text) {
		c, size, encoded := element(l.text[at:])
		if size == 0 || !isSpace(c) && c != nothing {
			break
		}
		switch {
		case c == newline || c == gap && kind == blank:
			kind = c
		case c == blank:
			spaces++
		}
		at, m = at+size, m|encoded
	}
	l.stop, l.seen = kind, at
	if at == len(l.text) || startsToken(l.text[at:]) {
		return run{}
	}
	switch {
	case kind == newline && l.way.lines:
		m, spaces = m|mendLineBreaks, 0
	case kind == newline || l.way.blanks == blanksEnd:
		return run{}
	case l.way.blanks == blanksLeftOut:
		m, spaces = m|mendWhitespace, 0
	case kind == gap || l.ended() || spaces > maxPlus:
		return run{}
	default:
		m |= mendPlus
	}
	l.stop = nothing
	return run{at, true, m, spaces}
}

// startsToken reports whether s starts with the version of a token in base64.
func startsToken(s string) bool {
	return len(s) >= 3 && s[0] == '0' && s[1] == '0' && '5' <= s[2] && s[2] <= '7'
}

// pad gives out with the padding that its length asks for. One character more than
// whole groups can't be padded. With cut that one is dropped, and short is set:
// where a token has something behind it, this still shows where it ends.
func pad(out []byte, cut bool) (text string, short bool) {
	body := len(out)
	for body > 0 && out[body-1] == '=' {
		body--
	}
	// Version and App ID before the base64 take 3 or 35 characters, which is the
	// same for groups of four.
	switch (body + 1) % 4 {
	case 0:
		return string(out[:body]), false
	case 1:
		if cut {
			return string(out[:body-1]), true
		}
		return string(out), false
	case 2:
		return string(out[:body]) + "==", false
	}
	return string(out[:body]) + "=", false
}
