package chatapi

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Get looks a user up by name, or by UUID. Only an error that matches
// [ErrNotFound] means that there is none.
//
// GET /users/{username}: DS:shared/chat-sdk/restful-api/_user-system-registration.mdx,
// as all calls of this file without another source.
func (c *Client) Get(ctx context.Context, username string) (User, error) {
	return c.oneUser(ctx, call{operation: OpGet, username: username})
}

// List gives limit users, 1 to [MaxPage], in order of registration, from the
// beginning with cursor "" or on from a [Page]'s Cursor.
//
// GET /users?limit=&cursor=
func (c *Client) List(ctx context.Context, limit int, cursor string) (page Page, err error) {
	if limit < 1 || limit > MaxPage {
		return Page{}, named(OpList, illegal(fmt.Sprintf("a page of %d users; it can have 1 to %d", limit, MaxPage)))
	}
	if !isCursor(cursor) {
		return Page{}, named(OpList, illegal("the cursor is none that a page came with"))
	}
	q := call{operation: OpList, query: url.Values{"limit": {strconv.Itoa(limit)}}}
	if cursor != "" {
		q.query.Set("cursor", cursor)
	}
	q.decode = func(v value, hide mask) (err error) {
		page, err = readPage(v, cursor, hide)
		return err
	}
	err = c.do(ctx, q)
	return page, err
}

// Delete deletes a user, and the groups and chat rooms that the user owns. It
// gives the user as it was. An error that matches both [ErrNotFound] and
// [ErrOutcomeUnknown] tells that the user is gone, perhaps by an earlier attempt
// of this call whose answer was lost.
//
// DELETE /users/{username}
func (c *Client) Delete(ctx context.Context, username string) (User, error) {
	return c.oneUser(ctx, call{operation: OpDelete, username: username, writes: true})
}

// SetPassword gives a user another password; the old one is not asked for.
//
// PUT /users/{username}/password
func (c *Client) SetPassword(ctx context.Context, username string, p Password) error {
	if p.IsZero() {
		return named(OpSetPassword, illegal("no password was given"))
	}
	body := object("newpassword", p.reveal())
	return c.aboutUser(ctx, call{operation: OpSetPassword, username: username,
		body: &body, secrets: []string{p.reveal()}, writes: true, decode: acknowledged("set user password", username)})
}

// Ban keeps a user from logging in and logs the user out. It gives the user as
// it is now.
//
// POST /users/{username}/deactivate
func (c *Client) Ban(ctx context.Context, username string) (u User, err error) {
	q := call{operation: OpBan, username: username, writes: true}
	q.decode = func(v value, hide mask) error {
		read, err := readOne(v, username, hide)
		if err == nil && read.Activated {
			err = errors.New("the user in it is still active")
		}
		if err == nil {
			u = read
		}
		return err
	}
	err = c.aboutUser(ctx, q)
	return u, err
}

// Unban lets a banned user log in again.
//
// POST /users/{username}/activate
func (c *Client) Unban(ctx context.Context, username string) error {
	return c.aboutUser(ctx, call{operation: OpUnban, username: username,
		writes: true, decode: acknowledged("activate user", username)})
}

// Disconnect logs a user out on all devices.
//
// GET /users/{username}/disconnect: the example on the page has GET, the
// overview (DS:shared/chat-sdk/restful-api/_restful-overview.mdx) POST.
func (c *Client) Disconnect(ctx context.Context, username string) error {
	return c.aboutUser(ctx, call{operation: OpDisconnect, username: username,
		writes: true, decode: readResult})
}

// Status tells whether a user is online. As in all calls about one user, username
// may be the UUID in its place.
//
// GET /users/{username}/status
func (c *Client) Status(ctx context.Context, username string) (online bool, err error) {
	q := call{operation: OpStatus, username: username}
	q.decode = func(v value, _ mask) (err error) {
		data, _ := v.member("data")
		if _, told := data.member(username); !told && IsUUID(username) && len(data.names) == 1 {
			username = data.names[0] // the service answers by name
		}
		online, err = readPresence(data, username)
		return err
	}
	err = c.aboutUser(ctx, q)
	return online, err
}

// StatusMany tells of 1 to [MaxStatus] users whether they are online, in the
// order asked. A user that does not exist counts as offline. With an error that
// matches [ErrBadReply] the users that the service did tell of are given.
//
// POST /users/batch/status, which only reads
func (c *Client) StatusMany(ctx context.Context, usernames []string) (list []Presence, err error) {
	if len(usernames) < 1 || len(usernames) > MaxStatus {
		return nil, named(OpStatusMany, illegal(fmt.Sprintf("%d users; one request can have 1 to %d", len(usernames), MaxStatus)))
	}
	names := value{kind: 'a'}
	for _, name := range usernames {
		if err := CheckUsername(name); err != nil {
			return nil, named(OpStatusMany, err)
		}
		names.members = append(names.members, value{kind: 's', text: name})
	}
	q := call{operation: OpStatusMany, whom: countOf(len(usernames)),
		body: &value{kind: 'o', names: []string{"usernames"}, members: []value{names}}}
	q.decode = func(v value, _ mask) (err error) {
		list, err = readPresences(v, usernames)
		return err
	}
	err = c.do(ctx, q)
	return list, err
}

// SetNickname sets the name that push notifications show, 1 to [MaxNickname]
// characters. No page tells how to take one away.
//
// PUT /users/{username}: DS:shared/chat-sdk/restful-api/_offline-push-configuration.mdx
func (c *Client) SetNickname(ctx context.Context, username, nickname string) (User, error) {
	if nickname == "" {
		return User{}, named(OpSetNickname, illegal("the nickname is empty"))
	}
	if err := checkNickname(nickname); err != nil {
		return User{}, named(OpSetNickname, err)
	}
	body := object("nickname", nickname)
	return c.oneUser(ctx, call{operation: OpSetNickname, username: username, body: &body, writes: true})
}

// aboutUser does a call about one user, whose name or UUID is checked first.
func (c *Client) aboutUser(ctx context.Context, q call) error {
	if IsUUID(q.username) {
		q.username = strings.ToLower(q.username) // as the service writes them
	}
	if err := CheckUsername(q.username); err != nil {
		return named(q.operation, err)
	}
	return c.do(ctx, q)
}

// oneUser does a call whose reply describes the user that it is about.
func (c *Client) oneUser(ctx context.Context, q call) (u User, err error) {
	q.decode = func(v value, hide mask) (err error) {
		u, err = readOne(v, q.username, hide)
		return err
	}
	err = c.aboutUser(ctx, q)
	return u, err
}
