package paste_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"io"
	"maps"
	"runtime"
	"strings"
	"testing"

	"agtok/model/paste"
	"agtok/token"
)

// zeros is an endless stream of them.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// bomb gives a text in the form of a 007 token that inflates to n zeros.
func bomb(t testing.TB, n int64) string {
	t.Helper()
	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(z, zeros{}, n); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return "007" + base64.StdEncoding.EncodeToString(packed.Bytes())
}

// allocated gives how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	for name, text := range map[string]string{"10 MiB": bomb(t, 10<<20), "1 GiB": bomb(t, 1<<30)} {
		for _, text := range []string{text, "token " + text + " end", `{"token":"` + strings.ReplaceAll(text, "/", `\/`) + `"}`} {
			var found []paste.Found
			used := allocated(func() { found = paste.Read(text) })
			if len(found) != 1 || found[0].Err == nil || found[0].Err.Stage != token.StageLimit {
				t.Errorf("%s: %d found, the first: %v", name, len(found), found[0].Err)
			}
			if used > 4<<20 {
				t.Errorf("%s: %d bytes allocated", name, used)
			}
		}
	}
}

// TestManyBombs: tokens that each stay within the limits must not add up to more
// than a text may hold.
func TestManyBombs(t *testing.T) {
	big := token.AccessToken2{AppID: appID, Services: []token.Service{{Type: token.RTC, ChannelName: strings.Repeat("a", 60_000)}}}
	c, err := token.ParseCertificate(certificate)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Sign(&big, c)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat(tok+" ", (1<<20)/len(tok)) // inflates to 100 times as much
	found := paste.Read(text)
	content := 0
	for _, f := range found {
		if f.Token != nil {
			content += len(f.Token.Payload())
		}
	}
	last := found[len(found)-1]
	if content < 1<<20 || content > 33<<20 || last.Err == nil || last.Err.Stage != token.StageLimit || last.End != len(text) {
		t.Errorf("%d found with %d bytes, the last: %v", len(found), content, last.Err)
	}
}

// hostile are texts of which every part invites another try. What matters is that
// the test ends: without bounds most of them take minutes.
var hostile = map[string]func(tok string) string{
	"versions":               func(string) string { return "007" },
	"versions apart":         func(string) string { return "007 " },
	"versions in lines":      func(string) string { return "006\n" },
	"versions in a path":     func(string) string { return "007/" },
	"versions, url-safe":     func(string) string { return "007-" },
	"versions, invisible":    func(string) string { return "007\u200b" },
	"versions, encoded":      func(string) string { return "007%2F" },
	"versions in quotes":     func(string) string { return `"007` },
	"quotes":                 func(string) string { return `"` },
	"typographic quotes":     func(string) string { return "“" },
	"backslashes":            func(string) string { return `\` },
	"escaped quotes":         func(string) string { return `\"` },
	"percent signs":          func(string) string { return "%25" },
	"blanks":                 func(string) string { return " " },
	"line breaks":            func(string) string { return "\n" },
	"invisible":              func(string) string { return "\u200b" },
	"zeros":                  func(string) string { return "0" },
	"nothing":                func(string) string { return "\x00" },
	"not UTF-8":              func(string) string { return "\xff" },
	"bearers":                func(string) string { return "Bearer " },
	"keys":                   func(string) string { return `"token":"` },
	"starts of tokens":       func(string) string { return "007eJxT/" },
	"starts of tokens apart": func(string) string { return "007eJxT x " },
	"starts and blanks":      func(string) string { return "007eJxT" + strings.Repeat(" ", 200) + "x" },
	"starts and quotes":      func(string) string { return `007"` + strings.Repeat("!", 50) },
	"halves of tokens":       func(tok string) string { return tok[:len(tok)/2] + " " },
	"halves in lines":        func(tok string) string { return tok[:len(tok)/2] + "\nx\n" },
	"halves in a path":       func(tok string) string { return "/" + tok[:len(tok)/2] },
	"changed tokens":         func(tok string) string { return strings.Replace(tok, "a", "b", 1) + " and " },
	"tokens in lines":        func(tok string) string { return folded(20, "\n")(tok) + "\n" },
	"tokens glued":           func(tok string) string { return tok + "/" },
	"dots":                   func(string) string { return "007eyJ." },
	"dashes":                 func(string) string { return "007-a.b-" },
	"starts of JWTs":         func(string) string { return "eyJ-" },
	"parts of JWTs":          func(string) string { return "eyJh." },
	"error words":            func(string) string { return "err 11 " },
	"certificates":           func(string) string { return certificate + " " },
	"signaling":              func(string) string { return "1:" + appID + ":1:" },
}

func TestHostileTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, much work: nothing for the race detector")
	}
	tok := samples(t)[0]
	small := bomb(t, 60_000)
	parts := maps.Clone(hostile)
	parts["small bombs"] = func(string) string { return small + " " }
	parts["small bombs, encoded"] = func(string) string { return strings.Replace(small, "A", "%41", 1) + " x " }
	parts["small bombs, broken"] = func(string) string { return small[:50] + "\n" + small[50:] + "\nx x\n" }
	var r paste.Reader
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(part(tok), (512<<10)/len(part(tok)))
			for _, text := range []string{text, text + tok} {
				var found []paste.Found
				if used := allocated(func() { found = r.Read(text) }); used > 600<<20 {
					t.Errorf("%d bytes allocated", used)
				}
				checkSpans(t, text, found)
				r.ReadLine(text)
			}
		})
	}
}
