package model_test

import (
	"slices"
	"strings"
	"testing"

	"agtok/model"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

// issued is when the tokens of these tests are issued, a Unix second.
const issued = 1_700_000_000

// hostileNames are channel names that a token can hold and a screen can't.
var hostileNames = []string{
	"", " ", "\x1b]0;title\x07\x1b[2J", "\u202egnp.exe", "漢字の部屋", "👩‍👩‍👧‍👦", "a\x00b\nc", "\xff\xfe", "\u200b", `a|b\|c`, "`<b>[x](y)*_",
	strings.Repeat("x", 5000), strings.Repeat("漢", 1600),
}

func demoCertificate(t testing.TB) token.Certificate {
	t.Helper()
	c, err := project.Demo().Signing()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parse(t testing.TB, text string, err error) *token.Token {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// sign007 signs an RTC token of the demo project, valid for an hour, after change.
func sign007(t testing.TB, change func(a *token.AccessToken2)) *token.Token {
	t.Helper()
	a := &token.AccessToken2{AppID: project.Demo().AppID, IssueTs: issued, Expire: 3600, Salt: 1, Services: []token.Service{
		{Type: token.RTC, ChannelName: "lobby", UID: "7", Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: 3600}}}}}
	if change != nil {
		change(a)
	}
	text, err := token.Sign(a, demoCertificate(t))
	return parse(t, text, err)
}

func inChannel(t testing.TB, channel string, salt uint32) *token.Token {
	return sign007(t, func(a *token.AccessToken2) { a.Services[0].ChannelName, a.Salt = channel, salt })
}

// sign006 signs a 006 token of the demo project for m, with the ends of join and
// publish audio as Unix seconds.
func sign006(t testing.TB, m token.Missing, join, audio uint32) *token.Token {
	t.Helper()
	text, err := token.Sign006(&token.AccessToken{AppID: project.Demo().AppID, Salt: 1, Ts: issued + timeline.Day, Privileges: []token.Grant{
		{Privilege: token.JoinChannel, Expire: join}, {Privilege: token.PublishAudioStream, Expire: audio}}}, m, demoCertificate(t))
	return parse(t, text, err)
}

func demo() []project.Project { return []project.Project{project.Demo()} }

// forgotten gives a list with t's row as it comes back when the token was not kept.
func forgotten(t testing.TB, tok *token.Token, m *token.Missing) *model.Watchlist {
	t.Helper()
	var before, after model.Watchlist
	before.Add(tok, m, demo())
	if n := after.Restore(before.Snapshot().List(), demo()); n != 0 || after.Len() != 1 || after.Row(0).Kept() {
		t.Fatalf("%d rows unread, restored %+v", n, rowNames(&after))
	}
	return &after
}

func rowNames(l *model.Watchlist) (names []string) {
	for i := range l.Len() {
		names = append(names, l.Row(i).Name)
	}
	return names
}

// unique fails when two rows have one name or show one token.
func unique(t testing.TB, l *model.Watchlist) {
	t.Helper()
	names, said := map[string]bool{}, map[string]bool{}
	for i := range l.Len() {
		name, text := l.Row(i).Name, string(l.Row(i).Token.AppendDescription(nil))
		if names[name] || said[text] {
			t.Errorf("row %d, %q, is there twice: %q", i, name, rowNames(l))
		}
		names[name], said[text] = true, true
	}
}

func TestTenThousandOfOneChannel(t *testing.T) {
	var l model.Watchlist
	var e token.Encoder // signs many tokens faster than a new one for each
	names, a, c := map[string]bool{}, *sign007(t, nil).AccessToken2, demoCertificate(t)
	for i := range uint32(model.MaxWatched) {
		a.Salt = i + 1
		text, err := e.Sign(&a, c)
		name, added := l.Add(parse(t, text, err), nil, demo())
		if !added || names[name] {
			t.Fatalf("token %d: added %v as %q", i, added, name)
		}
		names[name] = true
	}
	if name, added := l.Add(inChannel(t, "lobby", 1<<31), nil, demo()); added || name != "" || l.Len() != model.MaxWatched {
		t.Errorf("one more than there is room for: %q, %v", name, added)
	}
	if name, added := l.Add(inChannel(t, "lobby", 4711), nil, demo()); added || name != l.Row(4710).Name {
		t.Errorf("a token that is there: %q, %v", name, added)
	}
}

func TestNamesAreFitToShow(t *testing.T) {
	var l model.Watchlist
	for i, channel := range hostileNames {
		name, added := l.Add(inChannel(t, channel, uint32(i+1)), nil, demo())
		if !added || name == "" || len([]rune(name)) > 40 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e || r == 0xfffd }) {
			t.Errorf("channel %.20q is called %q", channel, name)
		}
	}
	unique(t, &l)
}

