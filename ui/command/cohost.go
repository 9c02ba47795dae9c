package command

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"agtok/model/cohost"
	"agtok/model/lifetime"
	"agtok/model/project"
	"agtok/model/timeline"
)

func (s *session) cohostCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cohost [SCENARIO]",
		Short: "Rehearse co-host authentication: who may join and publish what, and why",
		Long: `Tell a scenario of the co-host lab as Markdown, for an issue thread or a slide: who
takes part with which role and token, who may join and publish what at one moment and
why, what happens when, and where Agora's pages are silent or disagree. It holds no
token.

Without a scenario the list of them is printed.`,
		Example: `  agtok cohost
  agtok cohost upgrade --at 1:02
  agtok cohost subscriber-on --authentication off --json`,
		ValidArgs: scenarioIDs(),
		RunE:      s.runCohost,
	}
	f := cmd.Flags()
	f.String("at", "", "how the participants stand so long after the start: `1:02`, 62s, 62 (default: the first moment worth looking at)")
	f.String("authentication", "", "co-host authentication `on|off` from the start, in place of the scenario's own setting")
	// What flags suggest is a convenience: without it they still work.
	_ = cmd.RegisterFlagCompletionFunc("authentication", cobra.FixedCompletions([]string{"on", "off"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func scenarioIDs() []string {
	var list []string
	for _, s := range cohost.Scenarios() {
		list = append(list, s.ID)
	}
	return list
}

func (s *session) runCohost(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return s.listScenarios()
	}
	scenario, known := cohost.ScenarioByID(args[0])
	if !known || len(args) > 1 {
		return usagef(cmd, "there is no scenario %q: it is one of %s", shown(strings.Join(args, " ")), strings.Join(scenarioIDs(), ", "))
	}
	now := s.now()
	at, err := offset(cmd, scenario.Marks[0].After, now)
	if err != nil {
		return err
	}
	lab := scenario.Lab(now.Unix()-at, func() uint32 { return 1 }) // nothing is signed
	if err := setAuthentication(cmd, &lab); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(moment{scenario, &lab, at})
	}
	return s.printf("%s", cohost.Export(&lab, project.Demo().AppID, now))
}

func (s *session) listScenarios() error {
	for _, c := range cohost.Scenarios() {
		if s.json {
			if err := s.printJSON(map[string]string{"scenario": c.ID, "title": c.Title}); err != nil {
				return err
			}
			continue
		}
		if err := s.printf("%-20s %s\n", c.ID, c.Title); err != nil {
			return err
		}
	}
	return nil
}

// offset reads --at, in seconds after the start; first is what holds without it.
func offset(cmd *cobra.Command, first int64, now time.Time) (int64, error) {
	flag := cmd.Flags().Lookup("at")
	if !flag.Changed {
		return first, nil
	}
	text := strings.TrimPrefix(flag.Value.String(), "+")
	if clock, ok := minutes(text); ok {
		return clock, nil
	}
	length, err := lifetime.Parse(text, now)
	if err != nil {
		return 0, usagef(cmd, "--at: %q is no time after the start: write 1:02, 62s or 62", shown(flag.Value.String()))
	}
	return int64(length), nil
}

// minutes reads a time as in 1:02 or 1:00:02, in seconds.
func minutes(text string) (seconds int64, ok bool) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || i > 0 && (n > 59 || len(part) != 2) {
			return 0, false
		}
		seconds = seconds*60 + int64(n)
	}
	return seconds, true
}

// setAuthentication sets the lab as --authentication wants it.
func setAuthentication(cmd *cobra.Command, l *cohost.Lab) error {
	flag := cmd.Flags().Lookup("authentication")
	switch value := flag.Value.String(); {
	case !flag.Changed:
	case value == "on" || value == "off":
		l.CoHostAuthentication, l.Switches = value == "on", nil
	default:
		return usagef(cmd, "--authentication: %q is neither on nor off", shown(value))
	}
	return nil
}

// moment is a scenario at one second, as JSON output has it.
type moment struct {
	scenario cohost.Scenario
	lab      *cohost.Lab
	at       int64
}

type momentJSON struct {
	Scenario       string            `json:"scenario"`
	Title          string            `json:"title"`
	At             int64             `json:"at"` // seconds after the start
	Offset         string            `json:"offset"`
	Authentication bool              `json:"coHostAuthentication"`
	Settling       bool              `json:"settling"`
	Profile        string            `json:"profile"`
	Participants   []participantJSON `json:"participants"`
	Events         []labEventJSON    `json:"events"`
}

type participantJSON struct {
	Name       string                `json:"name"`
	ClientRole string                `json:"clientRole"`
	TokenRole  string                `json:"tokenRole"`
	Answers    map[string]answerJSON `json:"answers"`
}

type answerJSON struct {
	Answer    string           `json:"answer"`
	Word      string           `json:"word"`
	Until     timeline.Instant `json:"until"`
	Certainty string           `json:"certainty"`
	Reason    string           `json:"reason"`
	Reports   string           `json:"sdkReports"`
	Source    string           `json:"source"`
}

type labEventJSON struct {
	At        int64  `json:"at"` // seconds after the start
	Who       string `json:"who"`
	Event     string `json:"event"`
	Text      string `json:"text"`
	Reports   string `json:"sdkReports"`
	Certainty string `json:"certainty"`
}

var pointKeys = map[cohost.Point]string{
	cohost.PointJoin: "join", cohost.PointChannel: "channel",
	cohost.PointAudio: "audio", cohost.PointVideo: "video", cohost.PointData: "data",
}

// MarshalJSON writes the moment as one object.
func (m moment) MarshalJSON() ([]byte, error) {
	matrix := m.lab.At(m.lab.Start + m.at)
	out := momentJSON{Scenario: m.scenario.ID, Title: m.scenario.Title, At: m.at, Offset: cohost.Offset(m.at),
		Authentication: matrix.Authentication, Settling: matrix.Settling, Profile: fmt.Sprint(m.lab.Profile)}
	for i := range matrix.Rows {
		row := &matrix.Rows[i]
		p := participantJSON{Name: row.Name, ClientRole: string(row.Role), TokenRole: string(row.Pass.Role()), Answers: map[string]answerJSON{}}
		for _, point := range cohost.AllPoints() {
			c := row.Cell(point)
			p.Answers[pointKeys[point]] = answerJSON{string(c.Answer), c.Word, c.Until, string(c.Certainty), c.Text, c.Shows.String(), c.Source}
		}
		out.Participants = append(out.Participants, p)
	}
	for _, e := range m.lab.Events() {
		out.Events = append(out.Events, labEventJSON{e.At - m.lab.Start, m.lab.NameOf(e.Who), string(e.Kind), e.Text, e.Shows, string(e.Certainty)})
	}
	return json.Marshal(out)
}
