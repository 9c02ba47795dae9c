package model

import "slices"

// Entry is a line of the log of what happened to watched tokens.
type Entry struct {
	At      int64 // Unix second, by the console's clock
	Pretend bool  // that was not the real time
	Text    string
}

// Log is what happened to watched tokens, the oldest first. The zero value is
// empty.
type Log []Entry

// maxLog bounds the log; the oldest lines go first.
const maxLog = 500

// Add writes a line.
func (l *Log) Add(e Entry) {
	if *l = append(*l, e); len(*l) > maxLog {
		*l = slices.Delete(*l, 0, len(*l)-maxLog)
	}
}
