package errorline_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"agtok/model/admission"
	"agtok/model/errorline"
	"agtok/model/finding"
)

// short writes a meaning as "sdk kind code".
func short(all []errorline.Meaning) string {
	var list []string
	for _, m := range all {
		s := string(m.SDK)
		if m.Kind != errorline.Failure {
			s += " " + string(m.Kind)
		}
		if m.Code != "" {
			s += " " + m.Code
		} else {
			s += " " + m.Name
		}
		list = append(list, s)
	}
	return strings.Join(list, ", ")
}

func TestExplain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout", "rtc-web 2010010"},
		{"AgoraRTCException: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic use static key", "rtc-web 2010015"},
		{"Choose server https://webrtc2-ap-web-1.agora.io/api/v1 failed, message: AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired, retry: false", "rtc-web 2010013"},
		{"CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed", "rtc-web 2010009"},
		{"CAN_NOT_GET_GATEWAY_SERVER: invalid vendor key, can not find appid", "rtc-web 2010005"},
		{"CAN_NOT_GET_GATEWAY_SERVER: static use dynamic key", "rtc-web 2010014"},
		{"CAN_NOT_GET_GATEWAY_SERVER: no active status", "rtc-web 2010011"},
		{"CAN_NOT_GET_GATEWAY_SERVER", "rtc-web CAN_NOT_GET_GATEWAY_SERVER"},
		{"AgoraRTCError INVALID_PARAMS: Invalid token: . If you don not use token, set it to null", "rtc-web INVALID_PARAMS"},
		{"INVALID_OPERATION: audience can not publish stream", "rtc-web INVALID_OPERATION"},
		{"code 2010010", "rtc-web 2010010"},
		{"2010015", "rtc-web 2010015"},
		{"onError 110", "rtc-native 110"},
		{"onError: 109", "rtc-native 109"},
		{"rtcEngine didOccurError 101", "rtc-native 101"},
		{"joinChannel returned -2", "rtc-native 2"},
		{"renewToken returned -2", "rtc-native 2"},
		{"ERR_INVALID_TOKEN", "rtc-native 110"},
		{"ERR_INVALID_TOKEN(110)", "rtc-native 110"},
		{"error 110", "rtc-native 110, rtc-web-legacy 110"},
		{"110", "rtc-native 110, rtc-web renewal 110, rtc-web-legacy 110"},
		{"error 109", "rtc-native 109, rtc-web-legacy 109, chat-native event 109"},
		{"error 101", "rtc-native 101, rtc-web-legacy 101, cloud-recording 101, rtm-1 101, chat-native 101"},
		{"Web error 120", "rtc-web-legacy 120"},
		{"ERR_DYNAMIC_USE_STATIC_KEY", "rtc-web 2010015, rtc-web-legacy 120"},
		{"error to verify token permission, code: 110", "rtc-web renewal 110"},
		{"onConnectionStateChanged state 5 reason 9", "rtc-native reason 9, rtm-1 reason 9"},
		{"reason 8", "rtc-native reason 8, rtm-1 reason 8"},
		{"CONNECTION_CHANGED_INVALID_TOKEN (8)", "rtc-native reason 8"},
		{"connection changed reason: 12", "rtc-native reason 12"},
		{"onRenewTokenResult code 5", "rtc-native renewal 5, rtm-1 renewal 5"},
		{"renewToken result 4", "rtc-native renewal 4, rtm-1 renewal 4"},
		{"RTM renewToken failed: 6", "rtm-1 renewal 6"},
		{"RENEW_TOKEN_ERR_TOKEN_EXPIRED = 5", "rtm-1 renewal 5"},
		{"LOGIN_ERR_INVALID_TOKEN = 5", "rtm-1 5"},
		{"RTM error 5", "rtm-1 5"},
		{"rtm login failed with code 6", "rtm-1 6"},
		{"LOGIN_ERR_TOKEN_EXPIRED", "rtm-1 6"},
		{"The vendor enabled the dynamic key, but uses the static key", "rtm-1 5"},
		{"-10005", "signaling-2 -10005"},
		{"RTM Error: -10009", "signaling-2 -10009"},
		{"ErrorCode=-10016", "signaling-2 -10016"},
		{"RTM_ERROR_INVALID_TOKEN", "signaling-2 -10005"},
		{"linkState FAILED reason 17", "signaling-2 reason 17"},
		{"SERVER_REJECT: Ticket expired", "signaling-2 reason 17"},
		{"Chat 108", "chat-native 108"},
		{"Chat `108`", "chat-native 108"},
		{"EMError 104", "chat-native 104"},
		{"error 202", "chat-native 202"},
		{"Chat error 2", "chat-web 2"},
		{"TOKEN_WILL_EXPIRE", "chat-native event 109"},
		{"ErrorUint32: 101", "cloud-recording 101"},
		{`{"error":"unauthorized","error_description":"Registration is not open, please contact the app admin."}`, "chat-rest 401"},
		{"Unable to authenticate.", "chat-rest 401"},
		{"onTokenPrivilegeWillExpire", "rtc-native event onTokenPrivilegeWillExpire"},
		{"client.on('token-privilege-did-expire')", "rtc-web event token privilege did expire"},
		{"Invalid token", "rtc-native 110, signaling-2 -10005, chat-native 104"},
		{"RTM: invalid token", "signaling-2 -10005"},
		{"Your chat token has expired", "chat-native 108"},
		{"INVALID_TOKEN", "rtc-native 110, signaling-2 -10005, chat-native 104"},
		{"5", "rtc-native renewal 5, rtm-1 5, rtm-1 renewal 5"},
		{"ONERROR 110\nonConnectionStateChanged reason 9", "rtc-native 110, rtc-native reason 9"},
		{"RTM_ERROR_INVALID_TOKEN -10005, after onError 110", "rtc-native 110, signaling-2 -10005"},

		{"", ""}, {"lobby", ""}, {"110 users are online", ""}, {"on page 5 there is an error", ""}, {"x110", ""}, {"error110", ""}, {"1.2.109", ""},
		{"error 1100", ""}, {"http 401", ""}, {"error 5", ""}, {"uid 2010010x", ""}, {"room-10005", ""}, {"version 4.6.110 started", ""},
	} {
		if got := short(errorline.Explain(c.text)); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestTable holds that every entry is complete, found again by what stands in it,
// and names checks that there are.
func TestTable(t *testing.T) {
	all := errorline.All()
	if len(all) < 100 {
		t.Fatalf("only %d entries", len(all))
	}
	rules := map[string]bool{}
	for _, r := range finding.Catalogue() {
		rules[r.ID] = true
	}
	sdks := map[errorline.SDK]int{}
	for _, m := range all {
		sane(t, m)
		sdks[m.SDK]++
		for _, id := range m.Checks {
			if !slices.Contains(admission.IDs(), admission.ID(id)) {
				t.Errorf("%s %s: there is no reason %q", m.SDK, m.Name, id)
			}
		}
		for _, id := range m.Findings {
			if !rules[id] {
				t.Errorf("%s %s: there is no rule %q", m.SDK, m.Name, id)
			}
		}
		for _, text := range []string{m.Name, m.Code} {
			if text == "" {
				continue
			}
			if !slices.ContainsFunc(errorline.Explain(text), func(got errorline.Meaning) bool { return got.SDK == m.SDK && got.Code == m.Code && got.Kind == m.Kind }) {
				t.Errorf("%s %s %s is not found in its own %q", m.SDK, m.Kind, m.Name, text)
			}
		}
	}
	for _, s := range []errorline.SDK{errorline.Native, errorline.Web, errorline.WebLegacy, errorline.Recording, errorline.Signaling2, errorline.RTM1, errorline.ChatNative, errorline.ChatWeb, errorline.ChatREST} {
		if sdks[s] == 0 {
			t.Errorf("%s has no entry", s)
		}
	}
}

func sane(t testing.TB, m errorline.Meaning) {
	t.Helper()
	if m.Meaning == "" || m.Fix == "" || m.Source == "" || m.Title == "" || m.Product == "" || m.Code == "" && m.Name == "" || m.Checks == nil || m.Findings == nil {
		t.Errorf("not complete: %+v", m)
	}
	for _, text := range []string{m.Meaning, m.Fix, m.Source, m.Name} {
		if strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) {
			t.Errorf("not printable: %q", text)
		}
	}
}

