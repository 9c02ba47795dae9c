package state_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agtok/model/state"
)

// row gives a row whose description is told from others by its key.
func row(key string) state.Row {
	return state.Row{Name: key, Description: json.RawMessage(`{"key":` + strconv.Quote(key) + `}`)}
}

// key gives back what row was called with.
func key(r state.Row) string {
	var d struct{ Key string }
	_ = json.Unmarshal(r.Description, &d) // a row without has no key
	return d.Key
}

// console is a program on a folder: it shows a list and saves every change.
type console struct {
	store      *state.Store
	generation uint64
	list       state.List
}

func (c *console) save() error {
	c.generation++
	return c.store.Save(context.Background(), c.generation, c.list)
}

// world is a folder with consoles on it.
type world struct {
	t        testing.TB
	dir      string
	consoles map[byte]*console
}

func newWorld(t testing.TB) *world {
	return &world{t, t.TempDir(), map[byte]*console{}}
}

// open starts the console of a letter, anew if it was there.
func (w *world) open(letter byte) {
	w.t.Helper()
	c := &console{store: newStore(w.dir)}
	list, _, err := c.store.Load(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	c.list.Rows = list.Rows
	w.consoles[letter] = c
}

// do plays a script of steps, where A and B are consoles and a and b rows:
//
//	A!      A starts       A+a     A watches a       A-a    A takes a out
//	A*      A saves        A~a=b   A calls a b
//	gone    the file is removed    damage  the file is damaged
func (w *world) do(script string) {
	w.t.Helper()
	for step := range strings.FieldsSeq(script) {
		switch step {
		case "gone":
			if err := os.Remove(path(w.dir)); err != nil {
				w.t.Fatal(err)
			}
		case "damage":
			if err := os.WriteFile(path(w.dir), []byte("damage"), 0o600); err != nil {
				w.t.Fatal(err)
			}
		default:
			w.step(step[0], step[1], step[2:])
		}
	}
}

func (w *world) step(letter, verb byte, what string) {
	w.t.Helper()
	if verb == '!' {
		w.open(letter)
		return
	}
	c, rows := w.consoles[letter], w.consoles[letter].list.Rows
	what, name, _ := strings.Cut(what, "=")
	at := slices.IndexFunc(rows, func(r state.Row) bool { return key(r) == what })
	switch {
	case verb == '+':
		c.list.Rows = append(slices.Clone(rows), row(what))
	case verb == '-' && at >= 0:
		c.list.Rows = slices.Delete(slices.Clone(rows), at, at+1)
	case verb == '~' && at >= 0:
		c.list.Rows = slices.Clone(rows)
		c.list.Rows[at].Name = name
	case verb != '*':
		w.t.Fatalf("%c cannot do %c%s", letter, verb, what)
	}
	if err := c.save(); err != nil {
		w.t.Fatal(err)
	}
}

// names gives those of the rows of a list.
func names(l state.List) string {
	var all []string
	for _, r := range l.Rows {
		all = append(all, r.Name)
	}
	return strings.Join(all, " ")
}

func TestConsoles(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"each keeps what the other adds", "A! B! A+a B+b A+a2", "a a2 b"},
		{"and goes on to", "A! B! A+a B+b A+a2 B+b2 A+a3 A+a4", "a a2 a3 a4 b b2"},
		{"own rows first, then the others'", "A! B! A+a1 A+a2 B+b1 B+b2", "b1 b2 a1 a2"},
		{"the other takes its own out", "A! B! A+a B+b A+a2 B-b A+a3", "a a2 a3"},
		{"the other takes out what both show", "A! A+a A+b B! A-a B+c", "b c"},
		{"it does not come back", "A! A+a A+b B! A-a B+c B+d A+e B*", "b c d e"},
		{"until it is watched again", "A! A+a A+b B! A-a B+c A+a B*", "a b c"},
		{"each takes one out", "A! A+a A+b A+c B! A-a B-b", "c"},
		{"both take the same out", "A! A+a A+b B! A-a B-a", "b"},
		{"out and in again", "A! A+a B! B+b A-a A+a", "a b"},
		{"both watch the same", "A! B! A+a B+a A*", "a"},
		{"both watch the same and one stops", "A! B! A+a B+a A-a B*", ""},
		{"twice in one list", "A! A+a A+a A+b", "a a b"},
		{"one of two is taken out there", "A! A+a A+a B! B-a A*", "a"},
		{"one of two is taken out here", "A! A+a A+a B! B+b A-a B*", "a b"},
		{"a second one is added there", "A! A+a B! B+a A+b", "a b a"},
		{"a new name", "A! A+a B! B+b A~a=z", "z b"},
		{"a new name there", "A! A+a B! A~a=z B+b", "z b"},
		{"it lasts", "A! A+a B! A~a=z B+b B+c A+d B*", "z b c d"},
		{"a new name of what only one shows", "A! B! A+a B+b A~a=z B*", "b z"},
		{"two new names", "A! A+a B! A~a=x B~a=y", "y"},
		{"a new name here, taken out there", "A! A+a B! B-a A~a=z A+b", "b"},
		{"a new name there, taken out here", "A! A+a B! B~a=z A-a B+b", "b"},
		{"a third console", "A! B! A+a B+b C! C+c A+a2 B+b2", "b b2 a a2 c"},
		{"a third console takes out what it was shown", "A! B! A+a B+b C! C-a C-b A* B*", ""},
		{"a console that starts again shows all", "A! B! A+a B+b A! A-b B*", "a"},
		{"the file is removed", "A! B! A+a B+b gone A+a2", "a a2"},
		{"and each adds its own again", "A! B! A+a B+b gone A+a2 B*", "b a a2"},
		{"what was known of others stays", "A! B! A+a B+b A+a2 gone A*", "a a2 b"},
		{"the file is damaged", "A! B! A+a B+b damage A+a2 B*", "b a a2"},
		{"twice", "A! B! A+a B+b damage A+a2 damage B* A*", "a a2 b"},
		{"what was taken out stays out", "A! A+a A+b B! A-a B* damage B+c A*", "b c"},
		{"what another takes out just then may come back", "A! B! A+a B+b A+a2 damage A-a B*", "b a2 a"},
		{"a third console finds the damage", "A! B! A+a B+b damage C! C+c A* B*", "b a c"},
		{"and does nothing", "A! B! A+a B+b damage C! A* B*", "b a"},
		{"the file goes and comes", "A! B! A+a gone B+b gone A* B*", "b a"},
	} {
		w := newWorld(t)
		w.do(c.script)
		l := load(t, w.dir)
		if got := names(l); got != c.want {
			t.Errorf("%s: after %s the file has %q, want %q", c.name, c.script, got, c.want)
		}
	}
}

