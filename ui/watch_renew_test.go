package ui_test

import (
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
)

// TestRenewedByPaste renews a row with what is pasted: accepted it takes the row's
// place, refused it changes nothing, and either way the SDK's answer is said.
func TestRenewedByPaste(t *testing.T) {
	p, _ := mine(t)
	for _, c := range []struct {
		name   string
		change func(a *token.AccessToken2)
		after  time.Duration
		says   []string
		taken  bool
	}{
		{"a longer one", func(a *token.AccessToken2) { a.Expire, a.Services[0].Privileges[0].Expire = 7200, 7200 }, 0, []string{"lobby: renewal accepted"}, true},
		{"the same once more", func(*token.AccessToken2) {}, 0, []string{"renewal accepted, but it gains no time"}, true},
		{"expired", func(a *token.AccessToken2) { a.IssueTs -= 9000 }, 0, []string{"renewal refused, onRenewTokenResult 2"}, false},
		{"another user", func(a *token.AccessToken2) { a.Services[0].UID = "8" }, 0, []string{"onRenewTokenResult 3", `"8"`}, false},
		{"another channel", func(a *token.AccessToken2) { a.Services[0].ChannelName = "studio" }, 0, []string{"onRenewTokenResult 4", `"studio"`}, false},
		{"another App ID", func(a *token.AccessToken2) { a.AppID = p.AppID }, 0, []string{"onRenewTokenResult 5"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w *model.Workspace
			u := open(t, 120, 36, space(&w), rows(watched(t, nil))).press("f3")
			before := *w.Watched.Row(0)
			next := watched(t, func(a *token.AccessToken2) { a.Salt = 2; c.change(a) })
			u.press("r").sees("Renew with", "⏎ alone signs").paste(next.Text).press("enter").misses("Renew with").sees(c.says...)
			row := *w.Watched.Row(0)
			if taken := row.Token.Text == next.Text; taken != c.taken || w.Watched.Len() != 1 || row.Name != before.Name {
				t.Errorf("the row has the new token: %v, %d rows, called %q", taken, w.Watched.Len(), row.Name)
			}
			if !c.taken && (row.Token != before.Token || row.Renewals != 0) {
				t.Errorf("refused, and the row is %+v", row)
			}
			u.press("t", "t", "t").wait(6 * time.Second).sees(c.says...) // the toast is gone, the log stays
		})
	}
}

// TestRenewedByAnything pastes what is not one token.
func TestRenewedByAnything(t *testing.T) {
	tok := watched(t, func(a *token.AccessToken2) { a.Salt = 2; a.IssueTs += 60 })
	_, secret := mine(t)
	for name, c := range map[string]struct{ text, says string }{
		"a text": {"hello", "that is not a token"}, "half a token": {tok.Text[:80], "that is not a token"}, "two": {logOfTwo(t), "2 tokens are in it"},
		"a JWT":                     {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "that is not a token"},
		"32 hex":                    {strings.ToUpper(secret), "that is not a token"},
		"an error":                  {"AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout", "that is not a token"},
		"a key of the years before": {"005AwAoADc0QTk5RTVEQjI4MDk0NUI0NzUwNTk0MUFDMjM4MDU2NzIwREY3QjAQAJcMo13mDERkW7roohUGGzOwKDdW9buDA68oN1YAAA==", "renewal refused, onRenewTokenResult"},
		"sequences":                 {"\x1b[2J\x1b]0;x\x07\u202e", "that is not a token"}, "too much": {strings.Repeat("007eJx ", 20000), ""},
		"in quotes": {`"` + tok.Text + `"`, "renewal accepted"}, "JSON": {`{"token":"` + tok.Text + `"}`, "renewal accepted"},
		"wrapped": {tok.Text[:60] + "\r\n" + tok.Text[60:120] + "\r\n" + tok.Text[120:], "renewal accepted"}, "indented": {"\t " + tok.Text + " \n", "renewal accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			u := open(t, 120, 36, rows(watched(t, nil))).press("f3", "r").paste(c.text).press("enter").sees(c.says)
			if err := u.fits(); err != nil {
				t.Error(err)
			}
			if u.press("esc"); u.press("x").misses("1 token") == nil || !contains(u, "Nothing is watched") {
				t.Errorf("esc leaves something open:\n%s", u.frame())
			}
		})
	}
}

