package token

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Description is what [ParseDescription] read: the content of a token that is to
// be signed. One of AccessToken2 and AccessToken is set.
type Description struct {
	AccessToken2 *AccessToken2
	AccessToken  *AccessToken
	Missing      Missing // of a 006 token: what it is bound to
}

// Override replaces what a description says; nil leaves it as it is.
type Override struct {
	IssueTs *uint32 // Unix second; a 006 token's window ends 86400 s later
	Salt    *uint32
}

// ParseDescription reads the JSON object that [AccessToken2.AppendJSON] and
// [AccessToken.AppendJSON] write; a 006 description needs channelName and uid
// beside it, since the token does not carry them. A key that is not known, a
// number outside its range or a missing field is an error that names it.
func ParseDescription(data []byte, o Override) (Description, error) {
	var d jsonDescription
	if err := strict(data, &d); err != nil {
		return Description{}, err
	}
	switch d.Version {
	case string(Format007):
		a, err := d.accessToken2(o)
		return Description{AccessToken2: a}, err
	case string(Format006):
		return d.accessToken(o)
	case "":
		return Description{}, errors.New("version is missing: 007 or 006")
	}
	return Description{}, fmt.Errorf("version %q can't be signed: only 007 and 006 can", d.Version)
}

// AppID gives the App ID of the project that is to sign.
func (d Description) AppID() string {
	if d.AccessToken2 != nil {
		return d.AccessToken2.AppID
	}
	return d.AccessToken.AppID
}

// Sign gives the token of d, signed with c.
func (d Description) Sign(e *Encoder, c Certificate) (string, error) {
	if d.AccessToken2 != nil {
		return e.Sign(d.AccessToken2, c)
	}
	return Sign006(d.AccessToken, d.Missing, c)
}

// jsonDescription has the keys of both versions.
type jsonDescription struct {
	Version      string          `json:"version"`
	AppID        *jsonText       `json:"appId"`
	IssueTs      *uint32         `json:"issueTs"`
	Expire       *uint32         `json:"expire"`
	Salt         *uint32         `json:"salt"`
	ServiceCount *uint16         `json:"serviceCount"`
	Services     *[]jsonService  `json:"services"`
	TrailingHex  jsonHex         `json:"trailingHex"`
	Ts           *uint32         `json:"ts"`
	ChannelCRC32 *uint32         `json:"channelCrc32"`
	UIDCRC32     *uint32         `json:"uidCrc32"`
	ChannelName  *jsonText       `json:"channelName"`
	UID          *jsonText       `json:"uid"`
	Privileges   json.RawMessage `json:"privileges"`
	AfterMessage jsonHex         `json:"afterMessageHex"`
}

func (d *jsonDescription) accessToken2(o Override) (*AccessToken2, error) {
	if o.IssueTs != nil {
		d.IssueTs = o.IssueTs
	}
	if o.Salt != nil {
		d.Salt = o.Salt
	}
	switch {
	case d.Ts != nil || d.Privileges != nil || d.ChannelName != nil:
		return nil, errors.New("ts, privileges and channelName belong to version 006 or into a service")
	case d.Services == nil:
		return nil, errors.New("services is missing")
	}
	if err := required(d.AppID, field4{"issueTs", d.IssueTs}, field4{"expire", d.Expire}, field4{"salt", d.Salt}); err != nil {
		return nil, err
	}
	a := &AccessToken2{AppID: string(*d.AppID), IssueTs: *d.IssueTs, Expire: *d.Expire, Salt: *d.Salt, TrailingBytes: d.TrailingHex}
	for i, js := range *d.Services {
		s, err := js.service()
		if err != nil {
			return nil, fmt.Errorf("services[%d].%w", i, err)
		}
		a.Services = append(a.Services, s)
	}
	if d.ServiceCount != nil {
		if a.MoreServices = int(*d.ServiceCount) - len(a.Services); a.MoreServices < 0 {
			return nil, fmt.Errorf("serviceCount is %d and %d services are listed", *d.ServiceCount, len(a.Services))
		}
	}
	return a, nil
}

