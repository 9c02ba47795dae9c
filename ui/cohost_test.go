package ui_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"

	"agtok/model/cohost"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui/theme"
)

// toCoHost goes to the pane Co-host, wherever its tab stands.
func toCoHost(u *user) *user {
	u.t.Helper()
	u.press("esc")
	for range 9 {
		if contains(u, "co-host auth") && contains(u, "may join") || contains(u, "co-host auth.") {
			return u
		}
		u.press("ctrl+right")
	}
	u.t.Fatalf("there is no pane Co-host:\n%s", u.frame())
	return u
}

// line gives the row of the table that is about someone.
func (u *user) line(name string) string {
	u.t.Helper()
	for _, line := range strings.Split(u.frame(), "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, "│▸ "), name+" "); ok && (strings.HasPrefix(strings.TrimSpace(rest), "host ") || strings.HasPrefix(strings.TrimSpace(rest), "audience ")) {
			return rest
		}
	}
	u.t.Fatalf("no row of %s:\n%s", name, u.frame())
	return ""
}

// row checks what someone's row of the table says.
func (u *user) row(name string, texts ...string) *user {
	u.t.Helper()
	for _, text := range texts {
		if line := u.line(name); !strings.Contains(line, text) {
			u.t.Fatalf("the row of %s does not say %q: %s\n%s", name, text, line, u.frame())
		}
	}
	return u
}

func TestADemoOfTheSwitch(t *testing.T) {
	u := toCoHost(open(t, 120, 36))
	u.sees("1/9 A host with a subscriber token", "a/S co-host authentication ○ off", "profile live broadcasting", "+0:20", "everyone is in")
	u.row("Hana", "host", "publisher", "● yes 4m 40s").row("Sami", "host", "subscriber", "● yes 4m 40s").row("Ben", "○ audience")
	u.sees("Sami · publish audio?", "publish privileges are not enforced", "documented: AgoraIO/Tools")
	u.press("a").sees("co-host authentication ● on", "the same story with co-host authentication on").row("Sami", "✗ not granted").row("Hana", "● yes 4m 40s")
	u.sees("The client role alone is not enough").press("t").sees("Sami: renewToken with a publisher token").row("Sami", "publisher", "● yes, disputed")
	u.press("r").sees("Sami: setClientRole(audience)").row("Sami", "○ audience").press("r").row("Sami", "● yes 5m 00s")
	u.press("u", "u", "u", "u").sees("co-host authentication ○ off").row("Sami", "subscriber", "● yes 4m 40s").press("u").sees("nothing was changed")
}

func TestADemoOfAPrivilegeThatEnds(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("pgdown", "pgdown", "pgdown")
	u.sees("4/9 A publish privilege ends mid-call", "+1:30", "warning: publish video ends in 30 s").row("Hana", "● yes 3m 30s", "◐ yes 30s")
	u.wait(29*time.Second).row("Hana", "◐ yes 1s").wait(time.Second).row("Hana", "◐ yes ends now")
	u.wait(time.Second).row("Hana", "✗ ended", "● yes 2m 59s").sees("inferred: Docs", "video is over")
	u.press("n").sees("paused", "+4:30", "warning: join, publish audio, data end in 30 s").press("n").sees("+5:01", "removed").row("Hana", "✗ removed")
	u.press("b", "b").sees("+2:01").row("Hana", "✗ ended")
	u.press("0").misses("paused").sees("+2:01")
}

func TestADemoOfNoWayBack(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("s").sees("Choose a scenario", "9  What the channel profile changes")
	u.press("down", "down", "down", "down", "down").sees("its privileges for 6", "Hana is refused").press("enter").sees("6/9 The token ends", "+1:50")
	u.wait(10*time.Second).row("Hana", "◐ yes ends now").wait(time.Second).row("Hana", "✗ token ended", "● in, no return", "● yes 3m 59s")
	u.sees("nobody joins with it any more").press("tab").sees("Hana · in the channel?", "no callback tells of it")
	u.press("x").sees("Hana: leaves the channel").row("Hana", "○ left", "○ outside").press("x").sees("Hana: tries to join and is refused").row("Hana", "✗ refused")
	u.press("i").sees("gets a publisher token for the next join").press("x").sees("Hana: joins as host").row("Hana", "● in")
	u.sees("changed: u undoes").press("home").misses("changed: u").sees("+1:50")
}

