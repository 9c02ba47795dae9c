package chatapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"agtok/chatapi"
)

// document is an exchange of testdata/chat; its README has the meaning.
type document struct {
	Name      string
	Operation chatapi.Operation
	Request   struct {
		Method, Path, Query, Auth, ContentType, BodyText string
		Body                                             json.RawMessage
	}
	Response struct {
		Status  int
		Headers map[string]string
		Body    json.RawMessage
	}
}

// cursor is that of the document list-first.
const cursor = "LTgzNDAxMjM3OToxTEFnNE9sNEVlaVQ0UEdhdmJNR2tB"

func readDocuments(t *testing.T) []document {
	t.Helper()
	names, err := filepath.Glob("../testdata/chat/*.json")
	if err != nil || len(names) < 60 {
		t.Fatalf("%d documents, %v", len(names), err)
	}
	var list []document
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("{org}", "org", "{app}", "app", "{base}", "https://"+host, "{cursor}", cursor).Replace(string(data))
		var d document
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, d)
	}
	return list
}

// body gives the reply as it stands on the wire.
func (d document) body(t *testing.T) string {
	t.Helper()
	if !strings.Contains(d.Response.Headers["Content-Type"], "json") {
		var text string
		if err := json.Unmarshal(d.Response.Body, &text); err != nil {
			t.Fatal(err)
		}
		return text
	}
	return string(d.Response.Body)
}

// rig makes a client whose service answers as the document does.
func (d document) rig(t *testing.T) *rig {
	t.Helper()
	steps := strings.SplitN(d.Request.Path, "/", 4)
	var header []string
	for name, text := range d.Response.Headers {
		header = append(header, name, text)
	}
	return newRigFor(t, steps[1]+"#"+steps[2], reply(d.Response.Status, d.body(t), header...))
}

// outcome is what a call gave.
type outcome struct {
	users    []chatapi.User
	refused  []chatapi.Refusal
	cursor   string
	presence []chatapi.Presence
	err      error
}

// call makes the request of the document with the client.
func (d document) call(t *testing.T, c *chatapi.Client) (o outcome) {
	t.Helper()
	ctx := context.Background()
	path := strings.Split(d.Request.Path, "/")
	name := "user1"
	if len(path) > 4 {
		name = path[4]
	}
	var u chatapi.User
	switch d.Operation {
	case chatapi.OpRegister:
		u, o.err = c.Register(ctx, newUser(t, d.Request.Body))
	case chatapi.OpRegisterMany:
		o.users, o.refused, o.err = c.RegisterMany(ctx, newUsers(t, d.Request.Body))
		return o
	case chatapi.OpList:
		return d.list(ctx, c)
	case chatapi.OpStatus:
		var p chatapi.Presence
		p.Username = name
		p.Online, o.err = c.Status(ctx, name)
		o.presence = []chatapi.Presence{p}
		return o
	case chatapi.OpStatusMany:
		o.presence, o.err = c.StatusMany(ctx, field[[]string](d.Request.Body, "usernames"))
		return o
	case chatapi.OpSetPassword:
		p, err := chatapi.NewPassword(field[string](d.Request.Body, "newpassword"))
		if o.err = err; err == nil {
			o.err = c.SetPassword(ctx, name, p)
		}
		return o
	case chatapi.OpSetNickname:
		u, o.err = c.SetNickname(ctx, name, field[string](d.Request.Body, "nickname"))
	case chatapi.OpGet:
		u, o.err = c.Get(ctx, name)
	case chatapi.OpDelete:
		u, o.err = c.Delete(ctx, name)
	case chatapi.OpBan:
		u, o.err = c.Ban(ctx, name)
	case chatapi.OpUnban:
		o.err = c.Unban(ctx, name)
		return o
	case chatapi.OpDisconnect:
		o.err = c.Disconnect(ctx, name)
		return o
	default:
		t.Fatalf("%s: no call for %q", d.Name, d.Operation)
	}
	o.users = []chatapi.User{u}
	return o
}

func (d document) list(ctx context.Context, c *chatapi.Client) (o outcome) {
	query, err := url.ParseQuery(d.Request.Query)
	if err != nil {
		return outcome{err: err}
	}
	limit := 10
	if query.Has("limit") {
		// No number is a limit that is refused.
		limit, _ = strconv.Atoi(query.Get("limit"))
	}
	p, err := c.List(ctx, limit, query.Get("cursor"))
	return outcome{users: p.Users, cursor: p.Cursor, err: err}
}

func field[T any](body []byte, name string) (v T) {
	var m map[string]json.RawMessage
	if json.Unmarshal(body, &m) == nil && m[name] != nil {
		_ = json.Unmarshal(m[name], &v)
	}
	return v
}

func newUser(t *testing.T, body []byte) chatapi.NewUser {
	t.Helper()
	u := chatapi.NewUser{Username: field[string](body, "username"), Nickname: field[string](body, "nickname")}
	if text := field[string](body, "password"); text != "" {
		u.Password = password(t, text)
	}
	return u
}

func newUsers(t *testing.T, body []byte) (list []chatapi.NewUser) {
	t.Helper()
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	for _, r := range raw {
		list = append(list, newUser(t, r))
	}
	return list
}

