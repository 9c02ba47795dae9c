package chatapi

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of this file tell what is wrong with a reply, and hold no part of it.

// readUser takes a user as the service describes it. Name and UUID must be there
// and be legal.
func readUser(v value, hide mask) (User, error) {
	var u User
	var err error
	read := func(name string) (text string) {
		if err == nil {
			text, err = v.str(name)
		}
		return text
	}
	u.Username, u.UUID, u.Nickname = read("username"), read("uuid"), hide.phrase(read("nickname"), 4*MaxNickname)
	if err == nil {
		u.Created, err = v.milliseconds("created")
	}
	if err == nil {
		u.Modified, err = v.milliseconds("modified")
	}
	activated, said := v.member("activated")
	u.Activated = activated.truth || !said
	switch {
	case err != nil:
	case v.kind != 'o':
		err = errors.New("an entity is no object")
	case said && activated.kind != 'b':
		err = errors.New("activated is neither true nor false")
	case usernameProblem(u.Username) != "", hide.holds(u.Username):
		err = errors.New("a user in it has no legal name")
	case !IsUUID(u.UUID):
		err = errors.New("a user in it has no legal UUID")
	}
	if err != nil {
		return User{}, err
	}
	return u, nil
}

// readOne takes a reply about the one user that was asked for, by name or UUID.
func readOne(v value, asked string, hide mask) (User, error) {
	list, err := v.list("entities")
	if err != nil {
		return User{}, err
	}
	if len(list) != 1 {
		return User{}, fmt.Errorf("it tells of %d users instead of one", len(list))
	}
	u, err := readUser(list[0], hide)
	if err == nil && u.Username != asked && !strings.EqualFold(u.UUID, asked) {
		err = errors.New("it tells of another user")
	}
	if err != nil {
		return User{}, err
	}
	return u, nil
}

// readDamaged takes what can be shown of an entry that is no legal user.
func readDamaged(v value, hide mask) Damaged {
	name, _ := v.str("username")
	d := Damaged{Name: hide.phrase(name, 2*MaxUsername)}
	if uuid, _ := v.str("uuid"); IsUUID(uuid) {
		d.UUID = uuid
	}
	return d
}

// readPage takes a page of users. Those with an illegal name or UUID, which old
// accounts can have, are kept apart: they must not hide the others.
func readPage(v value, asked string, hide mask) (Page, error) {
	list, err := v.list("entities")
	if _, ok := v.member("entities"); err == nil && !ok {
		err = errors.New("there are no entities in it")
	}
	if err != nil {
		return Page{}, err
	}
	var p Page
	for _, entity := range list {
		u, err := readUser(entity, hide)
		if err != nil {
			p.Dropped++
			p.Damaged = append(p.Damaged, readDamaged(entity, hide))
			continue
		}
		p.Users = append(p.Users, u)
	}
	p.Cursor, err = v.str("cursor")
	switch {
	case err != nil:
	case !isCursor(p.Cursor):
		err = errors.New("the cursor in it is not legal")
	case p.Cursor != "" && p.Cursor == asked:
		err = errors.New("its cursor leads to the same page again")
	}
	if err != nil {
		return Page{}, err
	}
	return p, nil
}

// isCursor reports whether text can be a cursor: opaque text that is visible
// ASCII and not longer than a URL bears. Pages show base64.
func isCursor(text string) bool {
	return len(text) <= 1024 && consistsOf(text, func(c byte) bool { return '!' <= c && c <= '~' })
}

// readBatch takes the outcome of a batch. Each user asked for must be in it, once: of
// those that it contradicts itself about it tells nothing.
func readBatch(v value, asked []NewUser, hide mask) (registered []User, refused []Refusal, err error) {
	entities, err := v.list("entities")
	if err != nil {
		return nil, nil, err
	}
	b := newBatch(asked)
	for _, entity := range entities {
		if u, err := readUser(entity, hide); err == nil {
			b.registered(u)
		} else {
			b.strange++
		}
	}
	// The users made are told even if the rest can't be read.
	data, err := v.list("data")
	for _, entry := range data {
		name, _ := entry.str("username")
		reason, _ := entry.str("registerUserFailReason")
		b.refused(Refusal{Username: name, Reason: hide.phrase(reason, maxDescription)})
	}
	registered, refused, missing := b.result()
	if err == nil && missing+b.strange > 0 {
		err = fmt.Errorf("it does not tell of %d of %d users, or contradicts itself about them, and has %d entries that are none of them", missing, len(asked), b.strange)
	}
	return registered, refused, err
}

