package sandbox_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
)

func TestNames(t *testing.T) {
	tests := []struct {
		name   string
		status int
	}{
		{"a", 200},
		{"a.b_c-9", 200},
		{strings.Repeat("x", 64), 200},
		{strings.Repeat("x", 65), 400},
		{"User1", 400},
		{"user 1", 400},
		{"user/1", 400},
		{"usér", 400},
		{"user\\u0000", 400},
		{"\\u202euser", 400},
		{"", 400},
	}
	s := sandbox.New(options(t))
	for _, tt := range tests {
		answer := expect(t, s, "POST", users, `{"username":"`+tt.name+`"}`, tt.status, "")
		if tt.status == 400 && answer["error"] != "illegal_argument" {
			t.Errorf("%q: %v", tt.name, answer)
		}
	}
	if got := len(s.Users()); got != 3 {
		t.Errorf("%d users, want 3", got)
	}
}

// TestBodies are registrations that are refused for another reason than the name.
func TestBodies(t *testing.T) {
	tests := []struct{ body, code string }{
		{``, "json_parse"},
		{`{`, "json_parse"},
		{`{"username":"a"} x`, "json_parse"},
		{`[{"username":"a"}`, "json_parse"},
		{"\xff", "json_parse"},
		{strings.Repeat("[", 20_000), "json_parse"},
		{strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), "json_parse"}, // beyond the decoder's depth
		{`5`, "illegal_argument"},
		{`null`, "illegal_argument"},
		{`"user1"`, "illegal_argument"},
		{`[5]`, "illegal_argument"},
		{`[null]`, "illegal_argument"},
		{`{"Username":"a"}`, "illegal_argument"}, // keys are case-sensitive
		{`{"username":null}`, "illegal_argument"},
		{`{"username":["a"]}`, "illegal_argument"},
		{`{"username":"a","password":1}`, "illegal_argument"},
		{`{"username":"a","password":"` + strings.Repeat("p", 65) + `"}`, "illegal_argument"},
		{`{"username":"a","nickname":"` + strings.Repeat("ü", 101) + `"}`, "illegal_argument"},
	}
	s := sandbox.New(options(t))
	for _, tt := range tests {
		r := request(t, "POST", users, tt.body)
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if got := object(t, w.Body.Bytes()); w.Code != 400 || got["error"] != tt.code {
			t.Errorf("%.40q: status %d, %v, want %s", tt.body, w.Code, got, tt.code)
		}
	}
	if got := s.Users(); len(got) != 0 {
		t.Errorf("users were registered: %s", names(got))
	}
}

func TestTooLarge(t *testing.T) {
	o := options(t)
	o.MaxBody = 100
	s := sandbox.New(o)
	expect(t, s, "POST", users, `{"username":"a","x":"`+strings.Repeat("y", 100)+`"}`, 413, "Request Entity Too Large")
	expect(t, s, "POST", users, `{"username":"a"}`, 200, "")
}

func TestLargestBatchFits(t *testing.T) {
	var list []string
	for i := range 60 {
		list = append(list, fmt.Sprintf(`{"username":"%064d","password":"%s","nickname":"%s"}`,
			i, strings.Repeat(`\u00e9`, 32), strings.Repeat(`\ud83d\ude00`, 100)))
	}
	s := sandbox.New(options(t))
	expect(t, s, "POST", users, "["+strings.Join(list, ",")+"]", 200, "")
	if got := len(s.Users()); got != 60 {
		t.Errorf("%d users, want 60", got)
	}
}

// many gives n users, u000 and so on.
func many(n int) (list []sandbox.User) {
	for i := range n {
		list = append(list, sandbox.User{Username: fmt.Sprintf("u%03d", i)})
	}
	return list
}

func TestPages(t *testing.T) {
	for _, tt := range []struct{ have, limit, pages int }{{0, 10, 1}, {9, 10, 1}, {10, 10, 1}, {11, 10, 2}, {250, 100, 3}, {5, 1, 5}} {
		t.Run(fmt.Sprintf("%d by %d", tt.have, tt.limit), func(t *testing.T) {
			o := options(t)
			o.Users = many(tt.have)
			s := sandbox.New(o)
			var seen []string
			pages, cursor := 0, ""
			for cursor != "" || pages == 0 {
				_, answer := ask(t, s, "GET", fmt.Sprintf("%s?limit=%d%s", users, tt.limit, cursor), "")
				if list := entityNames(t, answer); list != "" {
					seen = append(seen, list)
				}
				next, ok := answer["cursor"].(string)
				cursor = map[bool]string{true: "&cursor=" + next}[ok]
				pages++
			}
			if got := strings.Join(seen, " "); pages != tt.pages || got != names(s.Users()) {
				t.Errorf("%d pages with %q, want %d", pages, got, tt.pages)
			}
		})
	}
}

