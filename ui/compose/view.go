package compose

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/lifetime"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

// View draws the form and the token: side by side, one above the other, or one
// of them.
func (p *Pane) View(env pane.Env, w, h int) []string {
	switch layout.Of(w, h+2) {
	case layout.Wide:
		left, right := split(w)
		return widget.Beside(p.formBox(env, left, h), p.tokenBox(env, right, h), left)
	case layout.Medium:
		top := p.formHeight(env, w, h)
		if h < halfHeight {
			return p.half(env, w, h)
		}
		return append(p.formBox(env, w, top), p.tokenBox(env, w, h-top)...)
	}
	return p.half(env, w, h)
}

// halfHeight is the height below which only one side fits on a medium screen.
const halfHeight = 18

func split(w int) (form, token int) { return layout.Split(w, 45, 54) }

func (p *Pane) formHeight(env pane.Env, w, h int) int {
	return min(len(p.form(env, w-4).lines)+2, h-6)
}

// tokenWidth and tokenRows are the room within the token's box.
func (p *Pane) tokenWidth(env pane.Env) int {
	if layout.Of(env.Width, env.Height+2) == layout.Wide {
		_, w := split(env.Width)
		return w - 4
	}
	return env.Width - 4
}

func (p *Pane) tokenRows(env pane.Env) int {
	switch layout.Of(env.Width, env.Height+2) {
	case layout.Wide:
		return env.Height - 2
	case layout.Medium:
		if env.Height >= halfHeight {
			return env.Height - p.formHeight(env, env.Width, env.Height) - 2
		}
	}
	return env.Height - 3
}

// half is what fits where only one side does, under a strip that says so.
func (p *Pane) half(env pane.Env, w, h int) []string {
	t := env.Theme
	names := []string{" form ", " token "}
	chosen := 0
	if p.result {
		chosen = 1
	}
	names[chosen] = t.Marked.Render(names[chosen])
	strip := " " + strings.Join(names, " ") + "  " + t.Key.Render("^o") + " other side"
	strip = widget.Between(strip, p.note(env), w)
	if p.result {
		return append([]string{strip}, p.tokenBox(env, w, h-1)...)
	}
	return append([]string{strip}, p.formBox(env, w, h-1)...)
}

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
			f.lines = append(f.lines, p.choiceLine(env.Theme, "Kind", spec.Title, focused, env.Theme.Label.Render(formatTitle(spec.Format)), w))
		case s.choice == chooseRole:
			f.lines = append(f.lines, p.choiceLine(env.Theme, "Role", p.roleText(), focused, "", w))
		case s.field.IsPrivilege():
			f.lines = append(f.lines, p.grantLine(env, s.field, focused, w))
		default:
			f.lines = append(f.lines, p.textLine(env, s.field, focused, w))
		}
		f.lines = append(f.lines, p.noteLines(env.Theme, s, focused, w)...)
	}
	return f
}

func formatTitle(f token.Format) string {
	if f == token.Format006 {
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
			return "until " + lifetime.Clock(int64(end), now, loc)
		}
	case model.FieldIssueTime:
		return lifetime.Clock(p.minted.IssuedAt.Unix(), now, loc)
	case model.FieldSalt:
		return fmt.Sprint(p.minted.Salt)
	}
	return ""
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

// The columns of the table of privileges, from the left.
const (
	grantName = 17
	grantLife = 10
	leftWidth = 66 // of a form that has room for the countdowns
)

func (p *Pane) grantHead(t *theme.Theme, w int) string {
	left := "so until"
	if w >= leftWidth {
		left = widget.Pad(left, ends+4) + "left"
	}
	return t.Label.Render(widget.Cut(widget.Pad(" Privilege", grantName)+widget.Pad("lifetime", grantLife)+
		widget.Pad("ends", ends)+left, w))
}

func (p *Pane) grantLine(env pane.Env, f model.Field, focused bool, w int) string {
	t := env.Theme
	granted := p.draft.Granted(f)
	sign := t.Glyphs.Off
	if granted {
		sign = t.Glyphs.On
	}
	title := token.RTC.PrivilegeTitle(f.Privilege())
	lead := widget.Pad(" "+sign+" "+title, grantName)
	if focused {
		lead = t.Accent.Render(widget.Pad(t.Glyphs.Chosen+sign+" "+title, grantName))
	}
	life := widget.Input(t, p.inputs[f], focused && p.editing, grantLife-1)
	if p.inputs[f].Value() == "" && !(focused && p.editing) {
		life = t.Label.Render("as token")
	}
	if !granted {
		return widget.Cut(lead+t.Label.Render("not granted"), w)
	}
	return widget.Cut(lead+widget.Pad(life, grantLife)+p.grantEnds(env, f, w), w)
}

// grantEnds is a privilege's own end, the end that it really has, and how far
// that is.
func (p *Pane) grantEnds(env pane.Env, f model.Field, w int) string {
	if p.minted.Token == nil || len(p.seen.Timeline.Services) == 0 {
		return ""
	}
	now, loc := env.Now.Unix(), env.Now.Location()
	for _, g := range p.seen.Timeline.Services[0].Grants {
		if g.Privilege != f.Privilege() {
			continue
		}
		own, until := "no end", "no end"
		if g.EndsAt != timeline.Never {
			own = lifetime.Clock(int64(g.EndsAt), now, loc)
		}
		if g.Until != timeline.Never {
			until = lifetime.Clock(int64(g.Until), now, loc)
		}
		mark := ""
		if g.Until != g.EndsAt {
			mark = env.Theme.Warn.Render(" " + env.Theme.Glyphs.Warning)
		}
		until += mark
		if w >= leftWidth {
			until = widget.Pad(until, ends+4) + detail.Left(g.Until, now)
		}
		return widget.Pad(own, ends) + until
	}
	return ""
}

