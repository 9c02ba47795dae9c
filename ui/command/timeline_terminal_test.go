package command_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"agtok/ui/command"
)

// onTerminal runs agtok on a terminal on which lines are that wide.
func onTerminal(t *testing.T, env map[string]string, width int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	w := fake{terminal: true, env: env}.world(args, &out, &errs)
	w.Width = func() int { return width }
	code := command.Run(t.Context(), w)
	return result{code, out.String(), errs.String()}.must(t)
}

func colourless() map[string]string { return map[string]string{"NO_COLOR": "1"} }

// widths are those of terminals, and of what says that it is one.
func widths() []int { return []int{1, 20, 21, 33, 40, 80, 120, 200, 1 << 16} }

// hostileNames are pairs of a channel and a user that try to break a line, to leave
// it, or to look like another.
func hostileNames() [][2]string {
	return [][2]string{
		{"a\x1b]0;x\x07\u202e", strings.Repeat("\u009b31m", 50)},
		{strings.Repeat("界", 60), strings.Repeat("👩‍👩‍👧‍👦", 9)},
		{"e" + strings.Repeat("\u0301", 60), "\u200b\u2028\u00a0\u3164x\r\n"},
		{"x 2026-11-22 12:00:00 · now", "  · RTC: join ends  "},
		{strings.Repeat(" ", 60) + "x", strings.Repeat("- ", 30)},
	}
}

func TestTimelineOnTerminal(t *testing.T) {
	text := kinds(t)["rtc"]
	got := onTerminal(t, colourless(), 80, "timeline", text, "--now", "2026-11-22T12:20:00+01:00")
	want := `RTC lobby, 1 · format 007 · callbacks of Android
2026-11-22 12:09:30 · 10m 30s ago
  RTC: warning: publish audio ends in 30 s (inferred)
  onTokenPrivilegeWillExpire
  Fetch a new token and call renewToken.
  [1] That the end of a publish privilege is warned of is inferred. The callback
      does not say which privilege ends.
2026-11-22 12:10:00 · 10m 00s ago
  RTC: publish audio ends, if co-host authentication is on (inferred)
  no callback
  To publish on, call renewToken with a token that grants it.
  [2] Inferred: no page says what happens to a stream that is being published.
      Without co-host authentication nothing is enforced.
2026-11-22 13:00:00 · in 40m 00s
  RTC: the token ends: the user stays, but can't rejoin · no callback
  Fetch a new token and call renewToken: with this one a dropped user can't come
  back.
  [3] No callback tells of it, only a timer of the app's own. An older page
      (2020) has the user removed at this moment.
2026-11-22 13:59:30 · in 1h 39m · RTC: warning: join ends in 30 s
  onTokenPrivilegeWillExpire
  Fetch a new token and call renewToken.
  [4] The pages disagree on which end comes 30 s later, the token's or the
      privilege's: here it is the privilege's. The callback does not say which.
2026-11-22 14:00:00 · in 1h 40m · RTC: join ends · onRequestToken
  Fetch a new token and call renewToken; with several channels,
  updateChannelMediaOptionsEx.
  [5] The connection state changes too, with reason 9. The pages disagree on
      what comes next: renewToken, or leaving and joining again.
2026-11-22 14:00:00 · in 1h 40m · RTC: the user is out of the channel
  no callback
`
	if got != want {
		t.Errorf("prints\n%s\nwant\n%s", got, want)
	}
	wide := onTerminal(t, colourless(), 120, "timeline", text, "--utc", "--platform", "web")
	if line := "\n2026-11-22 12:59:30Z · in 1h 59m · RTC: warning: join ends in 30 s · token-privilege-will-expire\n  Fetch a new"; !strings.Contains(wide, line) {
		t.Errorf("%q is missing in\n%s", line, wide)
	}
	for _, width := range []int{40, 80} {
		app := onTerminal(t, colourless(), width, "timeline", newToken(t, "chat-app"))
		if app != "Chat · format 007\nNothing that an SDK would report.\n" {
			t.Errorf("of a token without events it prints %q", app)
		}
	}
}