// TestACertificateIsNotShownInAQuestion pastes the certificate where a text is asked
// for: as in the other panes it is shown nowhere.
func TestACertificateIsNotShownInAQuestion(t *testing.T) {
	p, secret := mine(t)
	for _, key := range []string{"r", "R", "/"} {
		u := open(t, 120, 36, projects(p), rows(watched(t, nil))).press("f3", key).replace("").paste(secret)
		if contains(u, secret) {
			t.Errorf("after %s the certificate is on the screen:\n%s", key, u.frame())
		}
		if u.press("enter"); contains(u, secret) {
			t.Errorf("after %s and ⏎ the certificate is on the screen:\n%s", key, u.frame())
		}
	}
}

func TestRenewedAfresh(t *testing.T) {
	var w *model.Workspace
	u := open(t, 120, 36, space(&w), rows(lasting(t, 60, 60, 1))).press("f3").wait(50*time.Second).sees("10s left").press("r", "enter").sees("lobby: renewal accepted", "1m 00s left")
	if row := w.Watched.Row(0); row.Renewals != 1 || row.Timeline.IssuedAt != 1700000050 {
		t.Errorf("%d renewals, issued at %d", row.Renewals, row.Timeline.IssuedAt)
	}
	u.wait(61*time.Second).sees("expired 00:00:01 ago").press("r", "enter").sees("1m 00s left")
}

// TestAfreshIsIssuedWhenAsked opens the question and answers later: the token is
// issued then, and the verdict is of then.
func TestAfreshIsIssuedWhenAsked(t *testing.T) {
	var w *model.Workspace
	u := open(t, 120, 36, space(&w), rows(lasting(t, 60, 60, 1))).press("f3", "r").wait(50 * time.Second).press("enter")
	if at := w.Watched.Row(0).Timeline.IssuedAt; at != 1700000050 {
		t.Errorf("issued %d s after the question was answered:\n%s", at-1700000050, u.frame())
	}
	open(t, 120, 36, rows(lasting(t, 3600, 3600, 1))).press("f3", "r").paste(lasting(t, 30, 30, 2).Text).wait(40 * time.Second).press("enter").sees("onRenewTokenResult 2")
}

// TestAnswersReachTheWorkspaceThatIsInUse answers questions that were asked before
// the projects had been read.
func TestAnswersReachTheWorkspaceThatIsInUse(t *testing.T) {
	for name, c := range map[string]struct {
		ask, answer func(u *user)
		right       func(l *model.Watchlist) bool
	}{
		"name":   {func(u *user) { u.press("R") }, func(u *user) { u.replace("other").press("enter") }, func(l *model.Watchlist) bool { return l.Row(0).Name == "other" }},
		"renew":  {func(u *user) { u.press("r") }, func(u *user) { u.press("enter") }, func(l *model.Watchlist) bool { return l.Row(0).Renewals == 1 }},
		"filter": {func(u *user) { u.press("/") }, func(u *user) { u.write("studio").press("enter").sees(`1 of 2 tokens with "studio"`) }, func(*model.Watchlist) bool { return true }},
	} {
		t.Run(name, func(t *testing.T) {
			u := open(t, 120, 36, rows(watched(t, nil))).press("f3")
			c.ask(u)
			loaded := model.NewWorkspace([]project.Project{project.Demo()})
			loaded.Watched.Add(watched(t, func(a *token.AccessToken2) { a.Salt, a.Services[0].ChannelName = 9, "studio" }), nil, loaded.Projects)
			u.send(ui.Loaded{Workspace: loaded})
			c.answer(u)
			if !c.right(&loaded.Watched) {
				t.Errorf("the answer went elsewhere:\n%s", u.frame())
			}
		})
	}
}

