package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
	"agtok/token"
	"agtok/ui/command"
)

// chatPassword is easy to find in whatever is printed.
const chatPassword = "sesame-open-7391"

// remote is a Chat service of the project of one's own, and what was sent to it.
type remote struct {
	*sandbox.Server
	url string

	mu       sync.Mutex
	requests []string // method, path and body
	tokens   []string
}

// ServeHTTP writes the request down.
func (r *remote) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	q.Body = io.NopCloser(bytes.NewReader(body))
	r.mu.Lock()
	r.requests = append(r.requests, strings.TrimSpace(q.Method+" "+q.URL.Path+" "+string(body)))
	r.tokens = append(r.tokens, strings.TrimPrefix(q.Header.Get("Authorization"), "Bearer "))
	r.mu.Unlock()
	r.Server.ServeHTTP(w, q)
}

// sent gives what came since it was asked last.
func (r *remote) sent() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.requests
	r.requests = nil
	return list
}

func serveChat(t *testing.T) *remote {
	t.Helper()
	key, err := token.ParseCertificate(ownCertificate)
	if err != nil {
		t.Fatal(err)
	}
	r := &remote{Server: sandbox.New(sandbox.Options{AppID: ownAppID, Certificates: []token.Certificate{key}, Org: "org", App: "app",
		Now: func() time.Time { return noon }, Random: counting(), Demo: true, Sleep: func(context.Context, time.Duration) {}})}
	web := httptest.NewServer(r)
	t.Cleanup(web.Close)
	r.url = web.URL
	return r
}

// world is that of the project of one's own with this service.
func (r *remote) world() fake {
	env := own()
	env["AGORA_CHAT_HOST"], env["AGORA_CHAT_APP_KEY"] = r.url, "org#app"
	return fake{env: env, instant: true}
}

func (r *remote) names() (names []string) {
	for _, u := range r.Users() {
		names = append(names, u.Username)
	}
	return names
}

// answered is an object that a command printed.
type answered struct {
	Username, UUID, Result, Nickname string
	Activated                        *bool
	Created                          int64
	Unknown, Undecided, AnswerLost   bool
	Tried                            *bool
	Error                            *struct {
		Status            int
		Code, Description string
		Attempts          int
		Message, Next     string
		Unknown           bool
	}
}

func rows(t *testing.T, out string) (list []answered) {
	t.Helper()
	for line := range strings.Lines(out) {
		var r answered
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		list = append(list, r)
	}
	return list
}

// results writes rows in one line.
func results(t *testing.T, out string) string {
	t.Helper()
	var parts []string
	for _, r := range rows(t, out) {
		parts = append(parts, r.Username+" "+r.Result)
	}
	return strings.Join(parts, ", ")
}

func TestChatCommands(t *testing.T) {
	for _, c := range []struct {
		line, stdin string
		code        int
		want        string
		sent        []string // with {} for the folder of the App Key
	}{
		{"get user1 user3", "", 0, "user1 found, user3 found", []string{"GET {}/users/user1", "GET {}/users/user3"}},
		{"get user1 user9 user2", "", 1, "user1 found, user9 missing, user2 found", nil},
		{"get User1", "", 1, "User1 failed", []string{}},
		{"get 0ffe2d80-ed76-11e8-8d66-279e3e1c214b", "", 0, "user1 found", nil},
		{"get 0FFE2D80-ED76-11E8-8D66-279E3E1C214B", "", 0, "user1 found", []string{"GET {}/users/0ffe2d80-ed76-11e8-8d66-279e3e1c214b"}},
		{"get 0ffe2d80-ed76-11e8-8d66-279e3e1c214c", "", 1, "0ffe2d80-ed76-11e8-8d66-279e3e1c214c missing", nil},
		{"delete 0FFE2D80-ed76-11e8-8d66-279e3e1c214b --yes", "", 0, "user1 deleted", nil},
		{"ban 0ffe2d80-ed76-11e8-8d66-279e3e1c214b --yes", "", 0, "user1 changed", nil},
		{"status 0FFE2D80-ed76-11e8-8d66-279e3e1c214b", "", 0, "0FFE2D80-ed76-11e8-8d66-279e3e1c214b online", nil},
		{"status user2 0ffe2d80-ed76-11e8-8d66-279e3e1c214b", "", 0, "user2 offline, 0ffe2d80-ed76-11e8-8d66-279e3e1c214b online", nil},
		{"list", "", 0, "user1 found, user2 found, user3 found, user4 found", nil},
		{"list --limit 2", "", 0, "user1 found, user2 found", nil},
		{"list --limit 4", "", 0, "user1 found, user2 found, user3 found, user4 found", nil},
		{"list --all", "", 0, "user1 found, user2 found, user3 found, user4 found", nil},
		{"register alice bob --yes", "", 0, "alice registered, bob registered", []string{`POST {}/users [{"username":"alice"},{"username":"bob"}]`}},
		{"register alice user1 --yes", "", 1, "alice registered, user1 exists", nil},
		{"register alice user1 --if-missing --yes", "", 0, "alice registered, user1 exists", nil},
		{"register alice Bob alice --yes", "", 1, "alice registered, Bob failed", []string{`POST {}/users [{"username":"alice"}]`}},
		{"register alice --password-stdin --nickname A. --yes", chatPassword + "\r\n", 0, "alice registered",
			[]string{`POST {}/users [{"username":"alice","password":"` + chatPassword + `","nickname":"A."}]`}},
		{"register zoe --from - --nickname Z --yes", "# ours\n\n amy \n{\"username\":\"ben\",\"password\":\"" + chatPassword + "\",\"nickname\":\"B\"}\n", 0,
			"zoe registered, amy registered, ben registered",
			[]string{`POST {}/users [{"username":"zoe","nickname":"Z"},{"username":"amy","nickname":"Z"},{"username":"ben","password":"` + chatPassword + `","nickname":"B"}]`}},
		{"register --from - --yes", "qa-{08..10}\rben\r", 0, "qa-08 registered, qa-09 registered, qa-10 registered, ben registered", nil},
		{"register alice --from - --yes", "alice\n{\"username\":\"alice\",\"nickname\":\"A\"}\n", 1, "alice registered, alice failed", []string{`POST {}/users [{"username":"alice"}]`}},
		{"delete user1 user9 --yes", "", 1, "user1 deleted, user9 missing", []string{"DELETE {}/users/user1", "DELETE {}/users/user9"}},
		{"password user1 --password-stdin --yes", chatPassword, 0, "user1 changed", []string{`PUT {}/users/user1/password {"newpassword":"` + chatPassword + `"}`}},
		{"ban user1 --yes", "", 0, "user1 changed", []string{"POST {}/users/user1/deactivate"}},
		{"unban user3 nobody --yes", "", 1, "user3 changed, nobody missing", nil},
		{"disconnect user1 --yes", "", 0, "user1 changed", []string{"GET {}/users/user1/disconnect"}},
		{"status user1", "", 0, "user1 online", []string{"GET {}/users/user1/status"}},
		{"status user9", "", 1, "user9 missing", nil},
		{"status user2 user1 Bad user9 user1", "", 1, "user2 offline, user1 online, Bad failed, user9 offline, user1 online",
			[]string{`POST {}/users/batch/status {"usernames":["user1","user2","user9"]}`}},
	} {
		r := serveChat(t)
		f := r.world()
		f.stdin = c.stdin
		got := f.run(append(strings.Fields("chat "+c.line), "--json")...)
		if words := results(t, got.out); got.code != c.code || words != c.want {
			t.Errorf("%s: ends with %d, %q; want %d, %q; says %s", c.line, got.code, words, c.code, c.want, got.err)
		}
		for i, text := range c.sent {
			c.sent[i] = strings.Replace(text, "{}", "/org/app", 1)
		}
		if sent := r.sent(); c.sent != nil && !slices.Equal(sent, c.sent) {
			t.Errorf("%s: sends %q, want %q", c.line, sent, c.sent)
		}
	}
}

