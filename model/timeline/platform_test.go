package timeline_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"agtok/model/timeline"
	"agtok/token"
)

// callbacks writes what is called at a kind of event, by platform.
func callbacks(e timeline.Event) map[timeline.Platform]string {
	out := map[timeline.Platform]string{}
	for _, p := range timeline.Platforms() {
		out[p] = e.Callback(p)
	}
	return out
}

func TestCallbacks(t *testing.T) {
	type row map[timeline.Platform]string
	const warn, end, failed = "onTokenPrivilegeWillExpire", "onRequestToken", "link state FAILED"
	for _, c := range []struct {
		product timeline.Product
		kind    timeline.Kind
		want    row
	}{
		{"rtc", timeline.WillExpire, row{"android": warn, "ios": "rtcEngine:tokenPrivilegeWillExpire:", "macos": "rtcEngine:tokenPrivilegeWillExpire:",
			"windows": warn, "web": "token-privilege-will-expire", "flutter": warn, "react-native": warn, "electron": warn,
			"unity": "OnTokenPrivilegeWillExpire", "unreal": warn, "harmonyos": warn}},
		{"rtc", timeline.Expired, row{"android": end, "ios": "rtcEngineRequestToken:", "macos": "rtcEngineRequestToken:",
			"windows": end, "web": "token-privilege-did-expire", "flutter": end, "react-native": end, "electron": end,
			"unity": "OnRequestToken", "unreal": end, "harmonyos": end}},
		{"rtc", timeline.Removed, row{}},
		{"rtc", timeline.RejoinClosed, row{}},
		{"rtc", timeline.PublishEnds, row{}},
		{"rtm1", timeline.WillExpire, row{"android": warn, "windows": warn, "ios": "rtmKitTokenPrivilegeWillExpire:", "macos": "rtmKitTokenPrivilegeWillExpire:",
			"web": "TokenPrivilegeWillExpire", "electron": "TokenPrivilegeWillExpire"}},
		{"rtm1", timeline.Expired, row{"android": "onTokenExpired", "windows": "onTokenExpired", "ios": "rtmKitTokenDidExpire:", "macos": "rtmKitTokenDidExpire:",
			"web": "TokenExpired", "electron": "TokenExpired"}},
		{"signaling2", timeline.WillExpire, row{"android": warn, "windows": warn, "react-native": warn, "ios": "tokenPrivilegeWillExpire",
			"macos": "tokenPrivilegeWillExpire", "web": "tokenPrivilegeWillExpire", "unity": "OnTokenPrivilegeWillExpire", "flutter": "token"}},
		{"signaling2", timeline.Expired, row{"android": failed, "windows": failed, "react-native": failed, "ios": failed, "macos": failed,
			"web": failed, "unity": failed, "flutter": failed}},
		{"chat", timeline.HalfLife, row{"android": "onTokenWillExpire", "web": "onTokenWillExpire", "ios": "tokenWillExpire:",
			"flutter": "onTokenWillExpire", "react-native": "onTokenWillExpire", "unity": "OnTokenWillExpire", "windows": "OnTokenWillExpire"}},
		{"chat", timeline.Expired, row{"android": "onTokenExpired", "web": "onTokenExpired", "ios": "tokenDidExpire:",
			"flutter": "onTokenDidExpire", "react-native": "onTokenDidExpire", "unity": "OnTokenExpired", "windows": "OnTokenExpired"}},
		{"", timeline.Expired, row{}},
	} {
		for p, got := range callbacks(timeline.Event{Product: c.product, Event: c.kind}) {
			if got != c.want[p] {
				t.Errorf("%s %s on %s: %q, want %q", c.product, c.kind, p, got, c.want[p])
			}
		}
	}
}

