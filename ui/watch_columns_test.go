package ui_test

import (
	"strings"
	"testing"
	"time"

	"agtok/token"
)

// column gives what stands under a title in the line that holds text.
func (u *user) column(title, text string) string {
	u.t.Helper()
	head, line := []rune(u.lineWith("join/login")), []rune(u.lineWith(text))
	from := len([]rune(string(head)[:strings.Index(string(head), title)]))
	to := from + len([]rune(title))
	for to < len(head) && head[to] == ' ' {
		to++
	}
	return strings.TrimSpace(string(line[from:min(to, len(line))]))
}

// both is a token to join and to log in, each with its own user and lifetime.
func both(t testing.TB, expire, join, login uint32) *token.Token {
	return watched(t, func(a *token.AccessToken2) {
		a.Expire, a.Services[0].UID, a.Services[0].Privileges = expire, "alice", privileges(join)
		a.Services = append(a.Services, token.Service{Type: token.RTM, UserID: "bob", Privileges: privileges(login)})
	})
}

// TestEachWayInIsNamedWhereTheyEndApart holds that an end of one does not pass for
// the end of the other.
func TestEachWayInIsNamedWhereTheyEndApart(t *testing.T) {
	u := open(t, 200, 60, rows(both(t, 3600, 7200, 1200))).press("f3")
	for _, c := range []struct {
		after time.Duration
		size  [2]int
		want  string
	}{
		{0, [2]int{200, 60}, "join 1h · login 20m"},
		{1500 * time.Second, [2]int{200, 60}, "join 35m · login ended"},
		{0, [2]int{120, 36}, "join 35m 00s"},
		{0, [2]int{80, 24}, "join 35m 00s"},
		{0, [2]int{40, 12}, "35m 00s"},
		{2101 * time.Second, [2]int{80, 24}, "✗ ended"},
	} {
		u.wait(c.after).resize(c.size[0], c.size[1])
		if got := u.column("join/login", "lobby "); got != c.want {
			t.Errorf("%v: %q, want %q\n%s", c.size, got, c.want, u.frame())
		}
	}
	u.resize(120, 36).sees("alice, bob")
}

// kinds are tokens that say something else in each column.
func kinds(t testing.TB) []*token.Token {
	one := func(salt uint32, change func(a *token.AccessToken2, s *token.Service)) *token.Token {
		return watched(t, func(a *token.AccessToken2) { a.Salt = salt; change(a, &a.Services[0]) })
	}
	return []*token.Token{
		both(t, 3600, 7200, 1200),
		one(2, func(a *token.AccessToken2, s *token.Service) { a.IssueTs, s.ChannelName = a.IssueTs+7200, "later" }),
		one(3, func(_ *token.AccessToken2, s *token.Service) {
			s.ChannelName, s.UID, s.Privileges = "mute", "", []token.Grant{{Privilege: token.PublishAudioStream, Expire: 3600}}
		}),
		one(4, func(_ *token.AccessToken2, s *token.Service) {
			*s = token.Service{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 3600}}}
		}),
		one(5, func(_ *token.AccessToken2, s *token.Service) {
			s.ChannelName, s.UID, s.Privileges = "studio", "2882341273", privileges(3600, 600, 300, 200)
		}),
		one(6, func(a *token.AccessToken2, s *token.Service) { a.IssueTs, s.ChannelName = a.IssueTs-51*3600, "old" }),
	}
}

// TestNoRowIsCut holds that at every width the columns that do not fit are left out,
// and that those that are there tell all that they have to.
func TestNoRowIsCut(t *testing.T) {
	long(t)
	u := open(t, 120, 50, rows(kinds(t)...)).press("f3")
	for _, after := range []time.Duration{0, 200 * time.Second, time.Second, 399 * time.Second, 3000 * time.Second, time.Second, 5 * time.Hour} {
		u.wait(after)
		for w := 40; w <= 200; w++ {
			u.resize(w, 50)
			for _, line := range strings.Split(u.frame(), "\n")[2:9] {
				if strings.Contains(line, "…") || !strings.HasPrefix(line, "│") || !strings.HasSuffix(line, " │") {
					t.Fatalf("after %v, %d cells: %s", after, w, line)
				}
			}
		}
	}
}

// TestSpareWidth holds what the room is spent on.
func TestSpareWidth(t *testing.T) {
	for _, c := range []struct {
		width int
		want  []string
	}{
		{80, []string{"audio", "next event", "━━━━ 1h 00m"}}, {100, []string{"channel", "user", "2882341273", "next event"}},
		{120, []string{"for", "channel", "2882341273", "━━━━━━━━ 1h 00m"}}, {200, []string{"channel", "2882341273", " ━━━━━━━━━━━━ 1h 00m", " ━━━━━━━━━━━━ 10m 00s"}},
	} {
		u := open(t, c.width, 36, rows(kinds(t)...)).press("f3")
		list := u.lineWith("join/login") + u.lineWith("studio ")
		for _, want := range c.want {
			if !strings.Contains(list, want) {
				t.Errorf("%d cells lack %q: %s", c.width, want, list)
			}
		}
	}
}

// TestWhoCanNotEnterDoesNotCount holds that a token that lets nobody in shows why,
// and neither a countdown nor an event.
func TestWhoCanNotEnterDoesNotCount(t *testing.T) {
	var b bells
	u := open(t, 120, 36, ringing(&b), rows(kinds(t)[2])).press("f3")
	line := u.lineWith("mute ")
	if !strings.Contains(line, "unusable: join is not granted") || strings.ContainsAny(line, "━0") || strings.Contains(line, "warns") {
		t.Errorf("it says %s", line)
	}
	u.press("n").sees("no event comes after this moment").press("0").wait(2 * time.Hour)
	b.wants(t, "in two hours")
	p, _ := mine(t)
	text, err := token.Sign(watched(t, nil).AccessToken2, p.Keys[0].Certificate)
	if err != nil {
		t.Fatal(err)
	}
	strange, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	open(t, 120, 36, rows(strange)).press("f3").sees("unusable: the signature is not valid")
}

// TestBeforeTheFirstSecond holds that a token of the future has nothing full or green.
func TestBeforeTheFirstSecond(t *testing.T) {
	u := open(t, 120, 36, rows(kinds(t)[1])).press("f3")
	if line := u.lineWith("later "); !strings.Contains(line, "○ not yet: issued in 2h 00m") || strings.Contains(line, "━") || !strings.Contains(line, "warns 2h 59m") {
		t.Errorf("it says %s", line)
	}
	if text := u.press("e").lastCopied(); !strings.Contains(text, "| not yet: issued in 2h 00m |") {
		t.Errorf("exported as\n%s", text)
	}
	u.wait(7200 * time.Second).sees("● valid    ━━━━━━━━ 1h 00m")
}

func TestWordsOfARow(t *testing.T) {
	u := open(t, 120, 36, rows(kinds(t)...)).press("f3")
	for _, c := range []struct{ title, row, want string }{
		{"user", "token       Chat", "–"}, {"channel", "token       Chat", "–"}, {"next event", "token       Chat", "until 00:13:20"}, {"user", "mute ", "any"}, {"token", "old ", "✗ expired 2d 2h ago"},
	} {
		if got := u.column(c.title, c.row); !strings.HasPrefix(got, c.want) && !strings.HasPrefix(c.want, got) || got == "" {
			t.Errorf("%s of %s: %q, want %q", c.title, c.row, got, c.want)
		}
	}
	u.sees("expired 2d 2h ago")
}