func TestLifetimesInTheLab(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("a", "down", "up", "up").sees("Hana · publish audio?")
	u.press("l").sees("Lifetime of publish audio for Hana 5m").replace("90s").press("enter").row("Hana", "● yes 1m 30s")
	u.press("l").replace("soon").press("enter").sees("not a lifetime").press("esc").misses("not a lifetime").row("Hana", "● yes 1m 30s")
	u.press("g").row("Hana", "✗ not granted").press("g").row("Hana", "● yes").press("l").replace("").press("enter").row("Hana", "✗ not granted")
	u.press("shift+tab").sees("Hana · in the channel?").press("g").sees("go to a privilege first").press("l").sees("Lifetime of the token").replace("").press("enter").sees("a lifetime is missing").replace("40s").press("enter")
	u.row("Hana", "◐ yes 40s").wait(41*time.Second).row("Hana", "✗ token ended", "● in, no return")
	u.press("shift+tab", "l").replace("10s").press("enter").row("Hana", "◐ yes 10s").wait(11*time.Second).row("Hana", "✗ join ended", "✗ removed")
}

// TestTheLabReadsOddLifetimes holds that 0 and more than 24 h are said to mean
// something else than they say.
func TestTheLabReadsOddLifetimes(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("up", "l").replace("0").press("enter").sees("audio 0: no end of its own (the official parser: expired)")
	u.press("shift+tab", "l").replace("48h").press("enter").sees("token 2d: counts as 24 h").press("u", "u").misses("counts as 24 h", "official parser")
}

func TestTheLabsTokensGoEverywhere(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("y").sees("token sent")
	tok, err := token.Parse(u.lastCopied())
	if err != nil {
		t.Fatal(err)
	}
	demo, _ := project.Demo().Signing()
	if s := tok.AccessToken2.Services[0]; s.UID != "1002" || len(s.Privileges) != 1 || !tok.Verify(demo) {
		t.Errorf("copied %+v", s)
	}
	u.press("enter").sees("What this is", "signed by demo", "stage")
	toCoHost(u).press("w").sees("watching").press("f3").sees("Sami", "1002")
	toCoHost(u).press("c").sees("the form is filled", "stage", "1002")
}

func TestTheLabsExport(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("pgup").sees("9/9").press("e").sees("scenario sent")
	text := u.lastCopied()
	for _, want := range []string{"# What the channel profile changes", "| Sami | host |", "970C…1b33", "unknown", "## Not settled by the documentation"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "007") || strings.Contains(text, project.Demo().AppID) {
		t.Errorf("a token or an App ID is in\n%s", text)
	}
}

// TestTheLabWithoutACertificate holds that the lab works in a project that can't
// sign, and says whose tokens these are.
func TestTheLabWithoutACertificate(t *testing.T) {
	u := toCoHost(open(t, 120, 36, projects(project.Project{Name: "bare", AppID: strings.Repeat("ab", 16)})))
	u.sees("this project has no certificate: the demo project signs", "signed by demo").press("y").sees("token signed by the demo project sent")
	tok, err := token.Parse(u.lastCopied())
	if err != nil {
		t.Fatal(err)
	}
	if tok.AccessToken2.AppID != project.Demo().AppID {
		t.Error("the token has another App ID than the project that signed it")
	}
	p, secret := mine(t)
	u = toCoHost(open(t, 120, 36, projects(p))).misses("no certificate").sees("signed by mine").press("y")
	own, _ := p.Signing()
	if tok, err = token.Parse(u.lastCopied()); err != nil || !tok.Verify(own) || strings.Contains(u.copied.String(), secret) {
		t.Errorf("a token of one's own project: %v", err)
	}
}

// TestTheLabOutsideItsStory holds what is said before the story and after it.
func TestTheLabOutsideItsStory(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("[").sees("not started: home starts it").row("Sami", "○ no token yet", "○ not joined")
	u.press("x").sees("the story has not started").press("home").sees("+0:20").row("Sami", "● yes 4m 40s")
	u.press("]").sees("over: home restarts it").row("Sami", "✗ removed").press("n").sees("no event comes after this moment")
	u.press("[").sees("+0:20", "pretend").press("0").sees("over: home restarts it").misses("pretend").press("home").sees("+0:20")
}

// TestEveryScenarioOnEveryScreen plays every scenario to its end at the three
// usual sizes, and looks at every answer on the way.
func TestEveryScenarioOnEveryScreen(t *testing.T) {
	long(t)
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		u := toCoHost(open(t, size[0], size[1]))
		var words []string
		for range cohost.Scenarios() {
			for range 14 {
				for range cohost.AllPoints() {
					u.press("tab")
					if err := u.fits(); err != nil {
						t.Fatal(err)
					}
					words = append(words, strings.Fields(u.frame())...)
				}
				u.press("down", "n")
			}
			u.press("pgdown")
		}
		u.sees("1/9")
		for _, want := range []string{"unknown", "yes", "audience", "ended", "removed:", "inferred:"} {
			if !slices.ContainsFunc(words, func(w string) bool { return strings.TrimRight(w, ":") == strings.TrimRight(want, ":") }) {
				t.Errorf("at %v nobody ever said %q", size, want)
			}
		}
	}
}

