package cohost_test

import (
	"strings"
	"testing"
	"time"

	"agtok/model/cohost"
	"agtok/model/project"
	"agtok/token"
)

// issued makes a token for RTC, not signed.
func issued(at int64, p cohost.Pass) *token.Token {
	s := token.Service{Type: token.RTC, ChannelName: "lobby", UID: "1234"}
	grant := func(id token.Privilege, term cohost.Term) {
		if term.Granted {
			s.Privileges = append(s.Privileges, token.Grant{Privilege: id, Expire: term.Seconds})
		}
	}
	grant(token.JoinChannel, p.Join)
	for _, m := range cohost.AllMedia() {
		grant(m.Privilege(), p.Media[m])
	}
	return &token.Token{Format: token.Format007, AccessToken2: &token.AccessToken2{AppID: project.Demo().AppID,
		IssueTs: uint32(at), Expire: p.Expire, Salt: 99, Services: []token.Service{s}}}
}

func TestBring(t *testing.T) {
	l := scenario(t, "subscriber-on")
	for _, c := range []struct {
		name   string
		issued int64 // after the start
		pass   cohost.Pass
		role   cohost.ClientRole
		after  int64
		want   string
	}{
		{"a publisher publishes", 10, cohost.Publisher(600), cohost.Host, 20, "opens-another in-another granted"},
		{"a subscriber listens", 10, cohost.Subscriber(600), cohost.Audience, 20, "opens-another in-another is-audience"},
		{"audio alone makes a host", 10, cohost.Pass{Expire: 600, Join: cohost.For(600), Media: [3]cohost.Term{cohost.For(60)}}, cohost.Host, 20, "opens-another in-another granted not-granted not-granted"},
		{"and ends by itself", 10, cohost.Pass{Expire: 600, Join: cohost.For(600), Media: [3]cohost.Term{cohost.For(60)}}, cohost.Host, 71, "opens-another in-another publish-over not-granted not-granted"},
		{"issued before the story", -500, cohost.Publisher(600), cohost.Host, 100, "opens-another in-another granted"},
		{"and over in it", -500, cohost.Publisher(600), cohost.Host, 101, "token-and-join-over was-removed outside"},
		{"over long before", -start, cohost.Publisher(600), cohost.Host, 20, "token-and-join-over was-refused outside"},
		{"not issued yet", 30, cohost.Publisher(600), cohost.Host, 20, "not-issued was-refused outside"},
		{"lifetimes of 0", 10, cohost.Pass{Join: cohost.For(0)}, cohost.Audience, 20, "may-join-zero in-another is-audience"},
	} {
		next, err := l.Bring(issued(start+c.issued, c.pass), 20)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		p := next.Participants[3]
		if p.Name != "1234" || p.Role != c.role || p.Pass != c.pass || next.ChannelOf(3) != "lobby" || next.ChannelOf(0) != "stage" {
			t.Errorf("%s: %+v", c.name, p)
		}
		if got := sketch(next.At(start + c.after).Rows[3]); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
		for _, e := range next.Events() {
			if e.At < start {
				t.Errorf("%s: before the story, %+v", c.name, e)
			}
		}
	}
}

// TestBringBeforeTheStory holds that nobody comes before the token is there.
func TestBringBeforeTheStory(t *testing.T) {
	l := scenario(t, "subscriber-on")
	for issuedAt, joins := range map[int64]int64{-100: 0, 0: 0, 40: 40} {
		next, err := l.Bring(issued(start+issuedAt, cohost.Publisher(600)), -5)
		if err != nil {
			t.Fatal(err)
		}
		if p := next.Participants[3]; len(p.Steps) != 1 || p.Steps[0].After != joins || next.At(start + joins).Rows[3].Channel.ID != cohost.InAnother {
			t.Errorf("issued at %d: %+v", issuedAt, p.Steps)
		}
	}
}

