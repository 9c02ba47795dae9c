package config

import (
	"reflect"
	"slices"
)

// Value is one setting in force, for showing: secrets are [Ref] and show masked.
type Value struct {
	Key    string `json:"key"`
	Value  any    `json:"value"` // string, bool, int, Ref or a list of these
	Origin string `json:"origin"`
}

// Values gives all settings in force, in the order of config.example.toml, and
// where each came from.
func (s Settings) Values() []Value {
	var all []Value
	for _, f := range settingFields() {
		all = append(all, Value{f.key, f.show(&s), s.Origins[f.key]})
	}
	for _, action := range sortedKeys(s.Keys) {
		key := join("keys", action)
		all = append(all, Value{key, s.Keys[action], s.Origins[key]})
	}
	for i := range s.Projects {
		d := &s.Projects[i]
		for _, f := range projectFields()[1:] {
			all = append(all, Value{join("project", d.Name) + "." + f.key, f.show(d), d.Origin})
		}
	}
	return all
}

// Changed gives the keys whose values differ between two readings, in order, and
// of these the ones that take effect only with the next start of the console.
func Changed(before, after Settings) (keys, restart []string) {
	old := map[string]any{}
	for _, v := range before.Values() {
		old[v.Key] = v.Value
	}
	for _, v := range after.Values() {
		was, ok := old[v.Key]
		if delete(old, v.Key); !ok || !reflect.DeepEqual(was, v.Value) {
			keys = append(keys, v.Key)
		}
	}
	keys = append(keys, sortedKeys(old)...)
	for _, f := range settingFields() {
		if f.restart && slices.Contains(keys, f.key) {
			restart = append(restart, f.key)
		}
	}
	return keys, restart
}
