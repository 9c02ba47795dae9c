package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of the listener. Writing may take long, because a slow body is a fault
// that can be asked for.
const (
	headerTime  = 5 * time.Second
	requestTime = 30 * time.Second
	answerTime  = 5 * time.Minute
	idleTime    = time.Minute
	closeTime   = 2 * time.Second // for requests under way when the service ends
	headerBytes = 96 << 10        // a token of the longest kind fits
)

// Listen serves on addr ("127.0.0.1:0" takes any free port) until ctx is done or
// stop is called, and gives the address as a URL without a slash at its end.
// Stopping cuts delays short, lets requests under way end for up to two seconds,
// and waits for that; stop may be called again and gives the same error.
//
// An address that is not loopback is refused unless [Options.Public] is set: the
// service speaks plain HTTP, so tokens could be read on the way.
func (s *Server) Listen(ctx context.Context, addr string) (url string, stop func() error, err error) {
	if err := s.checkAddress(addr); err != nil {
		return "", nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("chat sandbox: %w", err)
	}
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          log.New(io.Discard, "", 0), // standard error may be a full-screen terminal
		BaseContext:       func(net.Listener) context.Context { return base },
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return shutdown(srv, served)
	})
	context.AfterFunc(ctx, func() { _ = stop() })
	return "http://" + ln.Addr().String(), stop, nil
}

func shutdown(srv *http.Server, served <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if srv.Shutdown(ctx) != nil {
		_ = srv.Close()
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("chat sandbox: %w", err)
	}
	return nil
}

// checkAddress keeps the service on this machine. A name is refused but for
// localhost: what it stands for may change between looking and listening.
func (s *Server) checkAddress(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("chat sandbox: address must be host:port, as in 127.0.0.1:8085: %w", err)
	}
	if ip := net.ParseIP(host); s.o.Public || host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return errors.New("chat sandbox: address must be loopback, as in 127.0.0.1:8085; the service has no TLS, so others could read the tokens")
}
