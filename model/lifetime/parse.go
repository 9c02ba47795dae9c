package lifetime

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// looksAbsolute is the number of seconds from which a lifetime is taken for a
// Unix time: 31 years, or September 2001.
const looksAbsolute = 1_000_000_000

// Forms lists what [Parse] takes, for messages.
const Forms = "3600, 90s, 10m, 1h30m, 2d, 14:30, 2026-11-22 or @1700000000"

// Parse reads a lifetime, in seconds from issue: 0 … 4294967295. An instant
// counts from issue and must not be before it. A bare number of 1 000 000 000 or
// more is refused, because it is a date or milliseconds in all likelihood.
func Parse(text string, issue time.Time) (uint32, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, errors.New("a lifetime is missing: " + Forms)
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return bare(n)
	} else if errors.Is(err, strconv.ErrRange) {
		return 0, tooLong()
	}
	if seconds, ok, err := duration(strings.TrimPrefix(text, "+")); ok {
		return seconds, err
	}
	at, err := ParseInstant(text, issue)
	if err != nil {
		return 0, errors.New("not a lifetime: type " + Forms)
	}
	return until(at, issue)
}

// bare takes a number without a unit.
func bare(n uint64) (uint32, error) {
	switch {
	case n < looksAbsolute:
		return uint32(n), nil
	case n > math.MaxUint32:
		return 0, fmt.Errorf("too large: as milliseconds this is %s, and lifetimes are seconds", asDate(int64(n/1000)))
	}
	return 0, fmt.Errorf("this reads as the date %s, or as %s of seconds: type @%d for the date, or a smaller number",
		asDate(int64(n)), Short(int64(n)), n)
}

func asDate(unix int64) string { return time.Unix(unix, 0).UTC().Format("2006-01-02 15:04 UTC") }

func tooLong() error {
	return fmt.Errorf("too long: a token holds at most %d seconds", uint32(math.MaxUint32))
}

func until(at, issue time.Time) (uint32, error) {
	seconds := at.Unix() - issue.Unix()
	switch {
	case seconds < 0:
		return 0, fmt.Errorf("%s is %s before the token is issued", at.Format(time.DateTime), Short(-seconds))
	case seconds > math.MaxUint32:
		return 0, tooLong()
	}
	return uint32(seconds), nil
}

var units = [...]struct {
	letter  byte
	seconds uint64
}{{'w', 7 * 86400}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}

// duration reads numbers with units, largest unit first, as in 1d12h. ok tells
// whether text has that form at all.
func duration(text string) (seconds uint32, ok bool, err error) {
	var sum uint64
	unit := 0
	for rest := strings.ReplaceAll(text, " ", ""); rest != ""; {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 || digits == len(rest) {
			return 0, false, nil
		}
		for unit < len(units) && units[unit].letter != rest[digits] {
			unit++
		}
		if unit == len(units) {
			return 0, false, nil
		}
		n, e := strconv.ParseUint(rest[:digits], 10, 32)
		if e != nil {
			return 0, true, tooLong()
		}
		sum += n * units[unit].seconds
		rest = rest[digits+1:]
		unit++
	}
	if sum > math.MaxUint32 {
		return 0, true, tooLong()
	}
	return uint32(sum), text != "", nil
}

// instantLayouts are the forms of an instant with a date, local unless they say
// otherwise.
var instantLayouts = [...]string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

// ParseInstant reads a point in time: 14:30 or 14:30:15 (the next one after now,
// local time), a date, RFC 3339, or a Unix second with or without "@".
func ParseInstant(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(strings.TrimPrefix(text, "@"), 10, 64); err == nil {
		if n < 0 || n > 4*math.MaxUint32 {
			return time.Time{}, errors.New("this Unix second is out of range (milliseconds?)")
		}
		return time.Unix(n, 0).In(now.Location()), nil
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if clock, err := time.Parse(layout, text); err == nil {
			return next(clock, now), nil
		}
	}
	for _, layout := range instantLayouts {
		if at, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return at.In(now.Location()), nil
		}
	}
	return time.Time{}, errors.New("not a time: type 14:30, 2026-11-22, 2026-11-22T14:30:00Z or @1700000000")
}

// next gives the first moment after now at which a local clock shows clock.
func next(clock, now time.Time) time.Time {
	at := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, now.Location())
	if !at.After(now) {
		at = time.Date(now.Year(), now.Month(), now.Day()+1, clock.Hour(), clock.Minute(), clock.Second(), 0, now.Location())
	}
	return at
}
