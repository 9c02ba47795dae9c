package ui_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
)

func contains(u *user, text string) bool { return strings.Contains(u.frame(), text) }

// vectorToken gives the token of a row of the vectors.
func vectorToken(t testing.TB, file string, row int) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata/vectors", file))
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Split(string(data), "\n")[row]
	_, rest, ok := strings.Cut(line, `"token": "`)
	text, _, end := strings.Cut(rest, `"`)
	if !ok || !end {
		t.Fatalf("%s row %d has no token", file, row)
	}
	return text
}

func logOfTwo(t testing.TB) string {
	return "2023-11-14 22:13:01 INFO issued token=" + vectorToken(t, "descriptions.jsonl", 0) +
		"\n2023-11-14 22:13:02 INFO issued token=" + vectorToken(t, "descriptions.jsonl", 1) + " for u2\n"
}

func cutToken(t testing.TB) string {
	text := vectorToken(t, "descriptions.jsonl", 2)
	return text[:len(text)/8*4]
}

// lastCopied gives the text that was copied last.
func (u *user) lastCopied() string {
	u.t.Helper()
	all := strings.Split(u.copied.String(), "\x1b]52;c;")
	text, err := base64.StdEncoding.DecodeString(strings.TrimRight(all[len(all)-1], "\a"))
	if err != nil {
		u.t.Fatalf("what was copied is not base64: %v", err)
	}
	return string(text)
}

func TestANewcomerComposesAndCopies(t *testing.T) {
	u := open(t, 120, 36)
	u.sees("1 Compose", "Channel", "lobby", "007eJx", "valid", "1h 00m left", "copy token")
	u.write("-7").sees("lobby-7").press("ctrl+y").sees("token sent to the terminal's clipboard (OSC 52)")
	tok, err := token.Parse(u.lastCopied())
	if err != nil {
		t.Fatal(err)
	}
	s := tok.AccessToken2.Services[0]
	if s.ChannelName != "lobby-7" || s.UID != "1234" || len(s.Privileges) != 4 || tok.AccessToken2.Expire != 3600 {
		t.Errorf("copied a token with %+v", tok.AccessToken2)
	}
	demo, _ := project.Demo().Signing()
	if !tok.Verify(demo) {
		t.Error("the copied token does not verify with the demo project's certificate")
	}
}

func TestTheTokenCountsDownAndExpires(t *testing.T) {
	u := open(t, 120, 36)
	u.press("tab", "tab", "tab", "tab").replace("65s").sees("1m 05s left")
	u.wait(time.Second).sees("1m 04s left", "valid")
	u.wait(5*time.Second).sees("59s left", "expires soon")
	u.wait(59 * time.Second).sees("ends now")
	u.wait(time.Second).sees("expired 00:00:01 ago").misses("-1s")
	u.press("ctrl+r").sees("1m 05s left", "issued now, with a new salt")
}

func TestWrongInputIsNamedUnderTheField(t *testing.T) {
	u := open(t, 120, 36)
	u.press("tab", "tab").replace("4294967296").sees("out of range: a uid is a number from 0 to", "no token")
	u.press("tab").sees("out of range").press("ctrl+y").sees("there is no token").press("ctrl+d").sees("1 Compose", "no token")
	u.press("up").replace("7").sees("007eJx").misses("out of range")
	u.press("tab", "tab").replace("1795347600").sees("this reads as the date 2026-11-22", "no token")
}

func TestEachPrivilegeHasItsOwnLifetime(t *testing.T) {
	u := open(t, 120, 36)
	u.press("tab", "tab", "tab", "tab", "tab").write("30m").press("tab").write("10m").press("tab", "ctrl+g")
	u.sees("not granted", "30m 00s left", "10m 00s left").press("ctrl+y")
	tok, _ := token.Parse(u.lastCopied())
	want := []token.Grant{{Privilege: 1, Expire: 1800}, {Privilege: 2, Expire: 600}, {Privilege: 4, Expire: 3600}}
	if got := tok.AccessToken2.Services[0].Privileges; len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("granted %v, want %v", got, want)
	}
}

