package command_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	at := func(when string, args ...string) string { return newToken(t, append(args, "--issue-time", when)...) }
	first := at("2026-11-22T11:00:00Z", "rtc", "--channel", "lobby", "--uid", "1", "--expire", "2h")
	for _, c := range []struct {
		name, other string
		code        int // of the exit
		renewal     int
		field       string
	}{
		{"later", at("2026-11-22T11:30:00Z", "rtc", "--channel", "lobby", "--uid", "1", "--expire", "2h"), 0, 0, "issueTs"},
		{"another channel", at("2026-11-22T11:30:00Z", "rtc", "--channel", "other", "--uid", "1", "--expire", "2h"), 1, 4, "services[0].channelName"},
		{"another user", at("2026-11-22T11:30:00Z", "rtc", "--channel", "lobby", "--uid", "2", "--expire", "2h"), 1, 3, "services[0].uid"},
		{"expired", at("2026-11-01T11:30:00Z", "rtc", "--channel", "lobby", "--uid", "1"), 1, 2, "expire"},
	} {
		r := fake{env: own()}.run("diff", "--json", first, c.other, "--now", "2026-11-22T12:00:00Z")
		r.check(t, c.code, "")
		var d struct {
			Same    bool
			Changes []struct{ Field string }
			Renewal struct {
				Accepted bool
				Code     int
				Reason   string
			}
			Findings []any
		}
		if err := json.Unmarshal([]byte(r.out), &d); err != nil {
			t.Fatalf("%s: %v in %q", c.name, err, r.out)
		}
		named := false
		for _, change := range d.Changes {
			named = named || change.Field == c.field
		}
		if !named || d.Renewal.Code != c.renewal || d.Renewal.Accepted != (c.code == 0) || d.Renewal.Reason == "" || d.Same {
			t.Errorf("%s: %s", c.name, r.out)
		}
	}
	r := fake{env: own()}.run("diff", first, first)
	if !strings.Contains(r.out, "Nothing differs") {
		t.Errorf("the same twice: %q", r.out)
	}
	run("diff", "a").check(t, 2, "two tokens are compared")
	run("diff", "a", first).check(t, 1, "the first argument is not a token")
}