// TestTheLabStandsStillAtItsEnd holds that nothing happens by the second once the
// story is over.
func TestTheLabStandsStillAtItsEnd(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).wait(20 * time.Minute).sees("over: home restarts it")
	for _, l := range u.pending {
		if l.at.Before(u.now.Add(10 * time.Second)) {
			t.Errorf("%T is to come at %v", l.msg, l.at)
		}
	}
	u.press("home")
	before := u.frame()
	if u.wait(time.Second); u.frame() == before {
		t.Error("a story that has begun anew stands still")
	}
}

// TestTheLabFits draws the pane, its list and its question at sizes from 1×1 to
// 200×60.
func TestTheLabFits(t *testing.T) {
	long(t)
	for _, keys := range [][]string{nil, {"s"}, {"pgup"}, {"l"}, {"pgdown", "pgdown", "n", "down"}} {
		u := toCoHost(open(t, 120, 36, colour)).press(keys...)
		for w := 1; w <= 200; w += 5 {
			for h := 1; h <= 60; h += 5 {
				u.resize(w, h)
				if err := u.fits(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestTheLabWalks presses the pane's own keys at random, far more often than a
// random walk through the whole console does.
func TestTheLabWalks(t *testing.T) {
	long(t)
	p, secret := mine(t)
	u := toCoHost(open(t, 120, 36, projects(p, project.Demo())))
	random := rand.New(rand.NewPCG(3, 4))
	keys := strings.Fields("s a S p n b 0 + - r t i g l x u e y v v j k tab shift+tab up down left right shift+left shift+right [ ] home pgup pgdown enter esc esc alt+p 9 m h A A A insert R X delete f1")
	for i := range 1500 {
		key := keys[random.IntN(len(keys))]
		if u.press(key); key == "enter" || key == "f1" {
			u.press("alt+l", "f5")
		}
		if random.IntN(10) == 0 {
			u.wait(time.Duration(random.IntN(90)) * time.Second)
		}
		if err := u.fits(); err != nil {
			t.Fatalf("step %d (%s): %v", i, key, err)
		}
		if strings.Contains(u.frame(), secret) || strings.Contains(u.copied.String(), secret) {
			t.Fatalf("step %d (%s): the certificate is to be seen", i, key)
		}
	}
}

func BenchmarkTheLab(b *testing.B) {
	u := toCoHost(open(b, 120, 36, colour))
	for b.Loop() {
		_ = u.shell.View()
	}
}

// TestTheLabInASCII holds that a terminal without Unicode can show all of it.
func TestTheLabInASCII(t *testing.T) {
	plain := func(d *setting) { d.Theme = theme.New(lipgloss.NewRenderer(&bytes.Buffer{}), theme.Mono, true) }
	u := toCoHost(open(t, 120, 36, plain))
	for _, key := range []string{"a", "x", "n", "l", "esc", "s", "pgup", "n", "home"} {
		frame := u.press(key).frame()
		if i := strings.IndexFunc(frame, func(r rune) bool { return r > '~' }); i >= 0 {
			t.Errorf("after %s: %q is beyond ASCII:\n%s", key, frame[i:i+3], frame)
		}
	}
}

// TestTheSettingOfTheWholeStory holds that a story that switches by itself is told
// without its switch, and looks as if it had been so all along.
func TestTheSettingOfTheWholeStory(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("pgup", "pgup").sees("8/9", "+0:55", "○ off").press("n").sees("+1:00", "● switched on, not in effect yet").row("Sami", "● yes, for now")
	u.press("a").sees("co-host authentication ○ off", "the same story with co-host authentication off throughout, never switched").row("Sami", "● yes 14m 00s").misses("is switched")
	u.press("a").sees("co-host authentication ● on", "co-host authentication on throughout").row("Sami", "✗ not granted").misses("is switched", "not in effect yet")
	u.press("u", "u").sees("● switched on, not in effect yet").row("Sami", "● yes, for now")
}

// TestASwitchInTheMiddle holds that a switch of this moment lets what came before it
// stand, and has its effect minutes later.
func TestASwitchInTheMiddle(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).press("S").sees("● switched on, not in effect yet", "switched on now; in effect by +5:20", "co-host authentication is switched on").row("Sami", "● yes, for now")
	u.press("S").sees("○ off", "the switch of this second is taken back: off").row("Sami", "● yes 4m 40s").wait(time.Second).press("S").row("Sami", "● yes, for now")
	u.press("a").sees("○ off", "off throughout, never switched").press("u", "u", "u", "u", "u").sees("nothing was changed")
	u = toCoHost(open(t, 120, 36)).press("pgup", "pgup", "n").sees("8/9", "+1:00").press("S").sees("○ off", "the switch of this second is taken back: off").press("right")
	u.press("S").sees("in effect by +6:10").row("Sami", "● yes, for now").press("[", "S").sees("the story has not started yet")
}

// lane gives someone's line of the time line.
func (u *user) lane(name string) string {
	u.t.Helper()
	_, after, _ := strings.Cut(u.frame(), " now ─")
	for _, line := range strings.Split(after, "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, "│▸ "), name+" "); ok {
			return rest
		}
	}
	u.t.Fatalf("no lane of %s:\n%s", name, u.frame())
	return ""
}

// TestADoubtfulYesIsDrawnAsOne holds that the time line tells a yes that is disputed,
// inferred or for now from one that is documented, by a mark that is explained.
func TestADoubtfulYesIsDrawnAsOne(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {120, 36}, {80, 24}, {60, 20}} {
		u := toCoHost(open(t, size[0], size[1])).press("pgdown", "pgdown", "n", "n", "down").sees("3/9", "╍ perhaps")
		if lane := u.lane("Cleo"); !strings.Contains(lane, "╍╍╍") || strings.Contains(lane, "━") {
			t.Errorf("at %v the disputed lane is %s", size, lane)
		}
		if lane := u.lane("Ben"); !strings.Contains(lane, "━━━") || strings.Contains(lane, "╍") {
			t.Errorf("at %v the documented lane is %s", size, lane)
		}
	}
	u := toCoHost(open(t, 120, 36)).press("pgup", "pgup")
	if lane := u.lane("Sami"); !strings.Contains(lane, "━━┃╍╍") {
		t.Errorf("a yes for now is drawn as %s", lane)
	}
	plain := func(d *setting) { d.Theme = theme.New(lipgloss.NewRenderer(&bytes.Buffer{}), theme.Mono, true) }
	toCoHost(open(t, 120, 36, plain)).press("pgup", "pgup").sees(": perhaps, or for now", "=====|:::::")
	painted := toCoHost(open(t, 120, 36, colour)).press("pgup", "pgup").shell.View()
	if !strings.Contains(painted, "\x1b[33m╍") || strings.Contains(painted, "\x1b[32m╍") {
		t.Error("a doubtful yes has the colour of a certain one")
	}
}

// TestAChangedStoryComesBack holds that no way to another story throws a changed one
// away for good, and that undoing goes on from there.
func TestAChangedStoryComesBack(t *testing.T) {
	for _, away := range [][]string{{"home"}, {"pgdown"}, {"pgup"}, {"pgdown", "pgdown", "pgup"}, {"s", "down", "enter"}} {
		u := toCoHost(open(t, 120, 36)).press("A", "A", "tab").sees("▸ Cem", "Cem · publish video?").wait(3 * time.Second)
		u.press(away[0]).press(away[1:]...).misses("Cem", "changed: u").press("u")
		u.sees("1/9", "changed: u", "undone", "▸ Cem", "Cem · publish video?", "+0:23").row("Ada", "audience")
		u.press("u").sees("▸ Ada").misses("Cem").press("u").misses("Ada", "changed: u").press("u").sees("nothing was changed")
	}
	u := toCoHost(open(t, 120, 36)).press("A", "home").sees("u undoes").press("home", "pgdown").misses("u undoes").press("u", "u", "u").sees("nothing was changed", "1/9").misses("Ada")
	for range 200 {
		u.press("A", "home")
	}
	u.press("u").sees("▸ Ada")
}

// TestTheListsNumbersChoose holds that the digits of the list play the scenario that
// they stand before, and lead to the panes again afterwards.
func TestTheListsNumbersChoose(t *testing.T) {
	for i, s := range cohost.Scenarios() {
		digit := fmt.Sprint(i + 1)
		u := toCoHost(open(t, 120, 36)).press("s").sees(digit+"  "+s.Title, "1-9: play it at once").press(digit)
		u.sees(digit+"/9 "+s.Title, "may join").press("1").sees("Token").misses("may join")
	}
	toCoHost(open(t, 120, 36)).press("s", "j", "j", "k").sees("▸ 2").press("0", "x").sees("▸ 2").press("s").misses("▸ 2").press("s").paste("007eJx").sees("What this is").press("f5", "esc", "s", "f1").sees("Token")
}

// TestMediaThatSayNothingMoreHaveNoLane holds that lanes of media are there for what
// differs, and leave the events their lines otherwise.
func TestMediaThatSayNothingMoreHaveNoLane(t *testing.T) {
	u := toCoHost(open(t, 120, 36)).misses("│     audio ", "│     video ", "│     data ").sees("is removed from the channel")
	u.press("pgdown", "pgdown", "pgdown").sees("4/9", "│     video ").misses("│     audio ", "│     data ").press("down").misses("│     video ")
}

// TestTheLabSpeaksPlainly holds the words for starting and undoing, and that the
// footer names what its keys do.
func TestTheLabSpeaksPlainly(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}} {
		u := toCoHost(open(t, size[0], size[1])).sees("s scenarios", "n next event", "→ ← 10 s", "tab next answer").press("A").sees("changed: u undoes, home restarts").misses("(changed)", "takes back", "anew")
		u.press("right").sees("+0:30").press("left", "left").sees("+0:10", "→ ← 10 s").press("[").sees("not started: home starts it").press("]", "]").sees("over: home restarts it")
	}
}

