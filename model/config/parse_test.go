package config_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"agtok/model/config"
)

func TestEveryKey(t *testing.T) {
	s, problems := load(t, `default_project = "staging"
[ui]
theme = "high-contrast"
clipboard = "osc52"
mouse = false
confirm = false
read_only = true
platform = "web"
alert_before = ["1h30m", "90", 30, "24h"]
alerts = ["terminal"]
fps = 120
[state]
watch = false
history = true
[server]
listen = "[::1]:0"
allowed_origins = ["https://app.example.com", "http://10.0.0.1:8080"]
access_key = "env:ACCESS_KEY"
[keys]
copy = "ctrl+y"
"watch.add" = "w"
[[project]]
name = "staging"
app_id = "`+appID+`"
certificate = "env:STAGING_CERTIFICATE"
secondary_certificate = "file:~/second"
retired_certificates = ["cmd:pass show old", "env:OLD"]
co_host_authentication = true
[project.chat]
host = "a41.chat.agora.io"
app_key = "41#app.one"
[[project]]
name = "Ĝis la revido 2"
app_id = "`+otherID+`"
chat = { host = "http://127.0.0.1:9000" }
`)
	expect(t, problems)
	want := config.Defaults()
	want.DefaultProject = "staging"
	want.UI = config.UI{Theme: "high-contrast", Clipboard: "osc52", ReadOnly: true, Platform: "web",
		AlertBefore: []time.Duration{90 * time.Minute, 90 * time.Second, 30 * time.Second, 24 * time.Hour},
		Alerts:      []string{"terminal"}, FPS: 120}
	want.State = config.State{History: true}
	want.Server = s.Server
	want.Keys = map[string]string{"copy": "ctrl+y", "watch.add": "w"}
	want.Projects = s.Projects
	if !reflect.DeepEqual(bare(s), bare(want)) {
		t.Errorf("settings are\n%+v, want\n%+v", bare(s), bare(want))
	}
	if s.Server.Listen != "[::1]:0" || len(s.Server.AllowedOrigins) != 2 || s.Server.AccessKey.String() != "env:ACCESS_KEY" {
		t.Errorf("the server is %+v", s.Server)
	}
	const projects = "[{staging " + appID + " env:STAGING_CERTIFICATE file:~/second [cmd:pass show old env:OLD] true a41.chat.agora.io 41#app.one PATH:22}" +
		" {Ĝis la revido 2 " + otherID + "   [] false http://127.0.0.1:9000  PATH:32}]"
	if got := strings.ReplaceAll(fmt.Sprint(s.Projects), s.Path, "PATH"); got != projects {
		t.Errorf("projects are\n%s, want\n%s", got, projects)
	}
	if got := s.Origins["keys.copy"]; got != s.Path+":20" {
		t.Errorf("keys.copy comes from %q", got)
	}
}

