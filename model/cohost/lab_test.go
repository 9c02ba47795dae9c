package cohost_test

import (
	"fmt"
	"strings"
	"testing"

	"agtok/model/cohost"
	"agtok/model/project"
	"agtok/token"
)

const start = 1_700_000_000

// salts counts up, so that every token is another one and the same in each run.
func salts() func() uint32 {
	n := uint32(0)
	return func() uint32 { n++; return n }
}

func scenario(t *testing.T, id string) cohost.Lab {
	t.Helper()
	s, ok := cohost.ScenarioByID(id)
	if !ok {
		t.Fatalf("no scenario %q", id)
	}
	return s.Lab(start, salts())
}

// sketch writes how someone stands: may join, in the channel, audio video data; the
// last two not if they are as the first. An audience member stands as such.
func sketch(r cohost.Row) string {
	parts := []string{string(r.Join.ID), string(r.Channel.ID)}
	for _, c := range r.Publishes {
		parts = append(parts, string(c.ID))
	}
	audience := parts[2] == "is-audience" && parts[4] == "audience-data"
	if parts[2] == parts[3] && (parts[3] == parts[4] || audience) {
		parts = parts[:3]
	}
	return strings.Join(parts, " ")
}

// TestStories holds what the scenarios show, at the seconds that matter.
func TestStories(t *testing.T) {
	for _, c := range []struct {
		id    string
		after int64
		who   int
		want  string
	}{
		{"subscriber-off", -1, 0, "not-issued not-joined outside"},
		{"subscriber-off", 0, 0, "may-join not-joined outside"},
		{"subscriber-off", 4, 0, "may-join not-joined outside"},
		{"subscriber-off", 5, 0, "may-join in-channel not-enforced"},
		{"subscriber-off", 20, 1, "may-join in-channel not-enforced"},
		{"subscriber-off", 20, 2, "may-join in-channel is-audience"},
		{"subscriber-off", 300, 1, "may-join in-channel not-enforced"},
		{"subscriber-off", 301, 1, "token-and-join-over was-removed outside"},

		{"subscriber-on", 20, 0, "may-join in-channel granted"},
		{"subscriber-on", 20, 1, "may-join in-channel not-granted"},
		{"subscriber-on", 20, 2, "may-join in-channel is-audience"},

		{"upgrade", 55, 1, "may-join in-channel is-audience"},
		{"upgrade", 62, 1, "may-join in-channel is-audience"},
		{"upgrade", 65, 1, "may-join in-channel granted"},
		{"upgrade", 62, 2, "may-join in-channel not-granted"},
		{"upgrade", 65, 2, "may-join in-channel role-before-token"},

		{"publish-ends", 120, 0, "may-join in-channel granted"},
		{"publish-ends", 121, 0, "may-join in-channel granted publish-over granted"},
		{"publish-ends", 301, 0, "token-and-join-over was-removed outside"},

		{"join-ends", 120, 0, "may-join in-channel granted"},
		{"join-ends", 121, 0, "join-over was-removed outside"},
		{"join-ends", 130, 0, "join-over was-refused outside"},

		{"token-ends", 120, 0, "may-join in-channel granted"},
		{"token-ends", 121, 0, "token-over stays-without-token granted"},
		{"token-ends", 180, 0, "token-over has-left outside"},
		{"token-ends", 190, 0, "token-over was-refused outside"},

		{"renewal", 45, 1, "may-join in-channel granted"},
		{"renewal", 46, 1, "token-and-join-over was-removed outside"},
		{"renewal", 46, 0, "may-join in-channel granted"},

		{"switched", 59, 0, "may-join in-channel not-enforced"},
		{"switched", 60, 0, "may-join in-channel published-before-switch"},
		{"switched", 360, 0, "may-join in-channel published-before-switch"},
		{"switched", 480, 0, "may-join in-channel published-before-switch"},
		{"switched", 481, 0, "token-over stays-without-token before-switch-token-over"},
		{"switched", 380, 1, "may-join in-channel not-granted"},

		{"communication", 20, 0, "may-join in-channel communication-on"},
		{"communication", 121, 0, "may-join in-channel communication-on"},
	} {
		l := scenario(t, c.id)
		m := l.At(start + c.after)
		if got := sketch(m.Rows[c.who]); got != c.want {
			t.Errorf("%s at %d, %s: %s, not %s", c.id, c.after, m.Rows[c.who].Name, got, c.want)
		}
	}
}

