package errorline

import (
	"slices"
	"strings"
)

// near is how far before a number the word stands that makes it a code, in bytes.
const near = 28

// distinct is the length from which a number is a code and nothing else's.
const distinct = 6

// number is a number of a text.
type number struct {
	code   string // with its sign
	before string // what stands in front of it in its line
	alone  bool   // it is the whole of the text
}

// numbers finds the entries whose code stands in the text as a number.
func (l *line) numbers() {
	var claimed []string // by a name or a message beside them
	for i, found := range l.found {
		if found && table[i].code != "" {
			claimed = append(claimed, digits(table[i].code))
		}
	}
	alone := strings.Trim(l.raw, " \t\r\n.,:;!?\"'`()[]{}")
	for start := 0; start < len(l.raw); {
		end := start
		for end < len(l.raw) && isWord(l.raw[end]) {
			end++
		}
		if word := l.raw[start:end]; word != "" && len(word) < 12 && strings.Trim(word, "0123456789") == "" && !slices.Contains(claimed, word) {
			if start > 0 && l.raw[start-1] == '-' && (start == 1 || !isWord(l.raw[start-2])) {
				start--
			}
			n := number{code: l.raw[start:end], before: l.raw[max(0, start-near):start]}
			n.alone = n.code == alone
			n.before = n.before[strings.LastIndexByte(n.before, '\n')+1:]
			l.number(n)
		}
		start = end + 1
	}
}

func digits(code string) string { return strings.TrimPrefix(code, "-") }

// number finds the entries of a code: where the text tells of some of their SDKs,
// those only.
func (l *line) number(n number) {
	var fits, told []int
	for i, e := range table {
		if !n.may(e) {
			continue
		}
		hinted := l.tells(e.sdk)
		if !n.alone && !n.means(e, hinted) {
			continue
		}
		if fits = append(fits, i); hinted {
			told = append(told, i)
		}
	}
	if len(told) > 0 {
		fits = told
	}
	for _, i := range fits {
		l.found[i] = true
	}
}

// may reports whether the number is e's. The native RTC SDKs return their codes
// with a minus.
func (n *number) may(e entry) bool {
	return n.code == e.code || e.sdk == Native && e.kind == Failure && n.code == "-"+e.code
}

// means reports whether what stands in front makes the number e's code. One of one
// or two digits needs more than a word like error: the SDK must be told too.
func (n *number) means(e entry, hinted bool) bool {
	renew := n.has("renew")
	switch {
	case len(e.code) >= distinct:
		return true
	case e.kind == Reason:
		return n.has("reason")
	case e.kind == Renewal:
		return renew
	case n.has("reason") || renew && e.sdk != Native || e.sdk == ChatREST && !hinted:
		return false
	case len(e.code) <= 2 && !hinted && n.code == e.code:
		return false
	}
	return n.has("err", "code", "fail", "return", "status", "http") || renew || n.has(rowOf(e.sdk).hints...)
}

func (n *number) has(words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(n.before, w) })
}
