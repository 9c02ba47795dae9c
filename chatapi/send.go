package chatapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// MaxReply is how much of a reply's body is read, in bytes. One more and the
// reply is an error. A hundred users take some 30 KiB.
const MaxReply = 1 << 20

// answer is what came of one attempt. It holds what a stranger wrote.
type answer struct {
	status     int // 0 if there was none
	header     http.Header
	asked      *url.URL
	body       []byte
	tooLong    bool
	json       value
	jsonErr    error
	retryAfter time.Duration
	err        error  // of the transport; with a status, of reading the body
	late       string // which time ran out; "" for none
	sent       bool   // something may have reached the service
	resent     int    // by the transport
}

// location resolves the header of a redirect.
func (a answer) location() (*url.URL, error) { return a.asked.Parse(a.header.Get("Location")) }

// roundTrip sends one request and reads the reply. It is the only function that
// talks HTTP.
func (c *Client) roundTrip(ctx context.Context, q call, bearer string) answer {
	ctx, cancel := context.WithTimeout(ctx, c.limits.Exchange)
	defer cancel()
	w := &wire{}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, w.hooks()), q.method(), c.url(q).String(), bytes.NewReader(q.sent()))
	if err != nil {
		return answer{err: err}
	}
	request.Header = http.Header{"Authorization": {"Bearer " + bearer}, "Accept": {"application/json"}, "User-Agent": {"agtok"}}
	if q.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.RoundTrip(request)
	if err != nil {
		return answer{err: err, late: c.limits.late(err, ctx.Err() != nil), sent: w.maySent(err), resent: w.resent()}
	}
	defer func() { _ = response.Body.Close() }()
	a := answer{status: response.StatusCode, header: response.Header, asked: request.URL, sent: true, resent: w.resent()}
	a.retryAfter = parseRetryAfter(response.Header.Get("Retry-After"), c.now())
	a.body, a.err = io.ReadAll(io.LimitReader(response.Body, MaxReply+1))
	if errors.Is(a.err, context.DeadlineExceeded) {
		a.late = "the body did not end within " + inSeconds(c.limits.Exchange)
	}
	a.tooLong = len(a.body) > MaxReply
	a.body = a.body[:min(len(a.body), MaxReply)]
	a.json, a.jsonErr = parseJSON(a.body)
	return a
}

func (c *Client) url(q call) *url.URL {
	u := *c.base
	u.RawPath = q.path(c.org, c.app)
	u.Path, _ = url.PathUnescape(u.RawPath)
	u.RawQuery = q.query.Encode()
	return &u
}

// run is one call with all its attempts.
type run struct {
	*Client
	call    call
	id      uint64
	attempt int
	renewed bool     // a fresh token was asked for already
	fresh   bool     // the next attempt is to ask for one
	open    bool     // an attempt may have made the change
	bearers []string // of all attempts: a service can remember
}

// do makes the call, again where that is safe and of use. Each endpoint is a few
// lines on it.
func (c *Client) do(ctx context.Context, q call) error {
	if c.secret(q.path("", "")+" "+string(q.sent())) != "" {
		return named(q.operation, illegal("a text to send holds a secret, as an App Certificate is one; nothing of it was sent"))
	}
	r := run{Client: c, call: q, id: c.calls.Add(1), attempt: q.before}
	wait := q.wait
	for {
		r.attempt++
		a, e := r.once(ctx, wait)
		if e == nil {
			return nil
		}
		var again bool
		if wait, again = r.next(a, e); !again {
			return r.final(e)
		}
	}
}

// once waits for its turn, makes one attempt and tells of it.
func (r *run) once(ctx context.Context, wait time.Duration) (answer, *Error) {
	x := Exchange{Call: r.id, Operation: r.call.operation, Method: r.call.method(), URL: printable(r.url(r.call).String()),
		Attempt: r.attempt, Attempts: r.most(), Wait: wait, RequestBody: r.call.shown()}
	if wait > 0 {
		r.progress(x)
	}
	waited, err := r.turn(ctx, wait)
	x.Wait = waited
	if err != nil {
		return answer{}, stopped(err)
	}
	bearer, err := r.source.AppToken(ctx, r.fresh)
	r.bearers = append(r.bearers, bearer)
	hide := newMask(slices.Concat(r.bearers, r.call.secrets)...)
	hide.find = r.secret
	if e := tokenFault(ctx, bearer, err, hide); e != nil {
		return answer{}, e
	}
	r.fresh = false
	x.Started = r.now()
	r.progress(x)
	a := r.roundTrip(ctx, r.call, bearer)
	answered := r.now()
	r.learn(a, x.Started, answered)
	e := r.judge(ctx, a, hide)
	x.Done, x.Duration, x.Status, x.Resent = true, answered.Sub(x.Started), a.status, a.resent
	if a.status != 0 {
		x.ReplyBody, x.ReplyCut = showReply(a, hide)
	}
	if e != nil {
		x.Err = r.dressed(*e).Error()
	}
	r.trace(x)
	return a, e
}

// turn waits as long as is asked for, and then for the rate to allow a request.
func (r *run) turn(ctx context.Context, wait time.Duration) (waited time.Duration, err error) {
	if err := r.pause(ctx, wait); err != nil {
		return wait, err
	}
	limiters := []*rate.Limiter{r.all, r.statuses}
	if r.call.operation != OpStatusMany {
		limiters = limiters[:1]
	}
	for _, l := range limiters {
		delay, err := r.permit(ctx, l)
		wait += delay
		if err != nil {
			return wait, err
		}
	}
	return wait, nil
}

// permit waits for one limiter, and gives its place back when it does not go on.
func (c *Client) permit(ctx context.Context, l *rate.Limiter) (time.Duration, error) {
	now := c.now()
	place := l.ReserveN(now, 1)
	delay := place.DelayFrom(now)
	err := c.pause(ctx, delay)
	if err != nil {
		place.CancelAt(c.now())
	}
	return delay, err
}

// pause ends at once with the context's error.
func (c *Client) pause(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	if err := c.sleep(ctx, d); err != nil {
		return err
	}
	return ctx.Err()
}

// next tells whether there is another attempt, and how long to wait for it.
func (r *run) next(a answer, e *Error) (wait time.Duration, again bool) {
	if r.attempt >= r.most() {
		return 0, false
	}
	if a.status == http.StatusUnauthorized && !r.renewed {
		r.renewed, r.fresh = true, true
		return 0, true
	}
	if !e.transient || r.open && r.call.once {
		return 0, false
	}
	return r.waitAfter(e.RetryAfter, r.attempt), !e.Is(ErrLongWait)
}

// most is the number of attempts that are made at most.
func (r *run) most() int {
	if r.call.before > 0 {
		return r.limits.Again
	}
	return r.limits.Attempts
}

// waitAfter is the wait behind the attempt of that number, when the service asked
// for one of that length, or for none.
func (c *Client) waitAfter(asked time.Duration, attempt int) time.Duration {
	if asked > 0 {
		return asked
	}
	return c.limits.backoff(attempt, c.jitter())
}

// dressed puts in what every error of the call has.
func (r *run) dressed(e Error) *Error {
	e.Operation, e.Method, e.Endpoint = r.call.operation, r.call.method(), printable(r.call.path(r.org, r.app))
	e.Attempts, e.subject = r.attempt, r.call.subject()
	return &e
}

// final is the error that ends the call.
func (r *run) final(e *Error) *Error {
	last := r.dressed(*e)
	if r.open {
		last.add(ErrOutcomeUnknown)
	}
	return last
}
