package token

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A description is read in two steps. Package json says whether the whole text is
// JSON; after that brackets and quotes are known to match, and the text is taken
// apart without a copy: keys and values are parts of it.

// checkJSON says why data is not one JSON text.
func checkJSON(data []byte) error {
	if json.Valid(data) {
		return nil
	}
	var all json.RawMessage
	switch err := json.Unmarshal(data, &all); {
	case err == nil: // it would have been valid
		return nil
	case strings.HasPrefix(err.Error(), "unexpected end"):
		return errors.New("the JSON text ends early")
	case strings.HasSuffix(err.Error(), "after top-level value"):
		return errors.New("something follows the end of the JSON object")
	default:
		return err
	}
}

// cursor is a place in valid JSON.
type cursor struct {
	text string
	at   int
}

// blank goes over white space.
func (c *cursor) blank() {
	for c.at < len(c.text) && (c.text[c.at] == ' ' || c.text[c.at] == '\t' || c.text[c.at] == '\r' || c.text[c.at] == '\n') {
		c.at++
	}
}

// quotes goes over the text that starts here.
func (c *cursor) quotes() {
	for c.at++; c.text[c.at] != '"'; c.at++ {
		if c.text[c.at] == '\\' {
			c.at++
		}
	}
	c.at++
}

// value goes over the value that starts here and gives it.
func (c *cursor) value() string {
	start, depth := c.at, 0
	for {
		switch c.text[c.at] {
		case '"':
			c.quotes()
		case '{', '[':
			depth++
			c.at++
		case '}', ']':
			depth--
			c.at++
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++ // depth is not 0: a value ends before these
		default: // a number, true, false or null
			for c.at < len(c.text) && strings.IndexByte(" \t\r\n,]}", c.text[c.at]) < 0 {
				c.at++
			}
		}
		if depth == 0 {
			return c.text[start:c.at]
		}
	}
}

// next goes to the next entry of the list or object, or behind its end.
func (c *cursor) next() bool {
	if c.blank(); c.text[c.at] == ',' {
		c.at++
		c.blank()
	}
	return c.text[c.at] != ']' && c.text[c.at] != '}'
}

// open goes behind the bracket with which the value must start.
func (c *cursor) open(bracket byte) bool {
	c.blank()
	if c.at == len(c.text) || c.text[c.at] != bracket {
		return false
	}
	c.at++
	return true
}

// member is one "key": value of a JSON object.
type member struct{ key, value string }

// fewMembers is more than what most objects of a description have.
const fewMembers = 8

// members splits a JSON object, in its own order. Package json would take the
// last of two equal keys without a word; here that is an error.
func members(value string) ([]member, error) {
	c := cursor{text: value}
	if !c.open('{') {
		return nil, errors.New("an object {…} is wanted")
	}
	list := make([]member, 0, fewMembers)
	for c.next() {
		key := unquoted(c.value())
		c.blank()
		c.at++ // the colon
		c.blank()
		list = append(list, member{key, c.value()})
	}
	return list, differ(list)
}

// differ refuses members of which two have the same key.
func differ(list []member) error {
	if len(list) <= fewMembers {
		for i := range list {
			if slices.ContainsFunc(list[:i], func(m member) bool { return m.key == list[i].key }) {
				return fmt.Errorf("the key %s stands twice", quoted(list[i].key))
			}
		}
		return nil
	}
	seen := make(map[string]bool, len(list))
	for _, m := range list {
		if seen[m.key] {
			return fmt.Errorf("the key %s stands twice", quoted(m.key))
		}
		seen[m.key] = true
	}
	return nil
}

// elements splits a JSON list.
func elements(value string) ([]string, error) {
	c := cursor{text: value}
	if !c.open('[') {
		return nil, errors.New("a list […] is wanted")
	}
	var list []string
	for c.next() {
		list = append(list, c.value())
	}
	return list, nil
}

// isOpen reports whether a value starts with the given bracket or quote.
func isOpen(value string, open byte) bool { return len(value) > 0 && value[0] == open }

// unquoted gives what a JSON text says. Most have no escape and are a part of the
// description.
func unquoted(value string) string {
	if strings.IndexByte(value, '\\') < 0 {
		return value[1 : len(value)-1]
	}
	var s string
	_ = json.Unmarshal([]byte(value), &s) // a text of valid JSON
	return s
}

// object takes an object's members by key. The first thing wrong sticks in err;
// later calls give zero, so that callers read on and ask once.
type object struct {
	list []member
	err  error
}

func newObject(value string) object {
	list, err := members(value)
	return object{list, err}
}

func (o *object) index(key string) int {
	return slices.IndexFunc(o.list, func(m member) bool { return m.key == key })
}

func (o *object) has(key string) bool { return o.index(key) >= 0 }

// take removes the member key and gives its value, "" if there is none.
func (o *object) take(key string) string {
	i := o.index(key)
	if o.err != nil || i < 0 {
		return ""
	}
	value := o.list[i].value
	o.list = slices.Delete(o.list, i, i+1)
	return value
}

// need is take for a member that must be there.
func (o *object) need(key string) string {
	value := o.take(key)
	if value == "" {
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

// done gives what was wrong; a member that nobody took is. The description or
// service is called what + name.
func (o *object) done(what, name string) error {
	if o.err == nil && len(o.list) > 0 {
		return fmt.Errorf("%s%s has no key %s", what, name, quoted(o.list[0].key))
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
func numberValue(value string, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("a whole number from %d to %d is wanted", low, high)
	}
	return n, nil
}

// textValue takes a text, or {"hex":"…"} for one that is not UTF-8.
func textValue(value string) (string, error) {
	if isOpen(value, '"') {
		return unquoted(value), nil
	}
	if isOpen(value, '{') {
		o := newObject(value)
		b, err := hexValue(o.need("hex"))
		o.fail(err)
		return string(b), o.done("a text", "")
	}
	return "", errors.New(`a text is wanted, or {"hex":"…"} for bytes that are not UTF-8`)
}

// hexValue takes bytes written in hexadecimal.
func hexValue(value string) ([]byte, error) {
	if !isOpen(value, '"') {
		return nil, errors.New("a text of hexadecimal digits is wanted")
	}
	b, err := hex.DecodeString(unquoted(value))
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
