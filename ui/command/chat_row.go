package command

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"agtok/chatapi"
	"agtok/model/registration"
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

// userRow is what a command says of a user.
type userRow = registration.Row

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

func rowOf(u chatapi.User, result string) userRow { return registration.RowOf(u, result) }

func failedRow(name string, err error, unknown bool) userRow {
	return registration.FailedRow(name, err, unknown)
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
