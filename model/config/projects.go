package config

import (
	"fmt"
	"slices"
)

// projects takes the list of tables [[project]].
func (r *reader) projects(value any) {
	entries, ok := asTables(value)
	if !ok {
		r.fault("project", "project", fault{message: "must be a list of tables", fix: "write [[project]], with two brackets, before each project"})
		return
	}
	for i, entry := range entries {
		r.project(element("project", i), entry)
	}
}

// asTables takes both forms that TOML has for a list of tables.
func asTables(value any) ([]map[string]any, bool) {
	if entries, ok := value.([]map[string]any); ok {
		return entries, true
	}
	values, ok := value.([]any)
	if !ok {
		return nil, false
	}
	entries := make([]map[string]any, len(values))
	for i, v := range values {
		if entries[i], ok = v.(map[string]any); !ok {
			return nil, false
		}
	}
	return entries, true
}

// project takes one [[project]], which stands at path.
func (r *reader) project(path string, entry map[string]any) {
	d := Declared{Origin: r.origin(path)}
	naming := map[string]fault{} // what is wrong with the name and the App ID
	values, known := flat(entry), projectFields()
	for _, key := range sortedKeys(values) {
		at, full := path+"."+key, "project."+key
		i := slices.IndexFunc(known, func(f field[Declared]) bool { return f.key == key })
		switch {
		case key == "chat":
			r.fault(at, full, fault{message: "must be a table", fix: "write [project.chat] after the [[project]] that it belongs to"})
			continue
		case i < 0:
			r.unknown(at, full, append(prefixed(keysOf(known)), "project.chat"))
			continue
		}
		for _, f := range known[i].set(&d, values[key], r.source) {
			if key == "name" || key == "app_id" {
				naming[key] = f
				continue
			}
			r.fault(at, full, f)
		}
	}
	r.declare(path, d, naming)
}

// flat puts the keys of [project.chat] beside the others, as chat.host.
func flat(entry map[string]any) map[string]any {
	all := map[string]any{}
	for key, value := range entry {
		table, ok := value.(map[string]any)
		if key != "chat" || !ok {
			all[join("", key)] = value
			continue
		}
		for sub, value := range table {
			all[join("chat", sub)] = value
		}
	}
	return all
}

func prefixed(keys []string) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = "project." + k
	}
	return all
}

// declare adds a project unless what names it is wrong.
func (r *reader) declare(path string, d Declared, naming map[string]fault) {
	if f, bad := naming["name"]; bad {
		r.refuse(path, "name", "", f)
	} else if f, bad := r.nameTaken(d.Name); bad {
		r.refuse(path, "name", "", f)
	} else if f, bad := naming["app_id"]; bad {
		r.refuse(path, "app_id", d.Name, f)
	} else if d.AppID == "" {
		r.refuse(path, "app_id", d.Name, fault{message: "is missing", fix: `add app_id = "…"`})
	} else {
		r.settings.Projects = append(r.settings.Projects, d)
	}
}

// nameTaken tells why no project of the file can have this name, if so.
func (r *reader) nameTaken(name string) (fault, bool) {
	const fix = "choose another name"
	switch {
	case name == "":
		return fault{message: "is missing", fix: `add name = "…"`}, true
	case isReserved(name):
		return fault{message: "is " + quoted(name) + ", which agtok keeps for itself", fix: fix}, true
	case slices.ContainsFunc(r.settings.Projects, func(d Declared) bool { return d.Name == name }):
		return fault{message: "is " + quoted(name) + ", as is an earlier project's", fix: fix}, true
	}
	return fault{}, false
}

// refuse reports a project that is left out because of one key, and remembers it
// by its name, "" if it has none.
func (r *reader) refuse(path, key, name string, f fault) {
	at, ok := r.places[path+"."+key]
	if !ok {
		at = r.places[path]
	}
	why := "project." + key + " " + f.message
	if name != "" {
		why = fmt.Sprintf("project.%s of %s %s", key, quoted(name), f.message)
	}
	r.settings.refused = append(r.settings.refused, refusal{name, fmt.Sprintf("%s (%s:%d)", why, escaped(r.path), at.line)})
	r.report.add(Problem{File: r.path, Line: at.line, Column: at.column, Key: "project." + key,
		Message: why + "; the project is ignored", Fix: f.fix})
}
