package cohost

import "slices"

// Scenario is a story that is worth showing.
type Scenario struct {
	ID string
	Telling
	Star  int   // the participant whom it is about
	Point Point // and what about it

	lab Lab
}

// Telling is what a scenario is about.
type Telling struct {
	Title string
	Look  [2]string // what to look at: two sentences
	Marks []Mark    // the moments worth looking at, in order of time
}

// Mark is a moment of a scenario, with what is true from it to another.
type Mark struct {
	After, To int64 // seconds after the start, both included
	Text      string
}

// MarkAt gives the mark that holds so many seconds after the start; ok is false if
// there is none.
func (t Telling) MarkAt(after int64) (m Mark, ok bool) {
	i := slices.IndexFunc(t.Marks, func(m Mark) bool { return m.After <= after && after <= m.To })
	if i < 0 {
		return Mark{}, false
	}
	return t.Marks[i], true
}

// Lab gives the scenario as it begins at start, a Unix second; salt draws a salt
// for each of its tokens.
func (s Scenario) Lab(start int64, salt func() uint32) Lab {
	l := s.lab.clone()
	l.Title, l.Tells, l.Start, l.Channel = s.Title, s.Telling, start, "stage"
	for i := range l.Participants {
		p := &l.Participants[i]
		p.Salt = salt()
		for k := range p.Steps {
			if p.Steps[k].Do == Renew {
				p.Steps[k].Salt = salt()
			}
		}
	}
	return l
}

// Ends gives the second of the last mark.
func (s Scenario) Ends() int64 {
	return slices.MaxFunc(s.Marks, func(a, b Mark) int { return int(a.After - b.After) }).After
}

// ScenarioByID gives a scenario; ok is false for one that does not exist.
func ScenarioByID(id string) (s Scenario, ok bool) {
	list := Scenarios()
	i := slices.IndexFunc(list, func(s Scenario) bool { return s.ID == id })
	if i < 0 {
		return Scenario{}, false
	}
	return list[i], true
}

func join(after int64) Step               { return Step{After: after, Do: Join} }
func leave(after int64) Step              { return Step{After: after, Do: Leave} }
func renew(after int64, p Pass) Step      { return Step{After: after, Do: Renew, Pass: p} }
func role(after int64, r ClientRole) Step { return Step{After: after, Do: SetRole, Role: r} }

// person makes a participant whose token is there from the start.
func person(name, uid string, r ClientRole, p Pass, steps ...Step) Participant {
	return Participant{Name: name, UID: uid, Role: r, Pass: p, Steps: steps}
}

// lasting changes how long a pass grants publishing; 0 takes that privilege away.
func (p Pass) lasting(audio, video, data uint32) Pass {
	for m, seconds := range [...]uint32{audio, video, data} {
		p.Media[m] = Term{seconds > 0, seconds}
	}
	return p
}