func TestChatObjects(t *testing.T) {
	for line, want := range map[string]string{
		"get user1":                `{"username":"user1","uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b","result":"found","nickname":"testuser","activated":true,"created":1542795196504,"modified":1542795196504}`,
		"get user3":                `{"username":"user3","uuid":"b98ad170-e9a5-11e8-9c1e-7f76daa76557","result":"found","activated":false,"created":1542795196704,"modified":1542797578147}`,
		"get user9":                `{"username":"user9","result":"missing"}`,
		"register alice":           `{"username":"alice","uuid":"01010101-0101-4101-8101-010101010101","result":"registered","activated":true,"created":1795345200000,"modified":1795345200000}`,
		"register user2":           `{"username":"user2","uuid":"278bac80-e27b-11e8-b192-73e4cd5078a5","result":"exists","nickname":"testuser2","activated":true,"created":1542795196604,"modified":1542795196604}`,
		"delete user1":             `{"username":"user1","uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b","result":"deleted","nickname":"testuser","created":1542795196504,"modified":1542795196504}`,
		"ban user2":                `{"username":"user2","uuid":"278bac80-e27b-11e8-b192-73e4cd5078a5","result":"changed","nickname":"testuser2","activated":false,"created":1542795196604,"modified":1795345200000}`,
		"unban user3":              `{"username":"user3","result":"changed","activated":true}`,
		"status user2":             `{"username":"user2","result":"offline"}`,
		"get A\u202e":              `{"username":"A\u202e","result":"failed","error":{"status":0,"code":"","description":"the user name has the capital \"A\" at place 1;`,
		"get " + demoAppID + "/..": `"attempts":0,`,
	} {
		got := run(append([]string{"chat", strings.Fields(line)[0], strings.TrimSpace(strings.SplitN(line, " ", 2)[1])}, "--demo", "--json")...)
		if !strings.Contains(got.out, want) {
			t.Errorf("%s prints\n%swant\n%s\nsays %s", line, got.out, want, got.err)
		}
	}
}

func TestChatForPeople(t *testing.T) {
	got := run("chat", "get", "user1", "user3", "user9", "\x1b[2J", "--demo")
	want := `RESULT        USERNAME  UUID                                  CREATED                    STATE   NICKNAME
found         user1     0ffe2d80-ed76-11e8-8d66-279e3e1c214b  2018-11-21 11:13:16 CET    active  testuser
found         user3     b98ad170-e9a5-11e8-9c1e-7f76daa76557  2018-11-21 11:13:16 CET    banned
missing       user9
failed        \x1b[2J
`
	if got.out != want || got.code != 1 || !strings.HasPrefix(got.err, `agtok: \x1b[2J: the user name has a character that does not show`) || strings.Count(got.err, "\n") != 1 {
		t.Errorf("prints\n%swant\n%sand says %s", got.out, want, got.err)
	}
	got = run("chat", "status", "user1", "user2", "--demo")
	want = "RESULT        USERNAME\nonline        user1\noffline       user2\n"
	if got.out != want || got.code != 0 || got.err != "agtok: offline may also mean that there is no such user: agtok chat get tells\n" {
		t.Errorf("prints\n%swant\n%sand says %s", got.out, want, got.err)
	}
	got = run("chat", "list", "--limit", "3", "--demo")
	if strings.Count(got.out, "\n") != 4 || got.err != "agtok: there are more users: --all lists them all\n" {
		t.Errorf("prints\n%sand says %s", got.out, got.err)
	}
	got = run("chat", "register", "alice", "user1", "--demo")
	for _, text := range []string{"agtok: 1 registered, 1 there before\n", "agtok: user1: there was such a user before; --if-missing takes that for right\n"} {
		if !strings.Contains(got.err, text) {
			t.Errorf("%q lacks %q", got.err, text)
		}
	}
}

