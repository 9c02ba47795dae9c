package registration

import (
	"context"
	"errors"
	"testing"
	"time"

	"agtok/chatapi"
)

// book answers lookups with the users that it has; of "mute" it tells nothing.
type book map[string]chatapi.User

func (book) RegisterMany(context.Context, []chatapi.NewUser) ([]chatapi.User, []chatapi.Refusal, error) {
	panic("looking up makes nobody")
}

var errMute = errors.New("mute")

func (b book) Get(_ context.Context, name string) (chatapi.User, error) {
	u, ok := b[name]
	switch {
	case name == "mute":
		return u, errMute
	case !ok:
		return u, chatapi.ErrNotFound
	}
	return u, nil
}

func (b book) RegisterAgain(ctx context.Context, users []chatapi.NewUser, _ error) ([]chatapi.User, []chatapi.Refusal, error) {
	return b.RegisterMany(ctx, users)
}

// Ahead tells that the service's clock is this machine's.
func (book) Ahead() chatapi.Ahead { return chatapi.Ahead{Known: true} }

// TestWhoWasPerhapsMadeIsLookedUp holds what becomes of each, and that nobody else is
// touched.
func TestWhoWasPerhapsMadeIsLookedUp(t *testing.T) {
	began := time.Date(2024, 5, 2, 12, 0, 0, 0, time.UTC)
	report := Report{Err: context.Canceled, Outcomes: []Outcome{
		{Username: "made", Result: Failed, Unknown: true}, {Username: "old", Result: Failed, Unknown: true}, {Username: "absent", Result: Failed, Unknown: true},
		{Username: "mute", Result: Failed, Unknown: true, Err: errMute}, {Username: "refused", Result: Failed}, {Username: "later", Result: NotTried},
	}}
	there := book{"made": {Username: "made", UUID: "1", Created: began.Add(time.Second)}, "old": {Username: "old", UUID: "2", Created: began.Add(-time.Hour)}, "refused": {}, "later": {}}
	settled, err := Settle(t.Context(), there, report, began)
	if !errors.Is(err, errMute) || !errors.Is(settled.Err, context.Canceled) || settled.Unknown() != 1 || report.Unknown() != 4 {
		t.Errorf("%v, %+v of %+v", err, settled, report)
	}
	for i, want := range []Result{Registered, Exists, Failed, Failed, Failed, NotTried} {
		if o := settled.Outcomes[i]; o.Result != want || o.Unknown != (o.Username == "mute") || (o.User.UUID != "") != (i < 2) {
			t.Errorf("%+v, want %s", o, want)
		}
	}
	if !errors.Is(settled.Outcomes[2].Err, ErrNotMade) {
		t.Errorf("%+v", settled.Outcomes[2])
	}
}
