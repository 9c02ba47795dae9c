package token

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
)

// MaxDescription is the longest text, in bytes, that [ParseDescription] reads.
// The longest description of what [Parse] reads is about half as long.
const MaxDescription = 16 * MaxPayload

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
// [AccessToken.AppendJSON] write. A 006 description needs channelName and uid
// beside it, since the token does not carry them; channelCrc32 and uidCrc32 may
// be left out, and must fit where they are there. A key that is not known or
// stands twice, a number outside its range or a missing field is an error that
// names it. Text of the description's in an error is quoted and safe to show.
func ParseDescription(data []byte, o Override) (Description, error) {
	d, version, err := openDescription(data)
	switch {
	case err != nil:
		return Description{}, err
	case version == string(Format007):
		a, err := readAccessToken2(&d, o)
		return Description{AccessToken2: a}, err
	case version == string(Format006):
		return readAccessToken(&d, o, bind)
	default:
		return Description{}, fmt.Errorf("version %s can't be signed: only 007 and 006 can", quoted(version))
	}
}

// ParseUnsigned reads what [AccessToken2.AppendJSON] and [AccessToken.AppendJSON]
// write, as a token without text, signature and payload: what can be known of a
// token that was not kept. A 006 description has its CRC-32s, not the names.
func ParseUnsigned(data []byte) (*Token, error) {
	d, version, err := openDescription(data)
	switch {
	case err != nil:
		return nil, err
	case version == string(Format007):
		a, err := readAccessToken2(&d, Override{})
		if err != nil {
			return nil, err
		}
		return &Token{Format: Format007, AccessToken2: a}, nil
	case version == string(Format006):
		read, err := readAccessToken(&d, Override{}, checksumsOnly)
		if err != nil {
			return nil, err
		}
		return &Token{Format: Format006, AccessToken: read.AccessToken}, nil
	}
	return nil, fmt.Errorf("version %s: only 007 and 006 are described", quoted(version))
}

// openDescription gives the object that a description is, and its version.
func openDescription(data []byte) (d object, version string, err error) {
	switch {
	case len(data) > MaxDescription:
		return object{}, "", fmt.Errorf("a description of %d bytes: the limit is %d", len(data), MaxDescription)
	case !utf8.Valid(data):
		return object{}, "", errors.New("the description is not UTF-8")
	}
	text := string(data) // what is read holds parts of it
	if c := (cursor{text: text}); !c.open('{') {
		return object{}, "", errors.New("an object {…} is wanted")
	} else if err := checkJSON(data); err != nil {
		return object{}, "", err
	}
	d = newObject(text)
	version = d.text("version")
	return d, version, d.err
}

// AppID gives the App ID of the project that is to sign.
func (d Description) AppID() string {
	switch {
	case d.AccessToken2 != nil:
		return d.AccessToken2.AppID
	case d.AccessToken != nil:
		return d.AccessToken.AppID
	}
	return ""
}

// Sign gives the token of d, signed with c.
func (d Description) Sign(e *Encoder, c Certificate) (string, error) {
	return d.sign(e, c, (*Encoder).Sign)
}

// SignCompact is [Description.Sign] by [Encoder.SignCompact]. A 006 token is not
// compressed, so it is the same.
func (d Description) SignCompact(e *Encoder, c Certificate) (string, error) {
	return d.sign(e, c, (*Encoder).SignCompact)
}

func (d Description) sign(e *Encoder, c Certificate, sign007 func(*Encoder, *AccessToken2, Certificate) (string, error)) (string, error) {
	switch {
	case d.AccessToken2 != nil:
		return sign007(e, d.AccessToken2, c)
	case d.AccessToken != nil:
		return e.Sign006(d.AccessToken, d.Missing, c)
	}
	return "", errors.New("the description is empty")
}

// fewServices is what is made room for before anything of a service was read.
const fewServices = 4

func readAccessToken2(d *object, o Override) (*AccessToken2, error) {
	a := &AccessToken2{
		AppID:         d.text("appId"),
		IssueTs:       d.overridden("issueTs", o.IssueTs),
		Expire:        d.uint32("expire"),
		Salt:          d.overridden("salt", o.Salt),
		TrailingBytes: d.hexIfThere("trailingHex"),
	}
	count := d.take("serviceCount")
	list, err := elements(d.need("services"))
	d.failAt("services", err)
	a.Services = slices.Grow(a.Services, min(len(list), fewServices))
	for i, value := range list {
		s, err := readDescribed(value)
		if err != nil {
			d.fail(fmt.Errorf("services[%d]: %w", i, err))
			break
		}
		a.Services = append(a.Services, s)
	}
	if d.err == nil && count != "" {
		n, err := numberValue(count, int64(len(list)), math.MaxUint16)
		d.failAt("serviceCount", err)
		a.MoreServices = int(n) - len(list)
	}
	if err := d.done("a 007 description", ""); err != nil {
		return nil, err
	}
	return a, nil
}

