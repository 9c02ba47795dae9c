package chatapi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agtok/chatapi"
)

// TestAdvice holds what is said to be the next step.
func TestAdvice(t *testing.T) {
	const again, look = "It may have been done; to send it again does no harm. Try again in a while", "Look the user up before sending it again: it may have been done. Try again in a while"
	for _, c := range []struct {
		operation chatapi.Operation
		step      step
		want      string
	}{
		{chatapi.OpSetPassword, reply(500, ""), again},
		{chatapi.OpDisconnect, reply(500, ""), again},
		{chatapi.OpRegister, reply(500, ""), look},
		{chatapi.OpBan, reply(500, ""), look},
		{chatapi.OpGet, reply(502, "<html>"), "Try again in a while, and look at Agora's status page"},
		{chatapi.OpGet, reply(503, "<html>"), "Try again in a while, and look at Agora's status page"},
		{chatapi.OpGet, reply(403, "<html>"), "Check the host, the REST API domain that Agora Console shows, and whether a proxy or a sign-in page"},
		{chatapi.OpGet, reply(200, "<html>"), "Check the host, the REST API domain that Agora Console shows, and whether a proxy or a sign-in page"},
		{chatapi.OpGet, cut(200, "{"), "The connection ended in the middle of the answer: try again."},
		{chatapi.OpGet, reply(429, "", "Retry-After", "86400"), "Wait over a day, as the service asks. Send fewer requests"},
		{chatapi.OpGet, reply(429, "", "Retry-After", "Fri, 31 Dec 2099 23:59:59 GMT"), "Wait over a day, as the service asks. Send fewer requests"},
		{chatapi.OpGet, reply(429, "", "Retry-After", "3600"), "Wait 1h0m0s, as the service asks. Send fewer requests"},
	} {
		r := newRig(t, c.step)
		err := operationNamed(t, c.operation).call(context.Background(), r.Client, "user1")
		if got := chatapi.Advice(err); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s, %v: %q, want %q", c.operation, err, got, c.want)
		}
	}
	r := newRig(t, reply(429, "", "Retry-After", "Fri, 02 Jan 2026 03:10:05 GMT"))
	r.clock.at = epoch.Add(123 * time.Millisecond)
	_, err := r.Get(context.Background(), "user1")
	if !strings.Contains(err.Error(), "it may be tried again after 6m0s)") || !strings.HasPrefix(chatapi.Advice(err), "Wait 6m0s, ") {
		t.Errorf("%v: %s", err, chatapi.Advice(err))
	}
}

// TestWhichTimeRanOut has a server that says nothing, and one that stops in the
// middle of a body.
func TestWhichTimeRanOut(t *testing.T) {
	for want, c := range map[string]struct {
		limits chatapi.Limits
		serve  http.HandlerFunc
	}{
		"look up user1: the service did not answer: no answer within 20ms": {chatapi.Limits{Header: 20 * time.Millisecond}, func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() }},
		"look up user1: the service did not answer: no answer within 30ms": {chatapi.Limits{Exchange: 30 * time.Millisecond}, func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() }},
		"look up user1: the service did not answer in full: the body did not end within 300ms (HTTP 200)": {chatapi.Limits{Exchange: 300 * time.Millisecond}, func(w http.ResponseWriter, q *http.Request) {
			fmt.Fprint(w, "{")
			_ = http.NewResponseController(w).Flush()
			<-q.Context().Done()
		}},
	} {
		web := httptest.NewServer(c.serve)
		c.limits.Attempts = 1
		k := &clock{at: epoch}
		client, err := chatapi.New(web.URL, appKey, &source{token: bearer}, chatapi.WithClock(k.now, k.sleep), chatapi.WithLimits(c.limits))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Get(context.Background(), "user1")
		checkKinds(t, err, "unreachable")
		if err.Error() != want || strings.Contains(chatapi.Advice(err), "sign-in") {
			t.Errorf("%q, want %q; %s", err, want, chatapi.Advice(err))
		}
		web.Close()
	}
}