// projectFile gives a file of one project that is right, and more lines.
func projectFile(lines string) string {
	return "[[project]]\nname = \"p\"\napp_id = \"" + appID + "\"\n" + lines
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"unknown keys", "ui.them = 1\ncolors = 2\n[ui]\n  mose = true\n\"\\u001b[2J\" = 1\n[server]\ntheme = \"dark\"\n", []string{
			"c.toml:1:1: ui.them is not a key that agtok knows; ignored | did you mean ui.theme?",
			"c.toml:2:1: colors is not a key that agtok knows; ignored | known here are default_project, ui, state, server, keys, project",
			"c.toml:4:3: ui.mose is not a key that agtok knows; ignored | did you mean ui.mouse?",
			`c.toml:5:1: ui."\x1b[2J" is not a key that agtok knows; ignored | known here are theme, clipboard, mouse, confirm, read_only, platform, alert_before, alerts, fps`,
			"c.toml:7:1: server.theme is not a key that agtok knows; ignored | did you mean ui.theme?"}},
		{"unknown tables", "[uii]\na = 1\n[projects]\n[sever.x]\n", []string{
			"c.toml:1:2: uii is not a key that agtok knows; ignored | did you mean [ui]?",
			"c.toml:3:2: projects is not a key that agtok knows; ignored | did you mean [[project]]?",
			"c.toml:4:2: sever is not a key that agtok knows; ignored | did you mean [server]?"}},
		{"case counts", "[ui]\nTheme = \"dark\"\n", []string{
			"c.toml:2:1: ui.Theme is not a key that agtok knows; ignored | did you mean ui.theme?"}},
		{"columns count characters", "\"é\" = 1\nui = { \"ö\" = 1, fsp = 2 }\n", []string{
			"c.toml:1:1: \"é\" is not a key that agtok knows; ignored | known here are default_project, ui, state, server, keys, project",
			"c.toml:2:8: ui.\"ö\" is not a key that agtok knows; ignored | known here are theme, clipboard, mouse, confirm, read_only, platform, alert_before, alerts, fps",
			"c.toml:2:17: ui.fsp is not a key that agtok knows; ignored | did you mean ui.fps?"}},
		{"a byte order mark", "\ufeffx = 1\n", []string{
			"c.toml:1:1: x is not a key that agtok knows; ignored | known here are default_project, ui, state, server, keys, project"}},
		{"enumerations", "[ui]\ntheme = \"drak\"\nclipboard = \"OSC52\"\nplatform = \"\u202eandroid\"\nalerts = [\"toast\", \"bel\", 3]\n", []string{
			`c.toml:2:1: ui.theme is "drak" and must be one of auto, dark, light, high-contrast, mono; ignored | did you mean "dark"?`,
			`c.toml:3:1: ui.clipboard is "OSC52" and must be one of auto, native, osc52, tmux, file, off; ignored | did you mean "osc52"?`,
			`c.toml:4:1: ui.platform is "\u{202E}android" and must be one of android, ios, macos, windows, web, flutter, react-native, electron, unity, unreal, harmonyos; ignored | did you mean "android"?`,
			`c.toml:5:1: ui.alerts element 2 is "bel" and must be one of toast, bell, terminal, off; ignored | did you mean "bell"?`,
			"c.toml:5:1: ui.alerts element 3 must be text, not a whole number; ignored"}},
		{"off stands alone", "ui.alerts = [\"bell\", \"off\"]\n", []string{
			`c.toml:1:1: ui.alerts says "off" beside other ways to alert; ignored | write ["off"], or leave "off" out`}},
		{"types", "ui.mouse = \"yes\"\nui.fps = 1.5\nui.theme = true\nui.alerts = \"bell\"\nstate = 1\nkeys = []\nproject = 1\nserver.listen = 2020-01-01\nserver.access_key = {}\n", []string{
			"c.toml:1:1: ui.mouse must be true or false, not text; ignored",
			"c.toml:2:1: ui.fps must be a whole number, not a number with a fraction; ignored",
			"c.toml:3:1: ui.theme must be text, not true or false; ignored",
			"c.toml:4:1: ui.alerts must be a list, not text; ignored",
			"c.toml:5:1: state must be a table, not a whole number; ignored | write [state] on a line of its own",
			"c.toml:6:1: keys must be a table, not a list; ignored | write [keys] on a line of its own",
			"c.toml:7:1: project must be a list of tables; ignored | write [[project]], with two brackets, before each project",
			"c.toml:8:1: server.listen must be text, not a date or a time; ignored",
			"c.toml:9:1: server.access_key must be text, not a table; ignored"}},
		{"frames a second", "ui.fps = 0\n", []string{"c.toml:1:1: ui.fps must be from 1 to 120; ignored"}},
		{"durations", "ui.alert_before = [\"5x\", \"500ms\", \"0s\", \"25h\", -1, true, \"1e9s\"]\n", []string{
			"c.toml:1:1: ui.alert_before element 1 is not a duration in whole seconds; ignored | write it as 30s, 5m or 1h30m",
			"c.toml:1:1: ui.alert_before element 2 is not a duration in whole seconds; ignored | write it as 30s, 5m or 1h30m",
			"c.toml:1:1: ui.alert_before element 3 must be from 1s to 24h; ignored",
			"c.toml:1:1: ui.alert_before element 4 must be from 1s to 24h; ignored",
			"c.toml:1:1: ui.alert_before element 5 is out of range; ignored | write it as 30s, 5m or 1h30m",
			"c.toml:1:1: ui.alert_before element 6 must be a duration, not true or false; ignored",
			"c.toml:1:1: ui.alert_before element 7 is not a duration in whole seconds; ignored | write it as 30s, 5m or 1h30m"}},
		{"a long list", "ui.alert_before = [" + strings.Repeat("1,", 33) + "]\n", []string{
			"c.toml:1:1: ui.alert_before has 33 elements, of which the first 32 count; ignored"}},
		{"keys", "[keys]\ncopy = 1\nquit = \"ctrl+\\u202eq\"\n", []string{
			"c.toml:2:1: keys.copy must be the name of a key, not a whole number; ignored",
			"c.toml:3:1: keys.quit is too long, or holds control or invisible characters; ignored"}},
		{"listen", "server.listen = \"0.0.0.0:8090\"\n", []string{
			"WARNING c.toml:1:1: server.listen is an address that others can reach, and server.access_key is empty: the token server will not start | set server.access_key, or listen on 127.0.0.1"}},
		{"listen with a key", "server = { listen = \":8090\", access_key = \"env:KEY\" }\n", nil},
		{"access keys", "server.access_key = \"a b\"\n", []string{
			"c.toml:1:1: server.access_key is wrong: access key holds a character other than a printable ASCII one at position 2; ignored | a reference starts with env:, file: or cmd:"}},
		{"default_project", "default_project = \"q\"\n" + projectFile(""), []string{
			`c.toml:1:1: default_project is "q", and no project has that name`}},
		{"a default_project nearly right", "default_project = \"stagin\"\n" + strings.Replace(projectFile(""), `"p"`, `"staging"`, 1), []string{
			`c.toml:1:1: default_project is "stagin", and no project has that name | did you mean "staging"?`}},
		{"default_project of agtok's own", "default_project = \"demo\"\n", nil},
		{"one bracket", "[project]\nname = \"p\"\n", []string{
			"c.toml:1:2: project must be a list of tables; ignored | write [[project]], with two brackets, before each project"}},
		{"project keys", projectFile("cert = \"" + certificate + "\"\nchat = true\nco_host_authentication = \"on\"\nhost = \"a\"\n"), []string{
			"c.toml:4:1: project.cert is not a key that agtok knows; ignored | did you mean project.certificate?",
			"c.toml:5:1: project.chat must be a table; ignored | write [project.chat] after the [[project]] that it belongs to",
			"c.toml:6:1: project.co_host_authentication must be true or false, not text; ignored",
			"c.toml:7:1: project.host is not a key that agtok knows; ignored | did you mean project.chat.host?"}},
		{"chat", projectFile("[project.chat]\nhost = \"http://chat.example.com\"\napp_key = \"app\"\nkey = 1\n"), []string{
			"c.toml:5:1: project.chat.host asks for http, which is for loopback addresses only; ignored | leave http:// out",
			`c.toml:6:1: project.chat.app_key is not an App Key; ignored | write it as "org#app", as the Agora console shows it`,
			"c.toml:7:1: project.chat.key is not a key that agtok knows; ignored | did you mean project.chat.app_key?"}},
		{"App IDs", projectFile("[[project]]\nname = \"q\"\napp_id = \"" + certificate[1:] + "\"\n[[project]]\nname = \"r\"\napp_id = \"" + certificate + " \"\n[[project]]\nname = \"s\"\n"), []string{
			`c.toml:6:1: project.app_id of "q" is wrong: app ID has 31 characters; it must be 32 hexadecimal digits; the project is ignored | copy the App ID from the Agora console`,
			`c.toml:9:1: project.app_id of "r" is wrong: app ID holds white space at position 33; it must be exactly 32 hexadecimal digits; the project is ignored | copy the App ID from the Agora console`,
			`c.toml:10:3: project.app_id of "s" is missing; the project is ignored | add app_id = "…"`}},
		{"names", projectFile("[[project]]\n[[project]]\nname = \"p\"\n[[project]]\nname = \"Demo\"\n[[project]]\nname = \"env\"\n[[project]]\nname = \"a\\u200bb\"\n[[project]]\nname = \"-p\"\n[[project]]\nname = 3\n[[project]]\nname = \" p\"\n[[project]]\nname = \"" + strings.Repeat("p", 65) + "\"\n"), []string{
			`c.toml:4:3: project.name is missing; the project is ignored | add name = "…"`,
			`c.toml:6:1: project.name is "p", as is an earlier project's; the project is ignored | choose another name`,
			`c.toml:8:1: project.name is "Demo", which agtok keeps for itself; the project is ignored | choose another name`,
			`c.toml:10:1: project.name is "env", which agtok keeps for itself; the project is ignored | choose another name`,
			"c.toml:12:1: project.name holds control or invisible characters; the project is ignored | type the name anew",
			`c.toml:14:1: project.name starts with "-", which the command line takes for a flag; the project is ignored`,
			"c.toml:16:1: project.name must be text, not a whole number; the project is ignored",
			"c.toml:18:1: project.name starts or ends with a space; the project is ignored",
			"c.toml:20:1: project.name is longer than 64 bytes; the project is ignored"}},
		{"projects in a list", "project = [{name = \"p\", app_id = \"" + appID + "\"},\n {name = \"q\", app_id = \"\", foo = 1}]\n", []string{
			`c.toml:2:15: project.app_id of "q" is missing; the project is ignored | add app_id = "…"`,
			"c.toml:2:28: project.foo is not a key that agtok knows; ignored | known here are name, app_id, certificate, secondary_certificate, retired_certificates, co_host_authentication, chat"}},
		{"references", projectFile("certificate = \"env:A-B\"\nsecondary_certificate = \"keyring:agora/me\"\nretired_certificates = [\"file:\", \"cmd: \", \"\", \"" + certificate + "\", \"evn:OLD\", \"file:a\\u0000\"]\n"), []string{
			"c.toml:4:1: project.certificate says env: and no name of an environment variable; ignored | write env:NAME, with letters, digits and _",
			"c.toml:5:1: project.secondary_certificate names a keyring: this build has no keyring access; ignored | write env:NAME, file:PATH or cmd:COMMAND in its place",
			"c.toml:6:1: project.retired_certificates element 1 says file: and nothing after it; ignored | write what file: is to name",
			"c.toml:6:1: project.retired_certificates element 2 says cmd: and nothing after it; ignored | write what cmd: is to name",
			"c.toml:6:1: project.retired_certificates element 3 is empty; ignored",
			"WARNING c.toml:6:1: project.retired_certificates element 4 is the secret itself | write env:NAME, file:PATH or cmd:COMMAND in its place",
			"c.toml:6:1: project.retired_certificates element 5 is wrong: app certificate holds something other than a hexadecimal digit at position 2; ignored | a reference starts with env:, file: or cmd:",
			"c.toml:6:1: project.retired_certificates element 6 holds a NUL character; ignored"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := load(t, tt.text)
			expect(t, problems, append([]string{}, tt.want...)...)
		})
	}
}

