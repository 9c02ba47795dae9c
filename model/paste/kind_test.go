package paste_test

import (
	"strings"
	"testing"

	"agtok/model/paste"
	"agtok/token"
)

const (
	appID       = "970CA35de60c44645bbae8a215061b33"
	certificate = "5CFd2fd1755d40ecb72977518be15d3b"
	jwt         = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
	// What a community token service's page shows as its reply: 007 in the place of
	// the first three characters of a JSON Web Token.
	sampleJWT = "007hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhZG1pbiIsInN1YiI6InVzZXIxMjMifQ.3eJ-RGwIl2ANFbdv4SeHtWzGiv6PpC3i0UqXlHfsqEw"
	easemob   = "YWMtMzI1YWUxZmE4NTRkNDFiYWJhNTAxZjYwNzQ2ZmM5ZTg"
)

var kinds = []struct {
	text string
	want paste.Kind
}{
	{"", paste.Empty},
	{"  \r\n\t", paste.Empty},
	{`""`, paste.Empty},
	{"''\n", paste.Empty},
	{"“”", paste.Empty},
	{"\ufeff\u200b", paste.Empty},
	{"Bearer ", paste.Empty},
	{"agora token=", paste.Empty},
	{"undefined", paste.Empty},
	{`"null"`, paste.Empty},
	{`{"token":""}`, paste.Empty},
	{`{"code":0,"rtcToken": "","uid":17}`, paste.Empty},
	{`{"token": null}`, paste.Empty},

	{appID, paste.Hex32},
	{certificate + "\n", paste.Hex32},
	{`"` + strings.ToUpper(appID) + `"`, paste.Hex32},
	{"0070CA35de60c44645bbae8a215061b3", paste.Hex32},
	{"006" + appID[:29], paste.Hex32},
	{"AGORA_APP_CERTIFICATE=" + certificate, paste.Hex32},
	{`app_id = "` + appID + `"`, paste.Hex32},
	{"appId%22%3A%22" + appID + "%22", paste.Hex32},

	{jwt, paste.JWT},
	{"Authorization: Bearer " + jwt, paste.JWT},
	{`{"token":"` + jwt + `"}`, paste.JWT},
	{"007" + jwt, paste.JWTWith007},
	{sampleJWT, paste.JWTWith007},
	{`{"token": "` + sampleJWT + `"}`, paste.JWTWith007},

	{easemob, paste.Easemob},
	{`{"access_token":"` + easemob + `","expires_in":86400}`, paste.Easemob},
	{"NETLESSSDK_YWs9eHh4Jm5vbmNlPXh4eA", paste.Whiteboard},
	{"token: NETLESSROOM_YWs9eHh4", paste.Whiteboard},
	{"'NETLESSTASK_YWs9eHh4'", paste.Whiteboard},

	{"AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: dynamic use static key", paste.ErrorLine},
	{"AgoraRTCException: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed", paste.ErrorLine},
	{"Joining channel failed: dynamic key or token timeout", paste.ErrorLine},
	{"The vendor enabled the dynamic key, but uses the static key", paste.ErrorLine},
	{"onError 110", paste.ErrorLine},
	{"E/agora: onError: code=109", paste.ErrorLine},
	{"err: 119", paste.ErrorLine},
	{"ERR_INVALID_TOKEN", paste.ErrorLine},
	{"io.agora.rtc2.Constants.ERR_TOKEN_EXPIRED", paste.ErrorLine},
	{"CONNECTION_CHANGED_INVALID_TOKEN", paste.ErrorLine},
	{"onConnectionStateChanged state=5 reason=8", paste.ErrorLine},
	{"LOGIN_ERR_INVALID_TOKEN (5)", paste.ErrorLine},
	{"RTM login error 5", paste.ErrorLine},
	{"RTMError: Error Code -10005: Login failed", paste.ErrorLine},
	{"reason: -10009", paste.ErrorLine},
	{"ap response code 2010015", paste.ErrorLine},
	{"Token expired", paste.ErrorLine},
	{"Chat login failed, code: 202", paste.ErrorLine},

	{"hello", paste.PlainText},
	{"0", paste.PlainText},
	{`\n`, paste.PlainText},
	{`{"message":"","uid":17}`, paste.PlainText},
	{"call me at 0071234 or 006-555 1234", paste.PlainText},
	{"room 007 has 110 seats", paste.PlainText},
	{"version 1.20.109", paste.PlainText},
	{"www.example.com", paste.PlainText},
	{"process ended with code 5", paste.PlainText},
	{"commit 007f7b2d0e9c4a5b8d7e6f5a4b3c2d1e0f9a8b7c of main", paste.PlainText},
	{"sha256 006e8400e29b41d4a716446655440000006e8400e29b41d4a716446655440000  file", paste.PlainText},
	{"pi is 3." + strings.Repeat("1415926535", 9), paste.PlainText},
	{"n = " + strings.Repeat("0071415926", 11), paste.PlainText},
	{strings.Repeat("x", 70_000), paste.PlainText},
	{strings.Repeat("1415926535", 9), paste.PlainText},
	{"blob\n007ZhAPhqELAABIgewIAQAASImsJAABAABIjawkAAEAAEiD+wgPhKEDAABIixUeSg0AhAKQ\n006AAGq7", paste.PlainText},
	{"\x00\x1b[2J\xff", paste.PlainText},
}