// TestDocuments makes each documented request and takes each documented reply.
func TestDocuments(t *testing.T) {
	asked, answered := 0, map[chatapi.Operation]int{}
	for _, d := range readDocuments(t) {
		if d.Operation == "delete-many" {
			continue // The client has no such call: it would delete the oldest users, whoever they are.
		}
		t.Run(d.Name, func(t *testing.T) {
			r := d.rig(t)
			o := d.call(t, r.Client)
			if errors.Is(o.err, chatapi.ErrIllegalArgument) {
				// What the service would refuse is not even sent.
				if len(r.service.requests) > 0 || d.Response.Status/100 == 2 && d.Operation != chatapi.OpRegisterMany {
					t.Errorf("%d requests sent, refused with %v", len(r.service.requests), o.err)
				}
				r = newRig(t, r.service.steps...)
				op := operationNamed(t, d.Operation)
				o.err = op.call(context.Background(), r.Client, "user1")
				if d.Response.Status == 200 {
					return
				}
			} else if checkAsked(t, d, r) {
				asked++
			}
			checkOutcome(t, d, o, r)
			answered[d.Operation]++
		})
	}
	if asked < 50 || len(answered) != len(operations) {
		t.Errorf("%d requests and %v replies compared", asked, answered)
	}
}

// checkAsked compares the first request with the document's. Those that a client
// does not make, of another method or with a body that is no JSON, are left out.
func checkAsked(t *testing.T, d document, r *rig) bool {
	t.Helper()
	got := r.service.requests[0]
	if d.Request.BodyText != "" || d.Request.Method != operationNamed(t, d.Operation).method || strings.Contains(d.Name, "unsupported-media") {
		return false
	}
	if got.Method != d.Request.Method || got.URL.Path != d.Request.Path || got.Header.Get("Content-Type") != d.Request.ContentType {
		t.Errorf("%s %s with %q, documented is %s %s with %q", got.Method, got.URL.Path, got.Header.Get("Content-Type"),
			d.Request.Method, d.Request.Path, d.Request.ContentType)
	}
	want, err := url.ParseQuery(d.Request.Query)
	if d.Operation == chatapi.OpList && !want.Has("limit") {
		want.Set("limit", "10") // the default, which the client writes out
	}
	if query := got.URL.Query(); err != nil || query.Encode() != want.Encode() {
		t.Errorf("query %v, documented is %v, %v", query, want, err)
	}
	if len(d.Request.Body) == 0 {
		return true
	}
	if a, b := compact(t, []byte(r.service.bodies[0])), compact(t, d.Request.Body); a != b {
		t.Errorf("body %s, documented is %s", a, b)
	}
	return true
}

func compact(t *testing.T, data []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		t.Fatalf("%v in %q", err, data)
	}
	return b.String()
}

func checkOutcome(t *testing.T, d document, o outcome, r *rig) {
	t.Helper()
	if d.Response.Status == 200 {
		if o.err != nil {
			t.Fatal(o.err)
		}
		checkContent(t, d, o)
		return
	}
	e := failure(t, o.err)
	if e.Status != d.Response.Status || e.Code != field[string](d.Response.Body, "error") || e.Description != field[string](d.Response.Body, "error_description") {
		t.Errorf("%+v for status %d, %s", *e, d.Response.Status, d.Response.Body)
	}
	if e.Operation != d.Operation || e.Method == "" || e.Endpoint == "" || chatapi.Advice(o.err) == "" {
		t.Errorf("%+v, %q", *e, chatapi.Advice(o.err))
	}
	if d.Response.Status == 401 && !reflect.DeepEqual(r.source.asked, []bool{false, true}) {
		t.Errorf("tokens asked for: fresh %v", r.source.asked)
	}
	checkKinds(t, o.err, documentedKinds(d)...)
}

// documentedKinds goes by the document's name, not by what its reply has.
func documentedKinds(d document) (kinds []string) {
	registers := strings.HasPrefix(d.Name, "register")
	for _, k := range []struct {
		part string
		kind string
		when bool
	}{
		{"-unauthorized-", "unauthorized", true}, {"-unauthorized-", "closed", registers}, {"-missing-user", "missing", !strings.Contains(d.Name, "missing-username")},
		{"get-missing-older", "missing", true}, {"-no-application", "unknown app", true}, {"-rate-limit", "rate", true},
		{"-plan-limit", "plan", true}, {"-duplicate", "duplicate", true}, {"-illegal", "illegal name", true},
		{"-timeout", "open", registers}, {"-server-error", "open", registers}, {"-unavailable", "open", registers},
	} {
		if k.when && strings.Contains(d.Name, k.part) {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// checkContent compares what a call gave with the entities, data and cursor.
func checkContent(t *testing.T, d document, o outcome) {
	t.Helper()
	entities := field[[]map[string]any](d.Response.Body, "entities")
	if len(o.users) != len(entities) {
		t.Fatalf("%d users of %d", len(o.users), len(entities))
	}
	for i, u := range o.users {
		nickname, _ := entities[i]["nickname"].(string)
		if u.Username != entities[i]["username"] || u.UUID != entities[i]["uuid"] || u.Nickname != nickname || u.Activated != entities[i]["activated"] ||
			float64(u.Created.UnixMilli()) != entities[i]["created"] || float64(u.Modified.UnixMilli()) != entities[i]["modified"] {
			t.Errorf("%+v of %v", u, entities[i])
		}
	}
	if want := field[string](d.Response.Body, "cursor"); o.cursor != want {
		t.Errorf("cursor %q, documented is %q", o.cursor, want)
	}
	for _, r := range o.refused {
		if !r.Exists() || !strings.Contains(string(d.Response.Body), r.Reason) {
			t.Errorf("%+v", r)
		}
	}
	if want := strings.Count(string(d.Response.Body), "registerUserFailReason"); len(o.refused) != want {
		t.Errorf("%d refused of %d", len(o.refused), want)
	}
	for _, p := range o.presence {
		state := map[bool]string{true: "online", false: "offline"}[p.Online]
		if !strings.Contains(compact(t, d.Response.Body), `"`+p.Username+`":"`+state+`"`) {
			t.Errorf("%+v", p)
		}
	}
	if d.Operation == chatapi.OpStatusMany && len(o.presence) != 3 {
		t.Errorf("%d states", len(o.presence))
	}
}
