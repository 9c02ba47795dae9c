package detail

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

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
