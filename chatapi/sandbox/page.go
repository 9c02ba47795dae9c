package sandbox

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// How many users a page holds. Source: _user-system-registration.mdx.
const (
	defaultPage = 10
	maxPage     = 100
)

// window is the part of the users that a query asks for.
type window struct {
	after  uint64 // number of the user before the first
	limit  int
	params map[string][]text // cursor and limit as they were sent, for the answer
}

// window reads limit and cursor. The pages do not say what becomes of others than
// the documented values; they are refused, so that a mistake shows.
func (c *call) window() (w window, ok bool) {
	query, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return window{}, false
	}
	w = window{limit: defaultPage, params: map[string][]text{}}
	for _, key := range []string{"cursor", "limit"} {
		for _, v := range query[key] {
			w.params[key] = append(w.params[key], text(v))
		}
	}
	if query.Has("limit") {
		n, err := strconv.Atoi(query.Get("limit"))
		if err != nil || n < 1 || n > maxPage {
			return window{}, false
		}
		w.limit = n
	}
	if query.Has("cursor") {
		w.after, ok = openCursor(query.Get("cursor"))
		return w, ok
	}
	return w, true
}

// A cursor says after whom to go on. Encoded, so that nobody builds one.
const cursorPrefix = "after:"

func cursor(after uint64) string {
	if after == 0 {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(cursorPrefix + strconv.FormatUint(after, 10)))
}

func openCursor(s string) (after uint64, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return 0, false
	}
	digits, ok := strings.CutPrefix(string(b), cursorPrefix)
	after, err = strconv.ParseUint(digits, 10, 63)
	return after, ok && err == nil
}

func (s *Server) list(c *call) reply {
	w, ok := c.window()
	if !ok {
		return c.invalid()
	}
	users, next := s.users.page(w.after, w.limit)
	count := len(users)
	return c.ok(answer{
		Action: "get", Params: w.params, Path: "/users", URI: c.uri("users"),
		Entities: entities(users...), Cursor: cursor(next), Count: &count,
	})
}

// deleteMany deletes the oldest users: the API lets nobody choose which.
func (s *Server) deleteMany(c *call) reply {
	w, ok := c.window()
	if !ok {
		return c.invalid()
	}
	users, next := s.users.deletePage(w.after, w.limit)
	return c.ok(c.named(answer{
		Action: "delete", Params: w.params, Path: "/users", URI: c.uri("users"),
		Entities: entities(users...), Cursor: cursor(next),
	}))
}