// Scenarios gives the stories in the order in which they are told. Their lifetimes
// are minutes, so that each fits into a talk.
func Scenarios() []Scenario {
	quiet := []Participant{
		person("Hana", "1001", Host, Publisher(300), join(5)),
		person("Sami", "1002", Host, Subscriber(300), join(10)),
		person("Ben", "1003", Audience, Subscriber(300), join(15)),
	}
	quietMarks := []Mark{{20, 269, "everyone is in"}, {270, 300, "warned: the end is near"}, {301, 301, "the join privileges are over"}}
	return []Scenario{
		{"subscriber-off", Telling{"A host with a subscriber token", [2]string{
			"Sami's token grants joining only; while co-host authentication is off, Sami may publish like Hana all the same.",
			"Switch co-host authentication on (a) and watch Sami's row."},
			quietMarks}, 1, PointAudio, Lab{Profile: Live, Participants: quiet}},
		{"subscriber-on", Telling{"Again a host with a subscriber token", [2]string{
			"While it is on, the same token lets Sami into the channel and not publish, although Sami is host in the client.",
			"Hana has both, the role and a publisher token; switch it off (a) to compare."},
			quietMarks}, 1, PointAudio, Lab{Profile: Live, CoHostAuthentication: true, Participants: quiet}},
		{"upgrade", Telling{"From audience to host: renew, then switch the role", [2]string{
			"At 1 min Ben renews with a publisher token and then calls setClientRole(host): from then on Ben may publish.",
			"Cleo does it the other way round, which one page describes and another contradicts: Cleo's cells say so."},
			[]Mark{{55, 59, "both are audience"}, {60, 64, "each has done one of two steps"}, {65, 600, "each has done both"}}},
			1, PointAudio, Lab{Profile: Live, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Publisher(600), join(5)),
				person("Ben", "1003", Audience, Subscriber(600), join(10), renew(60, Publisher(600)), role(65, Host)),
				person("Cleo", "1004", Audience, Subscriber(600), join(15), role(60, Host), renew(65, Publisher(600))),
			}}},
		{"publish-ends", Telling{"A publish privilege ends mid-call", [2]string{
			"Hana may publish video for 2 minutes of 5: then the video cell turns to \"ended\", while audio goes on and Hana stays.",
			"No page says what exactly happens to the stream at that second, so the answer is marked as inferred."},
			[]Mark{{90, 120, "the callback does not say which privilege"}, {121, 300, "video is over"}, {301, 301, "the join privilege is over"}}},
			0, PointVideo, Lab{Profile: Live, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Publisher(300).lasting(300, 120, 300), join(5)),
				person("Ben", "1003", Audience, Subscriber(300), join(10)),
			}}},
		{"join-ends", Telling{"Join ends before publish", [2]string{
			"Hana may join for 2 minutes and publish for 5: at 2 min Hana is removed, and the other 3 minutes are worth nothing.",
			"The token itself is valid until 5 min, and yet Hana is refused when trying to come back."},
			[]Mark{{90, 120, "Hana is warned"}, {121, 129, "Hana is out"}, {130, 300, "Hana cannot come back"}}},
			0, PointChannel, Lab{Profile: Live, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Pass{300, For(120), Publisher(300).Media}, join(5), join(130)),
				person("Ben", "1003", Audience, Subscriber(300), join(10)),
			}}},
		{"token-ends", Telling{"The token ends: the user stays and cannot come back", [2]string{
			"Hana's token is valid for 2 minutes, its privileges for 6: at 2 min no callback comes, and Hana goes on.",
			"Hana drops out at 3 min, and the way back is closed: refused with 109, ten seconds after having been on the air."},
			[]Mark{{110, 120, "the token is about to end"}, {121, 179, "the token is over, Hana is in"}, {180, 189, "Hana has dropped out"}, {190, 360, "Hana is refused"}}},
			0, PointJoin, Lab{Profile: Live, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Pass{120, For(360), Publisher(360).Media}, join(5), leave(180), join(190)),
				person("Ben", "1003", Audience, Subscriber(360), join(10)),
			}}},
		{"renewal", Telling{"Renewal: who renews at the warning stays", [2]string{
			"Both tokens last 45 s, so the warning comes at 15 s; Hana's app answers it with renewToken, Rolf's app has no handler.",
			"At 45 s Rolf is removed and Hana does not notice anything."},
			[]Mark{{15, 16, "the warning, for both"}, {17, 45, "Hana has renewed"}, {46, 78, "Rolf is out, Hana goes on"}, {79, 79, "Hana's last token is over"}}},
			1, PointChannel, Lab{Profile: Live, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Publisher(45), join(1), renew(17, Publisher(45)), renew(33, Publisher(45))),
				person("Rolf", "1005", Host, Publisher(45), join(2)),
			}}},
		{"switched", Telling{"Mid-call: a host of the start, and one who comes later", [2]string{
			"The switch at 1 min has its effect after about 5 minutes; Sami, who publishes with a subscriber token, is not muted.",
			"Noor comes later with such a token and may not publish; from 8 min, when Sami's token has ended, two pages are at odds on Sami."},
			[]Mark{{55, 59, "it is still off"}, {60, 359, "switched on, not in effect yet"}, {360, 379, "in effect"}, {380, 480, "Noor is in"}, {481, 900, "Sami's token is over"}}},
			0, PointAudio, Lab{Profile: Live, Switches: []Switch{{60, true}}, Participants: []Participant{
				person("Sami", "1002", Host, Pass{Expire: 480, Join: For(900)}, join(5)),
				person("Noor", "1006", Host, Subscriber(900), join(380)),
			}}},
		{"communication", Telling{"What the channel profile changes", [2]string{
			"Co-host authentication is described for live broadcasting; for the communication profile no page says whether it applies.",
			"So the publish cells say unknown: try it with your project, and switch the profile (p) to compare."},
			[]Mark{{20, 120, "everyone is in"}, {121, 300, "Hana's video privilege is over"}}},
			1, PointAudio, Lab{Profile: Communication, CoHostAuthentication: true, Participants: []Participant{
				person("Hana", "1001", Host, Publisher(300).lasting(300, 120, 300), join(5)),
				person("Sami", "1002", Host, Subscriber(300), join(10)),
			}}},
	}
}