// TestCallbacksInJSON holds the names that scripts find under callbacks, and that
// each is one of the table by platform.
func TestCallbacksInJSON(t *testing.T) {
	for _, c := range []struct {
		product timeline.Product
		kind    timeline.Kind
		want    string
	}{
		{"rtc", timeline.WillExpire, `,"callbacks":{"native":"onTokenPrivilegeWillExpire","web":"token-privilege-will-expire"}`},
		{"rtc", timeline.Expired, `,"callbacks":{"native":"onRequestToken","web":"token-privilege-did-expire"}`},
		{"rtc", timeline.Removed, ``},
		{"rtc", timeline.RejoinClosed, ``},
		{"rtc", timeline.PublishEnds, ``},
		{"rtm1", timeline.WillExpire, `,"callbacks":{"native":"onTokenPrivilegeWillExpire","web":"TokenPrivilegeWillExpire"}`},
		{"rtm1", timeline.Expired, `,"callbacks":{"native":"onTokenExpired","web":"TokenExpired"}`},
		{"signaling2", timeline.WillExpire, `,"callbacks":{"native":"tokenPrivilegeWillExpire","web":"tokenPrivilegeWillExpire"}`},
		{"signaling2", timeline.Expired, `,"callbacks":{"native":"link state FAILED","web":"link state FAILED"}`},
		{"chat", timeline.HalfLife, `,"callbacks":{"native":"onTokenWillExpire","web":"onTokenWillExpire"}`},
		{"chat", timeline.Expired, `,"callbacks":{"native":"onTokenExpired","web":"onTokenExpired"}`},
	} {
		e := timeline.Event{At: 1, Event: c.kind, Product: c.product, Subject: "expire"}
		want := fmt.Sprintf(`{"at":1,"event":"%s","product":"%s","subject":"expire","certain":false%s}`, c.kind, c.product, c.want)
		if got := string(e.AppendJSON(nil, "")); got != want {
			t.Errorf("%s %s is written as\n%s, want\n%s", c.product, c.kind, got, want)
		}
		native, web := e.Callbacks()
		if all := callbacks(e); !slices.Contains(slices.Collect(maps.Values(all)), native) || web != all[timeline.Web] {
			t.Errorf("%s %s: %q and %q are not of the table by platform", c.product, c.kind, native, web)
		}
	}
}

// TestEventInJSON holds the keys that only some events have, and their order.
func TestEventInJSON(t *testing.T) {
	e := timeline.Event{At: 30, Event: timeline.WillExpire, Product: "chat", Subject: "services[0].privileges.user", Certain: true, Before: true}
	for p, callback := range map[timeline.Platform]string{"": "", timeline.HarmonyOS: "", "no such platform": "",
		timeline.IOS: `,"callback":"tokenWillExpire:"`} {
		want := `{"at":30,"event":"will-expire","product":"chat","subject":"services[0].privileges.user","certain":true,` +
			`"callbacks":{"native":"onTokenWillExpire","web":"onTokenWillExpire"},"beforeIssue":true` + callback + `}`
		if got := string(e.AppendJSON([]byte("before"), p)); got != "before"+want {
			t.Errorf("of %q it is written as\n%s, want\n%s", p, got, want)
		}
	}
}

func TestPlatforms(t *testing.T) {
	titles := map[timeline.Platform]string{"android": "Android", "ios": "iOS", "macos": "macOS", "windows": "Windows", "web": "Web", "flutter": "Flutter",
		"react-native": "React Native", "electron": "Electron", "unity": "Unity", "unreal": "Unreal", "harmonyos": "HarmonyOS"}
	all := timeline.Platforms()
	if len(all) != len(titles) || all[0] != timeline.Android {
		t.Errorf("platforms are %v", all)
	}
	for _, p := range all {
		if p.Title() != titles[p] {
			t.Errorf("%s is called %q", p, p.Title())
		}
	}
	all[0] = "changed"
	if timeline.Platforms()[0] != timeline.Android {
		t.Error("a caller can change the list")
	}
}

func TestProductTitles(t *testing.T) {
	for product, want := range map[timeline.Product]string{"rtc": "RTC", "rtm1": "RTM 1.x", "signaling2": "Signaling 2.x", "chat": "Chat", "fpa": "fpa"} {
		if product.Title() != want {
			t.Errorf("%s is called %q", product, product.Title())
		}
	}
}

