package registration

import (
	"errors"
	"fmt"
	"time"

	"agtok/chatapi"
)

// Row is what is said of a user in JSON, which is part of the contract.
type Row struct {
	Username   string    `json:"username"`
	UUID       string    `json:"uuid,omitempty"`
	Result     string    `json:"result"`
	Nickname   string    `json:"nickname,omitempty"`
	Activated  *bool     `json:"activated,omitempty"`
	Created    *int64    `json:"created,omitempty"`  // Unix milliseconds
	Modified   *int64    `json:"modified,omitempty"` // the same
	Error      *RowError `json:"error,omitempty"`
	Unknown    bool      `json:"unknown,omitempty"`    // with failed: it may have been done
	Tried      *bool     `json:"tried,omitempty"`      // false, with failed: nothing was sent
	AnswerLost bool      `json:"answerLost,omitempty"` // with deleted: and on the next attempt nobody was there, as if the user had been missing before
	Legal      *bool     `json:"legal,omitempty"`      // false: the name or the UUID is not, and what does not show in it is escaped
	Undecided  bool      `json:"undecided,omitempty"`  // with exists: perhaps this run made the user
}

// RowError is an error in JSON.
type RowError struct {
	Status      int    `json:"status"` // 0: there was no answer, or nothing was sent
	Code        string `json:"code"`
	Description string `json:"description"`
	Attempts    int    `json:"attempts"`
	Message     string `json:"message"`
	Next        string `json:"next,omitempty"`
	Unknown     bool   `json:"unknown,omitempty"` // it may have been done
}

// RowOf gives the row of a user that the service told of.
func RowOf(u chatapi.User, result string) Row {
	r := Row{Username: u.Username, UUID: u.UUID, Result: result, Nickname: u.Nickname}
	if u.UUID != "" {
		r.Activated = &u.Activated
	}
	r.Created, r.Modified = milliseconds(u.Created), milliseconds(u.Modified)
	return r
}

func milliseconds(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// FailedRow gives the row of a user for whom something went wrong; unknown: it may
// have been done all the same.
func FailedRow(name string, err error, unknown bool) Row {
	e := &RowError{Message: err.Error(), Next: chatapi.Advice(err), Unknown: unknown}
	e.Description = e.Message
	var of *chatapi.Error
	if errors.As(err, &of) {
		e.Status, e.Code, e.Attempts = of.Status, of.Code, of.Attempts
		if of.Description != "" {
			e.Description = of.Description
		}
	}
	return Row{Username: name, Result: string(Failed), Error: e, Unknown: unknown}
}

// Row gives the row of an outcome. The contract has no result for users that were not
// tried: they are failed ones, whose error says so.
func (o *Outcome) Row() Row {
	switch o.Result {
	case Registered, Exists:
		row := RowOf(o.User, string(o.Result))
		row.Username = o.Username // of one that could not be looked up nothing else is known
		row.Undecided = o.Undecided
		return row
	case NotTried:
		row := FailedRow(o.Username, fmt.Errorf("not tried: %w", o.Err), false)
		row.Tried = new(bool)
		return row
	}
	return FailedRow(o.Username, o.Err, o.Unknown)
}
