package chatapi_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"agtok/chatapi"
)

// TestHostileReplies gives replies of success that are not what was asked for.
func TestHostileReplies(t *testing.T) {
	entities := func(list string) string { return `{"action":"x","entities":[` + list + `]}` }
	with := func(from, to string) string { return entities(strings.Replace(user1, from, to, 1)) }
	for name, body := range map[string]string{
		"another user":     with(`"user1"`, `"user2"`),
		"two users":        entities(user1 + "," + user1),
		"no user":          entities(""),
		"no entities":      `{"action":"x"}`,
		"entities null":    `{"entities":null}`,
		"entities object":  `{"entities":` + user1 + `}`,
		"a text":           entities(`"user1"`),
		"name missing":     with(`"username":"user1",`, ``),
		"name a number":    with(`"user1"`, `1`),
		"name other case":  with(`"username"`, `"Username"`),
		"name illegal":     with(`"user1"`, `"user1\u202e"`),
		"UUID missing":     with(`"uuid":"`+uuid1+`",`, ``),
		"UUID short":       with(uuid1, uuid1[1:]),
		"UUID no hex":      with(uuid1, "g"+uuid1[1:]),
		"UUID braces":      with(uuid1, "{"+uuid1+"}"),
		"UUID hyphens":     with(uuid1, strings.ReplaceAll(uuid1, "-", "0")),
		"activated a text": with(`true`, `"true"`),
		"created a text":   with(`1542795196504`, `"1542795196504"`),
		"created negative": with(`1542795196504`, `-1`),
		"created huge":     with(`1542795196504`, `9223372036854775807`),
		"created beyond":   with(`1542795196504`, `1e400`),
		"nickname a list":  with(`"testuser"`, `["a"]`),
		"member twice":     with(`"type":"user"`, `"username":"user1"`),
	} {
		r := newRig(t, reply(200, body))
		u, err := r.Get(context.Background(), "user1")
		checkKinds(t, err, "bad reply")
		checkShowable(t, r, err)
		if u != (chatapi.User{}) || len(r.service.requests) != 1 {
			t.Errorf("%s: %+v behind %d requests", name, u, len(r.service.requests))
		}
	}
}