func (d *jsonDescription) accessToken(o Override) (Description, error) {
	if o.IssueTs != nil {
		end := *o.IssueTs + windowSeconds
		d.Ts = &end
	}
	if o.Salt != nil {
		d.Salt = o.Salt
	}
	if err := required(d.AppID, field4{"ts", d.Ts}, field4{"salt", d.Salt}); err != nil {
		return Description{}, err
	}
	if d.ChannelName == nil || d.UID == nil {
		return Description{}, errors.New("channelName and uid are missing: a 006 token is bound to them and does not carry them")
	}
	grants, err := parseGrants(d.Privileges, privileges006)
	if err != nil {
		return Description{}, err
	}
	a := &AccessToken{AppID: string(*d.AppID), Salt: *d.Salt, Ts: *d.Ts, Privileges: grants,
		TrailingBytes: d.TrailingHex, AfterMessage: d.AfterMessage}
	return Description{AccessToken: a, Missing: Missing{string(*d.ChannelName), string(*d.UID)}}, nil
}

// windowSeconds is the time from a 006 token's issue to its ts, which every
// library sets so. Source: AgoraIO/Tools go/src/AccessToken/AccessToken.go.
const windowSeconds = 24 * 60 * 60

type field4 struct {
	name  string
	value *uint32
}

func required(appID *jsonText, fields ...field4) error {
	if appID == nil {
		return errors.New("appId is missing")
	}
	for _, f := range fields {
		if f.value == nil {
			return fmt.Errorf("%s is missing", f.name)
		}
	}
	return nil
}

// jsonService has the keys of all types; fields tells which were there.
type jsonService struct {
	Type        string          `json:"type"`
	TypeID      *uint16         `json:"typeId"`
	RawHex      *jsonHex        `json:"rawHex"`
	Privileges  json.RawMessage `json:"privileges"`
	ChannelName *jsonText       `json:"channelName"`
	UID         *jsonText       `json:"uid"`
	Account     *jsonText       `json:"account"`
	UserID      *jsonText       `json:"userId"`
	RoomUUID    *jsonText       `json:"roomUuid"`
	UserUUID    *jsonText       `json:"userUuid"`
	Role        *int16          `json:"role"`
	Permissions json.RawMessage `json:"permissions"`
}

func (js *jsonService) text(f field) *jsonText {
	switch f {
	case fieldChannelName:
		return js.ChannelName
	case fieldUID:
		return js.UID
	case fieldAccount:
		return js.Account
	case fieldUserID:
		return js.UserID
	case fieldRoomUUID:
		return js.RoomUUID
	case fieldUserUUID:
		return js.UserUUID
	}
	return nil
}

func (js *jsonService) has(f field) bool {
	switch f {
	case fieldRole:
		return js.Role != nil
	case fieldPermissions:
		return js.Permissions != nil
	}
	return js.text(f) != nil
}

func (js *jsonService) service() (Service, error) {
	if js.Type == services[0].name {
		return js.unknown()
	}
	t := ServiceType(slices.IndexFunc(services[:], func(s serviceSpec) bool { return s.name == js.Type }))
	if !t.Known() {
		return Service{}, fmt.Errorf("type %q is not a service", js.Type)
	}
	s, spec := Service{Type: t}, t.spec()
	for f := range field(len(fieldNames)) {
		wanted := slices.Contains(spec.fields, f)
		if wanted != js.has(f) {
			return Service{}, fieldError(f, wanted, js.Type)
		}
		if text := js.text(f); text != nil {
			*s.text(f) = string(*text)
		}
	}
	if js.Role != nil {
		s.Role = *js.Role
	}
	var err error
	if s.Privileges, err = parseGrants(js.Privileges, spec.privileges); err != nil {
		return Service{}, err
	}
	if js.Permissions != nil {
		s.Permissions, err = parseTree(js.Permissions)
	}
	return s, err
}

func fieldError(f field, wanted bool, service string) error {
	if wanted {
		return fmt.Errorf("%s is missing", fieldNames[f])
	}
	return fmt.Errorf("%s: a service of type %s has no such field", fieldNames[f], service)
}

func (js *jsonService) unknown() (Service, error) {
	switch {
	case js.TypeID == nil:
		return Service{}, errors.New("typeId is missing")
	case ServiceType(*js.TypeID).Known():
		return Service{}, fmt.Errorf("typeId %d is the service %s", *js.TypeID, ServiceType(*js.TypeID).Name())
	case js.RawHex == nil:
		return Service{}, errors.New("rawHex is missing")
	}
	return Service{Type: ServiceType(*js.TypeID), Raw: *js.RawHex}, nil
}