func TestThereAndBackWithOneKey(t *testing.T) {
	u := open(t, 120, 36)
	u.replace("room x").press("ctrl+d").sees("What this is", "signed by demo", "channel room x", "RTC join ● yes")
	u.press("ctrl+d").sees("the form is filled", "room x", "Compose").press("tab").replace("room y").press("ctrl+y")
	tok, _ := token.Parse(u.lastCopied())
	if got := tok.AccessToken2.Services[0].ChannelName; got != "room y" {
		t.Errorf("the re-signed token is for %q", got)
	}
}

func TestEveryKindGoesThereAndBack(t *testing.T) {
	u := open(t, 120, 36)
	u.press("up").sees("▸Kind")
	seen := map[string]bool{}
	for range len(model.Kinds()) {
		u.press("right", "ctrl+y")
		first := u.lastCopied()
		if seen[first] {
			t.Fatal("two kinds made the same token")
		}
		seen[first] = true
		u.press("ctrl+d").sees("signed by demo").press("ctrl+d").sees("▸Kind").press("ctrl+y")
		if again := u.lastCopied(); describe(t, again) != describe(t, first) {
			t.Errorf("there and back\n%s\nbecame\n%s", describe(t, first), describe(t, again))
		}
	}
	if len(seen) != len(model.Kinds()) {
		t.Errorf("%d kinds", len(seen))
	}
}

// describe gives a token's description without its salt.
func describe(t *testing.T, text string) string {
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if tok.AccessToken2 != nil {
		tok.AccessToken2.Salt = 0
	} else {
		tok.AccessToken.Salt = 0
	}
	return string(tok.AppendDescription(nil))
}

func TestWatchCountsDownWhatItIsSent(t *testing.T) {
	u := open(t, 120, 36)
	u.press("ctrl+w").sees(`watching "lobby"`).press("ctrl+w").sees("is watched already")
	u.press("tab", "tab", "tab", "tab").replace("2s").press("ctrl+w", "f3").sees("2 tokens", "lobby 2", "2s left", "onTokenPrivilegeWillExpire")
	u.wait(2*time.Second).sees("ends now").wait(time.Second).sees("expired 00:00:01 ago", "─ 59m 57s")
	u.press("x").sees("is out; u puts it back", "1 token").press("u").sees("2 tokens")
	u.press("enter").sees("What this is", "expired 00:00:01 ago")
}

func TestPastedAnywhereATokenIsRead(t *testing.T) {
	text := vectorToken(t, "descriptions.jsonl", 0)
	for name, paste := range map[string]string{
		"as it is": text, "quoted": `"` + text + `"`, "header": "Authorization: Bearer " + text, "json": `{"token":"` + text + `"}`,
		"wrapped": text[:60] + "\r\n" + text[60:120] + "\r\n" + text[120:], "log line": "10:00 token=" + text + " ok",
	} {
		for _, way := range [][]string{{}, {"esc"}, {"f2"}, {"f3"}} {
			u := open(t, 120, 36)
			u.press(way...).paste(paste)
			if !contains(u, "What this is") || !contains(u, "AccessToken2 (007) for RTC") {
				t.Errorf("%s after %v:\n%s", name, way, u.frame())
			}
		}
	}
}

func TestSeveralTokensAreListed(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste(logOfTwo(t))
	u.sees("2 found", "2 tokens found", "for RTC").press("ctrl+n").sees("for RTM")
}

func TestAPasteInDecodeReplacesAndComesBack(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste(logOfTwo(t)).paste("hello").sees("replaced the text before")
	u.press("alt+u").sees("2 found").press("ctrl+u").sees("Nothing to read").press("alt+u").sees("2 found")
}

func TestShortcutsStandBackWhileTyping(t *testing.T) {
	u := open(t, 120, 36)
	u.write("23q?y").sees("lobby23q?y", "1 Compose")
	u.press("esc", "2").sees("Paste anything").press("esc", "1").sees("lobby23q?y").press("q")
	if !u.quit {
		t.Error("q does not quit when nothing is typed")
	}
}

func TestEscNeverLosesOrQuits(t *testing.T) {
	u := open(t, 120, 36)
	u.write("x").press("esc", "esc", "esc").sees("lobbyx")
	if u.quit {
		t.Error("esc quits")
	}
}

