package state_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"agtok/model/state"
)

// FuzzLoad: whatever a file holds, it is loaded, or left alone, or kept aside
// byte for byte; and what was loaded can be saved and loaded again. Sealed bytes
// are the rows of a file with the right checksum.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(""), false)
	f.Add([]byte(`{"version":3}`), false)
	f.Add([]byte(file("1", "true", `[{"name":"a"}]`)), false)
	f.Add([]byte(`[{"name":"a","token":"t","description":{"x":[1]},"uid":"0"}]`), true)
	f.Fuzz(func(t *testing.T, content []byte, sealed bool) {
		if sealed {
			content = []byte(file("1", "true", string(content)))
		}
		dir := t.TempDir()
		put(t, dir, string(content))
		s := newStore(dir)
		l, notice, err := s.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept := files(t, dir)
		if len(kept) != 1 || kept["watch.json"]+kept["watch.json.damaged-1"] != string(content) {
			t.Fatalf("the folder holds %q", kept)
		}
		_, aside := kept["watch.json.damaged-1"]
		if aside && notice == "" || aside && len(l.Rows) > 0 || strings.ContainsAny(notice, "\x1b\u202e") {
			t.Fatalf("%d rows, notice %q", len(l.Rows), notice)
		}
		if notice != "" && !aside {
			return // of a newer version
		}
		save(t, s, 1, l)
		if got := load(t, dir); !reflect.DeepEqual(tidy(got), tidy(l)) {
			t.Fatalf("loaded %+v\nagain  %+v", l, got)
		}
		if _, err := os.Stat(filepath.Join(dir, "watch.json.damaged-2")); err == nil {
			t.Fatal("what was saved is damaged")
		}
	})
}

// tidy leaves out what a save may change: the spaces of descriptions, and tokens
// in a list that keeps none.
func tidy(l state.List) state.List {
	for i := range l.Rows {
		l.Rows[i].Description = nil
		if !l.KeepTokens {
			l.Rows[i].Token = ""
		}
	}
	if len(l.Rows) == 0 {
		l.Rows = nil
	}
	return l
}