// TestSwitching holds what the switch does to those who come at other times.
func TestSwitching(t *testing.T) {
	host := func(at int64, pass cohost.Pass, more ...cohost.Step) cohost.Participant {
		return cohost.Participant{Name: "x", Role: cohost.Host, Pass: pass, Steps: append([]cohost.Step{{After: at, Do: cohost.Join}}, more...)}
	}
	renew := cohost.Step{After: 500, Do: cohost.Renew, Pass: cohost.Publisher(900)}
	for _, c := range []struct {
		name     string
		switches []cohost.Switch
		who      cohost.Participant
		after    int64
		want     string
	}{
		{"before it has effect a newcomer's answer is open", on(60), host(70, cohost.Subscriber(900)), 80, "may-join in-channel switch-settling"},
		{"and stays open", on(60), host(70, cohost.Subscriber(900)), 400, "may-join in-channel came-while-settling"},
		{"with a publisher token it never is", on(60), host(70, cohost.Publisher(900)), 80, "may-join in-channel granted"},
		{"nor later", on(60), host(70, cohost.Publisher(900)), 400, "may-join in-channel granted"},
		{"a publisher token ends the grace well", on(60), host(5, cohost.Subscriber(900), renew), 501, "may-join in-channel granted"},
		{"a privilege that ends within it", on(60), host(5, cohost.Pass{Expire: 900, Join: cohost.For(900), Media: cohost.Publisher(400).Media}), 401, "may-join in-channel before-switch-publish-over"},
		{"taken back in time it has no effect", []cohost.Switch{{60, true}, {90, false}}, host(100, cohost.Subscriber(900)), 600, "may-join in-channel not-enforced"},
		{"off is open for a while too", []cohost.Switch{{60, true}, {600, false}}, host(500, cohost.Subscriber(900)), 610, "may-join in-channel switch-settling"},
		{"and a yes that is disputed stays so", []cohost.Switch{{60, true}, {600, false}}, host(400, cohost.Subscriber(900), renew), 610, "may-join in-channel role-before-token"},
		{"and then off", []cohost.Switch{{60, true}, {600, false}}, host(500, cohost.Subscriber(1900)), 901, "may-join in-channel not-enforced"},
		{"a second click on what is set does nothing", []cohost.Switch{{60, false}}, host(70, cohost.Subscriber(900)), 80, "may-join in-channel not-enforced"},
	} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, Switches: c.switches, Participants: []cohost.Participant{c.who}}
		if got := sketch(l.At(start + c.after).Rows[0]); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

// TestUntilWhileSettling holds that a yes that both settings give is said to last
// until one of them gives it no more, if the switch is still on its way by then.
func TestUntilWhileSettling(t *testing.T) {
	for audio, want := range map[uint32]int64{100: 100, 348: 348, 349: 900, 400: 900} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, CoHostAuthentication: true, Switches: []cohost.Switch{{After: 50}},
			Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Steps: []cohost.Step{{After: 1, Do: cohost.Join}},
				Pass: cohost.Pass{Expire: 900, Join: cohost.For(900), Media: cohost.Publisher(audio).Media}}}}
		c := l.At(start + 60).Rows[0].Publishes[cohost.Audio]
		if c.ID != cohost.NotEnforced || int64(c.Until) != start+want {
			t.Errorf("granted for %d: %s until %d, not %d", audio, c.ID, int64(c.Until)-start, want)
		}
		for after, answer := range map[int64]cohost.Answer{want: cohost.Yes, want + 1: map[bool]cohost.Answer{true: cohost.Unknown, false: cohost.No}[want < 350]} {
			if got := l.At(start + after).Rows[0].Publishes[cohost.Audio]; got.Answer != answer {
				t.Errorf("granted for %d, at %d: %s", audio, after, got.ID)
			}
		}
	}
}

func on(after int64) []cohost.Switch { return []cohost.Switch{{after, true}} }

