package paste_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agtok/model/paste"
	"agtok/token"
)

const vectorDir = "../../testdata/vectors"

// row is what these tests need of a row of any vector file.
type row struct{ ID, Version, Token, Why, Expect string }

// rows reads the rows of the files that keep takes; none at all is a failure.
func rows(t testing.TB, keep func(row) bool, files ...string) []row {
	t.Helper()
	var all []row
	for _, name := range files {
		f, err := os.Open(filepath.Join(vectorDir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var r row
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if keep(r) {
				all = append(all, r)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if len(all) == 0 {
		t.Fatal("no rows to test")
	}
	return all
}

func isBase64(r row) bool { return r.Version == "007" || r.Version == "006" || r.Version == "005" }

// encoded gives every token of the formats in base64.
func encoded(t testing.TB) []row {
	return rows(t, isBase64, "official.jsonl", "generated.jsonl")
}

func TestVectorsAreFoundClean(t *testing.T) {
	var r paste.Reader
	for _, v := range rows(t, func(row) bool { return true }, "official.jsonl", "generated.jsonl") {
		for _, f := range append(r.Read(v.Token), r.ReadLine(v.Token)) {
			switch {
			case f.Token == nil:
				t.Errorf("%s: %v", v.ID, f.Err)
			case f.Repairs != nil || f.Input != v.Token || f.Token.Text != v.Token || f.Start != 0 || f.End != len(v.Token):
				t.Errorf("%s: %v, %d to %d, %q", v.ID, f.Repairs, f.Start, f.End, f.Input)
			}
		}
	}
}

// TestMalformed holds every damaged vector to its expectation. What the format
// lets pass is a finding elsewhere and no error here.
func TestMalformed(t *testing.T) {
	var r paste.Reader
	for _, v := range rows(t, func(row) bool { return true }, "malformed.jsonl") {
		for _, f := range append(r.Read(v.Token), r.ReadLine(v.Token)) {
			checkMalformed(t, v, f)
		}
	}
}

func checkMalformed(t *testing.T, v row, f paste.Found) {
	t.Helper()
	if (f.Token == nil) == (f.Err == nil) {
		t.Errorf("%s %s: token %v, error %v", v.ID, v.Why, f.Token, f.Err)
	}
	switch v.Expect {
	case "reject":
		if f.Token != nil {
			t.Errorf("%s %s: was read, with %v", v.ID, v.Why, f.Repairs)
		}
	case "reject-or-repair":
		if f.Token != nil && len(f.Repairs) == 0 {
			t.Errorf("%s %s: was read without a repair", v.ID, v.Why)
		}
	case "parse-ok-signature-bad", "parse-ok-escape-output", "partial", "accept":
		if f.Token == nil || f.Repairs != nil {
			t.Errorf("%s %s: %v, %v", v.ID, v.Why, f.Err, f.Repairs)
		}
	case "reject-or-accept", "reject-or-warn", "accept-or-warn", "accept-or-limit":
	default:
		t.Errorf("%s: unknown expectation %q", v.ID, v.Expect)
	}
}

// TestMalformedRepairs names the repairs that each repairable vector needs.
func TestMalformedRepairs(t *testing.T) {
	want := map[string][]paste.Repair{
		"m14": {paste.Padding}, "m18": {paste.Plus}, "m20": {paste.Percent}, "m22": {paste.Whitespace},
		"m24": {paste.Quotes}, "m26": {paste.Quotes}, "m28": {paste.Prefix}, "m30": {paste.JSON},
		"m32": {paste.Percent}, "m34": {paste.Invisible},
	}
	all := rows(t, func(v row) bool { return v.Expect == "reject-or-repair" }, "malformed.jsonl")
	if len(all) != len(want) {
		t.Errorf("%d repairable vectors, %d expectations", len(all), len(want))
	}
	for _, v := range all {
		found := paste.Read(v.Token)
		if len(found) != 1 || !slices.Equal(found[0].Repairs, want[v.ID]) {
			t.Errorf("%s %s: repairs %v, want %v", v.ID, v.Why, found[0].Repairs, want[v.ID])
			continue
		}
		if text := found[0].Token.Text; !strings.HasPrefix(text, "007eJ") || strings.ContainsAny(text, "\" \n%`\u200b") {
			t.Errorf("%s %s: the token is %q", v.ID, v.Why, text)
		}
		if _, err := token.Parse(found[0].Token.Text); err != nil {
			t.Errorf("%s %s: the token can't be read again: %v", v.ID, v.Why, err)
		}
	}
}
