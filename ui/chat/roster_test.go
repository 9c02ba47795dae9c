package chat

import (
	"testing"

	"agtok/chatapi"
)

// TestRoster holds that the chosen user stays on the screen, whoever leaves it.
func TestRoster(t *testing.T) {
	var r roster
	if r.current() != nil || r.find("a") != nil {
		t.Fatal("an empty roster has a user")
	}
	for _, name := range []string{"a", "b", "c", "b"} {
		r.put(chatapi.User{Username: name, UUID: name + "!"})
	}
	r.presences([]chatapi.Presence{{Username: "c", Online: true}, {Username: "b"}, {Username: "nobody", Online: true}})
	r.choose("c")
	r.choose("nobody")
	r.put(chatapi.User{Username: "c", UUID: "new"})
	if u := r.current(); u.Username != "c" || u.UUID != "new" || u.presence != online || len(r.users()) != 3 {
		t.Errorf("%+v of %+v", u, r)
	}
	r.drop("a")
	if u := r.current(); u.Username != "c" || u.presence != online || r.find("b").presence != offline || r.find("a") != nil {
		t.Errorf("%+v of %+v", u, r)
	}
	r.drop("c")
	if u := r.current(); u.Username != "b" {
		t.Errorf("%+v of %+v", u, r)
	}
	if r.move(7); r.chosen != 0 {
		t.Errorf("%d is chosen", r.chosen)
	}
	r.drop("b")
	if r.move(-1); r.current() != nil {
		t.Errorf("%+v is chosen", r.current())
	}
}