// TestRenewals holds what a renewal changes in the channel and outside.
func TestRenewals(t *testing.T) {
	join := cohost.Step{After: 1, Do: cohost.Join}
	renew := func(at int64, p cohost.Pass) cohost.Step { return cohost.Step{After: at, Do: cohost.Renew, Pass: p} }
	short := cohost.Pass{Expire: 600, Join: cohost.For(600), Media: cohost.Publisher(60).Media}
	for _, c := range []struct {
		name  string
		pass  cohost.Pass
		steps []cohost.Step
		after int64
		want  string
	}{
		{"at the last second it is in time", cohost.Publisher(60), []cohost.Step{join, renew(60, cohost.Publisher(60))}, 61, "may-join in-channel granted"},
		{"a second later it is not", cohost.Publisher(60), []cohost.Step{join, renew(61, cohost.Publisher(60))}, 62, "may-join was-removed outside"},
		{"and opens the channel again", cohost.Publisher(60), []cohost.Step{join, renew(61, cohost.Publisher(60)), {After: 63, Do: cohost.Join}}, 63, "may-join in-channel granted"},
		{"publishing comes back", short, []cohost.Step{join, renew(90, cohost.Publisher(600))}, 91, "may-join in-channel granted-again"},
		{"and is still back after another renewal", short, []cohost.Step{join, renew(90, cohost.Publisher(600)), renew(95, cohost.Publisher(600))}, 96, "may-join in-channel granted-again"},
		{"publishing is taken away", cohost.Publisher(600), []cohost.Step{join, renew(90, cohost.Subscriber(600))}, 91, "may-join in-channel renewed-without-publish"},
		{"and given back", cohost.Publisher(600), []cohost.Step{join, renew(90, cohost.Subscriber(600)), renew(95, cohost.Publisher(600))}, 96, "may-join in-channel granted-again"},
		{"what was never granted stays so", cohost.Subscriber(600), []cohost.Step{join, renew(90, cohost.Subscriber(600))}, 91, "may-join in-channel not-granted"},
		{"the role came first, whatever comes after", cohost.Subscriber(600), []cohost.Step{join, renew(90, short), renew(95, cohost.Subscriber(600)), renew(99, cohost.Publisher(600))}, 100, "may-join in-channel role-before-token"},
		{"without join nobody knows", cohost.Publisher(600), []cohost.Step{join, renew(90, cohost.Pass{Expire: 600})}, 91, "join-not-granted renewed-without-join adrift"},
		{"a lifetime of 0", cohost.Pass{Join: cohost.For(0)}, []cohost.Step{join}, 9, "may-join-zero in-channel not-granted"},
		{"without join nobody gets in", cohost.Pass{Expire: 600}, []cohost.Step{join}, 9, "join-not-granted was-refused outside"},
	} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, CoHostAuthentication: true,
			Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Pass: c.pass, Steps: c.steps}}}
		if got := sketch(l.At(start + c.after).Rows[0]); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

// TestARefusalSaysWhy holds that the cause and the code are told with it, and that a
// new token, with which nobody has tried yet, is not refused.
func TestARefusalSaysWhy(t *testing.T) {
	for id, c := range map[string]struct{ text, code string }{
		"join-ends":  {"Tried to join and was refused: the join privilege is over.", "native 109, connection state reason 9 (documented); Web CAN_NOT_GET_GATEWAY_SERVER: dynamic key expired (third party)"},
		"token-ends": {"Tried to join and was refused: the token is over, and nobody joins", "dynamic key or token timeout (third party)"},
	} {
		l := scenario(t, id)
		if cell := l.At(start + 190).Rows[0].Channel; !strings.HasPrefix(cell.Text, c.text) || !strings.HasSuffix(cell.Shows.String(), c.code) {
			t.Errorf("%s: %q, %q", id, cell.Text, cell.Shows)
		}
		next, err := l.Do(0, cohost.Step{After: 200, Do: cohost.Renew, Pass: cohost.Publisher(600)})
		if err != nil {
			t.Fatal(err)
		}
		if got := sketch(next.At(start + 200).Rows[0]); got != "may-join refused-before outside" {
			t.Errorf("%s: after a renewal %s", id, got)
		}
	}
}

func TestDo(t *testing.T) {
	l := scenario(t, "token-ends")
	next, err := l.Do(0, cohost.Step{After: 100, Do: cohost.Renew, Pass: cohost.Publisher(600), Salt: 9})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(next.Participants[0].Steps); n != 2 {
		t.Errorf("%d steps: those after the new one are to go", n)
	}
	if got := sketch(next.At(start + 200).Rows[0]); got != "may-join in-channel granted" {
		t.Error("after a renewal in time:", got)
	}
	if got := sketch(l.At(start + 200).Rows[0]); got != "token-over was-refused outside" {
		t.Error("the lab itself has changed:", got)
	}
	for _, c := range []struct {
		who   int
		after int64
	}{{-1, 1}, {9, 1}, {0, -1}, {0, 1 << 60}} {
		if _, err := l.Do(c.who, cohost.Step{After: c.after, Do: cohost.Join}); err == nil {
			t.Errorf("participant %d at %d: taken", c.who, c.after)
		}
	}
	for i := 0; err == nil; i++ {
		if next, err = next.Do(0, cohost.Step{After: 200, Do: cohost.Leave}); i > 1000 {
			t.Fatal("a script grows without end")
		}
	}
}

