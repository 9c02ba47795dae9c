package model

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"unicode"
	"unicode/utf8"

	"agtok/model/signer"
	"agtok/model/timeline"
)

// AppendJSON writes all that is known at the Unix second now as one JSON object
// behind b: the object that "agtok decode --json" prints a line of. Only printable
// text is in it.
func (i *Inspection) AppendJSON(b []byte, now int64) []byte {
	f := &i.Found
	b = appendString(append(b, `{"input":`...), f.Input)
	if f.Token == nil {
		return i.appendUnread(b)
	}
	b = appendString(append(b, `,"ok":true,"format":`...), string(f.Token.Format))
	b = appendString(append(b, `,"token":`...), f.Token.Text)
	b = append(b, `,"repairs":[`...)
	for k, r := range f.Repairs {
		b = appendString(comma(b, k), string(r))
	}
	b = f.Token.AppendDescription(append(b, `],"description":`...))
	b = i.appendSignature(append(b, `,"signature":`...))
	if i.Timeline.Services != nil || f.Token.AccessToken2 != nil || f.Token.AccessToken != nil {
		b = appendString(append(b, `,"status":`...), string(i.Status(now)))
		b = i.appendTimes(append(b, `,"times":`...))
		b = i.appendServices(append(b, `,"services":[`...))
		b = appendValue(append(b, `],"worksFor":`...), i.WorksFor(now))
		b = append(b, `,"events":[`...)
		for k := range i.Timeline.Events {
			b = appendValue(comma(b, k), &i.Timeline.Events[k])
		}
		b = append(b, ']')
	}
	b = append(b, `,"findings":[`...)
	for k := range i.Findings {
		b = appendValue(comma(b, k), &i.Findings[k])
	}
	return append(b, `]}`...)
}

// appendUnread writes the rest of the object of a text that is no token.
func (i *Inspection) appendUnread(b []byte) []byte {
	f := &i.Found
	b = append(b, `,"ok":false`...)
	if e := f.Err; e != nil {
		b = appendString(append(b, `,"error":{"stage":`...), string(e.Stage))
		b = appendString(append(b, `,"path":`...), e.Path)
		b = strconv.AppendInt(append(b, `,"offset":`...), int64(e.Offset), 10)
		b = appendString(append(b, `,"message":`...), e.Message)
		b = appendString(append(b, `,"hint":`...), e.Hint)
		b = append(b, '}')
	}
	if f.Recognised != "" {
		b = appendString(append(b, `,"recognised":`...), string(f.Recognised))
	}
	return append(b, '}')
}

func (i *Inspection) appendSignature(b []byte) []byte {
	b = appendString(append(b, `{"status":`...), string(i.Signer.Status))
	if i.Signer.Reason != "" {
		b = appendString(append(b, `,"reason":`...), i.Signer.Reason)
	}
	if i.Signer.Status == signer.Valid {
		b = appendString(append(b, `,"project":`...), i.Signer.Project)
		b = appendString(append(b, `,"certificate":`...), string(i.Signer.Role))
	}
	b = append(b, `,"hex":"`...)
	return append(hex.AppendEncode(b, i.Found.Token.Signature), `"}`...)
}

func (i *Inspection) appendTimes(b []byte) []byte {
	tl := &i.Timeline
	usable := tl.UsableUntil
	if !tl.Admits() {
		usable = timeline.Never
	}
	b = tl.IssuedAt.AppendJSON(append(b, `{"issuedAt":`...))
	b = tl.ExpiresAt.AppendJSON(append(b, `,"expiresAt":`...))
	b = usable.AppendJSON(append(b, `,"usableUntil":`...))
	b = tl.EffectiveEnd.AppendJSON(append(b, `,"effectiveEnd":`...))
	if tl.Inferred {
		b = append(b, `,"issuedAtInferred":true`...)
	}
	return append(b, '}')
}

func (i *Inspection) appendServices(b []byte) []byte {
	for k := range i.Timeline.Services {
		s := &i.Timeline.Services[k]
		b = appendString(append(comma(b, k), `{"type":`...), s.Type.Name())
		b = s.AdmitUntil.AppendJSON(append(b, `,"admitUntil":`...))
		b = s.StaysUntil.AppendJSON(append(b, `,"staysUntil":`...))
		b = append(b, `,"grants":[`...)
		for n := range s.Grants {
			g := &s.Grants[n]
			b = appendString(append(comma(b, n), `{"privilege":`...), g.Name)
			b = strconv.AppendUint(append(b, `,"expire":`...), uint64(g.Expire), 10)
			b = g.EndsAt.AppendJSON(append(b, `,"endsAt":`...))
			b = g.Until.AppendJSON(append(b, `,"until":`...))
			b = appendString(append(b, `,"endedBy":`...), string(g.EndedBy))
			b = append(b, '}')
		}
		b = append(b, `]}`...)
	}
	return b
}

// comma separates the elements of a list.
func comma(b []byte, n int) []byte {
	if n > 0 {
		return append(b, ',')
	}
	return b
}

// appendValue writes v, all of whose texts are the program's own.
func appendValue(b []byte, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...) // none of these types can fail
	}
	return append(b, data...)
}

// appendString writes s as a JSON text in which everything that is not printable
// stands as an escape, so that it can be shown on a terminal. Bytes that are not
// UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case unicode.IsPrint(c):
			b = utf8.AppendRune(b, c)
		case c > 0xffff:
			c -= 0x10000
			b = appendEscape(appendEscape(b, 0xd800+c>>10), 0xdc00+c&0x3ff)
		default:
			b = appendEscape(b, c)
		}
	}
	return append(b, '"')
}

func appendEscape(b []byte, c rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[c>>12&15], digits[c>>8&15], digits[c>>4&15], digits[c&15])
}