// TestPagesWhileDeleting: a cursor stands after a user, even one that is gone.
func TestPagesWhileDeleting(t *testing.T) {
	o := options(t)
	o.Users = many(6)
	s := sandbox.New(o)
	_, first := ask(t, s, "GET", users+"?limit=2", "")
	for _, name := range []string{"u001", "u002"} {
		expect(t, s, "DELETE", users+"/"+name, "", 200, "")
	}
	expect(t, s, "POST", users, `{"username":"late"}`, 200, "")
	_, second := ask(t, s, "GET", users+"?limit=9&cursor="+first["cursor"].(string), "")
	if got := entityNames(t, second); got != "u003 u004 u005 late" {
		t.Errorf("second page %q", got)
	}
}

func TestBadQueries(t *testing.T) {
	s := sandbox.New(options(t))
	for _, q := range []string{"limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "cursor=", "cursor=x", "cursor=%00", "cursor=YWZ0ZXI6LTE", "%zz"} {
		for _, method := range []string{"GET", "DELETE"} {
			expect(t, s, method, users+"?"+q, "", 400, "illegal_argument")
		}
	}
}

func TestDeleteMany(t *testing.T) {
	o := options(t)
	o.Users = many(25)
	s := sandbox.New(o)
	_, answer := ask(t, s, "DELETE", users, "")
	if got := entityNames(t, answer); got != names(many(10)) {
		t.Errorf("deleted %q", got)
	}
	_, answer = ask(t, s, "DELETE", users+"?limit=100&cursor="+answer["cursor"].(string), "")
	if answer["cursor"] != nil || len(s.Users()) != 0 {
		t.Errorf("cursor %v, %d users left", answer["cursor"], len(s.Users()))
	}
}

// TestLife follows one user through everything that can happen to it.
func TestLife(t *testing.T) {
	s := sandbox.New(options(t))
	one := users + "/user1"
	expect(t, s, "POST", users, `{"username":"user1","password":"123"}`, 200, "")
	online := func(want string) {
		t.Helper()
		_, answer := ask(t, s, "GET", one+"/status", "")
		if got := answer["data"].(map[string]any)["user1"]; got != want {
			t.Fatalf("%v, want %s", got, want)
		}
	}
	online("offline")
	if !s.SetOnline("user1", true) || s.SetOnline("nobody", true) {
		t.Fatal("SetOnline")
	}
	online("online")
	expect(t, s, "GET", one+"/disconnect", "", 200, "")
	online("offline")
	s.SetOnline("user1", true)
	expect(t, s, "POST", one+"/deactivate", "", 200, "")
	online("offline")
	if s.SetOnline("user1", true) {
		t.Error("a banned user is online")
	}
	expect(t, s, "POST", one+"/activate", "", 200, "")
	expect(t, s, "PUT", one, `{"nickname":"n"}`, 200, "")
	expect(t, s, "PUT", one+"/password", `{"newpassword":"p"}`, 200, "")
	if u := s.Users()[0]; u.Nickname != "n" || u.Banned || u.Online {
		t.Errorf("%+v", u)
	}
	expect(t, s, "DELETE", one, "", 200, "")
	expect(t, s, "GET", one, "", 404, "service_resource_not_found")
}

func TestModified(t *testing.T) {
	now := start()
	o := options(t)
	o.Now = func() time.Time { return now }
	o.Users = many(1)
	s := sandbox.New(o)
	for _, step := range []struct{ method, path, body string }{
		{"PUT", "", `{"nickname":"n"}`},
		{"PUT", "/password", `{"newpassword":"p"}`},
		{"POST", "/deactivate", ""},
		{"POST", "/activate", ""},
	} {
		now = now.Add(time.Second)
		expect(t, s, step.method, users+"/u000"+step.path, step.body, 200, "")
		if u := s.Users()[0]; !u.Modified.Equal(now) || !u.Created.Equal(start()) {
			t.Errorf("%s: created %v, modified %v", step.path, u.Created, u.Modified)
		}
	}
}

// TestEscapes: what the client sent comes back so that a terminal shows it.
func TestEscapes(t *testing.T) {
	s := sandbox.New(options(t))
	const bad = `\u001b[31m\u202e\u200b\u009b`
	for _, body := range []string{`{"username":"` + bad + `"}`, `[{"username":"` + bad + `"}]`} {
		checkPlain(t, s, "POST", users, body)
	}
	checkPlain(t, s, "POST", users+"/batch/status", `{"usernames":["`+bad+`"]}`)
	checkPlain(t, s, "GET", "/%1b%5b31m/%e2%80%ae/users", "")
	checkPlain(t, s, "GET", users+"?limit=2&%1b=%1b&cursor=%1b", "")
}