// TestNothingOfTheLabIsCutThatCanBeWhole plays every scenario at the usual sizes and
// looks for texts that end in the middle. A reason that is longer than its lines is
// the one that may: it says how to read it all.
func TestNothingOfTheLabIsCutThatCanBeWhole(t *testing.T) {
	long(t)
	for _, size := range [][2]int{{160, 45}, {120, 36}, {80, 24}, {60, 20}} {
		u := toCoHost(open(t, size[0], size[1]))
		for range cohost.Scenarios() {
			for range 12 {
				for range cohost.AllPoints() {
					frame := u.press("tab").frame()
					reason := strings.Contains(frame, " …") && strings.Contains(frame, "v shows all")
					if n := strings.Count(frame, "…") - strings.Count(frame, "970C…1b33"); n > 0 && !(n == 1 && reason) {
						t.Fatalf("at %v something is cut:\n%s", size, frame)
					}
				}
				u.press("down", "n")
			}
			u.press("0", "pgdown")
		}
	}
}

// TestHowCertainAnAnswerIsStaysVisible holds that a long reason leaves how certain it
// is and until when its line, and that narrow screens say the client role and token.
func TestHowCertainAnAnswerIsStaysVisible(t *testing.T) {
	toCoHost(open(t, 60, 20)).sees("─ Sami · host · subscriber 5m · publish audio?", "○ audience").press("down").sees("Ben · audience · subscriber 5m · publish audio?")
	u := toCoHost(open(t, 60, 20)).press("pgdown", "pgdown", "n", "n", "down").sees("until +11:05", "disagreed", "v shows all", "Cleo · host · publisher 10m")
	u.press("pgup", "pgup", "pgup", "pgup").sees("8/9", "Sami · host · subscriber 8m j 15m · publish audio?").press("n").sees("● on, not in effect yet", "p live", "+1:00")
	toCoHost(open(t, 60, 20)).press("R").replace("Maximiliane1").press("enter").sees("─ Maximiliane1 · host · subscriber 5m · publish audio?").press("shift+tab").sees("─ Maximi… · host · subscriber 5m · in the channel?")
	toCoHost(open(t, 80, 24)).sees("○ audience ○ audience ○ audience?")
}

// TestTheWholeReasonCanBeRead holds that one key shows all of a reason, its pages and
// the events, on any screen.
func TestTheWholeReasonCanBeRead(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}} {
		u := toCoHost(open(t, size[0], size[1])).press("pgdown", "pgdown", "n", "n", "down", "v").sees("Cleo · publish audio?", "client role host")
		var text strings.Builder
		for range 120 {
			text.WriteString(strings.Join(strings.Fields(strings.NewReplacer("│", "").Replace(u.frame())), " "))
			u.press("down")
		}
		for _, want := range []string{"lab's conclusion", "differences", "What to look at", "lets the token follow"} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("at %v the page does not say %q", size, want)
			}
		}
		u.press("end", "pgdown", "pgdown", "pgdown", "pgdown", "pgup").press("tab").sees("Cleo · publish video?").press("esc").misses("client role host").press("v", "v").misses("client role host")
	}
}
