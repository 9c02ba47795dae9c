package ui

import (
	"fmt"
	"strings"

	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/visible"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/travel"
	"agtok/ui/widget"
)

// View draws the whole screen.
func (s *Shell) View() string {
	if s.w <= 0 || s.h <= 0 {
		return "" // no size is known yet
	}
	frame := strings.Join(widget.Fit(s.lines(), s.w, s.h), "\n")
	if s.deps.Theme.ASCII {
		frame = strings.NewReplacer("…", "~", "⏎", "<", "⇧", "^", "←", "<", "→", ">", "↑", "^", "↓", "v", "×", "x", "–", "-", "•", "*").Replace(frame)
	}
	return frame
}

func (s *Shell) lines() []string {
	if layout.Of(s.w, s.h) == layout.Tiny {
		return s.tooSmall()
	}
	w, h := s.bodySize()
	lines := append(make([]string, 0, s.h), s.header())
	if s.overlay != nil {
		lines = append(lines, widget.Fit(s.overlay.view(s.deps.Theme, w, h), w, h)...)
	} else {
		lines = append(lines, widget.Fit(s.focused().View(s.env(), w, h), w, h)...)
	}
	return append(lines, s.footer())
}

// bodySize is the room between header and footer.
func (s *Shell) bodySize() (w, h int) { return s.w, max(s.h-2, 0) }

func (s *Shell) tooSmall() []string {
	lines := []string{
		fmt.Sprintf("agtok needs %d×%d", layout.MinWidth, layout.MinHeight),
		fmt.Sprintf("this is %d×%d", s.w, s.h),
	}
	if name, at, ok := s.workspace.NextEnd(s.now.Unix()); ok {
		lines = append(lines, name, lifetime.Countdown(int64(at), s.now.Unix()))
	}
	if s.pretends() {
		lines = append(lines, "(pretend time)")
	}
	return lines
}

// header is the name, the tabs, and at the right end the project and the clock;
// what is less needed goes first when there is no room: the App ID, the zone, the
// names of the tabs that are not shown. That the clock is pretended never goes.
func (s *Shell) header() string {
	t, p := s.deps.Theme, s.workspace.Project()
	name, id, dot := visible.Line(p.Name, 20), project.Short(p.AppID), " "+t.Glyphs.Dot+" "
	full, short := s.tabs(true), s.tabs(false)
	bare := strings.TrimPrefix(short, t.Title.Render(" agtok "))
	rights := []struct{ left, right string }{
		{full, name + dot + id + dot + s.face(true)}, {full, name + dot + s.face(true)}, {full, name + dot + s.face(false)},
		{full, s.unreal(name)}, {short, name + dot + s.face(false)}, {short, s.face(false)}, {short, s.unreal(name)}, {bare, s.unreal(name)},
	}
	if s.pretends() { // then the time itself is worth more than the project
		rights = append(rights[:3], []struct{ left, right string }{{full, s.face(false)}, {short, s.face(false)}, {bare, s.face(false)}, {bare, s.unreal(name)}}...)
	}
	for _, c := range rights {
		if widget.Width(c.left)+widget.Width(c.right)+2 <= s.w {
			return widget.Between(c.left, c.right+" ", s.w)
		}
	}
	return widget.Cut(short, s.w)
}

// tabs names the panes with the keys that lead to them, with named all of them, else
// only the one that is shown. While text is typed the digits are text. A pane that is
// at work elsewhere has a mark.
func (s *Shell) tabs(named bool) string {
	t := s.deps.Theme
	line := t.Title.Render(" agtok ") + " "
	for i, p := range s.panes {
		key := fmt.Sprint(i + 1)
		if s.focused().Capturing() {
			key = "F" + key
		}
		working := "" // what goes on in a pane that is not shown
		if b, ok := p.(pane.Busy); ok && b.Busy() != "" && i != s.focus {
			working = "…"
		}
		switch label := " " + key + " " + p.Title() + working + " "; {
		case i == s.focus:
			line += t.Accent.Reverse(true).Render(label)
		case named:
			line += label
		default:
			line += " " + key + working + " "
		}
	}
	return line
}

// face is what the clock shows: seconds only while something counts, since a
// clock that moves for its own sake would keep the terminal busy.
func (s *Shell) face(zone bool) string {
	form := "15:04"
	if s.counting() || s.clock.Travels() {
		form = "15:04:05"
	}
	if s.now.YearDay() != s.real.YearDay() || s.now.Year() != s.real.Year() { // only a pretended day is another
		form = "2006-01-02 " + form
	}
	if zone {
		form += " MST"
	}
	text := s.now.Format(form)
	if !s.pretends() {
		return text
	}
	text += " (pretend)"
	if how := travel.Label(s.clock); how != "" {
		text = how + " " + text
	}
	return s.deps.Theme.Warn.Render(text)
}

// unreal is what stays of the clock when there is no room for it: the sign that it
// does not show the real time, in name's place.
func (s *Shell) unreal(name string) string {
	if s.pretends() {
		return s.deps.Theme.Warn.Render("(pretend)")
	}
	return name
}

// pretends reports whether the clock shows anything but the real time.
func (s *Shell) pretends() bool { return s.deps.Pretend || s.clock.Travels() }

// footer is at most six keys that do something now, and what was last said, which
// leaves room for the key that leads to all others.
func (s *Shell) footer() string {
	const least = 13
	t := s.deps.Theme
	said := s.toast.Text
	if said != "" {
		said = widget.Cut(visible.Text(said), max(s.w-least, s.w/2)-2)
		switch {
		case s.toast.Bad:
			said = t.Warn.Render(t.Glyphs.Warning + " " + said)
		case s.toast.Alert:
			said = t.Warn.Render(said)
		default:
			said = t.Good.Render(said)
		}
		said += " "
	}
	return widget.Between(s.hints(s.w-widget.Width(said)), said, s.w)
}

// hints names the keys of the footer in at most w cells. The last one, which
// leads to all others, is there as long as there is room for any.
func (s *Shell) hints(w int) string {
	t := s.deps.Theme
	var hints []string
	for _, a := range s.footerActions() {
		hints = append(hints, t.Key.Render(keyLabel(a.Keys[0]))+" "+a.Short+"  ")
	}
	for len(hints) > 1 && widget.Width(strings.Join(hints, ""))+1 > w {
		hints = append(hints[:len(hints)-2], hints[len(hints)-1])
	}
	if text := " " + strings.TrimRight(strings.Join(hints, ""), " "); widget.Width(text) <= w {
		return text
	}
	return ""
}

// footerActions are the actions with a short name that can be done now; help is
// always the last of them.
func (s *Shell) footerActions() []pane.Action {
	if s.overlay != nil {
		return s.overlay.footer()
	}
	const most = 6
	var list []pane.Action
	for _, a := range s.focused().Actions(s.env()) {
		if a.Short != "" && a.Disabled == "" && len(list) < most-1 {
			list = append(list, a)
		}
	}
	return append(list, s.actions()[0])
}
