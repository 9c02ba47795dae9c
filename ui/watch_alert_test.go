package ui_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
	"agtok/ui/alarm"
)

// bells collects what is rung, in order: the text of each notification.
type bells struct{ bytes.Buffer }

// ringing has alerts rung in b five minutes and half a minute before an end.
func ringing(b *bells) option {
	return func(d *setting) {
		d.Workspace.AlertBefore = []time.Duration{5 * time.Minute, 30 * time.Second}
		d.Alarm = alarm.Alarm{Means: []string{alarm.Bell, alarm.Terminal, alarm.Toast}, Out: b}
	}
}

// texts gives the notifications so far, titles what the window was called.
func (b *bells) texts() []string  { return b.after("\x1b]9;") }
func (b *bells) titles() []string { return b.after("\x1b]2;") }

func (b *bells) after(start string) (list []string) {
	for _, part := range strings.Split(b.String(), start)[1:] {
		list = append(list, strings.SplitN(part, "\a", 2)[0])
	}
	return list
}

func (b *bells) wants(t *testing.T, when string, texts ...string) {
	t.Helper()
	got := b.texts()
	if len(got) != len(texts) {
		t.Fatalf("%s: rung %d times, not %d: %q", when, len(got), len(texts), got)
	}
	for i, want := range texts {
		if !strings.Contains(got[i], want) {
			t.Errorf("%s: alert %d is %q, want %q", when, i, got[i], want)
		}
	}
}

// TestEachAlertComesOnce waits through an hour, whatever else goes on.
func TestEachAlertComesOnce(t *testing.T) {
	stir := map[string]func(u *user){
		"nothing":  func(*user) {},
		"resizing": func(u *user) { u.resize(60, 20).resize(30, 8).resize(120, 36) },
		"leaving": func(u *user) {
			for _, p := range panes() {
				p.play(u)
			}
			u.press("f3")
		},
		"another project": func(u *user) { u.press("alt+p") },
		"sorting":         func(u *user) { u.press("s", "/", "l", "enter") },
		"renaming":        func(u *user) { u.press("R", "enter") },
		"out and back":    func(u *user) { u.press("x", "u") },
		"keeping tokens":  func(u *user) { u.press("K", "v") },
		"pausing":         func(u *user) { u.press(" ", " ", "0") },
	}
	for name, do := range stir {
		for _, p := range panes() {
			t.Run(name+" in "+p.name, func(t *testing.T) {
				var b bells
				own, _ := mine(t)
				u := open(t, 120, 36, projects(project.Demo(), own), ringing(&b), rows(lasting(t, 3600, 3600, 1)))
				u.wait(100 * time.Millisecond).press("f3")
				do(u)
				p.play(u.press("esc"))
				told := []string{"agtok: lobby: join ends in 5m 00s", "lobby: ", "agtok: lobby: join ends now"}
				for i, at := range []time.Duration{3300, 3570, 3600} {
					u.wait(start.Add(at*time.Second - time.Second).Sub(u.now))
					b.wants(t, fmt.Sprintf("a second before %d s", at), told[:i]...)
					u.wait(time.Second + 50*time.Millisecond)
					b.wants(t, fmt.Sprintf("at %d s", at), told[:i+1]...)
					if p.name == "Watch" {
						do(u)
					}
					b.wants(t, "after "+name, told[:i+1]...)
				}
				u.wait(time.Hour)
				b.wants(t, "an hour later", told...)
			})
		}
	}
}

// TestTheWeightierAlertIsTheOneShown holds which of two that fall together is told:
// the end in half a minute, not the SDK's warning of it.
func TestTheWeightierAlertIsTheOneShown(t *testing.T) {
	var b bells
	open(t, 120, 36, ringing(&b), rows(lasting(t, 60, 60, 1))).wait(40 * time.Second)
	b.wants(t, "half a minute before", "lobby: join ends in 30s; and 1 more")
}

// TestNoAlertIsRepeatedWhenTheWorkspaceComes loads the projects again and again.
func TestNoAlertIsRepeatedWhenTheWorkspaceComes(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 60, 60, 1)))
	for range 70 {
		u.send(ui.Loaded{Workspace: model.NewWorkspace(nil)})
		u.wait(time.Second)
	}
	b.wants(t, "in the end", "lobby", "join ends now")
}