func TestChatComplaintsAreBounded(t *testing.T) {
	var names []string
	for i := range 50 {
		names = append(names, fmt.Sprintf("Bad%d", i))
	}
	got := run(append([]string{"chat", "get", "--demo"}, names...)...)
	if got.code != 1 || strings.Count(got.err, "\n") != 11 || !strings.Contains(got.err, "… and 40 more; --json says of every user what is wrong") {
		t.Errorf("ends with %d and says\n%s", got.code, got.err)
	}
}

// TestChatDemoForgets holds that each command finds the same users.
func TestChatDemoForgets(t *testing.T) {
	run("chat", "delete", "user1", "--demo").must(t)
	run("chat", "register", "alice", "--demo").must(t)
	if got := run("chat", "get", "user1", "alice", "--demo", "--json"); results(t, got.out) != "user1 found, alice missing" {
		t.Errorf("finds %s", got.out)
	}
}

func TestChatAsks(t *testing.T) {
	quiet := configFile(t, "[ui]\nconfirm = false\n")
	blocked := configFile(t, "[ui]\nread_only = true\n")
	const question = `this will delete 2 users (user1, user2) and the groups and chat rooms they own with DELETE /org/app/users/{username} at http://127.0.0.1:`
	for _, c := range []struct {
		line, stdin, config string
		terminal            bool
		code                int
		says                string
		done                bool
	}{
		{"delete user1 user2", "", "", false, 2, "this would delete 2 users", false},
		{"delete user1 user2", "", "", false, 2, "no terminal to ask on: add --yes if that is wanted", false},
		{"delete user1 user2 --yes", "", "", false, 0, "", true},
		{"delete user1 user2", "", quiet, false, 0, "", true},
		{"delete user1 user2", "y\n", "", true, 0, question, true},
		{"delete user1 user2", " YES \n", "", true, 0, `project "env". Go on? [y/N] `, true},
		{"delete user1 user2", "n\n", "", true, 1, "nothing was changed", false},
		{"delete user1 user2", "\n", "", true, 1, "nothing was changed", false},
		{"delete user1 user2", "", "", true, 1, "nothing was changed", false},
		{"delete user1 user2", "yesterday\n", "", true, 1, "nothing was changed", false},
		{"delete user1 user2 --yes", "", blocked, false, 3, "ui.read_only is true (" + blocked + ":2), so nothing is changed", false},
		{"delete user1 user2", "y\n", blocked, true, 3, "ui.read_only", false},
		{"delete user1 user2 --demo", "", blocked, false, 3, "ui.read_only", false},
		{"delete user1 user2 --demo", "", "", false, 0, "", false},
		{"register alice", "", "", false, 2, "this would register alice with POST /org/app/users at", false},
		{"register --from -", "alice\ny\n", "", true, 2, "this would register 2 users (alice, y)", false},
		{"password user1 --password-stdin", chatPassword, "", false, 2, "this would change the password of user1 with PUT", false},
		{"ban user1", "", "", false, 2, "this would ban user1 with POST", false},
		{"unban user1", "", "", false, 2, "this would unban user1 with POST", false},
		{"disconnect user1", "", "", false, 2, "this would disconnect user1 with GET", false},
		{"register alice Bob carol", "", "", false, 2, "register 2 of 3 users (alice, carol; not Bob, which is no legal name) with POST", false},
		{"register Alice Bob carol", "", "", false, 2, "register 1 of 3 users (carol; not Alice, Bob, which are no legal names) with", false},
		{"register Alice Bob", "", "", false, 1, "the user name has the capital", false},
		{"register alice bob alice", "", "", false, 2, "warning: named more than once, and registered once: alice\n", false},
		{"register alice bob alice", "", "", false, 2, "register 2 users (alice, bob) with", false},
		{"ban a b c d e f g", "", "", false, 2, "ban 7 users (a, b, c, d, e, …) with", false},
	} {
		r := serveChat(t)
		f := r.world()
		f.stdin, f.terminal = c.stdin, c.terminal
		f.env["AGTOK_CONFIG"] = c.config
		got := f.run(strings.Fields("chat " + c.line)...)
		got.check(t, c.code, c.says)
		if done := !slices.Contains(r.names(), "user1"); done != c.done {
			t.Errorf("%s, told %q: done: %t, want %t", c.line, c.stdin, done, c.done)
		}
		if sent := r.sent(); !c.done && len(sent) > 0 {
			t.Errorf("%s, told %q: sends %q", c.line, c.stdin, sent)
		}
	}
}

