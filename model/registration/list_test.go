package registration

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"agtok/chatapi"
)

const most = 10_000

func namesOf(users []chatapi.NewUser) []string {
	names := make([]string, len(users))
	for i, u := range users {
		names[i] = u.Username
	}
	return names
}

// typed reads what is typed or pasted, where a line may hold several names.
func typed(text string) ([]chatapi.NewUser, error) {
	return List{Most: most, Several: true}.Read(strings.NewReader(text))
}

func TestLists(t *testing.T) {
	for _, c := range []struct {
		text, want string // want: the names, or part of the error
		wrong      bool
		file       bool // a name a line
	}{
		{text: "alice", want: "alice"},
		{text: " alice\tbob,carol;dave\r\nerin ", want: "alice bob carol dave erin"},
		{text: "# wanted users\nfd1\nfd2", want: "fd1 fd2"},
		{text: "# wanted users\rfd1\rfd2", want: "fd1 fd2"},
		{text: "fd1 fd2\r\n\r\n #x y\r\n{\"username\":\"fd3\"}\r\n", want: "fd1 fd2 fd3"},
		{text: "qa-{1..3}", want: "qa-1 qa-2 qa-3"},
		{text: "qa-{08..11}-x", want: "qa-08-x qa-09-x qa-10-x qa-11-x"},
		{text: "{7..7}", want: "7"},
		{text: "a}b", want: "a}b"},
		{text: "dup dup", want: "dup dup"},
		{text: "{4294967295..4294967295}", want: "4294967295"},
		{text: ""},
		{text: " ,;\n"},
		{text: "\ufeffalice\nqa-{1..2}\n", want: "alice qa-1 qa-2", file: true},
		{text: "a{", want: "line 1: a range looks like", wrong: true},
		{text: "a{1..2}{1..2}", want: "a range looks like", wrong: true},
		{text: "a\n\na{2..1}", want: "line 3: a range goes from a smaller number to a larger one", wrong: true},
		{text: "a{0..10000}", want: "at most 10000 names", wrong: true},
		{text: "a{1..+2}", want: "a range looks like", wrong: true},
		{text: "a{4294967296..4294967296}", want: "a range looks like", wrong: true},
		{text: "a{1..6000} b{1..6000}", want: "more than 10000 users", wrong: true},
		{text: "a\n{\"user\":\"b\"}", want: "line 2: not a name, nor an object", wrong: true},
		{text: "alice\nbob carol", want: "line 2: more than a name", wrong: true, file: true},
		{text: "a\n" + strings.Repeat("x", 5000), want: "line 2: it has more than 4096 bytes", wrong: true, file: true},
	} {
		users, err := List{Most: most, Several: !c.file}.Read(strings.NewReader(c.text))
		var of *ListError
		switch {
		case c.wrong && (!errors.As(err, &of) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%.40q: %d users, %v; want %s", c.text, len(users), err, c.want)
		case !c.wrong && (err != nil || strings.Join(namesOf(users), " ") != c.want):
			t.Errorf("%.40q: %q, %v; want %s", c.text, namesOf(users), err, c.want)
		}
	}
}

// TestAListHoldsWhatBelongsToAName reads passwords and nicknames.
func TestAListHoldsWhatBelongsToAName(t *testing.T) {
	users, err := List{Most: most}.Read(strings.NewReader("f1\n" + `{"password":"topsecret9","username":"f3","nickname":"F"}`))
	if err != nil || len(users) != 2 || users[1].Username != "f3" || users[1].Nickname != "F" || users[1].Password.IsZero() || !users[0].Password.IsZero() {
		t.Errorf("%+v, %v", users, err)
	}
}

// TestNoErrorHoldsALine has a password in lines that are wrong in one way or another.
func TestNoErrorHoldsALine(t *testing.T) {
	for _, line := range []string{`{"password":"topsecret9"}`, `{"password":"topsecret9"`, `"username":"f3","password":"topsecret9"`, "f3:topsecret9", "f3=topsecret9",
		"{password: topsecret9, username: f3}", "f3{topsecret9}", `[{"password":"topsecret9"}]`, "topsecret9{1..", "{2..1}topsecret9", `{"username":"f3","password":"topsecret9` + strings.Repeat("x", 60) + `"}`} {
		for _, several := range []bool{true, false} {
			_, err := List{Most: most, Several: several}.Read(strings.NewReader("f1\n" + line + "\nf2"))
			if err == nil || strings.Contains(err.Error(), "topsecret9") || !strings.HasPrefix(err.Error(), "line 2: ") {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}

// TestABrokenListIsNoList hands on why the reading ended.
func TestABrokenListIsNoList(t *testing.T) {
	broken := errors.New("broken")
	if users, err := (List{Most: most}).Read(iotest.ErrReader(broken)); !errors.Is(err, broken) || users != nil {
		t.Errorf("%v, %v", users, err)
	}
}

// TestAsManyUsersAsAllowed goes to the bound, and one beyond.
func TestAsManyUsersAsAllowed(t *testing.T) {
	if users, err := typed("u{1..10000}"); err != nil || len(users) != most || users[most-1].Username != "u10000" {
		t.Errorf("%d users, %v", len(users), err)
	}
	if users, err := typed("u{1..10000} v"); err == nil {
		t.Errorf("%d users", len(users))
	}
}

// mostBytes is what the names of a text may take at most: a name of the service has
// 64 bytes, so four times that is more than any use.
func mostBytes(text string) int { return len(text) + most*256 }

func size(users []chatapi.NewUser) (n int) {
	for _, u := range users {
		n += len(u.Username)
	}
	return n
}

// TestARangeTakesNoMoreThanItsNames has ranges with a long text around them, or with
// many zeros: a file of 4 MiB may hold such a one, ten thousand times over.
func TestARangeTakesNoMoreThanItsNames(t *testing.T) {
	long := strings.Repeat("x", 20_000)
	for name, text := range map[string]string{
		"head": long + "{1..1000}", "tail": "{1..1000}" + long, "zeros": "{" + strings.Repeat("0", 20_000) + "1..1000}",
	} {
		if users, err := typed(text); err == nil && size(users) > mostBytes(text) {
			t.Errorf("%s: %d bytes of text became %d bytes of names", name, len(text), size(users))
		}
	}
}

// TestZerosStayNumbers has more zeros than package fmt pads with.
func TestZerosStayNumbers(t *testing.T) {
	users, err := typed("{" + strings.Repeat("0", 1_000_001) + "1..2}")
	if err == nil && slices.ContainsFunc(users, func(u chatapi.NewUser) bool { return strings.Contains(u.Username, "BADWIDTH") }) {
		t.Errorf("a name is %.40q…", users[0].Username)
	}
}

// FuzzList holds that a list is users within its bounds or an error that tells
// nothing of it, and that its names read again are the same.
func FuzzList(f *testing.F) {
	for _, text := range []string{"alice bob", "qa-{1..50}", "{01..50}", "a{1..2}{1..2}", "\ufeffalice\r\nbob", "{0..9999}{", "x{1..18446744073709551616}", "\x00\xff{1..3}\u202e", ",,;; \t", "#x\ry", `{"username":"a","password":"b"}`, `{"username":"a b"}`} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, several bool) {
		users, err := List{Most: most, Several: several}.Read(strings.NewReader(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\x00\n\r\t\u202e\u200b\ufeff") || len(err.Error()) > 300 || len(text) > 24 && strings.Contains(err.Error(), text) {
				t.Fatalf("%q: the error is %q", text, err)
			}
			return
		}
		if len(users) > most || size(users) > mostBytes(text) {
			t.Fatalf("%q: %d names of %d bytes", text, len(users), size(users))
		}
		if strings.Contains(text, `"`) {
			return // names of objects can be anything
		}
		for _, u := range users {
			if u.Username == "" || strings.ContainsAny(u.Username, " \t\r\n,;:|=\"{") {
				t.Fatalf("%q: a name is %q", text, u.Username)
			}
		}
		again, err := List{Most: most}.Read(strings.NewReader(strings.Join(namesOf(users), "\n")))
		if err == nil && !slices.Equal(again, users) && !strings.ContainsAny(text, "#\ufeff\v\f\u0085\u00a0") && !strings.Contains(text, "\ufeff") {
			t.Fatalf("%q: its names read again are %d, %v", text, len(again), err)
		}
	})
}

func BenchmarkList(b *testing.B) {
	var text strings.Builder
	for i := range most {
		fmt.Fprintf(&text, "user-%05d\n", i)
	}
	for b.Loop() {
		if users, err := typed(text.String()); err != nil || len(users) != most {
			b.Fatal(err)
		}
	}
}
