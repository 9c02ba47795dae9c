package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"agtok/chatapi/sandbox"
)

const registration = `{"username":"user1"}`

// TestFaults sends a registration over a real connection into each fault. Whether
// the user is there afterwards is half of what a fault is.
func TestFaults(t *testing.T) {
	tests := []struct {
		name   string
		fault  sandbox.Fault
		status int
		header string // "Name: value"
		body   string // a part of it
		worked bool
	}{
		{"delay", sandbox.Fault{Delay: time.Hour}, 200, "", `"post"`, true},
		{"429", sandbox.Fault{Kind: sandbox.FaultError, Status: 429}, 429, "", "reach_limit", false},
		{"429 with seconds", sandbox.Fault{Kind: sandbox.FaultError, Status: 429, RetryAfter: 1500 * time.Millisecond}, 429, "Retry-After: 2", "reach_limit", false},
		{"429 with a date", sandbox.Fault{Kind: sandbox.FaultError, Status: 429, RetryAfter: 3 * time.Second, RetryDate: true}, 429, "Retry-After: Wed, 21 Nov 2018 10:13:19 GMT", "reach_limit", false},
		{"401", sandbox.Fault{Kind: sandbox.FaultError, Status: 401}, 401, "", "expired access token", false},
		{"500 before", sandbox.Fault{Kind: sandbox.FaultError}, 500, "", "web_application", false},
		{"500 after", sandbox.Fault{Kind: sandbox.FaultError, After: true}, 500, "", "web_application", true},
		{"504", sandbox.Fault{Kind: sandbox.FaultError, Status: 504, After: true}, 504, "", "gateway_timeout", true},
		{"status out of range", sandbox.Fault{Kind: sandbox.FaultError, Status: 99}, 500, "", "web_application", false},
		{"page", sandbox.Fault{Kind: sandbox.FaultPage}, 502, "Content-Type: text/html", "<h1>502 Bad Gateway", false},
		{"page after", sandbox.Fault{Kind: sandbox.FaultPage, Status: 200, After: true}, 200, "Content-Type: text/html", "<h1>200 OK", true},
		{"redirect", sandbox.Fault{Kind: sandbox.FaultRedirect}, 307, "Location: http://chat.agtok.invalid" + users, "", false},
		{"redirect to", sandbox.Fault{Kind: sandbox.FaultRedirect, Status: 302, Location: "http://127.0.0.1:1/"}, 302, "Location: http://127.0.0.1:1/", "", false},
		{"slow body", sandbox.Fault{Kind: sandbox.FaultSlowBody, Pause: time.Hour, Size: 7}, 200, "", `"applicationName":"` + app + `"}`, true},
		{"huge", sandbox.Fault{Kind: sandbox.FaultHuge, Size: 1 << 20}, 200, "", `aaaa"}]}`, false},
		{"deep", sandbox.Fault{Kind: sandbox.FaultDeep, Size: 5000, After: true}, 200, "", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), true},
		{"control", sandbox.Fault{Kind: sandbox.FaultControl}, 400, "", `\u001b[31m`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, url := faulty(t, tt.fault)
			resp, body, err := send(t, url, "POST", users, registration)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || !strings.Contains(string(body), tt.body) {
				t.Errorf("status %d, %.200q, want %d with %.200q", resp.StatusCode, body, tt.status, tt.body)
			}
			if name, want, ok := strings.Cut(tt.header, ": "); ok && resp.Header.Get(name) != want {
				t.Errorf("%s: %q, want %q", name, resp.Header.Get(name), want)
			}
			if got := len(s.Users()) == 1; got != tt.worked {
				t.Errorf("registered %v, want %v", got, tt.worked)
			}
		})
	}
}

// faulty listens with one fault for the first request, and does not really wait.
func faulty(t *testing.T, f sandbox.Fault) (*sandbox.Server, string) {
	o := options(t)
	o.Sleep = func(context.Context, time.Duration) {}
	s := sandbox.New(o)
	s.SetScript(sandbox.Register, sandbox.Ordered(f))
	return s, listen(t, s)
}

func TestBrokenConnections(t *testing.T) {
	tests := []struct {
		name   string
		fault  sandbox.Fault
		want   error
		worked bool
	}{
		{"reset before", sandbox.Fault{Kind: sandbox.FaultReset}, syscall.ECONNRESET, false},
		{"reset after", sandbox.Fault{Kind: sandbox.FaultReset, After: true}, syscall.ECONNRESET, true},
		{"cut", sandbox.Fault{Kind: sandbox.FaultCutBody}, io.ErrUnexpectedEOF, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, url := faulty(t, tt.fault)
			if _, _, err := send(t, url, "POST", users, registration); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if got := len(s.Users()) == 1; got != tt.worked {
				t.Errorf("registered %v, want %v", got, tt.worked)
			}
			if resp, _, err := send(t, url, "GET", users, ""); err != nil || resp.StatusCode != 200 {
				t.Errorf("the request after it: %v", err)
			}
		})
	}
}

