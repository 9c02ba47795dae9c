package project_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"agtok/model/project"
	"agtok/token"
)

const certificate = "5CFd2fd1755d40ecb72977518be15d3b"

func parse(t *testing.T, text string) token.Certificate {
	t.Helper()
	c, err := token.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDemoSigns(t *testing.T) {
	demo := project.Demo()
	if !demo.Demo || demo.Name != "demo" || demo.AppID != "970CA35de60c44645bbae8a215061b33" || demo.Problem != "" {
		t.Errorf("the demo project is %+v", demo)
	}
	if err := token.CheckAppID(demo.AppID); err != nil {
		t.Error(err)
	}
	c, err := demo.Signing()
	if err != nil || !c.Equal(parse(t, certificate)) {
		t.Errorf("the demo project signs with another certificate, or %v", err)
	}
}

func TestSigning(t *testing.T) {
	primary, other := parse(t, certificate), parse(t, strings.Repeat("a", 32))
	tests := []struct {
		name string
		p    project.Project
		want string // of the error; "" for success
	}{
		{"primary", project.Project{Keys: []project.Key{{Role: project.Primary, Certificate: primary}}}, ""},
		{"primary after others", project.Project{Keys: []project.Key{
			{Role: project.Secondary, Certificate: other}, {Role: project.Primary, Certificate: primary}}}, ""},
		{"a problem with another key", project.Project{Problem: "secondary: gone",
			Keys: []project.Key{{Role: project.Primary, Certificate: primary}}}, ""},
		{"none", project.Project{Name: "staging"},
			`project "staging": no certificate to sign with: set certificate in its [[project]], or AGORA_APP_CERTIFICATE for the project "env"`},
		{"unresolved", project.Project{Name: "env", Problem: "certificate (env:X): the variable X is not set"},
			`project "env": no certificate to sign with: certificate (env:X): the variable X is not set`},
		{"secondary only", project.Project{Name: "p", Keys: []project.Key{{Role: project.Secondary, Certificate: other}}},
			`project "p": no certificate to sign with: set certificate in its [[project]], or AGORA_APP_CERTIFICATE for the project "env"`},
		{"empty primary", project.Project{Name: "p\x1b[2J", Keys: []project.Key{{Role: project.Primary}}},
			`project "p\x1b[2J": no certificate to sign with: set certificate in its [[project]], or AGORA_APP_CERTIFICATE for the project "env"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := tt.p.Signing()
			if tt.want == "" {
				if err != nil || !c.Equal(primary) {
					t.Errorf("Signing gives %v and not the primary certificate", err)
				}
				return
			}
			if err == nil || err.Error() != tt.want || !errors.Is(err, project.ErrNoCertificate) || !c.IsZero() {
				t.Errorf("Signing gives the error\n%v, want\n%s", err, tt.want)
			}
		})
	}
}

func TestShort(t *testing.T) {
	for text, want := range map[string]string{
		"970CA35de60c44645bbae8a215061b33": "970C…1b33",
		"":                                 "",
		"a":                                "…",
		"abcdef":                           "abc…",
		"0123456789ab":                     "0123…",
		"0123456789abc":                    "0123…9abc",
		"\x1b]0;title\x07 and more":        "?]0;…more",
		"\u202eevil\u202c":                 "?ev…",
		"ünïcødé-app-id":                   "?n?c…p-id",
	} {
		if got := project.Short(text); got != want {
			t.Errorf("Short(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzShort(f *testing.F) {
	f.Add("970CA35de60c44645bbae8a215061b33")
	f.Add("\xff\xfe\x1b[31m")
	f.Fuzz(func(t *testing.T, text string) {
		got := project.Short(text)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 9 {
			t.Errorf("Short(%q) = %q", text, got)
		}
		for _, r := range got {
			if r != '…' && (r <= ' ' || r > '~') {
				t.Errorf("Short(%q) lets %U through", text, r)
			}
		}
	})
}

func TestProjectPrintsNoCertificate(t *testing.T) {
	p := project.Demo()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, p); strings.Contains(got, certificate) || !strings.Contains(got, p.AppID) {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}
