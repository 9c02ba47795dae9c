package command

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// screen gives what a terminal of one line shows after text: a carriage return
// goes back to its start, and what comes then stands over what was there.
func screen(t *testing.T, text string) (lines []string) {
	t.Helper()
	row, at := []byte{}, 0
	for _, c := range []byte(text) {
		switch {
		case c == '\n':
			lines, row, at = append(lines, strings.TrimRight(string(row), " ")), row[:0], 0
		case c == '\r':
			at = 0
		case c < ' ' || c > '~':
			t.Fatalf("%q is written", c)
		case at == len(row):
			row, at = append(row, c), at+1
		default:
			row[at] = c
			at++
		}
	}
	return append(lines, strings.TrimRight(string(row), " "))
}

// ticking is a clock that goes on by step each time somebody looks.
func ticking(step time.Duration) func() time.Time {
	at := time.Unix(1_700_000_000, 0)
	return func() time.Time {
		at = at.Add(step)
		return at
	}
}

func watched(step time.Duration, terminal bool) (*session, *bytes.Buffer) {
	var errs bytes.Buffer
	return &session{world: World{Now: ticking(step), StderrIsTerminal: terminal}, talk: talk{w: &errs}}, &errs
}

func TestProgress(t *testing.T) {
	s, errs := watched(100*time.Millisecond, true)
	p := s.progress()
	shows := func(want string) {
		t.Helper()
		if got := screen(t, errs.String()); got[len(got)-1] != want {
			t.Errorf("shows %q, want %q", got[len(got)-1], want)
		}
	}
	for range 9 {
		p.add(10_000)
	}
	shows("") // nine tenths of a second
	p.add(10_000)
	shows("100 000 tokens, 100 000/s")
	p.add(10_000)
	shows("100 000 tokens, 100 000/s") // too soon for another
	p.add(1)
	shows("110 001 tokens, 91 667/s")
	s.say("line 7: %s", "no\x1b")
	shows("")
	if got := screen(t, errs.String()); got[0] != `agtok: line 7: no\x1b` {
		t.Errorf("the message stands as %q", got[0])
	}
	p.add(0)
	p.add(0)
	p.add(9_000_000)
	shows("110 001 tokens, 78 572/s")
	p.add(0)
	shows("9 110 001 tokens, 5 693 750/s")
	p.end()
	shows("")
	n := errs.Len()
	p.end()
	if errs.Len() != n {
		t.Error("what is clear is cleared again")
	}
}

func TestProgressGetsShorter(t *testing.T) {
	s, errs := watched(time.Second, true)
	s.talk.progress("a long line")
	s.talk.progress("short")
	if got := screen(t, errs.String()); got[0] != "short" {
		t.Errorf("shows %q", got)
	}
}

func TestProgressOnlyOnATerminal(t *testing.T) {
	s, errs := watched(time.Hour, false)
	p := s.progress()
	p.add(1)
	p.add(1)
	p.writes()
	p.end()
	if errs.Len() > 0 {
		t.Errorf("%q is written to what is no terminal", errs)
	}
}

func TestProgressMakesRoomForResults(t *testing.T) {
	for _, seen := range []bool{true, false} {
		s, errs := watched(2*time.Second, true)
		s.world.StdoutIsTerminal = seen
		p := s.progress()
		p.add(1)
		p.writes()
		if got, want := screen(t, errs.String())[0], map[bool]string{true: "", false: "1 token, 0/s"}[seen]; got != want {
			t.Errorf("standard output is a terminal %t: before results it shows %q, want %q", seen, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0 tokens", 1: "1 token", 999: "999 tokens", 1000: "1 000 tokens", 1234567: "1 234 567 tokens"} {
		if got := grouped(n, "token"); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
