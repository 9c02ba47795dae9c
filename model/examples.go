package model

import (
	"time"

	"agtok/model/project"
	"agtok/token"
)

// Example is a token to look at.
type Example struct {
	Name  string
	Token *token.Token
}

// Examples signs tokens of the demo project, issued at now with salts of salt's: a
// host whose audio ends early, an audience, one that is short enough to be renewed
// now, a Chat user, and one that has ended.
func Examples(now time.Time, salt func() uint32) []Example {
	demo := project.Demo()
	c, err := demo.Signing()
	if err != nil {
		return nil
	}
	var list []Example
	for _, x := range []struct {
		name   string
		kind   Kind
		issued time.Duration // before now
		fields map[Field]string
		role   Role
	}{
		{"host", KindRTC, 2 * time.Minute, map[Field]string{FieldChannel: "lobby-1", FieldUser: "2882341273", FieldExpire: "1h", FieldAudio: "10m"}, Publisher},
		{"audience", KindRTC, time.Minute, map[Field]string{FieldChannel: "lobby-1", FieldUser: "", FieldExpire: "20m"}, Subscriber},
		{"renewal", KindRTC, 0, map[Field]string{FieldChannel: "lobby-1", FieldUser: "7", FieldExpire: "45s"}, Publisher},
		{"chat user1", KindChat, 0, map[Field]string{FieldUser: "user1", FieldExpire: "24h"}, ""},
		{"old build", KindRTC, 51 * time.Hour, map[Field]string{FieldChannel: "lobby-1", FieldUser: "42", FieldExpire: "1h"}, Publisher},
	} {
		d := Draft{Kind: x.kind, Role: x.role}
		d.SetRole(x.role)
		for f, text := range x.fields {
			d.Text[f] = text
		}
		if m := Mint(d, now.Add(-x.issued), salt(), Signer{demo.AppID, c}); m.Token != nil {
			list = append(list, Example{x.name, m.Token})
		}
	}
	return list
}
