// Package reply holds what a token server answered against what it was asked for:
// the token servers of samples change roles, uids and lifetimes without a word.
// [Read] finds the tokens in a reply that somebody pasted, [Compare] says what is
// not as asked, and two replies to the same request show what was computed once.
//
// It is a function of values. Nothing here asks a server. A reply is as hostile as
// any paste: what is repeated of it is printable, cut, and free of anything that
// can be a certificate.
package reply
