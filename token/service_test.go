package token_test

import (
	"encoding/json"
	"slices"
	"testing"

	"agtok/token"
)

func TestServiceNames(t *testing.T) {
	names, titles := map[string]bool{}, map[string]bool{}
	for s := token.RTC; s <= token.STT; s++ {
		if !s.Known() || s.Name() == "" || s.Title() == "" || names[s.Name()] || titles[s.Title()] {
			t.Errorf("service %d: %q, %q", s, s.Name(), s.Title())
		}
		names[s.Name()], titles[s.Title()] = true, true
	}
	if len(names) != 10 {
		t.Fatalf("%d services", len(names))
	}
	for _, s := range []token.ServiceType{0, 11, 65535} {
		if s.Known() || s.Name() != "unknown" {
			t.Errorf("service %d is known as %q", s, s.Name())
		}
	}
	if got := token.ServiceType(99).Title(); got != "service 99" {
		t.Errorf("an unknown service is titled %q", got)
	}
}

func TestPrivilegeNames(t *testing.T) {
	for _, row := range []struct {
		service     token.ServiceType
		privilege   token.Privilege
		name, title string
	}{
		{token.RTC, token.PublishAudioStream, "publishAudioStream", "publish audio"},
		{token.RTM, token.Login, "login", "login"},
		{token.Chat, token.ChatApp, "app", "app"},
		{token.APaaS, token.APaaSRoomUser, "roomUser", "room user"},
		{token.Streaming, token.PublishRawStream, "publishRawStream", "publish raw"},
		{token.FCDN, token.FCDNPlay, "play", "play"},
		{token.ConvoAI, 1, "1", "privilege 1"},
		{token.RTC, 65535, "65535", "privilege 65535"},
		{99, 1, "1", "privilege 1"},
	} {
		if name, title := row.service.PrivilegeName(row.privilege), row.service.PrivilegeTitle(row.privilege); name != row.name || title != row.title {
			t.Errorf("privilege %d of %s: %q, %q", row.privilege, row.service.Name(), name, title)
		}
	}
	if token.PrivilegeName006(token.RTMLogin) != "rtmLogin" || token.PrivilegeTitle006(token.Administrate) != "administrate" || token.PrivilegeName006(5) != "5" {
		t.Error("006 privileges have other names")
	}
	for s, want := range []string{"service 0", "media channel", "recording", "public sharing", "in-channel permission", "service 5"} {
		if got := token.KeyService(s).Title(); got != want {
			t.Errorf("005 service %d: %q, want %q", s, got, want)
		}
	}
}

func TestMarshal(t *testing.T) {
	a := &token.AccessToken{AppID: sampleAppID, Privileges: []token.Grant{{Privilege: token.RTMLogin, Expire: 1}}}
	for _, v := range []interface {
		json.Marshaler
		AppendJSON([]byte) []byte
	}{sample(), a} {
		if got, err := json.Marshal(v); err != nil || string(got) != string(v.AppendJSON(nil)) {
			t.Errorf("%s, %v", got, err)
		}
	}
}

func TestExpire(t *testing.T) {
	grants := []token.Grant{{Privilege: 1, Expire: 5}, {Privilege: 2, Expire: 6}, {Privilege: 1, Expire: 7}}
	if got, ok := token.Expire(grants, 1); got != 7 || !ok {
		t.Errorf("of a repeated privilege %d, %v", got, ok)
	}
	if got, ok := token.Expire(grants, 3); got != 0 || ok {
		t.Errorf("of a privilege that is not there %d, %v", got, ok)
	}
}

func TestFields(t *testing.T) {
	s := sample().Services[2]
	want := []token.TextField{{Name: "userId", Text: "user"}, {Name: "permissions", Text: `{"messageChannels":{"read":["a","b"],"write":["a"]}}`}}
	if got := s.Fields(); !slices.Equal(got, want) {
		t.Errorf("RTM2: %v", got)
	}
	s = sample().Services[1]
	want = []token.TextField{{Name: "roomUuid", Text: "room"}, {Name: "userUuid", Text: "user"}, {Name: "role", Text: "-1"}}
	if got := s.Fields(); !slices.Equal(got, want) {
		t.Errorf("APaaS: %v", got)
	}
	for _, none := range []token.ServiceType{token.FPA, token.ConvoAI, 99} {
		s = token.Service{Type: none}
		if got := s.Fields(); len(got) != 0 {
			t.Errorf("%d: %v", none, got)
		}
	}
}
