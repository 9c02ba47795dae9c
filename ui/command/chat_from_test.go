package command

import (
	"bytes"
	"strings"
	"testing"

	"agtok/chatapi"
)

// FuzzListedUser holds that a line of a list is a name, an object or an error that
// tells nothing of it.
func FuzzListedUser(f *testing.F) {
	f.Fuzz(func(t *testing.T, line []byte) {
		text := bytes.TrimSpace(line)
		if len(text) == 0 || len(text) > maxUserLine {
			return
		}
		u, err := listedUser(text)
		switch {
		case err == nil && u.Username == "":
			t.Errorf("%q: a user without a name", text)
		case err == nil && text[0] != '{' && u != (chatapi.NewUser{Username: string(text)}):
			t.Errorf("%q is taken for %+v", text, u)
		case err != nil && len(text) > 24 && strings.Contains(err.Error(), string(text)):
			t.Errorf("%q is in the error %q", text, err)
		}
	})
}