// TestDamageIsKept: a console that finds a damaged file sets it aside and writes
// what it knew of the other's rows.
func TestDamageIsKept(t *testing.T) {
	w := newWorld(t)
	w.do("A! B! A+a B+b A* damage A+a2")
	got := files(t, w.dir)
	if len(got) != 2 || got["watch.json.damaged-1"] != "damage" {
		t.Errorf("the folder holds %v", got)
	}
	if got := names(load(t, w.dir)); got != "a a2 b" {
		t.Errorf("the file has %q", got)
	}
}

// TestIdentity saves a row in one console and another one, then what the first one
// shows again: rows that are the same are there once.
func TestIdentity(t *testing.T) {
	d := func(s string) json.RawMessage { return json.RawMessage(s) }
	for name, c := range map[string]struct {
		one, other state.Row
		same       bool
	}{
		"name":                 {state.Row{Name: "x", Description: d(`{"a":1}`)}, state.Row{Name: "y", Description: d(`{"a":1}`)}, true},
		"spaces":               {state.Row{Description: d(`{"a":1}`)}, state.Row{Description: d("{ \"a\"\n: 1}")}, true},
		"description":          {state.Row{Description: d(`{"a":1}`)}, state.Row{Description: d(`{"a":2}`)}, false},
		"token of the same":    {state.Row{Description: d(`1`), Token: "s"}, state.Row{Description: d(`1`), Token: "t"}, true},
		"channel":              {state.Row{Description: d(`1`), Channel: text("c")}, state.Row{Description: d(`1`), Channel: text("d")}, false},
		"channel, none":        {state.Row{Description: d(`1`), Channel: text("")}, state.Row{Description: d(`1`)}, false},
		"channel as user":      {state.Row{Description: d(`1`), Channel: text("c")}, state.Row{Description: d(`1`), UID: text("c")}, false},
		"texts run together":   {state.Row{Description: d(`1`), Channel: text("ab"), UID: text("c")}, state.Row{Description: d(`1`), Channel: text("a"), UID: text("bc")}, false},
		"token":                {state.Row{Name: "x", Token: "t"}, state.Row{Name: "y", Token: "t"}, true},
		"other token":          {state.Row{Token: "s"}, state.Row{Token: "t"}, false},
		"token as description": {state.Row{Token: "1"}, state.Row{Description: d(`1`)}, false},
		"null":                 {state.Row{Token: "s", Description: d(`null`)}, state.Row{Token: "t", Description: d(`null`)}, false},
		"only a name":          {state.Row{Name: "x"}, state.Row{Name: "y"}, false},
		"not UTF-8":            {state.Row{Description: d("\"\xff\xfe\""), UID: text("\xff\xfe")}, state.Row{Description: d("\"\ufffd\""), UID: text("\ufffd\ufffd")}, true},
	} {
		dir := t.TempDir()
		a, b := opened(t, dir), opened(t, dir)
		list := func(r state.Row) state.List { return state.List{KeepTokens: true, Rows: []state.Row{r}} }
		save(t, a, 1, list(c.one))
		save(t, b, 1, list(c.other))
		save(t, a, 2, list(c.one))
		want := 2
		if c.same {
			want = 1
		}
		if got := load(t, dir).Rows; len(got) != want {
			t.Errorf("%s: the file has %d rows, want %d", name, len(got), want)
		}
		if !c.same {
			continue
		}
		c.one.Name = "again" // of a row that is still there
		save(t, a, 3, list(c.one))
		if got := load(t, dir).Rows; len(got) != 1 || got[0].Name != "again" {
			t.Errorf("%s: a new name gives %+v", name, got)
		}
	}
}

