package input

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

// chunk is what one read brings, so long after the read before.
type chunk struct {
	after time.Duration
	bytes string
}

func at(after time.Duration, bytes string) chunk { return chunk{after, bytes} }

// reads gives chunks that come one upon the other.
func reads(list ...string) []chunk {
	var chunks []chunk
	for _, s := range list {
		chunks = append(chunks, chunk{0, s})
	}
	return chunks
}

// begin is the time of the first read.
var begin = time.Unix(1700000000, 0)

// play feeds chunks and gives up what is open when its time has come.
func play(f *filter, chunks []chunk) {
	now := begin
	for _, c := range chunks {
		now = now.Add(c.after)
		if end, open := f.deadline(); open && !now.Before(end) {
			f.expire()
		}
		f.feed(now, []byte(c.bytes))
	}
}

// through gives what comes of chunks when no more input follows: the bytes, with
// every paste written out in brackets.
func through(chunks []chunk) string {
	var f filter
	play(&f, chunks)
	f.expire()
	out := string(f.out)
	for _, text := range f.pastes {
		out = strings.Replace(out, mark, "<"+text+">", 1)
	}
	return out
}

func TestFilter(t *testing.T) {
	const quick, slow = 20 * time.Millisecond, 60 * time.Millisecond
	cases := []struct {
		name   string
		chunks []chunk
		want   string
	}{
		{"text", reads("lobby-1 ", "é世🙂"), "lobby-1 é世🙂"},
		{"controls", reads("\x03\x1a\r\t\x7f\x00"), "\x03\x1a\r\t\x7f\x00"},
		{"character in two reads", []chunk{at(0, "\xe4\xb8"), at(quick, "\x96")}, "世"},
		{"character never finished", []chunk{at(0, "a\xe4\xb8"), at(slow, "b")}, "a\xe4\xb8b"},
		{"no text at all", reads("\xff\x80\xc0a"), "\xff\x80\xc0a"},

		{"arrow", reads("\x1b[A"), "\x1b[A"},
		{"arrow in two reads", []chunk{at(0, "\x1b"), at(quick, "[A")}, "\x1b[A"},
		{"arrow in three reads", []chunk{at(0, "\x1b"), at(30*time.Millisecond, "["), at(30*time.Millisecond, "A")}, "\x1b[A"},
		{"escape alone", reads("\x1b"), "\x1b"},
		{"escape, later a letter", []chunk{at(0, "\x1b"), at(slow, "q")}, "\x1bq"},
		{"alt+letter", reads("\x1bp", "\x1b", "é"), "\x1bp\x1bé"},
		{"alt+[ alone", reads("\x1b["), "\x1b["},
		{"alt+[ and a key", reads("\x1b[\x03"), "\x1b[\x03"},
		{"alt+up of rxvt", reads("\x1b\x1b", "[A"), "\x1b\x1b[A"},
		{"escape twice", reads("\x1b\x1b"), "\x1b\x1b"},
		{"escape held down", reads("\x1b", "\x1b", "\x1b", "\x1b", "\x1b"), "\x1b\x1b\x1b\x1b\x1b"},
		{"escape twice and a letter", reads("\x1b\x1bq"), "\x1b\x1bq"},
		{"alt+shift+o and a key", reads("\x1bO\x03"), "\x1bO\x03"},
		{"F1", reads("\x1bO", "P"), "\x1bOP"},
		{"F1 of the Linux console", reads("\x1b[", "[", "A"), "\x1b[[A"},
		{"no key of the Linux console", reads("\x1b[[", "\x03"), "\x1b[[\x03"},
		{"shift+F3", reads("\x1b[1;", "2R", "\x1b[1;16R"), "\x1b[1;2R\x1b[1;16R"},
		{"shift+home of rxvt", reads("\x1b[7$", "q"), "\x1b[7$q"},
		{"shift+right of rxvt", reads("\x1b[c"), "\x1b[c"},
		{"mouse", reads("\x1b[<64;1", "0;10M"), "\x1b[<64;10;10M"},
		{"old mouse", reads("\x1b[M", " !", "!q"), "\x1b[M !!q"},
		{"a key that old mouse reports begin with", reads("\x1b[M\r"), "\x1b[M\r"},
		{"kitty's enter", reads("\x1b[13;2u"), "\x1b[13;2u"},
		{"half a key, slowly", []chunk{at(0, "\x1b[1;"), at(400*time.Millisecond, "5A")}, "\x1b[1;5A"},
		{"half a key, then silence", []chunk{at(0, "\x1b[1;"), at(time.Second, "q")}, "q"},
		{"half a key, then ctrl+c", reads("\x1b[1;5", "\x03"), "\x03"},
		{"half a key, then a key", reads("\x1b[1;5\x1b[A"), "\x1b[A"},
		{"a sequence without end", reads("\x1b[" + strings.Repeat("1", 62) + "q"), "q"},

		{"background colour", reads("a\x1b]11;rgb:0000/0000/0000\x1b\\b"), "ab"},
		{"background colour, BEL", reads("a\x1b]11;rgb:0000/0000/0000\ab"), "ab"},
		{"reply in many reads", reads(strings.Split("\x1b]11;rgb:ffff/ffff/ffff\x1b\\q", "")...), "q"},
		{"reply cut short", []chunk{at(0, "\x1b]11;rgb:00"), at(time.Second, "q")}, "q"},
		{"reply cut short before its end", []chunk{at(0, "\x1b]11;rgb:00\x1b"), at(time.Second, "q")}, "q"},
		{"reply cut short, keys at once", []chunk{at(0, "\x1b]11;rgb:00"), at(quick, "q"), at(600*time.Millisecond, "q")}, "q"},
		{"reply, then ctrl+c", reads("\x1b]11;rgb:00", "\x03"), "\x03"},
		{"reply, then a key", reads("\x1b]11;rgb:00\x1b[A"), "\x1b[A"},
		{"reply, then a paste", reads("\x1b]11;rgb:00\x1b[200~007\x1b[201~"), "<007>"},
		{"title", reads("\x1b]lagtok\x1b\\q"), "q"},
		{"alt+]", reads("\x1b]", "\x1b]\x03"), "\x1b]\x1b]\x03"},
		{"attributes", reads("\x1b[?62;22c\x1b[>1;10;0c\x1b[=1c", "\x1b[?1", ";2c", "q"), "q"},
		{"modes", reads("\x1b[?2026;2$y\x1b[4;2$y\x1b[?997;1nq"), "q"},
		{"cursor", reads("\x1b[24;80Rq", "\x1b[1;1R", "\x1b[1;", "80R"), "q"},
		{"sizes", reads("\x1b[8;24;80t\x1b[4;600;800tq"), "q"},
		{"terminal's version", reads("\x1bP>|XTerm(389)\x1b\\\x1bP1+r544e=78\x1b\\q"), "q"},
		{"image", reads("\x1b_Gi=1;OK\x1b\\q"), "q"},
		{"alt+shift+p and a letter", reads("\x1bPq"), "\x1bPq"},
		{"escape and a reply", reads("\x1b\x1b]11;rgb:0/0/0\x1b\\q"), "q"},
		{"escape and attributes", reads("\x1b\x1b[?1;2cq"), "q"},

		{"paste", reads("a\x1b[200~007eJx\x1b[201~b"), "a<007eJx>b"},
		{"paste of nothing", reads("\x1b[200~\x1b[201~q"), "<>q"},
		{"two pastes", reads("\x1b[200~1\x1b[201~\x1b[200~2\x1b[201~"), "<1><2>"},
		{"paste in many reads", reads(strings.Split("\x1b[200~a\x1b[20\x1b[201~b", "")...), "<a\x1b[20>b"},
		{"keys in a paste", reads("\x1b[200~q\x03\x1b[A\x1b]11;x\a\x1b[200~\xff\x1b[201~"), "<q\x03\x1b[A\x1b]11;x\a\x1b[200~\xff>"},
		{"escape and a paste", reads("\x1b\x1b[200~q\x1b[201~"), "<q>"},
		{"slow paste", []chunk{at(0, "\x1b[200~a"), at(1900*time.Millisecond, "b\x1b[201~q")}, "<ab>q"},
		{"paste without end", []chunk{at(0, "\x1b[200~a"), at(3*time.Second, "q")}, "<a>q"},
		{"paste with half an end", []chunk{at(0, "\x1b[200~a\x1b[20"), at(3*time.Second, "q")}, "<a>q"},
		{"paste whose end comes too late", []chunk{at(0, "\x1b[200~a"), at(3*time.Second, "\x1b[201~q")}, "<a>q"},
		{"ctrl+c in an open paste", []chunk{at(0, "\x1b[200~a"), at(300*time.Millisecond, "\x03")}, "<a>\x03"},
		{"ctrl+c as pasted text", []chunk{at(0, "\x1b[200~a"), at(quick, "\x03"), at(0, "b\x1b[201~")}, "<a\x03b>"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := through(c.chunks); got != c.want {
				t.Errorf("%v became %q, want %q", c.chunks, got, c.want)
			}
		})
	}
}