// TestUserIsRead takes what is left out, and what has to be made fit to show.
func TestUserIsRead(t *testing.T) {
	created := time.UnixMilli(1542795196504).UTC()
	for body, want := range map[string]chatapi.User{
		user1: {Username: "user1", UUID: uuid1, Nickname: "testuser", Activated: true, Created: created, Modified: created.Add(100 * time.Millisecond)},
		`{"username":"user1","uuid":"` + uuid1 + `"}`:                                                     {Username: "user1", UUID: uuid1, Activated: true},
		`{"username":"user1","uuid":"` + uuid1 + `","activated":false,"nickname":null}`:                   {Username: "user1", UUID: uuid1},
		`{"username":"user1","uuid":"` + strings.ToUpper(uuid1) + `","x":[{"y":1}]}`:                      {Username: "user1", UUID: strings.ToUpper(uuid1), Activated: true},
		`{"username":"user1","uuid":"` + uuid1 + `","nickname":"\u001b[31m a\u202eb \ud83d\ude42\u2028"}`: {Username: "user1", UUID: uuid1, Activated: true, Nickname: `\u{1b}[31m a\u{202e}b 🙂\u{2028}`},
	} {
		r := newRig(t, reply(200, `{"entities":[`+body+`]}`))
		if u, err := r.Get(context.Background(), "user1"); err != nil || u != want {
			t.Errorf("%s: %+v, %v", body, u, err)
		}
	}
	// A damaged account is addressed by its UUID.
	r := newRig(t, reply(200, oneUser))
	if u, err := r.Delete(context.Background(), uuid1); err != nil || u.Username != "user1" {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestListIsRead(t *testing.T) {
	odd := strings.Replace(user1, `"user1"`, `"User One"`, 1)
	r := newRig(t, reply(200, `{"entities":[`+user1+`,`+odd+`,7],"cursor":"next"}`))
	p, err := r.List(context.Background(), 100, "this")
	if err != nil || len(p.Users) != 1 || p.Dropped != 2 || p.Cursor != "next" {
		t.Errorf("%+v, %v", p, err)
	}
	if q := r.service.requests[0].URL.RawQuery; q != "cursor=this&limit=100" {
		t.Error(q)
	}
	for name, body := range map[string]string{
		"the same cursor": `{"entities":[],"cursor":"this"}`, "a cursor of controls": `{"entities":[],"cursor":"a\u001b"}`, "a cursor of spaces": `{"entities":[],"cursor":"a b"}`,
		"a long cursor": `{"entities":[],"cursor":"` + strings.Repeat("a", 1025) + `"}`, "a number": `{"entities":[],"cursor":1}`, "no entities": `{}`, "a text": `{"entities":"x"}`,
	} {
		r := newRig(t, reply(200, body))
		p, err := r.List(context.Background(), 100, "this")
		checkKinds(t, err, "bad reply")
		if p.Users != nil || p.Cursor != "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestBatchIsAccountedFor holds that no user of a batch gets lost.
func TestBatchIsAccountedFor(t *testing.T) {
	asked := []chatapi.NewUser{{Username: "user1"}, {Username: "user2"}}
	refused2 := `{"username":"user2","registerUserFailReason":"the user2 already exists"}`
	r := newRig(t, reply(200, `{"entities":[`+user1+`],"data":[`+refused2+`]}`))
	users, refused, err := r.RegisterMany(context.Background(), asked)
	if err != nil || len(users) != 1 || len(refused) != 1 || !refused[0].Exists() || refused[0].Username != "user2" {
		t.Errorf("%+v, %+v, %v", users, refused, err)
	}
	for name, c := range map[string]struct {
		body           string
		users, refused int
	}{
		"one missing":      {`{"entities":[` + user1 + `]}`, 1, 0},
		"one more":         {`{"entities":[` + user1 + `,` + strings.Replace(strings.Replace(user1, `"user1"`, `"user9"`, 1), "0ffe", "1ffe", 1) + `],"data":[` + refused2 + `]}`, 1, 1},
		"one twice":        {`{"entities":[` + user1 + `],"data":[` + refused2 + `,` + refused2 + `]}`, 1, 1},
		"in both":          {`{"entities":[` + user1 + `],"data":[` + strings.ReplaceAll(refused2, "user2", "user1") + `]}`, 0, 0},
		"in both, and one": {`{"entities":[` + user1 + `],"data":[` + strings.ReplaceAll(refused2, "user2", "user1") + `,` + refused2 + `]}`, 0, 1},
		"two UUIDs":        {`{"entities":[` + user1 + `,` + strings.Replace(user1, "0ffe", "1ffe", 1) + `],"data":[` + refused2 + `]}`, 0, 1},
		"one UUID for two": {`{"entities":[` + user1 + `,` + strings.Replace(strings.Replace(user1, "0ffe", "0FFE", 1), `"user1"`, `"user2"`, 1) + `]}`, 0, 0},
		"a stranger's":     {`{"entities":[` + user1 + `,` + strings.Replace(user1, `"user1"`, `"user9"`, 1) + `],"data":[` + refused2 + `]}`, 0, 1},
		"none":             {`{}`, 0, 0},
		"data no list":     {`{"entities":[` + user1 + `],"data":{}}`, 1, 0},
		"entities no list": {`{"entities":{},"data":[` + refused2 + `]}`, 0, 0},
		"illegal entity":   {`{"entities":[` + strings.Replace(user1, uuid1, "x", 1) + `],"data":[` + refused2 + `]}`, 0, 1},
	} {
		r := newRig(t, reply(200, c.body))
		users, refused, err := r.RegisterMany(context.Background(), asked)
		checkKinds(t, err, "bad reply", "open")
		if len(users) != c.users || len(refused) != c.refused || len(r.service.requests) != 1 {
			t.Errorf("%s: %d registered, %d refused", name, len(users), len(refused))
		}
	}
}

func TestStates(t *testing.T) {
	names := []string{"user2", "user1", "user2"}
	r := newRig(t, reply(200, `{"data":[{"user1":"online"},{"user2":"offline"},{"other":"online"}]}`))
	list, err := r.StatusMany(context.Background(), names)
	want := []chatapi.Presence{{Username: "user2"}, {Username: "user1", Online: true}, {Username: "user2"}}
	if err != nil || len(list) != 3 || list[0] != want[0] || list[1] != want[1] || list[2] != want[2] {
		t.Errorf("%+v, %v", list, err)
	}
	for body, told := range map[string]int{`{"data":[{"user1":"online"}]}`: 1, `{"data":[{"user1":"online"},{"user2":"away"}]}`: 1, `{"data":[{"user1":"online"},{"user2":true}]}`: 1, `{}`: 0,
		`{"data":{"user1":"online","user2":"online"}}`: 0, `{"data":[{"user1":"online"},{"user2":"online"},{"user2":"offline"}]}`: 1, `{"data":["user1"]}`: 0} {
		r := newRig(t, reply(200, body))
		list, err := r.StatusMany(context.Background(), names)
		checkKinds(t, err, "bad reply")
		if len(list) != told || told == 1 && list[0] != want[1] {
			t.Errorf("%s: %+v", body, list)
		}
	}
	for _, body := range []string{`{"data":{"user2":"online"}}`, `{"data":[{"user1":"online"}]}`, `{"data":{"user1":"ONLINE"}}`, `{"data":null}`, `{"data":{}}`} {
		_, err := newRig(t, reply(200, body)).Status(context.Background(), "user1")
		checkKinds(t, err, "bad reply")
	}
	for _, body := range []string{`{"data":{"result":false}}`, `{"data":{"result":"true"}}`, `{"data":{}}`, `{}`, `{"data":true}`} {
		checkKinds(t, newRig(t, reply(200, body)).Disconnect(context.Background(), "user1"), "bad reply", "open")
	}
	_, err = newRig(t, reply(200, oneUser)).Ban(context.Background(), "user1")
	checkKinds(t, err, "bad reply", "open")
	for _, body := range []string{`{}`, `{"action":"Deactivate user"}`, `{"action":"activate user","entities":[` + strings.Replace(user1, `"user1"`, `"user9"`, 1) + `]}`, `{"action":"activate user","entities":7}`} {
		checkKinds(t, newRig(t, reply(200, body)).Unban(context.Background(), "user1"), "bad reply", "open")
	}
	if err := newRig(t, reply(200, `{"action":"Activate user","entities":[`+user1+`]}`)).Unban(context.Background(), "user1"); err != nil {
		t.Error(err)
	}
	checkKinds(t, newRig(t, reply(200, `{"action":"activate user"}`)).SetPassword(context.Background(), "user1", password(t, "x")), "bad reply", "open")
}

// TestReplyIsShownInPart holds where a long reply is cut.
func TestReplyIsShownInPart(t *testing.T) {
	for _, body := range []string{`{"a":"` + strings.Repeat("ä", chatapi.MaxShown) + `"}`, strings.Repeat("ä", chatapi.MaxShown), strings.Repeat("\x00", chatapi.MaxShown)} {
		r := newRig(t, reply(200, body))
		_, _ = r.Get(context.Background(), "user1")
		x := r.exchanges[0]
		if !x.ReplyCut || len(x.ReplyBody) > chatapi.MaxShown || len(x.ReplyBody) < chatapi.MaxShown-8 {
			t.Errorf("%d bytes shown, cut %v", len(x.ReplyBody), x.ReplyCut)
		}
		checkPrintable(t, "reply", x.ReplyBody)
	}
	r := newRig(t, reply(200, "{ \"b\" : [1, true , null],\n \"a\":\"x\\/\\u00e4<\" }"))
	_, _ = r.Get(context.Background(), "user1")
	if x := r.exchanges[0]; x.ReplyCut || x.ReplyBody != `{"b":[1,true,null],"a":"x/ä<"}` {
		t.Errorf("%+v", x)
	}
}

// TestLongRequestIsWhole holds that the largest batch can still be copied.
func TestLongRequestIsWhole(t *testing.T) {
	users := manyUsers(chatapi.MaxRegister)
	for i := range users {
		users[i].Nickname, users[i].Password = strings.Repeat(`"`, chatapi.MaxNickname), password(t, strings.Repeat("p", chatapi.MaxPassword))
	}
	r := newRig(t, reply(429, fault("resource_limited", "")))
	_, _, _ = r.RegisterMany(context.Background(), users)
	x := r.exchanges[0]
	if strings.Count(x.RequestBody, chatapi.Masked) != len(users) || !strings.HasSuffix(x.RequestBody, "}]") || len(x.RequestBody) > 64<<10 {
		t.Errorf("%d bytes: %.300s", len(x.RequestBody), x.RequestBody)
	}
}