func TestTokensOfTwo(t *testing.T) {
	type list = state.List
	with := func(key string) state.Row {
		r := row(key)
		r.Token = "token-" + key
		return r
	}
	for _, c := range []struct {
		name string
		a, b bool // who keeps tokens; b saves last
		want string
	}{
		{"both keep", true, true, "token-b token-a"},
		{"only the other keeps", true, false, ""},
		{"only this one keeps", false, true, "token-b"},
		{"none keeps", false, false, ""},
	} {
		dir := t.TempDir()
		a, b := opened(t, dir), opened(t, dir)
		save(t, a, 1, list{KeepTokens: c.a, Rows: []state.Row{with("a")}})
		save(t, b, 1, list{KeepTokens: c.b, Rows: []state.Row{with("b")}})
		check := func(want string) {
			t.Helper()
			var got []string
			for _, r := range load(t, dir).Rows {
				if r.Token != "" {
					got = append(got, r.Token)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: the file has the tokens %q, want %q", c.name, got, want)
			}
			if want == "" && strings.Contains(files(t, dir)["watch.json"], "token-") {
				t.Errorf("%s: the file has a token", c.name)
			}
		}
		check(c.want)
		save(t, b, 2, list{Rows: []state.Row{with("b")}})
		check("")
		save(t, b, 3, list{KeepTokens: true, Rows: []state.Row{with("b")}})
		check("token-b") // that of a was left out, and is gone until a saves
		save(t, a, 2, list{KeepTokens: true, Rows: []state.Row{with("a")}})
		check("token-a token-b")
	}
}

// TestTokensByHand: tokens in a file that says that it keeps none are not taken over.
func TestTokensByHand(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	put(t, dir, file("1", "false", `[{"name":"a","token":"token-a","description":1}]`))
	save(t, s, 1, state.List{KeepTokens: true, Rows: []state.Row{row("b")}})
	if got := files(t, dir)["watch.json"]; strings.Contains(got, "token-a") || !strings.Contains(got, `"description":1`) {
		t.Errorf("the file is %s", got)
	}
}

// TestTokenOnlyThere: a console that was never given a token does not remove it.
func TestTokenOnlyThere(t *testing.T) {
	dir := t.TempDir()
	l := state.List{KeepTokens: true, Rows: []state.Row{row("a")}}
	save(t, opened(t, dir), 1, l)
	a, b := opened(t, dir), opened(t, dir)
	known := row("a")
	known.Token, known.Signed = "token", "valid"
	save(t, b, 1, state.List{KeepTokens: true, Rows: []state.Row{known}})
	save(t, a, 1, l)
	if got := load(t, dir).Rows; len(got) != 1 || got[0].Token != "token" || got[0].Signed != "valid" {
		t.Errorf("the file has %+v", got)
	}
	l.KeepTokens = false
	save(t, a, 2, l)
	if strings.Contains(files(t, dir)["watch.json"], "token\"") {
		t.Error("the file has a token")
	}
}

// TestSameNumberSizeAndTime: a file in place of another one that differs from it in
// nothing that the system knows is not taken for it.
func TestSameNumberSizeAndTime(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	put(t, dir, file("1", "false", `[{"name":"a"}]`))
	save(t, s, 1, state.List{Rows: []state.Row{{Name: "x"}}})
	before, err := os.Stat(path(dir))
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, strings.Replace(strings.Replace(files(t, dir)["watch.json"], `"a"`, `"b"`, 1),
		sealOf(`[{"name":"x"}`+"\n"+`,{"name":"a"}`+"\n]"), sealOf(`[{"name":"x"}`+"\n"+`,{"name":"b"}`+"\n]"), 1))
	if err := os.Chtimes(path(dir), before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path(dir))
	if err != nil || !os.SameFile(before, after) || before.Size() != after.Size() || !before.ModTime().Equal(after.ModTime()) {
		t.Skip("the system tells them apart")
	}
	save(t, s, 2, state.List{Rows: []state.Row{{Name: "x"}}})
	if got := names(load(t, dir)); got != "x b" {
		t.Errorf("the file has %q", got)
	}
}

