package cohost_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"agtok/model/cohost"
)

// matches compares a text with a golden, or writes it.
func matches(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("not as in %s; go test ./model/cohost -update writes it:\n%s", golden, got)
	}
}

// course writes the answers about publishing audio in their order, each with the
// second after the start from which it holds; the first is that of 10 s.
func course(l *cohost.Lab) string {
	moments := l.Moments()
	var b strings.Builder
	last := ""
	tell := func(at int64) {
		c := moments.At(at).Rows[0].Publishes[cohost.Audio]
		if text := fmt.Sprintf("%s, %s, %s", c.ID, c.Answer, c.Certainty); text != last {
			fmt.Fprintf(&b, "\t%4d  %s\n", at-l.Start, text)
			last = text
		}
	}
	tell(l.Start + 10)
	for _, m := range moments {
		if m.Now > l.Start+10 {
			tell(m.Now)
		}
	}
	return b.String()
}

// TestSequences holds what a step changes that is taken before a switch, while it
// settles and after its effect: the switch is made at 60 s and has its effect at
// 360 s. Each of the answers was gone through by hand once.
func TestSequences(t *testing.T) {
	const long, short = 900, 480
	renew := func(p cohost.Pass) []cohost.Step { return []cohost.Step{{Do: cohost.Renew, Pass: p}} }
	role := func(list ...cohost.ClientRole) (steps []cohost.Step) {
		for _, r := range list {
			steps = append(steps, cohost.Step{Do: cohost.SetRole, Role: r})
		}
		return steps
	}
	passes := []struct {
		name string
		pass cohost.Pass
	}{
		{"subscriber", cohost.Pass{Expire: short, Join: cohost.For(long)}},
		{"publisher", cohost.Pass{Expire: short, Join: cohost.For(long), Media: cohost.Publisher(long).Media}},
		{"publisher for 5 min", cohost.Pass{Expire: long, Join: cohost.For(long), Media: cohost.Publisher(300).Media}},
	}
	actions := []struct {
		name  string
		steps []cohost.Step
	}{
		{"joins", []cohost.Step{{Do: cohost.Leave}, {Do: cohost.Join}}},
		{"renews as subscriber", renew(cohost.Subscriber(long))},
		{"renews as publisher", renew(cohost.Publisher(long))},
		{"renews as subscriber, then as publisher", append(renew(cohost.Subscriber(long)), renew(cohost.Publisher(long))...)},
		{"sets the role to audience and back", role(cohost.Audience, cohost.Host)},
		{"renews as publisher and sets the role anew", append(renew(cohost.Publisher(long)), role(cohost.Audience, cohost.Host)...)},
	}
	var b strings.Builder
	tell := func(name string, switches []cohost.Switch, set bool, pass cohost.Pass, steps ...cohost.Step) {
		l := cohost.Lab{Start: start, Profile: cohost.Live, CoHostAuthentication: set, Switches: switches, Participants: []cohost.Participant{
			{Name: "x", Role: cohost.Host, Pass: pass, Steps: append([]cohost.Step{{After: 5, Do: cohost.Join}}, steps...)}}}
		fmt.Fprintf(&b, "%s\n%s", name, course(&l))
	}
	for _, p := range passes {
		tell("switched on, "+p.name, on(60), false, p.pass)
		tell("on from the start, "+p.name, nil, true, p.pass)
		for _, a := range actions {
			for _, at := range []int64{30, 200, 420} {
				steps := append([]cohost.Step(nil), a.steps...)
				for i := range steps {
					steps[i].After = at + int64(i)
				}
				tell(fmt.Sprintf("switched on, %s, %s at %d", p.name, a.name, at), on(60), false, p.pass, steps...)
				if at == 200 {
					tell(fmt.Sprintf("on from the start, %s, %s at %d", p.name, a.name, at), nil, true, p.pass, steps...)
				}
			}
		}
	}
	matches(t, "testdata/sequences.txt", b.String())
}

