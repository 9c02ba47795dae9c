package model_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/project"
	"agtok/model/signer"
	"agtok/model/state"
	"agtok/model/timeline"
	"agtok/token"
)

// kept writes the list to a file and gives the file, and the list as another run
// reads it.
func kept(t testing.TB, l *model.Watchlist, projects []project.Project) (file string, after *model.Watchlist, unread int) {
	t.Helper()
	dir := t.TempDir()
	load := func() (state.List, *state.Store) {
		s := state.New(dir, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
		list, notice, err := s.Load(t.Context())
		if err != nil || notice != "" {
			t.Fatal(err, notice)
		}
		return list, s
	}
	_, store := load()
	if err := store.Save(t.Context(), 1, l.Snapshot().List()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "watch.json"))
	if err != nil {
		t.Fatal(err)
	}
	list, _ := load()
	after = new(model.Watchlist)
	return string(data), after, after.Restore(list, projects)
}

// traces gives the forms in which a token or its signature could stand in a file.
func traces(tok *token.Token) map[string]string {
	sig := string(tok.Signature)
	return map[string]string{
		"the token": tok.Text[:40], "the token's end": tok.Text[len(tok.Text)-24:], "the signature": sig[:8], "the signature in hexadecimal": hex.EncodeToString(tok.Signature)[:16],
		"the signature in base64": base64.StdEncoding.EncodeToString(tok.Signature)[:16], "the signature as JSON": strings.ToValidUTF8(sig, "\ufffd")[:24],
	}
}

// TestKeepAndRestore writes each kind of row to a file and reads it back.
func TestKeepAndRestore(t *testing.T) {
	m := token.Missing{Channel: "lobby", UID: "7"}
	type row struct {
		name string
		tok  *token.Token
		m    *token.Missing
	}
	rows := []row{
		{"007", sign007(t, nil), nil},
		{"006 alone", sign006(t, m, issued+600, 0), nil},
		{"006 with its channel", sign006(t, m, issued+600, 0), &m},
		{"006 of anyone", sign006(t, token.Missing{Channel: "x"}, 0, 0), &token.Missing{Channel: "x"}},
		{"extremes", sign007(t, func(a *token.AccessToken2) {
			a.IssueTs, a.Expire, a.Salt, a.Services[0].Privileges[0].Expire = 1<<32-1, 1<<32-1, 1<<32-1, 1<<32-1
		}), nil},
		{"repeated privileges", sign007(t, func(a *token.AccessToken2) {
			a.Services[0].Privileges = []token.Grant{{Privilege: 4, Expire: 1}, {Privilege: 1, Expire: 600}, {Privilege: 1, Expire: 700}}
		}), nil},
	}
	for _, name := range hostileNames {
		rows = append(rows, row{"channel " + name, inChannel(t, name, 9), nil})
		if m := (token.Missing{Channel: name, UID: name}); strings.ToValidUTF8(name, "") == name {
			rows = append(rows, row{"006 channel " + name, sign006(t, m, issued+600, issued+60), &m})
		}
	}
	for _, keep := range []bool{false, true} {
		for _, r := range rows {
			var l model.Watchlist
			l.KeepTokens = keep
			l.Add(r.tok, r.m, demo())
			was := *l.Row(0)
			file, after, unread := kept(t, &l, demo())
			if unread != 0 || after.Len() != 1 || after.KeepTokens != keep {
				t.Fatalf("%.30q, keep %v: %d unread, %q", r.name, keep, unread, rowNames(after))
			}
			sameRow(t, &was, after.Row(0), keep)
			for what, text := range traces(r.tok) {
				if !keep && strings.Contains(file, text) {
					t.Errorf("%.30q: %s is in the file", r.name, what)
				}
			}
			if again, _, _ := kept(t, after, demo()); again != file {
				t.Errorf("%.30q, keep %v: the next run keeps something else:\n%.400s\nwas\n%.400s", r.name, keep, again, file)
			}
		}
	}
}

