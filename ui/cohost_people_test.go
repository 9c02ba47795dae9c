package ui_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"agtok/model/cohost"
	"agtok/model/project"
	"agtok/token"
)

func TestParticipantsOfOnesOwn(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("A").sees("Ada comes, a subscriber for 5m: R renames, u undoes", "▸ Ada", "Ada · publish audio?", "changed: u undoes")
	u.row("Ada", "audience", "subscriber 5m", "● yes 5m 00s", "● in 5m 00s", "○ audience").row("Sami", "● yes 4m 40s")
	u.press("r").sees("Ada: setClientRole(host)").row("Ada", "host").press("a").row("Ada", "✗ not granted").press("t").row("Ada", "publisher 5m")
	u.press("R").sees("Name of Ada Ada", "at most 12 characters").replace("Zoe").press("enter").sees("Ada is Zoe from now on", "Zoe · publish audio?").row("Zoe", "publisher 5m")
	u.press("y").sees("token sent")
	tok, err := token.Parse(u.lastCopied())
	if err != nil {
		t.Fatal(err)
	}
	if s := tok.AccessToken2.Services[0]; s.UID != "2001" || s.ChannelName != "stage" || len(s.Privileges) != 4 {
		t.Errorf("copied %+v", s)
	}
	u.press("up", "up", "X").sees("Sami is out of the story; u undoes", "Ben · publish audio?").misses("▸ Sami", "Sami     joins")
	u.press("X", "X", "X").sees("▸ Hana").press("X").sees("nobody else is in the story: add someone first").row("Hana", "host")
	u.press("u", "u", "u").sees("▸ Sami", "Sami · publish audio?").row("Zoe", "publisher 5m").row("Ben", "audience")
	u.press("u").row("Ada", "publisher 5m").press("u", "u", "u").row("Ada", "audience", "subscriber 5m").press("u").sees("▸ Sami").misses("Ada")
	u.press("u").sees("nothing was changed")
}

// TestAnUndoneArrivalLeavesNobodyChosenWhoIsGone takes back what was done by and
// with the last in the table.
func TestAnUndoneArrivalLeavesNobodyChosenWhoIsGone(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("up", "A", "insert", "u", "u").sees("▸ Hana")
	u.press("A").sees("▸ Ada").press("A").sees("▸ Cem").press("delete").sees("▸ Ada").press("home").sees("▸ Sami").misses("Ada")
}

func TestALabOfTwelve(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}} {
		u := toCoHost(open(t, size[0], size[1]))
		for range 9 {
			u.press("A")
		}
		u.press("A").sees("12 participants are in").sees("▸ Kim")
		if size[1] < 36 {
			u.sees("-12/12")
		}
		for i := range 11 {
			name := []string{"Kim", "Jon", "Ida", "Gus", "Fay", "Emil", "Dora", "Cem", "Ada", "Ben", "Sami"}[i]
			u.sees("▸ "+name+" ", "─ "+name+" · ", " · publish audio?").press("up")
			if err := u.fits(); err != nil {
				t.Fatal(err)
			}
		}
		if u.sees("▸ Hana"); size[1] < 36 {
			u.sees("1-")
		}
		if u.press("R").sees("Name of Hana Hana"); size[0] >= 60 {
			u.sees("at most 12")
		}
	}
}

func TestTheLabSpeaksOfEveryLifetime(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).sees("token, valid").row("Hana", "publisher 5m ").row("Sami", "subscriber 5m ")
	u.press("pgdown", "pgdown", "pgdown").row("Hana", "publisher 5m v 2m ").press("pgdown").row("Hana", "publisher 5m j 2m ")
	u.press("pgdown").row("Hana", "pub 2m all 6m ").sees("token 1: valid 2m · join 6m · audio 6m · video 6m · data 6m")
	u.resize(160, 36).row("Hana", "publisher 2m · all 6m ").press("pgup").row("Hana", "publisher 5m · join 2m ")
	u.press("tab", "tab", "tab", "g").row("Hana", "custom 5m av j 2m ").resize(120, 36).row("Hana", "5m av j 2m ")
}

