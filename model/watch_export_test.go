package model_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"agtok/model"
	"agtok/model/project"
	"agtok/model/timeline"
)

// exported gives a list with every hostile name, and all its places.
func exported(t testing.TB) (l *model.Watchlist, places []int) {
	l = mixed(t)
	for i, name := range hostileNames {
		l.Add(inChannel(t, name, uint32(100+i)), nil, demo())
	}
	return l, l.Arrange(model.ByAddition, "", issued)
}

// lacksSecrets holds that what leaves the console shows no token, signature or App ID.
func lacksSecrets(t *testing.T, what, text string, l *model.Watchlist) {
	t.Helper()
	for i := range l.Len() {
		for name, trace := range traces(l.Row(i).Token) {
			if strings.Contains(text, trace) {
				t.Errorf("%s holds %s of row %d", what, name, i)
			}
		}
	}
	if strings.Contains(strings.ToLower(text), strings.ToLower(project.Demo().AppID)) {
		t.Errorf("%s holds the App ID", what)
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == 0x202e || r == 0x200b) }); i >= 0 {
		t.Errorf("%s holds %q", what, text[i:i+3])
	}
}

func TestExportedJSON(t *testing.T) {
	l, places := exported(t)
	for _, p := range append(timeline.Platforms(), "no such platform") {
		text := l.JSON(places, model.Moment{Now: at(600), Platform: p})
		lacksSecrets(t, "JSON", text, l)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(lines) != len(places) || len(lines) < 15 {
			t.Fatalf("%d lines of %d rows", len(lines), len(places))
		}
		for i, line := range lines {
			var o struct {
				Name, Format, Channel, User, Status, Signature, Platform string
				Renewals, Now                                            int64
				Times                                                    struct{ UsableUntil *int64 }
				Services                                                 []struct{ Type string }
				Events                                                   []struct {
					At       int64
					Callback *string
				}
			}
			if err := json.Unmarshal([]byte(line), &o); err != nil {
				t.Fatalf("line %d: %v: %.200s", i, err, line)
			}
			row := l.Row(i)
			if o.Name != row.Name || o.Status != string(row.Status(issued+600)) || o.Format != "007" || o.Now != issued+600 || o.Platform != string(p) ||
				len(o.Services) != 1 || len(o.Events) != len(row.Timeline.Events) || (o.Times.UsableUntil == nil) != !row.Timeline.Admits() {
				t.Errorf("line %d is %+v", i, o)
			}
			for k, e := range o.Events {
				if want := row.Timeline.Events[k].Callback(p); e.At != int64(row.Timeline.Events[k].At) || (e.Callback == nil) != (want == "") || want != "" && *e.Callback != want {
					t.Errorf("line %d, event %d: %+v, want %q", i, k, e, want)
				}
			}
		}
	}
	if text := l.JSON(nil, model.Moment{Now: at(0), Platform: timeline.Web}); text != "" {
		t.Errorf("no rows: %q", text)
	}
}

// cells counts the cells of a row of a Markdown table as GitHub does: a backslash
// keeps the character behind it from meaning anything.
func cells(line string) (n int) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			n++
		}
	}
	return n - 1
}

func TestExportedMarkdown(t *testing.T) {
	l, places := exported(t)
	if err := l.Rename(0, `x | y <img src=a> `+"`z`"); err != nil {
		t.Fatal(err)
	}
	text := l.Markdown(places, model.Moment{Now: at(600), Platform: timeline.IOS})
	lacksSecrets(t, "Markdown", text, l)
	lines, rows := strings.Split(text, "\n"), 0
	for _, line := range lines {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		if rows++; cells(line) != 8 {
			t.Errorf("%d cells: %s", cells(line), line)
		}
		if strings.ContainsAny(line, "<`") || strings.Contains(line, " [") {
			t.Errorf("markup of a name's own: %s", line)
		}
	}
	if rows != len(places)+2 {
		t.Errorf("%d lines of a table of %d rows", rows, len(places))
	}
	for _, want := range []string{"(2023-11-14T22:23:20Z)", "rtcEngine:tokenPrivilegeWillExpire:", "970C…1b33", "(inferred)", "in 50m 00s", "| expired |", "callbacks of iOS"} {
		if !strings.Contains(text, want) {
			t.Errorf("the Markdown lacks %q:\n%.3000s", want, text)
		}
	}
}

// TestExportNamesNoCertificate holds that no part of a certificate leaves the
// console that stands for the App ID.
func TestExportNamesNoCertificate(t *testing.T) {
	_, secret := owner(t)
	for name, l := range disclosing(t) {
		for what, text := range map[string]string{"Markdown": l.Markdown([]int{0}, model.Moment{Now: at(0), Platform: timeline.Android}), "JSON": l.JSON([]int{0}, model.Moment{Now: at(0), Platform: timeline.Android})} {
			if strings.Contains(text, secret[:4]) || strings.Contains(text, secret[28:]) {
				t.Errorf("%s of %s holds parts of the certificate", what, name)
			}
		}
	}
}

// TestExportAtAnyMoment holds that no moment makes a countdown negative.
func TestExportAtAnyMoment(t *testing.T) {
	l, places := exported(t)
	for _, seconds := range []int64{-issued, -1, 0, 599, 600, 601, 3600, 3601, 1 << 33} {
		text := l.Markdown(places, model.Moment{Now: at(seconds), Platform: timeline.Web})
		if strings.Contains(text, "in -") || strings.Contains(text, ", -") {
			t.Errorf("%d s after issue it counts below zero:\n%.2000s", seconds, text)
		}
	}
	if text := l.Markdown(nil, model.Moment{Now: at(0), Platform: timeline.Web}); strings.Count(text, "\n|") != 2 {
		t.Errorf("no rows: %q", text)
	}
}
