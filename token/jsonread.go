package token

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// member is one "key": value of a JSON object.
type member struct {
	key   string
	value json.RawMessage
}

// members splits a JSON object, in its own order. Package json would take the
// last of two equal keys without a word; here that is an error.
func members(data []byte) ([]member, error) {
	if !isOpen(data, '{') {
		return nil, errors.New("an object {…} is wanted")
	}
	var list []member
	seen := map[string]bool{}
	dec := json.NewDecoder(bytes.NewReader(data))
	_, err := dec.Token()
	for err == nil && dec.More() {
		m, e := nextMember(dec)
		if e == nil && seen[m.key] {
			return nil, fmt.Errorf("the key %s stands twice", quoted(m.key))
		}
		seen[m.key] = true
		list, err = append(list, m), e
	}
	if err == nil {
		_, err = dec.Token() // the closing bracket
	}
	if err != nil {
		return nil, plainJSON(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the end of the JSON object")
	}
	return list, nil
}

func nextMember(dec *json.Decoder) (m member, err error) {
	key, err := dec.Token()
	if err != nil {
		return m, err
	}
	m.key = key.(string) // the decoder lets nothing else stand here
	return m, dec.Decode(&m.value)
}

// elements splits a JSON list.
func elements(data []byte) ([]json.RawMessage, error) {
	if !isOpen(data, '[') {
		return nil, errors.New("a list […] is wanted")
	}
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, plainJSON(err)
	}
	return list, nil
}

// isOpen reports whether data starts with the given bracket or quote.
func isOpen(data []byte, open byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && data[0] == open
}

func plainJSON(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JSON text ends early")
	}
	return err
}

// object takes an object's members by key. The first thing wrong sticks in err;
// later calls give zero, so that callers read on and ask once.
type object struct {
	list []member
	err  error
}

func newObject(data []byte) *object {
	list, err := members(data)
	return &object{list, err}
}

func (o *object) index(key string) int {
	return slices.IndexFunc(o.list, func(m member) bool { return m.key == key })
}

func (o *object) has(key string) bool { return o.index(key) >= 0 }

// take removes the member key and gives its value, nil if there is none.
func (o *object) take(key string) json.RawMessage {
	i := o.index(key)
	if o.err != nil || i < 0 {
		return nil
	}
	value := o.list[i].value
	o.list = slices.Delete(o.list, i, i+1)
	return value
}

// need is take for a member that must be there.
func (o *object) need(key string) json.RawMessage {
	value := o.take(key)
	if value == nil {
		o.fail(fmt.Errorf("%s is missing", key))
	}
	return value
}

func (o *object) fail(err error) {
	if o.err == nil {
		o.err = err
	}
}

// failAt is fail for an error that says nothing of where it is.
func (o *object) failAt(key string, err error) {
	if err != nil {
		o.fail(fmt.Errorf("%s: %w", key, err))
	}
}

// done gives what was wrong; a member that nobody took is.
func (o *object) done(what string) error {
	if o.err == nil && len(o.list) > 0 {
		return fmt.Errorf("%s has no key %s", what, quoted(o.list[0].key))
	}
	return o.err
}

func (o *object) text(key string) string {
	value := o.need(key)
	if o.err != nil {
		return ""
	}
	s, err := textValue(value)
	o.failAt(key, err)
	return s
}

func (o *object) number(key string, low, high int64) int64 {
	value := o.need(key)
	if o.err != nil {
		return 0
	}
	n, err := numberValue(value, low, high)
	o.failAt(key, err)
	return n
}

func (o *object) uint32(key string) uint32 { return uint32(o.number(key, 0, 1<<32-1)) }

// overridden is uint32 for what instead replaces, if it is there.
func (o *object) overridden(key string, instead *uint32) uint32 {
	if instead != nil {
		o.take(key)
		return *instead
	}
	return o.uint32(key)
}

func (o *object) hex(key string) []byte {
	value := o.need(key)
	if o.err != nil {
		return nil
	}
	b, err := hexValue(value)
	o.failAt(key, err)
	return b
}

// hexIfThere is hex for a member that may be left out.
func (o *object) hexIfThere(key string) []byte {
	if !o.has(key) {
		return nil
	}
	return o.hex(key)
}

// numberValue takes a whole number, written without fraction or exponent.
func numberValue(value json.RawMessage, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("a whole number from %d to %d is wanted", low, high)
	}
	return n, nil
}

// textValue takes a text, or {"hex":"…"} for one that is not UTF-8.
func textValue(value json.RawMessage) (string, error) {
	if isOpen(value, '"') {
		var s string
		return s, json.Unmarshal(value, &s)
	}
	if isOpen(value, '{') {
		o := newObject(value)
		b, err := hexValue(o.need("hex"))
		o.fail(err)
		return string(b), o.done("a text")
	}
	return "", errors.New(`a text is wanted, or {"hex":"…"} for bytes that are not UTF-8`)
}

// hexValue takes bytes written in hexadecimal.
func hexValue(value json.RawMessage) ([]byte, error) {
	var s string
	if !isOpen(value, '"') || json.Unmarshal(value, &s) != nil {
		return nil, errors.New("a text of hexadecimal digits is wanted")
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, errors.New("an even number of hexadecimal digits is wanted")
	}
	if len(b) == 0 {
		return nil, nil // as a payload without these bytes is read
	}
	return b, nil
}

// quoted gives a text of somebody else's for an error message: safe to show, and
// cut where it is long.
func quoted(s string) string {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return string(appendText(nil, s))
}