func TestNamesThatAreRefused(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("R").sees("Name of Sami Sami")
	for name, wrong := range map[string]string{
		"Hana": "Hana is somebody else's name", "bEN": "bEN is somebody else's name", "": "a letter, a digit or a symbol", "project": "somebody else's",
		"a much longer name": "at most 12 characters", strings.Repeat("漢", 5000): "at most 12 characters",
	} {
		if u.replace(name).press("enter").sees(wrong, "Name of Sami"); u.fits() != nil {
			t.Fatal(u.fits())
		}
	}
	for _, hostile := range []string{"a\u202eb", "a\u200bb", "a\u2066b", "\u3164x", "\U000e0041tag"} {
		u.press("ctrl+e", "ctrl+u").paste(hostile).press("enter").sees("printable characters only")
		if err := u.fits(); err != nil || strings.ContainsAny(u.frame(), "\u202e\u200b\u2066\u3164\U000e0041") {
			t.Fatalf("%q: %v:\n%s", hostile, err, u.frame())
		}
	}
	u.press("esc").misses("Name of Sami", "changed").row("Sami", "host")
	u.press("R", "enter").misses("Name of Sami", "changed").row("Sami", "host")
	u.press("R").replace("漢字漢字漢字漢字漢字漢字").press("enter").sees("changed: u").row("漢字漢字…", "host", "subscriber")
	for _, size := range [][2]int{{80, 24}, {60, 20}, {40, 12}, {200, 60}} {
		if err := u.resize(size[0], size[1]).fits(); err != nil {
			t.Error(err)
		}
	}
}

// TestACertificateIsNoName holds that one that is pasted as a name is not taken.
func TestACertificateIsNoName(t *testing.T) {
	p, secret := mine(t)
	u := toCoHost(open(t, 120, 36, projects(p))).press("R", "ctrl+e", "ctrl+u").paste(secret).sees("an App Certificate")
	if strings.Contains(u.frame(), secret) {
		t.Error("the certificate is on the screen")
	}
	u.press("enter").sees("a letter, a digit or a symbol")
}

func TestFromComposeToTheLab(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+y")
	made := u.lastCopied()
	u.press("alt+l").sees("1234 joins channel lobby, not the story's, as host with the form's token; u undoes", "▸ 1234", "token 1 (channel lobby, 1234): valid 1h", "Hana")
	u.row("1234", "host", "publisher 1h", "● elsewhere", "● yes 1h 00m").press("y")
	if u.lastCopied() != made {
		t.Error("the lab's token is another than the form's")
	}
	u.press("a").row("1234", "● yes 1h 00m").press("u", "u").misses("1234", "changed").sees("▸ Sami")
	u.press("f1", "esc", "L").sees("▸ 1234").press("f1", "L").sees("▸ #2 1234").row("1234", "publisher 1h", "✗ removed").row("#2 1234", "publisher 1h", "● elsewhere").sees("is removed: another has joined with the same uid")
}

// TestTheLabJudgesTheFormsToken has the form's own lifetimes end.
func TestTheLabJudgesTheFormsToken(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("a", "f1", "tab", "tab", "tab", "tab").replace("2m")
	u.press("tab").write("10m").press("tab").write("40s").press("tab").press("ctrl+g", "alt+l").sees("▸ 1234 ", "1234 · publish audio?")
	u.row("1234", "2m d j 10m a 40s ", "● elsewhere", "◐ yes 40s", "✗ not granted", "● yes 2m 00s")
	u.wait(41*time.Second).row("1234", "✗ ended").wait(80*time.Second).row("1234", "✗ token ended", "● in, no return", "✗ ended")
	u.press("i").row("1234", "● elsewhere", "● yes, again").sees("token 2 (channel lobby, 1234)")
}

// TestWhatTheLabCantPlay holds the reasons why a form's token stays in Compose.
func TestWhatTheLabCantPlay(t *testing.T) {
	kinds := map[string]string{"kind rtc 006": "plays AccessToken2 (007) only", "kind education app": "this one opens no channel", "kind chat user": "this one opens no channel"}
	for kind, why := range kinds {
		open(t, 120, 36).press("ctrl+p").write(kind).press("enter", "alt+l").sees(why).misses("Hana")
	}
	u := open(t, 120, 36).press("tab", "tab", "tab", "tab", "tab", "ctrl+g").sees("join").press("alt+l").sees("does not grant join").misses("Hana")
	u.press("ctrl+g", "shift+tab").replace("soon").press("alt+l").sees("there is no token").misses("Hana")
	bare := open(t, 120, 36, projects(project.Project{Name: "bare", AppID: strings.Repeat("ab", 16)}))
	bare.press("alt+l").sees("there is no token").misses("Hana")
}

