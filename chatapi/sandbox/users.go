package sandbox

import (
	"bytes"
	"net/http"
	"unicode/utf8"

	"agtok/token"
)

// Limits of the API. Source: _user-system-registration.mdx and, for nicknames,
// _offline-push-configuration.mdx, which counts characters where others count bytes.
const (
	maxName     = 64  // bytes
	maxPassword = 64  // bytes
	maxNickname = 100 // characters
	maxRegister = 60  // users a request
	maxStatus   = 100 // users a request
)

// legalName reports whether name is 1 to 64 of a-z 0-9 _ - and dot.
func legalName(name string) bool {
	for i := range len(name) {
		b := name[i]
		if (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '_' && b != '-' && b != '.' {
			return false
		}
	}
	return name != "" && len(name) <= maxName
}

func legalNickname(nickname string) bool { return utf8.RuneCountInString(nickname) <= maxNickname }

// refused is the answer that stops an operation; nil where there is none.
type refused = *reply

func (c *call) refuse(status int, code, description string) refused {
	a := c.fail(status, code, description)
	return &a
}

// applicant reads one user of a registration. What is wrong with the name's
// characters is left to the caller, for one user and many answer it differently.
func (c *call) applicant(raw []byte) (User, refused) {
	fields, why := c.object(raw)
	if why != nil {
		return User{}, why
	}
	name, okName := field(fields, "username")
	password, okPassword := field(fields, "password")
	nickname, okNickname := field(fields, "nickname")
	switch {
	case !okName || !okPassword || !okNickname:
		return User{}, c.refuse(http.StatusBadRequest, "", "")
	case name == "":
		return User{}, c.refuse(http.StatusBadRequest, "illegal_argument", noUsername)
	case len(password) > maxPassword || !legalNickname(nickname):
		return User{}, c.refuse(http.StatusBadRequest, "", "")
	}
	return User{Username: name, Nickname: nickname}, nil
}

func isArray(body []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")) }

func (s *Server) register(c *call) reply {
	if isArray(c.body) {
		return s.registerMany(c)
	}
	u, why := c.applicant(c.body)
	if why != nil {
		return *why
	}
	if !legalName(u.Username) {
		return c.fail(http.StatusBadRequest, "illegal_argument", u.Username+" is not legal.")
	}
	added, taken, full := s.users.register([]User{u}, c.start)
	switch {
	case full:
		return c.planLimit()
	case len(taken) > 0:
		return c.fail(http.StatusBadRequest, "duplicate_unique_property_exists",
			"Application null Entity user requires that property named username be unique, value of "+u.Username+" exists.")
	}
	return c.ok(c.named(answer{Action: "post", Path: "/users", URI: c.uri("users"), Entities: entities(added...)}))
}

func (c *call) planLimit() reply {
	return c.fail(http.StatusTooManyRequests, "resource_limited",
		"You have exceeded the limit of the "+c.s.o.Plan+" edition. Please upgrade to higher edition.")
}

// notRegistered is an element of data in the answer to a registration of many.
type notRegistered struct {
	Username text `json:"username"`
	Reason   text `json:"registerUserFailReason"`
}

func (s *Server) registerMany(c *call) reply {
	elements, why := c.array(c.body)
	if why != nil {
		return *why
	}
	if len(elements) == 0 || len(elements) > maxRegister {
		return c.invalid()
	}
	failed := []notRegistered{}
	var users []User
	for _, raw := range elements {
		u, why := c.applicant(raw)
		if why != nil {
			return *why
		}
		if !legalName(u.Username) {
			failed = append(failed, notRegistered{text(u.Username), text(u.Username + " is not legal.")})
			continue
		}
		users = append(users, u)
	}
	added, taken, full := s.users.register(users, c.start)
	if full {
		return c.planLimit()
	}
	for _, name := range taken {
		failed = append(failed, notRegistered{text(name), text("the " + name + " already exists")})
	}
	return c.ok(c.named(answer{Action: "post", Path: "/users", URI: c.uri("users"), Entities: entities(added...), Data: failed}))
}

func (s *Server) lookup(c *call) reply {
	u, ok := s.users.find(c.name)
	if !ok {
		return c.notFound()
	}
	one := 1
	return c.ok(answer{Action: "get", Path: "/users", URI: c.uri(c.path), Entities: entities(u), Count: &one})
}

func (s *Server) deleteOne(c *call) reply {
	u, ok := s.users.delete(c.name)
	if !ok {
		return c.notFound()
	}
	return c.ok(c.named(answer{Action: "delete", Path: "/users", URI: c.uri("users"), Entities: entities(u)}))
}

func (s *Server) password(c *call) reply {
	fields, why := c.object(c.body)
	if why != nil {
		return *why
	}
	password, ok := field(fields, "newpassword")
	switch {
	case ok && password == "":
		return c.fail(http.StatusBadRequest, "illegal_argument", "New password is required. Old password is required.")
	case !ok || len(password) > maxPassword:
		return c.invalid()
	}
	if _, found := s.users.change(c.name, c.start, func(*User) bool { return true }); !found {
		return c.notFound()
	}
	return c.ok(answer{Action: "set user password"})
}

func (s *Server) nickname(c *call) reply {
	fields, why := c.object(c.body)
	if why != nil {
		return *why
	}
	nickname, ok := field(fields, "nickname")
	if !ok || !legalNickname(nickname) {
		return c.invalid()
	}
	u, found := s.users.change(c.name, c.start, func(u *User) bool { u.Nickname = nickname; return true })
	if !found {
		return c.notFound()
	}
	return c.ok(c.named(answer{Action: "put", Path: "/users", URI: c.uri("users"), Entities: entities(u)}))
}

func (s *Server) ban(c *call) reply {
	u, ok := s.users.change(c.name, c.start, func(u *User) bool { u.Banned, u.Online = true, false; return true })
	if !ok {
		return c.notFound()
	}
	return c.ok(answer{Action: "Deactivate user", Entities: entities(u)})
}

func (s *Server) unban(c *call) reply {
	if _, ok := s.users.change(c.name, c.start, func(u *User) bool { u.Banned = false; return true }); !ok {
		return c.notFound()
	}
	return c.ok(answer{Action: "activate user"})
}

func (s *Server) disconnect(c *call) reply {
	if _, ok := s.users.change(c.name, c.start, func(u *User) bool { u.Online = false; return false }); !ok {
		return c.notFound()
	}
	return c.ok(c.named(answer{
		Action: "get", URI: c.uri(c.path), Entities: entities(), Data: map[string]bool{"result": true},
	}))
}

func (s *Server) status(c *call) reply {
	u, ok := s.users.find(c.name)
	if !ok {
		return c.notFound()
	}
	none := 0
	return c.ok(answer{Action: "get", URI: c.uri(c.path), Entities: entities(), Data: presence{u.Username, u.Online}, Count: &none})
}

// presence is the object {name: "online" or "offline"}. The name may be anything
// that the client asked for, so it is escaped like text, which keys of a map are not.
type presence struct {
	name   string
	online bool
}

// MarshalJSON gives the object.
func (p presence) MarshalJSON() ([]byte, error) {
	b := append(token.AppendQuoted([]byte("{"), p.name), ':')
	if p.online {
		return append(b, `"online"}`...), nil
	}
	return append(b, `"offline"}`...), nil
}

// statusMany does not look whether there are such users, as the page says.
func (s *Server) statusMany(c *call) reply {
	fields, why := c.object(c.body)
	if why != nil {
		return *why
	}
	names, ok := texts(fields["usernames"])
	if !ok || len(names) == 0 || len(names) > maxStatus {
		return c.invalid()
	}
	list := make([]presence, 0, len(names))
	for _, name := range names {
		u, _ := s.users.named(name) // the body of this call has names only
		list = append(list, presence{name, u.Online})
	}
	return c.ok(answer{Action: "get batch user status", Data: list})
}
