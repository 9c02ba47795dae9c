package paste

import (
	"strings"
	"unicode/utf8"

	"agtok/token"
)

// scan is one reading of one text.
type scan struct {
	r     *Reader
	text  string
	line  bool // the text is one line of a stream: breaks are never joined
	found []Found

	first, last int // from the first letter or digit of the text to behind the last
	floor       int // end of the last Found
	work        int // bytes that repairs may still look at
	room        int // bytes of content that may still be kept

	plainEnd int // end of the last plain span that was tried

	refusedText string // what parse refused last
	refused     *token.Error
}

func newScan(r *Reader, text string, line bool) *scan {
	s := &scan{r: r, text: text, line: line, work: 16*len(text) + 1<<20, room: maxContent}
	s.first, s.last = substance(text)
	return s
}

// substance gives the range from the first letter or digit of text to the last. A
// line break written as an escape at the end is none.
func substance(text string) (first, last int) {
	first, last = strings.IndexFunc(text, word), len(text)
	if first < 0 {
		return len(text), len(text)
	}
	for {
		i := strings.LastIndexFunc(text[:last], word)
		if i < 0 {
			return len(text), len(text)
		}
		if i == 0 || text[i-1] != '\\' || strings.IndexByte("nrt", text[i]) < 0 {
			_, n := utf8.DecodeRuneInString(text[i:])
			return first, i + n
		}
		last = i - 1
	}
}

// alone reports whether the text holds nothing of substance outside of the span.
func (s *scan) alone(start, end int) bool { return start <= s.first && s.last <= end }

// run looks at every word of the text.
func (s *scan) run() {
	for i := 0; i < len(s.text) && s.room > 0; {
		if n := escapeLen(s.text[i:]); n > 0 {
			i += n
			continue
		}
		if !isAlnum(s.text[i]) {
			i++
			continue
		}
		end := wordEnd(s.text, i)
		if next := s.word(i, end); next > i {
			i, s.floor = next, next
			continue
		}
		i = end
	}
	if s.room <= 0 && s.floor < s.last {
		s.found = append(s.found, Found{Input: shown(s.text[s.floor:]), Start: s.floor, End: len(s.text), Err: &token.Error{
			Stage: token.StageLimit, Message: "the tokens before this place hold more than can be kept at once",
			Hint: "give the rest of the text separately"}})
	}
}

// word looks for a token that starts with the letters and digits from i to end. It
// gives the place to go on from if something was found, else 0.
func (s *scan) word(i, end int) int {
	if s.text[i] == '0' && versionAt(s.text, i) {
		if next := s.base64(i); next > 0 {
			return next
		}
	}
	return s.fixed(i, end)
}

// versionAt reports whether a token in base64 starts at i, maybe with something
// invisible between the characters of its version.
func versionAt(text string, i int) bool {
	if startsToken(text[i:]) {
		return true
	}
	l := lexer{text: text[:min(len(text), i+32)], pos: i}
	var room [3]byte
	l.out = room[:0]
	l.read(3)
	return l.done == mendInvisible && startsToken(string(l.out))
}

// Lengths of the formats that have no alphabet of their own to be known by.
// Source: AgoraIO/Tools, DynamicKey to DynamicKey4.
const (
	len001 = 90
	len002 = 110
	len003 = 113
	len004 = 103

	appIDLen = 32
)

// fixed tries the formats that are known by their length, and the Signaling token
// 1:appId:expiry:md5. They are hexadecimal: nothing in them can be repaired.
func (s *scan) fixed(i, end int) int {
	switch end - i {
	case len001, len002, len003, len004:
		if strings.IndexFunc(s.text[i:end], func(c rune) bool { return c > '9' }) < 0 {
			return 0 // a long number
		}
	case 1:
		if end = signalingEnd(s.text, i); end == 0 {
			return 0
		}
	default:
		return 0
	}
	t, err := s.parse(s.text[i:end])
	if err != nil {
		return 0
	}
	return s.accept(i, end, t, 0)
}

// signalingEnd gives the end of the Signaling token that starts at i, else 0.
func signalingEnd(text string, i int) int {
	if !strings.HasPrefix(text[i:], "1:") {
		return 0
	}
	i += 2
	appID := wordEnd(text, i)
	if appID-i != appIDLen || appID == len(text) || text[appID] != ':' {
		return 0
	}
	expiry := wordEnd(text, appID+1)
	if expiry-appID > 21 || expiry == len(text) || text[expiry] != ':' {
		return 0
	}
	if end := wordEnd(text, expiry+1); end-expiry == 33 {
		return end
	}
	return 0
}
