package detail

import (
	"fmt"
	"strings"

	"agtok/model"
	"agtok/model/errorline"
	"agtok/model/visible"
	"agtok/ui/widget"
)

// Headline says in one line what a token is and what for.
func (v View) Headline(i *model.Inspection) string {
	tok := i.Found.Token
	var names []string
	for _, s := range i.Timeline.Services {
		names = append(names, s.Type.Title())
	}
	if Older(tok) {
		return widget.Cut(v.Theme.Title.Render(formatName(tok.Format))+v.dot()+Signature(v.Theme, i.Signer), v.Width)
	}
	what := strings.Join(names, " + ")
	if what == "" {
		what = "nothing"
	}
	return widget.Cut(v.Theme.Title.Render(formatName(tok.Format))+" for "+v.Theme.Title.Render(what)+v.dot()+Signature(v.Theme, i.Signer), v.Width)
}

// WorksFor says what a token admits to now, each with a sign and a word.
func (v View) WorksFor(i *model.Inspection) []string {
	now := v.Now.Unix()
	works := i.WorksFor(now)
	var parts []string
	for _, p := range []struct {
		name string
		ok   bool
	}{
		{"RTC join", works.RTCJoin}, {"RTM login", works.RTMLogin}, {"stream channel", works.StreamChannel},
		{"Chat user", works.ChatUser}, {"Chat REST", works.ChatREST},
	} {
		if p.ok {
			parts = append(parts, p.name+" "+v.Theme.Good.Render(v.Theme.Glyphs.Valid+" yes"))
		} else {
			parts = append(parts, v.Theme.Label.Render(p.name+" "+v.Theme.Glyphs.Off+" no"))
		}
	}
	return v.parts("works for", parts...)
}

// Damaged says what a text is that is no token, or where a token is damaged.
func (v View) Damaged(i *model.Inspection) []string {
	t, f := v.Theme, &i.Found
	var lines []string
	if f.Recognised != "" {
		title, advice := f.Recognised.Advice()
		lines = append(lines, t.Title.Render(title))
		lines = append(append(lines, widget.Wrap(advice, v.Width)...), "")
		lines = append(lines, v.Meanings(errorline.Explain(f.Input), nil, nil)...)
		return append(lines, v.rows("text", visible.Line(f.Input, 200))...)
	}
	lines = append(lines, t.Bad.Render(t.Glyphs.Error+" This token can't be read"), "")
	lines = append(lines, v.rows("what", f.Err.Message)...)
	lines = append(lines, v.rows("where", place(string(f.Err.Stage), f.Err.Path, f.Err.Offset))...)
	if f.Err.Hint != "" {
		lines = append(lines, v.rows("likely", f.Err.Hint)...)
	}
	return append(lines, v.rows("text", visible.Line(f.Input, 200))...)
}

// place says where a token is damaged, in the bytes that the stage counts.
func place(stage, path string, offset int) string {
	of := "of the payload"
	switch stage {
	case "empty", "prefix", "length", "base64", "limit":
		of = "of the text"
	case "zlib", "checksum":
		of = "of the compressed stream"
	}
	if path != "" {
		return fmt.Sprintf("%s, at byte %d %s (%s)", path, offset, of, stage)
	}
	return fmt.Sprintf("byte %d %s (%s)", offset, of, stage)
}