func TestThePaletteFindsAndRuns(t *testing.T) {
	u := open(t, 120, 36)
	u.press("ctrl+p").sees("All keys", "Copy the token").write("watch").sees("Watch the token count down").misses("Copy the token")
	u.press("enter").sees(`watching "lobby"`).press("ctrl+p").write("zzz").sees("Nothing is called that").press("esc").sees("Channel")
}

func TestACrowdedScreenSaysWhatItNeeds(t *testing.T) {
	u := open(t, 38, 10).sees("agtok needs 40×12", "this is 38×10")
	u.resize(80, 24).sees("Channel").press("ctrl+w").resize(30, 8).sees("lobby", "left")
}

func TestGrowingAgainKeepsTextAndPlace(t *testing.T) {
	u := open(t, 120, 36).press("tab", "tab").write("5").resize(20, 5).resize(60, 20).sees("12345").write("6").resize(120, 36).sees("123456")
	u.sees("▸User")
}

func TestControlCharactersNeverReachTheScreen(t *testing.T) {
	u := open(t, 120, 36).press("f2")
	for row := range 58 {
		text := vectorToken(t, "malformed.jsonl", row)
		u.paste(text).press("ctrl+t")
		if err := u.fits(); err != nil {
			t.Errorf("row %d: %v", row, err)
		}
	}
	u.paste("\x1b]0;title\x07\x1b[2J\u009b31m\u202e007\x00").press("esc")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

func TestTheClockStandsStillWhenNothingCounts(t *testing.T) {
	u := open(t, 120, 36).press("f3")
	before := u.frame()
	if u.wait(20 * time.Second); u.frame() != before {
		t.Errorf("the screen moved although nothing counts:\n%s", u.frame())
	}
	if n := len(u.pending); n > 2 {
		t.Errorf("%d timers are under way", n)
	}
}

func TestOneTickerHoweverOftenPanesChange(t *testing.T) {
	u := open(t, 120, 36)
	for range 50 {
		u.press("f2", "f3", "f1")
	}
	ticks := 0
	for range 10 {
		u.wait(time.Second)
		ticks = max(ticks, len(u.pending))
	}
	if ticks > 2 {
		t.Errorf("%d timers are under way after changing panes", ticks)
	}
}

func TestWhatWasWrongIsSaidAtTheStart(t *testing.T) {
	u := open(t, 80, 24)
	w := model.NewWorkspace(nil)
	w.Notices = []string{`/home/me/config.toml:3:1: there is no key "thme": did you mean "theme"?` + "\x1b[2J"}
	u.send(ui.Loaded{Workspace: w})
	u.sees("Before you begin", "config.toml:3:1", "did you mean", `\x1b[2J`).press("esc").sees("Channel").misses("config.toml")
	u.press("alt+m").sees("config.toml:3:1").press("enter").sees("Channel")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

func TestAKindIsFoundByItsName(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+p").write("kind fcdn").press("enter").sees("‹ FCDN ›", "Privileges")
	u.press("ctrl+p").write("kind rtm 006").press("enter").sees("AccessToken (006)", "User ID")
}

func TestTheTwinIsOneKeyAway(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d", "T").sees("‹ RTM (Signaling) ›", "1234")
	u.press("up", "up").press("ctrl+p").write("kind rtc 006").press("enter", "ctrl+d", "alt+t").sees("‹ RTC ›", "AccessToken2 (007)")
}

func TestAPasteTooLongIsRefusedAndNothingLost(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste(logOfTwo(t)).paste(strings.Repeat("x", 64<<10+1)).sees("the paste has 65537 bytes", "2 found")
	u.paste(strings.Repeat("007eJx ", 9000)).press("esc")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

func TestAPresetFillsTheForm(t *testing.T) {
	open(t, 120, 36).press("ctrl+p").write("preset renewal").press("enter").sees("45s", "alt+u brings back").press("alt+u").sees("1h 00m left")
}

func TestKeysOfOneReadAreKeysOfTheirOwn(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d")
	u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("tt")})
	u.sees(`"description"`)
}

// TestAKeyThatIsHeldIsNoPaste holds down a key for longer than between two reads.
func TestAKeyThatIsHeldIsNoPaste(t *testing.T) {
	u := open(t, 120, 36).press("f3", "g").sees("▸ host")
	u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("j", 30))})
	u.sees("▸ old build")
}

