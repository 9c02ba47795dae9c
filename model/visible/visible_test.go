package visible_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"agtok/model/visible"
)

var texts = []struct{ in, want string }{
	{"", ""},
	{"lobby-1", "lobby-1"},
	{"日本語 Ünï ❤ 👍 e\u0301", "日本語 Ünï ❤ 👍 e\u0301"},
	{"❤\ufe0f 👍\U0001f3fd", `❤\ufe0f 👍\U0001f3fd`},
	{"\u0e01\u0e33 \u0938\u094d\u0924\u0947", "\u0e01" + `\u0e33` + " \u0938" + `\u094d` + "\u0924\u0947"},
	{`back\slash`, `back\slash`},
	{"a\nb\tc\rd", `a\nb\tc\rd`},
	{"\x00\x07\x1b\x7f", `\x00\x07\x1b\x7f`},
	{"\x1b]0;owned\x07", `\x1b]0;owned\x07`},
	{"\x1b]52;c;aGk=\x1b\\", `\x1b]52;c;aGk=\x1b\`},
	{"\u0085\u009b2J", `\u0085\u009b2J`},
	{"abc\u202efed", `abc\u202efed`},
	{"a\u200bb\u200dc\ufeff", `a\u200bb\u200dc\ufeff`},
	{"soft\u00adhyphen no\u00a0break", `soft\u00adhyphen no\u00a0break`},
	{"line\u2028para\u2029", `line\u2028para\u2029`},
	{"tag\U000e0041", `tag\U000e0041`},
	{"smuggled\U000e0101\ufe01", `smuggled\U000e0101\ufe01`},
	{"filler\u3164\u115f\uffa0\u034f", `filler\u3164\u115f\uffa0\u034f`},
	{"bad\xff\xc3", `bad\xff\xc3`},
	{"cut\xe2\x82", `cut\xe2\x82`},
	{"real \ufffd", "real \ufffd"},
	{"private\ue000\U0010ffff", `private\ue000\U0010ffff`},
}

func TestText(t *testing.T) {
	for _, c := range texts {
		if got := visible.Text(c.in); got != c.want {
			t.Errorf("Text(%+q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTextLeavesPrintableTextAlone(t *testing.T) {
	for _, s := range []string{strings.Repeat("plain text ", 99), "Ünï 日本語"} {
		if n := testing.AllocsPerRun(10, func() { visible.Text(s) }); n != 0 {
			t.Errorf("Text(%.20q) allocates %v times", s, n)
		}
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"lobby", 5, "lobby"},
		{"lobby", 4, "lob…"},
		{"lobby", 1, "…"},
		{"lobby", 0, ""},
		{"lobby", -1, ""},
		{"", 3, ""},
		{"日本語", 3, "日本語"},
		{"日本語", 2, "日…"},
		{"a\x1bb", 6, `a\x1bb`},
		{"a\x1bb", 5, "a…"},
		{"ab\x1b", 5, "ab…"},
		{"ab\x1b", 6, `ab\x1b`},
		{"\xff\xff", 8, `\xff\xff`},
	} {
		if got := visible.Line(c.in, c.limit); got != c.want {
			t.Errorf("Line(%+q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, c := range texts {
		f.Add(c.in, 5)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		got := visible.Text(s)
		checkShown(t, got)
		if clean := strings.IndexFunc(s, func(c rune) bool { return c < ' ' || c > '~' }) < 0; clean && got != s {
			t.Errorf("Text(%q) = %q: printable text was changed", s, got)
		}
		if again := visible.Text(got); again != got {
			t.Errorf("Text is not stable: %q, then %q", got, again)
		}
		line := visible.Line(s, limit)
		checkShown(t, line)
		switch n := utf8.RuneCountInString(line); {
		case n > max(limit, 0):
			t.Errorf("Line(%q, %d) has %d characters", s, limit, n)
		case utf8.RuneCountInString(got) <= limit && line != got:
			t.Errorf("Line(%q, %d) = %q, which is cut without need", s, limit, line)
		}
	})
}

func checkShown(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not UTF-8", s)
	}
	for _, c := range s {
		if !unicode.IsPrint(c) {
			t.Errorf("%+q holds %U", s, c)
		}
	}
}

func BenchmarkText(b *testing.B) {
	s := strings.Repeat("plain text ", 20)
	for b.Loop() {
		visible.Text(s)
	}
}
