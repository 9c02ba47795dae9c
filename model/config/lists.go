package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxList bounds the elements of a list.
const maxList = 32

// list is a key whose value is a list. read takes one element; the elements it
// finds wrong are left out, and of a list that holds no others nothing is taken.
func list[S, E any](key string, at func(*S) *[]E, show func(E) any, read func(any, source) (E, []fault)) field[S] {
	return field[S]{
		key: key,
		show: func(s *S) any {
			shown := make([]any, 0, len(*at(s)))
			for _, e := range *at(s) {
				shown = append(shown, show(e))
			}
			return shown
		},
		set: func(s *S, value any, from source) []fault {
			values, ok := value.([]any)
			if !ok {
				return mistyped("a list", value)
			}
			elements, faults := readList(values, from, read)
			if len(elements) > 0 || len(values) == 0 {
				*at(s) = elements
			}
			return faults
		},
	}
}

func readList[E any](values []any, from source, read func(any, source) (E, []fault)) (elements []E, faults []fault) {
	if len(values) > maxList {
		faults = faulty(fmt.Sprintf("has %d elements, of which the first %d count", len(values), maxList), "")
		values = values[:maxList]
	}
	for i, value := range values {
		e, found := read(value, from)
		for _, f := range found {
			f.message = fmt.Sprintf("element %d %s", i+1, f.message)
			faults = append(faults, f)
		}
		if !slices.ContainsFunc(found, func(f fault) bool { return !f.warning }) {
			elements = append(elements, e)
		}
	}
	return elements, faults
}

// texts is a list of texts that check finds nothing wrong with.
func texts[S any](key string, at func(*S) *[]string, check func(string) []fault) field[S] {
	return list(key, at, func(e string) any { return e }, func(value any, _ source) (string, []fault) {
		t, ok := value.(string)
		if !ok {
			return "", mistyped("text", value)
		}
		return t, check(t)
	})
}

// durations is a list of durations, from least to most.
func durations[S any](key string, at func(*S) *[]time.Duration, least, most time.Duration) field[S] {
	show := func(d time.Duration) any { return shortDuration(d) }
	return list(key, at, show, func(value any, _ source) (time.Duration, []fault) {
		d, faults := readDuration(value)
		if faults == nil && (d < least || d > most) {
			faults = faulty(fmt.Sprintf("must be from %s to %s", shortDuration(least), shortDuration(most)), "")
		}
		return d, faults
	})
}

// readDuration takes a number of seconds, as a number or as text, or a text such
// as 1h30m.
func readDuration(value any) (time.Duration, []fault) {
	const forms = "write it as 30s, 5m or 1h30m"
	seconds, ok := value.(int64)
	if t, isText := value.(string); isText {
		n, err := strconv.ParseUint(t, 10, 31)
		if err != nil {
			d, err := time.ParseDuration(t)
			if err != nil || d%time.Second != 0 {
				return 0, faulty("is not a duration in whole seconds", forms)
			}
			return d, nil
		}
		seconds, ok = int64(n), true
	}
	switch {
	case !ok:
		return 0, mistyped("a duration", value)
	case seconds < 0 || seconds > math.MaxInt32:
		return 0, faulty("is out of range", forms)
	}
	return time.Duration(seconds) * time.Second, nil
}

// shortDuration writes whole seconds without the parts that are zero: 5m, 1h30m.
func shortDuration(d time.Duration) string {
	t := d.String()
	for _, zero := range []struct{ tail, short string }{{"m0s", "m"}, {"h0m", "h"}} {
		if head, ok := strings.CutSuffix(t, zero.tail); ok {
			t = head + zero.short
		}
	}
	return t
}

// secrets is a list of secret references.
func secrets[S any](key string, at func(*S) *[]Ref, check func(string) error) field[S] {
	return list(key, at, func(r Ref) any { return r }, func(value any, from source) (Ref, []fault) {
		t, ok := value.(string)
		switch {
		case !ok:
			return Ref{}, mistyped("text", value)
		case t == "":
			return Ref{}, faulty("is empty", "")
		}
		return parseRef(t, from, check)
	})
}