func TestAnUnmarkedPasteTriggersNoShortcut(t *testing.T) {
	u := open(t, 120, 36).press("f3")
	u.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("qqqq" + vectorToken(t, "descriptions.jsonl", 0))})
	if u.quit {
		t.Error("a paste quits")
	}
	u.sees("Paste anything")
}

func TestAdmissionSaysWhyAClientIsRefused(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d", "t", "t", "t").sees("may the client join with it in RTC")
	u.press("tab").write("Lobby").press("tab").write("1234").sees("refused", "110")
	u.press("shift+tab").replace("lobby").sees("admitted").press("tab").replace(`"0"`).sees("refused").replace("1234")
	u.press("tab", "tab").write("tomorrow").sees("moment: not a time").replace("2099-01-01").sees("refused")
	u.press("alt+r").sees("log in with it to Signaling", "refused")
}

func TestAnErrorMessageIsExplainedOnTheTokenBefore(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste("AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout").sees("means", "Paste the token that the client passes")
	u.press("f1", "tab", "tab", "tab", "tab").replace("5s").press("ctrl+d").wait(10 * time.Second).sees("expired")
	u.paste("AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout").sees("means", "here")
}

func TestTwoTokensAreCompared(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d", "=").sees("kept: paste another", "compare", "Nothing differs")
	u.press("f1").replace("other").press("ctrl+d").sees("refuses it with code 4", "services[0].channelName", "lobby", "other")
}

func TestThe006CandidatesAreFoundAndConfirmed(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+p").write("kind rtc 006").press("enter", "tab").replace("room-4711").press("ctrl+y")
	text := u.lastCopied()
	u.press("f2").paste(text).press("esc").sees("not checked").press("f").sees("candidates", "confirmed by the signature of demo", `channel "room-4711", uid "1234"`)
	u.press("alt+i").sees("signed by demo", "admitted")
}

func TestASummaryForASupportThreadHoldsNoSecret(t *testing.T) {
	u := open(t, 120, 36).replace("very-private-room").press("ctrl+d", "s").sees("summary sent to")
	for _, secret := range []string{"very-private-room", "970CA35de60c44645bbae8a215061b33", "007eJx"} {
		if strings.Contains(u.lastCopied(), secret) {
			t.Errorf("the summary holds %q:\n%s", secret, u.lastCopied())
		}
	}
	if !strings.Contains(u.lastCopied(), "970C") {
		t.Errorf("the summary is\n%s", u.lastCopied())
	}
}

func TestTheSDKsThatTakeATokenAreListed(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d")
	for range 5 {
		u.press("t")
	}
	u.sees("and for what", "3.5.2", "4.8.0")
}

func TestAPasteNeverGoesIntoAFieldThatIsGone(t *testing.T) {
	u := open(t, 120, 36).press("ctrl+d", "t", "t", "t", "tab").write("x").press("ctrl+t").paste(logOfTwo(t)).sees("2 found")
	u.press("esc", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t", "tab", "esc", "i").write("zz").sees("u2", "zz")
}

func TestATokenServersReplyIsHeldAgainstWhatWasAsked(t *testing.T) {
	u := open(t, 120, 36).press("f2").paste(`{"token":"`+vectorToken(t, "descriptions.jsonl", 0)+`"}`).press("esc", "t", "t", "t", "tab").write("lobby").press("tab").write("7")
	u.sees("refused").press("esc")
	for range 12 {
		u.press("down")
	}
	u.press("pgdown", "pgdown").sees("something else than was asked for")
}

func TestAPlainLocaleGetsPlainCharacters(t *testing.T) {
	for _, s := range states() {
		u := open(t, 120, 36, plainLocale)
		s.play(u)
		if i := strings.IndexFunc(u.resize(80, 24).frame(), func(r rune) bool { return r > '~' }); i >= 0 {
			t.Errorf("%s: %q is beyond ASCII:\n%s", s.name, u.frame()[i:i+3], u.frame())
		}
	}
}
