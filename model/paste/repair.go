package paste

import "math/bits"

// Repair names one thing that had to be mended before a token could be read.
type Repair string

// The repairs, in the order in which [Found.Repairs] lists them.
const (
	Quotes     Repair = "quotes"      // quotation marks around the token
	Whitespace Repair = "whitespace"  // blanks around or inside, a final line break included
	LineBreaks Repair = "line-breaks" // the token is broken over several lines, or has \n in it
	Prefix     Repair = "prefix"      // "Bearer ", "agora token=" or a header's name in front
	JSON       Repair = "json"        // "key":"…" around the token, or JSON escapes as \/ in it
	Percent    Repair = "percent"     // percent-encoding, once or several times
	Plus       Repair = "plus"        // blanks where + belongs
	URLSafe    Repair = "url-safe"    // - and _ where + and / belong
	Padding    Repair = "padding"     // = missing at the end, or too many
	Invisible  Repair = "invisible"   // zero-width characters, byte order mark, soft hyphen
)

// order gives the repairs their bits.
var order = [...]Repair{Quotes, Whitespace, LineBreaks, Prefix, JSON, Percent, Plus, URLSafe, Padding, Invisible}

// mends is a set of repairs, by their place in order.
type mends uint16

const (
	mendQuotes mends = 1 << iota
	mendWhitespace
	mendLineBreaks
	mendPrefix
	mendJSON
	mendPercent
	mendPlus
	mendURLSafe
	mendPadding
	mendInvisible
)

// list gives the repairs of m in order, nil if there are none.
func (m mends) list() []Repair {
	if m == 0 {
		return nil
	}
	out := make([]Repair, 0, bits.OnesCount16(uint16(m)))
	for i, r := range order {
		if m&(1<<i) != 0 {
			out = append(out, r)
		}
	}
	return out
}
