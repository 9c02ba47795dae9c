package chatapi_test

import (
	"context"
	"testing"
	"time"

	"agtok/chatapi"
)

// FuzzReply answers every call with any bytes and any status.
func FuzzReply(f *testing.F) {
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 100 || status > 999 {
			status = 200
		}
		for _, op := range operations {
			r := newRig(t, reply(status, string(body)))
			err := op.call(context.Background(), r.Client, "user1")
			checkShowable(t, r, err)
			if err == nil && status/100 != 2 || len(r.service.requests) > 5 || len(r.exchanges) != len(r.service.requests) {
				t.Errorf("%s: status %d in %d attempts, told %d: %v", op.name, status, len(r.service.requests), len(r.exchanges), err)
			}
		}
		p, _ := newRig(t, reply(status, string(body))).List(context.Background(), 10, "")
		for _, u := range p.Users {
			checkPrintable(t, "nickname", u.Nickname)
			if chatapi.CheckUsername(u.Username) != nil || len(u.UUID) != 36 {
				t.Errorf("%+v", u)
			}
		}
	})
}

// FuzzRetryAfter answers with any header.
func FuzzRetryAfter(f *testing.F) {
	f.Fuzz(func(t *testing.T, header string) {
		r := newRig(t, reply(429, "", "Retry-After", header))
		_, err := r.Get(context.Background(), "user1")
		if e := failure(t, err); e.RetryAfter < 0 || e.RetryAfter > 365*24*time.Hour {
			t.Errorf("%q: %v", header, e.RetryAfter)
		}
		for _, w := range r.clock.waits {
			if w <= 0 || w > 30*time.Second {
				t.Errorf("%q: waits %v", header, r.clock.waits)
			}
		}
	})
}
