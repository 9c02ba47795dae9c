// Package theme holds the console's colours and glyphs. A Theme is made from a
// renderer that the program is given; nothing here asks the terminal anything.
package theme

import (
	"github.com/charmbracelet/lipgloss"
)

// Name is a theme that the configuration can choose.
type Name string

// The themes. Auto uses the terminal's own sixteen colours, which are right on
// dark and on light. Mono uses none: bold, underline and reverse only.
const (
	Auto         Name = "auto"
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
	Mono         Name = "mono"
)

// Theme is what the panes draw with.
type Theme struct {
	Text    lipgloss.Style
	Label   lipgloss.Style // what names a value
	Title   lipgloss.Style
	Accent  lipgloss.Style // focus, and nothing else
	Key     lipgloss.Style // a key to press
	Good    lipgloss.Style
	Warn    lipgloss.Style
	Bad     lipgloss.Style
	Info    lipgloss.Style
	Marked  lipgloss.Style // the chosen row
	Glyphs  Glyphs
	Borders Borders
	ASCII   bool // nothing of the console's own is beyond ASCII
}

// Glyphs are the signs beside words; each stands for one thing only.
type Glyphs struct {
	Valid, Soon, Ended, Unusable   string
	On, Off                        string
	Error, Warning, Info           string
	Left, Right, Chosen, Down, Dot string
	Full, Empty                    string // of a bar
	Doubtful                       string // of a bar: full, but not for certain or not for good
	Now                            string // across a timeline
}

// Borders are the parts of a box.
type Borders struct {
	Across, Down                               string
	TopLeft, TopRight, BottomLeft, BottomRight string
	TeeLeft, TeeRight                          string
}

// palette is the colours of one theme; "" is the terminal's own.
type palette struct{ accent, key, good, warn, bad, info string }

func paletteOf(n Name) palette {
	switch n {
	case Dark:
		return palette{"14", "14", "10", "11", "9", "12"}
	case Light:
		return palette{"4", "4", "2", "130", "1", "4"}
	case HighContrast:
		return palette{"15", "15", "10", "11", "9", "14"}
	case Mono:
		return palette{}
	}
	return palette{"6", "6", "2", "3", "1", "4"}
}

// New makes the theme n. With ascii the glyphs and borders are plain ASCII, for
// terminals whose locale has no Unicode.
func New(r *lipgloss.Renderer, n Name, ascii bool) *Theme {
	p, style := paletteOf(n), r.NewStyle
	coloured := func(c string) lipgloss.Style {
		if c == "" {
			return style()
		}
		return style().Foreground(lipgloss.Color(c))
	}
	t := &Theme{
		Text: style(), Label: style().Faint(true), Title: style().Bold(true),
		Accent: coloured(p.accent).Bold(true), Key: coloured(p.key),
		Good: coloured(p.good), Warn: coloured(p.warn), Bad: coloured(p.bad), Info: coloured(p.info),
		Marked: style().Reverse(true), Glyphs: unicodeGlyphs(), Borders: roundBorders(),
	}
	if n == HighContrast {
		t.Label = style()
	}
	if n == Mono {
		t.Bad, t.Warn, t.Key = t.Bad.Bold(true), t.Warn.Bold(true), t.Key.Bold(true)
	}
	if ascii {
		t.Glyphs, t.Borders, t.ASCII = asciiGlyphs(), asciiBorders(), true
	}
	return t
}

func unicodeGlyphs() Glyphs {
	return Glyphs{Valid: "●", Soon: "◐", Ended: "✗", Unusable: "⊘", On: "●", Off: "○", Error: "✗", Warning: "!", Info: "i",
		Left: "‹", Right: "›", Chosen: "▸", Down: "↓", Dot: "·", Full: "━", Empty: "─", Doubtful: "╍", Now: "┃"}
}

func asciiGlyphs() Glyphs {
	return Glyphs{Valid: "*", Soon: "~", Ended: "x", Unusable: "#", On: "*", Off: "o", Error: "x", Warning: "!", Info: "i",
		Left: "<", Right: ">", Chosen: ">", Down: "v", Dot: "-", Full: "=", Empty: ".", Doubtful: ":", Now: "|"}
}

func roundBorders() Borders {
	return Borders{Across: "─", Down: "│", TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", TeeLeft: "├", TeeRight: "┤"}
}

func asciiBorders() Borders {
	return Borders{Across: "-", Down: "|", TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", TeeLeft: "+", TeeRight: "+"}
}
