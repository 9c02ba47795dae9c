package paste_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"agtok/model/paste"
)

// wrapper is one thing that happens to a token on its way into a paste.
type wrapper struct {
	name string
	wrap func(tok string) string
	want []paste.Repair

	inText bool // the token stands in a longer text
	line   bool // ReadLine reads it too
}

func around(before, behind string) func(string) string {
	return func(tok string) string { return before + tok + behind }
}

func replace(old, with string) func(string) string {
	return func(tok string) string { return strings.ReplaceAll(tok, old, with) }
}

// folded breaks a token into lines of width characters.
func folded(width int, sep string) func(string) string {
	return func(tok string) string {
		var lines []string
		for chunk := range slices.Chunk([]byte(tok), width) {
			lines = append(lines, string(chunk))
		}
		return strings.Join(lines, sep)
	}
}

func then(f, g func(string) string) func(string) string {
	return func(tok string) string { return g(f(tok)) }
}

func jsonOf(tok string) string {
	b, err := json.Marshal(map[string]any{"code": 0, "data": map[string]string{"token": tok}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// escaped writes the characters of set as \u escapes, as several JSON encoders do.
func escaped(set string) func(string) string {
	return func(tok string) string {
		for _, c := range set {
			tok = strings.ReplaceAll(tok, string(c), map[rune]string{'+': `\u002B`, '/': `\u002f`, '=': `\u003d`}[c])
		}
		return tok
	}
}

var urlSafe = strings.NewReplacer("+", "-", "/", "_")

// each wrapper changes a token only where it holds the characters concerned; those
// that it leaves as they are must be read without a repair.
var wrappers = []wrapper{
	{"double quotes", around(`"`, `"`), []paste.Repair{paste.Quotes}, false, true},
	{"single quotes", around("'", "'"), []paste.Repair{paste.Quotes}, false, true},
	{"backticks", around("`", "`"), []paste.Repair{paste.Quotes}, false, true},
	{"code fence", around("```\n", "\n```\n"), []paste.Repair{paste.Quotes, paste.Whitespace}, false, true},
	{"typographic quotes", around("“", "”"), []paste.Repair{paste.Quotes}, false, true},
	{"German quotes", around("„", "“"), []paste.Repair{paste.Quotes}, false, true},
	{"guillemets", around("«", "»"), []paste.Repair{paste.Quotes}, false, true},
	{"one quote lost", around(`"`, ""), []paste.Repair{paste.Quotes}, false, true},
	{"escaped quotes", around(`\"`, `\"`), []paste.Repair{paste.Quotes}, false, true},
	{"quotes with blanks inside", around(`" `, ` "`), []paste.Repair{paste.Quotes, paste.Whitespace}, false, true},
	{"quotes with blanks outside", around(` "`, "\"\n"), []paste.Repair{paste.Quotes, paste.Whitespace}, false, true},
	{"blanks", around("  ", "\t"), []paste.Repair{paste.Whitespace}, false, true},
	{"final line break", around("", "\n"), []paste.Repair{paste.Whitespace}, false, true},
	{"final CR LF", around("", "\r\n"), []paste.Repair{paste.Whitespace}, false, true},
	{"final CR", around("", "\r"), []paste.Repair{paste.Whitespace}, false, true},
	{"final escaped line break", around("", `\n`), []paste.Repair{paste.LineBreaks}, false, true},
	{"no-break space", around("\u00a0", "\u3000"), []paste.Repair{paste.Whitespace}, false, true},
	{"bearer", around("Bearer ", ""), []paste.Repair{paste.Prefix}, false, true},
	{"small bearer", around("bearer  ", ""), []paste.Repair{paste.Prefix}, false, true},
	{"agora token", around("agora token=", ""), []paste.Repair{paste.Prefix}, false, true},
	{"agora token, quoted", around(`Agora token="`, `"`), []paste.Repair{paste.Quotes, paste.Prefix}, false, true},
	{"header", around("Authorization: agora token=", ""), []paste.Repair{paste.Prefix}, false, true},
	{"bare header", around("authorization:", ""), []paste.Repair{paste.Prefix}, false, true},
	{"header of 006", around("x-agora-token: ", ""), []paste.Repair{paste.Prefix}, false, true},
	{"header and line break", around("Authorization: Bearer ", "\r\n"), []paste.Repair{paste.Whitespace, paste.Prefix}, false, true},
	{"curl", around(`curl -H "Authorization: agora token=`, `" https://api.agora.io/v1`), []paste.Repair{paste.Quotes, paste.Prefix}, true, false},
	{"json", around(`{"token":"`, `"}`), []paste.Repair{paste.JSON}, true, true},
	{"json with blanks", around("{\n  \"rtcToken\" : \"", "\"\n}\n"), []paste.Repair{paste.JSON}, true, true},
	{"json with blanks in the value", around(`{"token":" `, ` "}`), []paste.Repair{paste.Whitespace, paste.JSON}, true, true},
	{"json of another key", around(`{"code":"200","key":"`, `","uid":17}`), []paste.Repair{paste.JSON}, true, false},
	{"json deeper in", jsonOf, []paste.Repair{paste.JSON}, true, false},
	{"json header", around(`{"Authorization":"Bearer `, `"}`), []paste.Repair{paste.Prefix, paste.JSON}, true, true},
	{"json in json", around(`{"body":"{\"token\":\"`, `\"}"}`), []paste.Repair{paste.JSON}, true, false},
	{"json list", around(`["`, `"]`), []paste.Repair{paste.Quotes}, true, true},
	{"json slashes", replace("/", `\/`), []paste.Repair{paste.JSON}, false, true},
	{"json slashes twice", replace("/", `\\\/`), []paste.Repair{paste.JSON}, false, true},
	{"json plus signs", escaped("+"), []paste.Repair{paste.JSON}, false, true},
	{"json letters", escaped("+/="), []paste.Repair{paste.JSON}, false, true},
	{"json with slashes", then(replace("/", `\/`), around(`{"token":"`, `"}`)), []paste.Repair{paste.JSON}, true, true},
	{"python", around(`{'token': '`, `'}`), []paste.Repair{paste.Quotes}, true, false},
	{"percent", url.QueryEscape, []paste.Repair{paste.Percent}, false, true},
	{"percent twice", then(url.QueryEscape, url.QueryEscape), []paste.Repair{paste.Percent}, false, true},
	{"percent three times", then(then(url.QueryEscape, url.QueryEscape), url.QueryEscape), []paste.Repair{paste.Percent}, false, true},
	{"percent in small letters", then(url.QueryEscape, replace("%2F", "%2f")), []paste.Repair{paste.Percent}, false, true},
	{"url", then(url.QueryEscape, around("https://example.com/join?token=", "&uid=17")), []paste.Repair{paste.Percent}, true, false},
	{"escaped json in url", then(then(replace("/", `\/`), url.QueryEscape), around("data=%7B%22token%22%3A%22", "%22%7D")), []paste.Repair{paste.JSON, paste.Percent}, true, false},
	{"form", then(url.QueryEscape, around("message=the+token+", "+is+refused")), []paste.Repair{paste.Percent}, true, false},
	{"json in url", then(url.QueryEscape, around("data=%7B%22token%22%3A%22", "%22%7D")), []paste.Repair{paste.Percent}, true, false},
	{"path", then(url.QueryEscape, around("wss://example.com/rtc/", "/join")), []paste.Repair{paste.Percent}, true, false},
	{"plus", replace("+", " "), []paste.Repair{paste.Plus}, false, true},
	{"plus, then percent", then(replace("+", " "), url.PathEscape), []paste.Repair{paste.Percent, paste.Plus}, false, true},
	{"plus in json", then(replace("+", " "), around(`{"token":"`, `"}`)), []paste.Repair{paste.JSON, paste.Plus}, true, true},
	{"url-safe", urlSafe.Replace, []paste.Repair{paste.URLSafe}, false, true},
	{"url-safe without padding", then(urlSafe.Replace, replace("=", "")), []paste.Repair{paste.URLSafe, paste.Padding}, false, true},
	{"no padding", replace("=", ""), []paste.Repair{paste.Padding}, false, true},
	{"too much padding", around("", "="), []paste.Repair{paste.Padding}, false, true},
	{"zero-width space", folded(50, "\u200b"), []paste.Repair{paste.Invisible}, false, true},
	{"soft hyphens", folded(60, "\u00ad"), []paste.Repair{paste.Invisible}, false, true},
	{"escaped zero-width space", folded(60, `\u200b`), []paste.Repair{paste.JSON, paste.Invisible}, false, true},
	{"invisible in the version", func(tok string) string { return tok[:2] + "\u2060" + tok[2:] }, []paste.Repair{paste.Invisible}, false, true},
	{"byte order mark", around("\ufeff", ""), []paste.Repair{paste.Invisible}, false, true},
	{"directional marks", around("\u2066", "\u2069"), []paste.Repair{paste.Invisible}, false, true},
	{"directional marks in a text", around("token \u2066", "\u2069 ends"), []paste.Repair{paste.Invisible}, true, false},
	{"lines", folded(76, "\n"), []paste.Repair{paste.LineBreaks}, false, false},
	{"narrow lines", folded(9, "\n"), []paste.Repair{paste.LineBreaks}, false, false},
	{"CR LF", folded(64, "\r\n"), []paste.Repair{paste.LineBreaks}, false, false},
	{"CR", folded(80, "\r"), []paste.Repair{paste.LineBreaks}, false, false},
	{"indented lines", folded(40, "\n\t    "), []paste.Repair{paste.LineBreaks}, false, false},
	{"lines with blanks behind", folded(40, "   \n"), []paste.Repair{paste.LineBreaks}, false, false},
	{"escaped line breaks", folded(76, `\n`), []paste.Repair{paste.LineBreaks}, false, false},
	{"escaped CR LF", folded(76, `\r\n`), []paste.Repair{paste.LineBreaks}, false, false},
	{"encoded line breaks", folded(76, "%0D%0A"), []paste.Repair{paste.LineBreaks, paste.Percent}, false, false},
	{"lines in quotes", then(folded(70, "\n"), around(`"`, `"`)), []paste.Repair{paste.Quotes, paste.LineBreaks}, false, false},
	{"lines in json", then(folded(70, "\n"), around(`{"token": "`, `", "uid": 7}`)), []paste.Repair{paste.LineBreaks, paste.JSON}, true, false},
	{"lines in a mail", then(folded(72, "\n"), around("Hello,\nthis is the token:\n\n", "\n\nIt does not work. Why?\nBest wishes")), []paste.Repair{paste.LineBreaks}, true, false},
	{"lines, no padding", then(replace("=", ""), folded(72, "\n")), []paste.Repair{paste.LineBreaks, paste.Padding}, false, false},
	{"lines, no padding, a word behind", then(then(replace("=", ""), folded(72, "\n")), around("", "\nand so on")), []paste.Repair{paste.LineBreaks, paste.Padding}, true, false},
	{"url-safe lines", then(urlSafe.Replace, folded(64, "\n")), []paste.Repair{paste.LineBreaks, paste.URLSafe}, false, false},
	{"blanks put in", folded(40, "  \t"), []paste.Repair{paste.Whitespace}, false, true},
	{"single blanks put in", folded(63, " "), []paste.Repair{paste.Whitespace}, false, true},
	{"assignment", around("AGORA_TOKEN=", ""), nil, true, false},
	{"shell", around("export TOKEN='", "'\n"), []paste.Repair{paste.Quotes}, true, false},
	{"log", around("2026-11-22T10:00:01.006Z INFO 007 joined with ", " uid 0071234"), nil, true, false},
	{"log with brackets", around("[007] token=<", ">"), nil, true, false},
	{"colours", around("\x1b[1;32m", "\x1b[0m"), nil, true, false},
	{"escaped colours", around(`\u001b[32m`, `\u001b[0m`), nil, true, false},
	{"csv", around("17,lobby,", ",2026-11-22"), nil, true, false},
	{"sentence", around("The token is ", ". It fails."), nil, true, false},
	{"Chinese", around("令牌：", "，无效"), nil, true, false},
	{"escaped tab", around(`uid\t17\t`, `\tend`), nil, true, false},
	{"query", around("rtc://example.com/?token=", "&uid=17"), nil, true, false},
	{"path, not encoded", around("https://example.com/rtc/", "/join"), nil, true, false},
}

// changed says which characters a token must have for a repair to be needed.
var changed = map[paste.Repair]*regexp.Regexp{
	paste.Plus: regexp.MustCompile(`\+`), paste.URLSafe: regexp.MustCompile(`[+/]`), paste.Padding: regexp.MustCompile(`=`),
	paste.Percent: regexp.MustCompile(`[+/=]`),
}

func TestWrappers(t *testing.T) {
	tokens := encoded(t)
	var r paste.Reader
	for _, w := range wrappers {
		t.Run(w.name, func(t *testing.T) {
			checked := 0
			for _, v := range tokens {
				if t.Failed() {
					return // one token shows what is wrong
				}
				if checkWrapper(t, &r, w, v.Token) {
					checked++
				}
			}
			if checked < 20 {
				t.Errorf("only %d of %d tokens were changed", checked, len(tokens))
			}
		})
	}
}

// checkWrapper reports whether the wrapper applies to the token.
func checkWrapper(t *testing.T, r *paste.Reader, w wrapper, tok string) bool {
	t.Helper()
	text := w.wrap(tok)
	if text == tok {
		return false
	}
	found := r.Read(text)
	if len(found) != 1 || found[0].Token == nil {
		t.Errorf("%q: %d found, the first: %v", text, len(found), found[0].Err)
		return true
	}
	f := found[0]
	if f.Token.Text != tok {
		t.Errorf("%q: read %q", text, f.Token.Text)
	}
	if want := needed(w.want, tok, text); !slices.Equal(f.Repairs, want) {
		t.Errorf("%q: repairs %v, want %v", text, f.Repairs, want)
	}
	if whole := f.Start == 0 && f.End == len(text); whole == w.inText {
		t.Errorf("%q: span %d to %d", text, f.Start, f.End)
	}
	if f.Input != text[f.Start:f.End] {
		t.Errorf("%q: input %q", text, f.Input)
	}
	if f := r.ReadLine(text); (f.Token != nil) != w.line {
		t.Errorf("ReadLine(%q): %v, %v", text, f.Repairs, f.Err)
	} else if w.line && (f.Token.Text != tok || !slices.Equal(f.Repairs, found[0].Repairs)) {
		t.Errorf("ReadLine(%q): repairs %v, Read had %v", text, f.Repairs, found[0].Repairs)
	}
	return true
}

// TestWrappersTogether puts tokens that were changed inside into wrappers around.
func TestWrappersTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	inside := pick(t, "json slashes", "json letters", "percent", "percent twice", "plus", "url-safe", "url-safe without padding", "no padding",
		"zero-width space", "soft hyphens", "lines", "narrow lines", "CR LF", "indented lines", "url-safe lines", "single blanks put in")
	outside := pick(t, "double quotes", "typographic quotes", "code fence", "quotes with blanks inside", "blanks", "final CR LF", "bearer",
		"header", "curl", "json", "json with blanks", "json in json", "json list", "byte order mark", "shell", "log", "log with brackets",
		"colours", "csv", "sentence", "Chinese", "assignment", "query")
	for _, in := range inside {
		for _, out := range outside {
			for _, tok := range samples(t) {
				text := out.wrap(in.wrap(tok))
				found := paste.Read(text)
				if len(found) != 1 || found[0].Token == nil || found[0].Token.Text != tok {
					t.Errorf("%s in %s: %q: %d found, the first: %v", in.name, out.name, text, len(found), found[0].Err)
					continue
				}
				want := slices.Concat(needed(in.want, tok, in.wrap(tok)), out.want)
				slices.SortFunc(want, func(a, b paste.Repair) int { return slices.Index(order, a) - slices.Index(order, b) })
				if want = slices.Compact(want); !slices.Equal(found[0].Repairs, want) {
					t.Errorf("%s in %s: %q: repairs %v, want %v", in.name, out.name, text, found[0].Repairs, want)
				}
			}
		}
	}
}

func pick(t *testing.T, names ...string) (list []wrapper) {
	t.Helper()
	for _, name := range names {
		i := slices.IndexFunc(wrappers, func(w wrapper) bool { return w.name == name })
		if i < 0 {
			t.Fatalf("there is no wrapper %q", name)
		}
		list = append(list, wrappers[i])
	}
	return list
}

// needed leaves out the repairs that do not apply to a token without the characters
// concerned.
func needed(want []paste.Repair, tok, text string) []paste.Repair {
	var out []paste.Repair
	for _, r := range want {
		if r == paste.JSON && strings.HasPrefix(text, "data=") && !strings.Contains(tok, "/") {
			continue
		}
		if re := changed[r]; re != nil && !re.MatchString(tok) && !strings.Contains(text, "%0D") && !strings.Contains(text, tok+"=") {
			continue
		}
		out = append(out, r)
	}
	return out
}
