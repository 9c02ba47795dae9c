package lifetime_test

import (
	"strings"
	"testing"
	"time"

	"agtok/model/lifetime"
)

// noon is 2026-11-22 12:00:00 in a zone an hour east of UTC.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CET", 3600))

func TestParse(t *testing.T) {
	for text, want := range map[string]uint32{
		"0": 0, "3600": 3600, " 3600 ": 3600, "90s": 90, "10m": 600, "1h30m": 5400, "1h 30m": 5400, "2d": 172800, "+10m": 600,
		"1w": 604800, "999999999": 999999999, "14:30": 9000, "11:00": 82800, "12:00": 86400, "2026-11-23": 43200,
		"2026-11-22T12:00:00Z": 3600, "@1795348800": 3600, "2026-11-22 12:01": 60, "49710d6h28m15s": 4294967295,
	} {
		if got, err := lifetime.Parse(text, noon); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "a lifetime is missing",
		"x":                      "not a lifetime: type 3600",
		"1m1h":                   "not a lifetime",
		"10x":                    "not a lifetime",
		"-5":                     "not a lifetime",
		"1.5h":                   "not a lifetime",
		"1795347600":             "this reads as the date 2026-11-22 11:40 UTC, or as 56y 339d of seconds: type @1795347600",
		"1795347600000":          "as milliseconds this is 2026-11-22 11:40 UTC",
		"4294967296":             "too large: as milliseconds",
		"99999999999999999999":   "too long",
		"49710d6h28m16s":         "too long: a token holds at most 4294967295 seconds",
		"99999999999d":           "too long",
		"2026-11-21":             "before the token is issued",
		"@1":                     "before the token is issued",
		"9999-01-01":             "too long",
		"25:00":                  "not a lifetime",
		"2026-02-30":             "not a lifetime",
		strings.Repeat("1", 300): "too long",
	} {
		if got, err := lifetime.Parse(text, noon); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %d, %v; want an error with %q", text, got, err, want)
		}
	}
}

func TestParseInstantCrossesDaylightSaving(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no zone data:", err)
	}
	evening := time.Date(2026, 10, 24, 23, 0, 0, 0, berlin) // clocks go back at 3:00
	at, err := lifetime.ParseInstant("04:00", evening)
	if err != nil || at.Sub(evening) != 6*time.Hour {
		t.Errorf("04:00 after %v is %v later (%v), want 6h", evening, at.Sub(evening), err)
	}
}

func TestTypedIsReadBack(t *testing.T) {
	for _, n := range []uint32{0, 1, 59, 60, 61, 3600, 5400, 86399, 86400, 999_999_999} {
		if got, err := lifetime.Parse(lifetime.Typed(n), noon); err != nil || got != n {
			t.Errorf("Typed(%d) = %q reads as %d, %v", n, lifetime.Typed(n), got, err)
		}
	}
}

func TestCountdown(t *testing.T) {
	for _, c := range []struct {
		left int64
		want string
	}{
		{3598, "59m 58s left"}, {3600, "1h 00m left"}, {1, "1s left"}, {0, "ends now"}, {-1, "expired 00:00:01 ago"},
		{-86399, "expired 23:59:59 ago"}, {-86400, "expired 1d 0h ago"}, {-2*86400 - 3*3600, "expired 2d 3h ago"}, {86400 * 400, "1y 35d left"},
	} {
		if got := lifetime.Countdown(1000+c.left, 1000); got != c.want {
			t.Errorf("%d s left: %q, want %q", c.left, got, c.want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct {
		left int64
		want string
	}{
		{2*86400 + 3*3600, "in 2d 3h"}, {3598, "in 59m 58s"}, {1, "in 1s"}, {0, "now"}, {-1, "1s ago"}, {-3600, "1h 00m ago"}, {-86400 * 400, "1y 35d ago"},
	} {
		if got := lifetime.Relative(1000+c.left, 1000); got != c.want {
			t.Errorf("%d s ahead: %q, want %q", c.left, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"3600", "1h30m", "14:30", "2026-11-22", "@1700000000", "+10m", "1795347600000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := lifetime.Parse(s, noon)
		if err == nil {
			if back, err := lifetime.Parse(lifetime.Typed(n), noon); n < 1_000_000_000 && (err != nil || back != n) {
				t.Errorf("%q is %d, and reads back as %d, %v", s, n, back, err)
			}
			return
		}
		if err.Error() == "" {
			t.Errorf("%q is refused without a word", s)
		}
	})
}
