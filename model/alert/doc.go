// Package alert says who is to be told of what a token's timeline holds, and
// when: at each event, and a while before each end.
//
// Everything here is a pure function of timelines and of two instants, so that a
// resize, a reload or a second look never tells a thing twice: what is due falls
// into the interval from the last look, left out, to this one, included. The
// caller keeps the instant of its last look, and nothing else.
//
// Events that a timeline marks as falling before the token was issued are not
// told: whether they ever happen is not documented.
package alert
