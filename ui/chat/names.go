package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/model/registration"
	"agtok/model/visible"
)

// Bounds of a list of names.
const (
	maxNames = 10_000
	maxFile  = 4 << 20 // bytes
)

// parse reads users that were typed or pasted, or says what is wrong with the text.
func parse(text string) (users []chatapi.NewUser, wrong string) {
	users, err := registration.List{Most: maxNames, Several: true}.Read(strings.NewReader(text))
	var of *registration.ListError
	switch {
	case errors.As(err, &of) && !strings.Contains(text, "\n"):
		return nil, of.Text // there is but one line
	case err != nil:
		return nil, err.Error()
	case len(users) == 0:
		return nil, "type a name, or several"
	}
	return users, ""
}

// holdsMore reports whether a list can hold more than names: a password shows
// nowhere, and no name has a quote, a colon or an equals sign in it.
func holdsMore(list string) bool {
	return !strings.HasPrefix(list, "@") && strings.ContainsAny(list, `":=`)
}

// usable parts the users that can be registered from those that can't, with the
// reason.
func usable(users []chatapi.NewUser) (good, bad []string) {
	seen := make(map[string]bool, len(users))
	for _, u := range users {
		err := chatapi.CheckUsername(u.Username)
		switch {
		case err != nil:
			bad = append(bad, fmt.Sprintf("%s: %v", visible.Line(u.Username, 40), err))
		case seen[u.Username]:
			bad = append(bad, u.Username+" stands there twice")
		default:
			good = append(good, u.Username)
		}
		seen[u.Username] = true
	}
	return good, bad
}

// listRead is what a file of names holds.
type listRead struct {
	reading int // which reading it was
	path    string
	users   []chatapi.NewUser
	err     error
}

// readFile reads a file of names in the background; ctx ends the wait for it.
func readFile(ctx context.Context, path string, reading int) tea.Cmd {
	return func() tea.Msg {
		done := make(chan listRead, 1)
		go func() {
			users, err := fileOfNames(path)
			done <- listRead{reading, path, users, err}
		}()
		select {
		case msg := <-done:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// fileOfNames reads a file of names: one a line.
func fileOfNames(path string) ([]chatapi.NewUser, error) {
	if path == "" {
		return nil, errors.New("behind the @ comes the path of a file of names")
	}
	if err := isFile(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the file of names can't be opened: %w", reason(err))
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	users, err := registration.List{Most: maxNames}.Read(limited)
	var wrong *registration.ListError
	switch {
	case limited.N == 0: // it has grown
		return nil, errTooBig
	case errors.As(err, &wrong):
		return nil, fmt.Errorf("%s: %w", visible.Line(path, 60), wrong)
	case err != nil:
		return nil, fmt.Errorf("the file of names can't be read: %w", reason(err))
	case len(users) == 0:
		return nil, fmt.Errorf("%s holds no name", visible.Line(path, 60))
	}
	return users, nil
}

var errTooBig = fmt.Errorf("the file of names has more than %d MiB", maxFile>>20)

// isFile says why path is no file that one can read names from: opening a pipe would
// wait for a writer.
func isFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no such file: %s", visible.Line(path, 60))
	case err != nil:
		return fmt.Errorf("the file of names can't be read: %w", reason(err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file of names", visible.Line(path, 60))
	case info.Size() > maxFile:
		return errTooBig
	}
	return nil
}

// reason takes the path off an error: it has been said.
func reason(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
