package command

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"agtok/chatapi"
	"agtok/model/registration"
)

// maxUsers bounds a list of users to register.
const maxUsers = 100_000

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

func readUsers(cmd *cobra.Command, in io.Reader) ([]chatapi.NewUser, error) {
	users, err := registration.List{Most: maxUsers}.Read(in)
	var wrong *registration.ListError
	switch {
	case err == nil:
		return users, nil
	case errors.As(err, &wrong):
		return nil, usagef(cmd, "--from: %w", err)
	case cmd.Context().Err() != nil:
		return nil, cmd.Context().Err()
	}
	return nil, configurationf("--from: %w", err)
}
