package command_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"agtok/ui/command"
)

// hands is a clock that moves only when somebody waits, and writes down who printed
// when.
type hands struct {
	now   time.Time
	extra time.Duration // by which the first wait is too long, as of a machine that slept
	waits int
	most  time.Duration // the longest wait that was asked for
	stop  func()        // called at the tenth wait
	seen  []string      // each line of output with the seconds gone by
	out   strings.Builder
}

func (h *hands) After(d time.Duration) <-chan time.Time {
	h.waits++
	h.most = max(h.most, d)
	h.now = h.now.Add(d + h.extra)
	h.extra = 0
	if h.stop != nil && h.waits == 10 {
		h.stop()
		return make(chan time.Time) // which never comes
	}
	ready := make(chan time.Time, 1)
	ready <- h.now
	return ready
}

func (h *hands) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		h.seen = append(h.seen, fmt.Sprintf("%d %s", int64(h.now.Sub(noon)/time.Second), strings.TrimSuffix(line, "\n")))
	}
	return h.out.Write(p)
}

// watch runs the command with a clock that starts at noon.
func (h *hands) watch(ctx context.Context, f fake, args ...string) result {
	var errs bytes.Buffer
	h.now = noon
	w := f.world(append([]string{"watch"}, args...), h, &errs)
	w.Now, w.After = func() time.Time { return h.now }, h.After
	code := command.Run(ctx, w)
	return result{code, h.out.String(), errs.String()}
}

// fired writes the events that were printed: seconds after noon of the real clock,
// kind, and the second that the event was due by the console's.
func (h *hands) fired(t *testing.T) string {
	t.Helper()
	var parts []string
	for _, line := range h.seen {
		seconds, object, _ := strings.Cut(line, " ")
		e := eventLines(t, object)[0]
		parts = append(parts, fmt.Sprintf("%s:%s@%d", seconds, e.Event, e.At-noon.Unix()))
	}
	return strings.Join(parts, " ")
}

func TestWatch(t *testing.T) {
	text := newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "10m", "--join", "20m", "--no-audio", "--no-video", "--no-data")
	const all = "600:rejoin-closed@600 1170:will-expire@1170 1200:expired@1200 1200:removed@1200"
	for _, c := range []struct {
		name  string
		args  []string
		extra time.Duration
		want  string
		says  string
	}{
		{"each at its second", nil, 0, all, "agtok: watching 1 token: 4 events to come, the first in 10m 00s\n"},
		{"a machine that slept", nil, 19*time.Minute + time.Second,
			"1171:rejoin-closed@600 1171:will-expire@1170 1200:expired@1200 1200:removed@1200", "4 events to come"},
		{"a machine that slept to the end", nil, 24 * time.Hour,
			"86430:rejoin-closed@600 86430:will-expire@1170 86430:expired@1200 86430:removed@1200", "4 events to come"},
		{"until a lifetime", []string{"--until", "1000"}, 0, "600:rejoin-closed@600", "agtok: the time to watch is over; 3 events are to come\n"},
		{"until the very second", []string{"--until", "20m"}, 0, all, ""},
		{"until a clock time", []string{"--until", "12:19:59"}, 0, "600:rejoin-closed@600 1170:will-expire@1170", "2 events are to come"},
		{"until now", []string{"--until", "0"}, 0, "", "4 events are to come"},
		{"from another time", []string{"--now", "2026-11-22T12:15:00+01:00"}, 0, "270:will-expire@1170 300:expired@1200 300:removed@1200",
			"agtok: the clock is not real: it starts at 2026-11-22 12:15:00 and runs on from there\nagtok: watching 1 token: 3 events to come, the first in 4m 30s; 1 event lies behind\n"},
		{"at the very second", []string{"--now", "2026-11-22T12:20:00+01:00"}, 0, "0:expired@1200 0:removed@1200", "the first now; 2 events lie behind"},
		{"too late", []string{"--now", "2026-11-22T12:20:01+01:00"}, 0, "", "watching 1 token: there is nothing to wait for; 4 events lie behind\n"},
		{"fast", []string{"--speed", "60"}, 0, "10:rejoin-closed@600 19:will-expire@1170 20:expired@1200 20:removed@1200",
			"the clock is not real: it starts at 2026-11-22 12:00:00 and runs 60 times as fast\n"},
		{"fastest", []string{"--speed", "86400"}, 0, "0:rejoin-closed@600 0:will-expire@1170 0:expired@1200 0:removed@1200", "runs 86400 times as fast"},
		{"fast from another time", []string{"--speed", "60", "--now", "2026-11-22T12:10:00+01:00"}, 0,
			"0:rejoin-closed@600 9:will-expire@1170 10:expired@1200 10:removed@1200", "starts at 2026-11-22 12:10:00 and runs 60 times as fast"},
		{"fast until", []string{"--speed", "60", "--until", "15m"}, 0, "10:rejoin-closed@600", "3 events are to come"},
		{"fast and long asleep", []string{"--speed", "86400"}, 200 * 365 * 24 * time.Hour,
			"6307200000:rejoin-closed@600 6307200000:will-expire@1170 6307200000:expired@1200 6307200000:removed@1200", ""},
	} {
		h := &hands{extra: c.extra}
		r := h.watch(t.Context(), fake{}, append(c.args, "--json", text)...)
		r.check(t, 0, c.says)
		if got := h.fired(t); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if h.most > 30*time.Second {
			t.Errorf("%s: the clock is not looked at for %v", c.name, h.most)
		}
	}
}

