package ui_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"agtok/ui"
)

// keyRows gives every action of the console in all its [states]: actions that are
// only there in some of them are added once.
func keyRows(t testing.TB) []ui.KeyRow {
	var rows []ui.KeyRow
	seen := map[string]bool{}
	for _, s := range states() {
		u := open(t, 120, 36)
		s.play(u)
		for _, r := range ui.KeyTable(u.shell) {
			if id := r.Pane + " " + r.ID; !seen[id] && len(r.Keys) > 0 {
				seen[id] = true
				rows = append(rows, r)
			}
		}
	}
	var order []string
	for _, p := range panes() {
		order = append(order, p.name)
	}
	order = append(order, "")
	slices.SortStableFunc(rows, func(a, b ui.KeyRow) int { return slices.Index(order, a.Pane) - slices.Index(order, b.Pane) })
	return rows
}

func TestNoKeyMeansTwoThings(t *testing.T) {
	for _, s := range states() {
		u := open(t, 120, 36)
		s.play(u)
		taken := map[string]string{}
		for _, r := range ui.KeyTable(u.shell) {
			for _, k := range r.Keys {
				name := r.Pane + " " + k
				if other, ok := taken[name]; ok {
					t.Errorf("%s: in %q the key %s means %s and %s", s.name, r.Pane, k, other, r.ID)
				}
				taken[name] = r.ID
				key(t, k)
				if k == "ctrl+i" || k == "ctrl+m" || k == "ctrl+[" || strings.HasPrefix(k, "ctrl+shift") {
					t.Errorf("%s: terminals can't tell %s from another key", r.ID, k)
				}
			}
		}
		if len(taken) < 20 {
			t.Fatalf("only %d keys", len(taken))
		}
	}
}

func TestNoPaneHidesAKeyOfTheShell(t *testing.T) {
	for _, s := range states() {
		u := open(t, 120, 36)
		s.play(u)
		shell := map[string]string{}
		rows := ui.KeyTable(u.shell)
		for _, r := range rows {
			for _, k := range r.Keys {
				if r.Pane == "" {
					shell[k] = r.ID
				}
			}
		}
		for _, r := range rows {
			for _, k := range r.Keys {
				if id, hidden := shell[k]; r.Pane != "" && hidden {
					t.Errorf("%s: %s takes %s from %s", s.name, r.ID, k, id)
				}
			}
		}
	}
}

const (
	keysBegin = "<!-- keys: made from the bindings by go test ./ui -update -->\n"
	keysEnd   = "<!-- end of keys -->\n"
)

// TestReadmeListsTheKeys holds the README's table of keys to the bindings.
func TestReadmeListsTheKeys(t *testing.T) {
	const path = "../README.md"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), keysBegin)
	_, after, ok2 := strings.Cut(rest, keysEnd)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the keys")
	}
	want := before + keysBegin + keysTable(keyRows(t)) + keysEnd + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(data) {
		t.Error("README.md lists other keys than there are; go test ./ui -update writes them")
	}
}

func keysTable(rows []ui.KeyRow) string {
	var b strings.Builder
	b.WriteString("| where | key | does |\n| --- | --- | --- |\n")
	for _, r := range rows {
		where := r.Pane
		if where == "" {
			where = "everywhere"
		}
		var keys []string
		for _, k := range r.Keys {
			keys = append(keys, "`"+ui.KeyLabel(k)+"`")
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", where, strings.ReplaceAll(strings.Join(keys, " "), "|", `\|`), r.Title)
	}
	return b.String()
}