// batch gathers what a reply tells of the users asked for.
type batch struct {
	asked   []NewUser
	told    map[string]*fate
	owners  map[string]string // by UUID
	strange int               // entries about nobody asked for, or once more the same
}

// fate is what became of one user.
type fate struct {
	user          *User
	refusal       *Refusal
	contradictory bool
}

func newBatch(asked []NewUser) *batch {
	b := &batch{asked: asked, told: map[string]*fate{}, owners: map[string]string{}}
	for _, u := range asked {
		b.told[u.Username] = &fate{}
	}
	return b
}

// registered takes a user. One UUID belongs to one name.
func (b *batch) registered(u User) {
	uuid := strings.ToLower(u.UUID)
	owner, taken := b.owners[uuid]
	b.owners[uuid] = u.Username
	f := b.told[u.Username]
	if taken && owner != u.Username {
		for _, name := range []string{owner, u.Username} {
			if g := b.told[name]; g != nil {
				g.contradictory = true
			}
		}
	}
	switch {
	case f == nil:
		b.strange++
	case f.refusal != nil, f.user != nil && *f.user != u:
		f.contradictory = true
	case f.user != nil:
		b.strange++
	default:
		f.user = &u
	}
}

func (b *batch) refused(r Refusal) {
	f := b.told[r.Username]
	switch {
	case f == nil:
		b.strange++
	case f.user != nil, f.refusal != nil && *f.refusal != r:
		f.contradictory = true
	case f.refusal != nil:
		b.strange++
	default:
		f.refusal = &r
	}
}

// result gives what is told without contradiction, in the order asked, and of how
// many users nothing is.
func (b *batch) result() (registered []User, refused []Refusal, missing int) {
	for _, u := range b.asked {
		switch f := b.told[u.Username]; {
		case f.contradictory:
			missing++
		case f.user != nil:
			registered = append(registered, *f.user)
		case f.refusal != nil:
			refused = append(refused, *f.refusal)
		default:
			missing++
		}
	}
	return registered, refused, missing
}

// acknowledged gives what takes a reply that has hardly any content of its own: the
// page shows an action, with time and duration. One about somebody else is none.
func acknowledged(action, asked string) func(value, mask) error {
	return func(v value, hide mask) error {
		if said, err := v.str("action"); err != nil || !strings.EqualFold(said, action) {
			return fmt.Errorf("its action is not %q", action)
		}
		if list, err := v.list("entities"); err == nil && len(list) == 0 {
			return nil
		}
		_, err := readOne(v, asked, hide)
		return err
	}
}

// readResult takes {"data":{"result":true}}.
func readResult(v value, _ mask) error {
	data, _ := v.member("data")
	result, _ := data.member("result")
	if result.kind != 'b' || !result.truth {
		return errors.New("it does not say that the user was disconnected")
	}
	return nil
}

// readPresence takes the user's member, "online" or "offline".
func readPresence(v value, username string) (online bool, err error) {
	m, _ := v.member(username)
	switch {
	case m.kind != 's':
		return false, errors.New("it does not tell of the user")
	case m.text != "online" && m.text != "offline":
		return false, errors.New("the state in it is neither online nor offline")
	}
	return m.text == "online", nil
}

// readPresences takes an array of objects with a member for one user each. With an
// error it gives those that it does tell of.
func readPresences(v value, usernames []string) ([]Presence, error) {
	data, err := v.list("data")
	if err != nil {
		return nil, err
	}
	told, twice := map[string]value{}, map[string]bool{}
	for _, entry := range data {
		for i, name := range entry.names {
			_, twice[name] = told[name]
			told[name] = value{kind: 'o', names: []string{name}, members: []value{entry.members[i]}}
		}
	}
	var list []Presence
	for _, name := range usernames {
		online, bad := readPresence(told[name], name)
		if bad == nil && twice[name] {
			bad = errors.New("it tells of a user twice")
		}
		if bad != nil {
			err = bad
			continue
		}
		list = append(list, Presence{Username: name, Online: online})
	}
	return list, err
}
