package ui_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"agtok/model/project"
	"agtok/token"
	"agtok/ui"
)

// mine is a project of one's own, whose certificate must show nowhere.
func mine(t testing.TB) (p project.Project, secret string) {
	t.Helper()
	secret = "0123456789abcdef0123456789ABCDEF"
	c, err := token.ParseCertificate(secret)
	if err != nil {
		t.Fatal(err)
	}
	return project.Project{Name: "mine", AppID: "fedcba9876543210fedcba9876543210", Keys: []project.Key{{Role: project.Primary, Certificate: c}}}, secret
}

func TestRandomWalk(t *testing.T) {
	steps := 10_000
	if testing.Short() {
		steps = 1_000
	}
	p, secret := mine(t)
	u := open(t, 120, 36, projects(p, project.Demo()), colour)
	random := rand.New(rand.NewPCG(1, 2))
	names := keyNames(u)
	pastes := []string{logOfTwo(t), cutToken(t), vectorToken(t, "official.jsonl", 0), "\x1b[31m\u202e", "", strings.Repeat("007eJx", 5000), "👩‍👩‍👧‍👦世界é", "\xff\xfe"}
	for i := range steps {
		step := ""
		switch random.IntN(12) {
		case 0:
			step = "paste"
			u.paste(pastes[random.IntN(len(pastes))])
		case 1:
			step = "resize"
			u.resize(1+random.IntN(200), 1+random.IntN(60))
		case 2:
			step = "wait"
			u.wait(time.Duration(random.IntN(100_000)) * time.Millisecond)
		case 3, 4, 5:
			step = "type"
			u.write(string("aZ09 @-:漢é?~*/"[random.IntN(12)]))
		default:
			step = names[random.IntN(len(names))]
			u.press(step)
		}
		if err := u.fits(); err != nil {
			t.Fatalf("step %d (%s): %v", i, step, err)
		}
		if frame := strings.ToLower(u.frame()); strings.Contains(frame, strings.ToLower(secret)) || strings.Contains(frame, strings.ToLower(secret[:16])) {
			t.Fatalf("step %d (%s): the certificate is on the screen:\n%s", i, step, frame)
		}
	}
	if strings.Contains(u.copied.String(), secret) {
		t.Error("the certificate was copied")
	}
}

// keyNames gives every key that does something, but those that end or stop the
// program, and some that do nothing.
func keyNames(u *user) []string {
	names := []string{"f9", "f12", "ctrl+q", "pgup", "pgdown", "home", "end", "backspace", "delete", "insert"}
	for _, row := range ui.KeyTable(u.shell) {
		if row.ID != "shell.quit" && row.ID != "shell.suspend" {
			names = append(names, row.Keys...)
		}
	}
	return names
}

// TestEveryFrameFits draws each pane, with a row in Watch and a token in Decode, at
// every size, and what can be open in it at many.
func TestEveryFrameFits(t *testing.T) {
	for _, p := range append(panes(), scene{"all keys", func(u *user) { u.press("ctrl+p") }}) {
		busy := scene{p.name, func(u *user) {
			p.play(u.press("ctrl+w", "tab", "tab", "tab").write("x").paste(logOfTwo(u.t)).press("ctrl+d", "esc"))
		}}
		t.Run("busy/"+p.name, func(t *testing.T) {
			t.Parallel()
			fitsEverywhere(t, busy, 1)
			fitsEverywhere(t, busy, 7, colour)
		})
	}
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			fitsEverywhere(t, s, 5)
			fitsEverywhere(t, s, 13, colour)
		})
	}
}

// fitsEverywhere draws the console in a state at every step-th size from 1×1 to
// 200×60.
func fitsEverywhere(t *testing.T, s scene, step int, options ...option) {
	if testing.Short() {
		step = 11
	}
	u := open(t, 120, 36, options...)
	s.play(u)
	for w := 1; w <= 200; w += step {
		for h := 1; h <= 60; h += step {
			u.resize(w, h)
			if err := u.fits(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	u := open(b, 120, 36, colour)
	for b.Loop() {
		u.press("a")
		_ = u.shell.View()
		u.press("backspace")
		_ = u.shell.View()
	}
}

func BenchmarkView(b *testing.B) {
	for _, p := range panes() {
		b.Run(p.name, func(b *testing.B) {
			u := open(b, 120, 36, colour).press("ctrl+w", "ctrl+d")
			p.play(u)
			for b.Loop() {
				_ = u.shell.View()
			}
		})
	}
}

// TestASwappedCertificateShowsNowhere decodes a token in which the signing server
// wrote the certificate where the App ID belongs.
func TestASwappedCertificateShowsNowhere(t *testing.T) {
	p, secret := mine(t)
	id, err := token.ParseCertificate(p.AppID)
	if err != nil {
		t.Fatal(err)
	}
	swapped, err := token.Sign(&token.AccessToken2{AppID: secret, IssueTs: uint32(start.Unix()), Expire: 600, Salt: 1,
		Services: []token.Service{{Type: token.RTM, UserID: "u", Privileges: []token.Grant{{Privilege: token.Login, Expire: 600}}}}}, id)
	if err != nil {
		t.Fatal(err)
	}
	u := open(t, 120, 36, projects(p)).press("f2").paste(swapped).press("esc").sees("change")
	u.press("=")
	for range 8 {
		for range 6 {
			if strings.Contains(u.frame(), secret) {
				t.Fatalf("the certificate is on the screen:\n%s", u.frame())
			}
			u.press("pgdown")
		}
		u.press("t")
	}
	u.press("alt+c")
	if strings.Contains(u.lastCopied(), secret) {
		t.Error("the certificate is in the JSON that is copied")
	}
}