// sealOf gives the checksum of rows without tokens.
func sealOf(rows string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte("false"+rows))) }

// TestRoomForTwo: rows of two consoles that do not fit together are refused, and
// nothing is dropped.
func TestRoomForTwo(t *testing.T) {
	dir := t.TempDir()
	a, b := opened(t, dir), opened(t, dir)
	rows := func(prefix string, n int) state.List {
		var l state.List
		for i := range n {
			l.Rows = append(l.Rows, row(prefix+strconv.Itoa(i)))
		}
		return l
	}
	save(t, a, 1, rows("a", 6000))
	before := files(t, dir)["watch.json"]
	err := b.Save(t.Context(), 1, rows("b", 4001))
	if err == nil || !strings.Contains(err.Error(), "10001 rows are too many") || !strings.Contains(err.Error(), "6000 rows of other consoles") {
		t.Errorf("Save: %v", err)
	}
	if files(t, dir)["watch.json"] != before {
		t.Error("the file is not as it was before")
	}
	save(t, b, 1, rows("b", 4000))
	if n := len(load(t, dir).Rows); n != 10_000 {
		t.Errorf("the file has %d rows", n)
	}
	if err := a.Save(t.Context(), 2, rows("a", 6001)); err == nil {
		t.Error("10 001 rows are saved")
	}
	save(t, b, 2, rows("b", 3999))
	save(t, a, 2, rows("a", 6001))
	l := load(t, dir)
	if len(l.Rows) != 10_000 || l.Rows[0].Name != "a0" || l.Rows[6001].Name != "b0" {
		t.Errorf("the file has %d rows", len(l.Rows))
	}
}

// TestManyRowsOfTwo: a list of 10 000 rows goes from one console to another and is
// changed in both.
func TestManyRowsOfTwo(t *testing.T) {
	dir := t.TempDir()
	l := many()
	for i := range l.Rows {
		l.Rows[i].Description = json.RawMessage(strconv.Itoa(i))
	}
	a := opened(t, dir)
	save(t, a, 1, l)
	b := newStore(dir)
	theirs, _, err := b.Load(t.Context())
	if err != nil || !reflect.DeepEqual(theirs, l) {
		t.Fatalf("%d rows are loaded, %v", len(theirs.Rows), err)
	}
	theirs.Rows = theirs.Rows[:9000]
	save(t, b, 1, theirs)
	ours := state.List{KeepTokens: true, Rows: slices.Clone(l.Rows[1000:])}
	ours.Rows[0].Name = "new"
	save(t, a, 2, ours)
	got := load(t, dir).Rows
	if len(got) != 8000 || got[0].Name != "new" || got[7999].Name != "row 8999" {
		t.Errorf("the file has %d rows", len(got))
	}
}
