package config

import (
	"fmt"
	"slices"
	"strings"
)

// field is a key of the file: how its value gets into an S, and out again.
type field[S any] struct {
	key     string // the full key; of a project, the key within it
	set     func(*S, any, source) []fault
	show    func(*S) any
	restart bool // a change takes effect with the next start only
}

// fault is what is wrong with a value, said as what follows the key: "is not …".
type fault struct {
	message, fix string
	warning      bool // the value is in force nevertheless
}

func faulty(message, fix string) []fault { return []fault{{message: message, fix: fix}} }

// mistyped says that a value is of another type than its key wants.
func mistyped(want string, value any) []fault {
	return faulty("must be "+want+", not "+typeName(value), "")
}

func typeName(value any) string {
	switch value.(type) {
	case string:
		return "text"
	case bool:
		return "true or false"
	case int64:
		return "a whole number"
	case float64:
		return "a number with a fraction"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date or a time"
}

// truth is a key whose value is true or false.
func truth[S any](key string, at func(*S) *bool) field[S] {
	return field[S]{key: key, show: func(s *S) any { return *at(s) }, set: func(s *S, value any, _ source) []fault {
		b, ok := value.(bool)
		if !ok {
			return mistyped("true or false", value)
		}
		*at(s) = b
		return nil
	}}
}

// number is a key whose value is a whole number from least to most.
func number[S any](key string, at func(*S) *int, least, most int) field[S] {
	return field[S]{key: key, show: func(s *S) any { return *at(s) }, set: func(s *S, value any, _ source) []fault {
		n, ok := value.(int64)
		switch {
		case !ok:
			return mistyped("a whole number", value)
		case n < int64(least) || n > int64(most):
			return faulty(fmt.Sprintf("must be from %d to %d", least, most), "")
		}
		*at(s) = int(n)
		return nil
	}}
}

// text is a key whose value is a text that check finds nothing wrong with. The
// empty text always is right.
func text[S any](key string, at func(*S) *string, check func(string) []fault) field[S] {
	return field[S]{key: key, show: func(s *S) any { return *at(s) }, set: func(s *S, value any, _ source) []fault {
		t, ok := value.(string)
		if !ok {
			return mistyped("text", value)
		}
		if t != "" {
			if faults := check(t); faults != nil {
				return faults
			}
		}
		*at(s) = t
		return nil
	}}
}

// choice is a key whose value is one of a few texts.
func choice[S any](key string, at func(*S) *string, choices []string) field[S] {
	return field[S]{key: key, show: func(s *S) any { return *at(s) }, set: func(s *S, value any, _ source) []fault {
		t, ok := value.(string)
		switch {
		case !ok:
			return mistyped("text", value)
		case !slices.Contains(choices, t):
			return notAmong(t, choices)
		}
		*at(s) = t
		return nil
	}}
}

func notAmong(value string, choices []string) []fault {
	fix := ""
	if near := nearest(value, choices); near != "" {
		fix = fmt.Sprintf("did you mean %q?", near)
	}
	return faulty("is "+quoted(value)+" and must be one of "+strings.Join(choices, ", "), fix)
}

// secret is a key whose value is a secret reference.
func secret[S any](key string, at func(*S) *Ref, check func(string) error) field[S] {
	return field[S]{key: key, show: func(s *S) any { return *at(s) }, set: func(s *S, value any, from source) []fault {
		t, ok := value.(string)
		if !ok {
			return mistyped("text", value)
		}
		r, faults := parseRef(t, from, check)
		*at(s) = r
		return faults
	}}
}