func TestWatchInWords(t *testing.T) {
	h := &hands{}
	a := newToken(t, "rtc", "--channel", "lobby", "--uid", "1", "--expire", "2m", "--no-audio", "--no-video", "--no-data", "--join", "2m")
	b := newToken(t, "chat-user", "--user", "bob", "--expire", "3m")
	r := h.watch(t.Context(), fake{stdin: "log: " + b + "\n"}, "--platform", "flutter", a, "-")
	want := `90 2026-11-22 12:01:30  1 RTC lobby, 1  RTC: warning: join ends in 30 s. Flutter calls onTokenPrivilegeWillExpire. Fetch a new token and call renewToken.
90 2026-11-22 12:01:30  2 Chat bob  Chat: warning at half of the lifetime. Flutter calls onTokenWillExpire. Fetch a new token and call renewToken.
120 2026-11-22 12:02:00  1 RTC lobby, 1  RTC: join ends. Flutter calls onRequestToken. Fetch a new token and call joinChannel again.
120 2026-11-22 12:02:00  1 RTC lobby, 1  RTC: the user is out of the channel
180 2026-11-22 12:03:00  2 Chat bob  Chat: login ends. Flutter calls onTokenDidExpire. Fetch a new token and log in again.`
	if got := strings.Join(h.seen, "\n"); got != want || r.code != 0 {
		t.Errorf("ends with %d, prints\n%s\nwant\n%s", r.code, got, want)
	}
	if want := "agtok: watching 2 tokens: 5 events to come, the first in 1m 30s\n"; r.err != want {
		t.Errorf("says %q, want %q", r.err, want)
	}
}

func TestWatchRefusals(t *testing.T) {
	good := lobby(t)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{good, "xyz"}, 1, "agtok: argument 2 is not a token: "},
		{[]string{good, good[:90]}, 1, "agtok: argument 2 holds a token that can't be read: "},
		{[]string{"--speed", "0", good}, 2, "--speed: how many times as fast the clock runs is a number from 1 to 86400"},
		{[]string{"--speed", "86401", good}, 2, "--speed: "},
		{[]string{"--speed", "1.5", good}, 2, "--speed: "},
		{[]string{"--until", "11:00", good}, 0, ""}, // tomorrow
		{[]string{"--until", "2026-11-22T11:00:00+01:00", good}, 2, "--until: 2026-11-22 11:00:00 lies behind: it is 2026-11-22 12:00:00"},
		{[]string{"--until", "soon", good}, 2, "--until: not a lifetime"},
		{[]string{"--until=", good}, 2, "--until: a lifetime is missing"},
		{[]string{"--until", "1795000000000", good}, 2, "--until: too large: as milliseconds this is "},
		{[]string{"--platform", "x", good}, 2, "--platform: "},
		{nil, 1, "standard input is empty, there is nothing to read"},
	} {
		h := &hands{}
		r := h.watch(t.Context(), fake{}, c.args...)
		r.check(t, c.code, c.says)
		if c.code != 0 && (r.out != "" || h.waits > 0) {
			t.Errorf("%q: watches all the same", c.args)
		}
	}
}

func TestWatchInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	h := &hands{stop: cancel}
	if r := h.watch(ctx, fake{}, lobby(t)); r.code != 130 || h.waits != 10 || r.out != "" {
		t.Errorf("exit code %d after %d waits, prints %q", r.code, h.waits, r.out)
	}
	cancel()
	if r := h.watch(ctx, fake{}, lobby(t)); r.code != 130 {
		t.Errorf("interrupted before it starts: exit code %d", r.code)
	}
}

// TestWatchInterruptedByTheRealClock waits for an hour with a real timer.
func TestWatchInterruptedByTheRealClock(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := fake{}.world([]string{"watch", lobby(t)}, io.Discard, telltale(cancel))
	if code := command.Run(ctx, w); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
}

// telltale calls something when it is written to.
type telltale func()

func (f telltale) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func TestWatchBrokenOutput(t *testing.T) {
	text := lobby(t)
	for _, c := range []struct {
		err  error
		code int
		says string
	}{{syscall.EPIPE, 0, ""}, {syscall.ENOSPC, 1, "agtok: the output can't be written: "}} {
		for _, flag := range []string{"--json", "--no-color"} {
			h := &hands{now: noon}
			var errs bytes.Buffer
			w := fake{}.world([]string{"watch", flag, text}, &broken{err: c.err}, &errs)
			w.Now, w.After = func() time.Time { return h.now }, h.After
			code := command.Run(t.Context(), w)
			if _, said, _ := strings.Cut(errs.String(), "\n"); code != c.code || !strings.HasPrefix(said, c.says) || c.says == "" && said != "" {
				t.Errorf("%v: exit code %d, says %q", c.err, code, said)
			}
			if gone := h.now.Sub(noon); gone > 3571*time.Second {
				t.Errorf("%v: goes on for %v", c.err, gone)
			}
		}
	}
}
