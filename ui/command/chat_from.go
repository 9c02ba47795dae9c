package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"agtok/chatapi"
)

// Bounds of a list of users to register.
const (
	maxUserLine = 4 << 10 // bytes
	maxUsers    = 100_000
)

// listed reads a list of users. Nothing of its lines is in an error: they can hold
// passwords.
func (r *registering) listed(cmd *cobra.Command, path string) ([]chatapi.NewUser, error) {
	if path == "-" {
		r.asked = true
		return readUsers(cmd, r.session.stdin)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, configurationf("--from: %w", err)
	}
	defer file.Close()
	return readUsers(cmd, file)
}

func readUsers(cmd *cobra.Command, in io.Reader) (users []chatapi.NewUser, err error) {
	var line []byte
	from := newLines(in, maxUserLine)
	for number := 1; ; number++ {
		next, long, err := from.next(line[:0])
		line = next
		switch {
		case errors.Is(err, io.EOF):
			return users, nil
		case err != nil && cmd.Context().Err() != nil:
			return nil, cmd.Context().Err()
		case err != nil:
			return nil, configurationf("--from: %w", err)
		case long:
			return nil, usagef(cmd, "--from: line %d has more than %d bytes", number, maxUserLine)
		}
		text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))) // as some editors begin a file
		if len(text) == 0 || text[0] == '#' {
			continue
		}
		if len(users) == maxUsers {
			return nil, usagef(cmd, "--from: the list has more than %s: split it", grouped(maxUsers, "user"))
		}
		u, err := listedUser(text)
		if err != nil {
			return nil, usagef(cmd, "--from: line %d: %w", number, err)
		}
		users = append(users, u)
	}
}

// listedUser reads a line: a name, or an object.
func listedUser(text []byte) (chatapi.NewUser, error) {
	if text[0] != '{' {
		if bytes.ContainsAny(text, " \t,;:|=\"") {
			return chatapi.NewUser{}, errors.New(`more than a name; what belongs to it is written as {"username":"…","password":"…","nickname":"…"}`)
		}
		return chatapi.NewUser{Username: string(text)}, nil
	}
	var of struct {
		Username string  `json:"username"`
		Password *string `json:"password"`
		Nickname string  `json:"nickname"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&of) != nil || d.InputOffset() != int64(len(text)) || of.Username == "" {
		return chatapi.NewUser{}, errors.New(`not a name, nor an object of the texts "username", "password" and "nickname", of which the first must be there`)
	}
	u := chatapi.NewUser{Username: of.Username, Nickname: of.Nickname}
	if of.Password == nil {
		return u, nil
	}
	p, err := chatapi.NewPassword(*of.Password)
	u.Password = p
	return u, err
}
