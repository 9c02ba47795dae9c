package config_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agtok/model/config"
	"agtok/model/project"
	"agtok/token"
)

func resolve(t *testing.T, d []config.Declared, in config.Inputs) []project.Project {
	t.Helper()
	projects := config.Resolve(t.Context(), d, in)
	if len(projects) != len(d) || len(d) == 0 {
		t.Fatalf("%d projects of %d declared", len(projects), len(d))
	}
	return projects
}

func parse(t *testing.T, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "good"), certificate+"\n")
	write(t, filepath.Join(dir, "crlf"), certificate+"\r\n")
	write(t, filepath.Join(dir, "two"), certificate+"\n\n")
	write(t, filepath.Join(dir, "space"), certificate+" \n")
	write(t, filepath.Join(dir, "long"), strings.Repeat("a", 4097))
	write(t, filepath.Join(dir, "empty"), "")
	write(t, filepath.Join(dir, "home", "good"), certificate)
	env := environ("GOOD="+certificate, "SHORT="+certificate[1:], "NEWLINE="+certificate+"\n", "EMPTY=", "APPID="+appID)
	tests := []struct {
		ref, want string // want is the problem, "" if the certificate is had
	}{
		{ref: "env:GOOD"},
		{ref: "env:MISSING", want: "certificate (env:MISSING): the environment variable MISSING is not set, or empty"},
		{ref: "env:EMPTY", want: "certificate (env:EMPTY): the environment variable EMPTY is not set, or empty"},
		{ref: "env:SHORT", want: "certificate (env:SHORT): app certificate has 31 characters; it must be 32 hexadecimal digits"},
		{ref: "env:NEWLINE", want: "certificate (env:NEWLINE): app certificate holds white space at position 33; it must be exactly 32 hexadecimal digits"},
		{ref: "env:APPID", want: "certificate (env:APPID): this is the App ID, not its certificate"},
		{ref: "file:good"},
		{ref: "file:crlf"},
		{ref: "file:" + filepath.ToSlash(filepath.Join(dir, "good"))},
		{ref: "file:~/good"},
		{ref: "file:two", want: "certificate (file:two): app certificate holds white space at position 33; it must be exactly 32 hexadecimal digits"},
		{ref: "file:space", want: "certificate (file:space): app certificate holds white space at position 33; it must be exactly 32 hexadecimal digits"},
		{ref: "file:long", want: "certificate (file:long): the file is longer than 4096 bytes"},
		{ref: "file:empty", want: "certificate (file:empty): app certificate has 0 characters; it must be 32 hexadecimal digits"},
		{ref: "file:none", want: "certificate (file:none): the file does not exist"},
		{ref: "file:home", want: "certificate (file:home): the file is a folder"},
		{ref: "keyring:a/b", want: "certificate (keyring:a/b): this build has no keyring access: write env:NAME, file:PATH or cmd:COMMAND in its place"},
		{ref: certificate},
		{ref: certificate[1:], want: "certificate (••••): app certificate has 31 characters; it must be 32 hexadecimal digits"},
		{ref: "", want: ""},
	}
	for _, tt := range tests {
		t.Run(tt.ref, func(t *testing.T) {
			in := config.Inputs{File: write(t, filepath.Join(dir, "c.toml"), withCertificate(tt.ref)), Getenv: env, Home: filepath.Join(dir, "home")}
			s, _ := config.Load(in)
			p := resolve(t, s.Projects, in)[0]
			if p.Problem != tt.want {
				t.Errorf("the problem is\n%s, want\n%s", p.Problem, tt.want)
			}
			c, err := p.Signing()
			if had := tt.want == "" && tt.ref != ""; had != (err == nil) || had && !c.Equal(parse(t, certificate)) {
				t.Errorf("signing gives %v", err)
			}
			if all := fmt.Sprintf("%+v %v", p, err); strings.Contains(all, certificate) {
				t.Errorf("the project shows its certificate: %s", all)
			}
		})
	}
}

// withCertificate gives a file of one project with that certificate.
func withCertificate(ref string) string { return projectFile(fmt.Sprintf("certificate = %q\n", ref)) }

func TestResolveKeepsTheRest(t *testing.T) {
	s, problems := load(t, projectFile("certificate = \"env:GONE\"\nsecondary_certificate = \"env:SECOND\"\nretired_certificates = [\"env:GONE\", \"env:OLD\"]\nco_host_authentication = true\n[project.chat]\nhost = \"a41.chat.agora.io\"\napp_key = \"org#app\"\n")+
		"[[project]]\nname = \"q\"\napp_id = \""+otherID+"\"\n")
	expect(t, problems)
	in := config.Inputs{Getenv: environ("SECOND="+certificate, "OLD="+strings.Repeat("a", 32))}
	got := resolve(t, s.Projects, in)
	p := got[0]
	var roles []project.Role
	for _, k := range p.Keys {
		roles = append(roles, k.Role)
	}
	if !slices.Equal(roles, []project.Role{project.Secondary, project.Retired}) {
		t.Errorf("the keys are %v", roles)
	}
	const want = "certificate (env:GONE): the environment variable GONE is not set, or empty; retired_certificates (env:GONE): the environment variable GONE is not set, or empty"
	if p.Problem != want || p.Name != "p" || p.AppID != appID || !p.CoHostAuthentication || p.ChatHost != "a41.chat.agora.io" || p.ChatAppKey != "org#app" || p.Demo {
		t.Errorf("the project is %+v", p)
	}
	if q := got[1]; q.Name != "q" || q.Problem != "" || len(q.Keys) != 0 {
		t.Errorf("a project without certificates is %+v", q)
	}
}

func TestResolveStopsWithItsContext(t *testing.T) {
	s, _ := load(t, withCertificate("env:GOOD"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := config.Resolve(ctx, s.Projects, config.Inputs{Getenv: environ("GOOD=" + certificate)})
	if len(p) != 1 || p[0].Problem != "certificate (env:GOOD): cancelled" || len(p[0].Keys) != 0 {
		t.Errorf("the projects are %+v", p)
	}
}

func TestReferencesSeeTheEnvFile(t *testing.T) {
	in := config.Inputs{
		EnvFile: write(t, filepath.Join(t.TempDir(), ".env.local"), "IN_FILE="+certificate+"\nIN_BOTH="+otherID+"\n"),
		Getenv:  environ("IN_BOTH="+certificate, "IN_FILE="),
	}
	for _, name := range []string{"IN_FILE", "IN_BOTH"} {
		s, _ := load(t, withCertificate("env:"+name))
		c, err := resolve(t, s.Projects, in)[0].Signing()
		if err != nil || !c.Equal(parse(t, certificate)) {
			t.Errorf("%s gives another certificate, or %v", name, err)
		}
	}
}

func TestFetchAccessKey(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "key"), "open sesame\n")
	in := config.Inputs{File: write(t, filepath.Join(dir, "c.toml"), "server.access_key = \"file:key\"\n")}
	s, problems := config.Load(in)
	expect(t, problems)
	if key, err := s.Server.AccessKey.Fetch(t.Context(), in); key != "open sesame" || err != nil {
		t.Errorf("Fetch gives %q, %v", key, err)
	}
	if key, err := (config.Ref{}).Fetch(t.Context(), in); key != "" || err != nil {
		t.Errorf("Fetch of nothing gives %q, %v", key, err)
	}
}
