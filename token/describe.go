package token

import (
	"encoding/hex"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// AppendJSON writes a's description behind b: the JSON object that
// [ParseDescription] reads, from which signing gives back the same payload. Only
// printable text is in it: anything else stands as \u escapes, and text that is
// not UTF-8 as {"hex":"…"}.
func (a *AccessToken2) AppendJSON(b []byte) []byte {
	b = append(b, `{"version":"007","appId":`...)
	b = appendText(b, a.AppID)
	b = appendUint(append(b, `,"issueTs":`...), a.IssueTs)
	b = appendUint(append(b, `,"expire":`...), a.Expire)
	b = appendUint(append(b, `,"salt":`...), a.Salt)
	if a.MoreServices != 0 {
		b = strconv.AppendInt(append(b, `,"serviceCount":`...), int64(len(a.Services)+a.MoreServices), 10)
	}
	b = append(b, `,"services":[`...)
	for i := range a.Services {
		if i > 0 {
			b = append(b, ',')
		}
		b = a.Services[i].appendJSON(b)
	}
	b = append(b, ']')
	b = appendHexField(b, "trailingHex", a.TrailingBytes)
	return append(b, '}')
}

// MarshalJSON gives what [AccessToken2.AppendJSON] writes.
func (a *AccessToken2) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

func (s *Service) appendJSON(b []byte) []byte {
	spec := s.Type.spec()
	b = append(append(append(b, `{"type":"`...), spec.name...), '"')
	if !s.Type.Known() {
		b = appendUint(append(b, `,"typeId":`...), uint32(s.Type))
		b = hex.AppendEncode(append(b, `,"rawHex":"`...), s.Raw)
		return append(b, `"}`...)
	}
	for _, f := range spec.fields {
		b = append(append(append(b, `,"`...), fieldNames[f]...), `":`...)
		switch f {
		case fieldRole:
			b = strconv.AppendInt(b, int64(s.Role), 10)
		case fieldPermissions:
			b = appendTree(b, s.Permissions)
		default:
			b = appendText(b, *s.text(f))
		}
	}
	b = appendGrantsJSON(append(b, `,"privileges":`...), s.Privileges, spec.privileges)
	return append(b, '}')
}

// appendGrantsJSON writes an object by name where it says everything, else a
// list of pairs.
func appendGrantsJSON(b []byte, grants []Grant, table []named) []byte {
	if !ascending(len(grants), func(i int) uint16 { return uint16(grants[i].Privilege) }) {
		b = append(b, '[')
		for i, g := range grants {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendUint(append(b, '['), uint32(g.Privilege))
			b = append(appendUint(append(b, ','), g.Expire), ']')
		}
		return append(b, ']')
	}
	b = append(b, '{')
	for i, g := range grants {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendUint(appendKey(b, nameOf(table, uint16(g.Privilege))), g.Expire)
	}
	return append(b, '}')
}

// AppendJSON writes a's description behind b, as [AccessToken2.AppendJSON] does.
func (a *AccessToken) AppendJSON(b []byte) []byte {
	b = append(b, `{"version":"006","appId":`...)
	b = appendText(b, a.AppID)
	b = appendUint(append(b, `,"salt":`...), a.Salt)
	b = appendUint(append(b, `,"ts":`...), a.Ts)
	b = appendUint(append(b, `,"channelCrc32":`...), a.ChannelCRC32)
	b = appendUint(append(b, `,"uidCrc32":`...), a.UIDCRC32)
	b = appendGrantsJSON(append(b, `,"privileges":`...), a.Privileges, privileges006)
	b = appendHexField(b, "trailingHex", a.TrailingBytes)
	b = appendHexField(b, "afterMessageHex", a.AfterMessage)
	return append(b, '}')
}

// MarshalJSON gives what [AccessToken.AppendJSON] writes.
func (a *AccessToken) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

// AppendDescription writes the description of what t holds behind b. Those of
// the formats before 006 can't be signed, so they carry the signature too.
func (t *Token) AppendDescription(b []byte) []byte {
	switch {
	case t.AccessToken2 != nil:
		return t.AccessToken2.AppendJSON(b)
	case t.AccessToken != nil:
		return t.AccessToken.AppendJSON(b)
	case t.DynamicKey != nil:
		return t.DynamicKey.appendJSON(b, t.Format, t.Signature)
	case t.Signaling != nil:
		return t.Signaling.appendJSON(b, t.Signature)
	}
	return append(b, "null"...)
}

func appendUint(b []byte, v uint32) []byte { return strconv.AppendUint(b, uint64(v), 10) }

func appendKey(b []byte, name string) []byte {
	return append(append(append(b, '"'), name...), `":`...)
}

func appendHexField(b []byte, name string, data []byte) []byte {
	if len(data) == 0 {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(hex.AppendEncode(b, data), '"')
}

// appendText writes s as a JSON text that is safe to show: every character that
// is not printable stands as an escape.
func appendText(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		return append(hex.AppendEncode(append(b, `{"hex":"`...), []byte(s)), `"}`...)
	}
	return AppendQuoted(b, s)
}

// AppendQuoted writes s behind b as a JSON text that is safe to show on a terminal:
// every character that does not show stands as an escape. Bytes that are not UTF-8
// become U+FFFD.
func AppendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for len(s) > 0 {
		n := plainLen(s)
		b = append(b, s[:n]...)
		if s = s[n:]; s == "" {
			break
		}
		c, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case visible(c):
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

// plainLen counts the bytes at the start of s that stand for themselves in JSON, as
// nearly all do.
func plainLen(s string) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return i
		}
	}
	return len(s)
}

// visible reports whether c shows and stays in its place. unicode.IsPrint lets
// through letters and marks that have no picture of their own.
func visible(c rune) bool {
	const blankBraille = 0x2800
	if c < 0x80 {
		return 0x20 <= c && c < 0x7f
	}
	return unicode.IsPrint(c) && c != blankBraille &&
		!unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func appendEscape(b []byte, c rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[c>>12&15], digits[c>>8&15], digits[c>>4&15], digits[c&15])
}

// ascending reports whether n numbers are in strictly rising order.
func ascending(n int, at func(int) uint16) bool {
	for i := 1; i < n; i++ {
		if at(i-1) >= at(i) {
			return false
		}
	}
	return true
}
