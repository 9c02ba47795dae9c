package cohost_test

import (
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"agtok/model/cohost"
	"agtok/model/timeline"
)

// random makes a lab in which anything may happen.
func random(r *rand.Rand) cohost.Lab {
	l := cohost.Lab{Start: start, Channel: "c", Profile: []cohost.Profile{cohost.Live, cohost.Live, cohost.Communication}[r.Intn(3)], CoHostAuthentication: r.Intn(2) == 0}
	for at := int64(r.Intn(400)); r.Intn(2) == 0; at += int64(r.Intn(500)) {
		l.Switches = append(l.Switches, cohost.Switch{After: at, On: r.Intn(2) == 0})
	}
	for range 1 + r.Intn(3) {
		p := cohost.Participant{Name: "p", Role: role(r), Pass: pass(r), Issued: int64(r.Intn(10))}
		for at := p.Issued; len(p.Steps) < 12 && r.Intn(8) > 0; at += int64(r.Intn(90)) {
			p.Steps = append(p.Steps, cohost.Step{After: at, Role: role(r), Pass: pass(r),
				Do: []cohost.Action{cohost.Join, cohost.Join, cohost.Leave, cohost.Renew, cohost.SetRole}[r.Intn(5)]})
		}
		l.Participants = append(l.Participants, p)
	}
	return crowd(r, l)
}

// crowd has others come, bring tokens and go, in any way that a user can.
func crowd(r *rand.Rand, l cohost.Lab) cohost.Lab {
	for r.Intn(3) > 0 {
		var next cohost.Lab
		var err error
		at, who := int64(r.Intn(600)-60), r.Intn(len(l.Participants))
		switch r.Intn(6) {
		case 0:
			next, err = l.Add(at, uint32(r.Intn(100)))
		case 1, 2:
			next, err = l.Bring(issued(start+int64(r.Intn(1200)-600), pass(r)), at)
		case 3:
			next, err = l.Remove(who)
		default:
			next, err = l.Do(who, cohost.Step{After: at, Role: role(r), Pass: pass(r),
				Do: []cohost.Action{cohost.Join, cohost.Leave, cohost.Renew, cohost.SetRole}[r.Intn(4)]})
		}
		if err == nil {
			l = next
		}
	}
	return l
}

func role(r *rand.Rand) cohost.ClientRole {
	return []cohost.ClientRole{cohost.Host, cohost.Audience}[r.Intn(2)]
}

func pass(r *rand.Rand) cohost.Pass {
	term := func() cohost.Term {
		if r.Intn(4) == 0 {
			return cohost.Term{}
		}
		return cohost.For(uint32(r.Intn(300)) * uint32(r.Intn(4)))
	}
	p := cohost.Pass{Expire: uint32(r.Intn(300)), Join: cohost.For(uint32(r.Intn(400)))}
	if r.Intn(5) == 0 {
		p.Join = term()
	}
	for i := range p.Media {
		p.Media[i] = term()
	}
	return p
}

// TestMomentsTellEverySecond holds that between two moments nothing changes: at
// every second everyone stands as in the moment before it.
func TestMomentsTellEverySecond(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	compared := 0
	for range 100 {
		l := random(r)
		moments := l.Moments()
		for i := range moments {
			if i > 0 && moments[i].Now <= moments[i-1].Now {
				t.Fatal("moments are out of order")
			}
		}
		for at := int64(start - 2); at < start+1500; at += int64(1 + r.Intn(7)) {
			want := *moments.At(at)
			from := want.Now
			want.Now = at
			if got := l.At(at); !reflect.DeepEqual(got, want) {
				t.Fatalf("at %d:\n%+v\nnot as in the moment of %d:\n%+v\nin %+v", at-start, got, from-start, want, l)
			}
			compared++
		}
	}
	if compared < 1000 {
		t.Fatal("hardly anything was compared")
	}
}

// TestUntilHolds holds that a yes lasts to the second that it names and not
// longer, unless something is done before.
func TestUntilHolds(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	held := 0
	for range 100 {
		l := random(r)
		for _, m := range l.Moments() {
			for who, row := range m.Rows {
				for i, c := range cells(row) {
					if c.Until == timeline.Never || stirs(&l, who, m.Now, int64(c.Until)) {
						continue
					}
					at, after := cells(l.At(int64(c.Until)).Rows[who])[i], cells(l.At(int64(c.Until) + 1).Rows[who])[i]
					if at.Answer != cohost.Yes {
						t.Fatalf("cell %d of %d at %d: %s until %d, and then %s in %+v", i, who, m.Now-start, c.ID, int64(c.Until)-start, at.ID, l)
					}
					if after.Answer == cohost.Yes && after.ID == c.ID {
						t.Fatalf("cell %d of %d at %d: %s until %d, and a second later too, in %+v", i, who, m.Now-start, c.ID, int64(c.Until)-start, l)
					}
					held++
				}
			}
		}
	}
	if held < 100 {
		t.Fatalf("only %d ends were looked at", held)
	}
}

func cells(r cohost.Row) []cohost.Cell {
	return append([]cohost.Cell{r.Join, r.Channel}, r.Publishes[:]...)
}

// stirs reports whether the script holds something between two seconds.
func stirs(l *cohost.Lab, who int, from, to int64) bool {
	within := func(after int64) bool { return l.Start+after > from && l.Start+after <= to+1 }
	return slices.ContainsFunc(l.Participants[who].Steps, func(s cohost.Step) bool { return within(s.After) }) ||
		slices.ContainsFunc(l.Switches, func(s cohost.Switch) bool { return within(s.After) || within(s.After+cohost.SettleTime) })
}

// TestLaws holds what is true of every lab at every moment.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	looked, brought := 0, 0
	for range 200 {
		l := random(r)
		for _, p := range l.Participants {
			if p.Brought != nil {
				brought++
			}
		}
		for _, m := range l.Moments() {
			for who, row := range m.Rows {
				in := row.Channel.Answer == cohost.Yes
				for _, c := range row.Publishes {
					if c.Answer == cohost.Yes && !in {
						t.Fatalf("publishes from outside: %+v in %+v", row, l)
					}
					if c.Answer == cohost.Yes && row.Role == cohost.Audience && l.Profile == cohost.Live {
						t.Fatalf("an audience member publishes: %+v in %+v", row, l)
					}
					if c.Answer == cohost.Unknown && c.Certainty == cohost.Documented {
						t.Fatalf("unknown and yet documented: %+v in %+v", row, l)
					}
				}
				if in && row.Channel.ID == cohost.InChannel && row.TokenEnd.Passed(m.Now) {
					t.Fatalf("participant %d is in with a token that is over, and nothing says so: %+v", who, l)
				}
				looked++
			}
		}
		events := l.Events()
		for i, e := range events {
			if e.Text == "" || e.Certainty == "" || e.At < l.Start || i > 0 && e.At < events[i-1].At {
				t.Fatalf("event %+v", e)
			}
		}
	}
	if looked < 1000 || brought < 50 {
		t.Fatal("hardly anything was looked at")
	}
}

// BenchmarkMoments tells the longest story that can be made by hand.
func BenchmarkMoments(b *testing.B) {
	s, _ := cohost.ScenarioByID("subscriber-on")
	l := s.Lab(start, salts())
	for i := range int64(60) {
		for who := range l.Participants {
			next, err := l.Do(who, cohost.Step{After: 20 + i, Do: cohost.Renew, Pass: cohost.Publisher(uint32(100 + i))})
			if err != nil {
				b.Fatal(err)
			}
			l = next
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		l.Moments()
	}
}
