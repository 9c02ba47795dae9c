package model

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"agtok/model/finding"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// AppendJSON writes all that is known at the Unix second now as one JSON object
// behind b: the object that "agtok decode --json" prints a line of. Only printable
// text is in it.
func (i *Inspection) AppendJSON(b []byte, now int64) []byte {
	if i.Found.Token == nil {
		return append(i.appendUnread(b), '}')
	}
	return i.masked(append(i.appendRead(b, now), '}'), len(b))
}

// masked leaves out of b, from start on, the certificate that a signing server
// wrote where the App ID belongs, in clear and in hexadecimal.
func (i *Inspection) masked(b []byte, start int) []byte {
	secret := i.Secret()
	if secret == "" {
		return b
	}
	text := bytes.ReplaceAll(b[start:], []byte(secret), []byte(token.Masked))
	text = bytes.ReplaceAll(text, []byte(hex.EncodeToString([]byte(secret))), []byte(token.Masked))
	return append(b[:start:start], text...)
}

// AppendJSONLayout is [Inspection.AppendJSON] with one key more, layout: the place
// of each field in the token's payload, in bytes from start to before end, and
// what stands there in hexadecimal.
func (i *Inspection) AppendJSONLayout(b []byte, now int64) []byte {
	if i.Found.Token == nil {
		return append(i.appendUnread(b), '}')
	}
	return i.masked(append(i.appendLayout(i.appendRead(b, now)), '}'), len(b))
}

// appendRead writes the object of a token up to its closing bracket.
func (i *Inspection) appendRead(b []byte, now int64) []byte {
	f := &i.Found
	b = append(b, `{"input":`...)
	start := len(b)
	b = token.AppendQuoted(b, f.Input)
	input := b[start:]
	b = append(appendWord(append(b, `,"ok":true,"format":`...), string(f.Token.Format)), `,"token":`...)
	if f.Input == f.Token.Text { // as nearly always
		b = append(b, input...)
	} else {
		b = token.AppendQuoted(b, f.Token.Text)
	}
	b = append(b, `,"repairs":[`...)
	for k, r := range f.Repairs {
		b = appendWord(comma(b, k), string(r))
	}
	b = f.Token.AppendDescription(append(b, `],"description":`...))
	b = i.appendSignature(append(b, `,"signature":`...))
	if i.Timeline.Services != nil || f.Token.AccessToken2 != nil || f.Token.AccessToken != nil {
		b = appendWord(append(b, `,"status":`...), string(i.Status(now)))
		b = i.appendTimes(append(b, `,"times":`...))
		b = i.appendServices(append(b, `,"services":[`...))
		b = i.WorksFor(now).appendJSON(append(b, `],"worksFor":`...))
		b = append(b, `,"events":[`...)
		for k := range i.Timeline.Events {
			b = i.Timeline.Events[k].AppendJSON(comma(b, k), "")
		}
		b = append(b, ']')
	}
	b = append(b, `,"findings":[`...)
	for k := range i.Findings {
		b = appendFinding(comma(b, k), &i.Findings[k])
	}
	return append(b, ']')
}

// appendUnread writes the object of a text that is no token up to its closing
// bracket.
func (i *Inspection) appendUnread(b []byte) []byte {
	f := &i.Found
	b = append(token.AppendQuoted(append(b, `{"input":`...), f.Input), `,"ok":false`...)
	if e := f.Err; e != nil {
		b = appendWord(append(b, `,"error":{"stage":`...), string(e.Stage))
		b = token.AppendQuoted(append(b, `,"path":`...), e.Path)
		b = strconv.AppendInt(append(b, `,"offset":`...), int64(e.Offset), 10)
		b = token.AppendQuoted(append(b, `,"message":`...), e.Message)
		b = token.AppendQuoted(append(b, `,"hint":`...), e.Hint)
		b = append(b, '}')
	}
	if f.Recognised != "" {
		b = appendWord(append(b, `,"recognised":`...), string(f.Recognised))
	}
	return b
}

func (i *Inspection) appendSignature(b []byte) []byte {
	b = appendWord(append(b, `{"status":`...), string(i.Signer.Status))
	if i.Signer.Reason != "" {
		b = appendWord(append(b, `,"reason":`...), i.Signer.Reason)
	}
	if i.Signer.Status == signer.Valid {
		b = token.AppendQuoted(append(b, `,"project":`...), i.Signer.Project)
		b = appendWord(append(b, `,"certificate":`...), string(i.Signer.Role))
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
		b = appendWord(append(comma(b, k), `{"type":`...), s.Type.Name())
		b = s.AdmitUntil.AppendJSON(append(b, `,"admitUntil":`...))
		b = s.StaysUntil.AppendJSON(append(b, `,"staysUntil":`...))
		b = append(b, `,"grants":[`...)
		for n := range s.Grants {
			g := &s.Grants[n]
			b = appendWord(append(comma(b, n), `{"privilege":`...), g.Name)
			b = strconv.AppendUint(append(b, `,"expire":`...), uint64(g.Expire), 10)
			b = g.EndsAt.AppendJSON(append(b, `,"endsAt":`...))
			b = g.Until.AppendJSON(append(b, `,"until":`...))
			b = appendWord(append(b, `,"endedBy":`...), string(g.EndedBy))
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

func (w WorksFor) appendJSON(b []byte) []byte {
	b = strconv.AppendBool(append(b, `{"rtcJoin":`...), w.RTCJoin)
	b = strconv.AppendBool(append(b, `,"rtmLogin":`...), w.RTMLogin)
	b = strconv.AppendBool(append(b, `,"streamChannel":`...), w.StreamChannel)
	b = strconv.AppendBool(append(b, `,"chatUser":`...), w.ChatUser)
	b = strconv.AppendBool(append(b, `,"chatRest":`...), w.ChatREST)
	return append(b, '}')
}

// appendFinding writes what package json makes of f.
func appendFinding(b []byte, f *finding.Finding) []byte {
	b = appendWord(append(b, `{"id":`...), f.ID)
	b = appendWord(append(b, `,"severity":`...), string(f.Severity))
	b = token.AppendQuoted(append(b, `,"field":`...), f.Field)
	b = token.AppendQuoted(append(b, `,"message":`...), f.Message)
	b = token.AppendQuoted(append(b, `,"fix":`...), f.Fix)
	b = token.AppendQuoted(append(b, `,"source":`...), f.Source)
	return append(b, '}')
}

func (i *Inspection) appendLayout(b []byte) []byte {
	payload := i.Found.Token.Payload()
	b = append(b, `,"layout":[`...)
	for k, s := range i.Found.Token.Layout() {
		b = token.AppendQuoted(append(comma(b, k), `{"path":`...), s.Path)
		b = strconv.AppendInt(append(b, `,"start":`...), int64(s.Start), 10)
		b = strconv.AppendInt(append(b, `,"end":`...), int64(s.End), 10)
		b = append(hex.AppendEncode(append(b, `,"hex":"`...), payload[s.Start:s.End]), `"}`...)
	}
	return append(b, ']')
}

// appendWord writes s, which is one of the program's own words and needs no escape.
func appendWord(b []byte, s string) []byte {
	return append(append(append(b, '"'), s...), '"')
}
