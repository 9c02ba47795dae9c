package lifetime

import (
	"fmt"
	"strings"
	"time"
)

// Short writes a number of seconds in its two largest units, as in 45s, 59m 58s,
// 1h 05m or 2d 3h.
func Short(seconds int64) string {
	if seconds < 0 {
		return "-" + Short(-seconds)
	}
	d, h, m, s := seconds/86400, seconds/3600%24, seconds/60%60, seconds%60
	switch {
	case d >= 365:
		return fmt.Sprintf("%dy %dd", d/365, d%365)
	case d > 0:
		return fmt.Sprintf("%dd %dh", d, h)
	case h > 0:
		return fmt.Sprintf("%dh %02dm", h, m)
	case m > 0:
		return fmt.Sprintf("%dm %02ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}

// Typed writes a number of seconds as [Parse] reads it, exactly, as in 1h30m.
func Typed(seconds uint32) string {
	if seconds >= looksAbsolute || seconds == 0 {
		return fmt.Sprint(seconds)
	}
	var b strings.Builder
	rest := uint64(seconds)
	for _, u := range units[1:] {
		if n := rest / u.seconds; n > 0 {
			fmt.Fprintf(&b, "%d%c", n, u.letter)
			rest %= u.seconds
		}
	}
	return b.String()
}

// Countdown says how far the Unix second end is from now: "59m 58s left", at the
// second itself "ends now", and after it "expired 00:00:01 ago".
func Countdown(end, now int64) string {
	switch left := end - now; {
	case left > 0:
		return Short(left) + " left"
	case left == 0:
		return "ends now"
	default:
		return "expired " + elapsed(-left) + " ago"
	}
}

// Relative says how far the Unix second at is from now: "in 59m 58s", "now" at the
// second itself, and after it "59m 58s ago".
func Relative(at, now int64) string {
	switch left := at - now; {
	case left > 0:
		return "in " + Short(left)
	case left == 0:
		return "now"
	default:
		return Short(-left) + " ago"
	}
}

// elapsed writes seconds gone by: to the second within a day, in days after it.
func elapsed(seconds int64) string {
	if seconds >= 86400 {
		return Short(seconds)
	}
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// Clock writes the Unix second at in loc: only the time when it is within half a
// day of now, else with the date, and in another year with that.
func Clock(at, now int64, loc *time.Location) string { return clock(at, now, loc, ":05") }

// Brief is [Clock] for where there is little room: with a date it leaves out the
// seconds.
func Brief(at, now int64, loc *time.Location) string { return clock(at, now, loc, "") }

func clock(at, now int64, loc *time.Location, seconds string) string {
	t, n := time.Unix(at, 0).In(loc), time.Unix(now, 0).In(loc)
	switch {
	case max(at-now, now-at) < 12*3600:
		return t.Format("15:04:05")
	case t.Year() == n.Year():
		return t.Format("01-02 15:04" + seconds)
	}
	return t.Format("2006-01-02 15:04" + seconds)
}
