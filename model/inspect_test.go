package model_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/model/project"
	"agtok/token"
)

// demoToken signs a description for the demo project.
func demoToken(t testing.TB, description string) string {
	t.Helper()
	d, err := token.ParseDescription([]byte(description), token.Override{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := project.Demo().Signing()
	if err != nil {
		t.Fatal(err)
	}
	text, err := d.Sign(new(token.Encoder), c)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const lobby = `{"version":"007","appId":"970CA35de60c44645bbae8a215061b33","issueTs":1700000000,"expire":3600,"salt":1,
	"services":[{"type":"rtc","channelName":"lobby","uid":"1234","privileges":{"joinChannel":3600,"publishAudioStream":600}}]}`

// TestTheShapeOfTheJSON holds the object that scripts rely on: every key of this
// example, with these values. Keys may be added.
func TestTheShapeOfTheJSON(t *testing.T) {
	const want = `{"ok":true,"format":"007","repairs":[],
		"description":{"version":"007","appId":"970CA35de60c44645bbae8a215061b33","issueTs":1700000000,"expire":3600,"salt":1,
			"services":[{"type":"rtc","channelName":"lobby","uid":"1234","privileges":{"joinChannel":3600,"publishAudioStream":600}}]},
		"signature":{"status":"valid","project":"demo","certificate":"primary"},
		"status":"valid",
		"times":{"issuedAt":1700000000,"expiresAt":1700003600,"usableUntil":1700003600,"effectiveEnd":1700000600},
		"services":[{"type":"rtc","admitUntil":1700003600,"staysUntil":1700003600,
			"grants":[{"privilege":"joinChannel","expire":3600,"endsAt":1700003600,"until":1700003600,"endedBy":"own"},
				{"privilege":"publishAudioStream","expire":600,"endsAt":1700000600,"until":1700000600,"endedBy":"own"}]}],
		"worksFor":{"rtcJoin":true,"rtmLogin":false,"streamChannel":false,"chatUser":false,"chatRest":false},
		"events":[{"at":1700000570,"event":"will-expire","product":"rtc","subject":"services[0].privileges.publishAudioStream","certain":false,
			"callbacks":{"native":"onTokenPrivilegeWillExpire","web":"token-privilege-will-expire"}}]}`
	in := model.Inspector{Projects: []project.Project{project.Demo()}, Demo: true}
	i := in.Inspect(demoToken(t, lobby), nil, time.Unix(1_700_000_100, 0).UTC())
	if len(i) != 1 {
		t.Fatalf("%d inspections", len(i))
	}
	var got, wanted map[string]any
	if err := json.Unmarshal(i[0].AppendJSON(nil, 1_700_000_100), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if missing := lacks("", got, wanted); missing != "" {
		t.Error(missing)
	}
	found := false
	for _, f := range got["findings"].([]any) {
		found = found || f.(map[string]any)["id"] == "privilege-before-token"
	}
	if !found {
		t.Errorf("the findings lack privilege-before-token: %v", got["findings"])
	}
}

// lacks says where got does not have what want has; lists may go on.
func lacks(path string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return path + " is no object"
		}
		for k, v := range want {
			if why := lacks(path+"."+k, g[k], v); why != "" {
				return why
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) < len(want) {
			return path + " is no list of that length"
		}
		for k, v := range want {
			if why := lacks(path+"[]", g[k], v); why != "" {
				return why
			}
		}
		return ""
	}
	if !reflect.DeepEqual(got, want) {
		gotJSON, _ := json.Marshal(got)
		wantJSON, _ := json.Marshal(want)
		return path + " is " + string(gotJSON) + ", want " + string(wantJSON)
	}
	return ""
}

func TestStatus(t *testing.T) {
	text := demoToken(t, lobby)
	mine := project.Project{Name: "mine", AppID: "970CA35de60c44645bbae8a215061b33"}
	wrong, err := token.ParseCertificate(strings.Repeat("0", 32))
	if err != nil {
		t.Fatal(err)
	}
	mine.Keys = []project.Key{{Role: project.Primary, Certificate: wrong}}
	for _, c := range []struct {
		name     string
		projects []project.Project
		at       int64
		want     model.Status
		joins    bool
	}{
		{"fresh", []project.Project{project.Demo()}, 1_700_000_100, model.Valid, true},
		{"a tenth left", []project.Project{project.Demo()}, 1_700_003_241, model.ExpiresSoon, true},
		{"at the second", []project.Project{project.Demo()}, 1_700_003_600, model.ExpiresSoon, true},
		{"over", []project.Project{project.Demo()}, 1_700_003_601, model.Expired, false},
		{"nobody's", nil, 1_700_000_100, model.Valid, true},
		{"another certificate", []project.Project{mine}, 1_700_000_100, model.Unusable, false},
	} {
		in := model.Inspector{Projects: c.projects}
		i := in.Inspect(text, nil, time.Unix(c.at, 0))[0]
		if got := i.Status(c.at); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if got := i.WorksFor(c.at).RTCJoin; got != c.joins {
			t.Errorf("%s: joins is %v", c.name, got)
		}
	}
}

func TestWorksFor(t *testing.T) {
	service := func(s string) string {
		return `{"version":"007","appId":"970CA35de60c44645bbae8a215061b33","issueTs":1700000000,"expire":3600,"salt":1,"services":[` + s + `]}`
	}
	const rtc = `{"type":"rtc","channelName":"c","uid":"u","privileges":{"joinChannel":60}}`
	const rtm = `{"type":"rtm","userId":"u","privileges":{"login":60}}`
	for description, want := range map[string]model.WorksFor{
		service(rtc):             {RTCJoin: true},
		service(rtm):             {RTMLogin: true},
		service(rtc + "," + rtm): {RTCJoin: true, RTMLogin: true, StreamChannel: true},
		service(`{"type":"chat","userId":"u","privileges":{"user":60}}`):                   {ChatUser: true},
		service(`{"type":"chat","userId":"","privileges":{"app":60}}`):                     {ChatREST: true},
		service(`{"type":"rtc","channelName":"c","uid":"u","privileges":{"2":60}}`):        {},
		service(`{"type":"unknown","typeId":99,"rawHex":"00"}`):                            {},
		service(`{"type":"rtm2","userId":"u","privileges":{"login":60},"permissions":{}}`): {RTMLogin: true},
	} {
		i := model.Inspector{}.Inspect(demoToken(t, description), nil, time.Unix(1_700_000_010, 0))[0]
		if got := i.WorksFor(1_700_000_010); got != want {
			t.Errorf("%s works for %+v, want %+v", description, got, want)
		}
		if got := i.WorksFor(1_700_000_061); got != (model.WorksFor{}) {
			t.Errorf("%s works for %+v after its end", description, got)
		}
	}
}

func TestWorkspaceWatches(t *testing.T) {
	w := model.NewWorkspace(nil)
	tok, err := token.Parse(demoToken(t, lobby))
	if err != nil {
		t.Fatal(err)
	}
	other, err := token.Parse(demoToken(t, strings.Replace(lobby, `"salt":1`, `"salt":2`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	list := &w.Watched
	if name, added := list.Add(tok, nil, w.Projects); name != "lobby" || !added {
		t.Errorf("watched as %q, %v", name, added)
	}
	if name, added := list.Add(tok, nil, w.Projects); name != "lobby" || added {
		t.Errorf("watched twice as %q, %v", name, added)
	}
	if name, _ := list.Add(other, nil, w.Projects); name != "lobby 2" {
		t.Errorf("the second of a name is %q", name)
	}
	if name, at, ok := w.NextEnd(1_700_000_000); name != "lobby" || at != 1_700_003_600 || !ok {
		t.Errorf("next end %q %d %v", name, at, ok)
	}
	list.Remove(0)
	list.Remove(7)
	if list.Len() != 1 || !canUndo(list) || list.Undo().Place != 0 || list.Row(0).Name != "lobby" || canUndo(list) {
		t.Errorf("taking out and putting back gives %v", rowNames(list))
	}
}

func TestFieldsSayWhatIsWrong(t *testing.T) {
	c, _ := project.Demo().Signing()
	s := model.Signer{AppID: project.Demo().AppID, Certificate: c}
	for _, c := range []struct {
		kind  model.Kind
		field model.Field
		text  string
		want  string
		built bool
	}{
		{model.KindRTC, model.FieldChannel, "", "every channel (wildcard", true},
		{model.KindRTC006, model.FieldChannel, "", "no wildcard", true},
		{model.KindRTC, model.FieldChannel, strings.Repeat("a", 64), "64 bytes", true},
		{model.KindRTC, model.FieldChannel, strings.Repeat("a", 65), "at most 64", true},
		{model.KindRTC, model.FieldChannel, "a/b", "not allowed in a channel name", true},
		{model.KindRTC, model.FieldChannel, "a*", "wildcard", true},
		{model.KindRTC, model.FieldChannel, " a", "begins or ends with a space", true},
		{model.KindRTC, model.FieldChannel, strings.Repeat("a", 70_000), "at most 64", false},
		{model.KindRTC, model.FieldUser, "4294967295", "", true},
		{model.KindRTC, model.FieldUser, "4294967296", "out of range", false},
		{model.KindRTC, model.FieldUser, "99999999999999999999", "out of range", false},
		{model.KindRTC, model.FieldUser, "-1", "4294967295", true},
		{model.KindRTC, model.FieldUser, "-2147483649", "out of range", false},
		{model.KindRTC, model.FieldUser, "alice", "text is a user account", false},
		{model.KindRTC, model.FieldUser, "0", "any user", true},
		{model.KindRTM, model.FieldUser, "", "nobody has no name", true},
		{model.KindRTM, model.FieldUser, strings.Repeat("u", 65), "at most 64", true},
		{model.KindChat, model.FieldUser, "Alice", "Chat user name", true},
		{model.KindChat, model.FieldUser, "0ffe2d80-ed76-11e8-8d66-279e3e1c214b", "", true},
		{model.KindRTC, model.FieldExpire, "", "a lifetime is missing", false},
		{model.KindRTC, model.FieldExpire, "1795347600", "reads as the date", false},
		{model.KindRTC, model.FieldExpire, "2d", "over 24 h", true},
		{model.KindRTC, model.FieldExpire, "0", "counts as 24 h", true},
		{model.KindRTC, model.FieldAudio, "soon", "not a lifetime", false},
		{model.KindRTC, model.FieldSalt, "4294967296", "a salt is a number", false},
		{model.KindRTC, model.FieldIssueTime, "2107-01-01", "issue times up to", false},
		{model.KindRTC, model.FieldIssueTime, "yesterday", "not a time", false},
		{model.KindRTM2, model.FieldAllow, "rooms:read:a", "is no resource", false},
		{model.KindRTM2, model.FieldAllow, "users:peek:a", "neither read nor write", false},
		{model.KindRTM2, model.FieldAllow, "users", "resource:access:names", false},
		{model.KindFCDN, model.FieldPrivileges, "fly", "ID=LIFETIME", false},
		{model.KindFCDN, model.FieldPrivileges, "publish=never", "not a lifetime", false},
		{model.KindAPaaSRoomUser, model.FieldRoomRole, "70000", "a role is a number", false},
	} {
		d := model.NewDraft()
		d.SetKind(c.kind)
		d.Text[c.field] = c.text
		m := model.Mint(d, time.Unix(1_700_000_000, 0), 1, s)
		note, _ := m.Note(c.field)
		if !strings.Contains(note.Message, c.want) || c.want == "" && note.Message != "" {
			t.Errorf("%s %s %.20q: %q, want %q", c.kind, c.field.Label(), c.text, note.Message, c.want)
		}
		if (m.Text != "") != c.built {
			t.Errorf("%s %s %.20q: built is %v (%v)", c.kind, c.field.Label(), c.text, m.Text != "", m.Err)
		}
	}
}

func TestPresets(t *testing.T) {
	c, _ := project.Demo().Signing()
	s := model.Signer{AppID: project.Demo().AppID, Certificate: c}
	seen := map[string]bool{}
	for _, p := range model.Presets() {
		m := model.Mint(p.Apply(model.NewDraft()), time.Unix(1_700_000_000, 0), 1, s)
		if m.Text == "" || seen[m.Text] {
			t.Errorf("%s: gives no token of its own: %v %v", p.Title, m.Notes, m.Err)
		}
		seen[m.Text] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d presets", len(seen))
	}
}