// TestArrivalsAtAnyTime holds that a token comes into the lab whatever is going on
// there, and is refused there if it is over.
func TestArrivalsAtAnyTime(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("l").sees("Lifetime of").write("7").press("f1", "alt+l").misses("Lifetime of").sees("▸ 1234").row("Sami", "subscriber 5m")
	u.press("R").sees("Name of 1234").press("f1", "alt+l").misses("Name of").sees("▸ #2 1234")
	u.press("s").sees("Choose a scenario").press("f1", "alt+l").misses("Choose a scenario").sees("▸ #3 1234")
	u.press("f1").wait(2*time.Hour).press("alt+l").sees("#4 1234 tries to join and is refused", "#4 1234 · may join?").row("#4 1234", "✗ ended", "✗ refused")
	u = toCoHost(open(t, 120, 36)).press("[").sees("not started")
	u.press("f1", "alt+l").sees("1234 joins with the form's token when the story begins").row("1234", "○ not joined")
	u.press("A").row("Ada", "○ not joined").press("n").row("Ada", "● in").press("n", "n", "n", "n").row("1234", "● elsewhere")
	full := toCoHost(open(t, 120, 36)).press("A", "A", "A", "A", "A", "A", "A", "A", "A", "f1", "alt+l").sees("12 participants are in").misses("1234")
	full.press("X", "f1", "alt+l").sees("▸ 1234")
}

// TestHostileUsersInTheLab sends tokens for users that nobody would choose.
func TestHostileUsersInTheLab(t *testing.T) {
	for _, user := range []string{"世界\u202e\x1b[31mé", strings.Repeat("x", 5000), strings.Repeat("漢", 80), "\u0301\u0301\u0301", "\u2066a\u2069", "Hana", "project", "👩‍👩‍👧‍👦"} {
		u := open(t, 120, 36).press("tab", "left", "tab", "ctrl+e", "ctrl+u").paste(user)
		u.press("alt+l", "f1", "alt+l")
		for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}, {33, 9}, {200, 60}} {
			if err := u.resize(size[0], size[1]).fits(); err != nil {
				t.Errorf("%.10q: %v", user, err)
			}
			if strings.ContainsAny(u.frame(), "\u202e\u2066\u2069\x1b\u200d") {
				t.Errorf("%.10q is on the screen:\n%s", user, u.frame())
			}
		}
		u.resize(120, 36)
		if u.sees("Hana", "publisher 1h", "▸ #"); strings.Count(u.frame(), " 1h ") < 2 {
			t.Errorf("%.10q did not come twice:\n%s", user, u.frame())
		}
	}
}

