package chat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"agtok/chatapi"
	"agtok/model/visible"
)

// Bounds of a list of names.
const (
	maxNames = 10_000
	maxFile  = 4 << 20 // bytes
)

// parseNames reads names with white space, commas or semicolons between them;
// qa-{1..50} stands for fifty, with zeros in front as in {01..50}.
func parseNames(text string) ([]string, error) {
	return expandAll(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) }))
}

// parseLines reads a file of names, a name a line or several with commas between
// them; a line that begins with # is a remark.
func parseLines(text string) ([]string, error) {
	var fields []string
	isBreak := func(r rune) bool { return r == '\r' || r == '\n' }
	for _, line := range strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), isBreak) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, field := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' }) {
			if field = strings.TrimSpace(field); field != "" {
				fields = append(fields, field)
			}
		}
	}
	return expandAll(fields)
}

func expandAll(fields []string) (names []string, err error) {
	for _, field := range fields {
		more, err := expand(field)
		if err != nil {
			return nil, err
		}
		if names = append(names, more...); len(names) > maxNames {
			return nil, fmt.Errorf("more than %d names: register them in parts", maxNames)
		}
	}
	if len(names) == 0 {
		return nil, errors.New("type a name, or several")
	}
	return names, nil
}

// usable parts the names that can be registered from those that can't, with the
// reason.
func usable(names []string) (good, bad []string) {
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		err := chatapi.CheckUsername(name)
		switch {
		case err != nil:
			bad = append(bad, fmt.Sprintf("%s: %v", visible.Line(name, 40), err))
		case seen[name]:
			bad = append(bad, name+" stands there twice")
		default:
			good = append(good, name)
		}
		seen[name] = true
	}
	return good, bad
}

// expand gives the names that a field stands for.
func expand(field string) ([]string, error) {
	head, rest, ok := strings.Cut(field, "{")
	inside, tail, closed := strings.Cut(rest, "}")
	if !ok {
		return []string{field}, nil
	}
	first, last, dots := strings.Cut(inside, "..")
	from, errFrom := strconv.ParseUint(first, 10, 32)
	to, errTo := strconv.ParseUint(last, 10, 32)
	switch {
	case !closed || !dots || errFrom != nil || errTo != nil || strings.Contains(tail, "{"):
		return nil, fmt.Errorf("%s: a range looks like qa-{1..50}", visible.Line(field, 40))
	case len(head)+len(first)+len(tail) > chatapi.MaxUsername || len(last) > chatapi.MaxUsername:
		return nil, fmt.Errorf("%s: such numbers make names of more than %d characters", visible.Line(field, 40), chatapi.MaxUsername)
	case to < from || to-from >= maxNames:
		return nil, fmt.Errorf("%s: a range goes from a smaller number to a larger one, at most %d names", visible.Line(field, 40), maxNames)
	}
	width := 0
	if strings.HasPrefix(first, "0") {
		width = len(first)
	}
	names := make([]string, 0, to-from+1)
	for n := from; n <= to; n++ {
		names = append(names, fmt.Sprintf("%s%0*d%s", head, width, n, tail))
	}
	return names, nil
}

// namesRead is what a file of names holds.
type namesRead struct {
	reading int // which reading it was
	path    string
	names   []string
	err     error
}

// readFile reads a file of names in the background; ctx ends the wait for it.
func readFile(ctx context.Context, path string, reading int) tea.Cmd {
	return func() tea.Msg {
		done := make(chan namesRead, 1)
		go func() {
			text, err := contents(path)
			if err != nil {
				done <- namesRead{reading, path, nil, err}
				return
			}
			names, err := parseLines(text)
			done <- namesRead{reading, path, names, err}
		}()
		select {
		case msg := <-done:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

func contents(path string) (string, error) {
	if path == "" {
		return "", errors.New("behind the @ comes the path of a file of names")
	}
	info, err := os.Stat(path) // opening a pipe would wait for a writer
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("there is no such file: %s", visible.Line(path, 60))
	case err != nil:
		return "", fmt.Errorf("the file of names can't be read: %w", reason(err))
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is no file of names", visible.Line(path, 60))
	case info.Size() > maxFile:
		return "", fmt.Errorf("the file of names has more than %d MiB", maxFile>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the file of names can't be opened: %w", reason(err))
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the file of names can't be read: %w", reason(err))
	case len(data) > maxFile: // it has grown
		return "", fmt.Errorf("the file of names has more than %d MiB", maxFile>>20)
	}
	return string(data), nil
}

// reason takes the path off an error: it has been said.
func reason(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
