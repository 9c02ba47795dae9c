//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package state_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"agtok/model/state"
)

// helper names the part of the test program that a test wants to run in a process
// of its own, and its folder.
const helper = "AGTOK_STATE_TEST_HELPER"

func TestMain(m *testing.M) {
	switch what, dir, _ := strings.Cut(os.Getenv(helper), ":"); what {
	case "writer":
		writer(dir)
	case "neighbour":
		neighbour(dir)
	case "full":
		full(dir)
	default:
		os.Exit(m.Run())
	}
}

func start(what, dir string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helper+"="+what+":"+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// numbered gives a list that shows when it is put together from two.
func numbered(n int) state.List {
	l := state.List{Rows: make([]state.Row, 400+n%50)}
	for i := range l.Rows {
		l.Rows[i] = state.Row{Name: strconv.Itoa(n), Signed: strings.Repeat("x", 100)}
	}
	return l
}

// writer saves 1 000 numbered lists and says after each which it was.
func writer(dir string) {
	s := newStore(dir)
	l, notice, err := s.Load(context.Background())
	if err != nil || notice != "" {
		fmt.Fprintln(os.Stderr, notice, err)
		os.Exit(1)
	}
	first := 1
	if len(l.Rows) > 0 {
		first, _ = strconv.Atoi(l.Rows[0].Name)
		first++
	}
	for n := first; n < first+1000; n++ {
		if err := s.Save(context.Background(), uint64(n), numbered(n)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKill kills a program in the midst of its saves, over and over. The file is
// always what was last reported, or one ahead: saved, and not reported any more.
func TestKill(t *testing.T) {
	rounds, dir, reported, midst := 80, t.TempDir(), 0, 0
	if testing.Short() {
		rounds = 6
	}
	random := rand.New(rand.NewPCG(3, 4))
	for round := range rounds {
		before := reported
		reported = max(reported, killed(t, "writer", dir, random))
		if len(files(t, dir)) > 1 {
			midst++
		}
		l := load(t, dir)
		if got := files(t, dir); len(got) > 1 {
			t.Fatalf("round %d: %d files are there after Load", round, len(got))
		}
		if reported == 0 && len(l.Rows) == 0 {
			continue // killed before its first save
		}
		n, err := strconv.Atoi(l.Rows[0].Name)
		if err != nil || n < reported || n > reported+1 || !reflect.DeepEqual(l, numbered(n)) {
			t.Fatalf("round %d: reported %d, loaded %d of %d rows", round, reported, n, len(l.Rows))
		}
		if reported = n; reported < before {
			t.Fatalf("round %d: back from %d to %d", round, before, reported)
		}
	}
	if reported < rounds {
		t.Errorf("only %d saves in %d rounds", reported, rounds)
	}
	t.Logf("%d saves, %d of %d kills left a file half written", reported, midst, rounds)
}

// killed runs a program that saves, kills it a little after some report, and gives
// the last one that it made, 0 if none.
func killed(t *testing.T, what, dir string, random *rand.Rand) (last int) {
	t.Helper()
	cmd := start(what, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := random.IntN(15)
	lines := bufio.NewScanner(out)
	for n := 0; ; n++ {
		if n == kill {
			time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
			_ = cmd.Process.Kill()
		}
		if !lines.Scan() {
			break
		}
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait()
	return last
}

// full saves a list that does not fit: no file may be longer than 4 KiB.
func full(dir string) {
	s := newStore(dir)
	if _, _, err := s.Load(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4096, Max: 4096}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Save(context.Background(), 1, numbered(49)))
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	save(t, opened(t, dir), 1, sample())
	out, err := start("full", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{path(dir) + " cannot be written: file too large", "as it was before", "AGTOK_STATE"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the error is %q, want %q in it", out, want)
		}
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %d files", len(got))
	}
	if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
		t.Errorf("the file has %v", got)
	}
}

// TestPermissions needs a user whom permissions stop.
func TestPermissions(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	dir := t.TempDir()
	s := opened(t, dir)
	save(t, s, 1, sample())
	chmod := func(p string, mode os.FileMode) {
		t.Helper()
		if err := os.Chmod(p, mode); err != nil {
			t.Fatal(err)
		}
	}
	chmod(dir, 0o500)
	if err := s.Save(t.Context(), 2, state.List{}); err == nil || !strings.Contains(err.Error(), "let yourself write") {
		t.Errorf("Save into a folder that is read-only: %v", err)
	}
	chmod(dir, 0o700)
	chmod(path(dir), 0)
	closed := newStore(dir)
	if _, _, err := closed.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be read: permission denied") {
		t.Errorf("Load of what can't be read: %v", err)
	}
	if err := closed.Save(t.Context(), 1, state.List{}); err == nil {
		t.Error("what can't be read is replaced")
	}
	chmod(path(dir), 0o600)
	if got := load(t, dir); !reflect.DeepEqual(got, sample()) {
		t.Errorf("the file has %v", got)
	}
	put(t, dir, "damage")
	chmod(dir, 0o500)
	damaged := newStore(dir)
	if _, _, err := damaged.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be set aside") {
		t.Errorf("Load of what can't be set aside: %v", err)
	}
	chmod(dir, 0o700)
	if err := damaged.Save(t.Context(), 1, state.List{}); err == nil {
		t.Error("what can't be set aside is replaced")
	}
}

func TestPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(path(dir), 0o600); err != nil {
		t.Skip(err)
	}
	if _, _, err := newStore(dir).Load(t.Context()); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("Load: %v", err)
	}
}

func TestLinks(t *testing.T) {
	for name, there := range map[string]bool{"to a file": true, "to nothing yet": false} {
		home, away := t.TempDir(), t.TempDir()
		target := filepath.Join(away, "kept.json")
		if there {
			save(t, opened(t, away), 1, sample())
			if err := os.Rename(path(away), target); err != nil {
				t.Fatal(err)
			}
		}
		relative, err := filepath.Rel(home, target)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("second", path(home)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(relative, filepath.Join(home, "second")); err != nil {
			t.Fatal(err)
		}
		s := opened(t, home)
		save(t, s, 1, numbered(3))
		if info, err := os.Lstat(path(home)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s: the link is replaced: %v", name, err)
		}
		if got := files(t, away); len(got) != 1 || got["kept.json"] == "" {
			t.Errorf("%s: the folder it leads to holds %d files", name, len(got))
		}
		if got := load(t, home); !reflect.DeepEqual(got, numbered(3)) {
			t.Errorf("%s: the file has %v", name, got)
		}
	}
	dir := t.TempDir()
	if err := os.Symlink("watch.json", path(dir)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := newStore(dir).Load(t.Context()); err == nil {
		t.Error("a link to itself is loaded")
	}
}
