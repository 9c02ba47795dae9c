package admission

import (
	"cmp"
	"slices"
)

// ID names a reason. IDs are part of the interface for scripts.
type ID string

// The reasons, in the order in which they are reported. The last two are what was
// asked for beside admission; no SDK refuses for them.
const (
	NotAToken        ID = "not-a-token"
	WrongService     ID = "wrong-service"
	AppIDMismatch    ID = "app-id-mismatch"
	ChannelMismatch  ID = "channel-mismatch"
	UIDMismatch      ID = "uid-mismatch"
	UserMismatch     ID = "user-mismatch"
	NoPrivilege      ID = "no-privilege"
	Expired          ID = "expired"
	SignatureInvalid ID = "signature-invalid"
	RoleMismatch     ID = "role-mismatch"
	TTLTooShort      ID = "ttl-too-short"
)

// IDs gives all reasons in their order.
func IDs() []ID {
	return []ID{NotAToken, WrongService, AppIDMismatch, ChannelMismatch, UIDMismatch, UserMismatch, NoPrivilege, Expired,
		SignatureInvalid, RoleMismatch, TTLTooShort}
}

// Reason is one thing for which the client is refused.
type Reason struct {
	ID      ID       `json:"id"`
	Message string   `json:"message"`         // what differs, with both values
	Near    string   `json:"near"`            // how near the value was, one of [Nears]; "" if it was not
	Codes   Codes    `json:"codes"`           // what the SDKs report
	Shows   []string `json:"shows,omitempty"` // what else stands in their logs
	Fix     string   `json:"fix"`
	Source  string   `json:"source"`
}

// Codes are the error codes of each SDK, the likeliest first; empty where the SDK
// has no part in it.
type Codes struct {
	Native    []string `json:"native,omitempty"`    // RTC: onError
	Web       []string `json:"web,omitempty"`       // RTC: the exception's code
	Signaling []string `json:"signaling,omitempty"` // 2.x; of RTC, when a stream channel is joined
	Chat      []string `json:"chat,omitempty"`      // onError of the native SDKs
}

// add reports a reason with the codes of the client's product.
func (c *check) add(id ID, near, message, fix string) {
	c.addAs(id, near, message, fix, "")
}

// addAs is add for reasons whose codes depend on the case, see [codeRow].
func (c *check) addAs(id ID, near, message, fix, variant string) {
	r := Reason{ID: id, Message: message, Near: near, Fix: fix}
	if row, ok := codesOf(c.product.name, id, variant); ok {
		r.Codes, r.Shows, r.Source = row.codes.clone(), slices.Clone(row.shows), row.source
	}
	c.reasons = append(c.reasons, r)
}

func (c Codes) clone() Codes {
	return Codes{slices.Clone(c.Native), slices.Clone(c.Web), slices.Clone(c.Signaling), slices.Clone(c.Chat)}
}

// inOrder sorts reasons by their IDs' order. It never gives nil, so that a verdict
// in JSON has a list.
func inOrder(reasons []Reason) []Reason {
	order := IDs()
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		return cmp.Compare(slices.Index(order, a.ID), slices.Index(order, b.ID))
	})
	if reasons == nil {
		return []Reason{}
	}
	return reasons
}