func TestNamedFaults(t *testing.T) {
	if len(sandbox.FaultNames()) == 0 {
		t.Fatal("no names")
	}
	for _, name := range sandbox.FaultNames() {
		if f, ok := sandbox.FaultNamed(name); !ok || f == (sandbox.Fault{}) {
			t.Errorf("%s: %v %v", name, f, ok)
		}
	}
	if _, ok := sandbox.FaultNamed("nonsense"); ok {
		t.Error("a fault named nonsense")
	}
}

func TestControlHasWhatItSays(t *testing.T) {
	_, url := faulty(t, sandbox.Fault{Kind: sandbox.FaultControl})
	_, body, err := send(t, url, "POST", users, registration)
	if err != nil {
		t.Fatal(err)
	}
	description, _ := object(t, body)["error_description"].(string)
	for _, r := range "\x1b\u009b\u202e\u200b\r" {
		if !strings.ContainsRune(description, r) {
			t.Errorf("no %q in %q", r, description)
		}
	}
}

func TestScriptPerOperation(t *testing.T) {
	s := sandbox.New(options(t))
	limit := sandbox.Fault{Kind: sandbox.FaultError, Status: 429}
	all, many := sandbox.Ordered(sandbox.Fault{}, limit), sandbox.Ordered(limit)
	s.SetScript(sandbox.AnyOperation, all)
	s.SetScript(sandbox.RegisterMany, many)
	expect(t, s, "POST", users, `{"username":"a"}`, 200, "")
	expect(t, s, "POST", users, `[{"username":"b"}]`, 429, "reach_limit")
	expect(t, s, "POST", users, `[{"username":"b"}]`, 200, "")
	if all.Left() != 1 || many.Left() != 0 {
		t.Errorf("left %d and %d", all.Left(), many.Left())
	}
	expect(t, s, "GET", users, "", 429, "reach_limit")
	expect(t, s, "GET", users, "", 200, "")
	s.SetScript(sandbox.List, sandbox.Ordered(limit))
	s.SetScript(sandbox.List, nil)
	expect(t, s, "GET", users, "", 200, "")
}

func TestRandomScript(t *testing.T) {
	draws := []float64{0, 0.0999, 0.1, 0.1999, 0.2, 0.999}
	want := []int{429, 429, 500, 500, 200, 200}
	s := sandbox.New(options(t))
	i := -1
	s.SetScript(sandbox.AnyOperation, sandbox.Random(func() float64 { i++; return draws[i] },
		sandbox.Odds{Probability: 0.1, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		sandbox.Odds{Probability: 0.1, Fault: sandbox.Fault{Kind: sandbox.FaultError}}))
	for n, status := range want {
		if got, _ := ask(t, s, "GET", users, ""); got != status {
			t.Errorf("draw %g: status %d, want %d", draws[n], got, status)
		}
	}
}

// TestUntilRegistered registers users through faults of all sorts, some after the
// work was done, until each has been told that it is there: the way a client that
// registers thousands goes, and proof that nobody is lost or registered twice.
func TestUntilRegistered(t *testing.T) {
	const count = 200
	s := sandbox.New(options(t))
	state := uint32(1)
	draw := func() float64 { // a linear congruential sequence, so that every run is the same
		state = state*1664525 + 1013904223
		return float64(state) / (1 << 32)
	}
	s.SetScript(sandbox.Register, sandbox.Random(draw,
		sandbox.Odds{Probability: 0.08, Fault: sandbox.Fault{Kind: sandbox.FaultError, Status: 429}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultError, After: true}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset}},
		sandbox.Odds{Probability: 0.04, Fault: sandbox.Fault{Kind: sandbox.FaultReset, After: true}}))
	url := listen(t, s)
	faults, there := 0, 0
	for i := range count {
		for done := false; !done; {
			resp, body, err := send(t, url, "POST", users, fmt.Sprintf(`{"username":"u%d"}`, i))
			switch {
			case err != nil || resp.StatusCode >= 429:
				faults++
			case resp.StatusCode == http.StatusOK:
				done = true
			default:
				if got := object(t, body)["error"]; got != "duplicate_unique_property_exists" {
					t.Fatalf("%d: %s", resp.StatusCode, body)
				}
				there++
				done = true
			}
		}
	}
	if faults == 0 || there == 0 || len(s.Users()) != count {
		t.Errorf("%d faults, %d were there already, %d users, want %d", faults, there, len(s.Users()), count)
	}
}
