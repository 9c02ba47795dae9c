package config_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"agtok/model/config"
)

func TestEnvironment(t *testing.T) {
	const lower = "970ca35de60c44645bbae8a215061b33"
	tests := []struct {
		name string
		env  []string
		file string // of --env-file; "" for none
		want string // the projects
		said []string
	}{
		{name: "nothing", want: "[]"},
		{name: "all", env: []string{"AGORA_APP_ID=" + appID, "AGORA_APP_CERTIFICATE=" + certificate, "AGORA_CHAT_HOST=a41.chat.agora.io", "AGORA_CHAT_APP_KEY=org#app"},
			want: "[{env " + appID + " env:AGORA_APP_CERTIFICATE  [] false a41.chat.agora.io org#app $AGORA_APP_ID}]"},
		{name: "an App ID only", env: []string{"AGORA_APP_ID=" + appID}, want: "[{env " + appID + "   [] false   $AGORA_APP_ID}]"},
		{name: "empty", env: []string{"AGORA_APP_ID=", "AGORA_APP_CERTIFICATE="}, want: "[]"},
		{name: "the plain names count in the file only", env: []string{"APP_ID=" + appID, "NEXT_PUBLIC_AGORA_APP_ID=" + appID}, want: "[]"},
		{name: "a bad App ID", env: []string{"AGORA_APP_ID=" + appID + "\n"}, want: "[]", said: []string{
			`AGORA_APP_ID is wrong: app ID holds white space at position 33; it must be exactly 32 hexadecimal digits; the project "env" is ignored | copy the App ID from the Agora console`}},
		{name: "a bad certificate", env: []string{"AGORA_APP_ID=" + appID, "AGORA_APP_CERTIFICATE=" + certificate[1:]},
			want: "[{env " + appID + " ••••  [] false   $AGORA_APP_ID}]", said: []string{
				"AGORA_APP_CERTIFICATE is wrong: app certificate has 31 characters; it must be 32 hexadecimal digits; ignored | copy the certificate from the Agora console"}},
		{name: "a bad Chat service", env: []string{"AGORA_APP_ID=" + appID, "AGORA_CHAT_HOST=http://a41.chat.agora.io", "AGORA_CHAT_APP_KEY=app"},
			want: "[{env " + appID + "   [] false   $AGORA_APP_ID}]", said: []string{
				"AGORA_CHAT_HOST asks for http, which is for loopback addresses only; ignored | leave http:// out",
				`AGORA_CHAT_APP_KEY is not an App Key; ignored | write it as "org#app", as the Agora console shows it`}},
		{name: "a lost App ID", env: []string{"AGORA_APP_CERTIFICATE=" + certificate}, want: "[]", said: []string{
			`WARNING AGORA_APP_CERTIFICATE is set, but AGORA_APP_ID is not, so there is no project "env" | set AGORA_APP_ID`}},

		{name: "a file of Agora's command line", file: "# BEGIN AGORA CLI\nAGORA_APP_ID=" + appID + "\nAGORA_APP_CERTIFICATE=" + certificate + "\n# END AGORA CLI\n",
			want: "[{env " + appID + " ••••  [] false   .env:2}]"},
		{name: "a Next.js file", file: "NEXT_PUBLIC_AGORA_APP_ID=\"" + appID + "\"\nNEXT_AGORA_APP_CERTIFICATE='" + certificate + "'\nNEXT_PUBLIC_AGORA_CHAT_HOST=a41.chat.agora.io\nNEXT_AGORA_CHAT_APP_KEY=\"org#app\" # both\n",
			want: "[{env " + appID + " ••••  [] false a41.chat.agora.io org#app .env:1}]"},
		{name: "a plain file", file: "export APP_ID = " + appID + "\nexport APP_CERTIFICATE = " + certificate + "\n",
			want: "[{env " + appID + " ••••  [] false   .env:1}]"},
		{name: "Agora's names win over plain ones", file: "APP_ID=" + otherID + "\nAGORA_APP_ID=" + appID + "\n",
			want: "[{env " + appID + "   [] false   .env:2}]"},
		{name: "an empty line of a template", file: "AGORA_APP_ID=\nAPP_ID=" + appID + "\n", want: "[{env " + appID + "   [] false   .env:2}]"},
		{name: "the environment wins over the file", env: []string{"AGORA_APP_ID=" + appID, "AGORA_APP_CERTIFICATE=" + certificate},
			file: "APP_ID=" + lower + "\nAGORA_APP_CERTIFICATE=" + otherID + "\nAGORA_CHAT_HOST=h\n",
			want: "[{env " + appID + " env:AGORA_APP_CERTIFICATE  [] false h  $AGORA_APP_ID}]"},
		{name: "pairs are not mixed", env: []string{"AGORA_APP_ID=" + appID}, file: "AGORA_APP_ID=" + otherID + "\nAGORA_APP_CERTIFICATE=" + certificate + "\n",
			want: "[{env " + appID + "   [] false   $AGORA_APP_ID}]", said: []string{
				".env:1:1: AGORA_APP_ID is another App ID than that of the environment, which wins; this file is ignored | unset AGORA_APP_ID, or leave --env-file out"}},
		{name: "a published certificate", file: "NEXT_PUBLIC_AGORA_APP_ID=" + appID + "\nNEXT_PUBLIC_AGORA_APP_CERTIFICATE=" + certificate + "\n",
			want: "[{env " + appID + " ••••  [] false   .env:1}]", said: []string{
				"WARNING .env:2:1: NEXT_PUBLIC_AGORA_APP_CERTIFICATE is in every page that browsers load: this certificate is no secret any more | rename it to NEXT_AGORA_APP_CERTIFICATE, and get a new certificate in the Agora console"}},
		{name: "wrong lines", file: "this is not it\n\nAPP_ID=" + certificate[2:] + "\nAPP_CERTIFICATE=\"" + certificate + "\n", want: "[]", said: []string{
			".env:1:1: this line is not NAME=VALUE, or its quote is not closed; ignored",
			`.env:3:1: APP_ID is wrong: app ID has 30 characters; it must be 32 hexadecimal digits; the project "env" is ignored | copy the App ID from the Agora console`,
			".env:4:1: this line is not NAME=VALUE, or its quote is not closed; ignored"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := config.Inputs{Getenv: environ(tt.env...)}
			if tt.file != "" {
				t.Chdir(t.TempDir())
				in.EnvFile = write(t, ".env", tt.file)
			}
			s, problems := config.Load(in)
			expect(t, problems, append([]string{}, tt.said...)...)
			if got := fmt.Sprint(s.Projects); got != tt.want {
				t.Errorf("projects are\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

func TestEnvironmentSigns(t *testing.T) {
	for name, in := range map[string]config.Inputs{
		"environment": {Getenv: environ("AGORA_APP_ID="+appID, "AGORA_APP_CERTIFICATE="+certificate)},
		"file":        {EnvFile: write(t, filepath.Join(t.TempDir(), ".env"), "APP_ID="+appID+"\r\nAPP_CERTIFICATE="+certificate+"\r\n")},
	} {
		s, problems := config.Load(in)
		expect(t, problems)
		if c, err := resolve(t, s.Projects, in)[0].Signing(); err != nil || !c.Equal(parse(t, certificate)) {
			t.Errorf("%s: another certificate, or %v", name, err)
		}
	}
	in := config.Inputs{Getenv: environ("AGORA_APP_ID="+appID, "AGORA_APP_CERTIFICATE= "+certificate)}
	s, _ := config.Load(in)
	const want = "certificate (••••): AGORA_APP_CERTIFICATE is wrong: app certificate holds white space at position 1; it must be exactly 32 hexadecimal digits"
	if p := resolve(t, s.Projects, in)[0]; p.Problem != want {
		t.Errorf("the problem is %s, want %s", p.Problem, want)
	}
}

func TestCertificateVariableOfAProject(t *testing.T) {
	in := config.Inputs{
		File:   write(t, filepath.Join(t.TempDir(), "c.toml"), withCertificate("env:AGORA_APP_CERTIFICATE")),
		Getenv: environ("AGORA_APP_CERTIFICATE=" + certificate),
	}
	_, problems := config.Load(in)
	expect(t, problems)
}

func TestNoColor(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "c.toml"), "ui.theme = \"dark\"\n")
	for value, want := range map[string]string{"1": "mono", "": "dark"} {
		s, problems := config.Load(config.Inputs{File: file, Getenv: environ("NO_COLOR=" + value)})
		expect(t, problems)
		if s.UI.Theme != want || (want == "mono") != (s.Origins["ui.theme"] == "$NO_COLOR") {
			t.Errorf("with NO_COLOR=%s the theme is %s from %s", value, s.UI.Theme, s.Origins["ui.theme"])
		}
	}
}
