package registration

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"agtok/chatapi"
)

// errNoRange is of a brace in a name that belongs to no range.
var errNoRange = errors.New("a range looks like qa-{1..50}")

// expand gives the names that a field stands for: itself, or those of a range, with
// zeros in front as in {01..50}.
func expand(field string, most int) ([]string, error) {
	head, rest, ok := strings.Cut(field, "{")
	if !ok {
		return []string{field}, nil
	}
	inside, tail, closed := strings.Cut(rest, "}")
	first, last, dots := strings.Cut(inside, "..")
	from, errFrom := strconv.ParseUint(first, 10, 32)
	to, errTo := strconv.ParseUint(last, 10, 32)
	switch {
	case !closed || !dots || errFrom != nil || errTo != nil || strings.Contains(tail, "{"):
		return nil, errNoRange
	case len(head)+len(first)+len(tail) > chatapi.MaxUsername || len(last) > chatapi.MaxUsername:
		return nil, fmt.Errorf("the numbers of a range make names of more than %d characters", chatapi.MaxUsername)
	case to < from || to-from >= uint64(most):
		return nil, fmt.Errorf("a range goes from a smaller number to a larger one, at most %d names", most)
	}
	return numbered(head, tail, from, to, zeros(first)), nil
}

// zeros gives how many digits the numbers of a range have at least.
func zeros(first string) int {
	if strings.HasPrefix(first, "0") {
		return len(first)
	}
	return 0
}

func numbered(head, tail string, from, to uint64, width int) []string {
	names := make([]string, 0, to-from+1)
	for n := from; n <= to; n++ {
		names = append(names, fmt.Sprintf("%s%0*d%s", head, width, n, tail))
	}
	return names
}
