package detail

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"agtok/model"
	"agtok/model/timeline"
	"agtok/token"
	"agtok/ui/theme"
	"agtok/ui/widget"
)

func plain(now time.Time, w int) View {
	r := lipgloss.NewRenderer(&bytes.Buffer{})
	r.SetHasDarkBackground(true)
	r.SetColorProfile(termenv.Ascii)
	return View{Theme: theme.New(r, theme.Mono, false), Now: now, Width: w}
}

func timelineOf(s ...token.Service) *timeline.Timeline {
	tl := timeline.Of(&token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{IssueTs: 1_700_000_000, Expire: 86400, Services: s}})
	return &tl
}

// TestEventsSayTheSecond holds that an event a day away is told to the second, its
// callback in full at every width.
func TestEventsSayTheSecond(t *testing.T) {
	tl := timelineOf(token.Service{Type: token.RTM, UserID: "u", Privileges: []token.Grant{{Privilege: token.Login, Expire: 86400}}})
	for w := 36; w <= 120; w += 7 {
		lines := plain(time.Unix(1_700_000_000, 0).UTC(), w).Events(tl, timeline.Android)
		all := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
		for _, want := range []string{"11-15 22:12:50", "11-15 22:13:20", "onTokenPrivilegeWillExpire", "onTokenExpired"} {
			if !strings.Contains(all, want) {
				t.Errorf("at %d cells nothing says %q:\n%s", w, want, strings.Join(lines, "\n"))
			}
		}
		for _, line := range lines {
			if widget.Width(line) > w {
				t.Errorf("%q is wider than %d", line, w)
			}
		}
	}
}

func TestATokenWithoutEventsSaysUntilWhenItAdmits(t *testing.T) {
	tl := timelineOf(token.Service{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 3600}}})
	want := "Nothing happens that an SDK would report. The token admits until 23:13:20: 59m 50s left."
	if got := plain(time.Unix(1_700_000_010, 0).UTC(), 120).Events(tl, timeline.Web); len(got) != 1 || got[0] != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

func TestLanesOfWhatIsTwofold(t *testing.T) {
	rtc := func(channel string) token.Service {
		return token.Service{Type: token.RTC, ChannelName: channel, Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 600}}}
	}
	tl := timeline.Of(&token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{IssueTs: 1_700_000_000, Services: []token.Service{rtc("a"), rtc("b")}}})
	all := strings.Join(plain(time.Unix(1_700_000_001, 0), 100).Lanes(&tl, timeline.Android, 20), "\n")
	for _, want := range []string{"RTC 1 join", "RTC 2 join", "0: 24 h?"} {
		if !strings.Contains(all, want) {
			t.Errorf("no lane says %q:\n%s", want, all)
		}
	}
}

// TestSummaryBeforeTheIssue holds that a token of tomorrow is not called valid.
func TestSummaryBeforeTheIssue(t *testing.T) {
	tl := timelineOf(token.Service{Type: token.RTC, Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 600}}})
	th := plain(time.Time{}, 80).Theme
	for now, want := range map[int64]string{1_700_000_000 - 60: "not yet: issued in 1m 00s", 1_700_000_000: "valid"} {
		if got := Summary(th, model.Valid, tl, now); !strings.Contains(got, want) {
			t.Errorf("at %d it is %q, want %q", now, got, want)
		}
	}
}