func TestChatUsage(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for line, want := range map[string]string{
		"":                                   "name a command of chat: ban, delete, disconnect, get, list, password, register, sandbox, status, unban",
		"lis":                                `"lis" is not a command of chat: did you mean list?`,
		"get":                                "name at least one user",
		"status":                             "name at least one user",
		"delete":                             "name at least one user",
		"ban --yes":                          "name at least one user",
		"get a --yes":                        "there is no flag --yes",
		"list x":                             "chat list takes no arguments",
		"list --limit 0":                     "--limit: how many users to list is a number from 1",
		"list --limit all":                   "--limit: how many",
		"list --limit 5 --all":               "give one of them",
		"register":                           "name at least one user, or a list of them with --from",
		"register --from - --password-stdin": "both read standard input",
		"password":                           "name one user",
		"password a b --password-stdin":      "name one user",
		"password a":                         "give the password on standard input, with --password-stdin",
		"password a --password-stdin":        "--password-stdin: the password is empty",
		"register --from " + file("empty", "\n# x\n"):                                                  "--from: the list is empty",
		"register --from " + file("json", "a\n{\"username\":\"b\",\"passwort\":\""+chatPassword+"\"}"): "--from: line 2: not a name, nor an object of the texts",
		"register --from " + file("name", `{"nickname":"x"}`):                                          "--from: line 1: not a name",
		"register --from " + file("number", `{"username":"a","password":1}`):                           "--from: line 1: not a name",
		"register --from " + file("two", `{"username":"a"} b`):                                         "--from: line 1: not a name",
		"register --from " + file("secret", `{"username":"a","password":""}`):                          "--from: line 1: the password is empty",
		"register --from " + file("csv", "alice\nbob,"+chatPassword):                                   "--from: line 2: more than a name",
		"register --from " + file("words", "bob "+chatPassword):                                        "--from: line 1: more than a name",
		"register --from " + file("long", "a\n"+strings.Repeat("x", 5000)):                             "--from: line 2: it has more than 4096 bytes",
		"register --from " + file("many", strings.Repeat("a\n", 100_001)):                              "--from: the list has more than 100000 users: split it",
		"sandbox x":                        "chat sandbox takes no arguments",
		"sandbox --rate 1":                 "--rate goes with --fault",
		"sandbox --fault none":             `--fault: "none" is none of control, cut-body,`,
		"sandbox --fault reset --rate 2":   "--rate: a part is a number from 0 to 1",
		"sandbox --fault reset --rate NaN": "--rate: a part",
		"sandbox --listen 0.0.0.0:0":       "--listen: others can reach 0.0.0.0:0, and read the tokens on the way; --public allows that",
		"sandbox --listen here":            "--listen: ",
	} {
		got := run(append(strings.Fields("chat "+line), "--demo")...)
		got.check(t, 2, want)
		if got.out != "" || strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, "(see agtok help chat") || strings.Contains(got.err, chatPassword) {
			t.Errorf("%q: %q, %q", line, got.out, got.err)
		}
	}
	f := fake{terminal: true}
	f.run("chat", "password", "a", "--password-stdin", "--demo").check(t, 2, "standard input is a terminal, which would show the password")
	run("chat", "register", "--from", filepath.Join(dir, "nowhere"), "--demo").check(t, 3, "--from: open ")
}

func TestChatProject(t *testing.T) {
	half := own()
	half["AGORA_CHAT_HOST"] = "a41.chat.agora.io"
	noKey := map[string]string{"AGORA_APP_ID": ownAppID, "AGORA_CHAT_HOST": "a41.chat.agora.io", "AGORA_CHAT_APP_KEY": "org#app"}
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "no project is chosen"},
		{own(), `project "env": no Chat service: set host and app_key in its [project.chat], or AGORA_CHAT_HOST and AGORA_CHAT_APP_KEY`},
		{half, "set app_key in its [project.chat], or AGORA_CHAT_APP_KEY"},
		{noKey, "no certificate to sign with"},
		{map[string]string{"AGTOK_CONFIG": "/nowhere.toml"}, "nowhere.toml"},
	} {
		for _, line := range []string{"list", "get a", "register a --yes", "status a"} {
			got := fake{env: c.env}.run(strings.Fields("chat " + line)...)
			got.check(t, 3, c.want)
		}
	}
}

// TestChatServiceThatCanNotBeUsed has every call fail.
func TestChatServiceThatCanNotBeUsed(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	r := serveChat(t)
	for name, c := range map[string]struct {
		change func(*fake)
		fault  *sandbox.Script
		says   []string
	}{
		"nobody there":          {func(f *fake) { f.env["AGORA_CHAT_HOST"] = gone.URL }, nil, []string{"did not answer", "5 attempts", "Check the network"}},
		"another's certificate": {func(f *fake) { f.env["AGORA_APP_CERTIFICATE"] = strings.Repeat("ab", 16) }, nil, []string{"HTTP 401", "Mint a fresh app token"}},
		"another App Key":       {func(f *fake) { f.env["AGORA_CHAT_APP_KEY"] = "org#other" }, nil, []string{"HTTP 404 organization_application_not_found", "Compare the App Key"}},
		"always busy":           {nil, always("reach-limit"), []string{"HTTP 429 reach_limit, 5 attempts", "Send fewer requests"}},
		"broken":                {nil, always("server-error"), []string{"HTTP 500"}},
		"a sign-in page":        {nil, always("page"), []string{"the reply is not understood"}},
		"elsewhere":             {nil, always("redirect"), []string{"which was not followed"}},
		"hostile":               {nil, always("control"), []string{"HTTP 400"}},
	} {
		for _, line := range []string{"list", "get user1 user2", "status user1", "status user1 user2", "delete user1 user2 --yes", "ban user1 --yes", "register amy ben --yes --json"} {
			f := r.world()
			if c.change != nil {
				c.change(&f)
			}
			r.SetScript(sandbox.AnyOperation, c.fault)
			got := f.run(strings.Fields("chat " + line)...)
			if name == "hostile" && strings.HasPrefix(line, "register") {
				// The service refuses each user: that is an answer.
				got.check(t, 4, "")
				continue
			}
			for _, text := range c.says {
				got.check(t, 4, text)
			}
			if n := strings.Count(got.err, "\n"); n != 1 && !strings.HasPrefix(line, "register") {
				t.Errorf("%s, %s: says %d lines: %s", name, line, n, got.err)
			}
		}
	}
}

