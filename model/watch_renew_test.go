package model_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/project"
	"agtok/model/renewal"
	"agtok/model/signer"
	"agtok/model/timeline"
	"agtok/token"
)

func at(seconds int64) time.Time { return time.Unix(issued+seconds, 0).UTC() }

// signedBy signs a token of the demo project's App ID with a stranger's certificate.
func signedBy(t *testing.T, c token.Certificate) *token.Token {
	t.Helper()
	a := *sign007(t, nil).AccessToken2
	a.Salt = 99
	text, err := token.Sign(&a, c)
	return parse(t, text, err)
}

func TestRenew(t *testing.T) {
	p, _ := owner(t)
	was := sign007(t, nil)
	other := func(change func(a *token.AccessToken2)) *token.Token {
		return sign007(t, func(a *token.AccessToken2) { a.IssueTs, a.Salt = issued+60, 2; change(a) })
	}
	for _, c := range []struct {
		name  string
		next  *token.Token
		code  renewal.Code
		vain  bool // it gains no time
		after int64
	}{
		{"issued later", other(func(*token.AccessToken2) {}), renewal.Success, false, 60},
		{"the same token", sign007(t, nil), renewal.Success, true, 60},
		{"the same times with another salt", sign007(t, func(a *token.AccessToken2) { a.Salt = 5 }), renewal.Success, true, 60},
		{"one that ends sooner", other(func(a *token.AccessToken2) { a.Expire, a.Services[0].Privileges[0].Expire = 60, 60 }), renewal.Success, true, 60},
		{"for any user", other(func(a *token.AccessToken2) { a.Services[0].UID = "" }), renewal.Success, false, 60},
		{"expired", sign007(t, func(a *token.AccessToken2) { a.Salt = 3; a.IssueTs -= 9000 }), renewal.TokenExpired, false, 60},
		{"in the second of its end", sign007(t, func(a *token.AccessToken2) { a.Salt = 5 }), renewal.Success, true, 3600},
		{"a second after its end", sign007(t, func(a *token.AccessToken2) { a.Salt = 5 }), renewal.TokenExpired, false, 3601},
		{"another user", other(func(a *token.AccessToken2) { a.Services[0].UID = "8" }), renewal.InvalidToken, false, 60},
		{"without join", other(func(a *token.AccessToken2) { a.Services[0].Privileges = nil }), renewal.InvalidToken, false, 60},
		{"of another service", other(func(a *token.AccessToken2) { a.Services[0].Type = token.RTM }), renewal.InvalidToken, false, 60},
		{"signed by another", signedBy(t, p.Keys[0].Certificate), renewal.InvalidToken, false, 60},
		{"another channel", other(func(a *token.AccessToken2) { a.Services[0].ChannelName = "studio" }), renewal.InvalidChannel, false, 60},
		{"another App ID", other(func(a *token.AccessToken2) { a.AppID = p.AppID }), renewal.InconsistentApp, false, 60},
		{"another App ID, channel and user", other(func(a *token.AccessToken2) {
			a.AppID, a.Services[0].ChannelName, a.Services[0].UID = p.AppID, "studio", "8"
		}), renewal.InconsistentApp, false, 60},
	} {
		var l model.Watchlist
		l.AddNamed("host", was, demo())
		before := *l.Row(0)
		d := l.Renew(0, c.next, demo(), at(c.after))
		row := l.Row(0)
		if d.Renewal.Code != c.code || d.Renewal.Accepted != (c.code == renewal.Success) || d.Renewal.Reason == "" || d.Renewal.Accepted && d.GainsNothing() != c.vain {
			t.Errorf("%s: %+v, gains nothing: %v", c.name, d.Renewal, d.GainsNothing())
		}
		if !d.Renewal.Accepted && !reflect.DeepEqual(before, *row) {
			t.Errorf("%s: refused, and the row became %+v", c.name, row)
		}
		if d.Renewal.Accepted && (row.Name != "host" || row.Renewals != 1 || row.Token != c.next || row.Timeline.IssuedAt != timeline.Instant(c.next.AccessToken2.IssueTs)) {
			t.Errorf("%s: accepted, and the row is %+v", c.name, row)
		}
		if name, added := l.Add(row.Token, nil, demo()); added || name != "host" {
			t.Errorf("%s: the row's token is added again as %q", c.name, name)
		}
		if name, _ := l.Add(inChannel(t, "host", 77), nil, demo()); name != "host 2" {
			t.Errorf("%s: another row is called %q", c.name, name)
		}
	}
}

