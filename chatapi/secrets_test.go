package chatapi_test

import (
	"context"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agtok/chatapi"
)

const secretText = `p"a\ss & <wörd>/+ 9`

// leaks gives the form in which one of the secrets is in text; "" if none is.
func leaks(text string, secrets ...string) string {
	for _, s := range secrets {
		quoted, _ := json.Marshal(s)
		for _, form := range []string{s, string(quoted[1 : len(quoted)-1]), fmt.Sprintf("%q", s), url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s),
			base64.StdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)), hex.EncodeToString([]byte(s)), fmt.Sprint([]byte(s))} {
			if strings.Contains(text, form) {
				return form
			}
		}
	}
	return ""
}

func TestLeaksFinds(t *testing.T) {
	for _, text := range []string{secretText, url.QueryEscape(secretText), hex.EncodeToString([]byte(secretText)), fmt.Sprintf("%q", secretText)} {
		if leaks("x "+text+" y", secretText) == "" {
			t.Errorf("%s is not found", text)
		}
	}
}

// echoes are ways of writing back what was sent. Each makes a body of the
// header's and the body's text.
var echoes = map[string]func(header, body, secret string) string{
	"plain":        func(h, b, _ string) string { return h + "\n" + b },
	"JSON":         func(h, b, s string) string { return jsonOf("error_description", h+" "+b+" "+s) },
	"JSON code":    func(h, b, s string) string { return jsonOf("error", s+" "+h) },
	"exception":    func(h, b, s string) string { return jsonOf("exception", s+" "+h) },
	"escaped JSON": func(h, b, s string) string { return `{"error_description":"` + unicodeEscaped(h+s) + `"}` },
	"a name":       func(h, b, s string) string { return jsonOf(s, h) },
	"fields": func(h, b, s string) string {
		return `{"headers":{"Authorization":["x","` + h + `"]},"Access-Token":"` + h + `"}`
	},
	"nested":  func(h, b, s string) string { return jsonOf("error_description", jsonOf("x", s)+h) },
	"percent": func(h, b, s string) string { return url.QueryEscape(h+s) + url.PathEscape(s) },
	"HTML":    func(h, b, s string) string { return "<p>" + html.EscapeString(h+" "+s) },
	"base64": func(h, b, s string) string {
		return jsonOf("error_description", base64.StdEncoding.EncodeToString([]byte(s)))
	},
	"hex":        func(h, b, s string) string { return jsonOf("error_description", hex.EncodeToString([]byte(s))) },
	"begun":      func(h, b, s string) string { return h[:len(h)-3] },
	"body begun": func(h, b, s string) string { return "said " + s[:len(s)-4] },
	"users": func(h, b, s string) string {
		entity := `{"username":"user1","uuid":"` + uuid1 + `","nickname":` + quoted(s+h) + `}`
		return `{"action":` + quoted(s) + `,"entities":[` + entity + `],"cursor":` + quoted("x") + `,"data":[{"username":"user1","registerUserFailReason":` + quoted(s+h) + `}]}`
	},
	"padded": func(h, b, s string) string { return strings.Repeat("x", chatapi.MaxShown-20) + h + s },
}

func jsonOf(name, text string) string { return "{" + quoted(name) + ":" + quoted(text) + "}" }

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

func unicodeEscaped(text string) string {
	var b strings.Builder
	for _, c := range text {
		fmt.Fprintf(&b, `\u%04x`, c)
	}
	return b.String()
}

// TestSecretsAreNotShown sweeps over what a service can write back.
func TestSecretsAreNotShown(t *testing.T) {
	swept, least := 0, 10_000
	statuses, secrets := []int{200, 400, 302, 401, 404, 429, 500}, []string{secretText, "correct horse battery", "abc123"}
	if testing.Short() {
		statuses, secrets, least = statuses[:2], secrets[:1], 1000
	}
	for name, echo := range echoes {
		for _, secret := range secrets {
			for _, status := range statuses {
				swept += sweep(t, name, secret, func(q *http.Request) (*http.Response, error) {
					sent, err := io.ReadAll(q.Body)
					if err != nil {
						return nil, err
					}
					header := q.Header.Get("Authorization")
					body := echo(header, string(sent), secret)
					return response(q, status, io.NopCloser(strings.NewReader(body)), "Location", "https://"+bearer+".example/"+url.PathEscape(secret)), nil
				})
			}
			swept += sweep(t, name, secret, func(q *http.Request) (*http.Response, error) {
				return nil, fmt.Errorf("failed: %s", echo(q.Header.Get("Authorization"), "", secret))
			})
		}
	}
	if swept < least {
		t.Errorf("only %d texts were looked at", swept)
	}
}

