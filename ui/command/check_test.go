package command_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestCheckAdmitsOrSaysWhyNot(t *testing.T) {
	rtc := lobby(t)
	subscriber := newToken(t, "rtc", "--channel", "*", "--uid", "0", "--role", "subscriber", "--expire", "10m")
	rtm := newToken(t, "rtm", "--user", "alice")
	chat := newToken(t, "chat-user", "--user", "alice")
	old := newToken(t, "rtc-006", "--channel", "lobby", "--uid", "1234")
	for _, c := range []struct {
		args string
		ids  string // of the reasons, "" when admitted
	}{
		{rtc + " --channel lobby --uid 1234", ""},
		{rtc + " --channel Lobby --uid 1234", "channel-mismatch"},
		{rtc + " --channel lobby --uid 0", "uid-mismatch"},
		{rtc + " --channel lobby --account 1234", ""},
		{rtc + " --channel lobby --uid 1234 --expect publisher --min-ttl 30m --require-signature", ""},
		{rtc + " --channel lobby --uid 1234 --expect subscriber", "role-mismatch"},
		{rtc + " --channel lobby --uid 1234 --min-ttl 2h", "ttl-too-short"},
		{rtc + " --channel x --uid 1 --now 2099-01-01", "channel-mismatch uid-mismatch expired"},
		{rtc + " --app-id 00000000000000000000000000000000", "app-id-mismatch"},
		{rtc + " --product chat --user alice", "wrong-service"},
		{subscriber + " --channel any --uid 99 --expect subscriber", ""},
		{rtm + " --user alice", ""},
		{rtm + " --user bob", "user-mismatch"},
		{chat + " --user alice", ""},
		{chat + " --product rtc --channel c", "wrong-service"},
		{old + " --channel lobby --uid 1234 --require-signature", ""},
		{old + " --channel lobby --uid 1235", "uid-mismatch"},
		{"hello --channel c", "not-a-token"},
	} {
		r := fake{env: own()}.run(append([]string{"check", "--json"}, strings.Fields(c.args)...)...)
		want := 1
		if c.ids == "" {
			want = 0
		}
		r.check(t, want, "")
		var v struct {
			Admitted bool
			Reasons  []struct{ ID, Message, Fix string }
			Findings []any
		}
		if err := json.Unmarshal([]byte(r.out), &v); err != nil {
			t.Fatalf("%s: %v in %q", c.args, err, r.out)
		}
		var ids []string
		for _, reason := range v.Reasons {
			ids = append(ids, reason.ID)
			if reason.Message == "" || reason.Fix == "" {
				t.Errorf("%s: %s has no message or no fix", c.args, reason.ID)
			}
		}
		if !slices.Equal(ids, strings.Fields(c.ids)) || v.Admitted != (c.ids == "") || v.Findings == nil {
			t.Errorf("%s: %s", c.args, r.out)
		}
	}
}

func TestCheckSaysItInWords(t *testing.T) {
	r := fake{env: own()}.run("check", lobby(t), "--channel", "LOBBY\x1b[2J")
	r.check(t, 1, "")
	for _, want := range []string{"refused", "110", "CAN_NOT_GET_GATEWAY_SERVER", `\x1b[2J`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the output lacks %q:\n%s", want, r.out)
		}
	}
	piped := fake{env: own(), stdin: lobby(t) + "\n"}.run("check", "--channel", "lobby")
	piped.check(t, 0, "")
	if !strings.Contains(piped.out, "admitted") {
		t.Errorf("from a pipe: %s", piped.out)
	}
}

func TestCheckRefusesWrongArguments(t *testing.T) {
	for args, want := range map[string]string{
		"check a b":                     "one token at a time",
		"check T --uid x":               "--uid: a uid is a number",
		"check T --uid 4294967296":      "--uid: a uid is a number",
		"check T --uid 1 --account":     "needs a value",
		"check T --product tv":          `--product: "tv" is none of rtc, rtm, chat`,
		"check T --expect admin":        `--expect: "admin" is none of publisher, subscriber`,
		"check T --min-ttl soon":        "--min-ttl: not a lifetime",
		"check T":                       "say what the client passes: --channel, --uid, --account",
		"check T --user bob":            "--user says nothing of a client of rtc",
		"check T --product rtm --uid 5": "--uid says nothing of a client of rtm",
	} {
		run(strings.Fields(args)...).check(t, 2, want)
	}
}