// sameRow holds what a row must still say after a restart.
func sameRow(t *testing.T, was, is *model.Watched, keep bool) {
	t.Helper()
	if is.Name != was.Name || is.Kept() != keep || (is.Missing == nil) != (was.Missing == nil) || was.Missing != nil && *is.Missing != *was.Missing {
		t.Errorf("%q kept %v with %+v became %q kept %v with %+v", was.Name, keep, was.Missing, is.Name, is.Kept(), is.Missing)
	}
	if a, b := string(was.Token.AppendDescription(nil)), string(is.Token.AppendDescription(nil)); a != b {
		t.Errorf("%q says %.300s, said %.300s", was.Name, b, a)
	}
	if a, b := was.Timeline, is.Timeline; len(a.Events) != len(b.Events) || a.UsableUntil != b.UsableUntil || a.EffectiveEnd != b.EffectiveEnd {
		t.Errorf("%q: another timeline", was.Name)
	}
	if valid := was.Signer.Status == signer.Valid; keep && is.Signer.Status != was.Signer.Status || is.WasValid != valid {
		t.Errorf("%q: signature %s, was %s (known to have been valid: %v)", was.Name, is.Signer.Status, was.Signer.Status, is.WasValid)
	}
}

// owner is a project of one's own, and its certificate's text.
func owner(t testing.TB) (p project.Project, secret string) {
	t.Helper()
	secret = "0123456789abcdef0123456789ABCDEF"
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	return project.Project{Name: "mine", AppID: "fedcba9876543210fedcba9876543210", Keys: []project.Key{{Role: project.Primary, Certificate: c}}}, secret
}

// disclosing gives tokens in which the certificate of [owner] stands for the App ID.
func disclosing(t testing.TB) map[string]*model.Watchlist {
	t.Helper()
	p, secret := owner(t)
	id, err := token.ParseCertificate(p.AppID)
	if err != nil {
		t.Fatal(err)
	}
	m := token.Missing{Channel: "lobby", UID: "7"}
	rtm := &token.AccessToken2{AppID: secret, IssueTs: issued, Expire: 600, Salt: 1, Services: []token.Service{
		{Type: token.RTM, UserID: "u", Privileges: []token.Grant{{Privilege: token.Login, Expire: 600}}}}}
	a := &token.AccessToken{AppID: secret, Salt: 1, Ts: issued + timeline.Day, Privileges: []token.Grant{{Privilege: token.JoinChannel, Expire: issued + 600}}}
	lists := map[string]*model.Watchlist{}
	add := func(name, text string, err error, m *token.Missing) {
		l := &model.Watchlist{}
		l.Add(parse(t, text, err), m, []project.Project{project.Demo(), p})
		lists[name] = l
	}
	text, err := token.Sign(rtm, id)
	add("007, each in the other's place", text, err, nil)
	text, err = token.Sign(rtm, p.Keys[0].Certificate)
	add("007, the certificate in both places", text, err, nil)
	text, err = token.Sign(rtm, demoCertificate(t))
	add("007, signed with something else", text, err, nil)
	text, err = token.Sign006(a, m, id)
	add("006, each in the other's place", text, err, &m)
	add("006, each in the other's place, channel unknown", text, err, nil)
	return lists
}

// TestACertificateIsNeverKept holds it for every accident that puts one into a
// token, whatever is kept.
func TestACertificateIsNeverKept(t *testing.T) {
	p, secret := owner(t)
	for name, l := range disclosing(t) {
		for _, keep := range []bool{false, true} {
			l.KeepTokens = keep
			file, after, unread := kept(t, l, []project.Project{project.Demo(), p})
			lower := strings.ToLower(file)
			if strings.Contains(lower, strings.ToLower(secret)) || strings.Contains(lower, hex.EncodeToString([]byte(secret))) {
				t.Errorf("%s, tokens kept %v: the certificate is in the file", name, keep)
			}
			if strings.Contains(file, l.Row(0).Token.Text) {
				t.Errorf("%s, tokens kept %v: the token, which holds the certificate, is in the file", name, keep)
			}
			if unread != 0 || after.Len() != 1 || after.Row(0).Name != l.Row(0).Name {
				t.Errorf("%s, tokens kept %v: %d unread, %q", name, keep, unread, rowNames(after))
			}
		}
	}
}