// TestNotesThatComeAgain has a token whose two publish privileges end apart.
func TestNotesThatComeAgain(t *testing.T) {
	text := newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "1h", "--audio", "10m", "--video", "20m", "--no-data")
	got := onTerminal(t, colourless(), 80, "timeline", text)
	for part, times := range map[string]int{"\n  [1] That the end of a publish": 1, "\n  [1] as above\n": 1, "\n  [2] Inferred: ": 1, "\n  [2] as above\n": 1} {
		if n := strings.Count(got, part); n != times {
			t.Errorf("%q stands there %d times, want %d, in\n%s", part, n, times, got)
		}
	}
}

// TestTimelineFitsAnyTerminal holds what is printed on terminals of all widths
// against the table: no word is lost, no line is too wide, and none but an event's
// begins like one.
func TestTimelineFitsAnyTerminal(t *testing.T) {
	tokens := kinds(t)
	for _, names := range hostileNames() {
		tokens[names[0]+names[1]] = newToken(t, "rtc", "--channel", names[0], "--account", names[1])
	}
	for name, text := range tokens {
		args := []string{"timeline", text, tokens["rtm"], "--now", "2026-11-22T12:20:00+01:00"}
		table := run(args...).must(t)
		for _, width := range widths() {
			checkFits(t, name, onTerminal(t, colourless(), width, args...), table, width)
		}
	}
}

func checkFits(t *testing.T, name, got, table string, width int) {
	t.Helper()
	checkPrintable(t, []string{name}, got)
	events := 0
	for line := range strings.Lines(got) {
		line = strings.TrimSuffix(line, "\n")
		if n := ansi.StringWidth(line); n > max(width, 20) {
			t.Errorf("%q at %d cells: %d cells in %q", name, width, n, line)
		}
		if strings.HasPrefix(line, "2026-") {
			events++
		}
	}
	if want := strings.Count(table, "\n2026-"); events != want || want == 0 {
		t.Errorf("%q at %d cells: %d events, want %d, in\n%s", name, width, events, want, got)
	}
	said := bare(got)
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		for _, cell := range strings.Split(line, "  ") {
			cell = bare(cell)
			if mark := strings.HasPrefix(cell, "["); mark || slices.Contains([]string{"", "when", "fromnow", "product", "whathappens", "whattodo", "calledonAndroid"}, cell) {
				_, cell, _ = strings.Cut(cell, "]")
			}
			if !strings.Contains(said, cell) {
				t.Errorf("%q at %d cells: %q is missing in\n%s", name, width, cell, got)
			}
		}
	}
}

// bare is a text without blanks, as a word that is longer than a line is broken, and
// without dots, as none stands where a line ends.
func bare(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), ""), "·", "")
}

func TestColoursOnTerminalChangeNoLine(t *testing.T) {
	args := []string{"timeline", kinds(t)["rtc"], "--now", "2026-11-22T12:20:00+01:00"}
	for _, width := range []int{40, 80, 120, 200} {
		plain, coloured := onTerminal(t, colourless(), width, args...), onTerminal(t, nil, width, args...)
		if !strings.Contains(coloured, "\x1b[") || ansi.Strip(coloured) != plain {
			t.Errorf("at %d cells with colours it prints\n%s\nwithout\n%s", width, coloured, plain)
		}
	}
	ascii := onTerminal(t, map[string]string{"LANG": "C", "NO_COLOR": "1"}, 80, args...)
	if strings.ContainsFunc(ascii, func(c rune) bool { return c > '~' }) || !strings.Contains(ascii, " - in 1h 40m - RTC: join ends - ") {
		t.Errorf("with ASCII only it prints\n%s", ascii)
	}
}

func TestUnknownWidth(t *testing.T) {
	text := kinds(t)["rtc"]
	want := onTerminal(t, colourless(), 80, "timeline", text)
	for _, width := range []int{0, -1} {
		if got := onTerminal(t, colourless(), width, "timeline", text); got != want || got == "" {
			t.Errorf("with a width of %d it prints\n%s", width, got)
		}
	}
	if got := (fake{terminal: true, env: colourless()}).run("timeline", text).must(t); got != want {
		t.Errorf("without a width it prints\n%s", got)
	}
}

func TestEventsInJSONKnowNoWidth(t *testing.T) {
	text := kinds(t)["rtc"]
	if got, want := onTerminal(t, nil, 40, "timeline", "--json", text), run("timeline", "--json", text).must(t); got != want || got == "" {
		t.Errorf("prints\n%s\nwant\n%s", got, want)
	}
}

