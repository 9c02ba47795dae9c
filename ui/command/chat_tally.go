package command

import (
	"context"
	"errors"
	"strings"

	"agtok/chatapi"
	"agtok/model/registration"
)

// tally counts how users ended, for the messages and the exit code of a run.
type tally struct {
	short      int  // users who did not end as asked
	served     bool // the service answered about some user
	fault      error
	complaints []string // the first of them
	more       int      // complaints that are only counted
}

// maxComplaints bounds the messages about users in one run.
const maxComplaints = 10

// note takes an error about a user; nil is a user whom the service answered for.
func (t *tally) note(err error) {
	var e *chatapi.Error
	switch {
	case err == nil, errors.Is(err, chatapi.ErrNotFound), errors.Is(err, chatapi.ErrDuplicate):
		t.served = true
	case errors.Is(err, chatapi.ErrIllegalArgument), errors.Is(err, registration.ErrRepeated), errors.Is(err, errNotTried), errors.Is(err, errLeft), errors.Is(err, context.Canceled):
		// Nothing was asked of the service, or it had no time to answer.
	case errors.Is(err, chatapi.ErrIllegalUsername), !errors.As(err, &e):
		t.served = true // and refused the user
	case t.fault == nil:
		t.fault = err
	}
}

// complain keeps a message about a user.
func (t *tally) complain(name string, err error) {
	if len(t.complaints) == maxComplaints {
		t.more++
		return
	}
	t.complaints = append(t.complaints, sentence(name, err))
}

// sentence tells of an error, of whom if it does not say so itself, and of what to
// do next.
func sentence(name string, err error) string {
	text := err.Error()
	if name != "" && !strings.Contains(text, " "+name+":") {
		text = shown(name) + ": " + text
	}
	if next := chatapi.Advice(err); next != "" {
		text += ". " + next
		if strings.Contains(next, "the exchange") {
			text += " --trace shows it."
		}
	}
	return text
}

// verdict says what went wrong and gives the error that ends the run.
func (c *chatting) verdict() error {
	t := &c.tally
	switch {
	case t.short == 0:
		return nil
	case !t.served && t.fault != nil:
		return remotef("%s", sentence("", t.fault))
	case c.json: // every object says it
		return negative()
	}
	for _, text := range t.complaints {
		c.say("%s", text)
	}
	if t.more > 0 {
		c.say("… and %d more; --json says of every user what is wrong", t.more)
	}
	return negative()
}
