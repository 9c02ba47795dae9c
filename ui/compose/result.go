package compose

import (
	"fmt"

	"agtok/model"
	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/detail"
	"agtok/ui/layout"
	"agtok/ui/pane"
	"agtok/ui/widget"
)

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
	lines = append(lines, widget.Rule(t, widget.Tabs(t, int(p.tab), tabNames()...), w))
	switch p.tab {
	case tabBytes:
		dump, _ := v.Bytes(p.minted.Token, detail.FieldStart(p.minted.Token, p.path()), "")
		return append(lines, dump...), tabs
	case tabCommand:
		return append(lines, widget.WrapCommand(visible.Text(p.command(env)), w)...), tabs
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
		model.FieldRTMExpire: "services[1].privileges.login", model.FieldRoom: "services[2].roomUuid", model.FieldRoomRole: "services[2].role", model.FieldServices: "services",
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
