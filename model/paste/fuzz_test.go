package paste_test

import (
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"agtok/model/paste"
)

var order = []paste.Repair{paste.Quotes, paste.Whitespace, paste.LineBreaks, paste.Prefix, paste.JSON, paste.Percent,
	paste.Plus, paste.URLSafe, paste.Padding, paste.Invisible}

// checkSpans holds what is true of every reading.
func checkSpans(t *testing.T, text string, found []paste.Found) {
	t.Helper()
	if len(found) == 0 {
		t.Fatalf("%.99q: nothing found", text)
	}
	end := 0
	for _, f := range found {
		if f.Start < end || f.End < f.Start || f.End > len(text) || f.Start == f.End && text != "" {
			t.Fatalf("%.99q: span %d to %d behind %d", text, f.Start, f.End, end)
		}
		end = f.End
		if (f.Token == nil) != (f.Err != nil) || f.Token != nil && f.Recognised != "" || f.Token == nil && f.Repairs != nil {
			t.Fatalf("%.99q: %+v", text, f)
		}
		if utf8.RuneCountInString(f.Input) > paste.MaxInput || f.Input == "" && text != "" {
			t.Fatalf("%.99q: an input of %d bytes", text, len(f.Input))
		}
		if f.Err != nil && (f.Err.Message == "" || f.Err.Stage == "") {
			t.Fatalf("%.99q: the error %+v", text, f.Err)
		}
		for i, r := range f.Repairs {
			if at := slices.Index(order, r); at < 0 || i > 0 && at <= slices.Index(order, f.Repairs[i-1]) {
				t.Fatalf("%.99q: repairs %v", text, f.Repairs)
			}
		}
	}
}

// FuzzRead checks spans and errors, and that a token which was mended reads clean
// afterwards.
func FuzzRead(f *testing.F) {
	for i, w := range wrappers {
		toks := samples(f)
		f.Add(w.wrap(toks[i%len(toks)]))
	}
	for _, k := range kinds {
		f.Add(k.text)
	}
	var r paste.Reader
	f.Fuzz(func(t *testing.T, text string) {
		found := r.Read(text)
		checkSpans(t, text, found)
		line := r.ReadLine(text)
		checkSpans(t, text, []paste.Found{line})
		for _, f := range append(found, line) {
			if f.Token == nil {
				continue
			}
			again := paste.ReadLine(f.Token.Text)
			if again.Token == nil || again.Repairs != nil || again.Token.Text != f.Token.Text {
				t.Fatalf("%q: mended to %q, which gives %v, %v", text, f.Token.Text, again.Repairs, again.Err)
			}
		}
		if line.Token != nil && len(found) == 1 && found[0].Token != nil && found[0].Token.Text != line.Token.Text {
			t.Fatalf("%q: read as %q and as the line %q", text, found[0].Token.Text, line.Token.Text)
		}
		if got, want := fmt.Sprint(describe(paste.Read(text))), fmt.Sprint(describe(found)); got != want {
			t.Fatalf("%q: %s, then %s", text, want, got)
		}
	})
}
