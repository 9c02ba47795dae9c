package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func never() time.Time { return time.Unix(0, 0) }

// echo is work that writes the number and the text of each line, and of every
// third a word to standard error.
func echo() work {
	return func(l *line, s *sheet) {
		s.out = fmt.Appendf(s.out, "%d %s %t\n", l.number, l.text, l.long)
		if s.tokens++; l.number%3 == 0 {
			s.said = fmt.Appendf(s.said, "%d\n", l.number)
		}
	}
}

// gather runs work over text and joins what comes of it.
func gather(t *testing.T, in io.Reader, limit int, newWork func() work) (out, said string, tokens, lines int) {
	t.Helper()
	lines, err := everyLine(in, func() {}, limit, never, newWork, func(s *sheet) error {
		out, said, tokens = out+string(s.out), said+string(s.said), tokens+s.tokens
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, said, tokens, lines
}

// onCores runs a test with one worker and with many.
func onCores(t *testing.T, test func(t *testing.T)) {
	for _, n := range []int{1, 2, 7} {
		t.Run(fmt.Sprintf("%d cores", n), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
			test(t)
		})
	}
}

func TestPipelineKeepsTheOrder(t *testing.T) {
	onCores(t, func(t *testing.T) {
		for _, n := range []int{0, 1, 2, batchLines - 1, batchLines, batchLines + 1, 5000} {
			var in, want, said strings.Builder
			for i := range n {
				text := strings.Repeat("x", i%50)
				in.WriteString(text + "\n")
				fmt.Fprintf(&want, "%d %s %t\n", i+1, text[:min(len(text), 40)], len(text) > 40)
				if (i+1)%3 == 0 {
					fmt.Fprintf(&said, "%d\n", i+1)
				}
			}
			out, errs, tokens, lines := gather(t, strings.NewReader(in.String()), 40, echo)
			if out != want.String() || errs != said.String() || tokens != n || lines != n {
				t.Errorf("%d lines: %d lines and %d tokens come out, or in another order", n, lines, tokens)
			}
		}
	})
}

// TestPipelineWritesInParts has lines of which much comes: the output must be
// whole, and no sheet much larger than what one line gives.
func TestPipelineWritesInParts(t *testing.T) {
	onCores(t, func(t *testing.T) {
		const lines, size = 300, 100_000
		much := func() work {
			return func(l *line, s *sheet) {
				s.out = append(s.out, bytes.Repeat(l.text, size)...)
				s.said = append(s.said, l.text...)
			}
		}
		var got, said []byte
		n, err := everyLine(strings.NewReader(strings.Repeat("a\nb\nc\n", lines/3)), func() {}, 10, never, much, func(s *sheet) error {
			if len(s.out) > pieceBytes+size {
				t.Errorf("a sheet of %d bytes", len(s.out))
			}
			for at := 0; at < len(s.out); at += size {
				got = append(got, s.out[at])
			}
			said = append(said, s.said...)
			return nil
		})
		if want := strings.Repeat("abc", lines/3); err != nil || n != lines || string(got) != want || string(said) != want {
			t.Errorf("%d lines (%v): %q and %q", n, err, got, said)
		}
	})
}

// TestPipelineAnswersAtOnce feeds one line and reads its answer before the next.
func TestPipelineAnswersAtOnce(t *testing.T) {
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	go func() {
		_, err := everyLine(in, func() {}, 100, never, echo, func(s *sheet) error {
			_, err := out.Write(s.out)
			return err
		})
		out.CloseWithError(errors.Join(err, io.EOF))
	}()
	buf := make([]byte, 100)
	for i := range 200 {
		fmt.Fprintf(feed, "line %d\nthe beginning of", i)
		n, err := answers.Read(buf)
		want := fmt.Sprintf("%d %sline %d false\n", i+1, strings.Repeat("the beginning of", min(i, 1)), i)
		if err != nil || string(buf[:n]) != want {
			t.Fatalf("line %d is answered with %q, %v; want %q", i, buf[:n], err, want)
		}
	}
	feed.CloseWithError(io.EOF)
	if rest, err := io.ReadAll(answers); string(rest) != "201 the beginning of false\n" {
		t.Errorf("the end is answered with %q, %v", rest, err)
	}
}

// TestPipelineStopsWhenWritingFails has input that never ends, and input that
// never comes.
func TestPipelineStopsWhenWritingFails(t *testing.T) {
	full := errors.New("full")
	for name, r := range map[string]io.Reader{
		"never ends": ceaseless{}, "never comes": io.MultiReader(strings.NewReader("a\n"), silence{}),
	} {
		in := newInterruptible(context.Background(), r)
		written := 0
		_, err := everyLine(in, in.stop, 10, never, echo, func(s *sheet) error { written++; return full })
		if !errors.Is(err, full) || written != 1 {
			t.Errorf("input that %s: %v after %d writes", name, err, written)
		}
	}
}

// silence is an input that never comes.
type silence struct{}

func (silence) Read([]byte) (int, error) { select {} }

// TestPipelineIsInterrupted holds that what was read before an interruption is
// written, whole lines and each once.
func TestPipelineIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in := newInterruptible(ctx, ceaseless{})
	var out []byte
	lines, err := everyLine(in, in.stop, 10, never, echo, func(s *sheet) error {
		if out = append(out, s.out...); len(out) > 100_000 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || lines == 0 || bytes.Count(out, []byte("\n")) != lines {
		t.Errorf("%v; %d lines were read, %d written", err, lines, bytes.Count(out, []byte("\n")))
	}
}

func TestPipelinePassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader("a\nb\nc"), failing{broken})
	var out []byte
	lines, err := everyLine(in, func() {}, 10, never, echo, func(s *sheet) error { out = append(out, s.out...); return nil })
	if !errors.Is(err, broken) || lines != 2 || string(out) != "1 a false\n2 b false\n" {
		t.Errorf("%d lines, %v, %q", lines, err, out)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestPipelineMakesAWorkForEachCore holds that no two goroutines share one.
func TestPipelineMakesAWorkForEachCore(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(5))
	made := 0
	shared := func() work {
		made++
		var busy atomic.Bool
		return func(*line, *sheet) {
			if busy.Swap(true) {
				t.Error("two lines are worked on at once by the same")
			}
			runtime.Gosched()
			busy.Store(false)
		}
	}
	gather(t, strings.NewReader(strings.Repeat("a\n", 10_000)), 10, shared)
	if made != 5 {
		t.Errorf("%d works were made for 5 cores", made)
	}
}

// FuzzPipeline compares the pipeline with reading line by line, whatever the
// pieces in which the input comes.
func FuzzPipeline(f *testing.F) {
	f.Add("a\r\nbb\n\nccccccc", uint8(3), uint64(1))
	f.Add(strings.Repeat("\n", 300), uint8(0), uint64(2))
	f.Fuzz(func(t *testing.T, text string, limit uint8, seed uint64) {
		var want []byte
		l, s := newLines(strings.NewReader(text), int(limit)), sheet{}
		one := line{}
		for w := echo(); ; {
			out, long, err := l.next(nil)
			if err != nil {
				break
			}
			one.number++
			one.text, one.long = out, long
			w(&one, &s)
		}
		want = s.out
		out, said, _, lines := gather(t, &pieces{text, rand.New(rand.NewPCG(seed, 0))}, int(limit), echo)
		if out != string(want) || said != string(s.said) || lines != one.number {
			t.Errorf("%q gives\n%swant\n%s", text, out, want)
		}
	})
}

// pieces gives a text in pieces of any length, some of them empty.
type pieces struct {
	text string
	rand *rand.Rand
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.text == "" {
		return 0, io.EOF
	}
	n := copy(b[:p.rand.IntN(len(b)+1)%7], p.text)
	p.text = p.text[n:]
	return n, nil
}