// TestRenewWithATokenThatIsWatched renews a row with the token of another one: none
// may be lost, and no token may stand in two rows.
func TestRenewWithATokenThatIsWatched(t *testing.T) {
	var l model.Watchlist
	l.AddNamed("a", sign007(t, nil), demo())
	l.AddNamed("b", sign007(t, func(a *token.AccessToken2) { a.IssueTs += 60 }), demo())
	l.Renew(0, l.Row(1).Token, demo(), at(60))
	l.Remove(1)
	l.Add(sign007(t, func(a *token.AccessToken2) { a.IssueTs += 60 }), nil, demo())
	unique(t, &l)
	rows := l.Len()
	if _, after, unread := kept(t, &l, demo()); after.Len()+unread != rows {
		t.Errorf("of %d rows a restart keeps %d, and calls %d unread", rows, after.Len(), unread)
	}
}

// TestAfreshIsRenewed signs rows again and renews them with what comes of it.
func TestAfreshIsRenewed(t *testing.T) {
	m := token.Missing{Channel: "lobby", UID: "7"}
	for _, c := range []struct {
		name string
		list func(t *testing.T) *model.Watchlist
	}{
		{"007", func(t *testing.T) *model.Watchlist { return listOf(sign007(t, nil), nil) }},
		{"007, not kept", func(t *testing.T) *model.Watchlist { return forgotten(t, sign007(t, nil), nil) }},
		{"006", func(t *testing.T) *model.Watchlist { return listOf(sign006(t, m, issued+6000, issued+60), &m) }},
		{"006, not kept", func(t *testing.T) *model.Watchlist { return forgotten(t, sign006(t, m, issued+6000, issued+60), &m) }},
		{"006 without ends", func(t *testing.T) *model.Watchlist { return listOf(sign006(t, m, 0, 0), &m) }},
		{"006 to the end of time", func(t *testing.T) *model.Watchlist { return listOf(sign006(t, m, math.MaxUint32, math.MaxUint32), &m) }},
	} {
		l := c.list(t)
		row := *l.Row(0)
		next, err := row.Afresh(demo(), at(3000), 4711)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		later := int64(timeline.Of(next).IssuedAt - row.Timeline.IssuedAt)
		if later != 3000 || next.Text == row.Token.Text {
			t.Errorf("%s: issued %d s later", c.name, later)
		}
		d := l.Renew(0, next, demo(), at(3000))
		if !d.Renewal.Accepted || d.GainsNothing() || l.Row(0).Signer.Status != signer.Valid || l.Row(0).Renewals != 1 {
			t.Errorf("%s: %+v, signature %s", c.name, d.Renewal, l.Row(0).Signer.Status)
		}
		if was, is := row.Timeline.UsableUntil, l.Row(0).Timeline.UsableUntil; is <= was {
			t.Errorf("%s: usable until %d, was until %d", c.name, is, was)
		}
	}
}

func listOf(tok *token.Token, m *token.Missing) *model.Watchlist {
	var l model.Watchlist
	l.Add(tok, m, demo())
	return &l
}

func TestAfreshSaysWhyNot(t *testing.T) {
	p, secret := owner(t)
	bare := project.Project{Name: "bare", AppID: p.AppID, Problem: "the variable X is not set"}
	mine := sign007(t, func(a *token.AccessToken2) { a.AppID = p.AppID })
	old := sign006(t, token.Missing{Channel: "lobby", UID: "7"}, 0, 0)
	for _, c := range []struct {
		name     string
		tok      *token.Token
		projects []project.Project
		now      time.Time
		want     string
	}{
		{"an App ID that nobody knows", mine, demo(), at(0), "fedc…3210"},
		{"no certificate", mine, []project.Project{bare}, at(0), "certificate"},
		{"006 without its channel", old, demo(), at(0), "channel"},
		{"after the last second that a token can be issued in", sign007(t, nil), demo(), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), ""},
		{"before the first", sign007(t, nil), demo(), time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC), ""},
	} {
		next, err := listOf(c.tok, nil).Row(0).Afresh(c.projects, c.now, 1)
		switch {
		case err == nil:
			t.Errorf("%s: signed a token that is issued at %d", c.name, timeline.Of(next).IssuedAt)
		case !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), p.AppID) || strings.Contains(err.Error(), secret):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestAfreshDoesNotNameACertificate holds that no part of a certificate is shown
// that stands for the App ID.
func TestAfreshDoesNotNameACertificate(t *testing.T) {
	p, secret := owner(t)
	for name, l := range disclosing(t) {
		_, err := l.Row(0).Afresh([]project.Project{p}, at(0), 1)
		if err == nil || strings.Contains(err.Error(), secret[:4]) || strings.Contains(err.Error(), secret[28:]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
