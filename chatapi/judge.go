package chatapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// judge makes an error of an answer that is not the one hoped for.
func (r *run) judge(ctx context.Context, a answer, hide mask) *Error {
	e := r.fault(ctx, a, hide)
	// What was refused was not done; everything else leaves it open.
	if e != nil && r.call.writes && a.sent && (a.status == 0 || leavesOpen(a.status)) {
		r.open = true
		e.add(ErrOutcomeUnknown)
	}
	if e != nil && e.transient && a.retryAfter > r.limits.MaxWait {
		e.add(ErrLongWait)
	}
	return e
}

func (r *run) fault(ctx context.Context, a answer, hide mask) *Error {
	switch {
	case a.err != nil && ctx.Err() != nil:
		return stopped(ctx.Err())
	case a.status == 0:
		return unreachable(a.err, a.late, hide)
	case a.status/100 != 2:
		e := readFault(r.call, a, hide)
		e.transient = isTransient(a.status, e)
		return e
	case a.err != nil:
		return broken(a)
	case a.tooLong:
		return unreadable(a, fmt.Errorf("it is longer than %d KiB", MaxReply>>10))
	case len(a.body) == 0:
		return unreadable(a, errors.New("it is empty"))
	case a.jsonErr != nil:
		return unreadable(a, fmt.Errorf("it is %w", a.jsonErr))
	case a.json.kind != 'o':
		return unreadable(a, errors.New("it is no JSON object"))
	}
	if err := r.call.decode(a.json, hide); err != nil {
		return unreadable(a, err)
	}
	return nil
}

// unreadable is the error of a reply of success that is not what was documented.
func unreadable(a answer, err error) *Error {
	e := &Error{Status: a.status, happened: "the reply is not understood", Description: err.Error(), kinds: []error{ErrBadReply}}
	if a.jsonErr != nil {
		e.hint = hintHost
	}
	return e
}

// broken is the error of a reply of success whose body did not come whole. It is no
// sign of another server.
func broken(a answer) *Error {
	if a.late != "" {
		return &Error{Status: a.status, happened: "the service did not answer in full", Description: a.late, kinds: []error{ErrUnreachable}, transient: true}
	}
	return &Error{Status: a.status, happened: "the reply is not understood", Description: "it ends too early", kinds: []error{ErrBadReply}, transient: true}
}

// late tells which time ran out when the error of a transport says that one did;
// over: that of the whole exchange.
func (l Limits) late(err error, over bool) string {
	op := (*net.OpError)(nil)
	timeout, ok := err.(interface{ Timeout() bool })
	switch {
	case over:
		return "no answer within " + inSeconds(l.Exchange)
	case errors.As(err, &op) && op.Op == "dial" && op.Timeout():
		return "no connection within " + inSeconds(l.Connect)
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer within " + inSeconds(l.Header)
	case ok && timeout.Timeout(): // package net/http has one more of its own
		return "no TLS connection within " + inSeconds(l.Connect)
	}
	return ""
}

func inSeconds(d time.Duration) string {
	if d%time.Second != 0 {
		return d.String()
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

// stopped is the error of a context that ended.
func stopped(err error) *Error {
	e := &Error{happened: "cancelled", cause: err}
	if errors.Is(err, context.DeadlineExceeded) {
		e.happened = "the time allowed for it is over"
	}
	return e
}

// tokenFault tells why there is no token to send.
func tokenFault(ctx context.Context, bearer string, err error, hide mask) *Error {
	if err != nil && ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	e := &Error{happened: "there is no app token", cause: err, hint: hintToken}
	if err == nil {
		if err = checkBearer(bearer); err == nil {
			return nil
		}
	}
	e.Description = hide.phrase(err.Error(), maxDescription)
	return e
}

// unreachable tells why there was no answer.
func unreachable(err error, late string, hide mask) *Error {
	// Its address is told already.
	if inner := (*url.Error)(nil); errors.As(err, &inner) {
		err = inner.Err
	}
	e := &Error{happened: "the service did not answer", Description: hide.phrase(err.Error(), maxDescription),
		kinds: []error{ErrUnreachable}, transient: true}
	name := (*net.DNSError)(nil)
	switch {
	case late != "":
		e.Description = late
	case errors.As(err, &name) && name.IsNotFound:
		e.hint, e.transient = hintName, false
	case isCertificateFault(err):
		e.hint, e.transient = hintCertificate, false
	}
	return e
}

// isCertificateFault reports what no further attempt mends: who answers is not
// who was meant, or does not speak TLS.
func isCertificateFault(err error) bool {
	return as[*tls.CertificateVerificationError](err) || as[x509.HostnameError](err) || as[x509.UnknownAuthorityError](err) ||
		as[x509.CertificateInvalidError](err) || as[tls.RecordHeaderError](err)
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// wire watches how far a request gets.
type wire struct {
	watched     atomic.Bool
	connections atomic.Int32
}

// hooks may be called by any goroutine, even after the request has ended.
func (w *wire) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.watched.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.connections.Add(1) },
	}
}

// resent counts the connections taken beyond the first.
func (w *wire) resent() int { return max(0, int(w.connections.Load())-1) }

// maySent reports whether anything of the request may have been sent. A transport
// that does not tell is believed only where its error can come from nothing else.
func (w *wire) maySent(err error) bool {
	if w.watched.Load() {
		return w.connections.Load() > 0
	}
	op := (*net.OpError)(nil)
	return !(errors.As(err, &op) && op.Op == "dial") && !as[*net.DNSError](err) && !isCertificateFault(err)
}