func TestSyntaxErrors(t *testing.T) {
	const fix = ` | keys and values look like theme = "dark", mouse = true, fps = 30, alerts = ["bell"]`
	tests := []struct{ text, want string }{
		{"[ui]\ntheme = \"dark\n", "2:14: a text is not closed on its line: a quote is missing (at ui.theme)"},
		{"a = \"\"\"\n", "1:8: a text is not closed: a quote is missing (at a)"},
		{"a = '''\n", "1:8: a text is not closed: a quote is missing (at a)"},
		{"x = 1\ncertificate = " + certificate + "\n", "2:16: the value should end here: a text needs quotes, and the next key its own line (at certificate)"},
		{"certificate = " + otherID + "\n", "1:15: this number is malformed: a text needs quotes (at certificate)"},
		{"certificate = x" + certificate + "\n", "1:15: a value is missing here, or is a text without quotes (at certificate)"},
		{"[ui]\nfps = 30\nfps = 40\n", "3:1: this key stands in the file twice (at ui.fps)"},
		{"[[ui]]\n[ui]\n", "2:2: this key stands in the file twice (at ui)"},
		{"[ui\n", "1:4: the name of a table is [name], or [[name]] for one of several (at ui)"},
		{"ui\n", "1:3: a key is followed by = and its value (at ui)"},
		{"= 1\n", "1:1: a key is missing here"},
		{"a. = 1\n", "1:4: a key is followed by = and its value"},
		{"a = [1 2]\n", "1:8: a list or an inline table lacks a comma here, or has one too many, or is not closed (at a)"},
		{"a = { b = 1\n", "1:12: a list or an inline table lacks a comma here, or has one too many, or is not closed (at a.b)"},
		{"a = \"C:\\temp\\quit\"\n", "1:6: a backslash in a text starts an escape: write \\\\ for one, or put the text in 'single quotes' (at a)"},
		{"a = 99999999999999999999\n", "1:5: this number is too large (at a)"},
		{"a = 2026-13-01\n", "1:5: this is neither a date nor a number: a text needs quotes (at a)"},
		{"é = 1\n", "1:1: a key is followed by = and its value"},
		{"\"é\" = \"\xff\"\n", "1:7: the file is not UTF-8 text (at \"é\")"},
		{"a = \"\x1b[2J\"\n", "1:5: a control character, which TOML does not allow, stands here (at a)"},
		{"\xff\xfea\x00\n\x00", "1:2: the file is not UTF-8 text"},
		{"a = " + strings.Repeat("[", 17) + strings.Repeat("]", 17), "1:21: values nested more than 16 deep: this is no configuration"},
		{strings.Repeat("a.", 1<<14) + "b = 1\n", "1:18: a key of more than 8 parts, or one of more than 256 bytes: this is no configuration"},
		{"[" + strings.Repeat("a.", 1<<14) + "b]\n", "1:19: a key of more than 8 parts, or one of more than 256 bytes: this is no configuration"},
		{"[ui]\n\"" + strings.Repeat("é", 129) + "\" = 1\n", "2:132: a key of more than 8 parts, or one of more than 256 bytes: this is no configuration"},
		{manyKeys(10001), "10001:1: more than 10000 keys: this is no configuration"},
	}
	for _, tt := range tests {
		s, problems := load(t, tt.text)
		want := "FATAL c.toml:" + tt.want + "; the whole file is ignored"
		if !strings.Contains(tt.want, "no configuration") {
			want += fix
		}
		expect(t, problems, want)
		if !reflect.DeepEqual(bare(s), bare(config.Defaults())) {
			t.Errorf("%.40q: the defaults do not stay", tt.text)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d = 1\n", i)
	}
	return b.String()
}

func TestManyProblemsAreCounted(t *testing.T) {
	_, problems := load(t, manyKeys(150))
	if len(problems) != 101 || problems[100].Error() != "50 more problems are not listed" {
		t.Fatalf("%d problems, the last %v", len(problems), problems[len(problems)-1])
	}
}

func TestBadValuesLeaveTheDefaults(t *testing.T) {
	s, problems := load(t, "[ui]\ntheme = 1\nfps = 121\nalerts = [\"x\"]\nalert_before = [\"x\"]\nmouse = 0\n[server]\nlisten = \"8090\"\nallowed_origins = [\"*\"]\n")
	if len(problems) != 7 {
		t.Errorf("%d problems: %q", len(problems), problems)
	}
	if !reflect.DeepEqual(bare(s), bare(config.Defaults())) {
		t.Errorf("the defaults do not stay: %+v", s)
	}
	for key, origin := range s.Origins {
		if origin != "default" {
			t.Errorf("%s comes from %s", key, origin)
		}
	}
}
