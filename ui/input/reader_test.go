package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	_ "agtok/ui/noquery"
)

// script is a terminal that sends what it is told to, one string a read. An empty
// string is a silence in which whatever waits gives up.
type script struct {
	reads []string
	now   time.Time
}

func (s *script) Read(p []byte) (int, error) {
	for len(s.reads) > 0 && s.reads[0] == "" {
		s.reads = s.reads[1:]
	}
	if len(s.reads) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.reads[0])
	if s.reads[0] = s.reads[0][n:]; s.reads[0] == "" {
		s.reads = s.reads[1:]
	}
	return n, nil
}

// wait is over when a read follows, or the time.
func (s *script) wait(d time.Duration) bool {
	if len(s.reads) > 0 && s.reads[0] == "" {
		s.reads = s.reads[1:]
		s.now = s.now.Add(d)
		return false
	}
	return true
}

func (s *script) stream() *stream {
	s.now = begin
	return &stream{file: s, wait: s.wait, now: func() time.Time { return s.now }}
}

// keys runs Bubble Tea's own reader on a script and gives the names of the keys
// that it finds; pastes are in angle brackets.
func keys(t *testing.T, reads ...string) []string {
	t.Helper()
	s := (&script{reads: append(reads, "", "\x03")}).stream()
	r := &Reader{stream: s}
	m := &listener{reader: r}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // bounds failure only
	defer cancel()
	program := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(quiet{r}), tea.WithOutput(io.Discard), tea.WithoutRenderer(), tea.WithoutSignalHandler())
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	return m.heard
}

// quiet is a terminal that sends no more after its script but is not closed.
type quiet struct{ r *Reader }

func (q quiet) Read(p []byte) (int, error) {
	n, err := q.r.Read(p)
	if errors.Is(err, ErrGone) {
		err = io.EOF // for Bubble Tea: stop reading
	}
	return n, err
}

// listener notes keys until ctrl+c.
type listener struct {
	reader *Reader
	heard  []string
}

func (*listener) Init() tea.Cmd { return nil }

func (*listener) View() string { return "" }

func (l *listener) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	key, ok := msg.(tea.KeyMsg)
	switch {
	case !ok:
	case key.Paste:
		text, own := l.reader.Paste()
		if !own {
			text = "no text"
		}
		l.heard = append(l.heard, "<"+text+">")
	case key.String() == "ctrl+c":
		return l, tea.Quit
	default:
		l.heard = append(l.heard, key.String())
	}
	return l, nil
}

// TestBubbleTeaReads holds the filter against the reader it is for: each of these
// goes wrong when Bubble Tea reads the terminal itself.
func TestBubbleTeaReads(t *testing.T) {
	cases := []struct {
		name  string
		reads []string
		want  []string
	}{
		{"key in two reads", []string{"\x1b", "[A"}, []string{"up"}},
		{"key in three reads", []string{"\x1b", "[1;", "5C"}, []string{"ctrl+right"}},
		{"escape", []string{"\x1b", "", "q"}, []string{"esc", "q"}},
		{"reply", []string{"\x1b]11;rgb:0000/0000/0000\x1b\\"}, nil},
		{"reply in parts", []string{"\x1b", "]11;rgb:0000/", "0000/0000\x1b", "\\", "q"}, []string{"q"}},
		{"attributes in parts", []string{"\x1b[?6", "2;22c", "q"}, []string{"q"}},
		{"character in two reads", []string{"\xe4", "\xb8\x96"}, []string{"世"}},
		{"paste", []string{"\x1b[200~007", "eJx\x1b[201~", "q"}, []string{"<007eJx>", "q"}},
		{"paste without end", []string{"\x1b[200~007", "", "q"}, []string{"<007>", "q"}},
		{"paste and keys in a read", []string{"a\x1b[200~b\x1b[201~c"}, []string{"a", "<b>", "c"}},
		{"escape and a paste", []string{"\x1b", "\x1b[200~b\x1b[201~c"}, []string{"<b>", "c"}},
		{"mouse report cut short", []string{"\x1b[<64;1", "", "q"}, []string{"q"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := keys(t, c.reads...)
			if !slices.Equal(got, c.want) {
				t.Errorf("%q is read as %q, want %q", c.reads, got, c.want)
			}
		})
	}
}

// TestAFullBufferIsNoUnfinishedKey holds that text which fills Bubble Tea's buffer
// to the last byte is typed, in however many parts, and not waited on.
func TestAFullBufferIsNoUnfinishedKey(t *testing.T) {
	text := "a" + strings.Repeat("世", 85) // 256 bytes
	if got := strings.Join(keys(t, text, ""), ""); got != text {
		t.Errorf("%q is read as %q", text, got)
	}
}

// TestReadsAreWhole holds Read to its contract for buffers of any size: nothing is
// left over that no input announces, unless the buffer is smaller than a key.
func TestReadsAreWhole(t *testing.T) {
	input := strings.Repeat("世\x1b[1;5A\x1b]11;rgb:0/0/0\x1b\\é\x1b[200~x\x1b[201~q", 60)
	want := strings.Repeat("世\x1b[1;5Aé"+mark+"q", 60)
	for _, size := range []int{1, 7, 40, 96, 97, 128, 255, 256, 257, 4096} {
		s := (&script{reads: []string{input[:700], input[700:701], input[701:]}}).stream()
		var got strings.Builder
		p := make([]byte, size)
		for {
			n, err := s.read(p)
			got.Write(p[:n])
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Fatal(err)
				}
				break
			}
			if size >= 128 && (n == size || len(s.filter.out) > 0) {
				t.Fatalf("size %d: %d bytes were read and %d are left over", size, n, len(s.filter.out))
			}
		}
		if got.String() != want {
			t.Errorf("size %d: %q", size, got.String())
		}
		if n := len(s.takePastes()); n != 60 {
			t.Errorf("size %d: %d pastes", size, n)
		}
	}
}

// TestEndOfInput checks that what is held when the terminal goes away is not lost
// and that the end is told.
func TestEndOfInput(t *testing.T) {
	s := (&script{reads: []string{"a\x1b"}}).stream()
	p := make([]byte, 256)
	var got []string
	for range 4 {
		n, err := s.read(p)
		got = append(got, fmt.Sprintf("%q %v", p[:n], err))
	}
	want := []string{`"a" <nil>`, `"\x1b" <nil>`, `"" EOF`, `"" EOF`}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestReaderOfAFile(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r := New(in, time.Now)
	if r.Fd() != in.Fd() || r.Name() != in.Name() {
		t.Error("the reader is not the file to those who ask for its descriptor")
	}
	if _, ok := r.Paste(); ok {
		t.Error("there is a paste before anything was read")
	}
	if _, err := out.WriteString("\x1b[200~007\x1b[201~q"); err != nil {
		t.Fatal(err)
	}
	out.Close()
	data, err := io.ReadAll(r)
	if !errors.Is(err, ErrGone) {
		t.Fatalf("at its end the reader says %v", err)
	}
	text, ok := r.Paste()
	if r.stream == nil {
		if ok || string(data) != "\x1b[200~007\x1b[201~q" {
			t.Errorf("where input can't be waited for %q is read, and %q", data, text)
		}
		return
	}
	if string(data) != mark+"q" || text != "007" || !ok {
		t.Errorf("read %q and the paste %q", data, text)
	}
}

func BenchmarkPaste(b *testing.B) {
	text := pasteStart + strings.Repeat("x", 1<<20) + pasteEnd
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s := (&script{reads: []string{text}}).stream()
		p := make([]byte, 256)
		for {
			if _, err := s.read(p); err != nil {
				break
			}
		}
	}
}
