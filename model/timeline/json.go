package timeline

import "strconv"

// AppendJSON writes a number, or null for [Never].
func (i Instant) AppendJSON(b []byte) []byte {
	if i == Never {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, int64(i), 10)
}

// MarshalJSON gives a number, or null for [Never].
func (i Instant) MarshalJSON() ([]byte, error) { return i.AppendJSON(nil), nil }

// AppendJSON writes e as an object. What the platform's SDK calls is its key
// callback, which is left out of an event without one and for no platform, "". All
// texts in it are the program's own and need no escape.
func (e *Event) AppendJSON(b []byte, p Platform) []byte {
	b = e.At.AppendJSON(append(b, `{"at":`...))
	b = append(append(b, `,"event":"`...), e.Event...)
	b = append(append(b, `","product":"`...), e.Product...)
	b = append(append(b, `","subject":"`...), e.Subject...)
	b = strconv.AppendBool(append(b, `","certain":`...), e.Certain)
	if native, web := e.Callbacks(); native != "" {
		b = append(append(b, `,"callbacks":{"native":"`...), native...)
		b = append(append(append(b, `","web":"`...), web...), `"}`...)
	}
	if e.Before {
		b = append(b, `,"beforeIssue":true`...)
	}
	if name := e.Callback(p); name != "" {
		b = append(append(append(b, `,"callback":"`...), name...), '"')
	}
	return append(b, '}')
}
