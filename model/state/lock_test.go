//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package state_test

import (
	"context"
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
	"time"

	"agtok/model/state"
)

func lockPath(dir string) string { return filepath.Join(dir, "watch.lock") }

// held locks the folder, as a console does that was stopped while it saved, until
// release.
func held(t *testing.T, dir string) (release func()) {
	t.Helper()
	f, err := os.OpenFile(lockPath(dir), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// patient adds up what a store waits, which takes no time.
type patient struct{ waited time.Duration }

func (p *patient) sleep(ctx context.Context, d time.Duration) error {
	p.waited += d
	return ctx.Err()
}

// TestLocked waits for a lock in vain.
func TestLocked(t *testing.T) {
	dir, p := t.TempDir(), &patient{}
	s := state.New(dir, p.sleep)
	if _, _, err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	save(t, s, 1, sample())
	leftover := path(dir) + ".tmp-1"
	if err := os.WriteFile(leftover, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	release := held(t, dir)
	err := s.Save(t.Context(), 2, state.List{})
	if err == nil || !strings.Contains(err.Error(), "another agtok has held the lock for 2 seconds") || !strings.Contains(err.Error(), "watch.lock") || p.waited != 2*time.Second {
		t.Errorf("Save, after %v: %v", p.waited, err)
	}
	p.waited = 0
	if got, notice, err := state.New(dir, p.sleep).Load(t.Context()); err != nil || notice != "" || !reflect.DeepEqual(got, sample()) || p.waited != 2*time.Second {
		t.Errorf("Load, after %v: %v, %q, %v", p.waited, got, notice, err)
	}
	if _, err := os.Stat(leftover); err != nil {
		t.Error("what the other one writes is removed")
	}
	put(t, dir, "damage")
	if _, _, err := state.New(dir, p.sleep).Load(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be set aside: another agtok") {
		t.Errorf("Load of what is damaged: %v", err)
	}
	if got := files(t, dir); got["watch.json"] != "damage" || len(got) != 2 {
		t.Errorf("the folder holds %v", got)
	}
	release()
	save(t, s, 2, sample())
}

// TestNobodyWaitsAnyMore cancels saves: one that is waiting ends, one that need not
// wait is written all the same, and so is the next one of the store.
func TestNobodyWaitsAnyMore(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	waits := 0
	s := state.New(dir, func(ctx context.Context, _ time.Duration) error {
		waits++
		if waits == 3 {
			cancel()
		}
		return ctx.Err()
	})
	if _, _, err := s.Load(ctx); err != nil {
		t.Fatal(err)
	}
	save(t, s, 1, state.List{})
	release := held(t, dir)
	if err := s.Save(ctx, 2, sample()); err == nil || !strings.Contains(err.Error(), "another agtok holds the lock") || waits != 3 {
		t.Errorf("Save, after %d waits: %v", waits, err)
	}
	if got, _, err := s.Load(ctx); err != nil || len(got.Rows) != 0 || waits != 4 {
		t.Errorf("Load, after %d waits: %v, %v", waits, got, err)
	}
	release()
	if err := s.Save(ctx, 2, sample()); err != nil || waits != 4 {
		t.Errorf("Save, after %d waits: %v", waits, err)
	}
	if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
		t.Errorf("the file has %v", got)
	}
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
		if err := s.Save(t.Context(), 2, state.List{}); err == nil || !strings.Contains(err.Error(), "watch.lock cannot be locked") {
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
	s := newStore(dir)
	l, notice, err := s.Load(context.Background())
	if err != nil || notice != "" {
		fmt.Fprintln(os.Stderr, notice, err)
		os.Exit(1)
	}
	first := 1 + 1000*len(l.Rows)
	for n := first; n < first+1000; n++ {
		rows := append(slices.Clip(l.Rows), row(strconv.Itoa(n)))
		if err := s.Save(context.Background(), uint64(n), state.List{Rows: rows}); err != nil {
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
