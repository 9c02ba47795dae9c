package command

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"agtok/chatapi"
	"agtok/model/visible"
)

// The results of the contract that commands of chat print.
const (
	userRegistered = "registered"
	userExists     = "exists"
	userFound      = "found"
	userMissing    = "missing"
	userDeleted    = "deleted"
	userChanged    = "changed"
	userOnline     = "online"
	userOffline    = "offline"
	userFailed     = "failed"
)

// userRow is what a command says of a user. Its JSON is part of the contract.
type userRow struct {
	Username  string     `json:"username"`
	UUID      string     `json:"uuid,omitempty"`
	Result    string     `json:"result"`
	Nickname  string     `json:"nickname,omitempty"`
	Activated *bool      `json:"activated,omitempty"`
	Created   *int64     `json:"created,omitempty"`  // Unix milliseconds
	Modified  *int64     `json:"modified,omitempty"` // the same
	Error     *userError `json:"error,omitempty"`
	Unknown   bool       `json:"unknown,omitempty"`   // with failed: it may have been done
	Tried     *bool      `json:"tried,omitempty"`     // false, with failed: nothing was sent
	Legal     *bool      `json:"legal,omitempty"`     // false: the name or the UUID is not, and what does not show in it is escaped
	Undecided bool       `json:"undecided,omitempty"` // with exists: perhaps this run made the user
}

// words is the result of a row for people, who see no other members.
func (t *table) words(r *userRow) string {
	switch {
	case r.Unknown && t.makes:
		return "perhaps made"
	case r.Unknown:
		return "perhaps done"
	case r.Tried != nil:
		return "not tried"
	case r.Undecided:
		return "exists?"
	}
	return r.Result
}

// userError is an error in JSON.
type userError struct {
	Status      int    `json:"status"` // 0: there was no answer, or nothing was sent
	Code        string `json:"code"`
	Description string `json:"description"`
	Attempts    int    `json:"attempts"`
	Message     string `json:"message"`
	Next        string `json:"next,omitempty"`
	Unknown     bool   `json:"unknown,omitempty"` // it may have been done
}

func rowOf(u chatapi.User, result string) userRow {
	r := userRow{Username: u.Username, UUID: u.UUID, Result: result, Nickname: u.Nickname}
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

func failedRow(name string, err error, unknown bool) userRow {
	e := &userError{Message: err.Error(), Next: chatapi.Advice(err), Unknown: unknown}
	e.Description = e.Message
	var of *chatapi.Error
	if errors.As(err, &of) {
		e.Status, e.Code, e.Attempts = of.Status, of.Code, of.Attempts
		if of.Description != "" {
			e.Description = of.Description
		}
	}
	return userRow{Username: name, Result: userFailed, Error: e, Unknown: unknown}
}

// table prints rows for people.
type table struct {
	width int  // of the column of names
	makes bool // users
	brief bool // nothing but names and results is known
	begun bool
}

// Widths of columns: the longest legal name, and a time with the longest zone.
const (
	maxUserColumn = chatapi.MaxUsername
	createdColumn = len("2006-01-02 15:04:05 +0000")
)

// names makes room for the names to come.
func (t *table) names(list ...string) {
	for _, name := range list {
		t.width = max(t.width, utf8.RuneCountInString(visible.Line(name, maxUserColumn)))
	}
}

// print writes a row, or its object.
func (c *chatting) print(r userRow) error {
	if c.world.StdoutIsTerminal {
		c.talk.progress("")
	}
	if c.json {
		return c.printJSON(r)
	}
	c.table.names("USERNAME", r.Username)
	if !c.table.begun {
		c.table.begun = true
		head := c.line("RESULT", "USERNAME", "UUID", "CREATED", "STATE", "NICKNAME")
		if c.table.brief {
			head = c.line("RESULT", "USERNAME", "", "", "", "")
		}
		if err := c.printf("%s\n", head); err != nil {
			return err
		}
	}
	state, created := "", ""
	if r.Activated != nil {
		state = map[bool]string{true: "active", false: "banned"}[*r.Activated]
	}
	if r.Created != nil {
		created = time.UnixMilli(*r.Created).In(c.world.Now().Location()).Format("2006-01-02 15:04:05 MST")
	}
	return c.printf("%s\n", c.line(c.table.words(&r), r.Username, r.UUID, created, state, r.Nickname))
}

func (c *chatting) line(result, name, uuid, created, state, nickname string) string {
	line := fmt.Sprintf("%-12s  %-*s  %-36s  %-*s  %-6s  %s", result, c.table.width, visible.Line(name, maxUserColumn), uuid,
		createdColumn, created, state, visible.Line(nickname, chatapi.MaxNickname))
	return strings.TrimRight(line, " ")
}