func TestKinds(t *testing.T) {
	seen := map[paste.Kind]bool{}
	for _, c := range kinds {
		seen[c.want] = true
		for _, f := range append(paste.Read(c.text), paste.ReadLine(c.text)) {
			if f.Token != nil || f.Err == nil || f.Recognised != c.want {
				t.Errorf("%q: recognised %q, error %v; want %q", c.text, f.Recognised, f.Err, c.want)
				continue
			}
			if f.Err.Message == "" || f.Err.Hint == "" || f.Err.Stage != token.StagePrefix && f.Err.Stage != token.StageEmpty {
				t.Errorf("%q: %+v", c.text, f.Err)
			}
			if strings.Contains(f.Input, appID) || strings.Contains(f.Input, certificate) || strings.Contains(f.Err.Error()+f.Err.Hint, certificate) {
				t.Errorf("%q: the secret is shown: %q, %v", c.text, f.Input, f.Err)
			}
		}
	}
	for _, k := range []paste.Kind{paste.Empty, paste.Hex32, paste.JWT, paste.JWTWith007, paste.Easemob, paste.Whiteboard, paste.ErrorLine, paste.PlainText} {
		if title, advice := k.Advice(); title == "" || advice == "" || !seen[k] {
			t.Errorf("%q: title %q, advice %q, seen %v", k, title, advice, seen[k])
		}
	}
	if title, advice := paste.Kind("").Advice(); title+advice != "" {
		t.Errorf("a damaged token has the advice %q, %q", title, advice)
	}
}

// TestKindBesideToken: what is no token is passed over where there is one.
func TestKindBesideToken(t *testing.T) {
	tok := encoded(t)[0].Token
	for _, c := range kinds {
		if c.want == paste.JWTWith007 {
			continue // stands for a token, so it is reported with the others
		}
		text := c.text + "\n\n" + tok
		found := paste.Read(text)
		if len(found) != 1 || found[0].Token == nil || found[0].Token.Text != tok {
			t.Errorf("%q: %d found, the first: %v", text, len(found), found[0].Err)
		}
	}
}

func TestGluedJWTBesideToken(t *testing.T) {
	tok := encoded(t)[0].Token
	found := paste.Read(sampleJWT + " " + tok)
	if len(found) != 2 || found[0].Recognised != paste.JWTWith007 || found[0].Input != sampleJWT || found[1].Token == nil {
		t.Errorf("found %+v", found)
	}
}

// TestCertificateIsMasked: whatever else is in a text, 32 hexadecimal digits of it
// never come back.
func TestCertificateIsMasked(t *testing.T) {
	for _, text := range []string{
		"AGORA_APP_ID=" + appID + "\nAGORA_APP_CERTIFICATE=" + certificate + "\n",
		"x" + strings.Repeat(" ", paste.MaxInput-9) + certificate,
		strings.Repeat(" "+certificate, 300),
		"error 110 with certificate " + certificate,
		"\x1b[31m" + certificate, `"\n` + certificate + `"`, "cert_" + certificate, "%22" + certificate + "%22",
		strings.Repeat("x ", paste.MaxText/2) + certificate,
		certificate + strings.Repeat(" x", paste.MaxText/2),
	} {
		for _, f := range append(paste.Read(text), paste.ReadLine(text)) {
			for i := 0; i+16 <= len(certificate); i++ {
				if part := certificate[i : i+16]; strings.Contains(f.Input, part) {
					t.Errorf("%.80q: input holds %q", text, part)
					break
				}
			}
			if f.Token != nil {
				t.Errorf("%.80q: read a token", text)
			}
		}
	}
}