func checkPlain(t *testing.T, s *sandbox.Server, method, target, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, request(t, method, target, body))
	for _, r := range w.Body.String() {
		if r < ' ' || r > '~' {
			t.Errorf("%s %s: %q in the answer %s", method, target, r, w.Body)
		}
	}
	object(t, w.Body.Bytes())
}

func TestEncodedSlash(t *testing.T) {
	s := sandbox.New(options(t))
	expect(t, s, "GET", users+"/a%2Fstatus", "", 404, "service_resource_not_found")
	expect(t, s, "GET", users+"/", "", 404, "service_resource_not_found")
	expect(t, s, "GET", "/"+org, "", 404, "service_resource_not_found")
}

func TestDemo(t *testing.T) {
	o := options(t)
	o.Demo = true
	o.Users = append(many(1), sandbox.User{Username: "user1"}, sandbox.User{Username: "Not Legal"})
	list := sandbox.New(o).Users()
	if names(list) != "user1 user2 user3 user4 u000" {
		t.Fatalf("users %s", names(list))
	}
	if u := list[0]; u.UUID != "0ffe2d80-ed76-11e8-8d66-279e3e1c214b" || !u.Online {
		t.Errorf("%+v", u)
	}
	if !list[2].Banned || list[2].Online {
		t.Errorf("%+v", list[2])
	}
}

// TestConcurrent has many clients register the same names: each is registered once.
func TestConcurrent(t *testing.T) {
	const clients, each = 8, 40
	s := sandbox.New(options(t))
	s.SetScript(sandbox.AnyOperation, sandbox.Ordered())
	header := bearer(t)
	do := func(method, body string) {
		r := httptest.NewRequest(method, users, strings.NewReader(body))
		r.Header.Set("Authorization", header)
		r.Header.Set("Content-Type", "application/json")
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	var wg sync.WaitGroup
	for client := range clients {
		wg.Go(func() {
			for i := range each {
				do("POST", fmt.Sprintf(`{"username":"u%d"}`, i))
				do("GET", "")
				s.SetOnline(fmt.Sprintf("u%d", i), client%2 == 0)
				s.SetScript(sandbox.List, sandbox.Ordered(sandbox.Fault{}))
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, u := range s.Users() {
		seen[u.UUID] = true
	}
	if len(seen) != each || len(s.Users()) != each {
		t.Errorf("%d users with %d UUIDs, want %d", len(s.Users()), len(seen), each)
	}
}

// TestUUIDAddressesAUser holds that the paths take the UUID for the name, in any
// letter case, and that a batch of names does not.
func TestUUIDAddressesAUser(t *testing.T) {
	const uuid = "0ffe2d80-ed76-11e8-8d66-279e3e1c214b"
	o := options(t)
	o.Users = []sandbox.User{{Username: "amy", UUID: uuid, Online: true}}
	s := sandbox.New(o)
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", users + "/" + uuid, "", 200},
		{"GET", users + "/" + strings.ToUpper(uuid), "", 200},
		{"GET", users + "/" + uuid + "/status", "", 200},
		{"PUT", users + "/" + uuid + "/password", `{"newpassword":"x"}`, 200},
		{"POST", users + "/" + uuid + "/deactivate", "", 200},
		{"DELETE", users + "/" + strings.ToUpper(uuid), "", 200},
		{"GET", users + "/" + uuid, "", 404},
		{"GET", users + "/amy", "", 404},
	} {
		if status, body := ask(t, s, c.method, c.path, c.body); status != c.status {
			t.Errorf("%s %s: %d, %v", c.method, c.path, status, body)
		}
	}
	if status, _ := ask(t, s, "POST", users, `{"username":"`+uuid+`"}`); status != 200 {
		t.Errorf("a name that looks like a UUID: %d", status)
	}
}

// TestWhatTheSandboxDoesNotHave holds that nobody takes it for a missing user.
func TestWhatTheSandboxDoesNotHave(t *testing.T) {
	s := sandbox.New(options(t))
	base := "/" + org + "/" + app
	for _, path := range []string{users + "/amy/offline_msg_count", users + "/amy/offline_msg_status/1", base + "/metadata/user/amy", base + "/mutes", base + "/mutes/amy"} {
		status, body := ask(t, s, "GET", path, "")
		if status != 501 || body["error"] != "not_in_sandbox" || body["error_description"] != "The sandbox does not have this part of the API; the service does." {
			t.Errorf("%s: %d, %v", path, status, body)
		}
	}
	if status, _ := ask(t, s, "GET", base+"/chatrooms", ""); status != 404 {
		t.Errorf("what is no part of the users API: %d", status)
	}
}
