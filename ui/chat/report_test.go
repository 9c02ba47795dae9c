package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"agtok/chatapi"
	"agtok/model/registration"
)

// outcomes gives users n to m with the same fate.
func outcomes(n, m int, o registration.Outcome) (list []registration.Outcome) {
	for ; n <= m; n++ {
		u := o
		u.Username = fmt.Sprintf("w-%d", n)
		if o.Err != nil {
			u.Err = fmt.Errorf("register %s: %w; then: look up %[1]s: cancelled", u.Username, o.Err)
		}
		list = append(list, u)
	}
	return list
}

// TestUsersAreGroupedByCause holds what the report says of users with the same fate,
// one after another or not.
func TestUsersAreGroupedByCause(t *testing.T) {
	lost, refused := errors.New("cancelled; whether it was done is not known"), errors.New("refused")
	b := &batch{Report: registration.Report{Err: context.Canceled}}
	for _, part := range [][]registration.Outcome{
		outcomes(1, 2, registration.Outcome{Result: registration.Registered, User: chatapi.User{UUID: "x"}}),
		outcomes(3, 9, registration.Outcome{Result: registration.Failed, Unknown: true, Err: lost}),
		outcomes(10, 10, registration.Outcome{Result: registration.Failed, Err: refused}),
		outcomes(11, 12, registration.Outcome{Result: registration.Exists}),
		outcomes(13, 13, registration.Outcome{Result: registration.Failed, Err: refused}),
		outcomes(14, 14, registration.Outcome{Result: registration.Exists, Undecided: true}),
		outcomes(15, 20, registration.Outcome{Result: registration.NotTried, Err: context.Canceled}),
	} {
		b.Outcomes = append(b.Outcomes, part...)
	}
	if got, want := summary(b), "you stopped it; 20 names: 2 registered, 2 there before, 1 there, perhaps made just now, 7 perhaps made, 2 failed, 6 not tried"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var lines []string
	for _, g := range groups(b) {
		lines = append(lines, g.text())
	}
	want := "w-3 … w-9 (7): perhaps made: register the user: cancelled; whether it was done is not known\nw-10, w-13 (2): failed: register the user: refused\n" +
		"w-11, w-12 (2): there before\nw-14: there, perhaps made just now\nw-15 … w-20 (6): not tried"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if n := strings.Count(rowsOf(b), "\n"); n != 19 || !strings.HasPrefix(rowsOf(b), `{"username":"w-1","uuid":"x","result":"registered"`) {
		t.Errorf("%s", rowsOf(b))
	}
}
