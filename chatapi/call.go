package chatapi

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Operation names one of the calls.
type Operation string

// The operations, as testdata/chat has them.
const (
	OpRegister     Operation = "register"
	OpRegisterMany Operation = "register-many"
	OpGet          Operation = "get"
	OpList         Operation = "list"
	OpDelete       Operation = "delete"
	OpSetPassword  Operation = "password"
	OpBan          Operation = "ban"
	OpUnban        Operation = "unban"
	OpDisconnect   Operation = "disconnect"
	OpStatus       Operation = "status"
	OpStatusMany   Operation = "status-many"
	OpSetNickname  Operation = "nickname"
)

// endpoint is where an operation is, and what it does in words.
type endpoint struct {
	verb   string
	method string
	path   string // behind the App Key's; {user} is the name or UUID
}

// endpoints is the API: DS:shared/chat-sdk/restful-api/_user-system-registration.mdx,
// for the nickname _offline-push-configuration.mdx. Disconnect is GET in the example
// on the page and POST in the overview.
var endpoints = map[Operation]endpoint{
	OpRegister:     {"register", http.MethodPost, "/users"},
	OpRegisterMany: {"register", http.MethodPost, "/users"},
	OpGet:          {"look up", http.MethodGet, "/users/{user}"},
	OpList:         {"list users", http.MethodGet, "/users"},
	OpDelete:       {"delete", http.MethodDelete, "/users/{user}"},
	OpSetPassword:  {"change the password of", http.MethodPut, "/users/{user}/password"},
	OpBan:          {"ban", http.MethodPost, "/users/{user}/deactivate"},
	OpUnban:        {"unban", http.MethodPost, "/users/{user}/activate"},
	OpDisconnect:   {"disconnect", http.MethodGet, "/users/{user}/disconnect"},
	OpStatus:       {"look up the online state of", http.MethodGet, "/users/{user}/status"},
	OpStatusMany:   {"look up the online states of", http.MethodPost, "/users/batch/status"},
	OpSetNickname:  {"set the nickname of", http.MethodPut, "/users/{user}"},
}

// Request gives the method and the path behind the App Key's, with user as it is: in
// a URL it must be escaped. Operations about nobody or several do without.
func (o Operation) Request(user string) (method, path string) {
	e := endpoints[o]
	return e.method, strings.Replace(e.path, "{user}", user, 1)
}

// Verb says what the operation does, as in "ban" somebody.
func (o Operation) Verb() string { return endpoints[o].verb }

// call is what an endpoint asks of [Client.do].
type call struct {
	operation Operation
	username  string // of the user it is about; "" for none or several
	whom      string // the same in words where username is ""
	query     url.Values
	body      *value
	secrets   []string      // passwords in the body
	writes    bool          // changes something
	once      bool          // must not be repeated unless it surely was not done
	before    int           // attempts of a call that this one goes on from
	wait      time.Duration // before the first attempt
	decode    func(v value, hide mask) error
}

func (q call) method() string { return endpoints[q.operation].method }

// path gives the URL's path, escaped. User names that were checked need no
// escape; it is there for the day that the check is loosened.
func (q call) path(org, app string) string {
	_, path := q.operation.Request(url.PathEscape(q.username))
	return "/" + org + "/" + app + path
}

// subject tells in words what was to be done.
func (q call) subject() string {
	// One of the two is empty, or both.
	return strings.TrimSuffix(q.operation.Verb()+" "+q.username+q.whom, " ")
}

// sent gives the body as it goes out; nil for none.
func (q call) sent() []byte {
	if q.body == nil {
		return nil
	}
	return q.body.append(nil, asIs, func(string) bool { return false })
}

// shown gives the body as it may be seen.
func (q call) shown() string {
	if q.body == nil {
		return ""
	}
	return printable(string(q.body.append(nil, asIs, isHiddenName)))
}

func asIs(s string) string { return s }

// object makes a JSON object of names and texts in turn.
func object(namesAndTexts ...string) value {
	v := value{kind: 'o'}
	for i := 0; i+1 < len(namesAndTexts); i += 2 {
		v.names, v.members = append(v.names, namesAndTexts[i]), append(v.members, value{kind: 's', text: namesAndTexts[i+1]})
	}
	return v
}
