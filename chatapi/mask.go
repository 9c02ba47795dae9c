package chatapi

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
)

// mask takes the secrets of one request out of texts: a server can echo whatever
// it was sent.
type mask struct {
	long  *strings.Replacer
	short []string
	all   []string
	find  func(string) string // the first secret of other kinds in a text; nil: there are none
}

// shortSecret is the length below which a secret is taken out only where it
// stands as a word of its own: a mask for every "1" would give the "1" away.
const shortSecret = 6

func newMask(secrets ...string) mask {
	var m mask
	var pairs []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		m.all = append(m.all, s)
		if len(s) < shortSecret {
			m.short = append(m.short, forms(s)[:2]...)
			continue
		}
		for _, form := range forms(s) {
			pairs = append(pairs, form, Masked)
		}
	}
	m.long = strings.NewReplacer(pairs...)
	return m
}

// forms are the texts that secret s turns into on its way through a server. The
// first two are the text itself and as it stands in a JSON string.
func forms(s string) []string {
	quoted := string(appendString(nil, s))
	// JSON as web pages can hold it, and as ASCII: neither can fail for a string.
	forHTML, _ := json.Marshal(s)
	ascii := strconv.QuoteToASCII(s)
	return []string{
		s, quoted[1 : len(quoted)-1], string(forHTML[1 : len(forHTML)-1]), ascii[1 : len(ascii)-1], url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s),
		base64.RawStdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)),
		hex.EncodeToString([]byte(s)), strings.ToUpper(hex.EncodeToString([]byte(s))),
	}
}

// text takes the secrets out of s.
func (m mask) text(s string) string {
	if m.long != nil {
		s = m.long.Replace(s)
	}
	for _, word := range m.short {
		s = replaceWord(s, word)
	}
	return maskTokens(m.found(s))
}

// found takes out the secrets that find gives.
func (m mask) found(s string) string {
	for m.holds(s) {
		s = strings.ReplaceAll(s, m.find(s), Masked)
	}
	return s
}

// holds reports whether find gives a secret in s.
func (m mask) holds(s string) bool { return m.find != nil && m.find(s) != "" }

// shown is s without secrets and fit to show. Layout that becomes plain spaces
// could complete a secret that has spaces, hence the second time.
func (m mask) shown(s string) string { return m.text(printable(m.text(m.cutEnd(s)))) }

// phrase is s without secrets, fit for a sentence.
func (m mask) phrase(s string, limit int) string { return m.text(phrase(m.text(m.cutEnd(s)), limit)) }

// cutEnd hides the beginning of a secret at the end of s, where the text was cut.
func (m mask) cutEnd(s string) string {
	for _, secret := range m.all {
		for n := min(len(secret), len(s)); n >= shortSecret; n-- {
			if strings.HasSuffix(s, secret[:n]) {
				return s[:len(s)-n] + Masked
			}
		}
	}
	return s
}

// replaceWord masks word where no letter or digit touches it.
func replaceWord(s, word string) string {
	var b strings.Builder
	from := 0
	for {
		at := strings.Index(s[from:], word)
		if at < 0 {
			break
		}
		at += from
		end := at + len(word)
		if at > 0 && isWord(s[at-1]) || end < len(s) && isWord(s[end]) {
			b.WriteString(s[from : at+1])
			from = at + 1
			continue
		}
		b.WriteString(s[from:at] + Masked)
		from = end
	}
	return b.String() + s[from:]
}

// isWord takes every byte of a character beyond ASCII for a letter.
func isWord(c byte) bool { return c >= 0x80 || c != '-' && isBare(c) }

// maskTokens masks what looks like a token of this or another request.
func maskTokens(s string) string {
	const prefix, least = "007eJ", 40
	var b strings.Builder
	for {
		at := strings.Index(s, prefix)
		if at < 0 {
			return b.String() + s
		}
		end := at
		for end < len(s) && (isBare(s[end]) || strings.IndexByte("+/=%", s[end]) >= 0) {
			end++
		}
		b.WriteString(s[:at])
		if end-at < least {
			b.WriteString(s[at:end])
		} else {
			b.WriteString(Masked)
		}
		s = s[end:]
	}
}

// hiddenNames are the members whose content is a secret, in lower case, without
// hyphens and underscores.
var hiddenNames = map[string]bool{
	"password": true, "newpassword": true, "oldpassword": true, "pin": true,
	"accesstoken": true, "refreshtoken": true, "token": true, "authorization": true,
	"clientsecret": true, "appcertificate": true, "certificate": true,
}

func isHiddenName(name string) bool {
	return len(name) < 64 && hiddenNames[strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(name, "_", ""), "-", ""))]
}