// note is the token's state, for the edge of its box.
func (p *Pane) note(env pane.Env) string {
	t := env.Theme
	if p.minted.Token == nil {
		return t.Bad.Render(t.Glyphs.Unusable + " no token")
	}
	now := env.Now.Unix()
	return detail.Summary(t, p.seen.Status(now), &p.seen.Timeline, now)
}

func (p *Pane) tokenBox(env pane.Env, w, h int) []string {
	body, _ := p.tokenBody(env, w-4)
	shown, foot := widget.Scroll(env.Theme, body, p.scroll, h-2)
	return widget.Box{Title: "Token", Note: p.note(env), Foot: foot}.Draw(env.Theme, shown, w, h)
}

// tokenBody is everything there is to see of the token, and the line on which its
// tabs begin; what does not fit is reached by scrolling.
func (p *Pane) tokenBody(env pane.Env, w int) (lines []string, tabs int) {
	if p.minted.Token == nil {
		return p.whyNot(env, w), 0
	}
	t := env.Theme
	v := detail.View{Theme: t, Now: env.Now, Width: w}
	spec := p.draft.Spec()
	lines = widget.Chop(p.minted.Text, w)
	lines = append(lines, t.Label.Render(p.facts(env)))
	if env.Width < layout.MediumWidth || env.Width >= layout.WideWidth || !spec.Has(model.FieldJoin) {
		lines = append(append(lines, ""), v.Bars(&p.seen.Timeline)...) // else the form counts down
		lines = append(lines, "")
	}
	lines = append(lines, v.Findings(p.seen.Findings)...)
	tabs = len(lines)
	lines = append(lines, widget.Rule(t, p.tabs(t), w))
	switch p.tab {
	case tabBytes:
		dump, _ := v.Bytes(p.minted.Token, detail.FieldStart(p.minted.Token, p.path()))
		return append(lines, dump...), tabs
	case tabCommand:
		return append(lines, widget.Wrap(p.command(env), w)...), tabs
	}
	return append(lines, v.Fields(&p.seen)...), tabs
}

// path is where the focused field stands in the token, as its layout names it.
func (p *Pane) path() string {
	old := p.draft.Spec().Format == token.Format006
	s := p.at()
	switch {
	case s.text && s.field.IsPrivilege():
		return "services[0].privileges." + token.RTC.PrivilegeName(s.field.Privilege())
	case !s.text && s.choice == chooseRole && old:
		return "privileges"
	case !s.text && s.choice == chooseRole:
		return "services[0].privileges"
	case !s.text && s.choice == chooseKind:
		return "services[0].type"
	}
	names := map[model.Field]string{
		model.FieldChannel: "services[0].channelName", model.FieldUser: "services[0].uid", model.FieldExpire: "expire",
		model.FieldIssueTime: "issueTs", model.FieldSalt: "salt", model.FieldAccount: "services[0].account",
		model.FieldPrivileges: "services[0].privileges", model.FieldAllow: "services[0].permissions", model.FieldRTMUser: "services[1].userId",
		model.FieldRTMExpire: "services[1].privileges.login", model.FieldRoom: "services[2].roomUuid", model.FieldRoomRole: "services[2].role",
	}
	if old {
		names[model.FieldChannel], names[model.FieldUser], names[model.FieldIssueTime] = "channelCrc32", "uidCrc32", "ts"
		names[model.FieldExpire] = "privileges"
	}
	if !s.text { // uid or account
		return names[model.FieldUser]
	}
	path := names[s.field]
	if s.field == model.FieldUser && p.draft.Spec().User != "User" && !old {
		path = "services[0].userId"
	}
	return path
}

func (p *Pane) facts(env pane.Env) string {
	what := "inflated"
	if p.minted.Token.Format == token.Format006 {
		what = "decoded"
	}
	dot := " " + env.Theme.Glyphs.Dot + " "
	return fmt.Sprintf("%d characters%s%d bytes %s%ssigned by %s", len(p.minted.Text), dot,
		len(p.minted.Token.Payload()), what, dot, p.seen.Signer.Project)
}

func (p *Pane) tabs(t *theme.Theme) string {
	var names []string
	for i := range tabCount {
		if i == p.tab {
			names = append(names, t.Marked.Render(" "+i.String()+" "))
		} else {
			names = append(names, " "+i.String()+" ")
		}
	}
	return strings.Join(names, "") + " " + t.Key.Render("^t")
}

// whyNot says which fields keep the token from being made.
func (p *Pane) whyNot(env pane.Env, w int) []string {
	t := env.Theme
	var lines []string
	say := func(text string) {
		for _, line := range widget.Wrap(text, w) {
			lines = append(lines, t.Bad.Render(line))
		}
	}
	if p.minted.Err != nil {
		say("Nothing was signed: " + p.minted.Err.Error() + ".")
		return lines
	}
	for _, n := range p.minted.Notes {
		if !n.Warning {
			say(t.Glyphs.Error + " " + noteLabel(p.draft.Spec(), n.Field) + ": " + n.Message)
		}
	}
	return append(lines, "", "The token is back as soon as this is right.")
}

func noteLabel(spec model.Spec, f model.Field) string {
	return fieldLabel(spec, f)
}

// command is the command that makes the same bytes.
func (p *Pane) command(env pane.Env) string {
	project := env.Workspace.Project()
	name := project.Name
	if project.Demo {
		name = "--demo"
	}
	return p.draft.Command(name, &p.minted)
}
