package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// widen takes what stands directly around the token into its span, as far as it has
// to be taken off before a client can send the token: quotes, a prefix, a JSON key,
// invisible characters, and white space where the text is that token and no more.
func (s *scan) widen(start, end int) (int, int, mends) {
	var all mends
	for {
		a, b, m := s.layer(start, end)
		if m == 0 {
			break
		}
		start, end, all = a, b, all|m
	}
	if all&mendJSON == 0 && s.alone(start, end) {
		if m, only := s.margins(start, end); only {
			return 0, len(s.text), all | m
		}
	}
	return start, end, all
}

// layer takes one wrapper off, from the inside out.
func (s *scan) layer(start, end int) (int, int, mends) {
	left, right := s.text[s.floor:start], s.text[end:]
	if a, b := invisibleEnd(left), invisibleStart(right); a+b > 0 {
		return start - a, end + b, mendInvisible
	}
	if n := prefixEnd(left); n > 0 {
		return start - n, end, mendPrefix
	}
	a, b, m := quotes(left, right)
	return start - a, end + b, m
}

// margins looks at all that stands around the span: only is false if there is
// anything but white space, quotes and what nobody sees.
func (s *scan) margins(start, end int) (m mends, only bool) {
	for _, side := range [...]string{s.text[:start], s.text[end:]} {
		for len(side) > 0 {
			c, size, encoded := element(side)
			switch {
			case size > 0 && isSpace(c) && side[0] == '\\':
				m |= mendLineBreaks
			case size > 0 && isSpace(c):
				m |= mendWhitespace | encoded
			case size > 0 && c == nothing:
				m |= encoded
			default:
				if size = quoteStart(side); size == 0 {
					return 0, false
				}
				m |= mendQuotes
			}
			side = side[size:]
		}
	}
	return m, true
}

func invisibleEnd(s string) int {
	n := 0
	for {
		r, size := utf8.DecodeLastRuneInString(s[:len(s)-n])
		if !invisible(r) {
			return n
		}
		n += size
	}
}

func invisibleStart(s string) int {
	n := 0
	for {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !invisible(r) {
			return n
		}
		n += size
	}
}

// prefixEnd gives the length of the header's name or the scheme at the end of s,
// with the blanks behind it, else 0.
func prefixEnd(s string) int {
	const reach = 64
	near := s[max(0, len(s)-reach):]
	body := strings.TrimRight(near, " \t")
	for _, words := range [...][]string{
		{"bearer"}, {"agora", "token", "="}, {"authorization", ":"}, {"authorization", "="}, {"x-agora-token", ":"},
	} {
		if n, ok := endsIn(body, words); ok && (len(words) > 1 || len(body) < len(near)) {
			return len(near) - n
		}
	}
	return 0
}

// endsIn reports whether s ends in the words, in any letter case and with any
// blanks between them, and where they start.
func endsIn(s string, words []string) (start int, ok bool) {
	for i := len(words) - 1; i >= 0; i-- {
		s = strings.TrimRight(s, " \t")
		at := len(s) - len(words[i])
		if at < 0 || !strings.EqualFold(s[at:], words[i]) {
			return 0, false
		}
		s = s[:at]
	}
	return len(s), len(s) == 0 || !isAlnum(s[len(s)-1])
}

// quotes gives how much of left and right is a pair of quotes around the token,
// with a JSON key before it and blanks within, and what is mended by taking it.
func quotes(left, right string) (a, b int, m mends) {
	l, r := strings.TrimRightFunc(left, unicode.IsSpace), strings.TrimLeftFunc(right, unicode.IsSpace)
	opening, lsize := quoteEnd(l)
	closing := quoteStart(r)
	if lsize == 0 || closing == 0 || !pair(opening, r[:closing]) {
		return 0, 0, 0
	}
	if len(l) < len(left) || len(r) < len(right) {
		// Between two other quoted texts there are quotes and blanks as well.
		if touches(l[:len(l)-lsize], r[closing:]) {
			return 0, 0, 0
		}
		m = mendWhitespace
	}
	a, b = len(left)-len(l)+lsize, len(right)-len(r)+closing
	if key := jsonKey(l[:len(l)-lsize]); key > 0 && strings.HasSuffix(opening, `"`) {
		return a + key, b, m | mendJSON
	}
	return a, b, m | mendQuotes
}

// touches reports whether a word stands directly before or behind.
func touches(before, behind string) bool {
	l, _ := utf8.DecodeLastRuneInString(before)
	r, _ := utf8.DecodeRuneInString(behind)
	return word(l) || word(r)
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// jsonKey gives the length of the key and colon at the end of s, else 0.
func jsonKey(s string) int {
	const longest = 128 // of a key that could name a token
	body := strings.TrimRightFunc(s, unicode.IsSpace)
	if !strings.HasSuffix(body, ":") {
		return 0
	}
	body = strings.TrimRightFunc(body[:len(body)-1], unicode.IsSpace)
	quote, size := quoteEnd(body)
	if size == 0 || !strings.HasSuffix(quote, `"`) {
		return 0
	}
	key := body[max(0, len(body)-size-longest) : len(body)-size]
	at := strings.LastIndexByte(key, '"')
	if at < 0 {
		return 0
	}
	for at > 0 && key[at-1] == '\\' {
		at--
	}
	return len(s) - (len(body) - size - len(key) + at)
}

const (
	doubleQuotes = "“”„‟«»"
	singleQuotes = "‘’‚‛‹›"
)

// quoteStart gives the length of the quotation mark at the start of s, with the
// backslashes that escape it, else 0.
func quoteStart(s string) int {
	n := 0
	for n < 8 && n < len(s) && s[n] == '\\' {
		n++
	}
	r, size := utf8.DecodeRuneInString(s[n:])
	if !isQuote(r) || n > 0 && size > 1 {
		return 0
	}
	return n + size
}

// quoteEnd gives the quotation mark at the end of s, with the backslashes that
// escape it.
func quoteEnd(s string) (mark string, size int) {
	r, size := utf8.DecodeLastRuneInString(s)
	if !isQuote(r) {
		return "", 0
	}
	for size < 8 && size < len(s) && s[len(s)-size-1] == '\\' {
		size++
	}
	return s[len(s)-size:], size
}

func isQuote(r rune) bool {
	return r == '"' || r == '\'' || r == '`' || r >= 0x80 && strings.ContainsRune(doubleQuotes+singleQuotes, r)
}

// pair reports whether two quotation marks belong together. Typographic ones open
// and close differently in every language.
func pair(opening, closing string) bool {
	return opening == closing ||
		strings.Contains(doubleQuotes, opening) && strings.Contains(doubleQuotes, closing) ||
		strings.Contains(singleQuotes, opening) && strings.Contains(singleQuotes, closing)
}