// TestARenewalEndsTheTimeGiven holds that who was host at the switch is not kept by
// it after a renewal, be it before the effect or after it, and that nothing changes
// with nothing done.
func TestARenewalEndsTheTimeGiven(t *testing.T) {
	for _, c := range []struct {
		name  string
		at    int64
		pass  cohost.Pass
		after map[int64]cohost.ReasonID
	}{
		{"as subscriber before the effect", 200, cohost.Subscriber(480), map[int64]cohost.ReasonID{199: cohost.BeforeSwitch, 200: cohost.Settling, 359: cohost.Settling, 360: cohost.RenewedWithout, 680: cohost.RenewedWithout}},
		{"as subscriber after it", 420, cohost.Subscriber(480), map[int64]cohost.ReasonID{419: cohost.BeforeSwitch, 420: cohost.RenewedWithout, 900: cohost.RenewedWithout}},
		{"as publisher before the effect", 200, cohost.Publisher(480), map[int64]cohost.ReasonID{200: cohost.Granted, 360: cohost.Granted, 680: cohost.Granted}},
		{"as publisher after it", 500, cohost.Publisher(480), map[int64]cohost.ReasonID{500: cohost.Granted, 980: cohost.Granted}},
	} {
		l := scenario(t, "switched")
		l, err := l.Do(0, cohost.Step{After: c.at, Do: cohost.Renew, Pass: c.pass})
		if err != nil {
			t.Fatal(err)
		}
		for after, want := range c.after {
			if got := l.At(start + after).Rows[0].Publishes[cohost.Audio].ID; got != want {
				t.Errorf("%s, at %d: %s, not %s", c.name, after, got, want)
			}
		}
	}
}

// TestWhoCameWhileItSettled holds that a publisher token that is got after the role
// is disputed before the effect and after it.
func TestWhoCameWhileItSettled(t *testing.T) {
	for _, at := range []int64{100, 400} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, Switches: on(60), Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Pass: cohost.Subscriber(900),
			Steps: []cohost.Step{{After: 70, Do: cohost.Join}, {After: at, Do: cohost.Renew, Pass: cohost.Publisher(900)}}}}}
		for after := at; after <= 900; after += 10 {
			if c := l.At(start + after).Rows[0].Publishes[cohost.Audio]; c.ID != cohost.RoleFirst || c.Certainty != cohost.Disagreed {
				t.Errorf("renewed at %d, at %d: %s", at, after, c.ID)
			}
		}
	}
}

// TestASwitchTakenBack holds that who was not granted
// anything before a switch off is not taken for one who was publishing when it is
// switched on again before it had an effect.
func TestASwitchTakenBack(t *testing.T) {
	l := cohost.Lab{Start: start, Profile: cohost.Live, CoHostAuthentication: true, Switches: []cohost.Switch{{60, false}, {100, true}, {120, true}},
		Participants: []cohost.Participant{{Name: "x", Role: cohost.Host, Pass: cohost.Subscriber(900), Steps: []cohost.Step{{After: 5, Do: cohost.Join}}}}}
	for after, want := range map[int64]cohost.ReasonID{59: cohost.NotGranted, 60: cohost.Settling, 100: cohost.Settling, 399: cohost.Settling, 400: cohost.NotGranted} {
		if got := l.At(start + after).Rows[0].Publishes[cohost.Audio].ID; got != want {
			t.Errorf("at %d: %s, not %s", after, got, want)
		}
	}
	for _, e := range l.Events() {
		if strings.Contains(e.Text, "may no longer") {
			t.Errorf("nobody has lost anything: %+v", e)
		}
	}
}

// TestASwitchOfTheSecondOfAnEffect holds that a switch is taken back in time only
// before it has its effect.
func TestASwitchOfTheSecondOfAnEffect(t *testing.T) {
	for off, want := range map[int64]int{359: 1, 360: 2} {
		l := cohost.Lab{Start: start, Profile: cohost.Live, Switches: []cohost.Switch{{60, true}, {off, false}}}
		n := 0
		for _, e := range l.Events() {
			if e.Kind == cohost.InEffect {
				n++
			}
		}
		if n != want {
			t.Errorf("switched off at %d: %d effects", off, n)
		}
	}
}