// TestAddAgain holds what a row is told when its token comes a second time.
func TestAddAgain(t *testing.T) {
	m := token.Missing{Channel: "lobby", UID: "7"}
	rtc, old := sign007(t, nil), sign006(t, m, issued+600, issued+600)
	twice := func(t *testing.T, first *token.Missing) *model.Watchlist {
		var l model.Watchlist
		l.Add(old, first, demo())
		return &l
	}
	for _, c := range []struct {
		name     string
		list     func(t *testing.T) *model.Watchlist
		renewals int // what was kept between runs was not renewed in this one
		tok      *token.Token
		m        *token.Missing
	}{
		{"the token itself after what it says", func(t *testing.T) *model.Watchlist { return forgotten(t, rtc, nil) }, 0, rtc, nil},
		{"006: the channel after the token", func(t *testing.T) *model.Watchlist { return twice(t, nil) }, 3, old, &m},
		{"006: the token without the channel that is known", func(t *testing.T) *model.Watchlist { return twice(t, &m) }, 3, old, nil},
		{"006: the token after what it says, with the channel", func(t *testing.T) *model.Watchlist { return forgotten(t, old, nil) }, 0, old, &m},
		{"006: the token after what it says, whose channel is known", func(t *testing.T) *model.Watchlist { return forgotten(t, old, &m) }, 0, old, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := c.list(t)
			if err := l.Rename(0, "mine"); err != nil {
				t.Fatal(err)
			}
			l.Row(0).Renewals = c.renewals
			name, added := l.Add(c.tok, c.m, demo())
			if name != "mine" || added || l.Len() != 1 {
				t.Fatalf("%q, %v: %q", name, added, rowNames(l))
			}
			if row := l.Row(0); !row.Kept() || row.Signer.Status != signer.Valid || row.Renewals != c.renewals {
				t.Errorf("kept %v, signature %s (%s), missing %+v, %d renewals, want %d", row.Kept(), row.Signer.Status, row.Signer.Reason, row.Missing, row.Renewals, c.renewals)
			}
			if _, added := l.Add(c.tok, nil, demo()); added {
				t.Error("a third time it is added")
			}
		})
	}
}

func TestRename(t *testing.T) {
	for _, c := range []struct{ name, want, err string }{
		{"host", "host", ""}, {"  host  ", "host", ""}, {"lobby", "lobby", ""}, {"", "lobby", "needs a name"}, {" \t ", "lobby", "needs a name"},
		{"lobby 2", "lobby", `"lobby 2"`}, {"  lobby 2 ", "lobby", `"lobby 2"`}, {"a\x1b[2J", `a\x1b[2J`, ""},
		{strings.Repeat("y", 5000), strings.Repeat("y", 39) + "…", ""}, {"漢字", "漢字", ""},
	} {
		var l model.Watchlist
		l.Add(inChannel(t, "lobby", 1), nil, demo())
		l.Add(inChannel(t, "lobby", 2), nil, demo())
		err := l.Rename(0, c.name)
		if got := l.Row(0).Name; got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%.20q: called %q, %v", c.name, got, err)
		}
		free, _ := l.Add(inChannel(t, "lobby", 3), nil, demo())
		if (free == "lobby") != (c.want != "lobby") {
			t.Errorf("%.20q: the next of that channel is called %q", c.name, free)
		}
		unique(t, &l)
	}
}

func TestRemoveAndPutBack(t *testing.T) {
	three := func() *model.Watchlist {
		var l model.Watchlist
		for i := range uint32(3) {
			l.Add(inChannel(t, "lobby", i+1), nil, demo())
		}
		return &l
	}
	for _, c := range []struct {
		name  string
		do    func(l *model.Watchlist)
		place int
		want  []string
	}{
		{"at once", func(l *model.Watchlist) { l.Remove(1) }, 1, []string{"lobby", "lobby 2", "lobby 3"}},
		{"the first", func(l *model.Watchlist) { l.Remove(0) }, 0, []string{"lobby", "lobby 2", "lobby 3"}},
		{"the last one taken out only", func(l *model.Watchlist) { l.Remove(2); l.Remove(0) }, 0, []string{"lobby", "lobby 2"}},
		{"its name was taken", func(l *model.Watchlist) { l.Remove(0); _ = l.Rename(1, "lobby") }, 0, []string{"lobby 4", "lobby 2", "lobby"}},
		{"it was added again", func(l *model.Watchlist) { l.Remove(0); l.Add(inChannel(t, "lobby", 1), nil, demo()) }, 2, []string{"lobby 2", "lobby 3", "lobby"}},
		{"the rows before it are gone", func(l *model.Watchlist) { l.Remove(0); l.Remove(0); l.Remove(0) }, 0, []string{"lobby 3"}},
		{"a place that is none", func(l *model.Watchlist) { l.Remove(0); l.Remove(9); l.Remove(-1) }, 0, []string{"lobby", "lobby 2", "lobby 3"}},
	} {
		l := three()
		c.do(l)
		if !canUndo(l) {
			t.Fatalf("%s: nothing can be put back", c.name)
		}
		if place := l.Undo().Place; place != c.place || !slices.Equal(rowNames(l), c.want) {
			t.Errorf("%s: put back at %d: %q, want %q", c.name, place, rowNames(l), c.want)
		}
		if canUndo(l) {
			t.Errorf("%s: it can be put back twice", c.name)
		}
		unique(t, l)
	}
}

// TestPutBackWhatWasNotKept takes out a row that is only a description, and adds
// its token again before it is put back.
func TestPutBackWhatWasNotKept(t *testing.T) {
	l := forgotten(t, sign007(t, nil), nil)
	l.Remove(0)
	l.Add(sign007(t, nil), nil, demo())
	l.Undo()
	unique(t, l)
}

// TestAdoptKnowsATokenByWhatItSays opens on a list that was kept without tokens
// while the same token has been pasted already.
func TestAdoptKnowsATokenByWhatItSays(t *testing.T) {
	tok := sign007(t, nil)
	old, loaded := model.NewWorkspace(nil), model.NewWorkspace(nil)
	old.Watched.Add(tok, nil, old.Projects)
	loaded.Watched = *forgotten(t, tok, nil)
	loaded.Adopt(old)
	if loaded.Watched.Len() == 0 || !loaded.Watched.Row(0).Kept() {
		t.Fatalf("the token itself is not there: %q", rowNames(&loaded.Watched))
	}
	unique(t, &loaded.Watched)
}
