package command

import (
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
	buf := []byte("before")
	for {
		out, long, err := l.next(buf)
		if !bytes.HasPrefix(out, buf) {
			t.Fatalf("what was in the buffer is gone: %q", out)
		}
		line := string(out[len(buf):])
		switch {
		case errors.Is(err, io.EOF):
			return got
		case err != nil:
			t.Fatal(err)
		case long:
			line += "+"
		}
		got = append(got, line)
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
	line, long, err := l.next(nil)
	if err != nil || !long || len(line) != 1000 || cap(line) > 4000 {
		t.Errorf("64 MiB in a line: %d bytes, long %t, %v; keeps %d bytes", len(line), long, err, cap(line))
	}
}

func TestLinesPassErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	l := newLines(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), 5)
	if line, _, err := l.next(nil); string(line) != "a" || err != nil {
		t.Errorf("first line %q, %v", line, err)
	}
	if _, _, err := l.next(nil); !errors.Is(err, broken) {
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

func TestLinesReady(t *testing.T) {
	l := newLines(io.MultiReader(strings.NewReader("a\nb\nc"), strings.NewReader("d\n")), 5)
	for _, want := range []struct {
		line         string
		before, then bool
	}{{"a", false, true}, {"b", true, false}, {"cd", false, false}} {
		before := l.ready()
		line, _, err := l.next(nil)
		if string(line) != want.line || before != want.before || l.ready() != want.then {
			t.Errorf("line %q (%v), ready %t and then %t; want %+v", line, err, before, l.ready(), want)
		}
	}
}

// ceaseless gives input for ever.
type ceaseless struct{}

func (ceaseless) Read(p []byte) (int, error) { return copy(p, "x\n"), nil }

func TestInterruptibleStopsInputThatNeverEnds(t *testing.T) {
	in := newInterruptible(context.Background(), ceaseless{})
	in.stop()
	if data, err := io.ReadAll(in); !errors.Is(err, context.Canceled) || len(data) > 0 {
		t.Errorf("after stop comes %d bytes, %v", len(data), err)
	}
}
