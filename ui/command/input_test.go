package command

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// all reads every line, cut at limit; long ones are marked with a plus sign.
func all(t *testing.T, r io.Reader, limit int) []string {
	t.Helper()
	l := newLines(r, limit)
	var got []string
	for {
		line, long, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			if l.number != len(got) {
				t.Errorf("the last line has the number %d, want %d", l.number, len(got))
			}
			return got
		case err != nil:
			t.Fatal(err)
		case long:
			got = append(got, string(line)+"+")
		default:
			got = append(got, string(line))
		}
	}
}

func TestLines(t *testing.T) {
	for text, want := range map[string][]string{
		"":                nil,
		"\n":              {""},
		"\r\n":            {""},
		"\r":              {"\r"},
		"a":               {"a"},
		"a\nb":            {"a", "b"},
		"a\r\nb\r\n":      {"a", "b"},
		"a\r\r\n":         {"a\r"},
		"\n\na\n\n":       {"", "", "a", ""},
		"12345\n123456\n": {"12345", "12345+"},
		"12345\r\n1":      {"12345", "1"},
		"123456\r\n1":     {"12345+", "1"},
		"1234567890\n1\n": {"12345+", "1"},
		"1234567890":      {"12345+"},
	} {
		if got := all(t, strings.NewReader(text), 5); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := all(t, iotest.OneByteReader(strings.NewReader(text)), 5); !slices.Equal(got, want) {
			t.Errorf("%q, byte by byte: %q, want %q", text, got, want)
		}
	}
}

func TestLinesLongerThanTheBuffer(t *testing.T) {
	long := strings.Repeat("x", 3*chunk)
	if got := all(t, strings.NewReader(long+"\ny\n"), 4*chunk); !slices.Equal(got, []string{long, "y"}) {
		t.Errorf("a line of three buffers comes in %d lines", len(got))
	}
	if got := all(t, strings.NewReader(long+"\ny\n"), 2*chunk); !slices.Equal(got, []string{long[:2*chunk] + "+", "y"}) {
		t.Errorf("a line beyond the limit is not cut there")
	}
}

// endless is a line without end, of n bytes.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	e.n -= int64(len(p))
	return copy(p, bytes.Repeat([]byte("x"), len(p))), nil
}

func TestLinesKeepNoMoreThanTheLimit(t *testing.T) {
	l := newLines(&endless{n: 64 << 20}, 1000)
	line, long, err := l.next()
	if err != nil || !long || len(line) != 1000 || cap(l.buf) > 4000 {
		t.Errorf("64 MiB in a line: %d bytes, long %t, %v; keeps %d bytes", len(line), long, err, cap(l.buf))
	}
}

func TestLinesPassErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	l := newLines(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), 5)
	if line, _, err := l.next(); string(line) != "a" || err != nil {
		t.Errorf("first line %q, %v", line, err)
	}
	if _, _, err := l.next(); !errors.Is(err, broken) {
		t.Errorf("then %v, want %v", err, broken)
	}
}

func FuzzLines(f *testing.F) {
	f.Add("a\r\nbb\n\nccccccc", uint8(3))
	f.Add("\r\n\r", uint8(0))
	f.Fuzz(func(t *testing.T, text string, limit uint8) {
		var want []string
		for _, line := range strings.SplitAfter(text, "\n") {
			if line == "" {
				continue
			}
			if cut, ok := strings.CutSuffix(line, "\n"); ok {
				line = strings.TrimSuffix(cut, "\r")
			}
			if len(line) > int(limit) {
				line = line[:limit] + "+"
			}
			want = append(want, line)
		}
		if got := all(t, strings.NewReader(text), int(limit)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	})
}

func TestInterruptibleReadsEverything(t *testing.T) {
	text := strings.Repeat("0123456789", 20_000)
	for name, r := range map[string]io.Reader{
		"whole": strings.NewReader(text), "halves": iotest.HalfReader(strings.NewReader(text)),
		"data with the end": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, err := io.ReadAll(newInterruptible(context.Background(), r))
		if err != nil || string(got) != text {
			t.Errorf("%s: %d bytes, %v; want %d", name, len(got), err, len(text))
		}
	}
}

func TestFlushingFlushesBeforeItReads(t *testing.T) {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	in := flushing{strings.NewReader("x"), w}
	_, _ = w.WriteString("an answer")
	if _, err := in.Read(make([]byte, 1)); err != nil || out.String() != "an answer" {
		t.Errorf("before the reader waits, %q is written (%v)", out.String(), err)
	}
}