// watchOnTerminal runs agtok watch on a terminal of which every look at it gives
// the next width, the last one on and on.
func watchOnTerminal(t *testing.T, widths []int, args ...string) (*hands, result) {
	t.Helper()
	h := &hands{now: noon}
	var errs bytes.Buffer
	w := fake{terminal: true}.world(append([]string{"watch"}, args...), h, &errs)
	w.Now, w.After = func() time.Time { return h.now }, h.After
	w.Width = func() int {
		width := widths[0]
		widths = widths[min(1, len(widths)-1):]
		return width
	}
	code := command.Run(t.Context(), w)
	return h, result{code, h.out.String(), errs.String()}
}

func TestWatchOnTerminal(t *testing.T) {
	a := newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "2m", "--no-audio", "--no-video", "--no-data", "--join", "2m")
	b := newToken(t, "chat-user", "--user", "bob", "--expire", "3m")
	// The window becomes narrower after the third event.
	h, r := watchOnTerminal(t, []int{120, 120, 120, 40}, "--platform", "flutter", a, b)
	want := `90 2026-11-22 12:01:30 · 1 RTC lobby, 1 · RTC: warning: join ends in 30 s · Flutter calls onTokenPrivilegeWillExpire
90   Fetch a new token and call renewToken.
90 2026-11-22 12:01:30 · 2 Chat bob · Chat: warning at half of the lifetime · Flutter calls onTokenWillExpire
90   Fetch a new token and call renewToken.
120 2026-11-22 12:02:00 · 1 RTC lobby, 1 · RTC: join ends · Flutter calls onRequestToken
120   Fetch a new token and call joinChannel again.
120 2026-11-22 12:02:00 · 1 RTC lobby, 1
120   RTC: the user is out of the channel
180 2026-11-22 12:03:00 · 2 Chat bob
180   Chat: login ends
180   Flutter calls onTokenDidExpire
180   Fetch a new token and log in again.`
	if got := strings.Join(h.seen, "\n"); got != want || r.code != 0 {
		t.Errorf("ends with %d, prints\n%s\nwant\n%s", r.code, got, want)
	}
	_, r = watchOnTerminal(t, []int{80}, a)
	if first := "2026-11-22 12:01:30 · RTC: warning: join ends in 30 s\n  Android calls onTokenPrivilegeWillExpire\n  Fetch a new token and call renewToken.\n"; !strings.HasPrefix(r.out, first) {
		t.Errorf("prints\n%s\nwant at first\n%s", r.out, first)
	}
}

func TestWatchFitsAnyTerminal(t *testing.T) {
	for _, names := range hostileNames() {
		text := newToken(t, "rtc", "--channel", names[0], "--account", names[1], "--expire", "2m")
		other := newToken(t, "rtm", "--user", names[1], "--expire", "2m")
		for _, width := range widths() {
			_, r := watchOnTerminal(t, []int{width}, text, other)
			got := r.must(t)
			checkPrintable(t, names[:], got)
			events := 0
			for line := range strings.Lines(got) {
				if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > max(width, 20) {
					t.Errorf("%q at %d cells: %d cells in %q", names, width, n, line)
				}
				switch {
				case strings.HasPrefix(line, "2026-"):
					events++
				case !strings.HasPrefix(line, "  "):
					t.Errorf("%q at %d cells: %q looks like an event", names, width, line)
				}
			}
			if events != 10 {
				t.Errorf("%q at %d cells: %d events, want 10, in\n%s", names, width, events, got)
			}
		}
	}
}

func FuzzEventsOnTerminal(f *testing.F) {
	for _, names := range hostileNames() {
		for _, width := range widths() {
			f.Add(width, names[0], names[1])
		}
	}
	f.Fuzz(func(t *testing.T, width int, channel, user string) {
		made := fake{env: own()}.run("new", "rtc", "--channel", channel, "--account", user)
		if made.code != 0 {
			return // names that no token has
		}
		args := []string{"timeline", strings.TrimSpace(made.out)}
		table := run(args...).must(t)
		if width < 1 {
			width = 80
		}
		checkFits(t, channel+" "+user, onTerminal(t, colourless(), width, args...), table, width)
	})
}
