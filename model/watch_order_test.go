package model_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/token"
)

// mixed gives a list of rows in every status.
func mixed(t testing.TB) *model.Watchlist {
	var l model.Watchlist
	for _, r := range []struct {
		name string
		tok  *token.Token
	}{
		{"Delta", sign007(t, nil)},
		{"alpha", sign007(t, func(a *token.AccessToken2) { a.IssueTs -= 9000 })},
		{"echo", sign007(t, func(a *token.AccessToken2) { a.Services[0].Privileges[0].Expire = 600 })},
		{"bravo", sign007(t, func(a *token.AccessToken2) {
			a.Services[0] = token.Service{Type: token.Chat, UserID: "漢字", Privileges: []token.Grant{{Privilege: token.ChatUser, Expire: 3000}}}
		})},
		{"charlie", sign007(t, func(a *token.AccessToken2) { a.Services[0].Privileges[0].Privilege = token.PublishDataStream })},
		{"foxtrot", sign007(t, func(a *token.AccessToken2) { a.Services[0].ChannelName, a.Services[0].UID = "Studio", "" })},
	} {
		l.AddNamed(r.name, r.tok, demo())
	}
	return &l
}

func pick(l *model.Watchlist, places []int) string {
	var names []string
	for _, i := range places {
		names = append(names, l.Row(i).Name)
	}
	return strings.Join(names, " ")
}

func TestArrange(t *testing.T) {
	l := mixed(t)
	for _, c := range []struct {
		order  model.Order
		filter string
		after  int64 // seconds since issue
		want   string
	}{
		{model.ByAddition, "", 10, "Delta alpha echo bravo charlie foxtrot"},
		{"no such order", "", 10, "Delta alpha echo bravo charlie foxtrot"},
		{model.ByNext, "", 10, "echo bravo Delta foxtrot alpha charlie"},
		{model.ByNext, "", 3599, "Delta foxtrot alpha echo bravo charlie"},
		{model.ByNext, "", 3600, "Delta foxtrot alpha echo bravo charlie"}, // they end now, as the list says
		{model.ByNext, "", 3601, "Delta alpha echo bravo charlie foxtrot"},
		{model.ByEnd, "", 10, "alpha charlie echo bravo Delta foxtrot"},
		{model.ByStatus, "", 10, "charlie alpha Delta echo bravo foxtrot"},
		{model.ByStatus, "", 595, "charlie alpha echo Delta bravo foxtrot"},
		{model.ByAddition, "RTC", 10, "Delta alpha echo charlie foxtrot"},
		{model.ByAddition, "rtc studio", 10, "foxtrot"},
		{model.ByAddition, "  studio\trtc ", 10, "foxtrot"},
		{model.ByAddition, "漢", 10, "bravo"},
		{model.ByAddition, "DELTA", 10, "Delta"},
		{model.ByAddition, "expires-soon", 595, "echo"},
		{model.ByAddition, "expired", 10, "alpha"},
		{model.ByAddition, "unusable", 10, "charlie"},
		{model.ByEnd, "rtc valid", 10, "echo Delta foxtrot"},
		{model.ByAddition, "lobby studio", 10, ""},
		{model.ByAddition, "\x1b[2J", 10, ""},
	} {
		if got := pick(l, l.Arrange(c.order, c.filter, issued+c.after)); got != c.want {
			t.Errorf("%s, %q, after %d s: %q\nwant %q", c.order, c.filter, c.after, got, c.want)
		}
	}
}

// TestNamesSortAsPeopleRead holds that letter case does not part names: it does
// not count in the filter either.
func TestNamesSortAsPeopleRead(t *testing.T) {
	l := mixed(t)
	if got := pick(l, l.Arrange(model.ByName, "", issued)); got != "alpha bravo charlie Delta echo foxtrot" {
		t.Errorf("by name: %q", got)
	}
}

// TestArrangeKeepsEveryRow holds for any order and moment that no row is lost or
// doubled, and that equal rows stay as they were added.
func TestArrangeKeepsEveryRow(t *testing.T) {
	l := mixed(t)
	all := l.Arrange(model.ByAddition, "", issued)
	if len(all) != 6 || len(model.Orders()) != 5 {
		t.Fatalf("%d rows, %d orders", len(all), len(model.Orders()))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		now := random.Int64N(1 << 33)
		for _, o := range model.Orders() {
			places := l.Arrange(o, "", now)
			if again := l.Arrange(o, "", now); !slices.Equal(places, again) {
				t.Fatalf("%s at %d differs the second time", o, now)
			}
			if slices.Sort(places); !slices.Equal(places, all) {
				t.Fatalf("%s at %d: %v", o, now, places)
			}
		}
	}
	var none model.Watchlist
	if got := none.Arrange(model.ByNext, "x", issued); len(got) != 0 {
		t.Errorf("an empty list: %v", got)
	}
}

// TestNextEnd holds whose end a screen too small for a list shows.
func TestNextEnd(t *testing.T) {
	w := model.NewWorkspace(nil)
	w.Watched = *mixed(t)
	for _, c := range []struct {
		at   int64 // seconds after issue
		want string
	}{{-60, "echo"}, {0, "echo"}, {600, "echo"}, {601, "bravo"}, {3001, "Delta"}, {3600, "Delta"}, {3601, ""}} {
		name, at, ok := w.NextEnd(issued + c.at)
		if name != c.want || ok != (c.want != "") || ok && at.Passed(issued+c.at) {
			t.Errorf("%d s after issue: %q at %d, %v, want %q", c.at, name, at, ok, c.want)
		}
	}
}

// TestLogIsBounded holds that the oldest lines go first.
func TestLogIsBounded(t *testing.T) {
	var l model.Log
	for i := range int64(2000) {
		l.Add(model.Entry{At: i, Text: time.Duration(i).String()})
	}
	if len(l) == 0 || len(l) > 1000 || l[len(l)-1].At != 1999 || l[0].At != int64(2000-len(l)) {
		t.Errorf("%d lines from %d to %d", len(l), l[0].At, l[len(l)-1].At)
	}
}