// TestDeadlines tells for how long each open thing waits, and that nothing else
// does.
func TestDeadlines(t *testing.T) {
	const later = 10 * time.Millisecond
	cases := []struct {
		chunks []chunk
		want   time.Duration // from the first read; 0: nothing is open
	}{
		{reads("q"), 0},
		{reads("\x1b[A"), 0},
		{reads("\x1b[200~a\x1b[201~"), 0},
		{reads("\x1b]11;rgb:0\a"), 0},
		{reads("\x1b"), keyTime},
		{reads("q\xe4"), keyTime},
		{[]chunk{at(0, "\x1b"), at(later, "[")}, later + keyTime},
		{[]chunk{at(0, "\x1b[1"), at(later, ";")}, replyTime},
		{[]chunk{at(0, "\x1b]11;"), at(later, "rgb"), at(later, "0")}, replyTime},
		{[]chunk{at(0, "\x1b]11;"), at(later, "\x1b"), at(later, "[1")}, later + later + replyTime},
		{[]chunk{at(0, "\x1b[200~a"), at(later, "b")}, later + pasteTime},
	}
	for _, c := range cases {
		var f filter
		play(&f, c.chunks)
		end, open := f.deadline()
		if open != (c.want > 0) || open && end.Sub(begin) != c.want {
			t.Errorf("%v: open %t until %v, want %v", c.chunks, open, end.Sub(begin), c.want)
		}
		f.expire()
		if _, open := f.deadline(); open {
			t.Errorf("%v: still open when its time was over", c.chunks)
		}
	}
}

