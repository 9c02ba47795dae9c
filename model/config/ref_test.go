package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"agtok/model/config"
)

// printed gives every form in which v can leave the program.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	b.Write(data)
	slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v)
	if err := toml.NewEncoder(&b).Encode(map[string]any{"v": v}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	const key, short = "Correct-Horse-Battery", "5CFd2fd1755d40ecb72977518be15d"
	text := "server.access_key = \"" + key + "\"\n" + projectFile("certificate = \""+certificate+"\"\nsecondary_certificate = \""+short+"\"\nretired_certificates = [\""+otherID+"\"]\n")
	in := config.Inputs{
		File:    write(t, filepath.Join(t.TempDir(), "c.toml"), text),
		EnvFile: write(t, filepath.Join(t.TempDir(), ".env"), "APP_ID="+appID+"\nAPP_CERTIFICATE="+strings.ToLower(certificate)+"\n"),
	}
	s, problems := config.Load(in)
	if len(s.Projects) != 2 || len(problems) != 4 {
		t.Fatalf("%d projects, problems %q", len(s.Projects), problems)
	}
	if c, err := resolve(t, s.Projects, in)[0].Signing(); err != nil || !c.Equal(parse(t, certificate)) {
		t.Fatalf("there is no secret to hide: %v", err)
	}
	_, unknown := s.Choose(certificate, environ())
	subjects := map[string]any{
		"settings": s, "pointer": &s, "server": s.Server, "projects": s.Projects, "declared": s.Projects[0],
		"reference": s.Projects[0].Certificate, "reference pointer": &s.Projects[1].Certificate, "short": s.Projects[0].Secondary,
		"problems": problems, "values": s.Values(), "resolved": resolve(t, s.Projects, in), "error": unknown.Error(),
	}
	for name, v := range subjects {
		all := printed(t, v)
		for _, secret := range []string{key, certificate, strings.ToLower(certificate), short, otherID} {
			for _, form := range []string{secret, fmt.Sprintf("%x", secret)} {
				if strings.Contains(all, form) {
					t.Errorf("%s prints a secret: %s", name, all)
				}
			}
		}
	}
	for _, p := range problems {
		if all := p.Error() + p.Fix; strings.Contains(all, key) || strings.Contains(all, short) {
			t.Errorf("a problem tells a secret: %s", all)
		}
	}
}

func TestReferencesPrintAsThemselves(t *testing.T) {
	for _, ref := range []string{"env:STAGING_CERTIFICATE", "file:~/secret", "cmd:pass show agora/staging"} {
		s, _ := load(t, withCertificate(ref))
		r := s.Projects[0].Certificate
		data, err := json.Marshal(r)
		if err != nil || string(data) != `"`+ref+`"` || r.String() != ref || fmt.Sprintf("%#v", r) != ref || r.IsZero() {
			t.Errorf("%s prints as %s, %s, %#v (%v)", ref, data, r, r, err)
		}
	}
	s, _ := load(t, withCertificate("cmd:printf '\x1b[2J\u202e'; echo "+certificate))
	if got := s.Projects[0].Certificate.String(); got != `cmd:printf '\u{1B}[2J\u{202E}'; echo ••••` {
		t.Errorf("a hostile command prints as %q", got)
	}
	if none := (config.Ref{}); !none.IsZero() || none.String() != "" || fmt.Sprint(none) != "" {
		t.Errorf("no reference prints as %q", none)
	}
}
