package renewal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"agtok/token"
)

// Change is a field of the description that differs.
type Change struct {
	// Field is its path, as in "expire" or "services[0].privileges.joinChannel", by the
	// old token's services. A service that only the new one has is a change of
	// "services".
	Field string `json:"field"`
	// Old and New are JSON: the values as descriptions write them, null where there is
	// none. Everything that is not printable stands as an escape in them.
	Old json.RawMessage `json:"old"`
	New json.RawMessage `json:"new"`
}

// absent stands for a field that one of the tokens does not have.
const absent = "null"

// changes compares the descriptions of two tokens, in the order of the old one's.
// It never gives nil. Where the descriptions agree and the signatures do not, it
// gives "signature".
func changes(a, b *token.Token) []Change {
	was, next := members(a.AppendDescription(nil)), members(b.AppendDescription(nil))
	list := []Change{}
	list = objects(list, "", without(was, "services"), without(next, "services"))
	list = services(list, valueOf(was, "services"), valueOf(next, "services"))
	if len(list) == 0 && !bytes.Equal(a.Signature, b.Signature) {
		hexText := func(sum []byte) json.RawMessage { return fmt.Appendf(nil, `"%x"`, sum) }
		list = append(list, Change{"signature", hexText(a.Signature), hexText(b.Signature)})
	}
	return list
}

// member is a key of an object with its value.
type member struct {
	key string
	raw json.RawMessage
}

// members gives the members of a JSON object in order; nil if raw is none.
func members(raw json.RawMessage) []member {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return nil
	}
	var list []member
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil
		}
		m := member{key: fmt.Sprint(key)}
		if dec.Decode(&m.raw) != nil {
			return nil
		}
		list = append(list, m)
	}
	return list
}

func without(list []member, key string) []member {
	return slices.DeleteFunc(slices.Clone(list), func(m member) bool { return m.key == key })
}

func valueOf(list []member, key string) json.RawMessage {
	for _, m := range list {
		if m.key == key {
			return m.raw
		}
	}
	return nil
}

// objects compares the members of two objects at path.
func objects(list []Change, path string, was, next []member) []Change {
	values := make(map[string]json.RawMessage, len(next)) // of next that are left
	for _, m := range next {
		values[m.key] = m.raw
	}
	for _, m := range was {
		list = pair(list, join(path, m.key), m.raw, values[m.key])
		delete(values, m.key)
	}
	for _, m := range next {
		if _, only := values[m.key]; only {
			list = pair(list, join(path, m.key), nil, m.raw)
		}
	}
	return list
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// pair compares two values at path; nil is none. Objects are compared member by
// member, but not the one that stands for a text which is not UTF-8.
func pair(list []Change, path string, was, next json.RawMessage) []Change {
	a, b := members(was), members(next)
	switch {
	case bytes.Equal(was, next):
		return list
	case a != nil && b != nil && !isHex(a) && !isHex(b):
		return objects(list, path, a, b)
	}
	return append(list, Change{path, orAbsent(was), orAbsent(next)})
}

func isHex(object []member) bool { return len(object) == 1 && object[0].key == "hex" }

func orAbsent(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage(absent)
	}
	return raw
}

// services compares two lists of services: the first of a type with the first of
// that type, and so on.
func services(list []Change, was, next json.RawMessage) []Change {
	added := elements(next)
	queue := map[string][]int{} // places in added, by kind
	for i, s := range added {
		k := kind(s)
		queue[k] = append(queue[k], i)
	}
	for i, old := range elements(was) {
		path, k := "services["+strconv.Itoa(i)+"]", kind(old)
		if len(queue[k]) == 0 {
			list = append(list, Change{path, old, json.RawMessage(absent)})
			continue
		}
		at := queue[k][0]
		queue[k] = queue[k][1:]
		if !bytes.Equal(old, added[at]) {
			list = objects(list, path, members(old), members(added[at]))
		}
		added[at] = nil
	}
	for _, s := range added {
		if s != nil {
			list = append(list, Change{"services", json.RawMessage(absent), s})
		}
	}
	return list
}

func elements(raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// kind gives what two services must share to be compared.
func kind(service json.RawMessage) string {
	m := members(service)
	return string(valueOf(m, "type")) + string(valueOf(m, "typeId"))
}