func TestLongPaste(t *testing.T) {
	var f filter
	block := bytes.Repeat([]byte("x"), 1<<16)
	f.feed(begin, []byte(pasteStart))
	for range 3 * MaxPaste / len(block) {
		f.feed(begin, block)
		if len(f.content) > MaxPaste || len(f.held) > len(pasteEnd) {
			t.Fatalf("%d bytes of the paste and %d others are kept", len(f.content), len(f.held))
		}
	}
	f.feed(begin, []byte("q"+pasteEnd+"k"))
	if string(f.out) != mark+"k" || len(f.pastes) != 1 || len(f.pastes[0]) != MaxPaste {
		t.Errorf("a paste that is too long became %q and %d pastes", f.out, len(f.pastes))
	}
}

// TestPlainInputIsUntouched holds for everything that has no Escape in it.
func TestPlainInputIsUntouched(t *testing.T) {
	var all []byte
	for c := range 256 {
		if c != escape {
			all = append(all, byte(c), 'a', byte(c))
		}
	}
	for size := 1; size < 9; size++ {
		var f filter
		for part := range slices.Chunk(all, size) {
			f.feed(begin, part)
		}
		f.expire()
		if !bytes.Equal(f.out, all) {
			t.Fatalf("in reads of %d bytes: %q", size, f.out)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		"q", "\x1b", "\x1b[A\x1b\x1b[A\x1bOP", "\x1b[<64;10;10M\x1b[M !!", "\x1b]11;rgb:0/0/0\x1b\\q", "\x1bP1$r0m\x1b\\\x1b[?1;2c",
		"\x1b[200~a\x1b[201~b\x1b[200~c", "\x1b\x1b\x1b[200~\x1b\x1b[201~", "\xe4\xb8\x96\xff\x1b\xe4", "\x1b[1;2R\x1b[24;80R\x1b[[A\x1b[7$",
	} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		var whole filter
		whole.feed(begin, b)
		checkBounds(t, &whole, len(b))
		var parts filter
		for part := range slices.Chunk(b, int(size)+1) {
			parts.feed(begin, part)
			checkBounds(t, &parts, len(b))
		}
		whole.expire()
		parts.expire()
		if !bytes.Equal(whole.out, parts.out) || !slices.Equal(whole.pastes, parts.pastes) {
			t.Fatalf("%q became %q %q in one read and %q %q in reads of %d", b, whole.out, whole.pastes, parts.out, parts.pastes, int(size)+1)
		}
		checkOrder(t, b, &whole)
	})
}

// checkBounds holds the filter to what it may keep of n bytes.
func checkBounds(t *testing.T, f *filter, n int) {
	t.Helper()
	if len(f.held) > maxSequence+1 || len(f.content) > min(n, MaxPaste) || len(f.out) > n+len(mark) {
		t.Fatalf("%d bytes held, %d of a paste, %d to be given on, of %d", len(f.held), len(f.content), len(f.out), n)
	}
}

// checkOrder holds what came out against what went in: the same bytes in the same
// order, apart from what was dropped.
func checkOrder(t *testing.T, in []byte, f *filter) {
	t.Helper()
	if n := bytes.Count(f.out, []byte(mark)); n != len(f.pastes) {
		t.Fatalf("%q has %d marks for %d pastes", f.out, n, len(f.pastes))
	}
	rest := in
	take := func(want []byte) {
		for _, c := range want {
			i := bytes.IndexByte(rest, c)
			if i < 0 {
				t.Fatalf("%q became %q %q: a byte %q is not from there", in, f.out, f.pastes, c)
			}
			rest = rest[i+1:]
		}
	}
	for i, between := range bytes.Split(f.out, []byte(mark)) {
		take(between)
		if i < len(f.pastes) {
			take([]byte(pasteStart))
			take([]byte(f.pastes[i]))
		}
	}
	if bytes.IndexByte(in, escape) < 0 && !bytes.Equal(in, f.out) {
		t.Fatalf("%q became %q", in, f.out)
	}
}
