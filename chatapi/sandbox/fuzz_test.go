package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"agtok/chatapi/sandbox"
)

// FuzzRequest sends any request, with a valid token where the header is "app". The
// answer is JSON with a documented status, not longer than what was sent explains,
// and holds no character that a terminal would obey.
func FuzzRequest(f *testing.F) {
	f.Add("POST", users, "app", "application/json", []byte(registration))
	f.Add("POST", users, "app", "application/json", []byte(`[{"username":"a"},{"username":"A"},{"username":"a"}]`))
	f.Add("GET", users+"?limit=2&cursor=YWZ0ZXI6MQ", "app", "", []byte(nil))
	f.Add("POST", users+"/batch/status", "app", "application/json", []byte(`{"usernames":["user1",""]}`))
	f.Add("PUT", users+"/user1/password", "app", "application/json", []byte(`{"newpassword":"p"}`))
	f.Add("PATCH", users+"/user1", "Bearer 007eJx", "text/plain", []byte("x"))
	f.Add("DELETE", "/other/%1b/users?limit=%00", "", "", []byte("{"))
	o := options(f)
	o.Demo = true
	header := bearer(f)
	documented := []int{200, 400, 401, 404, 405, 413, 415, 429}
	f.Fuzz(func(t *testing.T, method, target, auth, contentType string, body []byte) {
		r, err := http.NewRequest(method, "http://example.com"+target, strings.NewReader(string(body)))
		if err != nil {
			t.Skip("package http lets no such request through")
		}
		if auth == "app" {
			auth = header
		}
		r.Header.Set("Authorization", auth)
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		sandbox.New(o).ServeHTTP(w, r)
		if !slices.Contains(documented, w.Code) || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("status %d, %v", w.Code, w.Header())
		}
		checkAnswer(t, w.Body.Bytes(), 4096+20*(len(body)+len(target)))
	})
}

func checkAnswer(t *testing.T, body []byte, most int) {
	t.Helper()
	if len(body) > most {
		t.Errorf("an answer of %d bytes, at most %d", len(body), most)
	}
	object(t, body)
	if !utf8.Valid(body) {
		t.Errorf("not UTF-8: %q", body)
	}
	for _, c := range string(body) {
		if c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c >= 0x200b && c <= 0x202e {
			t.Fatalf("%q in %q", c, body)
		}
	}
}
