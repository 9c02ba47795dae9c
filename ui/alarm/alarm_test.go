package alarm

import (
	"bytes"
	"strings"
	"testing"
)

func TestRing(t *testing.T) {
	for _, c := range []struct {
		name  string
		alarm Alarm
		text  string
		want  string
	}{
		{"silent", Alarm{}, "host expires", ""},
		{"off", Alarm{Means: []string{"off"}}, "host expires", ""},
		{"toast only", Alarm{Means: []string{Toast}}, "host expires", ""},
		{"bell", Alarm{Means: []string{Toast, Bell}}, "host expires", "\a"},
		{"OSC 9", Alarm{Means: []string{Terminal}}, "host expires", "\x1b]9;agtok: host expires\a\x1b]2;! host expires - agtok\a"},
		{"OSC 777", Alarm{Means: []string{Terminal}, Protocol: OSC777}, "host; expires", "\x1b]777;notify;agtok;host, expires\a\x1b]2;! host; expires - agtok\a"},
		{"tmux", Alarm{Means: []string{Terminal}, InTmux: true}, "x", "\x1bPtmux;\x1b\x1b]9;agtok: x\a\x1b\\\x1b]2;! x - agtok\a"},
		{"both", Alarm{Means: []string{Bell, Terminal}}, "x", "\a\x1b]9;agtok: x\a\x1b]2;! x - agtok\a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.alarm.Ring(c.text); got != c.want {
				t.Errorf("the sequence is %q, not %q", got, c.want)
			}
		})
	}
}

// TestHostileText holds that a name can't end the sequence and begin another.
func TestHostileText(t *testing.T) {
	sequence := Alarm{Means: []string{Terminal}}.Ring("a\x1b\\\a\x1b]52;c;aGk=\a" + strings.Repeat("x", 5000))
	note, title, both := strings.Cut(sequence, "\a\x1b]2;! ")
	note = strings.TrimPrefix(note, "\x1b]9;agtok: ")
	title = strings.TrimSuffix(title, " - agtok\a")
	if !both || strings.ContainsAny(note+title, "\x1b\a") || len(note) > 4*maxText || len(title) > 4*maxTitle || note == "" || title == "" {
		t.Errorf("the sequence is %q", sequence)
	}
}

// TestTitle holds that the window gets its title back, and that nobody's title is
// touched who did not ask for it.
func TestTitle(t *testing.T) {
	for means, want := range map[string]string{
		Terminal: "\x1b[22;2t\x1b]2;agtok\a\x1b[23;2t",
		Bell:     "",
	} {
		var out bytes.Buffer
		a := Alarm{Means: []string{means}, Out: &out}
		a.Open()
		a.Write(a.Seen())
		a.Close()
		if out.String() != want {
			t.Errorf("%s wrote %q, not %q", means, out.String(), want)
		}
	}
}

func TestProtocolOf(t *testing.T) {
	env := func(pairs ...string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1], true
				}
			}
			return "", false
		}
	}
	if ProtocolOf(env("TERM", "xterm-256color")) != OSC9 || ProtocolOf(env()) != OSC9 ||
		ProtocolOf(env("TERM", "rxvt-unicode")) != OSC777 || ProtocolOf(env("VTE_VERSION", "7000")) != OSC777 {
		t.Error("another protocol")
	}
}
