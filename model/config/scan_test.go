package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"agtok/token"
)

func TestOutline(t *testing.T) {
	text := "# comment\na = 1\n[ui] # more\n  theme = \"a # ] b\" # c\r\n'q.r'.\"s t\" = [1, [2, 3], # x\n 4]\n[[project]]\nn = {x = {y = 1}, z = '''\n[no]\n'''}\n[[project]]\n[project.chat]\nh = \"\"\"a\\\"\"\"\"\"\"\n[[p.q]]\nr = 1979-05-27 07:32:00\n"
	var got []string
	for _, k := range outlineOf(text).keys {
		got = append(got, fmt.Sprintf("%s %d:%d", k.path, k.line, k.column))
	}
	want := []string{
		"a 2:1", "ui 3:2", "ui.theme 4:3", `ui."q.r"."s t" 5:1`,
		"project[0] 7:3", "project[0].n 8:1", "project[0].n.x 8:6", "project[0].n.x.y 8:11", "project[0].n.z 8:19",
		"project[1] 11:3", "project[1].chat 12:2", "project[1].chat.h 13:1", "p.q 14:3", "p.q.r 15:1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the keys are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNearestKey(t *testing.T) {
	for word, want := range map[string]string{
		"ui.them": "ui.theme", "ui.Theme": "ui.theme", "ui.thmee": "ui.theme", "theme": "ui.theme", "state.fps": "ui.fps",
		"ui.alert": "ui.alerts", "ui.readonly": "ui.read_only", "server.origins": "server.allowed_origins", "defaultproject": "default_project",
		"ui.colour": "", "x": "", "": "", strings.Repeat("theme", 20): "",
	} {
		if got := nearestKey(word, keysOf(settingFields())); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
}

// judge says what is wrong with what came of a hostile file: settings that are
// not as their fields promise, or problems that are not fit to be shown.
func judge(t *testing.T, s Settings, problems []Problem, text string) {
	t.Helper()
	lines := strings.Count(text, "\n") + 1
	for _, p := range problems {
		all := p.Error() + " " + p.Key + " " + p.Fix
		if i := strings.IndexFunc(all, func(r rune) bool { return !isVisible(r) }); i >= 0 {
			t.Errorf("a problem holds %q", all[i:])
		}
		if p.Line < 0 || p.Line > lines || p.Line > 0 && p.Column < 1 {
			t.Errorf("%s is not in the text", p.Error())
		}
		for rest := all; rest != ""; {
			n := max(hexRun(rest), 1)
			if n >= minHex {
				t.Errorf("a problem may hold a secret: %s", all)
			}
			rest = rest[n:]
		}
	}
	u := s.UI
	if !slices.Contains(Themes(), u.Theme) || !slices.Contains(Clipboards(), u.Clipboard) || !slices.Contains(Platforms(), u.Platform) ||
		u.FPS < 1 || u.FPS > 120 || len(u.AlertBefore) > maxList || len(u.Alerts) > maxList {
		t.Errorf("[ui] is %+v", u)
	}
	names := map[string]bool{}
	for _, d := range s.Projects {
		if checkName(d.Name) != nil || d.Name == "" || token.CheckAppID(d.AppID) != nil || names[d.Name] || d.Name != EnvName && isReserved(d.Name) {
			t.Errorf("a project is %+v", d)
		}
		names[d.Name] = true
	}
	for _, v := range s.Values() {
		if shown := fmt.Sprint(v); strings.IndexFunc(shown, func(r rune) bool { return !isVisible(r) }) >= 0 {
			t.Errorf("a setting shows as %q", shown)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("default_project = \"p\"\n[ui]\nalerts = [\"bell\", \"off\"]\nalert_before = [30, \"5m\"]\n[keys]\na = \"b\"\n[[project]]\nname = \"p\"\napp_id = \"970CA35de60c44645bbae8a215061b33\"\ncertificate = \"5CFd2fd1755d40ecb72977518be15d3b\"\n[project.chat]\nhost = \"h\"\napp_key = \"a#b\"\n")
	f.Add("project = [{name = \"p\"}, {\"\\u202e\" = '''\n'''}]\n")
	f.Add("certificate = 5CFd2fd1755d40ecb72977518be15d3b")
	f.Add("a = [[[[[[[[[[[[[[[[[[1]]")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		s, to := Defaults(), report{}
		read(text, source{path: "c.toml", base: "/"}, &s, &to)
		judge(t, s, to.sorted(), text)
		agrees(t, strings.TrimPrefix(text, "\ufeff"))
	})
}

// agrees compares the keys that the scanner finds with those that the parser
// does, where it reads the text at all.
func agrees(t *testing.T, text string) {
	t.Helper()
	o := outlineOf(text)
	if o.excess != "" {
		return
	}
	var root map[string]any
	meta, err := toml.Decode(text, &root)
	if err != nil {
		return
	}
	if strings.ContainsRune(text, '\\') {
		return // a quoted key is not unescaped the way TOML does it
	}
	var got, want []string
	for _, k := range o.keys {
		got = append(got, trimIndex(k.path))
	}
	for _, parts := range meta.Keys() {
		path := ""
		for i, part := range parts {
			if path = join(path, part); i == 0 {
				path = part
				path = join("", part)
			}
		}
		want = append(want, trimIndex(path))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the scanner finds\n%q, the parser\n%q", got, want)
	}
}
