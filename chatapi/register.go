package chatapi

import (
	"context"
	"errors"
	"fmt"
)

// Register registers one user. After an error that matches [ErrOutcomeUnknown]
// the user may have been registered: look it up with [Client.Get].
//
// POST /users: DS:shared/chat-sdk/restful-api/_user-system-registration.mdx
func (c *Client) Register(ctx context.Context, user NewUser) (u User, err error) {
	if err := user.check(); err != nil {
		return User{}, named(OpRegister, err)
	}
	body := user.body()
	q := call{operation: OpRegister, whom: user.Username, body: &body, secrets: []string{user.Password.reveal()},
		writes: true, once: true}
	q.decode = func(v value, hide mask) (err error) {
		u, err = readOne(v, user.Username, hide)
		return err
	}
	err = c.do(ctx, q)
	return u, err
}

// RegisterMany registers 1 to [MaxRegister] users, all of different names, in one
// request. The service takes some and refuses others: that is no error. With an
// error that matches both [ErrBadReply] and [ErrOutcomeUnknown], the users that
// it did tell of are given all the same.
//
// POST /users with an array: DS:shared/chat-sdk/restful-api/_user-system-registration.mdx
func (c *Client) RegisterMany(ctx context.Context, users []NewUser) (registered []User, refused []Refusal, err error) {
	return c.registerMany(ctx, users, call{})
}

// RegisterAgain is [Client.RegisterMany] once more, for users whom a request before
// left open and who were not there when they were looked up. last is the error of
// that request. The wait and the count of attempts go on from it, as if both were
// one call. Where no further attempt is of use nothing is sent: the error is that of
// the last one, without [ErrOutcomeUnknown].
func (c *Client) RegisterAgain(ctx context.Context, users []NewUser, last error) (registered []User, refused []Refusal, err error) {
	var e *Error
	if !errors.As(last, &e) {
		return nil, nil, last
	}
	if !e.transient || e.Is(ErrLongWait) || e.Attempts >= c.limits.Again {
		return nil, nil, e.without(ErrOutcomeUnknown)
	}
	return c.registerMany(ctx, users, call{before: e.Attempts, wait: c.waitAfter(e.RetryAfter, e.Attempts)})
}

// registerMany fills in what q leaves open.
func (c *Client) registerMany(ctx context.Context, users []NewUser, q call) (registered []User, refused []Refusal, err error) {
	if err := checkBatch(users); err != nil {
		return nil, nil, named(OpRegisterMany, err)
	}
	body := value{kind: 'a'}
	q.operation, q.whom, q.body, q.writes, q.once = OpRegisterMany, countOf(len(users)), &body, true, true
	for _, u := range users {
		body.members = append(body.members, u.body())
		q.secrets = append(q.secrets, u.Password.reveal())
	}
	q.decode = func(v value, hide mask) (err error) {
		registered, refused, err = readBatch(v, users, hide)
		return err
	}
	err = c.do(ctx, q)
	return registered, refused, err
}

func countOf(users int) string {
	if users == 1 {
		return "1 user"
	}
	return fmt.Sprintf("%d users", users)
}

func checkBatch(users []NewUser) error {
	if len(users) < 1 || len(users) > MaxRegister {
		return illegal(fmt.Sprintf("%d users; one request can have 1 to %d", len(users), MaxRegister))
	}
	seen := map[string]bool{}
	for i, u := range users {
		if err := u.check(); err != nil {
			return inPlace(err, i)
		}
		if seen[u.Username] {
			return illegal(fmt.Sprintf("user %d: the name %s stands there twice", i+1, u.Username))
		}
		seen[u.Username] = true
	}
	return nil
}

// inPlace tells which of several users an error is about.
func inPlace(err error, i int) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Description = fmt.Sprintf("user %d: %s", i+1, e.Description)
	return &own
}

func (u NewUser) check() error {
	if err := CheckUsername(u.Username); err != nil {
		return err
	}
	return checkNickname(u.Nickname)
}

// body has what is given: the current page knows the user name only, older ones
// require a password.
func (u NewUser) body() value {
	texts := []string{"username", u.Username}
	if !u.Password.IsZero() {
		texts = append(texts, "password", u.Password.reveal())
	}
	if u.Nickname != "" {
		texts = append(texts, "nickname", u.Nickname)
	}
	return object(texts...)
}
