package chatapi

import (
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

// call is what an endpoint asks of [Client.do].
type call struct {
	operation Operation
	method    string
	username  string // of the user it is about; "" for none or several
	whom      string // the same in words where username is ""
	after     string // path behind the user, or behind "users" without one
	query     url.Values
	body      *value
	secrets   []string      // passwords in the body
	writes    bool          // changes something
	once      bool          // must not be repeated unless it surely was not done
	before    int           // attempts of a call that this one goes on from
	wait      time.Duration // before the first attempt
	decode    func(v value, hide mask) error
}

// path gives the URL's path, escaped. User names that were checked need no
// escape; it is there for the day that the check is loosened.
func (q call) path(org, app string) string {
	path := "/" + org + "/" + app + "/users"
	if q.username != "" {
		path += "/" + url.PathEscape(q.username)
	}
	return path + q.after
}

// subject tells in words what was to be done.
func (q call) subject() string {
	// One of the two is empty, or both.
	return strings.TrimSuffix(verbs[q.operation]+" "+q.username+q.whom, " ")
}

var verbs = map[Operation]string{
	OpRegister: "register", OpRegisterMany: "register", OpGet: "look up", OpList: "list users", OpDelete: "delete",
	OpSetPassword: "change the password of", OpBan: "ban", OpUnban: "unban", OpDisconnect: "disconnect",
	OpStatus: "look up the online state of", OpStatusMany: "look up the online states of", OpSetNickname: "set the nickname of",
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