// sweep makes the calls that have a secret and looks for it in all they give.
func sweep(t *testing.T, name, secret string, s step) int {
	t.Helper()
	r := newRig(t, s)
	r.service.steps = []step{func(q *http.Request) (*http.Response, error) {
		q.Body = io.NopCloser(strings.NewReader(r.service.bodies[len(r.service.bodies)-1]))
		return s(q)
	}}
	ctx, p := context.Background(), password(t, secret)
	var got []any
	u, err := r.Register(ctx, chatapi.NewUser{Username: "user1", Password: p})
	got = append(got, u, err)
	users, refused, err := r.RegisterMany(ctx, []chatapi.NewUser{{Username: "user1", Password: p}, {Username: "user2"}})
	got = append(got, users, refused, err)
	err = r.SetPassword(ctx, "user1", p)
	got = append(got, err, p, r.exchanges, r.notices)
	for _, x := range r.exchanges {
		got = append(got, chatapi.Curl(x), x.ReplyBody, x.Err)
	}
	n := 0
	for _, v := range got {
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			n++
			if form := leaks(fmt.Sprintf(format, v), bearer, secret, bearer[:len(bearer)-3], secret[:len(secret)-4]+`\`); form != "" {
				t.Errorf("%s, %q: %s gives %q: %.600s", name, secret, format, form, fmt.Sprintf(format, v))
				return n
			}
		}
	}
	return n
}

// TestRefusedTokenIsNotShown holds that the token before the fresh one is still
// a secret.
func TestRefusedTokenIsNotShown(t *testing.T) {
	r := newRig(t)
	r.source.token = "YWMt-the-first-token"
	r.service.steps = []step{reply(401, ""), reply(400, fault("x", "not YWMt-the-first-token nor YWMt-the-second-token"))}
	first := r.service.steps[0]
	r.service.steps[0] = func(q *http.Request) (*http.Response, error) {
		r.source.token = "YWMt-the-second-token"
		return first(q)
	}
	_, err := r.Get(context.Background(), "user1")
	want := "not " + chatapi.Masked + " nor " + chatapi.Masked
	if e := failure(t, err); e.Description != want || !strings.Contains(r.exchanges[1].ReplyBody, want) {
		t.Errorf("%v, %+v", err, r.exchanges)
	}
}

// TestShortPasswords holds that they are masked where they stand alone, and that
// their mask elsewhere does not tell what they are.
func TestShortPasswords(t *testing.T) {
	r := newRig(t, reply(400, fault("illegal_argument", `password \"a1\" of user a12 is a1: bad`)))
	_, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1", Password: password(t, "a1")})
	if want := `password "` + chatapi.Masked + `" of user a12 is ` + chatapi.Masked + `: bad`; failure(t, err).Description != want {
		t.Error(err)
	}
}

func TestPasswordIsNotPrinted(t *testing.T) {
	p := password(t, "correct horse")
	type holder struct {
		Exported chatapi.Password
		hidden   chatapi.Password
		Pointer  *chatapi.Password
		User     chatapi.NewUser
		Any      any
	}
	h := holder{p, p, &p, chatapi.NewUser{Username: "a", Password: p}, p}
	h.Any = h.hidden
	for _, v := range []any{p, &p, h, &h, []any{p, h}, map[string]any{"x": h}, fmt.Errorf("with %v", p)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%t"} {
			if form := leaks(fmt.Sprintf(verb, v), "correct horse"); form != "" {
				t.Errorf("%s of %T gives %q", verb, v, form)
			}
		}
		out, err := json.Marshal(v)
		if err != nil || leaks(string(out), "correct horse") != "" {
			t.Errorf("%s, %v", out, err)
		}
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		if b.Len() == 0 || leaks(b.String(), "correct horse") != "" {
			t.Error(b.String())
		}
		b.Reset()
		_ = gob.NewEncoder(&b).Encode(v) // what cannot be encoded is not written either
		if leaks(b.String(), "correct horse") != "" {
			t.Errorf("gob of %T", v)
		}
	}
	if p.String() != chatapi.Masked || p.GoString() != chatapi.Masked || p.IsZero() || !(chatapi.Password{}).IsZero() {
		t.Error(p.String(), p.GoString())
	}
}

func TestNewPassword(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("a", 65), strings.Repeat("ä", 33), "secret-x\xff", "secret-x\n", "secret-x\x00"} {
		_, err := chatapi.NewPassword(text)
		if !errors.Is(err, chatapi.ErrIllegalArgument) || len(text) > 1 && strings.Contains(err.Error(), text[:2]) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"1", strings.Repeat("a", 64), "päss wörd", `"\`} {
		if _, err := chatapi.NewPassword(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestClientIsNotWalked holds that printing a client shows nothing of its source.
func TestClientIsNotWalked(t *testing.T) {
	r := newRig(t, reply(200, oneUser))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, r.Client); got != "chat client of org#app at "+host {
			t.Errorf("%s: %s", verb, got)
		}
	}
}
