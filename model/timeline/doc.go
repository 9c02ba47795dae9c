// Package timeline says what a token's numbers mean in time: until when each of
// its services admits, until when a user who is in stays, until when each
// privilege holds and what ends it, and which events an SDK will report.
//
// From that follow, on demand, the phases in which nothing changes, with what a user
// can do in each of them in words, and for each platform the callback that reports
// an event, what the app should do then, and what the documents leave open about it.
//
// It is a pure function of a token. Every instant is a Unix second; the moment at
// which one looks at it is the caller's.
//
// Where Agora's pages disagree or are silent, this package decides:
//
//   - A 007 token's lifetime counts for at most 24 h, and 0 counts as 24 h. No
//     library clamps the number; the service does.
//   - A privilege's lifetime counts for at most 24 h, and 0 means that it has no
//     end of its own (Agora's token server guide; its parse.py shows such a
//     privilege as expired).
//   - A 007 token's end closes the channel to those who want in. Who is in an RTC
//     channel stays until the join privilege ends (the same guide).
//   - A 006 token's ts is the end of a window of 24 h from issue, in which it
//     admits. Its issue time is inferred from that.
//
// At the second itself a thing still holds; one second later it is over.
package timeline
