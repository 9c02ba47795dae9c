// Package candidate finds out which channel and uid a 006 token may have been made
// for. The token carries only their CRC-32s, so texts are tried: names from a list
// and whole ranges of numbers. What fits is a candidate and no more, since of four
// thousand million texts one fits by chance; where the project's certificate is
// known, the signature confirms the right one.
//
// A CRC can be run backwards: from the one that is wanted, each tail of four digits
// leads back to what its register must have been before. So for each head one look
// into a table of the ten thousand tails tries them all, and all uids that there
// are take some milliseconds.
//
// A search runs until it is done or its context ends, and tells how far it is. It
// does nothing in the background by itself.
//
// Source of the fields: AgoraIO/Tools go/src/AccessToken.
package candidate
