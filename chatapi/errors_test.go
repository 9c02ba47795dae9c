package chatapi_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"agtok/chatapi"
)

const controls = "\x1b[31m red \u202e right-to-left \u200b none \x00 \u2028 \u2800"

// bodies are the kinds of bodies that any status can come with.
var bodies = map[string]string{
	"JSON error":      `{"error":"some_code","exception":"java.lang.X","error_description":"It did not work."}`,
	"HTML":            "<html>\n<body>\x1b[2J<h1>Sorry</h1></body></html>",
	"empty":           "",
	"cut":             `{"error":"some_code","error_descri`,
	"deep":            strings.Repeat(`{"error":`, 5000) + "1" + strings.Repeat("}", 5000),
	"deeper":          strings.Repeat("[", 200_000),
	"controls":        `{"error":"` + "\\u001b[31m\\u202e" + `","exception":"\u0000\u200b","error_description":"` + "\\u001b]0;title\\u0007 \\u2028 \\ufeff" + `"}`,
	"raw controls":    controls,
	"wrong types":     `{"error":{"a":[1]},"exception":7,"error_description":null}`,
	"array":           `[{"error":"some_code"}]`,
	"twice":           `{"error":"some_code","error":"other_code"}`,
	"other case":      `{"Error":"duplicate_unique_property_exists","ERROR_DESCRIPTION":"x"}`,
	"number":          `42`,
	"null":            `null`,
	"long":            `{"error":"` + strings.Repeat("x", 100_000) + `","error_description":"` + strings.Repeat("\\u202e", 50_000) + `"}`,
	"too long":        `{"error":"some_code","a":"` + strings.Repeat("x", chatapi.MaxReply) + `"}`,
	"not UTF-8":       "{\"error\":\"\xff\xfe\",\"error_description\":\"\xc0\xaf\"}",
	"many values":     `{"error":"some_code","a":[` + strings.Repeat("0,", 60_000) + `0]}`,
	"something after": `{"error":"some_code"} {}`,
}

// statuses with the kinds that they have whatever the body is.
var statuses = map[int][]string{
	200: {"bad reply"}, 201: {"bad reply"}, 204: {"bad reply"}, 300: {"bad reply"}, 301: {"bad reply"}, 302: {"bad reply"}, 304: {"bad reply"}, 307: {"bad reply"},
	400: nil, 401: {"unauthorized"}, 403: nil, 404: nil, 405: nil, 408: nil, 413: nil, 415: nil, 418: nil, 429: {"rate"},
	500: nil, 501: nil, 502: nil, 503: nil, 504: nil, 599: nil, 999: nil,
}

// TestStatusAndBody gives every call each status with each kind of body.
func TestStatusAndBody(t *testing.T) {
	for status, kinds := range statuses {
		for name, body := range bodies {
			for _, op := range operations {
				if len(body) > 20_000 && (op.name != chatapi.OpGet && op.name != chatapi.OpRegister || status%100 != 0 || testing.Short() && status != 200) {
					continue // What is long takes its time.
				}
				if testing.Short() && op.name != chatapi.OpGet && op.name != chatapi.OpRegister && status > 200 {
					continue
				}
				t.Run(fmt.Sprintf("%d/%s/%s", status, name, op.name), func(t *testing.T) {
					r := newRig(t, reply(status, body))
					err := op.call(context.Background(), r.Client, "user1")
					want := kinds
					if op.writes && (status/100 != 4 || status == 408) {
						want = append([]string{"open"}, want...)
					}
					checkKinds(t, err, want...)
					checkShowable(t, r, err)
					if e := failure(t, err); e.Status != status || e.Attempts != len(r.service.requests) {
						t.Errorf("%+v behind %d requests", *e, len(r.service.requests))
					}
				})
			}
		}
	}
}

// checkShowable holds that an error and the exchanges can be shown anywhere.
func checkShowable(t testing.TB, r *rig, err error) {
	t.Helper()
	texts := map[string]string{}
	if err != nil {
		e := failure(t, err)
		texts["error"], texts["code"], texts["exception"], texts["description"] = e.Error(), e.Code, e.Exception, e.Description
		texts["advice"], texts["endpoint"] = chatapi.Advice(err), e.Endpoint
		if len(e.Error()) > 1000 || texts["advice"] == "" {
			t.Errorf("error of %d bytes, advice %q", len(e.Error()), texts["advice"])
		}
	}
	for _, x := range append(r.exchanges, r.notices...) {
		texts["request"], texts["reply"], texts["failure"], texts["URL"] = x.RequestBody, x.ReplyBody, x.Err, x.URL
		texts["curl"] = chatapi.Curl(x)
		if len(x.ReplyBody) > chatapi.MaxShown {
			t.Errorf("%d bytes of a reply shown", len(x.ReplyBody))
		}
		for name, text := range texts {
			checkPrintable(t, name, text)
		}
	}
}

func checkPrintable(t testing.TB, name, text string) {
	t.Helper()
	for i, c := range text {
		if !unicode.IsPrint(c) || unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || c == '\u2800' {
			t.Fatalf("%s: byte %d of %.200q does not print", name, i, text)
		}
	}
}