// TestRestoreOfAnyFile holds that what stands in a file of any origin does no harm.
func TestRestoreOfAnyFile(t *testing.T) {
	said := sign007(t, nil).AppendDescription(nil)
	text := func(s string) *string { return &s }
	for _, c := range []struct {
		name   string
		row    state.Row
		unread int
		want   string // the row's name
	}{
		{"nothing", state.Row{}, 1, ""},
		{"no token", state.Row{Token: "007zzz"}, 1, ""},
		{"a token of the years before", state.Row{Token: "005AwAoADc0QTk5RTVEQjI4MDk0NUI0NzUwNTk0MUFDMjM4MDU2NzIwREY3QjAQAJcMo13mDERkW7roohUGGzOwKDdW9buDA68oN1YAAA=="}, 1, ""},
		{"no description", state.Row{Description: []byte(`{"version":"007"}`)}, 1, ""},
		{"null", state.Row{Description: []byte(`null`)}, 1, ""},
		{"a token that is damaged and what it said", state.Row{Name: "n", Token: "007zzz", Description: said}, 0, "n"},
		{"a name that is none", state.Row{Name: "\x1b[2J\u202e" + strings.Repeat("n", 5000), Description: said}, 0, `\x1b[2J\u202e` + strings.Repeat("n", 26) + "…"},
		{"no name", state.Row{Description: said}, 0, "lobby"},
		{"half of what is missing", state.Row{Name: "n", Description: said, Channel: text("c")}, 0, "n"},
		{"signed by something else", state.Row{Name: "n", Description: said, Signed: "\x1b[2J"}, 0, "n"},
	} {
		var l model.Watchlist
		if n := l.Restore(state.List{Rows: []state.Row{c.row}}, demo()); n != c.unread || strings.Join(rowNames(&l), ",") != c.want {
			t.Errorf("%s: %d unread, %q, want %d, %q", c.name, n, rowNames(&l), c.unread, c.want)
		}
		for i := range l.Len() {
			if r := l.Row(i); r.Missing != nil || r.WasValid {
				t.Errorf("%s: %+v", c.name, r)
			}
		}
	}
}

// TestRowsThatCantBeReadStayInTheFile holds that what another version wrote is not
// deleted by one that does not know it.
func TestRowsThatCantBeReadStayInTheFile(t *testing.T) {
	strange := state.Row{Name: "from another time", Description: []byte(`{"version":"009","appId":"x"}`)}
	var l model.Watchlist
	if n := l.Restore(state.List{Rows: []state.Row{strange}}, demo()); n != 1 || l.Len() != 0 {
		t.Fatalf("%d unread, %d rows", n, l.Len())
	}
	l.Add(sign007(t, nil), nil, demo())
	w := model.NewWorkspace(nil)
	w.Watched = l
	w.Adopt(model.NewWorkspace(nil))
	rows := w.Watched.Snapshot().List().Rows
	if len(rows) != 2 || rows[1].Name != strange.Name || string(rows[1].Description) != string(strange.Description) {
		t.Errorf("kept are %+v", rows)
	}
}

// TestAFullListKeepsTheRest watches tokens while a full list is being read: what has
// no room stays in the file.
func TestAFullListKeepsTheRest(t *testing.T) {
	kept := model.NewWorkspace(nil)
	for i := range model.MaxWatched {
		kept.Watched.AddNamed("kept", inChannel(t, "kept", uint32(i+1)), demo())
	}
	now := model.NewWorkspace(nil)
	for i := range 3 {
		now.Watched.Add(inChannel(t, "new", uint32(i+1)), nil, demo())
	}
	kept.Adopt(now)
	if rows := kept.Watched.Snapshot().List().Rows; kept.Watched.Len() != model.MaxWatched || len(rows) != model.MaxWatched+3 {
		t.Errorf("%d rows, %d are kept", kept.Watched.Len(), len(rows))
	}
}

// TestARowThatIsWatchedAgainKeepsItsName watches a token again before the list in
// which it has a name was read.
func TestARowThatIsWatchedAgainKeepsItsName(t *testing.T) {
	kept, now := model.NewWorkspace(nil), model.NewWorkspace(nil)
	kept.Watched.AddNamed("my precious", sign007(t, nil), demo())
	now.Watched.Add(sign007(t, nil), nil, demo())
	if kept.Adopt(now); kept.Watched.Len() != 1 || kept.Watched.Row(0).Name != "my precious" {
		t.Errorf("%+v", rowNames(&kept.Watched))
	}
}

// TestATwinComesBack takes out a row whose token another row has too, as renewing
// makes them.
func TestATwinComesBack(t *testing.T) {
	var l model.Watchlist
	l.AddNamed("old host", sign007(t, nil), demo())
	l.AddNamed("fresh", sign007(t, func(a *token.AccessToken2) { a.IssueTs += 60 }), demo())
	l.Renew(0, l.Row(1).Token, demo(), at(60))
	l.Remove(0)
	if l.Undo(); l.Len() != 2 || l.Row(0).Name != "old host" {
		t.Errorf("%d rows", l.Len())
	}
}