// readAccessToken reads a 006 description; names reads what it says of the channel
// and the uid.
func readAccessToken(d *object, o Override, names func(*object, *AccessToken) Missing) (Description, error) {
	var end *uint32
	if o.IssueTs != nil {
		if *o.IssueTs > math.MaxUint32-windowSeconds {
			return Description{}, fmt.Errorf("an issue time of %d puts the end of a 006 token's window beyond %d", *o.IssueTs, uint32(math.MaxUint32))
		}
		t := *o.IssueTs + windowSeconds
		end = &t
	}
	a := &AccessToken{
		AppID:         d.text("appId"),
		Ts:            d.overridden("ts", end),
		Salt:          d.overridden("salt", o.Salt),
		TrailingBytes: d.hexIfThere("trailingHex"),
		AfterMessage:  d.hexIfThere("afterMessageHex"),
	}
	m := names(d, a)
	var err error
	a.Privileges, err = readGrants(d.need("privileges"), privileges006)
	d.failAt("privileges", err)
	if err := d.done("a 006 description", ""); err != nil {
		return Description{}, err
	}
	return Description{AccessToken: a, Missing: m}, nil
}

// bind takes the names that a 006 token is to be bound to, which its CRC-32s must
// fit where they are there.
func bind(d *object, a *AccessToken) Missing {
	m := Missing{Channel: d.text("channelName"), UID: d.text("uid")}
	a.ChannelCRC32, a.UIDCRC32 = checksums(m)
	d.fits("channelCrc32", a.ChannelCRC32, "channelName")
	d.fits("uidCrc32", a.UIDCRC32, "uid")
	return m
}

// checksumsOnly takes the CRC-32s as they are.
func checksumsOnly(d *object, a *AccessToken) Missing {
	a.ChannelCRC32, a.UIDCRC32 = d.uint32("channelCrc32"), d.uint32("uidCrc32")
	return Missing{}
}

// fits checks the CRC-32 under key, if there is one, against that of the text
// under of: signing would silently write another one.
func (o *object) fits(key string, sum uint32, of string) {
	value := o.take(key)
	if value == "" {
		return
	}
	n, err := numberValue(value, 0, math.MaxUint32)
	o.failAt(key, err)
	if o.err == nil && n != int64(sum) {
		o.fail(fmt.Errorf("%s is not the CRC-32 of %s, which is %d: correct one of them or leave %s out", key, of, sum, key))
	}
}

// windowSeconds is the time from a 006 token's issue to its ts, which every
// library sets so. Source: AgoraIO/Tools go/src/AccessToken/AccessToken.go.
const windowSeconds = 24 * 60 * 60

// readDescribed reads a service as [Service.appendJSON] writes it.
func readDescribed(value string) (Service, error) {
	d := newObject(value)
	name := d.text("type")
	if d.err == nil && name == services[0].name {
		return readUnknown(&d)
	}
	t := ServiceType(slices.IndexFunc(services[:], func(s serviceSpec) bool { return s.name == name }))
	if d.err == nil && !t.Known() {
		return Service{}, fmt.Errorf("type %s is no service", quoted(name))
	}
	s, spec := Service{Type: t}, t.spec()
	for _, f := range spec.fields {
		switch f {
		case fieldRole:
			s.Role = int16(d.number(fieldNames[f], math.MinInt16, math.MaxInt16))
		case fieldPermissions:
			tree, err := readTree(d.need(fieldNames[f]))
			d.failAt(fieldNames[f], err)
			s.Permissions = tree
		default:
			*s.text(f) = d.text(fieldNames[f])
		}
	}
	grants, err := readGrants(d.need("privileges"), spec.privileges)
	d.failAt("privileges", err)
	s.Privileges = grants
	return s, d.done("a service of type ", name)
}

func readUnknown(d *object) (Service, error) {
	s := Service{Type: ServiceType(d.number("typeId", 0, math.MaxUint16)), Raw: d.hex("rawHex")}
	if d.err == nil && s.Type.Known() {
		return Service{}, fmt.Errorf("typeId %d is the service %s, not an unknown one", s.Type, s.Type.Name())
	}
	return s, d.done("an unknown service", "")
}

// readGrants reads an object by name or a list of pairs.
func readGrants(value string, table []named) ([]Grant, error) {
	if isOpen(value, '[') {
		return readPairs(value)
	}
	list, err := members(value)
	if err != nil {
		return nil, err
	}
	grants := slices.Grow([]Grant(nil), len(list)) // nil if there are none, as Parse gives it
	for _, m := range list {
		id, ok := idOf(table, m.key)
		if !ok {
			return nil, fmt.Errorf("%s is no privilege of this service", quoted(m.key))
		}
		n, err := numberValue(m.value, 0, math.MaxUint32)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", quoted(m.key), err)
		}
		grants = append(grants, Grant{Privilege(id), uint32(n)})
	}
	slices.SortFunc(grants, func(a, b Grant) int { return cmp.Compare(a.Privilege, b.Privilege) })
	return grants, unique(len(grants), func(i int) uint16 { return uint16(grants[i].Privilege) })
}

func readPairs(value string) ([]Grant, error) {
	list, err := elements(value)
	if err != nil {
		return nil, err
	}
	grants := make([]Grant, len(list))
	for i, entry := range list {
		pair, err := elements(entry)
		if err != nil || len(pair) != 2 {
			return nil, fmt.Errorf("entry %d: a pair [number, expire] is wanted", i)
		}
		id, err := numberValue(pair[0], 0, math.MaxUint16)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		n, err := numberValue(pair[1], 0, math.MaxUint32)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		grants[i] = Grant{Privilege(id), uint32(n)}
	}
	return grants, nil
}

// unique refuses n sorted numbers of which two are equal: an object can hold an
// entry by its name and by its number, and has no order to keep them in.
func unique(n int, at func(int) uint16) error {
	for i := 1; i < n; i++ {
		if at(i-1) == at(i) {
			return fmt.Errorf("number %d stands twice; a list [[number, …], …] can hold that", at(i))
		}
	}
	return nil
}
