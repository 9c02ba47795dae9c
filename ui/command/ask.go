package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"agtok/model/admission"
	"agtok/model/lifetime"
	"agtok/model/paste"
	"agtok/model/reply"
	"agtok/model/visible"
)

// Bounds of asking a token server.
const (
	askTimeout = 10 * time.Second
	askPause   = 2 * time.Second // between two requests: a new token has another time by then
)

// question is what "check --url" asks a token server.
type question struct {
	url, body string
	asked     reply.Asked
	once      bool
	wait      func(context.Context, time.Duration) error // until it is over, or ctx is done
}

// askFlags declares the flags of asking a token server.
func askFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.String("url", "", "ask the token server at this `URL` for the token, and hold what it gives against what is asked for")
	f.String("post", "", "with --url: send this `JSON` by POST, and not GET")
	f.String("expire", "", "with --url: the `LIFETIME` that is asked for")
	f.Bool("once", false, "with --url: ask once; else twice, 2 s apart, to see whether its times are computed anew")
	f.Bool("allow-remote", false, "with --url: ask servers on other machines too")
}

// questionOf reads those flags; nil without --url.
func (s *session) questionOf(cmd *cobra.Command, in admission.Input) (*question, error) {
	f := cmd.Flags()
	q := &question{url: f.Lookup("url").Value.String(), body: f.Lookup("post").Value.String(), wait: s.wait}
	q.once, _ = f.GetBool("once")
	if !f.Changed("url") {
		for _, name := range []string{"post", "expire", "once", "allow-remote"} {
			if f.Changed(name) {
				return nil, usagef(cmd, "--%s goes with --url", name)
			}
		}
		return nil, nil
	}
	remote, _ := f.GetBool("allow-remote")
	if err := askable(q.url, remote); err != nil {
		return nil, usagef(cmd, "--url: %v", err)
	}
	q.asked = reply.Asked{Product: reply.Product(in.Client.Product), AppID: in.Client.AppID, Channel: in.Client.Channel,
		Account: in.Client.Account, User: in.Client.User, Role: reply.Role(in.Expect)}
	if f.Changed("uid") {
		uid := f.Lookup("uid").Value.String()
		q.asked.UID = &uid
	}
	if text := f.Lookup("expire").Value.String(); text != "" {
		seconds, err := lifetime.Parse(text, in.Now)
		if err != nil {
			return nil, usagef(cmd, "--expire: %v", err)
		}
		q.asked.Expire = seconds
	}
	return q, nil
}

// askable refuses what is no URL of a token server on this machine, unless others
// are allowed.
func askable(text string, remote bool) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return errors.New("this is not an http or https URL")
	case u.User != nil:
		return errors.New("a password in a URL ends up in logs; leave it out")
	case !remote && !isLoopback(u.Hostname()):
		return fmt.Errorf("%s is not this machine; --allow-remote asks it all the same", visible.Line(u.Hostname(), 60))
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ask sends the request, twice unless once is enough.
func (q *question) ask(ctx context.Context) (first reply.Reply, again *reply.Reply, err error) {
	if first, err = q.send(ctx); err != nil || q.once {
		return first, nil, err
	}
	if err := q.wait(ctx, askPause); err != nil {
		return first, nil, err
	}
	second, err := q.send(ctx)
	return first, &second, err
}

func (q *question) send(ctx context.Context) (reply.Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	method, body := http.MethodGet, io.Reader(nil)
	if q.body != "" {
		method, body = http.MethodPost, strings.NewReader(q.body)
	}
	req, err := http.NewRequestWithContext(ctx, method, q.url, body)
	if err != nil {
		return reply.Reply{}, remotef("the request can't be made")
	}
	req.Header.Set("Accept", "application/json, text/plain")
	if q.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return reply.Reply{}, remotef("the token server does not answer: is it running, and is the port right?")
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, reply.MaxBody+1))
	if err != nil {
		return reply.Reply{}, remotef("the token server's answer breaks off")
	}
	r := reply.Read(string(data))
	if res.StatusCode != http.StatusOK {
		said := ""
		if r.Message != "" {
			said = ", and says: " + visible.Line(r.Message, 200)
		}
		return r, remotef("the token server answers with status %d%s", res.StatusCode, said)
	}
	return r, nil
}

func remotef(format string, args ...any) error {
	return &failure{exitRemote, fmt.Errorf(format, args...)}
}

// firstToken gives the first token of a reply, as if it had been pasted.
func firstToken(r reply.Reply) paste.Found {
	for _, f := range r.Tokens {
		if f.Token != nil || f.Err != nil {
			return paste.Found{Input: f.Text, Token: f.Token, Err: f.Err}
		}
	}
	return paste.Read("")[0]
}
