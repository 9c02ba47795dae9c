package config

import "testing"

func TestChecks(t *testing.T) {
	tests := []struct {
		name      string
		check     func(string) []fault
		good, bad []string
	}{
		{"listen", checkListen,
			[]string{"127.0.0.1:8090", ":0", "[::1]:65535", "localhost:80", "0.0.0.0:1", "my-host.example.com:8090"},
			[]string{"127.0.0.1", "8090", "a:b:c", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:http", "127.0.0.1:080", "a b:1", "a..b:1", "http://a:1", "\u202ea:1", ":"}},
		{"origin", checkOrigin,
			[]string{"https://app.example.com", "http://10.0.0.1:8080", "http://[::1]:3000"},
			[]string{"*", "null", "app.example.com", "https://app.example.com/", "https://app.example.com/x", "ftp://a", "https://u:p@a", "https://a?q", "https://a?", "https://a#f", "https://a#", "https://", "https://a:", "https://a:0", "https://a:99999", "https://a\x1b", "file:///x"}},
		{"Chat host", checkChatHost,
			[]string{"a41.chat.agora.io", "a41.chat.agora.io:443", "https://a41.chat.agora.io", "https://a41.chat.agora.io/", "http://127.0.0.1:9000", "http://localhost:1", "http://[::1]:1"},
			[]string{"http://a41.chat.agora.io", "http://127.0.0.1.example.com", "ws://a", "a/b", "https://a/b", "u@a", "a b", "https://a?x", "a#b", "//a", "http://", "http://0.0.0.0"}},
		{"App Key", checkAppKey,
			[]string{"org#app", "611166664#1353835", "a-b_c.d#e"},
			[]string{"org", "#app", "org#", "org#app#x", "a/b#c", "..#app", "org#.", "org #app", "ör#app", "o%2fg#app"}},
		{"name", checkName,
			[]string{"staging", "my app 2", "日本", "a.b/c"},
			[]string{"-x", " x", "x ", "a\tb", "a\x00", "\xff", "a\u200d", "\u3164", "a\ufe0f", "\u2800"}},
	}
	for _, tt := range tests {
		for _, text := range tt.good {
			if faults := tt.check(text); faults != nil {
				t.Errorf("%s: %q %s", tt.name, text, faults[0].message)
			}
		}
		for _, text := range tt.bad {
			if tt.check(text) == nil {
				t.Errorf("%s: %q is let through", tt.name, text)
			}
		}
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain ünï 日本":                               "plain ünï 日本",
		"\x1b]52;c;\x07\u202e\u200b\ufeff\u3164\x85": `\u{1B}]52;c;\u{7}\u{202E}\u{200B}\u{FEFF}\u{3164}\x85`,
		"a\r\n\tb\u2028":                             `a\u{D}\u{A}\u{9}b\u{2028}`,
		"\ufffd\xff":                                 "\ufffd" + `\xff`,
		"key 5CFd2fd1755d40ecb72977518be15d3b!":      "key ••••!",
		"0123456789abcde":                            "0123456789abcde",
		"0123456789abcdef":                           "••••",
	} {
		if got := visible(text); got != want {
			t.Errorf("%q shows as %q, want %q", text, got, want)
		}
	}
	long := ""
	for range 100 {
		long += "é-"
	}
	if got := visible(long); got != long[:3*32]+"…" {
		t.Errorf("a long text shows as %q", got)
	}
}
