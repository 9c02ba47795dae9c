package errorline

import (
	"slices"
	"strings"
)

// maxText bounds what is looked through, in bytes.
const maxText = 64 << 10

// Explain gives the meanings of an SDK's message: those of the names and texts in
// it, and those of the numbers. A number that can mean several things gives all of
// them, unless the text tells the SDK. It gives nil for a text in which there is
// nothing of the table.
func Explain(text string) []Meaning {
	raw := strings.ToLower(text[:min(len(text), maxText)])
	l := line{raw: raw, words: words(raw), found: make([]bool, len(table))}
	for i, row := range sdks {
		l.told[i] = l.hinted(row)
	}
	l.names()
	l.numbers()
	l.weak()
	l.dropGeneric()
	var all []Meaning
	for i, found := range l.found {
		if found {
			all = append(all, table[i].meaningOf())
		}
	}
	return all
}

// line is a text as it is looked through.
type line struct {
	raw   string // in small letters
	words string // see [words]
	found []bool // of the entries of the table
	told  [len(sdks)]bool
}

// tells reports whether the text has a word that tells of an SDK.
func (l *line) tells(s SDK) bool {
	for i := range sdks {
		if sdks[i].sdk == s {
			return l.told[i]
		}
	}
	return false
}

// words gives the words of a text in small letters, a blank before each and at the
// end. Everything but letters and digits parts words.
func words(lower string) string {
	b := make([]byte, 1, len(lower)+2)
	b[0] = ' '
	for i := range len(lower) {
		switch c := lower[i]; {
		case isWord(c) && c != '_':
			b = append(b, c)
		case b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	if b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return string(b)
}

func isWord(c byte) bool { return 'a' <= c && c <= 'z' || isDigit(c) || c == '_' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// names finds the entries whose name or message is in the text.
func (l *line) names() {
	for i, e := range table {
		l.found[i] = e.name != "" && l.hasName(strings.ToLower(e.name)) || l.hasPhrase(e.phrases)
	}
}

// hasName looks for a name that stands alone: ERR_INVALID_TOKEN is not in
// LOGIN_ERR_INVALID_TOKEN.
func (l *line) hasName(name string) bool {
	for at := 0; ; {
		i := strings.Index(l.raw[at:], name)
		if i < 0 {
			return false
		}
		start := at + i
		end := start + len(name)
		if (start == 0 || !isWord(l.raw[start-1])) && (end == len(l.raw) || !isWord(l.raw[end])) {
			return true
		}
		at = start + 1
	}
}

func (l *line) hasPhrase(phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(l.words, " "+p+" ") })
}

// weak finds the messages that any SDK may write, where nothing better was found.
func (l *line) weak() {
	for i, found := range l.found {
		if found && !table[i].vague {
			return
		}
	}
	told := slices.Contains(l.told[:], true)
	for i := range table {
		if l.hasPhrase(table[i].weak) {
			l.found[i] = !told || l.tells(table[i].sdk)
		}
	}
}

// dropGeneric takes out what an SDK says for many causes where it also says the
// cause.
func (l *line) dropGeneric() {
	for i := range table {
		if !l.found[i] || !table[i].generic {
			continue
		}
		for k := range table {
			if l.found[k] && !table[k].generic && table[k].sdk == table[i].sdk && table[k].kind == Failure {
				l.found[i] = false
			}
		}
	}
}

func (l *line) hinted(row sdkRow) bool {
	return slices.ContainsFunc(row.hints, func(h string) bool { return strings.Contains(l.words, " "+h) })
}
