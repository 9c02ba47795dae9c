package command_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
)

// built is the output of "new --json".
type built struct {
	Token       string
	Description json.RawMessage
	Findings    []struct{ ID string }
}

func TestNewBuildsEveryKind(t *testing.T) {
	for args, want := range map[string]string{
		"rtc --channel lobby --uid 1234":                                     `"services":[{"type":"rtc","channelName":"lobby","uid":"1234","privileges":{"joinChannel":3600,"publishAudioStream":3600,"publishVideoStream":3600,"publishDataStream":3600}}]`,
		"rtc --channel lobby --uid 0 --role subscriber":                      `"services":[{"type":"rtc","channelName":"lobby","uid":"","privileges":{"joinChannel":3600}}]`,
		"rtc --channel lobby --account 0 --expire 90s --no-audio --no-video": `"uid":"0","privileges":{"joinChannel":90,"publishDataStream":90}}]`,
		"rtc --channel l --uid 1 --privilege-expire 10m --audio 5m --data 0": `"privileges":{"joinChannel":600,"publishAudioStream":300,"publishVideoStream":600,"publishDataStream":0}}]`,
		"rtc --channel l --uid 1 --role subscriber --video 14:00":            `"privileges":{"joinChannel":3600,"publishVideoStream":7200}}]`,
		"rtc --channel l --uid 1 --raw-expire 4000000000 --no-join":          `"expire":4000000000`,
		"rtc+rtm --channel l --account alice --privilege-expire 10m":         `"uid":"alice","privileges":{"joinChannel":600,"publishAudioStream":600,"publishVideoStream":600,"publishDataStream":600}},{"type":"rtm","userId":"alice","privileges":{"login":3600}}]`,
		"rtm --user alice":                  `"services":[{"type":"rtm","userId":"alice","privileges":{"login":3600}}]`,
		"chat-user --user alice":            `"services":[{"type":"chat","userId":"alice","privileges":{"user":3600}}]`,
		"chat-app":                          `"services":[{"type":"chat","userId":"","privileges":{"app":3600}}]`,
		"chat-app --salt 5":                 `"salt":5`,
		"chat-app --issue-time @1700000000": `"issueTs":1700000000`,
		"chat-app --now @1700000001":        `"issueTs":1700000001`,
		"chat-app --issue-time 14:30":       `"issueTs":1795354200`,
		"rtc-006 --channel l --uid 1":       fmt.Sprintf(`"privileges":{"joinChannel":%[1]d,"publishAudioStream":%[1]d,"publishVideoStream":%[1]d,"publishDataStream":%[1]d}`, noon.Unix()+3600),
		"rtc-006 --channel l --uid 1 --role admin --privilege-expire @1795350000": `{"joinChannel":1795350000,`,
		"rtm-006 --user alice --privilege-expire 10m":                             fmt.Sprintf(`"privileges":{"rtmLogin":%d}`, noon.Unix()+600),
	} {
		line := append([]string{"new"}, append(strings.Fields(args), "--demo", "--json")...)
		var got built
		if err := json.Unmarshal([]byte(run(line...).must(t)), &got); err != nil {
			t.Fatalf("%s: %v", args, err)
		}
		if !strings.Contains(string(got.Description), want) {
			t.Errorf("%s describes\n%s\nwant\n%s", args, got.Description, want)
		}
		if text := run(append(line[:len(line)-1], "--now", "2026-11-22T12:00:00+01:00")...); !strings.Contains(args, "--now") && text.must(t) != got.Token+"\n" {
			t.Errorf("%s prints %q and, as JSON, %q", args, text.out, got.Token)
		}
		if tok, err := token.Parse(got.Token); err != nil || string(tok.AppendDescription(nil)) != string(got.Description) {
			t.Errorf("%s: the token does not say what the description does (%v)", args, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"rtc --uid 1":                                        "--channel is missing",
		"rtc --channel l":                                    "--uid or --account is missing",
		"rtm":                                                "--user is missing",
		"rtc --channel l --uid 1 --account a":                "--uid and --account name two users",
		"rtc --channel l --uid 4294967296":                   "--uid: out of range: a uid is a number from 0 to 4294967295",
		"rtc --channel l --uid alice":                        "--uid: a uid is a number",
		"rtc --channel l --uid 1 --role host":                `--role: there is no role "host": publisher, subscriber (see agtok help new rtc)`,
		"rtc-006 --channel l --uid 1 --role host":            "publisher, subscriber, attendee, admin",
		"rtc --channel l --uid 1 --role attendee":            `there is no role "attendee"`,
		"rtc --channel l --uid 1 --expire 1700000000":        "--expire: this reads as the date",
		"rtc --channel l --uid 1 --expire=":                  "--expire is empty",
		"rtc --channel l --uid 1 --audio=":                   "--audio is empty",
		"rtc --channel l --uid 1 --audio x":                  "--audio: not a lifetime",
		"rtc --channel l --uid 1 --privilege-expire x":       "--privilege-expire: not a lifetime",
		"rtc --channel l --uid 1 --audio 1m --no-audio":      "--audio and --no-audio contradict each other",
		"rtc --channel l --uid 1 --no-audio=x":               "--no-audio is a switch",
		"chat-app --expire 1m --raw-expire 5":                "--expire and --raw-expire are two values for one thing",
		"chat-app --raw-expire 4294967296":                   "--raw-expire: a raw lifetime is a number",
		"chat-app --raw-expire=":                             "--raw-expire is empty",
		"chat-app --salt x":                                  "--salt: a salt is a number",
		"chat-app --salt=":                                   "--salt is empty",
		"chat-app --issue-time=":                             "--issue-time is empty",
		"chat-app --issue-time soon":                         "--issue-time: not a time",
		"chat-app --now @4294967296":                         "a token can't be issued at 2106-02-07",
		"chat-app --role publisher":                          "there is no flag --role: agtok new chat-app takes --expire, ",
		"rtc-006 --channel l --uid 1 --audio 1m":             "there is no flag --audio",
		"rtm-006 --user a --expire 1m --privilege-expire 1m": "--expire and --privilege-expire are two values",
		"rtc stray --channel l --uid 1":                      "new rtc takes no arguments",
		"rtm --user " + strings.Repeat("x", 65536):           "this token can't be built: ",
	} {
		r := run(append([]string{"new"}, append(strings.Fields(args), "--demo")...)...)
		r.check(t, 2, want)
		if r.out != "" {
			t.Errorf("%s prints %q", args, r.out)
		}
	}
}

func TestNewSaysWhatIsWrongBeforeItLooksForAProject(t *testing.T) {
	run("new", "rtc", "--channel", "l", "--uid", "4294967296").check(t, 2, "--uid: out of range")
}

func TestNewWarnsAndBuilds(t *testing.T) {
	r := run("new", "rtc", "--demo", "--channel", "a\tb", "--account", "undefined")
	if _, err := token.Parse(strings.TrimSuffix(r.must(t), "\n")); err != nil {
		t.Errorf("prints %q: %v", r.out, err)
	}
	want := "agtok: warning: --channel: \\t is not allowed in a channel name"
	if !strings.HasPrefix(r.err, want) || !strings.Contains(r.err, "\nagtok: warning: --account: \"undefined\" looks like a missing value") {
		t.Errorf("says %q", r.err)
	}
}

func TestNewFindings(t *testing.T) {
	var got built
	r := fake{env: own()}.run("new", "rtc", "--json", "--channel", "lobby", "--uid", "1234")
	if err := json.Unmarshal([]byte(r.must(t)), &got); err != nil || got.Findings == nil || len(got.Findings) != 0 {
		t.Errorf("a token without fault has the findings %v (%v), want an empty list", got.Findings, err)
	}
	r = fake{env: own()}.run("new", "rtc-006", "--json", "--channel", "lobby", "--account", "0")
	if err := json.Unmarshal([]byte(r.must(t)), &got); err != nil || !strings.Contains(r.out, `"uid-literal-zero"`) || strings.Contains(r.out, "signature-unchecked") {
		t.Errorf("the findings of a 006 token for the text 0 are %v (%v)", got.Findings, err)
	}
}

// words splits a command line as a POSIX shell with $'…' does.
func words(t *testing.T, line string) []string {
	t.Helper()
	var out []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		word := ""
		for line != "" && line[0] != ' ' {
			var part string
			part, line = quotedPart(t, line)
			word += part
		}
		out = append(out, word)
	}
	return out
}

func quotedPart(t *testing.T, line string) (part, rest string) {
	t.Helper()
	switch {
	case line[0] == '\'':
		part, rest, _ = strings.Cut(line[1:], "'")
	case line[0] == '\\':
		part, rest = line[1:2], line[2:]
	case strings.HasPrefix(line, "$'"):
		for rest = line[2:]; rest[0] != '\''; {
			n := 1
			if rest[0] == '\\' {
				if n = 2; rest[1] == 'x' {
					n = 4
				}
			}
			switch c := rest[:n]; n {
			case 4:
				code, err := strconv.ParseUint(c[2:], 16, 8)
				if err != nil {
					t.Fatalf("%q: %v", c, err)
				}
				part += string([]byte{byte(code)})
			default:
				part += c[n-1:]
			}
			rest = rest[n:]
		}
		rest = rest[1:]
	default:
		part, rest = line[:1], line[1:]
	}
	return part, rest
}

// drafts gives drafts of every kind, with every role and every privilege on, off
// and as the role says, and with names that a shell would stumble over.
func drafts() []model.Draft {
	names := []string{"lobby", "", "a b", "it's", "$HOME `x` \"y\"", "-x", "--uid", "*", "名前", "a\tb\x1b[0m\u202e", "\xff\\"}
	lifetimes := []string{"1h", "3600", "0", "1h 30m", "14:30", "@1795400000", "2d"}
	var all []model.Draft
	for n, spec := range model.Kinds() {
		roles := spec.Roles
		if len(roles) == 0 {
			roles = []model.Role{model.Publisher}
		}
		for i, name := range names {
			for k, role := range roles {
				d := model.Draft{Kind: spec.Kind, Role: role, ByAccount: i%2 == 1}
				d.Text[model.FieldChannel] = name
				d.Text[model.FieldUser] = names[(i+1)%len(names)]
				if !d.ByAccount && spec.User == "User" {
					d.Text[model.FieldUser] = []string{"0", "1234", "4294967295", " 7 ", ""}[i%5]
				}
				d.Text[model.FieldExpire] = lifetimes[(i+k+n)%len(lifetimes)]
				d.Text[model.FieldRTMUser], d.Text[model.FieldRTMExpire] = "bob", lifetimes[i%len(lifetimes)]
				d.Text[model.FieldRoom], d.Text[model.FieldRoomRole] = "room 1", "2"
				d.Text[model.FieldAllow] = "messageChannels:read:a,b users:write:x"
				d.Text[model.FieldServices] = `[{"type":"rtm","userId":"it's","privileges":{"login":60}},{"type":"rtm","userId":"b","privileges":{"login":70}}]`
				d.Text[model.FieldAccount], d.Text[model.FieldPrivileges] = "it's carol", "1 2=10m"
				for p := range d.Grants {
					d.Grants[p] = model.State((i + p + k) % 3)
					if (i+p)%2 == 0 {
						d.Text[model.FieldJoin+model.Field(p)] = lifetimes[(i+p)%len(lifetimes)]
					}
				}
				if i%4 == 3 {
					d.RawExpire = "4000000000"
					d.Grants = [4]model.State{} // no flag grants for as long as a raw lifetime
				}
				all = append(all, d)
			}
		}
	}
	return all
}

func TestCommandsOfDraftsGiveTheSameBytes(t *testing.T) {
	demo := project.Demo()
	certificate, err := demo.Signing()
	if err != nil {
		t.Fatal(err)
	}
	tried := map[model.Kind]int{}
	for _, d := range drafts() {
		m := model.Mint(d, noon.Add(-1000), 99, model.Signer{AppID: demo.AppID, Certificate: certificate})
		if m.Failed() || m.Err != nil {
			continue // nobody gets to see a command for it
		}
		line := d.Command("--demo", &m)
		args := words(t, line)
		if args[0] != "agtok" {
			t.Fatalf("%s: not a command of agtok", line)
		}
		if r := run(args[1:]...); r.code != 0 || r.out != m.Text+"\n" {
			t.Errorf("%s\nends with %d, %q, and gives\n%s\nwant\n%s", line, r.code, r.err, r.out, m.Text)
		}
		tried[d.Kind]++
	}
	for _, spec := range model.Kinds() {
		if tried[spec.Kind] < 5 {
			t.Errorf("%s: only %d drafts were tried", spec.Kind, tried[spec.Kind])
		}
	}
}

func TestCommandOfADraftNamesItsProject(t *testing.T) {
	certificate, err := token.ParseCertificate(ownCertificate)
	if err != nil {
		t.Fatal(err)
	}
	d := model.NewDraft()
	m := model.Mint(d, noon, 7, model.Signer{AppID: ownAppID, Certificate: certificate})
	line := d.Command("env", &m)
	r := fake{env: own()}.run(words(t, line)[1:]...)
	if r.must(t) != m.Text+"\n" || strings.Contains(line, ownCertificate) {
		t.Errorf("%s\ngives %s, want %s", line, r.out, m.Text)
	}
}
