package state_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"agtok/model/state"
)

// file gives a file's text with the right checksum for these rows.
func file(version, keep, rows string) string {
	return fmt.Sprintf(`{"version":%s,"checksum":"sha256:%x","keepTokens":%s,"rows":%s}`, version, sha256.Sum256([]byte(keep+rows)), keep, rows)
}

func put(t *testing.T, dir, content string) {
	t.Helper()
	if err := os.WriteFile(path(dir), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFormat(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, file("1", "true", `[{"name":"a","token":"t","description":{"x":1},"channelName":"c","uid":"u","signed":"valid"}]`))
	row := load(t, dir).Rows[0]
	if row.Name != "a" || row.Token != "t" || string(row.Description) != `{"x":1}` || *row.Channel != "c" || *row.UID != "u" || row.Signed != "valid" {
		t.Errorf("loaded %+v", row)
	}
}

func TestDamage(t *testing.T) {
	good := file("1", "false", `[{"name":"secret"}]`)
	for _, c := range []struct{ name, content, why string }{
		{"empty", "", "not JSON"},
		{"cut", good[:len(good)-9], "not JSON"},
		{"one bit", strings.Replace(good, `"secret"`, `"secreu"`, 1), "checksum"},
		{"another flag", strings.Replace(good, "false", "true", 1), "checksum"},
		{"a row less", strings.Replace(good, `{"name":"secret"}`, "", 1), "checksum"},
		{"no checksum", `{"version":1,"rows":[]}`, "checksum"},
		{"zeros", strings.Repeat("\x00", 512), "not JSON"},
		{"not UTF-8", strings.Replace(good, "secret", "\xff", 1), "UTF-8"},
		{"two values", good + good, "not JSON"},
		{"no object", "[]", "wrong type"},
		{"null", "null", "no version"},
		{"no version", "{}", "no version"},
		{"version 0", file("0", "false", "[]"), "no version"},
		{"version of a wrong type", file(`"1"`, "false", "[]"), "wrong type"},
		{"version beyond all", file("99999999999999999999", "false", "[]"), "wrong type"},
		{"rows of a wrong type", file("1", "false", `{"a":1}`), "no list"},
		{"rows null", file("1", "false", `null`), "no list"},
		{"a row of a wrong type", file("1", "false", `["a"]`), "wrong type"},
		{"a name of a wrong type", file("1", "false", `[{"name":1}]`), "wrong type"},
		{"an unknown field", file("1", "false", `[{"name":"a","secret":1}]`), "field"},
		{"an unknown field outside", strings.Replace(good, `{"v`, `{"secret":1,"v`, 1), "field"},
		{"too many rows", file("1", "false", "["+strings.Repeat("{},", 10_000)+"{}]"), "10000 rows"},
	} {
		dir := t.TempDir()
		put(t, dir, c.content)
		s := newStore(dir)
		l, notice, err := s.Load(t.Context())
		if err != nil || len(l.Rows) != 0 {
			t.Errorf("%s: %v, %v", c.name, l, err)
		}
		if !strings.Contains(notice, c.why) || !strings.Contains(notice, "watch.json.damaged-1") || strings.Contains(notice, "secre") {
			t.Errorf("%s: the notice is %q, want %q in it", c.name, notice, c.why)
		}
		save(t, s, 1, sample())
		if got := files(t, dir); got["watch.json.damaged-1"] != c.content || len(got) != 2 {
			t.Errorf("%s: what was damaged is not kept", c.name)
		}
	}
}

func TestTooLong(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "")
	if err := os.Truncate(path(dir), 64<<20+1); err != nil {
		t.Fatal(err)
	}
	if _, notice, err := newStore(dir).Load(t.Context()); !strings.Contains(notice, "longer than") || err != nil {
		t.Errorf("%q, %v", notice, err)
	}
	if info, err := os.Stat(path(dir) + ".damaged-1"); err != nil || info.Size() != 64<<20+1 {
		t.Errorf("it is not kept: %v", err)
	}
}

