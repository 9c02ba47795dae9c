package paste

import (
	"fmt"

	"agtok/token"
)

// Limits of what is read.
const (
	// MaxText is the longest text that [Read] takes, in bytes. A longer one gives a
	// single [Found] that says so.
	MaxText = 4 << 20
	// MaxInput is the longest [Found.Input], in characters.
	MaxInput = 4096
	// maxContent bounds what is kept of one text, in bytes: it can hold many small
	// tokens that inflate to much.
	maxContent = 32 << 20
)

// Found is one token of a text, or what stands there instead. Either Token or Err
// is set.
type Found struct {
	// Input is the span that the token came from, with what was mended around it,
	// cut at [MaxInput] characters. It is raw: see package visible before it is
	// shown. Where no token was read, 32 hexadecimal digits, which may be a
	// certificate, stand as [token.Masked].
	Input string
	// Start and End are the span's place in the text, in bytes.
	Start, End int

	Token      *token.Token
	Repairs    []Repair     // what was mended to read Token, in order, each once
	Err        *token.Error // offsets up to stage base64 count from the token's start, as mended
	Recognised Kind         // what the text is instead, "" for a damaged token
}

// Reader reads texts one after another and keeps its buffers between them. The
// zero value is ready. A Reader is not for use by several goroutines at once.
type Reader struct {
	dec token.Decoder
	out []byte
}

// Read finds every token in text, in order, damaged ones included. A text without
// any gives one Found for the whole of it. See package [token] for the limits of a
// single token.
func Read(text string) []Found { return new(Reader).Read(text) }

// ReadLine reads one line of a stream, without its line break. The whole line is
// one token, with at most quotes, a prefix or punctuation around it, or it is none.
// Line breaks are never joined, not even those written as \n.
func ReadLine(line string) Found { return new(Reader).ReadLine(line) }

// Read is the package's [Read] with the Reader's buffers.
func (r *Reader) Read(text string) []Found {
	if len(text) > MaxText {
		return []Found{tooLong(text)}
	}
	s := newScan(r, text, false)
	s.run()
	if len(s.found) == 0 {
		return []Found{unread(&r.dec, text)}
	}
	return s.found
}

// ReadLine is the package's [ReadLine] with the Reader's buffers.
func (r *Reader) ReadLine(line string) Found {
	if plainStart(line) {
		if t, err := r.dec.Parse(line); err == nil {
			return Found{Input: clip(line), End: len(line), Token: t}
		}
	}
	if len(line) > MaxText {
		return tooLong(line)
	}
	s := newScan(r, line, true)
	s.run()
	if s.whole() {
		return s.found[0]
	}
	f := unread(&r.dec, line)
	if len(s.found) > 0 {
		f.Recognised = PlainText
		f.Err = &token.Error{Stage: token.StagePrefix, Message: "the line holds more than a token",
			Hint: "each line must be one token; read the input as text to find the tokens inside of lines"}
	}
	return f
}

// whole reports whether one span was found and the text holds nothing else.
func (s *scan) whole() bool {
	if len(s.found) != 1 {
		return false
	}
	f := &s.found[0]
	if s.alone(f.Start, f.End) {
		return true
	}
	s.floor = 0
	start, end, _ := s.widen(f.Start, f.End)
	return s.alone(start, end)
}

// plainStart reports whether line may be a token as it stands. A 006 token has its
// App ID in clear text, in which [token.Parse] takes any character.
func plainStart(line string) bool {
	if !startsToken(line) {
		return false
	}
	for i := range min(len(line), len(token.Format006)+appIDLen) {
		if !isBase64(line[i]) {
			return false
		}
	}
	return true
}

func tooLong(text string) Found {
	return Found{Input: shown(text), End: len(text), Err: &token.Error{
		Stage: token.StageLimit, Offset: MaxText, Hint: "give the part that holds the tokens",
		Message: fmt.Sprintf("the text has %d bytes, the limit is %d", len(text), MaxText)}}
}
