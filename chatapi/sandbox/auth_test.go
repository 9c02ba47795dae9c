package sandbox_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
	"agtok/token"
)

const (
	isExpired = "Unable to authenticate due to expired access token."
	isCorrupt = "Unable to authenticate due to corrupt access token."
	isForeign = "Unable to authenticate."
)

// TestTokens is about what is in the token; each case changes a valid one.
func TestTokens(t *testing.T) {
	chat := func(a *token.AccessToken2) *token.Service { return &a.Services[0] }
	tests := []struct {
		name   string
		change func(a *token.AccessToken2)
		after  time.Duration // asked this long after the issue time
		want   string        // "" is admitted
	}{
		{"at once", func(*token.AccessToken2) {}, 0, ""},
		{"at its last second", func(*token.AccessToken2) {}, 600 * time.Second, ""},
		{"a second later", func(*token.AccessToken2) {}, 601 * time.Second, isExpired},
		{"privilege ends before the token", func(a *token.AccessToken2) { chat(a).Privileges[0].Expire = 60 }, 61 * time.Second, isExpired},
		{"privilege without an end", func(a *token.AccessToken2) { chat(a).Privileges[0].Expire = 0 }, 600 * time.Second, ""},
		{"privilege without an end, token over", func(a *token.AccessToken2) { chat(a).Privileges[0].Expire = 0 }, 601 * time.Second, isExpired},
		{"token expire 0 is a day", func(a *token.AccessToken2) { a.Expire, chat(a).Privileges[0].Expire = 0, 0 }, 24 * time.Hour, ""},
		{"token expire 0 is no more than a day", func(a *token.AccessToken2) { a.Expire, chat(a).Privileges[0].Expire = 0, 0 }, 24*time.Hour + time.Second, isExpired},
		{"a week is a day", func(a *token.AccessToken2) { a.Expire, chat(a).Privileges[0].Expire = 604800, 604800 }, 24*time.Hour + time.Second, isExpired},
		{"a date for a lifetime", func(a *token.AccessToken2) { a.Expire, chat(a).Privileges[0].Expire = 1<<32-1, 1<<32-1 }, 24 * time.Hour, ""},
		{"issued a minute ahead", func(*token.AccessToken2) {}, -time.Minute, ""},
		{"issued further ahead", func(*token.AccessToken2) {}, -time.Minute - time.Second, isForeign},
		{"user privilege", func(a *token.AccessToken2) { chat(a).Privileges[0].Privilege = token.ChatUser }, 0, isForeign},
		{"no privilege", func(a *token.AccessToken2) { chat(a).Privileges = nil }, 0, isForeign},
		{"another service", func(a *token.AccessToken2) { chat(a).Type = token.RTM }, 0, isForeign},
		{"no service", func(a *token.AccessToken2) { a.Services = nil }, 0, isForeign},
		{"other App ID", func(a *token.AccessToken2) { a.AppID = otherAppID }, 0, isForeign},
		{"second Chat service", func(a *token.AccessToken2) {
			a.Services = append([]token.Service{{Type: token.Chat, UserID: "u", Privileges: []token.Grant{{Privilege: token.ChatUser, Expire: 600}}}}, a.Services...)
		}, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := appToken()
			tt.change(&a)
			o := options(t)
			o.Now = func() time.Time { return start().Truncate(time.Second).Add(tt.after) }
			checkAdmitted(t, sandbox.New(o), sign(t, a, certificate(t, "a")), tt.want)
		})
	}
}

// TestHeaders is about everything around the content.
func TestHeaders(t *testing.T) {
	good := bearer(t)
	missing := token.Missing{Channel: "c", UID: "1"}
	old, err := token.Sign006(&token.AccessToken{AppID: appID, Salt: 1, Ts: uint32(start().Unix()) + 600}, missing, certificate(t, "a"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, header, want string }{
		{"primary certificate", good, ""},
		{"secondary certificate", sign(t, appToken(), certificate(t, "b")), isForeign},
		{"other certificate", sign(t, appToken(), certificate(t, "c")), isForeign},
		{"nothing", "", isExpired},
		{"no token", "Bearer ", isExpired},
		{"no scheme", good[len("Bearer "):], isExpired},
		{"other scheme", "Basic " + good[len("Bearer "):], isExpired},
		{"the SDK's scheme", "agora token=" + good[len("Bearer "):], isExpired},
		{"two spaces", "Bearer  " + good[len("Bearer "):], isCorrupt},
		{"quoted", `Bearer "` + good[len("Bearer "):] + `"`, isCorrupt},
		{"cut", good[:len(good)-10], isCorrupt},
		{"Easemob token", "Bearer YWMtSozP9jHNEeSQegV9EKeAQAAAUlmBR2bTGr", isCorrupt},
		{"006", "Bearer " + old, isForeign},
	}
	s := sandbox.New(options(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkAdmitted(t, s, tt.header, tt.want) })
	}
}

func TestNoCertificateAdmitsNobody(t *testing.T) {
	o := options(t)
	o.Certificates = nil
	checkAdmitted(t, sandbox.New(o), bearer(t), isForeign)
}

func checkAdmitted(t *testing.T, s *sandbox.Server, header, want string) {
	t.Helper()
	r := httptest.NewRequest("GET", users, nil)
	r.Header.Set("Authorization", header)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	got, _ := object(t, w.Body.Bytes())["error_description"].(string)
	if got != want || w.Code != map[bool]int{true: 200, false: 401}[want == ""] {
		t.Errorf("status %d %q, want %q", w.Code, got, want)
	}
}