// TestTokensAreReal holds that each token of each scenario is signed, read back and
// says what its pass does.
func TestTokensAreReal(t *testing.T) {
	demo := project.Demo()
	c, err := demo.Signing()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	texts := map[string]bool{}
	for _, s := range cohost.Scenarios() {
		l := s.Lab(start, salts())
		for who, p := range l.Participants {
			for k, issue := range l.Issues(who) {
				text, err := l.Sign(who, k, demo.AppID, c)
				if err != nil {
					t.Fatal(err)
				}
				tok, err := token.Parse(text)
				if err != nil {
					t.Fatal(err)
				}
				a := tok.AccessToken2
				if int64(a.IssueTs) != issue.At || a.Expire != issue.Pass.Expire || a.Services[0].UID != p.UID || a.Services[0].ChannelName != "stage" || !tok.Verify(c) {
					t.Errorf("%s, %s, token %d: %+v", s.ID, p.Name, k, a)
				}
				if join, ok := token.Expire(a.Services[0].Privileges, token.JoinChannel); !ok || join != issue.Pass.Join.Seconds {
					t.Errorf("%s, %s, token %d: join %d, %v", s.ID, p.Name, k, join, ok)
				}
				texts[fmt.Sprint(s.ID, text)] = true
				n++
			}
		}
	}
	if n < 20 || len(texts) != n {
		t.Errorf("%d tokens, %d different ones", n, len(texts))
	}
}

// TestScenariosAreWhole holds that each has its words, and a script in order.
func TestScenariosAreWhole(t *testing.T) {
	list := cohost.Scenarios()
	if len(list) < 6 {
		t.Fatalf("%d scenarios", len(list))
	}
	ids := map[string]bool{}
	for _, s := range list {
		l := s.Lab(start, salts())
		if ids[s.ID] || s.Title == "" || !strings.HasSuffix(s.Look[0], ".") || !strings.HasSuffix(s.Look[1], ".") || len(s.Marks) < 2 || l.Title != s.Title {
			t.Errorf("%+v", s)
		}
		ids[s.ID] = true
		for _, p := range l.Participants {
			for i, step := range p.Steps {
				if step.After < p.Issued || i > 0 && step.After < p.Steps[i-1].After {
					t.Errorf("%s, %s: step %d comes too early", s.ID, p.Name, i)
				}
			}
		}
		for i, m := range s.Marks {
			if m.Text == "" || m.After <= 0 || i > 0 && m.After <= s.Marks[i-1].To || m.To < m.After {
				t.Errorf("%s: mark %d", s.ID, i)
			}
		}
	}
	if _, ok := cohost.ScenarioByID("none"); ok {
		t.Error("a scenario of no name")
	}
}

// TestSwitchesOfOnesOwn holds what a switch by hand leaves of the script's.
func TestSwitchesOfOnesOwn(t *testing.T) {
	s, _ := cohost.ScenarioByID("switched")
	l := s.Lab(1000, func() uint32 { return 7 })
	set := func(l cohost.Lab, after int64) string {
		on, settling := l.Authentication(l.Start + after)
		return fmt.Sprint(on, settling)
	}
	for _, c := range []struct {
		at, look int64
		want     string
	}{{30, 30, "true true"}, {30, 400, "true false"}, {60, 60, "false false"}, {60, 500, "false false"}, {100, 99, "true true"}, {100, 100, "false true"}, {100, 400, "false false"}} {
		next, err := l.Switch(c.at)
		if got := set(next, c.look); err != nil || got != c.want {
			t.Errorf("switched after %d s: after %d s it is %s, %v, not %s", c.at, c.look, got, err, c.want)
		}
	}
	if got := set(l.Throughout(true), 0); got != "true false" || len(l.Switches) != 1 {
		t.Errorf("on throughout: %s, and the lab itself has %d switches", got, len(l.Switches))
	}
	for _, after := range []int64{-1, 1 << 40} {
		if _, err := l.Switch(after); err == nil {
			t.Errorf("a switch after %d s is made", after)
		}
	}
	for n := int64(0); n < 200; n++ {
		next, err := l.Switch(n)
		if err != nil {
			return
		}
		l = next
	}
	t.Error("there is no end of switches")
}
