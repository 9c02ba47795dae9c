package widget_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/textinput"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"agtok/model/visible"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

func plain() *theme.Theme {
	r := lipgloss.NewRenderer(&bytes.Buffer{})
	r.SetHasDarkBackground(true)
	r.SetColorProfile(termenv.Ascii)
	return theme.New(r, theme.Mono, false)
}

func TestCutAndPadCountCells(t *testing.T) {
	for _, c := range []struct {
		in       string
		w        int
		cut, pad string
	}{
		{"abc", 5, "abc", "abc  "},
		{"abcdef", 4, "abc…", "abc…"},
		{"世界人", 5, "世界…", "世界…"},
		{"世界人", 4, "世…", "世… "},
		{"👩‍👩‍👧‍👦x", 3, "👩‍👩‍👧‍👦x", "👩‍👩‍👧‍👦x"},
		{"\x1b[31mred\x1b[0m!", 4, "\x1b[31mred\x1b[0m!", "\x1b[31mred\x1b[0m!"},
		{"abc", 0, "", ""},
		{"abc", -1, "", ""},
	} {
		if got := widget.Cut(c.in, c.w); got != c.cut {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.w, got, c.cut)
		}
		if got := widget.Pad(c.in, c.w); got != c.pad {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.in, c.w, got, c.pad)
		}
	}
}

func TestBoxesFillTheirRoom(t *testing.T) {
	for w := range 40 {
		for h := range 10 {
			lines := widget.Box{Title: "Title", Note: "● a note", Foot: "↓ 3 more", Focused: true}.Draw(plain(), []string{"世界", "a long line that does not fit anywhere"}, w, h)
			if len(lines) != h {
				t.Fatalf("%d×%d: %d lines", w, h, len(lines))
			}
			for _, l := range lines {
				if widget.Width(l) > w {
					t.Fatalf("%d×%d: %q is %d cells wide", w, h, l, widget.Width(l))
				}
			}
		}
	}
}

func TestInputShowsTheCursor(t *testing.T) {
	in := textinput.New()
	in.SetValue("0123456789")
	for at := range 11 {
		in.SetCursor(at)
		for w := 1; w < 14; w++ {
			shown := widget.Input(plain(), &in, true, w)
			under := " "
			if at < 10 {
				under = string(rune('0' + at))
			}
			if !strings.Contains(shown, under) || widget.Width(shown) > w {
				t.Errorf("cursor at %d in %d cells: %q", at, w, shown)
			}
		}
	}
	in.SetValue("a\u202eb")
	if shown := widget.Input(plain(), &in, false, 20); strings.Contains(shown, "\u202e") {
		t.Errorf("an invisible character is drawn: %q", shown)
	}
}

func TestTextBoxKeepsTheTextAsItIs(t *testing.T) {
	var b widget.TextBox
	b.Insert("a\r\n世\x00")
	b.Key("left")
	b.Key("left")
	b.Insert("x")
	if got := b.Text(); got != "a\r\nx世\x00" {
		t.Errorf("text is %q", got)
	}
	b.Key("delete")
	b.Key("backspace")
	b.Key("home")
	b.Key("backspace")
	b.Key("delete")
	b.Key("end")
	b.Key("right")
	b.Key("enter")
	if got := b.Text(); got != "\r\n\x00\n" {
		t.Errorf("text is %q", got)
	}
	if b.Key("f7") {
		t.Error("f7 is said to edit")
	}
}

func TestTextBoxDrawsAWindow(t *testing.T) {
	var b widget.TextBox
	b.Set(strings.Repeat("0123456789", 10_000) + "END")
	lines := b.Lines(plain(), true, 20, 4)
	if len(lines) != 4 || !strings.Contains(strings.Join(lines, ""), "END") {
		t.Errorf("the end of the text is not shown: %q", lines)
	}
	if lines = b.Lines(plain(), false, 20, 4); !strings.HasPrefix(lines[0], "0123456789") {
		t.Errorf("the beginning of the text is not shown: %q", lines)
	}
	b.Set("\x1b[2J\u009b世")
	for _, l := range b.Lines(plain(), true, 9, 3) {
		if strings.ContainsAny(l, "\x1b\u009b") || widget.Width(l) > 9 {
			t.Errorf("line %q", l)
		}
	}
}

func TestScrollSaysWhatIsLeft(t *testing.T) {
	lines := strings.Split("a b c d e", " ")
	for _, c := range []struct {
		first, h int
		top      string
		foot     string
	}{{0, 2, "a", "↓ 3 more, pgdn"}, {3, 2, "d", ""}, {9, 2, "d", ""}, {-1, 9, "a", ""}} {
		shown, foot := widget.Scroll(plain(), lines, c.first, c.h)
		if shown[0] != c.top || foot != c.foot {
			t.Errorf("from %d, %d lines: %q %q", c.first, c.h, shown[0], foot)
		}
	}
}

// TestWidthIsTheSameEverywhere holds that a text made visible takes as many cells by
// its characters, as tmux counts, as by its graphemes, as other terminals count.
func TestWidthIsTheSameEverywhere(t *testing.T) {
	pieces := []string{"a", "é", "e\u0301", "日", "👍", "\U0001f3fd", "❤", "\ufe0f", "\u200d", "👩", "🏳", "🇺🇸", "क", "\u094d", "ष", "\u093f", "\u0947",
		"ก", "\u0e33", "\u0e31", "ע", "ب", "\u064b", "\u1100", "\u1161", "\u11a8", "각", "\U000e0041", "1", "\u20e3", "\u0600", "\u0d4d", "\u0d2f", "\u1039", "\u1000"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text, sum := visible.Text(b.String()), 0
		for _, c := range text {
			sum += ansi.StringWidth(string(c))
		}
		if got := widget.Width(text); got != sum {
			t.Fatalf("%+q takes %d cells, its characters %d", text, got, sum)
		}
	}
}