// TestMeaningsAreCopies holds that a caller can't spoil the table.
func TestMeaningsAreCopies(t *testing.T) {
	errorline.Explain("onError 110")[0].Checks[0] = "spoilt"
	if got := errorline.Explain("onError 110")[0].Checks[0]; got == "spoilt" {
		t.Error("a caller can change the table")
	}
}

func FuzzExplain(f *testing.F) {
	for _, s := range []string{"CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout", "onError 110", "LOGIN_ERR_INVALID_TOKEN = 5",
		"-10005", "reason 9\nchat 108", "\xff\x1b[2Jerror -2\u202e", strings.Repeat("err_invalid_token_", 99), "--5- code-5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all := errorline.Explain(text)
		if len(all) > len(errorline.All()) {
			t.Fatalf("%d meanings", len(all))
		}
		for _, m := range all {
			sane(t, m)
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	for b.Loop() {
		if len(errorline.Explain("AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: dynamic key or token timeout")) != 1 {
			b.Fatal("not explained")
		}
	}
}

// BenchmarkExplainLog is the largest text that is looked through.
func BenchmarkExplainLog(b *testing.B) {
	log := strings.Repeat("12:00:01 error 1234 login failed reason 77 code -5 err_inv\n", 64<<10/58)
	for b.Loop() {
		errorline.Explain(log)
	}
}
