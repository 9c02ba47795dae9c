package alert_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"agtok/model/alert"
	"agtok/model/timeline"
	"agtok/token"
)

const issued = 1_700_000_000

// row is a subject with an RTC token: the token's lifetime, then those of join,
// audio, video and data; a negative one is not granted.
func row(name string, expire uint32, lifetimes ...int64) alert.Subject {
	s := token.Service{Type: token.RTC, ChannelName: "lobby"}
	for i, l := range lifetimes {
		if l >= 0 {
			s.Privileges = append(s.Privileges, token.Grant{Privilege: token.Privilege(i + 1), Expire: uint32(l)})
		}
	}
	return of(name, expire, s)
}

func of(name string, expire uint32, services ...token.Service) alert.Subject {
	tl := timeline.Of(&token.Token{Format: token.Format007,
		AccessToken2: &token.AccessToken2{IssueTs: issued, Expire: expire, Services: services}})
	return alert.Subject{Name: name, Timeline: &tl}
}

func signaling(name string, expire uint32) alert.Subject {
	return of(name, expire, token.Service{Type: token.RTM, Privileges: []token.Grant{{Privilege: token.Login, Expire: expire}}})
}

func chat(name string, expire uint32) alert.Subject {
	return of(name, expire, token.Service{Type: token.Chat, Privileges: []token.Grant{{Privilege: token.ChatUser, Expire: expire}}})
}

// sketch writes alerts in short: seconds after issue, name, kind, how long before,
// count.
func sketch(list []alert.Alert) string {
	var parts []string
	for _, a := range list {
		parts = append(parts, fmt.Sprintf("%d %s %s -%v x%d", int64(a.At)-issued, a.Name, a.Event.Event, a.Before, a.Count))
	}
	return strings.Join(parts, " | ")
}

