package sandbox

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"
)

// User is one user of the application.
type User struct {
	Username string
	UUID     string // "" at the start: one is drawn
	Nickname string
	Created  time.Time // zero at the start: now
	Modified time.Time // zero at the start: Created
	Banned   bool
	Online   bool
}

// store holds the users in the order of their registration.
type store struct {
	max    int
	random func([]byte)

	mu     sync.Mutex
	last   uint64 // sequence number of the last registration; never used twice
	byName map[string]*record
	byUUID map[string]*record // in lower case
	order  []*record
}

// record gives a user its place in the order: times may be equal, numbers not.
type record struct {
	User
	number uint64
}

func newStore(limit int, random func([]byte)) *store {
	return &store{max: limit, random: random, byName: map[string]*record{}, byUUID: map[string]*record{}}
}

// load puts users in as they are; see [New] for those that are left out.
func (st *store) load(users []User, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, u := range users {
		if legalName(u.Username) && st.byName[u.Username] == nil && len(st.order) < st.max {
			st.insert(u, now)
		}
	}
}

// register adds those of users whose names are free and gives the others' names.
// With too little room for all that are new it adds nobody.
func (st *store) register(users []User, now time.Time) (added []User, taken []string, full bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	fresh := make(map[string]bool, len(users))
	for _, u := range users {
		if st.byName[u.Username] == nil {
			fresh[u.Username] = true
		}
	}
	if len(st.order)+len(fresh) > st.max {
		return nil, nil, true
	}
	for _, u := range users {
		if st.byName[u.Username] != nil {
			taken = append(taken, u.Username)
			continue
		}
		added = append(added, st.insert(u, now))
	}
	return added, taken, false
}

func (st *store) insert(u User, now time.Time) User {
	if u.UUID == "" {
		u.UUID = st.uuid()
	}
	if u.Created.IsZero() {
		u.Created = now
	}
	if u.Modified.IsZero() {
		u.Modified = u.Created
	}
	st.last++
	r := &record{u, st.last}
	st.byName[u.Username], st.byUUID[strings.ToLower(u.UUID)] = r, r
	st.order = append(st.order, r)
	return u
}

// uuid draws a random UUID, RFC 9562 version 4. The real service's are version 1,
// which would tell the time and the machine.
func (st *store) uuid() string {
	var b [16]byte
	st.random(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func (st *store) find(name string) (User, bool) {
	return st.change(name, time.Time{}, func(*User) bool { return false })
}

// named gives the user of that name.
func (st *store) named(name string) (User, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if r := st.byName[name]; r != nil {
		return r.User, true
	}
	return User{}, false
}

// addressed gives the user of a path, by name or by UUID in any letter case; nil if
// there is none. The caller holds the lock.
func (st *store) addressed(key string) *record {
	if r := st.byName[key]; r != nil {
		return r
	}
	return st.byUUID[strings.ToLower(key)]
}

// change lets edit work on a user, who counts as modified now if it says so, and
// gives the user as it is then.
func (st *store) change(name string, now time.Time, edit func(*User) (modified bool)) (User, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	r := st.addressed(name)
	if r == nil {
		return User{}, false
	}
	if edit(&r.User) {
		r.Modified = now
	}
	return r.User, true
}

// page gives up to n users that registered after the one with this number, and
// the number to go on from, 0 where nobody is left.
func (st *store) page(after uint64, n int) (users []User, next uint64) {
	st.mu.Lock()
	defer st.mu.Unlock()
	from, to := st.bounds(after, n)
	return st.copied(from, to), st.next(to)
}

// deletePage is page, and deletes the users it gives.
func (st *store) deletePage(after uint64, n int) (users []User, next uint64) {
	st.mu.Lock()
	defer st.mu.Unlock()
	from, to := st.bounds(after, n)
	users, next = st.copied(from, to), st.next(to)
	for _, u := range users {
		st.forget(&u)
	}
	st.order = slices.Delete(st.order, from, to)
	return users, next
}

func (st *store) delete(name string) (User, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	r := st.addressed(name)
	if r == nil {
		return User{}, false
	}
	st.forget(&r.User)
	at := st.place(r.number)
	st.order = slices.Delete(st.order, at, at+1)
	return r.User, true
}

func (st *store) forget(u *User) {
	delete(st.byName, u.Username)
	delete(st.byUUID, strings.ToLower(u.UUID))
}

func (st *store) bounds(after uint64, n int) (from, to int) {
	from = st.place(after + 1)
	return from, min(from+n, len(st.order))
}

// place gives the index of the first record with at least this number.
func (st *store) place(number uint64) int {
	at, _ := slices.BinarySearchFunc(st.order, number, func(r *record, n uint64) int { return cmp.Compare(r.number, n) })
	return at
}

func (st *store) copied(from, to int) []User {
	users := make([]User, 0, to-from)
	for _, r := range st.order[from:to] {
		users = append(users, r.User)
	}
	return users
}

func (st *store) next(to int) uint64 {
	if to == 0 || to >= len(st.order) {
		return 0
	}
	return st.order[to-1].number
}
