package chatapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"
)

// Limits of the JSON that is read. A reply about a hundred users has 3 levels
// and some 1500 values.
const (
	maxDepth  = 16
	maxValues = 50_000
)

// value is a JSON value as it was received: an object's members in their order
// and letter case, numbers as text. Package encoding/json would match members
// without regard to case and take the last of several.
type value struct {
	kind    byte // 'o' object, 'a' array, 's' string, 'n' number, 'b' boolean, '0' null
	text    string
	truth   bool
	names   []string // of an object's members
	members []value  // an object's or array's
}

// parseJSON reads one value. Its errors hold nothing of the data.
func parseJSON(data []byte) (value, error) {
	// Decoder.Token lets some faulty JSON pass.
	if !json.Valid(data) {
		return value{}, errors.New("not JSON")
	}
	p := parser{in: json.NewDecoder(bytes.NewReader(data))}
	p.in.UseNumber()
	v, err := p.value(0)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return v, err
}

type parser struct {
	in     *json.Decoder
	values int
}

func (p *parser) value(depth int) (value, error) {
	p.values++
	if p.values > maxValues {
		return value{}, errors.New("JSON of too many values")
	}
	tok, err := p.in.Token()
	if err != nil {
		return value{}, err
	}
	switch t := tok.(type) {
	case string:
		return value{kind: 's', text: t}, nil
	case json.Number:
		return value{kind: 'n', text: t.String()}, nil
	case bool:
		return value{kind: 'b', truth: t}, nil
	case json.Delim:
		if depth == maxDepth {
			return value{}, errors.New("JSON nested too deeply")
		}
		if t == '{' {
			return p.object(depth + 1)
		}
		return p.array(depth + 1)
	}
	return value{kind: '0'}, nil
}

func (p *parser) object(depth int) (value, error) {
	v := value{kind: 'o'}
	seen := map[string]bool{}
	for p.in.More() {
		tok, err := p.in.Token()
		if err != nil {
			return value{}, err
		}
		name, _ := tok.(string)
		if seen[name] {
			return value{}, errors.New("JSON with a member that stands there twice")
		}
		seen[name] = true
		member, err := p.value(depth)
		if err != nil {
			return value{}, err
		}
		v.names, v.members = append(v.names, name), append(v.members, member)
	}
	_, err := p.in.Token()
	return v, err
}

func (p *parser) array(depth int) (value, error) {
	v := value{kind: 'a'}
	for p.in.More() {
		member, err := p.value(depth)
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, member)
	}
	_, err := p.in.Token()
	return v, err
}

// member gives an object's member of that name. A null is no member.
func (v value) member(name string) (value, bool) {
	for i, n := range v.names {
		if n == name && v.members[i].kind != '0' {
			return v.members[i], true
		}
	}
	return value{}, false
}

// str gives the text of a member that is a string; "" if there is none.
func (v value) str(name string) (string, error) {
	m, ok := v.member(name)
	if ok && m.kind != 's' {
		return "", errors.New(name + " is not a string")
	}
	return m.text, nil
}

// list gives the elements of a member that is an array; none if there is none.
func (v value) list(name string) ([]value, error) {
	m, ok := v.member(name)
	if ok && m.kind != 'a' {
		return nil, errors.New(name + " is not an array")
	}
	return m.members, nil
}

// lastSecond is the end of the year 9999: beyond it no date can be written.
const lastSecond = 253402300799

// milliseconds gives a member that is a Unix time in milliseconds; the zero time
// if there is none.
func (v value) milliseconds(name string) (time.Time, error) {
	m, ok := v.member(name)
	if !ok {
		return time.Time{}, nil
	}
	n, err := strconv.ParseInt(m.text, 10, 64)
	if m.kind != 'n' || err != nil || n < 0 || n > lastSecond*1000 {
		return time.Time{}, errors.New(name + " is not a time in milliseconds")
	}
	return time.UnixMilli(n).UTC(), nil
}

// append writes v behind b as JSON without white space, each text as edit leaves
// it. Under names that hide picks there is nothing but [Masked].
func (v value) append(b []byte, edit func(string) string, hide func(name string) bool) []byte {
	switch v.kind {
	case 'o', 'a':
		return v.appendMembers(b, edit, hide)
	case 's':
		return appendString(b, edit(v.text))
	case 'n':
		if edited := edit(v.text); edited != v.text {
			return appendString(b, edited)
		}
		return append(b, v.text...)
	case 'b':
		return strconv.AppendBool(b, v.truth)
	}
	return append(b, "null"...)
}

func (v value) appendMembers(b []byte, edit func(string) string, hide func(name string) bool) []byte {
	opening, closing := byte('['), byte(']')
	if v.kind == 'o' {
		opening, closing = '{', '}'
	}
	b = append(b, opening)
	for i, m := range v.members {
		if i > 0 {
			b = append(b, ',')
		}
		inside := edit
		if v.kind == 'o' {
			b = append(appendString(b, edit(v.names[i])), ':')
			if hide(v.names[i]) {
				inside = func(string) string { return Masked }
			}
		}
		b = m.append(b, inside, hide)
	}
	return append(b, closing)
}

// appendString writes text as a JSON string, with no escape that JSON does not
// ask for.
func appendString(b []byte, text string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	// A string can always be encoded.
	_ = e.Encode(text)
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
