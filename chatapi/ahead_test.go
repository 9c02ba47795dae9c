package chatapi_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"agtok/chatapi"
)

// TestAhead has services whose clock is ten minutes behind.
func TestAhead(t *testing.T) {
	behind := epoch.Add(-10 * time.Minute)
	stamp := fmt.Sprintf(`{"error":"x","timestamp":%d}`, behind.UnixMilli()+7)
	date := behind.Format("Mon, 02 Jan 2006 15:04:05 GMT")
	const ten = -10 * time.Minute
	for name, c := range map[string]struct {
		steps []step
		want  chatapi.Ahead
	}{
		"timestamp of an error":  {[]step{reply(400, stamp)}, chatapi.Ahead{Least: ten + 7*time.Millisecond, Most: ten + 8*time.Millisecond, Known: true}},
		"date of a page":         {[]step{reply(400, "<html>", "Date", date)}, chatapi.Ahead{Least: ten, Most: ten + time.Second, Known: true}},
		"both":                   {[]step{reply(400, "<html>", "Date", date), reply(400, stamp)}, chatapi.Ahead{Least: ten + 7*time.Millisecond, Most: ten + 8*time.Millisecond, Known: true}},
		"nothing":                {[]step{reply(400, "{}")}, chatapi.Ahead{}},
		"of another age":         {[]step{reply(400, `{"timestamp":1}`, "Date", "Thu, 01 Jan 1970 00:00:00 GMT")}, chatapi.Ahead{}},
		"no times":               {[]step{reply(400, `{"timestamp":"x"}`, "Date", "today")}, chatapi.Ahead{}},
		"no answer, then a date": {[]step{broken(reset), reply(400, "", "Date", date)}, chatapi.Ahead{Least: ten - 250*time.Millisecond, Most: ten + 750*time.Millisecond, Known: true}},
	} {
		r := newRig(t, c.steps...)
		for range c.steps {
			_, _ = r.Get(context.Background(), "user1")
		}
		if got := r.Ahead(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestAheadContradicts(t *testing.T) {
	of := func(least, most int) chatapi.Ahead {
		return chatapi.Ahead{Least: time.Duration(least), Most: time.Duration(most), Known: true}
	}
	a := of(0, 10).And(of(5, 20))
	if a != of(5, 10) {
		t.Errorf("%+v", a)
	}
	a = a.And(of(30, 40))
	if a = a.And(of(6, 7)); a.Least != 5 || a.Most != 40 {
		t.Errorf("%+v is narrower than what was told", a)
	}
}
