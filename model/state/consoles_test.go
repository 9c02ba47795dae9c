package state_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"agtok/model/state"
)

// until saves until the lock is to be had.
func until(t *testing.T, c *console) {
	err := c.save()
	for err != nil && strings.Contains(err.Error(), "another agtok has held the lock") {
		err = c.save()
	}
	if err != nil {
		t.Error(err)
	}
}

// TestManyConsoles lets consoles work on one folder at once, and start again in
// between. In the end the file has what was added and not taken out again.
func TestManyConsoles(t *testing.T) {
	dir, workers, changes := t.TempDir(), 6, 60
	if testing.Short() {
		changes = 15
	}
	var all sync.WaitGroup
	left := make([][]string, workers)
	for i := range workers {
		all.Go(func() { left[i] = work(t, dir, i, changes) })
	}
	all.Wait()
	want := slices.Concat(left...)
	if len(want) < workers {
		t.Fatalf("only %d rows are left to be looked for", len(want))
	}
	var got []string
	for _, r := range load(t, dir).Rows {
		got = append(got, r.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the file has  %v\nadded were %v", got, want)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %d files", len(got))
	}
}

// work is one of many consoles: it adds rows of its own and takes out some of them.
// It gives those that are left.
func work(t *testing.T, dir string, number, changes int) (left []string) {
	random := rand.New(rand.NewPCG(7, uint64(number)))
	c := &console{store: newStore(dir)}
	reopen := func() {
		*c = console{store: newStore(dir)}
		l, notice, err := c.store.Load(t.Context())
		if err != nil || notice != "" {
			t.Error(notice, err)
		}
		c.list.Rows = l.Rows
	}
	reopen()
	for i := range changes {
		switch choice := random.IntN(10); {
		case choice == 0:
			reopen()
		case choice < 4 && len(left) > 1:
			at := random.IntN(len(left))
			out := left[at]
			left = slices.Delete(left, at, at+1)
			c.list.Rows = slices.DeleteFunc(slices.Clone(c.list.Rows), func(r state.Row) bool { return r.Name == out })
			until(t, c)
		default:
			name := fmt.Sprintf("%d.%02d", number, i) // all of one length, so that files are
			left = append(left, name)
			c.list.Rows = append(slices.Clone(c.list.Rows), row(name))
			until(t, c)
		}
	}
	return left
}

// FuzzConsoles plays what three consoles on one folder may do. What one has added
// and none has taken out is in the file once each has saved, and what nobody added
// never is. Each byte is a step: a console, one of eight verbs, one of eight rows.
func FuzzConsoles(f *testing.F) {
	f.Add([]byte{0o00, 0o11, 0o02})
	f.Fuzz(func(t *testing.T, steps []byte) {
		w, added, out := newWorld(t), map[string]bool{}, map[string]bool{}
		w.do("A! B! C!")
		for _, b := range steps[:min(len(steps), 40)] {
			letter, what := "ABC"[b>>6%3], string("abcdefgh"[b&7])
			shown := strings.Contains(" "+keys(w.consoles[letter].list)+" ", " "+what+" ")
			_, missing := os.Stat(path(w.dir))
			switch verb := b >> 3 & 7; {
			case verb == 0 && shown:
				w.step(letter, '-', what)
				out[what] = true
			case verb == 1 && shown:
				w.step(letter, '~', what+"=new")
			case verb == 2:
				w.do(string(letter) + "*")
			case verb == 3 && missing == nil:
				w.do("A* B* C* " + string(letter) + "!")
			case verb == 4 && missing == nil:
				w.do("gone A* B* C*")
			case verb == 5 && missing == nil:
				w.do("damage A* B* C*")
			case !shown:
				w.step(letter, '+', what)
				added[what] = true
			}
		}
		w.do("A* B* C* A* B* C*")
		got := map[string]bool{}
		for _, r := range load(t, w.dir).Rows {
			got[key(r)] = true
			if !added[key(r)] {
				t.Errorf("%s was never added", key(r))
			}
		}
		for k := range added {
			if !got[k] && !out[k] {
				t.Errorf("%s is lost", k)
			}
		}
	})
}

// keys gives those of the rows of a list.
func keys(l state.List) string {
	var all []string
	for _, r := range l.Rows {
		all = append(all, key(r))
	}
	return strings.Join(all, " ")
}
