package sandbox

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Operation names what a request asks for.
type Operation string

// The operations. AnyOperation stands for all of them in [Server.SetScript].
const (
	AnyOperation Operation = ""
	Register     Operation = "register"
	RegisterMany Operation = "register-many" // the same path, a JSON array
	Lookup       Operation = "get"
	List         Operation = "list"
	Delete       Operation = "delete"
	DeleteMany   Operation = "delete-many"
	Password     Operation = "password"
	Ban          Operation = "ban"
	Unban        Operation = "unban"
	Disconnect   Operation = "disconnect"
	Status       Operation = "status"
	StatusMany   Operation = "status-many"
	Nickname     Operation = "nickname"
)

// Operations gives every operation but [AnyOperation], in the order of the pages.
func Operations() []Operation {
	return []Operation{
		Register, RegisterMany, Lookup, List, Delete, DeleteMany, Password,
		Ban, Unban, Disconnect, Status, StatusMany, Nickname,
	}
}

// route is one line of the API: a path below /{org}/{app}, in which * is a name.
type route struct {
	method, path string
	op           Operation
	serve        func(*Server, *call) reply
	reads        bool // has a body, which must be JSON
}

// table is the API. Forcing a user offline is GET in Agora's example and POST in
// the heading above it; the example is taken.
func table() []route {
	return []route{
		{http.MethodPost, "users", Register, (*Server).register, true},
		{http.MethodGet, "users", List, (*Server).list, false},
		{http.MethodDelete, "users", DeleteMany, (*Server).deleteMany, false},
		{http.MethodGet, "users/*", Lookup, (*Server).lookup, false},
		{http.MethodDelete, "users/*", Delete, (*Server).deleteOne, false},
		{http.MethodPut, "users/*", Nickname, (*Server).nickname, true},
		{http.MethodPut, "users/*/password", Password, (*Server).password, true},
		{http.MethodPost, "users/*/deactivate", Ban, (*Server).ban, false},
		{http.MethodPost, "users/*/activate", Unban, (*Server).unban, false},
		{http.MethodGet, "users/*/disconnect", Disconnect, (*Server).disconnect, false},
		{http.MethodGet, "users/*/status", Status, (*Server).status, false},
		{http.MethodPost, "users/batch/status", StatusMany, (*Server).statusMany, true},
	}
}

// absent are paths of the API that the sandbox does not have: the count and state of
// messages for users who are offline, attributes of users, and mutes (DS:shared/
// chat-sdk/restful-api/_restful-overview.mdx).
func absent() []string {
	return []string{
		"users/*/offline_msg_count", "users/*/offline_msg_status/*",
		"metadata/user/*", "mutes", "mutes/*",
	}
}

// isAbsent reports whether a path is one of those.
func isAbsent(segments []string) bool {
	return slices.ContainsFunc(absent(), func(path string) bool { return isPath(path, segments) })
}

// isPath reports whether segments are those of a path, in which * is anything.
func isPath(path string, segments []string) bool {
	return slices.EqualFunc(strings.Split(path, "/"), segments, func(want, got string) bool {
		return want == "*" && got != "" || want == got
	})
}

// call is a request on its way: what was asked, of whom, with which body.
type call struct {
	r        *http.Request
	s        *Server
	start    time.Time
	op       Operation
	route    *route
	key      string   // "org/app" as asked for
	path     string   // what follows it
	name     string   // the user in the path
	allowed  []string // methods that the path has, sorted
	body     []byte
	tooLarge bool
	cut      bool // the body ended early
}

// call reads the request. The body is read before anything is decided, because
// it tells one operation from another, and a script may depend on that.
func (s *Server) call(w http.ResponseWriter, r *http.Request, start time.Time) *call {
	c := &call{r: r, s: s, start: start}
	segments := split(r.URL)
	if len(segments) < 2 {
		return c
	}
	c.key = strings.Join(segments[:2], "/")
	c.path = strings.Join(segments[2:], "/")
	for i := range s.routes {
		c.match(&s.routes[i], segments[2:])
	}
	slices.Sort(c.allowed)
	if c.route != nil && c.route.reads {
		c.read(w)
	}
	if c.op == Register && isArray(c.body) {
		c.op = RegisterMany
	}
	return c
}

func (c *call) match(t *route, segments []string) {
	if !isPath(t.path, segments) {
		return
	}
	c.allowed = append(c.allowed, t.method)
	if t.method != c.r.Method {
		return
	}
	c.route, c.op = t, t.op
	if strings.HasPrefix(t.path, "users/*") {
		c.name = segments[1]
	}
}

// split takes the path apart before it is decoded: an encoded slash is part of a
// name, not the end of it.
func split(u *url.URL) []string {
	segments := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
		}
	}
	return segments
}

func (c *call) read(w http.ResponseWriter) {
	if c.r.Body == nil {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, c.r.Body, c.s.o.MaxBody))
	var large *http.MaxBytesError
	c.tooLarge = errors.As(err, &large)
	c.cut = err != nil && !c.tooLarge
	c.body = body
}

// answer finds what is wrong with the request before its operation runs, in the
// order in which the parts of the real service see it.
func (s *Server) answer(c *call) reply {
	switch {
	case c.key == "":
		return c.notFound()
	case c.key != s.o.Org+"/"+s.o.App:
		return c.noApplication()
	case isAbsent(strings.Split(c.path, "/")):
		return c.fail(http.StatusNotImplemented, "not_in_sandbox", "The sandbox does not have this part of the API; the service does.")
	case len(c.allowed) == 0:
		return c.notFound()
	case c.route == nil:
		return c.wrongMethod()
	}
	if why := s.admit(c.r.Header.Get("Authorization"), c.start); why != admitted {
		return c.unauthorized(why)
	}
	switch {
	case c.tooLarge:
		return c.fail(http.StatusRequestEntityTooLarge, "", "")
	case c.cut:
		return c.fail(http.StatusBadRequest, "json_parse", unexpected)
	case c.route.reads && !isJSON(c.r.Header.Get("Content-Type")):
		return c.fail(http.StatusUnsupportedMediaType, "", "")
	}
	return c.route.serve(s, c)
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}