func always(name string) *sandbox.Script {
	fault, ok := sandbox.FaultNamed(name)
	if !ok {
		panic("no fault " + name)
	}
	return sandbox.Random(func() float64 { return 0 }, sandbox.Odds{Probability: 1, Fault: fault})
}

func once(name string) *sandbox.Script {
	fault, _ := sandbox.FaultNamed(name)
	return sandbox.Ordered(sandbox.Fault{}, fault)
}

// TestChatErrors has one call of two fail.
func TestChatErrors(t *testing.T) {
	r := serveChat(t)
	limit, _ := sandbox.FaultNamed("reach-limit")
	r.SetScript(sandbox.Lookup, sandbox.Ordered(sandbox.Fault{}, limit, limit, limit, limit, limit))
	got := r.world().run("chat", "get", "user1", "user2", "user3", "--json")
	if results(t, got.out) != "user1 found, user2 failed, user3 found" || got.code != 1 {
		t.Fatalf("ends with %d: %s%s", got.code, got.out, got.err)
	}
	e := rows(t, got.out)[1].Error
	if e.Status != 429 || e.Code != "reach_limit" || e.Attempts != 5 || e.Description != "This request has reached API limit." ||
		!strings.Contains(e.Message, "look up user2: the service's rate limit is reached") || !strings.HasPrefix(e.Next, "Send fewer requests") {
		t.Errorf("the error: %+v", e)
	}
	r.SetScript(sandbox.Lookup, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 418}))
	r.world().run("chat", "get", "user1").check(t, 4, "Look at the exchange to see what was sent and answered. --trace shows it.\n")
	r.SetScript(sandbox.Lookup, once("page"))
	got = r.world().run("chat", "get", "user1", "user2")
	got.check(t, 1, "agtok: look up user2: the reply is not understood")
}

// TestChatUnknown has answers get lost and lookups fail.
func TestChatUnknown(t *testing.T) {
	r := serveChat(t)
	r.SetScript(sandbox.RegisterMany, always("server-error-after"))
	r.SetScript(sandbox.Lookup, always("server-error"))
	got := r.world().run("chat", "register", "amy", "--yes", "--json")
	list := rows(t, got.out)
	if len(list) != 1 || list[0].Result != "failed" || !list[0].Error.Unknown || got.code != 4 || !slices.Contains(r.names(), "amy") {
		t.Errorf("ends with %d: %s%s", got.code, got.out, got.err)
	}
	r.SetScript(sandbox.Lookup, nil)
	got = r.world().run("chat", "register", "ben", "--yes", "--json")
	if results(t, got.out) != "ben registered" || got.code != 0 {
		t.Errorf("ends with %d: %s%s", got.code, got.out, got.err)
	}
	// The answer to a deletion is lost: then nobody is there.
	r.SetScript(sandbox.Delete, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultReset, After: true}))
	got = r.world().run("chat", "delete", "user1", "--yes", "--json")
	if results(t, got.out) != "user1 deleted" || !rows(t, got.out)[0].AnswerLost || got.code != 0 || !strings.Contains(got.err, "an answer was lost") {
		t.Errorf("ends with %d: %s%s", got.code, got.out, got.err)
	}
}

func TestChatManyPages(t *testing.T) {
	r := serveChat(t)
	var names strings.Builder
	for i := range 246 {
		fmt.Fprintf(&names, "user-%03d\n", i)
	}
	f := r.world()
	f.stdin = names.String()
	if got := f.run("chat", "register", "--from", "-", "--yes"); got.code != 0 || !strings.Contains(got.err, "agtok: 246 registered\n") || strings.Count(got.out, "\nregistered") != 246 {
		t.Fatalf("ends with %d: %s", got.code, got.err)
	}
	r.sent()
	got := r.world().run("chat", "list", "--all", "--json")
	if list := rows(t, got.out); len(list) != 250 || len(r.sent()) != 3 || got.err != "" {
		t.Errorf("lists %d users: %s", len(list), got.err)
	}
	got = r.world().run("chat", "list", "--limit", "130", "--json")
	if list := rows(t, got.out); len(list) != 130 || len(r.sent()) != 2 || !strings.Contains(got.err, "there are more users") {
		t.Errorf("lists %d users: %s", len(list), got.err)
	}
	got = r.world().run(append([]string{"chat", "status", "--json"}, strings.Fields(names.String())...)...)
	if list := rows(t, got.out); len(list) != 246 || len(r.sent()) != 3 || got.code != 0 {
		t.Errorf("tells of %d users, ends with %d: %s", len(list), got.code, got.err)
	}
	r.SetScript(sandbox.List, once("page"))
	got = r.world().run("chat", "list", "--all", "--json")
	got.check(t, 1, "the list breaks off after 100 users: list users: the reply is not understood")
	if list := rows(t, got.out); len(list) != 100 {
		t.Errorf("lists %d users", len(list))
	}
}

