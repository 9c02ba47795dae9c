package paste

import (
	"errors"
	"strings"

	"agtok/token"
)

// foundCost is about what a Found takes beside its texts, in bytes.
const foundCost = 256

// parse reads text, which is part of the scanned one or short, as a token. What was
// refused a moment ago is not read again.
func (s *scan) parse(text string) (*token.Token, *token.Error) {
	if s.refused != nil && s.refusedText == text {
		return nil, s.refused
	}
	if len(text) <= token.MaxText && len(s.text) > 2*len(text) {
		text = strings.Clone(text) // so that the token does not keep the whole paste in memory
	}
	t, err := s.r.dec.Parse(text)
	if err != nil {
		s.refusedText, s.refused = text, asError(err)
		return nil, s.refused
	}
	return t, nil
}

// asError gives the *token.Error that token.Parse promises.
func asError(err error) *token.Error {
	var e *token.Error
	if !errors.As(err, &e) {
		e = &token.Error{Stage: token.StagePrefix, Message: "this does not start like a token"}
	}
	return e
}

// accept records a token and gives the end of its span.
func (s *scan) accept(start, end int, t *token.Token, m mends) int {
	start, end, around := s.widen(start, end)
	f := Found{Start: start, End: end, Token: t, Repairs: (m | around).list()}
	if f.Input = t.Text; s.text[start:end] != t.Text {
		f.Input = strings.Clone(clip(s.text[start:end]))
	}
	f.Input = clip(f.Input)
	s.found = append(s.found, f)
	s.room -= len(t.Payload()) + len(t.Text) + foundCost
	return end
}

// miss records a span that is no readable token and gives its end.
func (s *scan) miss(start, end int, err *token.Error, k Kind) int {
	f := Found{Input: strings.Clone(shown(s.text[start:end])), Start: start, End: end, Err: err, Recognised: k}
	s.found = append(s.found, f)
	s.room -= len(f.Input) + foundCost
	return end
}
