package ui_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
)

// watched is an RTC token of the demo project for an hour, issued when the console
// opens, after change.
func watched(t testing.TB, change func(a *token.AccessToken2)) *token.Token {
	t.Helper()
	a := &token.AccessToken2{AppID: project.Demo().AppID, IssueTs: uint32(start.Unix()), Expire: 3600, Salt: 1, Services: []token.Service{
		{Type: token.RTC, ChannelName: "lobby", UID: "7", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}}}}}
	if change != nil {
		change(a)
	}
	c, err := project.Demo().Signing()
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign(a, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// lasting is [watched] with other lifetimes.
func lasting(t testing.TB, expire, join uint32, salt uint32) *token.Token {
	return watched(t, func(a *token.AccessToken2) { a.Expire, a.Services[0].Privileges[0].Expire, a.Salt = expire, join, salt })
}

// rows puts tokens into Watch before the console opens.
func rows(list ...*token.Token) option {
	return func(d *setting) {
		for _, tok := range list {
			d.Workspace.Watched.Add(tok, nil, d.Workspace.Projects)
		}
	}
}

// space gives the console's workspace.
func space(w **model.Workspace) option { return func(d *setting) { *w = d.Workspace } }

// lineWith gives the first line of the screen that holds text.
func (u *user) lineWith(text string) string {
	u.t.Helper()
	for _, line := range strings.Split(u.frame(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	u.t.Fatalf("no line holds %q:\n%s", text, u.frame())
	return ""
}

// ticks counts the ticks that are under way, stale ones included.
func (u *user) ticks() (n int) {
	for _, p := range u.pending {
		if fmt.Sprintf("%T", p.msg) == "ui.tickMsg" {
			n++
		}
	}
	return n
}

// order gives the names of the list's rows from top to bottom.
func (u *user) order(names ...string) string {
	var seen []string
	for _, line := range strings.Split(u.frame(), "\n") {
		for _, name := range names {
			if rest, ok := strings.CutPrefix(strings.TrimLeft(line, "│▸> "), name+" "); ok && strings.ContainsAny(rest, "●◐✗○◌?") {
				seen = append(seen, name)
			}
		}
	}
	return strings.Join(seen, " ")
}

func examples(t testing.TB, w, h int, options ...option) *user {
	t.Helper()
	return open(t, w, h, options...).press("f3", "g").sees("5 tokens", "host")
}

func TestExamplesAreFullOfLife(t *testing.T) {
	u := examples(t, 120, 36).sees("audience", "renewal", "chat user1", "old build", "expired 2d 2h ago", "◐ soon")
	u.press("g").sees("examples are for an empty list", "5 tokens")
	u.wait(45 * time.Second)
	if line := u.lineWith("renewal  "); !strings.Contains(line, "ends now") {
		t.Errorf("in its last second: %s", line)
	}
	u.wait(time.Second)
	if line := u.lineWith("renewal  "); !strings.Contains(line, "expired") || strings.Contains(line, "soon") {
		t.Errorf("a second later: %s", line)
	}
}

func TestARowGetsAnotherName(t *testing.T) {
	u := examples(t, 120, 36).press("R").sees("Name host", "esc leaves it")
	u.replace("my host").press("esc").sees("host ").misses("my host")
	u.press("R").replace("audience").press("enter").sees(`another row is called "audience"`, "Name audience")
	u.replace("  ").press("enter").sees("a row needs a name").replace("q?1 漢").press("enter").sees("q?1 漢").misses("Name ")
	u.press("R").paste("a\x1b[2J\nb\u202e").press("enter")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
	if strings.ContainsAny(u.frame(), "\u202e") {
		t.Errorf("a character turns the line:\n%s", u.frame())
	}
}

func TestTheFilterIsLiveAndEscGoesBack(t *testing.T) {
	u := examples(t, 120, 36).press("end").sees("old build · Android")
	u.press("/").write("chat").sees("1 of 5 tokens", "chat user1").misses("audience")
	u.press("esc").sees("5 tokens", "audience").misses(`with "chat"`)
	u.press("/").write("LOBBY-1 host").press("enter").sees(`1 of 5 tokens with "LOBBY-1 host"`).press("x").sees("0 of 4 tokens", `No row has "LOBBY-1 host"`)
	u.press("x", "enter", "r", "R", "y", "c", "e", "E", "t", "t", "t", "t").sees("0 of 4 tokens").press("u").sees("1 of 5 tokens")
	u.press("/").replace("").press("enter").sees("5 tokens").misses("of 5")
	u.press("/").write("zzz").sees("No row has").press("esc").sees("5 tokens")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

func TestEscFromTheFilterKeepsTheChosenRow(t *testing.T) {
	u := examples(t, 120, 36).press("end").sees("old build · Android").press("/").write("chat").press("esc").sees("old build · Android")
	u.press("/").write("chat").press("enter").sees("chat user1 · Android").press("esc").sees("old build · Android")
	u.press("/").write("lobby").press("enter", "home").sees("host · Android").press("esc").sees("host · Android") // chosen since
}

func TestSortingGoesToTheFirstRow(t *testing.T) {
	u := examples(t, 120, 36).press("down", "down").sees("renewal · Android")
	all := []string{"host", "audience", "renewal", "chat user1", "old build"}
	for _, c := range []struct{ says, order, first string }{
		{"sorted by next event", "renewal host audience chat user1 old build", "renewal"}, {"sorted by end", "old build renewal audience host chat user1", "old build"},
		{"sorted by name", "audience chat user1 host old build renewal", "audience"}, {"sorted by status", "old build renewal host audience chat user1", "old build"},
		{"as the rows were added", "host audience renewal chat user1 old build", "host"},
	} {
		u.press("s").sees(c.first+" · Android", c.says)
		if got := u.order(all...); got != c.order {
			t.Errorf("%s: %s\nwant %s\n%s", c.says, got, c.order, u.frame())
		}
		u.press("end")
	}
	u.press("s", "home").sees("renewal · Android").wait(46 * time.Second)
	if got := u.order(all...); got != "host audience chat user1 renewal old build" {
		t.Errorf("by next event, after an end: %s", got)
	}
	u.sees("renewal · Android")
	open(t, 80, 24, rows(crowd(t, 200)...)).press("f3", "end", "s").sees("1–5 of 200", "lobby · Android")
}

func TestTakenOutAndPutBack(t *testing.T) {
	u := examples(t, 120, 36).press("u").sees("nothing was taken out or renewed").press("down", "x").sees(`"audience" is out; u puts it back`, "4 tokens", "renewal · Android")
	u.press("u").sees("5 tokens", "audience · Android")
	if got := u.order("host", "audience", "renewal"); got != "host audience renewal" {
		t.Errorf("it came back elsewhere: %s", got)
	}
	u.press("x", "x", "x", "x", "x").sees("Nothing is watched").press("x", "u").sees("1 token").press("u").sees("nothing was taken out or renewed", "1 token")
}

func TestThePlatformNamesTheCallbacks(t *testing.T) {
	u := examples(t, 120, 36).sees("host · Android", "onTokenPrivilegeWillExpire")
	u.press("v").sees("host · iOS", "rtcEngine:tokenPrivilegeWillExpire:").misses("onTokenPrivilegeWillExpire")
	u.press("V", "V").sees("host · HarmonyOS").press("v", "v", "v", "v", "v").sees("host · Web", "token-privilege-will-expire", "token-privilege-did-expire")
	u.press("t").sees("token-privilege-did-expire").press("f1", "f3").sees("host · Web")
}

func TestTabsShowMoreOfTheRow(t *testing.T) {
	u := examples(t, 120, 36)
	for _, want := range [][]string{{"in 7m 30s", "onRequestToken"}, {"(now)", "23:11:20"}, {"Nothing has happened yet"}, {"what a user can do", "token"}} {
		u.press("t").sees(want...)
	}
	u.press("t", "t", "t").wait(15 * time.Second).sees("renewal: warning: join, publish audio, video, data end in 30s, onTokenPrivilegeWillExpire").misses("Nothing has happened")
	u.wait(30*time.Second).sees("renewal: join ends now", "23:14:05")
}

// TestExportsHoldNoToken copies the rows that are shown, as both forms.
func TestExportsHoldNoToken(t *testing.T) {
	var w *model.Workspace
	u := examples(t, 120, 36, space(&w)).press("v")
	for _, key := range []string{"e", "E"} {
		text := u.press(key).lastCopied()
		for i := range w.Watched.Len() {
			if tok := w.Watched.Row(i).Token; strings.Contains(text, tok.Text[:30]) || strings.Contains(text, tok.AppID()) {
				t.Errorf("%s copies a token or an App ID:\n%s", key, text)
			}
		}
		if !strings.Contains(text, "rtcEngine:tokenPrivilegeWillExpire:") || !strings.Contains(text, "chat user1") {
			t.Errorf("%s copies\n%s", key, text)
		}
	}
	u.sees("JSON sent to the terminal's clipboard")
	text := u.press("/").write("old").press("enter", "E").lastCopied()
	var row struct{ Name, Status string }
	if err := json.Unmarshal([]byte(text), &row); err != nil || row.Name != "old build" || row.Status != "expired" {
		t.Errorf("with a filter: %v, %+v of\n%s", err, row, text)
	}
}

func TestATokenIsCopiedAndOpened(t *testing.T) {
	tok := watched(t, nil)
	u := open(t, 120, 36, rows(tok)).press("f3", "y").sees("token sent to")
	if got := u.lastCopied(); got != tok.Text {
		t.Errorf("copied %q", got)
	}
	u.press("enter").sees("What this is", "channel lobby").press("f3", "c").sees("the form is filled")
}

// TestHostileNamesStayInTheirCells watches tokens whose names turn lines around.
func TestHostileNamesStayInTheirCells(t *testing.T) {
	var list []*token.Token
	for i, name := range []string{"\x1b]0;t\x07\x1b[2J", "\u202eabc", "漢字漢字漢字漢字漢字漢字", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "é́́́́́́", "\xff\xfe", strings.Repeat("w", 5000), "مرحبا بالعالم"} {
		list = append(list, watched(t, func(a *token.AccessToken2) {
			a.Salt, a.Services[0].ChannelName, a.Services[0].UID = uint32(i+1), name, name
		}))
	}
	u := open(t, 120, 36, rows(list...)).press("f3").sees("8 tokens")
	for range list {
		for range 4 {
			for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 12}, {30, 5}} {
				if err := u.resize(size[0], size[1]).fits(); err != nil {
					t.Error(err)
				}
				for i, line := range strings.Split(u.frame(), "\n") {
					if strings.HasPrefix(line, "│") && ansi.StringWidth(line) != size[0] {
						t.Errorf("%v: the border of line %d is out of place: %q", size, i, line)
					}
				}
			}
			u.press("t")
		}
		u.press("down")
	}
}

// TestEveryTokenFoundIsWatched pastes a log of two tokens and watches both with one
// key; what is watched already is not watched twice.
func TestEveryTokenFoundIsWatched(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste(logOfTwo(t)).press("esc", "W").sees("watching 2 more of 2 tokens")
	u.press("W").sees("watching 0 more of 2 tokens").press("f3").sees("2 tokens")
}

// TestMutedAlertsAreSeenToBeMuted holds that the sign of it stays.
func TestMutedAlertsAreSeenToBeMuted(t *testing.T) {
	u := examples(t, 120, 36).press("alt+a").wait(10 * time.Second).sees("alerts are muted")
	u.press("alt+a").wait(10 * time.Second).misses("muted")
}

// TestAllThatAreShownAreTakenOut clears many rows with a key, and has them back with
// another.
func TestAllThatAreShownAreTakenOut(t *testing.T) {
	u := examples(t, 120, 36).press("/").write("expired").press("enter", "X").sees("1 row is out; u puts it back", "0 of 4 tokens").press("esc").misses("old build").press("u").sees("5 tokens", "old build")
	u.press("X").sees("5 rows are out; u puts them back", "Nothing is watched").press("u").sees("5 rows are back", "5 tokens")
	if got := u.order("host", "audience", "renewal", "chat user1", "old build"); got != "host audience renewal chat user1 old build" {
		t.Errorf("they came back as %s", got)
	}
	u.press("/").write("zzz").press("enter", "X").sees("the filter hides every row")
}

func TestNoRowIsNotTheLog(t *testing.T) {
	u := examples(t, 120, 36).press("/").write("zzz").press("enter").sees("no row is chosen").misses("log of all rows")
	u.press("n").sees("the filter hides every row: esc shows all").press("t", "t", "t").sees("log of all rows")
}

// TestTheFooterNamesWhatHelpsNow looks at the keys that the footer names.
func TestTheFooterNamesWhatHelpsNow(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"", "^t more  r renew  ⏎ decode  space pause  n next event  ? all keys"},
		{"space", "^t more  space go on  + faster  n next event  0 real time  ? all keys"},
		{"+", "^t more  space pause  + faster  n next event  0 real time  ? all keys"},
		{"t", "^t more  r renew  space pause  n next event  v platform  ? all keys"},
		{"X", "g examples  ? all keys"},
		{"space X", "0 real time  ? all keys"},
	} {
		u := examples(t, 120, 36).wait(10 * time.Second).travel(c.keys).wait(10 * time.Second)
		lines := strings.Split(u.frame(), "\n")
		if got := lines[len(lines)-1]; !strings.Contains(got, c.want) {
			t.Errorf("after %q: %s", c.keys, got)
		}
	}
	examples(t, 120, 36).press("g").sees("X takes out all rows that are shown")
	open(t, 80, 24).press("f3").sees("five examples").press("n").sees("nothing is watched")
}

// TestTheLogIsReadToTheEnd holds that no entry is cut, and that one of another day
// names it.
func TestTheLogIsReadToTheEnd(t *testing.T) {
	u := open(t, 60, 30, rows(watched(t, nil))).press("f3", "t", "t", "t", "r").paste(watched(t, func(a *token.AccessToken2) { a.Services[0].UID = "somebody else entirely" }).Text).press("enter")
	text := func() string { return strings.Join(strings.Fields(strings.ReplaceAll(u.frame(), "│", " ")), " ") }
	const verdict = `lobby: renewal refused, onRenewTokenResult 3: The new token is for the uid "somebody else entirely", and the old one for "7".`
	if !strings.Contains(text(), "23:13:20 "+verdict) {
		t.Errorf("the verdict is cut:\n%s", u.frame())
	}
	if u.wait(50 * time.Minute); !strings.Contains(text(), "11-14 23:13:20 "+verdict) {
		t.Errorf("a day later:\n%s", u.frame())
	}
	u.press("]").sees("(pretend)")
}