func TestDamageAgainAndAgain(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
		put(t, dir, fmt.Sprint("damage ", i))
		if _, notice, err := newStore(dir).Load(t.Context()); err != nil || !strings.Contains(notice, fmt.Sprintf("damaged-%d;", i+1)) {
			t.Fatalf("%q, %v", notice, err)
		}
	}
	for i := range 12 {
		if got := files(t, dir)[fmt.Sprintf("watch.json.damaged-%d", i+1)]; got != fmt.Sprint("damage ", i) {
			t.Errorf("%d holds %q", i+1, got)
		}
	}
}

// TestDamageMeanwhile damages the file behind an open store's back.
func TestDamageMeanwhile(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	save(t, s, 1, sample())
	put(t, dir, "damage")
	save(t, s, 2, sample())
	if got := files(t, dir)["watch.json.damaged-1"]; got != "damage" {
		t.Errorf("kept is %q", got)
	}
	load(t, dir)
}

func TestNewerVersion(t *testing.T) {
	newer := `{"version":2,"anything":["tokens"]}`
	refuses := func(dir string, s *state.Store) {
		t.Helper()
		if err := s.Save(t.Context(), 9, sample()); err == nil || !strings.Contains(err.Error(), "newer agtok") {
			t.Errorf("Save: %v", err)
		}
		if got := files(t, dir); len(got) != 1 || got["watch.json"] != newer {
			t.Errorf("the folder holds %v", got)
		}
	}
	dir := t.TempDir()
	put(t, dir, newer)
	s := newStore(dir)
	l, notice, err := s.Load(t.Context())
	if len(l.Rows) != 0 || err != nil || !strings.Contains(notice, "format 2") {
		t.Errorf("%v, %q, %v", l, notice, err)
	}
	refuses(dir, s)

	dir = t.TempDir()
	s = opened(t, dir)
	save(t, s, 1, sample())
	put(t, dir, newer)
	refuses(dir, s)
	if err := os.Remove(path(dir)); err != nil {
		t.Fatal(err)
	}
	save(t, s, 9, sample())
}

func TestUnreadFileIsSpared(t *testing.T) {
	dir := t.TempDir()
	save(t, opened(t, dir), 1, sample())
	if err := newStore(dir).Save(t.Context(), 1, state.List{}); err == nil || !strings.Contains(err.Error(), "not read first") {
		t.Errorf("Save without Load: %v", err)
	}
	if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
		t.Errorf("the file has %v", got)
	}
}

func TestFolderInPlaceOfTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(path(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	s := newStore(dir)
	if _, _, err := s.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("Load: %v", err)
	}
	if err := s.Save(t.Context(), 1, sample()); err == nil || !strings.Contains(err.Error(), "watch.json") {
		t.Errorf("Save: %v", err)
	}
	if err := os.Remove(path(dir)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Load(t.Context()); err != nil {
		t.Errorf("Load after the repair: %v", err)
	}
	save(t, s, 1, sample())
}

func TestFileInPlaceOfTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(dir, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := opened(t, dir)
	err := s.Save(t.Context(), 1, sample())
	if err == nil || !strings.Contains(err.Error(), "watch.json cannot be written") || !strings.Contains(err.Error(), "AGTOK_STATE") {
		t.Errorf("Save: %v", err)
	}
	if data, _ := os.ReadFile(dir); string(data) != "mine" {
		t.Errorf("the file holds %q", data)
	}
}

func TestHostileFolderName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a\x1b]0;x\u202e")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Skip("no such names here")
	}
	put(t, dir, "damage")
	_, notice, err := newStore(dir).Load(t.Context())
	if err != nil || notice == "" || strings.ContainsAny(notice, "\x1b\u202e") {
		t.Errorf("%q, %v", notice, err)
	}
}
