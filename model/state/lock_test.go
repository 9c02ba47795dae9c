//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package state_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"agtok/model/state"
)

func lockPath(dir string) string { return filepath.Join(dir, "watch.lock") }

// TestLocked holds the lock, as a console does that was stopped while it saved.
func TestLocked(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the lock in vain, three times")
	}
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, dir)
	save(t, s, 1, sample())
	leftover := path(dir) + ".tmp-1"
	if err := os.WriteFile(leftover, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(lockPath(dir), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	err = s.Save(2, state.List{})
	if err == nil || !strings.Contains(err.Error(), "another agtok has held the lock") || !strings.Contains(err.Error(), "watch.lock") {
		t.Errorf("Save: %v", err)
	}
	if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
		t.Errorf("the file has %v", got)
	}
	if _, err := os.Stat(leftover); err != nil {
		t.Error("what the other one writes is removed")
	}
	put(t, dir, "damage")
	if _, _, err := state.New(dir).Load(); err == nil || !strings.Contains(err.Error(), "cannot be set aside: another agtok") {
		t.Errorf("Load of what is damaged: %v", err)
	}
	if got := files(t, dir); got["watch.json"] != "damage" || len(got) != 2 {
		t.Errorf("the folder holds %v", got)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	save(t, s, 2, sample())
}

func TestLockMode(t *testing.T) {
	dir := t.TempDir()
	save(t, opened(t, dir), 1, sample())
	if info, err := os.Stat(lockPath(dir)); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestNoLock puts what is no file in the lock's place: the list can be read and is
// not replaced.
func TestNoLock(t *testing.T) {
	for name, place := range map[string]func(string) error{
		"a folder": func(p string) error { return os.Mkdir(p, 0o700) },
		"a pipe":   func(p string) error { return syscall.Mkfifo(p, 0o600) },
		"a link to nowhere": func(p string) error {
			return os.Symlink(filepath.Join(filepath.Dir(p), "no", "where"), p)
		},
	} {
		dir := t.TempDir()
		s := opened(t, dir)
		save(t, s, 1, sample())
		if err := os.Remove(lockPath(dir)); err != nil {
			t.Fatal(err)
		}
		if err := place(lockPath(dir)); err != nil {
			t.Fatal(err)
		}
		if err := s.Save(2, state.List{}); err == nil || !strings.Contains(err.Error(), "watch.lock cannot be locked") {
			t.Errorf("%s: Save: %v", name, err)
		}
		if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
			t.Errorf("%s: the file has %v", name, got)
		}
	}
}

// TestLockIsRemoved: the next save makes it again, and nothing is lost.
func TestLockIsRemoved(t *testing.T) {
	w := newWorld(t)
	w.do("A! B! A+a B+b")
	if err := os.Remove(lockPath(w.dir)); err != nil {
		t.Fatal(err)
	}
	w.do("A+a2 C! B+b2 C-a A*")
	if got := names(load(t, w.dir)); got != "a2 b b2" {
		t.Errorf("the file has %q", got)
	}
}

// neighbour adds a row to what it finds, another one at each save, and says after
// each which it was.
func neighbour(dir string) {
	s := state.New(dir)
	l, notice, err := s.Load()
	if err != nil || notice != "" {
		fmt.Fprintln(os.Stderr, notice, err)
		os.Exit(1)
	}
	first := 1 + 1000*len(l.Rows)
	for n := first; n < first+1000; n++ {
		rows := append(slices.Clip(l.Rows), row(strconv.Itoa(n)))
		if err := s.Save(uint64(n), state.List{Rows: rows}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKillBesideAnother kills a program in the midst of its saves while another one
// has rows in the file: the rows of both stay, and there is no lock in the way.
func TestKillBesideAnother(t *testing.T) {
	rounds, saves, w := 10, 0, newWorld(t)
	if testing.Short() {
		rounds = 2
	}
	random := rand.New(rand.NewPCG(5, 6))
	w.do("A!")
	for round := range rounds {
		w.do("A+" + string(rune('a'+round)))
		reported := killed(t, "neighbour", w.dir, random)
		w.do("A*")
		list, want := names(load(t, w.dir))+" ", keys(w.consoles['A'].list)+" "
		if !strings.HasPrefix(list, want) {
			t.Fatalf("round %d: the file has %q, want %q first", round, list, want)
		}
		if reported == 0 {
			continue // killed before its first save
		}
		saves++
		if !strings.HasSuffix(list, fmt.Sprintf(" %d ", reported)) && !strings.HasSuffix(list, fmt.Sprintf(" %d ", reported+1)) {
			t.Fatalf("round %d: reported %d, the file has %q", round, reported, list)
		}
	}
	if saves == 0 {
		t.Error("no program saved before it was killed")
	}
}
