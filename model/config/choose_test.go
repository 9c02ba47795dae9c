package config_test

import (
	"errors"
	"path/filepath"
	"testing"

	"agtok/model/config"
)

func TestChoose(t *testing.T) {
	two := projectFile("[[project]]\nname = \"staging\"\napp_id = \"" + otherID + "\"\n")
	fromEnv := "AGORA_APP_ID=" + appID
	tests := []struct {
		name, file string
		env        []string
		flag       string
		want, err  string
		none       bool
	}{
		{name: "flag", file: "default_project = \"p\"\n" + two, env: []string{fromEnv, "AGTOK_PROJECT=env"}, flag: "staging", want: "staging"},
		{name: "variable", file: "default_project = \"p\"\n" + two, env: []string{fromEnv, "AGTOK_PROJECT=staging"}, want: "staging"},
		{name: "environment", file: "default_project = \"p\"\n" + two, env: []string{fromEnv, "AGTOK_PROJECT="}, want: "env"},
		{name: "default_project", file: "default_project = \"staging\"\n" + two, want: "staging"},
		{name: "the only one", file: projectFile(""), want: "p"},
		{name: "demo by flag", file: two, flag: "demo", want: "demo"},
		{name: "demo by variable", env: []string{"AGTOK_PROJECT=demo"}, want: "demo"},
		{name: "demo by default", file: "default_project = \"demo\"\n", want: "demo"},
		{name: "nothing", none: true,
			err: "no project is chosen: declare a [[project]] in the config file, or set AGORA_APP_ID and AGORA_APP_CERTIFICATE"},
		{name: "several", file: two, none: true,
			err: `no project is chosen: name one with --project, AGTOK_PROJECT or default_project; known are "p", "staging"`},
		{name: "unknown flag", file: two, flag: "stagign", err: `no project is named "stagign" (of --project): did you mean "staging"?`},
		{name: "unknown variable", file: two, env: []string{"AGTOK_PROJECT=\x1b[2J"}, err: `no project is named "\u{1B}[2J" (of $AGTOK_PROJECT): known are "p", "staging"`},
		{name: "unknown default", file: "default_project = \"other\"\n" + projectFile(""), err: `no project is named "other" (of default_project): known are "p"`},
		{name: "unknown among none", flag: "p", err: `no project is named "p" (of --project): no project is known`},
		{name: "env without a variable", file: "default_project = \"env\"\n" + projectFile(""), err: `no project is named "env" (of default_project): AGORA_APP_ID is not set, which would make it`},
		{name: "a bad App ID is not passed over", file: projectFile(""), env: []string{"AGORA_APP_ID=x"},
			err: `the project "env" (of $AGORA_APP_ID) can't be used: AGORA_APP_ID is wrong: app ID holds something other than a hexadecimal digit at position 1`},
		{name: "a bad project is not passed over", file: projectFile("[[project]]\nname = \"q\"\napp_id = \"x\"\n"), none: true,
			err: `no project is chosen: project.app_id of "q" is wrong: app ID holds something other than a hexadecimal digit at position 1 (c.toml:6); name one with --project, AGTOK_PROJECT or default_project; known are "p"`},
		{name: "a bad project by name", file: projectFile("[[project]]\nname = \"q\"\napp_id = \"x\"\n"), flag: "q",
			err: `the project "q" (of --project) can't be used: project.app_id of "q" is wrong: app ID holds something other than a hexadecimal digit at position 1 (c.toml:6)`},
		{name: "only bad ones", file: "[[project]]\nname = \"q\"\n", none: true, err: `no project is chosen: project.app_id of "q" is missing (c.toml:1)`},
		{name: "the first of one name counts", file: projectFile("[[project]]\nname = \"p\"\napp_id = \"" + otherID + "\"\n"), flag: "p", want: "p"},
		{name: "a bad one and a good one of one name", file: "[[project]]\nname = \"p\"\n" + projectFile(""), flag: "p", want: "p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			in := config.Inputs{File: write(t, filepath.Join(".", "c.toml"), tt.file), Getenv: environ(tt.env...)}
			s, _ := config.Load(in)
			got, err := s.Choose(tt.flag, in.Getenv)
			if got != tt.want || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("Choose gives %q and\n%v, want %q and\n%s", got, err, tt.want, tt.err)
			}
			if errors.Is(err, config.ErrNoProject) != tt.none {
				t.Errorf("whether the error is ErrNoProject: %v", !tt.none)
			}
		})
	}
}
