package cohost_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"agtok/model/cohost"
	"agtok/model/visible"
)

func TestAdd(t *testing.T) {
	l := scenario(t, "subscriber-on")
	next, err := l.Add(20, 7)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Participants) != 3 || len(next.Participants) != 4 {
		t.Fatalf("%d participants became %d", len(l.Participants), len(next.Participants))
	}
	if p := next.Participants[3]; p.Name != "Ada" || p.UID != "2001" || p.Role != cohost.Audience || p.Pass != cohost.Subscriber(300) || p.Salt != 7 {
		t.Errorf("%+v", p)
	}
	for after, want := range map[int64]string{
		0: "not-issued not-joined outside", 19: "not-issued not-joined outside", 20: "may-join in-channel is-audience",
		320: "may-join in-channel is-audience", 321: "token-and-join-over was-removed outside",
	} {
		if got := sketch(next.At(start + after).Rows[3]); got != want {
			t.Errorf("at %d: %s, not %s", after, got, want)
		}
	}
	for _, after := range []int64{-1, -1 << 62} { // before the story: at its start
		if early, err := l.Add(after, 1); err != nil || sketch(early.At(start).Rows[3]) != "may-join in-channel is-audience" {
			t.Errorf("at %d: %v", after, err)
		}
	}
	if _, err := l.Add(1<<60, 1); err == nil {
		t.Error("somebody came an age after the story")
	}
}

// TestALabHasRoomForTwelve fills a lab, whoever is in it already.
func TestALabHasRoomForTwelve(t *testing.T) {
	l := scenario(t, "renewal")
	l.Participants[0].Name, l.Participants[0].UID, l.Participants[1].Name = "ada", "2003", "Fay"
	for len(l.Participants) < cohost.MaxParticipants {
		next, err := l.Add(20, 1)
		if err != nil {
			t.Fatal(err)
		}
		l = next
	}
	if _, err := l.Add(20, 1); err == nil || !strings.Contains(err.Error(), "take one out first") {
		t.Error("a thirteenth:", err)
	}
	if _, err := l.Bring(issued(start, cohost.Publisher(60)), 20); err == nil {
		t.Error("a thirteenth with a token")
	}
	alone(t, &l)
}

// alone checks that everyone has a name and a uid of one's own.
func alone(t *testing.T, l *cohost.Lab) {
	t.Helper()
	names, uids := map[string]bool{}, map[string]bool{}
	for _, p := range l.Participants {
		names[strings.ToLower(p.Name)], uids[p.UID] = true, true
	}
	if n := len(l.Participants); n == 0 || len(names) != n || len(uids) != n || names[""] || uids[""] {
		t.Errorf("%d participants have %d names and %d uids: %v %v", n, len(names), len(uids), names, uids)
	}
}

func TestRemove(t *testing.T) {
	l := scenario(t, "upgrade")
	before := l.At(start + 65)
	next, err := l.Remove(1)
	if err != nil {
		t.Fatal(err)
	}
	after := next.At(start + 65)
	if len(after.Rows) != 2 || !reflect.DeepEqual(after.Rows, append(before.Rows[:1:1], before.Rows[2])) {
		t.Errorf("the others stand otherwise: %+v", after.Rows)
	}
	if !reflect.DeepEqual(l.At(start+65), before) {
		t.Error("the lab itself has changed")
	}
	for _, who := range []int{-1, 3} {
		if _, err := l.Remove(who); err == nil {
			t.Errorf("participant %d went", who)
		}
	}
	if next, err = next.Remove(0); err != nil || next.Participants[0].Name != "Cleo" {
		t.Fatal(err, next.Participants)
	}
	if _, err = next.Remove(0); err == nil {
		t.Error("nobody is left")
	}
}

func TestRename(t *testing.T) {
	l := scenario(t, "subscriber-on")
	for _, c := range []struct{ name, want, wrong string }{
		{"Zoe", "Zoe", ""},
		{"  Zoe  ", "Zoe", ""},
		{"SAMI", "SAMI", ""}, // one's own, written otherwise
		{"Bén 2", "Bén 2", ""},
		{"漢字漢字漢字漢字漢字漢字", "漢字漢字漢字漢字漢字漢字", ""},
		{"🙂", "🙂", ""},
		{"hana", "", "somebody else"},
		{"Project", "", "somebody else"},
		{"", "", "letter"},
		{"   ", "", "letter"},
		{"...", "", "letter"},
		{"\u0301\u0302", "", "letter"},
		{"thirteen char", "", "at most 12"},
		{strings.Repeat("x", 5000), "", "at most 12"},
		{"a\x1b[31mb", "", "printable"},
		{"a\u202eb", "", "printable"},
		{"a\u200bb", "", "printable"},
		{"a\u3164b", "", "printable"},
		{"a\nb", "", "printable"},
		{"a\xffb", "", "printable"},
	} {
		next, err := l.Rename(1, c.name)
		switch {
		case c.wrong == "" && (err != nil || next.Participants[1].Name != c.want):
			t.Errorf("%q: %v", c.name, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%q: %v, not about %q", c.name, err, c.wrong)
		case err != nil && visible.Text(err.Error()) != err.Error():
			t.Errorf("%q: %q", c.name, err)
		}
	}
	if l.Participants[1].Name != "Sami" {
		t.Error("the lab itself has changed")
	}
	if _, err := l.Rename(3, "Zoe"); err == nil {
		t.Error("nobody got a name")
	}
}

// FuzzNames holds that whatever is typed, and whoever a token is for, everyone has a
// name that can be shown, and none has another's.
func FuzzNames(f *testing.F) {
	f.Add("Zoe", "1234")
	f.Fuzz(func(t *testing.T, name, user string) {
		l := scenario(t, "subscriber-on")
		tok := issued(start, cohost.Publisher(60))
		tok.AccessToken2.Services[0].UID = user
		for range 3 {
			next, err := l.Bring(tok, 20)
			if err != nil {
				t.Fatal(err)
			}
			l = next
		}
		if next, err := l.Rename(0, name); err == nil {
			l = next
		}
		names := map[string]bool{}
		for _, p := range l.Participants {
			if p.Name == "" || utf8.RuneCountInString(p.Name) > cohost.MaxName || visible.Text(p.Name) != p.Name || strings.TrimSpace(p.Name) != p.Name {
				t.Errorf("the name %q, of %q and %q", p.Name, name, user)
			}
			names[p.Name] = true
		}
		if len(names) != 6 {
			t.Errorf("six have the names %v", names)
		}
	})
}
