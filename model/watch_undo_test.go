package model_test

import (
	"slices"
	"strings"
	"testing"

	"agtok/model"
	"agtok/token"
)

func canUndo(l *model.Watchlist) bool {
	_, ok := l.CanUndo()
	return ok
}

// numbered gives a list of n rows of one channel.
func numbered(t *testing.T, n int) *model.Watchlist {
	var l model.Watchlist
	for i := range n {
		l.Add(inChannel(t, "lobby", uint32(i+1)), nil, demo())
	}
	return &l
}

// TestManyTakenOutComeBackAtOnce takes out rows at many places, whatever happens
// before they are wanted back.
func TestManyTakenOutComeBackAtOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		places []int
		then   func(l *model.Watchlist)
		left   int
		want   string
	}{
		{"all", []int{0, 1, 2, 3, 4}, func(*model.Watchlist) {}, 0, "lobby,lobby 2,lobby 3,lobby 4,lobby 5"},
		{"in any order, and twice", []int{4, 0, 2, 0, 9, -1}, func(*model.Watchlist) {}, 2, "lobby,lobby 2,lobby 3,lobby 4,lobby 5"},
		{"one more meanwhile", []int{1, 3}, func(l *model.Watchlist) { l.Add(inChannel(t, "new", 77), nil, demo()) }, 3, "lobby,lobby 2,lobby 3,lobby 4,lobby 5,new"},
		{"one again meanwhile", []int{0, 4}, func(l *model.Watchlist) { l.Add(inChannel(t, "lobby", 5), nil, demo()) }, 3, "lobby 6,lobby 2,lobby 3,lobby 4,lobby"},
		{"none", []int{}, func(*model.Watchlist) {}, 5, "lobby,lobby 2,lobby 3,lobby 4,lobby 5"},
	} {
		l := numbered(t, 5)
		l.RemoveAll(c.places)
		if l.Len() != c.left {
			t.Errorf("%s: %d rows are left", c.name, l.Len())
		}
		c.then(l)
		u := l.Undo()
		if got := strings.Join(rowNames(l), ","); got != c.want && !strings.HasPrefix(got, c.want+" ") {
			t.Errorf("%s: %+v gives %s, want %s", c.name, u, got, c.want)
		}
		unique(t, l)
	}
}

// TestTwinsComeBack takes out two rows of one token, as a renewal can make them.
func TestTwinsComeBack(t *testing.T) {
	l := numbered(t, 2)
	l.Renew(0, l.Row(1).Token, demo(), at(60))
	l.RemoveAll([]int{0, 1})
	if l.Undo(); !slices.Equal(rowNames(l), []string{"lobby", "lobby 2"}) {
		t.Errorf("back are %q", rowNames(l))
	}
}

func later(t *testing.T, seconds uint32) *token.Token {
	return sign007(t, func(a *token.AccessToken2) { a.IssueTs, a.Salt = issued+seconds, 2 })
}

func TestARenewalIsUndone(t *testing.T) {
	l := listOf(sign007(t, nil), nil)
	l.Add(inChannel(t, "other", 9), nil, demo())
	before := *l.Row(0)
	l.Renew(0, later(t, 60), demo(), at(60))
	if err := l.Rename(0, "mine"); err != nil {
		t.Fatal(err)
	}
	if u := l.Undo(); !u.Renewal || u.Place != 0 || l.Row(0).Token != before.Token || l.Row(0).Renewals != 0 || l.Row(0).Name != "mine" || canUndo(l) {
		t.Errorf("%+v, and the row is %+v", u, *l.Row(0))
	}
	if _, added := l.Add(later(t, 60), nil, demo()); !added {
		t.Error("the token that was taken back is still watched")
	}
	l.Renew(1, sign007(t, func(a *token.AccessToken2) { a.AppID = "fedcba9876543210fedcba9876543210" }), demo(), at(60))
	if canUndo(l) {
		t.Error("a refused renewal can be undone")
	}
}

// TestARehearsalIsNotKept renews in pretended time: the file keeps the token that is
// in use, under the row's name.
func TestARehearsalIsNotKept(t *testing.T) {
	tok := sign007(t, nil)
	l := listOf(tok, nil)
	l.KeepTokens = true
	for _, seconds := range []uint32{7200, 14400} {
		if d := l.Rehearse(0, sign007(t, func(a *token.AccessToken2) {
			a.IssueTs, a.Expire = issued+seconds, 7200
			a.Services[0].Privileges[0].Expire = 7200
		}), demo(), at(int64(seconds))); !d.Renewal.Accepted {
			t.Fatalf("refused: %+v", d.Renewal)
		}
	}
	if err := l.Rename(0, "mine"); err != nil {
		t.Fatal(err)
	}
	if !l.Row(0).Rehearsed() || l.Row(0).Timeline.IssuedAt != issued+14400 {
		t.Errorf("on the screen is %+v", *l.Row(0))
	}
	_, after, _ := kept(t, l, demo())
	if row := after.Row(0); row.Token.Text != tok.Text || row.Name != "mine" || after.Len() != 1 {
		t.Errorf("kept is %+v", row)
	}
	if name, added := l.Add(tok, nil, demo()); added || name != "mine" {
		t.Errorf("the token that is kept is watched again as %q", name)
	}
	if l.Undo(); l.Row(0).Timeline.IssuedAt != issued+7200 || !l.Row(0).Rehearsed() {
		t.Errorf("undone once it is %+v", *l.Row(0))
	}
	if l.Renew(0, later(t, 60), demo(), at(60)); l.Row(0).Rehearsed() {
		t.Error("renewed in real time, it is not kept")
	}
}