// TestCodes holds the meaning of each documented status and code, for a call
// about one user and for one that is not.
func TestCodes(t *testing.T) {
	for _, c := range []struct {
		status            int
		code, description string
		get, list         []string // kinds
		says              string
	}{
		{400, "json_parse", "Unexpected character.", nil, nil, "refused the request"},
		{400, "illegal_argument", "Entity 'user' requires a property named username.", nil, nil, "refused the request"},
		{400, "illegal_argument", "User One is not legal.", []string{"illegal name"}, []string{"illegal name"}, "does not take the user name"},
		{400, "duplicate_unique_property_exists", "value of X exists.", []string{"duplicate"}, []string{"duplicate"}, "taken already"},
		{400, "organization_application_not_found", "Could not find application", []string{"unknown app"}, []string{"unknown app"}, "App Key"},
		{401, "unauthorized", "Registration is not open, please contact the app admin.", []string{"unauthorized", "closed"}, []string{"unauthorized", "closed"}, "valid app token"},
		{401, "unauthorized", "Unable to authenticate due to expired access token.", []string{"unauthorized"}, []string{"unauthorized"}, "refused the app token"},
		{401, "auth_bad_access_token", "Unable to authenticate.", []string{"unauthorized"}, []string{"unauthorized"}, "refused the app token"},
		{403, "forbidden_op", "no", nil, nil, "forbids"},
		{404, "organization_application_not_found", "Could not find application for x", []string{"unknown app"}, []string{"unknown app"}, "App Key"},
		{404, "service_resource_not_found", "Service resource not found.", []string{"missing"}, nil, ""},
		{404, "resource_not_found", "username X doesn't exist", []string{"missing"}, nil, ""},
		{404, "", "", nil, nil, "nothing at this address"},
		{405, "", "", nil, nil, "method"},
		{408, "", "", nil, nil, "timed out"},
		{413, "", "", nil, nil, "too large"},
		{415, "web_application", "Unsupported Media Type.", nil, nil, "JSON"},
		{429, "reach_limit", "This request has reached API limit.", []string{"rate"}, []string{"rate"}, "rate limit"},
		{429, "resource_limited", "You have exceeded the limit", []string{"plan"}, []string{"plan"}, "plan"},
		{500, "no_full_text_index", "x", nil, nil, "failed"},
		{500, "unsupported_service_operation", "x", nil, nil, "failed"},
		{501, "", "", nil, nil, "failed"}, {502, "", "", nil, nil, "failed"}, {503, "", "", nil, nil, "failed"}, {504, "", "", nil, nil, "failed"},
	} {
		for name, want := range map[chatapi.Operation][]string{chatapi.OpGet: c.get, chatapi.OpList: c.list} {
			r := newRig(t, reply(c.status, fault(c.code, c.description)))
			err := operationNamed(t, name).call(context.Background(), r.Client, "user1")
			checkKinds(t, err, want...)
			e := failure(t, err)
			if e.Code != c.code || e.Description != c.description || e.Exception != "java.lang.Exception" || !strings.Contains(err.Error(), c.says) || chatapi.Advice(err) == "" {
				t.Errorf("%s: %d %s: %v (%q)", name, c.status, c.code, err, chatapi.Advice(err))
			}
		}
	}
}

func TestErrorIsOneSentence(t *testing.T) {
	r := newRig(t, reply(400, fault("duplicate_unique_property_exists", "value of user1 exists.")))
	_, err := r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	want := "register user1: the user name is taken already: value of user1 exists (HTTP 400 duplicate_unique_property_exists)"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	r = newRig(t, reply(500, ""))
	_, err = r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	want = "register user1: the service failed, with an answer that is not the service's JSON (HTTP 500); whether it was done is not known"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestAdviceHasTheOtherReading holds that where pages disagree, both are told.
func TestAdviceHasTheOtherReading(t *testing.T) {
	r := newRig(t, reply(405, fault("unsupported_service_operation", "Use POST.")))
	err := r.Disconnect(context.Background(), "user1")
	if text := chatapi.Advice(err); !strings.Contains(text, "GET was sent") || !strings.Contains(text, "POST") {
		t.Error(text)
	}
	r = newRig(t, reply(400, fault("illegal_argument", "password or pin must provided")))
	_, err = r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	if text := chatapi.Advice(err); !strings.Contains(text, "password") || !strings.Contains(text, "older ones") {
		t.Error(text)
	}
	r = newRig(t, reply(500, ""))
	_, err = r.Register(context.Background(), chatapi.NewUser{Username: "user1"})
	if text := chatapi.Advice(err); !strings.HasPrefix(text, "Look the user up") {
		t.Error(text)
	}
	if chatapi.Advice(nil) != "" || chatapi.Advice(errors.New("another")) != "" {
		t.Error("advice on what is not of this package")
	}
}

// TestRedirectIsNotFollowed holds that the token goes to nobody else.
func TestRedirectIsNotFollowed(t *testing.T) {
	for _, to := range []string{"https://evil.example/x", "http://" + host + "/org/app/users/user1", "//evil.example/", "/elsewhere", "\x1b[31m", ""} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			r := newRig(t, reply(status, "", "Location", to))
			_, err := r.Get(context.Background(), "user1")
			checkKinds(t, err, "bad reply")
			checkShowable(t, r, err)
			if len(r.service.requests) != 1 {
				t.Errorf("%d to %q: %d requests", status, to, len(r.service.requests))
			}
			if strings.Contains(to, "evil") && !strings.Contains(err.Error(), "evil.example") {
				t.Errorf("%v does not name the host", err)
			}
		}
	}
}
