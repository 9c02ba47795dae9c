package ui_test

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agtok/model/project"
	"agtok/model/timeline"
	"agtok/token"
)

// odd is a token whose timeline is hard to draw.
type odd struct {
	name    string
	token   *token.Token
	missing *token.Missing
}

func privileges(lifetimes ...uint32) (list []token.Grant) {
	for i, l := range lifetimes {
		list = append(list, token.Grant{Privilege: token.Privilege(i + 1), Expire: l})
	}
	return list
}

// odds gives tokens with lifetimes of every kind.
func odds(t testing.TB) []odd {
	t.Helper()
	rtc := func(expire uint32, lifetimes ...uint32) *token.Token {
		return watched(t, func(a *token.AccessToken2) { a.Expire, a.Services[0].Privileges = expire, privileges(lifetimes...) })
	}
	of := func(expire uint32, services ...token.Service) *token.Token {
		return watched(t, func(a *token.AccessToken2) { a.Expire, a.Services = expire, services })
	}
	issued := func(at uint32) *token.Token {
		return watched(t, func(a *token.AccessToken2) {
			a.IssueTs, a.Expire, a.Services[0].Privileges = at, math.MaxUint32, privileges(math.MaxUint32, 1)
		})
	}
	login := token.Service{Type: token.RTM, UserID: "u", Privileges: privileges(300)}
	m := token.Missing{Channel: "lobby", UID: "7"}
	return []odd{
		{"the token ends before its privileges", rtc(600, 3600, 1800, 60, 7200), nil},
		{"the token ends after its privileges", rtc(3600, 600, 60, 300, 599), nil},
		{"zero everywhere", rtc(0, 0, 0, 0, 0), nil},
		{"a second beyond the cap", rtc(86401, 86401, 86400, 86399), nil},
		{"issued at the first second", issued(0), nil},
		{"issued at the last second", issued(math.MaxUint32), nil},
		{"shorter than a warning", rtc(20, 20, 1), nil},
		{"006", sign006(t, m, uint32(start.Unix())+600, 0), &m},
		{"006 dead on arrival, channel unknown", sign006(t, m, 3600, math.MaxUint32), nil},
		{"Chat", of(600, token.Service{Type: token.Chat, UserID: "u", Privileges: privileges(600)}, token.Service{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatApp, Expire: 60}}}), nil},
		{"RTM and a stream channel", of(600, login, token.Service{Type: token.RTC, ChannelName: "*", Privileges: privileges(60)}, token.Service{Type: token.RTM2, UserID: "u", Privileges: privileges(0)}), nil},
		{"200 privileges", watched(t, func(a *token.AccessToken2) {
			for i := range 200 {
				a.Services[0].Privileges = append(a.Services[0].Privileges, token.Grant{Privilege: token.Privilege(i), Expire: uint32(i * 37)})
			}
		}), nil},
		{"nothing granted, a service that nobody knows", of(600, token.Service{Type: token.RTC}, token.Service{Type: 99, Raw: []byte{1, 2, 3}}), nil},
	}
}

func sign006(t testing.TB, m token.Missing, join, audio uint32) *token.Token {
	t.Helper()
	c, err := project.Demo().Signing()
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Sign006(&token.AccessToken{AppID: project.Demo().AppID, Salt: 1, Ts: uint32(start.Unix()) + timeline.Day,
		Privileges: privileges(join, audio)}, m, c)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// moments gives the seconds at which a token is looked at: before its issue, about
// each second at which anything turns, and at the ends of time.
func moments(tl *timeline.Timeline) []int64 {
	turns := []timeline.Instant{tl.IssuedAt, tl.TokenEnd, tl.ExpiresAt, tl.UsableUntil}
	for i := range tl.Events {
		turns = append(turns, tl.Events[i].At)
	}
	for _, s := range tl.Services {
		for _, g := range s.Grants {
			turns = append(turns, g.Until)
		}
	}
	list := []int64{0, 1, 1 << 31, time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Unix()}
	for _, at := range turns {
		if at != timeline.Never && len(list) < 36 {
			list = append(list, int64(at)-1, int64(at), int64(at)+1)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// negative is a number below zero before a unit of time.
var negative = regexp.MustCompile(`-\d+[dhmsy]\b|-\d\d:|in -|ago -`)

// TestFramesOfEveryTimeline draws hard tokens at many sizes and moments, on every tab.
func TestFramesOfEveryTimeline(t *testing.T) {
	sizes := [][2]int{{40, 12}, {60, 20}, {75, 15}, {80, 24}, {120, 36}, {200, 60}}
	list := odds(t)
	if len(list) != 13 {
		t.Fatalf("%d timelines", len(list))
	}
	for _, o := range list {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			u := open(t, 120, 36, func(d *setting) { d.Workspace.Watched.Add(o.token, o.missing, d.Workspace.Projects) }).press("f3").sees("1 token")
			tl := timeline.Of(o.token)
			seconds := moments(&tl)
			if len(seconds) < 5 {
				t.Fatalf("%d moments", len(seconds))
			}
			for _, at := range seconds {
				u.now = time.Unix(at, 0).In(start.Location())
				u.press("down") // takes over the time
				for range 4 {
					for _, size := range sizes {
						if err := u.resize(size[0], size[1]).fits(); err != nil {
							t.Fatalf("at %d: %v", at, err)
						}
						if bad := negative.FindString(u.frame()); bad != "" {
							t.Fatalf("at %d, %v: %q:\n%s", at, size, bad, u.frame())
						}
					}
					u.press("t")
				}
			}
		})
	}
}

// TestAllTimelinesAtOnce holds that the list stands in its columns whatever is in it.
func TestAllTimelinesAtOnce(t *testing.T) {
	u := open(t, 120, 36, func(d *setting) {
		for _, o := range odds(t) {
			d.Workspace.Watched.AddNamed(o.name, o.token, d.Workspace.Projects)
		}
	}).press("f3").sees("13 tokens")
	for range 40 {
		for _, order := range "sssss" {
			u.press(string(order), "n", "down")
			if err := u.fits(); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(u.frame(), "\n")[1:35] {
				if !strings.HasPrefix(line, "│") && !strings.HasPrefix(line, "╭") && !strings.HasPrefix(line, "╰") {
					t.Fatalf("a line without a border: %q", line)
				}
			}
		}
	}
}

// TestTheSmallScreenNamesARealEnd holds that a screen with no room for a list counts
// down to the end of a token that lets someone in.
func TestTheSmallScreenNamesARealEnd(t *testing.T) {
	nobody := watched(t, func(a *token.AccessToken2) { a.IssueTs += 600; a.Services[0].Privileges = nil })
	open(t, 30, 8, rows(nobody)).misses("left", "lobby")
	u := open(t, 30, 8, rows(nobody, lasting(t, 3600, 3600, 2))).sees("lobby 2", "1h 00m left").wait(time.Hour).sees("ends now").wait(time.Second).misses("lobby", "-")
	if err := u.fits(); err != nil {
		t.Error(err)
	}
}
