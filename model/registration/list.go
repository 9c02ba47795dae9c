package registration

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"agtok/chatapi"
)

// List is how a list of users is written. A line is a name, a range as qa-{1..50}
// that stands for many, or {"username":"…","password":"…","nickname":"…"}; empty
// lines and those that begin with # do not count.
type List struct {
	Most    int  // users
	Several bool // a line may hold several names: white space, commas and semicolons part them
}

// ListError is what is wrong with a list. Nothing of the list is in it: a line can
// hold a password.
type ListError struct {
	Line int // from 1; 0: it is the list as a whole
	Text string
}

// Error tells it in words, with the number of the line.
func (e *ListError) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Text)
}

// Bounds of a line, in bytes: one user, and all that one can type.
const (
	maxLine = 4 << 10
	maxText = 1 << 20
)

// Read reads a list. The error is a [ListError], or that of in.
func (l List) Read(in io.Reader) (users []chatapi.NewUser, err error) {
	most := maxLine
	if l.Several {
		most = maxText
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, most+len("\r\n"))
	lines.Split(anyLine)
	number := 0
	for lines.Scan() {
		number++
		more, err := l.line(bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))) // as some editors begin a file
		if err != nil {
			return nil, &ListError{number, err.Error()}
		}
		if users = append(users, more...); len(users) > l.Most {
			return nil, &ListError{0, fmt.Sprintf("the list has more than %d users: split it", l.Most)}
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, &ListError{number + 1, fmt.Sprintf("it has more than %d bytes", most)}
	}
	return users, lines.Err()
}

// anyLine splits at LF, CRLF and CR: terminals paste the last.
func anyLine(data []byte, end bool) (advance int, line []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && end && len(data) > 0:
		return len(data), data, nil
	case i < 0, i+1 == len(data) && data[i] == '\r' && !end: // an LF may follow
		return 0, nil, nil
	case bytes.HasPrefix(data[i:], []byte("\r\n")):
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}

// line gives the users of a line.
func (l List) line(text []byte) ([]chatapi.NewUser, error) {
	switch {
	case len(text) == 0 || text[0] == '#':
		return nil, nil
	case text[0] == '{' && bytes.IndexByte(text, '"') >= 0:
		u, err := object(text)
		return []chatapi.NewUser{u}, err
	case l.Several:
		return l.names(strings.FieldsFunc(string(text), func(r rune) bool { return strings.ContainsRune(" \t,;", r) }))
	}
	return l.names([]string{string(text)})
}

// names gives the users that names and ranges stand for.
func (l List) names(fields []string) (users []chatapi.NewUser, err error) {
	for _, field := range fields {
		if strings.ContainsAny(field, " \t,;:|=\"") {
			return nil, errors.New(`more than a name; what belongs to it is written as {"username":"…","password":"…","nickname":"…"}`)
		}
		names, err := expand(field, l.Most)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			users = append(users, chatapi.NewUser{Username: name})
		}
		if len(users) > l.Most {
			break // there is no use in more: it is refused
		}
	}
	return users, nil
}

// object reads a user with what belongs to it.
func object(text []byte) (chatapi.NewUser, error) {
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
