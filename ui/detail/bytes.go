package detail

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"agtok/model/visible"
	"agtok/token"
	"agtok/ui/widget"
)

// Bytes shows a token's payload in hexadecimal, and under it the fields with
// their ranges. The field that holds the byte at is marked in both; row is the
// line on which that byte stands. A negative at marks nothing.
//
// A text of the payload that is secret is shown as asterisks; "" if there is none.
func (v View) Bytes(tok *token.Token, at int, secret string) (lines []string, row int) {
	payload, spans := tok.Payload(), tok.Layout()
	if secret != "" {
		payload = bytes.ReplaceAll(payload, []byte(secret), bytes.Repeat([]byte("*"), len(secret)))
	}
	chosen := slices.IndexFunc(spans, func(s token.Span) bool { return s.Start <= at && at < s.End })
	var mark token.Span
	if chosen >= 0 {
		mark = spans[chosen]
	}
	perLine := 16
	if v.Width < 6+16*4+1 {
		perLine = 8
	}
	for start := 0; start < len(payload); start += perLine {
		if start <= at && at < start+perLine {
			row = len(lines)
		}
		lines = append(lines, v.hexLine(payload, start, perLine, mark, at))
	}
	lines = append(lines, widget.Rule(v.Theme, "fields", v.Width))
	for i, s := range spans {
		lines = append(lines, v.span(s, payload[s.Start:s.End], i == chosen))
	}
	return lines, row
}

// hexLine is one line of the dump: offset, bytes, and what of them is ASCII.
func (v View) hexLine(payload []byte, start, perLine int, mark token.Span, at int) string {
	end := min(start+perLine, len(payload))
	var hex, text strings.Builder
	for i := start; i < end; i++ {
		cell := fmt.Sprintf("%02x", payload[i])
		sign := "."
		if c := payload[i]; ' ' <= c && c <= '~' {
			sign = string(rune(c))
		}
		inside := mark.Start <= i && i < mark.End
		gap := " "
		if inside {
			style := v.Theme.Accent
			if i == at {
				style = v.Theme.Marked
			}
			cell, sign = style.Render(cell), style.Render(sign)
		}
		hex.WriteString(cell + gap)
		text.WriteString(sign)
	}
	lead := v.Theme.Label.Render(fmt.Sprintf("%5d ", start))
	if start < mark.End && end > mark.Start {
		lead = v.Theme.Accent.Render(fmt.Sprintf("%s%4d ", v.Theme.Glyphs.Chosen, start))
	}
	return lead + widget.Pad(hex.String(), perLine*3) + text.String()
}

// span is a field's line: range, name, and what its bytes say.
func (v View) span(s token.Span, data []byte, chosen bool) string {
	name := min(38, max(v.Width/2-4, 14))
	line := fmt.Sprintf("%5d-%-5d %s %s", s.Start, s.End-1, widget.Pad(s.Path, name), meaning(s, data))
	if chosen {
		return v.Theme.Accent.Render(widget.Cut(v.Theme.Glyphs.Chosen+strings.TrimPrefix(line, " "), v.Width))
	}
	return widget.Cut(line, v.Width)
}

// meaning writes a field's bytes as what they stand for.
func meaning(s token.Span, data []byte) string {
	le := binary.LittleEndian
	if s.Path == "signature" {
		return fmt.Sprintf("%d bytes, HMAC", len(data))
	}
	switch s.Encoding {
	case token.Uint16:
		return fmt.Sprint(le.Uint16(data))
	case token.Int16:
		return fmt.Sprint(int16(le.Uint16(data)))
	case token.Uint32:
		return fmt.Sprint(le.Uint32(data))
	case token.GrantEntry:
		return fmt.Sprintf("%d: %d", le.Uint16(data), le.Uint32(data[2:]))
	case token.Branch:
		kinds := "kinds"
		if le.Uint16(data[2:]) == 1 {
			kinds = "kind"
		}
		return fmt.Sprintf("%d: %d %s of access", le.Uint16(data), le.Uint16(data[2:]), kinds)
	case token.Leaf:
		return fmt.Sprintf("%d: %s", le.Uint16(data), strings.Join(texts(data[4:]), ", "))
	case token.KeyText:
		return fmt.Sprintf("%d: %s", le.Uint16(data), visible.Text(string(data[4:])))
	case token.Text:
		return visible.Text(string(data[2:]))
	}
	return visible.Text(string(data))
}

// texts reads texts that stand one behind the other, each with its length before it.
func texts(data []byte) (list []string) {
	for len(data) >= 2 {
		end := min(2+int(binary.LittleEndian.Uint16(data)), len(data))
		list, data = append(list, visible.Text(string(data[2:end]))), data[end:]
	}
	return list
}

// FieldStart gives the first byte of the field of this path, -1 if there is none.
func FieldStart(tok *token.Token, path string) int {
	for _, s := range tok.Layout() {
		if s.Path == path {
			return s.Start
		}
	}
	return -1
}

// Step gives the first byte of the field that is n fields from the one with the
// byte at.
func Step(tok *token.Token, at, n int) int {
	spans := tok.Layout()
	i := slices.IndexFunc(spans, func(s token.Span) bool { return s.Start <= at && at < s.End })
	i = min(max(i+n, 0), len(spans)-1)
	if i < 0 {
		return 0
	}
	return spans[i].Start
}
