package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// reader takes the values of a parsed file into settings.
type reader struct {
	source
	outline
	settings *Settings
	report   *report
}

// read takes a file's text into s, which holds the defaults, and gives the places
// of its keys.
func read(text string, from source, s *Settings, to *report) outline {
	text = strings.TrimPrefix(text, "\ufeff")
	r := reader{source: from, outline: outlineOf(text), settings: s, report: to}
	if r.excess != "" {
		to.add(Problem{File: from.path, Line: r.where.line, Column: r.where.column,
			Message: r.excess + ": this is no configuration; the whole file is ignored", Fatal: true})
		return r.outline
	}
	root, err := decode(text)
	if err != nil {
		to.add(syntaxProblem(err, text, from.path, r.outline))
		return r.outline
	}
	r.root(root)
	return r.outline
}

// decode parses TOML. The parser panics where it finds itself in error; a hostile
// file must not get further than that.
func decode(text string) (root map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("the parser gave up")
		}
	}()
	_, err = toml.Decode(text, &root)
	return root, err
}

func (r *reader) root(root map[string]any) {
	known := settingFields()
	for _, name := range sortedKeys(root) {
		switch value := root[name]; {
		case name == "keys":
			r.keys(value)
		case name == "project":
			r.projects(value)
		case slices.Contains(tables(known), name):
			r.table(name, value, known)
		default:
			r.setting(join("", name), value, known)
		}
	}
}

// table takes [ui], [state] or [server].
func (r *reader) table(name string, value any, known []field[Settings]) {
	values, ok := value.(map[string]any)
	if !ok {
		r.fault(name, name, fault{message: "must be a table, not " + typeName(value), fix: "write [" + name + "] on a line of its own"})
		return
	}
	for _, key := range sortedKeys(values) {
		r.setting(join(name, key), values[key], known)
	}
}

// setting takes the value of one key.
func (r *reader) setting(key string, value any, known []field[Settings]) {
	i := slices.IndexFunc(known, func(f field[Settings]) bool { return f.key == key })
	if i < 0 {
		r.unknown(key, key, append(append(keysOf(known), tables(known)...), "keys", "project"))
		return
	}
	faults := known[i].set(r.settings, value, r.source)
	if used(faults) {
		r.settings.Origins[key] = r.origin(key)
	}
	for _, f := range faults {
		r.fault(key, key, f)
	}
}

// used reports whether faults leave a value in force.
func used(faults []fault) bool {
	return !slices.ContainsFunc(faults, func(f fault) bool { return !f.warning })
}

const maxKeyName = 64 // bytes of an action or a key in [keys]

// keys takes [keys].
func (r *reader) keys(value any) {
	values, ok := value.(map[string]any)
	if !ok {
		r.fault("keys", "keys", fault{message: "must be a table, not " + typeName(value), fix: "write [keys] on a line of its own"})
		return
	}
	for _, action := range sortedKeys(values) {
		path := join("keys", action)
		key, ok := values[action].(string)
		switch {
		case !ok:
			r.fault(path, path, mistyped("the name of a key", values[action])[0])
		case len(action) > maxKeyName || len(key) > maxKeyName || visible(action) != action || visible(key) != key:
			r.fault(path, path, fault{message: "is too long, or holds control or invisible characters"})
		default:
			r.settings.Keys[action] = key
			r.settings.Origins[path] = r.origin(path)
		}
	}
}

// unknown reports a key that agtok does not know. The path says where it stands.
func (r *reader) unknown(path, key string, known []string) {
	f := fault{message: "is not a key that agtok knows"}
	if r.report.full() {
		// Nobody will read it: spare the search.
	} else if near := nearestKey(key, known); near != "" {
		f.fix = "did you mean " + bracketed(near) + "?"
	} else if here := siblings(key, known); here != nil {
		f.fix = "known here are " + strings.Join(here, ", ")
	}
	r.fault(path, key, f)
}

// bracketed writes the name of a table the way the file has it.
func bracketed(key string) string {
	switch key {
	case "project":
		return "[[project]]"
	case "ui", "state", "server", "keys":
		return "[" + key + "]"
	}
	return key
}

// fault reports what is wrong with the value of a key. The path says where it
// stands.
func (r *reader) fault(path, key string, f fault) {
	message := visible(key) + " " + f.message
	if !f.warning {
		message += "; ignored"
	}
	p := r.places[path]
	r.report.add(Problem{File: r.path, Line: p.line, Column: p.column, Key: key, Message: message, Fix: f.fix, Warning: f.warning})
}

// origin says where the value of a path was read.
func (r *reader) origin(path string) string {
	return fmt.Sprintf("%s:%d", escaped(r.path), r.places[path].line)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
