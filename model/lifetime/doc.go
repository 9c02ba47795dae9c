// Package lifetime reads times as people type them and writes them as people
// read them.
//
// A lifetime is a number of seconds from the issue time: 3600, 90s, 10m, 1h30m,
// 2d, +10m. An instant is a point in time: 14:30 (the next one), 2026-11-22, an
// RFC 3339 text, @1700000000. Where a lifetime is wanted an instant is turned
// into one. The moment from which they count is an argument, and its location is
// the local time of what is read and written.
package lifetime
