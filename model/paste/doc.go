// Package paste reads what people paste: a token with quotes around it or broken
// over lines, a header, a JSON reply with two tokens in it, a page of a log, or
// something that is no token at all. [Read] finds every token-like span of a text
// and reads it; what had to be mended for that is in [Found.Repairs], because a
// client that sends the text as it was pasted will be refused.
//
// A span is first tried as it stands. Only when that fails are repairs tried, and
// only those that were needed are reported. Nothing is guessed: a mended text
// counts when the whole of it reads as a token, which for a 007 token means that
// its checksum is right and for a 006 token that its lengths add up to its end.
//
// The package does no I/O and keeps no state but the buffers of a [Reader]. Work
// and memory are bounded by the length of the text, whatever stands in it.
package paste