// TestBringRefuses holds the reasons, and that Playable knows those that lie in the
// token.
func TestBringRefuses(t *testing.T) {
	publisher := cohost.Publisher(600)
	change := func(f func(*token.AccessToken2)) *token.Token {
		tok := issued(start, publisher)
		f(tok.AccessToken2)
		return tok
	}
	l := scenario(t, "subscriber-on")
	for _, c := range []struct {
		name     string
		tok      *token.Token
		playable bool
		want     string
	}{
		{"006", &token.Token{Format: token.Format006, AccessToken: &token.AccessToken{}}, false, "AccessToken2 (007) only"},
		{"no service", change(func(a *token.AccessToken2) { a.Services = nil }), false, "opens no channel"},
		{"RTM", change(func(a *token.AccessToken2) { a.Services[0].Type = token.RTM }), false, "opens no channel"},
		{"two channels", change(func(a *token.AccessToken2) { a.Services = append(a.Services, a.Services[0]) }), false, "several"},
		{"no join", change(func(a *token.AccessToken2) { a.Services[0].Privileges = a.Services[0].Privileges[1:] }), false, "does not grant join"},
		{"two years ahead", change(func(a *token.AccessToken2) { a.IssueTs += 2 * 366 * 86400 }), true, "more than a year"},
	} {
		if err := cohost.Playable(c.tok); (err == nil) != c.playable {
			t.Errorf("%s: playable: %v", c.name, err)
		}
		if _, err := l.Bring(c.tok, 20); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := l.Bring(issued(start, publisher), 1<<60); err == nil {
		t.Error("somebody came an age after the story")
	}
}

// TestWhatIsBroughtIsKept holds that the lab gives a token back to the byte, with
// what it does not play of it, and keeps that in renewals.
func TestWhatIsBroughtIsKept(t *testing.T) {
	demo := project.Demo()
	c, err := demo.Signing()
	if err != nil {
		t.Fatal(err)
	}
	tok := issued(start-5, cohost.Publisher(600))
	a := tok.AccessToken2
	a.Services[0].Privileges = append(a.Services[0].Privileges, token.Grant{Privilege: 77, Expire: 5})
	a.Services = append(a.Services, token.Service{Type: token.RTM, UserID: "1234", Privileges: []token.Grant{{Privilege: token.Login, Expire: 900}}})
	want, err := token.Sign(a, c)
	if err != nil {
		t.Fatal(err)
	}
	l := scenario(t, "subscriber-on")
	if l, err = l.Bring(tok, 20); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Sign(3, 0, demo.AppID, c); got != want {
		t.Errorf("another token came back: %v", err)
	}
	if l, err = l.Do(3, cohost.Step{After: 30, Do: cohost.Renew, Pass: cohost.Subscriber(60), Salt: 5}); err != nil {
		t.Fatal(err)
	}
	text, err := l.Sign(3, 1, demo.AppID, c)
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	b := renewed.AccessToken2
	if b.IssueTs != start+30 || b.Expire != 60 || b.Salt != 5 || len(b.Services) != 2 || len(b.Services[0].Privileges) != 1 ||
		b.Services[0].ChannelName != "lobby" || b.Services[0].UID != "1234" || b.Services[1].UserID != "1234" {
		t.Errorf("the renewal %+v", b)
	}
	if got, err := l.Sign(3, 0, demo.AppID, c); got != want {
		t.Errorf("the renewal has changed the first token: %v", err)
	}
}

// TestNamesOfThoseWhoCome holds what a token's user is called.
func TestNamesOfThoseWhoCome(t *testing.T) {
	for _, c := range []struct{ user, first, second string }{
		{"1234", "1234", "#2 1234"},
		{"2882341273", "2882341273", "#2 28823412…"},
		{"", "any user", "#2 any user"},
		{"hana", "#2 hana", "#3 hana"},
		{"project", "#2 project", "#3 project"},
		{"   ", "user", "#2 user"},
		{"a\x1b[2Jb", `a\x1b[2Jb`, `#2 a\x1b[2Jb`},
		{"\u202e1234", `\u202e1234`, `#2 \u202e12…`},
		{"世界", "世界", "#2 世界"},
		{strings.Repeat("y", 5000), "yyyyyyyyyyy…", "#2 yyyyyyyy…"},
	} {
		tok := issued(start, cohost.Publisher(60))
		tok.AccessToken2.Services[0].UID = c.user
		l := scenario(t, "subscriber-on")
		for i, want := range []string{c.first, c.second} {
			next, err := l.Bring(tok, 20)
			if err != nil {
				t.Fatal(err)
			}
			l = next
			if got := l.NameOf(3 + i); got != want {
				t.Errorf("%.20q is called %q, not %q", c.user, got, want)
			}
		}
	}
}

func TestExportOfWhatWasBrought(t *testing.T) {
	tok := issued(start, cohost.Publisher(60))
	tok.AccessToken2.Services[0].ChannelName = "[x](http://evil)\n\x1b[31m|"
	tok.AccessToken2.Services[0].UID = ""
	l := scenario(t, "subscriber-on")
	l, err := l.Bring(tok, 20)
	if err != nil {
		t.Fatal(err)
	}
	text := cohost.Export(&l, project.Demo().AppID, time.Unix(start+21, 0).UTC())
	for _, want := range []string{"| any user | host | publisher | 1m | 1m |", "any user's token came from elsewhere: for channel \\[x\\](http:\\/\\/evil)\\\\n…, user any.\n", "any user | joins channel \\[x\\](http:"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") || strings.Contains(text, "Hana's token came") {
		t.Error(text)
	}
}

// TestChannels holds which channel a token that was brought opens, and what is said
// of it.
func TestChannels(t *testing.T) {
	for _, c := range []struct{ channel, title, joins, channelIs string }{
		{"stage", "channel stage", "joins as host", "may-join in-channel granted"},
		{"", "any channel", "joins as host", "may-join in-channel granted"},
		{"*", "any channel", "joins as host", "may-join in-channel granted"},
		{"st*", "channels st*", "joins as host", "may-join in-channel granted"},
		{"Stage", "channel Stage", "joins channel Stage, not the story's, as host", "opens-another in-another granted"},
		{"room-*", "channels room-*", "joins channels room-*, not the story's, as host", "opens-another in-another granted"},
		{"a\x1b[2J", `channel a\x1b[2J`, `joins channel a\x1b[2J, not the story's, as host`, "opens-another in-another granted"},
	} {
		tok := issued(start, cohost.Publisher(600))
		tok.AccessToken2.Services[0].ChannelName = c.channel
		l := scenario(t, "subscriber-on")
		l, err := l.Bring(tok, 20)
		if err != nil {
			t.Fatal(err)
		}
		row := l.At(start + 20).Rows[3]
		if got := sketch(row); got != c.channelIs || l.ChannelTitle(3) != c.title {
			t.Errorf("%q: %s, %q", c.channel, got, l.ChannelTitle(3))
		}
		if row.Join.ID == cohost.OpensAnother && !(strings.Contains(row.Join.Shows.String(), "110") && strings.Contains(row.Channel.Shows.String(), "reason 8")) {
			t.Errorf("%q: the SDK shows %q and %q", c.channel, row.Join.Shows, row.Channel.Shows)
		}
		joined := ""
		for _, e := range l.Events() {
			if e.Who == 3 && e.Kind == cohost.Joins {
				joined = e.Text
			}
		}
		if joined != c.joins {
			t.Errorf("%q: %q", c.channel, joined)
		}
	}
}

// TestTheSameUIDTwice holds that who joins with a uid that is in the channel already
// takes the place of the first, who is told so with connection reason 19.
func TestTheSameUIDTwice(t *testing.T) {
	bring := func(l cohost.Lab, channel, uid string, after int64) cohost.Lab {
		tok := issued(start, cohost.Publisher(600))
		tok.AccessToken2.Services[0].ChannelName, tok.AccessToken2.Services[0].UID = channel, uid
		next, err := l.Bring(tok, after)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	for _, c := range []struct {
		name, channel, uid string
		want               string // of Hana, who is 1001 in channel stage
	}{
		{"the same", "stage", "1001", "may-join uid-taken outside"},
		{"any channel is the story's", "*", "1001", "may-join uid-taken outside"},
		{"in another channel", "lobby", "1001", "may-join in-channel granted"},
		{"another uid", "stage", "01001", "may-join in-channel granted"},
		{"any uid", "stage", "", "may-join in-channel granted"},
	} {
		l := bring(scenario(t, "subscriber-on"), c.channel, c.uid, 30)
		if got := sketch(l.At(start + 29).Rows[0]); got != "may-join in-channel granted" {
			t.Errorf("%s: before, Hana: %s", c.name, got)
		}
		if got := sketch(l.At(start + 30).Rows[0]); got != c.want {
			t.Errorf("%s: Hana: %s, not %s", c.name, got, c.want)
		}
		if r := l.At(start + 30).Rows[3]; r.Channel.Answer != cohost.Yes {
			t.Errorf("%s: who comes is %s", c.name, sketch(r))
		}
	}
	l := bring(scenario(t, "subscriber-on"), "stage", "1001", 30)
	l, err := l.Do(0, cohost.Step{After: 40, Do: cohost.Join})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := sketch(l.At(start + 40).Rows[0]), sketch(l.At(start + 40).Rows[3]); a != "may-join in-channel granted" || b != "may-join uid-taken outside" {
		t.Errorf("Hana came back, and is %s; the other is %s", a, b)
	}
	n := 0
	for _, e := range l.Events() {
		if e.Kind == cohost.Displaced {
			n++
			if e.Seen() != e.At || !strings.Contains(e.Shows, "reason 19") || e.Certainty != cohost.Inferred {
				t.Errorf("%+v", e)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d were displaced", n)
	}
}

// TestWhoIsDisplaced holds that until then all comes to pass, and nothing that the
// channel would have brought after it; of two at one second the later in the table
// stays.
func TestWhoIsDisplaced(t *testing.T) {
	l := scenario(t, "subscriber-on")
	l.Participants[1].UID = l.Participants[0].UID
	l.Participants[1].Steps[0].After, l.Participants[2].Steps = 280, nil
	want := `5 Hana joins documented
270 Hana will-expire documented
280 Hana displaced inferred
280 Sami joins documented
280 Sami will-expire undocumented
300 Hana admit-closed documented
300 Sami expired documented
300 Sami removed documented
300 Ben admit-closed documented
`
	if got := told(&l); got != want {
		t.Error(got)
	}
	l.Participants[0].Steps[0].After = 280
	if a, b := l.At(start + 280).Rows[0].Channel.ID, l.At(start + 280).Rows[1].Channel.ID; a != cohost.UIDTaken || b != cohost.InChannel {
		t.Errorf("%s and %s", a, b)
	}
}
