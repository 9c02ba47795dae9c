package chat

import "agtok/chatapi"

// presence is what is known of a user's online state.
type presence int

const (
	presenceUnknown presence = iota
	online
	offline
)

// row is a user as last heard of.
type row struct {
	chatapi.User
	presence presence
}

// roster is the users on the screen, in the order in which they came, and which of
// them is chosen. The zero value is empty.
type roster struct {
	rows   []row
	places map[string]int // of the rows, by user name
	chosen int
}

// current gives the chosen user, nil if there is none.
func (r *roster) current() *row {
	if r.chosen < len(r.rows) {
		return &r.rows[r.chosen]
	}
	return nil
}

// find gives a user by name, nil if it is not on the screen.
func (r *roster) find(username string) *row {
	if i, ok := r.places[username]; ok {
		return &r.rows[i]
	}
	return nil
}

// put shows a user as it was last heard of.
func (r *roster) put(u chatapi.User) {
	if known := r.find(u.Username); known != nil {
		known.User = u
		return
	}
	if r.places == nil {
		r.places = map[string]int{}
	}
	r.places[u.Username] = len(r.rows)
	r.rows = append(r.rows, row{User: u})
}

// drop takes a user off the screen.
func (r *roster) drop(username string) {
	before := *r
	r.clear()
	for _, u := range before.rows {
		if u.Username != username {
			r.put(u.User)
			r.find(u.Username).presence = u.presence
		}
	}
	r.chosen = min(before.chosen, max(len(r.rows)-1, 0))
}

// clear takes all users off the screen.
func (r *roster) clear() { *r = roster{} }

// choose goes to a user, if it is on the screen.
func (r *roster) choose(username string) {
	if i, ok := r.places[username]; ok {
		r.chosen = i
	}
}

// move goes n users down.
func (r *roster) move(n int) { r.chosen = min(max(r.chosen+n, 0), max(len(r.rows)-1, 0)) }

// users gives a copy of them.
func (r *roster) users() []chatapi.User {
	list := make([]chatapi.User, len(r.rows))
	for i := range r.rows {
		list[i] = r.rows[i].User
	}
	return list
}

// presences notes who is online.
func (r *roster) presences(list []chatapi.Presence) {
	for _, s := range list {
		u := r.find(s.Username)
		if u == nil {
			continue
		}
		if u.presence = offline; s.Online {
			u.presence = online
		}
	}
}

// admit notes that a user is let in, or banned.
func (r *roster) admit(username string, active bool) {
	if u := r.find(username); u != nil {
		u.Activated = active
	}
}