func TestAdvice(t *testing.T) {
	rtcAt := func(k timeline.Kind) timeline.Event { return timeline.Event{Product: "rtc", Event: k, Certain: true} }
	of := func(product timeline.Product, k timeline.Kind) timeline.Event {
		return timeline.Event{Product: product, Event: k, Certain: true}
	}
	for _, c := range []struct {
		e          timeline.Event
		p          timeline.Platform
		note, todo string // parts; "" for none at all
	}{
		{rtcAt(timeline.WillExpire), "android", "The pages disagree on which end comes 30 s later", "Fetch a new token and call renewToken."},
		{timeline.Event{Product: "rtc", Event: timeline.WillExpire}, "ios", "is inferred", "call renewToken."},
		{timeline.Event{Product: "rtc", Event: timeline.WillExpire, Before: true}, "ios", "at once or never", "call renewToken."},
		{rtcAt(timeline.WillExpire), "unity", "", "call RenewToken."},
		{rtcAt(timeline.Expired), "android", "reason 9", "call renewToken; with several channels, updateChannelMediaOptionsEx."},
		{rtcAt(timeline.Expired), "unity", "reason 9", "call RenewToken; with several channels, UpdateChannelMediaOptionsEx."},
		{rtcAt(timeline.Expired), "web", "4.13.0", "client.join again, not renewToken."},
		{rtcAt(timeline.Expired), "flutter", "or renewToken", "joinChannel again."},
		{rtcAt(timeline.Removed), "android", "", ""},
		{rtcAt(timeline.RejoinClosed), "android", "No callback tells of it", "dropped user can't come back"},
		{rtcAt(timeline.PublishEnds), "web", "Inferred", "a token that grants it"},
		{of("rtm1", timeline.WillExpire), "android", "From SDK 1.5.0 on.", "call renewToken."},
		{of("rtm1", timeline.WillExpire), "web", "1.4.6", "call renewToken."},
		{of("rtm1", timeline.WillExpire), "flutter", "Agora's pages name no RTM 1.x callback for Flutter.", "call renewToken."},
		{of("rtm1", timeline.Expired), "ios", "ABORTED", "log in again"},
		{of("signaling2", timeline.WillExpire), "web", "2.2.3", "call renewToken."},
		{of("signaling2", timeline.WillExpire), "android", "empty channel name", "call renewToken."},
		{of("signaling2", timeline.Expired), "web", "SERVER_REJECT", "Log out, fetch a new token and log in."},
		{of("signaling2", timeline.Expired), "unreal", "Agora's pages name no Signaling 2.x callback for Unreal.", "Log out"},
		{of("chat", timeline.HalfLife), "ios", "a slip", "call renewToken."},
		{of("chat", timeline.HalfLife), "windows", "Error 109", "call RenewToken."},
		{of("chat", timeline.Expired), "android", "Error 108.", "log in again"},
		{of("chat", timeline.Expired), "react-native", "calls renewToken here", "log in again"},
		{of("chat", timeline.Expired), "harmonyos", "Agora's pages name no Chat callback for HarmonyOS.", "log in again"},
		{of("other", timeline.Removed), "android", "", ""},
	} {
		note, todo := c.e.Note(c.p), c.e.Todo(c.p)
		if !strings.Contains(note, c.note) || note == "" != (c.note == "") && c.p != "unity" {
			t.Errorf("%s %s on %s notes %q, want %q", c.e.Product, c.e.Event, c.p, note, c.note)
		}
		if !strings.Contains(todo, c.todo) || todo == "" != (c.todo == "") {
			t.Errorf("%s %s on %s: do %q, want %q", c.e.Product, c.e.Event, c.p, todo, c.todo)
		}
	}
}

// TestEveryEventHasWords looks at all events of all cases on all platforms.
func TestEveryEventHasWords(t *testing.T) {
	looked := 0
	for _, b := range append(boundaries(), boundary{name: "Chat", tok: with(60, chat(token.Grant{Privilege: token.ChatUser}))}) {
		tl := timeline.Of(b.tok)
		for i := range tl.Events {
			e := &tl.Events[i]
			if words := e.Happens(); words == "" || !e.Certain && !e.Moot && e.Doubt() == "" || !strings.Contains(e.Tell("now", false), " now") {
				t.Errorf("%s: %s %s: %q, %q, %q", b.name, e.Product, e.Event, words, e.Doubt(), e.Tell("now", false))
			}
			for _, p := range timeline.Platforms() {
				looked++
				if todo := e.Todo(p); todo == "" != (e.Event == timeline.Removed || e.Moot) || todo != "" && !strings.HasSuffix(todo, ".") {
					t.Errorf("%s: %s %s on %s: do %q", b.name, e.Product, e.Event, p, todo)
				}
				if note := e.Note(p); e.Event != timeline.Removed && !e.Moot && !strings.HasSuffix(note, ".") {
					t.Errorf("%s: %s %s on %s notes %q", b.name, e.Product, e.Event, p, note)
				}
			}
		}
	}
	if looked < 500 {
		t.Errorf("only %d were looked at", looked)
	}
}
