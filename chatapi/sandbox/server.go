package sandbox

import (
	"context"
	"net/http"
	"sync"
	"time"

	"agtok/token"
)

// Defaults of [Options].
const (
	DefaultMaxUsers    = 100_000
	DefaultMaxBody     = 128 << 10 // bytes; 60 users with the longest names and nicknames fit
	DefaultPlan        = "Free"
	DefaultApplication = "8be024f0-e978-11e8-b697-5d598d5f8402" // as in Agora's examples
)

// Options says whose users the service keeps and what it draws on.
type Options struct {
	AppID string // the project's, compared as text: letter case counts
	// Certificates of the project, the primary one first. Only its tokens are
	// admitted: a secondary certificate is not for REST. With none, every request
	// is refused with 401.
	Certificates []token.Certificate
	Org, App     string // the halves of the App Key

	Now    func() time.Time // required; may be called by several goroutines at once
	Random func(b []byte)   // required; fills b, for UUIDs; calls do not overlap
	// Sleep waits for d or until ctx is done; nil is a timer.
	Sleep func(ctx context.Context, d time.Duration)
	// Log is told of every request, when it is over; may be called by several
	// goroutines at once. nil: nobody is.
	Log func(Access)

	Users []User // there from the start, oldest first
	Demo  bool   // a few users more: online, offline, banned

	MaxUsers    int    // users above it get 429; 0: [DefaultMaxUsers]
	MaxBody     int64  // bytes of a request's body; 0: [DefaultMaxBody]
	Plan        string // named in the answer that says there are too many users; "": [DefaultPlan]
	Application string // the application's UUID in answers; "": [DefaultApplication]
	Public      bool   // lets [Server.Listen] take addresses that are not loopback
}

// Access is one line of the access log. It never holds a token, a query or a body.
type Access struct {
	Method    string
	Path      string    // percent-encoded, so printable ASCII, at most 256 bytes
	Operation Operation // "" where no operation has this method and path
	Status    int       // 0: the connection was reset
	Duration  time.Duration
	Fault     string // its name, else its kind; "" without one
}

// Server is the service. It is an [http.Handler] and safe for use by several
// goroutines at once.
type Server struct {
	o      Options
	routes []route
	users  *store

	mu      sync.Mutex
	scripts map[Operation]*Script
}

// New makes a service. It panics without Now or Random. Users whose name is not
// legal or taken, and those beyond MaxUsers, are left out.
func New(o Options) *Server {
	if o.Now == nil || o.Random == nil {
		panic("sandbox: Options.Now and Options.Random are required")
	}
	o.withDefaults()
	s := &Server{o: o, routes: table(), users: newStore(o.MaxUsers, o.Random), scripts: map[Operation]*Script{}}
	if o.Demo {
		s.users.load(demoUsers(), o.Now())
	}
	s.users.load(o.Users, o.Now())
	return s
}

func (o *Options) withDefaults() {
	if o.MaxUsers <= 0 {
		o.MaxUsers = DefaultMaxUsers
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Plan == "" {
		o.Plan = DefaultPlan
	}
	if o.Application == "" {
		o.Application = DefaultApplication
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// SetScript has the requests of op follow script from now on; nil ends that. The
// script for [AnyOperation] is for requests whose operation has none of its own,
// and for those that are no operation.
func (s *Server) SetScript(op Operation, script *Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if script == nil {
		delete(s.scripts, op)
		return
	}
	s.scripts[op] = script
}

func (s *Server) fault(op Operation) Fault {
	s.mu.Lock()
	script := s.scripts[op]
	if script == nil {
		script = s.scripts[AnyOperation]
	}
	s.mu.Unlock()
	return script.next()
}

// SetOnline says whether a user is logged in. It reports whether that is so now:
// a banned user cannot be online, and a missing one is neither.
func (s *Server) SetOnline(username string, online bool) bool {
	u, ok := s.users.change(username, s.o.Now(), func(u *User) bool {
		u.Online = online && !u.Banned
		return false
	})
	return ok && u.Online == online
}

// Users gives a copy of all users, oldest first.
func (s *Server) Users() []User {
	users, _ := s.users.page(0, s.o.MaxUsers)
	return users
}

// ServeHTTP answers one request. A fault that breaks the connection ends it with
// the panic of [http.ErrAbortHandler], which package http takes for that.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := s.o.Now()
	c := s.call(w, r, start)
	f := s.fault(c.op)
	if f.Delay > 0 {
		s.o.Sleep(r.Context(), f.Delay)
	}
	var a reply
	if f.works() {
		a = s.answer(c)
	}
	status, broken := f.write(w, c, a)
	s.log(c, status, f.label())
	if broken {
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) log(c *call, status int, fault string) {
	if s.o.Log == nil {
		return
	}
	path := c.r.URL.EscapedPath()
	s.o.Log(Access{
		Method: c.r.Method, Path: path[:min(len(path), 256)], Operation: c.op,
		Status: status, Duration: s.o.Now().Sub(c.start), Fault: fault,
	})
}