// TestChatEndlessLists has services whose pages never end, and one of which some are
// empty.
func TestChatEndlessLists(t *testing.T) {
	const full = `{"username":"a","uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b"}`
	for _, c := range []struct {
		says     string
		code     int
		users    int
		entities func(page int) string
		cursor   func(page int) string
	}{
		{"the list goes in a circle", 1, 4, func(int) string { return full }, func(page int) string { return string(rune('a' + page%3)) }},
		{"the list breaks off after 3 users: the service sent 50 pages without users in a row", 1, 3, func(page int) string {
			if page > 3 {
				return ""
			}
			return full
		}, func(page int) string { return fmt.Sprint("page", page) }},
		{"", 0, 10, func(page int) string {
			if page%5 != 0 {
				return ""
			}
			return full
		}, func(page int) string {
			if page == 50 {
				return ""
			}
			return fmt.Sprint("page", page)
		}},
	} {
		page := 0
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			page++
			fmt.Fprintf(w, `{"entities":[%s],"cursor":%q}`, c.entities(page), c.cursor(page))
		}))
		f := fake{env: own(), instant: true}
		f.env["AGORA_CHAT_HOST"], f.env["AGORA_CHAT_APP_KEY"] = web.URL, "org#app"
		got := f.run("chat", "list", "--all", "--json")
		if n := len(rows(t, got.out)); n != c.users || got.code != c.code || !strings.Contains(got.err, c.says) || c.says == "" && got.err != "" {
			t.Errorf("lists %d users, ends with %d and says %q; want %d, %d, %q", n, got.code, got.err, c.users, c.code, c.says)
		}
		web.Close()
	}
}

