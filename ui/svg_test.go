package ui_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// pictures are the goldens that the README shows.
var pictures = []string{"compose-privileges-120x36", "decode-120x36", "watch-examples-120x36", "chat-users-120x36", "cohost-120x36"}

// TestPictures holds the README's pictures to the goldens that they are made of.
func TestPictures(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pictures {
		frame, err := os.ReadFile(filepath.Join(screenDir, name+".ansi"))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".svg", svg(string(frame), 120, 36))
		if !strings.Contains(string(readme), "testdata/screens/"+name+".svg") {
			t.Errorf("README.md does not show %s", name)
		}
	}
}

// The picture of a cell, in pixels.
const (
	cellWidth, cellHeight = 8.4, 18
	margin                = 12
)

// palette16 is one rendering of a terminal's sixteen colours.
var palette16 = map[int]string{
	30: "#1d1f21", 31: "#e06c75", 32: "#8fbf6a", 33: "#e5c07b", 34: "#81a2be", 35: "#b294bb", 36: "#6fb8b0", 37: "#c5c8c6",
}

// pen is how a run of text is drawn.
type pen struct {
	fg                   string
	bold, faint, reverse bool
}

func (p pen) with(codes string) pen {
	for _, c := range strings.Split(codes, ";") {
		switch n, _ := strconv.Atoi(c); {
		case n == 0:
			p = pen{}
		case n == 1:
			p.bold = true
		case n == 2:
			p.faint = true
		case n == 7:
			p.reverse = true
		case n >= 30 && n <= 37:
			p.fg = palette16[n]
		}
	}
	return p
}

// svg draws a frame: a text element for each run of one style.
func svg(frame string, w, h int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14">`+"\n",
		float64(w)*cellWidth+2*margin, h*cellHeight+2*margin)
	b.WriteString(`<rect width="100%" height="100%" rx="8" fill="#16181d"/>` + "\n")
	for y, line := range strings.Split(frame, "\n") {
		drawLine(&b, line, y)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func drawLine(b *strings.Builder, line string, y int) {
	x, style := 0, pen{}
	for line != "" {
		if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
			codes, after, _ := strings.Cut(rest, "m")
			style, line = style.with(codes), after
			continue
		}
		end := strings.Index(line, "\x1b")
		if end < 0 {
			end = len(line)
		}
		drawRun(b, line[:end], x, y, style)
		x += ansi.StringWidth(line[:end])
		line = line[end:]
	}
}

func drawRun(b *strings.Builder, text string, x, y int, style pen) {
	left, width := margin+float64(x)*cellWidth, float64(ansi.StringWidth(text))*cellWidth
	fill := style.fg
	if fill == "" {
		fill = "#d5d8df"
	}
	if style.reverse {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, margin+y*cellHeight, width, cellHeight, fill)
		fill = "#16181d"
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	extra := ""
	if style.bold {
		extra += ` font-weight="bold"`
	}
	if style.faint {
		extra += ` opacity="0.6"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" fill="%s"%s textLength="%.1f" xml:space="preserve">%s</text>`+"\n",
		left, margin+y*cellHeight+14, fill, extra, width, html.EscapeString(text))
}
