// Package input stands between the terminal and Bubble Tea v1, whose own reader
// takes the end of every read for the end of a key.
//
// It closes three holes. A key whose bytes come in two reads arrives as one. What
// the terminal says of itself, such as a late answer to a question of the program
// that ran before, is not typed into the form. A paste that never ends is ended,
// so that keys work again; and since pastes go past Bubble Tea's reader, which
// scans all of an open paste again at every 256 bytes, a long one costs no more
// than its length.
//
// The package starts nothing and keeps no clock: [Reader] reads when Bubble Tea
// does, waits only while a key or a paste is open, and leaves raw mode, suspending
// and the end of reading to Bubble Tea, which find the terminal's file in it.
package input