// TestChatDamagedUsers has users whose name or UUID is not legal.
func TestChatDamagedUsers(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"entities":[{"username":"Old\u001b[2J","uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b"},{"username":"b","uuid":"\u202e"},7]}`)
	}))
	defer web.Close()
	f := fake{env: own(), instant: true}
	f.env["AGORA_CHAT_HOST"], f.env["AGORA_CHAT_APP_KEY"] = web.URL, "org#app"
	got := f.run("chat", "list", "--json")
	want := `{"username":"Old\\u{1b}[2J","uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b","result":"found","legal":false}
{"username":"b","result":"found","legal":false}
{"username":"","result":"found","legal":false}
`
	if got.out != want || got.code != 0 || !strings.HasPrefix(got.err, `agtok: 3 users with a name or UUID that is not legal ("legal":false in JSON): `) {
		t.Errorf("ends with %d, prints\n%sand says %s", got.code, got.out, got.err)
	}
}

func TestChatTrace(t *testing.T) {
	r := serveChat(t)
	r.SetScript(sandbox.RegisterMany, sandbox.Ordered(sandbox.Fault{Kind: sandbox.FaultError, Status: 429}))
	f := r.world()
	f.stdin = chatPassword
	got := f.run("chat", "register", "amy", "--password-stdin", "--yes", "--trace", "--curl")
	lines := strings.Split(got.err, "\n")
	want := []string{
		"POST " + r.url + "/org/app/users 429 0s attempt 1/5 (register 1 user: the service's rate limit is reached: This request has reached API limit (HTTP 429 reach_limit))",
		`  sent: [{"username":"amy","password":"••••"}]`,
		`  got:  {"error":"reach_limit","error_description":"This request has reached API limit.","timestamp":1795345200000,"duration":0}`,
		"curl -sS -X POST " + r.url + `/org/app/users -H "Authorization: Bearer $AGORA_CHAT_APP_TOKEN" -H 'Accept: application/json' -H 'Content-Type: application/json' --data-raw '[{"username":"amy","password":"'"$CHAT_PASSWORD"'"}]'`,
		"POST " + r.url + "/org/app/users 200 0s attempt 2/5",
	}
	if len(lines) != 9 || !slices.Equal(lines[:5], want) || got.code != 0 {
		t.Errorf("says\n%s\nwant\n%s", got.err, strings.Join(want, "\n"))
	}
}

// TestChatNeverPrintsSecrets runs every command in many ways, with a service that
// writes back what it is sent.
func TestChatNeverPrintsSecrets(t *testing.T) {
	r := serveChat(t)
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		w.WriteHeader(400)
		fmt.Fprintf(w, `{"error":"illegal_argument","error_description":%q,"exception":%q}`, q.Header.Get("Authorization")+string(body), string(body))
	}))
	defer echo.Close()
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(`{"username":"amy","password":"`+chatPassword+`"}`+"\n{\"username\":\"B\",\"password\":\""+chatPassword+"\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said, good := 0, 0
	for _, host := range []string{r.url, echo.URL, "http://127.0.0.1:1"} {
		for _, fault := range []string{"", "unauthorized", "server-error-after", "control", "cut-body"} {
			for _, line := range []string{"register cat --password-stdin", "register amy --password-stdin", "register --from " + list, "password user1 --password-stdin",
				"password nobody --password-stdin", "get user1", "list", "delete user2", "ban user1", "status user1"} {
				r.SetScript(sandbox.AnyOperation, nil)
				if fault != "" {
					f, _ := sandbox.FaultNamed(fault)
					r.SetScript(sandbox.AnyOperation, sandbox.Ordered(f, f))
				}
				f := r.world()
				f.env["AGORA_CHAT_HOST"], f.stdin = host, chatPassword
				args := append(strings.Fields("chat "+line), "--trace", "--curl")
				if strings.Contains("delete register password ban", strings.Fields(line)[0]) {
					args = append(args, "--yes")
				}
				got := f.run(append(args, "--json")[:len(args)+said%2]...)
				said += len(got.out) + len(got.err)
				if got.code == 0 {
					good++
				}
				out := got.out + got.err
				for _, secret := range append(r.tokens, ownCertificate, chatPassword) {
					if strings.Contains(out, secret) || strings.Contains(out, secret[:14]) {
						t.Fatalf("%s, %s at %s: %.5s… is in\n%s", line, fault, host, secret, out)
					}
				}
				if strings.Contains(out, "007eJ") {
					t.Fatalf("%s: a token is in\n%s", line, out)
				}
			}
		}
	}
	if said < 20_000 || good < 15 {
		t.Errorf("%d bytes were looked at, of %d runs that ended well", said, good)
	}
}

// TestChatKeepsCertificates has the project's App Certificate given for a name, and
// come back in an answer.
func TestChatKeepsCertificates(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte("amy\nx"+ownCertificate+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasSuffix(q.URL.Path, "/users") {
			fmt.Fprintf(w, `{"entities":[{"username":%q,"uuid":"0ffe2d80-ed76-11e8-8d66-279e3e1c214b"}]}`, ownCertificate)
			return
		}
		w.WriteHeader(400)
		fmt.Fprintf(w, `{"error":"illegal_argument","error_description":%q}`, "is "+ownCertificate+" yours?")
	}))
	defer echo.Close()
	r := serveChat(t)
	for line, code := range map[string]int{
		"register amy --nickname a" + ownCertificate: 2, "register " + ownCertificate: 2, "register --from " + list: 2,
		"get amy " + ownCertificate: 2, "ban " + ownCertificate: 2, "password amy --password-stdin": 1, "get amy": 4, "list": 0,
	} {
		f := r.world()
		if code == 4 || code == 0 {
			f.env["AGORA_CHAT_HOST"] = echo.URL
		}
		f.stdin = ownCertificate
		args := append(strings.Fields("chat "+line), "--trace", "--curl")
		if strings.Contains("register password ban", strings.Fields(line)[0]) {
			args = append(args, "--yes")
		}
		got := f.run(args...)
		if out := strings.ToLower(got.out + got.err); got.code != code || strings.Contains(out, ownCertificate) || len(r.sent()) > 0 {
			t.Errorf("%s: ends with %d\n%s", line, got.code, out)
		}
	}
}

func TestChatInterrupted(t *testing.T) {
	for _, line := range []string{"get user1 user2", "list --all", "register amy ben --yes", "delete user1 user2 --yes", "status user1 user2"} {
		ctx, cancel := context.WithCancel(context.Background())
		r := serveChat(t)
		web := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
			_, _ = io.Copy(io.Discard, q.Body) // else it is not seen when the caller leaves
			cancel()
			<-q.Context().Done()
		}))
		f := r.world()
		f.env["AGORA_CHAT_HOST"] = web.URL
		var out, errs bytes.Buffer
		if code := command.Run(ctx, f.world(append(strings.Fields("chat "+line), "--json"), &out, &errs)); code != 130 {
			t.Errorf("%s: ends with %d: %s", line, code, errs.String())
		}
		switch name, _, _ := strings.Cut(line, " "); name {
		case "register":
			if list := rows(t, out.String()); len(list) != 2 || !list[0].Error.Unknown || !strings.Contains(errs.String(), "2 perhaps made") {
				t.Errorf("%s: %s%s", line, out.String(), errs.String())
			}
		case "delete":
			if list := rows(t, out.String()); len(list) != 2 || !list[0].Unknown || list[1].Tried == nil || *list[1].Tried {
				t.Errorf("%s: %s", line, out.String())
			}
		}
		web.Close()
	}
}

// TestChatInterruptedAtTheQuestion waits for an answer that never comes.
func TestChatInterruptedAtTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r := serveChat(t)
	f := r.world()
	f.terminal = true
	w := f.world([]string{"chat", "delete", "user1"}, io.Discard, io.Discard)
	in := blocked{make(chan struct{})}
	w.Stdin = in
	go func() {
		<-in.begun
		cancel()
	}()
	if code := command.Run(ctx, w); code != 130 || len(r.sent()) > 0 {
		t.Errorf("ends with %d", code)
	}
}

// TestChatProgress has a clock that runs a second with every look.
func TestChatProgress(t *testing.T) {
	r := serveChat(t)
	f := r.world()
	f.stdin = "Bad1\nBad2\nBad3\nBad4\nBad5\n"
	for i := range 300 {
		f.stdin += fmt.Sprintf("user-%d\n", i)
	}
	for _, terminal := range []bool{true, false} {
		var out, errs bytes.Buffer
		w := f.world([]string{"chat", "register", "--from", "-", "--demo"}, &out, &errs)
		w.StderrIsTerminal = terminal
		w.After = func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) }
		var mu sync.Mutex
		at := noon
		w.Now = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			at = at.Add(time.Second / 10)
			return at
		}
		if code := command.Run(context.Background(), w); code != 1 {
			t.Fatalf("ends with %d: %s", code, errs.String())
		}
		if shows := strings.Contains(errs.String(), " of 305 users, 5 failed"); shows != terminal {
			t.Errorf("terminal: %t; shows progress: %t: %q", terminal, shows, errs.String())
		}
	}
}

// TestChatRowsComeBatchByBatch has the third batch of 960 users never be answered,
// and the run be interrupted then.
func TestChatRowsComeBatchByBatch(t *testing.T) {
	r := serveChat(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	batches := atomic.Int32{}
	waits := make(chan struct{}, 10)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if batches.Add(1) <= 2 {
			r.ServeHTTP(w, q)
			return
		}
		_, _ = io.Copy(io.Discard, q.Body) // else it is not seen when the caller leaves
		waits <- struct{}{}
		<-q.Context().Done()
	}))
	defer web.Close()
	f := r.world()
	f.env["AGORA_CHAT_HOST"] = web.URL
	for i := range 960 {
		f.stdin += fmt.Sprintf("user-%d\n", i)
	}
	in, out := io.Pipe()
	lines := linesOf(in)
	code := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		code <- command.Run(ctx, f.world([]string{"chat", "register", "--from", "-", "--yes"}, out, &errs))
		_ = out.Close()
	}()
	got := map[string]int{}
	take := func(line string) { got[strings.TrimSpace(line[:min(len(line), 13)])]++ }
	for range 121 {
		take(<-lines)
	}
	<-waits
	<-waits
	if len(lines) > 0 || got["registered"] != 120 {
		t.Errorf("before the end there are %v", got)
	}
	cancel()
	for line := range lines {
		take(line)
	}
	if want := (map[string]int{"RESULT": 1, "registered": 120, "perhaps made": 120, "not tried": 720}); !maps.Equal(got, want) || <-code != 130 {
		t.Errorf("%v, want %v", got, want)
	}
	if want := "agtok: 120 registered, 120 perhaps made, 720 not tried\n"; errs.String() != want {
		t.Errorf("says %q, want %q", errs.String(), want)
	}
}

// head is a reader of standard output that leaves.
type head struct{ writes int }

func (h *head) Write(b []byte) (int, error) {
	if h.writes--; h.writes < 0 {
		return 0, syscall.EPIPE
	}
	return len(b), nil
}

// TestChatStopsUnread has nobody read the rows behind the first.
func TestChatStopsUnread(t *testing.T) {
	r := serveChat(t)
	f := r.world()
	for i := range 3000 {
		f.stdin += fmt.Sprintf("user-%d\n", i)
	}
	for line, want := range map[string]string{
		"register --from - --yes": " registered, ", "delete user1 user2 user3 --yes": "2 of 3 users were seen to",
	} {
		var errs bytes.Buffer
		code := command.Run(context.Background(), f.world(strings.Fields("chat "+line), &head{1}, &errs))
		if code != 1 || len(r.sent()) > 5 || !strings.Contains(errs.String(), want) || !strings.Contains(errs.String(), "standard output can't be written any more, so nothing further was sent: broken pipe") {
			t.Errorf("%s: ends with %d: %s", line, code, errs.String())
		}
	}
	var errs bytes.Buffer
	if code := command.Run(context.Background(), f.world([]string{"chat", "get", "user3", "user4", "user4"}, &head{1}, &errs)); code != 0 || errs.Len() > 0 {
		t.Errorf("what reads only ends with %d: %s", code, errs.String())
	}
}

// TestChatNotTried has the service fall silent, or ask for a long wait.
func TestChatNotTried(t *testing.T) {
	for _, fault := range []sandbox.Fault{{Kind: sandbox.FaultReset}, {Kind: sandbox.FaultError, Status: 429, RetryAfter: time.Hour}} {
		r := serveChat(t)
		r.SetScript(sandbox.AnyOperation, sandbox.Ordered(append([]sandbox.Fault{{}}, slices.Repeat([]sandbox.Fault{fault}, 9)...)...))
		got := r.world().run("chat", "get", "user1", "user2", "user3", "--json")
		list := rows(t, got.out)
		if results(t, got.out) != "user1 found, user2 failed, user3 failed" || list[1].Tried != nil || list[2].Tried == nil || *list[2].Tried || len(r.sent()) > 8 {
			t.Errorf("%v: %s", fault, got.out)
		}
	}
}

// screen is standard error, on which a text is waited for.
type screen struct {
	mu   sync.Mutex
	text strings.Builder
	want string
	seen chan struct{}
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Write(b)
	if s.want != "" && strings.Contains(s.text.String(), s.want) {
		s.want = ""
		close(s.seen)
	}
	return len(b), nil
}

// TestChatSaysThatItWaits has a service that answers only when the wait is told.
func TestChatSaysThatItWaits(t *testing.T) {
	r := serveChat(t)
	for line, want := range map[string]string{
		"get user1 user2":            "\rattempt 1 of 5: no answer for ",
		"delete user3 user4 --yes":   ", 2 of 2 users",
		"register amy ben cat --yes": "\rattempt 1 of 5: no answer for ",
	} {
		errs := &screen{want: want, seen: make(chan struct{})}
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if !strings.HasSuffix(q.URL.Path, "user3") {
				<-errs.seen
			}
			r.ServeHTTP(w, q)
		}))
		f := r.world()
		f.env["AGORA_CHAT_HOST"] = web.URL
		var out bytes.Buffer
		w := f.world(strings.Fields("chat "+line), &out, errs)
		w.StderrIsTerminal = true
		at := atomic.Int64{}
		w.Now = func() time.Time { return noon.Add(time.Duration(at.Add(1)) * 50 * time.Millisecond) }
		w.After = func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) }
		if code := command.Run(context.Background(), w); code != 0 || !strings.HasSuffix(errs.text.String(), " \r") && !strings.Contains(errs.text.String(), " \ragtok") {
			t.Errorf("%s: ends with %d: %q", line, code, errs.text.String())
		}
		web.Close()
	}
}

// TestChatContradictions has answers of success that are about something else.
func TestChatContradictions(t *testing.T) {
	r := serveChat(t)
	const odd = `{"action":"odd","entities":[],"data":[{"user1":"online"}]}`
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method != http.MethodGet {
			r.ServeHTTP(httptest.NewRecorder(), q)
			fmt.Fprint(w, odd)
			return
		}
		r.ServeHTTP(w, q)
	}))
	defer web.Close()
	f := r.world()
	f.env["AGORA_CHAT_HOST"] = web.URL
	for _, c := range []struct {
		line string
		code int
		want string
	}{
		{"unban user3 --yes", 0, "user3 changed"},
		{"ban user4 nobody --yes", 1, "user4 changed, nobody failed"},
		{"register amy ben --yes", 0, "amy registered, ben registered"},
		{"status user1 user2", 1, "user1 online, user2 failed"},
		{"password user1 --password-stdin --yes", 4, "user1 failed"},
	} {
		f.stdin = chatPassword
		got := f.run(append(strings.Fields("chat "+c.line), "--json")...)
		if words := results(t, got.out); words != c.want || got.code != c.code {
			t.Errorf("%s: ends with %d, %q; want %d, %q; says %s", c.line, got.code, words, c.code, c.want, got.err)
		}
	}
}
