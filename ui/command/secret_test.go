package command_test

import (
	"strings"
	"testing"
)

// TestCertificatesAreNeverPrinted runs every command with projects of one's own,
// right and wrong, and looks for their certificates in all that comes out.
func TestCertificatesAreNeverPrinted(t *testing.T) {
	const secret, secondary = "deadbeefdeadbeefdeadbeefdeadbeef", "cafebabecafebabecafebabecafebabe"
	project := func(certificate string) string {
		return "[[project]]\nname = \"own\"\napp_id = \"" + ownAppID + "\"\ncertificate = \"" + certificate + "\"\nsecondary_certificate = \"" + secondary + "\"\n"
	}
	worlds := []fake{
		{env: map[string]string{"AGORA_APP_ID": ownAppID, "AGORA_APP_CERTIFICATE": secret}},
		{env: map[string]string{"AGORA_APP_ID": ownAppID, "AGORA_APP_CERTIFICATE": secret + "\n"}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, project(secret))}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, project("env:SECRET")), "SECRET": secret}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, project("env:SECRET")), "SECRET": secret + "x"}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, project(secret+" "))}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, project(secret)+"certificate = \""+secret+"\"\n")}},
		{env: map[string]string{"AGTOK_CONFIG": configFile(t, secret+" = 1\n["+secret+"]\n")}},
	}
	token := lobby(t)
	description := describe(t, token, nil)
	said, good := 0, 0
	for i, f := range worlds {
		for _, line := range []string{
			"", "version", "config path", "config check", "config check --json", "config show", "config show --json",
			"new rtc --channel a --uid 1", "new rtc --channel a --uid 1 --json", "new rtc-006 --channel a --uid 1", "new chat-app --project own",
			"decode " + token, "decode --json " + token, "decode --json " + secret, "decode " + secret, "decode --lines certificate=" + secret,
			"sign", "sign --json", "sign --project nobody", "help new", "__complete new rtc --project ",
		} {
			f.stdin, f.terminal = description+"\n"+secret+"\n", line == ""
			r := f.run(strings.Fields(line)...)
			said += len(r.out) + len(r.err)
			if r.code == 0 {
				good++
			}
			for _, s := range []string{secret, secondary} {
				if out := strings.ToLower(r.out + r.err); strings.Contains(out, s) || strings.Contains(out, s[:16]+s[:8]) {
					t.Errorf("world %d, %q: the certificate is in\n%s%s", i, line, r.out, r.err)
				}
			}
		}
	}
	if said < 10_000 || good < 30 {
		t.Errorf("%d bytes were looked at, of %d runs that ended well: too few to tell", said, good)
	}
}
