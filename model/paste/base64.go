package paste

import (
	"strings"

	"agtok/token"
)

// leastLen is less than any token has: even one of zeros holds a signature of 32
// bytes and an App ID. Shorter texts are not worth a try.
const leastLen = 32

// tryCost is what a try takes from the work that is left, beside its length: a short
// text can inflate to much.
const tryCost = 512

// attempt is what one way of reading a token gave.
type attempt struct {
	t    *token.Token
	err  *token.Error
	end  int   // of the span that was read
	done mends // what was mended
	text string
	stop byte // see lexer
}

// base64 looks for a token of a format in base64 at i. It gives the place to go on
// from if something was found, else 0.
func (s *scan) base64(i int) int {
	if again := i < s.plainEnd; !again {
		s.plainEnd = plainEnd(s.text, i)
	} else if s.work -= s.plainEnd - i; s.work < 0 {
		return 0
	}
	a := attempt{end: s.plainEnd, text: s.text[i:s.plainEnd]}
	if len(a.text) >= leastLen {
		a.t, a.err = s.parse(a.text)
	}
	if a.t != nil && (leftover(a.t) == 0 || s.separator(i) == 0) {
		return s.accept(i, a.end, a.t, 0)
	}
	if a.err == nil || a.err.Stage != token.StageLimit && !hopeless(s.text[i:]) {
		mended := s.mend(i)
		if mended.t != nil {
			return s.accept(i, mended.end, mended.t, mended.done)
		}
		if a.t != nil { // it reads on behind a separator, but that may be its own content
			return s.accept(i, a.end, a.t, 0)
		}
		if mended.text != "" {
			a = mended
		}
	}
	return s.damaged(i, a)
}

// plainEnd gives the end of the text in standard base64 at i.
func plainEnd(text string, i int) int {
	for i < len(text) && isBase64(text[i]) {
		i++
	}
	for i < len(text) && text[i] == '=' {
		i++
	}
	return i
}

// leftover gives how many bytes the text of t holds behind the token's end.
func leftover(t *token.Token) int {
	switch {
	case t.AccessToken != nil:
		return len(t.AccessToken.AfterMessage)
	case t.DynamicKey != nil:
		return len(t.DynamicKey.TrailingBytes)
	}
	return t.Trailing
}

// separator gives the character before i if it is one of base64 and yet separates
// words, as in a path or a form: 0 if not.
func (s *scan) separator(i int) byte {
	if i == 0 {
		return 0
	}
	if c, size, _ := element(s.text[i-1:]); size == 1 && (c == '/' || c == '+') {
		return c
	}
	return 0
}

// hopeless reports whether s, behind the version 007, can't be a zlib stream: the
// first character of base64 has six bits of a byte of which five are known.
func hopeless(s string) bool {
	return strings.HasPrefix(s, string(token.Format007)) && len(s) > 3 && isBase64(s[3]) &&
		strings.IndexByte("CGKOSWae", s[3]) < 0
}

// mend reads the token at i in one way after another, the mildest first, as far as
// the white space that ended it gives reason to. Without success it gives the
// attempt that says most about the damage.
func (s *scan) mend(i int) attempt {
	if s.work <= 0 {
		return attempt{}
	}
	a := s.try(i, way{})
	best, stop, lines := a, a.stop, !s.line
	if a.t == nil && stop == newline && lines && s.work > 0 {
		a = s.try(i, way{lines: true})
		stop = a.stop
		if s.alone(i, a.end) {
			best = a
		}
	}
	if a.t == nil && stop == blank && s.work > 0 {
		a = s.try(i, way{lines, blanksPlus})
	}
	if a.t == nil && (stop == blank || stop == gap) && s.work > 0 {
		a = s.try(i, way{lines, blanksLeftOut})
	}
	if a.t != nil {
		return a
	}
	return best
}

// try reads the token at i in one way. Where the text goes on behind the end of
// what it decodes to, the end counts only if something ends there in the text too.
func (s *scan) try(i int, w way) attempt {
	joined := w != way{}
	l := s.lex(i, w, token.MaxText+1)
	a, short := s.read(&l, joined || s.separator(i) != 0)
	if a.t == nil && w.blanks == blanksPlus && l.lastPlus() {
		a, short = s.read(&l, false)
	}
	if a.t == nil {
		return a
	}
	left := leftover(a.t)
	if left == 0 && !short {
		return a
	}
	if left > 0 || short {
		l = s.lex(i, w, tokenLen(a.text, left))
		if s.endsAt(i, l.pos) {
			exact, _ := s.read(&l, false)
			return exact
		}
	}
	if joined || short || a.t.Format != token.Format007 {
		a.t = nil // without a checksum, or glued to a neighbour, it must fit to the byte
	}
	return a
}

// lex takes characters from i on, at most limit.
func (s *scan) lex(i int, w way, limit int) lexer {
	l := lexer{text: s.text, pos: i, way: w, out: s.r.out[:0]}
	l.read(limit)
	s.r.out = l.out[:0]
	s.work -= l.seen - i + len(l.out)
	return l
}

// read parses what l has taken. With cut, a text with one character too many is
// read without it, and short is set.
func (s *scan) read(l *lexer, cut bool) (a attempt, short bool) {
	text, short := pad(l.out, cut)
	a = attempt{end: l.pos, done: l.done, stop: l.stop, text: text}
	if !short && text != string(l.out) {
		a.done |= mendPadding
	}
	if len(text) >= leastLen {
		s.work -= tryCost
		a.t, a.err = s.parse(text)
	}
	return a, short
}

// tokenLen gives how many characters of text, without padding, the token takes
// that leaves so many bytes over.
func tokenLen(text string, left int) int {
	head := len(token.Format007)
	if strings.HasPrefix(text, string(token.Format006)) {
		head += appIDLen
	}
	body := len(strings.TrimRight(text, "=")) - head
	used := body*6/8 - left
	return head + (used*8+5)/6
}

// endsAt reports whether the token at i can end at the place at: no character of a
// token follows, or the one that separates the token from what is before it.
func (s *scan) endsAt(i, at int) bool {
	if at == len(s.text) {
		return true
	}
	c, size, _ := element(s.text[at:])
	return size == 0 || isSpace(c) || c != nothing && c == s.separator(i)
}
