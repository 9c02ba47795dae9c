package chatapi

import (
	"net/http"
	"strings"
	"time"
)

// Limits bound what a [Client] does. A field that is zero or negative has its
// default.
type Limits struct {
	Attempts        int           // of one call, the first included; default 5
	Again           int           // attempts for the same users in all, where [Client.RegisterAgain] goes on; default 8
	FirstWait       time.Duration // before the second attempt, doubled for each further one; default 500 ms
	MaxWait         time.Duration // for one attempt, also if the service asks for more; default 30 s
	Connect         time.Duration // for TCP, and for TLS as much again; default 5 s
	Header          time.Duration // from the request's end to the answer's head; default 10 s
	Exchange        time.Duration // for one attempt from connecting to the answer's last byte; default 30 s
	PerSecond       float64       // requests; default 80
	StatusPerSecond float64       // requests for online states of many, among those; default 40
}

// DefaultLimits are those that a [Client] has without [WithLimits]. The rates
// stay below the documented 100 and 50 requests a second for an App Key
// (DS:shared/chat-sdk/reference/_limitations.mdx): other clients share them.
func DefaultLimits() Limits {
	return Limits{
		Attempts: 5, Again: 8, FirstWait: 500 * time.Millisecond, MaxWait: 30 * time.Second,
		Connect: 5 * time.Second, Header: 10 * time.Second, Exchange: 30 * time.Second,
		PerSecond: 80, StatusPerSecond: 40,
	}
}

// filled puts the default where nothing is given.
func (l Limits) filled() Limits {
	d := DefaultLimits()
	return Limits{
		Attempts: either(l.Attempts, d.Attempts), Again: either(l.Again, d.Again),
		FirstWait: either(l.FirstWait, d.FirstWait), MaxWait: either(l.MaxWait, d.MaxWait),
		Connect: either(l.Connect, d.Connect), Header: either(l.Header, d.Header), Exchange: either(l.Exchange, d.Exchange),
		PerSecond: either(l.PerSecond, d.PerSecond), StatusPerSecond: either(l.StatusPerSecond, d.StatusPerSecond),
	}
}

func either[N int | time.Duration | float64](given, otherwise N) N {
	if given > 0 {
		return given
	}
	return otherwise
}

// backoff is the wait behind the attempt of that number, counted from 1: between
// half and the whole of FirstWait doubled with each, as chance in [0,1) has it.
func (l Limits) backoff(attempt int, chance float64) time.Duration {
	wait := l.FirstWait
	for range attempt - 1 {
		if wait >= l.MaxWait {
			break
		}
		wait *= 2
	}
	wait = min(wait, l.MaxWait)
	if !(chance >= 0) { // NaN too
		chance = 0
	}
	return wait/2 + time.Duration(float64(wait/2)*min(chance, 1))
}

// maxRetryAfter bounds what Retry-After is taken to mean, lest it overflows.
const maxRetryAfter = 365 * 24 * time.Hour

// parseRetryAfter reads the header's two forms, seconds and HTTP date (RFC 9110,
// section 10.2.3); 0 for nothing, for the past and for what is neither.
func parseRetryAfter(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 64 {
		return 0
	}
	if consistsOf(text, func(c byte) bool { return '0' <= c && c <= '9' }) {
		return retryAfterSeconds(text)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

func retryAfterSeconds(digits string) time.Duration {
	var seconds time.Duration
	for i := range len(digits) {
		seconds = seconds*10 + time.Duration(digits[i]-'0')
		if seconds > maxRetryAfter/time.Second {
			return maxRetryAfter
		}
	}
	return seconds * time.Second
}

// leavesOpen reports whether a server that answers so may have done what was
// asked: only a refusal says that it did not. A request timeout is none here,
// since Agora's page does not say whose time ran out.
func leavesOpen(status int) bool {
	return status/100 != 4 || status == http.StatusRequestTimeout
}

// isTransient reports whether the same request may be answered otherwise later.
func isTransient(status int, e *Error) bool {
	switch {
	case status == http.StatusTooManyRequests:
		return !e.Is(ErrPlanLimit)
	case status == http.StatusRequestTimeout:
		return true
	}
	return status >= 500
}
