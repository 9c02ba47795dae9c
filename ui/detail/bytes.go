package detail

import (
	"encoding/hex"
	"fmt"
	"strings"

	"agtok/model/finding"
	"agtok/token"
	"agtok/ui/widget"
)

// Bytes lists the payload field by field: offset, name, bytes.
func (v View) Bytes(tok *token.Token) []string {
	payload := tok.Payload()
	lines := []string{v.Theme.Label.Render(fmt.Sprintf("%-7s%-*s%s", "offset", v.names(), "field", "bytes, little-endian"))}
	for _, span := range tok.Layout() {
		lines = append(lines, v.span(span, payload[span.Start:span.End])...)
	}
	return lines
}

// names is the width of the column of field names.
func (v View) names() int { return min(36, max(v.Width/2, 12)) }

func (v View) span(s token.Span, data []byte) []string {
	name := strings.TrimPrefix(s.Path, "services")
	head := v.Theme.Label.Render(fmt.Sprintf("%5d  ", s.Start)) + widget.Pad(name, v.names()-1) + " "
	perLine := max((v.Width-7-v.names())/3, 1)
	var lines []string
	for start := 0; start < len(data); start += perLine {
		part := data[start:min(start+perLine, len(data))]
		lines = append(lines, head+spaced(part))
		head = strings.Repeat(" ", 7+v.names())
	}
	return lines
}

func spaced(data []byte) string {
	var b strings.Builder
	for i, c := range data {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(hex.EncodeToString([]byte{c}))
	}
	return b.String()
}

// Findings lists what there is to say about a token, worst first, each with what
// to do.
func (v View) Findings(list []finding.Finding) []string {
	var lines []string
	t := v.Theme
	for _, f := range list {
		sign, style := t.Glyphs.Info, t.Info
		switch f.Severity {
		case finding.Error:
			sign, style = t.Glyphs.Error, t.Bad
		case finding.Warning:
			sign, style = t.Glyphs.Warning, t.Warn
		}
		for i, line := range widget.Wrap(f.Message, v.Width-2) {
			lead := "  "
			if i == 0 {
				lead = style.Render(sign) + " "
			}
			lines = append(lines, lead+line)
		}
		if f.Fix != "" {
			for _, line := range widget.Wrap("Fix: "+f.Fix, v.Width-2) {
				lines = append(lines, "  "+line)
			}
		}
		lines = append(lines, "  "+t.Label.Render(f.ID))
	}
	return lines
}
