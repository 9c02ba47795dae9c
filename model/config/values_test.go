package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"agtok/model/config"
)

// example is the file at the top of the repository.
func example(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "config.example.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestExampleIsTheDefaults(t *testing.T) {
	s, problems := load(t, example(t))
	expect(t, problems)
	if !reflect.DeepEqual(bare(s), bare(config.Defaults())) {
		t.Errorf("config.example.toml gives\n%+v, the defaults are\n%+v", bare(s), bare(config.Defaults()))
	}
	values := s.Values()
	if len(values) == 0 {
		t.Fatal("there are no settings")
	}
	for _, v := range values {
		if !strings.HasPrefix(v.Origin, s.Path+":") {
			t.Errorf("config.example.toml leaves out %s, which comes from %s", v.Key, v.Origin)
		}
	}
}

// TestExampleProject takes the comment signs off the project of the example,
// which must give one project with every key that there is.
func TestExampleProject(t *testing.T) {
	_, block, found := strings.Cut(example(t), "# [[project]]\n")
	if !found {
		t.Fatal("config.example.toml shows no project")
	}
	text := "[[project]]"
	for line := range strings.Lines(block) {
		text += "\n" + strings.TrimSpace(strings.TrimPrefix(line, "#"))
	}
	s, problems := load(t, text)
	expect(t, problems)
	if len(s.Projects) != 1 {
		t.Fatalf("it gives %d projects", len(s.Projects))
	}
	for _, v := range s.Values() {
		if key, ok := strings.CutPrefix(v.Key, "project.staging."); ok {
			if name := key[strings.LastIndexByte(key, '.')+1:]; !strings.Contains(text, "\n"+name+" = ") {
				t.Errorf("the project of config.example.toml leaves out %s", key)
			}
		}
	}
	for _, choices := range [][]string{config.Themes(), config.Clipboards(), config.Platforms(), config.Alerts()} {
		for _, c := range choices {
			if !strings.Contains(example(t), c) {
				t.Errorf("config.example.toml does not name %s", c)
			}
		}
	}
}

func TestValues(t *testing.T) {
	s, _ := load(t, "ui.alert_before = [90]\nserver.access_key = \"secret-key\"\n[keys]\nquit = \"q\"\n[[project]]\nname = \"a b\"\napp_id = \""+appID+"\"\ncertificate = \"env:X\"\n")
	var got []string
	for _, v := range s.Values() {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.ReplaceAll(string(data), s.Path, "PATH"))
	}
	want := []string{
		`{"key":"default_project","value":"","origin":"default"}`,
		`{"key":"ui.theme","value":"auto","origin":"default"}`,
		`{"key":"ui.clipboard","value":"auto","origin":"default"}`,
		`{"key":"ui.mouse","value":true,"origin":"default"}`,
		`{"key":"ui.confirm","value":true,"origin":"default"}`,
		`{"key":"ui.read_only","value":false,"origin":"default"}`,
		`{"key":"ui.platform","value":"android","origin":"default"}`,
		`{"key":"ui.alert_before","value":["1m30s"],"origin":"PATH:1"}`,
		`{"key":"ui.alerts","value":["toast","bell"],"origin":"default"}`,
		`{"key":"ui.fps","value":30,"origin":"default"}`,
		`{"key":"state.watch","value":true,"origin":"default"}`,
		`{"key":"state.history","value":false,"origin":"default"}`,
		`{"key":"server.listen","value":"127.0.0.1:8090","origin":"default"}`,
		`{"key":"server.allowed_origins","value":[],"origin":"default"}`,
		`{"key":"server.access_key","value":"••••","origin":"PATH:2"}`,
		`{"key":"keys.quit","value":"q","origin":"PATH:4"}`,
		`{"key":"project.\"a b\".app_id","value":"` + appID + `","origin":"PATH:5"}`,
		`{"key":"project.\"a b\".certificate","value":"env:X","origin":"PATH:5"}`,
		`{"key":"project.\"a b\".secondary_certificate","value":"","origin":"PATH:5"}`,
		`{"key":"project.\"a b\".retired_certificates","value":[],"origin":"PATH:5"}`,
		`{"key":"project.\"a b\".co_host_authentication","value":false,"origin":"PATH:5"}`,
		`{"key":"project.\"a b\".chat.host","value":"","origin":"PATH:5"}`,
		`{"key":"project.\"a b\".chat.app_key","value":"","origin":"PATH:5"}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("the settings are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestChanged(t *testing.T) {
	before, _ := load(t, projectFile("certificate = \""+certificate+"\"\n")+"[keys]\nquit = \"q\"\n")
	same, _ := load(t, "ui.fps = 30\n"+projectFile("certificate = \""+certificate+"\"\n")+"[keys]\nquit = \"q\"\n")
	after, _ := load(t, "ui = { fps = 60, alerts = [\"bell\"] }\n"+projectFile("certificate = \""+otherID+"\"\n"))
	if keys, restart := config.Changed(before, same); keys != nil || restart != nil {
		t.Errorf("without a change: %q, %q", keys, restart)
	}
	keys, restart := config.Changed(before, after)
	if !slices.Equal(keys, []string{"ui.alerts", "ui.fps", "project.p.certificate", "keys.quit"}) || !slices.Equal(restart, []string{"ui.fps"}) {
		t.Errorf("changed are %q, of which %q take a restart", keys, restart)
	}
}