func TestWhyNothingIsSignedAfresh(t *testing.T) {
	p, _ := mine(t)
	stranger := watched(t, func(a *token.AccessToken2) { a.AppID = p.AppID })
	u := open(t, 120, 36, rows(stranger)).press("f3", "r", "enter").sees("fedc…3210", "paste the new token", "Renew with").misses(p.AppID)
	u.press("esc").misses("Renew with").press("y").sees("token sent")
}

// TestARenewalIsUndone holds that u brings the token back that was renewed.
func TestARenewalIsUndone(t *testing.T) {
	var w *model.Workspace
	tok := lasting(t, 60, 60, 1)
	s := &shelf{t: t}
	u := open(t, 120, 36, space(&w), rows(tok)).press("f3").wait(30*time.Second).press("r", "enter").sees("1m 00s left")
	u.press("u").sees(`"lobby" has the token from before its renewal again`, "30s left", "1 token").press("u").sees("nothing was taken out or renewed")
	if w.Watched.Row(0).Token.Text != tok.Text {
		t.Error("it is another token")
	}
	u = open(t, 120, 36, rows(tok), s.on).press("f3", "r", "enter", "u")
	if got := string(s.list.Rows[0].Description); !strings.Contains(got, `"salt":1,`) {
		t.Errorf("kept is %s", got)
	}
	u.sees("1m 00s left")
}

// TestARenewalInPretendedTimeIsARehearsal holds that it says so, is undone, and is
// never kept.
func TestARenewalInPretendedTimeIsARehearsal(t *testing.T) {
	for name, pretend := range map[string]struct {
		option option
		keys   string
	}{"travel": {func(*setting) {}, "]"}, "from the start": {func(d *setting) { d.Pretend = true }, "t t t t"}} {
		t.Run(name, func(t *testing.T) {
			s := &shelf{t: t}
			u := open(t, 120, 36, rows(lasting(t, 7200, 7200, 1)), s.on, pretend.option).press("f3", "K").travel(pretend.keys).press("r", "enter")
			u.sees("in pretended time only: renewal accepted", "what is kept is the token from before")
			u.wait(10*time.Second).press("0", "K").sees("pretended time only", "what is kept is the token from before")
			u.press("r").paste(vectorToken(t, "descriptions.jsonl", 0)).press("enter").sees("renewal refused", "what is kept is the token from before").misses("time only")
			if got := string(s.list.Rows[0].Description); !strings.Contains(got, `"salt":1,`) || len(s.list.Rows) != 1 {
				t.Errorf("kept is %s", got)
			}
			u.press("u").sees(`"lobby" has the token from before`).misses("pretended time only", "what is kept")
		})
	}
}

// TestTheLastVerdictStaysWithItsRow holds that what became of a renewal is read in
// the row's own box, whole, at every width.
func TestTheLastVerdictStaysWithItsRow(t *testing.T) {
	u := open(t, 120, 36, rows(watched(t, nil), lasting(t, 1800, 1800, 2))).press("f3", "r").paste(watched(t, func(a *token.AccessToken2) { a.Services[0].UID = "8" }).Text).press("enter").wait(10 * time.Second)
	u.sees("23:13:20 renewal refused, onRenewTokenResult 3").press("down").misses("onRenewTokenResult").press("up")
	if flat := strings.Join(strings.Fields(strings.ReplaceAll(u.resize(60, 40).frame(), "│", " ")), " "); !strings.Contains(flat, `onRenewTokenResult 3: The new token is for the uid "8", and the old one for "7".`) {
		t.Errorf("the verdict is cut:\n%s", u.frame())
	}
}
