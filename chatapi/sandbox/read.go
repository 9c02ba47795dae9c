package sandbox

import (
	"encoding/json"
	"net/http"
)

// object reads a JSON object key by key: a struct would take keys of any letter
// case, and the API's are case-sensitive.
func (c *call) object(raw []byte) (map[string]json.RawMessage, refused) {
	var fields map[string]json.RawMessage
	return fields, c.decode(raw, &fields)
}

func (c *call) array(raw []byte) ([]json.RawMessage, refused) {
	var elements []json.RawMessage
	return elements, c.decode(raw, &elements)
}

// decode tells what is not JSON from JSON of another kind.
func (c *call) decode(raw []byte, into any) refused {
	if !json.Valid(raw) {
		return c.refuse(http.StatusBadRequest, "json_parse", unexpected)
	}
	if json.Unmarshal(raw, into) != nil {
		return c.refuse(http.StatusBadRequest, "", "")
	}
	return nil
}

// field gives a text field, "" where it is absent or null; ok is false where
// something else stands in its place.
func field(fields map[string]json.RawMessage, key string) (value string, ok bool) {
	raw := fields[key]
	if raw == nil {
		return "", true
	}
	return value, json.Unmarshal(raw, &value) == nil
}

func texts(raw json.RawMessage) (list []string, ok bool) {
	return list, raw != nil && json.Unmarshal(raw, &list) == nil
}
