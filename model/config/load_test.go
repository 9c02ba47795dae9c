package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"agtok/model/config"
)

const (
	appID       = "970CA35de60c44645bbae8a215061b33"
	otherID     = "0123456789abcdef0123456789abcdef"
	certificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// environ makes an environment of NAME=VALUE texts.
func environ(vars ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, v := range vars {
			if n, value, _ := strings.Cut(v, "="); n == name {
				return value, true
			}
		}
		return "", false
	}
}

// write makes a file that only its owner can read, and gives its path.
func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load reads a file of that text, in an environment without anything.
func load(t *testing.T, text string) (config.Settings, []config.Problem) {
	t.Helper()
	return config.Load(config.Inputs{File: write(t, filepath.Join(t.TempDir(), "c.toml"), text)})
}

// said gives problems as a person reads them, without the folders of their files.
func said(problems []config.Problem) []string {
	texts := []string{}
	for _, p := range problems {
		p.File = filepath.Base(p.File)
		if p.File == "." {
			p.File = ""
		}
		text := p.Error()
		if p.Fix != "" {
			text += " | " + p.Fix
		}
		if p.Fatal {
			text = "FATAL " + text
		}
		if p.Warning {
			text = "WARNING " + text
		}
		texts = append(texts, text)
	}
	return texts
}

