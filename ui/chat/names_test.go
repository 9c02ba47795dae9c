package chat

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, c := range []struct {
		text, want string // want: the names, or part of the error
		wrong      bool
	}{
		{text: "alice", want: "alice"},
		{text: " alice\tbob,carol;dave\r\nerin ", want: "alice bob carol dave erin"},
		{text: "qa-{1..3}", want: "qa-1 qa-2 qa-3"},
		{text: "qa-{08..11}-x", want: "qa-08-x qa-09-x qa-10-x qa-11-x"},
		{text: "{7..7}", want: "7"},
		{text: "a}b", want: "a}b"},
		{text: "dup dup", want: "dup dup"},
		{text: "{4294967295..4294967295}", want: "4294967295"},
		{text: "", want: "type a name, or several", wrong: true},
		{text: " ,;\n", want: "type a name, or several", wrong: true},
		{text: "a{", want: "a range looks like", wrong: true},
		{text: "a{1..2}{1..2}", want: "a range looks like", wrong: true},
		{text: "a{2..1}", want: "from a smaller number to a larger one", wrong: true},
		{text: "a{0..10000}", want: "at most 10000 names", wrong: true},
		{text: "a{1..+2}", want: "a range looks like", wrong: true},
		{text: "a{4294967296..4294967296}", want: "a range looks like", wrong: true},
		{text: "\x1b[2J{\u202e", want: `\x1b[2J{\u202e`, wrong: true},
		{text: "a{1..6000} b{1..6000}", want: "more than 10000 names", wrong: true},
	} {
		names, err := parseNames(c.text)
		switch {
		case c.wrong && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%q: %d names, %v; want %s", c.text, len(names), err, c.want)
		case !c.wrong && (err != nil || strings.Join(names, " ") != c.want):
			t.Errorf("%q: %q, %v; want %s", c.text, names, err, c.want)
		}
	}
}

// TestAsManyNamesAsAllowed goes to the bound, and one beyond.
func TestAsManyNamesAsAllowed(t *testing.T) {
	if names, err := parseNames("u{1..10000}"); err != nil || len(names) != maxNames || names[maxNames-1] != "u10000" {
		t.Errorf("%d names, %v", len(names), err)
	}
	if names, err := parseNames("u{1..10000} v"); err == nil {
		t.Errorf("%d names", len(names))
	}
}

// mostBytes is what the names of a text may take at most: a name of the service has
// 64 bytes, so four times that is more than any use.
func mostBytes(text string) int { return len(text) + maxNames*256 }

func size(names []string) (n int) {
	for _, name := range names {
		n += len(name)
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
		if names, err := parseNames(text); err == nil && size(names) > mostBytes(text) {
			t.Errorf("%s: %d bytes of text became %d bytes of names", name, len(text), size(names))
		}
	}
}

// TestZerosStayNumbers has more zeros than package fmt pads with.
func TestZerosStayNumbers(t *testing.T) {
	names, err := parseNames("{" + strings.Repeat("0", 1_000_001) + "1..2}")
	if err == nil && slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "BADWIDTH") }) {
		t.Errorf("a name is %.40q…", names[0])
	}
}

func FuzzNames(f *testing.F) {
	for _, text := range []string{"alice bob", "qa-{1..50}", "{01..50}", "a{1..2}{1..2}", "\ufeffalice\r\nbob", "{0..9999}{", "x{1..18446744073709551616}", "\x00\xff{1..3}\u202e", ",,;; \t"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names, err := parseNames(text)
		if (err == nil) != (len(names) > 0) {
			t.Fatalf("%q: %d names, %v", text, len(names), err)
		}
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\x00\n\r\t\u202e\u200b\ufeff") || len(err.Error()) > 600 {
				t.Fatalf("%q: the error is %q", text, err)
			}
			return
		}
		if len(names) > maxNames || size(names) > mostBytes(text) {
			t.Fatalf("%q: %d names of %d bytes", text, len(names), size(names))
		}
		for _, name := range names {
			if name == "" || strings.ContainsAny(name, " \t\r\n,;{") {
				t.Fatalf("%q: a name is %q", text, name)
			}
		}
		again, err := parseNames(strings.Join(names, "\n"))
		if err != nil || !slices.Equal(again, names) {
			t.Fatalf("%q: its names read again are %d, %v", text, len(again), err)
		}
	})
}

func BenchmarkNames(b *testing.B) {
	text := strings.Join(slices.Collect(func(yield func(string) bool) {
		for i := range maxNames {
			if !yield(fmt.Sprintf("user-%05d", i)) {
				return
			}
		}
	}), "\n")
	for b.Loop() {
		if names, err := parseNames(text); err != nil || len(names) != maxNames {
			b.Fatal(err)
		}
	}
}
