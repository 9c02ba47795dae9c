package chatapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// TokenSource gives the app token, an AccessToken2 with the Chat service's app
// privilege, that every request bears. With fresh it must mint a new one: the
// service has refused the last. It is called from several goroutines.
type TokenSource interface {
	AppToken(ctx context.Context, fresh bool) (string, error)
}

// Client calls the users API of one Chat app. It may be used by several
// goroutines at once, and its rates are theirs together.
type Client struct {
	base     *url.URL
	org, app string
	source   TokenSource
	http     http.RoundTripper // no http.Client: that would follow redirects, or fail over a broken one
	limits   Limits
	secret   func(text string) string
	now      func() time.Time
	sleep    func(context.Context, time.Duration) error
	jitter   func() float64
	trace    func(Exchange)
	progress func(Exchange)
	all      *rate.Limiter
	statuses *rate.Limiter
	calls    atomic.Uint64

	mu                  sync.Mutex
	byTimestamp, byDate Ahead // what answers tell of the service's clock
}

// Option changes what [New] builds.
type Option func(*Client)

// WithClock gives the time and the way to wait, which must end with the context's
// error as soon as that is done. [New] fails without it.
func WithClock(now func() time.Time, sleep func(ctx context.Context, d time.Duration) error) Option {
	return func(c *Client) { c.now, c.sleep = now, sleep }
}

// WithJitter gives numbers in [0,1) that spread the waits of several clients.
// Without it every wait is half of the longest. Several goroutines call it.
func WithJitter(chance func() float64) Option { return func(c *Client) { c.jitter = chance } }

// WithTrace has each attempt told as it ends, in the goroutine of the call, which
// waits for it: what takes long belongs into another one.
func WithTrace(trace func(Exchange)) Option { return func(c *Client) { c.trace = trace } }

// WithProgress has what is under way told, with Done false: once as a wait
// begins, then with Started zero, and once as the request is sent. A call that is
// cancelled in a wait, or gets no token, ends without a trace of that attempt. It
// is called as that of [WithTrace] is.
func WithProgress(progress func(Exchange)) Option { return func(c *Client) { c.progress = progress } }

// WithLimits replaces the limits that are given in l.
func WithLimits(l Limits) Option { return func(c *Client) { c.limits = l.filled() } }

// WithSecrets has texts kept back that hold a secret of another kind than tokens and
// passwords, an App Certificate for one. find gives the first that stands in a text,
// "" for none: no request with one is sent, and replies are shown without. Several
// goroutines call it.
func WithSecrets(find func(text string) string) Option { return func(c *Client) { c.secret = find } }

// WithHTTPTransport replaces the way to the service. Of [Limits], Connect and
// Header are up to the transport then.
func WithHTTPTransport(t http.RoundTripper) Option { return func(c *Client) { c.http = t } }

// New makes a client for host, the REST API domain ("a41.chat.agora.io", a
// "host:port", or a URL of one; http for loopback only), and the App Key
// "org#app". It connects to nothing yet.
func New(host, appKey string, source TokenSource, options ...Option) (*Client, error) {
	base, err := parseBase(host)
	if err != nil {
		return nil, err
	}
	org, app, err := parseAppKey(appKey)
	if err != nil {
		return nil, err
	}
	c := &Client{base: base, org: org, app: app, source: source, limits: DefaultLimits()}
	for _, o := range options {
		o(c)
	}
	if c.source == nil || c.now == nil || c.sleep == nil {
		return nil, errors.New("chat client: a token source and a clock (WithClock) are needed")
	}
	c.complete()
	return c, nil
}

// complete fills in what no option has given.
func (c *Client) complete() {
	if c.http == nil {
		c.http = newTransport(c.limits)
	}
	if c.jitter == nil {
		c.jitter = func() float64 { return 0 }
	}
	if c.secret == nil {
		c.secret = func(string) string { return "" }
	}
	if c.trace == nil {
		c.trace = func(Exchange) {}
	}
	if c.progress == nil {
		c.progress = func(Exchange) {}
	}
	c.all, c.statuses = newLimiter(c.limits.PerSecond), newLimiter(c.limits.StatusPerSecond)
}

// newLimiter lets through an eighth of a second's requests at once: with more, a
// second could see twice the rate.
func newLimiter(perSecond float64) *rate.Limiter {
	return rate.NewLimiter(rate.Limit(perSecond), max(1, int(perSecond/8)))
}

// maxHead bounds an answer's head, in bytes.
const maxHead = 64 << 10

func newTransport(l Limits) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: l.Connect}).DialContext,
		TLSHandshakeTimeout:    l.Connect,
		ResponseHeaderTimeout:  l.Header,
		IdleConnTimeout:        time.Minute,
		MaxIdleConnsPerHost:    8,
		MaxResponseHeaderBytes: maxHead,
		ForceAttemptHTTP2:      true,
	}
}

// Host gives the service's host, with its port if one was given.
func (c *Client) Host() string { return c.base.Host }

// AppKey gives the App Key, "org#app".
func (c *Client) AppKey() string { return c.org + "#" + c.app }

// CloseIdleConnections closes what is open to the service and not in use.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.http.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Format writes App Key and host for every verb: no package may walk into the
// token source.
func (c *Client) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "chat client of "+c.AppKey()+" at "+c.Host())
}
