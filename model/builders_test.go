package model_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"agtok/model"
	"agtok/token"
)

// built is a row of the vectors that an official builder made from arguments.
type built struct {
	ID, Impl, API, Token, AppID, AppCertificate, Version string
	IssueTs, Salt, Ts                                    uint32
	Args                                                 []any
}

// builds turns a builder's arguments into a draft; lists hold what stands where.
var builds = map[string]struct {
	kind    model.Kind
	account bool
	args    []model.Field // the field of each argument; -1 is the role, -2 the token's lifetime of an own-lifetime builder
}{
	"rtc_uid":      {model.KindRTC, false, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire, every}},
	"rtc_acc":      {model.KindRTC, true, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire, every}},
	"rtc_uid_priv": {model.KindRTC, false, []model.Field{model.FieldChannel, model.FieldUser, model.FieldExpire, model.FieldJoin, model.FieldAudio, model.FieldVideo, model.FieldData}},
	"rtc_acc_priv": {model.KindRTC, true, []model.Field{model.FieldChannel, model.FieldUser, model.FieldExpire, model.FieldJoin, model.FieldAudio, model.FieldVideo, model.FieldData}},
	"rtc_rtm":      {model.KindRTCRTM, true, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire, every}},
	"rtc_rtm2": {model.KindRTCRTM2, true, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire,
		model.FieldJoin, model.FieldAudio, model.FieldVideo, model.FieldData, model.FieldRTMUser, model.FieldRTMExpire}},
	"rtm":        {model.KindRTM, false, []model.Field{model.FieldUser, model.FieldExpire}},
	"rtm_perm":   {model.KindRTM2, false, []model.Field{model.FieldUser, model.FieldAllow, model.FieldExpire}},
	"chat_user":  {model.KindChat, false, []model.Field{model.FieldUser, model.FieldExpire}},
	"chat_app":   {model.KindChatApp, false, []model.Field{model.FieldExpire}},
	"apaas_room": {model.KindAPaaSRoomUser, false, []model.Field{model.FieldRoom, model.FieldUser, model.FieldRoomRole, model.FieldExpire}},
	"apaas_user": {model.KindAPaaSUser, false, []model.Field{model.FieldUser, model.FieldExpire}},
	"apaas_app":  {model.KindAPaaSApp, false, []model.Field{model.FieldExpire}},
	"edu_room":   {model.KindEducationRoomUser, false, []model.Field{model.FieldRoom, model.FieldUser, model.FieldRoomRole, model.FieldExpire}},
	"edu_user":   {model.KindEducationUser, false, []model.Field{model.FieldUser, model.FieldExpire}},
	"edu_app":    {model.KindEducationApp, false, []model.Field{model.FieldExpire}},
	"fpa":        {model.KindFPA, false, nil},
	"rtc6_uid":   {model.KindRTC006, false, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire}},
	"rtc6_acc":   {model.KindRTC006, true, []model.Field{model.FieldChannel, model.FieldUser, role, model.FieldExpire}},
	"rtm6":       {model.KindRTM006, false, []model.Field{model.FieldUser, model.FieldExpire}},
}

const (
	role  model.Field = -1 // the role's number
	every model.Field = -2 // the lifetime of every privilege
)

// draft fills in a draft from a row. ok is false where the row holds a number
// that no one can type, because it reads as a date.
func (r *built) draft(t *testing.T) (d model.Draft, ok bool) {
	t.Helper()
	b := builds[r.API]
	d = model.Draft{Kind: b.kind, Role: model.Publisher, ByAccount: b.account}
	for i, f := range b.args {
		n, number := r.Args[i].(float64)
		text := fmt.Sprint(r.Args[i])
		if number {
			text = fmt.Sprintf("%.0f", n)
		}
		switch {
		case f == role:
			d.Role = [...]model.Role{model.Attendee, model.Publisher, model.Subscriber}[min(int(n), 2)]
			if r.Version == "006" && n == 101 {
				d.Role = model.Admin
			}
		case f == model.FieldExpire:
			d.RawExpire = text
		case f == every && n < 1e9:
			for p := model.FieldJoin; p <= model.FieldData; p++ {
				d.Text[p] = text
			}
		case f == model.FieldAllow:
			d.Text[f] = allow(r.Args[i].([]any))
		case number && n >= 1e9 && f != model.FieldUser:
			return d, false
		default:
			d.Text[f] = text
		}
	}
	return d, true
}

func allow(triples []any) string {
	var lines []string
	for _, entry := range triples {
		e := entry.([]any)
		var names []string
		for _, name := range e[2].([]any) {
			names = append(names, name.(string))
		}
		lines = append(lines, fmt.Sprintf("%.0f:%.0f:%s", e[0], e[1], strings.Join(names, ",")))
	}
	return strings.Join(lines, "\n")
}