func expect(t *testing.T, problems []config.Problem, want ...string) {
	t.Helper()
	if got := said(problems); !slices.Equal(got, want) {
		t.Errorf("problems:\n\t%s\nwant:\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// bare takes out of settings what tells where they came from.
func bare(s config.Settings) config.Settings {
	s.Path, s.Origins = "", nil
	return s
}

func TestDefaultsWithoutAnything(t *testing.T) {
	s, problems := config.Load(config.Inputs{})
	if !reflect.DeepEqual(s, config.Defaults()) {
		t.Errorf("settings are %+v", s)
	}
	expect(t, problems)
}

func TestWhichFile(t *testing.T) {
	dir := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	inXDG, inHome, inOwn := at("xdg", "agtok", "config.toml"), at("home", ".config", "agtok", "config.toml"), at("own", "agtok", "config.toml")
	for path, theme := range map[string]string{inXDG: "dark", inHome: "light", inOwn: "mono", at("named.toml"): "high-contrast"} {
		write(t, path, "ui.theme = \""+theme+"\"\n")
	}
	xdg := "XDG_CONFIG_HOME=" + at("xdg")
	tests := []struct {
		name string
		in   config.Inputs
		path string
	}{
		{"the flag first", config.Inputs{File: at("named.toml"), Getenv: environ(xdg, "AGTOK_CONFIG="+inOwn), Home: at("home")}, at("named.toml")},
		{"then the variable", config.Inputs{Getenv: environ(xdg, "AGTOK_CONFIG="+inOwn), Home: at("home")}, inOwn},
		{"then XDG", config.Inputs{Getenv: environ(xdg), Home: at("home"), UserConfigDir: at("own")}, inXDG},
		{"an XDG folder without it", config.Inputs{Getenv: environ("XDG_CONFIG_HOME=" + at("none")), Home: at("home"), UserConfigDir: at("own")}, inHome},
		{"a relative XDG folder does not count", config.Inputs{Getenv: environ("XDG_CONFIG_HOME=xdg"), Home: at("home")}, inHome},
		{"an empty variable does not count", config.Inputs{Getenv: environ("AGTOK_CONFIG=", "XDG_CONFIG_HOME="), Home: at("home")}, inHome},
		{"then ~/.config", config.Inputs{Home: at("home"), UserConfigDir: at("own")}, inHome},
		{"then the platform's", config.Inputs{Home: at("nobody"), UserConfigDir: at("own")}, inOwn},
		{"a file where a folder should be", config.Inputs{Getenv: environ("XDG_CONFIG_HOME=" + at("named.toml")), Home: at("home")}, inHome},
		{"none", config.Inputs{Home: at("nobody")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, problems := config.Load(tt.in)
			if s.Path != tt.path {
				t.Errorf("the file read is %q, want %q", s.Path, tt.path)
			}
			expect(t, problems)
			if tt.path == "" {
				return
			}
			if want := tt.path + ":1"; s.Origins["ui.theme"] != want || s.Origins["ui.fps"] != "default" {
				t.Errorf("ui.theme comes from %q, want %q", s.Origins["ui.theme"], want)
			}
			if !slices.Contains(config.Paths(tt.in), tt.path) {
				t.Errorf("Paths leaves it out: %q", config.Paths(tt.in))
			}
		})
	}
}

func TestUnusableFiles(t *testing.T) {
	dir := t.TempDir()
	long := write(t, filepath.Join(dir, "long.toml"), strings.Repeat("#\n", 1<<19)+"#")
	missing := filepath.Join(dir, "missing.toml")
	tests := []struct {
		name string
		in   config.Inputs
		want string
	}{
		{"missing, by flag", config.Inputs{File: missing},
			"FATAL missing.toml: the config file does not exist | correct --config, or create the file: config.example.toml shows every key"},
		{"missing, by variable", config.Inputs{Getenv: environ("AGTOK_CONFIG=" + missing)},
			"FATAL missing.toml: the config file does not exist | correct $AGTOK_CONFIG, or create the file: config.example.toml shows every key"},
		{"a folder", config.Inputs{File: dir}, "FATAL " + filepath.Base(dir) + ": the config file is a folder"},
		{"too long", config.Inputs{File: long}, "FATAL long.toml: the config file is longer than 1048576 bytes"},
		{"missing .env file", config.Inputs{EnvFile: missing}, "FATAL missing.toml: the .env file does not exist | correct --env-file"},
		{"too long .env file", config.Inputs{EnvFile: long}, "FATAL long.toml: the .env file is longer than 65536 bytes | correct --env-file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, problems := config.Load(tt.in)
			expect(t, problems, tt.want)
			if !reflect.DeepEqual(bare(s), bare(config.Defaults())) {
				t.Errorf("the defaults do not stay: %+v", s)
			}
		})
	}
}

func TestPathIsMadeVisible(t *testing.T) {
	_, problems := config.Load(config.Inputs{File: "/nowhere/\x1b]0;x\x07\u202e.toml"})
	if len(problems) != 1 || problems[0].File != `/nowhere/\u{1B}]0;x\u{7}\u{202E}.toml` {
		t.Errorf("problems are %q", problems)
	}
}

func TestExposedSecretIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits to look at")
	}
	text := "[server]\naccess_key = \"open sesame\"\n[[project]]\nname = \"p\"\napp_id = \"" + appID + "\"\ncertificate = \"" + certificate + "\"\nsecondary_certificate = \"env:SECOND\"\n"
	text = strings.ReplaceAll(text, "open sesame", "open-sesame")
	path := write(t, filepath.Join(t.TempDir(), "c.toml"), text)
	in := config.Inputs{File: path, Getenv: environ("SECOND=" + otherID)}

	s, problems := config.Load(in)
	expect(t, problems,
		"WARNING c.toml:2:1: server.access_key is the secret itself | write env:NAME, file:PATH or cmd:COMMAND in its place",
		"WARNING c.toml:6:1: project.certificate is the secret itself | write env:NAME, file:PATH or cmd:COMMAND in its place")
	if p := resolve(t, s.Projects, in); len(p[0].Keys) != 2 || p[0].Problem != "" {
		t.Errorf("the project is %+v", p[0])
	}

	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o602} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		s, problems := config.Load(in)
		why := "is the secret itself, in a file that others can get at (mode 0" + modeText(mode) + ")"
		expect(t, problems,
			"c.toml:2:1: server.access_key "+why+"; ignored | run chmod 600 on the file, or better: write env:NAME, file:PATH or cmd:COMMAND in its place",
			"c.toml:6:1: project.certificate "+why+"; ignored | run chmod 600 on the file, or better: write env:NAME, file:PATH or cmd:COMMAND in its place")
		p := resolve(t, s.Projects, in)[0]
		if len(p.Keys) != 1 || p.Problem != "certificate (••••): it "+why {
			t.Errorf("with mode %o the project is %+v", mode, p)
		}
		if key, err := s.Server.AccessKey.Fetch(t.Context(), in); key != "" || err == nil {
			t.Errorf("with mode %o the access key is had, or there is no error: %v", mode, err)
		}
	}
}

func modeText(mode os.FileMode) string {
	digits := ""
	for shift := 6; shift >= 0; shift -= 3 {
		digits += string(rune('0' + mode>>shift&7))
	}
	return digits
}

func TestStateDir(t *testing.T) {
	abs := t.TempDir()
	tests := []struct {
		in   config.Inputs
		want string
	}{
		{config.Inputs{Getenv: environ("AGTOK_STATE=here", "XDG_STATE_HOME="+abs), Home: "/h"}, "here"},
		{config.Inputs{Getenv: environ("XDG_STATE_HOME=" + abs), Home: "/h"}, filepath.Join(abs, "agtok")},
		{config.Inputs{Getenv: environ("XDG_STATE_HOME=relative"), Home: "/h"}, filepath.Join("/h", ".local", "state", "agtok")},
		{config.Inputs{Home: "/h"}, filepath.Join("/h", ".local", "state", "agtok")},
		{config.Inputs{}, ""},
	}
	for _, tt := range tests {
		if got := config.StateDir(tt.in); got != tt.want {
			t.Errorf("StateDir gives %q, want %q", got, tt.want)
		}
	}
}
