package cohost_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"agtok/model/cohost"
)

// scene writes how everyone stands.
func scene(l *cohost.Lab, after int64) string {
	var b strings.Builder
	for _, r := range l.At(l.Start + after).Rows {
		fmt.Fprintf(&b, "\t%s, %s: %s\n", r.Name, r.Role, sketch(r))
	}
	return b.String()
}

// TestMarksAreTrue holds that a mark stands at the second at which its event is seen,
// but for the one that the story opens with, and that nobody stands otherwise as long
// as it is shown. What is then to be seen is compared with a golden, beside the words.
func TestMarksAreTrue(t *testing.T) {
	var b strings.Builder
	for _, s := range cohost.Scenarios() {
		l := s.Lab(start, salts())
		fmt.Fprintf(&b, "%s\n", s.ID)
		for i, m := range s.Marks {
			if !slices.ContainsFunc(l.Events(), func(e cohost.Event) bool { return e.Seen() == start+m.After }) && i > 0 {
				t.Errorf("%s: nothing is seen at %q", s.ID, m.Text)
			}
			want := scene(&l, m.After)
			for at := m.After; at <= m.To; at++ {
				if got := scene(&l, at); got != want {
					t.Fatalf("%s: at %d %q is shown, and since its beginning\n%shas become\n%s", s.ID, at, m.Text, want, got)
				}
			}
			fmt.Fprintf(&b, "    %s to %s  %s\n%s", cohost.Offset(m.After), cohost.Offset(m.To), m.Text, want)
		}
	}
	matches(t, "testdata/marks.txt", b.String())
}

// TestEventsSayTheSame compares every event of every scenario with a golden, as it is
// and with co-host authentication and the profile set the other way.
func TestEventsSayTheSame(t *testing.T) {
	var b strings.Builder
	for _, s := range cohost.Scenarios() {
		as := s.Lab(start, salts())
		other, profile := as, as
		other.CoHostAuthentication = !as.CoHostAuthentication
		if profile.Profile = cohost.Communication; as.Profile == cohost.Communication {
			profile.Profile = cohost.Live
		}
		fmt.Fprintf(&b, "%s: %s\n    %s\n    %s\n", s.ID, s.Title, s.Look[0], s.Look[1])
		tellEvents(&b, &as)
		fmt.Fprintf(&b, "%s, the switch the other way\n", s.ID)
		tellEvents(&b, &other)
		fmt.Fprintf(&b, "%s, the other profile\n", s.ID)
		tellEvents(&b, &profile)
	}
	matches(t, "testdata/events.txt", b.String())
}

func tellEvents(b *strings.Builder, l *cohost.Lab) {
	for _, e := range l.Events() {
		fmt.Fprintf(b, "\t%s %s %s: %s; %s; %s; %s\n", cohost.Offset(e.At-l.Start), l.NameOf(e.Who), e.Kind, e.Text, e.Shows, e.Certainty, e.Source)
	}
}

func TestMarkAt(t *testing.T) {
	s, _ := cohost.ScenarioByID("upgrade")
	for after, want := range map[int64]string{54: "", 55: "both are audience", 59: "both are audience", 60: "each has done one of two steps", 600: "each has done both", 601: ""} {
		if m, ok := s.MarkAt(after); m.Text != want || ok != (want != "") {
			t.Errorf("at %d: %q", after, m.Text)
		}
	}
}

// TestTitlesStayTrue holds that no title says how something is set that a key of the
// lab sets otherwise.
func TestTitlesStayTrue(t *testing.T) {
	for _, s := range cohost.Scenarios() {
		for _, word := range strings.Fields(strings.ToLower(s.Title)) {
			if slices.Contains([]string{"on", "off", "communication", "live", "authentication", "documented"}, strings.Trim(word, ":,.")) {
				t.Errorf("%q says %q", s.Title, word)
			}
		}
	}
}