// TestTheFullLabFits draws a lab of twelve, with long names and with a question, at
// sizes from 1×1 to 200×60.
func TestTheFullLabFits(t *testing.T) {
	long(t)
	for _, keys := range [][]string{nil, {"R"}, {"l"}, {"n", "n", "up", "up", "up", "up"}} {
		u := open(t, 120, 36, colour).press("alt+l")
		for range 9 {
			u.press("A")
		}
		u.press("R").replace("漢字漢字漢字漢字漢字漢字").press("enter").press(keys...)
		for w := 1; w <= 200; w += 6 {
			for h := 1; h <= 60; h += 3 {
				u.resize(w, h)
				if err := u.fits(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestScreensOfTheFullLab pins what a lab of one's own looks like.
func TestScreensOfTheFullLab(t *testing.T) {
	scenes := map[string]func(*user){
		"cohost-brought": func(u *user) {
			u.press("tab", "tab").replace("2882341273").press("tab", "tab", "tab", "tab").write("10m").press("alt+l", "A").wait(2 * time.Second)
		},
		"cohost-twelve": func(u *user) {
			toCoHost(u).press("a", "A", "A", "A", "A", "A", "A", "A", "A", "A", "up", "up", "r", "t", "l").replace("2m").press("enter").wait(2 * time.Second)
		},
		"cohost-naming": func(u *user) { toCoHost(u).press("A", "R").replace("Hana").press("enter") },
	}
	for name, play := range scenes {
		for _, size := range [][2]int{{80, 24}, {120, 36}, {60, 20}} {
			plain, painted := open(t, size[0], size[1]), open(t, size[0], size[1], colour)
			play(plain)
			play(painted)
			if err := plain.fits(); err != nil {
				t.Error(err)
			}
			if painted.frame() != plain.shell.View() {
				t.Errorf("%s: with and without colour the screen says different things", name)
			}
			golden(t, fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]), plain.shell.View())
			golden(t, fmt.Sprintf("%s-%dx%d.ansi", name, size[0], size[1]), painted.shell.View())
		}
	}
}

func BenchmarkTheFullLab(b *testing.B) {
	u := toCoHost(open(b, 120, 36, colour))
	for range cohost.MaxParticipants - 3 {
		u.press("A")
	}
	for b.Loop() {
		_ = u.shell.View()
	}
}

// TestALongTokenLeavesTheStoryItsRoom holds that a token of an hour does not press a
// story of five minutes into a few cells: what comes later is pointed at.
func TestALongTokenLeavesTheStoryItsRoom(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {120, 36}, {80, 24}, {60, 20}} {
		u := open(t, size[0], size[1]).press("alt+l", "A").sees("→ +")
		if lane := u.lane("1234"); !strings.Contains(lane, "━→") {
			t.Errorf("at %v the lane of a token of an hour does not go on: %s", size, lane)
		}
		u.press("up", "up")
		if lane := u.lane("Ben"); strings.Count(lane, "─") < size[0]/5 || strings.Contains(lane, "→") {
			t.Errorf("at %v the lane of a token of five minutes is %s", size, lane)
		}
		u.press("n", "n", "n", "n", "n", "n", "n", "n").misses("→ +")
	}
	toCoHost(open(t, 120, 36)).misses("→ +").press("S").misses("→ +")
	toCoHost(open(t, 120, 36)).press("s", "7", "S").sees("+5:").misses("→ +")
}

// TestStrangersAreMarked holds that a token for another channel, or for any, is told
// from the story's own in the row and in the lane, on every screen.
func TestStrangersAreMarked(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {120, 36}, {80, 24}, {60, 20}} {
		u := open(t, 120, 36).press("alt+l", "f1").replace("*").press("tab").replace("77").press("alt+l").resize(size[0], size[1])
		u.sees("▸ 77")
		for range 2 { // now at the start, and near the end
			table, _, _ := strings.Cut(u.frame(), " now ─")
			for _, want := range []string{`1234 .*● (other|elsewhere)`, `77 .*● wild`} {
				if !regexp.MustCompile(want).MatchString(table) {
					t.Errorf("at %v no row says %s:\n%s", size, want, table)
				}
			}
			if foreign, wild := u.lane("1234"), u.lane("77"); !strings.Contains(foreign, " elsewhere ") || !strings.Contains(wild, " wildcard ") || strings.Contains(u.lane("Ben"), "elsewhere") {
				t.Errorf("at %v the lanes are\n%s\n%s", size, foreign, wild)
			}
			u.press("right", "shift+right", "left", "left")
		}
	}
}

// TestWhatTheLabSaysIsWhole holds that the footer says what came of a key in words
// that it has room for.
func TestWhatTheLabSaysIsWhole(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		for _, keys := range [][]string{{"alt+l"}, {"f5", "A"}, {"f5", "a"}, {"f5", "p"}, {"f5", "S"}, {"f5", "X"}, {"f5", "pgup", "pgup", "a"}, {"f5", "a", "r", "r"}, {"f5", "pgdown", "pgdown", "down", "down", "n", "n", "r", "r"}} {
			frame := open(t, size[0], size[1]).press(keys...).frame()
			if footer := frame[strings.LastIndex(frame, "\n"):]; strings.Contains(footer, "…") {
				t.Errorf("at %v after %v: %s", size, keys, footer)
			}
		}
	}
}
