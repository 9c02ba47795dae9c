package cohost_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"agtok/model/cohost"
	"agtok/model/project"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing with them")

func TestExport(t *testing.T) {
	l := scenario(t, "publish-ends")
	zone := time.FixedZone("CET", 3600)
	got := cohost.Export(&l, project.Demo().AppID, time.Unix(start+150, 0).In(zone))
	const golden = "testdata/publish-ends.md"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("not as in %s; go test ./model/cohost -update writes it:\n%s", golden, got)
	}
}

// TestExportKeepsSecrets holds that no token and no whole App ID is written, for
// every scenario at every moment worth looking at.
func TestExportKeepsSecrets(t *testing.T) {
	demo := project.Demo()
	c, err := demo.Signing()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range cohost.Scenarios() {
		l := s.Lab(start, salts())
		for _, m := range s.Marks {
			text := cohost.Export(&l, demo.AppID, time.Unix(start+m.After, 0).UTC())
			for who := range l.Participants {
				for k := range l.Issues(who) {
					signed, err := l.Sign(who, k, demo.AppID, c)
					if err != nil {
						t.Fatal(err)
					}
					if strings.Contains(text, signed[:20]) {
						t.Errorf("%s: token %d of %d is in the text", s.ID, k, who)
					}
				}
			}
			if strings.Contains(strings.ToLower(text), strings.ToLower(demo.AppID)) || !strings.Contains(text, "970C…1b33") {
				t.Errorf("%s: the App ID is not shortened", s.ID)
			}
			if strings.Contains(text, "%!") {
				t.Errorf("%s: a broken format", s.ID)
			}
			n++
		}
	}
	if n < 20 {
		t.Fatalf("%d texts", n)
	}
}

// TestExportOfHostileNames holds that a name stays in its cell, whatever it is.
func TestExportOfHostileNames(t *testing.T) {
	for _, name := range []string{"a|b", "a\nb\n# c", "\x1b[31mred", "\u202eevil", "[x](https://example.com)", "<b>", "`x`", "\xff\xfe", strings.Repeat("long ", 1000), "\u200b", ""} {
		l := scenario(t, "publish-ends")
		want := cohost.Export(&l, "", time.Unix(start, 0).UTC())
		l.Participants[0].Name, l.Title = name, name
		text := cohost.Export(&l, name, time.Unix(start, 0).UTC())
		if strings.Count(text, "\n") != strings.Count(want, "\n") {
			t.Errorf("%q changes the lines", name)
		}
		if bars := strings.Count(text, "|") - strings.Count(text, `\|`); bars != strings.Count(want, "|") {
			t.Errorf("%q changes the cells", name)
		}
		if len(text) > len(want)+8000 {
			t.Errorf("a name of %d bytes takes %d", len(name), len(text)-len(want))
		}
		for _, r := range text {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%q: %U in the text", name, r)
			}
		}
		if strings.Contains(text, "[x](") || strings.Contains(text, "<b>") {
			t.Errorf("%q is read as Markdown", name)
		}
	}
}

// TestExportTellsRefusalsApart holds that two who were refused for other reasons are
// told so.
func TestExportTellsRefusalsApart(t *testing.T) {
	join := []cohost.Step{{After: 100, Do: cohost.Join}}
	l := cohost.Lab{Start: start, Profile: cohost.Live, Participants: []cohost.Participant{
		{Name: "a", Pass: cohost.Publisher(60), Steps: join}, {Name: "b", Pass: cohost.Pass{Expire: 600}, Steps: join}}}
	text := cohost.Export(&l, "", time.Unix(start+100, 0))
	for _, want := range []string{"was refused: the token and its join privilege are over.", "was refused: the token does not grant join"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestOffset(t *testing.T) {
	for n, want := range map[int64]string{0: "+0:00", 65: "+1:05", -5: "-0:05", 3600: "+1:00:00", -3725: "-1:02:05"} {
		if got := cohost.Offset(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
