package compose

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// formBox scrolls the form so that the focused line can be seen.
func (p *Pane) formBox(env pane.Env, w, h int) []string {
	f := p.form(env, w-4)
	shown, foot := widget.Scroll(env.Theme, f.lines, f.focused-(h-2)/2, h-2)
	foot = strings.TrimSuffix(foot, ", pgdn")
	return widget.Box{Title: "Compose", Foot: foot, Focused: true}.Draw(env.Theme, shown, w, h)
}

// form is the lines of the form and which of them the cursor is on.
type form struct {
	lines   []string
	focused int
}

// labels is the width of the column of labels, ends that of an instant.
const (
	labels = 12
	ends   = 12
)

func (p *Pane) form(env pane.Env, w int) form {
	var f form
	spec := p.draft.Spec()
	roomy := env.Height >= 30 || env.Width < layout.MediumWidth // else the token needs the lines
	for i, s := range p.stops() {
		if s.field.IsPrivilege() && s.text && s.field == model.FieldJoin {
			if roomy {
				f.lines = append(f.lines, "")
			}
			f.lines = append(f.lines, p.grantHead(env.Theme, w))
		}
		if roomy && s.text && s.field == model.FieldIssueTime {
			f.lines = append(f.lines, "")
		}
		focused := i == p.focus
		if focused {
			f.focused = len(f.lines)
		}
		switch {
		case s.choice == chooseUserAs:
			continue // stands on the line of its text
		case s.choice == chooseKind:
			f.lines = append(f.lines, p.choiceLine(env.Theme, "Kind", spec.Title, focused, env.Theme.Label.Render(formatTitle(spec, w)), w))
		case s.choice == chooseRole:
			f.lines = append(f.lines, p.choiceLine(env.Theme, "Role", p.roleText(), focused, "", w))
		case s.field.IsPrivilege():
			f.lines = append(f.lines, p.grantLine(env, s.field, focused, w))
		default:
			f.lines = append(f.lines, p.textLine(env, s.field, focused, w))
		}
		if focused && s.choice == chooseKind {
			f.lines = append(f.lines, quirkLines(env.Theme, &spec, w)...)
		}
		f.lines = append(f.lines, p.noteLines(env.Theme, s, focused, w)...)
	}
	return f
}

// formatTitle names the format, shortly where a long kind stands before it.
func formatTitle(spec model.Spec, w int) string {
	switch {
	case w < labels+len(spec.Title)+4+len("AccessToken2 (007)")+1:
		return string(spec.Format)
	case spec.Format == token.Format006:
		return "AccessToken (006)"
	}
	return "AccessToken2 (007)"
}

func (p *Pane) roleText() string {
	if p.draft.Custom() {
		return string(p.draft.Role) + ", changed"
	}
	return string(p.draft.Role)
}

func label(t *theme.Theme, text string, focused bool) string {
	if focused {
		return t.Accent.Render(widget.Pad(t.Glyphs.Chosen+text, labels))
	}
	return t.Label.Render(widget.Pad(" "+text, labels))
}

func chooser(t *theme.Theme, value string, focused bool) string {
	text := t.Glyphs.Left + " " + value + " " + t.Glyphs.Right
	if focused {
		return t.Marked.Render(text)
	}
	return text
}

func (p *Pane) choiceLine(t *theme.Theme, name, value string, focused bool, note string, w int) string {
	return widget.Between(label(t, name, focused)+chooser(t, value, focused), note, w)
}

// textLine is a labelled text; the user's has its choice before it.
func (p *Pane) textLine(env pane.Env, f model.Field, focused bool, w int) string {
	t := env.Theme
	spec := p.draft.Spec()
	lead := label(t, fieldLabel(spec, f), focused)
	if f == model.FieldUser && spec.User == "User" {
		onChoice := p.at().choice == chooseUserAs
		lead = label(t, spec.User, focused || onChoice) + chooser(t, p.userAs(), onChoice) + "  "
	}
	right := t.Label.Render(p.meaning(env, f))
	room := max(w-widget.Width(lead)-widget.Width(right)-1, 8)
	value := widget.Input(t, p.inputs[f], focused && p.editing, room)
	if p.inputs[f].Value() == "" && !(focused && p.editing) {
		value = t.Label.Render(p.empty(f))
	}
	return widget.Between(lead+value, right, w)
}

func fieldLabel(spec model.Spec, f model.Field) string {
	if f == model.FieldUser {
		return spec.User
	}
	return f.Label()
}

func (p *Pane) userAs() string {
	if p.draft.ByAccount {
		return "account"
	}
	return "uid"
}

// empty says what an empty field stands for.
func (p *Pane) empty(f model.Field) string {
	switch f {
	case model.FieldIssueTime:
		return "now"
	case model.FieldSalt:
		return "drawn"
	case model.FieldChannel:
		return "any channel"
	case model.FieldUser:
		return "any user"
	case model.FieldRTMExpire:
		return "as token"
	case model.FieldRoomRole:
		return "-1"
	case model.FieldAllow:
		return "e.g. messageChannels:read:a,b"
	case model.FieldServices:
		return "e.g. [{\"type\":\"fpa\",\"privileges\":{\"login\":0}}]"
	case model.FieldPrivileges:
		return "e.g. 1=10m 2"
	}
	return ""
}

// meaning says what a field's text comes to.
func (p *Pane) meaning(env pane.Env, f model.Field) string {
	if p.minted.Token == nil {
		return ""
	}
	now, loc := env.Now.Unix(), env.Now.Location()
	switch f {
	case model.FieldExpire:
		if end := p.seen.Timeline.UsableUntil; end != timeline.Never && p.seen.Timeline.Admits() {
			return "until " + lifetime.Brief(int64(end), now, loc)
		}
	case model.FieldIssueTime:
		return lifetime.Brief(p.minted.IssuedAt.Unix(), now, loc)
	case model.FieldSalt:
		return fmt.Sprint(p.minted.Salt)
	}
	return ""
}

// quirkLines is what the kind is for, and where other languages' libraries differ.
func quirkLines(t *theme.Theme, spec *model.Spec, w int) []string {
	var lines []string
	for _, text := range []string{spec.About, spec.Quirk()} {
		for _, line := range widget.Wrap(text, w-labels) {
			if line != "" {
				lines = append(lines, strings.Repeat(" ", labels)+t.Label.Render(line))
			}
		}
	}
	return lines
}

// noteLines is what is wrong with a field, under it. A text that is just being
// begun is left alone.
func (p *Pane) noteLines(t *theme.Theme, s stop, focused bool, w int) []string {
	if !s.text {
		return nil
	}
	n, ok := p.minted.Note(s.field)
	begun := focused && p.editing && len(p.inputs[s.field].Value()) < 3
	if !ok || begun && !n.Warning {
		return nil
	}
	sign, style := t.Glyphs.Error, t.Bad
	if n.Warning {
		sign, style = t.Glyphs.Warning, t.Warn
	}
	var lines []string
	for i, line := range widget.Wrap(n.Message, w-labels-2) {
		if i > 0 {
			sign = " "
		}
		lines = append(lines, strings.Repeat(" ", labels)+style.Render(sign+" "+line))
	}
	return lines
}