// parseGrants reads an object by name or a list of pairs.
func parseGrants(data json.RawMessage, table []named) ([]Grant, error) {
	if data == nil {
		return nil, errors.New("privileges is missing")
	}
	if isList(data) {
		var pairs [][2]uint32
		if err := strict(data, &pairs); err != nil {
			return nil, fmt.Errorf("privileges: %w", err)
		}
		grants := make([]Grant, len(pairs))
		for i, p := range pairs {
			if p[0] > 0xffff {
				return nil, fmt.Errorf("privileges: number %d is over 65535", p[0])
			}
			grants[i] = Grant{Privilege(p[0]), p[1]}
		}
		return grants, nil
	}
	var byName map[string]uint32
	if err := strict(data, &byName); err != nil {
		return nil, fmt.Errorf("privileges: %w", err)
	}
	var grants []Grant
	for name, expire := range byName {
		id, ok := idOf(table, name)
		if !ok {
			return nil, fmt.Errorf("privileges: %q is no privilege of this service", name)
		}
		grants = append(grants, Grant{Privilege(id), expire})
	}
	slices.SortFunc(grants, func(a, b Grant) int { return int(a.Privilege) - int(b.Privilege) })
	return grants, nil
}

// parseTree reads an object of objects by name or a list of triples.
func parseTree(data json.RawMessage) ([]Resource, error) {
	if isList(data) {
		return parseTriples(data)
	}
	var byName map[string]map[string][]jsonText
	if err := strict(data, &byName); err != nil {
		return nil, fmt.Errorf("permissions: %w", err)
	}
	var tree []Resource
	for resource, perms := range byName {
		id, ok := idOf(resources, resource)
		if !ok {
			return nil, fmt.Errorf("permissions: %q is no resource type", resource)
		}
		res := Resource{Type: id}
		for permission, list := range perms {
			id, ok := idOf(permissions, permission)
			if !ok {
				return nil, fmt.Errorf("permissions: %q is neither read nor write", permission)
			}
			res.Permissions = append(res.Permissions, Permission{id, texts(list)})
		}
		slices.SortFunc(res.Permissions, func(a, b Permission) int { return int(a.Type) - int(b.Type) })
		tree = append(tree, res)
	}
	slices.SortFunc(tree, func(a, b Resource) int { return int(a.Type) - int(b.Type) })
	return tree, nil
}

func parseTriples(data json.RawMessage) ([]Resource, error) {
	var entries []json.RawMessage
	if err := strict(data, &entries); err != nil {
		return nil, fmt.Errorf("permissions: %w", err)
	}
	var tree []Resource
	for _, entry := range entries {
		var res, perm uint16
		var names []jsonText
		parts := []any{&res, &perm, &names}
		var raw []json.RawMessage
		if err := strict(entry, &raw); err != nil || len(raw) != 1 && len(raw) != 3 {
			return nil, errors.New("permissions: an entry is [resource, permission, names], or [resource] alone")
		}
		for i := range raw {
			if err := strict(raw[i], parts[i]); err != nil {
				return nil, fmt.Errorf("permissions: %w", err)
			}
		}
		if len(raw) == 1 || len(tree) == 0 || tree[len(tree)-1].Type != res {
			tree = append(tree, Resource{Type: res})
		}
		if last := &tree[len(tree)-1]; len(raw) == 3 {
			last.Permissions = append(last.Permissions, Permission{perm, texts(names)})
		}
	}
	return tree, nil
}

func texts(list []jsonText) []string {
	var out []string
	for _, t := range list {
		out = append(out, string(t))
	}
	return out
}

func isList(data json.RawMessage) bool {
	data = bytes.TrimSpace(data)
	return len(data) > 0 && data[0] == '['
}

// strict unmarshals one JSON value, refuses keys that are not known, and says in
// plain words what is wrong.
func strict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		place := ""
		if kind.Field != "" {
			place = kind.Field + ": "
		}
		return fmt.Errorf("%s%s is not within %s", place, kind.Value, kind.Type)
	}
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if dec.More() {
		return errors.New("more than one JSON value")
	}
	return nil
}

// jsonText is a text, or {"hex":"…"} for one that is not UTF-8.
type jsonText string

func (t *jsonText) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err == nil {
		*t = jsonText(s)
		return nil
	}
	var h struct {
		Hex *jsonHex `json:"hex"`
	}
	if err := strict(data, &h); err != nil || h.Hex == nil {
		return errors.New(`a text, or {"hex":"…"} for bytes that are not UTF-8, is wanted`)
	}
	*t = jsonText(*h.Hex)
	return nil
}

// jsonHex is bytes written in hexadecimal.
type jsonHex []byte

func (h *jsonHex) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return errors.New("a text of hexadecimal digits is wanted")
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return fmt.Errorf("hexadecimal digits are wanted: %w", err)
	}
	*h = b
	return nil
}
