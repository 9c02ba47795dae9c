package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
	"agtok/token"
)

// document is one file of testdata/chat, see the README there.
type document struct {
	Name      string
	Operation sandbox.Operation
	Source    string
	Fault     string
	Request   struct {
		Method, Path, Query, Auth, ContentType string
		Body                                   json.RawMessage
		BodyText                               string
	}
	Given struct {
		Users []struct {
			Username, UUID, Nickname string
			Activated, Online        bool
			Created, Modified        int64
		}
		MaxUsers int
	}
	Response struct {
		Status   int
		Headers  map[string]string
		Body     any
		Volatile []string
	}
}

// documents reads them all, with the placeholders filled in but for the cursor.
func documents(t *testing.T) []document {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/chat/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents (%v)", err)
	}
	fill := strings.NewReplacer("{org}", org, "{app}", app, "{base}", "http://example.com")
	var all []document
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var d document
		if err := json.Unmarshal([]byte(fill.Replace(string(b))), &d); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if d.Name+".json" != filepath.Base(path) || d.Source == "" {
			t.Errorf("%s: name %q, source %q", path, d.Name, d.Source)
		}
		all = append(all, d)
	}
	return all
}

func TestDocuments(t *testing.T) {
	for _, d := range documents(t) {
		t.Run(d.Name, func(t *testing.T) { d.replay(t) })
	}
}

func TestDocumentsCoverOperations(t *testing.T) {
	good, bad := map[sandbox.Operation]bool{}, map[sandbox.Operation]bool{}
	for _, d := range documents(t) {
		good[d.Operation] = good[d.Operation] || d.Response.Status == http.StatusOK
		bad[d.Operation] = bad[d.Operation] || d.Response.Status != http.StatusOK
	}
	for _, op := range sandbox.Operations() {
		if !good[op] || !bad[op] {
			t.Errorf("%s: success documented %v, failure documented %v", op, good[op], bad[op])
		}
	}
	if len(good) != len(sandbox.Operations()) {
		t.Errorf("documents name %d operations, there are %d", len(good), len(sandbox.Operations()))
	}
}

func (d *document) replay(t *testing.T) {
	s := d.server(t)
	if strings.Contains(d.Request.Query, "{cursor}") {
		_, first := ask(t, s, d.Request.Method, d.Request.Path+"?limit=2", "")
		d.fillCursor(t, first["cursor"])
	}
	if d.Fault != "" {
		f, ok := sandbox.FaultNamed(d.Fault)
		if !ok {
			t.Fatalf("no fault %q", d.Fault)
		}
		s.SetScript(d.Operation, sandbox.Ordered(f))
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, d.request(t))
	if w.Code != d.Response.Status {
		t.Fatalf("status %d, want %d: %s", w.Code, d.Response.Status, w.Body)
	}
	for key, want := range d.Response.Headers {
		if got := w.Header().Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	d.compare(t, w.Body.Bytes())
}

func (d *document) server(t *testing.T) *sandbox.Server {
	o := options(t)
	o.MaxUsers = d.Given.MaxUsers
	for _, u := range d.Given.Users {
		o.Users = append(o.Users, sandbox.User{
			Username: u.Username, UUID: u.UUID, Nickname: u.Nickname, Banned: !u.Activated, Online: u.Online,
			Created: time.UnixMilli(u.Created), Modified: time.UnixMilli(u.Modified),
		})
	}
	s := sandbox.New(o)
	if got := len(s.Users()); got != len(d.Given.Users) {
		t.Fatalf("%d users at the start, want %d", got, len(d.Given.Users))
	}
	return s
}

func (d *document) fillCursor(t *testing.T, cursor any) {
	text, ok := cursor.(string)
	if !ok {
		t.Fatalf("no cursor on the first page: %v", cursor)
	}
	d.Request.Query = strings.ReplaceAll(d.Request.Query, "{cursor}", text)
	params := d.Response.Body.(map[string]any)["params"].(map[string]any)
	params["cursor"] = []any{text}
}

func (d *document) request(t *testing.T) *http.Request {
	body := d.Request.BodyText
	if body == "" {
		body = string(d.Request.Body)
	}
	r := httptest.NewRequest(d.Request.Method, d.Request.Path+"?"+d.Request.Query, strings.NewReader(body))
	if d.Request.ContentType != "" {
		r.Header.Set("Content-Type", d.Request.ContentType)
	}
	if header := authorization(t, d.Request.Auth); header != "" {
		r.Header.Set("Authorization", header)
	}
	return r
}

func authorization(t *testing.T, kind string) string {
	a, c := appToken(), certificate(t, "a")
	switch kind {
	case "app":
	case "none":
		return ""
	case "expired":
		a.IssueTs -= 601
	case "corrupt":
		return "Bearer 007nonsense"
	case "user":
		a.Services[0].Privileges[0].Privilege = token.ChatUser
		a.Services[0].UserID = "user1"
	case "foreign":
		a.AppID, c = otherAppID, certificate(t, "c")
	default:
		t.Fatalf("no authorization %q", kind)
	}
	return sign(t, a, c)
}

func (d *document) compare(t *testing.T, body []byte) {
	if text, ok := d.Response.Body.(string); ok {
		if string(body) != text {
			t.Errorf("body %q, want %q", body, text)
		}
		return
	}
	got := any(object(t, body))
	want := d.Response.Body
	for _, path := range d.Response.Volatile {
		got, want = masked(got, strings.Split(path, ".")), masked(want, strings.Split(path, "."))
	}
	if !reflect.DeepEqual(got, want) {
		gotText, _ := json.MarshalIndent(got, "", " ")
		wantText, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("body %s\nwant %s", gotText, wantText)
	}
}

// masked puts the name of its kind in the place of a value that differs each time.
func masked(v any, path []string) any {
	if len(path) == 0 {
		return reflect.TypeOf(v).String()
	}
	m, ok := v.(map[string]any)
	name, each := strings.CutSuffix(path[0], "[]")
	if !ok || m[name] == nil {
		return v
	}
	if list, ok := m[name].([]any); ok && each {
		for i := range list {
			list[i] = masked(list[i], path[1:])
		}
		return v
	}
	m[name] = masked(m[name], path[1:])
	return v
}
