// Package finding judges a token: what in it will not work, or not as meant, and
// what to do about it.
//
// Each rule is data (see [Rule]): an ID that scripts rely on, a severity, the
// source that it follows and the rules that it makes superfluous, next to its
// check. The rules stand in groups, a file each, in the order of the catalogue.
//
// A check only describes. What a token means in time comes from package timeline
// and who signed it from package signer; nothing here reads a clock or knows a
// certificate. Names in a token are hostile: every message quotes them, so that
// nothing but printable text leaves this package, and cuts them.
package finding