// TestOfficialBuilders holds every kind to the official Go library's builder of
// the same name, byte for byte.
func TestOfficialBuilders(t *testing.T) {
	data, err := os.ReadFile("../testdata/vectors/generated.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	for line := range bytes.Lines(data) {
		var r built
		if err := json.Unmarshal(line, &r); err != nil {
			continue // rows of the older formats have other types of field
		}
		b, known := builds[r.API]
		if r.Impl != "go-official" || r.Args == nil || r.Version != "007" && r.Version != "006" {
			continue
		}
		if !known {
			t.Errorf("%s: no kind is held to the builder %s", r.ID, r.API)
			continue
		}
		d, ok := r.draft(t)
		if !ok {
			continue
		}
		c, err := token.ParseCertificate(r.AppCertificate)
		if err != nil {
			t.Fatal(err)
		}
		issued := r.IssueTs
		if r.Version == "006" {
			issued = r.Ts - 24*60*60
		}
		m := model.Mint(d, time.Unix(int64(issued), 0), r.Salt, model.Signer{AppID: r.AppID, Certificate: c})
		if m.Text != r.Token {
			t.Errorf("%s %s as %s %v: built\n%s %v %v\nwant\n%s", r.ID, r.API, b.kind, r.Args, m.Text, m.Notes, m.Err, r.Token)
		}
		tried[r.API]++
	}
	for api := range builds {
		if tried[api] == 0 {
			t.Errorf("no row of %s was tried", api)
		}
	}
}

// TestKindsGoThereAndBack holds that the token of a draft gives the draft back.
func TestKindsGoThereAndBack(t *testing.T) {
	c, _ := token.ParseCertificate("0123456789abcdef0123456789abcdef")
	s := model.Signer{AppID: "fedcba9876543210fedcba9876543210", Certificate: c}
	now := time.Unix(1_700_000_000, 0)
	for _, spec := range model.Kinds() {
		d := model.NewDraft()
		d.SetKind(spec.Kind)
		d.Text[model.FieldAudio] = "10m"
		d.Text[model.FieldRTMUser], d.Text[model.FieldRTMExpire] = "bob", "5m"
		d.Text[model.FieldAllow] = "messageChannels:read:a,b users:write:x"
		d.Text[model.FieldRoom], d.Text[model.FieldRoomRole] = "room-1", "2"
		d.Text[model.FieldAccount], d.Text[model.FieldPrivileges] = "carol", "1 2=10m"
		m := model.Mint(d, now, 1, s)
		if m.Token == nil {
			t.Errorf("%s: no token: %v %v", spec.Kind, m.Notes, m.Err)
			continue
		}
		back, ok := model.DraftOf(m.Token, &m.Description.Missing)
		if !ok {
			t.Errorf("%s: no draft of its token", spec.Kind)
			continue
		}
		if !back.Keeps(m.Token) {
			t.Errorf("%s: the draft does not keep the token's services", spec.Kind)
		}
		if again := model.Mint(back, now, 1, s); again.Text != m.Text {
			t.Errorf("%s: there and back gives\n%s %v\nwant\n%s", spec.Kind, again.Text, again.Notes, m.Text)
		}
	}
}

func TestWhatNoBuilderMakesIsDraftedAsItIs(t *testing.T) {
	c, _ := token.ParseCertificate("0123456789abcdef0123456789abcdef")
	s := model.Signer{AppID: "fedcba9876543210fedcba9876543210", Certificate: c}
	for name, change := range map[string]func(*token.AccessToken2){
		"an unknown privilege": func(a *token.AccessToken2) {
			a.Services[0].Privileges = append(a.Services[0].Privileges, token.Grant{Privilege: 77, Expire: 5})
		},
		"another order": func(a *token.AccessToken2) {
			g := a.Services[0].Privileges
			g[0], g[1] = g[1], g[0]
		},
		"a service twice":    func(a *token.AccessToken2) { a.Services = append(a.Services, a.Services[0]) },
		"an unknown service": func(a *token.AccessToken2) { a.Services = append(a.Services, token.Service{Type: 99, Raw: []byte{1}}) },
		"nothing":            func(a *token.AccessToken2) { a.Services = nil },
	} {
		a := &token.AccessToken2{AppID: s.AppID, IssueTs: 1_700_000_000, Expire: 3600, Salt: 5, Services: []token.Service{{Type: token.RTC, ChannelName: "c", UID: "1",
			Privileges: []token.Grant{{Privilege: 1, Expire: 3600}, {Privilege: 2, Expire: 3600}, {Privilege: 3, Expire: 3600}, {Privilege: 4, Expire: 3600}}}}}
		plain := &token.Token{Format: token.Format007, AccessToken2: a}
		if d, ok := model.DraftOf(plain, nil); !ok || !d.Keeps(plain) || d.Kind != model.KindRTC {
			t.Fatalf("the plain token is drafted as %s (%v)", d.Kind, ok)
		}
		change(a)
		want, err := token.Sign(a, c)
		if err != nil {
			t.Fatal(err)
		}
		d, ok := model.DraftOf(plain, nil)
		if m := model.Mint(d, time.Unix(1_700_000_000, 0), 5, s); !ok || d.Kind != model.KindCustom || m.Text != want {
			t.Errorf("%s: drafted as %s, which gives %s %v\nwant %s", name, d.Kind, m.Text, m.Notes, want)
		}
		a.TrailingBytes = []byte{1}
		if d, _ := model.DraftOf(plain, nil); d.Keeps(plain) {
			t.Errorf("%s: trailing bytes are said to be kept", name)
		}
	}
}