func TestMutedAlertsGoIntoTheLogOnly(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 60, 60, 1))).press("alt+a").sees("alerts are muted").wait(40 * time.Second)
	if b.Len() > 0 || contains(u, "ends in 30s") {
		t.Errorf("muted, it rings %q:\n%s", b.String(), u.frame())
	}
	u.press("f3", "t", "t", "t").sees("lobby: warning").misses("lobby: join ends in 30s").press("alt+a").sees("alerts come again").wait(20*time.Second).sees("lobby: join ends now, onRequestToken", "23:14:20")
	b.wants(t, "when they come again", "agtok: lobby: join ends now, onRequestToken")
}

func TestAToastStaysWhenAKeyIsPressed(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 60, 60, 1))).wait(60 * time.Second).sees("lobby: join ends now, onRequestToken").write("x").sees("lobby: join ends now, onRequestToken")
	u.wait(6 * time.Second).misses("agtok: lobby: join ends now, onRequestToken")
}

// TestAlertsHoldNoSecret rings of tokens with every kind of name.
func TestAlertsHoldNoSecret(t *testing.T) {
	var b bells
	var list []*token.Token
	for i, name := range []string{"lobby", "\x1b]52;c;AAAA\x07", "a;b\u202e", strings.Repeat("x", 5000)} {
		list = append(list, watched(t, func(a *token.AccessToken2) {
			a.Salt, a.Services[0].ChannelName, a.Expire = uint32(i+1), name, uint32(600+i)
		}))
	}
	u := open(t, 120, 36, ringing(&b), rows(list...)).press("f3").wait(2 * time.Hour)
	if n := len(b.texts()); n < 6 {
		t.Fatalf("rung %d times: %q", n, b.texts())
	}
	said := strings.Join(append(b.texts(), b.titles()...), "\n")
	for _, tok := range list {
		if strings.Contains(said, tok.Text[:20]) || strings.Contains(strings.ToLower(said), strings.ToLower(tok.AppID()[:8])) {
			t.Errorf("an alert tells of a token or an App ID:\n%s", said)
		}
	}
	if strings.ContainsAny(said, "\x1b\a\x00\u202e") || strings.Count(b.String(), "\x1b") != len(b.texts())+len(b.titles()) {
		t.Errorf("an alert holds a name's own sequence: %q", b.String())
	}
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}

// crowd gives n tokens whose ends lie all over two hours.
func crowd(t testing.TB, n int) (list []*token.Token) {
	for i := range n {
		list = append(list, lasting(t, uint32(600+i*7%6600), uint32(600+i*7%6600), uint32(i+1)))
	}
	return list
}

// TestALeapOverHundredsOfEventsIsOneAlert holds that what leaps tells little.
func TestALeapOverHundredsOfEventsIsOneAlert(t *testing.T) {
	var b bells
	var w *model.Workspace
	u := open(t, 120, 36, ringing(&b), space(&w), rows(crowd(t, 1000)...)).press("f3")
	for n := 1; n <= 2; n++ {
		u.press("]")
		if got := b.texts(); len(got) != n || !strings.Contains(got[n-1], "more in Watch (pretend time)") {
			t.Fatalf("after %d leaps of an hour %d alerts: %.300q", n, len(got), got)
		}
	}
	if n := len(w.Watched.Log); n == 0 || n > 100 {
		t.Errorf("the log has %d lines", n)
	}
	before := len(b.texts())
	u.press("0", "+", "+", "+").wait(20 * time.Second) // 200 minutes
	if n := len(b.texts()) - before; n < 10 || n > 200 {
		t.Errorf("at ×600 it rings %d times in 20 s", n)
	}
	if n := len(u.pending); n > 5 {
		t.Errorf("%d timers are under way", n)
	}
	if n := len(w.Watched.Log); n > 1000 {
		t.Errorf("the log has %d lines", n)
	}
}

func TestBackAndForwardTellsAgain(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 3600, 3600, 1))).press("f3", "n")
	first := len(b.texts())
	u.press("n").press("[")
	if n := len(b.texts()); first == 0 || n != first+1 {
		t.Fatalf("forward twice and back: %q", b.texts())
	}
	u.press("n", "n")
	again := b.texts()
	if len(again) != 2*(first+1) || again[len(again)-1] != again[first] {
		t.Errorf("forward again: %q", again)
	}
	for _, text := range again {
		if !strings.Contains(text, "(pretend time)") {
			t.Errorf("%q does not say that the time is pretended", text)
		}
	}
}

