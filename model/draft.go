package model

import (
	"slices"
)

// State says whether a privilege is written: as the role says, or as chosen.
type State int

// The states.
const (
	ByRole State = iota
	On
	Off
)

// Draft is a token that a person is describing, in the words that were typed. It
// is a value: a form holds one, the flags of "agtok new" make one.
type Draft struct {
	Kind      Kind
	Role      Role
	ByAccount bool // User is a user account, not a uid
	Text      [fieldCount]string
	Grants    [4]State // join, audio, video, data
	RawExpire string   // a number for expire that is written as it is, unless ""
}

// NewDraft gives the draft that a form starts with.
func NewDraft() Draft {
	d := Draft{Kind: KindRTC, Role: Publisher}
	d.Text[FieldChannel] = "lobby"
	d.Text[FieldUser] = "1234"
	d.Text[FieldExpire] = "1h"
	d.Text[FieldServices] = `[{"type":"rtc","channelName":"lobby","uid":"1234","privileges":{"joinChannel":3600}},` +
		`{"type":"rtc","channelName":"stage","uid":"1234","privileges":{"joinChannel":3600}}]`
	return d
}

// Spec gives the row of d's kind.
func (d *Draft) Spec() Spec {
	s, _ := SpecOf(d.Kind)
	return s
}

// Granted reports whether the privilege whose lifetime is field f is written.
func (d *Draft) Granted(f Field) bool {
	switch d.Grants[f-FieldJoin] {
	case On:
		return true
	case Off:
		return false
	}
	return f == FieldJoin || d.Role.publishes()
}

// Toggle turns the privilege of field f on or off.
func (d *Draft) Toggle(f Field) {
	state := On
	if d.Granted(f) {
		state = Off
	}
	d.Grants[f-FieldJoin] = ByRole
	if d.Granted(f) != (state == On) {
		d.Grants[f-FieldJoin] = state
	}
}

// SetRole chooses a role and with it the privileges that the role's builder
// writes.
func (d *Draft) SetRole(r Role) { d.Role, d.Grants = r, [4]State{} }

// Custom reports whether the privileges are others than the role's.
func (d *Draft) Custom() bool { return d.Grants != [4]State{} }

// SetKind changes the kind and keeps what the other kind takes too.
func (d *Draft) SetKind(k Kind) {
	d.Kind = k
	if spec := d.Spec(); len(spec.Roles) > 0 && !slices.Contains(spec.Roles, d.Role) {
		d.SetRole(Publisher)
	}
}