func TestDue(t *testing.T) {
	hour := []alert.Subject{row("a", 3600, 3600)}
	minutes := []time.Duration{5 * time.Minute, time.Minute}
	for _, c := range []struct {
		name     string
		subjects []alert.Subject
		before   []time.Duration
		from, to int64 // seconds after issue
		want     string
	}{
		{"a second early", hour, nil, 3598, 3599, ""},
		{"the second itself", hour, nil, 3599, 3600, "3600 a expired -0s x2"},
		{"a second late", hour, nil, 3600, 3601, ""},
		{"the warning", hour, nil, 3569, 3570, "3570 a will-expire -0s x1"},
		{"a threshold, early", hour, minutes, 3298, 3299, ""},
		{"a threshold, at it", hour, minutes, 3299, 3300, "3300 a expired -5m0s x2"},
		{"a threshold, late", hour, minutes, 3300, 3301, ""},
		{"all of it", hour, minutes, 0, 9999, "3300 a expired -5m0s x2 | 3540 a expired -1m0s x2 | 3570 a will-expire -0s x1 | 3600 a expired -0s x2"},
		{"time stands", hour, minutes, 3600, 3600, ""},
		{"time runs back", hour, minutes, 9999, 0, ""},
		{"thresholds twice, none and below a second", hour, []time.Duration{time.Minute, time.Minute, 0, -time.Hour, time.Second - 1}, 3530, 3560, "3540 a expired -1m0s x2"},
		{"a threshold at the issue", hour, []time.Duration{time.Hour}, -9, 9, "0 a expired -1h0m0s x2"},
		{"a threshold before the issue", hour, []time.Duration{time.Hour + time.Second}, -9, 9, ""},
		{"the threshold of a token that is too short", []alert.Subject{row("a", 90, 90)}, minutes, -999, 999, "30 a expired -1m0s x2 | 60 a will-expire -0s x1 | 90 a expired -0s x2"},
		{"a warning before the issue", []alert.Subject{row("a", 20, 20)}, nil, -99, 99, "20 a expired -0s x2"},
		{"a warning at the issue", []alert.Subject{row("a", 30, 30)}, nil, -99, 99, "30 a expired -0s x2"},
		{"publishing ends, twice at once", []alert.Subject{row("a", 3600, 3600, 600, 600)}, minutes, 0, 700, "300 a publish-ends -5m0s x2 | 540 a publish-ends -1m0s x2 | 570 a will-expire -0s x1 | 600 a publish-ends -0s x2"},
		{"the token ends before join", []alert.Subject{row("a", 600, 3600)}, minutes, 0, 700, "300 a rejoin-closed -5m0s x1 | 540 a rejoin-closed -1m0s x1 | 600 a rejoin-closed -0s x1"},
		{"publishing and the token end at once", []alert.Subject{row("a", 600, 3600, 600)}, nil, 599, 600, "600 a rejoin-closed -0s x2"},
		{"a warning and an end at once", []alert.Subject{row("a", 3600, 3600, 3570)}, []time.Duration{time.Minute}, 3500, 3570, "3510 a publish-ends -1m0s x1 | 3540 a expired -1m0s x2 | 3540 a will-expire -0s x1 | 3570 a publish-ends -0s x2"},
		{"both lines of Signaling", []alert.Subject{signaling("a", 60)}, nil, 0, 60, "30 a will-expire -0s x2 | 60 a expired -0s x2"},
		{"half of a Chat user's token", []alert.Subject{chat("a", 600)}, minutes, 0, 600, "300 a expired -5m0s x1 | 300 a half-life -0s x1 | 540 a expired -1m0s x1 | 600 a expired -0s x1"},
		{"rows by name", []alert.Subject{row("b", 600, 600), row("a", 600, 600), row("c", 599, 599)}, nil, 598, 600, "599 c expired -0s x2 | 600 a expired -0s x2 | 600 b expired -0s x2"},
		{"a row without a timeline", []alert.Subject{{Name: "x"}, row("b", 600, 600)}, nil, 599, 600, "600 b expired -0s x2"},
		{"nothing ends", []alert.Subject{row("a", 0, 0)}, minutes, 0, 80000, ""},
		{"no rows", nil, minutes, 0, 80000, ""},
	} {
		if got := sketch(alert.Due(c.subjects, c.before, issued+c.from, issued+c.to)); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestDueIsBounded leaps over more than 100 000 alerts: the last of them are given.
func TestDueIsBounded(t *testing.T) {
	const most = 100_000
	subjects, before := many()
	all := alert.Due(subjects, before, 0, issued+10*timeline.Day)
	if len(all) != most {
		t.Fatalf("%d alerts", len(all))
	}
	middle := int64(all[most/2].At)
	late := alert.Due(subjects, before, middle, issued+10*timeline.Day)
	if n := len(late); n < most/3 || n >= most || !reflect.DeepEqual(late, all[most-n:]) {
		t.Errorf("of all the last %d are others than those after %d", n, middle)
	}
}

func TestExtremes(t *testing.T) {
	subjects := []alert.Subject{row("a", math.MaxUint32, math.MaxUint32, 600), row("b", 60, 60)}
	before := []time.Duration{math.MaxInt64, math.MinInt64, time.Second}
	list := alert.Due(subjects, before, math.MinInt64, math.MaxInt64)
	if len(list) == 0 {
		t.Fatal("all of time holds no alert")
	}
	if got := alert.Next(subjects, before, math.MaxInt64); got != timeline.Never {
		t.Errorf("after all of time comes %d", got)
	}
	if got := alert.Next(subjects, before, math.MinInt64); got != list[0].At {
		t.Errorf("the first alert is at %d, want %d", got, list[0].At)
	}
}

// TestOnce cuts time at random: whatever the looks, each thing is told once, and
// Next says when.
func TestOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	lifetime := func() int64 { return []int64{-1, 0, 30, 31, 60, 600, 601, 3600, 90000}[random.IntN(9)] }
	told := 0
	for range 300 {
		var subjects []alert.Subject
		for i := range 1 + random.IntN(4) {
			subjects = append(subjects, row(fmt.Sprint(i), uint32(max(1, lifetime())), lifetime(), lifetime(), lifetime()))
		}
		before := []time.Duration{time.Duration(random.IntN(700)) * time.Second, 30 * time.Second}
		whole := alert.Due(subjects, before, issued-1, issued+2*timeline.Day)
		var parts, steps []alert.Alert
		for now := int64(issued - 1); now < issued+2*timeline.Day; {
			to := min(now+1+random.Int64N(random.Int64N(90000)+1), issued+2*timeline.Day)
			parts, now = append(parts, alert.Due(subjects, before, now, to)...), to
		}
		for now := alert.Next(subjects, before, issued-1); now != timeline.Never; now = alert.Next(subjects, before, int64(now)) {
			list := alert.Due(subjects, before, int64(now)-1, int64(now))
			if len(list) == 0 {
				t.Fatalf("nothing is due at %d, which Next gave", now-issued)
			}
			steps = append(steps, list...)
		}
		if sketch(parts) != sketch(whole) || sketch(steps) != sketch(whole) {
			t.Fatalf("at once %s\nin parts %s\nby Next  %s", sketch(whole), sketch(parts), sketch(steps))
		}
		told += len(whole)
	}
	if told < 1000 {
		t.Errorf("only %d alerts were told", told)
	}
}
