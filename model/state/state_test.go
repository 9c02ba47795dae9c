package state_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/model/state"
)

// newStore gives a store that waits by the real clock: the other consoles of these
// tests do so too.
func newStore(dir string) *state.Store { return state.New(dir, nap) }

func nap(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func text(s string) *string { return &s }

func sample() state.List {
	return state.List{KeepTokens: true, Rows: []state.Row{
		{Name: "lobby", Token: "007eJx-token", Description: json.RawMessage(`{"version":"007","a":"<&>"}`), Signed: "valid"},
		{Name: "Ünï \"q\" \u2028\n日本", Channel: text(""), UID: text("42")},
		{Name: ""},
	}}
}

func path(dir string) string { return filepath.Join(dir, "watch.json") }

// load loads with a new store and wants neither notice nor error.
func load(t *testing.T, dir string) state.List {
	t.Helper()
	l, notice, err := newStore(dir).Load(t.Context())
	if err != nil || notice != "" {
		t.Fatalf("Load: %q, %v", notice, err)
	}
	return l
}

// opened gives a store that has been read.
func opened(t *testing.T, dir string) *state.Store {
	t.Helper()
	s := newStore(dir)
	if _, _, err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func save(t *testing.T, s *state.Store, generation uint64, l state.List) {
	t.Helper()
	if err := s.Save(t.Context(), generation, l); err != nil {
		t.Fatal(err)
	}
}

// files gives the names and contents of a folder, but for the lock, which stays.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "watch.lock" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[e.Name()] = string(data)
	}
	return found
}

func TestRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when written")
	s := opened(t, dir)
	if _, err := os.Stat(dir); err == nil {
		t.Error("Load makes the folder")
	}
	for i, l := range []state.List{sample(), {}, {KeepTokens: true}, sample()} {
		save(t, s, uint64(i+1), l)
		if got := load(t, dir); !reflect.DeepEqual(got, l) {
			t.Errorf("saved  %+v\nloaded %+v", l, got)
		}
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %d files", len(got))
	}
}

func TestTokensAreLeftOut(t *testing.T) {
	dir, l := t.TempDir(), sample()
	l.KeepTokens = false
	save(t, opened(t, dir), 1, l)
	if strings.Contains(files(t, dir)["watch.json"], "007eJx-token") {
		t.Error("the file holds a token")
	}
	if l.Rows[0].Token == "" {
		t.Error("Save changes its argument")
	}
}

func TestNowhere(t *testing.T) {
	s := newStore("")
	save(t, s, 1, sample())
	if l, notice, err := s.Load(t.Context()); len(l.Rows) != 0 || notice != "" || err != nil {
		t.Errorf("Load: %v, %q, %v", l, notice, err)
	}
}

func TestGenerations(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	named := func(name string) state.List { return state.List{Rows: []state.Row{{Name: name}}} }
	for _, c := range []struct {
		generation uint64
		name, want string
	}{{0, "first", "first"}, {0, "again", "first"}, {5, "five", "five"}, {4, "four", "five"}, {5, "other five", "five"}, {6, "six", "six"}} {
		save(t, s, c.generation, named(c.name))
		if got := load(t, dir).Rows[0].Name; got != c.want {
			t.Errorf("after generation %d the file has %q, want %q", c.generation, got, c.want)
		}
	}
}

func TestSavesAtOnce(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	var all sync.WaitGroup
	for g := range uint64(40) {
		all.Go(func() {
			if err := s.Save(t.Context(), g, state.List{Rows: []state.Row{{Name: fmt.Sprint(g)}}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := load(t, dir).Rows[0].Name; got != "39" {
		t.Errorf("the file has generation %s", got)
	}
}

func TestManyRows(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	rows := make([]state.Row, 10_001)
	if err := s.Save(t.Context(), 1, state.List{Rows: rows}); err == nil {
		t.Error("10 001 rows are saved")
	}
	save(t, s, 1, state.List{Rows: rows[1:]})
	if n := len(load(t, dir).Rows); n != 10_000 {
		t.Errorf("%d rows are loaded", n)
	}
}

func TestWhatCannotBeSaved(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	save(t, s, 1, sample())
	deep := func(n int) json.RawMessage {
		return json.RawMessage(strings.Repeat("[", n) + strings.Repeat("]", n))
	}
	for name, row := range map[string]state.Row{
		"no JSON":      {Description: json.RawMessage(`{"secret":`)},
		"two values":   {Description: json.RawMessage(`"secret" "secret"`)},
		"deep":         {Description: deep(10_000)},
		"deeper":       {Description: deep(10_001)},
		"longest name": {Name: strings.Repeat("x", 64<<20)},
	} {
		err := s.Save(t.Context(), 2, state.List{Rows: []state.Row{{}, row}})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
		if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
			t.Errorf("%s: the file is not as it was: %v", name, got)
		}
	}
}

func TestNotUTF8(t *testing.T) {
	dir := t.TempDir()
	save(t, opened(t, dir), 1, state.List{Rows: []state.Row{{Name: "a\xff", Channel: text("\xc3"), Description: json.RawMessage("\"\xfe\"")}}})
	row := load(t, dir).Rows[0]
	if row.Name != "a\ufffd" || *row.Channel != "\ufffd" || string(row.Description) != "\"\ufffd\"" {
		t.Errorf("loaded %+q", []string{row.Name, *row.Channel, string(row.Description)})
	}
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	dir := filepath.Join(t.TempDir(), "state")
	s := opened(t, dir)
	save(t, s, 1, sample())
	mode := func(p string, want os.FileMode) {
		t.Helper()
		info, err := os.Stat(p)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", filepath.Base(p), info.Mode(), err)
		}
	}
	mode(dir, 0o700)
	mode(path(dir), 0o600)
	if err := os.Chmod(path(dir), 0o666); err != nil {
		t.Fatal(err)
	}
	save(t, s, 2, sample())
	mode(path(dir), 0o600)
	if err := os.WriteFile(path(dir), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path(dir), 0o644); err != nil {
		t.Fatal(err)
	}
	opened(t, dir)
	mode(path(dir)+".damaged-1", 0o600)
}

func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"watch.json.tmp-123", "watch.json.tmp-", "watch.json.tmp-12x", "watch.json.tmp", "other.tmp-1"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "watch.json.tmp-5"), 0o700); err != nil {
		t.Fatal(err)
	}
	load(t, dir)
	entries, _ := os.ReadDir(dir)
	if len(entries) != 6 { // with the lock
		t.Errorf("left are %v", entries)
	}
	if _, err := os.Stat(filepath.Join(dir, "watch.json.tmp-123")); err == nil {
		t.Error("the leftover is there")
	}
}

// TestStartsDuringSaves opens consoles while another one saves: they sweep, and
// must not take what is being written for a leftover.
func TestStartsDuringSaves(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	save(t, s, 0, sample())
	for g := range uint64(60) {
		var all sync.WaitGroup
		for range 3 { // fewer than a save has tries
			all.Go(func() {
				if l, notice, err := newStore(dir).Load(t.Context()); err != nil || notice != "" || !reflect.DeepEqual(l, sample()) {
					t.Errorf("Load: %v, %q, %v", l, notice, err)
				}
			})
		}
		save(t, s, g+1, sample())
		all.Wait()
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %d files", len(got))
	}
}