// TestBackToNowTellsNothingOld looks at an event that is over, and goes back to the
// real time: what was told before is no news, and does not happen now.
func TestBackToNowTellsNothingOld(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 60, 60, 1))).press("f3").wait(10 * time.Minute)
	before := len(b.texts())
	if u.press("b", "b", "0"); len(b.texts()) != before {
		t.Errorf("ten minutes after the end it rings again: %q", b.texts()[before:])
	}
}

// TestAnAlertThatComesLateIsTrue leaps over the moment of a threshold, as a machine
// does that slept: four minutes before the end it must not say five.
func TestAnAlertThatComesLateIsTrue(t *testing.T) {
	for name, leap := range map[string]func(u *user){
		"time travel": func(u *user) { u.press("]") },
		"a sleep":     func(u *user) { u.now = u.now.Add(time.Hour); u.wait(time.Second) },
	} {
		var b bells
		leap(open(t, 120, 36, ringing(&b), rows(lasting(t, 3840, 3840, 1))).press("f3"))
		if got := b.texts(); len(got) != 1 || strings.Contains(got[0], "in 5m 00s") {
			t.Errorf("%s: four minutes before the end: %q", name, got)
		}
	}
}

// TestWhatWasBeforeATokenCameIsNoNews adds a token while nothing counts, of which
// something is over already.
func TestWhatWasBeforeATokenCameIsNoNews(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b)).press("f3").wait(38 * time.Second) // the next tick comes with the full minute
	u.paste(lasting(t, 600, 60, 1).Text).press("esc", "w").sees("watching").wait(10 * time.Second)
	b.wants(t, "the warning of eight seconds ago")
	u.wait(12 * time.Second)
	b.wants(t, "its end", "join ends now")
}

// TestSilentWithoutMeans holds that who wants no alerts gets none, and a log.
func TestSilentWithoutMeans(t *testing.T) {
	var b bells
	off := func(d *setting) { d.Alarm.Means = []string{"off"} }
	u := open(t, 120, 36, ringing(&b), off, rows(lasting(t, 60, 60, 1))).press("f3", "t", "t", "t").wait(61 * time.Second)
	if b.Len() != 0 || strings.Contains(u.frame()[strings.LastIndex(u.frame(), "\n"):], "ends") {
		t.Errorf("rung %q, at the foot:\n%s", b.String(), u.frame())
	}
	u.sees("lobby: join ends now, onRequestToken")
}

// TestTheTitleTellsOfAnAlertUntilAKeyIsPressed looks at the window's title only.
func TestTheTitleTellsOfAnAlertUntilAKeyIsPressed(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 3600, 3600, 1)))
	u.press("f3", "down").wait(3300 * time.Second)
	told := []string{"! lobby: join ends in 5m 00s - agtok"}
	if got := b.titles(); !slices.Equal(got, told) {
		t.Errorf("titles %q, want %q", got, told)
	}
	u.press("down", "down")
	if got, want := b.titles(), append(told, "agtok"); !slices.Equal(got, want) {
		t.Errorf("titles after keys %q, want %q", got, want)
	}
}

// TestAKeyDuringAnAlertComesAfterIt presses a key before the alert of the same
// moment is written: the title must not tell of it for good.
func TestAKeyDuringAnAlertComesAfterIt(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(lasting(t, 3600, 3600, 1))).press("f3").wait(3299 * time.Second)
	u.now = u.now.Add(time.Second)
	slow := u.hold(u.pending[0].msg)
	u.press("down", "up")
	u.run(slow)
	if !slices.Equal(b.titles(), []string{"! lobby: join ends in 5m 00s - agtok", "agtok"}) {
		t.Errorf("titles %q", b.titles())
	}
}

// TestNoTitleWithoutNotifications holds that who wants the bell only keeps the
// window's title, whatever keys are pressed.
func TestNoTitleWithoutNotifications(t *testing.T) {
	var b bells
	only := func(d *setting) { d.Alarm.Means = []string{alarm.Bell} }
	open(t, 120, 36, ringing(&b), only, rows(lasting(t, 3600, 3600, 1))).press("f3").wait(3300*time.Second).press("down", "up")
	if b.String() != "\a" {
		t.Errorf("written %q", b.String())
	}
}
