package chat

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

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
	var names []string
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) }) {
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
	names []string
	err   error
}

// readFile reads a file of names in the background.
func readFile(path string) tea.Cmd {
	return func() tea.Msg {
		text, err := contents(path)
		if err != nil {
			return namesRead{err: err}
		}
		names, err := parseNames(text)
		return namesRead{names, err}
	}
}

func contents(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the file of names can't be opened: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", errors.New("that is no file of names")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the file of names can't be read: %w", err)
	case len(data) > maxFile:
		return "", fmt.Errorf("the file of names has more than %d MiB", maxFile>>20)
	}
	return string(data), nil
}
