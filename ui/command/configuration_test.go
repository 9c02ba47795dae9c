package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// configFile writes a config file and gives its path.
func configFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigPath(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, "agtok", "config.toml")
	f := fake{env: map[string]string{"XDG_CONFIG_HOME": home}}
	r := f.run("config", "path")
	if r.must(t) != file+"\n" || !strings.Contains(r.err, "there is no config file; this is where one would be read") {
		t.Errorf("without a file: %q, %q", r.out, r.err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("not [toml"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := f.run("config", "path"); r.must(t) != file+"\n" || r.err != "" {
		t.Errorf("with a broken file: %q, %q", r.out, r.err)
	}
	var got struct {
		Path   string
		Exists bool
		Tried  []string
	}
	if err := json.Unmarshal([]byte(f.run("config", "path", "--json").must(t)), &got); err != nil || got.Path != file || !got.Exists || len(got.Tried) != 1 {
		t.Errorf("in JSON: %+v (%v)", got, err)
	}
	run("config", "path").check(t, 3, "no place for a config file is known: set HOME, or name a file with --config or AGTOK_CONFIG")
}

func TestConfigCheck(t *testing.T) {
	if r := run("config", "check"); r.must(t) != "no config file: ok, 0 projects\n" {
		t.Errorf("without a file: %q", r.out)
	}
	good := configFile(t, "[ui]\nfps = 10\n")
	if r := (fake{env: own()}).run("config", "check", "--config", good); r.must(t) != good+": ok, 1 project\n" {
		t.Errorf("with a good file: %q", r.out)
	}
	if r := run("config", "check", "--json", "--config", good); r.must(t) != "" {
		t.Errorf("with a good file, in JSON: %q", r.out)
	}
	bad := configFile(t, "[ui]\nthme = \"dark\"\nfps = 1000\n[[project]]\nname = \"a\"\napp_id = \""+ownAppID+"\"\ncertificate = \"env:NOWHERE\"\n[server]\naccess_key = \"file:/no/such/file\"\n")
	r := run("config", "check", "--config", bad)
	r.check(t, 3, "")
	for _, want := range []string{bad + ":2:1: ", bad + ":3:1: ", "did you mean ui.theme?", `project "a": certificate (env:NOWHERE): `, "server.access_key: the file does not exist"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the list lacks %q:\n%s", want, r.out)
		}
	}
	run("config", "check", "--config", good, "--project", "nobody").check(t, 3, "")
}

func TestConfigCheckJSON(t *testing.T) {
	bad := configFile(t, "[ui]\nthme = 1\n")
	r := run("config", "check", "--json", "--config", bad)
	r.check(t, 3, "")
	var got struct {
		Severity, File, Key, Message, Fix string
		Line, Column                      int
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || got.Severity != "error" || got.File != bad || got.Line != 2 || got.Column != 1 || got.Key == "" || got.Message == "" {
		t.Errorf("%q: %+v (%v)", r.out, got, err)
	}
}

func TestConfigWarningsDoNotFail(t *testing.T) {
	path := configFile(t, "[[project]]\nname = \"a\"\napp_id = \""+ownAppID+"\"\ncertificate = \""+ownCertificate+"\"\n")
	r := run("config", "check", "--config", path)
	if !strings.Contains(r.must(t), " (a warning)\n") || !strings.Contains(r.out, ": ok, 1 project\n") {
		t.Errorf("a certificate in the file: %q", r.out)
	}
	if r := run("new", "chat-app", "--config", path); r.must(t) == "" {
		t.Errorf("nothing is built: %q", r.err)
	}
}

func TestConfigShow(t *testing.T) {
	path := configFile(t, "[ui]\nfps = 10\n[keys]\n\"x\\u001by\" = \"ctrl+x\"\n")
	f := fake{env: own()}
	r := f.run("config", "show", "--config", path, "--no-color")
	for _, want := range []string{`"mono"`, "# --no-color\n", "ui.fps", "# " + path + ":2\n", "# default\n", "project.env.app_id", "env:AGORA_APP_CERTIFICATE", "# $AGORA_APP_ID\n"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the list lacks %q:\n%s", want, r.out)
		}
	}
	checkPrintable(t, nil, r.out)
	var got struct {
		Key, Origin string
		Value       any
	}
	out := f.run("config", "show", "--json").must(t)
	first, _, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(first), &got); err != nil || got.Key != "default_project" || got.Origin != "default" || got.Value != "" {
		t.Errorf("%q: %+v (%v)", first, got, err)
	}
}

func TestEnvFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".env.local")
	if err := os.WriteFile(path, []byte("NEXT_PUBLIC_AGORA_APP_ID="+ownAppID+"\nNEXT_AGORA_APP_CERTIFICATE="+ownCertificate+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run("new", "rtc", "--channel", "lobby", "--uid", "1234", "--env-file", path).must(t); got != lobby(t)+"\n" {
		t.Errorf("with the .env file: %q, want %q", got, lobby(t))
	}
	run("new", "chat-app", "--env-file", path+"x").check(t, 3, "the .env file does not exist")
}

func TestNoProject(t *testing.T) {
	want := "agtok: no project is chosen: declare a [[project]] in the config file, or set AGORA_APP_ID and AGORA_APP_CERTIFICATE; or try --demo, the public sample project of Agora's documentation\n"
	if r := run("new", "chat-app"); r.code != 3 || r.err != want || r.out != "" {
		t.Errorf("ends with %d, says %q", r.code, r.err)
	}
	lost := own()
	delete(lost, "AGORA_APP_CERTIFICATE")
	fake{env: lost}.run("new", "chat-app").check(t, 3, `project "env": no certificate to sign with`)
	fake{env: map[string]string{"AGORA_APP_ID": "x"}}.run("new", "chat-app").check(t, 3, "AGORA_APP_ID is wrong")
}
